"""The question which org is meant, where several may be: one press for each, and the same command goes on there."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.domain.exchange import Org
from handlers.blocks import ids
from handlers.blocks.card import Message
from handlers.blocks.metadata import Packed
from handlers.blocks.mrkdwn import Block, Blocks, button, code, context, label, outside, section

# https://docs.slack.dev/reference/block-kit/blocks/actions-block: 25 elements at most; a select has 100 options.
BUTTONS = 25
OPTIONS = 100
VALUE_CHARACTERS = 2000
BLOCK_ID_CHARACTERS = 255
EXAMPLE_CHARACTERS = 120
WORDS = "Which org is it of?"
ELSEWHERE = "Look in another org:"


class Asked(Packed):
    """The command that waits for the answer, and the org that a button stands for (none in a select).

    `thread` is the timestamp of the message whose thread the answer belongs to; `been` are the orgs asked in vain.
    """

    command: str
    text: str
    org: str = ""
    thread: str = ""
    been: tuple[str, ...] = ()


def which_org_message(orgs: Sequence[Org], asked: Asked) -> Message:
    """Ask which org is meant: a button for each, or a select where they are too many for buttons."""
    blocks: Blocks = [
        section(f":grey_question: *{WORDS}* It fits several that are set up here, and none was asked yet."),
        *org_choice(orgs, ids.WHICH_ORG, lambda org: asked.model_copy(update={"org": org}).packed()),
        context(f"Without being asked: {_unasked(asked, orgs[0])}"),
    ]
    names = ", ".join(outside(org.name, 40) for org in orgs[:OPTIONS])
    return Message(f"{WORDS} {names}", blocks)


def elsewhere_message(notice: Message, orgs: Sequence[Org], asked: Asked) -> Message:
    """Say that it was not found where it was looked for, and offer the other orgs that it may be of, a press each."""
    choice = org_choice(orgs, ids.WHICH_ORG, lambda org: asked.model_copy(update={"org": org}).packed())
    names = ", ".join(outside(org.name, 40) for org in orgs[:OPTIONS])
    if not any(block["type"] == "actions" for block in choice):
        # The command is too long for a button to carry.
        choice = [context(f"{_unasked(asked, orgs[0])} The others: {outside(names, 1000)}.")]
    return Message(f"{notice.text} {ELSEWHERE} {names}", [*notice.blocks, section(f"*{ELSEWHERE}*"), *choice])


def _unasked(asked: Asked, org: Org) -> str:
    """Show the command that needs no question, or how it ends where it is long."""
    example = f"{asked.text} in {org.name}"
    whole = len(example) <= EXAMPLE_CHARACTERS
    return f"`{code(asked.command, 40)} {code(example, 200)}`" if whole else f"end it with `in {code(org.name, 40)}`."


def org_choice(orgs: Sequence[Org], action: str, packed: Callable[[str], str]) -> Blocks:
    """Give a button for each org, or a select where they are too many; none where Slack takes neither.

    `packed` gives what goes on once the org of that name is chosen; in a select it is in the block's id, without one.
    """
    choice = _select(orgs, action, packed("")) if len(orgs) > BUTTONS else _buttons(orgs, action, packed)
    blocks = [choice] if choice is not None else []
    if len(orgs) > OPTIONS:
        blocks.append(context(f"… and {len(orgs) - OPTIONS} more."))
    return blocks


def chosen(action: Mapping[str, Any], org_of: Callable[[str], str]) -> tuple[str, str]:
    """Read a press: what goes on, as it was packed, and the name of the org; `org_of` reads it from a button."""
    option = action.get("selected_option")
    packed = str(action["block_id"] if option else action["value"])
    return packed, str(option["value"]) if option else org_of(packed)


def _buttons(orgs: Sequence[Org], action: str, packed: Callable[[str], str]) -> Block | None:
    values = [packed(org.name) for org in orgs]
    if any(len(value) > VALUE_CHARACTERS for value in values):
        return None
    return {
        "type": "actions",
        "elements": [
            button(_label(org), f"{action}:{number}", value)
            for number, (org, value) in enumerate(zip(orgs, values, strict=True))
        ],
    }


def _select(orgs: Sequence[Org], action: str, packed: str) -> Block | None:
    # An option's value holds at most 150 characters, so what goes on rides in the block's id.
    if len(packed) > BLOCK_ID_CHARACTERS:
        return None
    select: Block = {
        "type": "static_select",
        "action_id": action,
        "placeholder": label("Choose an org"),
        "options": [{"text": label(_label(org)), "value": org.name} for org in orgs[:OPTIONS]],
    }
    return {"type": "actions", "block_id": packed, "elements": [select]}


def _label(org: Org) -> str:
    return f"{outside(org.name, 40)} · {org.place}"
