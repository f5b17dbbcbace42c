"""How large a run is: whole, or as small as still gives every figure a number."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """Seconds, rounds and numbers of a run.

    `windows` are the seconds of one window by its rate a second; `rests` waits for what one left to do before the next.
    """

    rests: bool
    windows: dict[int, float]
    rounds: int
    hung_rounds: int
    pending: int
    crowd: int
    crowds: int
    ladder: tuple[int, ...]
    step_seconds: float
    errands: int
    starts: int
    few: int
    many: int
    queries: int


WHOLE = Size(
    rests=True,
    windows={10: 3.0, 50: 2.0},
    rounds=3,
    hung_rounds=2,
    pending=200,
    crowd=50,
    crowds=3,
    ladder=(20, 40, 60, 80, 100, 130),
    step_seconds=2.0,
    errands=30,
    starts=4,
    few=10_000,
    many=1_000_000,
    queries=300,
)
SMALLEST = Size(
    rests=False,
    windows={10: 0.1, 50: 0.1},
    rounds=1,
    hung_rounds=1,
    pending=2,
    crowd=2,
    crowds=1,
    ladder=(20,),
    step_seconds=0.1,
    errands=1,
    starts=1,
    few=10,
    many=100,
    queries=2,
)
