"""What is wrong with a database, in words: no SQL, no values, and what to do where that is known."""

from bot.domain.errors import LedgerUnavailableError

LOCKED = "The ledger's database is locked by another program."
READ_ONLY = "The ledger's database is read-only."
FULL = "The disk that holds the ledger is full."
MISSING = "The ledger's tables are missing or of another version: run `hangup migrate`."
NOT_OPENED = "The ledger's database file cannot be opened: look at its folder, its permissions and DATABASE_URL."
NO_DATABASE = "The ledger's file is damaged, or is no database."
REFUSED = "The ledger's database refuses the user or the password: look at DATABASE_URL."
TOO_LATE = "The ledger's database did not answer in time."
UNFIT = "The ledger was handed something that it cannot keep."
AWAY = "The ledger's database cannot be reached or failed: look at DATABASE_URL and its log."

_BY_SQLITE_NAME = {
    "SQLITE_BUSY": LOCKED,
    "SQLITE_LOCKED": LOCKED,
    "SQLITE_READONLY": READ_ONLY,
    "SQLITE_PERM": READ_ONLY,
    "SQLITE_FULL": FULL,
    "SQLITE_CANTOPEN": NOT_OPENED,
    "SQLITE_NOTADB": NO_DATABASE,
    "SQLITE_CORRUPT": NO_DATABASE,
}

# https://www.postgresql.org/docs/current/errcodes-appendix.html
_BY_SQLSTATE = {
    "55P03": LOCKED,
    "25006": READ_ONLY,
    "53100": FULL,
    "42P01": MISSING,
    "42703": MISSING,
    "3D000": NOT_OPENED,
    "28P01": REFUSED,
    "28000": REFUSED,
    "57014": TOO_LATE,
}
_PASSING = frozenset({"40001", "40P01"})


def unavailable(error: BaseException) -> LedgerUnavailableError:
    """Say what is wrong; the caller chains the cause."""
    return LedgerUnavailableError(_words(error))


def is_collision(error: BaseException) -> bool:
    """Whether two writers met and the same transaction may well succeed if it is begun again."""
    return any(
        type(cause).__name__ == "IntegrityError" or getattr(cause, "sqlstate", None) in _PASSING
        for cause in _causes(error)
    )


def _words(error: BaseException) -> str:
    for cause in _causes(error):
        name = str(getattr(cause, "sqlite_errorname", ""))
        for known, words in _BY_SQLITE_NAME.items():
            if name == known or name.startswith(f"{known}_"):
                return words
        if name == "SQLITE_ERROR" and "no such" in str(cause):
            return MISSING
        sqlstate = getattr(cause, "sqlstate", None)
        if isinstance(sqlstate, str):
            return _BY_SQLSTATE.get(sqlstate, AWAY)
        if isinstance(cause, TimeoutError):
            return TOO_LATE
        if isinstance(cause, ValueError):
            return UNFIT
    return AWAY


def _causes(error: BaseException) -> list[BaseException]:
    """List an error and what it came from, the library's wrapping and the driver's own."""
    found: list[BaseException] = []
    pending: list[BaseException | None] = [error]
    while pending:
        cause = pending.pop()
        if cause is None or cause in found:
            continue
        found.append(cause)
        pending += [cause.__cause__, getattr(cause, "orig", None)]
    return found
