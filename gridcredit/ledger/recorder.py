"""One entry being recorded: rows of any tables in one transaction, and in the end the entry that they belong to."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from gridcredit import __version__
from gridcredit.ledger.chain import RowsDigest, entry_sha256
from gridcredit.ledger.tables import ENTRIES

SOFTWARE = f"gridcredit {__version__}"


class Entry:
    """``source``: the name and digest of the file that it is recorded from; ``detail``: what its kind adds, in plain values."""

    def __init__(self, connection: sa.Connection, kind: str, recorded_at: datetime) -> None:
        self.connection = connection
        self.kind = kind
        self.recorded_at = recorded_at
        self.source: tuple[str | None, str | None] = (None, None)
        self.detail: dict[str, object] = {}
        last = connection.execute(sa.select(ENTRIES.c.seq, ENTRIES.c.sha256).order_by(ENTRIES.c.seq.desc()).limit(1))
        before = last.one_or_none()
        self.previous: str = before.sha256 if before else ""
        self.seq: int = (before.seq if before else 0) + 1
        self._rows = RowsDigest()

    def add(self, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> int:
        """Add rows, each with the next number of its table unless it has one; the number of the first."""
        first = self._next(table)
        numbered = [{**row, "entry_seq": self.seq} for row in rows]
        if "seq" in table.c:
            numbered = [{"seq": seq, **row} for seq, row in enumerate(numbered, start=first)]
        if numbered:
            self._rows.add(table, numbered)
            self.connection.execute(table.insert(), numbered)
        return first

    def _next(self, table: sa.Table) -> int:
        if "seq" not in table.c:
            return 0
        return (self.connection.execute(sa.select(sa.func.max(table.c.seq))).scalar_one() or 0) + 1

    def close(self) -> None:
        """Write the entry, if anything was added, or is said in its detail."""
        if not self._rows.count and not self.detail:
            return
        file, sha256 = self.source
        entry = {
            "seq": self.seq,
            "kind": self.kind,
            "recorded_at": self.recorded_at,
            "software": SOFTWARE,
            "source_file": file,
            "source_sha256": sha256,
            "detail": self.detail,
            "count": self._rows.count,
            "rows_sha256": self._rows.sha256(),
        }
        sealed = {"previous": self.previous, "sha256": entry_sha256(entry, self.previous)}
        self.connection.execute(ENTRIES.insert().values(**entry, **sealed))
