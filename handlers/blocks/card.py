"""The conversation card: who is on it, in which state, and a button for each who is live."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.conversation import Conversation
from bot.domain.disconnection import PastAct
from bot.domain.participant import GONE, Participant, Standing
from bot.domain.pause import Pause
from handlers.blocks import ids
from handlers.blocks.metadata import Target
from handlers.blocks.mrkdwn import (
    Block,
    Blocks,
    clock_time,
    code,
    context,
    day_time,
    escaped,
    label,
    lasting,
    mention,
    outside,
    plain,
    section,
    spoken,
    unmarked,
)
from handlers.blocks.mrkdwn import (
    button as make_button,
)
from handlers.blocks.pause import pause_line
from handlers.blocks.words import (
    MEDIA_SIGNS,
    OUTCOMES,
    direction_of,
    left_by,
    media_of,
    name_of,
    named,
    plain_standing,
    purpose_of,
    standing_of,
    whence,
)

WITH_BUTTON = 20
GONE_SHOWN = 8
ACTS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Message:
    """What is posted: blocks, and the text that notifications and screen readers read."""

    text: str
    blocks: Blocks


def conversation_card(
    conversation: Conversation,
    now: datetime,
    *,
    acts: Sequence[PastAct] = (),
    read_only: bool = False,
    pause: Pause | None = None,
) -> Message:
    """Render a conversation as it was just read, with what was lately done to it."""
    live = conversation.live
    blocks: Blocks = [
        {"type": "header", "text": label(_title(conversation), 150)},
        context(_facts(conversation, now), f"As read {clock_time(now)} · `{code(conversation.id, 60)}`"),
    ]
    if read_only:
        blocks.append(context(":lock: *Read only:* nothing is disconnected just now."))
    if pause is not None:
        blocks.append(context(f"{pause_line(pause, now)} Nothing is disconnected before somebody resumes."))
    blocks += [_act_line(conversation, act, now) for act in list(acts)[-ACTS_SHOWN:]]
    if conversation.ended:
        blocks.append(section(_ended(conversation, now)))
    blocks += [participant_row(conversation, person, now) for person in live[:WITH_BUTTON]]
    if len(live) > WITH_BUTTON:
        blocks.append(context(f"… and {len(live) - WITH_BUTTON} more. *Show all* lists everybody."))
    if not conversation.participants:
        blocks.append(section("The platform lists nobody on this conversation."))
    if conversation.gone:
        blocks.append(context(*_gone(conversation, now)))
    if conversation.fixed is not None and sum(person.fixed is None for person in live) > 1:
        blocks.append(context(f":lock: {escaped(conversation.fixed, 300)}"))
    blocks += [{"type": "divider"}, _actions(conversation)]
    return Message(card_text(conversation), blocks)


def card_text(conversation: Conversation) -> str:
    """Say the card in one line of plain text."""
    title = spoken(_title(conversation))
    if conversation.ended:
        return unmarked(f"{title}: ended, nobody is on it.")
    if not conversation.participants:
        return unmarked(f"{title}: the platform lists nobody on it.")
    people = [
        f"{name_of(p)} ({purpose_of(p)}, {plain_standing(conversation, p)})" for p in conversation.live[:WITH_BUTTON]
    ]
    more = len(conversation.live) - len(people)
    return unmarked(f"{title}: " + ", ".join(people) + (f" and {more} more" if more > 0 else "") + ".", 3500)


def participant_row(conversation: Conversation, person: Participant, now: datetime, *, button: bool = True) -> Block:
    """Render one participant; who is live has a button, where one is wanted."""
    lines = [f"{named(person)}{_role(conversation, person)}"]
    lines.append(standing_of(conversation, person, lasts=_lasts(conversation, person, now)))
    # The title says the only medium and the queue; a line of its own is for who differs, or for several media.
    several = len(conversation.media) > 1 or person.media != conversation.media
    details = [medium.value for medium in person.media] if several else []
    if person.queue_name and person.queue_name not in {name_of(person), conversation.queue_name}:
        details.append(f"queue {escaped(person.queue_name, 80)}")
    lines.append(" · ".join(details))
    lines += _known_besides(conversation, person)
    # Who has no id can't be named in a request, so there is nothing to press.
    if not button or not person.id or person.fixed is not None or conversation.standing(person) in GONE:
        return section("\n".join(line for line in lines if line))
    target = Target(org=conversation.org, conversation_id=conversation.id, participant_id=person.id)
    return section(
        "\n".join(line for line in lines if line),
        accessory=make_button(
            "Disconnect…",
            ids.DISCONNECT,
            target.packed(),
            style="danger",
            accessibility_label=plain(f"Disconnect {name_of(person)}, {purpose_of(person)}", 75),
        ),
    )


def _known_besides(conversation: Conversation, person: Participant) -> list[str]:
    """Say why there is no button for somebody who is live, and what should be known of how they were found."""
    lines = []
    if person.fixed is not None and conversation.standing(person) not in GONE:
        lines.append(f":lock: {escaped(person.fixed, 300)}")
    if person.remark is not None:
        lines.append(f"_{escaped(person.remark[:1].upper() + person.remark[1:], 200)}._")
    return lines


def _lasts(conversation: Conversation, person: Participant, now: datetime) -> str:
    standing, leg = conversation.standing(person), person.leading
    if standing is Standing.ENDED:
        how = left_by(person)
        return (f" {day_time(person.left_at, now)}" if person.left_at else "") + (f", {how}" if how else "")
    if standing is Standing.SCHEDULED and leg is not None and leg.scheduled_for is not None:
        return f" for {day_time(leg.scheduled_for, now)}"
    return f" {lasting(person.since, now)}, since {day_time(person.since, now)}" if person.since else ""


def _title(conversation: Conversation) -> str:
    sign = next((MEDIA_SIGNS[m] for m in conversation.media if m in MEDIA_SIGNS), ":busts_in_silhouette:")
    kind = f"{direction_of(conversation)} {media_of(conversation)}".strip()
    queue = f" · {outside(conversation.queue_name, 80)}" if conversation.queue_name else ""
    return plain(f"{sign} {kind[:1].upper()}{kind[1:]}{queue}", 150)


def _facts(conversation: Conversation, now: datetime) -> str:
    facts = [whence(conversation.org, conversation.place)]
    if conversation.started_at:
        lasted = "" if conversation.ended else f" ({lasting(conversation.started_at, now)} ago)"
        facts.append(f"started {day_time(conversation.started_at, now)}{lasted}")
    count = len(conversation.live)
    facts.append("ended" if conversation.ended else f"{count} live participant{'' if count == 1 else 's'}")
    if conversation.link:
        platform = escaped(conversation.place.partition(",")[0], 40) or "the platform"
        facts.append(f"<{conversation.link}|Open in {platform}>")
    return " · ".join(facts)


def _ended(conversation: Conversation, now: datetime) -> str:
    when = f" {day_time(conversation.ended_at, now)}" if conversation.ended_at else ""
    owing = [p for p in conversation.participants if conversation.standing(p) is Standing.WRAP_UP]
    words = f":black_circle: *This conversation has ended*{when}. There is nobody to disconnect."
    if owing:
        names = ", ".join(escaped(name_of(p), 80) for p in owing[:5])
        words += f"\n{names} still {'owes' if len(owing) == 1 else 'owe'} the wrap-up; that needs no disconnect."
    return words


def _gone(conversation: Conversation, now: datetime) -> list[str]:
    gone = sorted(conversation.gone, key=lambda p: (p.left_at is not None, p.left_at), reverse=True)
    lines = []
    for person in gone[:GONE_SHOWN]:
        how = left_by(person)
        word = "In wrap-up" if conversation.standing(person) is Standing.WRAP_UP else "Left"
        when = f" {day_time(person.left_at, now)}" if person.left_at else ""
        known = f" ({escaped(person.remark, 200)})" if person.remark else ""
        lines.append(f"{word}: {named(person)}{when}" + (f", {how}" if how else "") + known)
    if len(gone) > GONE_SHOWN:
        lines.append(f"… and {len(gone) - GONE_SHOWN} more who left.")
    return lines


def _act_line(conversation: Conversation, act: PastAct, now: datetime) -> Block:
    sign, word = OUTCOMES[act.outcome]
    target = conversation.participant(act.participant_id) if act.participant_id else None
    whom = "End conversation" if act.participant_id is None else "Disconnect"
    if target is not None:
        whom = f"{whom} {escaped(name_of(target), 80)}"
    return context(f"{sign} *{whom}:* {word} · {mention(act.by)} {day_time(act.at, now)} · ref `{code(act.id, 40)}`")


def _actions(conversation: Conversation) -> Block:
    target = Target(org=conversation.org, conversation_id=conversation.id).packed()
    elements: list[Block] = [make_button("Refresh", ids.REFRESH, target)]
    if len(conversation.participants) > 0 and (len(conversation.live) > WITH_BUTTON or len(conversation.gone) > 0):
        elements.append(make_button("Show all", ids.SHOW_ALL, target))
    if not conversation.ended and conversation.fixed is None:
        # An option's value holds at most 150 characters, so the target rides in the block's id.
        elements.append(
            {
                "type": "overflow",
                "action_id": ids.MORE,
                "options": [{"text": label("End conversation…"), "value": ids.END_CONVERSATION}],
            }
        )
    return {"type": "actions", "block_id": target[:255], "elements": elements}


def _role(conversation: Conversation, person: Participant) -> str:
    roles = (
        ("monitors", person.monitored_participant_id),
        ("coaches", person.coached_participant_id),
        ("barged in on", person.barged_participant_id),
        ("consulted about", person.consult_participant_id),
    )
    for word, other_id in roles:
        other = conversation.participant(other_id) if other_id else None
        if other is not None:
            return f", {word} {escaped(name_of(other), 80)}"
    return ""
