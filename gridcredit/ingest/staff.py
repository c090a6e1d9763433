"""The sheet of a branch's officers (人员): who serves which villages, how many households a day, and leaves."""

import re
from collections.abc import Iterable
from datetime import date

from gridcredit.findings import Finding
from gridcredit.ingest.rows import Rows
from gridcredit.ingest.single import rows_of
from gridcredit.ingest.workbook import Workbook
from gridcredit.schema import STAFF_ROWS
from gridcredit.staff import Officer, same

NAMES = ("人员", "网格员", "staff")
_COLUMN = {column.name: column for column in STAFF_ROWS}
_BETWEEN = re.compile(r"[、，,;；\r\n]+")


def read_staff(workbook: Workbook) -> tuple[list[Officer] | None, list[Finding]]:
    """The officers in the order of the sheet, and what was found; None where any of it cannot be used, or there is none."""
    read, found = rows_of(workbook, NAMES, STAFF_ROWS)
    if read is None:
        return None, found
    rows, sheet = read
    officers: dict[str, Officer] = {}
    for row in rows.accepted():
        told = _told(rows, row)
        if told is not None:
            officers[same(told.name)] = _joined(rows, row, officers.get(same(told.name)), told)
    found += rows.findings
    if not officers:
        found.append(Finding("SHEET_EMPTY", workbook.file, sheet.name))
    if any(finding.severity == "error" for finding in found):
        return None, found
    return list(officers.values()), found


def _told(rows: Rows, row: int) -> Officer | None:
    name, branch, villages, per_day = (rows.get(column)[row] for column in list(_COLUMN)[:4])
    first, last = rows.get("away_from")[row], rows.get("away_until")[row]
    leaves = []
    if isinstance(first, date) and isinstance(last, date) and first <= last:
        leaves = [(first, last)]
    elif first is not None or last is not None:
        rows.refuse("LEAVE_UNCLEAR", row, _COLUMN["away_from"])
        return None
    if per_day == 0:
        rows.refuse("AMOUNT_ZERO", row, _COLUMN["per_day"])
        return None
    served = _each_once(filter(None, map(str.strip, _BETWEEN.split(str(villages or "")))))
    number = per_day if isinstance(per_day, int) else None
    return Officer(str(name), str(branch) if branch else None, served, number, tuple(leaves))


def _joined(rows: Rows, row: int, known: Officer | None, told: Officer) -> Officer:
    """What several rows say of one officer; they may not contradict each other."""
    if known is None:
        return told
    for column, name in (("branch", "branch"), ("per_day", "per_day")):
        mine, theirs = getattr(known, name), getattr(told, name)
        if mine is not None and theirs is not None and same(str(mine)) != same(str(theirs)):
            rows.refuse("STAFF_CONTRADICTS", row, _COLUMN[column])
    return Officer(
        known.name,
        known.branch or told.branch,
        _each_once((*known.villages, *told.villages)),
        known.per_day if known.per_day is not None else told.per_day,
        (*known.leaves, *told.leaves),
    )


def _each_once(villages: Iterable[str]) -> tuple[str, ...]:
    """As they were written first."""
    found: dict[str, str] = {}
    for village in villages:
        found.setdefault(same(village), village)
    return tuple(found.values())
