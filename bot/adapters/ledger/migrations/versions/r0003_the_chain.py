"""The chain: each line holds the hash of the one before, and personal words move to a table beside."""

from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.adapters.ledger.chain import NOTHING_BEFORE, hash_of, new_salt, seal_of
from bot.adapters.ledger.tables import Moment

revision = "0003"
down_revision = "0002"

BATCH = 1000
_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_KEPT = (
    "at",
    "by",
    "step",
    "org",
    "conversation_id",
    "participant_id",
    "disconnection_id",
    "reason",
    "detail",
    "trace_id",
)
_old = sa.table(
    "entries_before",
    sa.column("id", sa.BigInteger),
    *(sa.column(name, Moment if name == "at" else sa.String) for name in _KEPT),
    sa.column("note", sa.Text),
    sa.column("snapshot", sa.Text),
)
_entries = sa.table(
    "entries",
    sa.column("id", sa.BigInteger),
    *(sa.column(name, Moment if name == "at" else sa.String) for name in _KEPT),
    sa.column("through", sa.BigInteger),
    sa.column("seal", sa.String),
    sa.column("previous", sa.String),
    sa.column("hash", sa.String),
)
_particulars = sa.table(
    "particulars",
    sa.column("entry_id", sa.BigInteger),
    sa.column("salt", sa.String),
    sa.column("note", sa.Text),
    sa.column("snapshot", sa.Text),
)
_chain = sa.table(
    "chain", sa.column("id", sa.Integer), sa.column("number", sa.BigInteger), sa.column("hash", sa.String)
)

_FOLLOWS = "EXISTS (SELECT 1 FROM chain WHERE number + 1 = NEW.id AND hash = NEW.previous)"
_CHECKPOINT = "coalesce((SELECT max(through) FROM entries WHERE through IS NOT NULL), 0)"
_ERASED = """EXISTS (
    SELECT 1 FROM entries AS mine JOIN entries AS later
    ON later.conversation_id = mine.conversation_id AND later.id > mine.id
    WHERE mine.id = OLD.entry_id AND later.step = 'erased')"""
_REFUSE = "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
_SQLITE_TRIGGERS = (
    f"CREATE TRIGGER entries_never_change BEFORE UPDATE ON entries {_REFUSE}",
    f"CREATE TRIGGER entries_follow BEFORE INSERT ON entries WHEN NOT {_FOLLOWS} {_REFUSE}",
    """
    CREATE TRIGGER entries_lead AFTER INSERT ON entries
    BEGIN UPDATE chain SET number = NEW.id, hash = NEW.hash WHERE id = 1; END
    """,
    f"CREATE TRIGGER entries_never_go BEFORE DELETE ON entries WHEN OLD.id > {_CHECKPOINT} {_REFUSE}",
    f"CREATE TRIGGER particulars_never_change BEFORE UPDATE ON particulars {_REFUSE}",
    # "INSERT OR REPLACE" removes a row without asking the triggers of a removal.
    f"""CREATE TRIGGER particulars_come_once BEFORE INSERT ON particulars
    WHEN EXISTS (SELECT 1 FROM particulars WHERE entry_id = NEW.entry_id) {_REFUSE}""",  # noqa: S608 - constants
    f"""CREATE TRIGGER particulars_never_go BEFORE DELETE ON particulars
    WHEN OLD.entry_id > {_CHECKPOINT} AND NOT {_ERASED} {_REFUSE}""",
)
_POSTGRESQL_TRIGGERS = (
    """
    CREATE FUNCTION entries_follow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    UPDATE chain SET number = NEW.id, hash = NEW.hash WHERE number + 1 = NEW.id AND hash = NEW.previous;
    IF FOUND THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'the ledger is append-only'; END $$
    """,
    f"""
    CREATE FUNCTION entries_go_below_a_checkpoint() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN IF OLD.id <= {_CHECKPOINT} THEN RETURN OLD; END IF; RAISE EXCEPTION 'the ledger is append-only'; END $$
    """,
    f"""
    CREATE FUNCTION particulars_go_when_erased() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN IF OLD.entry_id <= {_CHECKPOINT} OR {_ERASED} THEN RETURN OLD; END IF;
    RAISE EXCEPTION 'the ledger is append-only'; END $$
    """,
    """
    CREATE TRIGGER entries_never_change BEFORE UPDATE OR TRUNCATE ON entries
    FOR EACH STATEMENT EXECUTE FUNCTION entries_are_append_only()
    """,
    "CREATE TRIGGER entries_follow BEFORE INSERT ON entries FOR EACH ROW EXECUTE FUNCTION entries_follow()",
    """
    CREATE TRIGGER entries_never_go BEFORE DELETE ON entries
    FOR EACH ROW EXECUTE FUNCTION entries_go_below_a_checkpoint()
    """,
    """
    CREATE TRIGGER particulars_never_change BEFORE UPDATE OR TRUNCATE ON particulars
    FOR EACH STATEMENT EXECUTE FUNCTION entries_are_append_only()
    """,
    """
    CREATE TRIGGER particulars_never_go BEFORE DELETE ON particulars
    FOR EACH ROW EXECUTE FUNCTION particulars_go_when_erased()
    """,
)


def upgrade() -> None:
    """Move every line into the chain, in its old order and numbered without gaps."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    op.drop_index("ix_entries_conversation", "entries")
    op.rename_table("entries", "entries_before")
    if not sqlite:
        op.execute("ALTER INDEX pk_entries RENAME TO pk_entries_before")
    _make_tables()
    _chain_up()
    op.drop_table("entries_before")
    _make_indices()
    for trigger in _SQLITE_TRIGGERS if sqlite else _POSTGRESQL_TRIGGERS:
        op.execute(trigger)


def _make_tables() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "entries",
        sa.Column("id", _NUMBER, nullable=False, autoincrement=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("step", sa.String, nullable=False),
        sa.Column("org", sa.String, nullable=False),
        sa.Column("conversation_id", sa.String, nullable=False),
        sa.Column("participant_id", sa.String),
        sa.Column("disconnection_id", sa.String, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("trace_id", sa.String),
        sa.Column("through", _NUMBER),
        sa.Column("seal", sa.String, nullable=False),
        sa.Column("previous", sa.String, nullable=False),
        sa.Column("hash", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_entries"),
    )
    op.create_table(
        "particulars",
        sa.Column("entry_id", _NUMBER, nullable=False, autoincrement=False),
        sa.Column("salt", sa.String, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("snapshot", sa.Text),
        sa.PrimaryKeyConstraint("entry_id", name="pk_particulars"),
        sa.ForeignKeyConstraint(["entry_id"], ["entries.id"], name="fk_particulars_entry_id"),
    )
    op.create_table(
        "chain",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("hash", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_chain"),
    )
    op.create_table(
        "announcements",
        sa.Column("day", sa.String, nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("hash", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("day", name="pk_announcements"),
    )


def _make_indices() -> None:
    for name in ("by", "step", "org"):
        op.create_index(f"ix_entries_{name}", "entries", [name, "at", "id"])
    op.create_index("ix_entries_at", "entries", ["at", "id"])
    op.create_index("ix_entries_conversation", "entries", ["conversation_id", "id"])
    for name, table, column, condition in (
        ("ix_entries_through", "entries", "through", "through IS NOT NULL"),
        ("ix_disconnections_untold", "disconnections", "settled_at", "told_at IS NULL"),
    ):
        where = sa.text(condition)
        op.create_index(name, table, [column], sqlite_where=where, postgresql_where=where)


def _chain_up() -> None:
    bind = op.get_bind()
    number, previous = 0, NOTHING_BEFORE
    for batch in _batches(bind):
        lines, sides = [], []
        for row in batch:
            number += 1
            salt = new_salt() if row["note"] or row["snapshot"] is not None else ""
            seal = seal_of(salt, row["note"], row["snapshot"]) if salt else ""
            line = {name: row[name] for name in _KEPT}
            line |= {"id": number, "previous": previous, "through": None, "seal": seal}
            previous = line["hash"] = hash_of(line)
            lines.append(line)
            if salt:
                sides.append({"entry_id": number, "salt": salt, "note": row["note"], "snapshot": row["snapshot"]})
        bind.execute(_entries.insert(), lines)
        if sides:
            bind.execute(_particulars.insert(), sides)
    bind.execute(_chain.insert().values(id=1, number=number, hash=previous))


def _batches(bind: sa.Connection) -> Iterator[list[Mapping[str, Any]]]:
    last = 0
    while rows := list(
        bind.execute(sa.select(_old).where(_old.c.id > last).order_by(_old.c.id).limit(BATCH)).mappings()
    ):
        yield rows  # type: ignore[misc]
        last = rows[-1]["id"]
