"""The app's manifest: what Slack is told that the bot has and needs. Generated, so that it can't drift.

https://docs.slack.dev/reference/app-manifest
"""

from handlers.blocks import ids
from handlers.blocks.help import COMMANDS
from handlers.web import SLACK_PATH

NAME = "Hangup"
DESCRIPTION = "Hang up a contact-centre conversation from Slack, and learn why when the platform refuses."
# Each scope with what needs it; `commands` is for slash commands and shortcuts.
SCOPES = {
    "commands": "slash commands",
    "chat:write": "cards, results and ephemeral answers",
    "channels:read": "is this channel shared with another company, is the bot in it",
    "groups:read": "the same for private channels",
    "usergroups:read": "user groups in the access table",
    "users:read.email": "which agent somebody is, for `/conversation @somebody`",
    "users:read": "guests and people of other companies: a user group does not let them in",
}
COMMAND_DESCRIPTIONS = {
    "/conversation": "Look up a conversation: who is on it, in which state",
    "/disconnect": "Disconnect a participant, after you have confirmed",
}


def manifest(request_url: str | None = None) -> dict[str, object]:
    """Make the manifest: for Socket Mode, or for HTTP with the bot's address (`https://bot.example.com`)."""
    url = None if request_url is None else request_url.rstrip("/") + SLACK_PATH
    interactivity: dict[str, object] = {"is_enabled": True}
    if url is not None:
        interactivity["request_url"] = url
    return {
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": {"name": NAME, "description": DESCRIPTION, "background_color": "#1f2937"},
        "features": {
            "app_home": {
                "home_tab_enabled": False,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": True,
            },
            "bot_user": {"display_name": "hangup", "always_online": True},
            "shortcuts": [
                {
                    "name": "Explain this error",
                    "type": "message",
                    "callback_id": ids.EXPLAIN_MESSAGE,
                    "description": "Why a platform refused, from any message",
                },
                {
                    "name": "Look up conversation",
                    "type": "message",
                    "callback_id": ids.LOOK_UP_MESSAGE,
                    "description": "Finds ids, links and phone numbers in any message",
                },
            ],
            "slash_commands": [_command(command, url) for command in COMMAND_DESCRIPTIONS],
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "interactivity": interactivity,
            "org_deploy_enabled": False,
            "socket_mode_enabled": url is None,
            "token_rotation_enabled": False,
        },
    }


def _command(command: str, url: str | None) -> dict[str, object]:
    usage = next(usage for name, usage, _ in COMMANDS if name == command)
    made: dict[str, object] = {
        "command": command,
        "description": COMMAND_DESCRIPTIONS[command],
        "usage_hint": usage,
        "should_escape": True,
    }
    if url is not None:
        made["url"] = url
    return made
