"""A source of notices outside, as the settings name it."""

from dataclasses import dataclass

from bot.domain.alert import Severity


@dataclass(frozen=True, slots=True)
class Source:
    """Who may tell us of problems: which org they are about, where they are told, and how grave they are."""

    name: str
    org: str = ""
    channel: str = ""
    severity: Severity = Severity.WARNING
