"""Find live conversations: of an agent, of a queue, of a phone number, or those that a message names."""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import structlog

from bot.domain.access import Action, Circumstances, Decision, Lead
from bot.domain.errors import AccessDeniedError, HangupError, InputError, LedgerUnavailableError, LookUpError
from bot.domain.links import Links
from bot.domain.sighting import Findings, Queue, Refusal, Sighting
from bot.domain.suspicion import ranked
from bot.domain.wanted import Sought, Wanted, core_of, folded
from bot.ports import Clock, Entry, Roster, Search
from bot.use_cases.found import Found, Looked, sighting_of
from bot.use_cases.kept import Kept
from bot.use_cases.look_up import LookUp
from bot.use_cases.pinpoint import name_in, the_agent, the_queues

# Of one message no more is asked: every id is a request.
MOST_IDS = 10
MOST_NUMBERS = 3

log = structlog.get_logger()

# Reads a number in any usual notation, with a region for those without a country code; None for what is none.
ReadNumber = Callable[[str, str], str | None]
NumbersWithin = Callable[[str, str], tuple[str, ...]]


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

    async def __call__(self, lead: Lead, wanted: Wanted, *, part: int = 1) -> Found:
        """Find what is wanted, in every org that the lead may look into.

        Raises `AccessDeniedError`, and `InputError` for a name that several agents bear or that Slack can't resolve.
        """
        await self.look_up.permit.require(lead, Action.LOOK_UP)
        orgs = await self._allowed(lead)
        match wanted.kind:
            case Sought.AGENT:
                found = await asyncio.gather(*(self._of_agent(org, wanted) for org in orgs))
            case Sought.QUEUE:
                found = await self._of_queue(orgs, wanted, part)
            case Sought.NUMBER:
                found = await asyncio.gather(*(self._of_number(org, wanted.text, part) for org in orgs))
            case _:
                found = await self._in_message(lead, orgs, wanted)
        result = await self._result(lead, wanted, found, part)
        await self._note(lead, result)
        return result

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

    async def _of_agent(self, search: Search, wanted: Wanted) -> "_Answer":
        org = search.org.name
        named = await name_in(org, wanted, self.links, self.roster)
        if not named:
            return _Answer(Looked(org, unknown=True))
        agents = await search.agents(named)
        if agents.refusal is not None:
            return _Answer(Looked(org, agents.asked, refusal=agents.refusal))
        agent = the_agent(agents.found, named)
        if agent is None:
            return _Answer(Looked(org, agents.asked, unknown=True))
        found = await search.of_agent(agent.id)
        names_at = min(filter(None, (agents.as_of, found.names_at)), default=None)
        return _Answer(_looked(org, replace(found, names_at=names_at), agent.name), found)

    async def _of_queue(self, orgs: Sequence[Search], wanted: Wanted, part: int) -> "list[_Answer]":
        """Find the queue in each org; where several names fit, none is asked, and they are to be chosen from."""
        lists = await asyncio.gather(*(search.queues(core_of(wanted.text)) for search in orgs))
        meant = the_queues(tuple(queue for one in lists for queue in one.found), wanted.text)
        answers = [
            _Answer(Looked(search.org.name, one.asked, unknown=one.refusal is None, refusal=one.refusal))
            for search, one in zip(orgs, lists, strict=True)
            if one.refusal is not None or not any(queue.org == search.org.name for queue in meant)
        ]
        names = tuple({folded(queue.name): queue.name for queue in meant}.values())
        if len(names) > 1:
            return [*answers, _Answer(Looked(""), queues=names)]
        by_org = {search.org.name: search for search in orgs}
        asked = [self._of_one_queue(by_org[queue.org], queue, part) for queue in meant]
        return [*answers, *await asyncio.gather(*asked)]

    async def _of_one_queue(self, search: Search, queue: Queue, part: int) -> "_Answer":
        found = await search.of_queue(queue.id, page=part)
        division = (queue.division_id,) if queue.division_id else ()
        listed = tuple(
            replace(
                one,
                queue_id=one.queue_id or queue.id,
                queue_name=one.queue_name or queue.name,
                division_ids=one.division_ids or division,
            )
            for one in found.sightings
        )
        found = replace(found, sightings=listed)
        return _Answer(_looked(search.org.name, found, queue.name), found)

    async def _of_number(self, search: Search, typed: str, part: int) -> "_Answer":
        org = search.org.name
        e164 = self.read_number(typed, self.regions.get(org, ""))
        if e164 is None:
            return _Answer(Looked(org, unknown=True))
        found = await search.of_number(e164, page=part)
        return _Answer(_looked(org, found), found)

    async def _in_message(self, lead: Lead, orgs: Sequence[Search], wanted: Wanted) -> "list[_Answer]":
        """Read the conversations whose ids stand in a message, and search for its numbers."""
        answers = [await self._read(lead, one) for one in wanted.ids[:MOST_IDS]]
        for number in wanted.numbers[:MOST_NUMBERS]:
            answers += await asyncio.gather(*(self._of_number(org, number, 1) for org in orgs))
        return answers

    async def _read(self, lead: Lead, conversation_id: str) -> "_Answer":
        """Read one; an id that is of no conversation is not worth a word, but for a refusal."""
        try:
            conversation = await self.look_up(lead, conversation_id)
        except LookUpError as unread:
            gone = unread.reading.not_found
            refusal = None if gone else Refusal(unread.reading.reply, unread.reading.silence)
            return _Answer(Looked("", ("conversations",), unknown=gone, refusal=refusal))
        except AccessDeniedError:
            return _Answer(Looked("", ("conversations",)), hidden=1)
        except HangupError:
            return _Answer(Looked("", ("conversations",), unknown=True))
        seen = Findings(self.clock.now(), (sighting_of(conversation),), 1)
        return _Answer(Looked(conversation.org, ("conversations",)), seen)

    async def _result(self, lead: Lead, wanted: Wanted, answers: "Sequence[_Answer]", part: int) -> Found:
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
        orgs = dict.fromkeys(one.org for one in found.looked if one.org) or {"": None}
        try:
            for org in orgs:
                detail = f"{what[:150]}: {counted[org] if len(orgs) > 1 else found.total} found"
                await self.look_up.ledger.enter(Entry(found.at, lead.user_id, "searched", org, "", detail=detail))
        except LedgerUnavailableError:
            log.warning("ledger.search_not_written")


@dataclass(frozen=True, slots=True)
class _Answer:
    looked: Looked
    found: Findings | None = None
    hidden: int = 0
    queues: tuple[str, ...] = ()

    @property
    def sightings(self) -> tuple[Sighting, ...]:
        return self.found.sightings if self.found is not None else ()


def _looked(org: str, found: Findings, name: str = "") -> Looked:
    return Looked(org, found.asked, name, unseen=found.unseen, refusal=found.refusal, names_at=found.names_at)


def _about(one: Sighting) -> Circumstances:
    """Tell what is known for the access table; what a search does not tell speaks against the lead."""
    queue = frozenset({(one.queue_id or "", one.queue_name)}) if one.queue_id or one.queue_name else frozenset()
    return Circumstances(one.org, frozenset(one.division_ids) or None, queue)
