"""Take one look for one rule at one org: what it sees is told, and nothing is done about it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain.alert import Problem
from bot.domain.watch import AlertRule, Look, RuleKind, Tracked, WatchState
from bot.domain.watch.checking import UNDECIDED, Checked, check
from bot.domain.watch.course import proven_by_read
from bot.domain.watch.live import MOST_AT_ONCE, Suspect, crowd, suspects
from bot.domain.watch.measure import lasting
from bot.domain.watch.own import heartbeat, not_confirmed, org_silent, refusal_storm
from bot.ports import Clock, Conversations, Search, Watches
from bot.use_cases.glance import Glance

REMEMBERED = timedelta(hours=24)
CONFIRMED_SINCE = "It is no longer among the disconnects of the last 24 hours that are not confirmed."
WELL_AGAIN = "well_again:"
LISTENED_SINCE = "listened_since:"


@dataclass(frozen=True, slots=True)
class TakeLook:
    """The use case; it reads, and writes nothing."""

    orgs: Mapping[str, Conversations]
    searches: Mapping[str, Search]
    watches: Watches
    clock: Clock

    def glance(self, org: str, rules: Sequence[AlertRule]) -> Glance:
        """Begin a glance at an org, which these rules then share."""
        live = [rule.queues for rule in rules if rule.kind.live]
        queues = frozenset().union(*live) if all(live) else frozenset()
        return Glance(self.clock, self.searches.get(org), self.orgs.get(org), queues)

    async def __call__(self, rule: AlertRule, org: str, state: WatchState, glance: Glance) -> Look:
        """Look; raises `LedgerUnavailableError`. What the platform refuses makes the look incomplete."""
        match rule.kind:
            case RuleKind.NOT_CONFIRMED:
                return await self._not_confirmed(rule, org, state, glance)
            case RuleKind.REFUSAL_STORM:
                now = self.clock.now()
                refusals = await self.watches.refusals(org, now - rule.within)
                fewer = f"Fewer than {rule.times} of them in the last {lasting(rule.within)}."
                return Look(now, refusal_storm(rule, org, refusals, now), absent=fewer)
            case RuleKind.HEARTBEAT:
                return await self._heartbeat(rule, state)
            case RuleKind.ORG_SILENT:
                probe = await glance.probe()
                return org_silent(rule, org, probe, state.marks, self.clock.now())
            case _:
                return await self._live(rule, org, state, glance)

    async def _live(self, rule: AlertRule, org: str, state: WatchState, glance: Glance) -> Look:
        findings = await glance.live()
        now = self.clock.now()
        sightings = findings.sightings if findings is not None else ()
        complete = findings is not None and findings.refusal is None and not findings.truncated
        found = suspects(rule, sightings, now)
        known = [one for one in found if state.find(one.problem.key) is not None]
        new = [one for one in found if state.find(one.problem.key) is None]
        own, rest = new[: max(MOST_AT_ONCE - len(known), 0)], new[max(MOST_AT_ONCE - len(known), 0) :]
        problems = [one.problem for one in known]
        proved: set[str] = set()
        for one in own:
            problem = await self._proved(rule, one, glance)
            if problem is not None:
                problems.append(problem)
                proved |= {problem.key} if problem is not one.problem else set()
        if rest:
            problems.append(crowd(rule, org, rest, now))
        shown = {problem.key for problem in problems}
        over, standing = await self._missed(rule, (t for t in state.tracked if t.key not in shown), glance)
        agents = {one.problem.key: one.sighting.agent_id for one in found if one.sighting.agent_id is not None}
        return Look(now, tuple(problems), complete, over, standing, agents=agents, proved=frozenset(proved))

    async def _proved(self, rule: AlertRule, suspect: Suspect, glance: Glance) -> Problem | None:
        """Read before anybody is alarmed; what can't be read now is believed where the search showed enough."""
        problem = suspect.problem
        checked = await self._checked(rule, problem.conversation_id, problem.participant_id, suspect, glance)
        if checked.over:
            return None
        if not checked.stands:
            return problem if suspect.certain else None
        now = self.clock.now()
        since = checked.since or problem.since
        return replace(problem, since=since, evidence=(*problem.evidence, proven_by_read(now, since)))

    async def _missed(
        self, rule: AlertRule, tracked: Iterable[Tracked], glance: Glance
    ) -> tuple[dict[str, str], frozenset[str]]:
        """Read what is not shown any more: it is over, for a reason that can be told, or it stands."""
        over: dict[str, str] = {}
        standing: set[str] = set()
        for one in tracked:
            checked = await self._checked(rule, one.conversation_id, one.participant_id, one, glance)
            if checked.over:
                over[one.key] = checked.over
            elif checked.stands:
                standing.add(one.key)
        return over, frozenset(standing)

    async def _checked(
        self,
        rule: AlertRule,
        conversation_id: str | None,
        participant_id: str | None,
        about: Suspect | Tracked | None,
        glance: Glance,
    ) -> Checked:
        reading = await glance.read(conversation_id) if conversation_id is not None else None
        if reading is None or reading.conversation is None:
            return UNDECIDED
        agent_id = about.sighting.agent_id if isinstance(about, Suspect) else about.agent_id if about else None
        return check(rule, reading.conversation, participant_id, agent_id, self.clock.now())

    async def _not_confirmed(self, rule: AlertRule, org: str, state: WatchState, glance: Glance) -> Look:
        now = self.clock.now()
        demands = await self.watches.unconfirmed(org, now - REMEMBERED)
        # What was once seen to be over needs no more reads, while the ledger keeps saying what was known then.
        doubtful = not_confirmed(rule, demands, now)
        well = {name: at for name, at in state.marks.items() if name in {WELL_AGAIN + p.key for p in doubtful}}
        unclear = [p for p in doubtful if WELL_AGAIN + p.key not in well]
        # What was raised stays in sight, whatever comes before it by now: else it would count as over.
        problems = sorted(unclear, key=lambda p: state.find(p.key) is None)[:MOST_AT_ONCE]
        over: dict[str, str] = {}
        for problem in problems:
            checked = await self._checked(rule, problem.conversation_id, problem.participant_id, None, glance)
            if checked.over:
                over[problem.key] = checked.over
                well[WELL_AGAIN + problem.key] = now
        return Look(now, tuple(problems), over=over, absent=CONFIRMED_SINCE, marks=well)

    async def _heartbeat(self, rule: AlertRule, state: WatchState) -> Look:
        now = self.clock.now()
        since = {source: state.marks.get(LISTENED_SINCE + source, now) for source in sorted(rule.sources)}
        problems, over = heartbeat(rule, await self.watches.last_heard(sorted(rule.sources)), since, now)
        return Look(now, problems, over=over, marks={LISTENED_SINCE + source: at for source, at in since.items()})
