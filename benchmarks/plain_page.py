"""One sheet of the peer's result workbook, styled cell by cell with openpyxl as a plain script does it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

INK, GREY = "1F3B57", "BFBFBF"
PLAIN = Font(name="Microsoft YaHei", size=10)
BOLD = Font(name="Microsoft YaHei", size=10, bold=True)
LABEL = Font(name="Microsoft YaHei", size=10, bold=True, color=INK)
TITLE = Font(name="Microsoft YaHei", size=16, bold=True, color=INK)
TABLE = Font(name="Microsoft YaHei", size=12, bold=True, color=INK)
NOTE = Font(name="Microsoft YaHei", size=9, color="595959")
WARNING = Font(name="Microsoft YaHei", size=10, bold=True, color="C00000")
HEAD = Font(name="Microsoft YaHei", size=10, bold=True, color="FFFFFF")
HEAD_FILL, BAND_FILL, TOTAL_FILL = (PatternFill("solid", fgColor=color) for color in (INK, "F5F8FC", "DCE6F1"))
LINE = Side("thin", color=GREY)
BORDER = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
LEFT, WRAP = Alignment(vertical="center"), Alignment(vertical="center", wrap_text=True)
CENTRED, HEAD_PLACE = Alignment("center", "center"), Alignment("center", "center", wrap_text=True)
YUAN, RATE, DAY = "#,##0", "0.0%", "yyyy-mm-dd"


class Page:
    """One sheet, filled from the top."""

    def __init__(self, book: Workbook, name: str, title: str, width: int, landscape: bool = False) -> None:
        self.sheet: Worksheet = book.create_sheet(name)
        self.width = width
        self.row = 1
        self.sheet.row_dimensions[1].height = 30
        self.line(title, TITLE, CENTRED)
        sheet = self.sheet
        sheet.sheet_view.showGridLines = False
        sheet.page_setup.paperSize = 9
        sheet.page_setup.orientation = "landscape" if landscape else "portrait"
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.print_options.horizontalCentered = True
        sheet.page_margins.left = sheet.page_margins.right = 0.5
        sheet.page_margins.top, sheet.page_margins.bottom = 0.6, 0.7
        sheet.oddFooter.left.text, sheet.oddFooter.left.size = f" {title}", 8
        sheet.oddFooter.right.text, sheet.oddFooter.right.size = "&P / &N", 8

    def line(self, text: str, font: Font, place: Alignment) -> None:
        cell = self.sheet.cell(self.row, 1, text)
        cell.font, cell.alignment = font, place
        self.sheet.merge_cells(start_row=self.row, start_column=1, end_row=self.row, end_column=self.width)
        self.row += 1

    def facts(self, pairs: Sequence[tuple[str, Any]]) -> None:
        for label, value in pairs:
            self.sheet.cell(self.row, 1, label).font = LABEL
            cell = self.sheet.cell(self.row, 2, value)
            cell.font, cell.alignment = PLAIN, Alignment("left", "center", wrap_text=True)
            cell.number_format = DAY if isinstance(value, date) else YUAN if isinstance(value, int) else "General"
            self.sheet.merge_cells(start_row=self.row, start_column=2, end_row=self.row, end_column=self.width)
            self.row += 1
        self.row += 1

    def table(
        self,
        columns: Sequence[tuple[str, float]],
        rows: Sequence[Sequence[Any]],
        formats: Mapping[int, str] | None = None,
        centred: Sequence[int] = (),
        total: bool = False,
        height: float | None = None,
    ) -> int:
        """Header and rows; returns the row of the header."""
        first = self.row
        self.sheet.row_dimensions[first].height = 30
        for position, (title, width) in enumerate(columns, start=1):
            cell = self.sheet.cell(first, position, title)
            cell.font, cell.fill, cell.border, cell.alignment = HEAD, HEAD_FILL, BORDER, HEAD_PLACE
            dimension = self.sheet.column_dimensions[get_column_letter(position)]
            dimension.width = max(width, dimension.width) if first > 12 else width
        for number, row in enumerate(rows):
            last = total and number == len(rows) - 1
            if height:
                self.sheet.row_dimensions[first + number + 1].height = height
            for position, value in enumerate(row):
                cell = self.sheet.cell(first + number + 1, position + 1, value)
                cell.font = BOLD if last else PLAIN
                cell.border = BORDER
                cell.alignment = CENTRED if position in centred else LEFT if isinstance(value, (int, float)) else WRAP
                if last:
                    cell.fill = TOTAL_FILL
                elif number % 2:
                    cell.fill = BAND_FILL
                if formats and position in formats:
                    cell.number_format = formats[position]
        self.row = first + len(rows) + 2
        return first

    def as_list(self, header: int, columns: int) -> None:
        last = get_column_letter(columns)
        self.sheet.freeze_panes = f"{get_column_letter(min(3, columns))}{header + 1}"
        self.sheet.print_title_rows = f"{header}:{header}"
        self.sheet.auto_filter.ref = f"A{header}:{last}{max(self.row - 2, header)}"
