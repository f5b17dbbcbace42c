"""`POST /webhooks/alerts/{source}`: what scripts and tools outside tell of, answered once it is written down."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import structlog
from aiohttp import web

from bot.domain.errors import InputError, LedgerUnavailableError
from bot.ports import Clock
from bot.settings.webhooks import WebhookSettings
from bot.use_cases.take_notice import TakeNotice
from handlers.errors import new_reference
from handlers.notices import FORM_REMARK, fields_of, notice_of
from handlers.proof import shows_itself
from handlers.throttle import Throttle

PATH = "/webhooks/alerts/{source}"
LARGEST_NOTICE = 64 * 1024
BUSY_SECONDS = 5

log = structlog.get_logger()


@dataclass(slots=True)
class Webhooks:
    """The listener: it lets in, reads, writes down and answers; what follows is the use case's."""

    sources: Mapping[str, WebhookSettings]
    take: TakeNotice
    clock: Clock
    throttle: Throttle = field(default_factory=Throttle)

    async def answer(self, request: web.Request) -> web.Response:
        """Answer 202 once it is written down; each refusal says in words what to mend, and bears a reference."""
        reference = new_reference()
        name = request.match_info["source"]
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(reference=reference, listener="webhook", source=name[:40])
        try:
            raw = await _read(request)
        except web.RequestPayloadError:
            log.warning("webhook.not_decoded")
            coding = request.headers.get("Content-Encoding", "chunked")[:40]
            return _refusal(400, reference, f"the body is not encoded as it says: {coding}", "Send it as it is.")
        if raw is None:
            return _refusal(413, reference, f"the body has over {LARGEST_NOTICE} bytes", "Send less of the answer.")
        source = self.sources.get(name)
        if source is None or not shows_itself(source, raw, request.headers, self.clock.now()):
            log.warning("webhook.not_let_in", bytes=len(raw))
            return _refusal(401, reference, "no such source, or not its secret", "Compare [webhooks] in hangup.toml.")
        wait = self.throttle.wait_for(name, source.per_minute, self.clock.now())
        if wait:
            log.warning("webhook.too_many")
            again = str(math.ceil(wait))
            return _refusal(429, reference, "too many notices in a minute", "Come again later.", again)
        return await self._taken(request, raw, name, source, reference)

    async def _taken(
        self, request: web.Request, raw: bytes, name: str, source: WebhookSettings, reference: str
    ) -> web.Response:
        try:
            fields, remark = fields_of(raw, request.headers.get("Content-Type", ""))
            notice = notice_of(fields, name, source.form, reference=reference, now=self.clock.now(), remark=remark)
            new = await self.take(notice)
        except InputError as wrong:
            log.info("webhook.not_understood", words=str(wrong))
            return _refusal(400, reference, str(wrong), wrong.hint)
        except LedgerUnavailableError as unavailable:
            log.warning("webhook.not_written", words=str(unavailable))
            return _refusal(503, reference, str(unavailable), "Nothing was taken in: send it again.", str(BUSY_SECONDS))
        log.info("webhook.taken", tiding=notice.tiding.value, new=new)
        said = {"ok": True, "reference": reference, "tiding": notice.tiding.value, "waited_already": not new}
        return web.json_response(said | ({"remark": FORM_REMARK} if remark else {}), status=202)


async def _read(request: web.Request) -> bytes | None:
    """Read the body, as far as it may go; None for more."""
    if (request.content_length or 0) > LARGEST_NOTICE:
        return None
    raw = bytearray()
    async for piece in request.content.iter_chunked(16 * 1024):
        raw += piece
        if len(raw) > LARGEST_NOTICE:
            return None
    return bytes(raw)


def _refusal(status: int, reference: str, words: str, hint: str, again: str = "") -> web.Response:
    headers = {"Retry-After": again} if again else None
    said = {"ok": False, "error": words, "hint": hint, "reference": reference}
    return web.json_response(said, status=status, headers=headers)
