"""Trigger ids: valid for three seconds, and once.

https://docs.slack.dev/reference/methods/views.open
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.ports import Clock
from playground.slack.refusals import RefusedError

LIFE = timedelta(seconds=3)


@dataclass(slots=True)
class _Trigger:
    user: str
    issued: datetime
    used: bool = False


class Triggers:
    """Issues trigger ids and exchanges each once, for the user whose click it was."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._issued: dict[str, _Trigger] = {}

    def issue(self, user: str) -> str:
        """Make a trigger id in Slack's form, `a.b.hex`."""
        trigger_id = f"{len(self._issued) + 1000}.{int(self._clock.now().timestamp())}.{secrets.token_hex(16)}"
        self._issued[trigger_id] = _Trigger(user, self._clock.now())
        return trigger_id

    def exchange(self, trigger_id: object) -> str:
        """Use it up and tell whose it was; refuses what is unknown, used or older than three seconds."""
        trigger = self._issued.get(str(trigger_id))
        if trigger is None:
            raise RefusedError("invalid_trigger_id")
        if trigger.used:
            raise RefusedError("exchanged_trigger_id")
        if self._clock.now() - trigger.issued > LIFE:
            raise RefusedError("expired_trigger_id")
        trigger.used = True
        return trigger.user
