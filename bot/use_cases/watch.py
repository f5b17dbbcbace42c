"""Keep watch: what is due is claimed, looked at, and raised or closed, by one process at a time."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot.domain.alert import Problem
from bot.domain.errors import LedgerUnavailableError
from bot.domain.watch import AlertRule, RuleKind, Watch, take_turn
from bot.domain.watch.course import retire
from bot.ports import Clock, Watches
from bot.use_cases.glance import Glance
from bot.use_cases.take_look import TakeLook
from bot.use_cases.tasks import Tasks

LEASE = timedelta(seconds=90)
VISIT_SECONDS = 60.0
NO_MORE_RULE = "The rule is no longer in the settings."

log = structlog.get_logger()


class Raising(Protocol):
    """How a problem becomes an alert, or is told anew."""

    async def __call__(self, problem: Problem) -> None:
        """Raise it, once for its key."""
        ...


class Ending(Protocol):
    """How an alert ends."""

    async def __call__(self, key: str, outcome: str, *, at: datetime, by: str | None = None) -> None:
        """Close it, if there is one."""
        ...


@dataclass(slots=True)
class KeepWatch:
    """The use case, driven by a job. Each org is visited on its own: a slow one holds up nobody else's rules.

    What is cut short, by a crash too, is done again once its lease has run out: raising and closing may be repeated.
    """

    rules: Sequence[AlertRule]
    take_look: TakeLook
    watches: Watches
    raise_alert: Raising
    close_alert: Ending
    tasks: Tasks
    clock: Clock
    owner: str
    _visited: set[str] = field(default_factory=set)
    _planned: datetime | None = None

    async def __call__(self) -> int:
        """Begin a visit to each org where something is due; returns how many. Raises `LedgerUnavailableError`."""
        now = self.clock.now()
        if self._planned is None:
            await self._plan()
        elif now < self._planned:
            # A clock that was set back: what was due soon would be due in hours.
            await self.watches.plan(self._all(now))
        self._planned = now
        free = [one for one in self._all(now) if one.org not in self._visited]
        claimed = await self.watches.claim(self.owner, free, now, now + LEASE)
        begun = 0
        for org, due in itertools.groupby(claimed, key=lambda one: one.org):
            self._visited.add(org)
            self.tasks.start(self._visit(org, list(due)), f"watch {org or 'sources'}")
            begun += 1
        return begun

    def _all(self, now: datetime) -> list[Watch]:
        return [
            Watch(rule.name, org, rule.next_due(now))
            for rule in self.rules
            for org in ([""] if rule.kind is RuleKind.HEARTBEAT else self.take_look.orgs)
            if not org or not rule.orgs or org in rule.orgs
        ]

    async def _plan(self) -> None:
        """Make the settings' watches due, and end those that are in the settings no more."""
        now = self.clock.now()
        known = self._all(now)
        await self.watches.plan(known)
        for watch in await self.watches.retire(self.owner, known, now + LEASE):
            for closing in retire(watch.state.tracked, now, NO_MORE_RULE):
                await self.close_alert(closing.key, closing.outcome, at=closing.at)
            await self.watches.drop(watch)
            log.info("watch.retired", rule=watch.rule, org=watch.org)

    async def _visit(self, org: str, due: Sequence[Watch]) -> None:
        """Do all that is due at one org, with one glance; what there is no time for is due again soon."""
        # An org that does not answer eats up the time: that it is silent is found out before anything is waited for.
        left = sorted(due, key=lambda one: (self._rule(one).kind.live, self._rule(one).kind is not RuleKind.ORG_SILENT))
        glance = self.take_look.glance(org, [self._rule(watch) for watch in due])
        try:
            try:
                async with self.clock.timeout(VISIT_SECONDS):
                    while left:
                        await self._guarded(left[0], glance)
                        left.pop(0)
            except TimeoutError:
                log.warning("watch.too_slow", org=org, left=[one.rule for one in left])
                for watch in left:
                    await self._give_back(watch)
        except LedgerUnavailableError:
            # The leases run out by themselves.
            log.warning("watch.ledger_unavailable", org=org)
        finally:
            self._visited.discard(org)

    async def _guarded(self, watch: Watch, glance: Glance) -> None:
        """Take a turn; what goes wrong in one rule is no other rule's matter."""
        try:
            await self._turn(watch, glance)
        except LedgerUnavailableError:
            raise
        except Exception:
            log.exception("watch.failed", rule=watch.rule, org=watch.org)
            await self._give_back(watch)

    async def _turn(self, watch: Watch, glance: Glance) -> None:
        rule = self._rule(watch)
        look = await self.take_look(rule, watch.org, watch.state, glance)
        turn = take_turn(rule, watch.state, look)
        # Written first: an alert that is raised and that nobody remembers would stay for ever.
        if not await self.watches.keep(watch, turn.during, self.clock.now() + LEASE):
            log.warning("watch.overtaken", rule=watch.rule, org=watch.org)
            return
        for problem in turn.raised:
            await self.raise_alert(problem)
        for closing in turn.closed:
            await self.close_alert(closing.key, closing.outcome, at=closing.at)
        await self.watches.done(watch, turn.after, rule.next_due(self.clock.now()))
        log.info(
            "watch.looked",
            rule=watch.rule,
            org=watch.org,
            problems=len(turn.raised),
            closed=len(turn.closed),
            complete=look.complete,
            requests=glance.requests,
        )

    async def _give_back(self, watch: Watch) -> None:
        kept = await self.watches.find(watch.rule, watch.org)
        state = kept.state if kept is not None else watch.state
        await self.watches.done(watch, state, self._rule(watch).next_due(self.clock.now()))

    def _rule(self, watch: Watch) -> AlertRule:
        return next(rule for rule in self.rules if rule.name == watch.rule)
