"""The alerts' board: cards, and the history in their threads, through the outbox, which loses nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.adapters.slack.outbound import Outbound
from bot.adapters.slack.rendered import Rendered
from bot.domain.alert import Alert, Event, Note
from bot.domain.errors import LedgerUnavailableError
from bot.domain.letter import Letter, Urgency, alert_subject
from bot.ports import Alerts, Clock, Sight

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class AlertFaces:
    """How an alert looks: its card, a line of its history in the thread, and what is sent to who is called."""

    card: Callable[[Sight, datetime], Rendered]
    note: Callable[[Alert, Note, datetime], Rendered]
    call: Callable[[Sight, Note, datetime], Rendered]


class SlackAlertBoard:
    """The port `AlertBoard`. What is shown is what the database holds, so that a crash loses nothing of it."""

    def __init__(self, alerts: Alerts, outbound: Outbound, clock: Clock, faces: AlertFaces) -> None:
        self._alerts, self._outbound, self._clock, self._faces = alerts, outbound, clock, faces

    async def show(self, alert_id: str) -> None:
        """Bring what Slack shows of an alert, and of the card that speaks for it, up to date."""
        try:
            seen = await self._alerts.sight(alert_id)
            if seen is None:
                return
            await self._alerts.shown(seen, self._card(seen), self._replies(seen))
        except LedgerUnavailableError:
            log.warning("alert.not_shown", reference=alert_id)
            return
        except Exception:
            # Whatever the rendering does: what raised the alert goes on, and a job shows it again.
            log.exception("alert.not_shown", reference=alert_id)
            return
        self._outbound.wake()
        if seen.alert.gathered_by:
            await self.show(seen.alert.gathered_by)

    async def show_all(self) -> None:
        """Show what was left over, by a crash or a failure, and the history of cards that are posted by now."""
        for alert_id in await self._alerts.unshown():
            await self.show(alert_id)

    def _card(self, seen: Sight) -> Letter | None:
        alert = seen.alert
        if alert.quiet or alert.gathered_by:
            return None
        if not alert.place:
            log.error("alert.nowhere", reference=alert.id, fix="set [alerts] channel in hangup.toml")
            return None
        made = self._faces.card(seen, self._clock.now())
        subject = alert_subject(alert.id)
        return self._letter(alert, made, alert.place, subject, message_ts=alert.message_ts, alert=alert.id)

    def _replies(self, seen: Sight) -> dict[int, Sequence[Letter]]:
        """Write the lines that the thread does not have; where there is no card yet, they wait for it."""
        alert, now = seen.alert, self._clock.now()
        if alert.message_ts is None or alert.gathered_by:
            return {}
        replies: dict[int, Sequence[Letter]] = {}
        for number, note in seen.unsaid.items():
            made, subject = self._faces.note(alert, note, now), f"note:{alert.id}:{number}"
            reply = self._letter(
                alert, made, alert.posted_in, subject, thread_ts=alert.message_ts, broadcast=note.broadcast
            )
            replies[number] = (reply, *self._calls(seen, note, number))
        return replies

    def _calls(self, seen: Sight, note: Note, number: int) -> Sequence[Letter]:
        if note.event is not Event.ESCALATED or not seen.alert.open:
            return ()
        made = self._faces.call(seen, note, self._clock.now())
        people = [called for called in note.detail.split() if not called.startswith("S")]
        return [self._letter(seen.alert, made, one, f"call:{seen.alert.id}:{number}:{one}") for one in people]

    def _letter(self, about: Alert, made: Rendered, channel: str, subject: str, **more: object) -> Letter:
        problem = about.problem
        return Letter(
            channel,
            made.text,
            made.blocks,
            self._clock.now(),
            urgency=Urgency.ALERT,
            subject=subject,
            reference=about.id,
            org=problem.org,
            conversation_id=problem.conversation_id or "",
            **more,  # type: ignore[arg-type]
        )
