"""One run: every part in turn, one world around them all."""

import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.acknowledgement import Acknowledgements
from bench.crowd import Crowd
from bench.figure import Figure
from bench.load import Load
from bench.program import World, bare, hangup, world
from bench.query import queries
from bench.size import Size
from bench.solo import errands
from bench.start import starts
from bot.adapters.ledger import migrate
from playground.postgres import PostgresServer, UnavailableError

PARTS = ("start", "solo", "acknowledge", "hang", "crowd", "ledger")
Url = Callable[[str], str]


async def run(
    size: Size, *, parts: Sequence[str] = (), postgresql: bool = True, say: Callable[[str], None] = lambda _: None
) -> list[Figure]:
    """Measure everything, or the parts that are named; `say` hears each figure as it comes."""
    figures: list[Figure] = []
    began = time.perf_counter()
    with (
        tempfile.TemporaryDirectory(prefix="hangup-bench-") as folder,
        _databases(folder, say, postgresql=postgresql) as databases,
    ):
        async with world(patient=size.rests) as around, Load() as load:
            one = _Run(size, around, load, Path(folder), databases)
            for part in parts or PARTS:
                async for figure in one.part(part):
                    figures.append(figure)
                    say(f"{time.perf_counter() - began:4.0f} s  {figure.what}: {figure.cells()[2]}")
    return figures


@dataclass(frozen=True, slots=True)
class _Run:
    size: Size
    world: World
    load: Load
    folder: Path
    databases: Mapping[str, Url]

    def part(self, name: str) -> AsyncIterator[Figure]:
        match name:
            case "start":
                return self._start()
            case "solo":
                return self._solo()
            case "acknowledge" | "hang":
                return self._acknowledge(name)
            case "crowd":
                return self._crowd()
            case _:
                return self._ledger()

    async def _start(self) -> AsyncIterator[Figure]:
        url = await self._migrated("SQLite", "start")
        async for figure in starts(self.world, self.load, self.size, self.folder, url):
            yield figure

    async def _solo(self) -> AsyncIterator[Figure]:
        async with hangup(self.world.told, self.folder, await self._migrated("SQLite", "solo")) as ours:
            async for figure in errands(self.world, ours, self.size):
                yield figure

    async def _acknowledge(self, name: str) -> AsyncIterator[Figure]:
        url = await self._migrated("SQLite", name)
        async with hangup(self.world.told, self.folder, url) as ours, bare(self.world.told) as theirs:
            both = Acknowledgements(self.world, self.load, ours, theirs, self.size)
            await both.warm()
            async for figure in both.beside_bare() if name == "acknowledge" else both.while_hung():
                yield figure

    async def _crowd(self) -> AsyncIterator[Figure]:
        for database in self.databases:
            url = await self._migrated(database, "crowd")
            async with hangup(self.world.told, self.folder, url) as ours:
                async for figure in Crowd(self.world, self.load, ours, self.size, database).figures():
                    yield figure

    async def _ledger(self) -> AsyncIterator[Figure]:
        for database, url in self.databases.items():
            async for figure in queries(url("few"), url("many"), self.size, database):
                yield figure

    async def _migrated(self, database: str, name: str) -> str:
        url = self.databases[database](name)
        await migrate(url)
        return url


@contextmanager
def _databases(folder: str, say: Callable[[str], None], *, postgresql: bool) -> Iterator[Mapping[str, Url]]:
    """Give both databases, each as what makes an address; SQLite alone where no PostgreSQL can be had."""
    sqlite: dict[str, Url] = {"SQLite": lambda name: f"sqlite+aiosqlite:///{folder}/{name}.db"}
    if not postgresql:
        yield sqlite
        return
    try:
        server = PostgresServer.start()
    except UnavailableError as unavailable:
        say(f"{unavailable}: SQLite alone is measured.")
        yield sqlite
        return
    try:
        yield {**sqlite, "PostgreSQL": lambda _: server.url(server.database())}
    finally:
        server.stop()
