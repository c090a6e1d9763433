"""Rows below a header: every row read is accepted, or refused with a finding."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridcredit.ingest import headers
from gridcredit.ingest.rows import Reading, Rows, check_header, read_rows
from gridcredit.ingest.workbook import Cell, Sheet, Trouble, address
from gridcredit.schema import HOUSEHOLDS, Counts

HEADER: list[Cell] = ["户号", "户主", "居住状态", "家庭年收入"]
CELLS = st.one_of(
    st.none(),
    st.sampled_from(["", " ", "A1", "A2", "合计", "注：", "在家", "无", "1万"]),
    st.text(max_size=5),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.just(Trouble("ERROR_CELL")),
)


def rows_of(*lines: list[Cell], header: list[Cell] = HEADER, unit: str = "yuan") -> Rows:
    sheet = Sheet("农户", False, [header, *lines])
    found = headers.find_header(sheet, HOUSEHOLDS)
    assert found is not None
    return read_rows(Reading("甲村.xlsx", unit), sheet, found, HOUSEHOLDS)


def told(rows: Rows) -> list[tuple[str, str]]:
    return [(finding.code, finding.cell) for finding in rows.findings]


@pytest.mark.parametrize(
    ("row", "column", "text"),
    [
        (0, 0, "A1"),
        (14, 3, "D15"),
        (0, 25, "Z1"),
        (0, 26, "AA1"),
        (0, 701, "ZZ1"),
        (0, 702, "AAA1"),
        (9, 16383, "XFD10"),
    ],
)
def test_addresses_are_excels(row: int, column: int, text: str) -> None:
    assert address(row, column) == text


def test_counts_add_up() -> None:
    total = Counts(5, 2) + Counts(3, 0)
    assert (total.read, total.accepted, total.rejected) == (8, 6, 2)


def test_a_good_row_is_accepted_with_the_cell_of_each_value() -> None:
    rows = rows_of(["A1", "甲", "在家", "3万"])
    shown = {name: rows.get(name) for name in ("household_id", "residence_status", "income_yuan")}
    assert shown == {"household_id": ["A1"], "residence_status": ["home"], "income_yuan": [30_000]}
    assert rows.cell(0, "income_yuan") == "D2"
    assert rows.cell(0, "phone") == "2"


def test_blank_runs_in_the_middle_do_not_end_the_sheet_and_are_not_rows() -> None:
    blank: list[Cell] = ["", " ", None]
    rows = rows_of(["A1", "甲"], *[blank] * 30, ["A2", "乙"])
    assert rows.counts() == Counts(2, 0)
    assert rows.numbers == [2, 33]


@pytest.mark.parametrize("text", ["合计", "合 计", "小计", "总计：", "Total"])
def test_a_row_of_totals_is_left_out_and_told(text: str) -> None:
    rows = rows_of(["A1", "甲"], [text, "", "", 30000.0])
    assert rows.counts() == Counts(2, 1)
    assert told(rows) == [("TOTAL_ROW", "A3")]


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        (["注：以上由甲填写"], ["TOTAL_ROW"]),
        (["备注：甲不同意"], ["TOTAL_ROW"]),
        (["填表人：甲"], ["TOTAL_ROW"]),
        (["审核人：李四", "负责人：王"], ["TOTAL_ROW"]),
        (["本页合计", 3.0], ["TOTAL_ROW"]),
        (["户号", "户主"], ["TOTAL_ROW"]),
        (["注1", "甲"], []),
    ],
    ids=[
        "footnote",
        "remark",
        "signature",
        "two signatures",
        "page total",
        "header again",
        "a household of that number",
    ],
)
def test_footnotes_are_left_out_and_told_without_their_text(line: list[Cell], codes: list[str]) -> None:
    rows = rows_of(line)
    assert [finding.code for finding in rows.findings] == codes
    assert all(finding.household_id == "" for finding in rows.findings)


@pytest.mark.parametrize(
    ("key", "shown"), [("A1", "A1"), ("李家1-3", "李家1-3"), ("甲某", ""), ("填表人：甲2016", ""), ("1" * 21, "")]
)
def test_a_finding_shows_a_household_number_but_no_other_text_in_its_place(key: str, shown: str) -> None:
    assert [finding.household_id for finding in rows_of([key, ""]).findings] == [shown]


@pytest.mark.parametrize(
    ("line", "cell"),
    [(["", "甲"], "A2"), (["A1", ""], "B2"), (["A1", "\u200b"], "B2")],
    ids=["key", "head", "invisible"],
)
def test_a_row_that_lacks_a_required_value_is_refused_at_that_cell(line: list[Cell], cell: str) -> None:
    rows = rows_of(line)
    assert told(rows) == [("VALUE_MISSING", cell)]
    assert rows.counts() == Counts(1, 1)


def test_an_unreadable_required_value_is_told_once_and_refuses_the_row() -> None:
    rows = rows_of([Trouble("ERROR_CELL"), "甲"])
    assert told(rows) == [("ERROR_CELL", "A2")]
    assert rows.counts() == Counts(1, 1)


def test_an_unreadable_decisive_cell_refuses_the_row() -> None:
    rows = rows_of(["A1", "甲", "打工去了", 1.0])
    assert told(rows) == [("OPTION_UNKNOWN", "C2")]
    assert rows.counts() == Counts(1, 1)


def test_another_unreadable_cell_costs_its_value_alone_and_is_told() -> None:
    rows = rows_of(["A1", "甲", "在家", "约3万"])
    assert told(rows) == [("AMOUNT_ABOUT", "D2")]
    assert rows.counts() == Counts(1, 0)
    assert set(rows.get("income_yuan")) == {None}


def test_the_same_bad_content_is_told_at_every_cell() -> None:
    assert told(rows_of(["A1", "甲", "", "x"], ["A2", "乙", "", "x"])) == [
        ("AMOUNT_UNREADABLE", "D2"),
        ("AMOUNT_UNREADABLE", "D3"),
    ]


def test_one_and_true_are_not_the_same_content() -> None:
    assert told(rows_of(["A1", "甲", "", 1.0], ["A2", "乙", "", True])) == [("AMOUNT_UNREADABLE", "D3")]


@pytest.mark.parametrize(
    ("header", "unit", "yuan"),
    [
        ("家庭年收入", "yuan", 3),
        ("家庭年收入", "ten_thousand", 30_000),
        ("家庭年收入（元）", "ten_thousand", 3),
        ("家庭年收入（万元）", "yuan", 30_000),
    ],
)
def test_the_unit_in_the_header_goes_before_that_of_the_sheet(header: str, unit: str, yuan: int) -> None:
    rows = rows_of(["A1", "甲", "在家", 3.0], header=[*HEADER[:3], header], unit=unit)
    assert rows.values["income_yuan"] == [yuan]


def findings_on(header: list[Cell]) -> list[tuple[str, str, str]]:
    sheet = Sheet("农户", False, [header])
    found = headers.find_header(sheet, HOUSEHOLDS)
    assert found is not None
    told = check_header(Reading("甲村.xlsx"), sheet, found, HOUSEHOLDS)
    return [(finding.code, finding.cell, str(finding.params.get("nearest", ""))) for finding in told]


def test_a_sound_header_has_no_findings() -> None:
    assert findings_on(["序号", *HEADER]) == []


def test_a_missing_required_column_is_told_with_the_header_that_was_probably_meant() -> None:
    assert findings_on(["户号", "户主名", "地址"]) == [
        ("COLUMN_MISSING", "A1", " (≈ 户主名)"),
        ("COLUMN_NOT_READ", "B1", " (≈ 户主)"),
    ]


def test_a_column_that_is_not_read_is_told_at_its_cell() -> None:
    assert findings_on(["户号", "户主", "心情"]) == [("COLUMN_NOT_READ", "C1", "")]


@pytest.mark.parametrize(
    ("header", "meant"), [("名单种类", " (≈ 名单)"), ("户籍", " (≈ 户籍状态)"), ("网格员1是否了解情况", "")]
)
def test_a_header_that_may_decide_a_line_is_refused_when_it_is_not_recognised(header: str, meant: str) -> None:
    assert findings_on(["户号", "户主", header]) == [("COLUMN_UNCLEAR", "C1", meant)]


def test_two_columns_of_one_meaning_are_refused() -> None:
    assert [code for code, _, _ in findings_on(["户号", "户主", "户主姓名"])] == ["COLUMN_TWICE"]


def test_a_column_in_a_unit_that_is_not_read_is_refused_at_its_cell() -> None:
    assert findings_on(["户号", "户主", "总资产（千元）"]) == [("OPTION_UNKNOWN", "C1", "")]


@given(st.lists(st.lists(CELLS, max_size=6), max_size=12))
def test_any_rows_read_are_accepted_or_refused_with_a_finding(lines: list[list[Cell]]) -> None:
    rows = rows_of(*lines)
    counts = rows.counts()
    below = lines[rows.header.last_row :]  # a line of headers alone is the second row of the header
    assert counts.read == len(below) - sum(all(c is None or str(c).strip() == "" for c in line) for line in below)
    assert counts.read == counts.accepted + counts.rejected
    assert len(rows.accepted()) == counts.accepted
    refused = {number for number, ok in zip(rows.numbers, rows.ok) if not ok}
    assert refused <= {int(finding.cell.lstrip("ABCDEF")) for finding in rows.findings}
