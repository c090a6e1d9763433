"""Sheets laid out by hand: cells merged across and down, formulas with their results, hidden sheets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType

from book import CREATED
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet


@dataclass(frozen=True)
class Formula:
    """A formula and the result that is saved with it."""

    text: str
    result: float | str


Cell = str | int | float | date | Formula | None


@dataclass(frozen=True)
class Group:
    """Header cells below one upper cell; a `Group` of one name stands in both rows, merged."""

    upper: str
    names: tuple[str, ...] = ()


class Paper:
    """A workbook of hand-made sheets."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._workbook = Workbook(str(path))
        self._workbook.set_properties({"created": CREATED})
        font = {"font_name": "宋体", "font_size": 10, "valign": "vcenter", "border": 1}
        self.plain = self._workbook.add_format(font)
        self.head = self._workbook.add_format(
            font | {"bold": True, "align": "center", "text_wrap": True, "bg_color": "#E2EFDA"}
        )
        self.title = self._workbook.add_format({"font_name": "宋体", "font_size": 14, "bold": True, "align": "center"})
        self.day = self._workbook.add_format(font | {"num_format": "yyyy/m/d"})

    def __enter__(self) -> Paper:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._workbook.close()

    def page(self, name: str, hidden: bool = False) -> Page:
        sheet = self._workbook.add_worksheet(name)
        if hidden:
            sheet.hide()
        return Page(self, sheet)


class Page:
    """One sheet; rows and columns count from 0."""

    def __init__(self, paper: Paper, sheet: Worksheet) -> None:
        self._paper = paper
        self._sheet = sheet

    def title(self, text: str, width: int) -> None:
        self.merge(0, 0, 0, width - 1, text, self._paper.title)

    def header(self, row: int, columns: Sequence[str | Group]) -> None:
        """One row of header cells, or two where some are groups."""
        head, two = self._paper.head, any(isinstance(column, Group) for column in columns)
        place = 0
        for column in columns:
            if isinstance(column, str):
                self.merge(row, place, row + two, place, column, head)
                place += 1
                continue
            self.merge(row, place, row, place + len(column.names) - 1, column.upper, head)
            for name in column.names:
                self.put(row + 1, place, name, head)
                place += 1
        self._sheet.freeze_panes(row + 1 + two, 0)

    def line(self, row: int, cells: Sequence[Cell]) -> None:
        for place, cell in enumerate(cells):
            self.put(row, place, cell)

    def widths(self, widths: Sequence[float]) -> None:
        for place, width in enumerate(widths):
            self._sheet.set_column(place, place, width)

    def merge(self, top: int, left: int, bottom: int, right: int, cell: Cell, style: Format | None = None) -> None:
        if (top, left) != (bottom, right):
            self._sheet.merge_range(top, left, bottom, right, "", style or self._paper.plain)
        self.put(top, left, cell, style)

    def put(self, row: int, place: int, cell: Cell, style: Format | None = None) -> None:
        style = style or self._paper.plain
        if cell is None or cell == "":
            self._sheet.write_blank(row, place, None, style)
        elif isinstance(cell, Formula):
            self._sheet.write_formula(row, place, cell.text, style, cell.result)
        elif isinstance(cell, date):
            self._sheet.write_datetime(row, place, cell, self._paper.day)
        elif isinstance(cell, str):
            self._sheet.write_string(row, place, cell, style)
        else:
            self._sheet.write_number(row, place, cell, style)
