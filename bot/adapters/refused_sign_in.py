"""What a refused sign-in may say: the platform's own words, and never a secret."""

import base64
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import unquote, unquote_plus

from bot.domain.exchange import Fault, Reply

# RFC 6749, section 5.2, names the first; the others are what vendors add to it.
_TELLING = ("error_description", "description", "message", "error")
_WORDS_CHARACTERS = 300
_UNAUTHORIZED, _TOO_MANY, _TROUBLE = 401, 429, 500
# What OAuth refuses a client with, RFC 6749, section 5.2; 403 is what gateways of the vendors say.
_OF_THE_KEY = frozenset({400, 401, 403})
_NOT_THERE = frozenset({404, 405, 410})
WHERE, ANSWER = "where to sign in", "the answer to Hangup's sign-in"


def without_secrets(reply: Reply, headers: Mapping[str, str], body: str, *, key_id: str, secret: str) -> Reply:
    """Give a token endpoint's refusal with its words; its body is never kept, and words that hold the secret neither.

    Of the key it speaks only where OAuth's own error does: a page is a proxy's, and a 404 an address that is wrong. The
    secret is looked for in all that was answered, before anything of it is cut: a part of it tells as much. On success
    the body is the token itself, so nothing of it is read.
    """
    error = None if reply.ok else _json(body)
    answered = [*headers.values(), *(() if reply.ok else (body, *_texts(error)))]
    basic = base64.b64encode(f"{key_id}:{secret}".encode()).decode()
    if secret and any(_holds(text, one) for text in answered for one in (secret, basic)):
        reply, words = replace(reply, code=None, message=None, fields=()), None
    else:
        words = None if reply.ok else reply.message or next(_told(error), None)
    told = replace(reply, message=words, body="")
    if told.status == _TOO_MANY or told.status >= _TROUBLE:
        return told
    if told.status in _NOT_THERE:
        # Its words speak of what was not found there.
        return replace(told, code=None, message=None, fault=Fault.ADDRESS, asked=WHERE)
    if told.status in _OF_THE_KEY and isinstance(error, dict) and error:
        return replace(told, fault=Fault.SIGN_IN)
    return replace(told, code=None, message=None, fault=Fault.UNREADABLE, asked=ANSWER)


def as_refusal(reply: Reply) -> Reply:
    """Take a sign-in that failed for what it is to whoever wanted to ask something: a 401, and nothing was asked."""
    return replace(reply, status=_UNAUTHORIZED, fault=reply.fault or Fault.SIGN_IN)


def _holds(text: str, secret: str) -> bool:
    """Tell whether a text holds a secret, as it is or as an address or a form writes it, in capitals or small."""
    plain = (unquote(text), unquote_plus(text)) if "%" in text or "+" in text else ()
    return any(secret in one for one in (text, *plain))


def _json(body: str) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _texts(document: Any) -> Iterator[str]:
    """List every text of a document as it reads without JSON's own escapes."""
    waiting = [document]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            waiting += [*one, *one.values()]
        elif isinstance(one, list):
            waiting += one


def _told(error: Any) -> Iterator[str]:
    for name in _TELLING:
        words = error.get(name) if isinstance(error, dict) else None
        if isinstance(words, str) and words.strip():
            yield words.strip().encode("utf-8", "replace").decode()[:_WORDS_CHARACTERS]
