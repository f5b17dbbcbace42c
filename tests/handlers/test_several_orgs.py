"""Several orgs side by side: what one of them suffers, no other one does."""

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, timedelta

import pytest
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.bootstrap import bootstrap
from bot.domain.disconnection import Act, Disconnection, Origin, Outcome, Phase, Preview
from bot.domain.exchange import Org, Reading, Silence
from bot.ports import Priority
from bot.settings import AccessSettings
from bot.use_cases.discover import Discover
from bot.use_cases.reconcile import Reconcile
from bot.use_cases.tasks import Tasks
from handlers import jobs
from handlers.manifest import manifest
from handlers.web import SLACK_PATH
from playground.stories import ALL_ORGS, ORGS
from playground.stories.cxone import contact_id
from playground.town import Town, build, playground_settings, surround
from tests.support.lead import LeadAtSlack
from tests.support.reading import Shown
from tests.support.remembered import RememberedConversations

CALL = "ca110001-0000-4000-8000-000000000000"
ZURICH = "ca110059-0000-4000-8000-000000000000"
AGENT = "ca110001-0003-4000-8000-000000000000"
HANGING = 200
EVERYTHING = AccessSettings.model_validate({"roles": {"admin": ["U0LEADA"]}})


async def until(holds):
    async with asyncio.timeout(5):
        while not holds():  # noqa: ASYNC110 - what is waited for is in the pretend platform
            await asyncio.sleep(0.01)


@pytest.fixture
def lead(town):
    return LeadAtSlack(town)


async def test_an_org_that_hangs_delays_no_other(town, lead, clock):
    genesys = town.orgs["genesys"]
    # The token is there, so that what hangs is the two hundred reads themselves.
    await lead.looks_up(CALL)
    genesys.fault(path="*/conversations/*", hang=True, times=HANGING)
    holding = True
    clock.hold_while(lambda: holding)
    reads = [asyncio.create_task(town.bot.orgs["genesys"].read(CALL)) for _ in range(HANGING)]
    try:
        await until(lambda: sum(CALL in one["path"] for one in genesys.requests) > HANGING)
        card = await lead.looks_up(f"{ZURICH} in zurich")
        assert "Org zurich" in Shown(card).words
        assert not any(one.done() for one in reads)
    finally:
        holding = False
        for one in reads:
            one.cancel()
        await asyncio.gather(*reads, return_exceptions=True)


async def test_a_search_shows_what_is_found_and_what_a_slow_org_answers_comes_behind(town, lead):
    """Zurich hangs: its own time-outs pass, while what Singapore has is listed at once."""
    before = town.bot.clock.now()
    town.orgs["zurich"].fault(path="*/users/search", hang=True, times=9)

    def lists():
        said = [Shown(message).words for message in town.slack.ephemerals(lead.channel, lead.user)]
        return [words for words in said if "Marcus Lim" in words]

    await lead.types("/conversation agent Marcus Lim")
    await town.slack.settles(lists)
    assert (town.bot.clock.now() - before).total_seconds() < 3
    assert "live conversations of Marcus Lim" in lists()[0]
    assert "zurich (Genesys Cloud, eu-central-2) has not answered yet." in lists()[0]
    await town.slack.settles(lambda: len(lists()) == 2)
    assert "The platform did not answer in zurich" in lists()[1]


async def test_a_crowd_that_waits_for_a_platform_is_told_a_few_at_a_time(town, lead, clock):
    """Told all at once, they would keep the loop from everybody else: each of these messages takes Slack a second."""
    town.genesys.fault(path="*/conversations/*", hang=True, times=99)
    town.slack.faults.add("response_url", delay_ms=1000, times=None)
    await asyncio.gather(*(lead.types(f"/conversation {CALL}") for _ in range(9)))

    def told():
        found = [m for m in town.slack.ephemerals(lead.channel, lead.user) if "slow to answer" in Shown(m).words]
        return sorted(float(one["ts"]) for one in found)

    await town.slack.settles(lambda: len(told()) == 9)
    assert [round(ts - told()[0]) for ts in told()] == [0, 0, 0, 1, 1, 1, 2, 2, 2]


async def test_an_org_that_is_used_up_leaves_the_others_their_own_pace(town, lead):
    await asyncio.gather(*(town.bot.orgs["genesys"].read(CALL) for _ in range(235)))
    before = town.bot.clock.now()
    await lead.looks_up(f"{ZURICH} in zurich")
    assert (town.bot.clock.now() - before).total_seconds() < 3


ROTATED = {"zurich": f"{ZURICH} in zurich", "sydney": f"{contact_id(120)} in sydney"}


@pytest.mark.parametrize("org", ROTATED)
async def test_a_rotated_secret_is_found_without_a_restart_and_other_orgs_notice_nothing(
    clock, database_url, tmp_path, org
):
    """A secret changes while the bot runs: the platform takes only the new one, and the tokens of the old are dead."""
    files = {name: tmp_path / name for name in ("genesys", *ROTATED)}
    for name, file in files.items():
        file.write_text("pretend-key-secret\n" if name == "sydney" else "pretend-secret\n")
    async with running_with(clock, database_url, files) as town:
        lead, typed = LeadAtSlack(town), ROTATED[org]
        await lead.looks_up(CALL)
        await lead.looks_up(typed)
        town.orgs[org].tokens.rotate("pretend-second-secret")
        refused = await told(town, lead, typed)
        assert "Hangup can't sign in there" in refused
        assert "hangup doctor" in refused
        assert "Org genesys" in Shown(await lead.looks_up(CALL)).words
        files[org].write_text("pretend-second-secret\n")
        assert f"Org {org}" in Shown(await lead.looks_up(typed)).words
        assert sum("token" in one["path"] for one in town.orgs["genesys"].requests) == 1


async def told(town, lead, typed):
    """Type it, and read the answer; that the platform is slow is none."""

    def answers():
        said = [Shown(message).words for message in town.slack.ephemerals(lead.channel, lead.user)]
        return [words for words in said if "slow to answer" not in words]

    before = len(answers())
    await lead.types(f"/conversation {typed}")
    await town.slack.settles(lambda: len(answers()) > before)
    return answers()[-1]


@asynccontextmanager
async def running_with(clock, database_url, files):
    """A town whose orgs have their secrets in files."""
    around = await surround(clock, orgs=ALL_ORGS)
    orgs = [org for org in ALL_ORGS if org.name in files]
    settings = playground_settings(
        around.slack, around.orgs, orgs, database_url=database_url, socket_mode=False, port=0, access=EVERYTHING
    )
    with_files = {
        name: type(org).model_validate({**org.model_dump(exclude={org.SECRET}), f"{org.SECRET}_file": files[name]})
        for name, org in settings.orgs.items()
    }
    bot = await bootstrap(settings.model_copy(update={"orgs": with_files}), clock=clock)
    around.slack.use_manifest(manifest(around.slack.url))
    await bot.start()
    around.slack.deliver_over_http(bot.address + SLACK_PATH)
    clock.hold_while(lambda: bot.ledger.busy)
    town = Town(around.slack, around.orgs, around.stories, bot)
    try:
        yield town
    finally:
        await town.close()


RULES = [
    {"deny": ["look_up"], "role": "operator", "orgs": ["zurich"], "because": "Zurich looks after its own"},
    {"deny": ["disconnect"], "role": "operator", "orgs": ["genesys"], "because": "Singapore is only watched"},
]


async def test_rules_hold_for_the_org_that_they_name_and_for_no_other(clock, database_url):
    access = AccessSettings.model_validate({"roles": {"operator": ["U0LEADB"], "admin": ["U0LEADA"]}, "rules": RULES})
    town = await build(clock, database_url=database_url, access=access)
    operator, admin = LeadAtSlack(town, user="U0LEADB"), LeadAtSlack(town)
    assert "Zurich looks after its own" in await told(town, operator, f"{ZURICH} in zurich")
    verdict = await told(town, operator, f"can-i disconnect {CALL}")
    assert "Singapore is only watched" in verdict
    assert "Org zurich" in Shown(await admin.looks_up(f"{ZURICH} in zurich")).words
    assert "You may disconnect 2 of" in await told(town, admin, f"can-i disconnect {CALL} in genesys")
    await town.close()


async def test_results_and_the_ledger_tell_the_org(town, lead):
    card = await lead.looks_up(CALL)
    view = await lead.presses_disconnect(card, "0003-4000")
    assert "Org genesys (Genesys Cloud, ap-southeast-1)" in Shown(view).words
    await lead.submits(view)
    assert "Org genesys (Genesys Cloud, ap-southeast-1)" in await lead.reads("Confirmed by read-back")
    lines = await town.bot.ledger.entries(org="genesys")
    assert {line.step for line in lines} >= {"looked_up", "requested", "sending", "accepted", "confirmed"}
    assert not await town.bot.ledger.entries(org="zurich")
    assert {line.region for line in lines} == {"apse1.pure.cloud"}
    confirmed = next(line for line in lines if line.step == "confirmed")
    assert confirmed.snapshot is not None
    assert "Genesys Cloud, ap-southeast-1" in confirmed.snapshot


@dataclass
class Hanging(RememberedConversations):
    """An org that answers nothing before it is let go."""

    let_go: asyncio.Event = field(default_factory=asyncio.Event)
    waiting: int = 0

    async def read(self, conversation_id, *, priority=Priority.LOOK_UP):  # noqa: ARG002 - the port's
        self.waiting += 1
        await self.let_go.wait()
        return Reading(self.clock.now(), silence=Silence.TIMEOUT)


@dataclass
class Listening:
    told: list[Disconnection] = field(default_factory=list)

    async def tell(self, report):
        self.told.append(report.disconnection)


def demanded(org, number, clock):
    origin, seen = Origin("U0LEADA"), Preview(Phase.CONNECTED, 1)
    return Disconnection(
        id=f"H-{number}",
        key=f"V{number}:0",
        act=Act.DISCONNECT,
        org=org,
        conversation_id=CALL,
        participant_id=AGENT,
        participant_name="",
        lead="U0LEADA",
        reason="stuck",
        note="",
        seen=seen,
        origin=origin,
        requested_at=clock.now(),
    )


@pytest.mark.parametrize("job", ["recheck_due", "settle_expired", "tell_untold"])
async def test_the_jobs_of_one_org_wait_for_no_other(town, clock, job):
    ledger, listening = town.bot.ledger, Listening()
    hanging = Hanging(Org("zurich"), clock, [])
    document = town.genesys.conversation(CALL)
    for person in document["participants"]:
        person["endTime"] = clock.now().isoformat()
    town.genesys.holds(document)
    for number, org in enumerate(("zurich", "genesys")):
        demand = demanded(org, number, clock)
        await ledger.place(demand)
        sending = demand.reached(Outcome.SENDING, clock.now())
        await ledger.record(sending)
        if job == "tell_untold":
            await ledger.record(sending.reached(Outcome.ACCEPTED, clock.now()))
            await ledger.record(sending.reached(Outcome.CONFIRMED, clock.now()))
        if job == "recheck_due":
            await ledger.record(sending.reached(Outcome.NOT_CONFIRMED, clock.now()))
            await ledger.plan_recheck(demand.id, clock.now() + timedelta(seconds=number), 1)
    clock.advance(40)
    reconcile = Reconcile({**town.bot.orgs, "zurich": hanging}, ledger, listening, clock, "second")
    running = asyncio.create_task(getattr(reconcile, job)())
    await until(lambda: [one.org for one in listening.told] == ["genesys"])
    assert not running.done()
    hanging.let_go.set()
    assert await running == 2


async def test_what_hangs_at_one_org_holds_back_no_later_turn_of_another(town, clock):
    ledger, listening = town.bot.ledger, Listening()
    hanging = Hanging(Org("zurich"), clock, [])
    document = town.genesys.conversation(CALL)
    for person in document["participants"]:
        person["endTime"] = clock.now().isoformat()
    town.genesys.holds(document)

    async def left_behind(org, number):
        demand = demanded(org, number, clock)
        await ledger.place(demand)
        await ledger.record(demand.reached(Outcome.SENDING, clock.now()))
        clock.advance(40)

    reconcile = Reconcile({**town.bot.orgs, "zurich": hanging}, ledger, listening, clock, "second")
    await left_behind("zurich", 0)
    first = asyncio.create_task(reconcile.settle_expired())
    await until(lambda: hanging.waiting)
    await left_behind("genesys", 1)
    assert await reconcile.settle_expired() == 1
    assert [one.org for one in listening.told] == ["genesys"]
    # An org that is being seen to is left alone, even where its lease has run out.
    assert (await reconcile.settle_expired(), hanging.waiting) == (0, 1)
    hanging.let_go.set()
    assert await first == 1


async def test_a_turn_begins_beside_the_one_that_still_hangs(town, clock):
    """The scheduler does not wait for a turn: the next one is begun on time, whatever the first waits for."""
    tasks, begun, let_go = Tasks(), [], asyncio.Event()

    class Settling(Reconcile):
        async def settle_expired(self):
            begun.append(clock.now())
            await let_go.wait()
            return 0

        async def recheck_due(self):
            return 0

        tell_untold = recheck_due

    scheduler = AsyncIOScheduler(timezone=UTC)
    settling = Settling({}, town.bot.ledger, Listening(), clock, "one")
    jobs.register_orgs(scheduler, settling, Discover({}), tasks)
    for _ in range(3):
        await scheduler.get_job("settle").func()
    await asyncio.sleep(0)
    assert len(begun) == 3
    tasks.draining = True
    await scheduler.get_job("settle").func()
    let_go.set()
    await tasks.drain(1)
    assert len(begun) == 3


async def test_who_may_look_into_none_of_the_orgs_that_fit_is_told_so_and_no_org_is_asked(clock, database_url):
    shut = {"deny": ["look_up"], "role": "operator", "orgs": [org.name for org in ORGS], "because": "not at night"}
    access = AccessSettings.model_validate({"roles": {"operator": ["U0LEADB"], "admin": ["U0LEADA"]}, "rules": [shut]})
    town = await build(clock, database_url=database_url, access=access, channels={})
    operator = LeadAtSlack(town, user="U0LEADB")
    assert "not at night" in await told(town, operator, CALL)
    error = f"explain PATCH https://api.apse1.pure.cloud/api/v2/conversations/{CALL}/participants/{AGENT} HTTP/1.1 409"
    assert "from the text alone" in await told(town, operator, error)
    assert not any("/conversations/" in one["path"] for org in town.orgs.values() for one in org.requests)
    assert [line.step for line in await town.bot.ledger.entries(by="U0LEADB")].count("denied") == 1
    await town.close()
