"""Result workbooks as cells: texts stay texts, numbers are numbers, and pages are ready to print."""

from datetime import date
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from gridcredit.reports.book import ANY_DAY, Book, Cell, Chart, Column, Entry, Format, Scale, Sheet, Table
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
    (sheet,) = opened(Sheet("表", "题", [Table(COLUMNS, [("A", 1, 0.5, DAY)])], charts=[Chart("图", 0, [1])]))
    assert len(sheet._charts) == 1  # type: ignore[attr-defined]


def test_equal_books_have_equal_bytes() -> None:
    book = Book("书", [Sheet("表", "题", [Table(COLUMNS, [("A", 1, 0.5, DAY)])])], DAY)
    assert to_bytes(book) == to_bytes(book)


def test_cells_to_be_written_in_are_yellow_and_say_what_they_take() -> None:
    columns = [
        Column("户号"),
        Column("含", entry=Entry(["含", "不含"], prompt="含 or 不含")),
        Column("额度", Format.ANY, entry=Entry(least=0, most=100)),
        Column("日期", Format.DATE, entry=ANY_DAY),
        Column("词", Format.ANY),
        Column("备注", entry=Entry()),
    ]
    rows: list[tuple[Cell, ...]] = [("A1", "含", 5, DAY, "x", None), ("A2", None, "—", None, 7, None)]
    entries = {(1, 4): Entry(least=1, most=9)}
    (sheet,) = opened(
        Sheet("表", "题", [Table(columns, rows, entries=entries)], facts=[("文件", "x")], entries={"文件": Entry()})
    )
    rules = {str(one.sqref): one for one in sheet.data_validations.dataValidation}
    assert {at: (one.type, one.formula1, one.formula2) for at, one in rules.items()} == {
        "B5:B6": ("list", '"含,不含"', None),
        "C5:C6": ("whole", "0", "100"),
        "D5:D6": ("date", "32874", "109574"),
        "E6": ("whole", "1", "9"),
    }
    assert rules["B5:B6"].prompt == "含 or 不含"
    yellow = {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.fill.fgColor.rgb == "FFFFF9DB"}
    written = {f"{column}{row}" for column in "BCDF" for row in (5, 6)} | {"E6"}
    assert written <= yellow and "B2" in yellow and not {"A5", "E5", "A6"} & yellow
    assert (sheet["C5"].number_format, sheet["C5"].value, sheet["C6"].value) == ("#,##0", 5, "—")


@pytest.mark.parametrize("words", [["一" * 128, "二" * 127], ["a,b", "c"]], ids=["too long", "with commas"])
def test_a_list_that_excel_cannot_hold_is_told_in_the_prompt_alone(words: list[str]) -> None:
    columns = [Column("户号"), Column("词", entry=Entry(words, prompt="p" * 300))]
    (sheet,) = opened(Sheet("表", "题", [Table(columns, [("A1", None)])]))
    (rule,) = sheet.data_validations.dataValidation
    assert (rule.type, rule.formula1, rule.prompt) == (None, None, "p" * 255)


def test_the_same_load_has_the_same_colour_on_all_of_a_sheet() -> None:
    months = [
        Table(
            [Column("人"), *(Column(str(day), Format.CENTRED, scale=Scale.LOAD) for day in range(len(load)))],
            [["甲", *load]],
        )
        for load in ([3, None, 12], [1, 0])
    ]
    (page,) = opened(Sheet("表", "题", months))
    scales = {str(range_.sqref): range_.rules[0].colorScale for range_ in page.conditional_formatting}
    assert {(where, *(value.val for value in scale.cfvo)) for where, scale in scales.items()} == {
        ("B3:D3", 0.0, 12.0),
        ("B6:C6", 0.0, 12.0),
    }
