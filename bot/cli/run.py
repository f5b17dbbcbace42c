"""`hangup run`: the bot itself, until it is told to stop."""

import asyncio
import errno
from typing import TYPE_CHECKING

from bot.domain.errors import SettingsError

if TYPE_CHECKING:
    from bot.bootstrap import Bot
    from bot.settings import Settings


def run() -> None:
    """Run the bot, over Socket Mode when SLACK_APP_TOKEN is set, else over HTTP.

    Reads the environment and the file that HANGUP_CONFIG names. On SQLite it brings the ledger up to date by itself.
    SIGTERM or Ctrl-C lets it finish what is under way; a second one ends it at once.

    Example: HANGUP_CONFIG=hangup.toml PORT=3000 hangup run
    """
    from bot.adapters import logs
    from bot.settings import load

    settings = load()
    logs.configure(settings.log_level, settings.log_format)
    asyncio.run(_run(settings))


async def _run(settings: "Settings") -> None:
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
        try:
            await _start(bot)
            for part, wrong in (await bot.check()).items():
                log.warning("run.not_ready", part=part, wrong=wrong)
            await stop.wait()
            log.info("run.draining", under_way=bot.tasks.running)
        finally:
            await bot.close()
        log.info("run.stopped")


async def _start(bot: "Bot") -> None:
    """Listen; raises `SettingsError` where the address can't be had or Slack does not take the app's token."""
    from slack_sdk.errors import SlackApiError

    try:
        await bot.start()
    except SlackApiError as refused:
        raise SettingsError(
            f"Slack does not take SLACK_APP_TOKEN ({refused.response.get('error')}): "
            "make one in Basic Information of the app's settings, with connections:write"
        ) from None
    except OSError as taken:
        where = f"{bot.settings.host}:{bot.settings.port}"
        if taken.errno == errno.EADDRINUSE:
            raise SettingsError(f"{where} is in use by another program: set PORT to a free one") from None
        raise SettingsError(f"{where} can't be listened on ({taken.strerror}): set HOST and PORT") from None
