"""A rule is tried: what it would do is told, nothing is done, and what can't be seen is said."""

import asyncio
from contextlib import aclosing
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from bot.domain.access import Access, Lead
from bot.domain.errors import AccessDeniedError, InputError
from bot.domain.participant import Standing
from bot.domain.rule import Action, Role, Rule
from bot.domain.sighting import Queue, Sighting
from bot.domain.watch import AlertRule, RuleKind
from bot.domain.watch.rule import Stuck
from bot.use_cases.permit import Permit
from bot.use_cases.refusals import Refusals
from bot.use_cases.tasks import Tasks
from bot.use_cases.try_rule import TryRule
from tests.support.clock import START
from tests.support.watching import WatchedOrg

MINUTE = timedelta(minutes=1)
RINGING = AlertRule("ringing", RuleKind.STUCK_STATE, longer_than=2 * MINUTE, states=frozenset({Stuck.ALERTING}))
SILENT = AlertRule("silent", RuleKind.ORG_SILENT, longer_than=2 * MINUTE)
PULSE = AlertRule("pulse", RuleKind.HEARTBEAT, sources=frozenset({"studio"}), longer_than=timedelta(0))
ADMIN = Lead("U0ADMIN")
NO_ZURICH = Rule(1, allows=False, actions=frozenset({Action.LOOK_UP}), role=Role.ADMIN, orgs=frozenset({"zurich"}))
RINGS = Sighting(
    "genesys",
    "c-1",
    standing=Standing.ALERTING,
    since=START - 5 * MINUTE,
    participant_id="p-1",
    purpose="agent",
    agent_name="Tan Wei Ling",
)


class Groupless:
    """A roster of a workspace without user groups."""

    async def groups_of(self, *_):
        return frozenset()

    async def person(self, _):
        return None


@pytest.fixture
def trial(watching, clock, ledger):
    def make(*rules, orgs=None, denied=()):
        keep = watching(*rules, orgs=orgs)
        access = Access(roles={Role.ADMIN: frozenset({"U0ADMIN"})}, rules=tuple(denied))
        permit = Permit(access, Groupless(), ledger, Refusals(ledger, clock, Tasks()))
        return partial(first_of, TryRule(rules, keep.take_look, permit, ledger, clock))

    return make


async def first_of(trying, lead, name):
    async with aclosing(trying(lead, name)) as parts:
        return await anext(parts)


async def test_what_would_be_raised_is_told_and_nothing_is_done(trial, org, alerts, ledger):
    org.sightings = [RINGS]
    tried = await trial(RINGING, SILENT)(ADMIN, "Ringing")
    (seen,) = tried.trials
    assert [one.key for one in seen.problems] == ["ringing/genesys/c-1/p-1"]
    assert (seen.live, seen.requests, seen.open_keys) == (1, 2, frozenset())
    assert alerts.raised == []
    assert await ledger.watches.find("ringing", "genesys") is None
    (line,) = await ledger.entries(by="U0ADMIN")
    assert (line.step, line.detail) == ("rule_tested", "ringing")


async def test_what_is_held_back_for_the_hour_is_told_apart(trial, org, monkeypatch):
    org.sightings = [RINGS]
    monkeypatch.setattr(AlertRule, "raises", lambda *_: False)
    (seen,) = (await trial(RINGING)(ADMIN, "ringing")).trials
    assert seen.problems == ()
    assert [one.conversation_id for one in seen.held_back] == ["c-1"]


@pytest.mark.parametrize(("delay", "after"), [(100.0, 25), (6.0, 6)])
async def test_an_org_that_is_slow_is_said_to_be_while_the_others_are_told_and_its_own_follows(
    trial, org, clock, delay, after
):
    slow = WatchedOrg(clock, "slow", delay=delay)
    org.sightings = [RINGS]
    told = []
    async with aclosing(trial(RINGING, orgs=[slow, org]).args[0](ADMIN, "ringing")) as parts:
        async for tried in parts:
            trials = [(one.org, one.waited_for, one.late, len(one.problems)) for one in tried.trials]
            told.append(((clock.now() - START).total_seconds(), tried.followed, trials))
    assert told == [
        (2.5, False, [("genesys", False, False, 1), ("slow", True, False, 0)]),
        (after, True, [("slow", False, after == 25, 0)]),
    ]


async def test_an_org_that_does_not_answer_is_said_not_to_though_it_is_too_early_for_an_alert(trial, org):
    org.status = None
    (seen,) = (await trial(SILENT)(ADMIN, "silent")).trials
    assert seen.problems == ()
    assert seen.unseen == ("It does not answer just now. That is raised once it lasts for 2 min.",)


async def test_an_org_that_answers_too_late_does_not_answer(trial, org, clock):
    org.delay = 20.0
    (seen,) = (await trial(SILENT)(ADMIN, "silent")).trials
    assert "does not answer just now" in seen.unseen[0]
    assert clock.now() == START + timedelta(seconds=15)


async def test_orgs_that_the_asker_may_not_look_into_are_left_out_and_counted(trial, org, clock):
    zurich = WatchedOrg(clock, "zurich")
    tried = await trial(RINGING, orgs=[org, zurich], denied=[NO_ZURICH])(ADMIN, "ringing")
    assert [one.org for one in tried.trials] == ["genesys"]
    assert tried.hidden == 1
    assert zurich.asked == []


async def test_a_rule_is_tried_where_it_is_about_alone(trial, org, clock):
    zurich = WatchedOrg(clock, "zurich")
    tried = await trial(replace(RINGING, orgs=frozenset({"zurich"})), orgs=[org, zurich])(ADMIN, "ringing")
    assert [one.org for one in tried.trials] == ["zurich"]
    assert org.asked == []


async def test_a_queue_that_there_is_not_is_said_and_which_was_meant(trial, org):
    org.known = [Queue("q-1", "Roadside Assistance")]
    rule = replace(RINGING, queues=frozenset({"Roadside Asistance", "Zzz"}))
    (seen,) = (await trial(rule)(ADMIN, "ringing")).trials
    assert seen.unseen == (
        "No queue is called 'Roadside Asistance' there. Did you mean 'Roadside Assistance'?",
        "No queue is called 'Zzz' there.",
    )


async def test_a_source_is_asked_of_no_org(trial, org):
    (seen,) = (await trial(PULSE)(ADMIN, "pulse")).trials
    assert (seen.org, seen.live, len(seen.problems)) == ("", None, 1)
    assert org.asked == []


@pytest.mark.parametrize(
    ("typed", "words", "hint"),
    [
        ("rinning", "There is no rule of that name.", "Did you mean ringing?"),
        ("zzz", "There is no rule of that name.", "There are ringing, silent."),
        ("", "Which rule?", "There are ringing, silent."),
    ],
)
async def test_a_rule_that_there_is_not_is_said_and_which_was_meant(trial, typed, words, hint):
    with pytest.raises(InputError) as wrong:
        await trial(RINGING, SILENT)(ADMIN, typed)
    assert (str(wrong.value), wrong.value.hint) == (words, hint)


async def test_without_rules_it_is_said_where_they_are_made(trial):
    with pytest.raises(InputError) as wrong:
        await trial()(ADMIN, "ringing")
    assert "[[alerts.rules]]" in wrong.value.hint


async def test_who_may_not_change_alerts_tries_nothing(trial, org):
    with pytest.raises(AccessDeniedError):
        await trial(RINGING)(Lead("U0OTHER"), "ringing")
    await asyncio.sleep(0)
    assert org.asked == []
