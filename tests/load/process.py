"""A bot of the load run in a process of its own, as production runs it, with shorter leases and quicker jobs."""

import asyncio
import json
import signal
import sys
from datetime import timedelta
from typing import Any

from bot.adapters import logs
from bot.adapters.ledger import demands
from bot.adapters.slack import outbound
from bot.bootstrap import bootstrap
from bot.domain.errors import SettingsError
from bot.settings import Settings
from bot.use_cases import demand, lease, reconcile
from handlers import jobs


def shorten(seconds: float) -> None:
    """Let leases run out after so many seconds instead of thirty."""
    for module in (demand, lease, reconcile, demands):
        module.LEASE_SECONDS = seconds  # type: ignore[attr-defined]
    lease.RENEW_SECONDS = seconds / 6  # type: ignore[attr-defined]
    outbound.LEASE = reconcile.TELL_AGAIN = timedelta(seconds=seconds)
    jobs.EVERY_SECONDS = 1


async def main(order: dict[str, Any]) -> None:
    shorten(order["lease"])
    logs.configure("INFO", "json")
    try:
        bot = await bootstrap(Settings.model_validate(order["settings"]))
    except SettingsError as trouble:
        print(json.dumps({"error": str(trouble)}), flush=True)  # noqa: T201 - as below
        return
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await bot.start()
    print(json.dumps({"address": bot.address}), flush=True)  # noqa: T201 - the parent reads it
    await stop.wait()
    await bot.close(drain=5)


if __name__ == "__main__":
    asyncio.run(main(json.loads(sys.stdin.readline())))
