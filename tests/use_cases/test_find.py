"""Whom a name means, what a lead may see of a search, and what is kept of a number."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.access import Lead
from bot.domain.communication import Media
from bot.domain.conversation import Conversation
from bot.domain.errors import AccessDeniedError, InputError
from bot.domain.exchange import Fault, Org, Reading, Reply
from bot.domain.links import Links
from bot.domain.rule import Action, Rule
from bot.domain.sighting import Queue, Refusal
from bot.domain.wanted import Sought, Wanted
from bot.ports import Located, Person
from bot.use_cases.found import sighting_of
from bot.use_cases.kept import KEPT_FOR, MOST_KEPT, Kept
from bot.use_cases.pinpoint import name_in, the_agent, the_queues
from tests.support.clock import START
from tests.support.finding import FARAH, MAYA, SEEN, TWO, Known, Listed, Reads, hits, named, talking


def deny(**conditions):
    return Rule(1, allows=False, actions=frozenset({Action.LOOK_UP}), **conditions)


async def test_a_link_of_the_settings_comes_before_the_e_mail(opened):
    one, two = Listed("one", (FARAH,), sightings=(SEEN,)), Listed("two")
    links = Links({"U0F": "farah@cc.example"}, {})
    people = {"U0F": Person(guest=False, team_ids=frozenset(), email="other@example.com")}
    found = await opened(one, two, links=links, people=people)(MAYA, Wanted(Sought.AGENT, user_id="U0F"))
    assert found.name == "Farah Aziz"
    assert one.asked == ["farah@cc.example", "a-1"]
    assert found.only == SEEN


async def test_a_link_by_org_asks_that_org_alone(opened):
    one, two = Listed("one", (FARAH,), sightings=(SEEN,)), Listed("two")
    links = Links({}, {"U0F": {"one": "farah@cc.example"}})
    found = await opened(one, two, links=links)(MAYA, Wanted(Sought.AGENT, user_id="U0F"))
    assert two.asked == []
    assert [one.unknown for one in found.looked] == [False, True]


async def test_without_a_link_the_e_mail_of_the_profile_is_searched(opened):
    one = Listed("one", (FARAH,), sightings=(SEEN,))
    people = {"U0F": Person(guest=False, team_ids=frozenset(), email="farah@cc.example")}
    assert (await opened(one, people=people)(MAYA, Wanted(Sought.AGENT, user_id="U0F"))).total == 1


@pytest.mark.parametrize(
    ("people", "words"),
    [
        ({}, "Slack did not say who that is"),
        ({"U0F": Person(guest=False, team_ids=frozenset())}, "does not tell Hangup this person's e-mail"),
    ],
)
async def test_somebody_who_is_no_known_agent_is_answered_with_the_line_to_add(people, words):
    with pytest.raises(InputError, match=words) as caught:
        await name_in("one", Wanted(Sought.AGENT, user_id="U0F"), Links(), Known(people))
    assert "[agents] U0F" in caught.value.hint


def test_the_one_who_is_called_so_is_meant_though_others_fit():
    other = replace(FARAH, id="a-2", name="Farah Aziz Junior", email="j@cc.example")
    assert the_agent((other, FARAH), "farah aziz") == FARAH
    assert the_agent((other, FARAH), "j@cc.example") == other
    assert the_agent((), "farah") is None


def test_many_of_a_name_are_counted_and_the_first_are_named():
    many = tuple(replace(FARAH, id=f"a-{n}", name=f"Farah {n}", email="") for n in range(9))
    with pytest.raises(InputError, match="9 agents fit") as caught:
        the_agent(many, "farah")
    assert "Farah 0 (a-0)" in caught.value.hint
    assert "and 3 more" in caught.value.hint


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("cards", ["Cards"]),
        ("card", ["Cards", "Cards Fraud"]),
        ("gift", ["Gift Cards"]),
        ("ift", ["Gift Cards"]),
        ("x", []),
    ],
)
def test_a_queue_is_meant_exactly_else_by_its_beginning_else_by_a_part(typed, meant):
    queues = tuple(Queue(f"q-{n}", name, "one") for n, name in enumerate(("Cards", "Cards Fraud", "Gift Cards")))
    assert [one.name for one in the_queues(queues, typed)] == meant


async def test_a_queue_of_one_name_in_two_orgs_is_listed_from_both(opened):
    one = Listed("one", lines=(Queue("q-1", "Cards", "one"),), sightings=(SEEN,))
    two = Listed("two", lines=(Queue("q-2", "CARDS", "two"),), sightings=(replace(SEEN, org="two"),))
    found = await opened(one, two)(MAYA, Wanted(Sought.QUEUE, "cards"), part=3)
    assert found.queues == {}
    assert {suspect.sighting.org for suspect in found.suspects} == {"one", "two"}
    assert one.asked[-1] == "q-1, page 3"


async def test_what_may_not_be_looked_up_is_left_out_and_counted(opened):
    fraud = replace(SEEN, conversation_id="c-2", queue_id="q-2", queue_name="Fraud Desk")
    one = Listed("one", (FARAH,), sightings=(SEEN, fraud))
    found = await opened(one, rules=[deny(queues=frozenset({"Fraud Desk"}))])(MAYA, Wanted(Sought.AGENT, "farah"))
    assert [one.sighting for one in found.suspects] == [SEEN]
    assert found.hidden == 1
    assert found.only is None


async def test_a_division_that_a_search_does_not_tell_speaks_against_the_lead(opened):
    told = replace(SEEN, conversation_id="c-2", division_ids=("d-2",))
    one = Listed("one", (FARAH,), sightings=(SEEN, told))
    found = await opened(one, rules=[deny(divisions=frozenset({"d-1"}))])(MAYA, Wanted(Sought.AGENT, "farah"))
    assert [one.sighting for one in found.suspects] == [told]


async def test_an_org_that_may_not_be_looked_into_is_not_asked(opened):
    one, two = Listed("one", (FARAH,), sightings=(SEEN,)), Listed("two", (FARAH,))
    await opened(one, two, rules=[deny(orgs=frozenset({"two"}))])(MAYA, Wanted(Sought.AGENT, "farah"))
    assert two.asked == []


async def test_who_may_look_into_no_org_is_refused(opened):
    one = Listed("one", (FARAH,))
    with pytest.raises(AccessDeniedError):
        await opened(one, rules=[deny(orgs=frozenset({"one"}))])(MAYA, Wanted(Sought.AGENT, "farah"))
    with pytest.raises(AccessDeniedError):
        await opened(one)(Lead("U0TOM"), Wanted(Sought.AGENT, "farah"))
    assert one.asked == []


async def test_without_any_org_to_search_that_is_said(opened):
    with pytest.raises(InputError, match="None of the orgs"):
        await opened()(MAYA, Wanted(Sought.AGENT, "farah"))


async def test_a_number_is_read_in_each_orgs_own_region(opened):
    one, two, three = Listed("one", sightings=(SEEN,)), Listed("two"), Listed("three")
    find = opened(one, two, three, regions={"one": "SG", "two": "GB"})
    found = await find(MAYA, Wanted(Sought.NUMBER, "9123 4567"))
    assert (one.asked, two.asked, three.asked) == (["+6591234567"], ["+4491234567"], [])
    assert find.is_number("9123 4567")
    assert not find.is_number("banana")
    assert found.token


async def test_a_search_goes_on_without_a_ledger(opened, paper):
    paper.closed = True
    found = await opened(Listed("one", (FARAH,), sightings=(SEEN,)))(MAYA, Wanted(Sought.AGENT, "farah"))
    assert found.total == 1


async def test_the_ledger_names_the_agent_and_no_number(opened, paper):
    find = opened(Listed("one", (FARAH,), sightings=(SEEN,)), regions={"one": "SG"})
    await find(MAYA, Wanted(Sought.AGENT, "farah"))
    await find(MAYA, Wanted(Sought.NUMBER, "9123 4567"))
    assert [(one.step, one.org, one.detail) for one in paper.entries] == [
        ("searched", "one", "agent Farah Aziz: 1 found"),
        ("searched", "one", "number: 1 found"),
    ]


async def test_a_search_of_several_orgs_is_a_line_for_each(opened, paper):
    find = opened(Listed("one", (FARAH,), sightings=(SEEN,)), Listed("two"))
    await find(MAYA, Wanted(Sought.AGENT, "farah"))
    assert [(one.step, one.org, one.detail) for one in paper.entries] == [
        ("searched", "one", "agent Farah Aziz: 1 found"),
        ("searched", "two", "agent Farah Aziz: not known there"),
    ]


def test_a_token_lasts_half_an_hour_and_the_same_number_has_the_same_one():
    kept, number = Kept(), Wanted(Sought.NUMBER, "+6591234567")
    token = kept.keep(number, START)
    assert kept.keep(number, START) == token
    assert kept.of(token, START) == number
    assert "91234567" not in token
    with pytest.raises(InputError, match="earlier search"):
        kept.of(token, START + KEPT_FOR)
    with pytest.raises(InputError, match="earlier search"):
        kept.of("of another process", START)


def test_old_tokens_are_forgotten_and_never_too_many_kept():
    kept = Kept()
    first = kept.keep(Wanted(Sought.NUMBER, "0"), START)
    for number in range(1, MOST_KEPT + 1):
        kept.keep(Wanted(Sought.NUMBER, str(number)), START)
    with pytest.raises(InputError):
        kept.of(first, START)
    later = kept.keep(Wanted(Sought.NUMBER, "1"), START + KEPT_FOR + timedelta(seconds=1))
    assert kept.of(later, START + KEPT_FOR + timedelta(seconds=1)).text == "1"


@pytest.mark.parametrize("kind", [Sought.AGENT, Sought.QUEUE])
async def test_a_directory_that_may_not_be_read_is_a_refusal_of_that_org_alone(opened, kind):
    one = Listed("one", (FARAH,), (Queue("q-1", "Farah's queue", "one"),), (SEEN,))
    two = Listed("two", refusal=Refusal(missing=("directory:user:view",)))
    found = await opened(one, two)(MAYA, Wanted(kind, "farah"))
    assert (found.total, found.incomplete) == (1, True)
    assert [looked.refusal.missing for looked in found.looked if looked.refusal] == [("directory:user:view",)]


async def test_a_message_that_names_one_conversation_has_one_hit(opened):
    find = opened(Listed("one"), reads=Reading(START, talking()))
    found = await find(MAYA, Wanted(Sought.MESSAGE, ids=("c-1", "c-1")))
    assert (found.only.agent_name, found.only.queue_name, found.only.media) == ("Farah", "Cards", Media.CALL)


async def test_of_a_message_only_ten_ids_are_read(opened):
    find = opened(Listed("one"), reads=Reading(START, talking()))
    found = await find(MAYA, Wanted(Sought.MESSAGE, ids=tuple(f"c-{n}" for n in range(50))))
    assert len(found.looked) == 10


async def test_a_refused_read_is_told_and_one_that_may_not_be_seen_is_counted(opened):
    refused = opened(Listed("one"), reads=Reading(START, reply=Reply(503)))
    found = await refused(MAYA, Wanted(Sought.MESSAGE, ids=("c-1",)))
    assert found.looked[0].refusal.reply.status == 503
    strange = Reply(401, message="No such key.", fault=Fault.SIGN_IN)
    found = await opened(Listed("one"), reads=Reading(START, reply=strange))(MAYA, Wanted(Sought.MESSAGE, ids=("c-1",)))
    assert "hangup doctor" in found.looked[0].refusal.fix
    assert found.outcomes == {"one": "could not sign in"}
    denied = opened(Listed("one"), reads=Reading(START, talking("Fraud")), rules=[deny(queues=frozenset({"Fraud"}))])
    found = await denied(MAYA, Wanted(Sought.MESSAGE, ids=("c-1",)))
    assert (found.hidden, found.suspects) == (1, ())


async def test_what_is_no_id_after_all_is_merely_not_found(opened):
    found = await opened(Listed("one"))(MAYA, Wanted(Sought.MESSAGE, ids=("c-1",)))
    assert (found.total, found.looked) == (0, ())


async def test_an_id_that_the_org_no_longer_knows_is_said_to_be_unknown_there(opened, paper):
    found = await opened(Listed("one"), reads=Reading(START, reply=Reply(404)))(
        MAYA, Wanted(Sought.MESSAGE, ids=("c-1",))
    )
    assert [(one.org, one.unknown) for one in found.looked] == [("one", True)]
    assert paper.entries[-1].detail == "message: not known there"


async def test_ids_that_fit_several_orgs_are_asked_of_none_and_the_lead_says_of_which(opened):
    find = opened(Listed("one"), Listed("two"), reads={"one": named("one", talking()), "two": named("two", None)})
    asked = await find(MAYA, Wanted(Sought.MESSAGE, ids=("c-1", "c-2")))
    [question] = asked.unsure
    assert (question.ids, [one.name for one in question.orgs]) == (("c-1", "c-2"), ["one", "two"])
    assert (asked.looked, asked.only, find.find.kept.of(asked.token, START).ids) == ((), None, ("c-1", "c-2"))
    chosen = await find(MAYA, Wanted(Sought.MESSAGE, ids=("c-1",)), chosen=("one",))
    assert (chosen.unsure, chosen.opens.conversation_id, chosen.chosen) == ((), "c-1", ("one",))
    linked = await find(MAYA, Wanted(Sought.MESSAGE, ids=("one/c-1",)))
    assert (linked.unsure, linked.opens.conversation_id) == ((), "c-1")


def of_shape(org, letter):
    class Shaped(Reads):
        @property
        def org(self):
            return Org(org)

        def locate(self, text):
            return Located(text) if text.startswith(letter) else None

    return Shaped(Reading(START, talking()))


async def test_ids_of_two_shapes_are_asked_about_apart_and_an_answer_is_kept(opened):
    reads = {name: of_shape(name, name[0]) for name in ("g1", "g2", "x1", "x2")}
    find, wanted = opened(*map(Listed, reads), reads=reads), Wanted(Sought.MESSAGE, ids=("g-5", "x-5", "g-6"))
    asked = await find(MAYA, wanted)
    assert [(one.ids, [org.name for org in one.orgs]) for one in asked.unsure] == [
        (("g-5", "g-6"), ["g1", "g2"]),
        (("x-5",), ["x1", "x2"]),
    ]
    first = await find(MAYA, wanted, chosen=("g1",))
    assert ([one.ids for one in first.unsure], {one.org for one in first.looked}) == ([("x-5",)], {"g1"})
    both = await find(MAYA, wanted, chosen=("g1", "x2"))
    assert (both.unsure, {one.org for one in both.looked}) == ((), {"g1", "x2"})


async def test_an_id_of_an_org_that_the_lead_may_not_look_into_is_counted_and_no_org_is_told_of(opened, paper):
    """Neither as one that was looked into, nor as one that was not asked yet."""
    reads = {"one": named("one", talking()), "two": named("two", talking())}
    shut = opened(Listed("one"), reads=reads, rules=[deny(orgs=frozenset({"two"}))])
    found = await shut(MAYA, Wanted(Sought.MESSAGE, ids=("two/c-1",)))
    assert (found.hidden, found.looked, found.unsure) == (1, (), ())
    assert [(one.step, one.org) for one in paper.entries] == [("denied", "two"), ("searched", "")]
    both = opened(Listed("three"), reads=reads, rules=[deny(orgs=frozenset({"one", "two"}))])
    assert (await both(MAYA, Wanted(Sought.MESSAGE, ids=("c-1",)))).hidden == 1


async def test_a_conversation_that_a_message_names_twice_is_one(opened, paper):
    seen = replace(SEEN, participant_id="another")
    find = opened(Listed("one", sightings=(seen,)), reads=Reading(START, talking()))
    found = await find(MAYA, Wanted(Sought.MESSAGE, ids=("c-1",), numbers=("+6591234567",)))
    assert (found.total, found.opens.conversation_id, paper.entries[-1].detail) == (1, "c-1", "message: 1 found")


async def test_a_page_of_one_org_asks_that_org_alone_and_asks_nothing_anew(opened):
    one, two = Listed("one", sightings=(SEEN,)), Listed("two", sightings=(TWO,))
    reads = {name: named(name, talking()) for name in ("one", "two")}
    wanted = Wanted(Sought.MESSAGE, ids=("c-1", "one/c-7"), numbers=("+6591234567",))
    found = await opened(one, two, reads=reads)(MAYA, wanted, org="two")
    assert (hits(found)[0], found.unsure, one.asked, {at.org for at in found.looked}) == (["two"], (), [], {"two"})


async def test_a_search_can_be_of_one_org_alone(opened):
    one, two = Listed("one", (FARAH,), sightings=(SEEN,)), Listed("two", (FARAH,), sightings=(TWO,))
    reads = {name: named(name, None) for name in ("one", "two")}
    found = await opened(one, two, reads=reads)(MAYA, Wanted(Sought.AGENT, "farah"), org="TWO")
    assert (hits(found), found.org, one.asked) == ((["two"], [], False), "two", [])
    shut = opened(one, two, reads=reads, rules=[deny(orgs=frozenset({"one"}))])
    with pytest.raises(InputError, match="no org three") as told:
        await shut(MAYA, Wanted(Sought.AGENT, "farah"), org="three")
    assert told.value.hint.startswith("Set up here: two (")


@pytest.mark.parametrize(
    ("typed", "usual", "number"),
    [
        ("9123 4567", None, True),
        ("+6591234567", None, True),
        ("91234567", None, False),
        ("91234567", "one", True),
        ("91234567", "two", False),
        ("112000000013", "one", False),
        ("wei ling", "one", False),
    ],
)
async def test_a_number_that_may_be_an_id_is_what_the_channels_org_takes_it_for(opened, typed, usual, number):
    class Contacts(Reads):
        def locate(self, text):
            return Located(text) if text.isdecimal() else None

    class Uuids(Reads):
        def locate(self, text):  # noqa: ARG002 - never one of these
            return None

    reads = {"one": Uuids(Reading(START)), "two": Contacts(Reading(START))}
    find = opened(Listed("one"), Listed("two"), reads=reads, regions={"one": "SG", "two": "SG"})
    assert find.means_number(typed, usual) is number


def test_a_conversation_without_anybody_can_be_listed():
    assert sighting_of(Conversation("c-1", "one")).conversation_id == "c-1"


async def test_who_may_not_see_one_leg_of_a_conversation_sees_none_of_it(opened):
    fraud = replace(SEEN, queue_id="q-2", queue_name="Fraud Desk")
    one = Listed("one", (FARAH,), sightings=(replace(SEEN, also=(fraud,)),))
    found = await opened(one, rules=[deny(queues=frozenset({"Fraud Desk"}))])(MAYA, Wanted(Sought.AGENT, "farah"))
    assert (found.suspects, found.hidden) == ((), 1)


async def test_a_list_that_was_not_read_to_its_end_is_told_and_written_down(opened, paper):
    one = Listed("one", (FARAH,), sightings=(SEEN,), cut=True)
    found = await opened(one)(MAYA, Wanted(Sought.AGENT, "farah"))
    assert (found.cut, found.incomplete, found.more) == (True, True, False)
    assert paper.entries[-1].detail.endswith("1 found, the list was not read to its end")
