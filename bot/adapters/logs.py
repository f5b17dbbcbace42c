"""Logs: structured, one reference id from click to platform and back, and nothing secret in them."""

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

# Whatever a library writes, no token, number or address leaves this process.
_SECRETS = re.compile(
    r"xox[a-z](?:\.xox[a-z])?-[\w-]+|xapp-[\w-]+|(?i:bearer|basic)\s+[\w.~+/=-]{8,}|hooks\.slack\.com/[^\s'\"]+"
    r"|(?i:(?:client_?secret|access_token|signing_secret|password)['\"]?\s*[=:]\s*['\"]?)[^\s'\"&,})]+"
    r"|(?<=://)[^\s/:@'\"]*:[^\s/@'\"]+(?=@)"
)
_NUMBERS = re.compile(r"(?:(?i:(?:tel|sip|sips|sms|whatsapp):)\+?|%2[Bb]|(?<![\w.-])\+)\d[\d ().-]{4,}\d")
_ADDRESSES = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_QUIET = ("httpx", "httpcore", "slack_bolt", "slack_sdk", "aiohttp.access", "apscheduler", "sqlalchemy", "aiosqlite")


def configure(level: str, form: str | None) -> None:
    """Set logging up: `form` is "text", "json", or None for text on a terminal and JSON elsewhere."""
    as_text = form == "text" or (form is None and sys.stderr.isatty())
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        redact,
    ]
    renderer: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()) if as_text else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def redact(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Blank what must not be read: a last net, since nothing of the kind should be logged at all."""
    # What begins with _ is structlog's own, and is taken out before anything is written.
    return {key: value if key.startswith("_") else _clean(value) for key, value in event.items()}


def _clean(value: Any) -> Any:
    match value:
        case None | bool() | int() | float():
            return value
        case str():
            return _blanked(value)
        case Mapping():
            return {_blanked(str(key)): _clean(held) for key, held in value.items()}
        case list() | tuple() | set() | frozenset():
            return [_clean(held) for held in value]
        case _:
            return _blanked(repr(value))


def _blanked(text: str) -> str:
    return _ADDRESSES.sub("[address]", _NUMBERS.sub("[number]", _SECRETS.sub("[secret]", text)))
