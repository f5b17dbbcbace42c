"""What the ledger holds at the end, read past Hangup, straight from the tables."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from playground.postgres import PostgresServer

IN_FLIGHT = ("requested", "sending", "accepted")


@dataclass(frozen=True)
class Demand:
    id: str
    org: str
    conversation_id: str
    participant_id: str
    lead: str
    view_id: str
    outcome: str
    detail: str
    withdrawn: bool
    told: bool
    steps: tuple[tuple[str, datetime], ...]

    @property
    def ends(self) -> list[str]:
        """List the final outcomes that were written down."""
        return [step for step, _ in self.steps if step in {"confirmed", "not_confirmed", "refused", "not_sent"}]

    @property
    def sent(self) -> list[datetime]:
        """List when it was about to be sent."""
        return [at for step, at in self.steps if step == "sending"]


def demands(server: PostgresServer, name: str) -> dict[str, Demand]:
    """Read every demand, with the steps that its lines tell."""
    steps: dict[str, list[tuple[str, datetime]]] = defaultdict(list)
    with server.connect(name) as connection:
        for reference, step, at in connection.execute("SELECT disconnection_id, step, at FROM entries ORDER BY id"):
            steps[str(reference)].append((str(step), at))  # type: ignore[arg-type]
        rows = connection.execute(
            "SELECT id, org, conversation_id, participant_id, lead, origin_view_id, outcome, detail,"
            " claimed_key IS NULL, told_at IS NOT NULL FROM disconnections"
        ).fetchall()
    found: list[tuple[Any, ...]] = rows
    return {row[0]: Demand(*(*row, tuple(steps[row[0]]))) for row in found}


def unsettled(server: PostgresServer, name: str) -> tuple[int, int, int]:
    """Count the demands in flight, those whose end nobody was told, and the letters that wait to tell one."""
    with server.connect(name) as connection:
        row = connection.execute(
            "SELECT count(*) FILTER (WHERE outcome = ANY(%s)),"
            " count(*) FILTER (WHERE told_at IS NULL AND claimed_key IS NOT NULL),"
            " (SELECT count(*) FROM outbox WHERE tells <> '') FROM disconnections",
            (list(IN_FLIGHT),),
        ).fetchone()
    assert row is not None
    return int(str(row[0])), int(str(row[1])), int(str(row[2]))
