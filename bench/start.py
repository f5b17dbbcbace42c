"""How long it takes until it serves, and how much memory it holds then."""

from collections.abc import AsyncIterator
from pathlib import Path
from statistics import median

from bench.figure import Figure
from bench.load import Load
from bench.program import World, bare, hangup
from bench.size import Size

TWICE = 2.0


async def starts(world: World, load: Load, size: Size, folder: Path, database_url: str) -> AsyncIterator[Figure]:
    """Start both in turns; memory is read after each has acknowledged, and carried out, one command."""
    seconds: dict[str, list[float]] = {"hangup": [], "bare": []}
    megabytes: dict[str, list[float]] = {"hangup": [], "bare": []}
    for _ in range(size.starts):
        for name in ("hangup", "bare"):
            started = bare(world.told) if name == "bare" else hangup(world.told, folder, database_url)
            async with started as program:
                seconds[name].append(program.seconds)
                await load.at_once(program.url, await world.asks("commands", number=1))
                await world.rests()
                megabytes[name].append(program.megabytes)
    for what, unit, scale, taken in (
        ("ready to serve", "ms", 1000, seconds),
        ("resident memory", "MB", 1, megabytes),
    ):
        ours, theirs = median(taken["hangup"]), median(taken["bare"])
        remark = f"{ours * scale:.0f} {unit}, bare {theirs * scale:.0f} {unit}"
        yield Figure(what, ours / theirs, target=TWICE, remark=remark)
