"""Every cause has a story that reaches it through Slack: signed requests, the real bot, the view and the thread."""

import re
from dataclasses import dataclass
from typing import Literal

import pytest

from bot.domain.conflict import Cause, Certainty
from bot.domain.conflict.words.headlines import HEADLINES
from bot.domain.disconnection import Disconnection, Outcome
from playground.genesys import PretendGenesys
from playground.stories import ALL
from playground.town import Town
from tests.support.lead import LeadAtSlack
from tests.support.reading import Json, Shown

CERTAINTY_WORDS = {Certainty.PROVEN: "Proven", Certainty.LIKELY: "Likely", Certainty.UNPROVEN: "Not proven"}


@dataclass(frozen=True)
class Path:
    """How a lead gets to a cause: the story, who is to leave, and how it is pressed."""

    cause: Cause
    slug: str
    who: str
    certainty: Certainty = Certainty.PROVEN
    outcome: Outcome = Outcome.REFUSED
    way: Literal["once", "twice", "after another lead"] = "once"


PATHS = (
    Path(Cause.DUPLICATE_REQUEST, "asked-twice", "Tan Wei Ling", way="twice"),
    Path(Cause.CONVERSATION_ENDED, "ends-under-your-click", "Tan Wei Ling"),
    Path(Cause.WRAP_UP_PENDING, "wraps-up-under-your-click", "Tan Wei Ling"),
    Path(Cause.WRONG_PARTICIPANT, "moves-under-your-click", "Arjun Menon"),
    Path(Cause.PARTICIPANT_ALREADY_DISCONNECTED, "leaves-under-your-click", "Interpreter line"),
    Path(Cause.PARTICIPANT_IN_TRANSITION, "refused-while-ringing", "Chua Kok Wei"),
    Path(Cause.CONCURRENT_ACTION, "one-act-at-a-time", "Nurul Aisyah", way="after another lead"),
    Path(Cause.STUCK_CONVERSATION, "stuck", "Chua Kok Wei", outcome=Outcome.NOT_CONFIRMED),
    Path(
        Cause.STUCK_CONVERSATION,
        "accepts-and-does-nothing",
        "Tan Wei Ling",
        certainty=Certainty.LIKELY,
        outcome=Outcome.NOT_CONFIRMED,
    ),
    Path(Cause.OWNED_BY_FLOW, "flow-refuses", "Main menu"),
    Path(Cause.CONVERSATION_ENDED, "forgotten", "Tan Wei Ling", certainty=Certainty.LIKELY, outcome=Outcome.NOT_SENT),
    Path(Cause.PERMISSION_DENIED, "missing-permission", "Tan Wei Ling"),
    Path(Cause.NO_USER_CONTEXT, "no-user", "Tan Wei Ling"),
    Path(Cause.REJECTED_PAYLOAD, "route-malformed-reason", "Tan Wei Ling"),
    Path(Cause.REJECTED_PAYLOAD, "route-without-reason", "Tan Wei Ling", certainty=Certainty.LIKELY),
    Path(Cause.REJECTED_PAYLOAD, "route-without-cause", "Tan Wei Ling", certainty=Certainty.LIKELY),
    Path(Cause.UNSUPPORTED_ROUTE, "route-absent", "Tan Wei Ling"),
    Path(Cause.WRONG_REGION, "wrong-org-on-click", "Tan Wei Ling"),
    Path(Cause.RATE_LIMITED, "rate-limited-for-long", "Tan Wei Ling"),
    Path(Cause.PLATFORM_UNAVAILABLE, "html-502", "Tan Wei Ling", outcome=Outcome.NOT_CONFIRMED),
    Path(Cause.NOT_PROVEN, "bare-409", "Tan Wei Ling", certainty=Certainty.UNPROVEN),
)


def said(cause: Cause, words: str) -> bool:
    """Tell whether one of the cause's headlines is in the words, whoever it is about."""
    return any(
        re.search(r".+?".join(map(re.escape, re.split(r"\{\w+\}", text))), words) for text in HEADLINES[cause].values()
    )


async def presses(lead: LeadAtSlack, card: Json, who: str) -> None:
    view = await lead.presses_disconnect(card, participant(lead.town, card, who))
    await lead.submits(view)


def participant(town: Town, card: Json, who: str) -> str:
    values = [button["value"] for button in Shown(card).buttons("disconnect")]
    for org in town.orgs.values():
        assert isinstance(org, PretendGenesys)
        for party in org.people():
            if who in str(party.get("name")) and any(party["id"] in value for value in values):
                return str(party["id"])
    raise AssertionError(f"nobody called {who} can be disconnected from this card")


async def settled(town: Town, conversation_id: str, lead: str, *, after: int = 0) -> Disconnection:
    """Wait until a lead's demand on a conversation is over, the first one or a later one."""
    found: list[Disconnection] = []
    for _ in range(400):
        entries = await town.bot.ledger.entries(conversation_id=conversation_id)
        ids = dict.fromkeys(e.disconnection_id for e in reversed(entries) if e.disconnection_id and e.by == lead)
        found = [d for one in ids if (d := await town.bot.ledger.find(one)) is not None and d.settled_at]
        if len(found) > after:
            return found[after]
        await town.bot.clock.sleep(0.25)
    raise AssertionError(f"still under way: {found}")


def test_every_cause_has_a_story():
    # What nobody knows has no card to press on: it is said where its id is typed.
    assert {path.cause for path in PATHS} == set(Cause) - {Cause.UNKNOWN_CONVERSATION}
    assert {path.slug for path in PATHS} <= {story.slug for story in ALL}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("ca110099-0000-4000-8000-000000000000", "knows no conversation with this id"),
        ("ca110048-0000-4000-8000-000000000000", "ended"),
    ],
)
async def test_an_id_that_leads_nowhere_is_explained_where_it_was_typed(town: Town, typed: str, words: str):
    lead = LeadAtSlack(town)
    await lead.types(f"/conversation {typed}")
    slack = town.slack
    await slack.settles(lambda: slack.ephemerals(lead.channel, lead.user))
    assert words in Shown(slack.ephemerals(lead.channel, lead.user)[-1]).words


@pytest.mark.parametrize("path", PATHS, ids=lambda path: f"{path.cause.value}-{path.slug}")
async def test_a_cause_is_reached_and_said_in_the_view_and_in_the_thread(town: Town, path: Path):
    story = next(one for one in ALL if one.slug == path.slug)
    lead, after = LeadAtSlack(town), 0
    typed = story.command.removeprefix("/conversation ")
    card = await lead.looks_up(typed)
    if path.way == "twice":
        await presses(lead, card, path.who)
        assert (await settled(town, story.conversation, lead.user)).outcome is Outcome.NOT_CONFIRMED
        card, after = await lead.looks_up(typed), 1
    if path.way == "after another lead":
        await presses(lead, card, "Valuation desk")
        lead = LeadAtSlack(town, "U0LEADB")

    await presses(lead, card, path.who)
    demand = await settled(town, story.conversation, lead.user, after=after)

    assert (demand.cause, demand.outcome) == (path.cause.value, path.outcome)
    slack = town.slack
    await slack.settles(lambda: said(path.cause, lead.words()), within=10)
    assert CERTAINTY_WORDS[path.certainty] in lead.words()
    await slack.settles(lambda: len(slack.thread(card["channel"], card["ts"])) > 1, within=10)
    told = Shown(slack.thread(card["channel"], card["ts"])[-1]).words
    assert said(path.cause, told)
    assert CERTAINTY_WORDS[path.certainty] in told
