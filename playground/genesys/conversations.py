"""The conversation operations: read, update a participant, disconnect, tear down, analytics."""

from collections.abc import Mapping
from typing import Any

from playground.genesys import analytics, parties
from playground.genesys.conversation import HeldConversation
from playground.genesys.exchange import Answer, Asked
from playground.genesys.platform import Platform
from playground.genesys.refusals import CONFLICT_TEXT, RefusalError, body_for, refusal

# https://developer.genesys.cloud/devapps/api-explorer: MediaParticipantRequest.state
_STATES = (
    "alerting",
    "dialing",
    "contacting",
    "offering",
    "connected",
    "disconnected",
    "terminated",
    "converting",
    "uploading",
    "transmitting",
    "parked",
    "none",
)
# Chats lost their routes in August 2026; the other media never had one for a participant.
MEDIA_WITH_ROUTES = ("calls", "callbacks", "cobrowsesessions", "emails", "messages")


def read(org: Platform, asked: Asked) -> Answer:
    """Answer `GET /conversations/{id}`."""
    document = org.served(asked.ids["conversation"]).read(org.clock.now())
    org.served(asked.ids["conversation"])  # a read may be the one on which it vanishes
    return Answer(body=document)


def details(org: Platform, asked: Asked) -> Answer:
    """Answer `GET /analytics/conversations/{id}/details`, which still works when the live object is gone."""
    held = org.known(asked.ids["conversation"])
    if held.behaviour.wrong_org:
        raise refusal("conversation.error.conversation.not.found")
    return Answer(body=analytics.details(held.document))


def update(org: Platform, asked: Asked) -> Answer:
    """Answer `PATCH /conversations/{id}/participants/{pid}`, generic or of one medium: 202, accepted and not done."""
    medium = asked.ids.get("medium")
    held, party = _addressed(org, asked, medium)
    wanted = asked.document()
    if wanted is None:
        raise refusal("bad.request")
    _check_state(org, wanted)
    if wanted.get("state") == "disconnected":
        if not parties.live_legs(party, medium):
            raise _already_gone(medium)
        held.disconnect(party["id"], org.effect_of(held), medium=medium)
    _adjust(party, wanted, org)
    return Answer(status=202, delay=held.behaviour.answer_delay)


def update_communication(org: Platform, asked: Asked) -> Answer:
    """Answer `PATCH …/participants/{pid}/communications/{cid}`, which can only disconnect."""
    medium, leg_id = asked.ids["medium"], asked.ids["communication"]
    held, party = _addressed(org, asked, medium)
    if (asked.document() or {}).get("state") != "disconnected":
        raise refusal("communication.state.required")
    if all(leg.get("id") != leg_id for _, leg in parties.legs(party, medium)):
        raise refusal("not.found")
    if all(leg.get("id") != leg_id for _, leg in parties.live_legs(party, medium)):
        raise _already_gone(medium)
    held.disconnect(party["id"], org.effect_of(held), medium=medium, leg_id=leg_id)
    return Answer(status=202, delay=held.behaviour.answer_delay)


def disconnect(org: Platform, asked: Asked) -> Answer:
    """Answer `POST …/participants/{pid}/disconnect`, which the public definition does not have.

    As once published it takes no body. A gateway in front of the platform wants `reason`, and `cause` for a call.
    """
    held, party = _addressed(org, asked, None)
    live = parties.live_legs(party)
    if org.disconnect_route == "gateway":
        body = asked.document() or {}
        _want(body, "reason")
        if any(kind == "calls" for kind, _ in parties.legs(party)):
            _want(body, "cause")
        if not live:
            raise refusal("conflict")
    elif not live:
        raise _already_gone(None)
    held.disconnect(party["id"], org.effect_of(held))
    return Answer(status=202, delay=held.behaviour.answer_delay)


def tear_down(org: Platform, asked: Asked) -> Answer:
    """Answer `POST /conversations/{id}/disconnect`: everything ends, and what wrap-up is owed becomes the system's."""
    held = org.served(asked.ids["conversation"])
    if not held.live and not any(parties.wrap_up_pending(one) for one in held.people):
        raise refusal("conversation.error.conversation.not.found")
    held.tear_down(org.effect_of(held))
    return Answer(status=202, body='"Accepted"')


def _addressed(org: Platform, asked: Asked, medium: str | None) -> tuple[HeldConversation, dict[str, Any]]:
    """Find the conversation and the participant that a write names, unless it is refused before that."""
    held = org.served(asked.ids["conversation"])
    if medium == "calls" and not org.user_context:
        raise refusal("not.a.user")
    held.write(org.clock.now())
    _refuse_as_told(held)
    party = held.participant(asked.ids["participant"])
    if party is None:
        raise refusal("conversation.error.not.conversation.participant")
    return held, party


def _refuse_as_told(held: HeldConversation) -> None:
    refusing = held.behaviour.refuses
    if refusing is None or held.writes <= refusing.spares:
        return
    if refusing.times is not None and held.refused >= refusing.times:
        return
    held.refused += 1
    body = refusing.body
    if body is None:
        body = body_for(refusing.status, refusing.headers.get("Retry-After", "60"))
    raise RefusalError(refusing.status, body, refusing.headers)


def _check_state(org: Platform, wanted: Mapping[str, Any]) -> None:
    state = wanted.get("state")
    if state is None or state == "disconnected":
        return
    if state not in _STATES:
        raise refusal("invalid.value", state, "state", ", ".join(_STATES), fields=["state"])
    if state == "connected" and not org.user_context:
        raise refusal("not.a.user")
    raise refusal("bad.request")


def _already_gone(medium: str | None) -> RefusalError:
    if medium == "calls":
        return refusal("conversation.error.call.disconnected")
    return refusal("conversation.error.participant.no.active.conversations")


def _want(body: Mapping[str, Any], name: str) -> None:
    value = body.get(name)
    if not isinstance(value, str) or not value.strip():
        raise refusal("conflict", message=f"{CONFLICT_TEXT} The field {name} is required.", fields=[name])


def _adjust(party: dict[str, Any], wanted: Mapping[str, Any], org: Platform) -> None:
    now = org.clock.now()
    if isinstance(wanted.get("wrapup"), dict):
        parties.wrap_up(party, wanted["wrapup"], now)
    if wanted.get("wrapupSkipped") is True:
        party["wrapupSkipped"] = True
        parties.complete_acw(party, now, "skipped")
    if isinstance(wanted.get("held"), bool):
        parties.hold(party, now, held=wanted["held"])
    if isinstance(wanted.get("muted"), bool):
        for _, leg in parties.live_legs(party, "calls"):
            leg["muted"] = wanted["muted"]
