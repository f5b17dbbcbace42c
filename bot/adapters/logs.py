"""Logs: structured, one reference id from click to platform and back, and nothing secret in them."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

# Whatever a library writes, no token, number or address leaves this process.
_SECRETS = re.compile(r"xox[abeprs]-[\w-]+|xapp-[\w-]+|(?i:bearer|basic)\s+[\w.~+/=-]{8,}|hooks\.slack\.com/\S+")
_NUMBERS = re.compile(r"(?:(?<=tel:)|(?<=sip:)|(?<![\w:.-])\+)\d[\d ()-]{6,}\d")
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
    return {key: _blanked(value) if isinstance(value, str) else value for key, value in event.items()}


def _blanked(text: str) -> str:
    return _ADDRESSES.sub("[address]", _NUMBERS.sub("[number]", _SECRETS.sub("[secret]", text)))
