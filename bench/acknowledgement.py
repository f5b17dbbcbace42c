"""How fast Hangup acknowledges, beside the bare app in windows that alternate, and while the platform hangs."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

from bench.figure import Figure
from bench.load import Load, Times
from bench.program import Program, World
from bench.size import Size

KINDS = {"commands": "`/conversation`", "submissions": "the confirm submission"}
P50 = {"commands": 1.3, "submissions": 1.5}
P99 = 2.0
HUNG = 1.2
SETTLE_SECONDS = 0.5
WARMING = 20


@dataclass(frozen=True, slots=True)
class Acknowledgements:
    """Both apps, the world around them, and the load."""

    world: World
    load: Load
    hangup: Program
    bare: Program
    size: Size

    async def warm(self) -> None:
        """Let both load what they load at a first request."""
        for kind in KINDS:
            for program in (self.bare, self.hangup):
                await self._window(program, kind, WARMING if self.size.rests else 1, 20)

    async def beside_bare(self) -> AsyncIterator[Figure]:
        """Compare with the bare app."""
        for kind, spoken in KINDS.items():
            for rate, seconds in self.size.windows.items():
                ours, theirs = Times(), Times()
                for _ in range(self.size.rounds):
                    theirs.add(await self._window(self.bare, kind, round(rate * seconds), rate))
                    ours.add(await self._window(self.hangup, kind, round(rate * seconds), rate))
                for figure in _compared(f"acknowledging {spoken}, {rate} a second", ours, theirs, P50[kind], P99):
                    yield figure

    async def while_hung(self) -> AsyncIterator[Figure]:
        """Compare with the quiet case while the platform answers nothing and many look-ups wait for it."""
        for kind, spoken in KINDS.items():
            for rate, seconds in self.size.windows.items():
                quiet, hung = Times(), Times()
                for _ in range(self.size.hung_rounds):
                    number = round(rate * seconds)
                    quiet.add(await self._window(self.hangup, kind, number, rate))
                    hung.add(await self._hung_window(kind, number, rate))
                what = f"{spoken}, {rate} a second, platform hung with {self.size.pending} pending"
                for figure in _compared(what, hung, quiet, HUNG, HUNG, of="quiet"):
                    yield figure

    async def _window(self, program: Program, kind: str, number: int, rate: float) -> list[float]:
        bodies = await self.world.asks(kind, number=number)
        asked = await self.world.asks("count")
        taken = await self.load.steadily(program.url, bodies, rate)
        await self.world.rests()
        if program is self.hangup and self.size.rests and await self.world.asks("count") - asked < number:
            raise RuntimeError("Hangup acknowledged, and did not do, what it was asked")
        return taken

    async def _hung_window(self, kind: str, number: int, rate: float) -> list[float]:
        pending = await self.world.asks("commands", number=self.size.pending)
        bodies = await self.world.asks(kind, number=number)
        await self.world.asks("hangs", on=True)
        await self.load.at_once(self.hangup.url, pending)
        await asyncio.sleep(SETTLE_SECONDS)
        taken = await self.load.steadily(self.hangup.url, bodies, rate)
        await self.world.asks("hangs", on=False)
        await self.world.rests()
        return taken


def _compared(
    what: str, ours: Times, theirs: Times, p50: float, p99: float, *, of: str = "bare"
) -> tuple[Figure, Figure]:
    return (
        Figure(f"{what}: p50", ours.at(0.5) / theirs.at(0.5), target=p50, remark=_beside(ours, theirs, 0.5, of)),
        Figure(f"{what}: p99", ours.at(0.99) / theirs.at(0.99), target=p99, remark=_beside(ours, theirs, 0.99, of)),
    )


def _beside(ours: Times, theirs: Times, share: float, of: str) -> str:
    return f"{ours.at(share) * 1000:.0f} ms, {of} {theirs.at(share) * 1000:.0f} ms"
