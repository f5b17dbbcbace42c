"""Find a conversation from an agent, a queue, a phone number or any message."""

import re
from contextlib import aclosing

from slack_bolt.async_app import AsyncApp
from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.domain.errors import InputError
from bot.domain.wanted import Sought, Wanted
from bot.use_cases.found import Found
from handlers.answer import Answer
from handlers.blocks import ids
from handlers.blocks.found import found_message
from handlers.blocks.metadata import NAME_CHARACTERS, Seeking, Target
from handlers.blocks.which_org import chosen as choice_of
from handlers.cards import post_card
from handlers.desk import Desk
from handlers.errors import guarded, just_ack
from handlers.explain import text_of
from handlers.look_up import look_up
from handlers.patience import patient
from handlers.pressed import once
from handlers.typed import is_dialled, org_apart, undressed, unwrapped

# https://docs.slack.dev/messaging/formatting-message-text#escaping : a user, with or without a label.
_MENTION = re.compile(r"\s*<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>\s*")
_EMAIL = re.compile(r"[^\s@<>/:]+@[^\s@<>/:]+\.[^\s@<>/:]+")


def register(app: AsyncApp, desk: Desk) -> None:
    """Register this behaviour's listeners."""
    app.shortcut(ids.LOOK_UP_MESSAGE)(ack=just_ack, lazy=[guarded(desk, look_up_message)])
    app.action(ids.FIND_OPEN)(ack=just_ack, lazy=[guarded(desk, open_found)])
    app.action(re.compile(rf"^{ids.FIND_ORG}(:\d+)?$"))(ack=just_ack, lazy=[guarded(desk, choose_org)])
    app.action(ids.FIND_QUEUE)(ack=just_ack, lazy=[guarded(desk, turn_found)])
    app.action(re.compile(rf"^{ids.FIND_PAGE}:"))(ack=just_ack, lazy=[guarded(desk, turn_found)])


async def find_or_look_up(args: AsyncArgs, desk: Desk) -> None:
    """Find an agent's or a number's conversations, if that was typed; else look up the id or the link."""
    text, org = _placed(str(args.body.get("text", "")), desk)
    wanted = wanted_in(text, desk, org or desk.look_up.which.usual(args.context["lead"]))
    if wanted is None:
        await look_up(args, desk)
    else:
        await _find(args, desk, wanted, org)


async def find_agent(args: AsyncArgs, desk: Desk) -> None:
    """Find what follows the word `agent`: a mention, a name, an e-mail."""
    text, org = _placed(_after_word(args), desk)
    mentioned = _MENTION.fullmatch(text)
    wanted = Wanted(Sought.AGENT, user_id=mentioned[1]) if mentioned else Wanted(Sought.AGENT, _name(text, "agent"))
    await _find(args, desk, wanted, org)


async def find_queue(args: AsyncArgs, desk: Desk) -> None:
    """Find what follows the word `queue`: a name, or a part of one."""
    text, org = _placed(_after_word(args), desk)
    await _find(args, desk, Wanted(Sought.QUEUE, _name(text, "queue")), org)


async def look_up_message(args: AsyncArgs, desk: Desk) -> None:
    """Look up what a message names: ids, links, phone numbers."""
    await _find(args, desk, desk.find.named_in(unwrapped(text_of(args.body["message"]))))


async def choose_org(args: AsyncArgs, desk: Desk) -> None:
    """Look up what a message names, in the org that was chosen for the ids that fit several."""
    async with once(args, desk) as first:
        if first:
            await _choose_org(args, desk)


async def _choose_org(args: AsyncArgs, desk: Desk) -> None:
    packed, org = choice_of(args.body["actions"][0], lambda packed: Seeking.unpacked(packed).chosen[-1])
    seeking = Seeking.unpacked(packed)
    wanted = desk.find.kept.of(seeking.token, desk.now)
    await Answer(args).take_away()
    await _find(args, desk, wanted, chosen=tuple(dict.fromkeys(filter(None, (*seeking.chosen, org)))))


async def open_found(args: AsyncArgs, desk: Desk) -> None:
    """Post the card of a conversation in the list."""
    target = Target.unpacked(args.body["actions"][0]["value"])
    async with patient(args, desk):
        conversation = await desk.look_up.known(args.context["lead"], target.org, target.conversation_id)
    await post_card(args, desk, conversation)


async def turn_found(args: AsyncArgs, desk: Desk) -> None:
    """Show another page, or the queue that was chosen, in the place of the list: it is asked for anew."""
    seeking = Seeking.unpacked(args.body["actions"][0]["value"])
    wanted = Wanted(seeking.kind, seeking.text, seeking.user_id)
    if seeking.token:
        wanted = desk.find.kept.of(seeking.token, desk.now)
    async with aclosing(
        desk.find(args.context["lead"], wanted, part=seeking.part, org=seeking.org, chosen=seeking.chosen)
    ) as parts:
        first = found_message(await anext(parts), page=seeking.page)
        await Answer(args).replace(first.text, first.blocks)
        async for later in parts:
            await _show(args, desk, later)


def wanted_in(text: str, desk: Desk, usual: str | None = None) -> Wanted | None:
    """Read what is sought: a mention, an e-mail, a typed `@name` or a phone number; None for what may be an id.

    `usual` is the org that is meant where nothing else tells it.
    """
    mentioned = _MENTION.fullmatch(text)
    if mentioned is not None:
        return Wanted(Sought.AGENT, user_id=mentioned[1])
    typed = undressed(text)
    if _EMAIL.fullmatch(typed) or (text.lstrip().startswith("@") and typed):
        return Wanted(Sought.AGENT, typed[:NAME_CHARACTERS])
    if not (is_dialled(text) and desk.find.is_number(typed)) and not desk.find.means_number(typed, usual):
        return None
    alike = desk.look_up.is_of(typed)
    return Wanted(Sought.NUMBER, typed, ids=(alike,) if alike else ())


async def _find(args: AsyncArgs, desk: Desk, wanted: Wanted, org: str = "", *, chosen: tuple[str, ...] = ()) -> None:
    async with aclosing(desk.find(args.context["lead"], wanted, org=org, chosen=chosen)) as parts:
        async with patient(args, desk):
            first = await anext(parts)
        await _show(args, desk, first)
        async for later in parts:
            await _show(args, desk, later)


async def _show(args: AsyncArgs, desk: Desk, found: Found) -> None:
    """Open the card of a single hit; list several, and say so if there is none, or where could not be looked."""
    if (one := found.opens) is not None:
        conversation = await desk.look_up.known(args.context["lead"], one.org, one.conversation_id)
        await post_card(args, desk, conversation)
    if found.listed:
        message = found_message(found)
        await Answer(args).ephemeral(message.text, message.blocks)


def _placed(text: str, desk: Desk) -> tuple[str, str]:
    """Take the words `in <org>` off the end, where there is an org of that name."""
    left, org = org_apart(text, desk.look_up.orgs)
    return left, desk.look_up.which.named(org).org.name if org else ""


def _after_word(args: AsyncArgs) -> str:
    return "".join(str(args.body.get("text", "")).split(maxsplit=1)[1:])


def _name(text: str, what: str) -> str:
    name = undressed(text)[:NAME_CHARACTERS]
    if not name:
        raise InputError(f"Which {what}?", f"Type `/conversation {what}` and the name, or a part of it.")
    return name
