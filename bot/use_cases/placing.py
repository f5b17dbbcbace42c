"""Place the ids that a message names: each in the org that it is of, before any is asked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.access import Action, Lead
from bot.domain.errors import AccessDeniedError, HangupError, WhichOrgError
from bot.ports import Conversations
from bot.use_cases.found import Unsure
from bot.use_cases.which_org import WhichOrg


@dataclass(frozen=True, slots=True)
class Ids:
    """What a message names, placed.

    `known` are the orgs, each with what was typed: an id, or a link. `hidden` is how many the lead may not look up, and
    `unsure` what is not clear, those together that fit the same orgs.
    """

    known: tuple[tuple[Conversations, str], ...] = ()
    hidden: int = 0
    unsure: tuple[Unsure, ...] = ()


async def placed(which: WhichOrg, lead: Lead, typed: Sequence[str], chosen: Sequence[str] = ()) -> Ids:
    """Tell which org each id or link is of; `chosen` are those of the ids that fit several, as the lead has said.

    What is of no org here is left out. Nobody is asked.
    """
    known: dict[tuple[str, str], tuple[Conversations, str]] = {}
    hidden, unsure = 0, dict[tuple[str, ...], Unsure]()
    for one in typed:
        fitting = {found.org.name for found, _ in which.fitting(one)}
        try:
            conversations, conversation_id = await which(lead, one, next((o for o in chosen if o in fitting), ""))
            await which.permit.require(lead, Action.LOOK_UP, which.about(conversations.org, conversation_id))
        except WhichOrgError as several:
            key = tuple(org.name for org in several.orgs)
            before = unsure.get(key, Unsure((), several.orgs))
            unsure[key] = replace(before, ids=tuple(dict.fromkeys((*before.ids, several.typed))))
        except AccessDeniedError:
            hidden += 1
        except HangupError:
            continue
        else:
            known[conversations.org.name, conversation_id] = conversations, one
    return Ids(tuple(known.values()), hidden, tuple(unsure.values()))
