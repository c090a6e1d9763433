"""The tables of a ledger, the same in every engine. Nothing in them is changed or deleted, but for what ``purge`` takes out.

``entry`` has a row for each thing that was recorded: a run, a file of outcomes, minutes, a closing, a purge. All rows of the other
tables belong to one, and its digest is over them and over the entry before (``chain``).
"""

import json
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

SCHEMA_VERSION = 5
"""1: without policies, 2: without minutes, 3: without entries, closings and what may be purged, 4: without persons."""
WITH_ENTRIES = 4
PERSONAL = {
    "assessed": (
        *("head", "address", "id_masked", "phone_masked", "borrower", "facts", "ratings", "members", "people"),
        *("mark", "related", "missing_documents", "away"),
    ),
    "event": ("note", "dissent", "facts"),
    "person": ("id_hash",),
}
"""By table, what of a row's detail is of persons: it stands in ``personal``, with salt, so that it can be taken out."""
SALT = "salt"
GONE = "purged"
"""What stands in a detail whose personal part was taken out."""


class Plain(sa.TypeDecorator[Any]):
    """A value in plain JSON, which reads and writes again as the same text."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else plain_text(value)

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> Any:  # noqa: ARG002
        return None if value is None else json.loads(value)


def plain_text(value: object) -> str:
    """JSON in one form: no blanks, nothing but ASCII, dates as ISO; names keep their order."""
    return json.dumps(value, separators=(",", ":"), default=_iso)


def _iso(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)


metadata = sa.MetaData()


def _of_entry() -> sa.Column[int]:
    """The entry is written last, when its digest is known."""
    last = sa.ForeignKey("entry.seq", deferrable=True, initially="DEFERRED")
    return sa.Column("entry_seq", last, nullable=False, index=True)


ENTRIES = sa.Table(
    "entry",
    metadata,
    sa.Column("seq", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("recorded_at", sa.DateTime, nullable=False),
    sa.Column("software", sa.Text, nullable=False),
    sa.Column("source_file", sa.Text),
    sa.Column("source_sha256", sa.String(64)),
    sa.Column("detail", Plain, nullable=False),
    sa.Column("count", sa.Integer, nullable=False),
    sa.Column("rows_sha256", sa.String(64), nullable=False),
    sa.Column("previous", sa.String(64), nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False, unique=True),
)
RUNS = sa.Table(
    "run",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True),
    _of_entry(),
    sa.Column("run", sa.String(12), nullable=False),
    sa.Column("village", sa.Text, nullable=False),
    sa.Column("effective", sa.Date, nullable=False),
    sa.Column("recorded_at", sa.DateTime, nullable=False),
    sa.Column("input_file", sa.Text, nullable=False),
    sa.Column("input_sha256", sa.String(64), nullable=False),
    sa.Column("policy_sha256", sa.String(64), nullable=False),
    sa.Column("software", sa.Text, nullable=False),
    sa.Column("detail", Plain, nullable=False),
    sa.Index("run_by_village", "village", "effective"),
)
ASSESSED = sa.Table(
    "assessed",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True),
    _of_entry(),
    sa.Column("run_seq", sa.ForeignKey("run.seq"), nullable=False),
    sa.Column("household_id", sa.Text, nullable=False),
    sa.Column("line_yuan", sa.BigInteger, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("group", sa.Text),
    sa.Column("registration_status", sa.Text),
    sa.Column("residence_status", sa.Text),
    sa.Column("list_status", sa.Text),
    sa.Column("missing_fields", sa.Text),
    sa.Column("rated", sa.Boolean),
    sa.Column("valid_until", sa.String(10)),
    sa.Column("review_on", sa.String(10)),
    sa.Column("detail", Plain, nullable=False),
    sa.Column("personal", Plain),
    sa.Column("personal_sha256", sa.String(64), nullable=False),
    sa.UniqueConstraint("run_seq", "household_id"),
)
EVENTS = sa.Table(
    "event",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True),
    _of_entry(),
    sa.Column("key", sa.String(64), nullable=False, unique=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("village", sa.Text, nullable=False),
    sa.Column("household_id", sa.Text, nullable=False),
    sa.Column("effective", sa.Date, nullable=False),
    sa.Column("recorded_at", sa.DateTime, nullable=False),
    sa.Column("amount_yuan", sa.BigInteger),
    sa.Column("actor", sa.Text),
    sa.Column("result", sa.Text),
    sa.Column("corrects", sa.ForeignKey("event.seq"), unique=True),
    sa.Column("source_file", sa.Text, nullable=False),
    sa.Column("source_sha256", sa.String(64), nullable=False),
    sa.Column("source_sheet", sa.Text, nullable=False),
    sa.Column("source_cell", sa.Text, nullable=False),
    sa.Column("detail", Plain, nullable=False),
    sa.Column("personal", Plain),
    sa.Column("personal_sha256", sa.String(64), nullable=False),
    sa.Index("event_by_household", "village", "household_id", "effective", "kind", "amount_yuan"),
    sa.Index("event_by_file", "source_file"),
    sa.Index("event_by_day", "effective", "village", "household_id"),
)
POLICIES = sa.Table(
    "policy",
    metadata,
    sa.Column("sha256", sa.String(64), primary_key=True),
    _of_entry(),
    sa.Column("detail", Plain, nullable=False),
)
# Of the persons of a run's households the hashes of their ID numbers, where they were to be kept (``privacy.IdKey``).
PERSONS = sa.Table(
    "person",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True),
    _of_entry(),
    sa.Column("run_seq", sa.ForeignKey("run.seq"), nullable=False, index=True),
    sa.Column("household_id", sa.Text, nullable=False),
    sa.Column("id_key", sa.String(16), nullable=False),
    sa.Column("personal", Plain),
    sa.Column("personal_sha256", sa.String(64), nullable=False),
)
ID_HASH = sa.literal_column("substr(personal, 13, 64)", sa.Text)
"""The hash in a person's ``personal``, which begins with it; written as its index is."""
sa.Index("person_by_id", ID_HASH, _table=PERSONS)
MINUTES = sa.Table(
    "minute",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True),
    _of_entry(),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("village", sa.Text, nullable=False),
    sa.Column("round", sa.Text, nullable=False),
    sa.Column("number", sa.Text, nullable=False),
    sa.Column("recorded_at", sa.DateTime, nullable=False),
    sa.Column("detail", Plain, nullable=False),
)
CLOSINGS = sa.Table(
    "closing",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True),
    _of_entry(),
    sa.Column("month", sa.String(7), nullable=False, unique=True),
    sa.Column("as_of", sa.Date, nullable=False),
    sa.Column("recorded_at", sa.DateTime, nullable=False),
    sa.Column("head", sa.String(64), nullable=False),
    sa.Column("detail", Plain, nullable=False),
)
OF_ENTRIES = (POLICIES, RUNS, ASSESSED, PERSONS, EVENTS, MINUTES, CLOSINGS)
"""The tables whose rows belong to entries, in the order in which digests take them."""
NOT_DIGESTED = ("entry_seq", "personal")
"""The column that names the entry itself, and the one that may be taken out."""
APPEND_ONLY = "the ledger is append-only"


def digested(table: sa.Table) -> list[str]:
    """The columns of a row that its entry's digest is over."""
    return [column.name for column in table.columns if column.name not in NOT_DIGESTED]


def _protect(table: sa.Table) -> None:
    """Triggers against changing and deleting rows, in each engine."""
    kept = [column.name for column in table.columns if column.name != "personal"]
    purged = " AND ".join(['NEW."personal" IS NULL', *(f'NEW."{name}" IS OLD."{name}"' for name in kept)])
    for verb in ("UPDATE", "DELETE"):
        may = f"WHEN NOT ({purged}) " if verb == "UPDATE" and "personal" in table.columns else ""
        _after(
            table,
            "sqlite",
            f"CREATE TRIGGER {table.name}_no_{verb.lower()} BEFORE {verb} ON {table.name} {may}"
            f"BEGIN SELECT RAISE(ABORT, '{APPEND_ONLY}'); END",
        )
    same = "to_jsonb(NEW) - 'personal' = to_jsonb(OLD) - 'personal' AND to_jsonb(NEW)->>'personal' IS NULL"
    may = f"IF TG_OP = 'UPDATE' AND {same} THEN RETURN NEW; END IF;" if "personal" in table.columns else ""
    _after(
        table,
        "postgresql",
        f"CREATE FUNCTION {table.name}_kept() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {may} RAISE EXCEPTION '{APPEND_ONLY}'; END $$",
    )
    for verb, each in (("UPDATE OR DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
        _after(
            table,
            "postgresql",
            f"CREATE TRIGGER {table.name}_no_{verb.split()[0].lower()} BEFORE {verb} ON {table.name} "
            f"FOR EACH {each} EXECUTE FUNCTION {table.name}_kept()",
        )


def _after(table: sa.Table, dialect: str, statement: str) -> None:
    ddl = sa.DDL(statement.replace("%", "%%"))  # type: ignore[no-untyped-call]
    sa.event.listen(table, "after_create", ddl.execute_if(dialect=dialect))


for _table in (ENTRIES, *OF_ENTRIES):
    _protect(_table)


def create_all(connection: sa.Connection) -> None:
    """The tables with their triggers, and the indexes, that are not there yet."""
    metadata.create_all(connection)
    for table in metadata.sorted_tables:
        for index in sorted(table.indexes, key=lambda index: str(index.name)):
            connection.execute(sa.schema.CreateIndex(index, if_not_exists=True))
