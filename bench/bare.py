"""A bare Bolt app that only acknowledges: what Hangup is measured beside. `python -m bench.bare ORDER`."""

import asyncio
import json
import re
import sys
from typing import Any

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

ANYTHING = re.compile(".*")


def bare_app(order: dict[str, Any]) -> AsyncApp:
    """Make the app: Bolt's own defaults, and two listeners."""
    client = AsyncWebClient(token=order["token"], base_url=order["slack_api_url"])
    app = AsyncApp(client=client, signing_secret=order["signing_secret"])

    @app.command(ANYTHING)
    async def command(ack: AsyncAck) -> None:
        await ack()

    @app.view(ANYTHING)
    async def submission(ack: AsyncAck) -> None:
        await ack()

    return app


async def main(order: dict[str, Any]) -> None:
    """Serve until the process is ended, saying the address when ready."""
    app = bare_app(order)
    server = web.Application()

    async def slack(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    server.router.add_post("/slack/events", slack)
    runner = web.AppRunner(server, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", order["port"]).start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(json.loads(sys.argv[1])))
