"""Logs: structured, one reference id from click to platform and back, and nothing secret in them."""

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

LONGEST = 2000
LONGEST_TRACEBACK = 10_000
# So far back from a cut a word may begin that the cut would make unrecognisable.
_BEFORE_CUT = 300

# Whatever a library writes, no token, number or address leaves this process. What ends in an @ is bounded in length:
# unbounded, a long text without one would be read anew from each of its characters.
_SECRETS = re.compile(
    r"xox[a-z](?:\.xox[a-z])?-[\w-]+|xapp-[\w-]+|(?i:bearer|basic)\s+[\w.~+/=-]{8,}|hooks\.slack\.com/[^\s'\"]+"
    r"|(?i:(?:client_?secret|access_token|signing_secret|password)['\"]?\s*[=:]\s*['\"]?)[^\s'\"&,})]+"
    r"|(?<=://)[^\s/:@'\"]{0,128}:[^\s/@'\"]{1,256}(?=@)"
)
_NUMBERS = re.compile(r"(?:(?i:(?:tel|sip|sips|sms|whatsapp):)\+?|%2[Bb]|(?<![\w.-])\+)\d[\d ().-]{4,}\d")
_ADDRESSES = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]+")
_WORD_ENDS = re.compile(r"[\s'\",;{}()\[\]](?=[^\s'\",;{}()\[\]]*$)")
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
    return {
        key: value if key.startswith("_") else _clean(_ending(value) if key == "exception" else value)
        for key, value in event.items()
    }


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


def _ending(traceback: Any) -> Any:
    """Keep the last lines of a traceback: they say what happened."""
    if not isinstance(traceback, str):
        return traceback
    kept, room = [], LONGEST_TRACEBACK
    for line in reversed(traceback.splitlines()):
        short = _cut(line)
        room -= len(short) + 1
        if room < 0:
            kept.append("…")
            break
        kept.append(short)
    return _Ready("\n".join(reversed(kept)))


class _Ready(str):
    """Text that was cut already."""

    __slots__ = ()


def _blanked(text: str) -> str:
    head = text if isinstance(text, _Ready) else _cut(text)
    return _ADDRESSES.sub("[address]", _NUMBERS.sub("[number]", _SECRETS.sub("[secret]", head)))


def _cut(text: str) -> str:
    """Cut a long text between two words: half an address would not be known as one."""
    if len(text) <= LONGEST:
        return text
    word = _WORD_ENDS.search(text, LONGEST - _BEFORE_CUT, LONGEST)
    return text[: word.start() if word else LONGEST - _BEFORE_CUT] + f"… ({len(text)} characters)"
