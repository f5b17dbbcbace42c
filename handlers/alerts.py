"""Alerts: what a lead presses on a card, and `/conversation alerts`."""

from datetime import timedelta

from slack_bolt.async_app import AsyncApp
from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.domain.alert import Alert
from bot.domain.errors import InputError
from handlers.alert_rules import try_rule
from handlers.answer import Answer
from handlers.blocks import ids
from handlers.blocks.alert_card import SNOOZES
from handlers.blocks.alert_list import alerts_message
from handlers.blocks.confirm_view import TITLE
from handlers.blocks.metadata import Target, Ticket
from handlers.blocks.mrkdwn import section
from handlers.cards import post_card
from handlers.desk import Desk
from handlers.disconnect import ask
from handlers.errors import guarded, just_ack
from handlers.patience import patient
from handlers.typed import words_of

# A card may be older than the version that runs.
UNKNOWN_CHOICE, REFRESH = "Hangup does not know this choice.", "Nothing was done. See `/conversation alerts`."


def register(app: AsyncApp, desk: Desk) -> None:
    """Register this behaviour's listeners."""
    app.action(ids.ALERT_ACKNOWLEDGE)(ack=just_ack, lazy=[guarded(desk, acknowledge)])
    app.action(ids.ALERT_SNOOZE)(ack=just_ack, lazy=[guarded(desk, snooze)])
    app.action(ids.ALERT_ESCALATE)(ack=just_ack, lazy=[guarded(desk, escalate)])
    app.action(ids.ALERT_LOOK_UP)(ack=just_ack, lazy=[guarded(desk, look_up_alert)])
    app.action(ids.ALERT_DISCONNECT)(ack=just_ack, lazy=[guarded(desk, disconnect_from_alert)])
    app.action(ids.ALERT_MORE)(ack=just_ack, lazy=[guarded(desk, choose_more)])


async def acknowledge(args: AsyncArgs, desk: Desk) -> None:
    """Take care of it."""
    alert = await desk.attend.acknowledge(args.context["lead"], alert_of(args))
    await _say_elsewhere(args, alert, "Acknowledged: nobody else is called.")


async def snooze(args: AsyncArgs, desk: Desk) -> None:
    """Let it rest for as long as was chosen."""
    lasting = {str(minutes): timedelta(minutes=minutes) for minutes, _ in SNOOZES}.get(chosen(args))
    if lasting is None:
        raise InputError(UNKNOWN_CHOICE, REFRESH)
    alert = await desk.attend.snooze(args.context["lead"], alert_of(args), lasting)
    await _say_elsewhere(args, alert, "Snoozed.")


async def escalate(args: AsyncArgs, desk: Desk) -> None:
    """Call who is next."""
    alert = await desk.attend.escalate(args.context["lead"], alert_of(args))
    await _say_elsewhere(args, alert, "Escalated.")


async def choose_more(args: AsyncArgs, desk: Desk) -> None:
    """Do what was chosen from the menu: mute or unmute the rule, or close the alert."""
    lead, alert_id = args.context["lead"], alert_of(args)
    acts = {
        ids.ALERT_MUTE: desk.attend.mute,
        ids.ALERT_UNMUTE: desk.attend.unmute,
        ids.ALERT_CLOSE: desk.attend.close,
    }
    act = acts.get(chosen(args))
    if act is None:
        raise InputError(UNKNOWN_CHOICE, REFRESH)
    await act(lead, alert_id)


async def look_up_alert(args: AsyncArgs, desk: Desk) -> None:
    """Post the conversation's card into the alert's thread: everybody who is on it sees the same."""
    target = Target.unpacked(args.body["actions"][0]["value"])
    async with patient(args, desk):
        conversation = await desk.look_up.of_alert(args.context["lead"], target.org, target.conversation_id)
    await post_card(args, desk, conversation, thread_ts=args.body["container"].get("message_ts"))


async def disconnect_from_alert(args: AsyncArgs, desk: Desk) -> None:
    """Open the confirm view for the participant whom the alert names."""
    await Answer(args).open_loading(TITLE)
    target = Target.unpacked(args.body["actions"][0]["value"])
    conversation, person = await desk.disconnect.preview(
        args.context["lead"], target.org, target.conversation_id, target.participant_id or ""
    )
    # Without the message: the alert's card is not the conversation's, and must not be overwritten by it.
    await ask(args, desk, conversation, person, Ticket(channel_id=args.context.channel_id))


async def show_alerts(args: AsyncArgs, desk: Desk) -> None:
    """List what is open, and the rules; or try a rule, where that is asked for."""
    if words_of(words_of(str(args.body.get("text", ""))).rest).first.lower() == "test":
        await try_rule(args, desk)
        return
    message = alerts_message(await desk.alerts(args.context["lead"]), desk.now, desk.places)
    await Answer(args).ephemeral(message.text, message.blocks)


def alert_of(args: AsyncArgs) -> str:
    """Tell which alert a card's button belongs to."""
    return str(args.body["actions"][0]["block_id"])


def chosen(args: AsyncArgs) -> str:
    """Tell which option of a menu was chosen; empty for none."""
    return str((args.body["actions"][0].get("selected_option") or {}).get("value", ""))


async def _say_elsewhere(args: AsyncArgs, alert: Alert, words: str) -> None:
    """Answer who pressed where the card that changes is not to be seen."""
    if (args.body.get("container") or {}).get("message_ts") != alert.message_ts:
        await Answer(args).ephemeral(words, [section(words)])
