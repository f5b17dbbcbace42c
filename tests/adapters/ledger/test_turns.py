import asyncio

import pytest
from sqlalchemy import text

from bot.adapters.ledger.lane import FileLane
from bot.adapters.ledger.turns import Turns


async def test_who_is_waited_for_goes_first_and_the_others_in_their_order():
    turns, went = Turns(1), []

    async def goes(name: str, *, pressing: bool = False) -> None:
        await turns.take(pressing=pressing)
        went.append(name)
        turns.give_back()

    await turns.take()
    others = [asyncio.ensure_future(goes(name)) for name in ("first", "second")]
    await asyncio.sleep(0)
    pressing = asyncio.ensure_future(goes("pressing", pressing=True))
    await asyncio.sleep(0)
    turns.give_back()
    await asyncio.gather(*others, pressing)
    assert went == ["pressing", "first", "second"]


async def test_a_turn_that_was_given_to_somebody_who_has_gone_is_not_lost():
    turns = Turns(1)
    await turns.take()
    gone, given = asyncio.ensure_future(turns.take()), asyncio.ensure_future(turns.take())
    await asyncio.sleep(0)
    gone.cancel()
    await asyncio.sleep(0)
    turns.give_back()
    given.cancel()
    with pytest.raises(asyncio.CancelledError):
        await given
    await asyncio.wait_for(turns.take(), 1)


async def test_a_transaction_on_a_file_waits_for_nothing_but_the_file(open_ledger, file):
    ledger = await open_ledger(f"sqlite+aiosqlite:///{file}")
    assert isinstance(ledger._writing, FileLane)

    async def dawdling(connection):
        await connection.execute(text("DELETE FROM pulse"))
        await asyncio.sleep(0)

    with pytest.raises(RuntimeError, match="waits for nothing"):
        await ledger._writing.run(dawdling)
    await ledger.check()
