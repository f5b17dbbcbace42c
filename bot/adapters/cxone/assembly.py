"""Contacts that share a master -> one conversation: a participant for each contact, and the customer beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot.adapters.cxone.consequences import with_consequences
from bot.adapters.cxone.contact import AgentState, Contact
from bot.adapters.cxone.states import Condition, Described, condition_of
from bot.domain.communication import Communication, Media, State
from bot.domain.conversation import Conversation
from bot.domain.participant import Participant, Purpose

CUSTOMER = "customer"
# Voicemail to social as clients of the platform number them; 1, 3, 4, 5, 6 and 9 by the vendor's own agent SDK.
MEDIA = {
    1: Media.EMAIL,
    2: Media.FAX,
    3: Media.CHAT,
    4: Media.CALL,
    5: Media.VOICEMAIL,
    6: Media.WORK_ITEM,
    7: Media.MESSAGE,
    8: Media.SOCIAL,
    9: Media.DIGITAL,
}
CUSTOMER_FIXED = "The customer has no contact of their own at NICE CXone, and only a contact can be ended."
DIGITAL_FIXED = (
    "No document says whether NICE CXone's end call closes a digital contact, so Hangup does not offer it here. "
    "Whoever runs Hangup can have it offered: the setting end_digital."
)
WHOLE_FIXED = "NICE CXone ends one contact at a time: disconnect each one that should go."
NOT_ACTIVE = "it is no longer among the active contacts"
OF_REPORTS = "by the platform's reports, which may lag behind"
OF_RECORD = "by the contact's own record"
UNHELD = "what its agent does can't be asked"
NOBODY_WORKS = "its state says after-call work, but no agent is in after-call work on it"
MAY_WORK = "its agent's own state names another contact, so whether they are at work on this one can't be told"
OTHER_MASTER = "the platform now lists it under another master contact"
_CONSULTS = frozenset({5, 6})
_SHOWS_LIVE = frozenset({3, 4, 5, 6})


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was asked about one master contact.

    `live` are its active contacts; `gone` are those known to be over, each with how that is known; `agents` is None
    where the platform did not say what the agents do.
    """

    master_id: str
    live: Sequence[Contact]
    gone: Sequence[tuple[Contact, str]] = ()
    agents: Sequence[AgentState] | None = None


def conversation_from(
    found: Gathered, table: Mapping[int, Described], *, org: str, end_digital: bool = False
) -> Conversation:
    """Put a conversation together."""
    by_contact = {one.contact_id: one for one in found.agents or () if one.contact_id is not None}
    legs = [_leg(contact, found, by_contact.get(contact.id), table) for contact in _in_order(found.live)]
    legs = [leg if end_digital else _digital_fixed(leg) for leg in legs]
    contacts = [*found.live, *(contact for contact, _ in found.gone)]
    first = min(contacts, key=lambda one: (one.bare, int(one.id)), default=None)
    medium = media_of(first) if first is not None else Media.OTHER
    for contact, how in found.gone:
        agent = by_contact.get(contact.id)
        legs.append(
            _still_named(contact, agent)
            if agent is not None
            else _gone(contact, how if found.agents is not None else f"{how}; {UNHELD}", medium)
        )
    joined = frozenset(one.id for one in found.live if condition_of(one, table).in_conference)
    legs = _consulting(legs, found.live, by_contact, joined)
    customer = _customer(first, legs)
    legs = with_consequences(legs, customer, found.master_id)
    starts = [contact.started_at for contact in contacts if contact.started_at is not None]
    return Conversation(
        id=found.master_id,
        org=org,
        participants=(*customer, *legs),
        started_at=min(starts, default=None),
        ended_at=_ended_at(found, legs),
        fixed=WHOLE_FIXED,
    )


def _in_order(contacts: Sequence[Contact]) -> list[Contact]:
    """Give the oldest first; ids grow with time, where no time is given."""
    return sorted(contacts, key=lambda one: (one.started_at or datetime.min.replace(tzinfo=UTC), int(one.id)))


def _leg(contact: Contact, found: Gathered, agent: AgentState | None, table: Mapping[int, Described]) -> Participant:
    """Make the participant of an active contact."""
    condition = condition_of(contact, table)
    remark = OTHER_MASTER if contact.master_id != found.master_id else None
    if agent is not None and agent.in_acw:
        return _in_acw(contact, agent, condition)
    if condition.in_acw and found.agents is None:
        return _in_acw(contact, None, condition)
    if condition.in_acw and _has_others(contact, found.agents or ()):
        return _in_acw(contact, None, condition, remark=MAY_WORK)
    state = condition.state
    if condition.in_acw:
        # Told apart from after-call work: the state outlived it.
        state, remark = State.UNKNOWN, NOBODY_WORKS
    purpose = _purpose(contact, agent, condition)
    began = contact.agent_started_at or contact.started_at
    since = contact.updated_at if remark == NOBODY_WORKS else began
    leg = Communication(
        id=contact.id,
        media=media_of(contact),
        state=state,
        raw_state=condition.words,
        direction="outbound" if contact.outbound else "inbound",
        held=condition.held,
        alerting_since=since,
        connected_at=since,
        held_since=contact.updated_at if condition.held else None,
    )
    return _participant(contact, purpose, leg, agent, remark=remark)


def _has_others(contact: Contact, agents: Sequence[AgentState]) -> bool:
    """Tell whether a contact's agent has others besides, of which their state names one and no more."""
    own = next((one for one in agents if one.agent_id == contact.agent_id), None)
    return own is not None and own.contact_id not in {None, contact.id} and own.open_contacts != 1


def _in_acw(
    contact: Contact, agent: AgentState | None, condition: Condition | None, *, remark: str | None = None
) -> Participant:
    """Make a participant whose voice is gone and who still has after-call work."""
    since = agent.since if agent is not None else contact.updated_at
    leg = Communication(
        id=contact.id,
        media=media_of(contact),
        state=State.DISCONNECTED,
        raw_state=condition.words if condition else "",
        direction="outbound" if contact.outbound else "inbound",
        connected_at=contact.agent_started_at or contact.started_at,
        after_call_work="pending",
    )
    return _participant(contact, Purpose.AGENT, leg, agent, acw_started_at=since, remark=remark)


def _still_named(contact: Contact, agent: AgentState) -> Participant:
    """Make a participant that is not listed as active, and that an agent still has."""
    if agent.in_acw:
        return _in_acw(contact, agent, None)
    leg = Communication(
        id=contact.id,
        media=media_of(contact),
        state=State.CONNECTED if agent.state_id in _SHOWS_LIVE else State.UNKNOWN,
        raw_state=agent.state_name,
        connected_at=agent.since,
    )
    return _participant(contact, Purpose.AGENT, leg, agent)


def _gone(contact: Contact, how: str, medium: Media) -> Participant:
    """Make a participant that is over.

    Of a contact of which only the id is known it is not claimed who that was; `medium` is that of the conversation.
    """
    leg = Communication(
        id=contact.id,
        media=medium if contact.bare else media_of(contact),
        state=State.DISCONNECTED,
        direction=None if contact.bare else "outbound" if contact.outbound else "inbound",
        ended_at=contact.ended_at,
        disconnect_type=contact.end_reason,
    )
    external = contact.transfer == "external" and contact.agent_id is None
    purpose = "" if contact.bare else Purpose.EXTERNAL if external else Purpose.AGENT
    return _participant(contact, purpose, leg, None, remark=how)


def _participant(
    contact: Contact,
    purpose: str,
    leg: Communication,
    agent: AgentState | None,
    *,
    acw_started_at: datetime | None = None,
    remark: str | None = None,
) -> Participant:
    person = purpose == Purpose.AGENT
    return Participant(
        id=contact.id,
        purpose=purpose,
        name=(contact.agent_name or (agent.name if agent else None)) if person else None,
        user_id=(contact.agent_id or (agent.agent_id if agent else None)) if person else None,
        queue_id=contact.skill_id,
        queue_name=contact.skill_name,
        address=contact.to_address if purpose == Purpose.EXTERNAL else None,
        started_at=contact.started_at,
        connected_at=leg.connected_at,
        ended_at=contact.ended_at if leg.ended and not leg.wrapup_pending else None,
        communications=(leg,),
        acw_started_at=acw_started_at,
        remark=remark,
    )


def _purpose(contact: Contact, agent: AgentState | None, condition: Condition) -> str:
    if contact.agent_id is not None or agent is not None:
        return Purpose.AGENT
    if contact.transfer == "external":
        return Purpose.EXTERNAL
    return Purpose.IVR if condition.in_menu else Purpose.ACD


def _customer(first: Contact | None, legs: Sequence[Participant]) -> tuple[Participant, ...]:
    """Make the customer, who has no contact of their own: there as long as any contact is.

    `first` is the conversation's first contact of which more is known than that it was.
    """
    if first is None:
        return ()
    # A state that outlived its after-call work has nobody on the line.
    live = any(leg.live and leg.remark != NOBODY_WORKS for leg in legs)
    leg = Communication(
        id="",
        media=media_of(first),
        state=State.CONNECTED if live else State.DISCONNECTED,
        direction="outbound" if first.outbound else "inbound",
        connected_at=first.started_at if live else None,
    )
    address = first.to_address if first.outbound else first.from_address
    return (
        Participant(
            id=CUSTOMER,
            purpose=Purpose.CUSTOMER,
            address=address,
            ani=address,
            started_at=first.started_at,
            connected_at=leg.connected_at,
            communications=(leg,),
            fixed=CUSTOMER_FIXED,
        ),
    )


def media_of(contact: Contact) -> Media:
    """Say a contact's medium, by its number, else by the platform's word."""
    if contact.media_id in MEDIA:
        return MEDIA[contact.media_id]
    word = contact.media_name.lower()
    return next((medium for medium in MEDIA.values() if medium.value == word), Media.OTHER)


def _digital_fixed(person: Participant) -> Participant:
    return replace(person, fixed=DIGITAL_FIXED) if Media.DIGITAL in person.media else person


def _consulting(
    legs: list[Participant], live: Sequence[Contact], by_contact: Mapping[str, AgentState], joined: frozenset[str]
) -> list[Participant]:
    """Link a consulting leg to the other agent's, where there is just one whom it can be about.

    Who is `joined` to a conference consults no longer.
    """
    transfers = {contact.id: contact.transfer for contact in live}
    found = []
    for leg in legs:
        agent = by_contact.get(leg.id)
        consults = transfers.get(leg.id) == "consult" or (agent is not None and agent.state_id in _CONSULTS)
        others = [one for one in legs if one.id != leg.id and one.live and one.purpose == Purpose.AGENT]
        about = others[0].id if consults and leg.live and leg.id not in joined and len(others) == 1 else None
        found.append(replace(leg, consult_participant_id=about) if about else leg)
    return found


def _ended_at(found: Gathered, legs: Sequence[Participant]) -> datetime | None:
    """Tell when it ended, where nothing lives or is worked on, and the platform says when."""
    if found.live or any(leg.live or leg.wrapup_pending for leg in legs):
        return None
    ends = [contact.ended_at for contact, _ in found.gone]
    return max((end for end in ends if end is not None), default=None) if all(ends) else None
