"""What the bot says about a demand: in the view it came from, on the card, in the card's thread, else directly."""

from collections.abc import Sequence
from datetime import timedelta

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.delivery import NO_ANSWER
from bot.adapters.slack.outbound import Outbound
from bot.adapters.slack.rendered import Faces
from bot.adapters.slack.verdicts import Fate, verdict_of
from bot.domain.conversation import Conversation
from bot.domain.disconnection import Disconnection, Outcome, PastAct
from bot.domain.errors import LedgerUnavailableError
from bot.domain.letter import Letter, card_subject
from bot.ports import Clock, Ledger, Report

HISTORY = timedelta(hours=24)
# A view lives as long as somebody looks at it: what it does not take soon is said directly.
VIEW_WAITS = (1.0, 3.0)
LONGEST_VIEW_WAIT = 10.0

log = structlog.get_logger()


class SlackMessenger:
    """The port `Messenger`. The view is filled at once; all else goes through the outbox, which loses nothing."""

    def __init__(self, client: AsyncWebClient, outbound: Outbound, ledger: Ledger, clock: Clock, faces: Faces) -> None:
        self._client, self._outbound, self._ledger, self._clock, self._faces = client, outbound, ledger, clock, faces
        self._closed: set[str] = set()

    async def tell(self, report: Report) -> None:
        """Tell it wherever the lead may look; the demand counts as told once the view shows it, or Slack has it."""
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
        self._closed.discard(demand.id)
        letters = [*await self._on_card(report, seen=seen), *self._in_thread(report, seen=seen)]
        if not seen:
            letters.append(self._directly(report))
        if letters:
            await self._outbound.say(letters)
        if seen:
            await self._mark_told(demand)

    async def _in_view(self, report: Report) -> bool:
        demand = report.disconnection
        if not demand.origin.view_id or demand.id in self._closed or report.correction:
            return False
        view = self._faces.view(report, self._clock.now())
        for wait in (*VIEW_WAITS, None):
            try:
                await self._client.views_update(view_id=demand.origin.view_id, view=view)
            except NO_ANSWER as error:
                verdict = verdict_of(error)
                log.info("messenger.view_not_filled", reference=demand.id, code=verdict.code)
                pause = max(wait or 0.0, verdict.retry_after or 0.0)
                if wait is None or verdict.fate is not Fate.WAIT or pause > LONGEST_VIEW_WAIT:
                    break
                await self._clock.sleep(pause)
            else:
                return True
        self._closed.add(demand.id)
        return False

    async def _on_card(self, report: Report, *, seen: bool) -> Sequence[Letter]:
        origin, conversation = report.disconnection.origin, report.conversation
        if conversation is None or report.again or not origin.channel_id or not origin.message_ts:
            return ()
        now = self._clock.now()
        card = await self._faces.card(conversation, now, await self._acts(conversation))
        return (
            Letter(
                origin.channel_id,
                card.text,
                card.blocks,
                now,
                subject=card_subject(origin.channel_id, origin.message_ts),
                message_ts=origin.message_ts,
                reference=report.disconnection.id,
                lead=origin.user_id,
                echoed=not seen,
                org=conversation.org,
                conversation_id=conversation.id,
            ),
        )

    def _in_thread(self, report: Report, *, seen: bool) -> Sequence[Letter]:
        origin = report.disconnection.origin
        if report.explanation is None and not report.correction:
            return ()
        if not origin.channel_id or not origin.message_ts:
            return ()
        return (self._post(report, origin.channel_id, thread_ts=origin.message_ts, echoed=not seen),)

    def _directly(self, report: Report) -> Letter:
        demand = report.disconnection
        return self._post(report, demand.origin.user_id, tells=demand.id)

    def _post(
        self, report: Report, channel: str, *, thread_ts: str | None = None, echoed: bool = False, tells: str = ""
    ) -> Letter:
        demand, now = report.disconnection, self._clock.now()
        message = self._faces.message(report, now)
        again = ":again" if report.again else ""
        return Letter(
            channel,
            message.text,
            message.blocks,
            now,
            subject=f"result:{channel}:{demand.id}{again}",
            thread_ts=thread_ts,
            reference=demand.id,
            lead=demand.origin.user_id,
            echoed=echoed,
            tells=tells,
            org=demand.org,
            conversation_id=demand.conversation_id,
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
