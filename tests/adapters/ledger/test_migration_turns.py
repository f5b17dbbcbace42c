"""Migrations take turns, whichever event loop asks for them."""

import asyncio

from bot.adapters.ledger import migrate


def test_several_at_once_take_turns_in_one_loop_after_another(tmp_path):
    async def several(name: str) -> None:
        await asyncio.gather(*(migrate(f"sqlite+aiosqlite:///{tmp_path / f'{name}-{n}.db'}") for n in range(3)))

    for name in ("first", "second"):
        asyncio.run(several(name))
    assert len(list(tmp_path.glob("*.db"))) == 6
