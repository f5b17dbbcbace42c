"""What a search found, as a list: agent, state, how long, medium, queue, and a button that opens the card."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.participant import OUTSIDERS, Standing
from bot.domain.sighting import Refusal, Sighting
from bot.domain.suspicion import Suspect, Suspicion
from bot.domain.wanted import Sought
from bot.use_cases.found import Found, Looked, Unsure
from handlers.blocks import ids
from handlers.blocks.card import Message
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
    lines,
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
REFUSALS_SHOWN = 5
ORGS_SHOWN = 8
# A page that isn't there is the last one of the platform's own page.
LAST = 10_000


def found_message(found: Found, *, page: int = 0) -> Message:
    """Render a page of a list, or that there is nothing, and where was looked. A page that isn't there is the last."""
    if found.queues:
        return _choice(found)
    if found.unsure is not None and not found.looked:
        question, choice = _unsure(found, found.unsure)
        asks = section(f":grey_question: {question}")
        return Message(unmarked(question), [asks, *choice, context("Only you see this.")])
    pages = max(1, -(-len(found.suspects) // PER_PAGE))
    page = min(max(page, 0), pages - 1)
    shown = found.suspects[page * PER_PAGE : (page + 1) * PER_PAGE]
    headline = _headline(found, page, len(shown))
    blocks: Blocks = [section(f"*{headline}*")]
    blocks += [_row(one, found, first=n == page == 0 and found.part == 1) for n, one in enumerate(shown)]
    refused = [(one, one.refusal) for one in found.looked if one.refusal is not None]
    blocks += [section(_refused(one, refusal)) for one, refusal in refused[:REFUSALS_SHOWN]]
    unclear = [one for one in found.looked if one.said]
    blocks += [section(f":grey_question: *{_at(one)}:* {escaped(one.said, 600)}") for one in unclear[:REFUSALS_SHOWN]]
    blocks += [section(_late(found.late))] if found.late else []
    if found.unsure is not None:
        question, choice = _unsure(found, found.unsure)
        blocks += [section(f":grey_question: {question}"), *choice]
    if turns := _turns(found, page, pages):
        blocks.append({"type": "actions", "elements": turns})
    blocks.append(context(*_small_print(found)))
    listed = "; ".join(_spoken(one.sighting, found.at) for one in shown)
    return Message(unmarked(f"{_unstarred(headline)}{': ' if listed else ''}{listed}"), blocks)


def _headline(found: Found, page: int, shown: int) -> str:
    about = _about(found) + (f" in {escaped(found.org, 40)}" if found.org else "")
    # What a message names is read, and may have ended.
    live = "" if found.wanted.kind is Sought.MESSAGE else "live "
    if not shown and found.late:
        return f"Nothing {live}is found {about} so far"
    if not shown and found.unsure is not None:
        return f"Nothing {live}is found {about} yet"
    if not shown:
        # Where nobody answered, nothing is known, and an empty list would say otherwise.
        return (
            f"Nothing {live}is found {about}" if not found.incomplete else f"Hangup could not see what is {live}{about}"
        )
    start = found.start + page * PER_PAGE
    count = f"{found.total:,} {live}conversation{'' if found.total == 1 else 's'} {about}"
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
    parts = [f"*{escaped(_who(one), 80)}*", _state(one, found.at), _medium(one)]
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
    return f"{outside(_who(one), 60)}, {state} {lasting(one.since, now)}".strip()


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
    text = "" if wanted.personal else wanted.text[:NAME_CHARACTERS]
    return Seeking(
        kind=wanted.kind, text=text, user_id=wanted.user_id, token=found.token, part=part, page=page, org=found.org
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
        blocks.append(section(f"{escaped(name, 100)} · {_and(at)}", accessory=shows))
    if (more := len(found.queues) - QUEUES_SHOWN) > 0:
        blocks.append(context(f"… and {more} more. Type more of the name."))
    if found.late:
        blocks.append(context(f"Without the queues of {_and(found.late)}: no answer in time."))
    return Message(unmarked(f"{words} {', '.join(shown)}"), blocks)


def _unsure(found: Found, unsure: Unsure) -> tuple[str, Blocks]:
    """Ask which org the ids are of that fit several: one press, and they are looked up there."""
    count, seeking = len(unsure.ids), _seeking(found)
    one = f"*Which org is the id `{code(unsure.ids[0], 60)}` of?* No org was asked for it yet."
    asks = one if count == 1 else f"*Which org are {count} of the ids of?* No org was asked for them yet."
    choice = org_choice(unsure.orgs, ids.FIND_ORG, lambda org: seeking.model_copy(update={"org": org}).packed())
    return asks, choice


def _at(looked: Looked) -> str:
    place = f" ({escaped(looked.place, 60)})" if looked.place else ""
    return f"{escaped(looked.org, 40)}{place}"


def _and(looked: Sequence[Looked]) -> str:
    """Name orgs, each once, the first eight."""
    return ", ".join(list(dict.fromkeys(map(_at, looked)))[:ORGS_SHOWN])


def _refused(looked: Looked, refusal: Refusal) -> str:
    where = f" in {_at(looked)}"
    what = escaped(", ".join(looked.asked), 100)
    if refusal.missing:
        needs = " or ".join(f"`{code(one, 80)}`" for one in refusal.missing[:5])
        return lines(
            [f":no_entry: *Hangup may not ask for {what}{where}.* Its role lacks {needs}", escaped(refusal.fix, 600)]
        )
    if refusal.reply is None:
        return f":warning: *The platform did not answer{where}* ({what}). Try again in a minute."
    trace = f" Trace id `{code(refusal.reply.trace_id, 60)}`." if refusal.reply.trace_id else ""
    return f":warning: *The platform refused {what}{where}* ({refusal.reply.status}).{trace} Try again in a minute."


def _late(orgs: Sequence[Looked]) -> str:
    has = "has" if len({one.org for one in orgs}) == 1 else "have"
    return f":hourglass_flowing_sand: *{_and(orgs)} {has} not answered yet.* Hangup goes on asking, and tells you."


def _small_print(found: Found) -> list[str]:
    """Say where was looked, what can't be seen, and how old the names are."""
    told = [_looked(found)]
    if found.wanted.kind is Sought.NUMBER and found.wanted.ids and not found.suspects:
        told.append("It was read as a phone number. If it is an id, add `in` and the org's name.")
    told += list(dict.fromkeys(escaped(words, 300) for one in found.looked for words in one.unseen))
    if found.hidden:
        count = f"{found.hidden} conversation{'' if found.hidden == 1 else 's'}"
        told.append(f"{count} left out: you may not look {'it' if found.hidden == 1 else 'them'} up.")
    ages = [one.names_at for one in found.looked if one.names_at is not None]
    if ages and found.suspects:
        age = lasting(min(ages), found.at)
        told.append(f"Names as of {age}{'' if age == 'just now' else ' ago'}.")
    return [*told[:8], "Only you see this."]


def _looked(found: Found) -> str:
    if not found.looked:
        return "There is no id, no link and no phone number in it that any org here could know."
    unknown = [one for one in found.looked if one.unknown]
    asked = _by_words([one for one in found.looked if not (one.unknown or one.refusal or one.late or one.said)])
    late = ", which answered late" if found.followed else ""
    parts = [f"Looked in {asked}{late}."] if asked else []
    if unknown and not asked:
        what = {Sought.AGENT: "no active agent", Sought.QUEUE: "no queue"}.get(found.wanted.kind)
        parts.append(f"There is {what} of that name in {_and(unknown)}." if what else _not_there(found, unknown))
    if found.wanted.kind is Sought.MESSAGE and not asked:
        ids_count, numbers = len(found.wanted.ids), len(found.wanted.numbers)
        read = f"{ids_count} id{'' if ids_count == 1 else 's'}"
        parts.append(f"In it: {read}, {numbers} phone number{'' if numbers == 1 else 's'}.")
    return " ".join(parts) or "Nothing could be asked."


def _not_there(found: Found, orgs: Sequence[Looked]) -> str:
    """Say where ids were looked for in vain, or whose region has no such number."""
    if found.wanted.kind is Sought.MESSAGE:
        return f"No such conversation in {_and(orgs)}."
    return f"Not asked: {_and(orgs)}. In that notation it is no number there: type it with `+` and the country code."


def _by_words(looked: Sequence[Looked]) -> str:
    """Say which orgs were asked what, those that were asked the same together, and those with a hit first."""
    by_words: dict[str, list[Looked]] = {}
    for one in sorted(looked, key=lambda one: not one.total):
        by_words.setdefault(", ".join(one.asked), []).append(one)
    return "; ".join(f"{_and(orgs)}: {escaped(words, 150)}" for words, orgs in by_words.items())


def _unstarred(text: str) -> str:
    return text.replace("<@", "@").replace(">", "")
