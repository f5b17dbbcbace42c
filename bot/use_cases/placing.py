"""Place the ids that a message names: each in the org that it is of, before any is asked."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.access import Lead
from bot.domain.errors import AccessDeniedError, HangupError, WhichOrgError
from bot.domain.exchange import Org
from bot.ports import Conversations
from bot.use_cases.found import Unsure
from bot.use_cases.which_org import WhichOrg


@dataclass(frozen=True, slots=True)
class Ids:
    """The orgs that ids are of, each with the id; how many the lead may look up in none, and what is not clear."""

    known: tuple[tuple[Conversations, str], ...] = ()
    hidden: int = 0
    unsure: Unsure | None = None


async def placed(which: WhichOrg, lead: Lead, typed: Sequence[str], org: str = "") -> Ids:
    """Tell which org each id or link is of; `org` is the one of those that fit several, if the lead has said so.

    What is of no org here is left out.
    """
    known: dict[tuple[str, str], Conversations] = {}
    hidden, unsure, orgs = 0, list[str](), dict[str, Org]()
    for one in typed:
        named = org if org in {found.org.name for found, _ in which.fitting(one)} else ""
        try:
            conversations, conversation_id = await which(lead, one, named)
        except WhichOrgError as several:
            unsure.append(several.typed)
            orgs |= {each.name: each for each in several.orgs}
        except AccessDeniedError:
            hidden += 1
        except HangupError:
            continue
        else:
            known[conversations.org.name, conversation_id] = conversations
    asked = Unsure(tuple(unsure), tuple(orgs.values())) if unsure else None
    return Ids(tuple((one, conversation_id) for (_, conversation_id), one in known.items()), hidden, asked)
