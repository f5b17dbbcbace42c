"""What was told from outside, seen to: whatever goes wrong with one notice holds up no other, nor goes on for ever."""

from dataclasses import dataclass, replace

import pytest

from bot.adapters.metrics import PrometheusMetrics
from bot.domain.alert import Severity
from bot.domain.conflict import Conflict
from bot.domain.conversation import Conversation
from bot.domain.errors import LedgerUnavailableError
from bot.domain.exchange import Org
from bot.domain.notice import FailedCall, Notice
from bot.domain.source import Source
from bot.ports import Located, Priority
from bot.use_cases.see_to_notices import FIRST_READ_SECONDS, NOT_ASKED, READS_AT_ONCE, SeeToNotices
from tests.support.remembered import RememberedConversations

CALL = FailedCall("https://host.example/api/v2/conversations/c1", "POST", 409, "Conflict")


class Raised:
    """What was raised; it fails for a key that it is told to fail for."""

    def __init__(self) -> None:
        self.keys: list[str] = []
        self.orgs: list[str] = []
        self.fails: Exception | None = None

    async def __call__(self, problem) -> None:
        if self.fails is not None and problem.key.endswith("/bad"):
            raise self.fails
        self.keys.append(problem.key)
        self.orgs.append(problem.org)


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


class Silent(RememberedConversations):
    """An org that answers nothing, for so long that nobody waits for it."""

    silent: bool = True

    async def read(self, conversation_id, *, priority=Priority.LOOK_UP):
        if self.silent:
            self.asked.append("silence")
            await self.clock.sleep(600)
        return await super().read(conversation_id, priority=priority)


async def test_an_org_that_is_silent_is_waited_for_once_and_its_alerts_go_out_without_it(ledger, clock, raised):
    org = Silent(Org("zurich", host="host.example"), clock, [Conversation("c1", "zurich")])

    async def close(key, outcome, *, at, by=None): ...

    def read(call, notice, meant):
        return Conflict(meant or Org(""), notice.received_at, "c1", sent_host="host.example")

    sources = {"monitor": Source("monitor", "", "zurich", Severity.WARNING)}
    seeing = SeeToNotices(
        ledger.inbox, sources, {"zurich": org}, ledger, PrometheusMetrics(), raised, close, read, clock, "one"
    )
    for number in range(20):
        await told(ledger, clock, f"call-{number}", call=CALL)
    before = clock.now()
    assert await seeing() == 20
    assert (clock.now() - before).total_seconds() == FIRST_READ_SECONDS
    assert (len(raised.keys), len(org.asked)) == (20, READS_AT_ONCE)
    # A while later it is asked again.
    clock.advance(NOT_ASKED.total_seconds())
    org.silent = False
    await told(ledger, clock, "later", call=CALL)
    assert await seeing() == 1
    assert "read" in org.asked


@dataclass
class Unfound(RememberedConversations):
    """An org that does not know where it is before it was asked; `finds` is whether it finds out then."""

    area: str = ""
    finds: bool = True
    known: bool = False

    async def discover(self):
        await super().discover()
        self.known = self.finds

    def locate(self, text):
        if not self.known:
            return Located("c1", certain=False)
        return Located("c1", mine=self.area in text)


@pytest.mark.parametrize(
    ("areas", "raised_for", "asked"),
    [
        ({"london": "uk1"}, "london", {"london": ["discover", "read"]}),
        ({"sydney": "au1"}, "", {"sydney": ["discover"]}),
        ({"london": "uk1", "sydney": "au1"}, "", {"london": [], "sydney": []}),
    ],
)
async def test_an_org_that_may_be_meant_finds_out_where_it_is_before_it_is_asked(  # noqa: PLR0917
    ledger, clock, raised, areas, raised_for, asked
):
    orgs = {name: Unfound(Org(name), clock, [Conversation("c1", name)], area=area) for name, area in areas.items()}
    seeing = seeing_of(ledger, clock, raised, orgs)
    await told(ledger, clock, "call", call=replace(CALL, url="https://uk1.niceincontact.com/contacts/1/end"))
    assert await seeing() == 1
    assert raised.orgs == [raised_for]
    assert {name: one.asked[:2] for name, one in orgs.items()} == asked


async def test_an_org_that_may_be_meant_holds_up_no_alert_of_the_one_that_is(ledger, clock, raised):
    london = Unfound(Org("london"), clock, [Conversation("c1", "london")], area="uk1", known=True)
    away = Unfound(Org("away"), clock, [Conversation("c1", "away")], area="eu1", finds=False)
    seeing = seeing_of(ledger, clock, raised, {"london": london, "away": away})
    await told(ledger, clock, "call", call=replace(CALL, url="https://uk1.niceincontact.com/contacts/1/end"))
    assert await seeing() == 1
    assert (raised.orgs, away.asked) == (["london"], [])


def seeing_of(ledger, clock, raised, orgs):
    async def close(key, outcome, *, at, by=None): ...

    def read(call, notice, meant):
        return Conflict(meant or Org(""), notice.received_at, "c1", sent_host="uk1.niceincontact.com")

    sources = {"monitor": Source("monitor", "", "", Severity.WARNING)}
    return SeeToNotices(ledger.inbox, sources, orgs, ledger, PrometheusMetrics(), raised, close, read, clock, "one")
