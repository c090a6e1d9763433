"""Recording outcomes: what becomes an event, what is refused, and what is known already."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from running import Runner
from workbooks import write

from gridcredit.ledger.store import Ledger

HEADER = "## 台账\n| 村 | 户号 | 事项 | 日期 | 金额 | 经办人 | 结果 | 备注 |\n"


class Branch:
    """A ledger with the small village assessed, and a way to record rows into it."""

    def __init__(self, run: Runner, village: Path, folder: Path) -> None:
        self._run = run
        self._folder = folder
        self.ledger = folder / "l.db"
        run("assess", village, "-o", folder, "--ledger", self.ledger, "--as-of", "2016-05-31")

    def record(self, *rows: str, name: str = "台账.xlsx", as_of: str = "2016-05-31") -> tuple[int, Any]:
        """Exit code and the file's JSON, with the codes of what was printed."""
        path = write(self._folder / name, HEADER + "\n".join(f"| 试验村 | {row} |" for row in rows))
        done = self._run("record", path, "--ledger", self.ledger, "--as-of", as_of, "--json")
        (file,) = done.json["files"]
        return done.code, file | {
            "codes": [line.split()[0] for line in done.err.splitlines() if "_" in line.split()[0]]
        }

    def events(self) -> list[tuple[str, int | None]]:
        with Ledger(str(self.ledger)) as ledger:
            return [(event["kind"], event["amount_yuan"]) for event in ledger.events(date.max)]


@pytest.fixture
def branch(run: Runner, small_village: Path, tmp_path: Path) -> Branch:
    return Branch(run, small_village, tmp_path)


def test_every_kind_of_event_is_taken(branch: Branch) -> None:
    kinds = ("签约", "发卡", "贷后检查", "营销走访", "拒签", "移出名单", "冻结", "解冻", "注销")
    code, file = branch.record(
        *(f"A1 | {kind} | 2016-05-10 | | 李会计 | 正常 | " for kind in kinds),
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
    branch.record("A1 | 用信 | 2016-05-11 | 30000 | | | ")
    _, file = branch.record(
        "A1 | 还款 | 2016-05-20 | 10000 | | | ", "A1 | 用信 | 2016-05-11 | 30000 | | | ", name="b.xlsx"
    )
    assert (file["new"], file["known"]) == (1, 1)


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
    _, file = branch.record("A1 | 用信 | 2016-05-11 | 30000 | | | ", f"A1 | 还款 | 2016-05-11 | {repaid} | | | ")
    assert file["new"] == 1 + taken


def test_a_repayment_before_its_drawdown_is_refused(branch: Branch) -> None:
    _, file = branch.record("A1 | 还款 | 2016-05-10 | 10000 | | | ", "A1 | 用信 | 2016-05-11 | 30000 | | | ")
    assert file["codes"] == ["BALANCE_BELOW_ZERO"]


def test_a_late_repayment_that_would_undo_a_recorded_one_is_refused(branch: Branch) -> None:
    branch.record("A1 | 用信 | 2016-05-10 | 30000 | | | ", "A1 | 还款 | 2016-05-20 | 30000 | | | ")
    _, file = branch.record("A1 | 还款 | 2016-05-15 | 1 | | | ", name="late.xlsx")
    assert "BALANCE_BELOW_ZERO" in file["codes"]


def test_other_particulars_of_a_known_event_are_pointed_out_and_not_taken(branch: Branch) -> None:
    branch.record("A1 | 贷后检查 | 2016-05-10 | | 李会计 | 正常 | ")
    code, file = branch.record("A1 | 贷后检查 | 2016-05-10 | | 李会计 | 异常 | ")
    assert (code, file["new"], file["codes"]) == (0, 0, ["EVENT_DIFFERS"])


def test_a_row_gone_from_a_file_of_the_same_name_is_pointed_out(branch: Branch) -> None:
    branch.record("A1 | 用信 | 2016-05-10 | 50000 | | | ")
    _, file = branch.record("A1 | 用信 | 2016-05-10 | 5000 | | | ")
    assert file["codes"] == ["EVENT_GONE"]


def test_a_dry_run_tells_what_is_new_and_records_nothing(branch: Branch, run: Runner, tmp_path: Path) -> None:
    path = write(tmp_path / "x.xlsx", HEADER + "| 试验村 | A1 | 签约 | 2016-05-10 | | | | |")
    done = run("record", path, "--ledger", branch.ledger, "--as-of", "2016-05-31", "--dry-run", "--json")
    assert done.json["new"] == 1
    assert branch.events() == []
