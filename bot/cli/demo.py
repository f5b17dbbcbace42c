"""`hangup demo`: the pretend Slack, the pretend contact centres and the real bot, on this machine alone."""

import asyncio
import errno
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.domain.errors import SettingsError

if TYPE_CHECKING:
    from rich.console import Console

    from playground.town import Town

DEFAULT_PORT = 8765
PORTS_TO_TRY = 50
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")


def demo(
    *,
    port: Annotated[
        int | None,
        typer.Option(min=0, max=65535, help=f"The page's port; 0 takes any. Default: {DEFAULT_PORT} or the next free."),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the addresses as one JSON line, for programs.")
    ] = False,
    socket_mode: Annotated[
        bool, typer.Option("--socket-mode", help="Let Slack reach the bot over Socket Mode instead of HTTP.")
    ] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Show the bot's log here.")] = False,
) -> None:
    """Try Hangup in a browser: a pretend Slack, pretend contact centres, and the real bot.

    Reads neither the environment nor hangup.toml, and talks to nothing outside this machine.

    Example: hangup demo --port 0 --json
    """
    for name in PROXIES:
        os.environ.pop(name, None)
    os.environ["NO_PROXY"] = "*"
    with tempfile.TemporaryDirectory(prefix="hangup-demo-", ignore_cleanup_errors=True) as folder:
        asyncio.run(_demo(Path(folder), port, as_json=as_json, socket_mode=socket_mode, verbose=verbose))


async def _demo(folder: Path, port: int | None, *, as_json: bool, socket_mode: bool, verbose: bool) -> None:
    from rich.console import Console

    from bot.adapters.ledger import migrate
    from bot.bootstrap import SystemClock
    from bot.cli.progress import progress
    from bot.cli.signals import stopping
    from playground.town import QUICK_ALERTS, build

    database_url = f"sqlite+aiosqlite:///{folder / 'hangup.db'}"
    with _log_to(None if verbose else folder / "hangup.log") as log, stopping() as stop:
        with progress("Making a ledger…") as say:
            await migrate(database_url)
            say("Starting the pretend Slack, the pretend contact centres and the bot…")
            town = None
            for candidate in _candidates(port):
                try:
                    town = await build(
                        SystemClock(),
                        database_url=database_url,
                        slack_port=candidate,
                        socket_mode=socket_mode,
                        alerts=QUICK_ALERTS,
                    )
                except OSError as busy:
                    if busy.errno != errno.EADDRINUSE:
                        raise
                else:
                    break
        if town is None:
            raise SettingsError(_all_busy(port))
        try:
            if as_json:
                typer.echo(json.dumps(_addresses(town)))
            else:
                _show(Console(highlight=False, soft_wrap=True), town, log)
            await stop.wait()
        finally:
            with progress("Stopping…"):
                await town.close()


def _candidates(port: int | None) -> tuple[int, ...]:
    return tuple(range(DEFAULT_PORT, DEFAULT_PORT + PORTS_TO_TRY)) if port is None else (port,)


def _all_busy(port: int | None) -> str:
    if port is None:
        return f"every port from {DEFAULT_PORT} to {DEFAULT_PORT + PORTS_TO_TRY - 1} is in use: hangup demo --port 0"
    return f"port {port} is in use: name another, or let one be chosen with --port 0"


@contextmanager
def _log_to(path: Path | None) -> Iterator[Path | None]:
    """Set logging up while the block runs: to a file, or to standard error when there is none."""
    import logging

    from bot.adapters import logs

    logs.configure("INFO", None if path is None else "text")
    if path is None:
        yield None
        return
    handlers = [one for one in logging.getLogger().handlers if isinstance(one, logging.StreamHandler)]
    with path.open("w", encoding="utf-8", buffering=1) as file:
        for handler in handlers:
            handler.setStream(file)
        try:
            yield path
        finally:
            for handler in handlers:
                handler.setStream(sys.stderr)


def _addresses(town: "Town") -> dict[str, str | None]:
    return {
        "page": f"{town.slack.url}/",
        "slack": town.slack.url,
        "bot": town.bot.address,
        "genesys": town.genesys.url,
        "cxone": None,
    }


def _show(console: "Console", town: "Town", log: Path | None) -> None:
    page = f"{town.slack.url}/"
    console.print("\n  [bold]Hangup is up, with a pretend Slack and pretend contact centres.[/bold]")
    console.print(f"\n  Open [bold cyan link={page}]{page}[/]")
    console.print("\n  The page lists stories to try, and shows what goes over the wire.")
    if log is not None:
        console.print(f"  The bot's log is in {log}, as long as this runs.")
    console.print("  Stop with Ctrl-C.\n")
