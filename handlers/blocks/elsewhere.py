"""What is said to a lead directly because the channel did not take it."""

from bot.domain.letter import Letter
from handlers.blocks.card import Message
from handlers.blocks.mrkdwn import Blocks, code, context, section

INVITE = "Invite it with `/invite @hangup` to have it there again."
WHY = {
    "channel_not_found": "Hangup can't see {channel} any more. Was it deleted, or made private?",
    "not_in_channel": f"Hangup is not a member of {{channel}}. {INVITE}",
    "is_archived": "{channel} is archived.",
    "restricted_action": "Only some people may post in {channel}.",
    "restricted_action_read_only_channel": "Only some people may post in {channel}.",
    "restricted_action_thread_only_channel": "Only threads may be written in {channel}.",
    "restricted_action_non_threadable_channel": "No threads may be written in {channel}.",
}
OTHERWISE = "Slack did not let Hangup write in {channel}."


def elsewhere_message(letter: Letter, refusal: str) -> Message:
    """Say what the channel was to be told, and why it was not; only why, if the lead is told the rest anyway."""
    channel = f"<#{letter.channel}>"
    why = WHY.get(refusal, OTHERWISE).format(channel=channel)
    details = [] if refusal in WHY else [context(f"Slack's reason: `{code(refusal, 80)}`")]
    if letter.echoed:
        reference = f" (reference `{code(letter.reference)}`)" if letter.reference else ""
        words = f"{why} So nothing was written there about this{reference}."
        return Message(words, [section(f":mailbox_with_no_mail: {words}"), *details])
    blocks: Blocks = [section(f":mailbox_with_no_mail: {why} So this comes to you directly."), *details]
    return Message(f"{why} {letter.text}", [*blocks, *letter.blocks][:50])
