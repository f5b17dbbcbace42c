"""What a search found, as a list: agent, state, how long, medium, queue, and a button that opens the card."""

from datetime import datetime

from bot.domain.participant import OUTSIDERS, Standing
from bot.domain.sighting import Sighting
from bot.domain.suspicion import Suspect, Suspicion
from bot.domain.wanted import Sought
from bot.use_cases.found import Found, Unsure
from handlers.blocks import ids
from handlers.blocks.card import Message
from handlers.blocks.found_where import late_words, named, small_print, where_not
from handlers.blocks.mask import masked
from handlers.blocks.metadata import NAME_CHARACTERS, Seeking, Target
from handlers.blocks.mrkdwn import (
    Block,
    Blocks,
    button,
    code,
    context,
    escaped,
    lasting,
    mention,
    outside,
    plain,
    section,
    unmarked,
)
from handlers.blocks.which_org import org_choice
from handlers.blocks.words import MEDIA_SIGNS, STANDINGS

PER_PAGE = 10
QUEUES_SHOWN = 20
QUESTIONS = 5
IDS_NAMED = 3
NAMES_SHOWN = 3
# A page that isn't there is the last one of the platform's own page.
LAST = 10_000


def found_message(found: Found, *, page: int = 0) -> Message:
    """Render a page of a list, or that there is nothing, and where was looked. A page that isn't there is the last."""
    if found.queues:
        return _choice(found)
    if found.unsure and not found.looked:
        asks = [_unsure(found, one) for one in found.unsure[:QUESTIONS]]
        blocks: Blocks = [block for _, question in asks for block in question]
        return Message(unmarked(" ".join(words for words, _ in asks)), [*blocks, context(*small_print(found))])
    pages = max(1, -(-len(found.suspects) // PER_PAGE))
    page = min(max(page, 0), pages - 1)
    shown = found.suspects[page * PER_PAGE : (page + 1) * PER_PAGE]
    headline = _headline(found, page, len(shown))
    blocks = [section(f"*{headline}*")]
    blocks += [_row(one, found, first=n == page == 0 and found.part == 1) for n, one in enumerate(shown)]
    blocks += where_not(found)
    blocks += [section(late_words(found.late))] if found.late else []
    for one in found.unsure[:QUESTIONS]:
        blocks += _unsure(found, one)[1]
    if turns := _turns(found, page, pages):
        blocks.append({"type": "actions", "elements": turns})
    blocks.append(context(*small_print(found)))
    listed = "; ".join(_spoken(one.sighting, found.at) for one in shown)
    return Message(unmarked(f"{_unstarred(headline)}{': ' if listed else ''}{listed}"), blocks)


def _headline(found: Found, page: int, shown: int) -> str:
    about = _about(found) + (f" in {escaped(found.org, 40)}" if found.org else "")
    # What a message names is read, and may have ended.
    live = "" if found.wanted.kind is Sought.MESSAGE else "live "
    if not shown and found.late:
        return f"Nothing {live}is found {about} so far"
    if not shown and found.unsure:
        return f"Nothing {live}is found {about} yet"
    if not shown and found.unclear:
        return f"It is not clear who is meant by {escaped(found.name, 80)}"
    if not shown and found.part > 1 and found.total:
        return f"No more {live}conversations {about}"
    read = " (the list was not read to its end)" if found.cut else ""
    if not shown and read:
        return f"Nothing {live}is found {about}{read}"
    if not shown:
        # Where nobody answered, nothing is known, and an empty list would say otherwise.
        return (
            f"Nothing {live}is found {about}" if not found.incomplete else f"Hangup could not see what is {live}{about}"
        )
    start = found.start + page * PER_PAGE
    count = f"{found.total:,} {live}conversation{'' if found.total == 1 else 's'} {about}{read}"
    return count if found.total <= shown else f"{count} · {start + 1:,}-{start + shown:,}"


def _about(found: Found) -> str:
    match found.wanted.kind:
        case Sought.AGENT:
            name = found.name or (mention(found.wanted.user_id) if found.wanted.user_id else "")
            return f"of {name if name.startswith('<@') else escaped(name, 80)}"
        case Sought.QUEUE:
            return f"in the queue {escaped(found.name, 80)}"
        case Sought.NUMBER:
            return f"with the {masked(found.wanted.text)}"
        case Sought.MESSAGE:
            return "in this message"


def _row(suspect: Suspect, found: Found, *, first: bool) -> Block:
    one = suspect.sighting
    parts = [f"*{escaped(_all(one), 160)}*", _state(one, found.at), _medium(one)]
    # What the headline says already is not said ten times more.
    said = one.waiting or found.wanted.kind is Sought.QUEUE
    parts += [escaped(one.queue_name, 80)] if one.queue_name and not said else []
    # Where one org alone was asked, the line below the list names it.
    parts += [f"org {escaped(one.org, 40)}"] if len({looked.org for looked in found.looked}) > 1 else []
    why = ""
    # A hold stands in the state already; it is only said again where it is why the row is first.
    if suspect.suspicion is not None and (first or suspect.suspicion is not Suspicion.HELD):
        why = f":mag: First: {suspect.suspicion.words}" if first else f":mag: {suspect.suspicion.words.capitalize()}"
    target = Target(org=one.org, conversation_id=one.conversation_id)
    label = plain(f"Open {_spoken(one, found.at)}", 75)
    opens = button("Open", ids.FIND_OPEN, target.packed(), accessibility_label=label)
    return section("\n".join(filter(None, (" · ".join(parts), why))), accessory=opens)


def _all(one: Sighting) -> str:
    """Name who is on it, where one party stands for several: the first three of them."""
    also = [at.agent_name for at in one.also if at.is_agent and at.agent_name]
    names = list(dict.fromkeys([_who(one), *(outside(name, 40) for name in also)]))
    if len(names) == 1:
        return names[0]
    if (more := len(names) - NAMES_SHOWN) > 0:
        return f"{', '.join(names[:NAMES_SHOWN])} and {more} more"
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _who(one: Sighting) -> str:
    if one.waiting:
        return f"A customer in {one.queue_name}" if one.queue_name else "A customer"
    if one.purpose in OUTSIDERS:
        return "A customer"
    if one.agent_name:
        return outside(one.agent_name, 80)
    return f"Agent {one.agent_id[:8]}…" if one.agent_id else outside(one.purpose, 40) or "Somebody"


def _state(one: Sighting, now: datetime) -> str:
    sign, word = STANDINGS[one.standing]
    if one.standing is Standing.UNKNOWN and one.raw_state:
        word = f"State “{escaped(one.raw_state, 40)}”"
    if one.waiting:
        sign, word = ":hourglass_flowing_sand:", "Waiting"
    if one.held:
        sign, word = ":double_vertical_bar:", f"{word}, on hold"
    return f"{sign} {word} {lasting(one.since, now)}".strip()


def _medium(one: Sighting) -> str:
    sign = MEDIA_SIGNS.get(one.media, ":busts_in_silhouette:")
    return f"{sign} {outside(one.direction or '', 20)} {one.media.value}".replace("  ", " ")


def _spoken(one: Sighting, now: datetime) -> str:
    """Say a row in plain words, as a screen reader needs it."""
    state = "waiting" if one.waiting else STANDINGS[one.standing][1].lower() + (", on hold" if one.held else "")
    return f"{outside(_all(one), 160 if one.also else 60)}, {state} {lasting(one.since, now)}".strip()


def _turns(found: Found, page: int, pages: int) -> list[Block]:
    def turn(text: str, word: str, part: int, to: int) -> Block:
        return button(text, f"{ids.FIND_PAGE}:{word}", _seeking(found, part=part, page=to).packed())

    turns = []
    if page > 0 or found.part > 1:
        back = (found.part, page - 1) if page > 0 else (found.part - 1, LAST)
        turns.append(turn("Previous", "previous", *back))
    if page + 1 < pages or found.more:
        on = (found.part, page + 1) if page + 1 < pages else (found.part + 1, 0)
        turns.append(turn("Next", "next", *on))
    return turns


def _seeking(found: Found, *, part: int = 1, page: int = 0) -> Seeking:
    wanted = found.wanted
    return Seeking(
        kind=wanted.kind,
        text="" if wanted.personal else wanted.text[:NAME_CHARACTERS],
        user_id=wanted.user_id,
        token=found.token,
        part=part,
        page=page,
        org=found.org,
        chosen=found.chosen,
    )


def _choice(found: Found) -> Message:
    """List queues to choose from."""
    fit = f"fit “{outside(found.wanted.text, 80)}”{f' in {found.org}' if found.org else ''}"
    words = f"{len(found.queues)} queues {fit}. Which one?"
    blocks: Blocks = [section(f"*{escaped(words, 300)}*")]
    shown = dict(list(found.queues.items())[:QUEUES_SHOWN])
    for name, at in shown.items():
        value = Seeking(kind=Sought.QUEUE, text=name[:NAME_CHARACTERS], org=found.org).packed()
        shows = button("Show", ids.FIND_QUEUE, value, accessibility_label=plain(f"Show the queue {name}", 75))
        blocks.append(section(f"{escaped(name, 100)} · {named(at)}", accessory=shows))
    if (more := len(found.queues) - QUEUES_SHOWN) > 0:
        blocks.append(context(f"… and {more} more. Type more of the name."))
    blocks += where_not(found)
    if found.late:
        blocks.append(context(f"Without the queues of {named(found.late)}: no answer in time."))
    return Message(unmarked(f"{words} {', '.join(shown)}"), blocks)


def _unsure(found: Found, unsure: Unsure) -> tuple[str, Blocks]:
    """Ask which org ids are of that fit the same ones: a press, and they are looked up there. The words come first."""
    seeking = _seeking(found)
    named_ids = ", ".join(f"`{code(one, 60)}`" for one in unsure.ids[:IDS_NAMED]) + ", …" * (
        len(unsure.ids) > IDS_NAMED
    )
    are = f"is the id {named_ids}" if len(unsure.ids) == 1 else f"are these {len(unsure.ids)} ids"
    listed = "" if len(unsure.ids) == 1 else f" {named_ids}"
    asks = f"*Which org {are} of?* No org was asked yet.{listed}"
    choice = org_choice(
        unsure.orgs,
        ids.FIND_ORG,
        lambda org: seeking.model_copy(update={"chosen": (*found.chosen, org)}).packed(),
    )
    return asks, [section(f":grey_question: {asks}"), *choice]


def _unstarred(text: str) -> str:
    return text.replace("<@", "@").replace(">", "")
