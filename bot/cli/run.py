"""`hangup run`: the bot itself, until it is told to stop."""

import asyncio
import errno
from typing import TYPE_CHECKING

from bot.domain.errors import SettingsError

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.bootstrap import Bot
    from bot.settings import Settings

_OK = 200
# The ledger's threads would else keep the event loop, and with it every acknowledgement, waiting for 5 ms at a time.
_SWITCH_SECONDS = 0.0005


def run() -> None:
    """Run the bot, over Socket Mode when SLACK_APP_TOKEN is set, else over HTTP.

    Reads the environment and the file that HANGUP_CONFIG names. On SQLite it brings the ledger up to date by itself.
    SIGTERM or Ctrl-C lets it finish what is under way; a second one ends it at once.

    Example: HANGUP_CONFIG=hangup.toml PORT=3000 hangup run
    """
    import gc
    import sys

    # What is loaded now stays: looking for garbage among it would only slow the start, and every answer after it.
    gc.disable()
    sys.setswitchinterval(_SWITCH_SECONDS)
    try:
        from bot.adapters import logs
        from bot.settings import load

        settings = load()
        logs.configure(settings.log_level, settings.log_format)
        asyncio.run(_run(settings))
    finally:
        gc.enable()


async def _run(settings: "Settings") -> None:
    import gc

    import structlog

    from bot.adapters.ledger import migrate
    from bot.bootstrap import bootstrap
    from bot.cli.signals import stopping

    log = structlog.get_logger()
    with stopping() as stop:
        if settings.database_url.startswith("sqlite"):
            log.info("run.migrating")
            await migrate(settings.database_url)
        bot = await bootstrap(settings)
        gc.freeze()
        gc.enable()
        try:
            await _serve(bot, stop)
            log.info("run.draining", under_way=bot.tasks.running)
        finally:
            await bot.close()
        log.info("run.stopped")


async def _serve(bot: "Bot", stop: asyncio.Event) -> None:
    """Start, and return when told to stop, be it in the middle of a start that Slack's silence prolongs."""
    import structlog

    stopping, starting = asyncio.create_task(stop.wait()), asyncio.create_task(_start(bot))
    try:
        await asyncio.wait({stopping, starting}, return_when=asyncio.FIRST_COMPLETED)
        if starting.done():
            await starting
            for part, wrong in (await bot.check()).items():
                structlog.get_logger().warning("run.not_ready", part=part, wrong=wrong)
            await stopping
    finally:
        for task in (stopping, starting):
            task.cancel()
        await asyncio.gather(stopping, starting, return_exceptions=True)


async def _start(bot: "Bot") -> None:
    """Listen; raises `SettingsError` where the address can't be had or Slack does not take the app's token."""
    if bot.settings.slack_app_token is not None:
        await _try_app_token(bot.app.client, bot.settings.slack_app_token.get_secret_value())
    try:
        await bot.start()
    except OSError as taken:
        where = f"{bot.settings.host}:{bot.settings.port}"
        if taken.errno == errno.EADDRINUSE:
            raise SettingsError(f"{where} is in use by another program: set PORT to a free one") from None
        raise SettingsError(f"{where} can't be listened on ({taken.strerror}): set HOST and PORT") from None


async def _try_app_token(client: "AsyncWebClient", app_token: str) -> None:
    """Ask Slack once: the SDK itself would try a wrong token for ever. Raises `SettingsError`; silence is no refusal.

    https://docs.slack.dev/reference/methods/apps.connections.open
    """
    import aiohttp
    from slack_sdk.errors import SlackApiError, SlackClientError

    try:
        await client.apps_connections_open(app_token=app_token)
    except SlackApiError as refused:
        code = refused.response.get("error")
        if refused.response.status_code != _OK or code == "ratelimited":
            return
        raise SettingsError(
            f"Slack does not take SLACK_APP_TOKEN ({code}): "
            "make one in Basic Information of the app's settings, with connections:write"
        ) from None
    except (SlackClientError, aiohttp.ClientError, OSError, TimeoutError):
        return
