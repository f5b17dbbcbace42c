"""Every face that the bot shows, as a function of nothing: conversations come from the platform's documents."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

from bot.adapters.cxone.assembly import Gathered
from bot.adapters.cxone.assembly import conversation_from as contacts_of_master
from bot.adapters.cxone.contact import AgentState
from bot.adapters.cxone.wire import contacts_from
from bot.adapters.genesys.wire import conversation_from
from bot.domain.access import Access, Action, Circumstances, Lead, Membership, Role, Rule
from bot.domain.conflict import Cause, Certainty, Conflict, Evidence, Explanation, Retry
from bot.domain.conversation import Conversation
from bot.domain.disconnection import Act, Change, Disconnection, Origin, Outcome, PastAct, Phase, Preview
from bot.domain.exchange import Exchange, Org, Probes, Reply, Request, Silence
from bot.domain.participant import Participant
from bot.domain.pause import Pause
from bot.domain.reason import DEFAULT_REASONS
from bot.ports import Entry, Head, Report
from bot.use_cases.can_i import Verdicts
from bot.use_cases.explain_anything import Explained
from bot.use_cases.whoami import Acquaintance
from handlers.blocks import result
from handlers.blocks.audit import audit_message, head_message
from handlers.blocks.can_i import can_i_message
from handlers.blocks.card import Message, conversation_card
from handlers.blocks.confirm_view import changed_view, confirm_view, end_view
from handlers.blocks.explain_view import explained_message, explained_view, paste_view, reading_view
from handlers.blocks.explanation import details_blocks, explanation_blocks, explanation_text
from handlers.blocks.help import help_message
from handlers.blocks.metadata import Ticket
from handlers.blocks.pause_message import paused_message, resumed_message
from handlers.blocks.people_view import people_view
from handlers.blocks.refusal import refusal_hint
from handlers.blocks.views import View, loading_view, notice_view
from handlers.blocks.which_org import Asked, which_org_message
from handlers.blocks.whoami import whoami_message
from playground.cxone.documents import contact
from playground.cxone.states import AFTER_WORK, CONFERENCE, HOLD, RINGING, State
from playground.documents import (
    Leg,
    Named,
    Party,
    agent,
    conversation_with,
    customer,
    derived,
    waiting_in,
)
from playground.stories.cxone_cast import AROHA, CLAIMS, LACHLAN, ROADSIDE, TOM
from tests.handlers.blocks.found_faces import FOUND_FACES
from tests.handlers.blocks.trials import TRIALS
from tests.support.clock import START

Face = Message | View
ID = "ca110001-0000-4000-8000-000000000000"
NOW = START + timedelta(seconds=5)
CARDS = Named("90e0e000-0000-4000-8000-000000000001", "Cards – Lost and Stolen")
WEI_LING = Named("a9e27000-0000-4000-8000-000000000001", "Tan Wei Ling")
PRIYA = Named("a9e27000-0000-4000-8000-000000000002", "Priya Nair")
MARCUS = Named("a9e27000-0000-4000-8000-000000000003", "Marcus Lim")
NUMBER = "+6591234567"
PLACES = {"singapore": "Genesys Cloud, ap-southeast-1"}
progress_view = partial(result.progress_view, places=PLACES)
rival_view = partial(result.rival_view, places=PLACES)
result_view = partial(result.result_view, places=PLACES)
result_message = partial(result.result_message, places=PLACES)
AGENT = derived(ID, 3)
LINK = f"https://apps.apse1.pure.cloud/directory/#/analytics/interactions/{ID}/admin"


def read(*parties: Party, **more: Any) -> Conversation:
    document = conversation_with(ID, START, *parties, **more)
    conversation = replace(conversation_from(document, org="singapore"), place="Genesys Cloud, ap-southeast-1")
    return replace(conversation, link=LINK)


def jordan(**more: Any) -> Party:
    return customer("Jordan Rivera", NUMBER, **more)


def talking(**more: Any) -> Conversation:
    return read(jordan(), waiting_in(CARDS), agent(WEI_LING, CARDS, **more))


def ended() -> Conversation:
    return read(
        jordan(state="disconnected", ended=30),
        waiting_in(CARDS),
        agent(WEI_LING, CARDS, state="disconnected", ended=30, how="peer"),
    )


def in_wrap_up() -> Conversation:
    return read(
        jordan(state="disconnected", ended=40),
        waiting_in(CARDS),
        agent(WEI_LING, CARDS, state="disconnected", ended=40, how="peer", wrap_up=True),
    )


def wrap_up_beside_others() -> Conversation:
    return read(
        jordan(), waiting_in(CARDS), agent(WEI_LING, CARDS, state="disconnected", wrap_up=True), agent(PRIYA, CARDS)
    )


def conference() -> Conversation:
    return read(
        jordan(),
        waiting_in(CARDS),
        agent(WEI_LING, CARDS),
        agent(PRIYA, CARDS, since=45),
        agent(MARCUS, since=20, more={"monitoredParticipantId": AGENT}),
        Party(purpose="external", name=None, address="tel:+6562345678", legs=(Leg(since=15),), joined=15),
        started=7500,
    )


def crowd(count: int) -> Conversation:
    people = (
        agent(Named(f"a9e27000-0000-4000-8000-{n:012d}", f"Agent {n:02d} of many"), CARDS, since=n + 10.0)
        for n in range(count)
    )
    return read(*people)


def contacts() -> Conversation:
    """Give a conversation of NICE CXone: two contacts that can be ended, one that can't, and the customer."""
    found = talking()
    queue, agents = found.participants[1], found.participants[2]
    customer_row = replace(
        found.participants[0], fixed="The customer has no contact of their own, and only one can be ended."
    )
    digital = replace(
        agents, id="450100003", name="Priya Nair", fixed="No document says whether a digital contact is ended."
    )
    left_over = replace(agents, id="450100002", name="Bronte Walsh", remark="no agent is in after-call work on it")
    gone = replace(queue, id="450100004", remark="by the platform's reports, which may lag behind")
    people = (customer_row, replace(agents, id="450100001"), left_over, digital, gone)
    return replace(found, id="450100001", participants=people, link=None, fixed="One contact is ended at a time.")


def contacts_of(*documents: Mapping[str, Any], agents: Sequence[AgentState] | None = None) -> Conversation:
    """Read a conversation of NICE CXone as its adapter does."""
    live = contacts_from({"activecontacts": [dict(one) for one in documents]})
    assert live is not None
    found = contacts_of_master(Gathered("450100001", live, agents=agents), {}, org="sydney")
    return replace(found, place="NICE CXone, area au1")


def last_on_hold() -> Conversation:
    return contacts_of(contact(450100001, NOW, CLAIMS, TOM, state=HOLD, caller=NUMBER))


def only(state: State, *, agents: Sequence[AgentState] | None = None) -> Conversation:
    return contacts_of(contact(450100001, NOW, CLAIMS, TOM, state=state, caller=NUMBER), agents=agents)


def three_contacts() -> Conversation:
    return contacts_of(
        contact(450100001, NOW, ROADSIDE, LACHLAN, state=CONFERENCE, caller=NUMBER),
        contact(450100002, NOW, ROADSIDE, AROHA, state=CONFERENCE, transfer="Consult", masterContactId=450100001),
    )


def person_of(conversation: Conversation, participant_id: str = AGENT) -> Participant:
    found = conversation.participant(participant_id)
    assert found is not None
    return found


def ticket() -> Ticket:
    return Ticket(
        org="singapore",
        conversation_id=ID,
        participant_id=AGENT,
        participant_name="Tan Wei Ling",
        channel_id="C0LEADS",
        message_ts="1763791205.000100",
    ).having_seen(Preview(Phase.CONNECTED, 1, WEI_LING.id))


PAUSE = Pause("U0LEADA", START, "storm <!channel> of *calls*.")
TABLE = Access(
    roles={
        Role.VIEWER: frozenset({"U0VIEWER"}),
        Role.OPERATOR: frozenset({"S0LEADS", *(f"U0MORE{n}" for n in range(9))}),
        Role.ADMIN: frozenset({"U0LEADA"}),
    },
    rules=(
        Rule(
            1, allows=False, actions=frozenset({Action.DISCONNECT}), role=Role.OPERATOR, purposes=frozenset({"agent"})
        ),
    ),
)


def known(user_id: str, group: str, membership: Membership = Membership.MEMBER) -> Acquaintance:
    lead = Lead(user_id, groups=frozenset({group}), membership=membership)
    return Acquaintance(lead, TABLE.roles_of(lead), tuple(TABLE.decide(lead, action) for action in Action))


def verdicts(lead: Lead, pause: Pause | None = None, of: Conversation | None = None) -> Verdicts:
    conversation = of or talking()
    people = tuple(
        (person, TABLE.decide(lead, Action.DISCONNECT, Circumstances.of(conversation, person.id)))
        for person in conversation.live
    )
    whole = TABLE.decide(lead, Action.END_CONVERSATION, Circumstances.of(conversation))
    return Verdicts(conversation, people, whole, pause)


def confirm(conversation: Conversation, participant_id: str = AGENT) -> View:
    return confirm_view(conversation, person_of(conversation, participant_id), DEFAULT_REASONS, ticket(), NOW)


def demand(outcome: Outcome = Outcome.REQUESTED, **facts: Any) -> Disconnection:
    made = Disconnection(
        id="H-7KQ2M9XA",
        key="V0VIEW:0",
        act=Act.DISCONNECT,
        org="singapore",
        conversation_id=ID,
        participant_id=AGENT,
        participant_name="Tan Wei Ling",
        lead="U0LEADA",
        reason="stuck",
        seen=Preview(Phase.CONNECTED, 1, WEI_LING.id),
        origin=Origin("U0LEADA", "V0VIEW", "C0LEADS", "1763791205.000100"),
        requested_at=START,
    )
    steps = {
        Outcome.REQUESTED: (),
        Outcome.SENDING: (Outcome.SENDING,),
        Outcome.ACCEPTED: (Outcome.SENDING, Outcome.ACCEPTED),
        Outcome.CONFIRMED: (Outcome.SENDING, Outcome.ACCEPTED, Outcome.CONFIRMED),
        Outcome.NOT_CONFIRMED: (Outcome.SENDING, Outcome.ACCEPTED, Outcome.NOT_CONFIRMED),
        Outcome.REFUSED: (Outcome.SENDING, Outcome.REFUSED),
        Outcome.NOT_SENT: (Outcome.NOT_SENT,),
    }[outcome]
    for number, step in enumerate(steps, 1):
        made = made.reached(step, START + timedelta(seconds=number))
    return replace(made, **facts)


def the_end(outcome: Outcome, **facts: Any) -> Disconnection:
    return demand(outcome, act=Act.END_CONVERSATION, participant_id=None, participant_name="", **facts)


def explanation() -> Explanation:
    return Explanation(
        cause=Cause.PARTICIPANT_IN_TRANSITION,
        certainty=Certainty.PROVEN,
        headline="The participant was moving from one state to another.",
        evidence=(
            Evidence("Before the call, Tan Wei Ling was alerting.", "our first read", START),
            Evidence("One second later, Tan Wei Ling was connected.", "our re-read", START + timedelta(seconds=1)),
            Evidence("Another lead's disconnect was in flight.", "Hangup's ledger", START, by="U0LEADB"),
        ),
        ruled_out=("The conversation has not ended.", "Nobody else is at work on this participant."),
        retry=Retry.AFTER,
        retry_after_s=5,
        next_steps=("Wait until the state stands still.", "Refresh the card, then press Disconnect… again."),
        trace_id="0d5e3f5c-6c3f-4a55-8a31-0f3a2f0e3c11",
    )


def exchange(reply: Reply | None = None, silence: Silence | None = None) -> Exchange:
    path = f"/api/v2/conversations/{ID}/participants/{AGENT}/disconnect"
    return Exchange(Request("POST", path, {"reason": "user_request"}, START), reply, silence)


UNKNOWN = Explanation(
    cause=Cause.NOT_PROVEN,
    certainty=Certainty.UNPROVEN,
    headline="Why it was refused is not proven.",
    retry=Retry.YES,
)
CONFLICT = exchange(Reply(409, "conflict", "The request conflicts with the current state of the target resource."))

EXPLAINED = Explained(
    replace(UNKNOWN, retry=Retry.NO, next_steps=("Send the details to the platform's support.",)),
    Conflict(
        org=Org("singapore"),
        now=NOW,
        conversation_id=ID,
        participant_id=AGENT,
        exchange=CONFLICT,
        before=None,
        before_at=None,
        rereads=(),
        probes=Probes(),
    ),
    talking(),
)


def report(outcome: Outcome, **more: Any) -> Report:
    facts = {name: more.pop(name) for name in ("detail",) if name in more}
    return Report(demand(outcome, **facts), conversation=more.pop("conversation", talking()), **more)


def acts() -> list[PastAct]:
    return [
        PastAct(START - timedelta(minutes=3), "U0LEADA", ID, AGENT, Outcome.REFUSED, "H-2222AAAA"),
        PastAct(START - timedelta(seconds=50), "U0LEADB", ID, derived(ID, 4), Outcome.CONFIRMED, "H-3333BBBB"),
        PastAct(START - timedelta(seconds=2), "U0LEADA", ID, None, Outcome.ACCEPTED, "H-4444CCCC"),
    ]


def alone(blocks: list[dict[str, object]], text: str) -> Message:
    return Message(text, blocks)


LINES = (
    Entry(NOW, "cli:dpo", "erased", "genesys", ID, reason="request 4711", detail="lines: 3, demands: 1"),
    Entry(NOW, "U0LEADA", "revealed", "genesys", ID, AGENT, reason="callback", region="apse1.pure.cloud"),
    Entry(NOW, "U0LEADA", "not_sent", "sydney", "712", "713", "H-7KQ2M9XA", "stuck", detail="changed", region="au1"),
    Entry(
        NOW - timedelta(days=2), "U0LEADA", "explained", "genesys", "", detail="not_proven (unproven) <@U0OTHER> *x*"
    ),
)

ORGS = (
    Org("singapore", "genesys", "api.apse1.pure.cloud", "apse1.pure.cloud"),
    Org("zurich", "genesys", "api.euc2.pure.cloud", "euc2.pure.cloud"),
    Org("sydney", "cxone", "api-au1.niceincontact.com", "au1"),
)
BRANCHES = tuple(Org(f"branch-{n:03d}", "genesys", region="euc2.pure.cloud") for n in range(120))

FACES: dict[str, Callable[[], Face]] = {
    **TRIALS,
    **FOUND_FACES,
    "which_org": lambda: which_org_message(ORGS, Asked(command="/conversation", text=ID)),
    "which_org_of_many": lambda: which_org_message(BRANCHES, Asked(command="/disconnect", text=f"{ID} wei ling")),
    "which_org_of_long_words": lambda: which_org_message(
        ORGS, Asked(command="/disconnect", text=f"{ID} {'<!here> ' * 300}")
    ),
    "card_plain_call": lambda: conversation_card(talking(), NOW),
    "confirm_last_contact_on_hold": lambda: confirm(last_on_hold(), "450100001"),
    "confirm_contact_that_rings": lambda: confirm(only(RINGING), "450100001"),
    "confirm_contact_stuck_in_after_call_work": lambda: confirm(only(AFTER_WORK, agents=()), "450100001"),
    "confirm_one_contact_of_several": lambda: confirm(three_contacts(), "450100002"),
    "confirm_the_first_contact_of_several": lambda: confirm(three_contacts(), "450100001"),
    "card_contacts": lambda: conversation_card(contacts(), NOW),
    "can_i_contacts": lambda: can_i_message(verdicts(Lead("U0LEADA"), of=contacts()), NOW, read_only=False),
    "card_conference_of_five": lambda: conversation_card(conference(), NOW),
    "card_wrap_up": lambda: conversation_card(in_wrap_up(), NOW),
    "card_wrap_up_beside_others": lambda: conversation_card(wrap_up_beside_others(), NOW),
    "card_ended": lambda: conversation_card(ended(), NOW),
    "card_25_participants": lambda: conversation_card(crowd(25), NOW),
    "card_unknown_state": lambda: conversation_card(talking(state="teleporting"), NOW),
    "card_email": lambda: conversation_card(
        read(
            customer("jordan.rivera@example.com", "jordan.rivera@example.com", medium="emails", since=7200),
            agent(WEI_LING, CARDS, medium="emails", state="parked", since=7000),
            started=7300,
        ),
        NOW,
    ),
    "card_callback_scheduled": lambda: conversation_card(
        read(
            jordan(medium="callbacks", state="disconnected"),
            Party(
                purpose="acd",
                name=CARDS.name,
                queue=CARDS,
                legs=(
                    Leg(
                        medium="callbacks",
                        state="scheduled",
                        more={"callbackScheduledTime": "2026-11-22T09:30:00.000Z"},
                    ),
                ),
            ),
        ),
        NOW,
    ),
    "card_on_hold_and_muted": lambda: conversation_card(
        read(
            jordan(held=True),
            agent(WEI_LING, CARDS, held=True),
            Party(purpose="user", user=PRIYA, legs=(Leg(more={"muted": True, "confined": True}),)),
        ),
        NOW,
    ),
    "card_read_only": lambda: conversation_card(talking(), NOW, read_only=True),
    "card_paused": lambda: conversation_card(talking(), NOW, pause=PAUSE),
    "card_with_past_acts": lambda: conversation_card(conference(), NOW, acts=acts()),
    "card_nobody_listed": lambda: conversation_card(read(), NOW),
    "confirm_connected": lambda: confirm(talking()),
    "confirm_alerting": lambda: confirm(talking(state="alerting", since=8)),
    "confirm_customer": lambda: confirm(conference(), derived(ID, 1)),
    "confirm_nobody_remains": lambda: confirm(read(agent(WEI_LING, CARDS)), derived(ID, 1)),
    "confirm_left": lambda: confirm(conference(), derived(ID, 2)),
    "confirm_in_wrap_up": lambda: confirm(wrap_up_beside_others()),
    "confirm_ended": lambda: confirm(ended()),
    "confirm_left_and_live_elsewhere": lambda: confirm(
        read(jordan(), waiting_in(CARDS), agent(WEI_LING, state="disconnected"), agent(WEI_LING, CARDS, since=10))
    ),
    "end_conference": lambda: end_view(conference(), DEFAULT_REASONS, ticket(), NOW),
    "end_already_over": lambda: end_view(ended(), DEFAULT_REASONS, ticket(), NOW),
    "changed_people": lambda: changed_view(
        conference(), person_of(conference()), (Change.CONNECTED, Change.PEOPLE_JOINED), ticket(), NOW
    ),
    "changed_left": lambda: changed_view(
        conference(), person_of(conference(), derived(ID, 2)), (Change.LEFT, Change.PEOPLE_LEFT), ticket(), NOW
    ),
    "changed_moved": lambda: changed_view(
        read(jordan(), waiting_in(CARDS), agent(WEI_LING, state="disconnected"), agent(WEI_LING, CARDS, since=10)),
        person_of(read(jordan(), waiting_in(CARDS), agent(WEI_LING, state="disconnected"))),
        (Change.MOVED,),
        ticket(),
        NOW,
    ),
    "changed_ended": lambda: changed_view(ended(), person_of(ended()), (Change.CONVERSATION_ENDED,), ticket(), NOW),
    "changed_whole_conversation": lambda: changed_view(
        conference(), None, (Change.PEOPLE_JOINED,), ticket().model_copy(update={"participant_id": None}), NOW
    ),
    "people_first_page": lambda: people_view(crowd(95), ticket(), NOW),
    "people_last_page": lambda: people_view(crowd(95), ticket(), NOW, page=2),
    "people_who_have_left": lambda: people_view(conference(), ticket(), NOW),
    "people_to_choose_from": lambda: people_view(conference(), ticket(), NOW, choose=True),
    "progress": lambda: progress_view(demand(), NOW),
    "progress_end": lambda: progress_view(the_end(Outcome.REQUESTED), NOW),
    "rival": lambda: rival_view(demand(Outcome.NOT_SENT), demand(Outcome.ACCEPTED, lead="U0LEADB", id="H-2222AAAA")),
    "rival_ends_everything": lambda: rival_view(demand(Outcome.NOT_SENT), the_end(Outcome.SENDING, lead="U0LEADB")),
    "result_sending": lambda: result_view(report(Outcome.SENDING), NOW),
    "result_accepted": lambda: result_view(report(Outcome.ACCEPTED), NOW),
    "result_confirmed": lambda: result_view(report(Outcome.CONFIRMED), NOW),
    "result_confirmed_unproven": lambda: result_view(report(Outcome.CONFIRMED, detail="left_unproven"), NOW),
    "result_not_confirmed": lambda: result_view(report(Outcome.NOT_CONFIRMED, explanation=explanation()), NOW),
    "result_refused": lambda: result_view(report(Outcome.REFUSED, explanation=explanation(), exchange=CONFLICT), NOW),
    "result_not_sent": lambda: result_view(report(Outcome.NOT_SENT, detail="never_sent"), NOW),
    "result_not_confirmed_after_a_crash": lambda: result_view(
        report(Outcome.NOT_CONFIRMED, detail="maybe_not_sent"), NOW
    ),
    "result_not_confirmed_unread": lambda: result_view(Report(demand(Outcome.NOT_CONFIRMED)), NOW),
    "result_again": lambda: result_view(report(Outcome.REFUSED, again=True), NOW),
    "result_refused_and_may_end": lambda: result_view(
        report(
            Outcome.REFUSED,
            explanation=replace(explanation(), certainty=Certainty.LIKELY, stand_in_id=derived(ID, 1)),
            may_end=True,
        ),
        NOW,
    ),
    "message_second_is_told": lambda: result_message(
        report(Outcome.NOT_SENT, first=demand(Outcome.CONFIRMED, lead="U0LEADB")), NOW
    ),
    "message_without_a_body": lambda: result_message(
        report(
            Outcome.REFUSED,
            explanation=UNKNOWN,
            exchange=Exchange(Request("POST", f"/api/v2/conversations/{ID}/disconnect"), Reply(409)),
        ),
        NOW,
    ),
    "explained_view": lambda: explained_view(EXPLAINED, "H-7KQ2M9XA", NOW),
    "explained_from_the_text_alone": lambda: explained_message(
        replace(EXPLAINED, conversation=None, conflict=replace(EXPLAINED.conflict, exchange=None)), "H-7KQ2M9XA", NOW
    ),
    "explain_paste": paste_view,
    "explain_reading": reading_view,
    "result_not_sent_denied": lambda: result_view(
        report(Outcome.NOT_SENT, detail="You may not disconnect participants with Hangup."), NOW
    ),
    "result_end_confirmed": lambda: result_view(Report(the_end(Outcome.CONFIRMED), ended()), NOW),
    "result_end_refused": lambda: result_view(
        Report(the_end(Outcome.REFUSED), talking(), explanation=explanation()), NOW
    ),
    "message_confirmed": lambda: result_message(report(Outcome.CONFIRMED), NOW),
    "message_corrected": lambda: result_message(report(Outcome.CONFIRMED, correction=True), NOW),
    "message_refused": lambda: result_message(
        report(Outcome.REFUSED, explanation=explanation(), exchange=CONFLICT), NOW
    ),
    "message_no_answer": lambda: result_message(
        report(Outcome.NOT_CONFIRMED, explanation=explanation(), exchange=exchange(silence=Silence.TIMEOUT)), NOW
    ),
    "explanation": lambda: alone(explanation_blocks(explanation(), NOW), explanation_text(explanation())),
    "explanation_details": lambda: alone(details_blocks(explanation(), CONFLICT, "H-7KQ2M9XA"), "Details"),
    "audit": lambda: audit_message("<@U0LEADA>", LINES, NOW, DEFAULT_REASONS),
    "audit_nothing": lambda: audit_message("<@U0LEADA>", (), NOW, DEFAULT_REASONS),
    "audit_head": lambda: head_message(Head(1024, "9f86d081" * 8), NOW),
    "help": help_message,
    "whoami_operator": lambda: whoami_message(known("U0LEADB", "S0LEADS"), paused=True),
    "whoami_guest": lambda: whoami_message(known("U0CONTRACT", "S0LEADS", Membership.GUEST), paused=False),
    "can_i_operator": lambda: can_i_message(verdicts(known("U0LEADB", "S0LEADS").lead), NOW, read_only=False),
    "can_i_paused": lambda: can_i_message(verdicts(Lead("U0LEADA"), PAUSE), NOW, read_only=True),
    "can_i_nobody_live": lambda: can_i_message(verdicts(Lead("U0LEADA"), of=ended()), NOW, read_only=False),
    "paused": lambda: paused_message(PAUSE, NOW, mine=True),
    "paused_already": lambda: paused_message(PAUSE, NOW, mine=False),
    "resumed": lambda: resumed_message(PAUSE, NOW, read_only=True),
    "resumed_nothing": lambda: resumed_message(None, NOW, read_only=False),
    "refused": lambda: notice_view(
        "End conversation",
        "You may not end whole conversations with Hangup. It takes the role admin.",
        refusal_hint(TABLE.decide(known("U0LEADB", "S0LEADS").lead, Action.END_CONVERSATION)),
        "H-7KQ2M9XA",
    ),
    "loading": lambda: loading_view("Disconnect participant"),
    "notice": lambda: notice_view(
        "Disconnect participant",
        "You may not disconnect participants with Hangup.",
        'To allow it, the person who runs Hangup adds: `[access] disconnect = ["U0LEADA"]`',
        "H-7KQ2M9XA",
    ),
}
