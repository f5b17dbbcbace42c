"""response_url: five answers within thirty minutes, and what each may replace.

https://docs.slack.dev/interactivity/handling-user-interaction#message_responses

A command's can't replace anything; a button's overwrites its message unless `replace_original` is false. What a
message is (ephemeral or for all) never changes.
"""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from aiohttp import web

from playground.slack.arguments import TRUE
from playground.slack.blocks import read_blocks
from playground.slack.faults import RESPONSE_URL, Faults, spoilt
from playground.slack.messages import Message
from playground.slack.people import BOT_USER
from playground.slack.refusals import RefusedError
from playground.slack.wire import Wire
from playground.slack.workspace import Workspace

Json = dict[str, Any]
MOST_USES = 5
LIFE = timedelta(minutes=30)


@dataclass(slots=True)
class _Url:
    channel: str
    user: str
    issued: datetime
    source_ts: str | None
    reaches_threads: bool
    uses: int = 0


class ResponseUrls:
    """Issues response urls and answers what is posted to them; `posts` is the log (body, status)."""

    def __init__(self, workspace: Workspace, faults: Faults, wire: Wire) -> None:
        self._workspace = workspace
        self._faults = faults
        self._wire = wire
        self._urls: dict[str, _Url] = {}
        self.base = ""
        self.posts: list[tuple[Any, int]] = []

    def issue(self, channel: str, user: str, source: Message | None = None, *, reaches_threads: bool = True) -> str:
        """Make a response url; `source` is the message whose button was pressed, None for commands and shortcuts.

        A message shortcut's reaches no threads.
        """
        token = secrets.token_hex(16)
        now = self._workspace.clock.now()
        self._urls[token] = _Url(channel, user, now, source.ts if source else None, reaches_threads)
        return f"{self.base}/response/{token}"

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Take one answer; says `ok`, or a status of 400 or above with a short word."""
        raw = await request.text()
        fault = self._faults.take(RESPONSE_URL)
        if fault is not None and fault.delay_ms:
            await self._workspace.clock.sleep(fault.delay_ms / 1000)
        is_spoilt = fault is not None and (fault.status is not None or fault.drop)
        status, words = 200, "ok"
        if not is_spoilt or (fault is not None and fault.after):
            status, words = self._take(request.match_info["token"], raw)
        if fault is not None and is_spoilt:
            self._log(raw, 0 if fault.drop else fault.status or 0, "a fault on demand")
            return await spoilt(request, fault)
        self._log(raw, status, words)
        return web.Response(text=words, status=status)

    def _log(self, raw: str, status: int, words: str) -> None:
        try:
            body = json.loads(raw)
        except ValueError:
            body = raw
        self.posts.append((body, status))
        note = "" if status == 200 else words
        self._wire.note("api", "response_url", status=status, note=note, request=body, response=words)

    def _take(self, token: str, raw: str) -> tuple[int, str]:
        url = self._urls.get(token)
        if url is None:
            return 404, "invalid_url"
        if self._workspace.clock.now() - url.issued > LIFE:
            return 404, "expired_url"
        if url.uses >= MOST_USES:
            return 404, "used_url"
        try:
            body = json.loads(raw)
        except ValueError:
            return 400, "invalid_payload"
        if not isinstance(body, dict):
            return 400, "invalid_payload"
        try:
            self._apply(url, body)
        except RefusedError as refusal:
            return 404 if refusal.error == "message_not_found" else 400, refusal.error
        url.uses += 1
        return 200, "ok"

    def _apply(self, url: _Url, body: Json) -> None:
        from_button = url.source_ts is not None
        if body.get("delete_original") in TRUE:
            if from_button:
                self._workspace.remove(self._source(url))
            return
        text, blocks = str(body.get("text") or ""), read_blocks(body.get("blocks"))
        if not text and not blocks:
            raise RefusedError("no_text")
        if from_button and body.get("replace_original", True) in TRUE:
            self._workspace.edit(self._source(url), text=text, blocks=blocks)
            return
        thread_ts = body.get("thread_ts") if url.reaches_threads else None
        self._workspace.post(
            url.channel,
            BOT_USER,
            text,
            blocks=blocks,
            thread_ts=str(thread_ts) if thread_ts else None,
            ephemeral_to=None if body.get("response_type") == "in_channel" else url.user,
        )

    def _source(self, url: _Url) -> Message:
        message = self._workspace.message_seen_by(url.user, url.channel, url.source_ts or "")
        if message is None or message.deleted:
            raise RefusedError("message_not_found")
        return message
