"""Check of the ledger's database: that it is there, of this version, and can be written."""

import os

from bot.adapters.ledger import DatabaseLedger
from bot.adapters.ledger.trouble import MISSING
from bot.cli.database import file_of
from bot.cli.doctor.access import switch
from bot.cli.doctor.finding import Finding, fail, ok, warn
from bot.domain.errors import LedgerUnavailableError
from bot.ports import Clock

ABOUT = "Ledger"
BY_ITSELF = "`hangup run` does it by itself; `hangup migrate` does it now."


async def database(url: str, clock: Clock) -> list[Finding]:
    """Write the ledger's pulse, and read the kill switch; a SQLite file that is not there yet is not made."""
    file = file_of(url)
    if file is not None and not file.exists():
        if os.access(file.parent, os.W_OK):
            return [warn(ABOUT, f"{file} is not there yet, and can be made.", BY_ITSELF)]
        return [
            fail(ABOUT, f"{file} can't be made.", "Make its folder writable, or set DATABASE_URL to another place.")
        ]
    ledger = await DatabaseLedger.open(url, clock)
    try:
        await ledger.check()
        pause = await ledger.paused()
    except LedgerUnavailableError as wrong:
        if file is not None and str(wrong) == MISSING:
            return [warn(ABOUT, f"{file} is not of this version yet.", BY_ITSELF)]
        words, _, fix = str(wrong).partition(": ")
        return [fail(ABOUT, words.rstrip(".") + ".", _sentence(fix) or "Look at DATABASE_URL and the database's log.")]
    finally:
        await ledger.close()
    kind = "SQLite" if file else "PostgreSQL"
    return [ok(ABOUT, f"{kind}: it can be read and written, and is of this version."), *switch(pause)]


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
