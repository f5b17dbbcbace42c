"""What the ledger holds, read in Slack; and its head, sent out of the house once a day."""

import asyncio

import pytest
import pytest_asyncio

from bot.bootstrap import bootstrap
from bot.ports import Entry
from bot.settings import AccessSettings, AuditSettings
from playground.town import build
from tests.support.lead import LeadAtSlack
from tests.support.reading import Shown

CALL = "ca110001-0000-4000-8000-000000000000"
AGENT = "ca110001-0003-4000-8000-000000000000"


@pytest.fixture
def maya(town):
    return LeadAtSlack(town)


async def asked(town, text, user="U0LEADA"):
    """Type it, and read what only the asker sees."""
    before = len(town.slack.ephemerals("C0LEADS", user))
    await town.slack.types(user, "C0LEADS", f"/conversation {text}")
    await town.slack.settles(lambda: len(town.slack.ephemerals("C0LEADS", user)) > before)
    return Shown(town.slack.ephemerals("C0LEADS", user)[-1]).words


async def refused(town):
    return [line for line in await town.bot.ledger.entries(conversation_id=CALL) if line.step == "denied"]


async def disconnects(maya):
    view = await maya.presses_disconnect(await maya.looks_up(CALL), AGENT)
    await maya.submits(view, note="call +65 6555 0143 back")
    await maya.reads("Confirmed by read-back")


async def test_a_conversations_lines_say_who_did_what_when_and_why(town, maya):
    await disconnects(maya)
    words = await asked(town, f"audit {CALL}")
    for said in ("<@U0LEADA>", "looked up", "being sent", "confirmed by read-back", "Stuck", "ref `H-", AGENT[:13]):
        assert said in words, said
    assert "6555" not in words


async def test_a_persons_lines_are_shown_by_me_by_mention_and_by_default(town, maya):
    await maya.looks_up(CALL)
    own = await asked(town, "audit me")
    assert "The ledger about <@U0LEADA>" in own
    assert "looked up" in own
    assert await asked(town, "audit") == own
    assert await asked(town, "audit @maya") == own
    assert "holds no line about <@U0LEADB>" in await asked(town, "audit U0LEADB")


async def test_what_is_neither_is_said(town):
    assert "not a conversation id" in await asked(town, "audit yesterday")


async def test_who_may_not_look_up_sees_no_line(town, maya):
    await maya.looks_up(CALL)
    words = await asked(town, f"audit {CALL}", user="U0GUEST")
    assert "You may not look up conversations" in words


async def test_who_was_refused_is_a_line_with_what_it_was_about(town, maya):
    await asked(town, CALL, user="U0GUEST")
    words = await asked(town, f"audit {CALL}")
    for said in ("<@U0GUEST>", "was refused", "look up conversations"):
        assert said in words, said


async def test_a_refused_disconnect_names_the_participant(town):
    priya = LeadAtSlack(town, "U0VIEWER")
    await asked(town, f"can-i disconnect {CALL}", user="U0VIEWER")
    assert await refused(town) == []
    card = await priya.looks_up(CALL)
    await priya.presses_disconnect(card, AGENT)
    line, *more = await refused(town)
    assert (line.by, line.org, line.conversation_id) == ("U0VIEWER", "genesys", CALL)
    assert line.detail.startswith("disconnect participants")
    assert more == []


async def test_lines_about_what_one_may_not_look_up_are_left_out(clock, database_url):
    access = AccessSettings.model_validate(
        {
            "roles": {"viewer": ["U0VIEWER"], "admin": ["U0LEADA"]},
            "rules": [{"deny": ["look_up"], "role": "viewer", "queues": ["Billing"], "because": "secret"}],
        }
    )
    town = await build(clock, database_url=database_url, access=access)
    try:
        at = town.bot.clock.now()
        for conversation in (CALL, "00000000-0000-4000-8000-00000000dead"):
            await town.bot.ledger.enter(Entry(at, "U0LEADA", "looked_up", "genesys", conversation))
        assert "looked up" in await asked(town, "audit me")
        theirs = await asked(town, "audit U0LEADA", user="U0VIEWER")
        assert "that you may see" in theirs
        assert "2 more about what you may not look up" in theirs
        gone = await asked(town, "audit 00000000-0000-4000-8000-00000000dead", user="U0VIEWER")
        assert "You may not look up conversations" in gone
        assert "secret" in gone
        read = await asked(town, f"audit {CALL}", user="U0VIEWER")
        assert "looked up" in read
    finally:
        await town.close()


async def test_a_reveal_is_a_line_like_any_other(town):
    await town.bot.ledger.enter(
        Entry(town.bot.clock.now(), "U0LEADA", "revealed", "genesys", CALL, AGENT, reason="callback", detail="number")
    )
    assert "shown unmasked" in await asked(town, f"audit {CALL}")


async def test_the_first_line_says_who_and_why_and_the_acts_before_and_after_are_kept(town, maya):
    await disconnects(maya)
    lines = {line.step: line for line in await town.bot.ledger.entries(conversation_id=CALL)}
    first = lines["requested"]
    assert (first.by, first.org, first.reason, first.note) == ("U0LEADA", "genesys", "stuck", "call +65 6555 0143 back")
    before, after = lines["sending"].snapshot, lines["confirmed"].snapshot
    assert '"state":"connected"' in before
    assert before != after


@pytest_asyncio.fixture
async def announcing(clock, database_url):
    built = await build(clock, database_url=database_url, audit=AuditSettings(channel="C0LEADS"))
    clock.hold_while(lambda: built.bot.ledger.busy)
    yield built
    await built.close()


def heads(town):
    return [m for m in town.slack.messages("C0LEADS") if "The ledger stands at line" in Shown(m).words]


async def test_the_head_goes_to_the_channel_once_a_day_from_one_of_several_processes(announcing, clock):
    other = await bootstrap(announcing.bot.settings, clock=clock)
    await announcing.slack.settles(lambda: heads(announcing))
    assert not any(await asyncio.gather(announcing.bot.announce_head(), other.announce_head()))
    await clock.sleep(24 * 3600)
    head = await announcing.bot.ledger.head()
    assert sorted(await asyncio.gather(announcing.bot.announce_head(), other.announce_head())) == [False, True]
    await other.close(drain=0)
    assert len(heads(announcing)) == 2
    assert f"hangup audit verify --head {head}" in Shown(heads(announcing)[-1]).words


async def test_a_head_that_slack_refused_goes_out_at_the_next_turn(announcing, clock):
    await announcing.slack.settles(lambda: heads(announcing))
    await clock.sleep(24 * 3600)
    announcing.slack.faults.add("chat.postMessage", status=503, times=1)
    assert not await announcing.bot.announce_head()
    assert await announcing.bot.announce_head()
    assert len(heads(announcing)) == 2


async def test_without_a_channel_nothing_is_announced(town):
    assert not await town.bot.announce_head()
    assert not heads(town)
