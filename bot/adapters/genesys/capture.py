"""What somebody hands over to be explained: a captured case, an error body alone, or raw HTTP text."""

import json
import re
from collections.abc import Mapping
from typing import Any

from bot.adapters.genesys.case import EXPECTED, KEYS
from bot.adapters.genesys.transcript import LONGEST, case_from_text
from bot.domain.errors import InputError

LONGEST_CASE = 5_000_000
_OTHER_ERROR_BODY = frozenset({"error", "error_description"})
_ERROR_BODY = frozenset({"message", "code", "contextId", "status"})


def case_in(text: str) -> Mapping[str, Any]:
    """Find the case in a case file or in raw text. Raises `InputError` with what is expected for what is neither.

    A case may have 5,000,000 characters; of raw text, the first 20,000 are read.
    """
    if len(text) > LONGEST_CASE:
        raise InputError("This is longer than the 5,000,000 characters that are read.", EXPECTED)
    bare = text.strip().removeprefix("\ufeff").strip()
    if not bare:
        raise InputError("There is nothing to read.", EXPECTED)
    try:
        value: Any = json.loads(bare)
    except RecursionError:
        raise InputError("The JSON is nested too deeply.", EXPECTED) from None
    except ValueError as error:
        return _from_raw(bare, error)
    if not isinstance(value, dict):
        raise InputError("The JSON is no object.", EXPECTED)
    if value and _is_no_case(value):
        if not (_ERROR_BODY | _OTHER_ERROR_BODY) & value.keys():
            raise InputError("The JSON object has none of a case's keys.", EXPECTED)
        # Cut, an error body would be none.
        value = (case_from_text(bare) if len(bare) <= LONGEST else None) or {"response": {"body": value}}
    found: Mapping[str, Any] = value
    return found


def _is_no_case(value: Mapping[str, Any]) -> bool:
    """Tell an object with none of a case's keys, or with none but an error body's own `error`."""
    named = KEYS & value.keys()
    return not named or (named == {"error"} and value.keys() >= _OTHER_ERROR_BODY)


def _from_raw(text: str, error: ValueError) -> Mapping[str, Any]:
    broken = text.startswith(("{", "[")) and not re.search(r"\bHTTP/\d", text)
    case = None if broken else case_from_text(text)
    if case is None:
        where = f" ({error})" if broken else ""
        raise InputError(f"This is neither JSON nor the text of an HTTP request or answer{where}.", EXPECTED)
    return case
