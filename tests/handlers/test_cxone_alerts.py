"""Alerts about NICE CXone: raised by a rule or by a webhook, looked up, acted on from the card, and over."""

import asyncio
from datetime import timedelta

import httpx
import pytest
import pytest_asyncio

from bot.domain.notice import FailedCall, Notice
from playground.cxone.documents import Skill, contact
from playground.cxone.states import ACTIVE, HOLD, RINGING, ROUTING
from playground.stories import CXONE_ORGS, ORGS
from playground.stories.cxone import contact_id
from playground.stories.cxone_cast import CALLER, PRIYA
from playground.stories.orgs import CxoneOrg
from playground.town import ALERTS, WEBHOOK_SECRET, build
from tests.support.lead import LeadAtSlack
from tests.support.reading import Shown

INCIDENTS = "C0INCID"
MASTER = 600_000_000_001


def rule(kind, **more):
    return {"name": kind.replace("_", "-"), "kind": kind, "orgs": ["sydney"], "every": "15 s", **more}


RULES = [
    rule("stuck_state", states=["alerting", "held"], queues=["Watched"], longer_than="20 s"),
    rule("waiting", queues=["Watched"], longer_than="20 s"),
    rule("too_old", queues=["Watched"], longer_than="8 h"),
]


@pytest_asyncio.fixture
async def town(clock, database_url):
    alerts = {**ALERTS, "rules": RULES}
    built = await build(clock, database_url=database_url, orgs=(ORGS[0], *CXONE_ORGS), alerts=alerts)
    clock.hold_while(lambda: built.bot.ledger.busy)
    yield built
    await built.close()


WATCHED = Skill(4499, "Watched")


class Floor:
    """The incident channel, while time passes and the rules are looked after."""

    def __init__(self, town, clock):
        self.town, self.clock, self.slack = town, clock, town.slack

    def holds(self, state, agent=PRIYA, **more):
        document = contact(MASTER, self.clock.now(), WATCHED, agent, state=state, caller=CALLER, **more)
        self.town.orgs["sydney"].holds(MASTER, [document])

    async def passes(self, seconds):
        until = self.clock.now() + timedelta(seconds=seconds)
        while True:
            await self.town.bot.watching.keep()
            await asyncio.gather(
                *(task for task in self.town.bot.tasks._running if task.get_name().startswith("watch"))
            )
            if self.clock.now() >= until:
                return
            self.clock.advance(10)

    def cards(self):
        found = self.slack.messages(INCIDENTS, "U0LEADA")
        return [m for m in found if m.get("thread_ts") in {None, m["ts"]} and not m["ephemeral"]]

    async def card(self, *words):
        def shows():
            return self.cards() and all(one in Shown(self.cards()[-1]).words for one in words)

        await self.slack.settles(shows, within=30)
        return self.cards()[-1]

    async def presses(self, action_id):
        card = self.cards()[-1]
        before = len(self.slack.thread(INCIDENTS, card["ts"]))
        await self.slack.presses("U0LEADA", channel=INCIDENTS, ts=card["ts"], action_id=action_id)
        return card, before


@pytest.fixture
def floor(town, clock):
    return Floor(town, clock)


@pytest.fixture
def maya(town):
    return LeadAtSlack(town, channel=INCIDENTS)


@pytest_asyncio.fixture
async def posting(town):
    async with httpx.AsyncClient(base_url=town.bot.address, timeout=10) as client:

        async def post(body):
            return await client.post("/webhooks/alerts/studio", json=body, headers={"X-Hangup-Token": WEBHOOK_SECRET})

        yield post


@pytest.mark.parametrize(
    ("state", "agent", "more", "headline"),
    [
        (HOLD, PRIYA, {"in_state": 240}, "Priya Nair has been on hold for over 20 s"),
        (RINGING, PRIYA, {}, "Priya Nair has been alerting for over 20 s"),
        (ROUTING, None, {}, "A customer has waited in Watched for over 20 s"),
        (ACTIVE, PRIYA, {"since": 9 * 3600.0}, "A call has been live for over 8 h"),
    ],
)
async def test_a_rule_sees_what_lasts_too_long_and_names_org_and_area(floor, state, agent, more, headline):
    floor.holds(state, agent, **more)
    await floor.passes(40)
    words = Shown(await floor.card(headline)).words
    assert "sydney (NICE CXone, area au1)" in words
    assert str(MASTER) in words


async def test_what_ends_is_over_on_the_card(floor, town):
    floor.holds(HOLD, in_state=240)
    await floor.passes(40)
    await floor.card("Priya Nair has been on hold")
    conversation = (await town.bot.orgs["sydney"].read(str(MASTER))).conversation
    await town.bot.orgs["sydney"].disconnect(conversation, str(MASTER), reason="stuck")
    await floor.passes(60)
    await floor.card("Over by itself: the conversation has ended", "sydney (NICE CXone, area au1)")


async def test_looked_up_and_disconnected_from_the_alerts_card(floor, maya, town):
    floor.holds(HOLD, in_state=240)
    await floor.passes(40)
    await floor.card("Priya Nair has been on hold")
    card, before = await floor.presses("alert_look_up")
    await floor.slack.settles(lambda: len(floor.slack.thread(INCIDENTS, card["ts"])) > before, within=15)
    words = Shown(floor.slack.thread(INCIDENTS, card["ts"])[-1]).words
    assert "sydney" in words
    assert "Priya Nair" in words
    await floor.presses("alert_disconnect")
    await floor.slack.settles(lambda: "Priya Nair" in maya.words(), within=10)
    await maya.submits(await maya.view())
    words = await maya.reads("Confirmed by read-back")
    assert "sydney (NICE CXone, area au1)" in words
    ends = [one["path"] for one in town.orgs["sydney"].requests if one["path"].endswith("/end")]
    assert ends == [f"/incontactapi/services/v30.0/contacts/{MASTER}/end"]
    steps = [(one.org, one.step) for one in await town.bot.ledger.entries(conversation_id=str(MASTER))]
    assert ("sydney", "confirmed") in steps
    assert {org for org, _ in steps} == {"sydney"}


def failed_end(url, **more):
    return {"url": url, "verb": "POST", "status": "404", "description": "InvalidContactId", **more}


@pytest.mark.parametrize("known", [True, False])
async def test_a_scripts_failed_end_is_explained_by_reading_the_contact(floor, town, posting, known):
    """Whether the bot has asked the tenant before or not."""
    if known:
        await town.bot.orgs["sydney"].probe_token()
    path = f"/incontactapi/services/v30.0/contacts/{contact_id(129)}/end"
    await posting(failed_end(f"https://api-au1.niceincontact.com{path}"))
    card = Shown(await floor.card("404", str(contact_id(129))))
    assert "the conversation has already ended." in card.words
    assert "sydney (NICE CXone, area au1)" in card.words
    assert "alert_look_up" in {element.get("action_id") for element in card.elements()}


async def test_a_live_contact_in_a_notice_can_be_acted_on(floor, town, posting, maya):
    path = f"/incontactapi/services/v30.0/contacts/{contact_id(120)}/end"
    await posting(failed_end(f"https://api-au1.niceincontact.com{path}", status="500", description="Server Error"))
    await floor.card("500", str(contact_id(120)))
    await floor.presses("alert_disconnect")
    await floor.slack.settles(lambda: "Priya Nair" in maya.words(), within=10)
    await maya.submits(await maya.view())
    await maya.reads("Confirmed by read-back")


async def test_a_notice_about_one_leg_is_of_its_masters_conversation(floor, town, posting):
    leg = contact_id(124, 3)
    await posting(failed_end(f"https://api-au1.niceincontact.com/incontactapi/services/v30.0/contacts/{leg}/end"))
    words = Shown(await floor.card("404", f"conversation `{contact_id(124)}`")).words
    assert "sydney (NICE CXone, area au1)" in words
    (alert,) = await town.bot.ledger.alerts.about("sydney", str(contact_id(124)))
    assert alert.problem.participant_id == str(leg)


async def test_a_call_to_another_area_is_told_with_both(floor, town, posting):
    await town.bot.orgs["sydney"].probe_token()
    path = f"/incontactapi/services/v30.0/contacts/{contact_id(120)}/end"
    await posting(failed_end(f"https://api-na1.niceincontact.com{path}"))
    words = Shown(await floor.card("404", "area na1")).words
    assert "sydney (NICE CXone, area au1)" in words


async def test_a_contact_that_is_nobodys_here_is_told_from_the_address_alone(floor, town, posting):
    await town.bot.orgs["sydney"].probe_token()
    await posting(failed_end("https://api-na1.niceincontact.com/incontactapi/services/v30.0/contacts/700000000001/end"))
    assert "sydney" not in Shown(await floor.card("404")).words


async def test_of_two_tenants_that_it_may_be_none_is_guessed(clock, database_url):
    tenants = (*CXONE_ORGS, CxoneOrg(name="perth"))
    town = await build(clock, database_url=database_url, orgs=tenants, alerts={**ALERTS, "rules": []})
    clock.hold_while(lambda: town.bot.ledger.busy)
    path = f"/incontactapi/services/v30.0/contacts/{contact_id(120)}/end"
    body = failed_end(f"https://api-au1.niceincontact.com{path}")
    async with httpx.AsyncClient(base_url=town.bot.address) as client:
        await client.post("/webhooks/alerts/studio", json=body, headers={"X-Hangup-Token": WEBHOOK_SECRET})
    words = Shown(await Floor(town, clock).card("404")).words
    assert "Org sydney" not in words
    assert "set up here of that region: sydney, perth" in words
    assert not any("/contacts/" in one["path"] for org in town.orgs.values() for one in org.requests)
    await town.close()


async def test_a_genesys_path_on_the_tenants_host_is_told_as_that(floor, posting):
    path = "/api/v2/conversations/ca110001-0000-4000-8000-000000000000/participants/x/disconnect"
    await posting(failed_end(f"https://api-au1.niceincontact.com{path}", description="resource not found"))
    words = Shown(await floor.card("404", "NICE CXone")).words
    assert "Genesys Cloud" in words


async def test_a_tenant_that_hangs_holds_no_other_orgs_alert_back(floor, town, posting, clock):
    town.orgs["sydney"].fault(path="*", hang=True, times=999)
    path = f"/incontactapi/services/v30.0/contacts/{contact_id(120)}/end"
    await posting(failed_end(f"https://api-au1.niceincontact.com{path}"))
    url = f"{town.genesys.url}/api/v2/conversations/ca110001-0000-4000-8000-000000000000/disconnect"
    began = clock.now()
    await posting(failed_end(url, status="409", description="Conflict"))
    await floor.card("409 Conflict")
    assert (clock.now() - began).total_seconds() < 10


async def test_what_waited_while_the_bot_was_down_is_told_beside_a_tenant_that_hangs(floor, town, clock):
    """A single turn takes all that waits: the other org's is not kept until the first has timed out."""
    town.orgs["sydney"].fault(path="*", hang=True, times=999)
    see_to = town.bot.hearing.see_to
    path = f"/incontactapi/services/v30.0/contacts/{contact_id(120)}/end"
    url = f"{town.genesys.url}/api/v2/conversations/ca110001-0000-4000-8000-000000000000/disconnect"
    for number, address in enumerate((f"https://api-au1.niceincontact.com{path}", url)):
        call = FailedCall(address, status=409, description="Conflict")
        moment = clock.now() - timedelta(seconds=2 - number)
        await see_to.inbox.put(Notice(f"H-{number}", "studio", moment, f"key-{number}", call=call))
    seeing = asyncio.create_task(see_to())
    await floor.card("conversation `ca110001")
    assert len(floor.cards()) == 1
    assert await seeing == 2
