"""The proof: one disconnect on a test call, by the very steps that a lead's disconnect takes, the ledger included.

No public document says whether client credentials may end another user's voice leg; only a tenant itself can tell.
"""

import getpass
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from bot.adapters.ledger import DatabaseLedger
from bot.adapters.metrics import PrometheusMetrics
from bot.bootstrap import SystemClock, region_in
from bot.cli.database import require_file
from bot.cli.doctor.examination import orgs
from bot.domain.access import Access, Lead
from bot.domain.conversation import Conversation
from bot.domain.disconnection import Act, Origin, Outcome, Preview
from bot.domain.errors import InputError, SettingsError
from bot.domain.participant import STAFF, Participant
from bot.ports import Clock, Person, Report
from bot.settings import Settings
from bot.use_cases.carry_out import CarryOut
from bot.use_cases.demand import Intent, PlaceDemand
from bot.use_cases.permit import Permit
from bot.use_cases.refusals import Refusals
from bot.use_cases.tasks import Tasks
from bot.use_cases.which_org import listed
from handlers.errors import new_reference

DOCTOR = "doctor"
LONGEST_SECONDS = 120.0
Confirm = Callable[[Conversation, Participant], bool]


@dataclass(frozen=True, slots=True)
class Proof:
    """What the test call showed: `proven` means accepted by the platform and then seen to have left."""

    proven: bool
    org: str
    route: str
    conversation_id: str
    participant_id: str
    purpose: str
    outcome: str
    words: str
    next_steps: tuple[str, ...] = ()
    trace_id: str | None = None
    reference: str = ""


@dataclass(slots=True)
class _Listening:
    """Takes what a lead would be told."""

    reports: list[Report] = field(default_factory=list)

    async def tell(self, report: Report) -> None:
        self.reports.append(report)


class _NoGroups:
    async def groups_of(self, user_id: str, among: frozenset[str]) -> frozenset[str]:  # noqa: ARG002 - the port's
        return frozenset()

    async def person(self, user_id: str) -> Person | None:  # noqa: ARG002 - the port's
        return None


async def prove(
    settings: Settings,
    org: str | None,
    conversation_id: str,
    participant_id: str,
    *,
    confirm: Confirm,
    say: Callable[[str], None],
    clock: Clock | None = None,
) -> Proof | None:
    """Disconnect a participant of a test call and read back; None if it was not confirmed, and nothing was sent.

    Raises `SettingsError` for an org that is not set up, `InputError` for nobody live, `ReadOnlyError` under the kill
    switch, and `LedgerUnavailableError` where the demand can't be written.
    """
    clock = clock or SystemClock()
    name = _org_name(settings, org)
    require_file(settings.database_url)
    async with orgs(settings, clock) as (conversations, _):
        ledger = await DatabaseLedger.open(settings.database_url, clock, regions=partial(region_in, conversations))
        try:
            await ledger.check()
            say(f"Reading the conversation at {name}…")
            reading = await conversations[name].read(conversation_id)
            if reading.conversation is None:
                raise InputError(f"the conversation can't be read ({reading.status or 'no answer'})")
            person = _live(reading.conversation, participant_id)
            if not confirm(reading.conversation, person):
                return None
            say("Disconnecting, then reading back…")
            listening, tasks = _Listening(), Tasks()
            permit = Permit(
                Access(disconnect=frozenset({DOCTOR})),
                _NoGroups(),
                ledger,
                Refusals(ledger, clock, tasks),
                read_only=settings.read_only,
            )
            carry_out = CarryOut(conversations, ledger, listening, permit, clock, PrometheusMetrics())
            place = PlaceDemand(ledger, permit, carry_out, listening, tasks, clock, f"{DOCTOR}-{secrets.token_hex(4)}")
            intent = _intent(name, reading.conversation, person)
            placed = await place(Lead(DOCTOR), intent)
            if placed.rival is not None:
                await tasks.drain(0)
                await tasks.drain(0.0)  # what would follow the rival for a lead
                raise InputError(f"{placed.rival.lead} is disconnecting them right now")
            await tasks.drain(LONGEST_SECONDS)
        finally:
            await ledger.close()
    return _proof(
        listening.reports, settings.orgs[name].route, intent, person.purpose, listed([conversations[name].org])
    )


def _org_name(settings: Settings, org: str | None) -> str:
    known = ", ".join(settings.orgs)
    if org is None and len(settings.orgs) == 1:
        return next(iter(settings.orgs))
    if org is None:
        raise SettingsError(f"say which org with --org: {known}")
    if org not in settings.orgs:
        raise SettingsError(f"there is no org {org}: known are {known}")
    return org


def _live(conversation: Conversation, participant_id: str) -> Participant:
    found = next((one for one in conversation.live if one.id == participant_id), None)
    if found is None:
        live = "; ".join(f"{one.id} ({one.purpose}, {one.standing.value})" for one in conversation.live)
        raise InputError(f"nobody live has the id {participant_id}. Live are: {live or 'none'}")
    return found


def _intent(org: str, conversation: Conversation, person: Participant) -> Intent:
    reference = new_reference()
    return Intent(
        reference=reference,
        key=reference,
        act=Act.DISCONNECT,
        org=org,
        conversation_id=conversation.id,
        participant_id=person.id,
        participant_name=(person.name or "") if person.purpose in STAFF else "",
        reason="proof",
        note=f"hangup doctor --prove, by {getpass.getuser()}",
        seen=Preview.of(conversation, person.id),
        origin=Origin(user_id=DOCTOR),
    )


def _proof(reports: list[Report], route: str, intent: Intent, purpose: str, where: str) -> Proof:
    last = reports[-1] if reports else None
    outcome = last.disconnection.outcome if last else Outcome.NOT_SENT
    proven = last is not None and outcome is Outcome.CONFIRMED and not last.disconnection.detail
    next_steps: tuple[str, ...] = ()
    if proven:
        words = f"Proven: {where} took the call by the route {route!r}, and the {purpose} has left."
        if purpose not in STAFF:
            words += " It shows nothing about an agent's or a user's own leg: prove that on one of those."
    elif last is not None and last.changes:
        words = "Not proven: the conversation changed before the call, so nothing was sent. Run it again."
    elif last is not None and last.explanation is not None:
        words = f"Not proven: {last.explanation.headline}"
        next_steps = last.explanation.next_steps
    else:
        words = f"Not proven ({outcome.value}): whether they left by our call can't be shown."
    return Proof(
        proven=proven,
        org=intent.org,
        route=route,
        conversation_id=intent.conversation_id,
        participant_id=intent.participant_id or "",
        purpose=purpose,
        outcome=outcome.value,
        words=words,
        next_steps=next_steps,
        trace_id=last.disconnection.trace_id if last else None,
        reference=intent.reference,
    )
