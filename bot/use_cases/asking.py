"""Ask one org for what is wanted: of an agent, of a queue, of a number, or of an id."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import structlog

from bot.domain.access import Lead
from bot.domain.errors import AccessDeniedError, HangupError, InputError, LookUpError
from bot.domain.links import Links
from bot.domain.sighting import Findings, Queue, Queues, Refusal, Sighting
from bot.domain.wanted import Wanted, folded
from bot.ports import Clock, Conversations, Roster, Search
from bot.use_cases.found import Looked, sighting_of
from bot.use_cases.look_up import LookUp
from bot.use_cases.pinpoint import name_in, the_agent, the_queues

FAILED = "Something went wrong inside Hangup, so it could not be searched. Try again; if it stays so, tell who runs it."

log = structlog.get_logger()

# Reads a number in any usual notation, with a region for those without a country code; None for what is none.
ReadNumber = Callable[[str, str], str | None]


@dataclass(frozen=True, slots=True)
class Answer:
    """What one org answered; `hidden` is how many the lead may not look up.

    `unclear`: why nothing could be asked for, fit to be raised where nobody else has an answer.
    """

    looked: Looked
    found: Findings | None = None
    hidden: int = 0
    unclear: InputError | None = None

    @property
    def sightings(self) -> tuple[Sighting, ...]:
        """What was seen."""
        return self.found.sightings if self.found is not None else ()


@dataclass(frozen=True, slots=True)
class Asking:
    """How one org is asked. Refusals and silence are answers."""

    look_up: LookUp
    roster: Roster
    clock: Clock
    read_number: ReadNumber
    regions: Mapping[str, str]
    links: Links

    async def safely(self, looked: Looked, work: Awaitable[Answer]) -> Answer:
        """Await an answer; a mistake of ours about one org is told, and costs no other org's answer."""
        try:
            return await work
        except Exception:
            log.exception("find.failed", org=looked.org)
            return Answer(replace(looked, said=FAILED))

    async def of_agent(self, search: Search, wanted: Wanted) -> Answer:
        """Ask for what an agent has live; a name that several bear is an answer too."""
        try:
            return await self._of_agent(search, wanted)
        except InputError as unclear:
            return Answer(replace(where(search), said=f"{unclear} {unclear.hint}".strip()), unclear=unclear)

    async def _of_agent(self, search: Search, wanted: Wanted) -> Answer:
        named = await name_in(search.org.name, wanted, self.links, self.roster)
        if not named:
            return Answer(where(search, unknown=True))
        agents = await search.agents(named)
        if agents.refusal is not None:
            return Answer(where(search, asked=agents.asked, refusal=agents.refusal))
        agent = the_agent(agents.found, named)
        if agent is None:
            return Answer(where(search, asked=agents.asked, unknown=True))
        found = await search.of_agent(agent.id)
        names_at = min(filter(None, (agents.as_of, found.names_at)), default=None)
        return Answer(_looked(search, replace(found, names_at=names_at), agent.name), found)

    async def of_queue(self, search: Search, queue: Queue, part: int) -> Answer:
        """Ask for what a queue has live."""
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
        return Answer(_looked(search, found, queue.name), found)

    async def of_late_queue(
        self, search: Search, listing: "asyncio.Task[Queues]", typed: str, named: str, part: int
    ) -> Answer:
        """Ask for the queue that was `typed`, in an org that was slow to list its queues.

        Of several, it is the one that is called as the one that was found elsewhere: `named`.
        """
        queues = await listing
        meant = the_queues(queues.found, typed)
        meant = tuple(queue for queue in meant if folded(queue.name) == folded(named)) or meant
        if len(names_of(meant)) > 1:
            return Answer(replace(where(search), choices=names_of(meant)))
        return await self.of_queue(search, meant[0], part) if meant else no_queue(search, queues)

    async def of_number(self, search: Search, typed: str, part: int) -> Answer:
        """Ask for the conversations with a number, read as the org's region writes them."""
        e164 = self.read_number(typed, self.regions.get(search.org.name, ""))
        if e164 is None:
            return Answer(where(search, unknown=True))
        found = await search.of_number(e164, page=part)
        return Answer(_looked(search, found), found)

    async def of_id(self, lead: Lead, conversations: Conversations, typed: str) -> Answer:
        """Read one conversation by its id or a link; one that is of none is not worth a word, but for a refusal."""
        looked = where(conversations, asked=("the conversation",))
        try:
            conversation = await self.look_up(lead, typed, looked.org)
        except LookUpError as unread:
            gone = unread.reading.not_found
            reply = unread.reading.reply
            fix = unread.hint if reply is not None and reply.fault is not None else ""
            refusal = None if gone else Refusal(reply, unread.reading.silence, fix=fix)
            return Answer(replace(looked, unknown=gone, refusal=refusal))
        except AccessDeniedError:
            return Answer(looked, hidden=1)
        except HangupError:
            return Answer(replace(looked, unknown=True))
        seen = Findings(self.clock.now(), (sighting_of(conversation),), 1)
        return Answer(replace(looked, total=1), seen)


def where(
    at: Search | Conversations,
    *,
    asked: tuple[str, ...] = (),
    unknown: bool = False,
    refusal: Refusal | None = None,
    late: bool = False,
) -> Looked:
    """Tell where was looked, without anything that came of it."""
    org = at.org
    return Looked(org.name, asked, unknown=unknown, refusal=refusal, place=org.place, late=late)


def names_of(queues: Sequence[Queue]) -> tuple[str, ...]:
    """Give the queues' names, each once however it is written."""
    return tuple({folded(queue.name): queue.name for queue in queues}.values())


def no_queue(search: Search, queues: Queues) -> Answer:
    """Tell that an org has no such queue, or did not say."""
    return Answer(where(search, asked=queues.asked, unknown=queues.refusal is None, refusal=queues.refusal))


def _looked(search: Search, found: Findings, name: str = "") -> Looked:
    told = where(search, asked=found.asked, refusal=found.refusal)
    total = max(found.total, len(found.sightings))
    return replace(told, name=name, unseen=found.unseen, names_at=found.names_at, total=total, cut=found.cut)
