"""The port `Search` for one NICE CXone tenant: the active contacts, by agent, skill (a queue here) or number."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.adapters.cxone import pages, wire
from bot.adapters.cxone.assembly import CUSTOMER, Gathered, conversation_from
from bot.adapters.cxone.client import CxoneConversations
from bot.adapters.cxone.contact import Contact
from bot.adapters.cxone.contacts import Listing
from bot.adapters.cxone.states import Described
from bot.adapters.cxone.transport import Answer
from bot.domain.conflict.words.platforms import CXONE
from bot.domain.exchange import Org
from bot.domain.participant import GONE, Participant, Standing
from bot.domain.sighting import ANY, Agent, Agents, Filter, Findings, Queue, Queues, Refusal, Sighting
from bot.domain.suspicion import Suspicion, suspicion_of
from bot.ports import Clock, Priority

PAGE = 100
AGENTS, LIVE, SKILLS = (pages.LISTS[path] for path in (pages.AGENTS, pages.ACTIVE, pages.SKILLS))
# Two writings of one number may differ by a country code or a trunk zero, and agree in their last digits.
SAME_DIGITS = 8
_REFUSED = frozenset({401, 403})
_NO_CONTENT, _NOT_FOUND = 204, 404


class CxoneSearch:
    """One tenant's searches, through its one client: the same token, the same pace."""

    def __init__(self, client: CxoneConversations, clock: Clock) -> None:
        self._client, self._clock = client, clock

    @property
    def org(self) -> Org:
        """The org, as far as it is known."""
        return self._client.org

    async def agents(self, named: str) -> Agents:
        """Find active agents by a part of their name, or one by id."""
        path = pages.AGENTS
        query: dict[str, str | int] = {"searchString": named, "isActive": "true", "top": PAGE}
        if by_id := wire.id_in(named) is not None:
            path, query = f"{pages.AGENTS}/{named}", {}
        answer = await self._client.ask(path, query)
        at = self._clock.now()
        if answer.status == _NO_CONTENT or (by_id and answer.status == _NOT_FOUND):
            return Agents(at, asked=(AGENTS,))
        document = wire.object_in(answer.text) if answer.ok else None
        rows = _agents_in(document) if document is not None else None
        if document is None or rows is None:
            return Agents(
                at,
                asked=(AGENTS,),
                refusal=_refusal(pages.without_list(answer, pages.AGENTS), "the right to read agents"),
            )
        found = sorted(self._people(rows), key=lambda one: one.name.casefold() != named.casefold())
        return Agents(at, tuple(found), wire.number_in(document.get("totalrecords")) or len(found), (AGENTS,))

    async def queues(self, named: str) -> Queues:
        """Find skills by a part of their name, or one by id: in the tenant's list, else among the active contacts."""
        listed = await self._client.skills.all()
        if not isinstance(listed, Answer) and (found := _fitting(*listed, named, (SKILLS,))).found:
            return found
        # One that is new, or no longer active, may have contacts all the same.
        listing = await self._client.contacts.listing(Priority.LOOK_UP)
        if isinstance(listing, Answer):
            return Queues(self._clock.now(), asked=(SKILLS, LIVE), refusal=_refusal(listing))
        seen = {one.skill_id: one.skill_name for one in listing.contacts if one.skill_id and one.skill_name}
        skills = [Queue(number, name, self.org.name) for number, name in seen.items()]
        found = _fitting(self._clock.now(), skills, named, (SKILLS, LIVE))
        if isinstance(listed, Answer) and not found.found:
            # Among the live contacts there is none: without the list it is not known whether there is such a skill.
            return replace(found, asked=(SKILLS,), refusal=_refusal(listed, "the right to read skills"))
        return found

    async def of_agent(self, agent_id: str) -> Findings:
        """List an agent's active contacts; raises `ValueError` for an id that is none."""
        if wire.id_in(agent_id) is None:
            raise ValueError("this is no agent's id")
        found = await self._found({"agentId": agent_id}, lambda one: one.agent_id == agent_id, Priority.LOOK_UP)
        return replace(self._one_each(found), truncated=False)

    async def of_queue(self, queue_id: str, *, page: int = 1) -> Findings:
        """List a skill's active contacts; raises `ValueError` for an id that is none."""
        if wire.id_in(queue_id) is None:
            raise ValueError("this is no skill's id")
        found = await self._found({"skillId": queue_id}, lambda one: one.queue_id == queue_id, Priority.LOOK_UP)
        return _paged(self._one_each(found), page)

    async def of_number(self, e164: str, *, page: int = 1) -> Findings:
        """List the contacts with a number on either side, one for each conversation; written in whatever manner."""
        listing = await self._client.contacts.listing(Priority.LOOK_UP)
        if isinstance(listing, Answer):
            return Findings(self._clock.now(), asked=(LIVE,), refusal=_refusal(listing))
        with_it = (one for one in listing.contacts if _same(e164, one.from_address) or _same(e164, one.to_address))
        masters = {one.master_id for one in with_it}
        theirs = [one for one in listing.contacts if one.master_id in masters]
        found = await self._findings(listing, theirs, Priority.LOOK_UP, alone=listing.truncated)
        return _paged(self._one_each(found), page)

    async def live(self, which: Filter = ANY, *, priority: Priority = Priority.REFRESH) -> Findings:
        """List every active contact that is meant, and who else is on its conversation."""
        return await self._found({}, lambda one: _fits(one, which), priority)

    async def _found(self, wanted: Mapping[str, str], fits: Callable[[Sighting], bool], priority: Priority) -> Findings:
        listing = await self._client.contacts.listing(priority, wanted=wanted)
        if isinstance(listing, Answer):
            return Findings(self._clock.now(), asked=(LIVE,), refusal=_refusal(listing))
        found = await self._findings(listing, listing.contacts, priority, alone=bool(wanted) or listing.truncated)
        fitting = tuple(filter(fits, found.sightings))
        return replace(found, sightings=fitting, total=len({one.conversation_id for one in fitting}))

    def _one_each(self, found: Findings) -> Findings:
        """List a row for each conversation: the leg that it is most about, and the others with it."""
        legs: dict[str, list[Sighting]] = {}
        for one in found.sightings:
            legs.setdefault(one.conversation_id, []).append(one)
        rows = []
        for these in legs.values():
            first = min(these, key=lambda one: _about(one, found.at))
            rows.append(replace(first, also=tuple(one for one in these if one is not first)))
        return replace(found, sightings=tuple(rows), total=len(rows))

    async def _findings(
        self, listing: Listing, contacts: Sequence[Contact], priority: Priority, *, alone: bool
    ) -> Findings:
        """Make the findings of contacts; `alone` where the others of their conversations may not be among them."""
        table = await self._client.contacts.table(priority)
        agents = await self._client.contacts.agents.all(priority)
        masters: dict[str, list[Contact]] = {}
        for contact in contacts:
            masters.setdefault(contact.master_id, []).append(contact)
        seen = [
            one
            for master_id, legs in masters.items()
            for one in self._sightings(Gathered(master_id, legs, agents=agents), table, alone=alone)
        ]
        cut, unseen = listing.truncated, []
        if cut:
            read = f"Only the first {len(listing.contacts):,} live contacts were read"
            unseen.append(f"{read}: there are more, and what they are was not seen.")
        if agents is None:
            unseen.append("What the agents do can't be asked: after-call work may look live.")
        now = self._clock.now()
        return Findings(now, tuple(seen), len(seen), truncated=cut, cut=cut, asked=(LIVE,), unseen=tuple(unseen))

    def _sightings(self, found: Gathered, table: Mapping[int, Described], *, alone: bool) -> Iterator[Sighting]:
        conversation = conversation_from(found, table, org=self.org.name)
        purposes = None if alone else frozenset(person.purpose for person in conversation.live)
        for person in conversation.participants:
            if person.id != CUSTOMER and person.standing is not Standing.ENDED:
                yield self._sighting(person, found.master_id, purposes)

    def _sighting(self, person: Participant, master_id: str, purposes: frozenset[str] | None) -> Sighting:
        return Sighting(
            org=self.org.name,
            conversation_id=master_id,
            media=person.media[0],
            standing=person.standing,
            raw_state=person.raw_state,
            since=person.since,
            started_at=person.started_at,
            participant_id=person.id,
            purpose=person.purpose,
            agent_id=person.user_id,
            agent_name=person.name or "",
            queue_id=person.queue_id,
            queue_name=person.queue_name or "",
            held=person.held,
            direction=person.direction,
            purposes=purposes,
        )

    def _people(self, rows: Sequence[Mapping[str, object]]) -> Iterator[Agent]:
        for row in rows:
            number = wire.id_in(row.get("agentid"))
            if number is not None:
                parts = (wire.text_in(row.get("firstname")), wire.text_in(row.get("lastname")))
                name = " ".join(part for part in parts if part) or wire.text_in(row.get("username")) or ""
                email = wire.text_in(row.get("emailaddress")) or wire.text_in(row.get("email")) or ""
                yield Agent(number, name, email, self.org.name)


def _agents_in(document: Mapping[str, Any]) -> Sequence[Mapping[str, Any]] | None:
    """Find the agents in an answer about all or about one; None where there is neither a list nor an agent."""
    rows = wire.listed(document, *pages.NAMES[pages.AGENTS])
    return rows if rows is not None else [document] if "agentid" in document else None


def _fitting(at: datetime, skills: Sequence[Queue], named: str, asked: tuple[str, ...]) -> Queues:
    wanted = named.casefold()
    found = [one for one in skills if wanted in one.name.casefold() or named == one.id]
    found.sort(key=lambda one: (one.name.casefold() != wanted, one.name.casefold()))
    return Queues(at, tuple(found), len(found), asked)


def _refusal(answer: Answer, missing: str = "the right to read contacts") -> Refusal:
    if answer.reply is not None and (fault := answer.reply.fault) is not None:
        return Refusal(answer.reply, fix=CXONE.fixes.get(fault, ""))
    if answer.status not in _REFUSED:
        return Refusal(answer.reply, answer.silence)
    fix = (
        f"A NICE CXone administrator gives the employee of Hangup's access key a role with {missing}; "
        "no public document says what that is called."
    )
    return Refusal(answer.reply, answer.silence, (missing,), fix)


def _paged(found: Findings, page: int) -> Findings:
    start = (page - 1) * PAGE
    rows = found.sightings[start : start + PAGE]
    # No page has what lies past the rows that were read.
    return replace(found, sightings=rows, start=start, truncated=len(found.sightings) > start + PAGE)


def _about(one: Sighting, now: datetime) -> tuple[int, int]:
    """Rank the legs of a conversation: what is suspicious first, then who talks, then who waits."""
    suspicion = suspicion_of(one, now)
    who = 0 if one.is_agent and one.standing not in GONE else 1 if one.waiting else 2
    return (Suspicion.LONGEST if suspicion is None else suspicion, who)


def _fits(one: Sighting, which: Filter) -> bool:
    return (
        (not which.queue_ids or one.queue_id in which.queue_ids)
        and (not which.agent_ids or one.agent_id in which.agent_ids)
        and (not which.media or one.media in which.media)
    )


def _same(e164: str, address: str | None) -> bool:
    """Tell whether two writings are of one number: equal, or one the end of the other, eight digits and more."""
    ours, theirs = re.sub(r"\D", "", e164), re.sub(r"\D", "", address or "").lstrip("0")
    if ours == theirs:
        return bool(ours)
    shorter, longer = sorted((ours, theirs), key=len)
    return len(shorter) >= SAME_DIGITS and longer.endswith(shorter)
