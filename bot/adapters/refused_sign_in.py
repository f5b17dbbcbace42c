"""What a refused sign-in may say: the platform's own words, and never a secret."""

import base64
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from bot.domain.exchange import Fault, Reply

# RFC 6749, section 5.2, names the first; the others are what vendors add to it.
_TELLING = ("error_description", "description", "message", "error")
_WORDS_CHARACTERS = 300
_UNAUTHORIZED = 401


def without_secrets(reply: Reply, body: str, key_id: str, secret: str) -> Reply:
    """Give a token endpoint's refusal with its words; its body is never kept, and words that hold the secret neither.

    On success the body is the token itself, so nothing of it is read.
    """
    words = None if reply.ok else reply.message or next(_told(body), None)
    basic = base64.b64encode(f"{key_id}:{secret}".encode()).decode()
    told = f"{words} {reply.code}"
    if any(one and one in told for one in (secret, basic)):
        return replace(reply, code=None, message=None, body="")
    return replace(reply, message=words, body="")


def as_refusal(reply: Reply) -> Reply:
    """Take a sign-in's refusal for what it is to whoever wanted to ask something: a 401, and nothing was asked."""
    return replace(reply, status=_UNAUTHORIZED, fault=Fault.SIGN_IN)


def _told(body: str) -> Iterator[str]:
    try:
        error: Any = json.loads(body)
    except (ValueError, RecursionError):
        return
    for name in _TELLING:
        words = error.get(name) if isinstance(error, dict) else None
        if isinstance(words, str) and words.strip():
            yield words.strip().encode("utf-8", "replace").decode()[:_WORDS_CHARACTERS]
