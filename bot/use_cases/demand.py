"""Place a demand: decide who may, write it down before anybody is answered, then set to work."""

import asyncio
from dataclasses import dataclass, replace
from datetime import timedelta

import structlog

from bot.domain.access import Action, Circumstances, Lead
from bot.domain.disconnection import LEASE_SECONDS, WRITE_WITHIN_SECONDS, Act, Disconnection, Origin, Preview
from bot.domain.errors import InputError, LedgerUnavailableError, ReadOnlyError
from bot.domain.reason import OTHER
from bot.domain.rule import ANYTHING
from bot.ports import Clock, Ledger, Messenger, Placed, Report
from bot.use_cases.carry_out import CarryOut
from bot.use_cases.permit import Permit
from bot.use_cases.tasks import Tasks

ACTIONS = {Act.DISCONNECT: Action.DISCONNECT, Act.END_CONVERSATION: Action.END_CONVERSATION}
FOLLOW_SECONDS = 2.0
FOLLOW_TIMES = 30
RESTARTING = "Hangup is restarting, so nothing was sent. Try again in a moment."
NOT_DECIDED = "Hangup could not find out in time whether you may, so nothing was sent. Try again."
NOT_WRITTEN = "Hangup could not write your demand down in time, so nothing was sent. Try again."

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Intent:
    """What a lead submitted: `reference` is the id that people quote, `key` tells a repeated submit from a new one."""

    reference: str
    key: str
    act: Act
    org: str
    conversation_id: str
    participant_id: str | None
    participant_name: str
    reason: str
    note: str
    seen: Preview
    origin: Origin
    about: Circumstances = ANYTHING


@dataclass(frozen=True, slots=True)
class PlaceDemand:
    """The use case behind both acts."""

    ledger: Ledger
    permit: Permit
    carry_out: CarryOut
    messenger: Messenger
    tasks: Tasks
    clock: Clock
    owner: str

    async def __call__(self, lead: Lead, intent: Intent) -> Placed:
        """Write the demand and start the act; a repeated submit joins the first, a rival's act goes first.

        Raises `AccessDeniedError`, `ReadOnlyError`, `InputError` (no reason, or *Other* without a note) and
        `LedgerUnavailableError` if it was not written within 2 s; then it is withdrawn, and nothing is sent.
        """
        if (intent.act is Act.DISCONNECT) != bool(intent.participant_id):
            raise InputError("This view does not say who should leave.", "Refresh the card and press again.")
        if self.tasks.draining:
            raise LedgerUnavailableError(RESTARTING)
        began = self.clock.now()
        await self._permitted(lead, intent)
        if not intent.reason:
            raise InputError("Choose a reason.", field="reason")
        if intent.reason == OTHER and not intent.note.strip():
            raise InputError("“Other” needs a note: say in a few words why.", field="note")
        spent = (self.clock.now() - began).total_seconds()
        placed = await self._written(lead, self._disconnection(lead, intent), WRITE_WITHIN_SECONDS - spent)
        if not placed.joined and placed.rival is None:
            self.tasks.start(self.carry_out(placed.disconnection, lead), f"act {placed.disconnection.id}")
        if placed.rival is not None:
            self.tasks.start(self._follow(placed.disconnection, placed.rival), f"follow {placed.rival.id}")
        return placed

    async def _follow(self, second: Disconnection, rival: Disconnection) -> None:
        """Show the second lead how the first one's demand ends."""
        for _ in range(FOLLOW_TIMES):
            await self.clock.sleep(FOLLOW_SECONDS)
            try:
                first = await self.ledger.find(rival.id)
            except LedgerUnavailableError:
                # It is looked at again in a moment, as if the first one were still under way.
                log.warning("demand.rival_not_read", reference=second.id)
                continue
            if first is not None and not first.outcome.in_flight:
                await self.messenger.tell(Report(second, first=first))
                return

    def _disconnection(self, lead: Lead, intent: Intent) -> Disconnection:
        now = self.clock.now()
        return Disconnection(
            id=intent.reference,
            key=intent.key,
            act=intent.act,
            org=intent.org,
            conversation_id=intent.conversation_id,
            participant_id=intent.participant_id,
            participant_name=intent.participant_name,
            lead=lead.user_id,
            reason=intent.reason,
            note=intent.note.strip(),
            seen=intent.seen,
            origin=intent.origin,
            requested_at=now,
            owner=self.owner,
            lease_until=now + timedelta(seconds=LEASE_SECONDS),
        )

    async def _permitted(self, lead: Lead, intent: Intent) -> None:
        """Decide in time: Slack waits three seconds, and must not say "no" to what is then carried out."""
        try:
            async with self.clock.timeout(WRITE_WITHIN_SECONDS):
                await self.permit.require(lead, ACTIONS[intent.act], _about(intent))
        except TimeoutError:
            raise LedgerUnavailableError(NOT_DECIDED) from None

    async def _written(self, lead: Lead, demand: Disconnection, seconds: float) -> Placed:
        writing = asyncio.ensure_future(self._placed(lead, demand))
        try:
            async with self.clock.timeout(max(seconds, 0.1)):
                return await asyncio.shield(writing)
        except TimeoutError:
            # The write may still land; it must not count, since the lead is told that nothing was sent.
            self.tasks.start(self._withdraw(writing, demand), f"withdraw {demand.id}")
            raise LedgerUnavailableError(NOT_WRITTEN) from None

    async def _placed(self, lead: Lead, demand: Disconnection) -> Placed:
        """Read the kill switch, then write: both have to be done in time."""
        try:
            await self.permit.require_running()
        except ReadOnlyError as paused:
            about = Circumstances(
                demand.org, conversation_id=demand.conversation_id, participant_id=demand.participant_id or ""
            )
            await self.permit.refusals(lead, ACTIONS[demand.act], about, str(paused))
            raise
        return await self.ledger.place(demand)

    async def _withdraw(self, writing: "asyncio.Future[Placed]", demand: Disconnection) -> None:
        try:
            placed = await writing
        except (LedgerUnavailableError, ReadOnlyError):
            return
        if not placed.joined:
            await self.ledger.withdraw(demand.id, self.clock.now())
            log.warning("demand.withdrawn", reference=demand.id)


def _about(intent: Intent) -> Circumstances:
    """Take the circumstances that the view was made with, and what the demand is about."""
    return replace(
        intent.about,
        org=intent.org,
        conversation_id=intent.conversation_id,
        participant_id=intent.participant_id or "",
    )
