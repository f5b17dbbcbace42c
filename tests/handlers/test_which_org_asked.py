"""The question which org is meant, where no command asked: a message's ids, and an alert that names no org."""

import json
from dataclasses import replace

import pytest

from playground.stories.orgs import CxoneOrg
from playground.stories.story import conversation_id
from playground.town import build
from tests.support.lead import LeadAtSlack
from tests.support.problems import a_problem
from tests.support.reading import Shown

CALL, ALERTING = conversation_id(1), conversation_id(91)
SEVERAL = "C0NIGHT"
INCIDENTS = "C0INCID"


@pytest.fixture
def lead(town):
    return LeadAtSlack(town, channel=SEVERAL)


async def asks(town, lead, channel=SEVERAL):
    """Wait for the question; gives its message, and its buttons by the org's name."""

    def questions():
        said = town.slack.ephemerals(channel, lead.user)
        return [one for one in said if "Which org" in Shown(one).words and "find_queue" not in json.dumps(one)]

    await town.slack.settles(questions)
    buttons = [e for e in Shown(questions()[-1]).elements() if "org" in str(e.get("action_id"))]
    return questions()[-1], {one["text"]["text"].partition(" ")[0]: one for one in buttons}


async def uses_shortcut(town, lead, text):
    await town.slack.types("U0LEADB", SEVERAL, text)
    message = town.slack.messages(SEVERAL)[-1]
    await town.slack.uses_shortcut(lead.user, "look_up_message", channel=SEVERAL, ts=message["ts"])


async def chooses(town, lead, asked, org, channel=SEVERAL):
    message, buttons = asked
    await town.slack.presses(
        lead.user, channel=channel, ts=message["ts"], action_id=buttons[org]["action_id"], value=buttons[org]["value"]
    )


def reads(town):
    return [one["path"] for org in town.orgs.values() for one in org.requests if "/conversations/" in one["path"]]


async def test_a_message_whose_id_fits_several_orgs_is_asked_about_and_the_choice_opens_the_card(town, lead):
    await uses_shortcut(town, lead, f"please look at {CALL}")
    asked = await asks(town, lead)
    assert f"Which org is the id `{CALL}` of?" in Shown(asked[0]).words
    assert (list(asked[1]), reads(town)) == (["genesys", "zurich"], [])
    await chooses(town, lead, asked, "genesys")
    await town.slack.settles(lambda: CALL in json.dumps(town.slack.messages(SEVERAL)[-1].get("blocks")))
    assert "Org genesys (Genesys Cloud, ap-southeast-1)" in Shown(town.slack.messages(SEVERAL)[-1]).words
    assert not any("Which org" in Shown(one).words for one in town.slack.ephemerals(SEVERAL, lead.user))


async def test_what_a_message_names_for_sure_is_listed_beside_the_question(town, lead):
    link = f"https://apps.apse1.pure.cloud/directory/#/analytics/interactions/{ALERTING}/admin"
    await uses_shortcut(town, lead, f"{CALL} and {link}")
    asked = await asks(town, lead)
    assert "1 conversation in this message" in Shown(asked[0]).words
    assert reads(town) == [f"/api/v2/conversations/{ALERTING}"]
    await chooses(town, lead, asked, "genesys")
    await town.slack.settles(
        lambda: "2 conversations in this message" in Shown(town.slack.ephemerals(SEVERAL, lead.user)[-1]).words
    )


async def test_an_alert_that_names_no_org_asks_for_it_and_answers_in_its_thread(clock, database_url):
    town = await build(clock, database_url=database_url, channels={})
    lead, slack = LeadAtSlack(town), town.slack
    await town.bot.alarm.raised(a_problem(seen_at=town.bot.clock.now(), org="", conversation_id=CALL))
    await slack.settles(lambda: "alert_look_up" in json.dumps(slack.messages(INCIDENTS)), within=15)
    card = next(one for one in slack.messages(INCIDENTS) if "alert_look_up" in json.dumps(one))
    town.orgs["genesys"].requests.clear()
    await slack.presses(lead.user, channel=INCIDENTS, ts=card["ts"], action_id="alert_look_up")
    asked = await asks(town, lead, INCIDENTS)
    assert ({"genesys", "zurich"} <= set(asked[1]), reads(town)) == (True, [])
    assert f"/conversation {CALL} in genesys" in Shown(asked[0]).words
    await chooses(town, lead, asked, "genesys", INCIDENTS)
    await slack.settles(lambda: any("Tan Wei Ling" in Shown(one).words for one in in_thread(slack, card)))
    await town.close()


def in_thread(slack, card):
    return [one for one in slack.messages(INCIDENTS) if one.get("thread_ts") == card["ts"] and one["ts"] != card["ts"]]


async def test_where_it_turns_out_behind_the_open_view_that_several_are_left_the_view_says_so(clock, database_url):
    """Two tenants of one area, one of which knew its home when the command came, and one that found it out then."""
    orgs = (CxoneOrg(name="sydney"), CxoneOrg(name="perth"))
    town = await build(clock, database_url=database_url, orgs=orgs, channels={})
    clock.hold_while(lambda: town.bot.ledger.busy)
    lead, orgs_here = LeadAtSlack(town), town.bot.orgs

    def unsure(one, mine):
        located = type(one).locate
        return lambda text: replace(located(one, text), mine=mine(), certain=False)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(orgs_here["sydney"], "locate", unsure(orgs_here["sydney"], lambda: True))
        patch.setattr(
            orgs_here["perth"], "locate", unsure(orgs_here["perth"], lambda: bool(town.slack.views(lead.user)))
        )
        await lead.types("/disconnect https://au1.niceincontact.com/contacts/500000120001")
        await town.slack.settles(lambda: "Close this, and choose it" in lead.words())
        assert list((await asks(town, lead, "C0LEADS"))[1]) == ["sydney", "perth"]
    await town.close()
