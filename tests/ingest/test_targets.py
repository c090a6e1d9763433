"""A sheet of targets: a village and a day a row, with a share or a number of households."""

import pytest

from gridcredit.ingest.rows import Rows
from gridcredit.ingest.targets import read_targets
from gridcredit.ingest.workbook import Cell, Sheet, Workbook

HEADER: list[Cell] = ["村", "目标日期", "目标覆盖面", "目标户数", "起始日期"]


def rows_of(*lines: list[Cell]) -> Rows:
    rows, found = read_targets(Workbook("目标.xlsx", "", (Sheet("目标", False, [HEADER, *lines]),)))
    assert rows is not None and not found
    return rows


@pytest.mark.parametrize(
    ("written", "share"),
    [
        ("80%", 8_000),
        ("80 ％", 8_000),
        (0.8, 8_000),
        (1.0, 10_000),
        ("100%", 10_000),
        ("72.35%", 7_235),
        (0.7235, 7_235),
    ],
)
def test_a_share_is_read_in_hundredths_of_a_percent(written: Cell, share: int) -> None:
    rows = rows_of(["甲村", "2016-06-30", written, "", ""])
    assert (rows.get("share")[0], rows.ok) == (share, [True])


@pytest.mark.parametrize("written", [80.0, 0.0, "80", "0%", "101%", "72.345%", 0.72345, -0.5, "约80%"])
def test_a_share_that_may_be_meant_otherwise_is_refused(written: Cell) -> None:
    rows = rows_of(["甲村", "2016-06-30", written, "", ""])
    assert [(finding.code, finding.cell) for finding in rows.findings] == [("SHARE_UNREADABLE", "C2")]


@pytest.mark.parametrize(
    ("line", "code", "cell"),
    [
        (["甲村", "2016-06-30", "80%", 90.0, ""], "TARGET_UNCLEAR", "C2"),
        (["甲村", "2016-06-30", "", "", ""], "TARGET_UNCLEAR", "C2"),
        (["甲村", "", "80%", "", ""], "VALUE_MISSING", "B2"),
        (["", "2016-06-30", "80%", "", ""], "VALUE_MISSING", "A2"),
        (["甲村", "2016-06-30", "", 90.5, ""], "COUNT_UNREADABLE", "D2"),
        (["甲村", "2016-06-30", "80%", "", "2016-06-30"], "TARGET_STARTS_LATE", "E2"),
    ],
)
def test_a_target_that_cannot_be_is_refused_at_its_cell(line: list[Cell], code: str, cell: str) -> None:
    rows = rows_of(line)
    assert ([(finding.code, finding.cell) for finding in rows.findings], rows.ok) == ([(code, cell)], [False])


def test_a_village_has_one_target_a_day() -> None:
    rows = rows_of(
        ["甲村", "2016-06-30", "80%", "", ""],
        ["甲村", "2016-06-30", "", "90户", "2016-06-29"],
        ["甲村", "2016-07-31", "90%", "", ""],
        ["乙村", "2016-06-30", "80%", "", ""],
    )
    assert rows.ok == [False, False, True, True]
    assert {finding.code for finding in rows.findings} == {"TARGET_TWICE"}


@pytest.mark.parametrize(("sheets", "code"), [(0, "SHEET_MISSING"), (2, "SHEET_TWICE")])
def test_a_workbook_has_one_sheet_of_targets(sheets: int, code: str) -> None:
    book = Workbook("目标.xlsx", "", tuple(Sheet("目标", False, [HEADER]) for _ in range(sheets)))
    rows, (finding,) = read_targets(book)
    assert (rows, finding.code) == (None, code)


def test_a_sheet_without_its_header_is_refused() -> None:
    rows, (finding,) = read_targets(Workbook("目标.xlsx", "", (Sheet("目标", False, [["甲村", 80.0]]),)))
    assert (rows, finding.code) == (None, "HEADER_MISSING")
