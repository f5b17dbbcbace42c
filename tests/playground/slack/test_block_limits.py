"""Block Kit's limits: one row each, at the limit and one past it."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.slack.block_rules import RULES as BLOCKS
from playground.slack.blocks import inspect_blocks
from playground.slack.element_rules import RULES as ELEMENTS
from playground.slack.ids import ids_given
from playground.slack.view_rules import inspect_view

Json = dict[str, Any]


def plain(length: int = 1, letter: str = "x") -> Json:
    return {"type": "plain_text", "text": letter * length}


def mrkdwn(length: int = 1) -> Json:
    return {"type": "mrkdwn", "text": "x" * length}


def button(**more: Any) -> Json:
    return {"type": "button", "text": plain(), **more}


def actions(*elements: Json, **more: Any) -> Json:
    return {"type": "actions", "elements": list(elements), **more}


def section(**more: Any) -> Json:
    return {"type": "section", "text": mrkdwn(), **more}


def options(count: int, **more: Any) -> list[Json]:
    return [{"text": plain(), "value": str(number), **more} for number in range(count)]


def select(**more: Any) -> Json:
    return {"type": "static_select", "options": options(1), **more}


def confirm(**more: Any) -> Json:
    return {"title": plain(), "text": mrkdwn(), "confirm": plain(), "deny": plain(), **more}


def asked(**element: Any) -> Json:
    return {"type": "input", "label": plain(), "element": {"type": "plain_text_input", **element}}


def table(rows: int = 1, cells: int = 1, **more: Any) -> Json:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * cells] * rows, **more}


def as_list(block: Json) -> list[Json]:
    return [block]


# name, what to make of a number, the largest number allowed
LIMITS: list[tuple[str, Callable[[int], list[Json]], int]] = [
    ("blocks in a message", lambda n: [{"type": "divider"}] * n, 50),
    ("block_id", lambda n: [section(block_id="b" * n)], 255),
    ("action_id", lambda n: [actions(button(action_id="a" * n))], 255),
    ("section text", lambda n: [section(text=mrkdwn(n))], 3000),
    ("section fields", lambda n: [section(fields=[mrkdwn()] * n)], 10),
    ("section field text", lambda n: [section(fields=[mrkdwn(n)])], 2000),
    ("header text", lambda n: [{"type": "header", "text": plain(n)}], 150),
    ("context elements", lambda n: [{"type": "context", "elements": [mrkdwn()] * n}], 10),
    ("context text", lambda n: [{"type": "context", "elements": [mrkdwn(n)]}], 3000),
    ("actions elements", lambda n: [actions(*[button()] * n)], 25),
    ("button text", lambda n: [actions(button(text=plain(n)))], 75),
    ("button value", lambda n: [actions(button(value="v" * n))], 2000),
    ("button url", lambda n: [actions(button(url="u" * n))], 3000),
    ("accessibility_label", lambda n: [actions(button(accessibility_label="l" * n))], 75),
    ("confirm title", lambda n: [actions(button(confirm=confirm(title=plain(n))))], 100),
    ("confirm text", lambda n: [actions(button(confirm=confirm(text=mrkdwn(n))))], 300),
    ("confirm confirm", lambda n: [actions(button(confirm=confirm(confirm=plain(n))))], 30),
    ("confirm deny", lambda n: [actions(button(confirm=confirm(deny=plain(n))))], 30),
    ("option text", lambda n: [actions(select(options=[{"text": plain(n), "value": "v"}]))], 75),
    ("option value", lambda n: [actions(select(options=[{"text": plain(), "value": "v" * n}]))], 150),
    ("option description", lambda n: [actions(select(options=options(1, description=plain(n))))], 75),
    ("select options", lambda n: [actions(select(options=options(n)))], 100),
    (
        "select groups",
        lambda n: [
            actions({"type": "static_select", "option_groups": [{"label": plain(), "options": options(1)}] * n})
        ],
        100,
    ),
    ("placeholder", lambda n: [actions(select(placeholder=plain(n)))], 150),
    ("overflow options", lambda n: [actions({"type": "overflow", "options": options(n)})], 5),
    ("radio options", lambda n: [actions({"type": "radio_buttons", "options": options(n)})], 10),
    ("checkbox options", lambda n: [actions({"type": "checkboxes", "options": options(n)})], 10),
    ("input label", lambda n: [{**asked(), "label": plain(n)}], 2000),
    ("input hint", lambda n: [{**asked(), "hint": plain(n)}], 2000),
    ("max_length", lambda n: [asked(max_length=n)], 3000),
    ("image url", lambda n: [{"type": "image", "image_url": "u" * n, "alt_text": "x"}], 3000),
    ("image alt", lambda n: [{"type": "image", "image_url": "u", "alt_text": "x" * n}], 2000),
    ("markdown", lambda n: [{"type": "markdown", "text": "x" * n}], 12_000),
    ("markdown in sum", lambda n: [{"type": "markdown", "text": "x" * (n // 2)}] * 2, 12_001),
    ("table rows", lambda n: [table(rows=n)], 100),
    ("table cells", lambda n: [table(cells=n)], 20),
    ("column_settings", lambda n: [table(column_settings=[{"align": "left"}] * n)], 20),
]


@pytest.mark.parametrize(("make", "most"), [limit[1:] for limit in LIMITS], ids=[limit[0] for limit in LIMITS])
def test_the_limit_is_allowed_and_one_more_is_not(make: Callable[[int], list[Json]], most: int) -> None:
    assert inspect_blocks(make(most), surface="message") == []
    (words,) = inspect_blocks(make(most + 1), surface="message")
    assert words.startswith("[ERROR] ")
    assert "[json-pointer:/blocks" in words


WRONG: list[tuple[str, Json, str]] = [
    ("an unknown block", {"type": "marquee"}, "unsupported type: marquee"),
    ("a block this room cannot draw", {"type": "data_table"}, "unsupported type: data_table"),
    ("an unknown element", actions({"type": "slider"}), "unsupported type: slider"),
    ("an input's element among actions", actions({"type": "plain_text_input"}), "unsupported type: plain_text_input"),
    ("an empty text", section(text=mrkdwn(0)), "must be more than 0 characters"),
    ("a section of nothing", {"type": "section"}, "missing required field: text"),
    ("markup in a button", actions(button(text=mrkdwn())), 'must be one of: ["plain_text"]'),
    ("markup in a header", {"type": "header", "text": mrkdwn()}, 'must be one of: ["plain_text"]'),
    ("markup in a confirm's title", actions(button(confirm=confirm(title=mrkdwn()))), 'must be one of: ["plain_text"]'),
    ("a style of one's own", actions(button(style="warning")), 'must be one of: ["primary", "danger"]'),
    ("an action_id twice in a block", actions(button(action_id="a"), button(action_id="a")), "already exists"),
    ("a key of one's own", section(colour="red"), "invalid additional property: colour"),
    ("no options", actions(select(options=[])), "no fewer than 1 items"),
    ("an initial option not offered", actions(select(initial_option=options(2)[1])), "must be one of the options"),
    ("an image without words", {"type": "image", "image_url": "u"}, "missing required field: alt_text"),
    ("an empty cell", {"type": "table", "rows": [[{"type": "raw_text", "text": ""}]]}, "more than 0 characters"),
    ("no text object", section(text="x"), "must provide an object"),
]


@pytest.mark.parametrize(("block", "words"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG])
def test_what_breaks_a_rule_is_named(block: Json, words: str) -> None:
    messages = inspect_blocks([block], surface="message")
    assert any(words in message for message in messages), messages


def test_an_action_id_may_come_again_in_another_block() -> None:
    twice = [actions(button(action_id="a"), block_id="1"), actions(button(action_id="a"), block_id="2")]
    assert inspect_blocks(twice, surface="message") == []


def test_a_block_id_may_not_come_again() -> None:
    assert "already exists" in inspect_blocks([section(block_id="b")] * 2, surface="message")[0]


def test_a_table_is_for_messages_only() -> None:
    assert "unsupported type: table" in inspect_blocks([table()], surface="modal")[0]


def view(**more: Any) -> Json:
    return {"type": "modal", "title": plain(), "blocks": [section()], **more}


@pytest.mark.parametrize(
    ("make", "most"),
    [
        (lambda n: view(blocks=[{"type": "divider"}] * n), 100),
        (lambda n: view(title=plain(n)), 24),
        (lambda n: view(submit=plain(n)), 24),
        (lambda n: view(close=plain(n)), 24),
        (lambda n: view(private_metadata="m" * n), 3000),
        (lambda n: view(callback_id="c" * n), 255),
        (lambda n: view(external_id="e" * n), 255),
    ],
    ids=["blocks", "title", "submit", "close", "private_metadata", "callback_id", "external_id"],
)
def test_a_views_limit_is_allowed_and_one_more_is_not(make: Callable[[int], Json], most: int) -> None:
    assert inspect_view(make(most), home=False) == []
    assert len(inspect_view(make(most + 1), home=False)) == 1


def test_a_view_with_an_input_needs_a_submit() -> None:
    assert "submit" in inspect_view(view(blocks=[asked()]), home=False)[0]
    assert inspect_view(view(blocks=[asked()], submit=plain()), home=False) == []


def test_a_view_is_an_object_of_the_right_type_with_a_title() -> None:
    assert inspect_view("x", home=False) == ["[ERROR] must provide an object [json-pointer:/view]"]
    assert inspect_view(view(type="home"), home=False)
    assert any("title" in words for words in inspect_view({"type": "modal", "blocks": []}, home=False))


async def test_a_message_with_wrong_blocks_is_refused_with_the_rule_named(client, refused, slack):
    call = client.chat_postMessage(channel="C0LEADS", text="x", blocks=[section(text=mrkdwn(3001))])
    assert await refused(call) == "invalid_blocks"
    assert slack.calls[-1].response["response_metadata"]["messages"] == [
        "[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
    ]
    assert slack.messages("C0LEADS") == []


async def test_blocks_that_are_no_list_are_refused(client, refused):
    call = client.api_call("chat.postMessage", json={"channel": "C0LEADS", "text": "x", "blocks": "no json"})
    assert await refused(call) == "invalid_blocks_format"


async def test_a_second_table_in_a_message_is_refused(client, refused, slack):
    await client.chat_postMessage(channel="C0LEADS", text="x", blocks=json.dumps([table()]))
    call = client.chat_postMessage(channel="C0LEADS", text="x", blocks=json.dumps([table(), table()]))
    assert await refused(call) == "invalid_attachments"
    assert slack.calls[-1].response["response_metadata"]["messages"] == ["only_one_table_allowed"]


KINDS = st.sampled_from([*BLOCKS, *ELEMENTS, "plain_text", "mrkdwn", "marquee"])
NAMES = st.sampled_from(
    [
        *("text", "elements", "element", "accessory", "options", "option_groups", "fields", "confirm", "rows"),
        *("label", "initial_option", "initial_options", "placeholder", "block_id", "action_id", "max_length"),
        "column_settings",
    ]
)
LEAVES = st.none() | st.booleans() | st.integers(-1, 5) | st.text(max_size=3) | KINDS
TREES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.builds(lambda kind, more: {"type": kind, **more}, KINDS, st.dictionaries(NAMES, inner, max_size=4))
    ),
    max_leaves=12,
)


@given(blocks=st.lists(TREES, max_size=3) | TREES)
def test_no_nonsense_upsets_the_rules(blocks: Any) -> None:
    for surface in ("message", "modal", "home"):
        messages = inspect_blocks(blocks, surface=surface)
        if not messages:
            ids_given(blocks)
