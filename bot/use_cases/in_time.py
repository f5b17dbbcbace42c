"""Ask several at once, and wait for the slow ones no longer than a person would, once another has answered."""

import asyncio
from collections.abc import Awaitable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from bot.ports import Clock

K = TypeVar("K")
T = TypeVar("T")


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


async def let_go(tasks: "Mapping[K, asyncio.Task[T]]") -> None:
    """End works that nobody waits for any more."""
    for task in tasks.values():
        task.cancel()
    await asyncio.gather(*tasks.values(), return_exceptions=True)


async def _awaited(work: Awaitable[T]) -> T:
    return await work


def _begun(work: Awaitable[T]) -> "asyncio.Task[T]":
    return asyncio.create_task(_awaited(work))
