"""One letter, handed to Slack."""

import aiohttp
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.letter import Letter, Spot

NO_ANSWER = (SlackClientError, aiohttp.ClientError, OSError, TimeoutError)


async def delivered(client: AsyncWebClient, letter: Letter) -> Spot:
    """Send a letter; returns where it stands, by Slack's word. Raises what Slack's client raises.

    https://docs.slack.dev/reference/methods/chat.postMessage : `reply_broadcast` shows an answer to the whole channel.
    """
    if letter.message_ts is not None:
        answer = await client.chat_update(
            channel=letter.channel, ts=letter.message_ts, text=letter.text, blocks=letter.blocks
        )
    else:
        answer = await client.chat_postMessage(
            channel=letter.channel,
            text=letter.text,
            blocks=letter.blocks or None,
            thread_ts=letter.thread_ts,
            reply_broadcast=True if letter.broadcast and letter.thread_ts else None,
            unfurl_links=False,
        )
    return Spot(str(answer.get("channel") or letter.channel), str(answer.get("ts") or ""))
