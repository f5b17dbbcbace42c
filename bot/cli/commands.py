"""All commands, one file each. A command loads what it needs when it runs, so that help is quick."""

from collections.abc import Callable
from typing import Any

import typer
from typer.core import TyperGroup

from bot.cli.audit import audit
from bot.cli.complaint import UNUSABLE, complaint
from bot.cli.demo import demo
from bot.cli.doctor import doctor
from bot.cli.explain import explain
from bot.cli.manifest import manifest
from bot.cli.migrate import migrate
from bot.cli.run import run
from bot.domain.errors import HangupError


class Commands(TyperGroup):
    """All commands; what is wrong is said in words, never as a traceback."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was typed; an error that has words for people ends in status 2."""
        try:
            return super().invoke(ctx)
        except HangupError as error:
            typer.echo(complaint(error), err=True)
            raise typer.Exit(UNUSABLE) from None


app = typer.Typer(
    name="hangup",
    cls=Commands,
    help="Hang up a contact-centre conversation from Slack, and learn why when the platform refuses.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
# In the list of commands there is room for so few words.
IN_A_LINE: dict[Callable[..., object], str] = {
    demo: "Try it all in a browser, on this machine.",
    run: "Run the bot.",
    doctor: "Check the set-up, and say how to mend it.",
    explain: "Explain why a platform refused.",
    manifest: "Print the manifest of the Slack app.",
    migrate: "Bring the ledger's database up to date.",
}
for command, words in IN_A_LINE.items():
    app.command(short_help=words)(command)
app.add_typer(audit, short_help="Who did what to whom, from the ledger.")
