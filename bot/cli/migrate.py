"""`hangup migrate`: the ledger's tables at the version of this program."""

import asyncio
import json
from typing import Annotated

import typer


def migrate(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Bring the ledger's database up to date; harmless when it is already.

    On SQLite `hangup run` does it by itself; on PostgreSQL it is a step of each release.

    Example: DATABASE_URL=postgresql://hangup@db/hangup hangup migrate
    """
    from sqlalchemy import make_url

    from bot.adapters.ledger import migrate as migrated
    from bot.adapters.ledger.tables import REVISION
    from bot.cli.progress import progress
    from bot.settings import load

    url = load().database_url
    shown = make_url(url).render_as_string(hide_password=True)
    with progress(f"Bringing {shown} up to date…"):
        asyncio.run(migrated(url))
    typer.echo(json.dumps({"database": shown, "revision": REVISION}) if as_json else f"The ledger is at {REVISION}.")
