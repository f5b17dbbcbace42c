"""`hangup audit verify`: is the chain whole, and does it still hold a head that was kept elsewhere."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.audit.opening import UNPROVEN, AsJson, address, opened

if TYPE_CHECKING:
    from bot.adapters.ledger.verification import Verification
    from bot.ports import Head


def verify(
    *,
    head: Annotated[
        str | None,
        typer.Option("--head", metavar="HEAD", help="A head from an export or the channel: NUMBER:HASH, or HASH."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Verify the chain: find a line that was changed, removed, forked, or cut off at the end. Exits with 1 if so.

    A chain that was cut off or rewritten together with its head shows only against a head that was kept elsewhere.

    Example: hangup audit verify --head 1024:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
    """
    from bot.adapters.ledger.verification import head_of
    from bot.cli.progress import progress
    from bot.domain.errors import InputError

    expected = head_of(head) if head is not None else None
    if head is not None and expected is None:
        raise InputError("--head is no head.", "Copy it from an export or the channel: NUMBER:HASH, or HASH.")
    url = address()
    with progress("Verifying the ledger…") as say:
        walk = asyncio.run(_verified(url, expected, say))
    if as_json:
        typer.echo(json.dumps(_json_of(walk)))
    else:
        _show(walk, expected)
    if not walk.whole:
        raise typer.Exit(UNPROVEN)


async def _verified(url: str, expected: "Head | None", say: Callable[[str], None]) -> "Verification":
    async with opened(url) as archive:
        return await archive.verify(expected, say)


def _json_of(walk: "Verification") -> dict[str, object]:
    return {
        "whole": walk.whole,
        "lines": walk.lines,
        "first": walk.horizon.before.number + 1,
        "head": asdict(walk.last),
        "findings": [asdict(finding) for finding in walk.findings],
    }


def _show(walk: "Verification", expected: "Head | None") -> None:
    for finding in walk.findings:
        typer.echo(f"✗ {finding.words}")
    if walk.whole:
        removed = walk.horizon.before.number
        typer.echo(f"✓ The chain is whole: {walk.lines} lines, none changed or missing.")
        if removed:
            typer.echo(f"  It begins at line {removed + 1}: retention removed the lines before.")
        if walk.horizon.left_over:
            typer.echo(f"  {walk.horizon.left_over} lines are still to be removed: run `hangup audit retain` again.")
        if expected is not None:
            typer.echo("✓ It holds the head that you gave.")
    typer.echo(f"Head {walk.last}")
