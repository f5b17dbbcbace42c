"""What runs by itself, and how often: the clock is a caller too."""

from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from typing import Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.domain.errors import LedgerUnavailableError
from bot.use_cases.announce_head import AnnounceHead
from bot.use_cases.discover import Discover
from bot.use_cases.escalate import Escalate
from bot.use_cases.reconcile import Reconcile
from bot.use_cases.see_to_notices import SeeToNotices
from bot.use_cases.send_digest import SendDigest
from bot.use_cases.tasks import Tasks
from bot.use_cases.watch import KeepWatch

EVERY_SECONDS = 10
# A user group is remembered for five minutes: asked a little earlier, no click has to wait for it.
ROSTER_SECONDS = 240
# The head goes out once a day; asked this often, so that a refusal or a restart costs minutes, not the day.
ANNOUNCE_SECONDS = 600
DIGEST_SECONDS = 60
# An org that could not be asked where it is when the bot started is asked again.
DISCOVER_SECONDS = 60
# The shortest interval that a rule may have.
WATCH_SECONDS = 5

Work = Callable[[], Awaitable[None]]

log = structlog.get_logger()


def register_orgs(scheduler: AsyncIOScheduler, reconcile: Reconcile, discover: Discover, tasks: Tasks) -> None:
    """Register what asks several orgs: no turn waits for the one before, which an org that hangs may be holding up."""

    def begin(work: Callable[[], Coroutine[Any, Any, object]], name: str, seconds: int) -> None:
        async def begun() -> None:
            if not tasks.draining:
                tasks.start(work(), name)

        scheduler.add_job(begun, "interval", seconds=seconds, id=name, coalesce=True)

    for work in (settle, recheck, tell):
        begin(partial(work, reconcile), work.__name__, EVERY_SECONDS)
    begin(discover, "discover", DISCOVER_SECONDS)


def register(
    scheduler: AsyncIOScheduler,
    refresh_roster: Work,
    announce_head: AnnounceHead,
    look_after_outbox: Work,
) -> None:
    """Register every job; one that is still running is not started again beside itself."""
    scheduler.add_job(
        send, "interval", [look_after_outbox], seconds=EVERY_SECONDS, id="send", max_instances=1, coalesce=True
    )
    scheduler.add_job(
        refresh_roster, "interval", seconds=ROSTER_SECONDS, id="refresh_roster", max_instances=1, coalesce=True
    )
    scheduler.add_job(
        announce, "interval", [announce_head], seconds=ANNOUNCE_SECONDS, id="announce", max_instances=1, coalesce=True
    )


def register_alerts(
    scheduler: AsyncIOScheduler, escalate_due: Escalate, send_digest: SendDigest, see_to_notices: SeeToNotices
) -> None:
    """Register what the alerts do by themselves."""
    scheduler.add_job(
        escalate, "interval", [escalate_due], seconds=EVERY_SECONDS, id="escalate", max_instances=1, coalesce=True
    )
    scheduler.add_job(
        digest, "interval", [send_digest], seconds=DIGEST_SECONDS, id="digest", max_instances=1, coalesce=True
    )
    scheduler.add_job(
        hear, "interval", [see_to_notices], seconds=EVERY_SECONDS, id="hear", max_instances=1, coalesce=True
    )


async def hear(see_to_notices: SeeToNotices) -> None:
    """See to what was told from outside and is still waiting, whichever process took it in."""
    try:
        await see_to_notices()
    except LedgerUnavailableError:
        log.warning("job.ledger_unavailable", job="hear")


def register_watch(scheduler: AsyncIOScheduler, keep_watch: KeepWatch) -> None:
    """Register what looks after the rules; what is due, and who does it, the database says."""
    scheduler.add_job(
        watch, "interval", [keep_watch], seconds=WATCH_SECONDS, id="watch", max_instances=1, coalesce=True
    )


async def watch(keep_watch: KeepWatch) -> None:
    """Look at each org where a rule is due; a visit goes on by itself."""
    try:
        await keep_watch()
    except LedgerUnavailableError:
        log.warning("job.ledger_unavailable", job="watch")


async def escalate(escalate_due: Escalate) -> None:
    """Do what is due of the alerts, and show what was not shown."""
    try:
        await escalate_due()
    except LedgerUnavailableError:
        log.warning("job.ledger_unavailable", job="escalate")


async def digest(send_digest: SendDigest) -> None:
    """Send the day's digest, if it is due and has not gone out."""
    try:
        await send_digest()
    except LedgerUnavailableError:
        log.warning("job.ledger_unavailable", job="digest")


async def settle(reconcile: Reconcile) -> None:
    """Settle what a crashed process left in flight."""
    try:
        await reconcile.settle_expired()
    except LedgerUnavailableError:
        log.warning("job.ledger_unavailable", job="settle")


async def tell(reconcile: Reconcile) -> None:
    """Tell what nobody was told."""
    try:
        await reconcile.tell_untold()
    except LedgerUnavailableError:
        log.warning("job.ledger_unavailable", job="tell")


async def announce(announce_head: AnnounceHead) -> None:
    """Send the ledger's head to its channel, if today's has not gone out."""
    try:
        await announce_head()
    except LedgerUnavailableError:
        log.warning("job.ledger_unavailable", job="announce")


async def recheck(reconcile: Reconcile) -> None:
    """Look again at what was not confirmed."""
    try:
        await reconcile.recheck_due()
    except LedgerUnavailableError:
        log.warning("job.ledger_unavailable", job="recheck")


async def send(look_after_outbox: Work) -> None:
    """See to what waits in the outbox, whichever process put it there."""
    try:
        await look_after_outbox()
    except LedgerUnavailableError:
        log.warning("job.ledger_unavailable", job="send")
