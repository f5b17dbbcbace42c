"""Bring the alerts together: what raises and closes them, what leads do about them, what runs by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from bot.adapters.ledger import DatabaseLedger
from bot.adapters.slack.board import AlertFaces, SlackAlertBoard
from bot.adapters.slack.outbound import Outbound
from bot.domain.alert import Note
from bot.domain.alert_policy import Policy
from bot.domain.digest import Digest
from bot.domain.letter import Letter, Urgency
from bot.ports import AlertBoard, Alerts, Clock, Messenger, Sight
from bot.settings import Settings
from bot.use_cases.attend_alert import AttendAlert
from bot.use_cases.close_alert import CloseAlert
from bot.use_cases.escalate import Escalate
from bot.use_cases.list_alerts import ListAlerts, StatedRule
from bot.use_cases.move_alert import MoveAlert
from bot.use_cases.permit import Permit
from bot.use_cases.raise_alert import RaiseAlert
from bot.use_cases.send_digest import SendDigest
from bot.use_cases.settle_alerts import SettleAlerts
from handlers.blocks.alert_card import alert_card
from handlers.blocks.alert_words import call_message, note_message
from handlers.blocks.card import Message
from handlers.blocks.digest import digest_message


@dataclass(frozen=True, slots=True)
class Alarm:
    """The use cases of the alerts, of one memory and one board."""

    alerts: Alerts
    board: AlertBoard
    policy: Policy
    clock: Clock
    raised: RaiseAlert
    closed: CloseAlert
    attend: AttendAlert
    escalate: Escalate
    listed: ListAlerts
    digest: SendDigest

    def beside(self, messenger: Messenger) -> Messenger:
        """Let the alerts hear how a demand ended, too."""
        return SettleAlerts(messenger, self.alerts, self.board, self.clock, self.policy)


def alarm_of(
    settings: Settings,
    ledger: DatabaseLedger,
    outbound: Outbound,
    permit: Permit,
    clock: Clock,
    *,
    places: Mapping[str, str],
    address: str,
    rules: Sequence[StatedRule] = (),
) -> Alarm:
    """Make them; `address` is the workspace's own, to make links to messages with, `rules` are those to be listed."""
    alerts, wanted = ledger.alerts, settings.alerts
    policy = wanted.policy(settings.access_table)

    def call(seen: Sight, note: Note, now: datetime) -> Message:
        link = link_to(address, seen.alert.posted_in, seen.alert.message_ts)
        return call_message(seen, note, now, link, places=places)

    faces = AlertFaces(partial(alert_card, places=places), partial(note_message, places=places), call)
    board = SlackAlertBoard(alerts, outbound, clock, faces)
    move = MoveAlert(alerts, board, clock, policy)

    async def move_letter(letter: Letter, code: str) -> bool:
        return await move(letter.alert, letter.channel, code)

    outbound.move_alert = move_letter

    def digest(counted: Digest, channel: str, now: datetime) -> Letter:
        message = digest_message(counted, now, wanted.time_zone)
        letter = Letter(channel, message.text, message.blocks, now, urgency=Urgency.ALERT, reference="digest")
        return replace(letter, lead=next(iter(policy.instead), ""))

    return Alarm(
        alerts,
        board,
        policy,
        clock,
        RaiseAlert(alerts, board, policy),
        CloseAlert(alerts, board, policy),
        AttendAlert(alerts, board, permit, clock, policy),
        Escalate(alerts, board, clock, policy),
        ListAlerts(alerts, permit, rules),
        SendDigest(alerts, clock, wanted.digest_channel or "", wanted.digest_time, wanted.zone, digest),
    )


def link_to(address: str, channel: str, message_ts: str | None) -> str:
    """Make the link to a message, as Slack's "Copy link" does; empty without an address."""
    if not address or not message_ts:
        return ""
    return f"{address.rstrip('/')}/archives/{channel}/p{message_ts.replace('.', '')}"
