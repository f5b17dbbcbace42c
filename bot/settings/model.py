"""What the bot is told from outside, checked as a whole; a message says which line to add or to change."""

import re
from collections.abc import Iterator, Mapping
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

from bot.domain.access import Access
from bot.domain.links import Links
from bot.domain.reason import DEFAULT_REASONS, OTHER, Reason
from bot.settings.access import AccessSettings
from bot.settings.address import checked_url, same_world
from bot.settings.alerts import AlertsSettings
from bot.settings.orgs import OrgSettings
from bot.settings.quotation import quoted
from bot.settings.suggestion import unknown
from bot.settings.webhooks import WebhookSettings

SLACK_API = "https://slack.com/api/"
DEFAULT_DATABASE = "sqlite+aiosqlite:///hangup.db"
DIRECT = "direct"
_CHANNEL = re.compile(r"[CGD][A-Z0-9]{2,}")
_TOKEN = re.compile(r"[\x21-\x7e]+")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class AuditSettings(_Strict):
    """What goes out of the house about the ledger: the channel that gets the chain's head once a day."""

    channel: str | None = None

    @field_validator("channel")
    @classmethod
    def _channel(cls, value: str | None) -> str | None:
        if value and not re.fullmatch(r"[CG][A-Z0-9]{2,}", value):
            raise ValueError(f"{quoted(value)} is no channel id: it begins with C (copy it from the channel's details)")
        return value or None


class Settings(_Strict):
    """Everything that the bot is told from outside."""

    slack_bot_token: SecretStr
    slack_app_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_api_url: str = SLACK_API
    orgs: Mapping[str, OrgSettings]
    database_url: str = DEFAULT_DATABASE
    access: AccessSettings = Field(default_factory=AccessSettings)
    audit: AuditSettings = Field(default_factory=AuditSettings)
    webhooks: Mapping[str, WebhookSettings] = Field(default_factory=dict)
    alerts: AlertsSettings = Field(default_factory=AlertsSettings)
    agents: Links = Field(default_factory=Links)
    reasons: tuple[Reason, ...] = DEFAULT_REASONS
    channels: Mapping[str, str] = Field(default_factory=dict)
    read_only: bool = False
    metrics_token: SecretStr | None = None
    host: str = "127.0.0.1"
    port: int = Field(default=3000, ge=0, le=65535)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] | None = None
    dyno: bool = False

    @field_validator("database_url")
    @classmethod
    def _driver(cls, value: str) -> str:
        for short in ("postgres://", "postgresql://"):
            if value.startswith(short):
                return "postgresql+psycopg://" + value.removeprefix(short)
        if value.startswith("sqlite:///"):
            return "sqlite+aiosqlite:///" + value.removeprefix("sqlite:///")
        if not value.startswith(("sqlite+aiosqlite://", "postgresql+psycopg://")):
            raise ValueError("DATABASE_URL must be sqlite+aiosqlite:///file.db or postgresql://user:password@host/name")
        return value

    @field_validator("slack_api_url")
    @classmethod
    def _api_url(cls, value: str) -> str:
        return checked_url(value, SLACK_API) + "/"

    @model_validator(mode="after")
    def _whole(self) -> Self:
        for name in ("slack_bot_token", "slack_app_token", "slack_signing_secret", "metrics_token"):
            held: SecretStr | None = getattr(self, name)
            if held is not None and held.get_secret_value() and not _TOKEN.fullmatch(held.get_secret_value()):
                variable = name.upper() if name != "metrics_token" else "HANGUP_METRICS_TOKEN"
                raise ValueError(f"{variable} holds a space, a line break or another odd character: copy it again")
        token = self.slack_bot_token.get_secret_value()
        if not token.startswith(("xoxb-", "xoxe.xoxb-")):
            raise ValueError(
                "SLACK_BOT_TOKEN must start with xoxb-: copy it from OAuth & Permissions of the app's settings"
            )
        if self.slack_app_token is None and not (
            self.slack_signing_secret and self.slack_signing_secret.get_secret_value()
        ):
            raise ValueError(
                "set SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP): "
                "both are in Basic Information of the app's settings"
            )
        if self.slack_app_token is not None and not self.slack_app_token.get_secret_value().startswith("xapp-"):
            raise ValueError(
                "SLACK_APP_TOKEN must start with xapp-: make one in Basic Information, with connections:write"
            )
        if not self.orgs:
            raise ValueError(
                "no org is set up: set GENESYS_REGION, GENESYS_CLIENT_ID and GENESYS_CLIENT_SECRET, "
                'or [orgs.NAME] in hangup.toml (platform = "cxone" for NICE CXone)'
            )
        same_world(token, self.slack_api_url, "the Slack bot token")
        if self.dyno and self.database_url.startswith("sqlite"):
            raise ValueError(
                "a dyno's disk does not last, so SQLite would lose the ledger: "
                "set DATABASE_URL to a PostgreSQL database"
            )
        if OTHER not in {reason.code for reason in self.reasons}:
            raise ValueError('[reasons] needs the code "other", for what no other reason says')
        return self

    @model_validator(mode="after")
    def _orgs_apart(self) -> Self:
        """Refuse names that differ in case alone: a lead types an org in any case, and would mean either."""
        folded: dict[str, str] = {}
        for name in self.orgs:
            other = folded.setdefault(name.casefold(), name)
            if other != name:
                raise ValueError(
                    f"[orgs.{other}] and [orgs.{name}] differ in capitals alone, which nobody types alike: "
                    "give one of them another name"
                )
        return self

    @model_validator(mode="after")
    def _known_orgs(self) -> Self:
        for where, org in self._orgs_named():
            if org not in self.orgs:
                raise ValueError(f"{where}: the org {unknown(org, self.orgs)}")
        return self

    @model_validator(mode="after")
    def _known_names(self) -> Self:
        for channel in self.channels:
            if channel != DIRECT and not _CHANNEL.fullmatch(channel):
                raise ValueError(
                    f"[channels] {quoted(channel)} is no channel id: they are C… or G… "
                    f"(copy it from the channel's details), or {DIRECT} for direct messages with Hangup"
                )
        for number, rule in enumerate(self.alerts.rules, 1):
            for name in sorted(rule.sources - set(self.webhooks)):
                hint = f"the source {unknown(name, self.webhooks)}" if self.webhooks else f"add [webhooks.{name}]"
                raise ValueError(f"[[alerts.rules]] number {number}: {hint}")
            if rule.name in self.webhooks:
                words = f"{rule.name!r} is the name of a source: a rule needs one of its own"
                raise ValueError(f"[[alerts.rules]] number {number}: {words}")
        return self

    def _orgs_named(self) -> Iterator[tuple[str, str]]:
        """List where orgs are named, and which."""
        for number, rule in enumerate(self.access.rules, 1):
            yield from ((f"[[access.rules]] number {number}", org) for org in sorted(rule.orgs))
        for number, watched in enumerate(self.alerts.rules, 1):
            yield from ((f"[[alerts.rules]] number {number}", org) for org in sorted(watched.orgs))
        yield from ((f"[webhooks.{name}]", source.org) for name, source in self.webhooks.items() if source.org)
        yield from ((f"[channels] {channel}", org) for channel, org in self.channels.items())

    @property
    def socket_mode(self) -> bool:
        """Whether Slack is reached over Socket Mode; then `/slack/events` is not routed."""
        return self.slack_app_token is not None

    @property
    def access_table(self) -> Access:
        """The access table as the domain knows it."""
        return self.access.table
