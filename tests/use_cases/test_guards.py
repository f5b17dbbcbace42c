"""What must hold at the last moment: each guard of the act, alone, against the real ledger and the pretend platform."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from bot.adapters.metrics import PrometheusMetrics
from bot.domain.access import Access, Lead
from bot.domain.disconnection import Act, Disconnection, Origin, Outcome, Phase, Preview
from bot.domain.errors import AccessDeniedError, InputError
from bot.domain.exchange import Org, Reply
from bot.ports import Report
from bot.use_cases.carry_out import CarryOut
from bot.use_cases.demand import Intent, PlaceDemand
from bot.use_cases.permit import Permit
from bot.use_cases.read_back import read_back
from bot.use_cases.reconcile import Reconcile
from bot.use_cases.refusals import Refusals
from bot.use_cases.tasks import Tasks
from tests.support.remembered import RememberedConversations

CALL = "ca110001-0000-4000-8000-000000000000"
AGENT = "ca110001-0003-4000-8000-000000000000"
MAYA = Lead("U0LEADA")
OPEN = Access(disconnect=frozenset({"U0LEADA"}))


@dataclass
class Listening:
    """A messenger that remembers what it was told."""

    reports: list[Report] = field(default_factory=list)

    async def tell(self, report: Report) -> None:
        self.reports.append(report)


class NoGroups:
    """A roster that knows nobody."""

    async def groups_of(self, user_id, among):  # noqa: ARG002 - as the port has it
        return among - among

    async def person(self, user_id):  # noqa: ARG002 - as the port has it
        return None


def permit_of(ledger, access, clock):
    return Permit(access, NoGroups(), ledger, Refusals(ledger, clock, Tasks()))


@pytest.fixture
def listening():
    return Listening()


@pytest.fixture
def carry_out(town, clock, listening):
    def made(access=OPEN):
        bot = town.bot
        return CarryOut(
            bot.orgs, bot.ledger, listening, permit_of(bot.ledger, access, clock), clock, PrometheusMetrics()
        )

    return made


@pytest.fixture
def demand(clock):
    now = clock.now()
    return Disconnection(
        id="H-TEST",
        key="V1:0",
        act=Act.DISCONNECT,
        org="genesys",
        conversation_id=CALL,
        participant_id=AGENT,
        lead="U0LEADA",
        reason="stuck",
        seen=Preview(Phase.CONNECTED, 1, None),
        origin=Origin("U0LEADA"),
        requested_at=now,
        owner="first",
        lease_until=now + timedelta(seconds=30),
    )


def writes(town):
    return [r for r in town.genesys.requests if r["method"] == "PATCH"]


def leaves(town):
    document = town.genesys.conversation(CALL)
    for person in document["participants"]:
        if person["id"] == AGENT:
            person["endTime"] = "2026-11-22T06:00:01Z"
            for call in person["calls"]:
                call["state"] = "disconnected"
    town.genesys.holds(document)


async def test_who_may_is_decided_again_right_before_sending(town, demand, carry_out):
    await town.bot.ledger.place(demand)
    await carry_out(Access())(demand, MAYA)
    assert writes(town) == []
    settled = await town.bot.ledger.find(demand.id)
    assert settled.outcome is Outcome.NOT_SENT


async def test_a_demand_that_another_process_has_taken_over_is_not_sent(town, demand, carry_out, clock, listening):
    await town.bot.ledger.place(demand)
    clock.advance(31)
    taken = await town.bot.ledger.claim(demand.id, "second", clock.now() + timedelta(seconds=30), clock.now())
    assert taken is not None
    await carry_out()(demand, MAYA)
    assert writes(town) == []
    assert listening.reports == []


async def test_before_it_is_sent_again_it_is_read_again(town, demand, carry_out):
    town.genesys.fault(method="PATCH", path="*/participants/*", status=429, body={}, headers={"Retry-After": "4"})
    noted = town.genesys.on_request

    def on_request(entry):
        noted(entry)
        if str(entry["title"]).startswith("PATCH"):
            leaves(town)

    town.genesys.on_request = on_request
    await town.bot.ledger.place(demand)
    await carry_out()(demand, MAYA)
    assert len(writes(town)) == 1
    assert (await town.bot.ledger.find(demand.id)).outcome is Outcome.NOT_SENT


async def test_who_may_not_can_place_no_demand(town, clock, carry_out, listening):
    permit = permit_of(town.bot.ledger, Access(), clock)
    place = PlaceDemand(town.bot.ledger, permit, carry_out(), listening, Tasks(), clock, "first")
    intent = intended()
    with pytest.raises(AccessDeniedError):
        await place(MAYA, intent)
    line, *more = await town.bot.ledger.entries(conversation_id=CALL)
    assert (line.step, line.by, line.org, line.participant_id) == ("denied", "U0LEADA", "genesys", AGENT)
    assert more == []
    assert writes(town) == []


@pytest.mark.parametrize(("act", "whom"), [(Act.DISCONNECT, None), (Act.DISCONNECT, ""), (Act.END_CONVERSATION, AGENT)])
async def test_an_act_without_its_target_is_no_act(town, clock, carry_out, act, whom):
    access = Access(disconnect=frozenset({"U0LEADA"}), end_conversation=frozenset({"U0LEADA"}))
    permit = permit_of(town.bot.ledger, access, clock)
    place = PlaceDemand(town.bot.ledger, permit, carry_out(access), Listening(), Tasks(), clock, "first")
    with pytest.raises(InputError):
        await place(MAYA, replace(intended(), act=act, participant_id=whom))
    assert [r for r in town.genesys.requests if r["method"] in {"PATCH", "POST"} and "disconnect" in r["path"]] == []


def intended():
    seen, origin = Preview(Phase.CONNECTED, 1), Origin("U0LEADA")
    return Intent("H-T", "V1:0", Act.DISCONNECT, "genesys", CALL, AGENT, "", "stuck", "", seen, origin)


async def test_a_conversation_that_is_not_found_has_not_left_by_that_alone(demand, clock):
    gone = RememberedConversations(Org("genesys"), clock, [Reply(404, code="not.found")])
    shown = await read_back(demand, gone, clock)
    assert not shown.left


class Asked(RememberedConversations):
    """Says, before a read, whether somebody is still there: `words` by turns, the last one again and again."""

    words: list[bool]

    async def still_there(self, conversation_id, participant_id):  # noqa: ARG002 - the port's
        self.asked.append("there?")
        return self.words[min(self.asked.count("there?"), len(self.words)) - 1]


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        # Whoever is still there is read once, at the end: only a read is evidence.
        ([True], ["there?"] * 4 + ["read"]),
        # A source that was wrong is not believed again, and the end is waited for.
        ([False], ["there?", "read", "there?", "there?", "there?", "read"]),
        # But one that has been right since is.
        ([False, True, False], ["there?", "read", "there?", "there?", "read", "there?", "read"]),
    ],
)
async def test_where_a_read_is_dear_less_is_asked_first_and_the_end_is_read(town, demand, clock, words, asked):
    live = (await town.bot.orgs["genesys"].read(CALL)).conversation
    org = Asked(Org("genesys"), clock, [live])
    org.words = words
    before = clock.now()
    shown = await read_back(demand, org, clock, budget=6, read_cost=3)
    assert (org.asked, shown.left) == (asked, False)
    assert (clock.now() - before).total_seconds() == 20


async def test_after_a_crash_it_is_not_claimed_that_our_call_did_it(town, demand, clock, listening):
    await town.bot.ledger.place(demand)
    sending = demand.reached(Outcome.SENDING, clock.now())
    assert await town.bot.ledger.record(sending)
    leaves(town)
    clock.advance(31)
    reconcile = Reconcile(town.bot.orgs, town.bot.ledger, listening, clock, "second")
    assert await reconcile.settle_expired() == 1
    settled = await town.bot.ledger.find(demand.id)
    assert (settled.outcome, settled.detail) == (Outcome.CONFIRMED, "left_unproven")


async def test_what_was_not_confirmed_is_read_again_after_one_and_five_minutes(town, demand, clock, listening):
    ledger = town.bot.ledger
    await ledger.place(demand)
    sending = demand.reached(Outcome.SENDING, clock.now())
    await ledger.record(sending)
    await ledger.record(sending.reached(Outcome.NOT_CONFIRMED, clock.now()))
    began = clock.now()
    await ledger.plan_recheck(demand.id, began + timedelta(seconds=60), 1)
    reconcile = Reconcile(town.bot.orgs, ledger, listening, clock, "second")
    times = []
    for _ in range(70):
        clock.advance(10)
        if await reconcile.recheck_due():
            times.append((clock.now() - began).total_seconds())
    assert times == [60, 300]
