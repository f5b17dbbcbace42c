"""[webhooks.NAME] in hangup.toml: who outside may tell Hangup of problems, and how they show who they are."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator, model_validator

from bot.domain.alert import Severity
from bot.domain.errors import SettingsError
from bot.domain.source import Source
from bot.settings.quotation import quoted
from bot.settings.suggestion import unknown

LEAST_SECRET = 16
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_CHANNEL = re.compile(r"[CG][A-Z0-9]{2,}")


class WebhookSettings(BaseModel):
    """One source. The secret is given directly only by code; a variable or a file names where it is."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    secret: SecretStr | None = None
    secret_file: Path | None = None
    proof: Literal["token", "hmac"] = "token"
    form: Literal["studio", "generic"] = "generic"
    org: str = ""
    channel: str = ""
    severity: Literal["info", "warning", "critical"] = "warning"
    per_minute: int = Field(default=120, ge=1, le=6000)

    @field_validator("channel")
    @classmethod
    def _channel(cls, value: str) -> str:
        if value and not _CHANNEL.fullmatch(value):
            raise ValueError(f"{quoted(value)} is no channel id: it begins with C (copy it from the channel's details)")
        return value

    @model_validator(mode="after")
    def _one_secret(self) -> Self:
        if (self.secret is None) == (self.secret_file is None):
            raise ValueError("name the secret once: secret_env or secret_file")
        try:
            held = self.known_secret()
        except (OSError, ValueError):
            raise ValueError(f"secret_file names {quoted(self.secret_file)}, which can't be read as text") from None
        if len(held) < LEAST_SECRET:
            raise ValueError(f"the secret has fewer than {LEAST_SECRET} characters: make one with openssl rand -hex 32")
        if not held.isascii():
            raise ValueError("the secret holds characters that no header can carry")
        return self

    def known_secret(self) -> str:
        """Read the secret; a file is read anew each time, so that a rotated secret is found."""
        if self.secret_file is not None:
            return self.secret_file.read_text(encoding="utf-8-sig").strip()
        return self.secret.get_secret_value() if self.secret else ""

    def source(self, name: str) -> Source:
        """Tell the domain of it."""
        return Source(name, self.org, self.channel, Severity(self.severity))


def read_webhooks(tables: Mapping[str, Any]) -> dict[str, WebhookSettings]:
    """Read the tables; raises `SettingsError` with the line to change."""
    return {name: _read(name, table) for name, table in tables.items()}


def _read(name: str, table: Any) -> WebhookSettings:
    where = f"[webhooks.{name}]"
    if not _NAME.fullmatch(name):
        raise SettingsError(f"{where}: a source's name is 1 to 40 small letters, digits, - and _: it is in its address")
    if not isinstance(table, dict):
        raise SettingsError(f"{where} must be a table")
    if "secret" in table:
        raise SettingsError(
            f"{where}: a secret is never written here: name its variable (secret_env) or a file (secret_file)"
        )
    known = {*WebhookSettings.model_fields, "secret_env"} - {"secret"}
    for key in table:
        if key not in known:
            raise SettingsError(f"{where}: {unknown(key, known)}")
    values = dict(table)
    variable = values.pop("secret_env", None)
    if variable is not None:
        # Asked so, since a name that no variable can have would raise.
        secret = dict(os.environ).get(str(variable))
        if not secret:
            raise SettingsError(f"{where}: secret_env names {quoted(variable)}, which is not set")
        values["secret"] = secret
    try:
        return WebhookSettings.model_validate(values)
    except ValidationError as wrong:
        said = [str(error["msg"]).removeprefix("Value error, ") for error in wrong.errors(include_input=False)]
        fields = [".".join(map(str, error["loc"])) for error in wrong.errors(include_input=False)]
        words = "; ".join(f"{field}: {one}" if field else one for field, one in zip(fields, said, strict=True))
        raise SettingsError(f"{where}: {words}") from None
