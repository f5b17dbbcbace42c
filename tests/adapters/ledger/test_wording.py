"""Characters that no database keeps are left out; the act is kept, and the chain holds."""

import pytest

from bot.adapters.ledger.wording import kept
from bot.domain.pause import Pause
from bot.ports import Entry


@pytest.mark.parametrize("text", ["", "plain", "ünï 😀 \u202e", None, 5])
def test_what_can_be_kept_stays_as_it_is(text):
    assert kept(text) == text


async def test_a_line_is_written_without_what_no_database_keeps(ledger, clock):
    await ledger.enter(Entry(clock.now(), "U0LEAD", "searched", "", "", note="w\0hy\ud83d", detail="queue a\0b"))
    entry = (await ledger.entries())[0]
    assert (entry.note, entry.detail) == ("why", "queue ab")


async def test_a_pause_is_not_lost_to_a_character_of_its_reason(ledger, clock):
    await ledger.pause(Pause("U0ADMIN", clock.now(), "sto\0rm"))
    assert (await ledger.paused()).reason == "storm"
