"""Cards: where a conversation's message stands in a channel."""

from dataclasses import asdict

from sqlalchemy import insert, select, update

from bot.adapters.ledger.connection import AsyncConnection
from bot.adapters.ledger.tables import cards
from bot.ports import Card


async def keep(connection: AsyncConnection, card: Card) -> None:
    """Remember where a card stands; the one before in the same channel is forgotten."""
    written = await connection.execute(
        update(cards)
        .where(
            cards.c.org == card.org,
            cards.c.conversation_id == card.conversation_id,
            cards.c.channel_id == card.channel_id,
        )
        .values(message_ts=card.message_ts, posted_at=card.posted_at)
    )
    if written.rowcount == 0:
        await connection.execute(insert(cards).values(**asdict(card)))


async def find(connection: AsyncConnection, org: str, conversation_id: str, channel_id: str) -> Card | None:
    """Find the card of a conversation in a channel."""
    query = select(cards).where(
        cards.c.org == org, cards.c.conversation_id == conversation_id, cards.c.channel_id == channel_id
    )
    row = (await connection.execute(query)).mappings().first()
    return None if row is None else Card(**row)
