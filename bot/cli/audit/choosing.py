"""Which lines are wanted: the options that listing and export share, and how they are read."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.adapters.ledger.entries import Wanted

Conversation = Annotated[
    str | None, typer.Argument(metavar="[CONVERSATION]", help="Only what was done on this conversation.")
]
By = Annotated[str | None, typer.Option("--by", metavar="PERSON", help="Only what this Slack user (U…) did.")]
Org = Annotated[str | None, typer.Option("--org", help="Only this org.")]
Step = Annotated[str | None, typer.Option("--step", help="Only this step, such as confirmed, refused, looked_up.")]
Since = Annotated[
    str | None, typer.Option("--since", metavar="TIME", help="From 2026-11-22 or 2026-11-22T06:00 on (UTC).")
]
Until = Annotated[str | None, typer.Option("--until", metavar="TIME", help="Before this moment, in the same form.")]


def wanted_of(
    conversation: str | None, by: str | None, org: str | None, step: str | None, *, since: str | None, until: str | None
) -> "Wanted":
    """Read the options; raises `InputError` for a time that is none."""
    from bot.adapters.ledger.entries import Wanted

    return Wanted(
        conversation.strip().lower() if conversation else None,
        by,
        org,
        step,
        _moment("--since", since),
        _moment("--until", until),
    )


def _moment(option: str, text: str | None) -> datetime | None:
    from bot.domain.errors import InputError

    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise InputError(f"{option} {text} is no time.", "Write 2026-11-22 or 2026-11-22T06:00.") from None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
