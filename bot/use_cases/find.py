"""Find live conversations: of an agent, of a queue, of a phone number, or those that a message names."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.domain.access import Action, Circumstances, Decision, Lead
from bot.domain.errors import InputError, LedgerUnavailableError
from bot.domain.links import Links
from bot.domain.sighting import Sighting
from bot.domain.suspicion import ranked
from bot.domain.wanted import Sought, Wanted, core_of, folded
from bot.ports import Clock, Entry, Roster, Search
from bot.use_cases.asking import Answer, Asking, ReadNumber, no_queue, where
from bot.use_cases.found import Found, Looked
from bot.use_cases.in_time import in_time, let_go
from bot.use_cases.kept import Kept
from bot.use_cases.look_up import LookUp
from bot.use_cases.pinpoint import the_queues

# Of one message no more is asked: every id is a request.
MOST_IDS = 10
MOST_NUMBERS = 3
# An org that has not answered by then is told as late, once another has; what it answers follows.
PATIENCE_SECONDS = 2.5

log = structlog.get_logger()

NumbersWithin = Callable[[str, str], tuple[str, ...]]
Work = Coroutine[Any, Any, Answer]
# An org's name, empty where it is found out by looking, and what was asked of it.
_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Find:
    """The use case; `searches` by the org's name, `regions` for numbers without a country code."""

    searches: Mapping[str, Search]
    look_up: LookUp
    roster: Roster
    clock: Clock
    read_number: ReadNumber
    numbers_within: NumbersWithin
    regions: Mapping[str, str] = field(default_factory=dict)
    links: Links = field(default_factory=Links)
    kept: Kept = field(default_factory=Kept)

    def is_number(self, typed: str) -> bool:
        """Tell whether what was typed is a phone number, in the notation of one of the orgs' regions."""
        return any(self.read_number(typed, self.regions.get(org, "")) for org in self.searches)

    def named_in(self, text: str, words: Sequence[str]) -> Wanted:
        """Read what a message may mean: the ids and links among its words, and the phone numbers in its text."""
        ids = dict.fromkeys(one for word in words if (one := self.look_up.is_of(word)))
        numbers = dict.fromkeys(
            number for org in self.searches for number in self.numbers_within(text, self.regions.get(org, ""))
        )
        return Wanted(Sought.MESSAGE, ids=tuple(ids), numbers=tuple(numbers))

    async def __call__(self, lead: Lead, wanted: Wanted, *, part: int = 1) -> AsyncGenerator[Found, None]:
        """Find what is wanted, in every org that the lead may look into.

        First comes what was found in time; if an org was slow, what it answered follows. Raises `AccessDeniedError`,
        and `InputError` for a name that several agents bear or that Slack can't resolve.
        """
        await self.look_up.permit.require(lead, Action.LOOK_UP)
        orgs = {search.org.name: search for search in await self._allowed(lead)}
        until = self.clock.now() + timedelta(seconds=PATIENCE_SECONDS)
        if wanted.kind is Sought.QUEUE:
            answers, late = await self._of_queue(orgs, wanted, part, until)
        else:
            answers, late = await in_time(self.clock, until, self._works(lead, orgs, wanted, part))
        try:
            slow = [Answer(where(orgs.get(org), late=True)) for org in dict.fromkeys(org for org, _ in late)]
            yield await self._told(lead, wanted, [*answers, *slow], part)
            if late:
                followed = await self._told(lead, wanted, await asyncio.gather(*late.values()), part)
                yield replace(followed, followed=True)
        finally:
            await let_go(late)

    async def _allowed(self, lead: Lead) -> list[Search]:
        """Leave out the orgs that the lead may not look into; raises `AccessDeniedError` if none is left."""
        permit = self.look_up.permit
        decided: list[tuple[Search, Decision]] = [
            (search, await permit.decide(lead, Action.LOOK_UP, Circumstances(org=search.org.name)))
            for search in self.searches.values()
        ]
        if allowed := [search for search, decision in decided if decision.allowed]:
            return allowed
        if decided:
            raise await permit.denied(lead, decided[0][1], Circumstances(org=decided[0][0].org.name))
        raise InputError("None of the orgs can be searched.", "Look a conversation up by its id.")

    def _works(self, lead: Lead, orgs: Mapping[str, Search], wanted: Wanted, part: int) -> Mapping[_Key, Work]:
        ask = self._asking
        match wanted.kind:
            case Sought.AGENT:
                return {(name, ""): ask.of_agent(one, wanted) for name, one in orgs.items()}
            case Sought.NUMBER:
                return {(name, ""): ask.of_number(one, wanted.text, part) for name, one in orgs.items()}
            case _:
                # The conversations whose ids stand in a message, and those with its numbers.
                ids: dict[_Key, Work] = {("", one): ask.of_id(lead, one) for one in wanted.ids[:MOST_IDS]}
                numbers = wanted.numbers[:MOST_NUMBERS]
                return ids | {(name, n): ask.of_number(one, n, 1) for n in numbers for name, one in orgs.items()}

    async def _of_queue(
        self, orgs: Mapping[str, Search], wanted: Wanted, part: int, until: datetime
    ) -> "tuple[Sequence[Answer], Mapping[_Key, asyncio.Task[Answer]]]":
        """Find the queue in each org; where several names fit, none is asked, and they are to be chosen from."""
        ask, core = self._asking, core_of(wanted.text)
        lists, late = await in_time(self.clock, until, {name: one.queues(core) for name, one in orgs.items()})
        in_time_orgs = [one for name, one in orgs.items() if name not in late]
        listed = list(zip(in_time_orgs, lists, strict=True))
        meant = the_queues(tuple(queue for one in lists for queue in one.found), wanted.text)
        with_it = {queue.org for queue in meant}
        answers = [no_queue(search, one) for search, one in listed if one.refusal or search.org.name not in with_it]
        names = tuple({folded(queue.name): queue.name for queue in meant}.values())
        if len(names) > 1:
            await let_go(late)
            slow = [Answer(where(orgs[name], late=True)) for name in late]
            return [*answers, *slow, Answer(Looked(""), queues=names)], {}
        named = next(iter(names), wanted.text)
        works: dict[_Key, Work] = {(one.org, one.id): ask.of_queue(orgs[one.org], one, part) for one in meant}
        works |= {(name, ""): ask.of_late_queue(orgs[name], task, named, part) for name, task in late.items()}
        more, late_ones = await in_time(self.clock, until, works, answered=bool(answers))
        return [*answers, *more], late_ones

    async def _told(self, lead: Lead, wanted: Wanted, answers: Sequence[Answer], part: int) -> Found:
        found = await self._result(lead, wanted, answers, part)
        await self._note(lead, found)
        return found

    @property
    def _asking(self) -> Asking:
        return Asking(self.look_up, self.roster, self.clock, self.read_number, self.regions, self.links)

    async def _result(self, lead: Lead, wanted: Wanted, answers: Sequence[Answer], part: int) -> Found:
        now = self.clock.now()
        seen = {(one.org, one.conversation_id, one.participant_id): one for a in answers for one in a.sightings}
        decided = {about: await self._may_see(lead, about) for about in set(map(_about, seen.values()))}
        allowed = [one for one in seen.values() if decided[_about(one)]]
        total = sum(one.found.total for one in answers if one.found is not None)
        if wanted.kind in {Sought.MESSAGE, Sought.NUMBER} and total <= len(seen):
            total = len(seen)
        return Found(
            wanted,
            now,
            ranked(allowed, now),
            max(total, len(seen)),
            part,
            start=sum(one.found.start for one in answers if one.found is not None),
            more=wanted.kind is not Sought.MESSAGE and any(one.found and one.found.truncated for one in answers),
            hidden=len(seen) - len(allowed) + sum(one.hidden for one in answers),
            looked=tuple(one.looked for one in answers if not one.queues),
            queues=next((one.queues for one in answers if one.queues), ()),
            token=self.kept.keep(wanted, now) if wanted.personal else "",
        )

    async def _may_see(self, lead: Lead, about: Circumstances) -> bool:
        return await self.look_up.permit.allows(lead, Action.LOOK_UP, about)

    async def _note(self, lead: Lead, found: Found) -> None:
        """Write down who searched for what, once for each org that was looked into; a number is not written down."""
        what = found.wanted.kind.value if found.wanted.personal else f"{found.wanted.kind} {found.name}"
        counted = Counter(one.sighting.org for one in found.suspects)
        orgs = {one.org: one.late for one in found.looked if one.org} or {"": False}
        try:
            for org, late in orgs.items():
                count = f"{counted[org] if len(orgs) > 1 else found.total} found"
                detail = f"{what[:150]}: {'no answer yet' if late else count}"
                await self.look_up.ledger.enter(Entry(found.at, lead.user_id, "searched", org, "", detail=detail))
        except LedgerUnavailableError:
            log.warning("ledger.search_not_written")


def _about(one: Sighting) -> Circumstances:
    """Tell what is known for the access table; what a search does not tell speaks against the lead."""
    queue = frozenset({(one.queue_id or "", one.queue_name)}) if one.queue_id or one.queue_name else frozenset()
    return Circumstances(one.org, frozenset(one.division_ids) or None, queue)
