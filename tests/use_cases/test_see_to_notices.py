"""What was told from outside, seen to: whatever goes wrong with one notice holds up no other, nor goes on for ever."""

from dataclasses import replace

import pytest

from bot.adapters.metrics import PrometheusMetrics
from bot.domain.alert import Severity
from bot.domain.errors import LedgerUnavailableError
from bot.domain.notice import FailedCall, Notice
from bot.domain.source import Source
from bot.use_cases.see_to_notices import SeeToNotices

CALL = FailedCall("https://host.example/api/v2/conversations/c1", "POST", 409, "Conflict")


class Raised:
    """What was raised; it fails for a key that it is told to fail for."""

    def __init__(self) -> None:
        self.keys: list[str] = []
        self.fails: Exception | None = None

    async def __call__(self, problem) -> None:
        if self.fails is not None and problem.key.endswith("/bad"):
            raise self.fails
        self.keys.append(problem.key)


@pytest.fixture
def raised():
    return Raised()


@pytest.fixture
def seeing(ledger, clock, raised):
    def unreadable(call, notice, meant):
        raise KeyError("no such field")

    async def close(key, outcome, *, at, by=None): ...

    sources = {"monitor": Source("monitor", "", "", Severity.WARNING)}
    return SeeToNotices(ledger.inbox, sources, {}, ledger, PrometheusMetrics(), raised, close, unreadable, clock, "one")


async def told(ledger, clock, key, **more):
    notice = Notice(f"H-{key}", "monitor", clock.now(), key, title=f"Problem {key}", **more)
    await ledger.inbox.put(notice)
    return notice


async def test_a_call_that_cannot_be_explained_is_told_all_the_same(seeing, ledger, clock, raised):
    await told(ledger, clock, "call", call=CALL)
    assert await seeing() == 1
    assert raised.keys == ["monitor/call"]


async def test_one_that_fails_holds_up_no_other_and_is_tried_again_for_a_day(seeing, ledger, clock, raised):
    await told(ledger, clock, "bad")
    await told(ledger, clock, "good")
    raised.fails = ValueError("a mistake of ours")
    assert await seeing() == 1
    assert raised.keys == ["monitor/good"]
    clock.advance(20)
    raised.fails = None
    assert await seeing() == 1
    assert raised.keys == ["monitor/good", "monitor/bad"]


async def test_one_that_fails_for_a_day_is_given_up(seeing, ledger, clock, raised):
    notice = await told(ledger, clock, "bad")
    raised.fails = ValueError("a mistake of ours")
    assert await seeing() == 0
    clock.advance(86400)
    assert await seeing() == 0
    assert await ledger.inbox.take("one", clock.now(), clock.now()) is None
    await ledger.inbox.put(replace(notice, id="H-new", received_at=clock.now()))
    raised.fails = None
    assert await seeing() == 1
    assert raised.keys == ["monitor/bad"]


async def test_a_ledger_that_is_away_gives_nothing_up(seeing, ledger, clock, raised):
    await told(ledger, clock, "bad")
    raised.fails = LedgerUnavailableError("away")
    for _ in range(2):
        with pytest.raises(LedgerUnavailableError):
            await seeing()
        clock.advance(7200)
    raised.fails = None
    assert await seeing() == 1
