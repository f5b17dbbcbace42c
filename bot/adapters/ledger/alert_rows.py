"""Between an alert and its row."""

from functools import cache
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import RowMapping

from bot.domain.alert import Alert, Event, Note, Problem, Stage

PLAIN = (
    "id",
    "raised_at",
    "watched_from",
    "by",
    "at",
    "until",
    "escalations",
    "due_at",
    "closed_at",
    "outcome",
    "place",
    "posted_in",
    "message_ts",
    "refused",
    "quiet",
    "gathers",
    "gathered_by",
    "revision",
)


@cache
def _form() -> TypeAdapter[Problem]:
    """Make the form of a problem in JSON, at first use: it takes a while."""
    return TypeAdapter(Problem)


def problem_text(problem: Problem) -> str:
    """Write a problem as JSON."""
    return _form().dump_json(problem).decode()


def row_of(alert: Alert) -> dict[str, Any]:
    """Lay an alert out in columns; only an open one holds its key."""
    problem = alert.problem
    return {name: getattr(alert, name) for name in PLAIN} | {
        "key": problem.key,
        "open_key": problem.key if alert.open else None,
        "rule": problem.rule,
        "channel": problem.channel,
        "org": problem.org,
        "conversation_id": problem.conversation_id or "",
        "severity": problem.severity.value,
        "problem": problem_text(problem),
        "stage": alert.stage.value,
    }


def alert_of(row: RowMapping) -> Alert:
    """Read an alert back."""
    problem = _form().validate_json(row["problem"])
    return Alert(problem=problem, stage=Stage(row["stage"]), **{name: row[name] for name in PLAIN})


def note_of(row: RowMapping) -> Note:
    """Read a line of an alert's history back."""
    return Note(Event(row["event"]), row["at"], row["by"], row["detail"], row["until"])
