"""Between what a watch remembers and its JSON; what an older or newer version wrote is read as far as it is known."""

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from bot.domain.watch import Tracked, WatchState

MOMENTS = frozenset({"since", "first_seen", "last_seen"})
NAMES = frozenset(field.name for field in fields(Tracked))


def text_of(state: WatchState) -> str:
    """Write it down."""
    tracked = [
        {name: value.isoformat() if isinstance(value, datetime) else value for name, value in _values(one).items()}
        for one in state.tracked
    ]
    marks = {name: at.isoformat() for name, at in state.marks.items()}
    return json.dumps({"tracked": tracked, "marks": marks}, ensure_ascii=False)


def state_of(text: str) -> WatchState:
    """Read it back."""
    kept = json.loads(text)
    tracked = tuple(_tracked_of(one) for one in kept["tracked"])
    return WatchState(tracked, {name: datetime.fromisoformat(at) for name, at in kept["marks"].items()})


def _values(one: Tracked) -> dict[str, Any]:
    return {name: getattr(one, name) for name in NAMES}


def _tracked_of(kept: Mapping[str, Any]) -> Tracked:
    values: dict[str, Any] = {k: v for k, v in kept.items() if k in NAMES}
    return Tracked(**values | {name: datetime.fromisoformat(values[name]) for name in MOMENTS})
