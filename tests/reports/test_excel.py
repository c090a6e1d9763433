"""Result workbooks as cells: texts stay texts, numbers are numbers, and pages are ready to print."""

from datetime import date
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from gridcredit.reports.book import Book, Cell, Chart, Column, Format, Sheet, Table
from gridcredit.reports.excel import to_bytes

DAY = date(2016, 5, 31)
COLUMNS = [
    Column("户号", width=12),
    Column("额度", Format.YUAN, 14),
    Column("比率", Format.RATE),
    Column("日期", Format.DATE),
]


def opened(*sheets: Sheet) -> list[Worksheet]:
    return list(load_workbook(BytesIO(to_bytes(Book("书", sheets, DAY)))))


def list_of(*rows: tuple[Cell, ...], **settings: object) -> Worksheet:
    (sheet,) = opened(Sheet("表", "题", [Table(COLUMNS, rows)], **settings))  # type: ignore[arg-type]
    return sheet


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "{=1}", "http://a.b", "001", "999999195001010011"])
def test_texts_never_become_formulas_links_or_numbers(text: str) -> None:
    cell = list_of((text, 1, 0.5, DAY))["A3"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


@settings(max_examples=60, deadline=None)
@given(st.text())
def test_any_text_can_be_written_and_opened_again(text: str) -> None:
    sheet = list_of((text, 1, 0.5, DAY))
    assert sheet["B3"].value == 1


def test_numbers_rates_and_dates_keep_their_kind_and_format() -> None:
    sheet = list_of(("A1", 50_000, 0.651, DAY))
    assert [cell.value for cell in sheet[3]][1:3] == [50_000, 0.651]
    assert sheet["D3"].value.date() == DAY
    assert [cell.number_format for cell in sheet[3]][1:] == ["#,##0", "0.0%", "yyyy-mm-dd"]


def test_lists_have_frozen_and_repeated_headers_filters_and_fit_the_page() -> None:
    sheet = list_of(("A1", 1, 0.5, DAY), ("A2", 2, 0.5, DAY), landscape=True)
    assert sheet.freeze_panes == "C3"
    assert sheet.auto_filter.ref == "A2:D4"
    assert sheet.print_title_rows == "$2:$2"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (
        "landscape",
        9,
        0,
    )


def test_a_total_stays_out_of_the_filter() -> None:
    (sheet,) = opened(Sheet("表", "题", [Table(COLUMNS, [("A1", 1, 1, DAY), ("合计", 1, 1, None)], totals=True)]))
    assert sheet.auto_filter.ref == "A2:D3"


def test_an_empty_list_is_a_header_without_rows() -> None:
    sheet = list_of()
    assert sheet.max_row == 2
    assert sheet.auto_filter.ref == "A2:D2"


def test_a_long_text_gets_the_lines_it_needs() -> None:
    sheet = list_of(("短", 1, 0.5, DAY), ("很长的一段中文说明，写不进一行里去", 1, 0.5, DAY))
    assert sheet.row_dimensions[3].height is None
    assert sheet.row_dimensions[4].height > 40


def test_a_chart_is_native() -> None:
    (sheet,) = opened(Sheet("表", "题", [Table(COLUMNS, [("A", 1, 0.5, DAY)])], chart=Chart("图", 0, [1])))
    assert len(sheet._charts) == 1  # type: ignore[attr-defined]


def test_equal_books_have_equal_bytes() -> None:
    book = Book("书", [Sheet("表", "题", [Table(COLUMNS, [("A", 1, 0.5, DAY)])])], DAY)
    assert to_bytes(book) == to_bytes(book)
