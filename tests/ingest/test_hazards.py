"""Silent-data hazards of banks' real sheets: each ends in the right decision, or in a finding that names its cell.

Every case goes the whole way: a file on disk, the reader's process, the village joined, checked and decided. It states
all the findings that come of it, so that nothing is lost beside them.
"""

import csv
import io
from collections.abc import Mapping
from pathlib import Path

import pytest
from hazards import HAZARDS
from hazards.making import AS_OF, BASE, OFFICERS, RATED, Hazard, of_officer, outcome
from running import Runner
from workbooks import write


@pytest.mark.parametrize("hazard", HAZARDS, ids=lambda hazard: hazard.name)
def test_nothing_is_silently_other_than_it_was_written(tmp_path: Path, hazard: Hazard) -> None:
    files = hazard.files if isinstance(hazard.files, Mapping) else {"试验村.xlsx": hazard.files}
    folder = tmp_path / "in"
    folder.mkdir()
    assert outcome(folder, files, hazard.profile) == (hazard.decided, sorted(hazard.found))


# what stands in a folder


def in_village(village: str, officer: str, first: int = 50_000, second: int = 30_000) -> str:
    """An officer's sheet that names its village."""
    return of_officer(officer, first, second).replace("| 网格员： |", f"| 村名：{village} | 网格员： |")


OF_FILES = {"花名册.xlsx": BASE, **{f"{officer}.xlsx": in_village("试验村", officer) for officer in OFFICERS}}
AS_RATED = {"试验村 A1": "50000", "试验村 A2": "30000"}
TOO_FEW = dict.fromkeys(AS_RATED, "no_conclusion")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A village in a roster's workbook and three officers'."""
    for name, text in OF_FILES.items():
        write(tmp_path / "试验村" / name, text)
    return tmp_path / "试验村"


def assessed(run: Runner, tmp_path: Path, place: Path) -> tuple[dict[str, str], set[tuple[str, str]]]:
    """Each household's line, or its status where it has none, and each finding's code and file."""
    decisions, findings = tmp_path / "decisions.csv", tmp_path / "findings.csv"
    common = ("--as-of", AS_OF.isoformat())
    run("assess", place, "-o", tmp_path / "out", "--ledger", "none", "--decisions", decisions, *common)
    run("check", place, "--findings", findings, *common)
    rows = list(csv.DictReader(io.StringIO(decisions.read_text("utf-8-sig"))))
    told = csv.DictReader(io.StringIO(findings.read_text("utf-8-sig")))
    lines = {f"{row['village']} {row['household_id']}": row["credit_line_yuan"] or row["status"] for row in rows}
    return lines, {(row["code"], row["file"]) for row in told if row["code"] != "FILE_INCOMPLETE"}


def test_a_folder_of_parts_is_read_whole(run: Runner, tmp_path: Path, folder: Path) -> None:
    assert assessed(run, tmp_path, folder) == (AS_RATED, set())


@pytest.mark.parametrize("name", ["王五.html", "王五.pdf", "王五.jpg", "旧表/王五.xlsx"])
def test_an_officers_file_that_a_folder_hides_is_told(run: Runner, tmp_path: Path, folder: Path, name: str) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / "王五.xlsx").rename(folder / name)
    lines, found = assessed(run, tmp_path, folder)
    assert lines == TOO_FEW
    assert found == {("PASSED_OVER", name.split("/")[0])}


@pytest.mark.parametrize(
    "name", ["~$王五.xlsx", ".王五.xlsx", "试验村-授信结果.xlsx", "试验银行.toml", "gridcredit.db"]
)
def test_what_is_no_part_of_a_village_is_passed_in_silence(
    run: Runner, tmp_path: Path, folder: Path, name: str
) -> None:
    (folder / name).write_bytes(b"x")
    assert assessed(run, tmp_path, folder) == (AS_RATED, set())


def test_last_years_workbook_beside_this_years_refuses_both(run: Runner, tmp_path: Path) -> None:
    for year in ("2015", "2016"):
        write(tmp_path / "试验村" / f"{year}.xlsx", BASE + RATED)
    assert assessed(run, tmp_path, tmp_path / "试验村") == (
        {},
        {("VILLAGE_TWICE", f"{year}.xlsx") for year in ("2015", "2016")},
    )


def test_an_officers_sheet_of_last_year_beside_this_years_is_told(run: Runner, tmp_path: Path, folder: Path) -> None:
    write(folder / "张三2015.xlsx", in_village("试验村", "张三", 80_000, 80_000))
    lines, found = assessed(run, tmp_path, folder)
    assert lines == TOO_FEW
    assert found == {("RATING_TWICE", "张三.xlsx"), ("RATING_TWICE", "张三2015.xlsx")}


def test_an_officers_file_of_another_village_stays_out(run: Runner, tmp_path: Path, folder: Path) -> None:
    write(folder / "赵六.xlsx", in_village("别村", "赵六", 90_000))
    lines, found = assessed(run, tmp_path, folder)
    assert lines == AS_RATED | {"别村 A1": "no_conclusion", "别村 A2": "no_conclusion"}
    assert found == {("MEMBERS_MISSING", "赵六.xlsx"), ("ROSTER_FROM_ROWS", "赵六.xlsx")}
