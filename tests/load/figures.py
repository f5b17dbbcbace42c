"""The figures of a run, in the order in which they are read."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from playground.slack import PretendSlack
from tests.load.chance import BUSY
from tests.load.lead import REFERENCE, Notes
from tests.load.memory import Demand
from tests.load.plan import Plan
from tests.load.verdict import resent


def figures_of(
    *,
    plan: Plan,
    took: float,
    notes: Notes,
    demands: Mapping[str, Demand],
    faults: Counter[str],
    fleet: Counter[str],
    writes: Sequence[dict[str, Any]],
    slack: PretendSlack,
) -> dict[str, object]:
    """Count everything once."""
    answered = sorted(one.milliseconds or 0.0 for one in notes.submissions if one.error is None)
    said = Counter(call.method for call in slack.calls if call.ok)
    asked = sorted(notes.counts.items())
    return {
        "seed": plan.seed,
        "seconds": round(took, 1),
        "leads": plan.leads,
        **{f"leads: {name}": count for name, count in asked},
        "submissions": len(notes.submissions),
        "submissions answered": len(answered),
        "acknowledgement p50, p99, longest (ms)": " / ".join(f"{_at(answered, part):.0f}" for part in (0.5, 0.99, 1)),
        "demands": len(demands),
        **_prefixed("outcome", Counter(_how(one) for one in demands.values())),
        "settled by the other process": sum(any(s == "claimed" for s, _ in one.steps) for one in demands.values()),
        **_prefixed("fault", faults),
        **dict(fleet),
        "platform writes": len(writes),
        "platform writes sent again after 401 or 429": resent(writes, demands),
        "messages": said["chat.postMessage"],
        "messages changed": said["chat.update"],
        "views filled": said["views.update"],
        **_prefixed("over Slack's own limits", _over(slack)),
        "messages repeated": _repeats(slack),
    }


def _how(demand: Demand) -> str:
    return f"{demand.outcome} ({demand.detail})" if demand.detail and len(demand.detail) < 20 else demand.outcome


def _prefixed(word: str, counts: Mapping[str, int]) -> dict[str, object]:
    return {f"{word}: {name}": counts[name] for name in sorted(counts)}


def _at(values: Sequence[float], part: float) -> float:
    return values[min(len(values) - 1, int(part * len(values)))] if values else 0.0


def _over(slack: PretendSlack) -> Counter[str]:
    return Counter(call.method for call in slack.calls if call.error == "ratelimited" and call.response != BUSY)


def _repeats(slack: PretendSlack) -> int:
    """Count the messages that stand more than once where they stand, with the same reference."""
    standing = Counter(
        (channel, message.text, reference)
        for channel in slack.workspace.channels
        for message in slack.workspace.messages(channel)
        for reference in set(REFERENCE.findall(str(message.blocks)))
    )
    return sum(count - 1 for count in standing.values())
