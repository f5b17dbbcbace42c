"""Gathering the evidence: what is asked, how often, and when it is enough."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import cast

import pytest

from bot.domain.communication import Communication, Media, State
from bot.domain.conflict import Cause, Certainty, Conflict, Explanation
from bot.domain.conversation import Conversation
from bot.domain.disconnection import Outcome, PastAct
from bot.domain.exchange import Analytics, Exchange, Org, Reply, Request, TokenProbe
from bot.domain.participant import Participant
from bot.ports import Ledger
from bot.use_cases.explain import ELSEWHERE_SECONDS, explain_refusal
from tests.support.clock import START, JumpingClock
from tests.support.remembered import RememberedActs, RememberedConversations, Seen

ORG = Org("one", host="api.one.example")
REFUSED = Reply(409, code="conflict", message="The request conflicts with the current state of the target resource.")
NOT_FOUND = Reply(404, code="conversation.error.conversation.not.found", message="The conversation does not exist.")
UNAUTHORIZED = Reply(401, code="bad.credentials", message="Invalid login credentials.")


def somebody(id_: str, state: State = State.CONNECTED, purpose: str = "agent") -> Participant:
    leg = Communication(f"leg-{id_}", Media.CALL, state, connected_at=datetime(2026, 11, 22, 5, tzinfo=UTC))
    return Participant(id_, purpose, name=id_.title(), user_id=f"user-{id_}", communications=(leg,))


def talk(state: State = State.CONNECTED) -> Conversation:
    return Conversation("c", "one", (somebody("mei", state), somebody("customer", purpose="customer")))


LIVE = talk()


async def ask(
    clock: JumpingClock,
    sights: list[Seen],
    *,
    reply: Reply = REFUSED,
    acts: Sequence[PastAct] = (),
    others: Sequence[RememberedConversations] = (),
    **more: object,
) -> tuple[Explanation, Conflict, RememberedConversations]:
    org = RememberedConversations(ORG, clock, sights)
    for name in ("records", "token_status", "known_at"):
        if name in more:
            setattr(org, name, more.pop(name))
    ledger = more.pop("ledger", RememberedActs(acts))
    asked = Exchange(Request("POST", "/", sent_at=clock.now()), reply=reply)
    so_far = Conflict(ORG, clock.now(), "c", "mei", exchange=asked, before=None if more.pop("blind", False) else LIVE)
    explanation, conflict = await explain_refusal(
        so_far,
        conversations=org,
        others=others,
        ledger=cast("Ledger", ledger),
        clock=clock,
        **more,  # type: ignore[arg-type]
    )
    return explanation, conflict, org


async def test_an_unexplained_conflict_is_read_three_times_over_five_seconds(clock: JumpingClock):
    explanation, conflict, org = await ask(clock, [LIVE])
    assert explanation.cause is Cause.NOT_PROVEN
    assert org.asked == ["read", "read", "read"]
    assert [reading.at - START for reading in conflict.rereads] == [timedelta(seconds=s) for s in (0, 2, 5)]


async def test_reading_stops_when_the_first_re_read_proves_a_cause(clock: JumpingClock):
    explanation, _, org = await ask(clock, [talk(State.DISCONNECTED)])
    assert (explanation.cause, explanation.certainty) == (
        Cause.PARTICIPANT_ALREADY_DISCONNECTED,
        Certainty.PROVEN,
    )
    assert org.asked == ["read"]
    assert clock.now() == START


async def test_two_reads_that_differ_are_evidence(clock: JumpingClock):
    explanation, _, org = await ask(clock, [LIVE, talk(State.PARKED)])
    assert explanation.cause is Cause.PARTICIPANT_IN_TRANSITION
    assert org.asked == ["read", "read"]


async def test_the_records_are_asked_only_when_the_conversation_is_gone(clock: JumpingClock):
    records = Analytics(START, known=True, started_at=START, ended_at=START)
    explanation, _, org = await ask(clock, [NOT_FOUND], reply=NOT_FOUND, records=records)
    assert (explanation.cause, explanation.certainty) == (Cause.CONVERSATION_ENDED, Certainty.PROVEN)
    assert org.asked == ["read", "recall"]


async def test_an_id_that_nobody_knows_is_said_to_be_unknown(clock: JumpingClock):
    records = Analytics(START, known=False)
    explanation, _, _ = await ask(clock, [NOT_FOUND], reply=NOT_FOUND, records=records, blind=True)
    assert (explanation.cause, explanation.certainty) == (Cause.UNKNOWN_CONVERSATION, Certainty.PROVEN)


async def test_tokens_are_tried_elsewhere_only_when_ours_is_refused(clock: JumpingClock):
    other = RememberedConversations(Org("two", host="api.two.example"), clock, [])
    explanation, _, org = await ask(
        clock,
        [UNAUTHORIZED],
        reply=UNAUTHORIZED,
        token_status=401,
        others=[other],
        blind=True,
        known_at=frozenset({"api.two.example"}),
    )
    assert (explanation.cause, explanation.certainty) == (Cause.WRONG_REGION, Certainty.PROVEN)
    assert (org.asked, other.asked) == (["read", "token", "token at api.two.example"], [])


async def test_a_client_that_is_refused_everywhere_is_not_in_the_wrong_region(clock: JumpingClock):
    other = RememberedConversations(Org("two", host="api.two.example"), clock, [])
    explanation, _, _ = await ask(
        clock, [UNAUTHORIZED], reply=UNAUTHORIZED, token_status=401, others=[other], blind=True
    )
    assert explanation.cause is Cause.NOT_PROVEN


async def test_a_host_of_another_org_that_hangs_holds_up_no_explanation(clock: JumpingClock):
    class Hanging(RememberedConversations):
        async def probe_token(self, at: Org | None = None) -> TokenProbe:
            if at is not None and at.name == "two":
                await clock.sleep(60)
            return await super().probe_token(at)

    others = [RememberedConversations(Org(name, host=f"api.{name}.example"), clock, []) for name in ("two", "three")]
    org = Hanging(ORG, clock, [UNAUTHORIZED], token_status=401, known_at=frozenset({"api.three.example"}))
    asked = Exchange(Request("POST", "/", sent_at=clock.now()), reply=UNAUTHORIZED)
    explanation, conflict = await explain_refusal(
        Conflict(ORG, clock.now(), "c", "mei", exchange=asked),
        conversations=org,
        others=others,
        ledger=cast("Ledger", RememberedActs()),
        clock=clock,
    )
    assert (explanation.cause, explanation.certainty) == (Cause.WRONG_REGION, Certainty.PROVEN)
    assert [probe.host for probe in conflict.probes.tokens] == ["api.one.example", "api.three.example"]
    assert (clock.now() - START).total_seconds() == ELSEWHERE_SECONDS


async def test_no_other_token_is_tried_when_ours_is_accepted_after_all(clock: JumpingClock):
    other = RememberedConversations(Org("two", host="api.two.example"), clock, [])
    explanation, _, org = await ask(clock, [LIVE], reply=UNAUTHORIZED, others=[other])
    assert explanation.cause is Cause.NOT_PROVEN
    assert (org.asked[-1], other.asked) == ("token", [])


async def test_the_explained_act_is_not_its_own_duplicate(clock: JumpingClock):
    mine = PastAct(START, "U0ME", "c", "mei", Outcome.SENDING, id="mine")
    explanation, _, _ = await ask(clock, [LIVE], acts=[mine], exclude_id="mine")
    assert explanation.cause is Cause.NOT_PROVEN
    explanation, _, _ = await ask(clock, [LIVE], acts=[mine], exclude_id="another")
    assert explanation.cause is Cause.DUPLICATE_REQUEST


async def test_the_ledger_is_asked_for_the_minute_before_the_request(clock: JumpingClock):
    ledger = RememberedActs()
    await ask(clock, [LIVE], ledger=ledger)
    assert ledger.since == START - timedelta(seconds=60)


async def test_a_ledger_that_is_down_is_not_said_to_be_empty(clock: JumpingClock):
    explanation, conflict, _ = await ask(clock, [LIVE], ledger=RememberedActs(unavailable=True))
    assert not conflict.ledger_asked
    assert not any("ledger" in line for line in explanation.ruled_out)


async def test_the_budget_is_never_exceeded(clock: JumpingClock):
    for budget in range(4):
        _, _, org = await ask(clock, [LIVE], budget=budget)
        assert len(org.asked) == min(budget, 3)


async def test_an_accepted_act_without_effect_is_proven_stuck_by_its_age(clock: JumpingClock):
    records = Analytics(START, known=True, started_at=START - timedelta(hours=13))
    accepted = Exchange(Request("PATCH", "/", sent_at=clock.now() - timedelta(seconds=25)), reply=Reply(202))
    org = RememberedConversations(ORG, clock, [LIVE], records=records)
    explanation, _ = await explain_refusal(
        Conflict(ORG, clock.now(), "c", "mei", exchange=accepted, before=LIVE),
        conversations=org,
        ledger=cast("Ledger", RememberedActs()),
        clock=clock,
    )
    assert (explanation.cause, explanation.certainty) == (Cause.STUCK_CONVERSATION, Certainty.PROVEN)
    assert org.asked == ["read", "recall"]


@pytest.mark.parametrize("sent_at", [datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)])
async def test_a_request_of_the_first_or_the_last_year_is_explained_too(clock: JumpingClock, sent_at: datetime):
    exchange = Exchange(Request("POST", "/", sent_at=sent_at), reply=REFUSED)
    explanation, _ = await explain_refusal(
        Conflict(ORG, clock.now(), "c", "mei", exchange=exchange),
        conversations=RememberedConversations(ORG, clock, [LIVE]),
        ledger=cast("Ledger", RememberedActs(())),
        clock=clock,
    )
    assert explanation.headline
