"""Ask several at once, and wait for the slow ones no longer than a person would, once another has answered."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from bot.ports import Clock

# Who has not answered by then is told as late, once another has; what it answers follows.
PATIENCE_SECONDS = 2.5

K = TypeVar("K")
T = TypeVar("T")
G = TypeVar("G")


async def in_time(
    clock: Clock, until: datetime, works: Mapping[K, Awaitable[T]], *, answered: bool = False
) -> "tuple[Sequence[T], Mapping[K, asyncio.Task[T]]]":
    """Give what came of the works that are done by a moment, and those that go on, by their keys.

    At least one is waited for, unless somebody has `answered` already. The first error ends all, and is raised. Who
    takes the late ones sees to their end.
    """
    tasks = {key: _begun(work) for key, work in works.items()}
    patience = asyncio.create_task(clock.sleep((until - clock.now()).total_seconds()))
    try:
        while True:
            late = {key: task for key, task in tasks.items() if not task.done()}
            done = [task.result() for task in tasks.values() if task.done()]
            if not late or (patience.done() and (done or answered)):
                return done, late
            waited_for = {*late.values(), *(() if patience.done() else (patience,))}
            await asyncio.wait(waited_for, return_when=asyncio.FIRST_COMPLETED)
    except BaseException:
        await let_go(tasks)
        raise
    finally:
        patience.cancel()


async def in_turn(
    tasks: "Mapping[K, asyncio.Task[T]]", group_of: Callable[[K], G]
) -> AsyncGenerator[tuple[G, Sequence[T]], None]:
    """Give what came of each group of tasks once its last one is done, the group that is done first first."""
    left: dict[G, list[asyncio.Task[T]]] = {}
    for key, task in tasks.items():
        left.setdefault(group_of(key), []).append(task)
    while left:
        for group in [one for one, its in left.items() if all(task.done() for task in its)]:
            yield group, [task.result() for task in left.pop(group)]
        if running := [task for its in left.values() for task in its if not task.done()]:
            await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)


async def let_go(tasks: "Mapping[K, asyncio.Task[T]]") -> None:
    """End works that nobody waits for any more."""
    for task in tasks.values():
        task.cancel()
    await asyncio.gather(*tasks.values(), return_exceptions=True)


async def _awaited(work: Awaitable[T]) -> T:
    return await work


def _begun(work: Awaitable[T]) -> "asyncio.Task[T]":
    return asyncio.create_task(_awaited(work))
