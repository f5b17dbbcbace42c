"""The two lanes to a database: one that writes, and one that reads meanwhile."""

from dataclasses import dataclass
from typing import Self

from bot.adapters.ledger.engines import POSTGRESQL, STATEMENT_SECONDS, file_engine, parsed, postgresql_engine
from bot.adapters.ledger.lane import FileLane, NetworkLane
from bot.adapters.ledger.whereabouts import Regions, nowhere

BUSY_SECONDS = 1.5
QUEUE_SECONDS = 5.0
CONNECTIONS = 10
AnyLane = FileLane | NetworkLane


@dataclass(frozen=True, slots=True)
class Lanes:
    """On SQLite one connection of the process writes, one transaction at a time, and others read meanwhile."""

    writing: AnyLane
    reading: AnyLane

    @classmethod
    def to(cls, url: str, *, busy_seconds: float = BUSY_SECONDS, regions: Regions = nowhere) -> Self:
        """Make the lanes to the database at `url`; they connect at first use.

        `busy_seconds` is how long a lock of another program is waited for; `regions` tells where the orgs are. Raises
        `SettingsError` for an address that no ledger can be kept in.
        """
        address = parsed(url)
        if address.drivername == POSTGRESQL:
            engine = postgresql_engine(address, busy_seconds=busy_seconds, connections=CONNECTIONS, regions=regions)
            lane = NetworkLane(engine, CONNECTIONS, QUEUE_SECONDS, limit=STATEMENT_SECONDS)
            return cls(lane, lane)
        writer = file_engine(address, busy_seconds=busy_seconds, connections=1, writes=True, regions=regions)
        reader = file_engine(address, busy_seconds=busy_seconds, connections=2, writes=False)
        return cls(FileLane(writer, 1, QUEUE_SECONDS), FileLane(reader, 2, QUEUE_SECONDS))

    async def close(self) -> None:
        """Let what is being written end, and let go of the database."""
        await self.writing.close()
        if self.reading is not self.writing:
            await self.reading.close()
