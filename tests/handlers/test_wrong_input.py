"""What people type and press by mistake: each ends in words, with what to do instead."""

import pytest

from tests.support.lead import LeadAtSlack
from tests.support.reading import Shown

CALL = "ca110001-0000-4000-8000-000000000000"
PAGES = "https://apps.apse1.pure.cloud/directory/#/analytics/interactions"


@pytest.fixture
def maya(town):
    return LeadAtSlack(town)


async def hears(maya):
    slack = maya.town.slack
    await slack.settles(lambda: slack.ephemerals(maya.channel, maya.user))
    return Shown(slack.ephemerals(maya.channel, maya.user)[-1]).words


@pytest.mark.parametrize(
    "typed",
    [
        f"“{CALL}”",
        f"`{CALL}`",
        f"```{CALL}```",
        f"\u200b{CALL}\ufeff",
        f"\u00a0{CALL}\u00a0",
        f"<{PAGES}/{CALL}/admin?tabId=11111111-2222-4333-8444-555555555555|the call>",
        f"{PAGES}/{CALL}/admin&amp;x=1",
        CALL.upper(),
    ],
)
async def test_an_id_is_understood_however_it_was_copied(town, maya, typed):
    await maya.looks_up(typed)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "What you can type"),
        ("help", "What you can type"),
        ("banana", "not a conversation id"),
        ("🙂🙂🙂", "not a conversation id"),
        ("x" * 10_000, "not a conversation id"),
        ("<!channel> now", "not a conversation id"),
        (
            "https://apps.mypurecloud.de/directory/#/analytics/interactions/" + CALL,
            "eu-central-1: no such org is set up here",
        ),
        ("https://apps.apse1.pure.cloud/directory/#/analytics", "shows no conversation"),
        ("https://example.com/interactions/" + CALL, "not a conversation id"),
        ("11111111-2222-4333-8444-555555555555", "knows no conversation with this id"),
    ],
)
async def test_wrong_input_is_answered_with_what_to_type_instead(town, maya, typed, words):
    await maya.types(f"/conversation {typed}")
    told = await hears(maya)
    assert words in told
    assert not town.slack.messages("C0LEADS")


async def test_an_error_bears_a_reference(town, maya):
    await maya.types("/conversation banana")
    assert "Reference `H-" in await hears(maya)


async def test_somebody_without_access_is_told_the_line_to_add(town):
    tom = LeadAtSlack(town, "U0GUEST")
    await tom.types(f"/conversation {CALL}")
    told = await hears(tom)
    assert "You may not look up conversations" in told
    assert "It takes the role viewer." in told
    assert "<!subteam^S0LEADS>" in told
    assert "<@U0VIEWER>" in told
    assert '[access.roles] viewer = ["U0GUEST"] in hangup.toml' in told


async def test_a_viewer_may_look_but_not_press(town):
    priya = LeadAtSlack(town, "U0VIEWER")
    card = await priya.looks_up(CALL)
    await priya.presses_disconnect(card)
    assert "You may not disconnect participants" in priya.words()
    assert not [r for r in town.genesys.requests if r["method"] == "PATCH"]


async def test_the_overflow_is_refused_to_who_may_not_end(town):
    daniel = LeadAtSlack(town, "U0LEADB")
    card = await daniel.looks_up(CALL)
    await chooses_end(daniel, card)
    assert "You may not end whole conversations" in daniel.words()


async def chooses_end(lead, card):
    menu = Shown(card).buttons("more")[0]
    await lead.town.slack.presses(
        lead.user, channel=card["channel"], ts=card["ts"], action_id="more", selected_option=menu["options"][0]
    )
    await lead.view()


async def test_a_conversation_is_ended_for_everybody_by_who_may(town, maya):
    card = await maya.looks_up("ca110002-0000-4000-8000-000000000000")
    await chooses_end(maya, card)
    assert "ends the conversation for everybody" in maya.words()
    await maya.submits(town.slack.views(maya.user)[-1])
    await maya.reads("The conversation has ended")
    await town.slack.settles(lambda: "This conversation has ended" in maya.card(card).words)
    assert [r["path"] for r in town.genesys.requests if r["method"] == "POST" and "disconnect" in r["path"]] == [
        "/api/v2/conversations/ca110002-0000-4000-8000-000000000000/disconnect"
    ]


async def test_slash_disconnect_opens_the_confirm_view_for_the_only_agent(town, maya):
    await maya.types(f"/disconnect {CALL}")
    await maya.view()
    assert "Tan Wei Ling" in maya.words()
    await maya.submits(town.slack.views(maya.user)[-1])
    await maya.reads("Confirmed by read-back")


async def test_slash_disconnect_finds_a_participant_by_name(town, maya):
    await maya.types("/disconnect ca110002-0000-4000-8000-000000000000 arjun")
    await maya.view()
    assert "Arjun Menon" in maya.words()


async def test_slash_disconnect_offers_a_choice_where_several_fit(town, maya):
    await maya.types("/disconnect ca110002-0000-4000-8000-000000000000")
    await maya.view()
    assert "Who should leave?" in maya.words()


@pytest.mark.parametrize(
    ("typed", "words"), [("banana", "not a conversation id"), (CALL + " zebra", "Nobody who is live")]
)
async def test_slash_disconnect_says_in_the_view_what_is_wrong(town, maya, typed, words):
    await maya.types(f"/disconnect {typed}")
    await maya.view()
    assert words in maya.words()
