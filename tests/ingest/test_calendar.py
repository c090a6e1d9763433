"""A bank's own calendar, and its sheet of officers: read whole or not at all."""

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from running import Runner

from gridcredit.ingest.calendar import read_calendar
from gridcredit.ingest.staff import read_staff
from gridcredit.ingest.workbook import Cell, Reading, Sheet, Workbook
from gridcredit.staff import Officer
from gridcredit.workdays import Calendar

Rows = list[list[Cell]]
DAYS: Rows = [["日期", "安排", "备注"]]
YEAR: Rows = [["2027-01-01", "休"], ["2027-05-01", "休"], ["2027-10-01", "休"], ["2027-10-09", "班"]]
STAFF: Rows = [["网格员", "支行", "负责村", "每日户数", "休假自", "休假至"]]


def book(*rows: list[Cell], name: str = "日历") -> Workbook:
    return Workbook("一.xlsx", "一.xlsx", (Sheet(name, False, list(rows), ()),))


def test_days_are_read_with_whether_one_works() -> None:
    calendar, found = read_calendar(book(*DAYS, ["2016-06-08", "休", "行庆"], ["2016.6.11", "上班"]))
    assert found == [] and calendar is not None
    assert calendar.own == {date(2016, 6, 8): False, date(2016, 6, 11): True}
    assert not calendar.is_known(2099)


@pytest.mark.parametrize("year", ["2027", 2027.0, "2027年"])
def test_a_whole_year_is_named_above_the_header(year: Cell) -> None:
    calendar, found = read_calendar(book(["全年安排", year], *DAYS, *YEAR))
    assert found == [] and calendar is not None
    assert calendar.is_known(2027)
    assert [calendar.is_workday(date(2027, 10, day)) for day in (1, 4, 9)] == [False, True, True]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([*DAYS, ["2016-06-08", "休"], ["2016-06-08", "班"]], "CALENDAR_DAY_TWICE"),
        ([*DAYS, ["2016-06-08", "大概"]], "OPTION_UNKNOWN"),
        ([*DAYS, ["六月八日", "休"]], "DATE_UNREADABLE"),
        ([["全年安排", "2027"], *DAYS, *YEAR[:2]], "CALENDAR_NOT_WHOLE"),
        ([["全年安排", "明年"], *DAYS, *YEAR], "CALENDAR_YEAR_UNCLEAR"),
        ([["日子"], ["2016-06-08"]], "HEADER_MISSING"),
    ],
)
def test_a_calendar_that_cannot_be_used_whole_is_not_used(rows: Rows, code: str) -> None:
    calendar, found = read_calendar(book(*rows))
    assert calendar is None and code in {finding.code for finding in found}


def test_labour_day_on_a_weekend_need_not_be_written_down() -> None:
    assert date(2027, 5, 1).weekday() == 5
    calendar, found = read_calendar(book(["全年安排", "2027"], *DAYS, YEAR[0], *YEAR[2:]))
    assert found == [] and calendar is not None


def test_officers_have_villages_and_leaves_in_one_row_or_several() -> None:
    rows: Rows = [
        *STAFF,
        ["张三", "路南支行", "洪洋村、古岙村", 15.0, "2016-06-01", "2016-06-03"],
        ["李四", "路南支行"],
        ["张三", None, "上马村", None, "2016-07-01", "2016-07-01"],
    ]
    officers, found = read_staff(book(*rows, name="人员"))
    leaves = ((date(2016, 6, 1), date(2016, 6, 3)), (date(2016, 7, 1), date(2016, 7, 1)))
    assert found == []
    assert officers == [
        Officer("张三", "路南支行", ("洪洋村", "古岙村", "上马村"), 15, leaves),
        Officer("李四", "路南支行"),
    ]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (["张三", "路北支行"], "STAFF_CONTRADICTS"),
        (["李四", None, None, 0.0], "AMOUNT_ZERO"),
        (["李四", None, None, None, "2016-06-01"], "LEAVE_UNCLEAR"),
        (["李四", None, None, None, "2016-06-02", "2016-06-01"], "LEAVE_UNCLEAR"),
    ],
)
def test_officers_of_whom_something_is_unclear_are_not_used(row: list[Cell], code: str) -> None:
    officers, found = read_staff(book(*STAFF, ["张三", "路南支行"], row, name="人员"))
    assert officers is None and [finding.code for finding in found] == [code]


@pytest.mark.parametrize(
    ("officer", "village", "branch", "serves"),
    [
        (Officer("张三", "路南支行", ("洪洋村",)), "洪洋村", None, True),
        (Officer("张三", "路南支行", ("洪洋村",)), "古岙村", "路南支行", False),
        (Officer("张三", "路南支行"), "古岙村", "路南支行", True),
        (Officer("张三", "路南支行"), "古岙村", "路北支行", False),
        (Officer("张三"), "古岙村", None, True),
    ],
)
def test_whom_an_officer_serves(officer: Officer, village: str, branch: str | None, serves: bool) -> None:
    assert officer.serves(village, branch) is serves


def test_an_officer_and_a_village_are_one_however_they_are_written() -> None:
    rows: Rows = [*STAFF, ["张 伟", None, "李 家 村\n洪洋村"], ["张伟", None, "李家村；Ta/Ba, North Village"]]
    officers, found = read_staff(book(*rows, name="人员"))
    assert found == [] and officers == [Officer("张 伟", None, ("李 家 村", "洪洋村", "Ta/Ba", "North Village"))]
    assert all(officers[0].serves(village, None) for village in ("李家村", "洪洋村", "Ta/Ba", "North Village"))
    assert not officers[0].serves("家", None)


def test_a_sheet_without_any_officer_is_not_used() -> None:
    officers, found = read_staff(book(*STAFF, name="人员"))
    assert officers is None and [finding.code for finding in found] == ["SHEET_EMPTY"]


@pytest.mark.parametrize(("day", "away"), [("2016-05-31", 0), ("2016-06-01", 1), ("2016-06-03", 1), ("2016-06-04", 0)])
def test_leaves_hold_their_first_and_last_day(day: str, away: int) -> None:
    officer = Officer("张三", leaves=((date(2016, 6, 1), date(2016, 6, 3)),))
    assert officer.is_on_leave(date.fromisoformat(day)) is bool(away)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_blank_sheets_hold_nothing_and_filled_in_as_what_was_written(
    run: Runner, tmp_path: Path, language: str
) -> None:
    for kind in ("calendar", "staff"):
        assert run("template", kind, "-o", tmp_path, "--lang", language).code == 0
    for path in tmp_path.iterdir():
        is_calendar = path.stem in ("日历", "calendar")
        if is_calendar:
            assert read_calendar(Reading(path).result()) == (Calendar({}, frozenset()), [])
        else:
            assert [finding.code for finding in read_staff(Reading(path).result())[1]] == ["SHEET_EMPTY"]
        filled = openpyxl.load_workbook(path)
        (sheet,) = filled
        first = next(row for row in range(1, 30) if sheet.cell(row, 3).value)
        if is_calendar:
            label = next(row for row in range(1, first) if sheet.cell(row, 1).value in ("全年安排", "Whole years"))
            sheet.cell(label, 2).value = 2027
            words = ("休", "班") if language == "zh" else ("off", "working")
            days = [(date(2027, month, 1), words[0]) for month in (1, 5, 10)] + [(date(2027, 10, 9), words[1])]
            for number, (day, word) in enumerate(days, start=first + 1):
                sheet.cell(number, 1).value, sheet.cell(number, 2).value = day, word
            filled.save(path)
            calendar, found = read_calendar(Reading(path).result())
            assert found == [] and calendar is not None and calendar.is_known(2027)
            assert calendar.own == {
                date(2027, 1, 1): False,
                date(2027, 5, 1): False,
                date(2027, 10, 1): False,
                date(2027, 10, 9): True,
            }
        else:
            values: tuple[Any, ...] = ("张三", "路南支行", "洪洋村、古岙村", 15, date(2016, 6, 1), date(2016, 6, 3))
            for column, value in enumerate(values, start=1):
                sheet.cell(first + 1, column).value = value
            filled.save(path)
            leave = (date(2016, 6, 1), date(2016, 6, 3))
            assert read_staff(Reading(path).result()) == (
                [Officer("张三", "路南支行", ("洪洋村", "古岙村"), 15, (leave,))],
                [],
            )
