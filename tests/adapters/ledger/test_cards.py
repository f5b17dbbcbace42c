import asyncio
from dataclasses import replace

from bot.ports import Card
from tests.support.clock import START

CARD = Card("genesys", "conversation", "C0CHANNEL", "1700000000.000100", START)


async def test_a_card_is_found_where_it_was_posted(ledger):
    await ledger.keep_card(CARD)
    assert await ledger.card("genesys", "conversation", "C0CHANNEL") == CARD
    assert await ledger.card("genesys", "conversation", "C0OTHER") is None
    assert await ledger.card("another", "conversation", "C0CHANNEL") is None


async def test_a_card_that_is_posted_anew_takes_the_place_of_the_first(ledger):
    anew = replace(CARD, message_ts="1700000001.000200")
    await ledger.keep_card(CARD)
    await ledger.keep_card(anew)
    assert await ledger.card("genesys", "conversation", "C0CHANNEL") == anew


async def test_two_processes_that_post_at_once_leave_one_card(ledger, other):
    cards = [replace(CARD, message_ts=str(number)) for number in range(20)]
    await asyncio.gather(*((ledger, other)[turn % 2].keep_card(card) for turn, card in enumerate(cards)))
    assert await ledger.card("genesys", "conversation", "C0CHANNEL") in cards
