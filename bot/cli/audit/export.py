"""`hangup audit export`: every line that is wanted, with the chain's head."""

import asyncio
import csv
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from bot.cli.audit.choosing import By, Conversation, Org, Since, Step, Until, wanted_of
from bot.cli.audit.opening import AsJson, address, opened

if TYPE_CHECKING:
    from bot.adapters.ledger.entries import Line, Wanted
    from bot.ports import Head

EVERY = 1000


class Format(StrEnum):
    """What can be written."""

    CSV = "csv"
    JSONL = "jsonl"


def export(
    conversation: Conversation = None,
    *,
    by: By = None,
    org: Org = None,
    step: Step = None,
    since: Since = None,
    until: Until = None,
    form: Annotated[Format, typer.Option("--format", help="CSV, or one JSON object a line.")] = Format.CSV,
    output: Annotated[Path, typer.Option("--output", help="The file to write; - is standard output.")] = Path("-"),
    as_json: AsJson = False,
) -> None:
    """Export lines of the ledger, the oldest first; the last row is the chain's head. --json is --format jsonl.

    Example: hangup audit export --since 2026-11-01 --format csv --output november.csv
    """
    from bot.cli.progress import progress

    url, wanted = address(), wanted_of(conversation, by, org, step, since=since, until=until)
    chosen = Format.JSONL if as_json else form
    with progress("Reading the ledger…") as say, _written(output) as file:
        writer = _Csv(file) if chosen is Format.CSV else _Jsonl(file)
        count, head = asyncio.run(_export(url, wanted, writer, say))
    typer.echo(f"{count} lines; the head is {head}", err=True)


class _Csv:
    def __init__(self, file: IO[str]) -> None:
        from bot.cli.audit.shape import COLUMNS

        self._rows = csv.writer(file)
        self._rows.writerow(COLUMNS)

    def line(self, line: "Line") -> None:
        from bot.cli.audit.shape import row_of

        self._rows.writerow(row_of(line))

    def head(self, head: "Head") -> None:
        from bot.cli.audit.shape import head_row

        self._rows.writerow(head_row(head))


class _Jsonl:
    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def line(self, line: "Line") -> None:
        from bot.cli.audit.shape import json_of

        self._file.write(json.dumps(json_of(line), ensure_ascii=False) + "\n")

    def head(self, head: "Head") -> None:
        self._file.write(json.dumps({"head": {"number": head.number, "hash": head.hash}}) + "\n")


async def _export(url: str, wanted: "Wanted", writer: _Csv | _Jsonl, say: Callable[[str], None]) -> tuple[int, "Head"]:
    async with opened(url) as archive:
        # What is written meanwhile is beyond this head, and not in this export.
        head, count = await archive.head(), 0
        async for line in archive.each(wanted, head.number):
            writer.line(line)
            count += 1
            if count % EVERY == 0:
                say(f"{count:,} lines…")
        writer.head(head)
    return count, head


@contextmanager
def _written(output: Path) -> Iterator[IO[str]]:
    if str(output) == "-":
        yield sys.stdout
        return
    from bot.domain.errors import InputError

    try:
        file = output.open("w", encoding="utf-8", newline="")
    except OSError as unwritable:
        raise InputError(f"{output} can't be written: {unwritable.strerror}.") from None
    with file:
        yield file
