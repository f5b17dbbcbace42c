"""Verification: is the chain whole, and if not, where and what."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import RowMapping, func, select

from bot.adapters.ledger.chain import NOTHING_BEFORE, checkpoint_of, hash_of, seal_of
from bot.adapters.ledger.chain import head as read_head
from bot.adapters.ledger.connection import AsyncConnection
from bot.adapters.ledger.tables import entries, particulars
from bot.ports import Head

BATCH = 2000
MOST_FINDINGS = 100
ERASED = "erased"
RETAINED = "retained"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: at which line, of which kind, in words."""

    kind: str
    number: int
    words: str


@dataclass(frozen=True, slots=True)
class Horizon:
    """Where the chain begins that is still there, and where the database says that it ends."""

    before: Head
    head: Head
    left_over: int = 0


@dataclass(slots=True)
class Verification:
    """Goes along the chain, line by line; a broken link is reported once, and the walk goes on behind it."""

    horizon: Horizon
    expected: Head | None = None
    findings: list[Finding] = field(default_factory=list)
    lines: int = 0
    last: Head = field(init=False)
    _before_last: str = field(default="", init=False)
    _expected_seen: bool = field(default=False, init=False)
    _without: dict[str, list[int]] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        """Begin before the first line."""
        self.last = self.horizon.before
        self._expected_seen = self._is_expected(self.last)

    async def step(self, connection: AsyncConnection) -> bool:
        """Verify the next lines; False at the end."""
        query = (
            select(entries, particulars.c.salt, particulars.c.note, particulars.c.snapshot)
            .select_from(entries.outerjoin(particulars))
            .where(entries.c.id > self.last.number)
            .order_by(entries.c.id)
            .limit(BATCH)
        )
        rows = (await connection.execute(query)).mappings().all()
        for row in rows:
            self._link(row["id"], row["previous"], row["hash"])
            if hash_of(dict(row)) != row["hash"]:
                self._found("changed", row["id"], "was changed after it was written")
            self._sealed(row)
        return bool(rows)

    def finish(self) -> None:
        """Judge the end, once all lines were seen."""
        for numbers in self._without.values():
            for number in numbers:
                self._found("particulars_missing", number, "has lost its note or snapshot, and no erasure is recorded")
        kept, last = self.horizon.head, self.last
        if kept.number > last.number:
            self._found("truncated", last.number + 1, f"to line {kept.number} are missing at the end")
        elif kept.number == last.number and kept.hash != last.hash:
            self._found("head", last.number, "is not the line that the database keeps as its head")
        if self.expected is not None and not self._expected_seen:
            self._found("head", self.expected.number, self._without_expected(self.expected))

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings

    def _link(self, number: int, previous: str, own: str) -> None:
        if number != self.last.number + 1:
            first = self.last.number + 1
            missing = f"line {first} is" if number == first + 1 else f"lines {first} to {number - 1} are"
            self._found("missing", number, f"stands after a gap: {missing} missing")
        elif previous != self.last.hash:
            forked = self.lines > 1 and previous == self._before_last
            words = "follows the same line as the one before it" if forked else "does not follow the line before it"
            self._found("forked" if forked else "broken", number, words)
        self._before_last = previous
        self.last = Head(number, own)
        self.lines += 1
        self._expected_seen = self._expected_seen or self._is_expected(self.last)

    def _sealed(self, row: RowMapping) -> None:
        if row["step"] == ERASED:
            self._without.pop(row["conversation_id"], None)
        if row["salt"] is None:
            if row["seal"]:
                self._without.setdefault(row["conversation_id"], []).append(row["id"])
        elif not row["seal"]:
            self._found("particulars_added", row["id"], "was given a note or snapshot after it was written")
        elif seal_of(row["salt"], row["note"], row["snapshot"]) != row["seal"]:
            self._found("particulars_changed", row["id"], "has another note or snapshot than was written")

    def _is_expected(self, head: Head) -> bool:
        expected = self.expected
        return expected is not None and expected.hash == head.hash and expected.number in {0, head.number}

    def _without_expected(self, expected: Head) -> str:
        if expected.number > self.last.number:
            return f"is not there: the chain ends at line {self.last.number}, so its end was cut off"
        if 0 < expected.number < self.horizon.before.number:
            return f"can't be shown: the chain was lawfully removed up to line {self.horizon.before.number}"
        return "does not have the hash of the head that you gave: the chain was cut off or rewritten"

    def _found(self, kind: str, number: int, words: str) -> None:
        if len(self.findings) < MOST_FINDINGS:
            subject = f"Line {number}" if number else "A line"
            self.findings.append(Finding(kind, number, f"{subject} {words}."))


async def horizon(connection: AsyncConnection) -> Horizon:
    """Find where the chain begins: at line 1, or behind the last checkpoint."""
    head = await read_head(connection)
    query = select(entries.c.detail).where(entries.c.through.is_not(None)).order_by(entries.c.through.desc()).limit(1)
    detail = await connection.scalar(query)
    before = (checkpoint_of(detail) if detail else None) or Head(0, NOTHING_BEFORE)
    left_over = await connection.scalar(select(func.count()).where(entries.c.id <= before.number))
    return Horizon(before, head, left_over or 0)


def head_of(text: str) -> Head | None:
    """Read a head as it is printed, `number:hash` or the hash alone; None for what is neither."""
    number, _, digest = text.strip().lower().rpartition(":")
    if len(digest) != len(NOTHING_BEFORE) or set(digest) - set("0123456789abcdef") or (number and not number.isdigit()):
        return None
    return Head(int(number or 0), digest)


def words_of(findings: Sequence[Finding]) -> str:
    """Say the first finding, and how many more there are."""
    more = f" (and {len(findings) - 1} more)" if len(findings) > 1 else ""
    return f"{findings[0].words}{more}" if findings else "The chain is whole."
