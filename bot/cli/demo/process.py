"""One bot of a demo with several, in a process of its own: `python -m bot.cli.demo.process`, started by the demo alone.

Standard input brings its settings as one JSON line and then stays open; its end means that whoever started this is
gone. Standard output says one JSON line: the address, or what is wrong.
"""

import asyncio
import json
import sys
from typing import Any

import pydantic

from bot.adapters import logs
from bot.bootstrap import bootstrap
from bot.cli.signals import stopping
from bot.domain.errors import HangupError
from bot.settings import Settings

DRAIN_SECONDS = 5.0


async def main() -> int:
    """Serve until told to stop; gives the exit status."""
    told = await _standard_input()
    logs.configure("INFO", "text")
    with stopping() as stop:
        try:
            bot = await bootstrap(Settings.model_validate(json.loads(await told.readline())["settings"]))
        except (HangupError, pydantic.ValidationError) as wrong:
            _say(error=str(wrong))
            return 2
        try:
            await bot.start()
            _say(address=bot.address)
            asked, alone = asyncio.create_task(stop.wait()), asyncio.create_task(told.read())
            await asyncio.wait({asked, alone}, return_when=asyncio.FIRST_COMPLETED)
            for task in (asked, alone):
                task.cancel()
        finally:
            await bot.close(drain=DRAIN_SECONDS)
    return 0


async def _standard_input() -> asyncio.StreamReader:
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    return reader


def _say(**what: Any) -> None:
    print(json.dumps(what), flush=True)  # noqa: T201 - the parent reads it


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
