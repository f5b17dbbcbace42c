"""The rules at work in #incidents: a story unfolds, a card comes, gets worse, and goes by itself."""

import asyncio

import pytest

from bot.domain.alert import Stage
from playground.stories import ALL
from tests.support.lead import LeadAtSlack
from tests.support.reading import Shown

INCIDENTS = "C0INCID"


class Floor:
    """The incident channel, while time passes and the rules are looked after."""

    def __init__(self, town, clock) -> None:
        self.town, self.clock, self.slack = town, clock, town.slack

    async def starts(self, slug):
        await self.town.stories.start(slug, "U0LEADA")
        await self.passes(0)
        return next(story for story in ALL if story.slug == slug)

    async def passes(self, seconds):
        """Let so many seconds pass, ten at a time, with a look at what is due after each."""
        until = self.clock.now().timestamp() + seconds
        while True:
            await self.town.bot.watching.keep()
            visits = [task for task in self.town.bot.tasks._running if task.get_name().startswith("watch")]
            await asyncio.gather(*visits)
            left = until - self.clock.now().timestamp()
            if left <= 0:
                return
            self.clock.advance(min(10.0, left))

    async def alert(self, story, rule):
        found = await self.town.bot.ledger.alerts.about(story.org, story.conversation)
        return next((one for one in found if one.problem.rule == rule), None)

    def said(self):
        return "\n".join(Shown(one).words for one in self.slack.messages(INCIDENTS, "U0LEADA"))

    async def says(self, words):
        await self.slack.settles(lambda: words in self.said(), within=20)


@pytest.fixture
def floor(town, clock):
    return Floor(town, clock)


async def answered(town, user, text):
    """Type it after `/conversation alerts`, and read what the asker alone is told."""
    slack, lead = town.slack, LeadAtSlack(town, user)
    before = len(slack.ephemerals(lead.channel, user))
    await lead.types(f"/conversation alerts {text}")
    await slack.settles(lambda: len(slack.ephemerals(lead.channel, user)) > before)
    return Shown(slack.ephemerals(lead.channel, user)[-1]).words


async def test_a_phone_that_rings_on_is_a_card_until_it_is_picked_up(floor):
    story = await floor.starts("alert-phone-rings-on")
    await floor.passes(15)
    assert await floor.alert(story, "phone-rings-on") is None
    await floor.passes(20)
    await floor.says("Arjun Menon has been alerting for over 20 s")
    await floor.passes(70)
    await floor.says("Arjun Menon is connected now.")
    assert await floor.alert(story, "phone-rings-on") is None


async def test_a_caller_who_waits_on_becomes_critical_and_the_card_closes_when_an_agent_answers(floor):
    story = await floor.starts("alert-caller-waits")
    await floor.passes(40)
    await floor.says("A customer has waited in Roadside Assistance for over 30 s")
    assert (await floor.alert(story, "caller-waits")).problem.severity.value == "warning"
    await floor.passes(60)
    assert (await floor.alert(story, "caller-waits")).problem.severity.value == "critical"
    await floor.passes(70)
    await floor.says("Siti Rahmah has answered.")
    assert await floor.alert(story, "caller-waits") is None


async def test_an_agent_who_is_left_over_is_named_until_gone(floor):
    story = await floor.starts("alert-agent-alone")
    await floor.passes(60)
    found = await floor.alert(story, "agent-alone")
    assert found.stage is Stage.RAISED
    assert "Chua Kok Wei" in found.problem.headline
    await floor.passes(150)
    await floor.says("The conversation has ended.")
    assert await floor.alert(story, "agent-alone") is None


async def test_a_rule_is_tried_and_nothing_is_posted(floor, town):
    await floor.starts("alert-phone-rings-on")
    floor.clock.advance(40)
    answer = await answered(town, "U0LEADA", "test phone-rings-on")
    assert "would raise 1 alert now" in answer
    assert "Arjun Menon has been alerting" in answer
    assert "live conversation" in answer
    assert "nothing was posted" in answer
    assert await town.bot.ledger.alerts.open_alerts(10) == ()
    lines = await town.bot.ledger.entries(by="U0LEADA")
    assert [(line.step, line.detail) for line in lines][:1] == [("rule_tested", "phone-rings-on")]


async def test_an_operator_may_not_try_a_rule_and_is_told_who_may(town):
    answer = await answered(town, "U0LEADB", "test phone-rings-on")
    assert "may not change what alerts are raised" in answer


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("test", "Which rule?"),
        ("test phone-ring-on", "Did you mean phone-rings-on?"),
        ("test 'Phone-Rings-On'", "would raise"),
        ("test nonsense", "There are agent-alone"),
        ("", "phone-rings-on"),
    ],
)
async def test_what_is_typed_after_alerts_is_understood_or_helped(town, typed, words):
    assert words in await answered(town, "U0LEADA", typed)
