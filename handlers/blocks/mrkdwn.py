"""Text for Slack: words from outside are escaped, times are the reader's own.

https://docs.slack.dev/messaging/formatting-message-text
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime

# Control and format characters (zero-width, right-to-left and the like), and halves of surrogate pairs.
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})
# The names of emoji are letters, digits, and a few signs; a time is none, and neither is an address.
_SPELLED_EMOJI = re.compile(r":(?=(?!\d+:)[\w+'’-]+:)")
_DATE = re.compile(r"<!date\^[^|>]*\|([^>]*)>")
_SIGN = re.compile(r":[a-z][a-z0-9_]*: ?")
_CUT_ENTITY = re.compile(r"&[a-z]*$")
_BRACKETS = str.maketrans({"<": "‹", ">": "›"})
_EDGE_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_MARKS = str.maketrans({"*": "∗", "~": "∼", "`": "ˋ"})
Block = dict[str, object]
Blocks = list[Block]


class Marked(str):
    """Mrkdwn that was made here, with all that it quotes escaped already."""

    __slots__ = ()


def plain(text: str, characters: int = 3000) -> str:
    """Make words from outside fit for a plain-text element: no control characters, one line, cut to a length."""
    head = text[: 4 * characters + 100]
    cleaned = " ".join("".join(c for c in head if c.isspace() or unicodedata.category(c) not in _UNSEEN).split())
    return cleaned if len(cleaned) <= characters else cleaned[: characters - 1] + "…"


def outside(text: str, characters: int = 300) -> str:
    """Make a name from outside fit for every kind of text: it can't look like a mention, nor pass for a state."""
    return _no_emoji(plain(text, characters)).translate(_BRACKETS)


def unmarked(text: str, characters: int = 3000) -> str:
    """Make a message's own `text`, which Slack reads as mrkdwn: nobody is mentioned by it."""
    return _entities(plain(text, characters), characters)


def spoken(text: str) -> str:
    """Make mrkdwn of ours fit for a message's own `text`: times in UTC, no emoji, no emphasis."""
    return _SIGN.sub("", _DATE.sub(r"\1", text)).replace("*", "")


def escaped(text: str, characters: int = 300) -> str:
    """Make words from outside fit for mrkdwn: no mention, link, emphasis or emoji can be smuggled in.

    At most twice so many characters, however many of them are written as entities.
    """
    # An underscore within a word is none of Slack's marks, and settings are copied from here.
    marked = _EDGE_UNDERSCORE.sub("ˍ", plain(text, characters)).translate(_MARKS)
    return _entities(_no_emoji(marked), 2 * characters)


def code(text: str, characters: int = 400) -> str:
    """Show raw text as code, letter by letter, so that it can be copied; a backtick can't end it."""
    return _entities(plain(text, characters).replace("`", "'"), 2 * characters)


def clock_time(moment: datetime | None) -> str:
    """Show a moment as the reader's own time of day, with seconds; the fallback is UTC."""
    if moment is None:
        return "an unknown time"
    return f"<!date^{int(moment.timestamp())}^{{time_secs}}|{moment:%H:%M:%S} UTC>"


def day_time(moment: datetime | None, now: datetime) -> str:
    """Show a moment with its day where it was not within the last 12 hours."""
    if moment is None:
        return "an unknown time"
    if abs((now - moment).total_seconds()) < 12 * 3600:
        return clock_time(moment)
    return f"<!date^{int(moment.timestamp())}^{{date_short_pretty}} at {{time}}|{moment:%Y-%m-%d %H:%M} UTC>"


def lasting(since: datetime | None, now: datetime) -> str:
    """Say how long something has lasted: `40 s`, `3 min`, `2 h 5 min`, `3 days`; empty if unknown."""
    if since is None:
        return ""
    seconds = max(0, int((now - since).total_seconds()))
    if seconds < 2:
        return "just now"
    if seconds < 90:
        return f"{seconds} s"
    minutes = seconds // 60
    if minutes < 90:
        return f"{minutes} min"
    hours, rest = divmod(minutes, 60)
    if hours < 48:
        return f"{hours} h {rest} min" if rest else f"{hours} h"
    return f"{hours // 24} days"


def mention(user_id: str) -> str:
    """Mention a person of this workspace; an id that is none is shown as text."""
    return f"<@{user_id}>" if re.fullmatch(r"[UW][A-Z0-9]+", user_id) else escaped(user_id)


def mention_any(found_id: str) -> str:
    """Mention a person or a user group."""
    return f"<!subteam^{found_id}>" if re.fullmatch(r"S[A-Z0-9]+", found_id) else mention(found_id)


def lines(texts: Iterable[str], characters: int = 2900) -> str:
    """Join whole lines up to a length; a line that was cut could end in the middle of a date or a mention."""
    kept: list[str] = []
    for text in texts:
        if sum(map(len, kept)) + len(kept) + len(text) > characters:
            return "\n".join([*kept, "…"])
        kept.append(text)
    return "\n".join(kept)


def section(text: str, **more: object) -> Block:
    """Make a section of mrkdwn, cut to Slack's 3,000 characters."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text[:3000], "verbatim": True}, **more}


def context(*texts: str) -> Block:
    """Make a context block of up to ten lines."""
    return {
        "type": "context",
        "elements": [{"type": "mrkdwn", "text": text[:2000], "verbatim": True} for text in texts[:10] if text],
    }


def label(text: str, characters: int = 75) -> dict[str, object]:
    """Make a plain-text object."""
    return {"type": "plain_text", "text": plain(text, characters) or "–", "emoji": True}


def _no_emoji(text: str) -> str:
    return _SPELLED_EMOJI.sub("∶", text)


def _entities(text: str, characters: int) -> str:
    whole = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return whole if len(whole) <= characters else _CUT_ENTITY.sub("", whole[: characters - 1]) + "…"


def button(text: str, action_id: str, value: str, **more: object) -> Block:
    """Make a button; its label is cut to Slack's 75 characters."""
    return {"type": "button", "text": label(text), "action_id": action_id, "value": value, **more}
