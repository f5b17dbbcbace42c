"""The question which org is meant, where several may be: one press for each, and the same command goes on there."""

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from bot.domain.exchange import Org
from handlers.blocks import ids
from handlers.blocks.card import Message
from handlers.blocks.mrkdwn import Block, Blocks, button, code, context, label, outside, section

# https://docs.slack.dev/reference/block-kit/blocks/actions-block: 25 elements at most; a select has 100 options.
BUTTONS = 25
OPTIONS = 100
VALUE_CHARACTERS = 2000
BLOCK_ID_CHARACTERS = 255
WORDS = "Which org is it of?"


class Asked(BaseModel):
    """The command that waits for the answer, and the org that a button stands for (none in a select)."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    command: str
    text: str
    org: str = ""

    def packed(self) -> str:
        """Give it as a button's value or a block's id."""
        return self.model_dump_json(exclude_defaults=True)


def which_org_message(orgs: Sequence[Org], command: str, text: str) -> Message:
    """Ask which org is meant: a button for each, or a select where they are too many for buttons."""
    asked = Asked(command=command, text=text)
    example = f"{text} in {orgs[0].name}"
    blocks: Blocks = [
        section(f":grey_question: *{WORDS}* It fits several that are set up here, and none was asked yet.")
    ]
    choice = _select(orgs, asked) if len(orgs) > BUTTONS else _buttons(orgs, asked)
    if choice is not None:
        blocks.append(choice)
    if len(orgs) > OPTIONS:
        blocks.append(context(f"… and {len(orgs) - OPTIONS} more."))
    blocks.append(context(f"Without being asked: `{code(command, 40)} {code(example, 200)}`"))
    names = ", ".join(outside(org.name, 40) for org in orgs[:OPTIONS])
    return Message(f"{WORDS} {names}", blocks)


def _buttons(orgs: Sequence[Org], asked: Asked) -> Block | None:
    values = [asked.model_copy(update={"org": org.name}).packed() for org in orgs]
    if any(len(value) > VALUE_CHARACTERS for value in values):
        return None
    return {
        "type": "actions",
        "elements": [
            button(_label(org), f"{ids.WHICH_ORG}:{number}", value)
            for number, (org, value) in enumerate(zip(orgs, values, strict=True))
        ],
    }


def _select(orgs: Sequence[Org], asked: Asked) -> Block | None:
    # An option's value holds at most 150 characters, so the command rides in the block's id.
    packed = asked.packed()
    if len(packed) > BLOCK_ID_CHARACTERS:
        return None
    select: Block = {
        "type": "static_select",
        "action_id": ids.WHICH_ORG,
        "placeholder": label("Choose an org"),
        "options": [{"text": label(_label(org)), "value": org.name} for org in orgs[:OPTIONS]],
    }
    return {"type": "actions", "block_id": packed, "elements": [select]}


def _label(org: Org) -> str:
    return f"{outside(org.name, 40)} · {org.place}"
