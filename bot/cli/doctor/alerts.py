"""Checks of where alerts go, and of who is called."""

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.cli.doctor.finding import Finding, fail, ok, warn
from bot.cli.doctor.slack import REACH, SILENT, groups
from bot.settings import Settings

ABOUT = "Alerts"
INVITE = "Type `/invite @hangup` in the channel."
COPY = "Copy the channel's id again (its name, then About, at the bottom); a private one needs Hangup invited first."


async def alerts(client: AsyncWebClient, settings: Settings) -> list[Finding]:
    """Look at the channels, https://docs.slack.dev/reference/methods/conversations.info , and the group of [alerts]."""
    given = settings.alerts
    found = [await _channel(client, channel) for channel in given.channels]
    if given.escalate_group and given.escalate_group not in settings.access_table.group_ids:
        found += await groups(client, [given.escalate_group])
    policy = given.policy(settings.access_table)
    if given.channel and not policy.steps:
        found.append(
            warn(ABOUT, "Nobody is called when nobody answers.", "Name escalate_group or escalate_people in [alerts].")
        )
    if given.model_fields_set and not policy.places(""):
        found.append(
            warn(
                ABOUT,
                "An alert that names no channel is written down and shown to nobody.",
                'Set [alerts] channel = "C…" in hangup.toml, and invite Hangup there.',
            )
        )
    return found


async def _channel(client: AsyncWebClient, channel: str) -> Finding:
    about = f"Alert channel {channel}"
    try:
        seen = (await client.conversations_info(channel=channel))["channel"]
    except SlackApiError as refused:
        return fail(about, f"Slack does not show it to Hangup ({refused.response.get('error')}).", COPY)
    except SILENT as silent:
        return fail(about, f"Slack can't be reached ({type(silent).__name__}).", REACH)
    name = f"#{seen.get('name')}"
    if seen.get("is_archived"):
        return fail(about, f"{name} is archived.", "Unarchive it, or name another channel in [alerts].")
    if not seen.get("is_member"):
        return fail(about, f"Hangup is not a member of {name}, so alerts go elsewhere.", INVITE)
    if seen.get("is_ext_shared") or seen.get("is_pending_ext_shared"):
        return warn(
            about, f"{name} is shared with another company, which reads the alerts too.", "Name another channel."
        )
    return ok(about, f"Hangup is a member of {name}.")
