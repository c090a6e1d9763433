"""A workbook made anew from the cells as they were read, for files whose own form cannot be kept."""

import re
from collections.abc import Sequence
from datetime import date
from itertools import product

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as Target
from openpyxl.cell.cell import MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from gridcredit.ingest.workbook import Cell, Sheet, Trouble
from gridcredit.ingest.workbook import Workbook as Read
from gridcredit.reports.marking.inert import AREA_LIMIT, TooLarge
from gridcredit.reports.marking.texts import clean, keep_digits, put_text, width_of

NAME_LENGTH = 31
MEASURED_ROWS = 200
WIDEST = 40
_UNFIT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_FIRST_DAYS = {1900: date(1900, 1, 1), 1904: date(1904, 1, 2)}
"""By the workbook's epoch: older dates have no number, and are written as text."""


def rebuilt(read: Read) -> tuple[Workbook, dict[str, Worksheet]]:
    """The workbook, and its sheets by the names under which they were read; raises ``TooLarge``."""
    if sum(len(row) for sheet in read.sheets for row in sheet.rows) > AREA_LIMIT:
        raise TooLarge
    book = Workbook()
    for name in book.sheetnames:
        del book[name]
    if read.epoch == 1904:
        book.epoch = CALENDAR_MAC_1904
    return book, {sheet.name: _write(book, sheet, _FIRST_DAYS[read.epoch]) for sheet in read.sheets}


def _write(book: Workbook, sheet: Sheet, first_day: date) -> Worksheet:
    name = _UNFIT_IN_NAMES.sub("_", clean(sheet.name)).strip("'")[:NAME_LENGTH]
    page: Worksheet = book.create_sheet(name or None)
    page.sheet_state = "hidden" if sheet.hidden else "visible"
    for row, cells in enumerate(sheet.rows, start=1):
        for column, cell in enumerate(cells, start=1):
            if cell is not None and cell != "":
                _put(page.cell(row, column), cell, first_day)
    width = max(map(len, sheet.rows), default=0)
    for position in range(width):
        dimension = page.column_dimensions[get_column_letter(position + 1)]
        dimension.width = _width(sheet.rows[:MEASURED_ROWS], position)
        dimension.hidden = position in sheet.hidden_columns
    for row in sheet.hidden_rows:
        if row < len(sheet.rows):
            page.row_dimensions[row + 1].hidden = True
    _merge(page, sheet, width)
    return page


def _put(cell: Target | MergedCell, value: Cell, first_day: date) -> None:
    """A cell that could not be read stays an error, so that it is found again."""
    if isinstance(value, Trouble):
        cell.value = "#N/A"
    elif isinstance(value, str):
        put_text(cell, value)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        keep_digits(cell, value)
    elif isinstance(value, date) and (value.year, value.month, value.day) < first_day.timetuple()[:3]:
        put_text(cell, value.isoformat())
    else:
        cell.value = value


def _width(rows: Sequence[Sequence[Cell]], position: int) -> int:
    texts = [str(row[position]) for row in rows if position < len(row) and row[position] is not None]
    return min(WIDEST, max(8, *(width_of(text) + 2 for text in texts), 8))


def _merge(page: Worksheet, sheet: Sheet, width: int) -> None:
    """Merge what was merged, within the cells that were read."""
    covered: set[tuple[int, int]] = set()
    for (top, left), (bottom, right) in sheet.merged:
        bottom, right = min(bottom, len(sheet.rows) - 1), min(right, width - 1)
        span = set(product(range(top, bottom + 1), range(left, right + 1)))
        if len(span) > 1 and covered.isdisjoint(span):
            covered |= span
            area = CellRange(min_col=left + 1, min_row=top + 1, max_col=right + 1, max_row=bottom + 1)
            page.merged_cells.add(area.coord)  # unlike merge_cells this keeps what the area covers
