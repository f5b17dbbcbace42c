"""[alerts] of hangup.toml: where alerts go, who is called when nobody answers, when the day's digest is sent."""

import re
from datetime import time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from bot.domain.access import Access, Role
from bot.domain.alert_policy import Call, Policy
from bot.domain.watch import AlertRule
from bot.settings.alert_rules import AlertRuleSettings, rules_of
from bot.settings.quotation import quoted
from bot.settings.zone import zone_of

_CHANNEL = re.compile(r"[CG][A-Z0-9]{2,}")
_GROUP = re.compile(r"S[A-Z0-9]{2,}")
_PERSON = re.compile(r"[UW][A-Z0-9]{2,}")
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")


class AlertsSettings(BaseModel):
    """Where alerts go, and what happens when nobody answers. Without a channel they go to the people named here."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    channel: str | None = None
    time_zone: str = "UTC"
    escalate_after_minutes: int = Field(default=15, ge=1, le=1440)
    escalate_group: str | None = None
    escalate_people_after_minutes: int = Field(default=30, ge=1, le=1440)
    escalate_people: tuple[str, ...] = ()
    forget_after_hours: int = Field(default=24, ge=1, le=720)
    digest_channel: str | None = None
    digest_at: str = "09:00"
    rules: tuple[AlertRuleSettings, ...] = ()

    @field_validator("channel", "digest_channel")
    @classmethod
    def _channel(cls, value: str | None) -> str | None:
        if value and not _CHANNEL.fullmatch(value):
            raise ValueError(f"{quoted(value)} is no channel id: it begins with C (copy it from the channel's details)")
        return value or None

    @field_validator("escalate_group")
    @classmethod
    def _group(cls, value: str | None) -> str | None:
        if value and not _GROUP.fullmatch(value):
            raise ValueError(f"{quoted(value)} is no user group's id: it begins with S (copy it from the group's page)")
        return value or None

    @field_validator("escalate_people")
    @classmethod
    def _people(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for one in value:
            if not _PERSON.fullmatch(one):
                raise ValueError(f"{quoted(one)} is no user id: it begins with U or W (copy it from the profile)")
        return value

    @field_validator("time_zone")
    @classmethod
    def _zone(cls, value: str) -> str:
        return zone_of(value).key

    @field_validator("digest_at")
    @classmethod
    def _time(cls, value: str) -> str:
        if not _TIME.fullmatch(value):
            raise ValueError(f'{quoted(value)} is no time of day: write it as "09:00"')
        return value

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        rules_of(self.rules, self.channel, self.zone)
        return self

    @property
    def watched(self) -> tuple[AlertRule, ...]:
        """What is watched for, as the domain knows it."""
        return rules_of(self.rules, self.channel, self.zone)

    @property
    def zone(self) -> ZoneInfo:
        """The time zone, by name."""
        return ZoneInfo(self.time_zone)

    @property
    def digest_time(self) -> time:
        """When the digest is sent, in that zone."""
        return time.fromisoformat(self.digest_at)

    @property
    def channels(self) -> tuple[str, ...]:
        """Every channel that is named here."""
        named = (self.channel, self.digest_channel, *(rule.channel for rule in self.rules))
        return tuple(dict.fromkeys(one for one in named if one))

    def policy(self, access: Access) -> Policy:
        """Give it as the domain knows it; where no channel takes a card, people do: those named here, then the admins.

        People are called no sooner than the group.
        """
        group = (self.escalate_group,) if self.escalate_group else ()
        after = timedelta(minutes=self.escalate_after_minutes)
        later = timedelta(minutes=self.escalate_people_after_minutes)
        steps = [Call(after, group)] if group else []
        if self.escalate_people:
            steps.append(Call(max(later, after) if group else later, self.escalate_people))
        admins = sorted(one for one in access.roles.get(Role.ADMIN, ()) if _PERSON.fullmatch(one))
        return Policy(
            channel=self.channel or "",
            steps=tuple(steps),
            instead=(*self.escalate_people, *admins),
            forget_after=timedelta(hours=self.forget_after_hours),
        )
