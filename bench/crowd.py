"""Many leads at the same moment, on either database: is anybody left waiting, and how many are too many."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from bench.figure import Figure
from bench.load import Load, Times
from bench.program import Program, World
from bench.size import Size

ENOUGH_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Crowd:
    """Hangup on one database, the world around it, and the load."""

    world: World
    load: Load
    hangup: Program
    size: Size
    database: str

    async def figures(self) -> AsyncIterator[Figure]:
        """Submit all at once, then at rates that rise until they are too high."""
        taken = Times()
        for _ in range(self.size.crowds):
            bodies = await self.world.asks("submissions", number=self.size.crowd)
            taken.add(await self.load.at_once(self.hangup.url, bodies))
            await self.world.rests()
        yield Figure(
            f"{self.size.crowd} submissions at once, {self.database}: over 3 s",
            taken.late,
            unit="",
            target=0,
            remark=f"of {len(taken.seconds)}; the slowest {max(taken.seconds) * 1000:.0f} ms",
        )
        rate, slowest = await self._highest()
        remark = f"p99 {slowest * 1000:.0f} ms"
        if rate == self.size.ladder[-1]:
            remark += "; no higher one was tried"
        yield Figure(
            f"submissions, {self.database}: highest rate with p99 under 1 s", rate, unit="a second", remark=remark
        )

    async def _highest(self) -> tuple[int, float]:
        held = (0, 0.0)
        for rate in self.size.ladder:
            bodies = await self.world.asks("submissions", number=max(1, round(rate * self.size.step_seconds)))
            taken = Times(await self.load.steadily(self.hangup.url, bodies, rate))
            if taken.at(0.99) >= ENOUGH_SECONDS:
                break
            held = (rate, taken.at(0.99))
            await self.world.rests()
        return held
