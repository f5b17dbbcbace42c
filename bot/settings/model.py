"""What the bot is told from outside, checked as a whole; a message says which line to add or to change."""

import re
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

from bot.adapters.genesys.regions import region_of
from bot.adapters.phone_numbers import is_region
from bot.domain.access import Access
from bot.domain.links import Links
from bot.domain.reason import DEFAULT_REASONS, OTHER, Reason
from bot.settings.access import AccessSettings
from bot.settings.alerts import AlertsSettings
from bot.settings.quotation import quoted
from bot.settings.suggestion import unknown
from bot.settings.webhooks import WebhookSettings

SLACK_API = "https://slack.com/api/"
DEFAULT_DATABASE = "sqlite+aiosqlite:///hangup.db"
PRETEND = "pretend"
_TOKEN = re.compile(r"[\x21-\x7e]+")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class OrgSettings(_Strict):
    """One platform tenant. The secret is given directly only by code and environment; a file names where it is."""

    platform: Literal["genesys"] = "genesys"
    region: str
    client_id: str
    client_secret: SecretStr | None = None
    client_secret_file: Path | None = None
    api_url: str | None = None
    login_url: str | None = None
    disconnect_route: Literal["state", "disconnect"] = "state"
    disconnect_payload: Literal["cause_and_reason", "reason", "none"] = "cause_and_reason"
    disconnect_reason: Literal["user_request", "lead"] = "user_request"
    requests_per_minute: int = Field(default=300, ge=10, le=3000)
    phone_region: str = ""

    @field_validator("region")
    @classmethod
    def _known_region(cls, value: str) -> str:
        try:
            return region_of(value).domain
        except ValueError as unknown:
            raise ValueError(str(unknown).replace(repr(value), quoted(value))) from None

    @field_validator("phone_region")
    @classmethod
    def _known_phone_region(cls, value: str) -> str:
        if value and not is_region(value.upper()):
            raise ValueError(f"{quoted(value)} is no region of phone numbers: write SG, GB, US (ISO 3166)")
        return value.upper()

    @field_validator("api_url", "login_url")
    @classmethod
    def _plain_url(cls, value: str | None) -> str | None:
        return None if not value else _checked_url(value)

    @model_validator(mode="after")
    def _one_secret(self) -> Self:
        if (self.client_secret is None) == (self.client_secret_file is None):
            raise ValueError("name the secret once: client_secret_env or client_secret_file")
        named = f"client_secret_file names {quoted(self.client_secret_file)}"
        try:
            secret = self.secret()
        except OSError as unreadable:
            raise ValueError(f"{named}, which can't be read: {unreadable.strerror}") from None
        except UnicodeDecodeError:
            raise ValueError(f"{named}, which is no text") from None
        except ValueError:
            raise ValueError(f"{named}, which no file can be called") from None
        if not secret:
            raise ValueError("the client secret is empty")
        for url in (self.api_url, self.login_url):
            _same_world(secret, url, "the platform's client secret")
        return self

    def secret(self) -> str:
        """Read the client secret; a file is read anew each time, so that a rotated secret is found."""
        if self.client_secret_file is not None:
            return self.client_secret_file.read_text(encoding="utf-8").strip()
        return self.client_secret.get_secret_value() if self.client_secret else ""


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
        return _checked_url(value) + "/"

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
                "or [orgs.NAME] in hangup.toml"
            )
        _same_world(token, self.slack_api_url, "the Slack bot token")
        if self.dyno and self.database_url.startswith("sqlite"):
            raise ValueError(
                "a dyno's disk does not last, so SQLite would lose the ledger: "
                "set DATABASE_URL to a PostgreSQL database"
            )
        if OTHER not in {reason.code for reason in self.reasons}:
            raise ValueError('[reasons] needs the code "other", for what no other reason says')
        return self

    @model_validator(mode="after")
    def _known_orgs(self) -> Self:
        for number, rule in enumerate(self.access.rules, 1):
            for org in sorted(rule.orgs - set(self.orgs)):
                raise ValueError(f"[[access.rules]] number {number}: the org {unknown(org, self.orgs)}")
        for name, source in self.webhooks.items():
            if source.org and source.org not in self.orgs:
                raise ValueError(f"[webhooks.{name}]: the org {unknown(source.org, self.orgs)}")
        for number, watched in enumerate(self.alerts.rules, 1):
            for org in sorted(watched.orgs - set(self.orgs)):
                raise ValueError(f"[[alerts.rules]] number {number}: the org {unknown(org, self.orgs)}")
            for heard in sorted(watched.sources - set(self.webhooks)):
                hint = f"the source {unknown(heard, self.webhooks)}" if self.webhooks else f"add [webhooks.{heard}]"
                raise ValueError(f"[[alerts.rules]] number {number}: {hint}")
            if watched.name in self.webhooks:
                words = f"{watched.name!r} is the name of a source: a rule needs one of its own"
                raise ValueError(f"[[alerts.rules]] number {number}: {words}")
        return self

    @property
    def socket_mode(self) -> bool:
        """Whether Slack is reached over Socket Mode; then `/slack/events` is not routed."""
        return self.slack_app_token is not None

    @property
    def access_table(self) -> Access:
        """The access table as the domain knows it."""
        return self.access.table


def _checked_url(value: str) -> str:
    try:
        parts = urlsplit(value)
    except ValueError:
        raise ValueError("must be an address such as https://api.apse1.pure.cloud") from None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("must be an address such as https://api.apse1.pure.cloud")
    if parts.scheme == "http" and not _loopback(value):
        raise ValueError("must be https: a token is sent there")
    return value.rstrip("/")


def _loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _same_world(secret: str, url: str | None, what: str) -> None:
    """Keep the playground and the world apart: a pretend secret goes to loopback, and a real one never does."""
    if url is None:
        if PRETEND in secret:
            raise ValueError(f"{what} is a pretend one, and the address is not on this machine")
        return
    if (PRETEND in secret) != _loopback(url):
        raise ValueError(
            f"{what} and its address do not belong together: a pretend token goes with a loopback address, "
            "a real one with a real address"
        )
