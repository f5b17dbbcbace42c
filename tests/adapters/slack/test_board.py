"""The alerts' board against the pretend Slack: posted, changed, moved, and posted again."""

import aiohttp
import pytest
import pytest_asyncio

from bot.adapters.ledger import DatabaseLedger
from bot.adapters.metrics import PrometheusMetrics
from bot.adapters.slack.board import AlertFaces, SlackAlertBoard
from bot.adapters.slack.client import patient_client
from bot.adapters.slack.outbound import Outbound
from bot.domain.alert_policy import Policy
from bot.domain.errors import LedgerUnavailableError
from bot.use_cases.raise_alert import RaiseAlert
from handlers.blocks.alert_card import alert_card
from handlers.blocks.alert_words import call_message, note_message
from handlers.blocks.elsewhere import elsewhere_message
from playground.slack.people import BOT_TOKEN
from playground.slack.server import PretendSlack
from tests.support.problems import a_problem

INCIDENTS = "C0INCID"
POLICY = Policy(INCIDENTS)


@pytest_asyncio.fixture
async def slack(clock):
    pretend = PretendSlack(clock, enforce_rates=False)
    await pretend.start()
    yield pretend
    await pretend.close()


@pytest_asyncio.fixture
async def ledger(clock, database_url):
    opened = await DatabaseLedger.open(database_url, clock)
    clock.hold_while(lambda: opened.busy)
    yield opened
    await opened.close()


@pytest_asyncio.fixture
async def outbound(slack, clock, ledger):
    async with aiohttp.ClientSession() as session:
        made = Outbound(
            patient_client(BOT_TOKEN, slack.url + "/api/", session),
            ledger.outbox,
            ledger,
            clock=clock,
            metrics=PrometheusMetrics(),
            elsewhere=elsewhere_message,
            owner="one",
        )
        made.start()
        yield made
        slack.faults.clear()
        await made.close(0)


@pytest.fixture
def board(ledger, outbound, clock):
    return SlackAlertBoard(ledger.alerts, outbound, clock, AlertFaces(alert_card, note_message, call_message))


@pytest.fixture
def raised(ledger, board):
    return RaiseAlert(ledger.alerts, board, POLICY)


def texts(slack, channel=INCIDENTS):
    return [message["text"] for message in slack.messages(channel, "U0LEADA")]


async def posted(slack, count=1):
    await slack.settles(lambda: len(texts(slack)) == count, within=15)


async def test_a_card_that_somebody_deleted_is_posted_again_and_changed_there(slack, raised, ledger, clock):
    await raised(a_problem())
    await posted(slack)
    first = slack.messages(INCIDENTS, "U0LEADA")[0]["ts"]
    slack.workspace.remove(slack.workspace.message(INCIDENTS, first))
    await raised(a_problem(headline="Another word"))
    await slack.settles(lambda: any("Another word" in text for text in texts(slack)), within=15)
    await clock.sleep(1)
    (alert,) = await ledger.alerts.open_alerts(5)
    assert alert.message_ts not in {None, first}
    await raised(a_problem(headline="A third word"))
    await slack.settles(lambda: any("A third word" in text for text in texts(slack)), within=15)
    assert sum("word" in text for text in texts(slack)) == 1


async def test_slack_down_for_a_while_the_card_comes_once_as_it_is_by_then(slack, raised, clock):
    slack.faults.add("chat.*", status=503, times=None)
    await raised(a_problem())
    await clock.sleep(300)
    await raised(a_problem(headline="Later"))
    slack.faults.clear()
    await clock.sleep(65)
    await posted(slack)
    assert texts(slack) == ["Warning: Later"]


async def test_a_channel_that_refuses_and_nobody_to_go_to_is_a_line_of_the_ledger(slack, raised, ledger, clock):
    slack.workspace.channels[INCIDENTS].archived = True
    await raised(a_problem())
    await clock.sleep(5)
    assert [entry.step for entry in await ledger.entries()] == ["not_said", "alert_raised"]
    assert (await ledger.outbox.backlog()).letters == 0


async def test_an_alert_without_any_place_is_written_down_alone(board, ledger):
    await RaiseAlert(ledger.alerts, board, Policy())(a_problem())
    assert (await ledger.outbox.backlog()).letters == 0
    assert len(await ledger.alerts.open_alerts(5)) == 1


async def test_a_face_that_fails_stops_nobody(ledger, outbound, clock):
    def fails(*_):
        raise ValueError("no such face")

    await RaiseAlert(
        ledger.alerts, SlackAlertBoard(ledger.alerts, outbound, clock, AlertFaces(fails, fails, fails)), POLICY
    )(a_problem())
    assert len(await ledger.alerts.unshown()) == 1


async def test_a_database_that_is_away_when_it_is_shown_leaves_it_to_the_job(ledger, board, monkeypatch):
    await ledger.alerts.put(a_problem(), "A-1", POLICY)

    async def away(*_):
        raise LedgerUnavailableError("away")

    with monkeypatch.context() as without:
        without.setattr(type(ledger.alerts), "shown", away)
        await board.show("A-1")
    assert list(await ledger.alerts.unshown()) == ["A-1"]
    await board.show_all()
    assert list(await ledger.alerts.unshown()) == []
