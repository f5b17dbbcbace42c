"""`kill -9` at every step of the act, over all steps: what the next process finds, does and says."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.adapters.ledger import DatabaseLedger
from bot.bootstrap import SystemClock
from handlers.web import SLACK_PATH
from playground.documents import typical
from playground.genesys import PretendGenesys
from playground.slack import PretendSlack
from tests.support.bots import order, running, world
from tests.support.reading import Shown

STEPS = range(1, 22)
EXPECTED = {"confirmed", "not_confirmed", "not_sent"}

pytestmark = pytest.mark.slow


@pytest_asyncio.fixture
async def around() -> AsyncIterator[tuple[PretendSlack, PretendGenesys]]:
    async with world() as built:
        yield built


async def demands(slack: PretendSlack, conversation_id: str) -> None:
    """Look up, press, submit; the process may be gone at any of it."""
    await slack.types("U0LEADA", "C0LEADS", f"/conversation {conversation_id}")
    await slack.settles(lambda: conversation_id in str(slack.messages("C0LEADS")))
    card = slack.messages("C0LEADS")[-1]
    agent = next(b for b in Shown(card).buttons("disconnect") if "0002-" in b["value"] or "agent" in str(b))
    await slack.presses("U0LEADA", channel="C0LEADS", ts=card["ts"], action_id="disconnect", value=agent["value"])
    await slack.settles(lambda: slack.views("U0LEADA") and slack.views("U0LEADA")[-1].get("submit"))
    await slack.submits("U0LEADA", slack.views("U0LEADA")[-1]["id"], {"reason": "stuck", "note": ""})


async def test_a_kill_at_any_step_ends_in_one_recorded_outcome_and_at_most_one_write(around, database_url):
    slack, genesys = around
    reached: list[str] = []
    for step in STEPS:
        conversation_id = genesys.holds(
            typical("calls", f"dead{step:04d}-0000-4000-8000-000000000000", SystemClock().now())
        )
        async with running(order(slack, genesys, database_url, die_at=step)) as first:
            slack.deliver_over_http(first.address + SLACK_PATH)
            await demands(slack, conversation_id)
            while first.steps.count("after tell") < 2 and await first.hears():
                pass
        for view in slack.views("U0LEADA"):
            await slack.closes("U0LEADA", view["id"])
        reached.append(first.steps[-1])
        async with running(order(slack, genesys, database_url, ahead=31.0)):
            pass
        ledger = await DatabaseLedger.open(database_url, SystemClock())
        try:
            acts = await ledger.past_acts("genesys", conversation_id, SystemClock().now().replace(year=2020))
        finally:
            await ledger.close()
        writes = [r for r in genesys.requests if r["method"] == "PATCH" and conversation_id in r["path"]]
        assert len(writes) <= 1, (step, first.steps)
        assert all(act.outcome.value in EXPECTED for act in acts), (step, acts)
        told = str(slack.messages(slack.direct_channel("U0LEADA"))) + str(slack.messages("C0LEADS"))
        assert all(act.id in told for act in acts), (step, first.steps)
        assert len(acts) == (0 if first.steps == ["before place"] else 1), (step, first.steps)
    # The last fuse is longer than the act: every step was killed at.
    assert reached[-1] == reached[-2] == "after tell"
