"""An earlier run made again: equal whatever changed since, unless an input did."""

import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from running import Result, Runner
from workbooks import VILLAGE, write

from gridcredit.replaying import Difference, compare

TIGHTER = """
[[reconcile.closeness_percent]]
from = 2016-01-01
issued = 2015-12-18
value = 5
bound = "inclusive"
document = "letter 7"
clause = "2"
"""


class Branch:
    """A ledger, an archive and a village that was assessed into them."""

    def __init__(self, run: Runner, folder: Path, village: Path) -> None:
        self.folder, self.village, self.archive, self.ledger = folder, village, folder / "archive", folder / "l.db"
        self._run = run

    def assess(self, *options: object, place: Path | None = None) -> str:
        common = ("-o", self.folder / "out", "--ledger", self.ledger, "--as-of", "2016-05-31")
        done = self._run("assess", place or self.village, *common, "--json", *options)
        return str(done.json["villages"][0]["run"])

    def replay(self, name: str, *options: object) -> Result:
        return self._run("replay", name, "--ledger", self.ledger, "--json", *options)


@pytest.fixture
def branch(run: Runner, tmp_path: Path, small_village: Path) -> Branch:
    return Branch(run, tmp_path, small_village)


def changed(path: Path) -> Path:
    """The workbook with one rating that is another one."""
    book = openpyxl.load_workbook(path)
    book["评议"]["C2"] = 80_000
    book.save(path)
    return path


def test_a_run_made_again_of_its_archived_inputs_is_equal(branch: Branch) -> None:
    name = branch.assess("--archive", branch.archive)
    branch.village.unlink()
    done = branch.replay(name[:5], "--archive", branch.archive)
    assert (done.code, done.json["equal"], done.json["differences"]) == (0, True, [])
    assert (done.json["run"], done.json["households"], done.json["unrecorded"]) == (name, 3, [])


def test_it_is_equal_after_the_policy_changed(branch: Branch, tmp_path: Path) -> None:
    name = branch.assess()
    later = tmp_path / "bank.toml"
    later.write_text(TIGHTER, "utf-8")
    assert branch.assess("--policy", later) != name
    assert branch.replay(name, branch.village).json["equal"]
    assert branch.replay(name, branch.village, "--policy", later).json["equal"]


def test_the_archive_is_private_and_keeps_each_input_once(branch: Branch) -> None:
    branch.assess("--archive", branch.archive)
    branch.assess("--archive", branch.archive)
    (kept,) = [entry for entry in branch.archive.rglob("*") if entry.is_file()]
    assert kept.name == branch.village.name and kept.read_bytes() == branch.village.read_bytes()
    assert kept.stat().st_mode & 0o777 == 0o600


def test_a_tampered_input_is_named(branch: Branch) -> None:
    name = branch.assess()
    changed(branch.village)
    done = branch.replay(name, branch.village.parent)
    assert done.code == 65 and not done.json["equal"]
    ((found,),) = (done.json["failed"],)
    assert (found["code"], found["file"]) == ("INPUT_CHANGED", "试验村.xlsx")


def test_one_byte_more_is_another_file(branch: Branch) -> None:
    name = branch.assess("--archive", branch.archive)
    (kept,) = [entry for entry in branch.archive.rglob("*") if entry.is_file()]
    with kept.open("ab") as file:
        file.write(b"\0")
    assert [one["code"] for one in branch.replay(name, "--archive", branch.archive).json["failed"]] == ["INPUT_CHANGED"]


def test_a_missing_input_is_named_and_a_renamed_one_is_found(branch: Branch, tmp_path: Path) -> None:
    name = branch.assess()
    assert [one["code"] for one in branch.replay(name).json["failed"]] == ["INPUT_MISSING"]
    renamed = shutil.copy(branch.village, tmp_path / "old copy.xlsx")
    assert branch.replay(name, renamed).json["equal"]


def test_a_village_of_several_files_is_put_together_again(run: Runner, tmp_path: Path) -> None:
    place = tmp_path / "in" / "试验村"
    write(place / "花名册.xlsx", VILLAGE + "\n## 农户\n| 户号 | 户主 |\n| A1 | 甲一 |\n")
    write(place / "成员.xlsx", "\n## 成员\n| 户号 | 姓名 | 与户主关系 | 年龄 |\n| A1 | 甲一 | 户主 | 40 |\n")
    for officer in ("张三", "李四", "王五"):
        ratings = f"| 村名：试验村 | 评议员姓名： | {officer} |\n| 户号 | 户主 | 建议额度 |\n| A1 | 甲一 | 50000 |\n"
        write(place / f"{officer}.xlsx", f"\n## 评议表\n| 试验村评议表 | | |\n{ratings}")
    branch = Branch(run, tmp_path, place)
    name = branch.assess("--archive", branch.archive)
    shutil.rmtree(place)
    assert branch.replay(name, "--archive", branch.archive).json["equal"]


def test_the_profile_belongs_to_the_inputs(run: Runner, tmp_path: Path, samples: Path) -> None:
    bank, profile = "青穗农商银行", samples / "profiles" / "青穗农商银行.toml"
    branch = Branch(run, tmp_path, samples / "banks" / bank / "张李村")
    name = branch.assess("--profile", profile, "--archive", branch.archive)
    assert branch.replay(name, "--archive", branch.archive).json["equal"]
    without = branch.replay(name, branch.village).json["failed"]
    assert [one["code"] for one in without] == ["PROFILE_MISSING"]


def test_a_ledger_that_was_changed_differs_by_household_and_field(branch: Branch) -> None:
    name = branch.assess()
    with sqlite3.connect(branch.ledger) as database:
        database.execute("DROP TRIGGER assessed_no_update")
        (texts,) = database.execute("SELECT detail, personal FROM assessed WHERE household_id = 'A1'").fetchall()
        detail, personal = map(json.loads, texts)
        detail["basis"], personal["head"] = "compromise", "别人"
        database.execute(
            "UPDATE assessed SET line_yuan = 60000, detail = ?, personal = ? WHERE household_id = 'A1'",
            (json.dumps(detail), json.dumps(personal)),
        )
    done = branch.replay(name, branch.village)
    found = {(one["household_id"], one["field"]): one for one in done.json["differences"]}
    assert done.code == 3
    assert set(found) == {("A1", "credit_line_yuan"), ("A1", "basis"), ("A1", "head")}
    line = found["A1", "credit_line_yuan"]
    assert (line["recorded"], line["recomputed"]) == (60_000, 50_000)
    assert found["A1", "head"]["recorded"] is None and "别人" not in done.out


def test_without_the_runs_policy_the_files_of_that_policy_are_asked_for(branch: Branch, tmp_path: Path) -> None:
    bank = tmp_path / "bank.toml"
    bank.write_text(TIGHTER, "utf-8")
    name = branch.assess("--policy", bank)
    with sqlite3.connect(branch.ledger) as database:
        database.execute("DROP TRIGGER policy_no_delete")
        database.execute("DELETE FROM policy")
    missing = branch.replay(name, branch.village)
    assert missing.code == 2 and name in missing.err
    assert branch.replay(name, branch.village, "--policy", bank).json["equal"]


def test_an_unknown_run_and_an_ambiguous_one_are_told(branch: Branch, tmp_path: Path) -> None:
    bank = tmp_path / "bank.toml"
    bank.write_text(TIGHTER, "utf-8")
    runs = {branch.assess(), branch.assess("--policy", bank)}
    assert branch.replay("zz").code == 2
    both = branch.replay("")
    assert both.code == 2 and all(name in both.err for name in runs)


BEFORE: dict[str, Any] = {
    "household_id": "A1",
    "status": "granted",
    "ratings": [{"amount_yuan": 5}, {"amount_yuan": 6}],
}


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (BEFORE, []),
        (BEFORE | {"status": "declined"}, [Difference("A1", "status", "granted", "declined")]),
        (
            BEFORE | {"ratings": [{"amount_yuan": 5}, {"amount_yuan": 7}]},
            [Difference("A1", "ratings.2.amount_yuan", 6, 7)],
        ),
        (BEFORE | {"ratings": [{"amount_yuan": 5}]}, [Difference("A1", "ratings", None, None)]),
    ],
)
def test_a_difference_is_told_where_it_is(after: dict[str, Any], expected: list[Difference]) -> None:
    assert list(compare([BEFORE], [after]).differences) == expected


def test_households_that_only_one_side_has_are_told() -> None:
    other = BEFORE | {"household_id": "A2"}
    assert [(one.household_id, one.recorded) for one in compare([BEFORE], [other]).differences] == [
        ("A1", "A1"),
        ("A2", None),
    ]


def test_what_an_older_version_did_not_keep_is_no_difference() -> None:
    found = compare([BEFORE], [BEFORE | {"exposure_yuan": 3}])
    assert (found.differences, found.unrecorded) == ((), ("exposure_yuan",))
