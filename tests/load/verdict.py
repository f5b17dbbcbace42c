"""Whether what must hold did: one recorded outcome, at most one write, everybody told. Each breach is a sentence."""

import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from playground.slack.deliveries import Delivery
from playground.slack.web_api import Call
from tests.load.lead import REFERENCE, kind_of
from tests.load.memory import IN_FLIGHT, Demand

WORDS = {
    "confirmed": "has left",
    "not_confirmed": "Not confirmed",
    "refused": "The platform refused",
    "not_sent": "Nothing was sent",
}
# The platform's journal tells milliseconds, the ledger microseconds.
GRAIN = timedelta(milliseconds=2)
PROVES_NOTHING_DONE = (401, 429)
UNEXPECTED = ("request.crashed", "task.failed", "outbound.failed", "outbound.had_stopped", "messenger.failed")

Json = dict[str, Any]


def of_submissions(submissions: Sequence[Delivery], demands: Mapping[str, Demand]) -> Iterator[str]:
    """Every answered submission has exactly one recorded outcome; what was answered with a refusal was not done."""
    for delivery in submissions:
        if delivery.error is not None:
            continue
        found = REFERENCE.search(json.dumps(delivery.body))
        demand = demands.get(found.group()) if found else None
        if kind_of(delivery) == "taken":
            if demand is None:
                yield f"a submission of {delivery.user} was taken, and the ledger knows nothing of it: {delivery.body}"
        elif demand is not None and (demand.outcome != "not_sent" or demand.sent):
            yield f"{demand.id} was refused to the lead, and is {demand.outcome} in the ledger"


def of_outcomes(demands: Mapping[str, Demand]) -> Iterator[str]:
    """Every demand came to one end; what was not confirmed may be confirmed later."""
    for demand in demands.values():
        if demand.outcome in IN_FLIGHT:
            yield f"{demand.id} is still {demand.outcome}"
        elif demand.ends not in ([demand.outcome], ["not_confirmed", "confirmed"]):
            yield f"{demand.id} is {demand.outcome}, and its lines tell the ends {demand.ends}"


def of_writes(writes: Sequence[Json], demands: Mapping[str, Demand]) -> Iterator[str]:
    """At most one write for each demand; after an answer that proves that nothing was done, one more."""
    for demand, own in _by_demand(writes, demands):
        where = f"{[(w['at'], w['status']) for w in own]}"
        if demand is None:
            yield f"a write that no demand asked for: {own[0]['path']} {where}"
        elif len(own) > 1 and (len(own) > 2 or own[0]["status"] not in PROVES_NOTHING_DONE):
            yield f"{demand.id} was written {len(own)} times: {where}"


def resent(writes: Sequence[Json], demands: Mapping[str, Demand]) -> int:
    """Count the writes that were the second of their demand."""
    return sum(len(own) - 1 for demand, own in _by_demand(writes, demands) if demand is not None)


def of_telling(calls: Sequence[Call], submissions: Sequence[Delivery], demands: Mapping[str, Demand]) -> Iterator[str]:
    """Every lead was shown how the demand ended, with its reference."""
    shown: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for call in calls:
        if call.ok and call.method in {"views.update", "chat.postMessage"}:
            words = json.dumps(call.args, ensure_ascii=False)
            where = str(call.args.get("view_id") or call.args.get("channel"))
            for reference in set(REFERENCE.findall(words)):
                shown[reference].append((call.method, where, words))
    answered = " ".join(json.dumps(one.body) for one in submissions if one.error is None)
    for demand in demands.values():
        if demand.withdrawn or (demand.detail == "rival" and demand.id in answered):
            continue
        ends = [WORDS[end] for end in demand.ends[-1:]]
        told = any(
            where in (demand.view_id, demand.lead) and any(end in words for end in ends)
            for _, where, words in shown[demand.id]
        )
        if not told:
            seen = [(method, where) for method, where, _ in shown[demand.id]]
            yield f"{demand.lead} was not told that {demand.id} is {demand.outcome} ({demand.detail}); only {seen}"


def of_the_log(lines: Sequence[str]) -> Iterator[str]:
    """No part of a bot failed in a way that nobody had foreseen."""
    for line in lines:
        if any(f'"{event}"' in line for event in UNEXPECTED) or line.startswith("Traceback"):
            yield f"unexpected: {line.strip()[:2500]}"


def _by_demand(writes: Sequence[Json], demands: Mapping[str, Demand]) -> Iterator[tuple[Demand | None, list[Json]]]:
    """Give each write to the demand on its target that was about to be sent last before it."""
    sendings: dict[tuple[str, str], list[tuple[datetime, str]]] = defaultdict(list)
    for demand in demands.values():
        for at in demand.sent:
            sendings[demand.conversation_id, demand.participant_id].append((at, demand.id))
    owned: dict[str, list[Json]] = defaultdict(list)
    for write in writes:
        *_, conversation_id, _, participant_id = write["path"].split("/")
        begun = sorted(sendings[conversation_id, participant_id])
        at = datetime.fromisoformat(write["at"]) + GRAIN
        place = bisect_right([moment for moment, _ in begun], at)
        if place == 0:
            yield None, [write]
        else:
            owned[begun[place - 1][1]].append(write)
    for reference, own in owned.items():
        yield demands[reference], own
