"""The reading of files by the child process: what is refused, and what cells come out of the rest."""

import os
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from gridcredit.ingest import reader
from gridcredit.ingest.workbook import Cell, FileRefused, Reading, Trouble, Workbook

SHEET = "xl/worksheets/sheet1.xml"
ERROR, NO_VALUE = Trouble("ERROR_CELL"), Trouble("FORMULA_WITHOUT_VALUE")


def read(path: Path) -> Workbook:
    return Reading(path).result()


def rows(path: Path) -> list[list[Cell]]:
    return read(path).sheets[0].rows


def refusal(path: Path) -> str:
    with pytest.raises(FileRefused) as caught:
        read(path)
    return caught.value.code


def repack(path: Path, name: str, change: Callable[[bytes], bytes]) -> Path:
    """A copy whose part ``name`` is changed."""
    copy = path.with_name("copy.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w") as new:
        assert name in old.namelist()
        for part in old.namelist():
            new.writestr(part, change(old.read(part)) if part == name else old.read(part))
    return copy


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "甲村.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("农户")
    sheet.write_row(0, 0, ["户号", "户主"])
    sheet.write_row(1, 0, ["A1", "甲"])
    book.close()
    return path


def test_a_good_workbook_is_read_with_its_hash(good: Path) -> None:
    book = read(good)
    assert (book.file, book.sheets[0].name, book.sheets[0].hidden) == ("甲村.xlsx", "农户", False)
    assert book.sheets[0].rows == [["户号", "户主"], ["A1", "甲"]]
    assert re.fullmatch("[0-9a-f]{64}", book.sha256)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "FILE_EMPTY"),
        ("户号,户主".encode("gb18030"), "FILE_NOT_WORKBOOK"),
        (b"<html><table></table></html>", "FILE_NOT_WORKBOOK"),
        (reader.OLE_MAGIC + bytes(600), "FILE_OLD_FORMAT"),
        (reader.OLE_MAGIC + bytes(600) + reader.ENCRYPTED_STREAM, "FILE_PASSWORD"),
    ],
    ids=["empty", "csv", "html", "xls", "password"],
)
def test_what_is_no_workbook_is_refused_as_what_it_is(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "甲村.xlsx"
    path.write_bytes(content)
    assert refusal(path) == code


@pytest.mark.parametrize(
    ("part", "code"),
    [("mimetype", "FILE_OLD_FORMAT"), ("xl/workbook.bin", "FILE_OLD_FORMAT"), ("a.txt", "FILE_NOT_WORKBOOK")],
    ids=["ods", "xlsb", "zip"],
)
def test_other_packages_are_refused(tmp_path: Path, part: str, code: str) -> None:
    path = tmp_path / "甲村.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr(part, "x")
    assert refusal(path) == code


def test_a_truncated_workbook_is_refused(good: Path) -> None:
    good.write_bytes(good.read_bytes()[:-300])
    assert refusal(good) == "FILE_NOT_WORKBOOK"


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: xml.decode().replace("UTF-8", "UTF-16").encode("utf-16"),
        lambda xml: xml.decode().replace("UTF-8", "UTF-16").encode("utf-16-le"),
        lambda xml: xml.replace(b"<worksheet", b"<!DOCTYPE worksheet><worksheet"),
        lambda xml: xml[: len(xml) // 2],
        lambda xml: xml.replace(b"<v>3<", b"<v>99<"),
    ],
    ids=["UTF-16", "UTF-16 without mark", "DTD", "cut off", "text that is not there"],
)
def test_a_sheet_that_would_be_misread_is_refused(good: Path, change: Callable[[bytes], bytes]) -> None:
    assert refusal(repack(good, SHEET, change)) == "FILE_UNREADABLE"


def test_two_parts_of_one_name_are_refused(good: Path) -> None:
    with pytest.warns(UserWarning), zipfile.ZipFile(good, "a") as package:
        package.writestr(SHEET, "<worksheet/>")
    assert refusal(good) == "FILE_UNREADABLE"


@pytest.mark.parametrize("over", [False, True], ids=["at the limit", "one over"])
def test_a_package_of_too_many_parts_is_refused(good: Path, monkeypatch: pytest.MonkeyPatch, over: bool) -> None:
    with zipfile.ZipFile(good) as package:
        monkeypatch.setattr(reader, "PARTS_LIMIT", len(package.namelist()) - over)
    _expect(good, over)


@pytest.mark.parametrize("over", [False, True], ids=["at the limit", "one over"])
def test_a_package_that_unpacks_to_too_much_is_refused(good: Path, monkeypatch: pytest.MonkeyPatch, over: bool) -> None:
    with zipfile.ZipFile(good) as package:
        monkeypatch.setattr(reader, "UNPACKED_LIMIT", sum(part.file_size for part in package.infolist()) - over)
    _expect(good, over)


@pytest.mark.parametrize("over", [False, True], ids=["at the limit", "one over"])
def test_a_file_that_is_too_large_is_refused(good: Path, monkeypatch: pytest.MonkeyPatch, over: bool) -> None:
    monkeypatch.setattr(reader, "FILE_LIMIT", good.stat().st_size - over)
    _expect(good, over)


@pytest.mark.parametrize("over", [False, True], ids=["at the limit", "one over"])
def test_a_workbook_of_too_many_cells_is_refused(good: Path, monkeypatch: pytest.MonkeyPatch, over: bool) -> None:
    monkeypatch.setattr(reader, "CELLS_LIMIT", 4 - over)
    _expect(good, over)


def _expect(path: Path, refused: bool) -> None:
    data = path.read_bytes()
    if refused:
        with pytest.raises(reader.Refused, match="FILE_TOO_LARGE"):
            reader.preflight(data)
            reader.read_sheets(data)
    else:
        assert not reader.preflight(data)
        assert reader.read_sheets(data)


def test_a_bomb_is_refused_by_its_declared_size(tmp_path: Path) -> None:
    path = tmp_path / "甲村.xlsx"
    archive = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1)
    with archive as package, package.open("xl/workbook.xml", "w") as part:
        for _ in range((reader.UNPACKED_LIMIT >> 24) + 1):
            part.write(bytes(1 << 24))
    assert refusal(path) == "FILE_TOO_LARGE"


def test_what_is_no_file_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo.xlsx")
    assert refusal(tmp_path / "fifo.xlsx") == "FILE_NOT_WORKBOOK"
    assert refusal(tmp_path) == "FILE_NOT_WORKBOOK"
    assert refusal(tmp_path / "none.xlsx") == "FILE_NO_ACCESS"


def test_error_cells_and_formulas_without_value_are_told_from_blank_ones(tmp_path: Path) -> None:
    path = tmp_path / "甲村.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    sheet.write_formula("A1", "=1/0", None, "#DIV/0!")
    sheet.write_formula("B1", "=1+1", None, 2)
    sheet.write_formula("C1", '="x"', None, "x")
    sheet.write_formula("D1", "=1+1", None, "")
    sheet.write("F3", "甲")
    book.close()
    assert rows(path) == [[ERROR, 2.0, "x", NO_VALUE, "", ""], [""] * 6, [*[""] * 5, "甲"]]


def test_a_formula_whose_saved_result_is_an_empty_text_is_blank(good: Path) -> None:
    cell = (
        b'<row r="3"><c r="A3" t="str"><f>IF(1,"","")</f><v></v></c><c r="B3" t="e"><v>#N/A</v></c></row></sheetData>'
    )
    assert rows(repack(good, SHEET, lambda xml: xml.replace(b"</sheetData>", cell)))[2] == ["", ERROR]


def test_a_file_of_openpyxl_with_formulas_and_gaps_is_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["C1"], book.active["B3"], book.active["D4"] = "x", "#N/A", "=1+1", "=SUM(A1:A2)"  # type: ignore[index]
    book.save(tmp_path / "甲村.xlsx")
    found = rows(tmp_path / "甲村.xlsx")
    assert [cell for row in found for cell in row if cell] == ["x", ERROR, NO_VALUE, NO_VALUE]
    assert (found[0][2], found[2][1], found[3][3]) == (ERROR, NO_VALUE, NO_VALUE)


@pytest.mark.parametrize("system_1904", [False, True], ids=["1900", "1904"])
def test_dates_are_read_in_either_date_system_and_bare_numbers_stay(tmp_path: Path, system_1904: bool) -> None:
    path = tmp_path / "甲村.xlsx"
    book = xlsxwriter.Workbook(str(path), {"date_1904": system_1904})
    sheet = book.add_worksheet()
    sheet.write_datetime("A1", date(2016, 5, 3), book.add_format({"num_format": "yyyy-mm-dd"}))
    sheet.write_datetime("B1", datetime(2016, 5, 3, 10, 30), book.add_format({"num_format": "yyyy/m/d h:mm"}))
    sheet.write_number("C1", 42493)
    sheet.write_number("D1", 50000, book.add_format({"num_format": '#,##0"元"'}))
    book.close()
    assert rows(path) == [[date(2016, 5, 3), datetime(2016, 5, 3, 10, 30), 42493.0, 50000.0]]


def test_an_id_stored_as_a_number_comes_as_one(tmp_path: Path) -> None:
    path = tmp_path / "甲村.xlsx"
    book = xlsxwriter.Workbook(str(path))
    book.add_worksheet().write_number("A1", 999999196707023907)
    book.close()
    assert isinstance(rows(path)[0][0], float)


def test_hidden_sheets_are_read_as_hidden_and_charts_are_none(tmp_path: Path) -> None:
    path = tmp_path / "甲村.xlsx"
    book = xlsxwriter.Workbook(str(path))
    book.add_worksheet("甲").write("A1", 1)
    book.add_worksheet("乙").hide()
    book.add_worksheet("丙").very_hidden()
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=甲!$A$1"})
    book.add_chartsheet("图").set_chart(chart)
    book.close()
    assert [(sheet.name, sheet.hidden) for sheet in read(path).sheets] == [("甲", False), ("乙", True), ("丙", True)]


def test_merged_ranges_and_leading_blank_rows_keep_their_place(tmp_path: Path) -> None:
    path = tmp_path / "甲村.xlsx"
    book = xlsxwriter.Workbook(str(path))
    book.add_worksheet().merge_range("B3:D4", "户籍")
    book.close()
    sheet = read(path).sheets[0]
    assert sheet.merged == (((2, 1), (3, 3)),)
    assert sheet.rows[2][1] == "户籍"


@pytest.mark.parametrize("wrong", [b"A1", b"A1:A1", b"C5:XFD1048576"])
def test_a_wrong_dimension_changes_nothing(good: Path, wrong: bytes) -> None:
    copy = repack(
        good, SHEET, lambda xml: xml.replace(b'<dimension ref="A1:B2"/>', b'<dimension ref="' + wrong + b'"/>')
    )
    assert copy.read_bytes() != good.read_bytes()
    assert rows(copy) == rows(good)


def test_cells_without_addresses_are_read_in_order(good: Path) -> None:
    copy = repack(good, SHEET, lambda xml: re.sub(rb' r="[A-Z]*\d+"', b"", xml))
    assert rows(copy) == rows(good)
