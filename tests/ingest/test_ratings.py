"""The ratings in each of the three layouts; no rating dropped, none counted twice."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import pytest

from gridcredit.ingest.village import Ingested, ingest_village
from gridcredit.ingest.workbook import Cell, Sheet, Workbook
from gridcredit.schema import Counts, rows_of

HOUSEHOLDS: list[list[Cell]] = [["户号", "户主"], ["A1", "甲"], ["A2", "乙"], ["A3", "丙"]]
LONG: list[Cell] = ["户号", "网格员", "建议额度", "是否了解情况", "不予授信情形"]
SHORT: list[Cell] = ["户号", "建议额度", "不予授信情形"]


def ingest(
    households: list[list[Cell]] = HOUSEHOLDS,
    unit: str = "元",
    others: Mapping[str, list[list[Cell]]] = MappingProxyType({}),
    **sheets: list[list[Cell]],
) -> Ingested:
    village = Sheet("村", False, [["村名", "甲村"], ["金额单位", unit]])
    members = Sheet("成员", False, [["户号", "姓名", "与户主关系"]])
    rated = tuple(Sheet(name, False, rows) for name, rows in (*sheets.items(), *others.items()))
    return ingest_village(Workbook("甲村.xlsx", "", (village, Sheet("农户", False, households), members, *rated)))


def told(done: Ingested) -> list[tuple[str, str, str]]:
    return [(finding.code, finding.sheet, finding.cell) for finding in done.findings]


def taken(done: Ingested) -> list[tuple[Any, ...]]:
    """Household, officer, amount and cell of the accepted ratings."""
    assert done.facts is not None, told(done)
    return rows_of(done.ratings, ("household_id", "officer", "amount_yuan", "cell"))


def test_a_long_sheet_is_read() -> None:
    done = ingest(评议=[LONG, ["A1", "张", 50000.0, "是", ""], ["A1", "李", "5万", "", ""], ["A2", "张", "", "否", ""]])
    assert taken(done) == [("A1", "张", 50_000, "C2"), ("A1", "李", 50_000, "C3"), ("A2", "张", None, "C4")]
    assert not done.findings


@pytest.mark.parametrize(
    "above",
    [
        ["网格员：", "张"],
        ["评议员姓名：张"],
        ["甲村评议表（网格员：张）"],
        ["网格员：", "", "", "张", "日期：2016-05-03"],
    ],
    ids=["label", "one cell", "title", "some cells on"],
)
def test_a_sheet_per_officer_takes_the_officer_from_above_the_header(above: list[Cell]) -> None:
    assert taken(ingest(第一轮=[above, SHORT, ["A1", 50000.0]])) == [("A1", "张", 50_000, "B3")]


@pytest.mark.parametrize(
    "above",
    [
        ["甲村评议表"],
        ["网格员：", ""],
        ["网格员：", "", "日期：2016-05-03"],
        ["网格员：  日期：2016-05-03"],
        ["网格员：", 3.0],
    ],
    ids=["title alone", "blank", "blank beside another label", "blank in one cell", "number"],
)
def test_a_sheet_of_ratings_without_its_officer_refuses_the_workbook(above: list[Cell]) -> None:
    done = ingest(评议1=[above, SHORT, ["A1", 50000.0]])
    assert told(done) == [("OFFICER_MISSING", "评议1", "")]
    assert done.facts is None


@pytest.mark.parametrize(
    ("sheet", "officer"),
    [("第一轮", "第1轮"), ("第2轮 (2)", "第2轮"), ("第十二轮评议表", "第12轮"), ("评议-张三", "张三")],
)
def test_an_officer_who_is_named_nowhere_else_is_the_sheets(sheet: str, officer: str) -> None:
    done = ingest(others={sheet: [["甲村评议表"], SHORT, ["A1", 50000.0]]})
    assert taken(done) == [("A1", officer, 50_000, "B3")]
    assert told(done) == [("OFFICER_FROM_NAME", sheet, "")]


def test_officers_columns_are_read_cell_by_cell_and_empty_ones_are_no_ratings() -> None:
    header: list[Cell] = ["户号", "户主", "网格员1额度", "网格员2建议额度（万元）", "评议员三 额度"]
    done = ingest(
        [header, ["A1", "甲", 50000.0, 5.0, ""], ["A2", "乙", 0.0, "  ", "3万"], ["合计", "", 50000.0, 5.0, ""]]
    )
    assert taken(done) == [
        ("A1", "网格员1", 50_000, "C2"),
        ("A2", "网格员1", 0, "C3"),
        ("A1", "网格员2", 50_000, "D2"),
        ("A2", "评议员三", 30_000, "E3"),
    ]
    assert told(done) == [("TOTAL_ROW", "农户", "A4")]
    assert done.counts["甲村.xlsx", "农户"] == Counts(3 + 4, 1)


def test_text_in_an_officers_column_is_refused_at_its_cell() -> None:
    done = ingest([["户号", "户主", "网格员1额度", "网格员2额度"], ["A1", "甲", "无", 5000.0]])
    assert told(done) == [("AMOUNT_UNREADABLE", "农户", "C2")]
    assert done.counts["甲村.xlsx", "农户"] == Counts(1 + 2, 1)


@pytest.mark.parametrize("filled", ["", "  "], ids=["empty", "spaces"])
def test_empty_officers_columns_leave_the_field_to_the_rating_sheet(filled: str) -> None:
    done = ingest([["户号", "户主", "网格员1额度"], ["A1", "甲", filled]], 评议=[LONG, ["A1", "张", 1000.0]])
    assert taken(done) == [("A1", "张", 1_000, "C2")]


def test_ratings_in_two_layouts_refuse_the_workbook() -> None:
    done = ingest([["户号", "户主", "网格员1额度"], ["A1", "甲", 1000.0]], 评议=[LONG, ["A1", "张", 1000.0]])
    assert [code for code, _, _ in told(done)] == ["RATINGS_TWICE"]
    assert done.facts is None


def test_a_column_of_unknown_unit_refuses_the_workbook() -> None:
    done = ingest([["户号", "户主", "网格员1额度（千元）"], ["A1", "甲", 50.0]])
    assert told(done) == [("OPTION_UNKNOWN", "农户", "C1")]
    assert done.facts is None


@pytest.mark.parametrize(
    ("village", "above", "header", "yuan"),
    [
        ("元", "", "建议额度", 5),
        ("万元", "", "建议额度", 50_000),
        ("元", "单位：万元", "建议额度", 50_000),
        ("万元", "单位：元", "建议额度", 5),
        ("元", "单位：元", "建议额度（万元）", 50_000),
        ("元", "单位：万", "建议额度", 50_000),
        ("元", "", "建议额度（万）", 50_000),
    ],
)
def test_the_nearest_stated_unit_holds(village: str, above: str, header: str, yuan: int) -> None:
    done = ingest(unit=village, 第一轮=[["网格员：张", above], ["户号", header], ["A1", 5.0]])
    assert taken(done) == [("A1", "张", yuan, "B3")]


def test_a_stated_unit_that_is_not_known_refuses_the_workbook() -> None:
    done = ingest(第一轮=[["网格员：张", "单位：千元"], SHORT, ["A1", 50.0]])
    assert told(done) == [("OPTION_UNKNOWN", "第一轮", "B1")]
    assert done.facts is None


def test_a_rating_of_an_unknown_household_is_refused() -> None:
    done = ingest(评议=[LONG, ["A9", "张", 1000.0], ["Ａ1 ", "张", 1000.0]])
    assert told(done) == [("HOUSEHOLD_UNKNOWN", "评议", "A2")]
    assert taken(done) == [("A1", "张", 1_000, "C3")]


def test_a_rating_of_a_refused_household_is_refused_for_that_reason() -> None:
    done = ingest([*HOUSEHOLDS, ["A4", ""]], 评议=[LONG, ["A4", "张", 1000.0]])
    assert told(done) == [("VALUE_MISSING", "农户", "B5"), ("HOUSEHOLD_REFUSED", "评议", "A2")]


@pytest.mark.parametrize("second", ["张三", "张　三", " 张 三 ", "张三\u200b"], ids=ascii)
@pytest.mark.parametrize("amount", [60000.0, "", "x"], ids=["another amount", "abstention", "unreadable"])
def test_two_ratings_of_one_household_by_one_officer_are_both_refused(second: str, amount: Cell) -> None:
    done = ingest(评议=[LONG, ["A1", "张三", 50000.0], ["A1", second, amount], ["A2", "张三", 50000.0]])
    assert taken(done) == [("A2", "张三", 50_000, "C4")]
    assert ("RATING_TWICE", "评议", "C2") in told(done)
    assert done.counts["甲村.xlsx", "评议"].rejected == 2


def test_one_officer_on_two_sheets_is_found() -> None:
    done = ingest(第一轮=[["网格员：张"], SHORT, ["A1", 1.0]], 第二轮=[["网格员：张"], SHORT, ["A1", 2.0]])
    assert told(done) == [("RATING_TWICE", "第一轮", "B3"), ("RATING_TWICE", "第二轮", "B3")]


@pytest.mark.parametrize("word", ["无", "没有", "否", "－", "/", "None", "无。", " 无 "])
def test_a_word_for_none_is_no_refusal(word: str) -> None:
    done = ingest(评议=[LONG, ["A1", "张", 50000.0, "是", word]])
    assert set(done.ratings["refusal"]) == {None}
    assert not done.findings


@pytest.mark.parametrize("reason", ["10", "1.失信", "无还款来源"])
def test_any_other_text_is_a_refusal(reason: str) -> None:
    assert ingest(评议=[LONG, ["A1", "张", "", "是", reason]]).ratings["refusal"] == [reason]


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        (["A1", "张", 50000.0, "是", "失信"], ["REFUSAL_WITH_AMOUNT"]),
        (["A1", "张", 0.0, "是", "失信"], []),
        (["A1", "张", 50000.0, "否", ""], ["RATING_WITHOUT_KNOWING"]),
        (["A1", "张", "", "否", "失信"], ["RATING_WITHOUT_KNOWING"]),
        (["A1", "张", "", "否", ""], []),
    ],
    ids=["refusal and amount", "refusal and zero", "amount unknowing", "refusal unknowing", "abstention"],
)
def test_contradictions_are_taken_with_a_warning(line: list[Cell], codes: list[str]) -> None:
    done = ingest(评议=[LONG, line])
    assert [finding.code for finding in done.findings] == codes
    assert done.counts["甲村.xlsx", "评议"].accepted == 1


@pytest.mark.parametrize(
    ("name", "rows", "code"),
    [
        ("评议", [], "SHEET_EMPTY"),
        ("评议", [LONG], "SHEET_EMPTY"),
        ("评议", [["随便", "写"]], "HEADER_MISSING"),
        ("评议", [["户号", "网格员", "建议额"], ["A1", "张", 1.0]], "COLUMN_MISSING"),
        ("第一轮", [["网格员：张"], ["户编", "建议额度", "备注"], ["A1", 1.0]], "COLUMN_MISSING"),
        ("第一轮", [["网格员：张"], ["户号", "建议额", "不予授信情形"], ["A1", 1.0]], "COLUMN_MISSING"),
        ("第一轮", [["户号", "建议额", "是否了解情况"], ["A1", 1.0, "是"]], "COLUMN_MISSING"),
    ],
    ids=["blank", "header alone", "no header", "near amount", "near key", "officer's near amount", "knowing"],
)
def test_a_sheet_of_ratings_that_cannot_be_read_refuses_the_workbook(
    name: str, rows: list[list[Cell]], code: str
) -> None:
    """Even beside good ones: an officer left out would change every line of the village."""
    alone, beside = (
        ingest(others={name: rows}),
        ingest(第二轮=[["网格员：李"], SHORT, ["A1", 1.0]], others={name: rows}),
    )
    assert (code, name) in {(c, sheet) for c, sheet, _ in told(alone)}
    assert alone.facts is None
    if rows != [LONG]:
        assert (code, name) in {(c, sheet) for c, sheet, _ in told(beside)}
        assert beside.facts is None


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("台账", [["村", "户号", "事项", "日期", "金额"], ["甲村", "A1", "用信", "2016-05-03", 1.0]]),
        ("不予授信", [["户号", "户主", "不予授信原因"], ["A1", "甲", "失信"]]),
        ("选项", [["是"], ["否"]]),
    ],
    ids=["outcomes", "refused", "options"],
)
def test_other_sheets_are_told_and_not_read(name: str, rows: list[list[Cell]]) -> None:
    done = ingest(评议=[LONG, ["A1", "张", 1000.0]], others={name: rows})
    assert told(done) == [("SHEET_NOT_READ", name, "")]
    assert len(taken(done)) == 1


def test_no_ratings_at_all_refuse_the_workbook() -> None:
    done = ingest()
    assert [finding.code for finding in done.findings] == ["SHEET_MISSING"]
    assert done.facts is None


def test_what_officers_say_of_house_and_savings_is_kept_officer_by_officer_in_yuan() -> None:
    header: list[Cell] = [*LONG, "房屋价值（万元）", "城镇房产", "存款（万元）"]
    done = ingest(
        评议=[
            header,
            ["A1", "张", 50000.0, "是", "", 30.0, "有", 2.5],
            ["A1", "李", 50000.0, "是", "", "20-40万", "无", "无"],
            ["A1", "王", 50000.0, "是", "", "", "", ""],
        ]
    )
    stated = rows_of(done.ratings, ("officer", "house", "town_house", "deposits_yuan"))
    assert stated == [("张", 300_000, "yes", 25_000), ("李", "20-40万", "no", 0), ("王", None, None, None)]


@pytest.mark.parametrize(
    ("header", "column"),
    [("有无城镇房产", "town_house"), ("城镇住房", "town_house"), ("存款余额", "deposits_yuan"), ("Savings", "deposits_yuan")],
)  # fmt: skip
def test_banks_call_house_and_savings_otherwise(header: str, column: str) -> None:
    done = ingest(评议=[[*LONG, header], ["A1", "张", 50000.0, "是", "", 0.0 if column == "deposits_yuan" else "无"]])
    assert done.ratings[column] == [0 if column == "deposits_yuan" else "no"]
