"""Recording outcomes: what becomes an event, what is refused, and what is known already."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from running import Runner
from workbooks import write

from gridcredit.ledger.store import Ledger

SIGNED = "A1 | 签约 | 2016-05-04 | | | | "
HEADER = "## 台账\n| 村 | 户号 | 事项 | 日期 | 金额 | 经办人 | 结果 | 备注 |\n"


class Branch:
    """A ledger with the small village assessed, and a way to record rows into it."""

    def __init__(self, run: Runner, village: Path, folder: Path, place: str) -> None:
        self._run = run
        self._folder = folder
        self.ledger = place
        run("assess", village, "-o", folder, "--ledger", self.ledger, "--as-of", "2016-05-31")

    def record(
        self, *rows: str, name: str = "台账.xlsx", as_of: str = "2016-05-31", replacing: bool = False
    ) -> tuple[int, Any]:
        """Exit code and the file's JSON, with the codes of what was printed."""
        path = write(self._folder / name, HEADER + "\n".join(f"| 试验村 | {row} |" for row in rows))
        words = ["--replace"] if replacing else []
        done = self._run("record", path, "--ledger", self.ledger, "--as-of", as_of, "--json", *words)
        (file,) = done.json["files"]
        return done.code, file | {
            "codes": [line.split()[0] for line in done.err.splitlines() if "_" in line.split()[0]]
        }

    def events(self) -> list[tuple[str, int | None]]:
        with Ledger(self.ledger) as ledger:
            return [(event["kind"], event["amount_yuan"]) for event in ledger.events(date.max)]


@pytest.fixture
def branch(run: Runner, small_village: Path, tmp_path: Path, place: str) -> Branch:
    return Branch(run, small_village, tmp_path, place)


def test_every_kind_of_event_is_taken(branch: Branch) -> None:
    kinds = ("签约", "发卡", "贷后检查", "营销走访", "拒签", "移出名单")
    code, file = branch.record(
        *(f"A1 | {kind} | 2016-05-10 | | 李会计 | 正常 | " for kind in kinds),
        *(
            f"A1 | {kind} | 2016-05-{day} | | 李会计 | 正常 | "
            for day, kind in ((14, "冻结"), (15, "解冻"), (16, "注销"))
        ),
        "A1 | 用信 | 2016-05-11 | 30000 | 李会计 | | ",
        "A1 | 还款 | 2016-05-12 | 10000 | 李会计 | | ",
        "A1 | 列入名单 | 2016-05-13 | | 李会计 | 灰 | ",
    )
    assert (code, file["new"], file["rows"]) == (0, 12, {"read": 12, "accepted": 12, "rejected": 0})
    assert len(branch.events()) == 12


def test_recording_the_same_file_twice_changes_nothing(branch: Branch) -> None:
    rows = ("A1 | 签约 | 2016-05-10 | | 李会计 | | ", "A1 | 用信 | 2016-05-11 | 30000 | 李会计 | | ")
    branch.record(*rows)
    code, file = branch.record(*rows)
    assert (code, file["new"], file["known"]) == (0, 0, 2)
    assert branch.events() == [("signed", None), ("drawdown", 30_000)]


def test_a_longer_file_of_the_same_rows_adds_only_the_new_ones(branch: Branch) -> None:
    branch.record(SIGNED, "A1 | 用信 | 2016-05-11 | 30000 | | | ")
    _, file = branch.record(
        "A1 | 还款 | 2016-05-20 | 10000 | | | ", "A1 | 用信 | 2016-05-11 | 30000 | | | ", SIGNED, name="b.xlsx"
    )
    assert (file["new"], file["known"]) == (1, 2)


def test_two_equal_rows_in_one_file_are_two_events(branch: Branch) -> None:
    row = "A1 | 营销走访 | 2016-05-11 | | | 未遇 | "
    assert branch.record(row, row)[1]["new"] == 2
    assert branch.record(row, row)[1]["new"] == 0


@pytest.mark.parametrize(
    ("row", "finding"),
    [
        ("A9 | 签约 | 2016-05-10 | | | | ", "HOUSEHOLD_NOT_ASSESSED"),
        ("A1 | 签约 | 2016-06-01 | | | | ", "DATE_TOO_LATE"),
        ("A1 | 用信 | 2016-05-10 | | | | ", "VALUE_MISSING"),
        ("A1 | 用信 | 2016-05-10 | 0 | | | ", "AMOUNT_ZERO"),
        ("A1 | 用信 | 2016-05-10 | 约5万 | | | ", "AMOUNT_ABOUT"),
        ("A1 | 还款 | 2016-05-10 | 1 | | | ", "BALANCE_BELOW_ZERO"),
        ("A1 | 列入名单 | 2016-05-10 | | | 可疑 | ", "LIST_NOT_NAMED"),
        ("A1 | 喝茶 | 2016-05-10 | | | | ", "OPTION_UNKNOWN"),
        ("A1 | 签约 | 某天 | | | | ", "DATE_UNREADABLE"),
        ("A1 | 签约 | | | | | ", "VALUE_MISSING"),
        (" | 签约 | 2016-05-10 | | | | ", "VALUE_MISSING"),
    ],
)
def test_a_row_that_cannot_be_an_event_is_refused_and_the_rest_taken(branch: Branch, row: str, finding: str) -> None:
    code, file = branch.record(row, "A1 | 签约 | 2016-05-31 | | | | ")
    assert (code, file["rows"]) == (3, {"read": 2, "accepted": 1, "rejected": 1})
    assert file["codes"] == [finding]
    assert branch.events() == [("signed", None)]


def test_a_village_that_was_not_assessed_is_named(branch: Branch, run: Runner, tmp_path: Path) -> None:
    path = write(tmp_path / "x.xlsx", HEADER + "| 别村 | A1 | 签约 | 2016-05-10 | | | | |")
    done = run("record", path, "--ledger", branch.ledger, "--as-of", "2016-05-31")
    assert done.code == 3
    assert "VILLAGE_NOT_ASSESSED × 1 (error): " in done.out
    assert "\n  x.xlsx 台账 A2 A1\n" in done.out


@pytest.mark.parametrize(("repaid", "taken"), [(30_000, 1), (30_001, 0)])
def test_a_repayment_may_empty_the_balance_but_not_more(branch: Branch, repaid: int, taken: int) -> None:
    _, file = branch.record(
        SIGNED, "A1 | 用信 | 2016-05-11 | 30000 | | | ", f"A1 | 还款 | 2016-05-11 | {repaid} | | | "
    )
    assert file["new"] == 2 + taken


def test_a_repayment_before_its_drawdown_is_refused(branch: Branch) -> None:
    _, file = branch.record(SIGNED, "A1 | 还款 | 2016-05-10 | 10000 | | | ", "A1 | 用信 | 2016-05-11 | 30000 | | | ")
    assert file["codes"] == ["BALANCE_BELOW_ZERO"]


def test_a_late_repayment_that_would_undo_a_recorded_one_is_refused(branch: Branch) -> None:
    branch.record(SIGNED, "A1 | 用信 | 2016-05-10 | 30000 | | | ", "A1 | 还款 | 2016-05-20 | 30000 | | | ")
    _, file = branch.record("A1 | 还款 | 2016-05-15 | 1 | | | ", name="late.xlsx")
    assert file["codes"] == ["EVENT_BREAKS_LATER"] and file["new"] == 0


# what follows what


@pytest.mark.parametrize(
    ("rows", "finding"),
    [
        (["A1 | 发卡 | 2016-05-10 | | | | "], "CARD_BEFORE_SIGNING"),
        (["A1 | 发卡 | 2016-05-10 | | | | ", "A1 | 签约 | 2016-05-11 | | | | "], "CARD_BEFORE_SIGNING"),
        (["A1 | 用信 | 2016-05-10 | 1000 | | | "], "DRAWDOWN_BEFORE_SIGNING"),
        (["A2 | 签约 | 2016-05-10 | | | | "], "SIGNED_WITHOUT_LINE"),
        (["A1 | 签约 | 2016-05-02 | | | | "], "SIGNED_WITHOUT_LINE"),
        (["A1 | 签约 | 2016-05-04 | | | | ", "A1 | 用信 | 2016-05-10 | 50001 | | | "], "DRAWDOWN_OVER_LINE"),
        (["A1 | 签约 | 2016-05-04 | | | | ", *["A1 | 用信 | 2016-05-10 | 30000 | | | "] * 2], "DRAWDOWN_OVER_LINE"),
        (["A1 | 解冻 | 2016-05-10 | | | | "], "NOT_FROZEN"),
        (
            ["A1 | 签约 | 2016-05-04 | | | | ", "A1 | 冻结 | 2016-05-09 | | | | ", "A1 | 用信 | 2016-05-10 | 1 | | | "],
            "DRAWDOWN_WITHOUT_LINE",
        ),
        (
            ["A1 | 签约 | 2016-05-04 | | | | ", "A1 | 注销 | 2016-05-09 | | | | ", "A1 | 签约 | 2016-05-10 | | | | "],
            "SIGNED_WITHOUT_LINE",
        ),
    ],
)
def test_an_event_that_cannot_follow_those_before_it_is_refused_and_the_rest_taken(
    branch: Branch, rows: list[str], finding: str
) -> None:
    code, file = branch.record(*rows)
    assert (file["rows"]["rejected"], file["new"], file["codes"]) == (1, len(rows) - 1, [finding])
    assert code == 3


def test_the_line_on_the_day_counts_not_the_one_of_today(branch: Branch, run: Runner, small_village: Path) -> None:
    branch.record("A1 | 签约 | 2016-05-04 | | | | ", "A1 | 用信 | 2016-05-10 | 50000 | | | ")
    lower = replaced(small_village, "2016-05-20", 50_000, 20_000)
    assert (
        run("assess", lower, "-o", small_village.parent, "--ledger", branch.ledger, "--as-of", "2016-05-31").code == 0
    )
    _, file = branch.record(
        "A1 | 还款 | 2016-05-21 | 40000 | | | ", "A1 | 用信 | 2016-05-22 | 10000 | | | ", name="b.xlsx"
    )
    assert (file["new"], file["codes"]) == (2, [])
    _, file = branch.record("A1 | 用信 | 2016-05-23 | 1 | | | ", name="c.xlsx")
    assert file["codes"] == ["DRAWDOWN_OVER_LINE"]


def replaced(village: Path, day: str, amount: int, other: int) -> Path:
    """The village assessed on another day, with other amounts."""
    book = load_workbook(village)
    for row in book["村"].iter_rows():
        if row[0].value == "评议日期":
            row[1].value = date.fromisoformat(day)
    for row in book["评议"].iter_rows():
        if row[2].value == amount:
            row[2].value = other
    path = village.with_name("later.xlsx")
    book.save(path)
    return path


# a later state of a file


FIRST = (
    "A1 | 签约 | 2016-05-04 | | 李会计 | | ",
    "A1 | 用信 | 2016-05-10 | 30000 | | | ",
    "A1 | 贷后检查 | 2016-05-20 | | 李会计 | 正常 | ",
)


def test_a_corrected_file_says_what_it_changes_and_asks_before_it_does(branch: Branch) -> None:
    branch.record(*FIRST)
    changed = (FIRST[0], "A1 | 用信 | 2016-05-10 | 20000 | | | ", "A1 | 还款 | 2016-05-25 | 5000 | | | ")
    code, file = branch.record(*changed)
    assert (code, file["changed"], file["withdrawn"], file["new"]) == (65, 1, 1, 0)
    assert set(file["codes"]) == {"EVENT_CHANGED", "EVENT_DROPPED"}
    assert branch.events() == [("signed", None), ("drawdown", 30_000), ("inspection", None)]
    code, file = branch.record(*changed, replacing=True)
    assert (code, file["changed"], file["withdrawn"], file["new"]) == (0, 1, 1, 1)
    assert branch.events() == [("signed", None), ("drawdown", 20_000), ("repayment", 5_000)]
    code, file = branch.record(*changed)
    assert (code, file["known"], file["new"], file["changed"]) == (0, 3, 0, 0)


def test_other_particulars_in_the_same_file_are_a_correction(branch: Branch) -> None:
    branch.record(*FIRST)
    other = (*FIRST[:2], "A1 | 贷后检查 | 2016-05-20 | | 李会计 | 异常 | ")
    assert branch.record(*other)[1]["codes"] == ["EVENT_CHANGED"]
    _, file = branch.record(*other, replacing=True)
    assert (file["changed"], file["new"]) == (1, 0)
    with Ledger(branch.ledger) as ledger:
        assert [event["result"] for event in ledger.events(date.max)] == [None, None, "异常"]
        assert ledger.faults() == []


def test_other_particulars_in_another_file_are_pointed_out_and_not_taken(branch: Branch) -> None:
    branch.record(*FIRST)
    code, file = branch.record("A1 | 贷后检查 | 2016-05-20 | | 李会计 | 异常 | ", name="b.xlsx")
    assert (code, file["new"], file["codes"]) == (0, 0, ["EVENT_DIFFERS"])


def test_next_months_file_of_the_same_name_corrects_nothing(branch: Branch) -> None:
    branch.record(*FIRST)
    june = ("A1 | 还款 | 2016-05-25 | 5000 | | | ", "A1 | 用信 | 2016-05-26 | 10000 | | | ")
    code, file = branch.record(*june)
    assert (code, file["new"], file["codes"]) == (0, 2, ["FILE_NAME_KNOWN"])
    for rows in (FIRST, june):  # each of them again changes nothing
        code, file = branch.record(*rows)
        assert (code, file["new"], file["known"], file["codes"]) == (0, 0, len(rows), [])
    code, file = branch.record(FIRST[0], FIRST[1], replacing=True)  # and each is corrected by itself
    assert (file["withdrawn"], len(branch.events())) == (1, 4)
    code, file = branch.record("A1 | 营销走访 | 2016-05-30 | | | | ", replacing=True)
    assert (code, file["codes"]) == (65, ["REPLACE_UNCLEAR"])


def test_a_file_of_one_row_is_corrected_when_asked_to(branch: Branch) -> None:
    branch.record("A1 | 签约 | 2016-05-04 | | | | ", name="b.xlsx")
    branch.record("A1 | 营销走访 | 2016-05-10 | | | | ")
    code, file = branch.record("A3 | 营销走访 | 2016-05-10 | | | | ", replacing=True)
    assert (code, file["new"], file["withdrawn"]) == (0, 1, 1)
    with Ledger(branch.ledger) as ledger:
        assert [(event["household_id"], event["kind"]) for event in ledger.events(date.max)] == [
            ("A1", "signed"),
            ("A3", "visit"),
        ]
        assert ledger.faults() == []


def test_what_is_corrected_and_withdrawn_is_listed(branch: Branch) -> None:
    branch.record(*FIRST)
    _, file = branch.record(FIRST[0], "A1 | 用信 | 2016-05-10 | 20000 | | | ", replacing=True)
    assert set(file["codes"]) == {"EVENT_CORRECTED", "EVENT_WITHDRAWN"}


def test_a_refused_correction_leaves_the_household_as_it_was(branch: Branch) -> None:
    branch.record(*FIRST)
    code, file = branch.record(FIRST[0], "A1 | 用信 | 2016-05-11 | 60000 | | | ", replacing=True)
    assert (code, file["changed"], file["withdrawn"], "DRAWDOWN_OVER_LINE" in file["codes"]) == (3, 0, 0, True)
    assert branch.events() == [("signed", None), ("drawdown", 30_000), ("inspection", None)]


def test_a_correction_pairs_rows_of_the_same_day_or_amount(branch: Branch) -> None:
    two = ("A1 | 用信 | 2016-05-11 | 10000 | | | ", "A1 | 用信 | 2016-05-12 | 20000 | | | ")
    branch.record(SIGNED, *two)
    branch.record(SIGNED, two[1], "A1 | 用信 | 2016-05-11 | 15000 | | | ", replacing=True)
    assert branch.events() == [("signed", None), ("drawdown", 15_000), ("drawdown", 20_000)]


def test_equal_rows_in_another_order_are_known(branch: Branch) -> None:
    rows = ("A1 | 营销走访 | 2016-05-10 | | 甲 | | ", "A1 | 营销走访 | 2016-05-10 | | 乙 | | ")
    branch.record(*rows)
    code, file = branch.record(*reversed(rows))
    assert (code, file["known"], file["codes"]) == (0, 2, [])


def test_a_drop_that_a_later_event_needs_is_named_and_no_other(branch: Branch) -> None:
    branch.record(SIGNED, "A1 | 营销走访 | 2016-05-05 | | | | ", "A1 | 营销走访 | 2016-05-06 | | | | ")
    branch.record("A1 | 用信 | 2016-05-10 | 1000 | | | ", name="b.xlsx")
    code, file = branch.record("A1 | 营销走访 | 2016-05-06 | | | | ", replacing=True)
    assert (code, file["withdrawn"]) == (3, 1)
    assert branch.events() == [("signed", None), ("visit", None), ("drawdown", 1_000)]


# what the household was, and is no longer


def test_what_was_drawn_stays_drawn_when_the_line_is_lowered_for_the_same_day(
    branch: Branch, run: Runner, small_village: Path
) -> None:
    branch.record(SIGNED, "A1 | 用信 | 2016-05-10 | 50000 | | | ")
    lower = replaced(small_village, "2016-05-03", 50_000, 20_000)
    assert (
        run("assess", lower, "-o", small_village.parent, "--ledger", branch.ledger, "--as-of", "2016-05-31").code == 0
    )
    _, file = branch.record("A1 | 用信 | 2016-05-20 | 1000 | | | ", name="b.xlsx")
    assert file["codes"] == ["DRAWDOWN_OVER_LINE"]
    _, file = branch.record("A1 | 还款 | 2016-05-20 | 40000 | | | ", name="c.xlsx")
    assert (file["new"], file["codes"]) == (1, [])


def test_a_household_that_left_the_roster_can_still_repay(branch: Branch, run: Runner, small_village: Path) -> None:
    rows = (SIGNED, "A1 | 用信 | 2016-05-10 | 50000 | | | ")
    branch.record(*rows)
    book = load_workbook(small_village)
    for sheet in ("农户", "成员", "评议"):
        for number in range(book[sheet].max_row, 1, -1):
            if book[sheet].cell(number, 1).value == "A1":
                book[sheet].delete_rows(number)
    for row in book["村"].iter_rows():
        if row[0].value == "评议日期":
            row[1].value = date(2016, 5, 20)
    book.save(small_village)
    assert (
        run(
            "assess", small_village, "-o", small_village.parent, "--ledger", branch.ledger, "--as-of", "2016-05-31"
        ).code
        == 0
    )
    assert branch.record(*rows)[0] == 0
    found = run(
        "coverage", "--ledger", branch.ledger, "--as-of", "2016-05-31", "-o", small_village.parent, "--json"
    ).json
    assert found["off_roster"] == {"households": 1, "balance_yuan": 50_000}
    _, file = branch.record("A1 | 还款 | 2016-05-25 | 20000 | | | ", name="c.xlsx")
    assert (file["new"], file["codes"]) == (1, [])
    _, file = branch.record("A1 | 用信 | 2016-05-26 | 1 | | | ", name="d.xlsx")
    assert file["codes"] == ["DRAWDOWN_WITHOUT_LINE"]


def test_what_was_withdrawn_can_be_recorded_again(branch: Branch) -> None:
    branch.record(*FIRST)
    branch.record(*FIRST[:2], replacing=True)
    assert len(branch.events()) == 2
    code, file = branch.record(*FIRST)
    assert (code, file["new"], len(branch.events())) == (0, 1, 3)


def test_a_correction_that_later_events_rest_on_is_refused(branch: Branch) -> None:
    branch.record(*FIRST)
    branch.record("A1 | 还款 | 2016-05-25 | 30000 | | | ", name="b.xlsx")
    code, file = branch.record(FIRST[0], "A1 | 用信 | 2016-05-10 | 20000 | | | ", FIRST[2], replacing=True)
    assert (file["changed"], file["codes"]) == (0, ["EVENT_BREAKS_LATER"])
    code, file = branch.record(FIRST[0], FIRST[2], replacing=True)
    assert (code, file["withdrawn"], file["codes"]) == (3, 0, ["DROP_BREAKS_LATER"])
    assert ("drawdown", 30_000) in branch.events()


def test_an_event_of_a_row_that_cannot_be_read_is_not_withdrawn(branch: Branch) -> None:
    branch.record(*FIRST)
    _, file = branch.record(*FIRST[:2], "A1 | 贷后检查 | 某天 | | 李会计 | 正常 | ", replacing=True)
    assert (file["withdrawn"], file["rows"]["rejected"], len(branch.events())) == (0, 1, 3)
    assert "WITHDRAWAL_HELD" in file["codes"]


def test_what_was_known_before_a_correction_can_be_shown(branch: Branch) -> None:
    branch.record(*FIRST)
    with Ledger(branch.ledger) as ledger:
        then = max(event["recorded_at"] for event in ledger.events(date.max))
    branch.record(FIRST[0], "A1 | 用信 | 2016-05-10 | 20000 | | | ", FIRST[2], replacing=True)
    with Ledger(branch.ledger, known_at=then) as ledger:
        assert [event["amount_yuan"] for event in ledger.events(date.max)] == [None, 30_000, None]


def test_a_dry_run_tells_what_is_new_and_records_nothing(branch: Branch, run: Runner, tmp_path: Path) -> None:
    path = write(tmp_path / "x.xlsx", HEADER + "| 试验村 | A1 | 签约 | 2016-05-10 | | | | |")
    done = run("record", path, "--ledger", branch.ledger, "--as-of", "2016-05-31", "--dry-run", "--json")
    assert done.json["new"] == 1
    assert branch.events() == []
