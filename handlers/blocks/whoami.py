"""Who Hangup takes somebody for, and what they may."""

from bot.domain.access import Decision, Membership
from bot.domain.rule import Role
from bot.use_cases.whoami import Acquaintance
from handlers.blocks.card import Message
from handlers.blocks.mrkdwn import Blocks, code, context, lines, mention, section, spoken
from handlers.blocks.pause import HOW_TO_RESUME
from handlers.blocks.refusal import mentions

MEMBERSHIPS = {
    Membership.MEMBER: "a member of this workspace",
    Membership.GUEST: "a guest of this workspace",
    Membership.STRANGER: "a member of another workspace",
    Membership.UNKNOWN: "not known: Slack could not be asked just now",
}
DEPENDS = "It may depend on the conversation: `/conversation can-i disconnect <id>` says so for each who is on it."


def whoami_message(found: Acquaintance, *, paused: bool) -> Message:
    """Show identity, roles and through what, and each action with why."""
    lead = found.lead
    head = f":bust_in_silhouette: *You are* {mention(lead.user_id)} (`{code(lead.user_id)}`)"
    blocks: Blocks = [
        section(f"{head}{_membership(found)}\n{_roles(found)}"),
        section(lines(["*What you may do*", *(_verdict_line(d, said=lead.membership.words) for d in found.decisions)])),
        context(DEPENDS),
    ]
    if paused:
        blocks.append(context(f":lock: Hangup is paused: nothing is disconnected, by nobody. {HOW_TO_RESUME}"))
    may = [d.action.words for d in found.decisions if d.allowed]
    return Message(f"{spoken(_roles(found))} You may {', '.join(may) or 'do nothing'} with Hangup.", blocks)


def _membership(found: Acquaintance) -> str:
    """Say what somebody is to Slack, and why a group is not enough: once, and not with each action."""
    words = found.lead.membership.words
    if words and any(words in decision.why for decision in found.decisions):
        return f". {words}"
    return f", to Slack {MEMBERSHIPS[found.lead.membership]}."


def _verdict_line(decision: Decision, *, said: str) -> str:
    words = decision.action.words
    why = because(decision)
    if said:
        why = why.replace(said, "").strip()
    return f":white_check_mark: {words}: {why}" if decision.allowed else f":no_entry: {words}: {why}"


def because(decision: Decision) -> str:
    """Say why somebody may, or what is missing and who has it."""
    if decision.allowed:
        return f"{decision.why.rstrip('.')}, through {mentions(decision.through)}."
    who = f" Who may: {mentions(decision.holders)}." if decision.holders else " Nobody may so far."
    return (decision.why or "You are not named for it.") + who


def _roles(found: Acquaintance) -> str:
    if not found.roles:
        return "You have no role."
    given = [f"*{role.value}* through {mentions(ids)}" for role, ids in found.roles.items()]
    more = " An admin may do all that an operator may, and an operator all that a viewer may."
    return f"Your role: {', '.join(given)}." + (more if next(iter(found.roles)) is not Role.VIEWER else "")
