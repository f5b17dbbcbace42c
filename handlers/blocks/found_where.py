"""Where a search looked, where it could not, and what can't be seen: what stands below a list."""

from collections.abc import Sequence

from bot.domain.family import together
from bot.domain.sighting import Refusal
from bot.domain.wanted import Sought
from bot.use_cases.found import Found, Looked
from handlers.blocks.mrkdwn import Blocks, code, context, escaped, lasting, lines, section

REFUSALS_SHOWN = 5
ORGS_SHOWN = 8
STRANGERS = 3


def where_not(found: Found) -> Blocks:
    """Say where could not be looked, and why."""
    refused = [(one, one.refusal) for one in found.looked if one.refusal is not None]
    blocks: Blocks = [section(_refused(one, refusal)) for one, refusal in refused[:REFUSALS_SHOWN]]
    unclear = [one for one in found.looked if one.said]
    blocks += [section(f":grey_question: *{at(one)}:* {escaped(one.said, 600)}") for one in unclear[:REFUSALS_SHOWN]]
    if (more := max(0, len(refused) - REFUSALS_SHOWN) + max(0, len(unclear) - REFUSALS_SHOWN)) > 0:
        blocks.append(context(f"… and {more} more orgs that could not be looked into."))
    return blocks


def at(looked: Looked) -> str:
    """Name an org, with its platform and region."""
    place = f" ({escaped(looked.place, 60)})" if looked.place else ""
    return f"{escaped(looked.org, 40)}{place}"


def named(looked: Sequence[Looked]) -> str:
    """Name orgs, each once, the first eight."""
    places = {one.org: escaped(one.place, 60) for one in looked}
    shown = together((escaped(name, 40), place) for name, place in list(places.items())[:ORGS_SHOWN])
    return ", ".join(shown) + (f" and {more} more" if (more := len(places) - ORGS_SHOWN) > 0 else "")


def _refused(looked: Looked, refusal: Refusal) -> str:
    where = f" in {at(looked)}"
    what = escaped(", ".join(looked.asked), 100)
    if refusal.missing:
        needs = " or ".join(f"`{code(one, 80)}`" for one in refusal.missing[:5])
        return lines(
            [f":no_entry: *Hangup may not see {what}{where}.* Its role lacks {needs}", escaped(refusal.fix, 600)]
        )
    if refusal.reply is not None and refusal.reply.fault is not None:
        place = f" ({looked.place})" if looked.place else ""
        words = refusal.reply.fault_words(f"at {looked.org}{place}")
        return lines([f":no_entry: *{escaped(words, 500)}*", escaped(refusal.fix, 600)])
    if refusal.reply is None:
        return f":warning: *The platform did not answer{where}* ({what}). Try again in a minute."
    trace = f" Trace id `{code(refusal.reply.trace_id, 60)}`." if refusal.reply.trace_id else ""
    status = refusal.reply.status
    return f":warning: *The platform refused to show {what}{where}* ({status}).{trace} Try again in a minute."


def late_words(orgs: Sequence[Looked]) -> str:
    """Say which orgs have not answered yet."""
    has = "has" if len({one.org for one in orgs}) == 1 else "have"
    return f":hourglass_flowing_sand: *{named(orgs)} {has} not answered yet.* Hangup goes on asking, and tells you."


def small_print(found: Found) -> list[str]:
    """Say where was looked, what can't be seen, and how old the names are."""
    told = [words] if (words := _looked(found)) else []
    if found.wanted.kind in {Sought.AGENT, Sought.QUEUE} and not found.suspects and not found.followed:
        told += _of_the_name(found)
    if found.wanted.kind is Sought.NUMBER and found.wanted.ids and not found.suspects:
        told.append("It was read as a phone number. If it is an id, add `in` and the org's name.")
    told += _of_the_message(found)
    told += list(dict.fromkeys(escaped(words, 300) for one in found.looked for words in one.unseen))
    if found.hidden:
        count = f"{found.hidden} conversation{'' if found.hidden == 1 else 's'}"
        told.append(f"{count} left out: you may not look {'it' if found.hidden == 1 else 'them'} up.")
    ages = [one.names_at for one in found.looked if one.names_at is not None]
    if ages and found.suspects:
        age = lasting(min(ages), found.at)
        told.append(f"Names as of {age}{'' if age == 'just now' else ' ago'}.")
    return [*told[:9], "Only you see this."]


def _looked(found: Found) -> str:
    if not found.looked:
        # What is asked about, or hidden, is not nothing.
        if found.unsure or found.hidden:
            return ""
        return "There is no id, no link and no phone number in it that any org here could know."
    answered = [one for one in found.looked if not (one.unknown or one.refusal or one.late or one.said)]
    asked = _by_words(answered)
    # An org that knows one id of a message and not another is not one that knows nothing.
    known = {(one.org, one.asked) for one in found.looked if not one.unknown}
    unknown = [one for one in found.looked if one.unknown and (one.org, one.asked) not in known]
    late = ", which answered late" if found.followed else ""
    parts = [f"Looked in {asked}{late}."] if asked else []
    if unknown:
        what = {Sought.AGENT: "no active agent", Sought.QUEUE: "no queue"}.get(found.wanted.kind)
        parts.append(f"There is {what} of that name in {named(unknown)}." if what else _not_there(found, unknown))
    if found.wanted.kind is Sought.MESSAGE and not asked:
        ids_count, numbers = len(found.wanted.ids), len(found.wanted.numbers)
        read = f"{ids_count} id{'' if ids_count == 1 else 's'}"
        parts.append(f"In it: {read}, {numbers} phone number{'' if numbers == 1 else 's'}.")
    return " ".join(parts) or "Nothing could be asked."


def _of_the_name(found: Found) -> list[str]:
    """Say how the words `in <org>` at the end of a name were read, where that may be why nothing was found."""
    if found.org:
        return [f"Only {escaped(found.org, 40)} was asked. If `in` belongs to the name, put the name in quotes."]
    if named := found.wanted.in_words:
        return [f"No org here is called {escaped(named, 40)}, so it was taken for a part of the name."]
    return []


def _of_the_message(found: Found) -> list[str]:
    """Say what of a message was not looked for: where its links lead elsewhere, and what is too much."""
    wanted = found.wanted
    told = [
        f"A link in it, at {escaped(home.host, 80)}, is from {home.words}: "
        "no such org is set up here, so nobody was asked."
        for home in wanted.foreign[:STRANGERS]
    ]
    told += [wanted.left_out] if wanted.left_out else []
    if wanted.doubtful:
        told.append("Digits in it were read as a phone number. If they are an id, type `/conversation` and the id.")
    return told


def _not_there(found: Found, orgs: Sequence[Looked]) -> str:
    """Say where ids were looked for in vain, or whose region has no such number."""
    if found.wanted.kind is Sought.MESSAGE:
        return f"No such conversation in {named(orgs)}."
    return f"Not asked: {named(orgs)}. In that notation it is no number there: type it with `+` and the country code."


def _by_words(looked: Sequence[Looked]) -> str:
    """Say which orgs were asked what, those that were asked the same together, and those with a hit first."""
    by_words: dict[str, list[Looked]] = {}
    for one in sorted(looked, key=lambda one: not one.total):
        by_words.setdefault(", ".join(one.asked), []).append(one)
    return "; ".join(f"{named(orgs)}: {escaped(words, 150)}" for words, orgs in by_words.items())
