"""The bad day: the platform, Slack and the database misbehave; somebody is told, once, and nothing is lost."""

import asyncio

import pytest

from bot.domain.errors import LedgerUnavailableError
from playground.slack import Person, UserGroup
from tests.support.lead import LeadAtSlack
from tests.support.reading import Shown

CALL = "ca110001-0000-4000-8000-000000000000"
AGENT = "ca110001-0003-4000-8000-000000000000"


@pytest.fixture
def maya(town):
    return LeadAtSlack(town)


def writes(town):
    return [r for r in town.genesys.requests if r["method"] in {"PATCH", "POST"} and "/participants/" in r["path"]]


async def act_of(town, conversation=CALL):
    acts = await town.bot.ledger.past_acts("genesys", conversation, town.bot.clock.now().replace(year=2020))
    return await town.bot.ledger.find(acts[-1].id)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ({"status": 502, "body": "<html>Bad gateway</html>", "times": 9}, "trouble of its own"),
        ({"status": 200, "body": "<html>Sign in</html>", "times": 9}, "could not be read there"),
        ({"status": 200, "body": "", "times": 9}, "could not be read there"),
        ({"status": 429, "body": {}, "headers": {"Retry-After": "55"}, "times": 9}, "slow down"),
        (
            {"status": 403, "body": {"code": "missing.any.permissions"}, "times": 9},
            "lacks the permission to see this conversation",
        ),
        ({"hang": True, "times": 9}, "did not answer in time"),
        ({"drop": True, "times": 9}, "did not answer in time"),
    ],
)
async def test_a_look_up_that_fails_says_so_with_a_reference(town, maya, fault, words):
    town.genesys.fault(method="GET", path="/api/v2/conversations/*", **fault)
    await maya.types(f"/conversation {CALL}")
    slack = town.slack
    await slack.settles(lambda: words in "".join(Shown(e).words for e in slack.ephemerals("C0LEADS", maya.user)))
    assert "Reference `H-" in Shown(slack.ephemerals("C0LEADS", maya.user)[-1]).words


async def test_a_token_that_dies_midway_is_replaced_and_the_write_sent_once_more(town, maya):
    view = await maya.presses_disconnect(await maya.looks_up(CALL), AGENT)
    town.genesys.fault(method="PATCH", path="*/participants/*", status=401, body={"code": "bad.credentials"})
    await maya.submits(view)
    await maya.reads("Confirmed by read-back")
    assert len(writes(town)) == 2


async def test_a_short_rate_limit_is_waited_for_and_the_act_carries_on_once(town, maya):
    view = await maya.presses_disconnect(await maya.looks_up(CALL), AGENT)
    town.genesys.fault(method="PATCH", path="*/participants/*", status=429, body={}, headers={"Retry-After": "4"})
    await maya.submits(view)
    await maya.reads("Confirmed by read-back")
    assert len(writes(town)) == 2


async def test_a_long_rate_limit_is_explained_and_nothing_is_sent_again(town, maya):
    view = await maya.presses_disconnect(await maya.looks_up(CALL), AGENT)
    town.genesys.fault(
        method="PATCH", path="*/participants/*", status=429, body={}, headers={"Retry-After": "55"}, times=9
    )
    await maya.submits(view)
    await maya.reads("The platform refused")
    assert len(writes(town)) == 1
    assert (await act_of(town)).cause == "rate_limited"


@pytest.mark.parametrize(
    "fault", [{"status": 503, "body": ""}, {"hang": True}, {"drop": True}, {"status": 502, "body": "<html>"}]
)
async def test_an_unclear_answer_is_never_sent_again_but_read_back(town, maya, fault):
    view = await maya.presses_disconnect(await maya.looks_up(CALL), AGENT)
    town.genesys.fault(method="PATCH", path="*/participants/*", **fault)
    await maya.submits(view)
    await maya.reads("Not confirmed")
    assert len(writes(town)) == 1
    assert (await act_of(town)).cause == "platform_unavailable"


@pytest.mark.parametrize("fault", [{"status": 503, "body": ""}, {"hang": True}])
async def test_what_was_done_in_spite_of_an_unclear_answer_is_seen(town, maya, fault):
    view = await maya.presses_disconnect(await maya.looks_up(CALL), AGENT)
    town.genesys.fault(method="PATCH", path="*/participants/*", after_work=True, **fault)
    await maya.submits(view)
    await maya.reads("Confirmed by read-back")
    assert "can't be shown" in maya.words()
    assert len(writes(town)) == 1


async def test_a_view_closed_meanwhile_sends_the_result_to_the_lead_and_the_card(town, maya):
    card = await maya.looks_up(CALL)
    view = await maya.presses_disconnect(card, AGENT)
    await maya.submits(view)
    await town.slack.closes(maya.user, view["id"])
    await town.slack.settles(maya.direct)
    assert "Tan Wei Ling has left" in Shown(maya.direct()[-1]).words
    assert "confirmed by read-back" in maya.card(card).words


async def test_slack_being_busy_or_down_does_not_lose_the_result(town, maya):
    card = await maya.looks_up(CALL)
    view = await maya.presses_disconnect(card, AGENT)
    town.slack.faults.add("views.update", status=429, headers={"Retry-After": "2"}, times=1)
    town.slack.faults.add("chat.update", status=500, times=2)
    await maya.submits(view)
    await maya.reads("Confirmed by read-back")
    await town.slack.settles(lambda: "confirmed by read-back" in maya.card(card).words)


async def test_what_slack_did_not_take_is_said_once_slack_is_back_and_no_job_tells_it_again(town, maya, clock):
    view = await maya.presses_disconnect(await maya.looks_up(CALL), AGENT)
    for method in ("views.update", "chat.update", "chat.postMessage"):
        town.slack.faults.add(method, status=503, times=None)
    await maya.submits(view)
    await town.slack.closes(maya.user, view["id"])
    while town.bot.tasks.running:
        await clock.sleep(1)
    town.slack.faults.clear()
    await clock.sleep(60)
    assert ["Tan Wei Ling has left" in Shown(message).words for message in maya.direct()] == [True]
    await clock.sleep(120)
    assert await town.bot.reconcile.tell_untold() == 0
    assert len(maya.direct()) == 1


async def test_a_demand_that_cant_be_written_is_not_carried_out(town, maya, monkeypatch):
    view = await maya.presses_disconnect(await maya.looks_up(CALL), AGENT)

    async def full(_):
        raise LedgerUnavailableError("The ledger's disk is full.")

    with monkeypatch.context() as patched:
        patched.setattr(type(town.bot.ledger), "place", lambda _, demand: full(demand))
        await maya.submits(view)
        assert "disk is full" in maya.words()
    assert not writes(town)


async def test_a_second_lead_sees_how_it_ends_though_the_ledger_was_away_meanwhile(town, maya, clock, monkeypatch):
    daniel = LeadAtSlack(town, "U0LEADB")
    card = await maya.looks_up(CALL)
    first, second = await maya.presses_disconnect(card, AGENT), await daniel.presses_disconnect(card, AGENT)

    async def away(_, __):
        raise LedgerUnavailableError("The ledger's database cannot be reached.")

    await maya.submits(first)
    await daniel.submits(second)
    assert "already" in daniel.words()
    with monkeypatch.context() as patched:
        patched.setattr(type(town.bot.ledger), "find", away)
        await clock.sleep(5)
    await daniel.reads("was first")
    assert "Tan Wei Ling has left" in daniel.words()


async def test_a_demand_written_too_late_is_withdrawn_and_never_sent(town, maya, clock, monkeypatch):
    view = await maya.presses_disconnect(await maya.looks_up(CALL), AGENT)
    place = type(town.bot.ledger).place

    writing = asyncio.Event()

    async def slow(self, demand):
        writing.set()
        await clock.sleep(2.5)
        return await place(self, demand)

    with monkeypatch.context() as patched:
        patched.setattr(type(town.bot.ledger), "place", slow)
        submitting = asyncio.ensure_future(maya.submits(view))
        await writing.wait()
        # Bolt looks every 10 ms whether it was acknowledged, so the loop is never idle, and no time passes by itself.
        clock.advance(2.1)
        await submitting
        assert "nothing was sent" in maya.words()
        await clock.sleep(5)
    assert not writes(town)
    assert (await act_of(town)).detail == "withdrawn"


async def test_what_changed_is_shown_and_anyway_is_a_new_demand(town, maya):
    conversation = "ca110015-0000-4000-8000-000000000000"
    card = await maya.looks_up(conversation)
    view = await maya.presses_disconnect(card, "ca110015-0003")
    await maya.submits(view, reason="agent_asked", note="rang off")
    await maya.reads("Nothing was sent")
    changed = town.slack.views(maya.user)[-1]
    assert changed["submit"]["text"] == "Disconnect anyway"
    assert not writes(town)
    await town.slack.submits(maya.user, changed["id"], {})
    await maya.reads("Confirmed by read-back")
    done = await act_of(town, conversation)
    assert (done.reason, done.note) == ("agent_asked", "rang off")
    assert len(writes(town)) == 1


async def test_a_submit_that_slack_repeats_joins_the_first(town, maya):
    view = await maya.presses_disconnect(await maya.looks_up(CALL), AGENT)
    first = await maya.submits(view)
    await town.slack.repeats(first)
    await maya.reads("Confirmed by read-back")
    assert len(writes(town)) == 1


async def test_fifty_clicks_at_once_give_one_platform_call(town, clock):
    town.slack.rates.enforced = False
    for number in range(50):
        town.slack.workspace.add_person(
            Person(id=f"U0CROWD{number:02d}", name=f"l{number}", real_name=f"Lead {number}")
        )
    crowd = tuple(f"U0CROWD{number:02d}" for number in range(50))
    town.slack.workspace.add_group(UserGroup("S0LEADS", "team-leads", "Team leads", crowd))
    await clock.sleep(300)
    leads = [LeadAtSlack(town, f"U0CROWD{number:02d}") for number in range(50)]
    card = await leads[0].looks_up(CALL)
    views = await asyncio.gather(*(lead.presses_disconnect(card, AGENT) for lead in leads))
    await asyncio.gather(*(lead.submits(view) for lead, view in zip(leads, views, strict=True)))
    await town.slack.settles(lambda: any("Confirmed by read-back" in lead.words() for lead in leads))
    assert sum("already" in lead.words() for lead in leads) == 49
    assert len(writes(town)) == 1


async def test_what_was_not_confirmed_is_looked_at_again_and_the_card_corrected(town, maya, clock):
    conversation = "ca110017-0000-4000-8000-000000000000"
    card = await maya.looks_up(conversation)
    view = await maya.presses_disconnect(card, 0)
    await maya.submits(view)
    await maya.reads("Not confirmed")
    while town.bot.tasks.running:
        await clock.sleep(1)
    document = town.genesys.conversation(conversation)
    for person in document["participants"]:
        person["endTime"] = clock.now().isoformat()
    town.genesys.holds(document)
    await clock.sleep(61)
    assert await town.bot.reconcile.recheck_due() == 1
    assert "has left after all" in Shown(town.slack.thread(card["channel"], card["ts"])[-1]).words
    assert "confirmed by read-back" in maya.card(card).words


async def test_the_kill_switch_is_said_and_nothing_is_disconnected(clock, database_url):
    from playground.town import build

    town = await build(clock, database_url=database_url, read_only=True)
    clock.hold_while(lambda: town.bot.ledger.busy)
    try:
        maya = LeadAtSlack(town)
        card = await maya.looks_up(CALL)
        assert "Read only" in Shown(card).words
        await maya.presses_disconnect(card, AGENT)
        assert "HANGUP_READ_ONLY" in maya.words()
    finally:
        await town.close()


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 500, "times": 9},
        {"status": 429, "headers": {"Retry-After": "2"}, "times": 9},
        {"drop": True, "times": 9},
    ],
)
async def test_a_card_that_slack_does_not_take_is_said_to_the_lead(town, maya, fault):
    town.slack.faults.add("chat.postMessage", **fault)
    await maya.types(f"/conversation {CALL}")
    slack = town.slack
    await slack.settles(lambda: slack.ephemerals("C0LEADS", maya.user), within=15)
    told = Shown(slack.ephemerals("C0LEADS", maya.user)[-1]).words
    assert "Slack" in told
    assert "Reference `H-" in told


async def test_a_view_that_slack_does_not_open_is_said_to_the_lead(town, maya):
    card = await maya.looks_up(CALL)
    town.slack.faults.add("views.open", status=200, body={"ok": False, "error": "expired_trigger_id"}, times=1)
    button = Shown(card).buttons("disconnect")[0]
    await town.slack.presses(maya.user, channel="C0LEADS", ts=card["ts"], action_id="disconnect", value=button["value"])
    slack = town.slack
    await slack.settles(lambda: slack.ephemerals("C0LEADS", maya.user))
    assert "Press again" in Shown(slack.ephemerals("C0LEADS", maya.user)[-1]).words


async def test_when_slack_takes_nothing_at_all_the_log_has_the_words(town, maya, capsys):
    for method in ("chat.postMessage", "chat.postEphemeral", "response_url"):
        town.slack.faults.add(method, status=503, times=None)
    await maya.types(f"/conversation {CALL}")
    await town.bot.tasks.drain(10)
    assert "answer.lost" in capsys.readouterr().out


async def test_an_answer_whose_way_is_cut_goes_another_way(town, maya):
    """First the response url is cut, then the channel as well. The SDK itself tries a cut connection once more."""
    slack = town.slack
    slack.faults.add("response_url", drop=True, times=2)
    await maya.types("/conversation nonsense")
    await slack.settles(lambda: "not a conversation id" in str(slack.ephemerals("C0LEADS", maya.user)))
    slack.faults.add("response_url", drop=True, times=2)
    slack.faults.add("chat.postEphemeral", drop=True, times=2)
    await maya.types("/conversation nonsense")
    await slack.settles(maya.direct)
    assert "not a conversation id" in Shown(maya.direct()[-1]).words


async def test_a_view_that_cannot_be_filled_for_a_cut_connection_is_answered_beside_it(town, maya):
    slack = town.slack
    town.genesys.fault(method="GET", path="/api/v2/conversations/*", status=503, body="", times=9)
    slack.faults.add("views.update", drop=True, times=2)
    await maya.types(f"/disconnect {CALL}")
    await slack.settles(lambda: "trouble of its own" in str(slack.ephemerals("C0LEADS", maya.user)))


async def test_slacks_own_trouble_is_said_without_a_code_that_there_is_not(town, maya):
    card = await maya.looks_up(CALL)
    button = Shown(card).buttons("disconnect")[0]
    town.slack.faults.add("views.open", status=500, body="<html>oops</html>", times=3)
    await town.slack.presses(maya.user, channel="C0LEADS", ts=card["ts"], action_id="disconnect", value=button["value"])
    await town.slack.settles(lambda: "Slack has trouble" in str(town.slack.ephemerals("C0LEADS", maya.user)))
    assert "()" not in Shown(town.slack.ephemerals("C0LEADS", maya.user)[-1]).words
