"""A bot process of its own that dies when told, for tests that kill it in the middle.

`python -m tests.support.process '{"settings": …}'` builds the real bot; `die_at` is the number of the step at which
it sends itself SIGKILL, `ahead` (seconds) and `speed` bend its clock, so that nobody has to wait for a lease, and
`every` and `watch` are how often its jobs run, and how often it looks whether a rule is due. With `told` it reads lines
from standard input, such as `{"ahead": 31}`.
"""

import asyncio
import json
import os
import signal
import sys
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from typing import Any

from bot.adapters.genesys.client import GenesysConversations
from bot.adapters.ledger import DatabaseLedger
from bot.adapters.slack.messenger import SlackMessenger
from bot.bootstrap import SystemClock, bootstrap
from bot.settings import Settings
from handlers import jobs

STEPS = (
    (DatabaseLedger, "place"),
    (DatabaseLedger, "record"),
    (GenesysConversations, "read"),
    (GenesysConversations, "disconnect"),
    (SlackMessenger, "tell"),
)


class BentClock(SystemClock):
    """The system's time, some seconds ahead, with shorter waits."""

    def __init__(self, ahead: float, speed: float) -> None:
        self.ahead, self._speed = ahead, speed

    def now(self) -> datetime:
        return super().now() + timedelta(seconds=self.ahead)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / self._speed)

    def timeout(self, seconds: float) -> AbstractAsyncContextManager[object]:
        return asyncio.timeout(seconds)


class Fuse:
    """Counts the steps of the act, before and after each; kills this process at the one it was set to."""

    def __init__(self, die_at: int | None) -> None:
        self.die_at, self.count, self.armed = die_at, 0, False

    def burn(self, name: str) -> None:
        if name == "before place":
            self.armed = True
        if not self.armed:
            return
        self.count += 1
        print(json.dumps({"step": self.count, "name": name}), flush=True)  # noqa: T201 - the parent reads it
        if self.count == self.die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def wire_in(self) -> None:
        for owner, name in STEPS:
            setattr(owner, name, self._wrapped(getattr(owner, name), name))

    def _wrapped(self, method: Any, name: str) -> Any:
        async def burning(*args: Any, **kwargs: Any) -> Any:
            self.burn(f"before {name}")
            result = await method(*args, **kwargs)
            self.burn(f"after {name}")
            return result

        return burning


async def obey(clock: BentClock) -> None:
    """Bend the clock as the parent says, line by line."""
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    async for line in reader:
        clock.ahead = float(json.loads(line)["ahead"])


async def main(order: dict[str, Any]) -> None:
    Fuse(order.get("die_at")).wire_in()
    settings = Settings.model_validate(order["settings"])
    clock = BentClock(order.get("ahead", 0.0), order.get("speed", 10.0))
    jobs.EVERY_SECONDS = order.get("every", jobs.EVERY_SECONDS)
    jobs.WATCH_SECONDS = order.get("watch", jobs.WATCH_SECONDS)
    bot = await bootstrap(settings, clock=clock)
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await bot.start()
    if order.get("told"):
        bot.tasks.start(obey(clock), "obey")
    print(json.dumps({"address": bot.address}), flush=True)  # noqa: T201 - the parent reads it
    await stop.wait()
    await bot.close(drain=0 if order.get("told") else 5)


if __name__ == "__main__":
    asyncio.run(main(json.loads(sys.argv[1])))
