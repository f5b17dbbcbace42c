"""From a name to the one agent or queue of an org that is meant, or the words why not."""

from bot.domain.errors import InputError
from bot.domain.links import Links
from bot.domain.sighting import Agent, Queue
from bot.domain.wanted import Wanted, folded
from bot.ports import Roster

CANDIDATES = 6
SCOPE = "users:read.email"
HOW_TO_LINK = 'or have the person who runs Hangup link them: [agents] {user} = "the agent\'s e-mail" in hangup.toml'


async def name_in(org: str, wanted: Wanted, links: Links, roster: Roster) -> str:
    """Tell by what an agent is to be searched in an org: the explicit link first, else the e-mail that Slack tells.

    Empty where the settings link the user in other orgs only. Raises `InputError` if Slack tells no e-mail.
    """
    if not wanted.user_id:
        return wanted.text
    if (linked := links.of(wanted.user_id, org)) is not None:
        return linked
    if wanted.user_id in links.by_org:
        return ""
    how = HOW_TO_LINK.format(user=wanted.user_id)
    person = await roster.person(wanted.user_id)
    if person is None:
        raise InputError("Slack did not say who that is.", f"Try again, {how}.")
    if not person.email:
        raise InputError(
            "Slack does not tell Hangup this person's e-mail, so there is no way to know which agent they are.",
            f"Check that the app has the scope {SCOPE}, type the agent's name (`agent Tan Wei Ling`), {how}.",
        )
    return person.email


def the_agent(found: tuple[Agent, ...], named: str) -> Agent | None:
    """Pick the one agent; None if there is none. Raises `InputError`, naming the candidates, if there are several."""
    exact = [one for one in found if folded(named) in {folded(one.name), folded(one.email), one.id.casefold()}]
    fitting = exact or list(found)
    if len(fitting) > 1:
        listed = ", ".join(f"{one.name} ({one.email or one.id})" for one in fitting[:CANDIDATES])
        more = f" and {len(fitting) - CANDIDATES} more" if len(fitting) > CANDIDATES else ""
        raise InputError(
            f"{len(fitting)} agents fit “{named}”, and Hangup does not guess.",
            f"They are: {listed}{more}. Type the e-mail or the whole name.",
        )
    return fitting[0] if fitting else None


def the_queues(found: tuple[Queue, ...], named: str) -> tuple[Queue, ...]:
    """Pick the queues that are meant: called so, else beginning so, else holding it; each name once for each org."""
    wanted = folded(named)
    for fits in (
        lambda name: name == wanted,
        lambda name: name.startswith(wanted),
        lambda name: wanted in name,
    ):
        fitting = tuple(one for one in found if fits(folded(one.name)))
        if fitting:
            return fitting
    return ()
