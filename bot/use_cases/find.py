"""Find live conversations: of an agent, of a queue, of a phone number, or those that a message names."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.domain.access import Action, Circumstances, Decision, Lead
from bot.domain.errors import InputError
from bot.domain.links import Links
from bot.domain.sighting import Queue
from bot.domain.wanted import MOST_IDS, MOST_NUMBERS, Sought, Wanted, core_of
from bot.ports import Clock, Roster, Search
from bot.use_cases.asking import Answer, Asking, ReadNumber, names_of, no_queue, where
from bot.use_cases.found import Found, Looked
from bot.use_cases.in_time import PATIENCE_SECONDS, in_time, in_turn, let_go
from bot.use_cases.kept import Kept
from bot.use_cases.look_up import LookUp
from bot.use_cases.naming import wanted_in
from bot.use_cases.pinpoint import the_queues
from bot.use_cases.placing import Ids, placed
from bot.use_cases.tell_found import Searching, TellFound

AFTER_A_LIST_SECONDS = 1.0

log = structlog.get_logger()

NumbersWithin = Callable[[str, str], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Key:
    """An org, and what was asked of it where that is several things."""

    at: Looked
    what: str = ""


Works = Mapping[_Key, Coroutine[Any, Any, Answer]]
Late = Mapping[_Key, "asyncio.Task[Answer]"]


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

    def means_number(self, typed: str, usual: str | None) -> bool:
        """Tell whether a number is meant where it may be an id too, as numbers without a country code may be.

        An id has no blanks. Else the lead's `usual` org decides: where it knows no such ids, a valid number is one.
        """
        if not self.is_number(typed):
            return False
        if " " in typed or self.look_up.is_of(typed) is None:
            return True
        if usual is None or usual not in self.searches or self.look_up.which.fitting(typed, usual):
            return False
        return bool(self.numbers_within(typed, self.regions.get(usual, "")))

    def named_in(self, text: str) -> Wanted:
        """Read what a message may mean: the ids, the links and the phone numbers in its text."""
        return wanted_in(text, list(self.look_up.orgs.values()), self._numbers_in, self.look_up.which.is_number)

    def _numbers_in(self, text: str) -> tuple[str, ...]:
        regions = dict.fromkeys(self.regions.get(org, "") for org in self.searches)
        found = (self.numbers_within(text, region) for region in regions)
        return tuple(dict.fromkeys(number for numbers in found for number in numbers))

    async def __call__(
        self, lead: Lead, wanted: Wanted, *, part: int = 1, org: str = "", chosen: tuple[str, ...] = ()
    ) -> AsyncGenerator[Found, None]:
        """Find what is wanted, in every org that the lead may look into, or in the one that is named alone.

        First comes what was found in time, then what each org answers that was slow. `chosen` are the orgs of the ids
        of a message that fit several. Raises `AccessDeniedError`, and `InputError` where nobody is meant for sure: the
        only org that was asked knows several agents of the name, or Slack can't say who is mentioned.
        """
        await self.look_up.permit.require(lead, Action.LOOK_UP)
        until = self.clock.now() + timedelta(seconds=PATIENCE_SECONDS)
        named = (await self.look_up.which.meant(lead, org)).org.name if org else ""
        search = Searching(lead, wanted, part, named, chosen)
        search, answers, late = await self._begun(search, until)
        try:
            slow = [Answer(replace(at, late=True)) for at in dict.fromkeys(key.at for key in late)]
            yield await self._tell(search, [*answers, *slow])
            async with aclosing(in_turn(late, lambda key: key.at.org)) as following:
                async for name, its in following:
                    alone = Searching(lead, wanted, part, name, chosen)
                    yield replace(await self._tell(alone, its), followed=True)
        finally:
            await let_go(late)

    async def _begun(self, search: Searching, until: datetime) -> tuple[Searching, Sequence[Answer], Late]:
        """Ask, and give what was answered in time and what is late; raises `InputError` if nobody is meant for sure."""
        lead, wanted = search.lead, search.wanted
        orgs = await self._allowed(lead, search.org)
        if wanted.kind is Sought.MESSAGE:
            ids = await placed(self.look_up.which, lead, wanted.ids[:MOST_IDS], search.chosen)
            if search.org:
                ids = Ids(tuple((one, typed) for one, typed in ids.known if one.org.name == search.org))
            answers, late = await in_time(self.clock, until, self._of_message(lead, orgs, wanted, ids))
            return replace(search, hidden=ids.hidden, unsure=ids.unsure), answers, late
        if wanted.kind is Sought.QUEUE:
            answers, late = await self._of_queue(orgs, wanted, search.part, until)
        else:
            answers, late = await in_time(self.clock, until, self._works(orgs, wanted, search.part))
        unclear = {one.looked.said: one.unclear for one in answers if one.unclear is not None}
        if not late and len(unclear) == 1 and all(one.unclear for one in answers):
            raise next(iter(unclear.values()))
        return search, answers, late

    async def _allowed(self, lead: Lead, org: str = "") -> Mapping[str, Search]:
        """Leave out the orgs that the lead may not look into; raises `AccessDeniedError` if none is left."""
        permit = self.look_up.permit
        decided: list[tuple[Search, Decision]] = [
            (search, await permit.decide(lead, Action.LOOK_UP, Circumstances(org=name)))
            for name, search in self.searches.items()
            if org in {"", name}
        ]
        if allowed := {search.org.name: search for search, decision in decided if decision.allowed}:
            return allowed
        if decided:
            raise await permit.denied(lead, decided[0][1], Circumstances(org=decided[0][0].org.name))
        raise InputError("None of the orgs can be searched.", "Look a conversation up by its id.")

    def _works(self, orgs: Mapping[str, Search], wanted: Wanted, part: int) -> Works:
        ask = self._asking
        if wanted.kind is Sought.AGENT:
            return {_Key(where(one)): self._safely(one, ask.of_agent(one, wanted)) for one in orgs.values()}
        return {_Key(where(one)): self._safely(one, ask.of_number(one, wanted.text, part)) for one in orgs.values()}

    def _safely(self, search: Search, work: Coroutine[Any, Any, Answer]) -> Coroutine[Any, Any, Answer]:
        return self._asking.safely(where(search), work)

    def _of_message(self, lead: Lead, orgs: Mapping[str, Search], wanted: Wanted, ids: Ids) -> Works:
        """Ask for the conversations whose ids stand in a message, and for those with its numbers."""
        ask, numbers = self._asking, wanted.numbers[:MOST_NUMBERS]
        works: dict[_Key, Coroutine[Any, Any, Answer]] = {}
        for one, typed in ids.known:
            looked = where(one, asked=("the conversation",))
            works[_Key(looked, typed)] = ask.safely(looked, ask.of_id(lead, one, typed))
        for number in numbers:
            works |= {_Key(where(o), number): self._safely(o, ask.of_number(o, number, 1)) for o in orgs.values()}
        return works

    async def _of_queue(
        self, orgs: Mapping[str, Search], wanted: Wanted, part: int, until: datetime
    ) -> tuple[Sequence[Answer], Late]:
        """Find the queue in each org; where several names fit, none is asked, and they are to be chosen from."""
        ask, core = self._asking, core_of(wanted.text)
        lists, late = await in_time(self.clock, until, {name: one.queues(core) for name, one in orgs.items()})
        in_time_orgs = [one for name, one in orgs.items() if name not in late]
        listed = list(zip(in_time_orgs, lists, strict=True))
        meant = the_queues(tuple(queue for one in lists for queue in one.found), wanted.text)
        with_it = {queue.org for queue in meant}
        answers = [no_queue(search, one) for search, one in listed if one.refusal or search.org.name not in with_it]
        names = names_of(meant)
        if len(names) > 1:
            await let_go(late)
            slow = [Answer(where(orgs[name], late=True)) for name in late]
            return [*answers, *slow, *(_to_choose(orgs[name], meant) for name in orgs if name in with_it)], {}
        named = next(iter(names), wanted.text)
        works: Works = {
            _Key(where(orgs[one.org]), one.id): self._safely(orgs[one.org], ask.of_queue(orgs[one.org], one, part))
            for one in meant
        }
        # Who has listed its queues in time is given some more for what is live, however slow another is to list them.
        soon = max(until, self.clock.now() + timedelta(seconds=AFTER_A_LIST_SECONDS))
        more, late_ones = await in_time(self.clock, soon, works, answered=bool(answers))
        waiting = {
            _Key(where(orgs[name])): asyncio.create_task(
                self._safely(orgs[name], ask.of_late_queue(orgs[name], task, wanted.text, named, part))
            )
            for name, task in late.items()
        }
        return [*answers, *more], {**late_ones, **waiting}

    @property
    def _tell(self) -> TellFound:
        return TellFound(self.look_up, self.kept, self.clock)

    @property
    def _asking(self) -> Asking:
        return Asking(self.look_up, self.roster, self.clock, self.read_number, self.regions, self.links)


def _to_choose(search: Search, meant: Sequence[Queue]) -> Answer:
    return Answer(replace(where(search), choices=names_of([one for one in meant if one.org == search.org.name])))
