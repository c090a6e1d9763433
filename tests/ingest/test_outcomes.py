"""An outcomes workbook: sheet 台账, one event a row; nothing dropped without a word."""

import pytest

from gridcredit.findings import Finding
from gridcredit.ingest.outcomes import ingest_outcomes
from gridcredit.ingest.rows import Rows
from gridcredit.ingest.words import Vocabulary
from gridcredit.ingest.workbook import Cell, Sheet, Workbook
from gridcredit.schema import CHANNELS, CHANNELS_OF, OUTCOMES

HEADER: list[Cell] = ["村", "户号", "事项", "日期", "金额", "结果"]
DAY = "2016-05-03"


def ingest(*rows: list[Cell], name: str = "台账", others: tuple[Sheet, ...] = ()) -> tuple[Rows | None, list[Finding]]:
    return ingest_outcomes(Workbook("台账.xlsx", "", (Sheet(name, False, list(rows)), *others)))


def rows_of(*lines: list[Cell]) -> Rows:
    rows, findings = ingest(HEADER, *lines)
    assert rows is not None and not findings
    return rows


@pytest.mark.parametrize(("word", "kind"), OUTCOMES.items())
def test_every_event_of_the_contract_is_read(word: str, kind: str) -> None:
    rows = rows_of(["甲村", "A1", word, DAY, 1000.0, "灰"])
    assert rows.values["kind"] == [kind]
    assert rows.counts().accepted == 1


@pytest.mark.parametrize(
    ("word", "amount", "code"),
    [
        ("用信", "", "VALUE_MISSING"),
        ("还款", "", "VALUE_MISSING"),
        ("用信", 0.0, "AMOUNT_ZERO"),
        ("用信", "约一万", "AMOUNT_ABOUT"),
        ("用信", 1.0, None),
        ("签约", "", None),
    ],
)
def test_a_drawdown_or_repayment_needs_its_amount(word: str, amount: Cell, code: str | None) -> None:
    rows = rows_of(["甲村", "A1", word, DAY, amount])
    assert [(finding.code, finding.cell) for finding in rows.findings] == ([(code, "E2")] if code else [])
    assert rows.counts().rejected == (1 if code else 0)


@pytest.mark.parametrize(("word", "status"), [("灰", "grey"), ("黑名单", "black"), ("", None), ("红", None)])
def test_a_listing_names_its_list(word: str, status: str | None) -> None:
    rows = rows_of(["甲村", "A1", "列入名单", DAY, "", word])
    assert [rows.values["result"][row] for row in rows.accepted()] == ([status] if status else [])
    assert [finding.code for finding in rows.findings] == ([] if status else ["LIST_NOT_NAMED"])


@pytest.mark.parametrize("missing", range(4), ids=["village", "household", "event", "date"])
def test_an_event_that_lacks_what_it_needs_is_refused_at_that_cell(missing: int) -> None:
    line: list[Cell] = ["甲村", "A1", "签约", DAY]
    line[missing] = ""
    rows = rows_of(line)
    assert [(finding.code, finding.cell) for finding in rows.findings] == [("VALUE_MISSING", f"{'ABCD'[missing]}2")]
    assert rows.counts().rejected == 1


@pytest.mark.parametrize(("cell", "column", "code"), [("抵押", 2, "OPTION_UNKNOWN"), ("昨天", 3, "DATE_UNREADABLE")])
def test_an_unreadable_event_or_date_refuses_the_row(cell: str, column: int, code: str) -> None:
    line: list[Cell] = ["甲村", "A1", "签约", DAY]
    line[column] = cell
    rows = rows_of(line)
    assert [finding.code for finding in rows.findings] == [code]
    assert rows.counts().rejected == 1


def test_amounts_follow_the_unit_above_the_header() -> None:
    rows, _ = ingest(["单位：万元"], HEADER, ["甲村", "A1", "用信", DAY, 5.0])
    assert rows is not None and rows.values["amount_yuan"] == [50_000]


def test_a_unit_that_is_not_known_refuses_the_workbook() -> None:
    rows, findings = ingest(["单位：千元"], HEADER, ["甲村", "A1", "用信", DAY, 5.0])
    assert rows is None
    assert [(finding.code, finding.cell) for finding in findings] == [("OPTION_UNKNOWN", "A1")]


def test_a_lone_sheet_is_read_under_any_name() -> None:
    rows, findings = ingest(HEADER, ["甲村", "A1", "签约", DAY], name="Sheet1")
    assert rows is not None and rows.counts().accepted == 1 and not findings


def test_other_sheets_are_told() -> None:
    rows, findings = ingest(HEADER, others=(Sheet("说明", False, [["x"]]), Sheet("空", False, [])))
    assert rows is not None
    assert [(finding.code, finding.sheet) for finding in findings] == [("SHEET_NOT_READ", "说明")]


@pytest.mark.parametrize(
    ("rows", "name", "others", "code"),
    [
        ([HEADER], "甲", (Sheet("乙", False, []),), "SHEET_MISSING"),
        ([HEADER], "台账", (Sheet("outcomes", False, []),), "SHEET_TWICE"),
        ([], "台账", (), "SHEET_EMPTY"),
        ([["随便"]], "台账", (), "HEADER_MISSING"),
        ([["村", "户号", "事由", "日期"]], "台账", (), "COLUMN_MISSING"),
    ],
)
def test_a_workbook_without_its_sheet_or_header_is_refused(
    rows: list[list[Cell]], name: str, others: tuple[Sheet, ...], code: str
) -> None:
    read, findings = ingest(*rows, name=name, others=others)
    assert read is None
    assert code in [finding.code for finding in findings]


WAYS = [(kind, word, code) for kind, codes in CHANNELS_OF.items() for word, code in CHANNELS.items() if code in codes]


@pytest.mark.parametrize(("kind", "word", "code"), WAYS)
def test_the_way_of_an_event_is_read(kind: str, word: str, code: str) -> None:
    event = next(word for word, code in OUTCOMES.items() if code == kind)
    rows, findings = ingest([*HEADER, "渠道"], ["甲村", "A1", event, DAY, "", "", word], ["甲村", "A2", event, DAY])
    assert rows is not None and not findings and not rows.findings
    assert rows.values["channel"] == [code, None]


@pytest.mark.parametrize(
    ("event", "word", "wanted"),
    [
        ("签约", "电话", "集中 上门 柜面"),
        ("拒签", "代签", "集中 上门 柜面"),
        ("营销走访", "柜面", "上门 电话 微信 短信"),
        ("营销走访", "counter", "上门 电话 微信 短信"),
    ],
)
def test_a_way_that_is_none_of_the_event_s_refuses_the_row(event: str, word: str, wanted: str) -> None:
    rows, _ = ingest([*HEADER, "渠道"], ["甲村", "A1", event, DAY, "", "", word])
    assert rows is not None and rows.counts().rejected == 1
    (finding,) = rows.findings
    assert (finding.code, finding.cell, finding.params["wanted"]) == ("OPTION_UNKNOWN", "G2", wanted)


@pytest.mark.parametrize("word", ["上门", "手机银行"])
def test_other_events_have_no_way_and_say_so(word: str) -> None:
    rows, _ = ingest([*HEADER, "签约方式"], ["甲村", "A1", "用信", DAY, 1000.0, "", word])
    assert rows is not None and rows.counts().accepted == 1
    assert (rows.values["channel"], [finding.code for finding in rows.findings]) == ([None], ["CHANNEL_NOT_TAKEN"])


def test_a_bank_s_own_word_for_a_way_is_read() -> None:
    vocabulary = Vocabulary(options={"channel": {"送签": "door"}})
    sheet = Sheet("台账", False, [[*HEADER, "渠道"], ["甲村", "A1", "签约", DAY, "", "", "送签"]])
    rows, _ = ingest_outcomes(Workbook("台账.xlsx", "", (sheet,)), vocabulary)
    assert rows is not None and rows.values["channel"] == ["door"]
