"""Workbooks as a clerk keeps them: a title, a bold header, borders, text cells that stay text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from types import TracebackType

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

CREATED = datetime(2016, 5, 31, 17, 0)
Plain = str | int | float | date | None


@dataclass(frozen=True)
class Slip:
    """A cell value with a mistake planted on purpose."""

    value: Plain
    what: str


Cell = Plain | Slip


@dataclass(frozen=True)
class Planted:
    """Where a slip ended up."""

    file: str
    sheet: str
    cell: str
    what: str


@dataclass(frozen=True)
class Column:
    """A column's header, width in characters, and whether its numbers are amounts."""

    name: str
    width: float = 10
    amount: bool = False


class Book:
    """A workbook being written; remembers the slips."""

    def __init__(self, path: Path, thousands: bool = True) -> None:
        self.slips: list[Planted] = []
        self._name = path.name
        self._workbook = Workbook(str(path))
        self._workbook.set_properties({"created": CREATED})
        font = {"font_name": "宋体", "font_size": 10, "valign": "vcenter"}
        border = font | {"border": 1}
        self._plain = self._workbook.add_format(font)
        self._text = self._workbook.add_format(border)
        self._date = self._workbook.add_format(border | {"num_format": "yyyy-mm-dd", "align": "center"})
        self._amount = self._workbook.add_format(border | {"num_format": "#,##0" if thousands else "General"})
        self._head = self._workbook.add_format(
            border | {"bold": True, "align": "center", "text_wrap": True, "bg_color": "#DDEBF7"}
        )
        self._title = self._workbook.add_format(font | {"bold": True, "font_size": 14, "align": "center"})

    def __enter__(self) -> Book:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._workbook.close()

    def pairs(self, name: str, rows: Iterable[tuple[str, Cell]]) -> None:
        """A sheet of labels in column A and values in column B."""
        sheet = self._workbook.add_worksheet(name)
        sheet.set_column(0, 0, 14, self._plain)
        sheet.set_column(1, 1, 22, self._plain)
        for row, (label, value) in enumerate(rows):
            sheet.write_string(row, 0, label, self._head)
            self._write(sheet, row, 1, value, self._amount)

    def table(
        self,
        name: str,
        columns: Sequence[Column],
        rows: Iterable[Sequence[Cell]],
        title: str = "",
        labels: dict[int, str] | None = None,
    ) -> None:
        """A sheet with one table: title and label row if any, then header and data; an empty row stays blank."""
        sheet = self._workbook.add_worksheet(name)
        header = bool(title) + bool(labels)
        if title:
            sheet.merge_range(0, 0, 0, len(columns) - 1, title, self._title)
            sheet.set_row(0, 24)
        for place, label in (labels or {}).items():
            sheet.write_string(header - 1, place, label, self._plain)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width)
            sheet.write_string(header, place, column.name, self._head)
        for row, cells in enumerate(rows, header + 1):
            for place, cell in enumerate(cells):
                self._write(sheet, row, place, cell, self._amount if columns[place].amount else self._text)
        sheet.freeze_panes(header + 1, 0)
        sheet.repeat_rows(header)
        sheet.fit_to_pages(1, 0)
        sheet.set_paper(9)  # A4
        if len(columns) > 9:
            sheet.set_paper(8)  # A3
            sheet.set_landscape()

    def _write(self, sheet: Worksheet, row: int, place: int, cell: Cell, style: Format) -> None:
        if isinstance(cell, Slip):
            self.slips.append(Planted(self._name, sheet.get_name(), xl_rowcol_to_cell(row, place), cell.what))
            cell = cell.value
        if cell is None or cell == "":
            sheet.write_blank(row, place, None, self._text)
        elif isinstance(cell, date):
            sheet.write_datetime(row, place, cell, self._date)
        elif isinstance(cell, str):
            sheet.write_string(row, place, cell, self._text)
        else:
            sheet.write_number(row, place, cell, style)
