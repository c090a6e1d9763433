"""The core banking system's list of loans: known by its columns, its day, what it may not say."""

from dataclasses import replace
from datetime import date

import pytest

from gridcredit.ingest.loans import LoansRead, read_loans
from gridcredit.ingest.rows import Rows
from gridcredit.ingest.words import STANDARD, LoanList
from gridcredit.ingest.workbook import Cell, Sheet, Workbook

HEADER: list[Cell] = [
    "证件号码",
    "借据号",
    "贷款余额",
    "五级分类",
    "逾期天数",
    "拖欠本金",
    "欠息",
    "放款日期",
    "放款金额",
    "数据日期",
]
LOAN: list[Cell] = ["99999919500101019X", "JJ1", 30_000.0, "正常", 0.0, 0.0, 0.0, "2016-04-01", 50_000.0, "2016-05-31"]
AT = {str(name): at for at, name in enumerate(HEADER)}
NAMED = replace(STANDARD, loans=LoanList(day_in_file_name=True))


def read(
    *rows: list[Cell], file: str = "贷款.xlsx", named: bool = False, above: tuple[list[Cell], ...] = ()
) -> LoansRead:
    sheet = Sheet("Sheet1", False, [*above, *rows])
    found = read_loans(Workbook(file, "", (sheet,)), NAMED if named else STANDARD)
    assert found is not None
    return found


def rows_of(*lines: list[Cell]) -> Rows:
    found = read(HEADER, *lines)
    assert found.rows is not None and not found.findings
    return found.rows


def loan(**changed: Cell) -> list[Cell]:
    return [changed.get(str(name), value) for name, value in zip(HEADER, LOAN)]


def codes(rows: Rows) -> list[tuple[str, str]]:
    return [(finding.code, finding.cell) for finding in rows.findings]


def without_day(rows: list[list[Cell]]) -> list[list[Cell]]:
    return [row[:-1] for row in rows]


def test_a_loan_is_read_with_all_that_is_told_of_it() -> None:
    rows = rows_of(LOAN)
    assert {
        name: rows.values[name][0] for name in ("loan", "balance_yuan", "loan_class", "overdue_days", "loan_yuan")
    } == {
        "loan": "JJ1",
        "balance_yuan": 30_000,
        "loan_class": "normal",
        "overdue_days": 0,
        "loan_yuan": 50_000,
    }
    assert (rows.values["stated_on"][0], rows.values["drawn_on"][0]) == (date(2016, 5, 31), date(2016, 4, 1))


@pytest.mark.parametrize("gone", ["借据号", "贷款余额"])
def test_without_the_number_of_a_loan_or_what_is_owed_it_is_no_list_of_loans(gone: str) -> None:
    kept = [at for name, at in AT.items() if name != gone]
    sheet = Sheet("Sheet1", False, [[row[at] for at in kept] for row in (HEADER, LOAN)])
    assert read_loans(Workbook("贷款.xlsx", "", (sheet,))) is None


@pytest.mark.parametrize(
    ("said", "yuan"),
    [(12_345.0, 12_345), (12_345.01, 12_346), (12_345.99, 12_346), ("12,345.00", 12_345), ("0.01", 1), (0.0, 0)],
)
def test_a_part_of_a_yuan_that_is_owed_counts_as_one(said: Cell, yuan: int) -> None:
    assert rows_of(loan(贷款余额=said)).values["balance_yuan"] == [yuan]


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("贷款余额", -1.0, "AMOUNT_NEGATIVE"),
        ("贷款余额", "三万", "AMOUNT_IN_WORDS"),
        ("贷款余额", "约三万", "AMOUNT_ABOUT"),
        ("贷款余额", "", "VALUE_MISSING"),
        ("借据号", "", "VALUE_MISSING"),
        ("数据日期", "", "VALUE_MISSING"),
        ("数据日期", "2016-13-01", "DATE_UNREADABLE"),
        ("五级分类", "次级类", None),
        ("五级分类", "不良", "OPTION_UNKNOWN"),
        ("五级分类", "", None),
        ("逾期天数", "45天", None),
        ("逾期天数", 12.5, "COUNT_UNREADABLE"),
        ("逾期天数", -1.0, "COUNT_UNREADABLE"),
        ("放款日期", "2016-05-31", None),
        ("放款日期", "2016-06-01", "LOAN_DRAWN_LATER"),
    ],
)
def test_a_value_that_cannot_be_is_refused_at_its_cell(column: str, value: Cell, code: str | None) -> None:
    rows = rows_of(loan(**{column: value}))
    assert codes(rows) == ([(code, f"{chr(ord('A') + AT[column])}2")] if code else [])
    assert rows.counts().rejected == (1 if code else 0)


@pytest.mark.parametrize(("column", "refused"), [("拖欠本金", True), ("欠息", True), ("贷款余额", False)])
def test_what_is_overdue_has_days(column: str, refused: bool) -> None:
    rows = rows_of(loan(逾期天数="", **{column: 1.0}))
    assert codes(rows) == ([("OVERDUE_WITHOUT_DAYS", "E2")] if refused else [])


def test_a_loan_that_stands_twice_is_refused_both_times() -> None:
    rows = rows_of(LOAN, loan(借据号="JJ2"), loan(贷款余额=1.0))
    assert codes(rows) == [("LOAN_TWICE", "B2"), ("LOAN_TWICE", "B4")]
    assert rows.counts().accepted == 1


def test_a_list_of_several_days_is_refused() -> None:
    found = read(HEADER, LOAN, loan(借据号="JJ2", 数据日期="2016-04-30"))
    assert found.rows is None
    (finding,) = found.findings
    assert (finding.code, finding.params["first"]) == ("LOANS_OF_SEVERAL_DAYS", date(2016, 4, 30))


def test_the_columns_that_are_nobodys_business_are_passed_over() -> None:
    found = read([*HEADER, "客户经理电话", "利率"], [*LOAN, "13900000000", 4.35])
    assert found.rows is not None and found.findings == [] and found.rows.findings == []


@pytest.mark.parametrize("gone", ["五级分类", "逾期天数"])
def test_a_list_that_cannot_tell_of_arrears_says_so(gone: str) -> None:
    kept = [at for name, at in AT.items() if name != gone]
    found = read(*([row[at] for at in kept] for row in (HEADER, LOAN)))
    assert [finding.code for finding in found.findings] == ["LOANS_WITHOUT"]
    assert found.rows is not None and found.rows.counts().accepted == 1


# the day of a list that has no column for it


def test_the_day_stands_beside_its_label() -> None:
    found = read(*without_day([HEADER, LOAN]), above=(["贷款余额表"], ["数据日期：", "2016-05-31"]))
    assert found.rows is not None and found.rows.values["stated_on"] == [date(2016, 5, 31)]


@pytest.mark.parametrize(
    ("file", "day"),
    [
        ("贷款_20160531.csv", date(2016, 5, 31)),
        ("贷款2016-05-31.csv", date(2016, 5, 31)),
        ("LN20160531_0901.csv", date(2016, 5, 31)),
        ("贷款_20160531_20160601.csv", None),
        ("贷款_201605311.csv", None),
        ("贷款_2016053.csv", None),
        ("贷款.csv", None),
    ],
)
def test_the_day_may_stand_in_the_files_name(file: str, day: date | None) -> None:
    found = read(*without_day([HEADER, LOAN]), file=file, named=True)
    if day is None:
        assert found.rows is None and [finding.code for finding in found.findings] == ["LOANS_WITHOUT_DAY"]
    else:
        assert found.rows is not None and found.rows.values["stated_on"] == [day]


def test_a_day_in_the_name_that_no_calendar_has_is_refused() -> None:
    found = read(*without_day([HEADER, LOAN]), file="贷款_20160231.csv", named=True)
    assert found.rows is None and [finding.code for finding in found.findings] == ["DATE_UNREADABLE"]


def test_the_day_is_not_taken_from_a_name_unless_the_profile_says_so() -> None:
    found = read(*without_day([HEADER, LOAN]), file="贷款_20160531.csv")
    assert found.rows is None and [finding.code for finding in found.findings] == ["LOANS_WITHOUT_DAY"]


def test_two_lists_in_one_workbook_are_refused() -> None:
    sheets = tuple(Sheet(name, False, [HEADER, LOAN]) for name in ("一", "二"))
    found = read_loans(Workbook("贷款.xlsx", "", sheets))
    assert found is not None and found.rows is None
    assert [finding.code for finding in found.findings] == ["SHEET_TWICE"]


def test_other_sheets_and_hidden_ones_are_told() -> None:
    sheets = (Sheet("贷款", True, [HEADER, LOAN]), Sheet("说明", False, [["口径"]]))
    found = read_loans(Workbook("贷款.xlsx", "", sheets))
    assert found is not None and found.rows is not None
    assert sorted(finding.code for finding in found.findings) == ["SHEET_HIDDEN", "SHEET_NOT_READ"]
