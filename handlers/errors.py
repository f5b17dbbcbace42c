"""Every listener's boundary: whatever goes wrong, the person is told, with a reference id that the log has too."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable

import aiohttp
import structlog
from slack_bolt.async_app import AsyncBoltContext
from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.domain.errors import (
    AccessDeniedError,
    HangupError,
    InputError,
    LookUpError,
    ReadOnlyError,
    WhichOrgError,
)
from handlers.answer import Answer
from handlers.blocks.card import Message
from handlers.blocks.mrkdwn import day_time
from handlers.blocks.pause import pause_hint
from handlers.blocks.refusal import refusal_hint
from handlers.blocks.views import notice_blocks, notice_text, notice_view
from handlers.blocks.which_org import elsewhere_message, which_org_message
from handlers.desk import Desk
from handlers.going_on import to_go_on
from handlers.refusal import code_of

Work = Callable[[AsyncArgs, Desk], Awaitable[None]]
Listener = Callable[[AsyncArgs], Awaitable[None]]
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
UNEXPECTED = "Something went wrong inside Hangup."
CHOOSE_BELOW = "Close this to look in another org: choose it in the message that only you see."
TOO_LATE = "Slack gave up waiting before Hangup could open the view."

log = structlog.get_logger()


def new_reference() -> str:
    """Make an id that a person can read aloud: `H-` and eight characters without look-alikes."""
    return "H-" + "".join(secrets.choice(ALPHABET) for _ in range(8))


def reference_of(context: AsyncBoltContext) -> str:
    """Give the reference of the request at hand."""
    return str(context.get("reference", ""))


async def just_ack(ack: Callable[[], Awaitable[None]]) -> None:
    """Acknowledge, and do nothing else: work in here would lose the acknowledgement when it fails."""
    await ack()


def guarded(desk: Desk, work: Work) -> Listener:
    """Wrap the work of a command, a button or a shortcut, which was acknowledged already."""

    async def listener(args: AsyncArgs) -> None:
        begin(args, desk, work)
        try:
            await work(args, desk)
        except WhichOrgError as several:
            await _asked(args, several)
        except LookUpError as absent:
            await (_asked_elsewhere if absent.others else _answered)(args, absent)
        except Exception as error:  # noqa: BLE001 - the boundary: nothing may pass it unseen
            await _answered(args, error)

    return listener


def guarded_submission(desk: Desk, work: Work) -> Listener:
    """Wrap a view submission, whose last statement is its acknowledgement; an error is acknowledged too."""

    async def listener(args: AsyncArgs) -> None:
        # A task of its own: one that ends with the work, whatever becomes of the connection that it came by.
        await asyncio.shield(asyncio.create_task(acknowledged(args)))

    async def acknowledged(args: AsyncArgs) -> None:
        begin(args, desk, work)
        try:
            await work(args, desk)
        except InputError as wrong:
            if wrong.field:
                await args.ack(response_action="errors", errors={wrong.field: str(wrong)})
            else:
                await _answered_in_view(args, wrong)
        except Exception as error:  # noqa: BLE001 - the boundary: nothing may pass it unseen
            await _answered_in_view(args, error)

    return listener


def begin(args: AsyncArgs, desk: Desk, work: Work) -> None:
    """Give the request its reference, and count it as work in progress."""
    reference = new_reference()
    args.context["reference"] = reference
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(reference=reference, listener=work.__name__, by=args.context.user_id)
    task = asyncio.current_task()
    if task is not None:
        desk.tasks.keep(task)
    log.info("request.received")


def words_for(error: Exception, reference: str) -> tuple[str, str]:
    """Say an error in words with a next step, and write it to the log with the same reference."""
    match error:
        case AccessDeniedError():
            log.warning("request.denied", words=str(error))
            return str(error), refusal_hint(error.decision)
        case ReadOnlyError():
            log.info("request.read_only", words=str(error))
            return str(error), pause_hint(error.pause) if error.pause else ""
        case LookUpError():
            log.info("request.not_found", words=str(error), status=error.reading.status)
            ended = f"It ended {day_time(error.ended_at, error.reading.at)}." if error.ended_at else ""
            asked = f"Org {error.org.name} ({error.org.place})." if error.org else ""
            return str(error), " ".join(filter(None, (error.hint or ended, asked)))
        case InputError():
            log.info("request.not_understood", words=str(error))
            return str(error), error.hint
        case HangupError():
            log.warning("request.failed", words=str(error), kind=type(error).__name__)
            return str(error), ""
        case SlackApiError() if code_of(error) in {"expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id"}:
            log.warning("slack.trigger_expired")
            return TOO_LATE, "Nothing was done. Press again."
        case SlackApiError() if not code_of(error):
            log.warning("slack.trouble", status=getattr(error.response, "status_code", None))
            return "Slack has trouble of its own just now.", "Nothing was disconnected. Try again in a moment."
        case SlackApiError():
            log.warning("slack.refused", code=code_of(error))
            return (
                f"Slack refused what Hangup wanted to show ({code_of(error)}).",
                "Nothing was disconnected. Try again.",
            )
        case SlackClientError() | aiohttp.ClientError() | TimeoutError():
            log.warning("slack.silent", error=type(error).__name__)
            return "Slack did not answer Hangup in time.", "Nothing was disconnected. Try again in a moment."
        case _:
            log.error("request.crashed", exc_info=error)
            return UNEXPECTED, f"Refresh before you press again. Tell who runs Hangup this reference: {reference}."


async def _asked(args: AsyncArgs, several: WhichOrgError) -> None:
    """Ask which org is meant; the answer gives the same command again, with the org named."""
    log.info("request.several_orgs", orgs=[org.name for org in several.orgs])
    message = which_org_message(several.orgs, to_go_on(args, several.typed))
    await _let_choose(args, message, f"{several} Close this, and choose it in the message that only you see.")


async def _asked_elsewhere(args: AsyncArgs, absent: LookUpError) -> None:
    """Say that it is not where it was looked for, and offer the other orgs that it may be of and were not asked."""
    asked = to_go_on(args, absent.typed, been=absent.org.name if absent.org else "")
    others = [org for org in absent.others if org.name not in asked.been]
    if not others:
        return await _answered(args, absent)
    words, hint = words_for(absent, reference := reference_of(args.context))
    notice = Message(notice_text(words, hint, reference), notice_blocks(words, hint, reference))
    return await _let_choose(args, elsewhere_message(notice, others, asked), words, f"{hint} {CHOOSE_BELOW}".strip())


async def _let_choose(args: AsyncArgs, message: Message, words: str, hint: str = "") -> None:
    try:
        await Answer(args).ephemeral(message.text, message.blocks)
        if args.context.get("view_id"):
            # It was found out late, behind a view that is open by now.
            title = str(args.context.get("view_title") or "Hangup")
            await Answer(args).fill(notice_view(title, words, hint, reference_of(args.context)))
    except (SlackClientError, aiohttp.ClientError, TimeoutError) as lost:
        log.critical("answer.lost", words=words, error=type(lost).__name__)


async def _answered(args: AsyncArgs, error: Exception) -> None:
    words, hint = words_for(error, reference_of(args.context))
    try:
        await Answer(args).notice(words, hint)
    except (SlackClientError, aiohttp.ClientError, TimeoutError) as lost:
        # Slack takes nothing at all: what is left is the log, under the reference of the request.
        log.critical("answer.lost", words=words, error=type(lost).__name__)


async def _answered_in_view(args: AsyncArgs, error: Exception) -> None:
    reference = reference_of(args.context)
    words, hint = words_for(error, reference)
    await args.ack(response_action="update", view=notice_view("Hangup", words, hint, reference))
