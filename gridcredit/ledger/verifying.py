"""Is a ledger as it was recorded? The chain of its entries, the digest of each one's rows, what was taken out, balances."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from gridcredit.ledger.chain import RowsDigest, entry_sha256, personal_sha256
from gridcredit.ledger.tables import ASSESSED, CLOSINGS, ENTRIES, EVENTS, OF_ENTRIES, RUNS
from gridcredit.loans import LOAN

CHAIN, ROWS, PERSONAL, MISSING, UNREADABLE, BALANCE, FILE = (
    *("chain", "rows", "personal", "missing", "unreadable", "balance", "file"),
)
PURGE = "purge"
BROKEN = "broken_before"
"""In an entry's detail: what was not as it was recorded when an older ledger was brought forward."""


class Fault(NamedTuple):
    """What is not as it was recorded: ``what`` in the entry ``seq`` (0: in no single one); ``detail`` says where, if known."""

    what: str
    seq: int
    kind: str
    recorded_at: datetime | None
    detail: str = ""


def faults(connection: sa.Connection, kinds: Collection[str] | None = None) -> Iterator[Fault]:
    """Each fault once, in the order of the entries; ``kinds``: those of the entries whose rows are looked at, all for None."""
    known = 0
    previous: str | None = ""
    purged = _purged(connection)
    for found in _entries(connection):
        if isinstance(found, Fault):
            yield found
            known, previous = found.seq, None
            continue
        about = found["seq"], found["kind"], found["recorded_at"]
        if found["seq"] != known + 1:
            yield Fault(MISSING, found["seq"], *about[1:], detail=f"{known + 1}–{found['seq'] - 1}")
            previous = None
        if previous not in (None, found["previous"]) or found["sha256"] != entry_sha256(found, found["previous"]):
            yield Fault(CHAIN, *about)
        elif found["detail"].get(BROKEN):
            yield Fault(CHAIN, *about, detail=str(found["detail"][BROKEN]))
        known, previous = found["seq"], found["sha256"]
        if kinds is None or found["kind"] in kinds:
            for what, detail in _rows(connection, found, purged):
                yield Fault(what, *about, detail=detail)


def _entries(connection: sa.Connection) -> Iterator[Mapping[str, Any] | Fault]:
    seqs = connection.execute(sa.select(ENTRIES.c.seq).order_by(ENTRIES.c.seq)).scalars().all()
    for seq in seqs:
        try:
            yield dict(connection.execute(sa.select(ENTRIES).where(ENTRIES.c.seq == seq)).one()._mapping)
        except (sa.exc.DBAPIError, ValueError, TypeError, sa.exc.NoResultFound):
            yield Fault(UNREADABLE, seq if isinstance(seq, int) else 0, "", None)


def _rows(
    connection: sa.Connection, entry: Mapping[str, Any], purged: Mapping[str, Collection[int]]
) -> Iterator[tuple[str, str]]:
    digest = RowsDigest()
    other: list[str] = []
    try:
        for table in OF_ENTRIES:
            order = table.c.seq if "seq" in table.c else table.c.sha256
            query = sa.select(table).where(table.c.entry_seq == entry["seq"]).order_by(order)
            for row in map(dict, connection.execute(query).mappings()):
                digest.add(table, [row])
                if "personal" in row and _other_personal(row, purged.get(table.name, ())):
                    other.append(f"{table.name} {row['seq']}")
    except (sa.exc.DBAPIError, ValueError, TypeError):
        yield UNREADABLE, ""
        return
    if (digest.count, digest.sha256()) != (entry["count"], entry["rows_sha256"]):
        yield ROWS, f"{digest.count} / {entry['count']}"
    if other:
        yield PERSONAL, " ".join(other[:5])


def _other_personal(row: Mapping[str, Any], purged: Collection[int]) -> bool:
    if row["personal"] is None or row["seq"] in purged:
        return row["personal"] is not None or row["seq"] not in purged
    return bool(personal_sha256(row["personal"]) != row["personal_sha256"])


def _purged(connection: sa.Connection) -> dict[str, set[int]]:
    """By table, the rows whose personal part was taken out by a purge that is on record."""
    found: dict[str, set[int]] = {}
    try:
        for detail in connection.execute(sa.select(ENTRIES.c.detail).where(ENTRIES.c.kind == PURGE)).scalars():
            for table, seqs in detail["rows"].items():
                found.setdefault(table, set()).update(seqs)
    except (sa.exc.DBAPIError, ValueError, TypeError, KeyError, AttributeError):
        return {}
    return found


def orphans(connection: sa.Connection) -> Iterator[Fault]:
    """Rows that refer to an entry, a run or an event that is not there, or to a run of another entry."""
    for table in OF_ENTRIES:
        for column in table.columns:
            for key in column.foreign_keys:
                known = sa.select(key.column)
                lost = sa.select(sa.func.count()).where(column.is_not(None), column.not_in(known))
                if count := connection.execute(lost).scalar_one():
                    yield Fault(FILE, 0, "", None, f"{table.name}.{column.name} × {count}")
    astray = sa.select(sa.func.count()).where(
        ASSESSED.c.run_seq == RUNS.c.seq, ASSESSED.c.entry_seq != RUNS.c.entry_seq
    )
    if count := connection.execute(astray).scalar_one():
        yield Fault(FILE, 0, "", None, f"assessed.run_seq × {count}")


def closings_unknown(connection: sa.Connection) -> Iterator[Fault]:
    """Months that were closed after an entry that is in the chain no longer."""
    known = sa.select(ENTRIES.c.sha256)
    query = sa.select(CLOSINGS).where(CLOSINGS.c.head != "", CLOSINGS.c.head.not_in(known)).order_by(CLOSINGS.c.seq)
    for row in connection.execute(query):
        yield Fault(CHAIN, row.entry_seq, "closing", row.recorded_at, row.month)


def balances_below_zero(connection: sa.Connection) -> Iterator[Fault]:
    """Households whose drawdowns and repayments, as they count, leave less than nothing on some day.

    Not those whose loans are stated: what they owe is what the statements say.
    """
    stated = sa.select(EVENTS.c.village, EVENTS.c.household_id).where(EVENTS.c.kind == LOAN)
    household = sa.tuple_(EVENTS.c.village, EVENTS.c.household_id)
    corrected = sa.select(EVENTS.c.corrects).where(EVENTS.c.corrects.is_not(None))
    signed = sa.case((EVENTS.c.kind == "drawdown", EVENTS.c.amount_yuan), else_=-EVENTS.c.amount_yuan)
    by_day = (
        sa.select(EVENTS.c.village, EVENTS.c.household_id, EVENTS.c.effective, sa.func.sum(signed).label("moved"))
        .where(EVENTS.c.kind.in_(["drawdown", "repayment"]), household.not_in(stated), EVENTS.c.seq.not_in(corrected))
        .group_by(EVENTS.c.village, EVENTS.c.household_id, EVENTS.c.effective)
        .subquery()
    )
    running = sa.func.sum(by_day.c.moved).over(
        partition_by=(by_day.c.village, by_day.c.household_id), order_by=by_day.c.effective
    )
    table = sa.select(by_day.c.village, by_day.c.household_id, running.label("balance")).subquery()
    below = sa.select(table.c.village, table.c.household_id).where(table.c.balance < 0).distinct()
    for village, household in connection.execute(below.order_by(table.c.village, table.c.household_id)):
        yield Fault(BALANCE, 0, "", None, detail=f"{village} {household}")
