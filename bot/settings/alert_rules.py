"""[[alerts.rules]] of hangup.toml: what Hangup watches by itself, checked, and handed on as the domain's rules."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from bot.domain.alert import Severity
from bot.domain.communication import Media
from bot.domain.watch import AlertRule, RuleKind
from bot.domain.watch.measure import lasting
from bot.domain.watch.rule import Stuck
from bot.settings.duration import duration_of
from bot.settings.hours import hours_of
from bot.settings.quotation import quoted
from bot.settings.suggestion import unknown
from bot.settings.zone import zone_of

SHORTEST, LONGEST = timedelta(seconds=5), timedelta(days=1)
SECOND, MINUTE, YEAR = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=365)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
_CHANNEL = re.compile(r"[CG][A-Z0-9]{2,}")
_LIVE_ONLY = ("queues", "media")
_LENGTHS = ("longer_than", "critical_after")


@dataclass(frozen=True, slots=True)
class Defaults:
    """What a kind of rule is without a word about it, and which conditions mean something to it."""

    severity: Severity
    longer_than: timedelta = timedelta(0)
    every: timedelta = MINUTE
    times: int = 5
    within: timedelta = 10 * MINUTE
    states: frozenset[str] = frozenset()
    media: frozenset[str] = frozenset()
    conditions: tuple[str, ...] = ("orgs", *_LENGTHS)


DEFAULTS: Mapping[RuleKind, Defaults] = {
    RuleKind.NOT_CONFIRMED: Defaults(Severity.WARNING, 6 * MINUTE, 5 * MINUTE),
    RuleKind.REFUSAL_STORM: Defaults(Severity.WARNING, conditions=("orgs", "times", "within")),
    RuleKind.HEARTBEAT: Defaults(Severity.CRITICAL, 15 * MINUTE, conditions=("sources", *_LENGTHS)),
    RuleKind.ORG_SILENT: Defaults(Severity.CRITICAL, 2 * MINUTE),
    RuleKind.STUCK_STATE: Defaults(
        Severity.WARNING,
        5 * MINUTE,
        states=frozenset({"alerting", "held", "wrap_up"}),
        conditions=("orgs", *_LENGTHS, "states", *_LIVE_ONLY),
    ),
    RuleKind.AGENT_ALONE: Defaults(Severity.WARNING, 5 * MINUTE, conditions=("orgs", *_LENGTHS, *_LIVE_ONLY)),
    RuleKind.CUSTOMER_ALONE: Defaults(Severity.WARNING, 2 * MINUTE, conditions=("orgs", *_LENGTHS, *_LIVE_ONLY)),
    # An e-mail may well be open for days.
    RuleKind.TOO_OLD: Defaults(
        Severity.INFO,
        timedelta(hours=12),
        15 * MINUTE,
        media=frozenset({"call"}),
        conditions=("orgs", *_LENGTHS, *_LIVE_ONLY),
    ),
    RuleKind.WAITING: Defaults(Severity.WARNING, 5 * MINUTE, conditions=("orgs", *_LENGTHS, *_LIVE_ONLY)),
}
# On without a word in the settings, since they need no threshold that only a house can know.
OWN = (RuleKind.NOT_CONFIRMED, RuleKind.REFUSAL_STORM, RuleKind.ORG_SILENT)


class AlertRuleSettings(BaseModel):
    """One of [[alerts.rules]]; what is left out is the kind's own default."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    name: str
    kind: str
    enabled: bool = True
    severity: str | None = None
    channel: str = ""
    every: timedelta | None = None
    longer_than: timedelta | None = None
    critical_after: timedelta | None = None
    times: int | None = Field(default=None, ge=2, le=1000)
    within: timedelta | None = None
    states: frozenset[str] | None = None
    orgs: frozenset[str] = frozenset()
    queues: frozenset[str] = frozenset()
    media: frozenset[str] | None = None
    sources: frozenset[str] = frozenset()
    hours: str | None = None
    quiet: str | None = None
    time_zone: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _given(cls, table: Any) -> Any:
        """Refuse a word that is not known, and a condition that is written and empty: it would mean anything."""
        if isinstance(table, Mapping):
            for name in table:
                if name not in cls.model_fields:
                    raise ValueError(unknown(str(name), cls.model_fields))
                if table[name] in ([], ""):
                    raise ValueError(f"{name} is empty: fill it, or take the line out")
            for name in ("name", "kind"):
                if name not in table:
                    raise ValueError(f"{name} is missing: each rule has a name of its own and a kind")
        return table

    @field_validator("every", *_LENGTHS, "within", mode="before")
    @classmethod
    def _duration(cls, value: Any) -> timedelta | None:
        return value if value is None or isinstance(value, timedelta) else duration_of(value)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"{quoted(self.name)} is no name for a rule: 1 to 40 letters, digits, - and _")
        _known([self.kind], list(RuleKind))
        _known([] if self.severity is None else [self.severity], list(Severity))
        _known(self.states or (), list(Stuck))
        _known(self.media or (), list(Media))
        if self.channel and not _CHANNEL.fullmatch(self.channel):
            raise ValueError(
                f"{quoted(self.channel)} is no channel id: it begins with C (copy it from the channel's details)"
            )
        if self.every is not None and not SHORTEST <= self.every <= LONGEST:
            raise ValueError("every must be from 5 s to 1 d")
        for name in (*_LENGTHS, "within"):
            length = getattr(self, name)
            if length is not None and not SECOND <= length <= YEAR:
                raise ValueError(f"{name} must be from 1 s to 365 d")
        allowed = DEFAULTS[RuleKind(self.kind)].conditions
        for name in ("orgs", *_LENGTHS, "times", "within", "states", "queues", "media", "sources"):
            if getattr(self, name) and name not in allowed:
                raise ValueError(f"{name} says nothing to a rule of the kind {self.kind}: {', '.join(allowed)} do")
        longer_than = DEFAULTS[RuleKind(self.kind)].longer_than if self.longer_than is None else self.longer_than
        if self.critical_after is not None and self.critical_after < longer_than:
            raise ValueError(f"critical_after is shorter than longer_than ({lasting(longer_than)}): make it longer")
        if self.kind == RuleKind.HEARTBEAT and not self.sources:
            raise ValueError("sources is missing: name the sources that are to be heard, as their address does")
        # Wrong hours and zones are found at start, not when they would first matter.
        self.rule(ZoneInfo("UTC"))
        return self

    def rule(self, zone: ZoneInfo) -> AlertRule:
        """Give it as the domain knows it; `zone` is that of hours where the rule names none."""
        kind = RuleKind(self.kind)
        usual = DEFAULTS[kind]
        if self.time_zone is not None:
            zone = zone_of(self.time_zone)
        return AlertRule(
            self.name,
            kind,
            usual.severity if self.severity is None else Severity(self.severity),
            longer_than=usual.longer_than if self.longer_than is None else self.longer_than,
            critical_after=self.critical_after,
            times=self.times or usual.times,
            within=self.within or usual.within,
            states=frozenset(map(Stuck, usual.states if self.states is None else self.states)),
            orgs=self.orgs,
            queues=self.queues,
            media=frozenset(map(Media, usual.media if self.media is None else self.media)),
            sources=self.sources,
            channel=self.channel,
            every=self.every or usual.every,
            hours=None if self.hours is None else hours_of(self.hours, zone),
            quiet=None if self.quiet is None else hours_of(self.quiet, zone),
        )


def rules_of(given: Sequence[AlertRuleSettings], channel: str | None, zone: ZoneInfo) -> tuple[AlertRule, ...]:
    """Make the rules: the given ones that are enabled, and the own ones of the kinds that are not mentioned.

    Raises `ValueError` for two of one name, and for one that nobody would hear of.
    """
    names: set[str] = set()
    for one in given:
        # Whoever tries a rule types its name in any case.
        if one.name.casefold() in names:
            raise ValueError(f"two rules are called {quoted(one.name)}: give each a name of its own")
        names.add(one.name.casefold())
        if one.enabled and not (one.channel or channel):
            raise ValueError(f"the rule {quoted(one.name)} has no channel: give it one, or set [alerts] channel")
    if channel:
        mentioned = {one.kind for one in given}
        own = [kind for kind in OWN if kind not in mentioned and _own_name(kind) not in names]
        given = (*given, *(AlertRuleSettings(name=_own_name(kind), kind=kind) for kind in own))
    return tuple(one.rule(zone) for one in given if one.enabled)


def _own_name(kind: RuleKind) -> str:
    return kind.value.replace("_", "-")


def _known(words: Iterable[str], known: Iterable[str]) -> None:
    for word in sorted(words):
        if word not in set(known):
            raise ValueError(unknown(word, known))
