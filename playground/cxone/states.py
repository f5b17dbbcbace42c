"""The contact states of the pretend tenant. Ids and names are a tenant's own matter, so some here are unusual.

Nothing but the row of id 4 is known from elsewhere; a program has to read the table.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class State:
    """One row of `contact-state-descriptions`."""

    id: int
    category: str
    name: str


ACTIVE = State(4, "with agent", "Active")
PREQUEUE = State(2, "before queue", "Prequeue")
ROUTING = State(3, "in queue", "Routing")
HOLD = State(5, "with agent", "Hold")
CONFERENCE = State(6, "with agent", "Conference")
TRANSFER = State(7, "with agent", "Transfer")
AFTER_WORK = State(28, "after contact work", "Nota selepas panggilan")
RELEASED = State(9, "ended", "Released")
RINGING = State(41, "to agent", "Ringing at desk")

TABLE: tuple[State, ...] = (
    PREQUEUE,
    ROUTING,
    ACTIVE,
    HOLD,
    CONFERENCE,
    TRANSFER,
    RELEASED,
    AFTER_WORK,
    RINGING,
)


def of_id(state_id: object) -> State:
    """Find a row; a state that is not in the table is shown by its number."""
    return next((one for one in TABLE if str(one.id) == str(state_id)), State(int(str(state_id)), "", f"{state_id}"))
