"""The script `hangup`: one file per command, in `commands` as a person types them."""

import sys


def main() -> None:
    """Run the command that was typed."""
    if sys.argv[1:] == ["run"]:
        _serve()
        return
    from bot.cli.commands import app

    app(prog_name="hangup")


def _serve() -> None:
    """Run the bot without what reads command lines: what serves for weeks need not hold it."""
    from bot.cli.complaint import UNUSABLE, complaint
    from bot.cli.omission import without
    from bot.domain.errors import HangupError

    # structlog would load rich for tracebacks in colours, and httpx its command line with rich's progress bars.
    with without("rich", "httpx._main"):
        from bot.cli.run import run

        try:
            run()
        except HangupError as error:
            sys.stderr.write(f"{complaint(error)}\n")
            sys.exit(UNUSABLE)
