"""Checks of what Slack gave us: the tokens, and what they may."""

from collections.abc import Mapping, Sequence
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.cli.doctor.finding import Finding, fail, ok, warn
from bot.settings import Settings
from handlers.manifest import SCOPES

BOT, APP, SCOPE = "Slack bot token", "Slack app token", "Slack scopes"
SILENT = (SlackClientError, aiohttp.ClientError, OSError, TimeoutError)
REACH = "Check the network, the proxy variables and SLACK_API_URL."
REINSTALL = "Reinstall the app to the workspace, and copy the token from OAuth & Permissions to SLACK_BOT_TOKEN."
NEW_APP_TOKEN = "Make one in Basic Information with connections:write, and set SLACK_APP_TOKEN."  # noqa: S105 - words
FOR_GROUPS = {"usergroups:read", "users:read"}
UPDATE = "Paste what `hangup manifest` prints under App Manifest of the app's settings, then reinstall the app."


async def tokens(client: AsyncWebClient, settings: Settings) -> list[Finding]:
    """Ask Slack about the bot's token and its scopes, and about the way that Slack reaches the bot.

    https://docs.slack.dev/reference/methods/auth.test : the header x-oauth-scopes lists what was granted.
    """
    try:
        who = await client.auth_test()
    except SlackApiError as refused:
        found = [fail(BOT, f"Slack refuses it ({_code(refused)}).", REINSTALL)]
    except SILENT as silent:
        return [fail(BOT, f"Slack can't be reached ({type(silent).__name__}).", REACH)]
    else:
        name, team = who.get("user") or who.get("user_id"), who.get("team") or who.get("team_id")
        found = [ok(BOT, f"Slack knows us as {name} in {team}."), *scopes(who.headers, settings.access_table.group_ids)]
    return [*found, await _way_in(client, settings)]


def scopes(headers: Mapping[str, Any], groups: frozenset[str]) -> list[Finding]:
    """Compare the granted scopes with the needed ones; what is missing for no purpose of these settings only warns."""
    given = next((str(value) for name, value in headers.items() if name.lower() == "x-oauth-scopes"), None)
    if given is None:
        return [warn(SCOPE, "Slack did not say which scopes the token has.", "Look at OAuth & Permissions yourself.")]
    granted = {scope.strip() for scope in given.split(",") if scope.strip()}
    missing = [scope for scope in SCOPES if scope not in granted]
    found = [
        (warn if scope in FOR_GROUPS and not groups else fail)(
            SCOPE, f"{scope} is missing; it is for {SCOPES[scope]}.", UPDATE
        )
        for scope in missing
    ]
    if spare := sorted(granted - set(SCOPES)):
        found.append(warn(SCOPE, f"Granted and never used: {', '.join(spare)}.", UPDATE))
    return found or [ok(SCOPE, f"All {len(SCOPES)} needed scopes are granted, and no other.")]


async def _way_in(client: AsyncWebClient, settings: Settings) -> Finding:
    """Try to open a Socket Mode connection; over HTTP the signing secret shows only when Slack sends something.

    https://docs.slack.dev/reference/methods/apps.connections.open
    """
    if settings.slack_app_token is None:
        return ok(
            "Slack signing secret",
            "It is set, for HTTP; whether it is the right one shows at the first command (a wrong one answers 401).",
        )
    try:
        await client.apps_connections_open(app_token=settings.slack_app_token.get_secret_value())
    except SlackApiError as refused:
        return fail(APP, f"Slack refuses it ({_code(refused)}).", NEW_APP_TOKEN)
    except SILENT as silent:
        return fail(APP, f"Slack can't be reached ({type(silent).__name__}).", REACH)
    return ok(APP, "Slack opens a Socket Mode connection with it.")


async def groups(client: AsyncWebClient, ids: Sequence[str]) -> list[Finding]:
    """Read each user group of the access table: https://docs.slack.dev/reference/methods/usergroups.users.list ."""
    return [await _group(client, group) for group in ids]


async def _group(client: AsyncWebClient, group: str) -> Finding:
    about = f"User group {group}"
    try:
        answer = await client.usergroups_users_list(usergroup=group)
    except SlackApiError as refused:
        code = _code(refused)
        fix = UPDATE if code == "missing_scope" else "Copy the group's id again from its page in Slack (⋯, Copy ID)."
        return fail(about, f"Its members can't be read ({code}), so nobody is let in by it.", fix)
    except SILENT as silent:
        return fail(about, f"Slack can't be reached ({type(silent).__name__}).", REACH)
    members = answer.get("users") or []
    if not members:
        return warn(about, "It has no members.", "Add people to it in Slack, or take it out of the access table.")
    return ok(about, f"It has {len(members)} member{'s' if len(members) > 1 else ''}.")


def _code(refused: SlackApiError) -> str:
    return str(refused.response.get("error") or "no reason given")
