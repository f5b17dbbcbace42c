"""The chain: each line holds the hash of the one before; the form is in docs/decisions/007-the-chain.md."""

import json
import re
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import select

from bot.adapters.ledger.connection import AsyncConnection
from bot.adapters.ledger.tables import chain
from bot.adapters.ledger.trouble import MISSING
from bot.domain.errors import LedgerUnavailableError
from bot.ports import Head

FORM, FORM_WITH_REGION = "hangup-ledger-1", "hangup-ledger-2"
NOTHING_BEFORE = "0" * 64
# What a line's hash is made of, in this order; a form with other fields needs another name.
HASHED = (
    "id",
    "previous",
    "at",
    "by",
    "step",
    "org",
    "conversation_id",
    "participant_id",
    "disconnection_id",
    "reason",
    "detail",
    "trace_id",
    "through",
    "seal",
)
# Made once: SQLAlchemy would else make and compare it anew for every line.
_HEAD = select(chain.c.number, chain.c.hash).where(chain.c.id == 1)
_HEAD_FOR_UPDATE = _HEAD.with_for_update()
_CHECKPOINT = re.compile(r"through line (\d+) ([0-9a-f]{64})")


def hash_of(line: Mapping[str, Any]) -> str:
    """Make the hash of a line from its columns, its number and the hash before it.

    A line without a region, not even an empty one, is of the form in which lines had none.
    """
    region = line.get("region")
    values = [_plain(line[name]) for name in HASHED]
    return _digest([FORM, *values] if region is None else [FORM_WITH_REGION, *values, region])


def seal_of(salt: str, note: str, snapshot: str | None) -> str:
    """Make the salted hash that stands in the chain for a line's personal words."""
    return _digest([FORM, salt, note, snapshot])


def new_salt() -> str:
    """Make a salt: without it nobody can guess erased words and try them against the seal."""
    return secrets.token_hex(16)


async def lock(connection: AsyncConnection) -> Head:
    """Read the chain's head, and let nobody else append before this transaction has ended.

    On SQLite the transaction itself is the lock. It is the last lock that a transaction takes.
    """
    return await _read(connection, for_update=True)


async def head(connection: AsyncConnection) -> Head:
    """Read the chain's head."""
    return await _read(connection, for_update=False)


def checkpoint(through: Head) -> str:
    """Say, in the detail of a line, up to which line the chain was removed."""
    return f"through line {through.number} {through.hash}"


def checkpoint_of(detail: str) -> Head | None:
    """Read such a detail back; None if it is none."""
    found = _CHECKPOINT.search(detail)
    return None if found is None else Head(int(found[1]), found[2])


async def _read(connection: AsyncConnection, *, for_update: bool) -> Head:
    row = (await connection.execute(_HEAD_FOR_UPDATE if for_update else _HEAD)).first()
    if row is None:
        raise LedgerUnavailableError(MISSING)
    return Head(row.number, row.hash)


def _plain(value: object) -> object:
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ") if isinstance(value, datetime) else value


def _digest(parts: list[object]) -> str:
    return sha256(json.dumps(parts, ensure_ascii=True, separators=(",", ":")).encode("ascii")).hexdigest()
