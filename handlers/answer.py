"""Where an answer goes: into the view that is open, to the person alone, or by direct message; never nowhere."""

import aiohttp
import structlog
from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_sdk.errors import SlackApiError, SlackClientError

from handlers.blocks.views import View, loading_view, notice_blocks, notice_text, notice_view
from handlers.refusal import code_of

NO_ANSWER = (SlackClientError, aiohttp.ClientError, OSError, TimeoutError)

log = structlog.get_logger()


class Answer:
    """The ways back to the person behind one request."""

    def __init__(self, args: AsyncArgs) -> None:
        self._args = args
        self._reference = str(args.context.get("reference", ""))

    async def open_loading(self, title: str) -> None:
        """Open a loading view at once; from a button inside a view it is pushed on top of it."""
        view, trigger = loading_view(title), str(self._args.body.get("trigger_id", ""))
        client = self._args.client
        show = client.views_push if self._args.body.get("view") else client.views_open
        opened = await show(trigger_id=trigger, view=view)
        shown = opened.get("view") or {}
        self._args.context["view_id"], self._args.context["view_title"] = shown.get("id"), title

    async def fill(self, view: View) -> None:
        """Fill the view that was opened; a lead who has closed it meanwhile wants no more of it."""
        try:
            await self._args.client.views_update(view_id=self._args.context["view_id"], view=view)
        except SlackApiError as refused:
            if code_of(refused) != "not_found":
                raise
            log.info("view.closed_meanwhile")

    async def notice(self, words: str, hint: str = "") -> None:
        """Say something to the person alone, by the best way that is left."""
        if self._args.context.get("view_id"):
            title = str(self._args.context.get("view_title") or "Hangup")
            try:
                await self.fill(notice_view(title, words, hint, self._reference))
            except NO_ANSWER:
                log.warning("answer.view_not_filled")
            else:
                return
        await self.ephemeral(words, notice_blocks(words, hint, self._reference), hint=hint)

    async def ephemeral(self, words: str, blocks: list[dict[str, object]], *, hint: str = "") -> None:
        """Show blocks to the person alone: by the response url, else in the channel, else by direct message."""
        text = notice_text(words, hint, self._reference)
        respond, context = self._args.respond, self._args.context
        if respond.response_url:
            try:
                response = await respond(text=text, blocks=blocks, response_type="ephemeral", replace_original=False)
            except NO_ANSWER as silent:
                # It may have arrived; said twice, with one reference, is better than not at all.
                log.warning("answer.response_url_silent", error=type(silent).__name__)
            else:
                # A spent or expired response url shows only in the status.
                if response.status_code == 200:  # noqa: PLR2004
                    return
                log.warning("answer.response_url_refused", status=response.status_code)
        user = str(context.user_id or "")
        if context.channel_id:
            try:
                await self._args.client.chat_postEphemeral(
                    channel=context.channel_id, user=user, text=text, blocks=blocks
                )
            except SlackApiError as refused:
                log.warning("answer.not_in_channel", code=code_of(refused))
            except NO_ANSWER as silent:
                log.warning("answer.channel_silent", error=type(silent).__name__)
            else:
                return
        await self._args.client.chat_postMessage(channel=user, text=text, blocks=blocks)

    async def take_away(self) -> None:
        """Take the message away whose button was pressed, where Slack lets us."""
        if self._args.respond.response_url:
            await self._args.respond(delete_original=True)

    async def replace(self, text: str, blocks: list[dict[str, object]]) -> None:
        """Show something in the place of the message whose button was pressed, else to the person alone."""
        respond = self._args.respond
        if respond.response_url:
            response = await respond(text=text, blocks=blocks, replace_original=True)
            if response.status_code == 200:  # noqa: PLR2004
                return
            log.warning("answer.not_replaced", status=response.status_code)
        await self.ephemeral(text, blocks)
