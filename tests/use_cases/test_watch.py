"""Keeping watch: what is due is looked at once, raised, told anew and closed, whatever is slow or cut short."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.domain.alert import Severity
from bot.domain.communication import Communication, Media, State
from bot.domain.conversation import Conversation
from bot.domain.disconnection import Outcome, Phase, Preview
from bot.domain.errors import LedgerUnavailableError
from bot.domain.exchange import Reply
from bot.domain.participant import Participant, Standing
from bot.domain.sighting import Queue, Refusal, Sighting
from bot.domain.watch import AlertRule, RuleKind
from bot.domain.watch.course import NOT_SEEN
from bot.domain.watch.live import MOST_AT_ONCE
from bot.domain.watch.rule import Stuck
from bot.use_cases.glance import MOST_READS
from bot.use_cases.watch import NO_MORE_RULE, KeepWatch
from tests.adapters.ledger.samples import a_demand
from tests.support.clock import START
from tests.support.watching import RememberedAlerts, WatchedOrg

MINUTE = timedelta(minutes=1)
RINGING = AlertRule("ringing", RuleKind.STUCK_STATE, longer_than=2 * MINUTE, states=frozenset({Stuck.ALERTING}))
WAITING = AlertRule("waiting", RuleKind.WAITING, longer_than=2 * MINUTE)
KEY = "ringing/genesys/c-1/p-1"


def ringing(number: int = 1, minutes: float = 5) -> Sighting:
    since = START - timedelta(minutes=minutes)
    return Sighting(
        "genesys",
        f"c-{number}",
        Media.CALL,
        Standing.ALERTING,
        since=since,
        started_at=since,
        participant_id=f"p-{number}",
        purpose="agent",
        agent_id=f"u-{number}",
        agent_name="Tan Wei Ling",
    )


def conversation(number: int = 1, state: State = State.ALERTING, minutes: float = 5, **facts: Any) -> Conversation:
    since = START - timedelta(minutes=minutes)
    leg = Communication("leg", Media.CALL, state, alerting_since=since, connected_at=since)
    agent = Participant(f"p-{number}", "agent", "Tan Wei Ling", user_id=f"u-{number}", communications=(leg,))
    return Conversation(f"c-{number}", "genesys", (agent,), started_at=since, **facts)


async def tick(*processes: KeepWatch) -> int:
    begun = 0
    for one in processes:
        begun += await one()
    for one in processes:
        await asyncio.gather(*one.tasks._running)
    return begun


async def next_minute(clock: Any, *processes: KeepWatch) -> int:
    clock.advance((MINUTE - (clock.now() - START) % MINUTE).total_seconds())
    return await tick(*processes)


async def test_a_problem_is_raised_told_anew_and_closed_with_what_was_seen(watching, org, clock, alerts):
    watch = watching(RINGING)
    org.sightings, org.conversations["c-1"] = [ringing()], conversation()
    assert await tick(watch) == 0
    await next_minute(clock, watch)
    await next_minute(clock, watch)
    assert [one.key for one in alerts.raised] == [KEY, KEY]
    told = alerts.open[KEY]
    assert told.headline == "Tan Wei Ling has been alerting for over 2 min."
    assert told.since == START - 5 * MINUTE
    assert told.conversation_id == "c-1"
    org.sightings, org.conversations["c-1"] = [], conversation(state=State.CONNECTED)
    await next_minute(clock, watch)
    assert alerts.closed == [(KEY, "Tan Wei Ling is connected now.")]
    await next_minute(clock, watch)
    assert len(alerts.closed) == 1


async def test_what_is_told_anew_says_the_same_until_it_becomes_critical(watching, org, clock, alerts):
    watch = watching(replace(RINGING, critical_after=8 * MINUTE))
    org.sightings, org.conversations["c-1"] = [ringing()], conversation()
    await tick(watch)
    await next_minute(clock, watch)
    await next_minute(clock, watch)
    first, second = alerts.raised
    assert first.says_the_same(second)
    assert [one.source for one in first.evidence] == ["live search", "conversation"]
    await next_minute(clock, watch)
    assert [one.severity for one in alerts.raised] == [Severity.WARNING, Severity.WARNING, Severity.CRITICAL]


async def test_several_rules_of_an_org_share_one_answer(watching, org, clock):
    watch = watching(RINGING, WAITING, replace(WAITING, name="too-old", kind=RuleKind.TOO_OLD))
    await tick(watch)
    await next_minute(clock, watch)
    assert org.asked == ["live"]


@pytest.mark.parametrize(
    ("queues", "ids"),
    [
        (["Fraud Desk"], {"q-1"}),
        (["fraud desk", "Roadside"], {"q-1", "q-2"}),
        (["Fraud Desk", "nobody knows"], set()),
        (["4711"], {"4711"}),
        (["Fraud"], set()),
        ([], set()),
    ],
)
async def test_only_the_queues_that_all_rules_are_about_are_asked_for(watching, org, clock, queues, ids):
    org.known = [Queue("q-1", "Fraud Desk"), Queue("q-2", "Roadside")]
    watch = watching(replace(RINGING, queues=frozenset(queues)), replace(WAITING, queues=frozenset(queues)))
    await tick(watch)
    await next_minute(clock, watch)
    assert org.wanted.queue_ids == ids
    assert org.asked.count("live") == 1


async def test_a_rule_about_any_queue_asks_for_all(watching, org, clock):
    org.known = [Queue("q-1", "Fraud Desk")]
    watch = watching(replace(RINGING, queues=frozenset({"Fraud Desk"})), WAITING)
    await tick(watch)
    await next_minute(clock, watch)
    assert org.asked == ["live"]


async def test_what_a_read_contradicts_is_not_raised(watching, org, clock, alerts):
    watch = watching(RINGING)
    org.sightings, org.conversations["c-1"] = [ringing()], conversation(state=State.CONNECTED)
    await tick(watch)
    await next_minute(clock, watch)
    assert alerts.raised == []


async def test_one_miss_closes_nothing_and_two_do(watching, org, clock, alerts):
    watch = watching(RINGING)
    org.sightings = [ringing()]
    await tick(watch)
    await next_minute(clock, watch)
    org.sightings = []
    await next_minute(clock, watch)
    assert alerts.closed == []
    org.sightings = [ringing()]
    await next_minute(clock, watch)
    org.sightings = []
    await next_minute(clock, watch)
    assert alerts.closed == []
    await next_minute(clock, watch)
    assert alerts.closed == [(KEY, NOT_SEEN)]


@pytest.mark.parametrize("trouble", ["refused", "truncated"])
async def test_a_search_that_was_refused_or_cut_short_closes_nothing(watching, org, clock, alerts, trouble):
    watch = watching(RINGING)
    org.sightings = [ringing()]
    await tick(watch)
    await next_minute(clock, watch)
    org.sightings = []
    org.refusal = Refusal(Reply(403), missing=("analytics:conversationDetail:view",)) if trouble == "refused" else None
    org.truncated = trouble == "truncated"
    for _ in range(4):
        await next_minute(clock, watch)
    assert list(alerts.open) == [KEY]
    org.refusal, org.truncated = None, False
    await next_minute(clock, watch)
    await next_minute(clock, watch)
    assert alerts.closed == [(KEY, NOT_SEEN)]


async def test_what_no_search_shows_and_a_read_still_does_stays_open(watching, org, clock, alerts):
    watch = watching(RINGING)
    org.sightings, org.conversations["c-1"] = [ringing()], conversation()
    await tick(watch)
    await next_minute(clock, watch)
    org.sightings = []
    for _ in range(3):
        await next_minute(clock, watch)
    assert list(alerts.open) == [KEY]
    assert alerts.closed == []


async def test_two_processes_look_once(watching, org, clock, alerts):
    one, two = watching(RINGING), watching(RINGING, owner="two")
    org.sightings = [ringing()]
    await tick(one, two)
    for _ in range(3):
        await next_minute(clock, one, two)
    assert org.asked.count("live") == 3
    assert len(alerts.raised) == 3


async def test_a_slow_org_holds_up_nobody_elses_rules(watching, org, clock, alerts):
    slow, quick = WatchedOrg(clock, "slow", delay=45.0), org
    watch = watching(RINGING, orgs=[slow, quick])
    quick.sightings = [ringing()]
    await watch()
    clock.advance(60)
    await watch()
    for _ in range(100):
        await asyncio.sleep(0.002)
        if "genesys" not in watch._visited:
            break
    assert [one.org for one in alerts.raised] == ["genesys"]
    assert slow.asked == ["live"]
    assert watch._visited == {"slow"}
    await asyncio.gather(*watch.tasks._running)
    assert watch._visited == set()


async def test_a_visit_that_takes_too_long_is_given_up_and_due_again(watching, org, clock, ledger, alerts):
    org.delay = 300.0
    watch = watching(RINGING)
    await tick(watch)
    await next_minute(clock, watch)
    assert (await ledger.watches.find("ringing", "genesys")).owner is None
    org.delay, org.sightings = 0.0, [ringing()]
    await next_minute(clock, watch)
    assert list(alerts.open) == [KEY]


async def test_that_an_org_is_silent_is_found_out_though_its_other_rules_eat_up_the_time(watching, org, clock, alerts):
    org.delay = 300.0
    silent = AlertRule("zzz", RuleKind.ORG_SILENT, longer_than=MINUTE)
    watch = watching(RINGING, WAITING, silent)
    await tick(watch)
    for _ in range(4):
        await next_minute(clock, watch)
    assert "zzz/genesys" in alerts.open


class Cut(BaseException):
    """A crash."""


@pytest.mark.parametrize("step", ["keep", "raise", "done"])
async def test_after_a_crash_at_any_step_another_process_takes_over(watching, org, clock, alerts, step):
    org.sightings = [ringing()]
    board = RememberedAlerts()
    dying = watching(RINGING, board=board)

    async def dies(*_: Any, **__: Any) -> Any:
        raise Cut

    if step == "raise":
        dying.raise_alert = dies
    else:
        setattr(dying.watches, step, dies)
    await dying()
    clock.advance(60)
    await dying()
    await asyncio.gather(*dying.tasks._running, return_exceptions=True)
    heir = watching(RINGING, owner="two")
    assert await tick(heir) == 0
    clock.advance(91)
    await tick(heir)
    assert list(alerts.open) == [KEY]
    org.sightings = []
    await next_minute(clock, heir)
    await next_minute(clock, heir)
    assert alerts.closed == [(KEY, NOT_SEEN)]


async def test_a_crash_before_an_end_was_told_leaves_it_to_be_told(watching, org, clock, alerts):
    one = watching(RINGING)
    org.sightings, org.conversations["c-1"] = [ringing()], conversation()
    await tick(one)
    await next_minute(clock, one)
    org.sightings, org.conversations["c-1"] = [], conversation(state=State.CONNECTED)

    async def dies(*_: Any, **__: Any) -> None:
        raise Cut

    one.close_alert = dies
    clock.advance(60)
    await one()
    await asyncio.gather(*one.tasks._running, return_exceptions=True)
    clock.advance(95)
    await tick(watching(RINGING, owner="two"))
    assert alerts.closed == [(KEY, "Tan Wei Ling is connected now.")]


async def test_a_rule_that_fails_holds_up_no_other(watching, org, clock, alerts):
    broken = replace(RINGING, name="broken", every=timedelta(0) + MINUTE)
    watch = watching(broken, replace(RINGING, name="sound"))
    org.sightings = [ringing()]

    async def put(problem: Any) -> None:
        if problem.rule == "broken":
            raise ValueError("wrong")
        await alerts.put(problem)

    watch.raise_alert = put
    await tick(watch)
    await next_minute(clock, watch)
    assert list(alerts.open) == ["sound/genesys/c-1/p-1"]
    watch.raise_alert = alerts.put
    await next_minute(clock, watch)
    assert "broken/genesys/c-1/p-1" in alerts.open


async def test_a_database_that_is_away_is_waited_for(watching, org, clock, alerts, ledger):
    watch = watching(RINGING)
    org.sightings = [ringing()]
    await tick(watch)

    async def away(_: Any) -> None:
        raise LedgerUnavailableError("down")

    watch.raise_alert = away
    await next_minute(clock, watch)
    assert watch._visited == set()
    watch.raise_alert = alerts.put
    await next_minute(clock, watch)
    assert alerts.raised == []
    await next_minute(clock, watch)
    assert list(alerts.open) == [KEY]


async def test_a_rule_taken_out_of_the_settings_closes_what_it_raised(watching, org, clock, alerts, ledger):
    org.sightings = [ringing()]
    first = watching(RINGING, WAITING)
    await tick(first)
    await next_minute(clock, first)
    await tick(watching(WAITING, owner="two"))
    assert alerts.closed == [(KEY, NO_MORE_RULE)]
    assert await ledger.watches.find("ringing", "genesys") is None
    assert await ledger.watches.find("waiting", "genesys") is not None


async def test_a_clock_that_is_set_back_delays_nothing(watching, org, clock):
    watch = watching(RINGING)
    clock.advance(7200)
    await tick(watch)
    await next_minute(clock, watch)
    clock._now = START
    await tick(watch)
    await next_minute(clock, watch)
    assert org.asked.count("live") == 2


async def test_outside_its_hours_a_rule_raises_nothing_new_and_still_closes(watching, org, clock, alerts, monkeypatch):
    watch = watching(RINGING)
    org.sightings = [ringing()]
    await tick(watch)
    await next_minute(clock, watch)
    monkeypatch.setattr(AlertRule, "raises", lambda *_: False)
    org.sightings = [ringing(), ringing(2)]
    await next_minute(clock, watch)
    assert list(alerts.open) == [KEY]
    org.sightings, org.conversations["c-1"] = [ringing(2)], conversation(ended_at=START)
    await next_minute(clock, watch)
    assert alerts.closed == [(KEY, "The conversation has ended.")]
    assert alerts.open == {}


async def test_very_many_at_once_are_a_few_cards_and_one_for_the_rest(watching, org, clock, alerts):
    watch = watching(RINGING)
    org.sightings = [ringing(number, 5 + number / 10) for number in range(500)]
    await tick(watch)
    await next_minute(clock, watch)
    assert len(alerts.open) == MOST_AT_ONCE + 1
    assert alerts.open["ringing/genesys/crowd"].headline.startswith("490 more conversations")
    await next_minute(clock, watch)
    assert len(alerts.open) == MOST_AT_ONCE + 1
    assert len(org.asked) <= 2 + 2 * MOST_READS
    org.sightings = org.sightings[-MOST_AT_ONCE:]
    await next_minute(clock, watch)
    await next_minute(clock, watch)
    assert "ringing/genesys/crowd" not in alerts.open


async def test_a_disconnect_that_was_not_confirmed_is_raised_until_they_have_left(watching, org, clock, alerts, ledger):
    rule = AlertRule("not-confirmed", RuleKind.NOT_CONFIRMED, longer_than=6 * MINUTE)
    demand = a_demand(conversation_id="c-1", participant_id="p-1", participant_name="Tan Wei Ling")
    await ledger.place(demand)
    await ledger.record(demand.reached(Outcome.NOT_CONFIRMED, START))
    org.conversations["c-1"] = conversation(state=State.CONNECTED)
    watch = watching(rule)
    await tick(watch)
    await next_minute(clock, watch)
    assert alerts.open == {}
    clock.advance(360)
    await tick(watch)
    (told,) = alerts.open.values()
    assert told.headline == "A disconnect of Tan Wei Ling was not confirmed."
    assert told.evidence[0].by == "U0LEAD"
    gone = conversation(state=State.TERMINATED)
    customer = Participant("x", "customer", communications=(Communication("y", Media.CALL, State.CONNECTED),))
    org.conversations["c-1"] = replace(gone, participants=(*gone.participants, customer))
    await next_minute(clock, watch)
    assert alerts.closed == [("not-confirmed/genesys/c-1/p-1", "Tan Wei Ling has left since.")]
    asked = len(org.asked)
    await next_minute(clock, watch)
    assert len(org.asked) == asked
    assert alerts.open == {}


async def test_a_storm_of_refusals_is_raised_once_with_its_cause_and_passes(watching, org, clock, alerts, ledger):
    rule = AlertRule("storm", RuleKind.REFUSAL_STORM, Severity.CRITICAL, times=3, within=10 * MINUTE)
    for number in range(3):
        demand = a_demand(number, conversation_id=f"c-{number}")
        await ledger.place(demand)
        await ledger.record(demand.reached(Outcome.REFUSED, START, cause="participant_already_disconnected"))
    watch = watching(rule)
    await tick(watch)
    await next_minute(clock, watch)
    (told,) = alerts.open.values()
    assert told.key == "storm/genesys/participant_already_disconnected"
    assert told.headline == "3 refusals within 10 min, all for the same cause."
    assert "3 conversations, and one person pressed each time" in told.why
    clock.advance(600)
    await tick(watch)
    await next_minute(clock, watch)
    assert alerts.closed == [(told.key, "Fewer than 3 of them in the last 10 min.")]


async def test_a_source_that_falls_silent_is_raised_until_it_is_heard(watching, clock, alerts, ledger):
    rule = AlertRule("pulse", RuleKind.HEARTBEAT, longer_than=3 * MINUTE, sources=frozenset({"studio"}))
    watch = watching(rule)
    await tick(watch)
    for _ in range(3):
        await next_minute(clock, watch)
    assert alerts.open == {}
    await next_minute(clock, watch)
    assert alerts.open["pulse/studio"].evidence[0].fact == "Never heard since it is watched."
    await ledger.watches.heard("studio", clock.now())
    await next_minute(clock, watch)
    assert alerts.closed == [("pulse/studio", "studio was heard again.")]


@pytest.mark.parametrize("trouble", [(None, "does not answer"), (401, "refuses"), (503, "does not answer")])
async def test_an_org_that_stops_answering_is_raised_until_it_answers(watching, org, clock, alerts, trouble):
    status, words = trouble
    watch = watching(AlertRule("silent", RuleKind.ORG_SILENT, longer_than=2 * MINUTE))
    await tick(watch)
    org.status = status
    for _ in range(2):
        await next_minute(clock, watch)
    assert alerts.open == {}
    await next_minute(clock, watch)
    assert words in alerts.open["silent/genesys"].headline
    org.status = 200
    await next_minute(clock, watch)
    assert alerts.closed == [("silent/genesys", "genesys answers again.")]


async def test_a_disconnect_of_a_customer_names_nobody(watching, org, clock, alerts, ledger):
    rule = AlertRule("not-confirmed", RuleKind.NOT_CONFIRMED)
    demand = a_demand(participant_name="Jordan Rivera", seen=Preview(Phase.CONNECTED, 1))
    await ledger.place(demand)
    await ledger.record(demand.reached(Outcome.NOT_CONFIRMED, START))
    watch = watching(rule)
    await tick(watch)
    await next_minute(clock, watch)
    (told,) = alerts.open.values()
    assert told.headline == "A disconnect of a participant was not confirmed."


async def test_what_was_raised_stays_in_sight_though_many_older_ones_come_before_it(
    watching, org, clock, alerts, ledger
):
    async def placed(number: int, at: datetime) -> None:
        demand = a_demand(number, conversation_id=f"c-{number}", participant_id=f"p-{number}")
        await ledger.place(demand)
        await ledger.record(demand.reached(Outcome.NOT_CONFIRMED, at))
        org.conversations[f"c-{number}"] = conversation(number, state=State.CONNECTED)

    watch = watching(AlertRule("not-confirmed", RuleKind.NOT_CONFIRMED))
    await placed(99, START)
    await tick(watch)
    await next_minute(clock, watch)
    assert list(alerts.open) == ["not-confirmed/genesys/c-99/p-99"]
    for number in range(MOST_AT_ONCE):
        await placed(number, START - MINUTE)
    for _ in range(3):
        await next_minute(clock, watch)
    assert "not-confirmed/genesys/c-99/p-99" in alerts.open
    assert alerts.closed == []


async def test_what_another_process_has_retired_meanwhile_raises_nothing(watching, org, clock, alerts, ledger):
    org.sightings = [ringing()]
    org.conversations["c-1"] = conversation()
    watch, newer = watching(RINGING), watching(owner="two")
    await tick(watch)
    clock.advance(60)
    org.delay = 5.0
    await watch()
    await newer()
    await clock.sleep(30)
    assert await ledger.watches.find("ringing", "genesys") is None
    assert org.asked
    assert alerts.open == {}
