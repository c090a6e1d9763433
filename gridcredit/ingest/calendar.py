"""A bank's own calendar (日历): the days on which it works, or does not, whatever the State Council arranged.

A year of which the sheet holds every such day, such as one that is not in the library yet, is named above the header: 全年安排 2027.
"""

import re
from collections import defaultdict
from datetime import date

from gridcredit.findings import Finding
from gridcredit.ingest import labels
from gridcredit.ingest.rows import Rows
from gridcredit.ingest.single import rows_of
from gridcredit.ingest.workbook import Sheet, Workbook, address
from gridcredit.schema import CALENDAR_ROWS
from gridcredit.workdays import Calendar

NAMES = ("日历", "工作日历", "calendar")
ALWAYS_OFF = ((1, 1), (5, 1), (10, 1))
"""New Year's Day, Labour Day and National Day, which every arrangement has."""
_COLUMN = {column.name: column for column in CALENDAR_ROWS}
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def read_calendar(workbook: Workbook) -> tuple[Calendar | None, list[Finding]]:
    """The sheet as a calendar, and what was found; None where any of it cannot be used, since due dates hang on it all."""
    read, found = rows_of(workbook, NAMES, CALENDAR_ROWS)
    if read is None:
        return None, found
    rows, sheet = read
    days = _days(rows)
    whole, faults = _whole_years(rows, sheet, days)
    found += [*rows.findings, *faults]
    if any(finding.severity == "error" for finding in found):
        return None, found
    return Calendar(days, whole), found


def _days(rows: Rows) -> dict[date, bool]:
    told: dict[date, list[int]] = defaultdict(list)
    days, works = rows.get("day"), rows.get("works")
    for row in rows.accepted():
        day = days[row]
        assert isinstance(day, date)
        told[day].append(row)
    for same in told.values():
        for row in same[1:]:
            rows.refuse("CALENDAR_DAY_TWICE", row, _COLUMN["day"])
    return {day: works[same[0]] == "work" for day, same in told.items()}


def _whole_years(rows: Rows, sheet: Sheet, days: dict[date, bool]) -> tuple[frozenset[int], list[Finding]]:
    label = labels.find_label(sheet.rows[: rows.header.last_row], "whole_years")
    if label is None:
        return frozenset(), []
    row, position, cell = label
    text = str(int(cell)) if isinstance(cell, float) else str(cell)
    years = frozenset(map(int, _YEAR.findall(text)))
    missing = [
        date(year, month, day)
        for year in sorted(years)
        for month, day in ALWAYS_OFF
        if days.get(date(year, month, day), date(year, month, day).weekday() < 5)
    ]
    place = address(row, position)
    if not years:
        return years, [Finding("CALENDAR_YEAR_UNCLEAR", rows.file, rows.sheet, place)]
    return years, [Finding("CALENDAR_NOT_WHOLE", rows.file, rows.sheet, place, params={"day": day}) for day in missing]
