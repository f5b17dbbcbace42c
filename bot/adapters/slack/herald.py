"""The herald: posts the head of the ledger's chain in a channel."""

from collections.abc import Callable
from datetime import datetime

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.rendered import Rendered
from bot.ports import Head

log = structlog.get_logger()


class SlackHerald:
    """The port `Herald`. It sends once, and only an answer or a connection that never was counts as not posted."""

    def __init__(self, client: AsyncWebClient, channel_id: str, face: Callable[[Head, datetime], Rendered]) -> None:
        self._client, self._channel_id, self._face = client, channel_id, face

    async def announce(self, head: Head, at: datetime) -> bool:
        """Post the head; False if it certainly was not posted."""
        message = self._face(head, at)
        try:
            await self._client.chat_postMessage(
                channel=self._channel_id, text=message.text, blocks=message.blocks, unfurl_links=False
            )
        except SlackApiError as refused:
            log.warning("herald.refused", channel=self._channel_id, code=refused.response.get("error"))
            return False
        except aiohttp.ClientConnectorError:
            log.warning("herald.slack_not_reached")
            return False
        except (SlackClientError, aiohttp.ClientError, OSError, TimeoutError) as silent:
            log.warning("herald.slack_silent", error=type(silent).__name__)
        return True
