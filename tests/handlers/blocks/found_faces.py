"""The faces of a search: what was found, where could not be looked, and what is to be chosen from."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from bot.domain.communication import Media
from bot.domain.exchange import Fault, Org, Reply, Silence
from bot.domain.participant import Standing
from bot.domain.sighting import Refusal, Sighting
from bot.domain.suspicion import ranked
from bot.domain.wanted import Sought, Wanted
from bot.use_cases.found import Found, Looked, Unsure
from handlers.blocks.card import Message
from handlers.blocks.found import found_message
from tests.support.clock import START

ID = "ca110001-0000-4000-8000-000000000000"
NOW = START + timedelta(seconds=5)
NUMBER = "+6591234567"
SEEN = Sighting(
    "singapore",
    ID,
    media=Media.CALL,
    standing=Standing.CONNECTED,
    since=NOW - timedelta(minutes=4),
    purpose="agent",
    agent_id="a9e27000-0000-4000-8000-000000000001",
    agent_name="Tan Wei Ling",
    queue_id="90e0e000-0000-4000-8000-000000000001",
    queue_name="Cards – Lost and Stolen",
    direction="inbound",
)
SINGAPORE, ZURICH, SYDNEY = "Genesys Cloud, ap-southeast-1", "Genesys Cloud, eu-central-2", "NICE CXone, area au1"
LOOKED = Looked(
    "singapore",
    ("who is live in the queue",),
    "Cards – Lost and Stolen",
    names_at=NOW - timedelta(minutes=3),
    place=SINGAPORE,
)
LATE = Looked("sydney", late=True, place=SYDNEY)
LACKING = Refusal(
    Reply(403),
    missing=("routing:queue:view",),
    fix="An administrator of Genesys Cloud adds routing:queue:view to a role of Hangup's OAuth client.",
)
CUT = Looked(
    "sydney",
    ("the list of live contacts",),
    "Cards",
    unseen=("Only the first 10,000 live contacts were read: there are more, and what they are was not seen.",),
    place=SYDNEY,
    cut=True,
)
CONFERENCE = replace(SEEN, also=tuple(replace(SEEN, agent_name=name) for name in ("Siti", "Anika *L*", "Aroha", "")))
NOT_SIGNED_IN = Refusal(
    Reply(401, message="Client application 'hangup@pretend' not authorized for user.", fault=Fault.SIGN_IN),
    fix="Ask the person who runs Hangup to check its access key there: “hangup doctor” tests it.",
)
ZURICH_LATE = Looked("zurich", late=True, place=ZURICH)
UNCLEAR = Looked(
    "zurich",
    place=ZURICH,
    said="2 agents fit “Farah”, and Hangup does not guess. They are: Farah Aziz (a-1), Farah Binte Yusof (a-2).",
)
TWO_ORGS = (
    Org("singapore", "genesys", "api.apse1.pure.cloud", "apse1.pure.cloud"),
    Org("zurich", "genesys", "api.euc2.pure.cloud", "euc2.pure.cloud"),
)

TWO_TENANTS = (
    Org("sydney", "cxone", "api-au1.niceincontact.com", "au1"),
    Org("manila", "cxone", "api-au1.niceincontact.com", "au1"),
)


def choosing(*names: str) -> Looked:
    return Looked("singapore", place=SINGAPORE, choices=names)


def several(total: int = 0, *, more: bool = False) -> Found:
    seen = [
        replace(SEEN, conversation_id=f"ca22{n:04d}-0000-4000-8000-000000000000", since=NOW - timedelta(minutes=n))
        for n in range(1, 13)
    ]
    odd = [
        replace(SEEN, conversation_id="c-1", standing=Standing.ALERTING),
        replace(SEEN, conversation_id="c-2", held=True, agent_name=""),
        replace(SEEN, conversation_id="c-3", purpose="acd", agent_id=None, media=Media.MESSAGE),
        replace(SEEN, conversation_id="c-4", standing=Standing.UNKNOWN, raw_state="beaming *up*", since=None),
        replace(SEEN, conversation_id="c-5", purpose="customer", agent_id=None, queue_name=""),
        replace(SEEN, conversation_id="c-6", purpose="ivr", agent_id=None, agent_name="", direction=None),
    ]
    suspects = ranked([*seen, *odd], NOW)
    return Found(Wanted(Sought.QUEUE, "cards"), NOW, suspects, total or len(suspects), more=more, looked=(LOOKED,))


FOUND_FACES: dict[str, Callable[[], Message]] = {
    "found_several": lambda: found_message(several()),
    "found_next_page": lambda: found_message(several(total=240, more=True), page=1),
    "found_one_of_two_orgs": lambda: found_message(
        replace(
            several(),
            looked=(LOOKED, Looked("zurich", ("the list of queues",), refusal=LACKING, place=ZURICH)),
            hidden=2,
        )
    ),
    "found_without_a_slow_org": lambda: found_message(
        Found(Wanted(Sought.AGENT, "Farah"), NOW, ranked([SEEN], NOW), 1, looked=(LOOKED, LATE))
    ),
    "found_nothing_so_far": lambda: found_message(
        Found(Wanted(Sought.AGENT, "Farah"), NOW, looked=(LOOKED, LATE, ZURICH_LATE))
    ),
    "found_by_a_slow_org": lambda: found_message(
        Found(
            Wanted(Sought.AGENT, "Farah"),
            NOW,
            ranked([replace(SEEN, org="sydney")], NOW),
            1,
            looked=(Looked("sydney", ("the list of live contacts",), "Farah Aziz", place=SYDNEY, total=1),),
            org="sydney",
            followed=True,
        )
    ),
    "found_queues_without_a_slow_org": lambda: found_message(
        Found(Wanted(Sought.QUEUE, "cards"), NOW, looked=(choosing("Cards", "Cards – Lost"), LATE))
    ),
    "found_nothing": lambda: found_message(Found(Wanted(Sought.QUEUE, "weekend"), NOW, looked=(LOOKED,))),
    "found_no_such_agent": lambda: found_message(
        Found(Wanted(Sought.AGENT, "Nobody"), NOW, looked=(Looked("singapore", unknown=True, place=SINGAPORE),))
    ),
    "found_of_a_number": lambda: found_message(
        Found(
            Wanted(Sought.NUMBER, NUMBER),
            NOW,
            ranked([SEEN], NOW),
            1,
            looked=(
                replace(LOOKED, name="", unseen=("Conversations that began more than 30 days ago are not found.",)),
            ),
            token="dG9rZW4",
        )
    ),
    "found_refused": lambda: found_message(
        Found(
            Wanted(Sought.QUEUE, "cards"),
            NOW,
            looked=(
                Looked("zurich", ("the list of queues",), refusal=LACKING, place=ZURICH),
                Looked("singapore", ("the list of queues",), refusal=Refusal(silence=Silence.TIMEOUT), place=SINGAPORE),
                Looked(
                    "berlin", ("the list of queues",), refusal=Refusal(Reply(503, trace_id="1111-aaaa")), place=ZURICH
                ),
            ),
        )
    ),
    "found_without_a_sign_in": lambda: found_message(
        Found(Wanted(Sought.AGENT, "Farah"), NOW, looked=(replace(LATE, late=False, refusal=NOT_SIGNED_IN),))
    ),
    "found_a_conference": lambda: found_message(
        replace(several(), suspects=ranked([CONFERENCE, replace(SEEN, conversation_id="c-2")], NOW), total=2)
    ),
    "found_in_a_part_of_the_list": lambda: found_message(replace(several(), looked=(CUT,))),
    "found_nothing_in_a_part_of_the_list": lambda: found_message(
        Found(Wanted(Sought.QUEUE, "cards"), NOW, looked=(CUT,))
    ),
    "found_no_more": lambda: found_message(
        Found(Wanted(Sought.QUEUE, "cards"), NOW, total=104, part=3, start=200, looked=(LOOKED,))
    ),
    "found_and_not_known_elsewhere": lambda: found_message(
        Found(
            Wanted(Sought.AGENT, "Farah"),
            NOW,
            ranked([SEEN], NOW),
            1,
            looked=(LOOKED, Looked("zurich", unknown=True, place=ZURICH), Looked("sydney", unknown=True, place=SYDNEY)),
        )
    ),
    "found_of_a_message_and_not_known_elsewhere": lambda: found_message(
        Found(
            Wanted(Sought.MESSAGE, ids=(ID, "500000000120"), numbers=(NUMBER,)),
            NOW,
            ranked([SEEN], NOW),
            1,
            looked=(
                Looked("singapore", ("the conversation",), place=SINGAPORE, total=1),
                Looked("singapore", ("the conversation",), unknown=True, place=SINGAPORE),
                Looked("sydney", ("the conversation",), unknown=True, place=SYDNEY),
            ),
        )
    ),
    "found_no_words": lambda: found_message(Found(Wanted(Sought.MESSAGE), NOW)),
    "found_queues": lambda: found_message(
        Found(Wanted(Sought.QUEUE, "cards"), NOW, looked=(choosing(*(f"Cards – {n}" for n in range(25))),))
    ),
    "found_queues_of_a_slow_org": lambda: found_message(
        Found(
            Wanted(Sought.QUEUE, "cards"),
            NOW,
            looked=(replace(LATE, late=False, choices=("Cards", "Cards – Lost")),),
            org="sydney",
            followed=True,
        )
    ),
    "found_and_unclear_elsewhere": lambda: found_message(
        Found(Wanted(Sought.AGENT, "Farah"), NOW, ranked([SEEN], NOW), 1, looked=(LOOKED, UNCLEAR))
    ),
    "found_an_id_of_several_orgs": lambda: found_message(
        Found(Wanted(Sought.MESSAGE, ids=(ID,)), NOW, token="dG9rZW4", unsure=(Unsure((ID,), TWO_ORGS),))
    ),
    "found_and_ids_of_several_orgs": lambda: found_message(
        Found(
            Wanted(Sought.MESSAGE, ids=(ID, "c-2", "c-3"), numbers=(NUMBER,)),
            NOW,
            ranked([SEEN], NOW),
            1,
            looked=(replace(LOOKED, name="", names_at=None),),
            token="dG9rZW4",
            unsure=(Unsure(("c-2", "c-3"), TWO_ORGS),),
        )
    ),
    "found_nothing_of_what_may_be_an_id": lambda: found_message(
        Found(
            Wanted(Sought.NUMBER, "91234567", ids=("91234567",)), NOW, looked=(replace(LOOKED, name=""),), token="dG9r"
        )
    ),
    "found_no_such_conversation": lambda: found_message(
        Found(Wanted(Sought.MESSAGE, ids=(ID,)), NOW, looked=(Looked("singapore", unknown=True, place=SINGAPORE),))
    ),
    "found_ids_of_two_shapes": lambda: found_message(
        Found(
            Wanted(Sought.MESSAGE, ids=(ID, "450100001")),
            NOW,
            token="dG9rZW4",
            unsure=(Unsure((ID,), TWO_ORGS), Unsure(("450100001",), TWO_TENANTS)),
            chosen=("sydney",),
        )
    ),
    "found_nobody_for_sure": lambda: found_message(
        Found(Wanted(Sought.AGENT, "Farah"), NOW, looked=(Looked("singapore", unknown=True, place=SINGAPORE), UNCLEAR))
    ),
    "found_nobody_in_an_org_that_is_none": lambda: found_message(
        Found(Wanted(Sought.AGENT, "Farah in Zurch"), NOW, looked=(Looked("singapore", unknown=True, place=SINGAPORE),))
    ),
    "found_nothing_in_the_org_that_was_named": lambda: found_message(
        Found(
            Wanted(Sought.QUEUE, "Support"),
            NOW,
            looked=(Looked("zurich", unknown=True, place=ZURICH),),
            org="zurich",
        )
    ),
    "found_queues_but_for_a_refusal": lambda: found_message(
        Found(
            Wanted(Sought.QUEUE, "cards"),
            NOW,
            looked=(
                choosing("Cards", "Cards – Lost"),
                replace(choosing("CARDS"), org="berlin"),
                Looked("zurich", ("the list of queues",), refusal=LACKING, place=ZURICH),
            ),
        )
    ),
    "found_with_very_many_slow_orgs": lambda: found_message(
        Found(
            Wanted(Sought.AGENT, "Farah"),
            NOW,
            ranked([SEEN], NOW),
            1,
            looked=(LOOKED, *(Looked(f"org-{n}", late=True, place=ZURICH) for n in range(11))),
        )
    ),
}
