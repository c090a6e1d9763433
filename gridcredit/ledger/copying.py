"""A ledger copied whole: into a file of its own (a backup, from any engine), or table by table (an export)."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from gridcredit.ledger.engines import Sqlite
from gridcredit.ledger.store import Ledger
from gridcredit.ledger.tables import ENTRIES, OF_ENTRIES
from gridcredit.ledger.verifying import Fault

ROWS_AT_ONCE = 5000


def copy_to(ledger: Ledger, path: Path) -> list[Fault]:
    """A ledger in the file ``path``, of one state of ``ledger``, while it is in use; what is wrong with the copy."""
    if isinstance(ledger.backend, Sqlite):
        ledger.backend.copy_to(path)
    else:
        with Ledger(str(path)) as target, ledger.snapshot() as source, target.restoring() as connection:
            for table in (ENTRIES, *OF_ENTRIES):
                for rows in batches(source, table):
                    connection.execute(table.insert(), rows)
    with Ledger(str(path), must_exist=True) as copy:
        return copy.check()


def head_of(path: Path) -> tuple[int, str]:
    """How many entries a ledger's file holds, and the digest of the last one."""
    with Ledger(str(path), must_exist=True) as ledger:
        return ledger.head()


def tables(ledger: Ledger) -> Iterator[tuple[str, Sequence[str], Iterator[list[Mapping[str, Any]]]]]:
    """Each table's name, its columns and its rows, all of one state of the ledger."""
    with ledger.snapshot() as connection:
        for table in (ENTRIES, *OF_ENTRIES):
            yield table.name, [column.name for column in table.columns], batches(connection, table)


def batches(connection: sa.Connection, table: sa.Table) -> Iterator[list[Mapping[str, Any]]]:
    """The rows in the order of their keys, so many at once."""
    key = next(iter(table.primary_key.columns))
    found = connection.execute(sa.select(table).order_by(key).execution_options(yield_per=ROWS_AT_ONCE))
    for part in found.partitions(ROWS_AT_ONCE):
        yield [dict(row._mapping) for row in part]
