"""Checks of what an org lets us search: each search is asked for what nobody has."""

from bot.cli.doctor.finding import Finding, ok, warn
from bot.domain.sighting import Findings, Refusal
from bot.ports import Search

# Nobody has this id, this address, or this number: the answer tells only whether we may ask.
NOBODYS = "00000000-0000-4000-8000-000000000000"
NOBODY = "nobody@hangup.example"
NO_NUMBER = "+12125550100"
NO_SUCH = 404
GIVE = "Give it to the role of Hangup's OAuth client; without it queues show less."


async def searches(about: str, search: Search) -> list[Finding]:
    """Try each search of one org; what may not be asked only warns, since a conversation's id still works."""
    tried: dict[str, Refusal | None] = {
        "Agents by name": (await search.agents(NOBODY)).refusal,
        "Queues by name": (await search.queues(NOBODY)).refusal,
        "What an agent has live": (await search.of_agent(NOBODYS)).refusal,
        "What a queue has live": _of_queue(await search.of_queue(NOBODYS)),
        "Phone numbers, and rules about live conversations": (await search.of_number(NO_NUMBER)).refusal,
    }
    found = [
        warn(about, f"{what} can't be searched: {' or '.join(refusal.missing)} is missing.", refusal.fix)
        for what, refusal in tried.items()
        if refusal is not None and refusal.missing
    ]
    unclear = [what for what, refusal in tried.items() if _unclear(refusal)]
    if unclear:
        words = f"Whether it may be searched did not show: {', '.join(unclear).lower()}."
        found.append(warn(about, words, "Type `/conversation @agent` in Slack."))
    return found or [ok(about, "Agents, queues and phone numbers can be searched.")]


def _of_queue(found: Findings) -> Refusal | None:
    """Give the refusal; where one of two queries may not be asked, there is an answer, and less in it."""
    return Refusal(missing=found.lacking, fix=GIVE) if found.lacking else found.refusal


def _unclear(refusal: Refusal | None) -> bool:
    """Tell whether an answer says nothing; that there is no such agent says that one may ask."""
    if refusal is None or refusal.missing:
        return False
    return refusal.reply is None or refusal.reply.status != NO_SUCH
