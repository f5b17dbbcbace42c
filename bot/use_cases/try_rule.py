"""Try a rule: say what it would raise at this moment. Nothing is raised, closed or remembered."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from difflib import get_close_matches

from bot.domain.access import Action, Circumstances, Lead
from bot.domain.alert import Problem
from bot.domain.errors import InputError
from bot.domain.sighting import Refusal
from bot.domain.watch import AlertRule, RuleKind, WatchState, take_turn
from bot.domain.watch.measure import lasting
from bot.domain.watch.own import SILENT_SINCE
from bot.ports import Clock, Entry, Ledger
from bot.use_cases.in_time import PATIENCE_SECONDS, in_time, in_turn, let_go
from bot.use_cases.permit import Permit
from bot.use_cases.queue_names import unknown_queue_words
from bot.use_cases.take_look import TakeLook

LOOK_SECONDS = 25.0
MOST_NAMES = 20


@dataclass(frozen=True, slots=True)
class Trial:
    """What a rule sees at one org (empty: it is about none).

    `problems` would be raised, or are already (`open_keys`); `held_back` would not, for the hour. `over` says what
    would be closed. `live` is how many conversations there are; None where that was not asked. `waited_for`: the org
    has not answered yet; `late`: it did not answer in time. `unseen` says in sentences what could not be looked at.
    `place` is the org's platform and region, for people.
    """

    org: str
    problems: tuple[Problem, ...] = ()
    held_back: tuple[Problem, ...] = ()
    open_keys: frozenset[str] = frozenset()
    over: tuple[str, ...] = ()
    requests: int = 0
    live: int | None = None
    truncated: bool = False
    unseen: tuple[str, ...] = ()
    refusal: Refusal | None = None
    late: bool = False
    waited_for: bool = False
    place: str = ""

    @property
    def incomplete(self) -> bool:
        """Whether there may be more than is told."""
        return self.late or self.waited_for or self.refusal is not None or self.truncated


@dataclass(frozen=True, slots=True)
class TriedRule:
    """What a trial showed, at each org that the asker may look into; `hidden` are how many others there are.

    `followed`: this is what an org showed that was slow.
    """

    rule: AlertRule
    at: datetime
    trials: tuple[Trial, ...] = ()
    hidden: int = 0
    followed: bool = False


@dataclass(frozen=True, slots=True)
class TryRule:
    """The use case, for whoever may change what alerts are raised."""

    rules: Sequence[AlertRule]
    take_look: TakeLook
    permit: Permit
    ledger: Ledger
    clock: Clock

    async def __call__(self, lead: Lead, name: str) -> AsyncGenerator[TriedRule, None]:
        """Look once at each org, at all of them at once; it is entered in the ledger.

        First comes what was seen in time, then what each org shows that was slow. Raises `AccessDeniedError`,
        `InputError` for a rule that there is not, and `LedgerUnavailableError`.
        """
        await self.permit.require(lead, Action.ALERT_SETTINGS)
        rule = self._named(name)
        orgs = [""] if rule.kind is RuleKind.HEARTBEAT else [o for o in self.take_look.orgs if _meant(rule, o)]
        mine = [o for o in orgs if not o or await self.permit.allows(lead, Action.LOOK_UP, Circumstances(org=o))]
        now = self.clock.now()
        for org in mine or [""]:
            await self.ledger.enter(Entry(now, lead.user_id, "rule_tested", org, "", detail=rule.name))
        until = now + timedelta(seconds=PATIENCE_SECONDS)
        trials, late = await in_time(self.clock, until, {org: self._try(rule, org) for org in mine})
        try:
            slow = [Trial(org, waited_for=True, place=self._place(org)) for org in late]
            yield TriedRule(rule, now, (*trials, *slow), len(orgs) - len(mine))
            async with aclosing(in_turn(late, str)) as following:
                async for _, shown in following:
                    yield TriedRule(rule, self.clock.now(), tuple(shown), followed=True)
        finally:
            await let_go(late)

    async def _try(self, rule: AlertRule, org: str) -> Trial:
        return replace(await self._tried(rule, org), place=self._place(org))

    def _place(self, org: str) -> str:
        return self.take_look.orgs[org].org.place if org in self.take_look.orgs else ""

    async def _tried(self, rule: AlertRule, org: str) -> Trial:
        kept = await self.take_look.watches.find(rule.name, org)
        state = kept.state if kept is not None else WatchState()
        glance = self.take_look.glance(org, [rule])
        try:
            async with self.clock.timeout(LOOK_SECONDS):
                look = await self.take_look(rule, org, state, glance)
        except TimeoutError:
            return Trial(org, requests=glance.requests, late=True)
        turn = take_turn(rule, state, look)
        raised = {problem.key for problem in turn.raised}
        found = glance.findings
        unseen = found.unseen if found is not None else ()
        if glance.search is not None:
            unseen = (*[await unknown_queue_words(glance.search, one) for one in glance.unknown_queues], *unseen)
        if SILENT_SINCE in look.marks and not look.problems:
            unseen = (f"It does not answer just now. That is raised once it lasts for {lasting(rule.longer_than)}.",)
        return Trial(
            org,
            turn.raised,
            tuple(p for p in look.problems if p.key not in raised and p.key not in look.over),
            frozenset(one.key for one in state.tracked),
            tuple(closing.outcome for closing in turn.closed),
            glance.requests,
            found.total if found is not None and found.refusal is None else None,
            found is not None and found.truncated,
            unseen,
            found.refusal if found is not None else None,
        )

    def _named(self, name: str) -> AlertRule:
        by_name = {rule.name.casefold(): rule for rule in self.rules}
        found = by_name.get(name.casefold())
        if found is not None:
            return found
        names = sorted(rule.name for rule in self.rules)
        if not names:
            raise InputError("There are no rules.", "They are made in the settings, under [[alerts.rules]].")
        near = get_close_matches(name.casefold(), by_name, n=1)
        # Words of errors are logged, and what was typed may be anything.
        said = "There is no rule of that name." if name else "Which rule?"
        hint = f"Did you mean {by_name[near[0]].name}?" if near else f"There are {', '.join(names[:MOST_NAMES])}."
        raise InputError(said, hint)


def _meant(rule: AlertRule, org: str) -> bool:
    return not rule.orgs or org in rule.orgs
