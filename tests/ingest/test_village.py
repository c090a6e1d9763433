"""A standard village workbook read whole: facts, households and members, and what refuses rows or the workbook."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from workbooks import VILLAGE, read, write

from gridcredit.ingest.parts import unpack
from gridcredit.ingest.village import Ingested, ingest_village, read_file
from gridcredit.ingest.workbook import Cell, Reading, Sheet, Trouble, Workbook
from gridcredit.schema import Counts, height

GOOD: dict[str, list[list[Cell]]] = {
    "村": [["村名", "甲村"]],
    "农户": [["户号", "户主"], ["A1", "甲"], ["A2", "乙"]],
    "成员": [["户号", "姓名", "与户主关系"], ["A1", "甲", "户主"]],
    "评议": [["户号", "网格员", "建议额度"], ["A1", "张", 50000.0]],
}
MARK = "机密内容"
CELLS = st.one_of(
    st.none(),
    st.sampled_from(["A1", "A2", "A3", "合计", "是", "张", MARK]),
    st.floats(),
    st.dates(),
    st.just(Trouble("ERROR_CELL")),
)


def ingest(
    others: Mapping[str, list[list[Cell]] | None] = MappingProxyType({}), hidden: str = "", **changed: list[list[Cell]]
) -> Ingested:
    sheets = {name: rows for name, rows in {**GOOD, **changed, **others}.items() if rows is not None}
    return ingest_village(
        Workbook("甲村.xlsx", "", tuple(Sheet(name, name == hidden, rows) for name, rows in sheets.items()))
    )


def told(done: Ingested) -> list[tuple[str, str, str]]:
    return [(finding.code, finding.sheet, finding.cell) for finding in done.findings]


def test_a_good_workbook_has_no_findings() -> None:
    done = ingest()
    assert done.facts is not None and done.facts.village == "甲村" and done.facts.cap_yuan is None
    assert not done.findings
    assert {sheet: (counts.read, counts.accepted) for (_file, sheet), counts in done.counts.items()} == {
        "农户": (2, 2),
        "成员": (1, 1),
        "评议": (1, 1),
    }


def test_without_any_rating_the_workbook_is_refused_and_the_missing_sheet_named() -> None:
    done = ingest({"评议": None})
    assert [(finding.code, finding.params["wanted"]) for finding in done.findings] == [("SHEET_MISSING", "评议")]
    assert done.facts is None


def test_without_sheet_of_the_village_its_name_is_the_files() -> None:
    done = ingest({"村": None})
    assert [finding.code for finding in done.findings] == ["VILLAGE_FROM_NAME"]
    assert done.facts is not None and done.facts.village == "甲村"


def test_without_roster_the_households_are_those_of_the_other_rows() -> None:
    done = ingest({"农户": None})
    assert [finding.code for finding in done.findings] == ["ROSTER_FROM_ROWS"]
    assert (done.households["household_id"], done.households["head"]) == (["A1"], ["甲"])


def test_without_roster_or_any_other_list_of_households_the_workbook_is_refused() -> None:
    done = ingest({"农户": None, "成员": None})
    assert ("SHEET_MISSING", "农户") in [(finding.code, finding.params["wanted"]) for finding in done.findings]
    assert done.facts is None


def test_a_missing_sheet_of_members_is_a_warning() -> None:
    done = ingest({"成员": None})
    assert told(done) == [("MEMBERS_MISSING", "", "")]
    assert done.facts is not None and height(done.members) == 0


@pytest.mark.parametrize("name", ["农户", "成员"])
@pytest.mark.parametrize(
    ("rows", "code"), [([], "SHEET_EMPTY"), ([["随便"]], "HEADER_MISSING")], ids=["empty", "no header"]
)
def test_a_sheet_without_header_refuses_the_workbook(name: str, rows: list[list[Cell]], code: str) -> None:
    done = ingest({name: rows})
    assert told(done) == [(code, name, "")]
    assert done.facts is None


@pytest.mark.parametrize(
    ("name", "header"),
    [("农户", ["户号", "户主名", "地址"]), ("成员", ["户号", "姓名", "户主关"])],
    ids=["head", "relation"],
)
def test_a_missing_required_column_refuses_the_workbook(name: str, header: list[Cell]) -> None:
    done = ingest({name: [header, ["A1", "甲", "x"]]})
    assert ("COLUMN_MISSING", name, "A1") in told(done)
    assert done.facts is None


@pytest.mark.parametrize("rows", [[], [["合计", "2户"]]], ids=["none", "totals alone"])
def test_a_roster_without_households_refuses_the_workbook(rows: list[list[Cell]]) -> None:
    done = ingest(农户=[["户号", "户主"], *rows])
    assert ("SHEET_EMPTY", "农户", "") in told(done)
    assert done.facts is None


def test_a_roster_of_refused_households_is_refused_for_their_faults_not_as_empty() -> None:
    done = ingest(农户=[["户号", "户主"], ["A1", ""]])
    assert told(done)[0] == ("VALUE_MISSING", "农户", "B2")
    assert "SHEET_EMPTY" not in {code for code, _, _ in told(done)}
    assert done.facts is None


def test_two_sheets_of_one_meaning_refuse_the_workbook() -> None:
    done = ingest({"农户（2）": GOOD["农户"]})
    assert told(done) == [("SHEET_TWICE", "农户（2）", "")]
    assert done.facts is None


@pytest.mark.parametrize("name", ["村", "农户", "成员", "评议"])
def test_a_hidden_sheet_is_read_and_told(name: str) -> None:
    done = ingest(hidden=name)
    assert told(done) == [("SHEET_HIDDEN", name, "")]
    assert done.facts is not None


def test_every_row_of_a_doubled_household_is_refused_with_what_hangs_on_it() -> None:
    done = ingest(农户=[*GOOD["农户"], ["Ａ1", "丙"]])
    assert told(done) == [
        ("HOUSEHOLD_TWICE", "农户", "A2"),
        ("HOUSEHOLD_TWICE", "农户", "A4"),
        ("HOUSEHOLD_REFUSED", "成员", "A2"),
        ("HOUSEHOLD_REFUSED", "评议", "A2"),
    ]
    assert done.households["household_id"] == ["A2"]


def test_a_member_of_an_unknown_household_is_refused() -> None:
    done = ingest(成员=[["户号", "姓名", "与户主关系"], ["A9", "丁", "户主"]])
    assert told(done) == [("HOUSEHOLD_UNKNOWN", "成员", "A2")]
    assert done.counts["甲村.xlsx", "成员"].rejected == 1


@pytest.mark.parametrize("value", [None, "", "\u3000", "\u200b"], ids=ascii)
def test_a_village_without_a_name_is_refused(value: Cell) -> None:
    done = ingest(村=[["村名", value], ["支行", "路南支行"]])
    assert told(done) == [("LABEL_MISSING", "村", "")]
    assert done.facts is None


def test_a_blank_name_does_not_take_the_next_label_for_it() -> None:
    assert told(ingest(村=[["村名", "", "支行", "路南支行"]])) == [("LABEL_MISSING", "村", "")]


@pytest.mark.parametrize(
    ("rows", "cap"),
    [
        ([["最高额度", 300000.0]], 300_000),
        ([["最高额度", "30万"]], 300_000),
        ([["最高额度", 30.0], ["金额单位", "万元"]], 300_000),
        ([["最高额度（万元）", 30.0]], 300_000),
        ([["最高额度（元）", 300000.0], ["金额单位", "万元"]], 300_000),
        ([["最高额度（万元）：30"]], 300_000),
        ([["最高额度：30万"]], 300_000),
        ([["最高额度", ""]], None),
    ],
    ids=repr,
)
def test_the_villages_cap_is_read_in_its_unit(rows: list[list[Cell]], cap: int | None) -> None:
    done = ingest(村=[["村名", "甲村"], *rows])
    assert done.facts is not None and done.facts.cap_yuan == cap
    assert not done.findings


@pytest.mark.parametrize(
    ("label", "value", "code"),
    [
        ("最高额度", 0.0, "AMOUNT_ZERO"),
        ("最高额度", "三十万", "AMOUNT_IN_WORDS"),
        ("金额单位", "千元", "OPTION_UNKNOWN"),
        ("评议日期", "五月", "DATE_UNREADABLE"),
        ("评议日期", Trouble("ERROR_CELL"), "ERROR_CELL"),
    ],
)
def test_an_unreadable_fact_refuses_the_workbook_at_its_cell(label: str, value: Cell, code: str) -> None:
    done = ingest(村=[["村名", "甲村"], [label, value]])
    assert told(done) == [(code, "村", "B2")]
    assert done.facts is None


def test_a_label_that_is_not_known_is_told_with_what_was_probably_meant() -> None:
    done = ingest(村=[["村名", "甲村"], ["最高限额", 300000.0]])
    assert told(done) == [("COLUMN_UNCLEAR", "村", "A2")]
    assert done.facts is None
    assert "最高额度" in done.findings[0].row()[6]


def test_all_rows_of_a_doubled_household_are_refused_whatever_else_is_wrong_with_them() -> None:
    done = ingest(
        农户=[["户号", "户主", "名单"], ["A1", "甲", ""], ["A1", "", "黑"], ["A2", "乙", ""], ["A2", "乙", "黑色"]]
    )
    assert done.counts.get(("甲村.xlsx", "农户"), Counts(4, 4)).rejected == 4
    assert [code for code, _sheet, _cell in told(done)].count("HOUSEHOLD_TWICE") == 2


LINES = st.lists(st.lists(CELLS, max_size=4), max_size=6)


@given(LINES, LINES, LINES)
def test_whatever_the_rows_hold_read_is_accepted_plus_refused_and_no_message_quotes_a_cell(
    households: list[list[Cell]], members: list[list[Cell]], ratings: list[list[Cell]]
) -> None:
    done = ingest(
        农户=[["户号", "户主", "居住状态"], ["A1", "甲"], *households],
        成员=[["户号", "姓名", "与户主关系", "年龄"], *members],
        评议=[["户号", "网格员", "建议额度", "是否了解情况"], ["A2", "张", 1.0], *ratings],
    )
    assert not any(MARK in text for finding in done.findings for text in finding.row())
    tables = {"农户": done.households, "成员": done.members, "评议": done.ratings}
    for (_file, name), counts in done.counts.items():
        assert counts.read == counts.accepted + counts.rejected
        assert height(tables[name]) == counts.accepted
    assert done.facts is not None or any(finding.severity == "error" for finding in done.findings)
    assert set(done.ratings.get("household_id", [])) <= set(done.households.get("household_id", []))


def test_a_clerks_file_is_read_from_disk(tmp_path: Path) -> None:
    text = (
        VILLAGE
        + """
        ## 农户
        | 户号 | 户主 | 家庭年收入（万元） |
        | A1 | 甲 | 3.5 |
        | 合计 | | =SUM(C2:C2) |
        ## 评议
        | 户号 | 网格员 | 建议额度 |
        | A1 | 张 | 五万 |
        """.replace("        ", "")
    )
    done = ingest_village(read(write(tmp_path / "试验村.xlsx", text)))
    assert done.facts is not None and done.facts.branch == "路南支行"
    assert done.households["income_yuan"] == [35_000]
    assert told(done) == [("MEMBERS_MISSING", "", ""), ("TOTAL_ROW", "农户", "A3"), ("AMOUNT_IN_WORDS", "评议", "C2")]


def test_what_the_readers_process_hands_on_is_what_was_ingested(tmp_path: Path) -> None:
    path = write(
        tmp_path / "试验村.xlsx",
        VILLAGE
        + "## 农户\n| 户号 | 户主 | 采集日期 |\n| A1 | 甲 | 2016-05-03 |\n| A2 | 乙 | 某天 |\n"
        + "## 成员\n| 户号 | 姓名 | 与户主关系 | 年龄 |\n| A1 | 甲 | 户主 | 40 |\n"
        + "## 评议\n| 户号 | 网格员 | 建议额度 |\n| A1 | 张 | 50000 |\n| A9 | 张 | 50000 |\n",
    )
    assert unpack(Reading(path, "village").answer(), path.name) == read_file(read(path))
