"""Between a demand and its row."""

from typing import Any

from sqlalchemy import RowMapping

from bot.adapters.ledger.wording import kept
from bot.domain.disconnection import Act, Disconnection, Origin, Outcome, Phase, Preview

PLAIN = (
    "id",
    "key",
    "org",
    "conversation_id",
    "participant_id",
    "participant_name",
    "lead",
    "reason",
    "note",
    "requested_at",
    "owner",
    "lease_until",
    "sent_at",
    "accepted_at",
    "settled_at",
    "trace_id",
    "detail",
    "cause",
    "settled_by_other",
)
# What a demand is once and for all; a later step does not change it, nor bring back what was erased meanwhile. The
# lease has methods of its own.
FIXED = frozenset(
    {
        "id",
        "key",
        "act",
        "org",
        "conversation_id",
        "participant_id",
        "participant_name",
        "lead",
        "reason",
        "note",
        "requested_at",
        "lease_until",
    }
)


def row_of(demand: Disconnection) -> dict[str, Any]:
    """Lay a demand out in columns."""
    return {name: kept(getattr(demand, name)) for name in PLAIN} | {
        "act": demand.act.value,
        "outcome": demand.outcome.value,
        "seen_phase": demand.seen.phase.value,
        "seen_others": demand.seen.others,
        "seen_user_id": demand.seen.user_id,
        "origin_user_id": demand.origin.user_id,
        "origin_view_id": demand.origin.view_id,
        "origin_channel_id": demand.origin.channel_id,
        "origin_message_ts": demand.origin.message_ts,
    }


def step_row_of(demand: Disconnection) -> dict[str, Any]:
    """Lay out only what a later step may change."""
    return {name: value for name, value in row_of(demand).items() if name not in FIXED}


def demand_of(row: RowMapping) -> Disconnection:
    """Read a demand back."""
    return Disconnection(
        **{name: row[name] for name in PLAIN},
        act=Act(row["act"]),
        outcome=Outcome(row["outcome"]),
        seen=Preview(Phase(row["seen_phase"]), row["seen_others"], row["seen_user_id"]),
        origin=Origin(row["origin_user_id"], row["origin_view_id"], row["origin_channel_id"], row["origin_message_ts"]),
    )
