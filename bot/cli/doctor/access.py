"""Checks of the access table and of the kill switches: pure, of the settings, and of what the ledger holds."""

from bot.cli.doctor.finding import Finding, fail, ok, warn
from bot.domain.access import Access, Action, Role
from bot.domain.pause import Pause
from bot.settings import Settings

ABOUT, RULES, SWITCH = "Access", "Access rules", "Kill switch"
ROLE_LINE = '[access.roles] {} = ["U0YOURID"]'
LINES = {
    Action.LOOK_UP: "Add HANGUP_OPERATORS=U0YOURID to the environment, or [access] look_up to hangup.toml.",
    Action.DISCONNECT: "Add HANGUP_OPERATORS=U0YOURID to the environment, or [access] disconnect to hangup.toml.",
    Action.END_CONVERSATION: 'Add [access] end_conversation = ["U0YOURID"] to hangup.toml, if somebody should.',
    Action.PAUSE: f"Add {ROLE_LINE.format('admin')} to hangup.toml, if somebody should stop everything at once.",
}
NEEDED = {Action.LOOK_UP, Action.DISCONNECT}


def access(settings: Settings) -> list[Finding]:
    """Tell who may do what; nobody being named for a look-up or a disconnect leaves the bot without use."""
    table = settings.access_table
    found = [_who(table, action) for action in LINES if table.roles or action is not Action.PAUSE]
    found += [_role(table, role) for role in Role if table.roles]
    if table.rules:
        allows = sum(rule.allows for rule in table.rules)
        found.append(ok(RULES, f"{allows} allow, {len(table.rules) - allows} deny, none contradicts another."))
    if settings.read_only:
        found.append(warn(SWITCH, "HANGUP_READ_ONLY is on: nothing is disconnected.", "Unset it when that is over."))
    return found


def switch(pause: Pause | None) -> list[Finding]:
    """Tell of a pause that somebody may have forgotten."""
    if pause is None:
        return []
    why = f" ({pause.reason})" if pause.reason else ""
    words = f"{pause.by} has paused Hangup since {pause.since:%Y-%m-%d %H:%M} UTC{why}: nothing is disconnected."
    return [warn(SWITCH, words, "An admin ends it with /conversation resume.")]


def _who(table: Access, action: Action) -> Finding:
    admins = [table.roles.get(role, frozenset()) for role in Role if role.rank >= _least(action).rank]
    ids = table.named_for(action).union(*admins)
    if ids:
        return ok(ABOUT, f"May {action.words}: {', '.join(sorted(ids))}.")
    return (fail if action in NEEDED else warn)(ABOUT, f"Nobody may {action.words}.", LINES[action])


def _least(action: Action) -> Role:
    """Tell the least role that may do it without any rule."""
    return {Action.LOOK_UP: Role.VIEWER, Action.DISCONNECT: Role.OPERATOR}.get(action, Role.ADMIN)


def _role(table: Access, role: Role) -> Finding:
    ids = table.roles.get(role)
    if ids:
        return ok(ABOUT, f"Role {role.value}: {', '.join(sorted(ids))}.")
    used = [rule.number for rule in table.rules if rule.role is role]
    words = f"Nobody is {role.value}" + (f", and rule {used[0]} names it." if used else ".")
    return warn(ABOUT, words, f"Add {ROLE_LINE.format(role.value)} to hangup.toml, if somebody should be.")
