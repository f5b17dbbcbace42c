"""The catalogue of explanations, as Markdown, from the table and the words themselves."""

import re
from collections.abc import Iterator

from bot.domain.conflict import Cause, Retry
from bot.domain.conflict.table import RETRY, TABLE, WAITS
from bot.domain.conflict.words.exclusions import EXCLUSIONS
from bot.domain.conflict.words.headlines import HEADLINES
from bot.domain.conflict.words.platforms import PLATFORM_WORDS
from bot.domain.conflict.words.steps import OTHERS_STEPS, STEPS, SUPPORT
from bot.domain.family import PLATFORMS

_INTRODUCTION = """# Explanations

What Hangup says when a platform refuses a disconnect, does not answer, or accepts it without effect. The causes stand
in order of precedence: the first that holds is the cause, the others are named beside it. Wording alone never proves
anything; see [evidence beats wording](decisions/003-evidence-beats-wording.md).

This page is written from the tables by `make golden`, and a test compares it with them.
"""
_EXAMPLES = {
    "who": "Mei Tan",
    "Who": "Mei Tan",
    "caller": "Hangup",
    "Caller": "Hangup",
    "about": "…",
    "wait": "…",
    "support": SUPPORT,
}
_AGAIN = {Retry.YES: "helps", Retry.NO: "does not help", Retry.AFTER: "may help afterwards"}


def catalogue() -> str:
    """Write the page."""
    return "\n".join([_INTRODUCTION, *(line for cause in Cause for line in _chapter(cause))]).rstrip() + "\n"


def _chapter(cause: Cause) -> Iterator[str]:
    row = TABLE.get(cause)
    rule = (row.__doc__ or "").strip().split("\n\n") if row else ["Holds when no other row does."]
    yield f"## `{cause.value}`\n"
    yield re.sub(r"\s+", " ", rule[0]) + "\n"
    yield "It is said as:\n"
    yield from (f"- {_filled(text)}" for text in dict.fromkeys(HEADLINES[cause].values()))
    wait = f", {WAITS[cause]} seconds later if the platform names no other time" if cause in WAITS else ""
    yield f"\nPressing again {_AGAIN[RETRY[cause]]}{wait}. What to do:\n"
    yield from (f"- {_filled(step)}" for step in dict.fromkeys(s for steps in STEPS[cause].values() for s in steps))
    for platform, words in PLATFORM_WORDS.items():
        if cause in words.steps:
            yield f"\nOn {PLATFORMS[platform]}:\n"
            own = dict.fromkeys(s for steps in words.steps[cause].values() for s in steps)
            yield from (f"- {_filled(step)}" for step in own)
    if cause in OTHERS_STEPS:
        yield "\nWhere a script or another program sent it:\n"
        own = dict.fromkeys(s for steps in OTHERS_STEPS[cause].values() for s in steps)
        yield from (f"- {_filled(step).replace('Hangup', 'the script')}" for step in own)
    if cause in EXCLUSIONS:
        yield f"\nRuled out, it reads: {_filled(EXCLUSIONS[cause])}"
    yield ""


def _filled(text: str) -> str:
    return text.format(**_EXAMPLES)
