"""The shape of a line outside of the house: one JSON object, or one row of CSV."""

import json
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

from bot.ports import Entry

if TYPE_CHECKING:
    from bot.adapters.ledger.entries import Line
    from bot.ports import Head

COLUMNS = ("number", *(field.name for field in fields(Entry)), "erased", "seal", "previous", "hash")
# What a spreadsheet would run as a formula: https://owasp.org/www-community/attacks/CSV_Injection
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def json_of(line: "Line") -> dict[str, Any]:
    """Give a line as the JSON object that `--json` prints; the snapshot is an object, or null."""
    entry = line.entry
    return {
        "number": line.number,
        **asdict(entry),
        "at": entry.at.isoformat(),
        "snapshot": json.loads(entry.snapshot) if entry.snapshot else None,
        "erased": line.erased,
        "seal": line.seal,
        "previous": line.previous,
        "hash": line.hash,
    }


def row_of(line: "Line") -> list[str]:
    """Give a line as cells of text; what a spreadsheet would take for a formula has an apostrophe before it."""
    values = {"number": line.number, **asdict(line.entry), "at": line.entry.at.isoformat()}
    values |= {"erased": "yes" if line.erased else "", "seal": line.seal, "previous": line.previous, "hash": line.hash}
    return [_cell(values[name]) for name in COLUMNS]


def head_row(head: "Head") -> list[str]:
    """Give the last row of an export: the chain's head, as a step of that name."""
    values = {"number": head.number, "step": "head", "hash": head.hash}
    return [str(values.get(name, "")) for name in COLUMNS]


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULAS) else text
