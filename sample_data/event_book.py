"""Writes the outcomes as one ledger workbook (台账) a month."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from book import Book, Cell, Column, Planted, Slip
from events import Event
from specs import BRANCH

_COLUMNS = (
    Column("村", 9), Column("户号", 9), Column("事项", 10), Column("日期", 11), Column("金额", 11, True),
    Column("经办人", 9), Column("结果", 14), Column("备注", 16),
)  # fmt: skip
_MONTHS = ((2015, 12), (2016, 1), (2016, 2), (2016, 3), (2016, 4), (2016, 5))
_UNTITLED = (2015, 12)
_TEXT_DATES = (2016, 3)  # this month's clerk typed the dates as text
_UNKNOWN = Event("洪洋村", "HY0512", "签约", date(2016, 5, 25), staff="吴志强", note="上门签约")


def write_outcomes(events: list[Event], folder: Path) -> list[Planted]:
    """Write the monthly workbooks; the mistake planted in the last one comes back with its cell."""
    planted: list[Planted] = []
    for year, month in _MONTHS:
        rows = [_row(event, (year, month)) for event in events if (event.day.year, event.day.month) == (year, month)]
        assert rows, (year, month)
        if (year, month) == _MONTHS[-1]:
            row = _row(_UNKNOWN, (year, month))
            row[1] = Slip(_UNKNOWN.household, "户号 that does not exist")
            rows.insert(sum(event.day <= _UNKNOWN.day for event in events[-len(rows) :]), row)
        title = "" if (year, month) == _UNTITLED else f"{BRANCH}整村授信台账（{year}年{month}月）"
        with Book(folder / f"台账-{year}-{month:02d}.xlsx") as book:
            book.table("台账", _COLUMNS, rows, title)
        planted += book.slips
    return planted


def _row(event: Event, month: tuple[int, int]) -> list[Cell]:
    day: Cell = event.day.isoformat() if month == _TEXT_DATES else event.day
    return [
        event.village, event.household, event.kind, day, event.amount, event.staff, event.result, event.note,
    ]  # fmt: skip
