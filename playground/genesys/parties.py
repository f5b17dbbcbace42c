"""Participants as the platform's documents have them: which legs live, and what ending or connecting one changes."""

import copy
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from playground.pretend.times import moment

# The lists of communications that a participant may have, with the answers that its media route gives.
MEDIA = (
    "calls",
    "callbacks",
    "chats",
    "cobrowsesessions",
    "emails",
    "messages",
    "internalMessages",
    "screenMonitorings",
    "screenshares",
    "socialExpressions",
    "videos",
)
ENDED = frozenset({"disconnected", "terminated"})
WAITING = frozenset({"alerting", "dialing", "contacting", "offering"})
# Media whose legs know fewer ways to end than the others.
_WAYS_TO_END: Mapping[str, tuple[str, ...]] = {
    "internalMessages": ("client", "system", "peer", "transfer"),
    "screenMonitorings": ("system",),
}
_NO_HOLD = frozenset({"cobrowsesessions", "internalMessages", "screenMonitorings", "screenshares", "videos"})

Party = dict[str, Any]


def legs(party: Mapping[str, Any], medium: str | None = None) -> Iterator[tuple[str, dict[str, Any]]]:
    """List a participant's communications with the names of their lists."""
    for kind in MEDIA if medium is None else (medium,):
        for leg in party.get(kind) or ():
            yield kind, leg


def live_legs(party: Mapping[str, Any], medium: str | None = None) -> list[tuple[str, dict[str, Any]]]:
    """List the communications that have not ended."""
    return [(kind, leg) for kind, leg in legs(party, medium) if leg.get("state") not in ENDED]


def way_to_end(medium: str, how: str) -> str:
    """Name the `disconnectType` that a leg of this medium has when it ends in this way."""
    ways = _WAYS_TO_END.get(medium)
    return how if ways is None or how in ways else ways[-1]


def listens_only(party: Mapping[str, Any]) -> bool:
    """Tell whether a participant monitors the others and takes no part."""
    kinds = {kind for kind, _ in legs(party)}
    return bool(party.get("monitoredParticipantId")) or kinds == {"screenMonitorings"}


def wrap_up_pending(party: Mapping[str, Any]) -> bool:
    """Tell whether an ended participant still owes a wrap-up."""
    if live_legs(party) or party.get("wrapup") or party.get("wrapupSkipped"):
        return False
    return any((leg.get("afterCallWork") or {}).get("state") == "pending" for _, leg in legs(party))


def end(party: Party, how: str, at: datetime, *, medium: str | None = None, leg_id: str | None = None) -> None:
    """End a participant's live legs, or those of one medium, or the one with this id."""
    when = moment(at)
    owes = bool(party.get("wrapupRequired")) and not party.get("wrapup") and not party.get("wrapupSkipped")
    for kind, leg in live_legs(party, medium):
        if leg_id is not None and leg.get("id") != leg_id:
            continue
        leg.update(state="disconnected", disconnectType=way_to_end(kind, how), disconnectedTime=when)
        if "held" in leg:
            leg["held"] = False
        if owes and leg.get("connectedTime") and kind not in ("internalMessages", "screenMonitorings"):
            leg.update(afterCallWorkRequired=True, afterCallWork={"startTime": when, "state": "pending"})
            party.setdefault("startAcwTime", when)
    if not live_legs(party):
        party.setdefault("endTime", when)


def another_row(party: Party, place: int, at: datetime) -> Party:
    """Write the next row of the same person, with legs of its own, as a call that comes back to an agent does."""
    row = copy.deepcopy(party)
    when = moment(at)
    row.update(id=_renumbered(row["id"], place), startTime=when, connectedTime=when)
    for kind in MEDIA:
        row[kind] = [leg for _, leg in live_legs(row, kind)]
    for number, (_, leg) in enumerate(live_legs(row), start=1):
        leg.update(id=_renumbered(row["id"], place, number), state="connected", connectedTime=when)
    return row


def _renumbered(party_id: str, place: int, leg: int = 0) -> str:
    return f"{party_id[:9]}{place:04d}-4{leg:03d}-{party_id[19:]}"


def connect(party: Party, at: datetime) -> None:
    """Connect the legs that wait for it."""
    for _, leg in live_legs(party):
        if leg.get("state") in WAITING:
            leg.update(state="connected", connectedTime=moment(at))
            party.setdefault("connectedTime", moment(at))


def hold(party: Party, at: datetime, *, held: bool) -> None:
    """Put the live legs on hold, or take them off."""
    for kind, leg in live_legs(party):
        if kind in _NO_HOLD:
            continue
        leg["held"] = held
        if held:
            leg["startHoldTime"] = moment(at)
        else:
            leg.pop("startHoldTime", None)


def wrap_up(party: Party, wrapup: Mapping[str, Any], at: datetime) -> None:
    """Write a wrap-up on the participant and on its legs, and complete their after-call work."""
    party["wrapup"] = dict(wrapup)
    complete_acw(party, at, "complete")
    for kind, leg in legs(party):
        if kind not in ("internalMessages", "screenMonitorings"):
            leg["wrapup"] = dict(wrapup)


def complete_acw(party: Party, at: datetime, state: str) -> None:
    """Close the pending after-call work as `complete` or `skipped`."""
    for _, leg in legs(party):
        work = leg.get("afterCallWork")
        if work and work.get("state") == "pending":
            work.update(state=state, endTime=moment(at))
            party["endAcwTime"] = moment(at)
