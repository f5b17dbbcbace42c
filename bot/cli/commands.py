"""All commands, one file each. A command loads what it needs when it runs, so that help is quick."""

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
for command in (demo, run, doctor, explain, manifest, migrate):
    app.command()(command)
app.add_typer(audit)
