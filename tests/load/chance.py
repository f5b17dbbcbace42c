"""Faults by chance, counted by kind."""

import random
from collections import Counter
from typing import Any

from playground.pretend import faults as platform
from playground.slack import faults as slack

PAGE = "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"
BUSY = {"ok": False, "error": "ratelimited", "by": "chance"}
LOST = {"message": "The request could not be completed.", "code": "internal.server.error", "status": 500}
AT_ODDS = {"message": "The request conflicts with the current state.", "code": "conflict", "status": 409}


class Chance:
    """Throws for each request whether it gets a fault, and which; `counts` by edge and kind."""

    def __init__(self, seed: int, part: float, *, hangs_undone: bool) -> None:
        self._random, self._part, self._hangs_undone = random.Random(seed), part, hangs_undone  # noqa: S311 - chance
        self.counts: Counter[str] = Counter()

    def of_slack(self, _method: str) -> slack.Fault | None:
        """Throw for a call of the Web API or a response url."""
        if self._random.random() >= self._part:
            return None
        kinds: dict[str, dict[str, Any]] = {
            "429": {
                "status": 429,
                "headers": {"Retry-After": str(self._random.randint(1, 3))},
                "body": BUSY,
            },
            "500": {"status": 500, "body": PAGE},
            "slow": {"delay_ms": self._random.randint(500, 4000)},
            "done, answer lost": {"drop": True, "after": True},
        }
        return slack.Fault("*", **self._one("Slack", kinds))

    def of_platform(self, method: str, path: str) -> platform.Fault | None:
        """Throw for a request to the platform, its tokens included."""
        if self._random.random() >= self._part:
            return None
        kinds: dict[str, dict[str, Any]] = {
            "429": {"status": 429, "headers": {"Retry-After": str(self._random.randint(1, 3))}},
            "500": {"status": 500, "body": LOST},
            "500, done": {"status": 500, "body": LOST, "after_work": True},
            "HTML page": {"status": self._random.choice((200, 502)), "body": PAGE},
            "hang": {"hang": True, "after_work": not self._hangs_undone or self._random.random() < 0.5},
        }
        if method == "PATCH":
            kinds["409"] = {"status": 409, "body": AT_ODDS}
        if "/oauth/" in path:
            del kinds["500, done"]
        return platform.Fault(**self._one("platform", kinds))

    def _one(self, edge: str, kinds: dict[str, dict[str, Any]]) -> dict[str, Any]:
        kind = self._random.choice(list(kinds))
        self.counts[f"{edge}: {kind}"] += 1
        return kinds[kind]
