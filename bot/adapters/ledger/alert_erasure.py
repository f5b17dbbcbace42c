"""Erasure of what alerts say of a conversation; that there were alerts, and how they went, stays."""

from dataclasses import replace

from sqlalchemy import update

from bot.adapters.ledger.alert_rows import problem_text
from bot.adapters.ledger.alert_tables import alert_notes, alerts
from bot.adapters.ledger.alerts import several
from bot.adapters.ledger.connection import AsyncConnection
from bot.domain.alert import Problem

ERASED = "What this was about was erased"


async def erase_alerts(connection: AsyncConnection, org: str, conversation_id: str) -> int:
    """Erase the words of the alerts about a conversation, here and, with their cards' next change, in Slack."""
    table = alerts.c
    found = await several(connection, table.conversation_id == conversation_id, table.org == org)
    for alert in found:
        bare = replace(alert.problem, headline=ERASED, why="", evidence=(), next_steps=(), explanation=None)
        await _rewrite(connection, alert.id, bare, outcome="")
        await connection.execute(
            update(alert_notes).where(alert_notes.c.alert_id == alert.id).values(detail="", said=True)
        )
    # The card of many quotes the latest of them.
    for card in await several(connection, table.id.in_({alert.gathered_by for alert in found} - {""})):
        await _rewrite(connection, card.id, replace(card.problem, evidence=()))
    return len(found)


async def _rewrite(connection: AsyncConnection, alert_id: str, problem: Problem, **more: str) -> None:
    words = {"problem": problem_text(problem), **more}
    await connection.execute(
        update(alerts).where(alerts.c.id == alert_id).values(revision=alerts.c.revision + 1, **words)
    )
