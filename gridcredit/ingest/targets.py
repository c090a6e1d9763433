"""A sheet of targets (目标): a village and a day a row, with a share of its roster or a number of households."""

from collections import defaultdict
from collections.abc import Collection
from itertools import chain

from gridcredit.findings import Finding
from gridcredit.ingest.rows import Rows
from gridcredit.ingest.single import rows_of
from gridcredit.ingest.workbook import Workbook
from gridcredit.schema import TARGET_ROWS

NAMES = ("目标", "目标表", "计划", "targets")
_COLUMN = {column.name: column for column in TARGET_ROWS}


def read_targets(workbook: Workbook) -> tuple[Rows | None, list[Finding]]:
    """The rows of sheet 目标 (the only sheet will do under any name); rows None where there is no such sheet or no header."""
    read, found = rows_of(workbook, NAMES, TARGET_ROWS)
    if read is None:
        return None, found
    rows, _sheet = read
    _check(rows)
    return rows, found


def doubt_villages(rows: Rows, known: Collection[str]) -> None:
    """Find targets of villages that nobody knows."""
    for row in rows.accepted():
        if rows.get("village")[row] not in known:
            rows.find("TARGET_VILLAGE_UNKNOWN", row, _COLUMN["village"])


def _check(rows: Rows) -> None:
    told: dict[tuple[object, object], list[int]] = defaultdict(list)
    villages, dues, shares, households, starts = (rows.get(name) for name in list(_COLUMN)[:-1])
    for row in rows.accepted():
        told[villages[row], dues[row]].append(row)
        if (shares[row] is None) == (households[row] is None):
            rows.refuse("TARGET_UNCLEAR", row, _COLUMN["share"], other=_COLUMN["households"].header)
        elif starts[row] is not None and str(starts[row]) >= str(dues[row]):
            rows.refuse("TARGET_STARTS_LATE", row, _COLUMN["start"])
    for row in chain.from_iterable(same for same in told.values() if len(same) > 1):
        if rows.ok[row]:
            rows.refuse("TARGET_TWICE", row, _COLUMN["due"])
