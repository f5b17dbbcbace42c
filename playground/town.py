"""The whole pretend world around the real bot: one Slack, the orgs, and `bootstrap()` as in production."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

from bot.bootstrap import Bot, bootstrap
from bot.ports import Clock
from bot.settings import Settings
from handlers.manifest import manifest
from handlers.web import SLACK_PATH
from playground.cxone import PretendCxone
from playground.genesys import PretendGenesys
from playground.pretend import PretendPlatform
from playground.slack.people import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET
from playground.slack.server import PretendSlack
from playground.stories import DEFAULT_ORG, NIGHT, ORGS, PretendOrg, Stories
from playground.stories.cxone_incidents import RULES as CXONE_RULES
from playground.stories.incidents import ORG as RULES_OF
from playground.stories.incidents import RULES
from playground.studio import PretendStudio

# Who may do what here: the people's titles say it.
ACCESS: dict[str, Any] = {
    "roles": {"viewer": ["U0VIEWER"], "operator": ["S0LEADS", "S0NIGHT"], "admin": ["U0LEADA"]},
    "rules": [
        {"allow": ["disconnect"], "role": "operator", "purposes": ["customer", "external"]},
        {
            "deny": ["disconnect"],
            "role": "operator",
            "queues": ["Fraud Desk"],
            "because": "calls of the Fraud Desk are evidence",
        },
    ],
}
# Where alerts go here, and who is called: sooner than anywhere else, since somebody is watching.
ALERTS: dict[str, Any] = {
    "channel": "C0INCID",
    "time_zone": "Asia/Singapore",
    "escalate_after_minutes": 2,
    "escalate_group": "S0LEADS",
    "escalate_people_after_minutes": 4,
    "escalate_people": ["U0LEADA"],
    "digest_channel": "C0INCID",
}
# Where people watch, nobody waits a quarter of an hour to see who is called.
QUICK: dict[str, Any] = {"escalate_after_minutes": 1, "escalate_people_after_minutes": 2}

# Who tells of problems here: Studio scripts, and anything that can post.
WEBHOOK_SECRET = "pretend-webhook-secret"
WEBHOOKS: dict[str, dict[str, Any]] = {
    "studio": {"form": "studio", "per_minute": 60},
    "monitor": {"form": "generic", "org": "genesys", "severity": "critical"},
    "signed": {"form": "generic", "proof": "hmac"},
}


GATEWAYS: dict[str, Any] = {
    "deny": ["look_up"],
    "channels": [NIGHT],
    "because": "the gateways are tried out in #team-leads",
}
# Whose ids are meant in which channel; #night-desk serves several orgs, so that there one is asked.
CHANNELS = dict.fromkeys(("C0LEADS", "C0INCID", "C0NOBOT", "C0PARTNER", "G0PRIV", "direct"), DEFAULT_ORG)


@dataclass(slots=True)
class Surroundings:
    """What stands around a bot: a workspace, and the platforms with their stories. `close` ends it all."""

    slack: PretendSlack
    orgs: dict[str, PretendPlatform]
    stories: Stories

    @property
    def genesys(self) -> PretendGenesys:
        """The first Genesys Cloud org's platform."""
        return next(one for one in self.orgs.values() if isinstance(one, PretendGenesys))

    @property
    def cxone(self) -> PretendCxone:
        """The first NICE CXone tenant's platform, where there is one; raises `StopIteration` where there is none."""
        return next(one for one in self.orgs.values() if isinstance(one, PretendCxone))

    async def close(self) -> None:
        """End the pretend platforms, then the pretend Slack."""
        await self.stories.close()
        for platform in self.orgs.values():
            await platform.close()
        await self.slack.close()


@dataclass(slots=True)
class Town(Surroundings):
    """Everything that runs, the bot too."""

    bot: Bot

    @property
    def addresses(self) -> list[str]:
        """Where the bot listens."""
        return [self.bot.address]

    async def close(self) -> None:
        """End the bot, then what is around it."""
        await self.bot.close(drain=5.0)
        await Surroundings.close(self)


async def surround(
    clock: Clock, *, orgs: Sequence[PretendOrg] = ORGS, slack_port: int = 0, enforce_rates: bool = True
) -> Surroundings:
    """Start what stands around a bot, every story's scene set.

    Raises `OSError` when a port is in use; whatever was started by then is ended.
    """
    async with AsyncExitStack() as started:
        slack = PretendSlack(clock, enforce_rates=enforce_rates)
        started.push_async_callback(slack.close)
        await slack.start(port=slack_port)
        platforms: dict[str, PretendPlatform] = {}
        for org in orgs:
            platform = platforms[org.name] = org.pretend(clock)
            platform.on_request = slack.note_platform
            started.push_async_callback(platform.close)
            await platform.start()
        stories = Stories(platforms)
        await stories.set_up()
        slack.use_stories(stories)
        started.pop_all()
    return Surroundings(slack, platforms, stories)


async def build(
    clock: Clock,
    *,
    database_url: str,
    orgs: Sequence[PretendOrg] = ORGS,
    socket_mode: bool = False,
    slack_port: int = 0,
    bot_port: int = 0,
    enforce_rates: bool = True,
    **settings: Any,
) -> Town:
    """Build the pretend world and start the real bot in it; the database must have been migrated.

    Raises `OSError` when a port is in use; whatever was started by then is ended.
    """
    around = await surround(clock, orgs=orgs, slack_port=slack_port, enforce_rates=enforce_rates)
    slack = around.slack
    async with AsyncExitStack() as started:
        started.push_async_callback(around.close)
        bot = await bootstrap(
            playground_settings(
                slack, around.orgs, orgs, database_url=database_url, socket_mode=socket_mode, port=bot_port, **settings
            ),
            clock=clock,
        )
        started.push_async_callback(bot.close, drain=0.0)
        slack.use_manifest(manifest(None if socket_mode else slack.url))
        await bot.start()
        around.stories.studio = studio_of(clock, bot.address)
        if not socket_mode:
            slack.deliver_over_http(bot.address + SLACK_PATH)
        started.pop_all()
    return Town(slack, around.orgs, around.stories, bot)


def playground_settings(
    slack: PretendSlack,
    platforms: Mapping[str, PretendPlatform],
    orgs: Sequence[PretendOrg],
    *,
    database_url: str,
    socket_mode: bool,
    **more: Any,
) -> Settings:
    """Make the settings of the playground: pretend tokens, loopback addresses, and nothing from the environment."""
    values = playground_values(slack, platforms, orgs, database_url=database_url, socket_mode=socket_mode)
    return Settings(**{**values, **more})


def playground_values(
    slack: PretendSlack,
    platforms: Mapping[str, PretendPlatform],
    orgs: Sequence[PretendOrg],
    *,
    database_url: str,
    socket_mode: bool,
) -> dict[str, Any]:
    """Write the same settings as plain values, which can be handed to another process; the pretend secrets are in."""
    return {
        "slack_bot_token": BOT_TOKEN,
        "slack_app_token": APP_TOKEN if socket_mode else None,
        "slack_signing_secret": SIGNING_SECRET,
        "slack_api_url": slack.url + "/api/",
        "orgs": {org.name: org.settings(platforms[org.name].url) for org in orgs},
        "database_url": database_url,
        "access": _access(platforms),
        "channels": CHANNELS if DEFAULT_ORG in platforms else {},
        "alerts": alerts_of(orgs),
        "webhooks": {name: _webhook(one, set(platforms)) for name, one in WEBHOOKS.items()},
    }


def alerts_of(orgs: Sequence[PretendOrg], *, quick: bool = False) -> dict[str, Any]:
    """Write where alerts go, with the rules of the stories where their org is; `quick`, so that nobody waits long."""
    here = {org.name for org in orgs}
    rules = [rule for rule in (*RULES, *CXONE_RULES) if here.issuperset(rule.get("orgs", [RULES_OF]))]
    return {**ALERTS, **(QUICK if quick else {}), "rules": rules}


def studio_of(clock: Clock, address: str) -> PretendStudio:
    """Make the Studio whose scripts tell the bot at an address of their failures."""
    return PretendStudio(clock, WEBHOOK_SECRET, f"{address}/webhooks/alerts/studio")


def _webhook(source: dict[str, Any], orgs: set[str]) -> dict[str, Any]:
    known = {key: value for key, value in source.items() if key != "org" or value in orgs}
    return {**known, "secret": WEBHOOK_SECRET}


def _access(platforms: Iterable[str]) -> dict[str, Any]:
    gateways = [name for name in platforms if name.startswith("gateway-")]
    more = [{**GATEWAYS, "orgs": gateways}] if gateways else []
    return {**ACCESS, "rules": [*ACCESS["rules"], *more]}
