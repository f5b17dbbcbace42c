"""The database's file, where the ledger is one: looking at it must not make an empty one."""

from pathlib import Path

from bot.domain.errors import LedgerUnavailableError


def file_of(url: str) -> Path | None:
    """Tell which file the ledger at this address is kept in; None where it is no file."""
    from bot.adapters.ledger.engines import SQLITE, parsed

    address = parsed(url)
    return Path(address.database or "") if address.drivername == SQLITE else None


def require_file(url: str) -> None:
    """Raise `LedgerUnavailableError` if the ledger would be a file that is not there."""
    file = file_of(url)
    if file is not None and not file.exists():
        raise LedgerUnavailableError(
            f"there is no ledger at {file} yet: look at DATABASE_URL, or make one with `hangup migrate`"
        )
