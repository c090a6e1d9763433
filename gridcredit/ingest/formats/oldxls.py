"""Excel 97-2003 workbooks (.xls, WPS's .et; also Excel 5), read by xlrd, which knows their errors and hidden rows."""

import io
from collections.abc import Iterator
from typing import Any

from gridcredit.ingest.formats import dates
from gridcredit.ingest.formats.biff import unknown_results
from gridcredit.ingest.formats.grid import Budget, Grid
from gridcredit.ingest.formats.text import cell_of
from gridcredit.ingest.workbook import Cell, FileRefused, Note, Range, Sheet, Trouble

OLDEST = 50  # BIFF5
_TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR = 1, 2, 3, 4, 5


def read(data: bytes) -> tuple[list[Sheet], int, list[Note]]:
    """The sheets, the epoch of day numbers, and notes on the file. Raises ``FileRefused``."""
    import xlrd

    try:
        book = xlrd.open_workbook(file_contents=data, logfile=io.StringIO(), formatting_info=True, ragged_rows=True)
    except MemoryError:
        raise
    except xlrd.XLRDError as error:
        encrypted = "encrypted" in str(error).lower()
        raise FileRefused("FILE_PASSWORD") if encrypted else FileRefused("FILE_DAMAGED", part="Workbook") from None
    except Exception:  # xlrd trusts what it reads; any error may come of damage
        raise FileRefused("FILE_DAMAGED", part="Workbook") from None
    if book.biff_version < OLDEST:
        raise FileRefused("FILE_OTHER_FORMAT", format=f"Excel {book.biff_version // 10}")
    epoch = 1904 if book.datemode else 1900
    kinds = _kinds(book)
    budget = Budget()
    unknown = _unknown_results(data, len(book.sheets()))
    sheets = [_read_sheet(sheet, kinds, epoch, budget, cells) for sheet, cells in zip(book.sheets(), unknown)]
    macros = b"_\0V\0B\0A\0_\0P\0R\0O\0J\0E\0C\0T\0" in data
    return sheets, epoch, [("MACROS_IGNORED", {})] if macros else []


def _unknown_results(data: bytes, sheets: int) -> list[set[tuple[int, int]]]:
    try:
        unknown = unknown_results(data)
    except MemoryError:
        raise
    except Exception:  # as above
        raise FileRefused("FILE_DAMAGED", part="Workbook") from None
    if not sheets or len(unknown) != sheets:
        raise FileRefused("FILE_DAMAGED", part="Workbook")
    return unknown


def _kinds(book: Any) -> list[str]:
    """The kind (``dates``) of each cell format; xlrd lists built-in formats that it does not know as General."""
    codes = {
        key: code.format_str for key, code in book.format_map.items() if code.format_str not in (None, "", "General")
    }
    return dates.kinds([style.format_key for style in book.xf_list], codes)


def _read_sheet(sheet: Any, kinds: list[str], epoch: int, budget: Budget, unknown: set[tuple[int, int]]) -> Sheet:
    grid = Grid(sheet.name, budget)
    for row in range(sheet.nrows):
        for column, (kind, value, style) in enumerate(_cells(sheet, row)):
            cell = _content(kind, value, kinds[style] if 0 <= style < len(kinds) else dates.NUMBER, epoch)
            if (row, column) in unknown:
                cell = Trouble("FORMULA_WITHOUT_VALUE")
            if cell not in (None, ""):
                grid.put(row, column, cell)
    grid.merged += _merged(sheet)
    grid.hidden_rows |= {row for row, info in sheet.rowinfo_map.items() if info.hidden or info.height == 0}
    if sheet.default_row_hidden:
        grid.hidden_rows |= set(range(sheet.nrows)) - sheet.rowinfo_map.keys()
    grid.hidden_columns += [
        (column, column) for column, info in sheet.colinfo_map.items() if info.hidden or info.width == 0
    ]
    return grid.sheet(sheet.visibility != 0)


def _cells(sheet: Any, row: int) -> Iterator[tuple[int, Any, int]]:
    return zip(
        sheet.row_types(row), sheet.row_values(row), (sheet.cell_xf_index(row, at) for at in range(sheet.row_len(row)))
    )


def _content(kind: int, value: Any, shown: str, epoch: int) -> Cell:
    if kind == _TEXT:
        return cell_of(value)
    if kind in (_NUMBER, _DATE):
        return dates.dated(value, shown, epoch)
    if kind == _BOOLEAN:
        return bool(value)
    return Trouble("ERROR_CELL") if kind == _ERROR else None


def _merged(sheet: Any) -> Iterator[Range]:
    for top, below, left, beyond in sheet.merged_cells:
        yield (top, left), (below - 1, beyond - 1)
