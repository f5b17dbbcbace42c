"""Rate limits: tiers per method, and chat.postMessage's one a second per channel.

https://docs.slack.dev/apis/web-api/rate-limits

Each allowance is a bucket that holds a minute's worth and refills evenly. Slack tolerates some more ("+"); this one
does not, so that what passes here passes there.
"""

import math
from datetime import datetime

from bot.ports import Clock

TIERS: dict[str, int] = {
    "auth.test": 600,
    "api.test": 100,
    "apps.connections.open": 50,  # published as tier 1 in one place and tier 3 in another
    "chat.postMessage": 300,
    "chat.postEphemeral": 100,
    "chat.update": 50,
    "chat.delete": 50,
    "chat.getPermalink": 600,
    "views.open": 100,
    "views.update": 100,
    "views.push": 100,
    "views.publish": 100,
    "users.info": 100,
    "users.list": 20,
    "users.lookupByEmail": 50,
    "users.profile.get": 100,
    "usergroups.list": 20,
    "usergroups.users.list": 20,
    "conversations.info": 50,
    "conversations.list": 20,
    "conversations.members": 100,
    "conversations.open": 50,
    "conversations.join": 50,
    "conversations.history": 50,
    "conversations.replies": 50,
    "reactions.add": 50,
}
POST_BURST = 5


class _Bucket:
    def __init__(self, holds: int, per_second: float, now: datetime) -> None:
        self.holds, self.per_second, self.left, self.at = holds, per_second, float(holds), now

    def fill(self, now: datetime) -> None:
        self.left = min(self.holds, self.left + (now - self.at).total_seconds() * self.per_second)
        self.at = now

    def wait(self) -> float:
        return 0.0 if self.left >= 1 - 1e-9 else (1 - self.left) / self.per_second


class Rates:
    """Says for each call whether it may pass; `enforced` switches them all."""

    def __init__(self, clock: Clock, *, enforced: bool = True) -> None:
        self._clock = clock
        self._buckets: dict[tuple[str, str], _Bucket] = {}
        self.enforced = enforced

    def wait(self, method: str, channel: str = "") -> int:
        """Count one call; 0 when it passes, else the whole seconds for `Retry-After`, and it is not counted."""
        if not self.enforced or method not in TIERS:
            return 0
        buckets = [self._bucket((method, ""), TIERS[method], TIERS[method] / 60)]
        if method == "chat.postMessage" and channel:
            buckets.append(self._bucket((method, channel), POST_BURST, 1.0))
        seconds = max(bucket.wait() for bucket in buckets)
        if seconds > 0:
            return max(1, math.ceil(seconds - 1e-6))
        for bucket in buckets:
            bucket.left -= 1
        return 0

    def _bucket(self, key: tuple[str, str], holds: int, per_second: float) -> _Bucket:
        now = self._clock.now()
        bucket = self._buckets.setdefault(key, _Bucket(holds, per_second, now))
        bucket.fill(now)
        return bucket
