"""What alerts hear of, where they go, and what happens when the database or Slack is away."""

from datetime import UTC, time, timedelta

import pytest
import pytest_asyncio

from bot.adapters.ledger import DatabaseLedger
from bot.domain.access import Access, Lead, Role, Rule
from bot.domain.alert import Stage
from bot.domain.alert_policy import Policy
from bot.domain.disconnection import Act, Disconnection, Origin, Outcome, Phase, Preview
from bot.domain.errors import AccessDeniedError, InputError, LedgerUnavailableError
from bot.domain.letter import Letter, Urgency
from bot.domain.rule import Action
from bot.ports import Report
from bot.use_cases.attend_alert import AttendAlert
from bot.use_cases.escalate import Escalate
from bot.use_cases.list_alerts import ListAlerts
from bot.use_cases.move_alert import MoveAlert
from bot.use_cases.permit import Permit
from bot.use_cases.refusals import Refusals
from bot.use_cases.send_digest import SendDigest
from bot.use_cases.settle_alerts import SettleAlerts
from bot.use_cases.tasks import Tasks
from handlers import jobs
from tests.support.clock import START
from tests.support.problems import AGENT, CALL, a_problem

POLICY = Policy("C0INCID", instead=("U0ADMIN",))
LEAD = Lead("U0LEADA")


class Board:
    """A board that remembers what it was to show."""

    def __init__(self):
        self.shown = []

    async def show(self, alert_id):
        self.shown.append(alert_id)

    async def show_all(self):
        self.shown.append("all")


class Told:
    """A messenger that remembers the reports."""

    def __init__(self):
        self.reports = []

    async def tell(self, report):
        self.reports.append(report)


class Away:
    """A database that is away."""

    def __getattr__(self, name):
        async def fails(*_args, **_more):
            raise LedgerUnavailableError("away")

        return fails


class NoGroups:
    """Nobody is in a group."""

    async def groups_of(self, user_id, among):  # noqa: ARG002 - a stand-in takes what its port takes
        return frozenset()

    async def person(self, user_id):  # noqa: ARG002
        return None


@pytest_asyncio.fixture
async def ledger(clock, database_url):
    opened = await DatabaseLedger.open(database_url, clock)
    clock.hold_while(lambda: opened.busy)
    yield opened
    await opened.close()


@pytest.fixture
def alerts(ledger):
    return ledger.alerts


@pytest.fixture
def board():
    return Board()


@pytest.fixture
def told():
    return Told()


@pytest.fixture
def settle(told, alerts, board, clock):
    return SettleAlerts(told, alerts, board, clock, POLICY)


@pytest.fixture
def permit_of(ledger, clock):
    def make(*rules):
        access = Access(roles={Role.VIEWER: frozenset({LEAD.user_id})}, rules=rules)
        return Permit(access, NoGroups(), ledger, Refusals(ledger, clock, Tasks()))

    return make


def a_demand(outcome, clock, participant_id=AGENT, act=Act.DISCONNECT, *, name="Tan Wei Ling", user_id="u-1"):
    made = Disconnection(
        id="H-1",
        key="V1:0",
        act=act,
        org="genesys",
        conversation_id=CALL,
        participant_id=participant_id,
        participant_name=name,
        lead=LEAD.user_id,
        reason="stuck",
        seen=Preview(Phase.CONNECTED, 1, user_id),
        origin=Origin(LEAD.user_id),
        requested_at=clock.now(),
    )
    return made.reached(outcome, clock.now())


async def standing(alerts, alert_id="A-1"):
    alert = await alerts.find(alert_id)
    return alert.stage, alert.outcome


async def test_a_confirmed_disconnect_closes_what_is_about_whom_it_was_about(settle, alerts, told, clock):
    await alerts.put(a_problem(), "A-1", POLICY)
    await alerts.put(a_problem("held:2", participant_id="somebody else"), "A-2", POLICY)
    await alerts.put(a_problem("held:3", conversation_id="another"), "A-3", POLICY)
    report = Report(a_demand(Outcome.CONFIRMED, clock))
    await settle.tell(report)
    assert [await standing(alerts, f"A-{n}") for n in (1, 2, 3)] == [
        (Stage.CLOSED, "disconnected"),
        (Stage.RAISED, ""),
        (Stage.RAISED, ""),
    ]
    assert told.reports == [report]
    await settle.tell(report)
    assert (await alerts.find("A-1")).by == LEAD.user_id


async def test_the_end_of_the_conversation_closes_all_that_is_about_it(settle, alerts, clock):
    await alerts.put(a_problem(), "A-1", POLICY)
    await alerts.put(a_problem("held:2", participant_id=None), "A-2", POLICY)
    await settle.tell(Report(a_demand(Outcome.CONFIRMED, clock, None, Act.END_CONVERSATION)))
    ended = (Stage.CLOSED, "the conversation was ended")
    assert [await standing(alerts, f"A-{n}") for n in (1, 2)] == [ended, ended]


async def test_one_who_left_does_not_end_what_is_about_the_whole_conversation(settle, alerts, clock):
    await alerts.put(a_problem(participant_id=None), "A-1", POLICY)
    await settle.tell(Report(a_demand(Outcome.CONFIRMED, clock)))
    assert await standing(alerts) == (Stage.RAISED, "")
    (note,) = (await alerts.sight("A-1")).unsaid.values()
    assert note.detail == "Tan Wei Ling was disconnected (reference H-1)"


async def test_a_customer_who_left_is_not_named(settle, alerts, clock):
    await alerts.put(a_problem(participant_id=None), "A-1", POLICY)
    await settle.tell(Report(a_demand(Outcome.CONFIRMED, clock, name="Jordan Rivera", user_id=None)))
    (note,) = (await alerts.sight("A-1")).unsaid.values()
    assert note.detail == "A participant was disconnected (reference H-1)"


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (Outcome.REFUSED, "The platform refused the disconnect (reference H-1)"),
        (Outcome.NOT_CONFIRMED, "The disconnect is not confirmed (reference H-1)"),
        (Outcome.NOT_SENT, "The disconnect was not sent (reference H-1)"),
    ],
)
async def test_what_did_not_help_is_in_the_history(settle, alerts, clock, outcome, words):
    await alerts.put(a_problem(), "A-1", POLICY)
    await settle.tell(Report(a_demand(outcome, clock)))
    assert [note.detail for note in (await alerts.sight("A-1")).unsaid.values()] == [words]


async def test_what_is_under_way_or_about_another_demand_changes_nothing(settle, alerts, told, clock):
    await alerts.put(a_problem(), "A-1", POLICY)
    confirmed = a_demand(Outcome.CONFIRMED, clock)
    await settle.tell(Report(a_demand(Outcome.ACCEPTED, clock)))
    await settle.tell(Report(confirmed, again=True))
    await settle.tell(Report(confirmed, first=confirmed))
    assert await standing(alerts) == (Stage.RAISED, "")
    assert len(told.reports) == 3


async def test_the_lead_is_told_though_the_alerts_cannot_be_reached(told, board, clock):
    await SettleAlerts(told, Away(), board, clock, POLICY).tell(Report(a_demand(Outcome.CONFIRMED, clock)))
    assert len(told.reports) == 1


async def test_a_refused_card_moves_once_and_then_has_nowhere_to_go(alerts, board, clock):
    await alerts.put(a_problem(), "A-1", POLICY)
    move = MoveAlert(alerts, board, clock, POLICY)
    assert await move("A-1", "C0INCID", "is_archived")
    assert await move("A-1", "C0INCID", "is_archived")
    assert (await alerts.find("A-1")).place == "U0ADMIN"
    assert not await move("A-1", "U0ADMIN", "cannot_dm_bot")
    assert not await move("A-NONE", "C0INCID", "is_archived")
    assert board.shown == ["A-1"]


async def test_who_may_not_look_into_an_org_sees_nothing_of_its_alerts(alerts, permit_of, clock):
    deny = Rule(1, allows=False, actions=frozenset({Action.LOOK_UP}), orgs=frozenset({"zurich"}))
    await alerts.put(a_problem(), "A-1", POLICY)
    await alerts.put(a_problem("held:2", org="zurich"), "A-2", POLICY)
    listed = await ListAlerts(alerts, permit_of(deny))(LEAD)
    assert [alert.id for alert in listed.alerts] == ["A-1"]
    attend = AttendAlert(alerts, Board(), permit_of(deny), clock, POLICY)
    with pytest.raises(AccessDeniedError):
        await attend.acknowledge(LEAD, "A-2")
    with pytest.raises(InputError, match="no longer known"):
        await attend.acknowledge(LEAD, "A-NONE")


async def test_rules_of_the_settings_are_listed_with_their_words_though_they_raised_nothing(alerts, permit_of):
    class Stated:
        name, words = "waiting", "a customer waits for more than 10 minutes"

    await alerts.put(a_problem(), "A-1", POLICY)
    listed = await ListAlerts(alerts, permit_of(), [Stated()])(LEAD)
    assert [(state.rule, state.open, words) for state, words in listed.rules] == [
        ("held too long", 1, ""),
        ("waiting", 0, Stated.words),
    ]


async def test_what_is_over_is_not_attended_to(alerts, permit_of, clock):
    await alerts.put(a_problem(), "A-1", POLICY)
    attend = AttendAlert(alerts, Board(), permit_of(), clock, POLICY)
    closed = await attend.close(LEAD, "A-1")
    assert (closed.outcome, closed.by) == ("Solved", LEAD.user_id)
    for act in (attend.acknowledge, attend.escalate, attend.close):
        with pytest.raises(InputError, match="is over"):
            await act(LEAD, "A-1")


@pytest.mark.parametrize("act", ["mute", "unmute"])
async def test_who_may_only_look_up_neither_mutes_a_rule_nor_unmutes_it(alerts, permit_of, clock, act):
    await alerts.put(a_problem(), "A-1", POLICY)
    attend = AttendAlert(alerts, Board(), permit_of(), clock, POLICY)
    before = await alerts.rules()
    with pytest.raises(AccessDeniedError):
        await getattr(attend, act)(LEAD, "A-1")
    assert await alerts.rules() == before


async def test_the_jobs_wait_for_a_database_that_is_away(board, clock):
    await jobs.escalate(Escalate(Away(), board, clock, POLICY))
    await jobs.digest(SendDigest(Away(), clock, "C0INCID", time(9), UTC, a_letter))


async def test_without_a_channel_or_long_after_its_time_no_digest_is_sent(alerts, clock):
    # It is six o'clock: half past five was lately, and half past eleven was yesterday.
    await alerts.put(a_problem(seen_at=START - timedelta(hours=1)), "A-1", POLICY)
    sent = [SendDigest(alerts, clock, channel, at, UTC, a_letter) for channel, at in DIGESTS]
    assert [await send() for send in sent] == [False, False, True, False]


DIGESTS = (("", time(5, 30)), ("C0INCID", time(23, 30)), ("C0INCID", time(5, 30)), ("C0INCID", time(5, 30)))


def a_letter(digest, channel, now):
    return Letter(channel, f"{digest.raised} raised", [], now, urgency=Urgency.ALERT)
