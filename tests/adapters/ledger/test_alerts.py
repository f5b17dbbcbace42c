"""Alerts in the database: one card for each problem, whatever crashes, and whoever else is at work on it."""

import asyncio
from datetime import timedelta
from typing import cast

import pytest

from bot.adapters.ledger import Archive
from bot.adapters.ledger.entries import Wanted
from bot.adapters.slack.board import AlertFaces, SlackAlertBoard
from bot.adapters.slack.outbound import Outbound
from bot.domain.alert import Event, Severity, Stage
from bot.domain.alert_policy import Call, Policy
from bot.domain.disconnection import Act, Disconnection, Origin, Outcome, Phase, Preview
from bot.domain.letter import Allowance, Letter, Posting, Spot, Urgency, Way
from bot.ports import Mute
from bot.use_cases.close_alert import CloseAlert
from bot.use_cases.escalate import Escalate
from bot.use_cases.raise_alert import RaiseAlert
from handlers.blocks.alert_card import alert_card
from handlers.blocks.alert_words import call_message, note_message
from tests.support.clock import START
from tests.support.problems import CALL, a_problem

INCIDENTS = "C0INCID"
POLICY = Policy(
    INCIDENTS, (Call(timedelta(minutes=15), ("S0LEADS",)), Call(timedelta(minutes=30), ("U0LEADA",))), ("U0ADMIN",)
)
ALLOWED = Allowance(per_minute=dict.fromkeys(Way, 10_000), channel_seconds=0.0)
ALWAYS = timedelta(days=2)


class Silent:
    """An outbound that sends nothing by itself."""

    def wake(self) -> None: ...


class Process:
    """The alerts of one process; what it says is taken out and sent by hand."""

    def __init__(self, ledger, clock, name) -> None:
        self.ledger, self.alerts, self.clock, self.name = ledger, ledger.alerts, clock, name
        self.board = SlackAlertBoard(
            self.alerts, cast("Outbound", Silent()), clock, AlertFaces(alert_card, note_message, call_message)
        )
        self.raised = RaiseAlert(self.alerts, self.board, POLICY)
        self.closed = CloseAlert(self.alerts, self.board, POLICY)
        self.escalate = Escalate(self.alerts, self.board, clock, POLICY)

    async def takes(self) -> Posting | None:
        now = self.clock.now()
        taken = await self.ledger.outbox.take(self.name, now, now + timedelta(seconds=30), ALLOWED)
        return taken if isinstance(taken, Posting) else None

    async def sends(self, ts="1.0"):
        """Send all that waits; returns the letters."""
        said = []
        while (posting := await self.takes()) is not None:
            said.append(posting.letter)
            stands = posting.letter.message_ts or f"{ts}{len(said)}"
            await self.ledger.outbox.sent(posting, self.clock.now(), Spot(posting.letter.channel, stands))
        return said

    async def acknowledges(self, alert_id):
        now = self.clock.now()
        return await self.alerts.change(alert_id, lambda alert: alert.acknowledged("U0LEADA", now, POLICY), POLICY)

    async def only(self):
        (alert,) = await self.alerts.open_alerts(10)
        return alert


@pytest.fixture
def one(ledger, clock):
    return Process(ledger, clock, "one")


@pytest.fixture
def two(other, clock):
    return Process(other, clock, "two")


async def steps(ledger):
    return [entry.step for entry in reversed(await ledger.entries())]


async def test_two_processes_that_raise_the_same_problem_at_once_make_one_card(one, two):
    await asyncio.gather(*(process.raised(a_problem()) for process in (one, two) * 5))
    alert = await one.only()
    assert [letter.alert for letter in await two.sends()] == [alert.id]
    assert await steps(one.ledger) == ["alert_raised"]


async def test_two_processes_that_raise_many_of_a_kind_at_once_gather_them(one, two):
    both = (one, two)
    await asyncio.gather(*(both[n % 2].raised(a_problem(f"held:{n}")) for n in range(20)))
    await one.escalate()
    cards = {letter.alert for letter in await one.sends()}
    assert len(cards) == 6
    assert sum(alert.gathered_by != "" for alert in await one.alerts.open_alerts(100)) == 15


async def test_raised_and_not_shown_it_is_shown_by_whoever_looks_next(one, two):
    await one.alerts.put(a_problem(), "A-1", POLICY)
    assert list(await two.alerts.unshown()) == ["A-1"]
    await asyncio.gather(one.escalate(), two.escalate())
    assert [(letter.way, letter.channel) for letter in await one.sends()] == [(Way.POST, INCIDENTS)]
    assert list(await two.alerts.unshown()) == []


async def test_posted_and_not_noted_it_is_posted_again_under_the_same_reference(one, two, clock):
    await one.raised(a_problem())
    first = await one.takes()
    clock.advance(31)
    again = await two.takes()
    assert again is not None
    assert again.repeated
    assert again.letter.reference == first.letter.reference
    await two.ledger.outbox.sent(again, clock.now(), Spot(INCIDENTS, "2.0"))
    await one.ledger.outbox.sent(first, clock.now(), Spot(INCIDENTS, "2.0"))
    assert (await one.only()).message_ts == "2.0"
    assert await one.sends() == []


async def test_changed_while_it_is_being_posted_the_same_card_is_changed(one, two, clock):
    await one.raised(a_problem())
    posting = await one.takes()
    await two.raised(a_problem(headline="Worse to read"))
    await one.ledger.outbox.sent(posting, clock.now(), Spot(INCIDENTS, "1.0"))
    (letter,) = await two.sends()
    assert (letter.way, letter.message_ts) == (Way.UPDATE, "1.0")
    assert "Worse to read" in letter.text


async def test_changed_before_it_is_posted_there_is_one_post_which_says_the_latest(one, two):
    await one.raised(a_problem())
    await two.raised(a_problem(headline="Worse to read"))
    (letter,) = await one.sends()
    assert letter.way is Way.POST
    assert "Worse to read" in letter.text


async def test_posted_between_reading_and_showing_the_card_is_changed_where_it_stands(one, two, clock):
    await one.raised(a_problem())
    alert = await one.only()
    await one.acknowledges(alert.id)
    seen = await two.alerts.sight(alert.id)
    await one.sends()
    stale = Letter(INCIDENTS, "the card", [], clock.now(), urgency=Urgency.ALERT, subject="alert", alert=alert.id)
    await two.alerts.shown(seen, stale, {})
    (letter,) = await two.sends()
    assert letter.message_ts == "1.01"


async def test_acknowledged_and_not_shown_the_next_process_changes_the_card_and_tells_the_thread_once(one, two):
    await one.raised(a_problem())
    await one.sends()
    await one.acknowledges((await one.only()).id)
    await asyncio.gather(one.escalate(), two.escalate())
    said = await two.sends()
    assert [letter.way for letter in said] == [Way.UPDATE, Way.POST]
    assert [letter.thread_ts for letter in said] == [None, "1.01"]
    assert await one.escalate() == 0
    assert await one.sends() == []


async def test_closed_and_not_shown_the_next_process_marks_the_card(one, two, clock):
    await one.raised(a_problem())
    await one.sends()
    alert = await one.only()
    await one.alerts.change(alert.id, lambda a: a.closed("Nobody waits", clock.now(), None, POLICY), POLICY)
    await two.escalate()
    assert next(letter.text for letter in await two.sends()).startswith("Over:")


async def test_its_history_waits_until_the_card_is_posted(one, two, clock):
    await one.raised(a_problem())
    await one.acknowledges((await one.only()).id)
    await one.escalate()
    (card,) = await one.sends()
    assert card.way is Way.POST
    await two.escalate()
    (reply,) = await two.sends()
    assert reply.thread_ts == "1.01"
    assert "Acknowledged" in str(reply.blocks)


async def test_what_is_due_is_done_by_one_of_two_processes(one, two, clock):
    await one.raised(a_problem())
    await one.sends()
    clock.advance(15 * 60)
    assert sorted(await asyncio.gather(one.escalate(), two.escalate())) == [0, 1]
    said = await one.sends()
    assert sum("S0LEADS" in str(letter.blocks) for letter in said) == 1
    clock.advance(15 * 60)
    # Claimed and written, then the process was gone.
    await two.alerts.take_due(clock.now(), POLICY)
    assert await one.escalate() == 0
    assert [letter.channel for letter in await one.sends()] == [INCIDENTS, INCIDENTS, "U0LEADA"]
    assert await two.alerts.take_due(clock.now(), POLICY) is None
    assert await steps(one.ledger) == ["alert_raised", "alert_escalated", "alert_escalated"]


async def test_a_muted_rule_calls_nobody_and_is_forgotten_in_time(one, clock):
    await one.raised(a_problem())
    muted = Mute("held too long", "U0LEADA", clock.now())
    assert await one.alerts.mute(muted) == muted
    assert await one.alerts.mute(Mute("held too long", "U0OTHER", clock.now())) == muted
    clock.advance(16 * 60)
    await one.escalate()
    assert (await one.only()).escalations == 0
    await one.raised(a_problem("held:2", seen_at=clock.now()))
    (state,) = await one.alerts.rules()
    assert (state.rule, state.open, state.mute) == ("held too long", 2, muted)
    clock.advance(86400)
    await one.escalate()
    assert await one.alerts.open_alerts(10) == ()
    assert await one.alerts.unmute("held too long", "U0LEADA", clock.now()) == muted
    assert await one.alerts.unmute("held too long", "U0LEADA", clock.now()) is None


async def test_unmuted_again_whoever_would_have_been_called_is_called_and_not_all_at_once(one, clock):
    await one.raised(a_problem())
    await one.alerts.mute(Mute("held too long", "U0LEADA", clock.now()))
    clock.advance(3600)
    await one.escalate()
    assert (await one.only()).escalations == 0
    await one.alerts.unmute("held too long", "U0LEADA", clock.now())
    await one.escalate()
    assert (await one.only()).escalations == 1
    clock.advance(14 * 60)
    await one.escalate()
    assert (await one.only()).escalations == 1
    clock.advance(60)
    await one.escalate()
    assert (await one.only()).escalations == 2


async def test_unmuted_before_anybodys_turn_nobody_is_called(one, clock):
    await one.raised(a_problem())
    await one.alerts.mute(Mute("held too long", "U0LEADA", clock.now()))
    await one.alerts.unmute("held too long", "U0LEADA", clock.now())
    await one.escalate()
    assert (await one.only()).escalations == 0
    assert (await one.only()).due_at == START + timedelta(minutes=15)


async def test_nobody_is_called_about_a_muted_rules_card_of_many_even_after_a_day(one, clock):
    for number in range(7):
        await one.raised(a_problem(f"held:{number}"))
    await one.alerts.mute(Mute("held too long", "U0LEADA", clock.now()))
    for _ in range(30):
        clock.advance(3600)
        await one.raised(a_problem("held:6", seen_at=clock.now()))
        await one.escalate()
    assert "alert_escalated" not in await steps(one.ledger)


async def test_a_rule_that_was_only_muted_is_listed_too(one, clock):
    await one.alerts.mute(Mute("noise", "U0LEADA", clock.now()))
    assert [(state.rule, state.open, state.last_raised) for state in await one.alerts.rules()] == [("noise", 0, None)]


async def test_hundreds_of_alerts_in_a_minute_are_six_cards(one, url):
    so_many = 1000 if url.startswith("sqlite") else 300
    for number in range(so_many):
        await one.raised(a_problem(f"held:{number}", headline=f"Number {number}"))
    await one.escalate()
    said = await one.sends()
    assert len({letter.alert for letter in said}) == 6
    assert len(said) == 6
    assert f"{so_many - 5} alerts" in said[-1].text
    assert len(await one.alerts.open_alerts(2000)) == so_many


async def test_the_worst_of_many_is_how_bad_they_are_together(one):
    for number in range(7):
        await one.raised(a_problem(f"held:{number}"))
    await one.escalate()
    await one.sends()
    await one.raised(a_problem("held:6", severity=Severity.CRITICAL, seen_at=START + timedelta(seconds=1)))
    await one.escalate()
    said = await one.sends()
    assert any(letter.broadcast for letter in said)
    assert any(letter.text.startswith("Critical: 2 alerts") for letter in said)


async def test_a_problem_comes_back_as_it_was(one):
    problem = a_problem(trace_id="trace")
    await one.raised(problem)
    assert (await one.only()).problem == problem
    assert [alert.problem for alert in await one.alerts.about("genesys", CALL)] == [problem]
    assert list(await one.alerts.about("elsewhere", CALL)) == []


async def test_a_key_is_free_again_after_its_alert_has_closed(one, clock):
    await one.raised(a_problem())
    await one.closed("held:1", "Over", at=clock.now())
    await one.closed("held:1", "Over once more", at=clock.now())
    clock.advance(3600)
    await one.raised(a_problem(seen_at=clock.now()))
    assert (await one.only()).stage is Stage.RAISED
    assert await steps(one.ledger) == ["alert_raised", "alert_closed", "alert_raised"]


async def test_an_unknown_alert_is_not_changed(one, clock):
    assert await one.acknowledges("A-NONE") is None
    assert await one.alerts.sight("A-NONE") is None
    await one.board.show("A-NONE")
    assert await one.sends() == []


async def test_a_digest_is_claimed_once_with_its_letter(one, two, clock):
    letter = Letter(INCIDENTS, "the day", [], clock.now(), urgency=Urgency.ALERT)
    claims = await asyncio.gather(*(p.alerts.claim_digest("2026-11-22", clock.now(), letter) for p in (one, two)))
    assert sorted(claims) == [False, True]
    assert await two.alerts.last_digest() == "2026-11-22"
    assert [said.text for said in await one.sends()] == ["the day"]


async def test_what_happened_in_a_day_is_gathered(one, clock):
    await one.raised(a_problem())
    alert = await one.only()
    await one.alerts.change(alert.id, lambda a: a.closed("Solved", clock.now(), "U0LEADA", POLICY), POLICY)
    await one.raised(a_problem("held:2"))
    demand = Disconnection(
        id="H-1",
        key="V1:0",
        act=Act.DISCONNECT,
        org="genesys",
        conversation_id=CALL,
        participant_id="p",
        lead="U0LEADA",
        reason="stuck",
        seen=Preview(Phase.CONNECTED, 1),
        origin=Origin("U0LEADA"),
        requested_at=clock.now(),
        owner="one",
    )
    await one.ledger.place(demand)
    await one.ledger.record(demand.reached(Outcome.REFUSED, clock.now(), cause="wrap_up_pending"))
    found = await one.alerts.happenings(START - ALWAYS, START + ALWAYS)
    assert {(past.rule, past.closed_by) for past in found.alerts} == {
        ("held too long", "U0LEADA"),
        ("held too long", ""),
    }
    assert found.refusals == {"wrap_up_pending": 1}
    assert (await one.alerts.happenings(START + ALWAYS, START + 2 * ALWAYS)).refusals == {}


async def test_the_history_is_kept_in_order(one, clock):
    await one.raised(a_problem())
    alert = await one.only()
    await one.acknowledges(alert.id)
    await one.alerts.change(alert.id, lambda a: a.tried("U0LEADA", clock.now(), "Refused"), POLICY)
    seen = await one.alerts.sight(alert.id)
    assert [note.event for note in seen.unsaid.values()] == [Event.ACKNOWLEDGED, Event.TRIED]


async def test_erased_an_alert_says_nothing_more_of_the_conversation_here_and_in_slack(one, clock, url):
    for number in range(7):
        await one.raised(a_problem(f"held:{number}", headline="Jordan is on hold"))
    await one.escalate()
    await one.sends()
    async with Archive.opened(url, clock) as archive:
        await archive.erase(CALL, "operator", "asked to")
    await one.escalate()
    said = await one.sends()
    assert len(said) == 6
    assert "Jordan" not in str([letter.blocks for letter in said])
    assert "Jordan" not in str(await one.alerts.open_alerts(10))


async def test_what_was_over_before_the_card_of_many_was_closed_stays_as_it_ended(one, clock):
    for number in range(7):
        await one.raised(a_problem(f"held:{number}"))
    over = await one.alerts.open_alert("held:6")
    await one.closed("held:6", "Jordan has left", at=clock.now())
    (card,) = {found.gathered_by for found in await one.alerts.open_alerts(10)} - {""}
    now = clock.now()
    await one.alerts.change(card, lambda alert: alert.closed("Solved", now, "U0LEADA", POLICY), POLICY)
    ended = await one.alerts.find(over.id)
    assert (ended.outcome, ended.by) == ("Jordan has left", "")


async def test_erased_no_line_of_the_ledger_says_how_it_went(one, clock, url):
    await one.raised(a_problem())
    tried = lambda alert: alert.tried("U0LEADA", clock.now(), "Jordan was disconnected")  # noqa: E731
    await one.alerts.change((await one.only()).id, tried, POLICY)
    await one.closed(a_problem().key, "Jordan has left", at=clock.now())
    async with Archive.opened(url, clock) as archive:
        before = [line.entry for line in await archive.latest(Wanted(), 10)]
        await archive.erase(CALL, "operator", "asked to")
        after = [line.entry for line in await archive.latest(Wanted(), 10)]
        assert (await archive.verify(None, lambda _: None)).findings == []
    assert [entry.note for entry in before if "Jordan" in entry.note] == ["Jordan has left", "Jordan was disconnected"]
    assert "Jordan" not in str(after)


async def test_what_slack_did_not_take_for_half_a_day_is_said_anew_while_it_is_open(one, clock):
    await one.raised(a_problem())
    await one.raised(a_problem("held:2"))
    await one.closed("held:2", "Over", at=clock.now())
    clock.advance(12 * 3600)
    assert len(await one.ledger.outbox.expire(clock.now())) == 2
    await one.escalate()
    assert {letter.text for letter in await one.sends()} == {"Warning: A customer is on hold for 5 minutes"}


async def test_many_that_come_back_soon_come_back_on_their_card(one, clock):
    for number in range(8):
        await one.raised(a_problem(f"held:{number}"))
    await one.escalate()
    await one.sends()
    for number in range(5, 8):
        await one.closed(f"held:{number}", "Over", at=clock.now())
    await one.escalate()
    assert any("all of them are over" in str(letter.blocks) for letter in await one.sends())
    await one.raised(a_problem("held:5"))
    await one.escalate()
    said = await one.sends()
    assert {letter.way for letter in said if not letter.thread_ts} == {Way.UPDATE}
    assert "1 alert of the rule" in said[0].text


async def test_what_was_over_long_ago_goes_with_the_ledgers_old_lines(one, clock, url):
    for key in ("held:1", "held:2"):
        await one.raised(a_problem(key))
    await one.sends()
    await one.closed("held:1", "Over", at=clock.now())
    clock.advance(2 * 86400)
    async with Archive.opened(url, clock) as archive:
        await archive.retain(1, "operator", lambda _: None)
    assert (await one.only()).problem.key == "held:2"
    assert len((await one.alerts.happenings(START - ALWAYS, START + ALWAYS)).alerts) == 1
