"""`hangup audit retain`: what is older goes, and the rest still proves itself."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.audit.opening import UNPROVEN, Actor, AsJson, Yes, actor_of, address, confirm, opened

if TYPE_CHECKING:
    from bot.ports import Head


@dataclass(frozen=True, slots=True)
class _Retained:
    removed: int
    head: "Head | None" = None
    broken: str = ""


def retain(
    *,
    days: Annotated[int, typer.Option(min=1, max=36500, help="How many days are kept.")],
    actor: Actor = None,
    anyway: Annotated[bool, typer.Option("--anyway", help="Even if the chain is found broken.")] = False,
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Remove what is older, behind a checkpoint that keeps the rest of the chain provable. Can't be undone.

    The chain is verified first: a broken one is left as it is (status 1), since what is removed can't be looked at.

    Example: hangup audit retain --days 730 --yes
    """
    from bot.cli.progress import progress

    url = address()
    confirm(f"Remove everything that is older than {days} days?", yes=yes)
    with progress("Verifying the ledger…") as say:
        done = asyncio.run(_retained(url, days, actor_of(actor), say, anyway=anyway))
    if as_json:
        typer.echo(json.dumps(asdict(done)))
    elif done.head is None:
        typer.echo(f"✗ Nothing was removed, since the chain is broken: {done.broken}")
    else:
        typer.echo(f"Removed {done.removed} lines. Head {done.head}")
    if done.head is None:
        raise typer.Exit(UNPROVEN)


async def _retained(url: str, days: int, by: str, say: Callable[[str], None], *, anyway: bool) -> _Retained:
    from bot.adapters.ledger.verification import words_of

    async with opened(url) as archive:
        walk = await archive.verify(None, say)
        if not walk.whole and not anyway:
            return _Retained(0, broken=words_of(walk.findings))
        say("Removing…")
        removed = await archive.retain(days, by, say)
        return _Retained(removed, await archive.head(), "" if walk.whole else words_of(walk.findings))
