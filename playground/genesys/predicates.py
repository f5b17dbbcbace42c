"""The filters of the analytics queries: clauses and predicates over dimensions."""

from collections.abc import Mapping, Sequence
from typing import Any

from playground.genesys.refusals import refusal

# Of the dimensions that the published definition lists, those that the playground's documents have.
DIMENSIONS = frozenset(
    {
        "addressFrom",
        "addressTo",
        "ani",
        "conversationEnd",
        "conversationId",
        "conversationStart",
        "direction",
        "dnis",
        "mediaType",
        "participantName",
        "purpose",
        "queueId",
        "segmentEnd",
        "segmentType",
        "sessionId",
        "userId",
    }
)


def fits(filters: Any, rows: Sequence[Mapping[str, Any]]) -> bool:
    """Tell whether each of the filters is met by one of the rows. No filters are met by anything."""
    given = [one for one in filters or () if one]
    return all(any(_meets(one, row) for row in rows) for one in given)


def _meets(part: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    parts = [_meets(one, row) for one in part.get("clauses") or ()]
    parts += [_holds(one, row) for one in part.get("predicates") or ()]
    match part.get("type"):
        case "and":
            return all(parts)
        case "or":
            return any(parts)
        case kind:
            raise refusal("invalid.value", kind, "type", "and, or", fields=["type"])


def _holds(predicate: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    dimension = predicate.get("dimension")
    if dimension not in DIMENSIONS:
        raise refusal("invalid.value", dimension, "dimension", ", ".join(sorted(DIMENSIONS)), fields=["dimension"])
    value = row.get(dimension)
    match predicate.get("operator", "matches"):
        case "matches":
            return value is not None and str(value).casefold() == str(predicate.get("value")).casefold()
        case "exists":
            return value is not None
        case "notExists":
            return value is None
        case operator:
            raise refusal("invalid.value", operator, "operator", "matches, exists, notExists", fields=["operator"])
