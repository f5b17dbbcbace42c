"""How alerts are dealt with: where they go, who is called when nobody answers, when many become one."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Call:
    """One step of an escalation: so long after nobody has acknowledged, these user groups or people are called."""

    after: timedelta
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """What the settings say. `channel` hears of what names no channel; who is in `instead` is told where none takes it.

    From the `gather_from`th alert of one rule in one channel within `gather_within` they share one card. What is seen
    again within `reopen_within` of its end was not over, and what is not seen for `forget_after` is.
    """

    channel: str = ""
    steps: tuple[Call, ...] = ()
    instead: tuple[str, ...] = ()
    gather_from: int = 6
    gather_within: timedelta = timedelta(minutes=10)
    reopen_within: timedelta = timedelta(minutes=10)
    forget_after: timedelta = timedelta(hours=24)

    def places(self, channel: str) -> tuple[str, ...]:
        """List where the card of an alert for a channel may stand, the best first."""
        return tuple(dict.fromkeys(place for place in (channel, self.channel, *self.instead) if place))
