import asyncio
import json
import sqlite3
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from bot.adapters.ledger import DatabaseLedger
from bot.bootstrap import SystemClock
from bot.cli.commands import app
from bot.cli.doctor.access import access
from bot.cli.doctor.examination import examine
from bot.cli.doctor.finding import Level
from bot.cli.doctor.proof import prove
from bot.cli.doctor.slack import scopes
from bot.domain.errors import InputError, SettingsError
from bot.domain.family import place_words
from bot.domain.pause import Pause
from bot.settings import AccessSettings
from handlers.manifest import SCOPES, manifest
from playground.stories import ORGS
from playground.town import playground_settings
from tests.cli.program import SECRETS, environment

CALL = "ca110001-0000-4000-8000-000000000000"
HERE = "Org genesys (Genesys Cloud, ap-southeast-1)"
CUSTOMER, AGENT = "ca110001-0001-4000-8000-000000000000", "ca110001-0003-4000-8000-000000000000"


@pytest.fixture
def doctor(around, database_url):
    """Call the doctor beside the pretends; returns the result, and the findings by what they are about."""
    around.slack.use_manifest(manifest())

    async def call(*arguments, **env):
        given = {**environment(around, database_url), **env}
        return await asyncio.to_thread(CliRunner().invoke, app, ["doctor", *arguments], env=given)

    return call


async def findings(doctor, **env):
    result = await doctor("--json", **env)
    document = json.loads(result.stdout)
    assert result.exit_code == (0 if document["ok"] else 1)
    assert document["ok"] == all(one["level"] != "fail" for one in document["findings"])
    assert [secret for secret in SECRETS if secret in result.stdout] == []
    return document["findings"]


def wrong(found):
    return [(one["level"], one["about"], one["words"], one["fix"]) for one in found if one["level"] != "ok"]


async def test_a_bot_that_is_set_up_well_is_well(doctor):
    found = await findings(doctor)
    assert [(level, about) for level, about, _, _ in wrong(found)] == [("warn", "Access")]
    assert {one["about"] for one in found if one["about"].startswith("Org")} == {HERE}
    assert "Channels" not in {one["about"] for one in found}
    words = " ".join(one["words"] for one in found)
    assert "Slack knows us as" in words
    assert f"All {len(SCOPES)} needed scopes are granted" in words
    assert "The client's id and secret are taken." in words
    assert "it can be read and written" in words


async def test_it_says_the_same_to_a_person(doctor):
    result = await doctor()
    assert result.exit_code == 0
    assert "✓ Slack bot token  Slack knows us as" in result.stdout
    assert "0 to mend, 1 to look at." in result.stdout
    assert "Asking Slack about the tokens…" in result.stderr


async def test_settings_that_do_not_load_are_a_finding(doctor):
    found = await findings(doctor, SLACK_BOT_TOKEN="")
    assert [one["about"] for one in found] == ["Settings"]
    assert "SLACK_BOT_TOKEN is not set" in found[0]["words"]


async def test_a_token_that_slack_refuses_fails_with_the_fix(around, doctor):
    around.slack.faults.add(method="auth.test", status=200, body={"ok": False, "error": "account_inactive"})
    about = {one["about"]: one for one in await findings(doctor)}
    assert about["Slack bot token"]["words"] == "Slack refuses it (account_inactive)."
    assert "Reinstall the app" in about["Slack bot token"]["fix"]


async def test_a_slack_that_does_not_answer_fails_with_the_fix(around, doctor):
    around.slack.faults.add(method="*", drop=True, times=None)
    found = wrong(await findings(doctor))
    assert [about for level, about, _, _ in found if level == "fail"] == ["Slack bot token", "User group S0LEADS"]
    assert "SLACK_API_URL" in found[0][3]


async def test_an_app_token_is_tried(around, doctor):
    socket = environment(around, "", socket_mode=True)
    env = {"SLACK_APP_TOKEN": socket["SLACK_APP_TOKEN"], "SLACK_SIGNING_SECRET": ""}
    about = {one["about"]: one for one in await findings(doctor, **env)}
    assert about["Slack app token"]["level"] == "ok"
    around.slack.faults.add(method="apps.connections.open", status=200, body={"ok": False, "error": "missing_scope"})
    about = {one["about"]: one for one in await findings(doctor, **env)}
    assert "connections:write" in about["Slack app token"]["fix"]
    around.slack.faults.add(method="apps.connections.open", drop=True, times=None)
    about = {one["about"]: one for one in await findings(doctor, **env)}
    assert "can't be reached" in about["Slack app token"]["words"]


async def test_a_missing_scope_is_named_with_what_it_is_for(around, doctor):
    less = manifest()
    less["oauth_config"] = {"scopes": {"bot": [scope for scope in SCOPES if scope != "usergroups:read"]}}
    around.slack.use_manifest(less)
    found = wrong(await findings(doctor))
    assert ("fail", "Slack scopes") in [(level, about) for level, about, _, _ in found]
    assert any("usergroups:read is missing; it is for user groups" in words for _, _, words, _ in found)
    assert any("can't be read (missing_scope), so nobody is let in by it" in words for _, _, words, _ in found)


def test_scopes_that_nothing_here_needs_only_warn():
    granted = ",".join(scope for scope in SCOPES if scope != "usergroups:read") + ",admin"
    found = scopes({"X-OAuth-Scopes": granted}, frozenset())
    assert [one.level for one in found] == [Level.WARN, Level.WARN]
    assert "admin" in found[1].words
    assert scopes({}, frozenset())[0].level is Level.WARN


async def test_groups_that_are_unknown_or_empty_are_said(around, doctor):
    found = wrong(await findings(doctor, HANGUP_OPERATORS="S0NOSUCH"))
    assert ("fail", "User group S0NOSUCH") in [(level, about) for level, about, _, _ in found]
    around.slack.faults.add(method="usergroups.users.list", status=200, body={"ok": True, "users": []})
    found = wrong(await findings(doctor))
    assert ("warn", "User group S0LEADS", "It has no members.") in [entry[:3] for entry in found]


async def test_nobody_in_the_access_table_fails_with_the_line_to_add(doctor):
    found = [entry for entry in wrong(await findings(doctor, HANGUP_OPERATORS="")) if entry[1] == "Access"]
    assert [entry[0] for entry in found] == ["fail", "fail", "warn"]
    assert "HANGUP_OPERATORS=U0YOURID" in found[0][3]


async def test_a_pause_that_somebody_forgot_is_mentioned(around, doctor, database_url, clock):
    ledger = await DatabaseLedger.open(database_url, clock)
    await ledger.pause(Pause("U0LEADA", clock.now(), "storm"))
    await ledger.close()
    assert ("warn", "Kill switch") in [(level, about) for level, about, _, _ in wrong(await findings(doctor))]


def test_roles_that_nobody_has_and_rules_are_said(around, database_url):
    given = {"roles": {"operator": ["S0LEADS"]}, "rules": [{"deny": ["pause"], "role": "admin"}]}
    settings = playground_settings(
        around.slack,
        around.orgs,
        ORGS,
        database_url=database_url,
        socket_mode=False,
        access=AccessSettings.model_validate(given),
    )
    found = [(one.level, one.words) for one in access(settings)]
    assert (Level.OK, "May disconnect participants: S0LEADS.") in found
    assert (Level.WARN, "Nobody may pause or resume Hangup.") in found
    assert (Level.OK, "Role operator: S0LEADS.") in found
    assert (Level.WARN, "Nobody is admin, and rule 1 names it.") in found
    assert (Level.OK, "0 allow, 1 deny, none contradicts another.") in found


async def test_the_kill_switch_is_mentioned(around, database_url):
    settings = playground_settings(
        around.slack, around.orgs, ORGS, database_url=database_url, socket_mode=False, read_only=True
    )
    assert access(settings)[-1].about == "Kill switch"
    assert access(settings.model_copy(update={"access": AccessSettings()}))[0].level is Level.FAIL


async def test_a_ledger_that_is_not_there_yet_is_not_made(doctor, tmp_path):
    found = await findings(doctor, DATABASE_URL=f"sqlite+aiosqlite:///{tmp_path}/none.db")
    assert any(about == "Ledger" and level == "warn" for level, about, _, _ in wrong(found))
    assert not (tmp_path / "none.db").exists()
    found = await findings(doctor, DATABASE_URL=f"sqlite+aiosqlite:///{tmp_path}/no/such/none.db")
    assert any(about == "Ledger" and level == "fail" for level, about, _, _ in wrong(found))


async def test_a_ledger_of_another_version_or_locked_is_said(doctor, tmp_path):
    (tmp_path / "empty.db").touch()
    found = await findings(doctor, DATABASE_URL=f"sqlite+aiosqlite:///{tmp_path}/empty.db")
    assert any("not of this version" in words for _, _, words, _ in wrong(found))
    another = sqlite3.connect(tmp_path / "hangup.db", isolation_level=None)
    another.execute("BEGIN EXCLUSIVE")
    found = await findings(doctor)
    another.close()
    assert ("fail", "Ledger", "The ledger's database is locked by another program.") in [e[:3] for e in wrong(found)]


async def test_a_dyno_with_sqlite_is_refused(doctor):
    found = await findings(doctor, DYNO="web.1")
    assert "a dyno's disk does not last" in found[0]["words"]


async def test_a_host_that_does_not_answer_is_named(doctor):
    found = wrong(await findings(doctor, GENESYS_API_URL="http://127.0.0.1:9"))
    assert ("fail", HERE, "http://127.0.0.1:9 does not answer (ConnectError).") in [e[:3] for e in found]


async def test_a_client_that_is_refused_is_told_from_a_token_of_another_region(around, doctor):
    found = wrong(await findings(doctor, GENESYS_CLIENT_ID="pretend-client-of-nobody"))
    assert any("refuses the client" in words for _, _, words, _ in found)
    around.genesys.fault(path="/api/v2/tokens/me", status=401, body={"code": "bad.credentials"}, times=9)
    found = wrong(await findings(doctor))
    assert any("gives a token, and" in words and "401" in words for _, _, words, _ in found)
    around.genesys.fault(path="/oauth/token", drop=True, times=9)
    found = wrong(await findings(doctor))
    assert any("gave no answer about a token" in words for _, _, words, _ in found)


async def test_a_secret_file_that_is_gone_is_said(around, doctor, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("pretend-secret")
    config = tmp_path / "hangup.toml"
    config.write_text(
        f'[orgs.one]\nregion = "apse1.pure.cloud"\nclient_id = "pretend-client-genesys"\n'
        f'client_secret_file = "{secret}"\napi_url = "{around.genesys.url}"\nlogin_url = "{around.genesys.url}"\n'
    )
    env = {"HANGUP_CONFIG": str(config), "GENESYS_REGION": ""}
    assert not [entry for entry in wrong(await findings(doctor, **env)) if entry[0] == "fail"]
    secret.unlink()
    found = wrong(await findings(doctor, **env))
    assert [(level, about) for level, about, _, _ in found] == [("fail", "Settings")]
    assert "client_secret_file" in found[0][2]


async def test_missing_permissions_are_named(around, doctor):
    around.genesys.permissions.clear()
    found = wrong(await findings(doctor))
    assert any("conversation:communication:view" in fix for level, _, _, fix in found if level == "fail")
    assert any("analytics:conversationDetail:view" in fix for level, _, _, fix in found if level == "warn")


async def test_each_search_that_the_role_may_not_make_is_named_with_its_permission(around, doctor):
    searched = {
        "directory:user:view",
        "routing:queue:view",
        "analytics:agentState:view",
        "analytics:queueObservation:view",
        "analytics:conversationDetail:view",
    }
    assert not [entry for entry in wrong(await findings(doctor)) if "search" in entry[2]]
    around.genesys.permissions -= searched
    warned = [(words, fix) for level, _, words, fix in wrong(await findings(doctor)) if level == "warn"]
    assert searched - {"analytics:conversationDetail:view"} <= {
        one for one in searched for words, fix in warned if one in words and "OAuth" in fix
    }


@pytest.mark.parametrize("permission", ["analytics:queueObservation:view", "analytics:conversationDetail:view"])
async def test_a_queue_that_shows_less_for_want_of_one_permission_is_mentioned(around, doctor, permission):
    around.genesys.permissions.discard(permission)
    found = wrong(await findings(doctor))
    assert any(permission in words and "What a queue has live" in words for _, _, words, _ in found)


async def test_a_search_that_did_not_answer_is_not_claimed_to_work(around, doctor):
    around.genesys.fault(path="*/activity/query", status=503, times=9)
    assert any("did not show: what a queue has live" in words for _, _, words, _ in wrong(await findings(doctor)))


async def test_what_did_not_show_is_not_claimed(around, doctor):
    around.genesys.fault(path="/api/v2/conversations/*", status=502, body="<html>", times=9)
    found = wrong(await findings(doctor))
    assert any("Whether conversations can be read did not show (502)" in words for _, _, words, _ in found)


async def test_the_proof_disconnects_once_and_reads_back(around, doctor, database_url):
    result = await doctor("--prove", CALL, AGENT, "--yes", "--json")
    proof = json.loads(result.stdout)
    assert result.exit_code == 0
    assert proof["proven"]
    assert proof["words"] == (
        "Proven: genesys (Genesys Cloud, ap-southeast-1) took the call by the route 'state', and the agent has left."
    )
    assert len([asked for asked in around.genesys.requests if asked["method"] == "PATCH"]) == 1
    audit = await asyncio.to_thread(
        CliRunner().invoke, app, ["audit", CALL, "--json"], env=environment(around, database_url)
    )
    lines = [json.loads(line) for line in audit.stdout.splitlines()]
    assert [line["step"] for line in lines] == ["requested", "sending", "accepted", "confirmed"]
    assert {line["by"] for line in lines} == {"doctor"}
    assert {line["disconnection_id"] for line in lines} == {proof["reference"]}


async def test_a_proof_on_a_customer_says_what_it_does_not_show(doctor):
    result = await doctor("--prove", CALL, CUSTOMER, "--yes")
    assert "It shows nothing about an agent's or a user's own leg" in result.stdout
    assert "Reference in the ledger: H-" in result.stdout


async def test_a_refused_proof_is_explained(around, doctor):
    around.genesys.permissions.discard("conversation:communication:disconnect")
    result = await doctor("--prove", CALL, AGENT, "--yes")
    assert result.exit_code == 1
    assert result.stdout.startswith("Not proven: ")
    assert "  • " in result.stdout
    assert "Trace id: " in result.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--prove", CALL, "nobody", "--yes"], f"Live are: {CUSTOMER} (customer, connected)"),
        (["--prove", "ca119999-0000-4000-8000-000000000000", AGENT, "--yes"], "can't be read (404)"),
        (["--prove", CALL, AGENT, "--yes", "--org", "other"], "there is no org other: known are genesys"),
        (["--org", "genesys"], "--org and --yes go with --prove"),
    ],
)
async def test_a_proof_that_cannot_be_begun_is_refused_in_words(around, doctor, arguments, words):
    result = await doctor(*arguments)
    assert result.exit_code == 2
    assert words in result.stderr
    assert not [asked for asked in around.genesys.requests if asked["method"] == "PATCH"]


async def test_the_proof_obeys_the_kill_switch(doctor):
    result = await doctor("--prove", CALL, AGENT, "--yes", HANGUP_READ_ONLY="1")
    assert result.exit_code == 2
    assert "read only" in result.stderr


@pytest.mark.parametrize(("typed", "sent"), [("no\n", 0), ("disconnect\n", 1)])
async def test_the_proof_asks_for_the_word(around, database_url, typed, sent):
    env = environment(around, database_url)
    result = await asyncio.to_thread(CliRunner().invoke, app, ["doctor", "--prove", CALL, AGENT], env=env, input=typed)
    assert "At genesys (Genesys Cloud, ap-southeast-1) the agent is connected; " in result.stderr
    assert "would remain" in result.stderr
    assert result.exit_code == (0 if sent else 1)
    assert len([asked for asked in around.genesys.requests if asked["method"] == "PATCH"]) == sent


async def test_with_several_orgs_the_proof_must_be_told_which(around, database_url):
    settings = playground_settings(around.slack, around.orgs, ORGS, database_url=database_url, socket_mode=False)
    with pytest.raises(SettingsError, match="say which org with --org: genesys, gateway-absent"):
        await prove(settings, None, CALL, AGENT, confirm=lambda *_: True, say=print)


async def test_a_proof_sends_nothing_if_the_agent_left_while_it_was_asked(around, database_url):
    settings = playground_settings(around.slack, around.orgs, ORGS, database_url=database_url, socket_mode=False)

    def leaves(*_):
        document = around.genesys.conversation(CALL)
        for person in document["participants"]:
            for leg in person.get("calls", []):
                leg.update(state="terminated", endTime="2026-11-22T06:00:00.000Z")
        around.genesys.holds(document)
        return True

    proof = await prove(settings, "genesys", CALL, AGENT, confirm=leaves, say=print)
    assert proof is not None
    assert not proof.proven
    assert proof.words.startswith("Not proven: the conversation changed before the call, so nothing was sent.")
    assert not [asked for asked in around.genesys.requests if asked["method"] == "PATCH"]


async def test_a_lead_who_is_at_it_already_goes_before_the_proof(around, database_url):
    settings = playground_settings(around.slack, around.orgs, ORGS, database_url=database_url, socket_mode=False)
    around.genesys.fault(method="PATCH", delay_ms=2000)

    async def proves():
        return await prove(settings, "genesys", CALL, AGENT, confirm=lambda *_: True, say=print)

    first = asyncio.create_task(proves())
    await around.slack.settles(lambda: len(around.genesys.requests) > 2)  # a token, and the reads before the act
    ledger = await DatabaseLedger.open(database_url, SystemClock())
    async with asyncio.timeout(10):
        while not await ledger.past_acts("genesys", CALL, datetime.min.replace(tzinfo=UTC)):  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    await ledger.close()
    with pytest.raises(InputError, match="doctor is disconnecting them right now"):
        await proves()
    proof = await first
    assert proof is not None
    assert proof.proven


async def test_several_orgs_are_asked_beside_one_another(around, database_url):
    slow = ("genesys", "zurich", "gateway-absent", "gateway-strict")
    for name in slow:
        around.orgs[name].fault(path="/oauth/token", delay_ms=1500)
    settings = playground_settings(around.slack, around.orgs, ORGS, database_url=database_url, socket_mode=False)
    said: list[str] = []
    found = await examine(settings, said.append)
    asked = [next(r["at"] for r in around.orgs[name].requests if r["path"] == "/oauth/token") for name in slow]
    # None has waited for another's answer.
    assert (datetime.fromisoformat(max(asked)) - datetime.fromisoformat(min(asked))).total_seconds() < 1.5
    assert any("genesys" in words and "zurich" in words for words in said)
    taken = [one.about for one in found if one.words == "The client's id and secret are taken."]
    assert taken == [f"Org {org.name} ({place_words('genesys', org.region)})" for org in ORGS]
    assert taken[-1] == "Org zurich (Genesys Cloud, eu-central-2)"
    looked_for = [one.about for one in found if one.words.startswith("What is looked for")]
    assert f"{HERE}: rules" in looked_for
