"""A village assessed again: what becomes of each line, and why."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from running import Runner
from workbooks import VILLAGE, write

from gridcredit import policy
from gridcredit.changes import KINDS, Before, Change, changes_since, compare, kind_of
from gridcredit.ledger.store import Ledger
from gridcredit.rules.validity import State
from gridcredit.schema import Columns

DAY = date(2019, 4, 3)
VALIDITY = policy.load().on(DAY).values("validity")
Facts = dict[str, Any]


@pytest.mark.parametrize(
    ("before", "now", "kind"),
    [
        (50_000, 50_001, "raise"),
        (50_000, 50_000, "hold"),
        (50_000, 49_999, "lower"),
        (50_000, 0, "end"),
        (0, 50_000, "new"),
        (0, 0, None),
    ],
)
def test_a_change_has_a_name(before: int, now: int, kind: str | None) -> None:
    assert kind_of(before, now) == kind


def before(key: str, line: int, state: str = "valid") -> Before:
    return Before(key, "一组", f"户主{key}", "granted" if line else "declined", line, "", "", State(state, DAY))


def decided(*rows: tuple[str, int]) -> Columns:
    names = ("group", "head", "status", "basis", "reason_codes")
    table: dict[str, list[Any]] = {name: ["x"] * len(rows) for name in names}
    return table | {"household_id": [key for key, _line in rows], "credit_line_yuan": [line for _key, line in rows]}


def kinds(changes: list[Change]) -> list[tuple[str, str, int, int]]:
    return [(row.household_id, row.kind, row.from_yuan, row.line_yuan) for row in changes]


@pytest.mark.parametrize(
    ("state", "line", "found"),
    [
        ("valid", 60_000, [("1", "raise", 50_000, 60_000)]),
        ("review_due", 60_000, [("1", "raise", 50_000, 60_000)]),
        ("frozen", 50_000, [("1", "hold", 50_000, 50_000)]),
        ("expired", 40_000, [("1", "lower", 50_000, 40_000)]),
        ("expired", 0, [("1", "end", 50_000, 0)]),
        ("cancelled", 50_000, [("1", "new", 0, 50_000)]),
        ("cancelled", 0, []),
    ],
)
def test_a_cancelled_line_is_gone_and_all_others_are_compared(
    state: str, line: int, found: list[tuple[str, str, int, int]]
) -> None:
    assert kinds(list(compare([before("1", 50_000, state)], decided(("1", line))))) == found


def test_households_that_came_and_went() -> None:
    earlier = [before("1", 50_000), before("2", 0), before("3", 10_000)]
    assert kinds(list(compare(earlier, decided(("4", 20_000), ("5", 0), ("2", 0), ("3", 10_000))))) == [
        ("4", "new", 0, 20_000),
        ("3", "hold", 10_000, 10_000),
        ("1", "end", 50_000, 0),
    ]


lines = st.dictionaries(st.sampled_from("12345"), st.integers(0, 3), max_size=5)
states = st.sampled_from(["valid", "expired", "frozen", "cancelled"])


@given(lines, lines, states)
def test_each_household_stands_there_once_and_the_sums_are_those_of_the_lines(
    was: dict[str, int], now: dict[str, int], state: str
) -> None:
    changes = list(compare([before(key, line, state) for key, line in was.items()], decided(*now.items())))
    assert len({row.household_id for row in changes}) == len(changes)
    assert all(row.kind in KINDS for row in changes)
    assert sum(row.line_yuan for row in changes) == sum(now.values())
    assert sum(row.from_yuan for row in changes) == (0 if state == "cancelled" else sum(was.values()))


def test_what_became_of_the_earlier_line_is_told_by_its_events_and_its_own_term() -> None:
    def row(key: str, **detail: Any) -> Facts:
        return {"household_id": key, "line_yuan": 50_000, "status": "granted", "basis": "close_all", **detail}

    def event(key: str, kind: str, on: date) -> Facts:
        return {"household_id": key, "kind": kind, "effective": on}

    earlier = {
        "run": "r1",
        "effective": date(2016, 5, 3),
        "input_sha256": "a",
        "policy_sha256": "p",
        "households": [
            row("1"),
            row("2", valid_until="2017-05-02", review_on="2017-01-01"),
            row("3"),
            row("4"),
            row("5"),
        ],
        "events": [
            event("3", "frozen", date(2017, 1, 5)),
            event("4", "cancelled", date(2017, 1, 6)),
            event("5", "frozen", date(2017, 1, 5)),
            event("5", "unfrozen", date(2017, 1, 7)),
        ],
    }
    changes = changes_since(
        earlier, decided(*((key, 50_000) for key in "12345")), DAY, "b", "p", VALIDITY, {"2": 30_000}
    )
    assert (changes.run, changes.other_inputs, changes.other_policy, changes.without) == ("r1", True, False, 0)
    assert {row.household_id: row.before and row.before.state for row in changes.rows} == {
        "1": State("review_due", date(2017, 5, 3)),
        "2": State("expired", date(2017, 5, 3)),
        "3": State("frozen", date(2017, 1, 5)),
        "4": State("cancelled", date(2017, 1, 6)),
        "5": State("review_due", date(2017, 5, 3)),
    }
    assert changes.tally() == {"raise": 0, "hold": 4, "lower": 0, "end": 0, "new": 1}
    assert [row.held_yuan for row in changes.rows] == [None, 30_000, None, None, None]


# From workbook to workbook.


FIRST = {"A1": 50_000, "A2": 30_000, "A3": 20_000, "A4": 40_000, "A5": 0, "A6": 0, "A7": 10_000}
SECOND = {"A1": 60_000, "A2": 30_000, "A3": 10_000, "A4": 40_000, "A5": 25_000, "A6": 0}


def village(path: Path, given_to: dict[str, int], day: str, listed: str = "") -> Path:
    """Three officers agree on the amounts; 0: none of them rates."""
    roster = "".join(f"| {key} | 户主{key} | {'黑' if key == listed else ''} |\n" for key in given_to)
    members = "".join(f"| {key} | 户主{key} | 户主 | 40 |\n" for key in given_to)
    ratings = "".join(
        f"| {key} | {officer} | {amount or ''} |\n" for key, amount in given_to.items() for officer in ("张三", "李四", "王五")
    )  # fmt: skip
    return write(
        path,
        VILLAGE.replace("2016-05-03", day)
        + f"## 农户\n| 户号 | 户主 | 名单 |\n{roster}"
        + f"## 成员\n| 户号 | 姓名 | 与户主关系 | 年龄 |\n{members}"
        + f"## 评议\n| 户号 | 网格员 | 建议额度 |\n{ratings}",
    )


CAP = """
[[limits.household_cap_yuan]]
from = 2016-01-01
issued = 2016-01-01
value = 30000
document = "d"
clause = "1"
"""


class Branch:
    """A ledger, and villages assessed into it."""

    def __init__(self, run: Runner, folder: Path) -> None:
        self._run, self.folder, self.ledger = run, folder, folder / "l.db"

    def assess(self, path: Path, *more: object) -> tuple[Any, Any, list[str]]:
        """The village's JSON, its workbook, what was printed."""
        out = self.folder / "out"
        done = self._run("assess", path, "-o", out, "--ledger", self.ledger, "--as-of", "2019-05-31", "--json", *more)
        assert done.code == 0, done.err
        return done.json["villages"][0], load_workbook(out / "试验村-assessment.xlsx"), done.err.splitlines()

    def bytes(self) -> bytes:
        return (self.folder / "out" / "试验村-assessment.xlsx").read_bytes()

    def record(self, *rows: str) -> None:
        text = "## 台账\n| 村 | 户号 | 事项 | 日期 | 金额 |\n" + "".join(f"| 试验村 | {row} | |\n" for row in rows)
        path = write(self.folder / "台账.xlsx", text)
        assert self._run("record", path, "--ledger", self.ledger, "--as-of", "2019-05-31").code == 0


@pytest.fixture
def branch(run: Runner, tmp_path: Path) -> Branch:
    """Assessed on 2016-05-03, and then A4's line frozen, A7's cancelled."""
    made = Branch(run, tmp_path)
    made.assess(village(tmp_path / "2016.xlsx", FIRST, "2016-05-03"))
    made.record("A4 | 冻结 | 2017-01-05", "A7 | 注销 | 2017-01-06")
    return made


def listed(book: Any) -> list[list[Any]]:
    sheet = list(book["Changes (internal)"].values)
    start = next(at for at, row in enumerate(sheet) if row[0] == "No.")
    return [list(row[1:2] + row[4:]) for row in sheet[start + 1 :] if row[1]]


def notes(book: Any) -> list[Any]:
    return [row[0] for row in book["Changes (internal)"].iter_rows(max_row=6, values_only=True)]


def test_a_first_assessment_changes_nothing(run: Runner, tmp_path: Path) -> None:
    path = village(tmp_path / "2016.xlsx", FIRST, "2016-05-03")
    found, book, printed = Branch(run, tmp_path).assess(path)
    assert found["changes"] is None
    assert "Changes (internal)" not in book.sheetnames
    assert not any("since run" in line for line in printed)


def test_a_second_one_says_what_changes_household_by_household(branch: Branch) -> None:
    path = village(branch.folder / "2019.xlsx", SECOND, "2019-04-03", listed="A2")
    found, book, printed = branch.assess(path)
    first = found["changes"]["since"]
    assert found["changes"] == {"since": first, "raise": 1, "hold": 1, "lower": 1, "end": 1, "new": 1}
    counts = "raised 1; held 1; lowered 1; ended 1; new 1"
    assert f"试验村: lines since run {first} of 2016-05-03: {counts}" in printed
    due = "valid, review due since 2017-05-03"
    assert listed(book) == [
        ["A2", "ended", 30_000, None, due, "was 30,000 (all close), now – (on the black list)"],
        ["A3", "lowered", 20_000, 10_000, due, "was 20,000 (all close), now 10,000 (all close)"],
        ["A1", "raised", 50_000, 60_000, due, "was 50,000 (all close), now 60,000 (all close)"],
        ["A5", "new", None, 25_000, None, "was – (too few ratings count), now 25,000 (all close)"],
        ["A4", "held", 40_000, 40_000, "frozen since 2017-01-05", "was 40,000 (all close), now 40,000 (all close)"],
    ]
    assert f"Compared with run {first}: another workbook, the same policy." in notes(book)
    left_out = "2 households without a line before and now are not listed."
    assert left_out in notes(book)  # A6, and A7 whose line was cancelled
    summary = [row[:4] for row in book["Summary"].values]
    at = summary.index(("Lines since the assessment of 2016-05-03", None, None, None))
    assert summary[at + 2 : at + 8] == [
        ("raised", 1, 50_000, 60_000),
        ("held", 1, 40_000, 40_000),
        ("lowered", 1, 20_000, 10_000),
        ("ended", 1, 30_000, 0),
        ("new", 1, 0, 25_000),
        ("total", 5, 140_000, 135_000),
    ]


def test_a_household_that_left_the_roster_is_told_with_its_line(branch: Branch) -> None:
    given_to = {key: amount for key, amount in FIRST.items() if key != "A1"}
    _found, book, _printed = branch.assess(village(branch.folder / "2019.xlsx", given_to, "2019-04-03"))
    assert listed(book)[0] == [
        "A1", "ended", 50_000, None, "valid, review due since 2017-05-03",
        "was 50,000 (all close), now – (no longer on the roster)",
    ]  # fmt: skip
    assert ["A7", "new", 10_000, 10_000, "cancelled since 2017-01-06"] in [row[:5] for row in listed(book)]


def test_after_its_term_a_line_is_renewed(branch: Branch) -> None:
    _found, book, _printed = branch.assess(village(branch.folder / "2019.xlsx", FIRST, "2019-05-03"))
    assert listed(book)[-1][:5] == ["A4", "held", 40_000, 40_000, "expired since 2019-05-03"]


def test_the_same_run_again_makes_the_same_bytes_and_records_nothing(branch: Branch) -> None:
    path = village(branch.folder / "2019.xlsx", SECOND, "2019-04-03")
    first, _book, _printed = branch.assess(path)
    made = branch.bytes()
    again, _book, _printed = branch.assess(path)
    assert (first["recorded"], again["recorded"]) == (True, False)
    assert branch.bytes() == made
    earliest = branch.folder / "2016.xlsx"
    assert branch.assess(earliest)[0]["changes"] is None  # of 2016, when there was nothing before


def test_another_policy_alone_is_another_decision_and_decisions_do_not_look_back(branch: Branch) -> None:
    file = branch.folder / "p.toml"
    file.write_text(CAP, encoding="utf-8")
    path = branch.folder / "2016.xlsx"
    found, book, _printed = branch.assess(path, "--policy", file)
    assert found["changes"] == {
        "since": found["changes"]["since"],
        "raise": 0,
        "hold": 3,
        "lower": 2,
        "end": 0,
        "new": 0,
    }
    assert listed(book)[0] == [
        "A1", "lowered", 50_000, 30_000, None, "was 50,000 (all close), now 30,000 (all close; capped)",
    ]  # fmt: skip
    assert f"Compared with run {found['changes']['since']}: the same workbook, another policy." in notes(book)
    alone = Branch(branch._run, branch.folder / "alone")
    alone.folder.mkdir()
    without = alone.assess(path, "--policy", file)[0]
    assert {name: without[name] for name in ("run", "granted", "total_line_yuan")} == {
        name: found[name] for name in ("run", "granted", "total_line_yuan")
    }


def test_a_dry_run_tells_the_changes_and_records_none(branch: Branch) -> None:
    path = village(branch.folder / "2019.xlsx", SECOND, "2019-04-03")
    dry = branch.assess(path, "--dry-run")[0]
    assert (dry["changes"]["raise"], dry["recorded"]) == (1, False)
    assert branch.assess(path)[0]["recorded"]


def test_without_a_ledger_there_is_nothing_to_compare_with(run: Runner, branch: Branch, tmp_path: Path) -> None:
    path = village(tmp_path / "2019.xlsx", SECOND, "2019-04-03")
    for ledger in ("none", tmp_path / "new.db"):
        done = run("assess", path, "-o", tmp_path / "o", "--ledger", ledger, "--as-of", "2019-05-31", "--json")
        assert done.json["villages"][0]["changes"] is None


def test_the_ledger_keeps_each_households_change(branch: Branch) -> None:
    first = branch.assess(village(branch.folder / "2019.xlsx", SECOND, "2019-04-03"))[0]["changes"]["since"]
    with Ledger(str(branch.ledger)) as ledger:
        kept = {row["household_id"]: row.get("change") for row in ledger.roster(date(2019, 5, 31))}
    assert kept["A1"] == {"kind": "raise", "from_yuan": 50_000, "state": "review_due", "run": first}
    assert kept["A5"] == {"kind": "new", "from_yuan": 0, "state": "none", "run": first}
    assert kept["A6"] is None


def test_another_villages_runs_and_events_are_not_looked_at(run: Runner, branch: Branch, tmp_path: Path) -> None:
    text = village(tmp_path / "x.xlsx", FIRST, "2019-04-03")
    other = tmp_path / "in" / "y.xlsx"
    other.parent.mkdir()
    shutil.copy(text, other)
    book = load_workbook(other)
    book["村"]["B1"] = "别村"
    book.save(other)
    done = run("assess", other, "-o", tmp_path / "o", "--ledger", branch.ledger, "--as-of", "2019-05-31", "--json")
    assert done.json["villages"][0]["changes"] is None


@pytest.mark.parametrize(("day", "compared"), [("2016-05-02", False), ("2016-05-03", True), ("2016-05-04", True)])
def test_only_runs_up_to_the_day_of_the_decisions_are_earlier_ones(branch: Branch, day: str, compared: bool) -> None:
    found, _book, _printed = branch.assess(village(branch.folder / "b.xlsx", SECOND, day))
    assert (found["changes"] is not None) == compared


def test_another_workbook_and_another_policy_are_both_named(branch: Branch) -> None:
    file = branch.folder / "p.toml"
    file.write_text(CAP, encoding="utf-8")
    path = village(branch.folder / "2019.xlsx", SECOND, "2019-04-03")
    found, book, _printed = branch.assess(path, "--policy", file)
    text = f"Compared with run {found['changes']['since']}: another workbook and another policy."
    assert text in notes(book)
