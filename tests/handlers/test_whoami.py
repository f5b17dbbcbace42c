"""What the access table says of a person, said to that person."""

import pytest
import pytest_asyncio

from bot.settings import AccessSettings
from playground.slack.people import UserGroup
from playground.town import build
from tests.support.lead import LeadAtSlack
from tests.support.reading import Shown

CALL = "ca110001-0000-4000-8000-000000000000"
AGENT = "ca110001-0003-4000-8000-000000000000"
FRAUD = "ca110010-0000-4000-8000-000000000000"


async def hears(lead, text):
    slack = lead.town.slack
    before = len(slack.ephemerals(lead.channel, lead.user))
    await lead.types(text)
    await slack.settles(lambda: len(slack.ephemerals(lead.channel, lead.user)) > before)
    return Shown(slack.ephemerals(lead.channel, lead.user)[-1]).words


@pytest_asyncio.fixture
async def built(clock, database_url):
    """Build towns with a table of their own; they are closed after the test."""
    towns = []

    async def run(**access):
        towns.append(await build(clock, database_url=database_url, access=AccessSettings.model_validate(access)))
        clock.hold_while(lambda: towns[-1].bot.ledger.busy)
        return towns[-1]

    yield run
    for town in towns:
        await town.close()


LACKING = "no_entry: {}: It takes the role {}."


@pytest.mark.parametrize(
    ("user", "words"),
    [
        ("U0LEADA", ["a member of this workspace", "*admin* through <@U0LEADA>", "white_check_mark: pause or resume"]),
        ("U0LEADB", ["*operator* through <!subteam^S0LEADS>", LACKING.format("end whole conversations", "admin")]),
        ("U0LEADB", ["Who may: <@U0LEADA>."]),
        ("U0VIEWER", ["*viewer* through <@U0VIEWER>", LACKING.format("disconnect participants", "operator")]),
        ("U0GUEST", ["You have no role.", LACKING.format("look up conversations", "viewer")]),
        ("U0CONTRACT", ["a guest of this workspace", "a user group is not enough"]),
    ],
)
async def test_whoami_says_roles_through_what_and_what_one_may(town, user, words):
    told = await hears(LeadAtSlack(town, user), "/conversation whoami")
    for word in words:
        assert word in told, told


async def test_whoami_says_that_slack_could_not_be_asked(town, clock):
    await clock.sleep(1801)
    town.slack.faults.add("users.info", status=500, times=None)
    told = await hears(LeadAtSlack(town, "U0LEADB"), "/conversation whoami")
    assert "Slack could not be asked" in told
    assert "You have no role" in told


async def test_can_i_answers_for_each_who_is_live(town):
    told = await hears(LeadAtSlack(town, "U0LEADB"), f"/conversation can-i disconnect {CALL}")
    assert "You may disconnect 2 of 2 who are live." in told
    assert "*Tan Wei Ling* (agent): yes. As operator, through <!subteam^S0LEADS>" in told
    assert "(customer): yes. As operator, and by rule 1, through" in told
    assert "*End it for everybody*: no. It takes the role admin." in told
    assert not [r for r in town.genesys.requests if r["method"] == "PATCH"]


async def test_can_i_says_which_rule_denies_it(town):
    told = await hears(LeadAtSlack(town, "U0LEADB"), f"/conversation can-i disconnect {FRAUD}")
    assert "You may disconnect 0 of 25" in told
    assert "Rule 2 denies it: calls of the Fraud Desk are evidence. It takes the role admin." in told


async def test_a_rule_denies_the_press_as_it_said_it_would(town):
    daniel = LeadAtSlack(town, "U0LEADB")
    await daniel.presses_disconnect(await daniel.looks_up(FRAUD))
    assert "You may not disconnect participants with Hangup. Rule 2 denies it" in daniel.words()
    await daniel.types(f"/disconnect {FRAUD} marcus")
    await daniel.view()
    assert "Rule 2 denies it" in daniel.words()


@pytest.mark.parametrize("text", ["can-i", "can-i disconnect", "can-i fly to-the-moon"])
async def test_half_a_question_is_answered_with_what_to_type(town, text):
    assert "Type `/conversation can-i disconnect`" in await hears(LeadAtSlack(town), f"/conversation {text}")


async def test_can_i_shows_nobody_to_who_may_not_look(town):
    told = await hears(LeadAtSlack(town, "U0GUEST"), f"/conversation can-i disconnect {CALL}")
    assert "You may not look up conversations" in told
    assert "Tan Wei Ling" not in told


async def test_a_guest_who_is_named_is_let_in(built):
    town = await built(roles={"operator": ["U0CONTRACT"]})
    rosa = LeadAtSlack(town, "U0CONTRACT")
    await rosa.submits(await rosa.presses_disconnect(await rosa.looks_up(CALL), AGENT))
    await rosa.reads("Confirmed by read-back")


async def test_the_smallest_form_says_what_it_always_said(built):
    town = await built(look_up=["U0VIEWER", "S0LEADS"], disconnect=["S0LEADS"])
    told = await hears(LeadAtSlack(town, "U0GUEST"), f"/conversation {CALL}")
    assert "*You may not look up conversations with Hangup.*" in told
    assert "Who may: <!subteam^S0LEADS>, <@U0VIEWER>." in told
    assert 'HANGUP_OPERATORS=U0GUEST, or [access] look_up = ["U0GUEST"] in hangup.toml' in told
    daniel = LeadAtSlack(town, "U0LEADB")
    await daniel.submits(await daniel.presses_disconnect(await daniel.looks_up(CALL)))
    await daniel.reads("Confirmed by read-back")


async def test_a_group_that_slack_does_not_know_lets_nobody_in(built):
    town = await built(roles={"viewer": ["S0NOSUCH"]})
    told = await hears(LeadAtSlack(town), f"/conversation {CALL}")
    assert "It takes the role viewer. " in told.replace("*\n", " ")
    assert "<!subteam^S0NOSUCH>" in told


async def test_a_look_up_is_denied_of_what_was_read_and_shows_nothing_of_it(built):
    rules = [{"deny": ["look_up"], "role": "operator", "queues": ["Fraud Desk"], "because": "it is evidence"}]
    town = await built(roles={"operator": ["U0LEADB"]}, rules=rules)
    told = await hears(LeadAtSlack(town, "U0LEADB"), f"/conversation {FRAUD}")
    assert "Rule 1 denies it: it is evidence." in told
    assert "Marcus" not in told
    assert not town.slack.messages("C0LEADS")
    told = await hears(
        LeadAtSlack(town, "U0LEADB"), f'/conversation explain {{"status": 409, "conversationId": "{FRAUD}"}}'
    )
    assert "looked up just now" not in told


async def test_an_org_that_is_denied_is_not_asked(built):
    rules = [{"deny": ["look_up"], "orgs": ["genesys"]}]
    town = await built(roles={"admin": ["U0LEADA"]}, rules=rules)
    await hears(LeadAtSlack(town), f"/conversation {CALL}")
    assert not [r for r in town.genesys.requests if CALL in r["path"]]


async def test_a_rule_may_allow_in_one_channel_only(built):
    rules = [{"allow": ["disconnect"], "role": "viewer", "channels": ["C0INCID"]}]
    town = await built(roles={"viewer": ["U0VIEWER"]}, rules=rules)
    here, there = LeadAtSlack(town, "U0VIEWER", "C0INCID"), LeadAtSlack(town, "U0VIEWER", "C0LEADS")
    card = await there.looks_up(CALL)
    await there.presses_disconnect(card)
    assert "You may not disconnect" in there.words()
    await town.slack.closes("U0VIEWER", town.slack.views("U0VIEWER")[-1]["id"])
    await here.submits(await here.presses_disconnect(await here.looks_up(CALL)))
    await here.reads("Confirmed by read-back")


async def test_a_lead_whom_slack_was_never_asked_about_stays_within_the_budget(town):
    town.slack.workspace.add_group(UserGroup("S0LEADS", "team-leads", "Team leads", ("U0LEADA", "U0LEADB", "U0GUEST")))
    await town.bot.clock.sleep(301)
    tom = LeadAtSlack(town, "U0GUEST")
    card = await tom.looks_up(CALL)
    before = len(town.slack.calls)
    await tom.submits(await tom.presses_disconnect(card))
    await tom.reads("Confirmed by read-back")
    await town.slack.settles(lambda: "confirmed by read-back" in tom.card(card).words)
    assert len(town.slack.calls) - before <= 6
