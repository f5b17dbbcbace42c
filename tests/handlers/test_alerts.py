"""Alerts in #incidents, as leads see them: raised, attended to, over."""

from datetime import timedelta

import pytest

from bot.domain.alert import Severity
from tests.support.lead import LeadAtSlack
from tests.support.problems import AGENT, CALL, a_problem
from tests.support.reading import Shown

INCIDENTS = "C0INCID"


class Floor:
    """The incident channel, and who presses what in it."""

    def __init__(self, town) -> None:
        self.town, self.slack, self.alarm = town, town.slack, town.bot.alarm

    def messages(self):
        return self.slack.messages(INCIDENTS, "U0LEADA")

    def cards(self):
        return [m for m in self.messages() if not m.get("thread_ts") or m["thread_ts"] == m["ts"]]

    def thread(self):
        return [Shown(m).words for m in self.messages() if m.get("thread_ts") not in {None, m["ts"]}]

    async def raises(self, problem=None):
        before = len(self.cards())
        await self.alarm.raised(problem or a_problem(seen_at=self.town.bot.clock.now()))
        await self.slack.settles(lambda: len(self.cards()) > before)
        return self.cards()[-1]

    async def presses(self, card, action_id, *, user="U0LEADA", chosen=None):
        return await self.slack.presses(user, channel=card["channel"], ts=card["ts"], action_id=action_id, value=chosen)

    async def says(self, words, card=None):
        shown = lambda: "\n".join(Shown(m).words for m in self.messages())  # noqa: E731
        await self.slack.settles(lambda: words in shown(), within=15)
        return shown()


@pytest.fixture
def floor(town):
    return Floor(town)


async def test_a_problem_is_one_card_with_what_is_known_and_what_can_be_done(floor):
    card = await floor.raises()
    words = Shown(card).words
    for part in ("on hold for 5 minutes", "Who waits this long", "Tan Wei Ling has the call on hold", "Ask Tan Wei"):
        assert part in words
    assert {e["action_id"] for e in Shown(card).elements() if "action_id" in e} == {
        "alert_acknowledge",
        "alert_look_up",
        "alert_disconnect",
        "alert_snooze",
        "alert_escalate",
        "alert_more",
    }
