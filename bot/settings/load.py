"""Environment and hangup.toml -> Settings."""

import os
import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from bot.domain.errors import SettingsError
from bot.domain.links import Links
from bot.domain.reason import DEFAULT_REASONS, OTHER, Reason
from bot.domain.rule import Role
from bot.settings.access import AccessSettings, RuleSettings
from bot.settings.agents import links_of
from bot.settings.alert_rules import AlertRuleSettings
from bot.settings.alerts import AlertsSettings
from bot.settings.model import DEFAULT_DATABASE, SLACK_API, AuditSettings, Settings
from bot.settings.orgs import ORGS, OrgSettings
from bot.settings.quotation import quoted
from bot.settings.suggestion import unknown
from bot.settings.webhooks import read_webhooks

MOST_REASONS = 100
TABLES = ("orgs", "channels", "access", "agents", "audit", "alerts", "webhooks", "reasons")
_NAME = re.compile(r"[A-Za-z0-9_-]{1,40}")
_CODE = re.compile(r"[A-Za-z0-9_-]{1,60}")


class Environment(BaseModel):
    """The variables, as they are read; `Settings` is what they mean."""

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)

    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_api_url: str = SLACK_API
    genesys_region: str | None = None
    genesys_client_id: str | None = None
    genesys_client_secret: SecretStr | None = None
    genesys_api_url: str | None = None
    genesys_login_url: str | None = None
    genesys_phone_region: str = ""
    genesys_disconnect_route: Literal["state", "disconnect"] = "state"
    genesys_disconnect_payload: Literal["cause_and_reason", "reason", "none"] = "cause_and_reason"
    database_url: str = DEFAULT_DATABASE
    config: Path | None = Field(default=None, validation_alias="hangup_config")
    operators: str = Field(default="", validation_alias="hangup_operators")
    metrics_token: SecretStr | None = Field(default=None, validation_alias="hangup_metrics_token")
    read_only: bool = Field(default=False, validation_alias="hangup_read_only")
    host: str = "127.0.0.1"
    port: int = 3000
    log_level: str = "INFO"
    log_format: Literal["text", "json"] | None = None
    dyno: str | None = None


def load() -> Settings:
    """Read the environment and hangup.toml; raises `SettingsError` with the line to add or to change."""
    try:
        # An empty variable is as good as none; their names are read in any case.
        found = Environment.model_validate({name.lower(): value for name, value in os.environ.items() if value})
    except ValidationError as wrong:
        raise SettingsError(_words(wrong)) from None
    file = _file(found.config)
    if found.slack_bot_token is None:
        raise SettingsError(
            "SLACK_BOT_TOKEN is not set: copy it from OAuth & Permissions of the app's settings (xoxb-…)"
        )
    orgs = _orgs(found, file.get("orgs", {}))
    try:
        return Settings(
            slack_bot_token=found.slack_bot_token,
            slack_app_token=found.slack_app_token,
            slack_signing_secret=found.slack_signing_secret,
            slack_api_url=found.slack_api_url,
            orgs=orgs,
            database_url=found.database_url,
            access=_access(found.operators, file.get("access", {})),
            audit=_audit(file.get("audit", {})),
            webhooks=read_webhooks(file.get("webhooks", {})),
            alerts=_alerts(file.get("alerts", {})),
            agents=_agents(file.get("agents", {}), orgs),
            reasons=_reasons(file.get("reasons", {})),
            channels=_channels(file.get("channels", {})),
            read_only=found.read_only,
            metrics_token=found.metrics_token,
            host=found.host,
            port=found.port,
            log_level=found.log_level.upper(),
            log_format=found.log_format,
            dyno=bool(found.dyno),
        )
    except ValidationError as wrong:
        raise SettingsError(_words(wrong)) from None


def _file(path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as unreadable:
        raise SettingsError(
            f"HANGUP_CONFIG names {quoted(path)}, which can't be read: {unreadable.strerror}. "
            "Give the file's whole path"
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise SettingsError(f"{path} is no TOML: {wrong}") from None
    _known(content, set(TABLES), str(path))
    for name in TABLES:
        if not isinstance(content.get(name, {}), dict):
            raise SettingsError(f"{path}: [{name}] must be a table")
    return content


def _orgs(found: Environment, tables: Mapping[str, Any]) -> dict[str, OrgSettings]:
    orgs = {name: _org(name, table) for name, table in tables.items()}
    short = {
        "GENESYS_REGION": found.genesys_region,
        "GENESYS_CLIENT_ID": found.genesys_client_id,
        "GENESYS_CLIENT_SECRET": found.genesys_client_secret,
    }
    if found.genesys_region and orgs:
        raise SettingsError(
            "GENESYS_REGION is set beside [orgs.…] in hangup.toml, and would be ignored: "
            "put that org into hangup.toml too, or unset the variable"
        )
    if any(short.values()) and not orgs:
        missing = [name for name, value in short.items() if not value]
        if missing:
            raise SettingsError(f"{' and '.join(missing)} must be set too: the short form of one org needs all three")
        orgs["genesys"] = _checked_org(
            "GENESYS_…",
            {
                "region": found.genesys_region,
                "client_id": found.genesys_client_id,
                "client_secret": found.genesys_client_secret,
                "api_url": found.genesys_api_url,
                "login_url": found.genesys_login_url,
                "phone_region": found.genesys_phone_region,
                "disconnect_route": found.genesys_disconnect_route,
                "disconnect_payload": found.genesys_disconnect_payload,
            },
        )
    return orgs


def _org(name: str, table: Any) -> OrgSettings:
    where = f"[orgs.{name}]"
    if not _NAME.fullmatch(name):
        raise SettingsError(f"{where}: an org's name is 1 to 40 letters, digits, - and _")
    if not isinstance(table, dict):
        raise SettingsError(f"{where} must be a table")
    platform = table.get("platform", "genesys")
    if not isinstance(platform, str):
        words = " or ".join(f'platform = "{name}"' for name in ORGS)
        raise SettingsError(f"{where}: platform must be one word in quotes: {words}")
    if platform not in ORGS:
        raise SettingsError(f"{where}: the platform {unknown(platform, ORGS)}")
    kind = ORGS[platform]
    if kind.SECRET in table:
        raise SettingsError(
            f"{where}: a secret is never written here: name its variable ({kind.SECRET}_env) "
            f"or a file ({kind.SECRET}_file)"
        )
    known = {*kind.model_fields, f"{kind.SECRET}_env"} - {kind.SECRET}
    for other, theirs in ORGS.items():
        if strange := {*theirs.model_fields, f"{theirs.SECRET}_env"} & (table.keys() - known):
            raise SettingsError(
                f'{where}: {min(strange)} goes with platform = "{other}", and this org has {platform!r}; '
                f'did you mean platform = "{other}"?'
            )
    _known(table, known, where)
    values = dict(table)
    variable = values.pop(f"{kind.SECRET}_env", None)
    if variable is not None:
        # Asked so, since a name that no variable can have would raise.
        secret = dict(os.environ).get(str(variable))
        if not secret:
            raise SettingsError(f"{where}: {kind.SECRET}_env names {quoted(variable)}, which is not set")
        values[kind.SECRET] = secret
    return _checked_org(where, values)


def _checked_org(where: str, values: Mapping[str, Any]) -> OrgSettings:
    try:
        return ORGS[values.get("platform", "genesys")].model_validate(values)
    except ValidationError as wrong:
        raise SettingsError(f"{where}: {_words(wrong, str.lower)}") from None


def _access(operators: str, table: Mapping[str, Any]) -> AccessSettings:
    _known(table, set(AccessSettings.model_fields), "[access]")
    roles, rules = table.get("roles", {}), table.get("rules", [])
    if not isinstance(roles, dict):
        raise SettingsError('[access] roles must be a table: [access.roles] with operator = ["S0TEAMLEADS"]')
    if not isinstance(rules, list) or not all(isinstance(rule, dict) for rule in rules):
        raise SettingsError("[access] rules must be tables, each under [[access.rules]]")
    _known(roles, set(Role), "[access.roles]")
    named = frozenset(operators.replace(";", ",").replace(",", " ").split())
    try:
        AccessSettings(look_up=named)
    except ValidationError as wrong:
        raise SettingsError(_words(wrong, lambda _: "HANGUP_OPERATORS")) from None
    for number, rule in enumerate(rules, 1):
        try:
            RuleSettings.model_validate(rule)
        except ValidationError as wrong:
            raise SettingsError(f"[[access.rules]] number {number}: {_words(wrong, str.lower)}") from None
    try:
        given = AccessSettings.model_validate(table)
    except ValidationError as wrong:
        raise SettingsError(f"[access] {_words(wrong, str.lower)}") from None
    return given.model_copy(update={"look_up": given.look_up | named, "disconnect": given.disconnect | named})


def _audit(table: Mapping[str, Any]) -> AuditSettings:
    _known(table, set(AuditSettings.model_fields), "[audit]")
    try:
        return AuditSettings.model_validate(table)
    except ValidationError as wrong:
        raise SettingsError(f"[audit] {_words(wrong, str.lower)}") from None


def _alerts(table: Mapping[str, Any]) -> AlertsSettings:
    _known(table, set(AlertsSettings.model_fields), "[alerts]")
    rules = table.get("rules", [])
    if not isinstance(rules, list) or not all(isinstance(rule, dict) for rule in rules):
        raise SettingsError("[alerts] rules must be tables, each under [[alerts.rules]]")
    for number, rule in enumerate(rules, 1):
        try:
            AlertRuleSettings.model_validate(rule)
        except ValidationError as wrong:
            raise SettingsError(f"[[alerts.rules]] number {number}: {_words(wrong, str.lower)}") from None
    try:
        return AlertsSettings.model_validate(table)
    except ValidationError as wrong:
        raise SettingsError(f"[alerts] {_words(wrong, str.lower)}") from None


def _agents(table: Mapping[str, Any], orgs: Mapping[str, OrgSettings]) -> Links:
    try:
        return links_of(table, orgs)
    except ValueError as wrong:
        raise SettingsError(f"[agents] {wrong}") from None


def _channels(table: Mapping[str, Any]) -> dict[str, str]:
    for channel, org in table.items():
        if not isinstance(org, str):
            raise SettingsError(f'[channels] {channel} must name an org: {channel} = "singapore"')
    return dict(table)


def _reasons(table: Mapping[str, Any]) -> tuple[Reason, ...]:
    if not table:
        return DEFAULT_REASONS
    if len(table) >= MOST_REASONS:
        raise SettingsError(f"[reasons] has {len(table)} reasons: Slack shows at most 100, {OTHER!r} among them")
    for code, label in table.items():
        if not _CODE.fullmatch(code):
            raise SettingsError(f"[reasons] {code!r}: a code is 1 to 60 letters, digits, - and _")
        if not isinstance(label, str) or not label.strip() or len(label) > 75:  # noqa: PLR2004 - an option's limit
            raise SettingsError(f"[reasons] {code}: the label must be words of at most 75 characters")
    given = tuple(Reason(code, label) for code, label in table.items())
    return given if OTHER in table else (*given, DEFAULT_REASONS[-1])


def _known(table: Mapping[str, Any], known: set[str], where: str) -> None:
    for key in table:
        if key not in known:
            raise SettingsError(f"{where}: {unknown(key, known)}")


def _words(wrong: ValidationError, named: Callable[[str], str] = str.upper) -> str:
    """Say what is wrong without the values: a token must not end in a log. `named` writes a field's name."""
    found = []
    for error in wrong.errors(include_input=False, include_url=False, include_context=False):
        where = named(str(error["loc"][0])) if error["loc"] else ""
        message = error["msg"].removeprefix("Value error, ")
        found.append(f"{where}: {message}" if where else message)
    return "; ".join(found)
