"""What the bot says about a demand: in the view it came from, on the card, in the card's thread, else directly."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.conversation import Conversation
from bot.domain.disconnection import Disconnection, Outcome, PastAct
from bot.domain.errors import LedgerUnavailableError
from bot.ports import Clock, Ledger, Report

HISTORY = timedelta(hours=24)
WAITS = (1.0, 3.0, 10.0)
GONE = {"not_found", "message_not_found", "channel_not_found", "cant_update_message", "not_in_channel", "is_archived"}

log = structlog.get_logger()


class Rendered(Protocol):
    """A message: the text that notifications read, and the blocks."""

    @property
    def text(self) -> str:
        """Plain text."""
        ...

    @property
    def blocks(self) -> list[dict[str, object]]:
        """Block Kit."""
        ...


@dataclass(frozen=True, slots=True)
class Faces:
    """How things look: handed in by `bootstrap`, since an adapter knows no Block Kit."""

    view: Callable[[Report, datetime], dict[str, object]]
    message: Callable[[Report, datetime], Rendered]
    card: Callable[[Conversation, datetime, Sequence[PastAct]], Awaitable[Rendered]]


class SlackMessenger:
    """The port `Messenger`. Updates repeat safely; a message that is repeated bears the same reference."""

    def __init__(self, client: AsyncWebClient, ledger: Ledger, clock: Clock, faces: Faces) -> None:
        self._client, self._ledger, self._clock, self._faces = client, ledger, clock, faces
        self._closed: set[str] = set()

    async def tell(self, report: Report) -> None:
        """Tell it wherever the lead may look; the end of a demand that reached nobody is told again by a job."""
        try:
            await self._tell(report)
        except Exception:
            # Whatever Slack or the rendering does, the act that is told about goes on, and a job tells it again.
            log.exception("messenger.failed", reference=report.disconnection.id)

    async def _tell(self, report: Report) -> None:
        demand = report.disconnection
        seen = await self._in_view(report)
        if demand.outcome is Outcome.ACCEPTED or report.unwritten:
            return
        if not report.again:
            await self._on_card(report)
        if report.explanation is not None or report.correction:
            await self._in_thread(report)
        told = seen or await self._directly(report)
        self._closed.discard(demand.id)
        if told:
            await self._mark_told(demand)

    async def _in_view(self, report: Report) -> bool:
        demand = report.disconnection
        if not demand.origin.view_id or demand.id in self._closed or report.correction:
            return False
        view = self._faces.view(report, self._clock.now())
        shown = await self._sent(lambda: self._client.views_update(view_id=demand.origin.view_id, view=view), demand)
        if not shown:
            self._closed.add(demand.id)
        return shown

    async def _on_card(self, report: Report) -> bool:
        origin, conversation = report.disconnection.origin, report.conversation
        if conversation is None or not origin.channel_id or not origin.message_ts:
            return False
        card = await self._faces.card(conversation, self._clock.now(), await self._acts(conversation))
        channel, ts = origin.channel_id, origin.message_ts
        return await self._sent(
            lambda: self._client.chat_update(channel=channel, ts=ts, text=card.text, blocks=card.blocks),
            report.disconnection,
        )

    async def _in_thread(self, report: Report) -> bool:
        origin = report.disconnection.origin
        if not origin.channel_id or not origin.message_ts:
            return False
        return await self._post(report, channel=origin.channel_id, thread_ts=origin.message_ts)

    async def _directly(self, report: Report) -> bool:
        told = await self._post(report, channel=report.disconnection.origin.user_id)
        if not told:
            log.error("messenger.told_nobody", reference=report.disconnection.id)
        return told

    async def _post(self, report: Report, **where: Any) -> bool:
        message = self._faces.message(report, self._clock.now())
        return await self._sent(
            lambda: self._client.chat_postMessage(
                text=message.text, blocks=message.blocks, unfurl_links=False, **where
            ),
            report.disconnection,
        )

    async def _mark_told(self, demand: Disconnection) -> None:
        try:
            await self._ledger.mark_told(demand.id, self._clock.now())
        except LedgerUnavailableError:
            log.warning("messenger.told_not_written", reference=demand.id)

    async def _acts(self, conversation: Conversation) -> Sequence[PastAct]:
        try:
            return await self._ledger.past_acts(conversation.org, conversation.id, self._clock.now() - HISTORY)
        except LedgerUnavailableError:
            return ()

    async def _sent(self, call: Callable[[], Awaitable[object]], demand: Disconnection) -> bool:
        """Send, and again after a moment when Slack is busy or silent; False if there is no such place."""
        for wait in (*WAITS, None):
            try:
                await call()
            except SlackApiError as refused:
                code = _code(refused)
                busy = _again_after(refused)
                if code in GONE or busy is None:
                    log.info("messenger.not_there", reference=demand.id, code=code)
                    return False
                pause = max(busy, wait or 0.0)
            except (SlackClientError, aiohttp.ClientError, OSError, TimeoutError) as silent:
                log.warning("messenger.slack_silent", reference=demand.id, error=type(silent).__name__)
                pause = wait or 0.0
            else:
                return True
            if wait is not None:
                await self._clock.sleep(pause)
        log.warning("messenger.gave_up", reference=demand.id)
        return False


def _again_after(refused: SlackApiError) -> float | None:
    """Tell after how many seconds it is worth another try; None if it is not."""
    # The SDK's own answer has `status_code`, the raw one of a proxy's page `status`.
    status = int(getattr(refused.response, "status_code", None) or getattr(refused.response, "status", None) or 200)
    if status == 429:  # noqa: PLR2004
        given = refused.response.headers.get("Retry-After", "1")
        return float(given) if str(given).isdigit() else 1.0
    return 0.0 if status >= 500 or _code(refused) in {"internal_error", "fatal_error"} else None  # noqa: PLR2004


def _code(refused: SlackApiError) -> str:
    """Give Slack's error name; a proxy's HTML comes as another kind of response, and has none."""
    read = getattr(refused.response, "get", None)
    return str(read("error") or "") if callable(read) else ""
