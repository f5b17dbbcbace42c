"""`hangup audit erase`: a customer's data go, and the chain stays whole."""

import asyncio
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.audit.opening import Actor, AsJson, Yes, actor_of, address, confirm, opened

if TYPE_CHECKING:
    from bot.adapters.ledger.erasure import Erased


def erase(
    *,
    conversation: Annotated[str, typer.Option("--conversation", metavar="ID", help="The conversation's id.")],
    reason: Annotated[str, typer.Option("--reason", help="Why, for the ledger; no personal data here.")] = "",
    actor: Actor = None,
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Erase a conversation's notes, names, snapshots and unsent messages, and write a line. Can't be undone.

    Example: hangup audit erase --conversation 0f6f1f2c-8f0b-4a2e-9d0c-5b1f4c7e2a11 --reason "request 4711"
    """
    from bot.cli.progress import progress

    url, wanted = address(), conversation.strip().lower()
    confirm(f"Erase every note, name and snapshot of {wanted}?", yes=yes)
    with progress("Erasing…"):
        erased = asyncio.run(_erased(url, wanted, actor_of(actor), reason))
    if as_json:
        typer.echo(json.dumps(asdict(erased)))
    else:
        typer.echo(f"Erased: lines {erased.lines}, demands {erased.demands}, unsent messages {erased.letters}.")


async def _erased(url: str, conversation: str, by: str, reason: str) -> "Erased":
    async with opened(url) as archive:
        return await archive.erase(conversation, by, reason)
