"""Opening the ledger for an audit: its address from the settings, and nothing made that is not there."""

import getpass
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.adapters.ledger import Archive

Actor = Annotated[
    str | None, typer.Option("--as", metavar="NAME", help="Who does this, for the ledger; else this machine's user.")
]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask to confirm.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
UNPROVEN = 1


def address() -> str:
    """Tell the ledger's address; raises `LedgerUnavailableError` if it is a file that is not there."""
    from bot.cli.database import require_file
    from bot.settings import load

    url = load().database_url
    require_file(url)
    return url


@asynccontextmanager
async def opened(url: str) -> "AsyncIterator[Archive]":
    """Open the ledger, and let go of it at the end."""
    from bot.adapters.ledger import Archive
    from bot.bootstrap import SystemClock

    async with Archive.opened(url, SystemClock()) as archive:
        yield archive


def actor_of(given: str | None) -> str:
    """Name who is at work here, as the ledger keeps it: `cli:` and a name."""
    if given and given.strip():
        return f"cli:{given.strip()}"
    try:
        return f"cli:{getpass.getuser()}"
    except (OSError, KeyError, ImportError):
        return "cli:unknown"


def confirm(words: str, *, yes: bool) -> None:
    """Ask before something that can't be undone; who does not agree, ends with status 1."""
    if not yes:
        typer.confirm(words, abort=True, err=True)
