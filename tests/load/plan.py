"""How much load, for how long, with how many faults; all that is random comes from one seed."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Plan:
    """One run. Times are seconds of real time.

    New journeys begin for `traffic` seconds, and everything has `bound` seconds in all to come to its end; a run
    is over as soon as it has. `chance` is the part of the requests, on each edge, that gets a fault. A bot is killed
    every `kill_every` seconds for `kills_for` seconds. Leases run `lease` seconds instead of 30, and jobs every second
    instead of every ten, so that a run sees them run out more than once.
    """

    seed: int
    leads: int = 100
    traffic: float = 18.0
    bound: float = 60.0
    chance: float = 0.05
    kill_every: float = 10.0
    kills_for: float = 31.0
    lease: float = 8.0
    hangs_undone: bool = True
    journeys: int = 2


def long_run(seed: int) -> Plan:
    """Load for `make load`."""
    return Plan(seed)


def short_run(seed: int) -> Plan:
    """Load for `make test`: about ten seconds of it, and then as long as a busy machine needs to come to the end."""
    return Plan(
        seed,
        leads=30,
        traffic=6.0,
        bound=68.0,
        kill_every=5.0,
        kills_for=9.0,
        lease=6.0,
        hangs_undone=False,
        journeys=1,
    )
