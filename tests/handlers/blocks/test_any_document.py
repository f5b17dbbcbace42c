"""Whatever a document holds: it renders, Slack takes it, and nothing in it mentions, poses or gives a number away."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.adapters.genesys.wire import conversation_from
from bot.domain.communication import State
from bot.domain.conversation import Conversation
from bot.domain.disconnection import Change, Outcome, PastAct, Preview, changes
from bot.domain.participant import Participant, Purpose
from bot.domain.reason import DEFAULT_REASONS
from bot.ports import Report
from handlers.blocks.card import Message, conversation_card
from handlers.blocks.confirm_view import changed_view, confirm_view, end_view
from handlers.blocks.metadata import Target, Ticket
from handlers.blocks.people_view import PER_PAGE, people_view
from handlers.blocks.result import result_message, result_view
from playground.genesys.parties import MEDIA
from playground.slack.blocks import inspect_blocks
from playground.slack.view_rules import inspect_view
from tests.handlers.blocks.faces import demand

ID = "ca110001-0000-4000-8000-000000000000"
NUMBER = "6591234567"
LOCAL = "jordan.rivera"
NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
STATES = [*(state.value for state in State), "CONNECTED", "teleporting", ""]
PURPOSES = [*(purpose.value for purpose in Purpose), "fax", ""]

nasty = st.sampled_from(
    [
        "<!channel>",
        "<!here|here>",
        "<@U0LEADA>",
        "<@U0LEADA|ada>",
        "<#C0LEADS>",
        "<!subteam^S0LEADS>",
        "<https://evil.example|click>",
        "&lt;!channel&gt;",
        "*bold*",
        "_it_",
        "~no~",
        "`code`",
        "```\nblock\n```",
        "> quote",
        ":large_green_circle:",
        "a\u200bb",
        "\u202eevil",
        "\u2066x\u2069",
        "مرحبا",
        "👩‍👩‍👧",
        "\x00\x07",
        "\ud800",
        "line\nbreak",
        "&" * 200,
        "<" * 200,
        "x" * 5000,
        "",
        " ",
    ]
)
words = st.one_of(nasty, st.text(max_size=40), st.sampled_from(["Tan Wei Ling", "Cards – Lost"]))
wrong = st.sampled_from([None, 0, 1.5, True, [], {}, ["x"], {"x": "y"}, "x", "💥"])
times = st.sampled_from(
    [
        "2026-11-22T05:00:00.000Z",
        "2026-11-22T05:59:59Z",
        "2027-01-01T00:00:00Z",
        "1970-01-01T00:00:00Z",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "soon",
    ]
)
addresses = st.sampled_from(
    [f"tel:+{NUMBER}", f"+{NUMBER}", f"sip:{NUMBER}@phone.example", f"{LOCAL}@example.com", NUMBER]
)
flags = st.booleans()


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Give what is right most of the time, and something of another type sometimes."""
    return st.one_of(strategy, strategy, strategy, wrong)


ids = st.one_of(st.uuids().map(str), st.sampled_from([ID, "", "p", "x" * 90, "x" * 3000, 'quote"s' * 14, "Ünïcode"]))
legs = st.fixed_dictionaries(
    {},
    optional={
        "id": maybe(ids),
        "state": maybe(st.sampled_from(STATES)),
        "held": maybe(flags),
        "muted": maybe(flags),
        "confined": maybe(flags),
        "direction": maybe(st.sampled_from(["inbound", "outbound", "<!channel>"])),
        "connectedTime": maybe(times),
        "startHoldTime": maybe(times),
        "startAlertingTime": maybe(times),
        "disconnectedTime": maybe(times),
        "callbackScheduledTime": maybe(times),
        "disconnectType": maybe(st.one_of(st.sampled_from(["client", "peer", "CLIENT"]), words)),
        "afterCallWork": maybe(st.fixed_dictionaries({"state": maybe(st.sampled_from(["pending", "complete"]))})),
        "wrapup": maybe(st.fixed_dictionaries({"code": maybe(words)})),
        "errorInfo": maybe(st.fixed_dictionaries({"message": words})),
    },
)
participants = st.fixed_dictionaries(
    {},
    optional={
        "id": maybe(ids),
        "purpose": maybe(st.one_of(st.sampled_from(PURPOSES), words)),
        "name": maybe(words),
        "userId": maybe(st.sampled_from(["u1", "u2", "<@U0LEADA>", "x" * 4000])),
        "queueName": maybe(words),
        "address": addresses,
        "ani": addresses,
        "startTime": maybe(times),
        "endTime": maybe(times),
        "connectedTime": maybe(times),
        "wrapupRequired": maybe(flags),
        "wrapupSkipped": maybe(flags),
        "startAcwTime": maybe(times),
        "monitoredParticipantId": maybe(ids),
        "consultParticipantId": maybe(ids),
        "attributes": st.just({"card": "4111111111111111"}),
        **{medium: maybe(st.lists(maybe(legs), max_size=3)) for medium in MEDIA},
    },
)
# A caller's name is often the number itself.
callers = st.builds(
    lambda person, called, purpose: {**person, "name": called[0], "purpose": purpose, "address": called[1]},
    participants,
    st.one_of(
        st.tuples(st.sampled_from([NUMBER, f"+{NUMBER}", "+65 9123 4567", f"{LOCAL}@example.com", None]), addresses),
        st.just((LOCAL, f"{LOCAL}@example.com")),
        st.just(("4567", f"tel:+{NUMBER}")),
    ),
    st.sampled_from(["customer", "external"]),
)
documents = st.fixed_dictionaries(
    {"participants": st.one_of(st.lists(st.one_of(participants, callers, wrong), max_size=6), wrong)},
    optional={
        "id": maybe(st.just(ID)),
        "startTime": maybe(times),
        "endTime": times,
        "recentTransfers": maybe(st.lists(maybe(st.fixed_dictionaries({"state": maybe(words)})), max_size=2)),
        "divisions": wrong,
    },
)
MOST = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def read(document: dict[str, Any]) -> Conversation:
    return replace(conversation_from(document, org="singapore"), id=ID)


def faces_of(conversation: Conversation) -> Iterator[Message | dict[str, object]]:
    """Render every face of a conversation that its document can reach."""
    acts = [PastAct(NOW, "U0LEADA", ID, p.id, Outcome.REFUSED, "H-1") for p in conversation.participants[:3]]
    yield conversation_card(conversation, NOW)
    yield conversation_card(conversation, NOW, acts=acts, read_only=True)
    ticket = Ticket(org="singapore", conversation_id=ID, channel_id="C0LEADS", message_ts="1.1")
    yield end_view(conversation, DEFAULT_REASONS, ticket.having_seen(Preview.of(conversation, None)), NOW)
    for page in range(len(conversation.participants) // PER_PAGE + 2):
        yield people_view(conversation, ticket, NOW, page=page)
    yield people_view(conversation, ticket, NOW, choose=True)
    for person in conversation.participants[:4]:
        yield from faces_of_one(conversation, person, ticket)


def faces_of_one(conversation: Conversation, person: Participant, ticket: Ticket) -> Iterator[Any]:
    seen = Preview.of(conversation, person.id)
    mine = ticket.model_copy(update={"participant_id": person.id, "participant_name": (person.name or "")[:200]})
    yield confirm_view(conversation, person, DEFAULT_REASONS, mine.having_seen(seen), NOW)
    yield changed_view(conversation, person, tuple(Change), mine, NOW)
    yield changed_view(conversation, person, changes(seen, conversation, person.id), mine, NOW)
    told = demand(Outcome.REFUSED, participant_id=person.id, participant_name=(person.name or "")[:200])
    yield result_view(Report(told, conversation=conversation), NOW)
    yield result_message(Report(told, conversation=conversation), NOW)


def strings_in(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for name, value in part.items():
            # These come back to the bot alone and are never drawn.
            if name not in {"value", "block_id", "private_metadata"}:
                yield from strings_in(value)
    elif isinstance(part, list):
        for item in part:
            yield from strings_in(item)


def check(face: Message | dict[str, object], *, hidden: Callable[[str], bool]) -> None:
    """Check a face as Slack would, and that nothing from outside got through."""
    if isinstance(face, Message):
        assert inspect_blocks(face.blocks, surface="message") == []
        assert 0 < len(face.text) <= 4000
        document: Any = {"text": face.text, "blocks": face.blocks}
    else:
        assert inspect_view(face, home=False) == []
        assert len(json.dumps(face)) <= 250_000
        document = face
    json.dumps(document, ensure_ascii=False).encode()
    for text in strings_in(document):
        rest = re.sub(r"<!date\^-?\d+\^[^|<>]*\|[^|<>]*>", "", text)
        rest = rest.replace("<@U0LEADA>", "", 1) if text.startswith((":", "Asked")) else rest
        assert "<!" not in rest
        assert "<@" not in rest
        assert "<#" not in rest
        assert "<http" not in rest
        assert hidden(rest), rest


def no_number(text: str) -> bool:
    digits = re.sub(r"[^\d]", "", re.sub(r"`[^`]*`", "", text))
    return NUMBER[-4:] not in digits and LOCAL not in text and "4111111" not in digits


@MOST
@given(documents)
def test_any_document_renders_within_slacks_limits_and_keeps_to_itself(document):
    for face in faces_of(read(document)):
        check(face, hidden=lambda _: True)


@MOST
@given(st.lists(callers, min_size=1, max_size=4))
def test_no_number_or_address_of_a_customer_is_shown(people):
    conversation = read({"participants": people})
    check(conversation_card(conversation, NOW), hidden=no_number)
    check(people_view(conversation, Ticket(), NOW), hidden=no_number)
    for person in conversation.participants:
        check(confirm_view(conversation, person, DEFAULT_REASONS, Ticket(), NOW), hidden=no_number)
    check(end_view(conversation, DEFAULT_REASONS, Ticket(), NOW), hidden=no_number)


@pytest.mark.parametrize("count", [0, 1, 2, 20, 21, 40, 41, 100, 200])
@pytest.mark.parametrize("name", ["Tan Wei Ling", "<!channel>" * 20, "&" * 300])
def test_any_number_of_participants_renders(count: int, name: str):
    person = {"name": name, "purpose": "agent", "queueName": name, "calls": [{"state": "connected"}]}
    people = [{**person, "id": f"a9e27000-0000-4000-8000-{n:012d}"} for n in range(count)]
    for face in faces_of(read({"participants": people})):
        check(face, hidden=lambda _: True)


@pytest.mark.parametrize("count", [21, 200])
def test_the_card_has_at_most_twenty_buttons_and_the_pages_have_everybody(count: int):
    person = {"purpose": "agent", "calls": [{"state": "connected"}]}
    conversation = read({"participants": [{**person, "id": f"p{n}"} for n in range(count)]})
    assert len(pressed(conversation_card(conversation, NOW).blocks)) == 20
    pages = [people_view(conversation, Ticket(), NOW, page=n) for n in range(-(-count // PER_PAGE))]
    everybody = [one for page in pages for one in pressed(page["blocks"])]
    assert everybody == [f"p{n}" for n in range(count)]


def pressed(blocks: Any) -> list[str | None]:
    """List whom the Disconnect… buttons name."""
    rows = [block["accessory"]["value"] for block in blocks if "accessory" in block]
    return [Target.model_validate_json(value).participant_id for value in rows]


def test_who_has_no_id_has_no_button():
    conversation = read({"participants": [{"purpose": "agent", "calls": [{"state": "connected"}]}]})
    assert pressed(conversation_card(conversation, NOW).blocks) == []
