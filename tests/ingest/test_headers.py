"""Headers and labels by meaning: width, spaces, line breaks, units and two-row headers, never position."""

import pytest

from gridcredit.ingest import headers, labels
from gridcredit.ingest.words import STANDARD, plain
from gridcredit.ingest.workbook import Cell, Sheet
from gridcredit.schema import (
    HOUSEHOLDS,
    MEMBERS,
    OUTCOME_ROWS,
    RATINGS,
    VILLAGE,
    Column,
)

KEYS: list[Cell] = ["户号", "建议额度"]
AMOUNT = next(column for column in RATINGS if column.name == "amount_yuan")


def sheet(*rows: list[Cell], merged: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = ()) -> Sheet:
    return Sheet("农户", False, list(rows), merged)


def odd_units(rows: Sheet, found: headers.Header) -> list[tuple[int, int]]:
    return [*filter(None, [labels.odd_unit(rows, found)]), *headers.odd_units_in(rows, found, RATINGS)]


def columns_of(found: headers.Header | None) -> dict[str, int]:
    assert found is not None
    return dict(found.columns)


@pytest.mark.parametrize("columns", [VILLAGE, HOUSEHOLDS, MEMBERS, RATINGS, OUTCOME_ROWS], ids=len)
def test_every_column_answers_to_its_own_header(columns: tuple[Column, ...]) -> None:
    assert [STANDARD.meaning(plain(column.header), columns) for column in columns] == [c.name for c in columns]


@pytest.mark.parametrize(
    "written",
    [
        "建议额度",
        " 建议\n额度 ",
        "建 议 额 度",
        "建议额度：",
        "*建议额度",
        "建议额度（元）",
        "建议额度[万元]",
        "AMOUNT",
        "ａｍｏｕｎｔ",
    ],
)
def test_a_header_is_known_in_any_writing(written: str) -> None:
    assert STANDARD.meaning(plain(written), RATINGS) == "amount_yuan"


@pytest.mark.parametrize("written", ["建议额", "额度", "建议额度2", "", "户号1"])
def test_a_near_miss_is_no_match(written: str) -> None:
    assert STANDARD.meaning(plain(written), RATINGS) is None


def test_a_near_miss_is_named_as_what_was_probably_meant() -> None:
    header = headers.find_header(sheet(["户号", "网格员", "建议额", "电话"]), RATINGS)
    assert header is not None
    assert headers.nearest(AMOUNT, header) == "建议额"


def test_nothing_is_named_where_nothing_is_near() -> None:
    header = headers.find_header(sheet(["户号", "网格员", "电话"]), RATINGS)
    assert header is not None
    assert headers.nearest(AMOUNT, header) == ""


def test_the_header_is_found_below_title_and_labels_wherever_its_columns_stand() -> None:
    found = headers.find_header(
        sheet(["评议表"], ["网格员：", "甲"], ["建议额度", "备注", "户号"], [1.0, "", "A1"]), RATINGS
    )
    assert found is not None
    assert (found.last_row, dict(found.columns)) == (2, {"amount_yuan": 0, "note": 1, "household_id": 2})


@pytest.mark.parametrize(
    ("rows_above", "found"),
    [(headers.HEADER_SEARCH_ROWS - 1, True), (headers.HEADER_SEARCH_ROWS, False)],
    ids=["last row searched", "one row further"],
)
def test_the_header_is_sought_in_the_first_rows(rows_above: int, found: bool) -> None:
    above: list[list[Cell]] = [["说明"] for _ in range(rows_above)]
    assert (headers.find_header(sheet(*above, KEYS), RATINGS) is not None) is found


@pytest.mark.parametrize(("row", "found"), [(["户号", "备注"], True), (["户号", "其他"], False)], ids=["two", "one"])
def test_a_header_names_two_columns_at_least(row: list[Cell], found: bool) -> None:
    assert (headers.find_header(sheet(row), RATINGS) is not None) is found


def test_a_two_row_header_with_merged_upper_cells_is_one() -> None:
    rows = sheet(
        ["户号", "评议意见", "", "备注"],
        ["", "是否了解情况", "建议额度", ""],
        ["A1", "是", 5.0, ""],
        merged=(((0, 0), (1, 0)), ((0, 1), (0, 2)), ((0, 3), (1, 3))),
    )
    found = headers.find_header(rows, RATINGS)
    assert columns_of(found) == {"household_id": 0, "knows": 1, "amount_yuan": 2, "note": 3}
    assert found is not None and found.last_row == 1 and not found.unread


def test_the_unit_of_a_merged_upper_cell_holds_for_the_columns_below() -> None:
    rows = sheet(
        ["户号", "户主", "经济情况（万元）", ""],
        ["", "", "家庭年收入", "家庭年支出（元）"],
        merged=(((0, 2), (0, 3)),),
    )
    found = headers.find_header(rows, HOUSEHOLDS)
    assert found is not None
    assert found.units == {"income_yuan": "ten_thousand", "expense_yuan": "yuan"}


def test_a_label_row_above_is_no_upper_header_row() -> None:
    rows = sheet(
        ["", "", "网格员：", "甲", "日期：", "2016-05-03"], [*KEYS, "", "", "", ""], ["A1", 5.0, "", "", "", ""]
    )
    found = headers.find_header(rows, RATINGS)
    assert columns_of(found) == {"household_id": 0, "amount_yuan": 1}
    assert found is not None and not found.unread


def test_a_label_row_with_more_known_words_is_no_header() -> None:
    rows = sheet(["网格员", "甲", "日期", "2016-05-03", "备注", "无"], KEYS, ["A1", 5.0])
    found = headers.find_header(rows, RATINGS)
    assert found is not None and found.last_row == 1


def test_two_columns_of_one_meaning_are_told() -> None:
    found = headers.find_header(sheet(["户号", "手机号", "户主", "联系电话"]), HOUSEHOLDS)
    assert found is not None
    assert found.doubled == ("phone",)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("建议额度（元）", "yuan"),
        ("建议额度(万元)", "ten_thousand"),
        ("建议额度（单位：万元）", "ten_thousand"),
        ("建议额度【万元】", "ten_thousand"),
        ("建议额度（万）", "ten_thousand"),
        ("建议额度（人民币万元）", "ten_thousand"),
        ("建议额度", None),
        ("人口（万人）", None),
        ("建议额度（千元）", None),
    ],
)
def test_a_header_states_its_unit(text: str, unit: str | None) -> None:
    assert headers.unit_in(text) == unit


@pytest.mark.parametrize(
    ("text", "odd"),
    [
        ("建议额度（千元）", True),
        ("额度(百万元)", True),
        ("额度（美元）", True),
        ("额度（元）", False),
        ("额度（万元）", False),
    ],
)
def test_a_unit_that_amounts_are_not_read_in_is_told(text: str, odd: bool) -> None:
    assert headers.has_odd_unit(text) is odd


@pytest.mark.parametrize(
    ("row", "unit"),
    [
        (["单位：", "万元"], "ten_thousand"),
        (["单位：", "", "", "元"], "yuan"),
        (["单位：万元"], "ten_thousand"),
        (["评议表（单位：万元）"], "ten_thousand"),
        (["单位：万"], "ten_thousand"),
        (["单位：路南支行"], None),
        (["工作单位：万元厂"], None),
        (["评议表"], None),
    ],
    ids=lambda value: "".join(value) if isinstance(value, list) else None,
)
def test_the_unit_of_a_sheet_stands_above_its_header(row: list[Cell], unit: str | None) -> None:
    rows = sheet(row, KEYS)
    found = headers.find_header(rows, RATINGS)
    assert found is not None
    assert labels.stated_unit(rows, found) == unit
    assert odd_units(rows, found) == []


@pytest.mark.parametrize(
    ("above", "header", "cell"),
    [
        (["单位：千元"], KEYS, (0, 0)),
        (["单位：", "元/万元"], KEYS, (0, 1)),
        (["评议表"], ["户号", "建议额度（千元）"], (1, 1)),
        (["单位：三元村"], KEYS, None),
    ],
    ids=["label", "two units", "header", "an office named 元"],
)
def test_an_odd_unit_is_found_with_its_cell(
    above: list[Cell], header: list[Cell], cell: tuple[int, int] | None
) -> None:
    rows = sheet(above, header)
    found = headers.find_header(rows, RATINGS)
    assert found is not None
    assert odd_units(rows, found) == ([cell] if cell else [])


@pytest.mark.parametrize(
    ("row", "value"),
    [
        (["网格员：", "甲"], "甲"),
        (["网格员", "甲"], "甲"),
        (["评议员姓名：", "", "", "甲"], "甲"),
        (["网格员：甲"], "甲"),
        (["网格员: 甲  日期：2016-05-03"], "甲"),
        (["评议表（网格员：甲）"], "甲"),
        (["网格员：", ""], None),
        (["网格员：", "", "日期：", "2016-05-03"], None),
        (["网格员：", "", "日期：2016-05-03"], None),
        (["网格员：", "", "支行", "路南支行"], None),
        (["网格员：  日期：2016-05-03"], None),
        (["甲的评议表"], None),
        (["网格员", "甲:乙"], "甲:乙"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_a_label_takes_its_own_value_and_no_neighbours(row: list[Cell], value: str | None) -> None:
    found = labels.find_label([row], "officer")
    assert (found[2] if found else None) == value


def test_what_stands_like_a_label_and_is_none_is_told() -> None:
    rows = sheet(["基本信息"], ["村名", "甲村"], ["最高限额", 300000.0], ["负责人：乙"], ["支行", "", "网格", "一"])
    assert [text for _, _, text in labels.unread_labels(rows)] == ["最高限额", "负责人"]
