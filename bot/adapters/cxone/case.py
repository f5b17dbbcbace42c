"""A captured case whose documents are NICE CXone's -> a conflict.

What platforms share (the request, the ledger, the families of path and host) is read as for any; the ids, the answer
and the documents are read here. A document may be the body of `contacts/active`, of `contacts/{id}`, of
`agents/states` or of `contact-state-descriptions`, or one object with the keys of several.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bot.adapters.cxone import wire
from bot.adapters.cxone.assembly import NOT_ACTIVE, OF_RECORD, Gathered, conversation_from
from bot.adapters.cxone.contact import AgentState, Contact
from bot.adapters.cxone.states import Described, condition_of, table_from
from bot.adapters.genesys.case import conflict_from_case
from bot.domain.conflict import Conflict
from bot.domain.conversation import Conversation
from bot.domain.exchange import Analytics, Probes, Reading, Reply, Silence, TokenProbe

_CONTACT = re.compile(r"/contacts/(?P<id>[1-9][0-9]{0,18})(?:/(?P<what>[a-z-]+))?/?(?:\?|\Z)", re.IGNORECASE)
_ID_KEYS = ("conversation_id", "participant_id", "contact_id", "master_contact_id")
_NOT_FOUND, _NO_CONTENT = 404, 204


@dataclass(slots=True)
class _Seen:
    """What the documents of a case have shown so far, in their order."""

    org: str
    wanted: str = ""
    contacts: dict[str, Contact] = field(default_factory=dict)
    agents: Sequence[AgentState] | None = None
    table: dict[int, Described] = field(default_factory=dict)

    @property
    def master_id(self) -> str:
        """The master contact that the case is about."""
        known = self.contacts.get(self.wanted)
        if known is not None:
            return known.master_id
        masters = [contact.master_id for contact in self.contacts.values()]
        return self.wanted if self.wanted in masters or not masters else masters[0]


def conflict_from_cxone_case(case: Mapping[str, Any]) -> Conflict:
    """Read a case. Raises `InputError`, whose text names the key, for a value of another type than expected."""
    bare = {key: value for key, value in case.items() if key not in {"before", "rereads", "probes"}}
    request, ledger = case.get("request"), case.get("ledger")
    if isinstance(request, Mapping):
        bare["request"] = _with_texts(request)
    if isinstance(ledger, list):
        bare["ledger"] = [_with_texts(one) if isinstance(one, Mapping) else one for one in ledger]
    # Whether these have the right types is asked there too.
    conflict_from_case({**bare, **{key: case.get(key) for key in ("before", "rereads", "probes")}})
    conflict = conflict_from_case(bare)
    asked = _asked_contact(bare.get("request"), conflict)
    participant_id = conflict.participant_id or asked
    seen = _Seen(conflict.org.name, participant_id or conflict.conversation_id)
    rows = [one for key in ("rereads", "probes") for one in case.get(key) or () if isinstance(one, Mapping)]
    _learn(seen, [case.get("before"), *rows])
    before = _sight(seen, case.get("before") or {})
    probes = [one for one in case.get("probes") or () if isinstance(one, Mapping)]
    rereads = [_reading(seen, one, conflict.now) for one in case.get("rereads") or () if isinstance(one, Mapping)]
    rereads += [
        _reading(seen, one, conflict.now) for one in probes if _path_of(one).lower().endswith("/contacts/active")
    ]
    shown = next((c for c in (before, *(r.conversation for r in rereads)) if c is not None), None)
    exchange = conflict.exchange
    if exchange is not None and exchange.reply is not None:
        answer = case.get("response")
        said = _reply(answer if isinstance(answer, Mapping) else {}, exchange.reply.status)
        exchange = replace(exchange, reply=replace(said, body=exchange.reply.body or said.body))
    return replace(
        conflict,
        conversation_id=shown.id if shown is not None else conflict.conversation_id or participant_id or "",
        participant_id=participant_id,
        sent_participant_id=asked if asked != participant_id else None,
        exchange=exchange,
        before=before,
        rereads=tuple(rereads),
        probes=Probes(_records(seen, probes, conflict.now), tuple(_tokens(probes, conflict))),
    )


def _with_texts(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    """Write ids that are numbers as texts."""
    found = dict(entry)
    for key in _ID_KEYS:
        if (number := wire.id_in(entry.get(key))) is not None:
            found[key] = number
    found.setdefault("participant_id", found.pop("contact_id", None))
    found.setdefault("conversation_id", found.pop("master_contact_id", None))
    return found


def _asked_contact(request: Any, conflict: Conflict) -> str | None:
    path = conflict.exchange.request.path if conflict.exchange is not None else ""
    if not path and isinstance(request, Mapping):
        path = str(request.get("path") or "")
    found = _CONTACT.search(path)
    return found["id"] if found else None


def _learn(seen: _Seen, entries: Sequence[Any]) -> None:
    """Take the tenant's table of states from wherever it stands, before any state is read by it."""
    for entry in entries:
        document = _document(entry) if isinstance(entry, Mapping) else {}
        seen.table.update(table_from(document) or {})
        if "contactstatedescriptions" not in document and (agents := wire.agent_states_from(document)) is not None:
            seen.agents = agents


def _document(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the object that a body holds, or the entry itself where it is the body; keys in lower case."""
    body = entry.get("body") if "body" in entry else entry
    if isinstance(body, list):
        return {"activecontacts": body}
    if isinstance(body, str):
        return wire.object_in(body) or {}
    return wire.lowered(body) if isinstance(body, Mapping) else {}


def _path_of(entry: Mapping[str, Any]) -> str:
    return urlsplit(str(entry.get("path") or entry.get("url") or "")).path


def _sight(seen: _Seen, entry: Mapping[str, Any]) -> Conversation | None:
    """Make a conversation of a document, with whom earlier documents showed; None where it shows none."""
    document = _document(entry)
    record = wire.one_contact_from(document)
    listed = wire.contacts_from(document)
    empty = wire.number_in(entry.get("status")) == _NO_CONTENT
    agents = wire.agent_states_from(document)
    if record is None and listed is None and agents is not None and seen.contacts:
        # What the agents do says nothing of who has left.
        listed = [contact for contact in seen.contacts.values() if not contact.completed]
    if record is None and listed is None and not (empty and seen.contacts):
        return None
    rows = list(listed or ()) + ([record] if record is not None and listed is None else [])
    earlier = dict(seen.contacts)
    seen.contacts |= {contact.id: contact for contact in rows}
    master_id = seen.master_id
    mine = {contact.id: contact for contact in rows if contact.master_id == master_id}
    if not mine and not any(contact.master_id == master_id for contact in earlier.values()):
        return None
    only = _filtered(entry) if listed is not None or empty else record.id if record is not None else None
    gone: list[tuple[Contact, str]] = []
    for contact in [*mine.values(), *(c for c in earlier.values() if c.id not in mine and c.master_id == master_id)]:
        over = contact.completed or condition_of(contact, seen.table).meaning == "ended"
        if contact.id in mine and over:
            gone.append((mine.pop(contact.id), OF_RECORD))
        elif contact.id not in mine and (over or only in {None, contact.id}):
            gone.append((contact, NOT_ACTIVE))
        elif contact.id not in mine:
            mine[contact.id] = contact
    found = Gathered(master_id, list(mine.values()), gone, agents if agents is not None else seen.agents)
    return conversation_from(found, seen.table, org=seen.org)


def _sight_without(seen: _Seen, entry: Mapping[str, Any]) -> Conversation | None:
    """Make a conversation without the one contact that was not found, where others of it were seen."""
    asked = _CONTACT.search(_path_of(entry))
    lost = seen.contacts.get(asked["id"]) if asked is not None and asked["what"] is None else None
    if lost is None:
        return None
    others = [one for one in seen.contacts.values() if one.master_id == lost.master_id and one.id != lost.id]
    if not others:
        return None
    found = Gathered(lost.master_id, others, [(lost, NOT_ACTIVE)], seen.agents)
    return conversation_from(found, seen.table, org=seen.org)


def _filtered(entry: Mapping[str, Any]) -> str | None:
    """Tell the one contact that a list was asked for, if it was."""
    address = urlsplit(str(entry.get("path") or entry.get("url") or ""))
    asked = {name.lower(): values[0] for name, values in parse_qs(address.query).items()}
    return wire.id_in(asked.get("contactid"))


def _reading(seen: _Seen, entry: Mapping[str, Any], now: datetime) -> Reading:
    at = wire.time_from(entry.get("at")) or now
    status = wire.number_in(entry.get("status"))
    if status is None or status // 100 == 2:  # noqa: PLR2004 - the class of success
        conversation = _sight(seen, entry)
        if conversation is not None:
            return Reading(at=at, conversation=conversation)
        if status is not None:
            missing = Reply(_NOT_FOUND if status == _NO_CONTENT or wire.contacts_from(_document(entry)) == [] else 502)
            return Reading(at=at, reply=missing)
    if status is not None:
        left = _sight_without(seen, entry) if status == _NOT_FOUND else None
        return Reading(at=at, conversation=left) if left is not None else Reading(at=at, reply=_reply(entry, status))
    return Reading(at=at, silence=Silence.TIMEOUT if "time" in str(entry.get("error")).lower() else Silence.CONNECTION)


def _reply(entry: Mapping[str, Any], status: int) -> Reply:
    body, headers = entry.get("body"), entry.get("headers")
    text = body if isinstance(body, str) else "" if body is None else json.dumps(body)
    named = {str(key): str(value) for key, value in headers.items()} if isinstance(headers, Mapping) else {}
    reply = wire.reply_from(status, named, text)
    # What is pasted, a line of a log, may be the answer's words alone.
    plain = text.strip() if text and not text.lstrip().startswith(("{", "[", "<")) else None
    return replace(reply, message=reply.message or wire.cut(plain))


def _records(seen: _Seen, probes: Sequence[Mapping[str, Any]], now: datetime) -> Analytics | None:
    """Take what was asked of one contact, its record or the history of its states, for what the records say."""
    found: Analytics | None = None
    for probe in probes:
        path = _path_of(probe)
        asked = _CONTACT.search(path)
        if asked is None or asked["what"] not in {None, "state-history", "statehistory"}:
            continue
        at, status, document = wire.time_from(probe.get("at")) or now, probe.get("status"), _document(probe)
        contact = wire.one_contact_from(document)
        if wire.number_in(status) == _NOT_FOUND:
            found = Analytics(at=at, known=False, path=path)
        elif contact is not None:
            found = Analytics(at, known=True, started_at=contact.started_at, ended_at=contact.ended_at, path=path)
        elif rows := wire.listed(document, "contactStateHistory"):
            steps = sorted(
                (m, str(row.get("contactstatename"))) for row in rows if (m := wire.time_from(row.get("startdate")))
            )
            last = Contact("", "", state_name=steps[-1][1]) if steps else None
            over = last is not None and condition_of(last, seen.table).meaning == "ended"
            ended_at = steps[-1][0] if over else None
            found = Analytics(at, known=True, started_at=steps[0][0] if steps else None, ended_at=ended_at, path=path)
    return found


def _tokens(probes: Sequence[Mapping[str, Any]], conflict: Conflict) -> Iterator[TokenProbe]:
    """Take what needs nothing but a token for a check of it."""
    for probe in probes:
        status = wire.number_in(probe.get("status"))
        if status is None or "/contact-state-descriptions" not in _path_of(probe).lower():
            continue
        host = str(probe.get("host") or urlsplit(str(probe.get("url") or "")).hostname or conflict.org.host)
        at = wire.time_from(probe.get("at")) or conflict.now
        yield TokenProbe(at, host, accepted=status // 100 == 2, status=status)  # noqa: PLR2004 - the class of success
