"""A folder's files as one village: officers' workbooks, parts of a roster, and what cannot belong together."""

from pathlib import Path
from typing import Any

import pytest
from running import Runner
from workbooks import VILLAGE, write

ROSTER = """
## 农户
| 户号 | 户主 |
| A1 | 甲一 |
| A2 | 乙二 |
"""
MEMBERS = """
## 成员
| 户号 | 姓名 | 与户主关系 | 年龄 |
| A1 | 甲一 | 户主 | 40 |
| A2 | 乙二 | 户主 | 50 |
"""


def rated_by(officer: str, first: object = 50000, second: object = 30000, village: str = "试验村") -> str:
    return f"""
## 评议表
| {village}评议表 | | |
| 村名：{village} | 评议员姓名： | {officer} |
| 户号 | 户主 | 建议额度 |
| A1 | 甲一 | {first} |
| A2 | 乙二 | {second} |
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A roster, its members and three officers' ratings, a workbook each."""
    place = tmp_path / "in" / "试验村"
    write(place / "花名册.xlsx", VILLAGE + ROSTER)
    write(place / "家庭成员.xlsx", MEMBERS)
    for officer in ("张三", "李四", "王五"):
        write(place / f"{officer}.xlsx", rated_by(officer))
    return place


def assess(run: Runner, tmp_path: Path, *places: Path) -> tuple[int, Any]:
    done = run("assess", *places, "-o", tmp_path / "out", "--ledger", "none", "--as-of", "2016-05-31", "--json")
    return done.code, done.json


def codes(findings: list[dict[str, str]]) -> set[str]:
    return {finding["code"] for finding in findings}


def test_a_folders_files_make_one_village(run: Runner, tmp_path: Path, folder: Path) -> None:
    code, found = assess(run, tmp_path, folder)
    assert code == 0
    (village,) = found["villages"]
    assert (village["village"], village["granted"], village["total_line_yuan"]) == ("试验村", 2, 80_000)
    assert village["rows"] == {"read": 10, "accepted": 10, "rejected": 0}
    assert len(village["inputs"]) == 5


def test_files_named_one_by_one_are_their_folders(run: Runner, tmp_path: Path, folder: Path) -> None:
    named = assess(run, tmp_path, *sorted(folder.iterdir(), reverse=True))[1]["villages"][0]
    whole = assess(run, tmp_path, folder)[1]["villages"][0]
    assert named["input_sha256"] == whole["input_sha256"]
    assert named["total_line_yuan"] == whole["total_line_yuan"]


def test_officers_workbooks_alone_make_the_roster_too(run: Runner, tmp_path: Path) -> None:
    for officer in ("张三", "李四", "王五"):
        write(tmp_path / "试验村" / f"{officer}.xlsx", rated_by(officer))
    code, found = assess(run, tmp_path, tmp_path / "试验村")
    assert (code, found["villages"][0]["granted"]) == (0, 2)


def test_a_folder_of_whole_villages_keeps_them_apart(run: Runner, tmp_path: Path) -> None:
    for village in ("东村", "西村"):
        text = VILLAGE.replace("试验村", village) + ROSTER + MEMBERS
        write(tmp_path / "in" / f"{village}.xlsx", text + rated_by("张三", village=village))
    found = assess(run, tmp_path, tmp_path / "in")[1]
    assert [village["village"] for village in found["villages"]] == ["东村", "西村"]


def test_two_states_of_one_workbook_are_refused_both(run: Runner, tmp_path: Path) -> None:
    for name in ("甲", "甲（2）"):
        write(tmp_path / "in" / f"{name}.xlsx", VILLAGE + ROSTER + MEMBERS + rated_by("张三"))
    code, found = assess(run, tmp_path, tmp_path / "in")
    assert (code, found["villages"]) == (65, [])
    assert {entry["code"] for entry in found["failed"]} == {"VILLAGE_TWICE"}


def test_a_village_lacks_no_part_silently(run: Runner, tmp_path: Path, folder: Path) -> None:
    """An officer's file that cannot be read would change every line, so the village waits for it."""
    (folder / "王五.xlsx").write_bytes(b"damaged")
    code, found = assess(run, tmp_path, folder)
    assert (code, found["villages"]) == (65, [])
    assert {entry["code"] for entry in found["failed"]} == {"FILE_NOT_WORKBOOK", "VILLAGE_INCOMPLETE"}


def test_a_damaged_file_beside_whole_villages_costs_them_nothing(run: Runner, tmp_path: Path) -> None:
    write(tmp_path / "in" / "试验村.xlsx", VILLAGE + ROSTER + MEMBERS + rated_by("张三"))
    (tmp_path / "in" / "另一村.xlsx").write_bytes(b"damaged")
    code, found = assess(run, tmp_path, tmp_path / "in")
    assert (code, len(found["villages"]), len(found["failed"])) == (3, 1, 1)


def test_one_officer_in_two_files_is_found_household_by_household(run: Runner, tmp_path: Path, folder: Path) -> None:
    write(folder / "张三（2）.xlsx", rated_by("张三", second=""))
    checked = run("check", folder, "--json").json
    twice = {(f["file"], f["cell"]) for f in checked["findings"] if f["code"] == "RATING_TWICE"}
    assert twice == {(file, cell) for file in ("张三.xlsx", "张三（2）.xlsx") for cell in ("C4", "C5")}


def test_files_that_name_different_villages_stay_apart(run: Runner, tmp_path: Path, folder: Path) -> None:
    """Officers of two villages in one folder: none is put into the other's."""
    write(folder / "赵六.xlsx", rated_by("赵六", village="别村"))
    found = assess(run, tmp_path, folder)[1]
    assert {v["village"]: (v["granted"], v["no_conclusion"]) for v in found["villages"]} == {
        "试验村": (2, 0),
        "别村": (0, 2),
    }


def test_check_tells_a_line_a_file(run: Runner, folder: Path) -> None:
    files = run("check", folder, "--json").json["files"]
    assert [(entry["village"], entry["rows"]["read"]) for entry in files] == [("试验村", 2)] * 5


def test_a_changed_part_is_another_input(run: Runner, tmp_path: Path, folder: Path) -> None:
    before = assess(run, tmp_path, folder)[1]["villages"][0]["input_sha256"]
    write(folder / "王五.xlsx", rated_by("王五", first=60000))
    assert assess(run, tmp_path, folder)[1]["villages"][0]["input_sha256"] != before
