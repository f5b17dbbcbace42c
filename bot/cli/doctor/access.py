"""Checks of the access table and of the kill switch: pure, of the settings alone."""

from bot.cli.doctor.finding import Finding, fail, ok, warn
from bot.domain.access import Action
from bot.settings import Settings

ABOUT = "Access"
LINES = {
    Action.LOOK_UP: "Add HANGUP_OPERATORS=U0YOURID to the environment, or [access] look_up to hangup.toml.",
    Action.DISCONNECT: "Add HANGUP_OPERATORS=U0YOURID to the environment, or [access] disconnect to hangup.toml.",
    Action.END_CONVERSATION: 'Add [access] end_conversation = ["U0YOURID"] to hangup.toml, if somebody should.',
}


def access(settings: Settings) -> list[Finding]:
    """Tell who may do what; nobody being named for a look-up or a disconnect leaves the bot without use."""
    table = settings.access_table
    named = {
        Action.LOOK_UP: table.look_up | table.disconnect | table.end_conversation,
        Action.DISCONNECT: table.disconnect,
        Action.END_CONVERSATION: table.end_conversation,
    }
    found = [
        ok(ABOUT, f"May {action.words}: {', '.join(sorted(ids))}.")
        if ids
        else (warn if action is Action.END_CONVERSATION else fail)(ABOUT, f"Nobody may {action.words}.", LINES[action])
        for action, ids in named.items()
    ]
    if settings.read_only:
        found.append(
            warn("Kill switch", "HANGUP_READ_ONLY is on: nothing is disconnected.", "Unset it when that is over.")
        )
    return found
