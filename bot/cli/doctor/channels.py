"""Check of [channels]: which org an id is taken to be of that several orgs may have; pure, of the settings."""

from collections import defaultdict

from bot.cli.doctor.finding import Finding, ok, warn
from bot.settings import Settings
from bot.settings.model import DIRECT

ABOUT = "Channels"


def channels(settings: Settings) -> list[Finding]:
    """Tell each channel's usual org, and where leads are asked which is meant; with one org there is nothing to ask."""
    if len(settings.orgs) == 1:
        return []
    alike = _alike(settings)
    asked = f"an id that may be of {alike} is asked about" if alike else ""
    if settings.channels:
        usual = ", ".join(f"{_named(channel)} → {org}" for channel, org in settings.channels.items())
        elsewhere = f" Elsewhere {asked}." if asked else ""
        return [ok(ABOUT, f"The usual org: {usual}.{elsewhere}")]
    if not asked:
        return [ok(ABOUT, f"No channel has a usual org: an id's form tells {' from '.join(settings.orgs)}.")]
    line = f'C0LEADS = "{next(iter(settings.orgs))}"'
    return [
        warn(
            ABOUT,
            f"No channel has a usual org: {asked} each time, unless `in <org>` or a link says whose it is.",
            f"Add {line} under [channels] of hangup.toml, for each channel of leads; {DIRECT} is for direct messages.",
        )
    ]


def _alike(settings: Settings) -> str:
    """Name the orgs whose ids look the same, those of each platform apart; empty where each platform has one."""
    platforms = defaultdict[str, list[str]](list)
    for name, org in settings.orgs.items():
        platforms[org.platform].append(name)
    several = [names for names in platforms.values() if len(names) > 1]
    return ", or of ".join(f"{', '.join(names[:-1])} or {names[-1]}" for names in several)


def _named(channel: str) -> str:
    return "direct messages" if channel == DIRECT else channel
