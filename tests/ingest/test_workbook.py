"""The reading of files by the child process: what is refused, and what cells come out of the rest."""

import os
import re
import sys
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from gridcredit.ingest import reader, village, workbook
from gridcredit.ingest.formats import grid, package
from gridcredit.ingest.workbook import Cell, FileRefused, Reading, Trouble, Workbook

SHEET = "xl/worksheets/sheet1.xml"
SMALL = {"_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"}
READ = {*SMALL, SHEET, "xl/sharedStrings.xml"}
ERROR, NO_VALUE = Trouble("ERROR_CELL"), Trouble("FORMULA_WITHOUT_VALUE")


def read(path: Path) -> Workbook:
    return Reading(path).result()


def rows(path: Path) -> list[list[Cell]]:
    return read(path).sheets[0].rows


def filled(path: Path) -> dict[tuple[int, int], Cell]:
    """The cells of the first sheet that are not blank, by row and column."""
    return {
        (row, column): cell
        for row, cells in enumerate(rows(path))
        for column, cell in enumerate(cells)
        if cell not in (None, "")
    }


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
    ("module", "limit", "at"),
    [
        (package, "PARTS_LIMIT", lambda path: len(parts_of(path))),
        (package, "UNPACKED_LIMIT", lambda path: sum(size for name, size in parts_of(path) if name in READ)),
        (package, "SMALL_LIMIT", lambda path: max(size for name, size in parts_of(path) if name in SMALL)),
        (reader, "FILE_LIMIT", lambda path: path.stat().st_size),
    ],
    ids=["parts", "unpacked", "a small part", "file"],
)
@pytest.mark.parametrize("over", [False, True], ids=["at the limit", "one over"])
def test_a_file_may_be_as_large_as_the_limits(
    good: Path, monkeypatch: pytest.MonkeyPatch, module: object, limit: str, at: Callable[[Path], int], over: bool
) -> None:
    monkeypatch.setattr(module, limit, at(good) - over)
    code = code_of(good)
    assert code == ("FILE_TOO_LARGE" if over else "")


@pytest.mark.parametrize("over", [False, True], ids=["at the limit", "one over"])
def test_a_workbook_may_have_as_many_cells_as_the_limit(
    good: Path, monkeypatch: pytest.MonkeyPatch, over: bool
) -> None:
    monkeypatch.setattr(grid, "CELLS_LIMIT", 4 - over)
    assert code_of(good) == ("SHEET_TOO_LARGE" if over else "")


def parts_of(path: Path) -> list[tuple[str, int]]:
    with zipfile.ZipFile(path) as archive:
        return [(part.filename, part.file_size) for part in archive.infolist()]


def code_of(path: Path) -> str:
    """What the file is refused with, read in this process, or ''."""
    try:
        with path.open("rb") as file:
            reader.read(reader.read_bytes(file), path.name, [])
    except FileRefused as refused:
        return refused.code
    return ""


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
    assert filled(path) == {(0, 0): ERROR, (0, 1): 2.0, (0, 2): "x", (0, 3): NO_VALUE, (2, 5): "甲"}


def test_a_formula_whose_saved_result_is_an_empty_text_is_blank(good: Path) -> None:
    cell = (
        b'<row r="3"><c r="A3" t="str"><f>IF(1,"","")</f><v></v></c><c r="B3" t="e"><v>#N/A</v></c></row></sheetData>'
    )
    found = filled(repack(good, SHEET, lambda xml: xml.replace(b"</sheetData>", cell)))
    assert {at: value for at, value in found.items() if at[0] == 2} == {(2, 1): ERROR}


def test_a_file_of_openpyxl_with_formulas_and_gaps_is_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["C1"], book.active["B3"], book.active["D4"] = "x", "#N/A", "=1+1", "=SUM(A1:A2)"  # type: ignore[index]
    book.save(tmp_path / "甲村.xlsx")
    assert filled(tmp_path / "甲村.xlsx") == {(0, 0): "x", (0, 2): ERROR, (2, 1): NO_VALUE, (3, 3): NO_VALUE}


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


@pytest.mark.parametrize("what", ["cells", "village"])
@pytest.mark.parametrize(
    ("error", "found"),
    [
        (ValueError("甲"), {"defect"}),
        (FileRefused("FILE_DAMAGED", part="x"), {"refused", "sheet", "cell", "params"}),
        (MemoryError(), {"refused", "sheet", "cell", "params"}),
    ],
    ids=["a defect of ours", "a damaged file", "too little memory"],
)
def test_a_defect_of_ours_is_not_put_down_to_the_file(
    good: Path, monkeypatch: pytest.MonkeyPatch, what: str, error: Exception, found: set[str]
) -> None:
    """Else a clerk is told to repair a faultless workbook. Its text is left out, since it may quote cells."""

    def fail(*_: object) -> None:
        raise error

    module, name = (reader, "read") if what == "cells" else (village, "read_file")
    monkeypatch.setattr(module, name, fail)
    request = {"what": what, "file": good.name, "folder": "", "profile": None, "passwords": None, "sealed": False}
    with good.open("rb") as file:
        answer = reader.answer(request, file, lambda _part: None)
    assert answer.keys() == found
    assert "甲" not in str(answer)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
@pytest.mark.parametrize(
    ("end", "code"),
    [
        ("kill -KILL $$", "FILE_TOO_LARGE"),
        ("kill -ABRT $$", "FILE_TOO_LARGE"),
        ("kill -XCPU $$", "FILE_TOO_SLOW"),
        ("exec sleep 9", "FILE_TOO_SLOW"),
        ("exit 3", "FILE_UNREADABLE"),
    ],
)
def test_what_was_told_before_the_child_ended_does_not_count(
    good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: str, code: str
) -> None:
    """It may have told of some sheets, and be in the midst of a line."""
    child = tmp_path / "child"
    child.write_text(f"#!/bin/sh\nulimit -c 0\necho '[]'\nprintf '['\n{end}\n")
    child.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(child))
    monkeypatch.setattr(workbook, "WALL_SECONDS", 1 if "sleep" in end else 30)
    with pytest.raises(FileRefused) as refused:
        Reading(good, "village").answer()
    assert refused.value.code == code
