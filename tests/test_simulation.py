"""``policy simulate``: what another policy would do to the villages of the ledger, and nothing of it recorded."""

import hashlib
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from running import Result, Runner
from workbooks import VILLAGE, write

HOUSEHOLDS = """
## 农户
| 户号 | 户主 | 户籍状态 | 居住状态 | 名单 |
| A1 | 甲一 | 正常 | 在家 | 白 |
| A2 | 乙二 | 正常 | 在家 | 灰 |
| A3 | 丙三 | 正常 | 在家 | |
| A4 | 丁四 | 正常 | 举家外出 | |
| A5 | 戊五 | 销户 | 在家 | |
"""
RATINGS = """
## 评议
| 户号 | 网格员 | 建议额度 |
| A1 | 张三 | 50000 |
| A1 | 李四 | 60000 |
| A1 | 王五 | 100000 |
| A3 | 张三 | 30000 |
| A3 | 李四 | 50000 |
| A3 | 王五 | 100000 |
| A4 | 张三 | 40000 |
| A4 | 李四 | 40000 |
| A4 | 王五 | 40000 |
"""


def entry(name: str, value: object, since: str = "2016-01-01", bound: str = "") -> str:
    shown = f'"{value}"' if isinstance(value, str) else value
    bounds = f'bound = "{bound}"\n' if bound else ""
    return (
        f'[[{name}]]\nfrom = {since}\nissued = 2016-01-01\nvalue = {shown}\n{bounds}document = "letter"\nclause = "1"\n'
    )


class Branch:
    def __init__(self, run: Runner, folder: Path) -> None:
        self._run, self.folder, self.ledger = run, folder, folder / "l.db"

    def assess(self, text: str, *options: object) -> None:
        book = write(self.folder / "in" / "试验村.xlsx", text)
        done = self._run(
            "assess", book, "-o", self.folder / "out", "--ledger", self.ledger, "--as-of", "2016-05-31", *options
        )
        assert done.code == 0, done.err + done.out

    def policy(self, *entries: str) -> Path:
        text = "".join(entries)
        path = self.folder / f"{hashlib.sha256(text.encode()).hexdigest()[:8]}.toml"
        path.write_text(text, "utf-8")
        return path

    def simulate(self, *options: object, as_of: str = "2016-05-31") -> Result:
        common = ("--ledger", self.ledger, "-o", self.folder / "out", "--as-of", as_of)
        return self._run("policy", "simulate", *common, *options)

    def found(self, *options: object, as_of: str = "2016-05-31") -> Any:
        done = self.simulate("--json", *options, as_of=as_of)
        assert done.code == 0, done.err
        return done.json


@pytest.fixture
def branch(run: Runner, tmp_path: Path) -> Branch:
    found = Branch(run, tmp_path)
    found.assess(VILLAGE + HOUSEHOLDS + RATINGS)
    return found


def test_the_policy_of_the_run_changes_nothing(branch: Branch) -> None:
    found = branch.found()
    assert (found["households"], found["cautions"]) == ([], [])
    (changes,) = found["differences"].values()
    assert changes == []
    assert found["total"]["before"] == found["total"]["after"]
    assert found["total"]["before"]["coverage"] == {"numerator": 2, "denominator": 4, "rate": 0.5}
    assert found["total"]["before"]["coverage_net"] == {"numerator": 1, "denominator": 2, "rate": 0.5}
    assert found["total"]["before"]["review_queue"] == 2


def test_households_that_change_are_told_with_status_line_and_reason(branch: Branch) -> None:
    found = branch.found("--policy", branch.policy(entry("reconcile.spread_percent", 400, bound="exclusive"), entry("reconcile.closeness_percent", 10, bound="inclusive")))  # fmt: skip
    told = {one["household_id"]: one for one in found["households"]}
    assert set(told) == {"A1", "A3"}
    assert told["A3"]["change"] == "new"
    assert told["A3"]["before"] == {
        "status": "referred",
        "credit_line_yuan": None,
        "suggested_line_yuan": 50_000,
        "basis": "compromise",
        "reason_codes": ["SPREAD_TOO_WIDE"],
    }
    assert (told["A3"]["after"]["status"], told["A3"]["after"]["credit_line_yuan"]) == ("granted", 50_000)
    assert (told["A1"]["change"], told["A1"]["after"]["credit_line_yuan"]) == ("raise", 60_000)
    total = found["total"]
    assert total["changes"]["raise"] == {"households": 1, "yuan": 5_000}
    assert total["changes"]["new"] == {"households": 1, "yuan": 50_000}
    assert total["matrix"]["referred"] == {"granted": 1, "referred": 1}
    assert total["after"]["total_line_yuan"] - total["before"]["total_line_yuan"] == 55_000
    assert total["after"]["review_queue"] == 1


def test_what_differs_between_the_policies_is_said(branch: Branch) -> None:
    candidate = branch.policy(entry("limits.household_cap_yuan", 40_000))
    (changes,) = branch.found("--policy", candidate)["differences"].values()
    assert [(one["rule"], one["name"], one["old"], one["new"]) for one in changes] == [
        ("limits", "household_cap_yuan", [300_000, None], [40_000, None])
    ]
    text = branch.simulate("--policy", candidate).out
    assert "Largest credit line of one household (limits.household_cap_yuan): 300,000 (yuan) → 40,000 (yuan)" in text


def test_the_policy_compared_with_is_the_runs_own_or_that_of_the_files(branch: Branch) -> None:
    tight = branch.policy(entry("limits.household_cap_yuan", 40_000))
    branch.assess(VILLAGE + HOUSEHOLDS + RATINGS, "--policy", tight)
    assert branch.found("--policy", tight)["households"] == []
    back = branch.found()
    assert [one["household_id"] for one in back["households"]] == ["A1"]
    assert branch.found("--baseline", branch.policy(entry("limits.rounding_yuan", 1000)))["households"] == []


def test_values_are_those_of_the_as_of_day_and_later_ones_are_told(branch: Branch) -> None:
    candidate = branch.policy(entry("limits.household_cap_yuan", 40_000, since="2016-12-01"))
    before = branch.found("--policy", candidate)
    assert before["households"] == [] and "2016-12-01" in before["cautions"][0]
    after = branch.found("--policy", candidate, as_of="2016-12-01")
    assert [one["household_id"] for one in after["households"]] == ["A1"] and after["cautions"] == []


def test_a_value_is_varied_step_by_step(branch: Branch) -> None:
    swept = branch.found("--vary", "closeness=0:0.5:0.05")["vary"]
    assert (swept["rule"], swept["name"]) == ("reconcile", "closeness_percent")
    assert [(one["value"], one["total_line_yuan"], one["changed"]) for one in swept["steps"]] == [
        (0, 100_000, 1), (5, 100_000, 1), (10, 100_000, 1), (15, 100_000, 1), (20, 95_000, 0), (25, 95_000, 0),
        (30, 95_000, 0), (35, 95_000, 0), (40, 135_000, 1), (45, 135_000, 1), (50, 150_000, 2),
    ]  # fmt: skip
    assert {one["households"] for one in swept["steps"]} == {5}


def test_each_step_of_a_sweep_is_as_the_policy_with_that_value(branch: Branch) -> None:
    (step,) = branch.found("--vary", "closeness_percent=40:40:1")["vary"]["steps"]
    candidate = branch.policy(entry("reconcile.closeness_percent", 40, bound="inclusive"))
    alone = branch.found("--policy", candidate)["total"]
    assert {name: step[name] for name in alone["after"]} == alone["after"]
    assert step["changed"] == alone["changed"]


def test_nothing_is_recorded(branch: Branch) -> None:
    def rows() -> list[Any]:
        with sqlite3.connect(branch.ledger) as database:
            return [database.execute(f"SELECT count(*) FROM {name}").fetchone() for name in ("run", "event", "policy")]

    before = rows()
    branch.found("--policy", branch.policy(entry("limits.household_cap_yuan", 40_000)), "--vary", "closeness=10:50:5")
    assert rows() == before


def test_the_workbook_has_charts_the_households_and_the_sweep(branch: Branch) -> None:
    found = branch.found(
        "--policy", branch.policy(entry("limits.household_cap_yuan", 40_000)), "--vary", "closeness=10:50:5"
    )
    (path,) = found["outputs"]
    assert Path(path).name == "policy-simulation-2016-05-31.xlsx"
    assert Path(path).stat().st_mode & 0o777 == 0o600
    book = load_workbook(path)
    charts = {sheet.title: len(sheet._charts) for sheet in book if sheet._charts}  # type: ignore[attr-defined]
    assert charts == {"Summary": 1, "Sweep": 1}
    text = "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value)
    assert "A1" in text and "甲一" not in text
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_a_ledger_without_policies_compares_with_what_was_recorded_and_says_so(branch: Branch) -> None:
    with sqlite3.connect(branch.ledger) as database:
        database.execute("DROP TRIGGER policy_no_delete")
        database.execute("DELETE FROM policy")
    found = branch.found("--policy", branch.policy(entry("limits.household_cap_yuan", 40_000)))
    assert [one["household_id"] for one in found["households"]] == ["A1"]
    assert found["differences"] == {} and "does not keep the policy" in found["cautions"][0]


def test_a_decision_that_its_own_policy_no_longer_gives_is_told(branch: Branch) -> None:
    with sqlite3.connect(branch.ledger) as database:
        database.execute("DROP TRIGGER assessed_no_update")
        database.execute("UPDATE assessed SET line_yuan = 54000 WHERE household_id = 'A1'")
    (caution,) = branch.found()["cautions"]
    assert "1 households" in caution and "replay" in caution


def test_what_cannot_be_done_is_a_usage_error(branch: Branch, run: Runner, tmp_path: Path) -> None:
    assert branch.simulate(as_of="2016-05-02").code == 2
    assert branch.simulate("--vary", "moon=1:2:1").code == 2
    assert run("policy", "simulate", "--ledger", "none").code == 2
    assert not list((tmp_path / "out").glob("policy-simulation*"))


def test_the_samples_under_a_wider_closeness(run: Runner, samples: Path, tmp_path: Path) -> None:
    run("assess", samples / "villages", "-o", tmp_path, "--ledger", tmp_path / "l.db", "--as-of", "2016-05-31")
    common = ("--ledger", tmp_path / "l.db", "-o", tmp_path, "--as-of", "2016-05-31", "--json")
    found = run("policy", "simulate", *common, "--vary", "closeness=0.1:0.5:0.05").json
    assert found["households"] == []
    assert found["total"]["before"]["coverage"] == {"numerator": 962, "denominator": 1478, "rate": 0.65088}
    assert found["total"]["before"]["total_line_yuan"] == 61_662_000
    steps = {one["value"]: one for one in found["vary"]["steps"]}
    assert (steps[20]["changed"], steps[20]["total_line_yuan"]) == (0, 61_662_000)
    granted = [one["granted"] for one in found["vary"]["steps"]]
    assert granted == sorted(granted) and granted[0] < 962 < granted[-1]  # the wider, the more agree
    for one in found["vary"]["steps"]:
        assert sum(one[status] for status in ("granted", "referred", "declined", "no_conclusion", "excluded")) == 1478
