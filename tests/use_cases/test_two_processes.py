"""Two processes of the real bot on one PostgreSQL: one write, a crash settled by the other, a database that fails."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio

from bot.adapters.ledger import Archive, DatabaseLedger, migrate
from bot.bootstrap import SystemClock
from bot.domain.disconnection import Disconnection, Outcome
from handlers.web import SLACK_PATH
from playground.documents import typical
from playground.genesys import PretendGenesys
from playground.postgres import PostgresServer
from playground.slack import Person, PretendSlack
from tests.support.bots import Running, order, running, world
from tests.support.databases import a_postgres
from tests.support.reading import Shown

pytestmark = pytest.mark.slow
CROWD = [f"U0CROWD{number:02d}" for number in range(50)]
PATIENCE = 20.0
LEADS = {"look_up": ["U0LEADA", *CROWD], "disconnect": ["U0LEADA", *CROWD]}


@pytest_asyncio.fixture
async def url(postgres) -> str:
    address = postgres.url(postgres.database())
    await migrate(address)
    return str(address)


@pytest_asyncio.fixture
async def around() -> AsyncIterator[tuple[PretendSlack, PretendGenesys]]:
    async with world() as built:
        yield built


@pytest_asyncio.fixture
async def ledger(url) -> AsyncIterator[DatabaseLedger]:
    opened = await DatabaseLedger.open(url, SystemClock())
    yield opened
    await opened.close()


async def until(condition: Callable[[], Any], within: float = PATIENCE) -> None:
    async with asyncio.timeout(within):
        while not condition():  # noqa: ASYNC110 - other programs take their time, and nobody tells
            await asyncio.sleep(0.02)


async def act_on(ledger: DatabaseLedger, conversation_id: str) -> Disconnection:
    acts = await ledger.past_acts("genesys", conversation_id, SystemClock().now() - timedelta(days=1))
    found = await ledger.find(acts[-1].id)
    assert found is not None
    return found


async def settled(ledger: DatabaseLedger, conversation_id: str, within: float = PATIENCE) -> Disconnection:
    async with asyncio.timeout(within):
        while (act := await act_on(ledger, conversation_id)).outcome.in_flight:  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.05)
    return act


def writes(genesys: PretendGenesys, conversation_id: str) -> list[Any]:
    return [r for r in genesys.requests if r["method"] == "PATCH" and conversation_id in r["path"]]


async def confirm_view(slack: PretendSlack, bot: Running, conversation_id: str) -> str:
    """Look up, press, and wait for the view that asks; gives its id."""
    slack.deliver_over_http(bot.address + SLACK_PATH)
    await slack.types("U0LEADA", "C0LEADS", f"/conversation {conversation_id}")
    await slack.settles(lambda: conversation_id in str(slack.messages("C0LEADS")))
    card = next(m for m in slack.messages("C0LEADS") if conversation_id in str(m))
    await press(slack, "U0LEADA", card)
    return str(slack.views("U0LEADA")[-1]["id"])


async def press(slack: PretendSlack, user: str, card: dict[str, Any]) -> None:
    agent = next(b for b in Shown(card).buttons("disconnect") if "0002-" in b["value"] or "agent" in str(b))
    await slack.presses(user, channel=card["channel"], ts=card["ts"], action_id="disconnect", value=agent["value"])
    await until(lambda: slack.views(user) and slack.views(user)[-1].get("submit"))


def held(genesys: PretendGenesys, number: int) -> str:
    return str(genesys.holds(typical("calls", f"dead{number:04d}-0000-4000-8000-000000000000", SystemClock().now())))


async def test_fifty_clicks_over_two_processes_give_one_platform_call(around, url, ledger):
    slack, genesys = around
    call = held(genesys, 1)
    for user in CROWD:
        slack.workspace.add_person(Person(id=user, name=user.lower(), real_name=user))
    arguments = order(slack, genesys, url, speed=1.0, access=LEADS)
    async with running(arguments) as one, running(arguments) as two:
        await confirm_view(slack, one, call)
        card = next(m for m in slack.messages("C0LEADS") if call in str(m))
        await asyncio.gather(*(press(slack, user, card) for user in CROWD))

        async def submits(number: int, user: str) -> None:
            slack.deliver_over_http((one, two)[number % 2].address + SLACK_PATH)
            await slack.submits(user, slack.views(user)[-1]["id"], {"reason": "stuck", "note": ""})

        await asyncio.gather(*(submits(number, user) for number, user in enumerate(CROWD)))
        await settled(ledger, call)
    counts = [bot.steps.count("after place") for bot in (one, two)]
    assert counts == [25, 25]
    assert len(writes(genesys, call)) == 1
    steps = [entry.step for entry in await ledger.entries(conversation_id=call, limit=200)]
    assert (steps.count("requested"), steps.count("not_sent"), steps.count("sending")) == (1, 49, 1)
    async with Archive.opened(url, SystemClock()) as archive:
        assert (await archive.verify(None, lambda _: None)).findings == []


# After the demand was written; before the platform was asked; after it was; after its answer was written.
@pytest.mark.parametrize(
    ("last", "outcome"),
    [
        ("after place", Outcome.NOT_SENT),
        ("before disconnect", Outcome.NOT_CONFIRMED),
        ("after disconnect", Outcome.CONFIRMED),
        ("after record", Outcome.CONFIRMED),
    ],
)
async def test_a_process_killed_in_the_act_is_settled_by_the_other_after_its_lease_never_before(
    around, url, ledger, last, outcome
):
    slack, genesys = around
    call = held(genesys, 2)
    steps = {"after place": 2, "before disconnect": 7, "after disconnect": 8, "after record": 10}
    async with (
        running(order(slack, genesys, url, die_at=steps[last])) as one,
        running(order(slack, genesys, url, every=0.2, told=True)) as two,
    ):
        view = await confirm_view(slack, one, call)
        await slack.submits("U0LEADA", view, {"reason": "stuck", "note": ""})
        while await one.hears():
            pass
        assert one.steps[-1] == last
        # Ten rounds of the other's job, with half of the lease gone.
        two.goes_ahead(15)
        await asyncio.sleep(2)
        act = await act_on(ledger, call)
        assert act.outcome.in_flight
        assert not act.settled_by_other
        two.goes_ahead(31)
        act = await settled(ledger, call)
    assert (act.outcome, act.settled_by_other) == (outcome, True)
    assert len(writes(genesys, call)) == (0 if outcome is not Outcome.CONFIRMED else 1)


@pytest.fixture
def own_postgres() -> Iterator[PostgresServer]:
    """A server that may go away."""
    with a_postgres() as server:
        yield server


@pytest.mark.parametrize("long", [False, True])
async def test_a_database_that_goes_away_in_mid_act_and_comes_back(around, own_postgres, long):
    """For a moment: the act waits for it. For longer than it waits: whoever settles the lease finds out."""
    slack, genesys = around
    url = own_postgres.url(own_postgres.database())
    await migrate(url)
    call = held(genesys, 3)
    genesys.fault(method="PATCH", path="*/participants/*", delay_ms=2500, times=1)
    arguments = order(slack, genesys, url, speed=5.0 if long else 1.0, every=0.2, told=True)
    async with running(arguments) as one, running(arguments) as two:
        view = await confirm_view(slack, one, call)
        await slack.submits("U0LEADA", view, {"reason": "stuck", "note": ""})
        await until(lambda: writes(genesys, call))
        own_postgres.goes_away()
        await asyncio.sleep(6 if long else 3)
        own_postgres.comes_back()
        ledger = await DatabaseLedger.open(url, SystemClock())
        try:
            if long:
                await asyncio.sleep(1)
                assert (await act_on(ledger, call)).outcome is Outcome.SENDING
                two.goes_ahead(31)
            act = await settled(ledger, call)
            steps = [entry.step for entry in await ledger.entries(conversation_id=call)]
        finally:
            await ledger.close()
    assert (act.outcome, act.settled_by_other) == (Outcome.CONFIRMED, long)
    assert len(writes(genesys, call)) == 1
    assert steps.count("sending") == 1
    assert json.dumps(steps).count("confirmed") == 1
