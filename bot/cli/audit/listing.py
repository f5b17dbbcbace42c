"""`hangup audit list`: the latest lines."""

import asyncio
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.audit.choosing import By, Conversation, Org, Since, Step, Until, wanted_of
from bot.cli.audit.opening import AsJson, address, opened

if TYPE_CHECKING:
    from bot.adapters.ledger.entries import Line, Wanted


def list_lines(
    conversation: Conversation = None,
    *,
    by: By = None,
    org: Org = None,
    step: Step = None,
    since: Since = None,
    until: Until = None,
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="How many of the latest lines.")] = 50,
    as_json: AsJson = False,
) -> None:
    """List the latest lines of the ledger, the newest last; with --json one object a line.

    Example: hangup audit --by U0AAAAAAA --step refused --since 2026-11-01
    """
    from bot.cli.audit.shape import json_of
    from bot.cli.progress import progress

    url, wanted = address(), wanted_of(conversation, by, org, step, since=since, until=until)
    with progress("Reading the ledger…"):
        lines = tuple(reversed(asyncio.run(_latest(url, wanted, limit))))
    if as_json:
        for line in lines:
            typer.echo(json.dumps(json_of(line), ensure_ascii=False))
    else:
        _show(lines)


async def _latest(url: str, wanted: "Wanted", limit: int) -> Sequence["Line"]:
    async with opened(url) as archive:
        return await archive.latest(wanted, limit)


def _show(lines: Sequence["Line"]) -> None:
    from rich.console import Console
    from rich.table import Column, Table

    console = Console(highlight=False, markup=False)
    if not lines:
        console.print("The ledger has no such line.")
        return
    table = Table(
        "line",
        "when (UTC)",
        Column("who", no_wrap=True),
        Column("step", no_wrap=True),
        "org",
        "region",
        "conversation",
        "participant",
        "why",
        "reference",
        box=None,
    )
    for line in lines:
        entry = line.entry
        why = ": ".join(part for part in (entry.reason, entry.note) if part) or entry.detail
        table.add_row(
            str(line.number),
            f"{entry.at:%Y-%m-%d %H:%M:%S}",
            entry.by,
            entry.step,
            entry.org,
            entry.region or "",
            entry.conversation_id,
            entry.participant_id or "",
            f"{why} (erased)" if line.erased else why,
            entry.disconnection_id,
        )
    console.print(table)
