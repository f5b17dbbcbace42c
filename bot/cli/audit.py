"""`hangup audit`: who did what to whom, from the ledger."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from bot.ports import Entry


def audit(
    conversation: Annotated[
        str | None, typer.Argument(metavar="[CONVERSATION]", help="Only what was done on this conversation.")
    ] = None,
    *,
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="How many of the latest lines.")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
) -> None:
    """List the latest lines of the ledger, the newest last.

    Example: hangup audit 0f6f1f2c-8f0b-4a2e-9d0c-5b1f4c7e2a11 --json
    """
    from bot.cli.progress import progress
    from bot.settings import load

    url = load().database_url
    with progress("Reading the ledger…"):
        entries = asyncio.run(_latest(url, conversation.strip().lower() if conversation else None, limit))
    lines = tuple(reversed(entries))
    if as_json:
        for entry in lines:
            typer.echo(json.dumps(json_of(entry), ensure_ascii=False))
    else:
        _show(lines)


def json_of(entry: "Entry") -> dict[str, Any]:
    """Give a line as the JSON object that `--json` prints; the snapshot is an object, or null."""
    return {
        **asdict(entry),
        "at": entry.at.isoformat(),
        "snapshot": json.loads(entry.snapshot) if entry.snapshot else None,
    }


async def _latest(url: str, conversation_id: str | None, limit: int) -> Sequence["Entry"]:
    from bot.adapters.ledger import DatabaseLedger
    from bot.bootstrap import SystemClock
    from bot.cli.database import require_file

    require_file(url)
    ledger = await DatabaseLedger.open(url, SystemClock())
    try:
        return await ledger.entries(conversation_id=conversation_id, limit=limit)
    finally:
        await ledger.close()


def _show(lines: Sequence["Entry"]) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False, markup=False)
    if not lines:
        console.print("The ledger has no such line.")
        return
    table = Table("when (UTC)", "who", "step", "org", "conversation", "participant", "why", "reference", box=None)
    for entry in lines:
        table.add_row(
            f"{entry.at:%Y-%m-%d %H:%M:%S}",
            entry.by,
            entry.step,
            entry.org,
            entry.conversation_id,
            entry.participant_id or "",
            ": ".join(part for part in (entry.reason, entry.note) if part) or entry.detail,
            entry.disconnection_id,
        )
    console.print(table)
