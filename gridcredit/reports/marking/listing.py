"""The sheet of a marked copy that lists all findings, each with a link to its cell."""

from collections.abc import Mapping, Sequence
from copy import copy
from typing import Any

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.views import BookView
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.worksheet import Worksheet

from gridcredit.findings import ERROR, WARNING
from gridcredit.i18n import _
from gridcredit.reports import labels
from gridcredit.reports.marking.cells import FILLS, place_of
from gridcredit.reports.marking.request import Told
from gridcredit.reports.marking.texts import lines_of, put_text

LISTED_LIMIT = 100_000
WIDTHS = (8, 18, 10, 16, 48, 48)
FONT = "Microsoft YaHei"
INK, LINK, GREY, LINES = "FF1F3B57", "FF0563C1", "FF595959", "FFBFBFBF"
LINE_HEIGHT = 15
A4 = 9


def list_findings(
    book: Workbook, sheets: Mapping[str, Worksheet], file: str, findings: Sequence[Told], notes: Sequence[str]
) -> None:
    """Put the sheet before the others and open the workbook on it."""
    page: Worksheet = book.create_sheet(_("gridcredit findings"), 0)
    for position, width in enumerate(WIDTHS, start=1):
        page.column_dimensions[get_column_letter(position)].width = width
    _line(page, 1, _("Findings in {file}").format(file=file), Font(FONT, 16, bold=True, color=INK), 30)
    for row, note in enumerate(notes, start=2):
        height = LINE_HEIGHT * lines_of([note], sum(WIDTHS) - 10) + 2
        _line(page, row, note, Font(FONT, 10, color=GREY), height)
    header = len(notes) + 2
    _write_header(page, header)
    _write_rows(page, header + 1, sheets, _in_order(findings, sheets)[:LISTED_LIMIT])
    _set_page(page, header)
    _open_on(book, page)


def _line(page: Worksheet, row: int, text: str, font: Font, height: float) -> None:
    page.merge_cells(None, row, 1, row, len(WIDTHS))
    cell = page.cell(row, 1)
    put_text(cell, text)
    cell.font = font
    cell.alignment = Alignment(vertical="center", wrap_text=True)
    page.row_dimensions[row].height = height


def _write_header(page: Worksheet, row: int) -> None:
    titles = (_("Severity"), _("Sheet"), _("Cell"), _("Household"), _("What was found"), _("What to do"))
    for column, title in enumerate(titles, start=1):
        cell = page.cell(row, column)
        put_text(cell, title)
        cell.font = Font(FONT, 10, bold=True, color="FFFFFFFF")
        cell.fill = PatternFill("solid", fgColor=INK)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    page.row_dimensions[row].height = 1.5 * LINE_HEIGHT


def _in_order(findings: Sequence[Told], sheets: Mapping[str, Worksheet]) -> list[Told]:
    """Errors first, then as the sheets stand and down their rows; what is said of a whole sheet or file before."""
    order = {name: number for number, name in enumerate(sheets)}

    def key(finding: Told) -> tuple[bool, int, tuple[int, int]]:
        return finding.severity != ERROR, order.get(finding.sheet, -1), place_of(finding.cell) or (0, 0)

    return sorted(findings, key=key)


def _write_rows(page: Worksheet, first: int, sheets: Mapping[str, Worksheet], findings: Sequence[Told]) -> None:
    styles = _Styles(page)
    for row, finding in enumerate(findings, start=first):
        sheet = sheets.get(finding.sheet)
        place = place_of(finding.cell)
        hidden = sheet is not None and sheet.sheet_state != "visible"
        shown = (
            labels.word(labels.SEVERITY, finding.severity),
            _("{sheet} (hidden)").format(sheet=finding.sheet) if hidden else finding.sheet,
            _("row {number}").format(number=finding.cell) if finding.cell.isdecimal() else finding.cell,
            finding.household,
            finding.message,
            finding.remedy,
        )
        link = _link(sheet, place) if sheet is not None and not hidden else None
        linked = 0 if link is None else 3 if place else 2
        for column, text in enumerate(shown, start=1):
            cell = page.cell(row, column)
            put_text(cell, text)
            styles.apply(cell, finding.severity if column == 1 else "link" if column == linked else "")
        if link is not None:
            page.cell(row, linked).hyperlink = Hyperlink(ref="", location=link)
        lines = max(lines_of([text], width - 2) for text, width in zip(shown, WIDTHS))
        page.row_dimensions[row].height = LINE_HEIGHT * lines + 4


def _link(sheet: Worksheet, place: tuple[int, int] | None) -> str:
    row, column = place or (1, 1)
    return f"{quote_sheetname(sheet.title)}!{get_column_letter(column)}{row}"


class _Styles:
    """Looks of the list's cells, each made once, since openpyxl takes long over a style."""

    def __init__(self, page: Worksheet) -> None:
        side = Side("thin", color=LINES)
        self._made: dict[str, Any] = {}
        for name in ("", "link", ERROR, WARNING):
            cell: Any = Cell(page, 1, 1)
            cell.border = Border(left=side, right=side, top=side, bottom=side)
            cell.font = Font(FONT, 10, color=LINK, underline="single") if name == "link" else Font(FONT, 10)
            centred = "center" if name in FILLS else None
            cell.alignment = Alignment(horizontal=centred, vertical="center", wrap_text=True)
            cell.number_format = "@"
            if name in FILLS:
                cell.fill = FILLS[name]
            self._made[name] = cell._style

    def apply(self, cell: Any, name: str) -> None:
        cell._style = copy(self._made[name])


def _set_page(page: Any, header: int) -> None:
    page.freeze_panes = f"A{header + 1}"
    last = max(page.max_row, header)
    page.auto_filter.ref = f"A{header}:{get_column_letter(len(WIDTHS))}{last}"
    page.print_title_rows = f"{header}:{header}"
    page.page_setup.paperSize = A4
    page.page_setup.orientation = "landscape"
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.page_margins = PageMargins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    page.print_options.horizontalCentered = True
    page.oddFooter.right.text = "&P / &N"
    page.sheet_view.showGridLines = False


def _open_on(book: Workbook, page: Worksheet) -> None:
    """Of several sheets that are selected together, each takes what is typed into one: only ``page`` stays selected."""
    for sheet in book.worksheets:
        sheet.views.sheetView = sheet.views.sheetView[:1]
        sheet.sheet_view.workbookViewId = 0
        sheet.sheet_view.tabSelected = sheet is page
    book.views = [BookView()]
    book.active = page
