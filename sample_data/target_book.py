"""Writes what head office asks of the villages, one of which is not rated yet."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from book import Book, Cell, Column

_COLUMNS = (
    Column("村", 9), Column("目标日期", 11), Column("目标覆盖面", 11), Column("目标户数", 9), Column("起始日期", 11),
    Column("备注", 16),
)  # fmt: skip
_ROWS: list[list[Cell]] = [
    ["李家村", date(2016, 6, 30), "75%", None, date(2015, 11, 20), ""],
    ["洪洋村", date(2016, 6, 30), "80%", None, None, ""],
    ["古岙村", date(2016, 7, 31), None, 170, None, ""],
    ["上马村", date(2016, 7, 31), "70%", None, None, ""],
    ["石曲村", date(2016, 6, 10), "70%", None, None, ""],
    ["张李村", date(2016, 8, 31), None, 90, None, "正在评议"],
]


def write_targets(path: Path) -> None:
    with Book(path) as book:
        book.table("目标", _COLUMNS, _ROWS, "")
