"""The settings of an org, by platform. The secret is given by code and environment alone; a file names where it is."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    SecretStr,
    Tag,
    ValidationInfo,
    field_validator,
    model_validator,
)

from bot.adapters.genesys.regions import region_of
from bot.adapters.phone_numbers import is_region
from bot.domain.family import CXONE, GENESYS, area_in, home_of
from bot.settings.address import own_url, same_world
from bot.settings.quotation import quoted


class _Org(BaseModel):
    """One platform tenant. `SECRET` is the name of the key that holds its secret."""

    SECRET: ClassVar[str]
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    @property
    def addresses(self) -> tuple[str | None, ...]:
        """Where the secret, or a token for it, is sent; None for the vendor's own."""
        raise NotImplementedError

    @property
    def route(self) -> str:
        """How somebody is disconnected, in a word."""
        raise NotImplementedError

    @field_validator("phone_region", check_fields=False)
    @classmethod
    def _known_phone_region(cls, value: str) -> str:
        if value and not is_region(value.upper()):
            raise ValueError(f"{quoted(value)} is no region of phone numbers: write SG, GB, US (ISO 3166)")
        return value.upper()

    @model_validator(mode="after")
    def _one_secret(self) -> Self:
        given, file = getattr(self, self.SECRET), getattr(self, f"{self.SECRET}_file")
        if (given is None) == (file is None):
            raise ValueError(f"name the secret once: {self.SECRET}_env or {self.SECRET}_file")
        named = f"{self.SECRET}_file names {quoted(file)}"
        try:
            secret = self.secret()
        except OSError as unreadable:
            raise ValueError(f"{named}, which can't be read: {unreadable.strerror}") from None
        except UnicodeDecodeError:
            raise ValueError(f"{named}, which is no text") from None
        except ValueError:
            raise ValueError(f"{named}, which no file can be called") from None
        words = self.SECRET.replace("_", " ")
        if not secret:
            raise ValueError(f"the {words} is empty")
        for url in self.addresses:
            same_world(secret, url, f"the platform's {words}")
        return self

    def secret(self) -> str:
        """Read the secret; a file is read anew each time, so that a rotated secret is found."""
        file: Path | None = getattr(self, f"{self.SECRET}_file")
        if file is not None:
            return file.read_text(encoding="utf-8").strip()
        given: SecretStr | None = getattr(self, self.SECRET)
        return given.get_secret_value() if given else ""


class GenesysOrgSettings(_Org):
    """One Genesys Cloud org."""

    SECRET: ClassVar[str] = "client_secret"  # noqa: S105 - the name of a key

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

    @field_validator("api_url", "login_url")
    @classmethod
    def _own_url(cls, value: str | None, info: ValidationInfo) -> str | None:
        # Without a region, that is what is wrong.
        return own_url(value, GENESYS, "https://api.apse1.pure.cloud", region=info.data.get("region", ""))

    @property
    def addresses(self) -> tuple[str | None, ...]:
        """Where the secret, or a token for it, is sent; None for the vendor's own."""
        return self.api_url, self.login_url

    @property
    def route(self) -> str:
        """How somebody is disconnected, in a word."""
        return self.disconnect_route


class CxoneOrgSettings(_Org):
    """One NICE CXone tenant, which is found by its access key; no area is hard-coded."""

    SECRET: ClassVar[str] = "access_key_secret"  # noqa: S105 - the name of a key

    platform: Literal["cxone"]
    access_key_id: str = Field(min_length=1)
    access_key_secret: SecretStr | None = None
    access_key_secret_file: Path | None = None
    tenant_id: str | None = None
    auth_url: str | None = None
    discovery_url: str | None = None
    api_url: str | None = None
    area: str | None = None
    api_version: int = Field(default=30, ge=8, le=99)
    requests_per_minute: int = Field(default=240, ge=10, le=3000)
    end_digital: bool = False
    phone_region: str = ""

    @field_validator("auth_url", "discovery_url", "api_url")
    @classmethod
    def _own_url(cls, value: str | None) -> str | None:
        return own_url(value, CXONE, "https://api-na1.niceincontact.com")

    @field_validator("tenant_id")
    @classmethod
    def _tenant(cls, value: str | None) -> str | None:
        if value and not re.fullmatch(r"[A-Za-z0-9-]{1,100}", value):
            raise ValueError(f"{quoted(value)} is no tenant id: it is letters, digits and -")
        return value or None

    @field_validator("area")
    @classmethod
    def _area(cls, value: str | None) -> str | None:
        if not value or not value.strip():
            return None
        if not (area := area_in(value)):
            raise ValueError(f"{quoted(value)} is no area: write it as in the tenant's hosts, such as na1 or au1")
        return area

    @model_validator(mode="after")
    def _area_known(self) -> Self:
        """Every line of the ledger bears the org's area, so one that nothing tells is asked for."""
        home = home_of(self.api_url) if self.api_url is not None else None
        named = home.region if home is not None else ""
        if self.api_url is not None and self.area is None and not named:
            raise ValueError('api_url names no area, so set area as well, such as area = "na1"')
        if self.area is not None and named not in {"", self.area}:
            raise ValueError(f"area is {quoted(self.area)}, and the host of api_url is of {quoted(named)}")
        return self

    @property
    def addresses(self) -> tuple[str | None, ...]:
        """Where the secret, or a token for it, is sent; None for the vendor's own."""
        asked = self.api_url if self.api_url is not None else self.discovery_url
        return self.auth_url, asked

    @property
    def route(self) -> str:
        """How somebody is disconnected, in a word."""
        return "contacts/{contactId}/end"


def _platform_of(values: Any) -> str:
    """Tell which settings are meant; without a word they are Genesys Cloud's."""
    named = values.get("platform", "genesys") if isinstance(values, Mapping) else getattr(values, "platform", "")
    return str(named)


ORGS: Mapping[str, type[GenesysOrgSettings | CxoneOrgSettings]] = {
    "genesys": GenesysOrgSettings,
    "cxone": CxoneOrgSettings,
}
OrgSettings = Annotated[
    Annotated[GenesysOrgSettings, Tag("genesys")] | Annotated[CxoneOrgSettings, Tag("cxone")],
    Discriminator(_platform_of),
]
