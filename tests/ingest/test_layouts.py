"""Sheets of banks' own layouts: what each is for, whose ratings it holds, and what no layout may lose or make up."""

from collections.abc import Mapping
from types import MappingProxyType

import pytest

from gridcredit.ingest.parts import pack, unpack
from gridcredit.ingest.village import Ingested, ingest_village, join, read_file
from gridcredit.ingest.words import STANDARD, Refusal, Vocabulary, officer_in
from gridcredit.ingest.workbook import Cell, Range, Sheet, Workbook
from gridcredit.schema import rows_of

Rows = list[list[Cell]]
VILLAGE: tuple[str, Rows] = ("村", [["村名", "甲村"]])
ROSTER: tuple[str, Rows] = ("农户", [["户号", "户主"], ["A1", "张一"], ["A2", "王一"]])
RATED: tuple[str, Rows] = ("评议", [["户号", "网格员", "建议额度"], ["A1", "张三", 5.0], ["A1", "李四", 6.0]])
NO_MERGES: Mapping[str, list[Range]] = MappingProxyType({})


def book(
    *sheets: tuple[str, Rows], merged: Mapping[str, list[Range]] = NO_MERGES, hidden: str = "", file: str = "一.xlsx"
) -> Workbook:
    made = (Sheet(name, name == hidden, rows, tuple(merged.get(name, ()))) for name, rows in sheets)
    return Workbook(file, file, tuple(made))


def codes(done: Ingested) -> set[str]:
    return {finding.code for finding in done.findings}


def told(done: Ingested, code: str) -> list[tuple[str, str]]:
    return [(finding.sheet, finding.cell) for finding in done.findings if finding.code == code]


def ratings(done: Ingested) -> list[tuple[object, ...]]:
    return rows_of(done.ratings, ("household_id", "officer", "amount_yuan"))


def across(row: int, first: int, last: int) -> Range:
    return (row, first), (row, last)


def down(column: int, first: int, last: int) -> Range:
    return (first, column), (last, column)


# the header and what stands above it


def test_the_upper_row_of_a_header_is_no_row_of_labels() -> None:
    rows: Rows = [["村名", "户号", "户主"], ["", "", ""], ["甲村", "A1", "张一"]]
    done = ingest_village(book(("农户", rows), RATED, merged={"农户": [down(at, 0, 1) for at in range(3)]}))
    assert done.facts is not None and done.facts.village == "甲村"


def test_a_header_above_a_row_of_units_is_no_row_of_labels() -> None:
    rows: Rows = [
        ["网格员：张三"],
        ["户号", "户主", "评议日期", "建议额度"],
        ["", "", "", "万元"],
        ["A1", "张一", "2016.5.3", 5.0],
    ]
    done = ingest_village(book(VILLAGE, ROSTER, ("评议表", rows)))
    assert "DATE_UNREADABLE" not in codes(done)
    assert ratings(done) == [("A1", "张三", 50_000)]


@pytest.mark.parametrize(
    ("group", "yuan"), [("评议（万元）", 50_000), ("评议（元）", 5), ("评议", 5), ("单位：万元", 50_000)]
)
def test_a_unit_in_the_upper_cell_of_a_group_is_that_of_its_amounts(group: str, yuan: int) -> None:
    rows: Rows = [["网格员：张三"], ["户籍信息", "", group], ["户号", "姓名", "建议额度"], ["A1", "张一", 5.0]]
    done = ingest_village(book(VILLAGE, ROSTER, ("评议表", rows), merged={"评议表": [across(1, 0, 1)]}))
    assert ratings(done) == [("A1", "张三", yuan)]


def test_a_unit_of_a_label_above_the_header_is_not_that_of_the_column_below_it() -> None:
    rows: Rows = [
        ["网格员：张三"],
        ["授信总额", "300", "最高额度（万元）", "30"],
        ["户号", "户主", "建议额度"],
        ["A1", "张一", 50000.0],
    ]
    assert ratings(ingest_village(book(VILLAGE, ROSTER, ("评议表", rows)))) == [("A1", "张三", 50_000)]


def test_a_header_of_three_rows_is_refused_by_name() -> None:
    rows: Rows = [["网格员：张三"], ["户号", "评议"], ["", "意见"], ["", "额度"], ["A1", 5.0]]
    done = ingest_village(book(VILLAGE, ROSTER, ("评议表", rows), merged={"评议表": [down(0, 1, 3)]}))
    assert done.facts is None
    assert told(done, "HEADER_MISSING") == [("评议表", "")]


# the village


@pytest.mark.parametrize(
    ("titles", "file"),
    [(["某行整村授信评议表（甲村）"], "一.xlsx"), (["评议表"], "甲村.xlsx"), (["甲村 评议表"], "乙村.xlsx")],
)
def test_a_village_is_taken_from_a_title_or_the_files_name_with_a_finding(titles: list[Cell], file: str) -> None:
    rows: Rows = [titles, ["户号", "户主"], ["A1", "张一"]]
    done = ingest_village(book(("农户", rows), RATED, file=file))
    assert done.facts is not None and done.facts.village == "甲村"
    assert "VILLAGE_FROM_NAME" in codes(done)


def test_a_villages_name_may_stand_in_a_column_once_for_the_rows_below_it() -> None:
    rows: Rows = [["村名", "户号", "户主"], ["甲村", "A1", "张一"], ["", "A2", "王一"], ["小计", "", ""]]
    done = ingest_village(book(("农户", rows), RATED))
    assert done.facts is not None and done.facts.village == "甲村"
    assert done.households["household_id"] == ["A1", "A2"]
    assert codes(done) == {"MEMBERS_MISSING", "TOTAL_ROW"}


@pytest.mark.parametrize("first", [[], [VILLAGE]], ids=["column alone", "sheet 村"])
def test_rows_of_another_village_refuse_the_workbook_at_their_cell(first: list[tuple[str, Rows]]) -> None:
    rows: Rows = [["村名", "户号", "户主"], ["甲村", "A1", "张一"], ["乙村", "A2", "王一"]]
    done = ingest_village(book(*first, ("农户", rows), RATED))
    assert done.facts is None
    assert told(done, "FACT_DIFFERS") == [("农户", "A3")]


# whose ratings


@pytest.mark.parametrize("who", ["网格员1", "评议员甲", "Officer A", "张三", "网格员：张三", "第一轮"])
def test_groups_of_columns_are_officers_where_their_upper_cells_say_so(who: str) -> None:
    rows: Rows = [["户号", "户主", who, "", "评议员乙", ""], ["", "", "额度", "是否了解", "额度", "是否了解"]]
    rows += [["A1", "张一", 5.0, "是", 6.0, "否"]]
    merged = {"农户": [down(0, 0, 1), down(1, 0, 1), across(0, 2, 3), across(0, 4, 5)]}
    done = ingest_village(book(VILLAGE, ("农户", rows), merged=merged))
    assert [amount for _, _, amount in ratings(done)] == [5, 6]
    assert done.ratings["officer"][1] == "评议员乙"


@pytest.mark.parametrize(("one", "other"), [("上年", "本年"), ("授信意见", "审批意见")])
def test_groups_that_are_no_officers_are_not_taken_for_some(one: str, other: str) -> None:
    rows: Rows = [["户号", "户主", one, "", other, ""], ["", "", "建议额度", "备注", "建议额度", "备注"]]
    rows += [["A1", "张一", 5.0, "", 6.0, ""]]
    merged = {"农户": [down(0, 0, 1), down(1, 0, 1), across(0, 2, 3), across(0, 4, 5)]}
    done = ingest_village(book(VILLAGE, ("农户", rows), merged=merged))
    assert done.facts is None
    assert not done.ratings


def test_a_group_of_one_officers_columns_is_the_sheets_officers() -> None:
    rows: Rows = [
        ["评议员姓名：", "", "张三"],
        ["户号", "评议员意见", ""],
        ["", "是否了解情况", "建议额度"],
        ["A1", "是", 5.0],
    ]
    merged = {"评议表": [down(0, 1, 2), across(1, 1, 2)]}
    assert ratings(ingest_village(book(VILLAGE, ROSTER, ("评议表", rows), merged=merged))) == [("A1", "张三", 5)]


@pytest.mark.parametrize("name", ["花名册", "评议表", "明细表", "第一轮"])
def test_a_sheets_name_is_not_taken_for_a_persons(name: str) -> None:
    assert officer_in(name) is None


def test_lists_of_options_in_a_hidden_sheet_are_no_ratings() -> None:
    lists: Rows = [["是否了解情况", "不予授信情形"], ["是", "1.有赌博行为"], ["否", "2.全家迁走"]]
    done = ingest_village(book(VILLAGE, ROSTER, RATED, ("选项", lists), hidden="选项"))
    assert done.facts is not None
    assert told(done, "SHEET_NOT_READ") == [("选项", "")]


# rows of members


def test_each_officer_of_a_long_sheet_of_members_rows_has_a_rating() -> None:
    rows: Rows = [["户号", "姓名", "与户主关系", "网格员", "建议额度"]]
    rows += [
        ["A1", "张一", "户主", "张三", 5.0],
        ["A1", "李二", "配偶", "张三", ""],
        ["A1", "张一", "户主", "李四", 6.0],
    ]
    assert ratings(ingest_village(book(VILLAGE, ROSTER, ("评议", rows)))) == [("A1", "张三", 5), ("A1", "李四", 6)]


OFFICERS: Rows = [["网格员：张三"], ["户号", "姓名", "与户主关系", "名单", "是否了解情况", "建议额度"]]


def by_members(head: list[Cell], spouse: list[Cell], file: str = "一.xlsx") -> Workbook:
    rows: Rows = [*(list(row) for row in OFFICERS), ["A1", "张一", "户主", *head], ["", "李二", "配偶", *spouse]]
    rows += [["A2", "王一", "户主", "", "是", 7.0]]
    return book(VILLAGE, ("评议表", rows), file=file)


def test_an_amount_on_a_members_row_is_the_households_for_that_member() -> None:
    done = ingest_village(by_members(["", "是", ""], ["", "", 5.0]))
    assert rows_of(done.ratings, ("household_id", "amount_yuan", "knows", "borrower")) == [
        ("A1", 5, "yes", "李二"), ("A2", 7, "yes", "王一"),
    ]  # fmt: skip


def test_who_does_not_know_a_household_says_so_for_all_its_rows() -> None:
    done = ingest_village(by_members(["", "否", ""], ["", "", 5.0]))
    assert done.ratings["knows"] == ["no", "yes"]
    assert told(done, "RATING_WITHOUT_KNOWING") == [("评议表", "F4")]


def test_two_amounts_in_one_household_by_one_officer_are_both_refused() -> None:
    done = ingest_village(by_members(["", "是", 4.0], ["", "", 5.0]))
    assert told(done, "RATING_TWICE") == [("评议表", "F3"), ("评议表", "F4")]
    assert ratings(done) == [("A2", "张三", 7)]


@pytest.mark.parametrize(("head", "spouse", "mark"), [("黑", "白", "black"), ("", "灰", "grey"), ("白", "", "white")])
def test_one_members_list_mark_marks_the_household(head: str, spouse: str, mark: str) -> None:
    done = ingest_village(by_members([head, "是", 5.0], [spouse, "", ""]))
    assert done.households["list_status"] == [mark, None]


@pytest.mark.parametrize(("head", "spouse"), [("黑？", ""), ("", "黑？"), ("白", "黑？")])
def test_an_unreadable_list_mark_refuses_the_household_and_not_its_row_alone(head: str, spouse: str) -> None:
    done = ingest_village(by_members([head, "是", 5.0], [spouse, "", ""]))
    assert done.households["household_id"] == ["A2"]
    assert ratings(done) == [("A2", "张三", 7)]
    assert {"OPTION_UNKNOWN", "HOUSEHOLD_REFUSED"} <= codes(done)


def test_an_unreadable_list_mark_in_one_file_refuses_the_household_of_all() -> None:
    unreadable = by_members(["黑？", "是", 5.0], ["", "", ""])
    clean = by_members(["", "是", 5.0], ["", "", ""], "二.xlsx")
    rest = [list(row) for row in clean.sheets[1].rows]
    rest[0] = ["网格员：李四"]
    clean = book(VILLAGE, ("评议表", rest), file="二.xlsx")
    reads = [unpack(pack(read_file(one)), one.file) for one in (unreadable, clean)]
    assert join(reads).households["household_id"] == ["A2"]


def test_an_unreadable_word_on_knowing_costs_the_rating_on_another_row() -> None:
    done = ingest_village(by_members(["", "大概", ""], ["", "", 5.0]))
    assert ("A1", "张三", 5) not in ratings(done)


# what a bank's profile says

REASONS = (Refusal("GAMBLES", ("1.赌博",), True), Refusal("MOVED", ("10.迁走",), False))


@pytest.mark.parametrize(
    ("text", "reasons", "hard"),
    [("1.赌博", "GAMBLES", 1), ("10.迁走", "MOVED", 0), ("10.迁走、1.赌博", "MOVED;GAMBLES", 1), ("无", None, 0)],
)
def test_reasons_are_kept_by_the_banks_codes(text: str, reasons: str | None, hard: int) -> None:
    rows: Rows = [["户号", "网格员", "建议额度", "不予授信情形"], ["A1", "张三", "", text]]
    done = ingest_village(book(VILLAGE, ROSTER, ("评议", rows)), vocabulary=Vocabulary(refusals=REASONS))
    assert rows_of(done.ratings, ("refusal_codes", "refusal_hard")) == [(reasons, hard)]


def test_a_reason_that_the_bank_has_not_is_refused_at_its_cell() -> None:
    rows: Rows = [["户号", "网格员", "建议额度", "不予授信情形"], ["A1", "张三", "", "1"], ["A2", "张三", 5.0, ""]]
    done = ingest_village(book(VILLAGE, ROSTER, ("评议", rows)), vocabulary=Vocabulary(refusals=REASONS))
    assert told(done, "REFUSAL_UNKNOWN") == [("评议", "D2")]
    assert ratings(done) == [("A2", "张三", 5)]


def test_a_header_that_the_bank_ignores_is_passed_without_a_finding() -> None:
    rows: Rows = [["户号", "户主", "户籍情况"], ["A1", "张一", "某"]]
    plain = ingest_village(book(VILLAGE, ("农户", rows), RATED))
    assert told(plain, "COLUMN_UNCLEAR") == [("农户", "C1")]
    done = ingest_village(book(VILLAGE, ("农户", rows), RATED), vocabulary=Vocabulary(ignored=("户籍情况",)))
    assert codes(done) == {"MEMBERS_MISSING"}


def test_a_sheet_of_two_roles_is_refused_by_name() -> None:
    words = Vocabulary(sheets={"ratings": ("第*轮*",), "ignored": ("*草稿",)})
    sheets = (VILLAGE, ROSTER, RATED, ("第一轮草稿", RATED[1]))
    done = ingest_village(book(*sheets), vocabulary=words)
    assert told(done, "SHEET_UNCLEAR") == [("第一轮草稿", "")]
    assert done.facts is None


def test_a_sheet_that_the_bank_ignores_is_not_told_of_and_one_that_we_do_is() -> None:
    sheets = (VILLAGE, ROSTER, RATED, ("已用信", RATED[1]))
    assert told(ingest_village(book(*sheets), vocabulary=STANDARD), "SHEET_NOT_READ") == [("已用信", "")]
    words = Vocabulary(sheets={"ignored": ("已用信",)})
    assert codes(ingest_village(book(*sheets), vocabulary=words)) == {"MEMBERS_MISSING"}


@pytest.mark.parametrize("name", ["计划", "目标", "targets"])
def test_a_village_sheet_is_read_under_the_names_that_sheets_of_targets_have(name: str) -> None:
    done = ingest_village(book(VILLAGE, (name, ROSTER[1]), RATED))
    assert done.facts is not None and done.households["household_id"] == ["A1", "A2"]
