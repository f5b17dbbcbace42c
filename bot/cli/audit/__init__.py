"""`hangup audit`: who did what to whom, and the proof that nobody changed it. What is no subcommand is listed."""

from typing import Any

import typer
from typer.core import TyperGroup

from bot.cli.audit.erase import erase
from bot.cli.audit.export import export
from bot.cli.audit.listing import list_lines
from bot.cli.audit.retain import retain
from bot.cli.audit.verify import verify

DEFAULT = "list"


class Audit(TyperGroup):
    """The subcommands; `hangup audit CONVERSATION` lists that conversation."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the default before what names no subcommand."""
        if not args or (args[0] not in self.commands and args[0] != "--help"):
            args = [DEFAULT, *args]
        return super().parse_args(ctx, args)


audit = typer.Typer(
    name="audit",
    cls=Audit,
    help="""Who did what to whom, from the ledger; without a subcommand: list.

    Example: hangup audit 0f6f1f2c-8f0b-4a2e-9d0c-5b1f4c7e2a11 --json

    Example: hangup audit verify --head 1024:9f86…
    """,
    rich_markup_mode=None,
)
audit.command(DEFAULT)(list_lines)
for command in (export, verify, retain, erase):
    audit.command()(command)
