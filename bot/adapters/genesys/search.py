"""The port `Search` for one Genesys Cloud org, through its one client: the same token, the same pace."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from bot.adapters.genesys import queries, sightings, wire
from bot.adapters.genesys.client import GenesysConversations
from bot.adapters.genesys.names import Names
from bot.adapters.genesys.queries import Query
from bot.adapters.genesys.sightings import Page
from bot.domain.conflict.words.platforms import GENESYS
from bot.domain.exchange import Fault, Reply
from bot.domain.participant import STAFF
from bot.domain.sighting import ANY, Agent, Agents, Filter, Findings, Queue, Queues, Refusal, Sighting
from bot.ports import Clock, Priority

# Five pages of a hundred: one answer to the rules of an org costs six requests at most.
PAGES = 5
OLD = f"Conversations that began more than {queries.DAYS} days ago are not among what this query finds."
# What a platform that has too much to answer says.
TOO_MUCH = 502

Wanted = Callable[[Sighting], bool]
Named = TypeVar("Named", Agent, Queue)


class GenesysSearch:
    """One org's searches; names are kept for ten minutes.

    https://developer.genesys.cloud/analyticsdatamanagement/analytics/
    """

    def __init__(self, client: GenesysConversations, clock: Clock) -> None:
        self.org = client.org
        self._client, self._clock = client, clock
        self._agents: Names[Agent] = Names(clock)
        self._queues: Names[Queue] = Names(clock)

    async def agents(self, named: str) -> Agents:
        """Find active people by e-mail or name, or somebody whose name was read already by id."""
        known = self._agents.searched(named)
        if known is not None:
            return Agents(known[0], _best_first(known[1], named), known[2])
        by_id = wire.id_in(named) is not None and "-" in named
        query = queries.agents_of([named]) if by_id else queries.agents_named(named)
        reply, refusal = await self._ask(query)
        if reply is None:
            return Agents(self._clock.now(), asked=(query.words,), refusal=refusal)
        found, total = sightings.agents_in(reply.body, org=self.org.name)
        self._agents.keep_search(named, found, total)
        return Agents(self._clock.now(), _best_first(found, named), total, (query.words,))

    async def queues(self, named: str) -> Queues:
        """Find queues by a part of their name."""
        known = self._queues.searched(named)
        if known is not None:
            return Queues(known[0], _best_first(known[1], named), known[2])
        query = queries.queues_named(named)
        reply, refusal = await self._ask(query)
        if reply is None:
            return Queues(self._clock.now(), asked=(query.words,), refusal=refusal)
        found, total = sightings.queues_in(reply.body, org=self.org.name)
        self._queues.keep_search(named, found, total)
        return Queues(self._clock.now(), _best_first(found, named), total, (query.words,))

    async def of_agent(self, agent_id: str) -> Findings:
        """Ask for an agent's sessions; raises `ValueError` for an id that is none."""
        query = queries.agent_status(agent_id)
        reply, refusal = await self._ask(query)
        if reply is None:
            return self._refused(query, refusal)
        name, page = sightings.sessions_in(reply.body, org=self.org.name, agent_id=agent_id)
        if name:
            self._agents.keep([Agent(agent_id, name, org=self.org.name)])
        return await self._named(page, query.words)

    async def of_queue(self, queue_id: str, *, page: int = 1) -> Findings:
        """Ask what a queue has live, and at once the details: holds, who is alone, and names are only there.

        Where the activity lists only a part, the details are the list; where one may not be asked, the other is.
        """
        details = self._details_of_queue(queue_id, page)
        if page > 1:
            return await details
        query = queries.activity_of([queue_id])
        (reply, refusal), listed = await asyncio.gather(self._ask(query), details)
        if reply is None:
            instead = listed.refusal is None and refusal is not None and bool(refusal.missing)
            return _less(listed, refusal) if instead else self._refused(query, refusal)
        found = sightings.activity_in(reply.body, org=self.org.name)
        asked = (query.words, *listed.asked)
        if listed.refusal is None:
            if found.truncated or listed.truncated:
                return replace(listed, total=max(found.total, listed.total), asked=asked)
            known = {_place(one): one for one in listed.sightings}
            together = tuple(known.get(_place(one), one) for one in found.sightings)
            return await self._named(replace(found, sightings=together), *asked)
        alone = await self._named(found, query.words)
        partly = " Only the oldest and the newest are listed." if found.truncated else ""
        return _less(alone, listed.refusal, f"Holds are not told.{partly}")

    async def of_number(self, e164: str, *, page: int = 1) -> Findings:
        """Ask the details for a number, on either side of a conversation."""
        query = queries.details_of_number(e164, self._clock.now(), page)
        return await self._one_each(query, page, lambda _: True)

    async def live(self, which: Filter = ANY, *, priority: Priority = Priority.REFRESH) -> Findings:
        """Ask the details for everything live, and for owed wrap-ups; without that permission, the activity."""
        now = self._clock.now()
        found: dict[tuple[str, str | None, str], Sighting] = {}
        total, number = 0, 1
        while True:
            query = queries.details_live(which, now, number)
            reply, refusal = await self._ask(query, priority)
            if reply is None:
                return await self._activity_instead(which, query, refusal, priority)
            page = sightings.parties_in(reply.body, org=self.org.name)
            found |= {(one.conversation_id, one.participant_id, one.media): one for one in page.sightings}
            total = max(total, page.total)
            if number >= PAGES or number * queries.PAGE >= total:
                break
            number += 1
        owed = queries.details_in_wrap_up(which, now)
        reply, _ = await self._ask(owed, priority)
        cut = reply is None or total > number * queries.PAGE
        if reply is not None:
            wrapping = sightings.parties_in(reply.body, org=self.org.name)
            cut = cut or wrapping.total > queries.PAGE
            found |= {(one.conversation_id, one.participant_id, one.media): one for one in wrapping.sightings}
        fitting = tuple(one for one in found.values() if _fits(one, which))
        listed = await self._named(Page(fitting, total), query.words, priority=priority)
        return replace(listed, truncated=cut, unseen=(*listed.unseen, OLD))

    async def _activity_instead(
        self, which: Filter, refused: Query, refusal: Refusal | None, priority: Priority
    ) -> Findings:
        if not which.queue_ids or refusal is None or not refusal.missing:
            return self._refused(refused, refusal)
        query = queries.activity_of(which.queue_ids)
        reply, _ = await self._ask(query, priority)
        if reply is None:
            return self._refused(refused, refusal)
        page = sightings.activity_in(reply.body, org=self.org.name)
        fitting = replace(page, sightings=tuple(one for one in page.sightings if _fits(one, which)))
        listed = await self._named(fitting, query.words, priority=priority)
        return _less(replace(listed, truncated=page.truncated), refusal)

    async def _details_of_queue(self, queue_id: str, page: int) -> Findings:
        query = queries.details_of_queue(queue_id, self._clock.now(), page)
        return await self._one_each(
            query, page, lambda one: one.queue_id == queue_id and one.purpose in {*STAFF, "acd"}
        )

    async def _one_each(self, query: Query, page: int, wanted: Wanted) -> Findings:
        """Ask the details, and list for each conversation the party that it is most about."""
        reply, refusal = await self._ask(query)
        if reply is None:
            return self._refused(query, refusal)
        read = sightings.parties_in(reply.body, org=self.org.name)
        best: dict[str, Sighting] = {}
        for one in filter(wanted, read.sightings):
            held = best.get(one.conversation_id)
            if held is None or _about(one) < _about(held):
                best[one.conversation_id] = one
        start = (page - 1) * queries.PAGE
        listed = await self._named(Page(tuple(best.values()), read.total), query.words)
        return replace(listed, start=start, truncated=read.total > start + queries.PAGE, unseen=(*listed.unseen, OLD))

    async def _named(self, page: Page, *asked: str, priority: Priority = Priority.LOOK_UP) -> Findings:
        """Put the names to the ids, asking for those that are not known; without the permission there are none."""
        unseen: list[str] = []
        lacking: list[str] = []
        self._agents.keep(
            Agent(one.agent_id, one.agent_name, org=self.org.name)
            for one in page.sightings
            if one.agent_id and one.agent_name and one.is_agent
        )
        if unknown := self._queues.missing(one.queue_id for one in page.sightings):
            reply, refusal = await self._ask(queries.queues_of(unknown), priority)
            if reply is not None:
                self._queues.keep(sightings.queues_in(reply.body, org=self.org.name)[0])
            elif refusal is not None:
                unseen.append(f"Names of queues are not told. {_missing(refusal)}")
                lacking += refusal.missing
        if unknown := self._agents.missing(one.agent_id for one in page.sightings if not one.agent_name):
            reply, refusal = await self._ask(queries.agents_of(unknown), priority)
            if reply is not None:
                self._agents.keep(sightings.agents_in(reply.body, org=self.org.name)[0])
            elif refusal is not None:
                unseen.append(f"Names of agents are not told. {_missing(refusal)}")
                lacking += refusal.missing
        ages = [
            moment
            for one in page.sightings
            for moment in (self._queues.as_of(one.queue_id), self._agents.as_of(one.agent_id))
        ]
        return Findings(
            self._clock.now(),
            tuple(map(self._with_names, page.sightings)),
            page.total,
            truncated=page.truncated,
            asked=asked,
            unseen=tuple(unseen),
            lacking=tuple(lacking),
            names_at=sightings.earliest(*ages),
        )

    def _with_names(self, one: Sighting) -> Sighting:
        agent, queue = self._agents.of(one.agent_id), self._queues.of(one.queue_id)
        return replace(
            one,
            agent_name=one.agent_name or (agent.name if agent else ""),
            queue_name=one.queue_name or (queue.name if queue else ""),
        )

    async def _ask(self, query: Query, priority: Priority = Priority.LOOK_UP) -> tuple[Reply | None, Refusal | None]:
        """Ask; exactly one of the answer and the refusal is there. A page where JSON was due is a refusal."""
        reply, silence = await self._client.ask(query.method, query.path, query.body, priority)
        if reply is not None and reply.ok and wire.is_object(reply.body):
            return reply, None
        if reply is None or not reply.ok:
            return None, _refusal(query, Refusal(reply, silence))
        strange = replace(reply, status=TOO_MUCH, fault=Fault.UNREADABLE, asked=query.words)
        return None, _refusal(query, Refusal(strange))

    def _refused(self, query: Query, refusal: Refusal | None) -> Findings:
        return Findings(self._clock.now(), asked=(query.words,), refusal=refusal or Refusal())


def _refusal(query: Query, bare: Refusal) -> Refusal:
    """Say which permission is missing, and who can add it."""
    reply = bare.reply
    if reply is not None and reply.fault is not None:
        return replace(bare, fix=GENESYS.fixes.get(reply.fault, ""))
    if reply is None or reply.status != 403:  # noqa: PLR2004
        return bare
    missing = sightings.missing_in(reply.message) or query.needs
    fix = (
        f"An administrator of Genesys Cloud adds {'one of them' if len(missing) > 1 else 'it'} to a role of Hangup's "
        "OAuth client (Admin > Integrations > OAuth > Roles), in the divisions of your queues."
    )
    return replace(bare, missing=missing, fix=fix)


def _less(found: Findings, refusal: Refusal | None, *words: str) -> Findings:
    """Say that what was found is less than there would be without a refusal."""
    if refusal is None:
        return found
    unseen = (*found.unseen, " ".join([_missing(refusal), *words]))
    return replace(found, unseen=unseen, lacking=(*found.lacking, *refusal.missing))


def _missing(refusal: Refusal) -> str:
    if refusal.missing:
        return f"The role of Hangup's client lacks {' or '.join(refusal.missing)}."
    return "The platform did not answer."


def _fits(one: Sighting, which: Filter) -> bool:
    """Tell whether a party is meant; of a conversation that has a wanted queue, everybody is."""
    return not which.media or one.media in which.media


def _place(one: Sighting) -> tuple[str, str | None]:
    """Tell which party of which conversation this is, as both queries know it: the agent, or who waits."""
    return one.conversation_id, None if one.waiting else one.agent_id


def _about(one: Sighting) -> int:
    """Rank the parties of a conversation: an agent first, then who waits, then anybody."""
    return 0 if one.is_agent else 1 if one.waiting else 2


def _best_first(found: tuple[Named, ...], typed: str) -> tuple[Named, ...]:
    wanted = typed.casefold()
    return tuple(
        sorted(found, key=lambda one: (one.name.casefold() != wanted, not one.name.casefold().startswith(wanted)))
    )
