"""Tell what a search found: put the orgs' answers together, leave out what the lead may not see, write it down."""

from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from bot.domain.access import Action, Circumstances, Lead
from bot.domain.errors import LedgerUnavailableError
from bot.domain.sighting import Sighting
from bot.domain.suspicion import ranked
from bot.domain.wanted import Sought, Wanted
from bot.ports import Clock, Entry
from bot.use_cases.asking import Answer
from bot.use_cases.found import Found, Unsure
from bot.use_cases.kept import Kept
from bot.use_cases.look_up import LookUp

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Searching:
    """What is searched for whom. `org` is asked alone, `chosen` are the orgs of ids that fit several.

    `hidden` and `unsure` are ids that no org was asked for.
    """

    lead: Lead
    wanted: Wanted
    part: int
    org: str = ""
    chosen: tuple[str, ...] = ()
    hidden: int = 0
    unsure: tuple[Unsure, ...] = ()


@dataclass(frozen=True, slots=True)
class TellFound:
    """How answers become what the lead is told."""

    look_up: LookUp
    kept: Kept
    clock: Clock

    async def __call__(self, search: Searching, answers: Sequence[Answer]) -> Found:
        """Put the answers together, and write down who searched for what."""
        found = await self._result(search, answers)
        await self._note(search.lead, found)
        return found

    async def _result(self, search: Searching, answers: Sequence[Answer]) -> Found:
        now, wanted = self.clock.now(), search.wanted
        seen: dict[tuple[str, str, str | None], Sighting] = {}
        for one in (sighting for answer in answers for sighting in answer.sightings):
            # A message may name a conversation by its id and by a number too.
            who = None if wanted.kind is Sought.MESSAGE else one.participant_id
            seen.setdefault((one.org, one.conversation_id, who), one)
        decided = {about: await self._may_see(search.lead, about) for about in set(map(_about, seen.values()))}
        allowed = [one for one in seen.values() if decided[_about(one)]]
        total = sum(one.found.total for one in answers if one.found is not None)
        if wanted.kind is Sought.MESSAGE or (wanted.kind is Sought.NUMBER and total <= len(seen)):
            total = len(seen)
        return Found(
            wanted,
            now,
            ranked(allowed, now),
            max(total, len(seen)),
            search.part,
            start=sum(one.found.start for one in answers if one.found is not None),
            more=wanted.kind is not Sought.MESSAGE and any(one.found and one.found.truncated for one in answers),
            hidden=len(seen) - len(allowed) + sum(one.hidden for one in answers) + search.hidden,
            looked=tuple(one.looked for one in answers),
            token=self.kept.keep(wanted, now) if wanted.personal else "",
            org=search.org,
            unsure=search.unsure,
            chosen=search.chosen,
        )

    async def _may_see(self, lead: Lead, about: Circumstances) -> bool:
        return await self.look_up.permit.allows(lead, Action.LOOK_UP, about)

    async def _note(self, lead: Lead, found: Found) -> None:
        """Write down who searched for what, once for each org that was looked into; a number is not written down."""
        # Digits in the place of a name may be a customer's number all the same.
        private = found.wanted.personal or self.look_up.which.is_number(found.wanted.text)
        what = found.wanted.kind.value if private else f"{found.wanted.kind} {found.name}"
        came = found.outcomes or {"": "which org is to be chosen" if found.unsure else "nothing to ask for"}
        try:
            for org, outcome in came.items():
                detail = f"{what[:150]}: {outcome}"
                await self.look_up.ledger.enter(Entry(found.at, lead.user_id, "searched", org, "", detail=detail))
        except LedgerUnavailableError:
            log.warning("ledger.search_not_written")


def _about(one: Sighting) -> Circumstances:
    """Tell what is known for the access table; what a search does not tell speaks against the lead."""
    queues = frozenset((at.queue_id or "", at.queue_name) for at in (one, *one.also) if at.queue_id or at.queue_name)
    return Circumstances(one.org, frozenset(one.division_ids) or None, queues)
