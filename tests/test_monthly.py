"""The monthly report on the samples: three month ends with a close between, targets, workbook and page."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from browser import browser, program
from ledger.branch import Branch
from openpyxl import load_workbook
from running import Runner
from workbooks import write

SHEETS = (
    *("Summary", "Coverage", "Changes", "Targets", "Heat table", "Rates", "Denominators", "To do", "Files", "Grades"),
    *("Out of order", "Policy"),
)
TARGETS = """
## 目标
| 村 | 目标日期 | 目标覆盖面 | 目标户数 | 起始日期 |
| 李家村 | 2016-06-30 | '75% |  | 2015-11-20 |
| 石曲村 | 2016-06-10 | '70% | | |
| 张李村 | 2016-08-31 | | 90 | |
| 洪洋村 | 2016-06-30 | 80 | | |
"""


@pytest.fixture(scope="session")
def samples_ledger(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Path:
    """The samples assessed and recorded, once."""
    import subprocess
    import sys

    folder = tmp_path_factory.mktemp("samples")
    for words in (
        ("assess", samples / "villages", "-o", folder, "--as-of", "2016-05-31"),
        ("record", samples / "outcomes"),
    ):
        command = [sys.executable, "-m", "gridcredit", *map(str, words), "--ledger", str(folder / "l.db")]
        assert subprocess.run(command, capture_output=True, check=False).returncode == 3
    return folder / "l.db"


@pytest.fixture
def branch(samples_ledger: Path, tmp_path: Path, run: Runner, monkeypatch: pytest.MonkeyPatch) -> Branch:
    shutil.copy(samples_ledger, tmp_path / "l.db")
    return Branch(run, tmp_path, str(tmp_path / "l.db"), monkeypatch).on("2027-01-04")


def test_three_months_with_a_close_between(branch: Branch) -> None:
    march, april = branch.coverage("2016-03-31"), branch.coverage("2016-04-30")
    assert (march["total"]["credited"], april["total"]["credited"]) == (506, 828)
    assert branch("ledger", "close", "2016-04").code == 0
    may = branch.coverage("2016-05-31")
    week, month = may["compared"]
    assert (week["kind"], week["day"], month["day"], month["closed"]) == ("week", "2016-05-24", "2016-04-30", True)
    assert (month["total"]["credited"], may["total"]["credited"]) == (828, 962)
    assert [point["day"] for point in may["trend"]][-3:] == ["2016-03-31", "2016-04-30", "2016-05-31"]
    assert [point["closed"] for point in may["trend"]][-3:] == [False, True, False]
    assert [point["credited"] for point in may["trend"]][-3:] == [506, 828, 962]


def test_a_closed_month_is_compared_as_it_was_closed(branch: Branch) -> None:
    branch("ledger", "close", "2016-04")
    before = branch.coverage("2016-05-31")["compared"][1]["total"]["signed"]
    path = write(
        branch.folder / "迟.xlsx", "## 台账\n| 村 | 户号 | 事项 | 日期 |\n| 洪洋村 | HY0001 | 签约 | 2016-04-20 |\n"
    )
    assert branch("record", path).code in (0, 3)
    assert branch.coverage("2016-05-31")["compared"][1]["total"]["signed"] == before


def test_a_month_is_closed_and_told_in_a_few_lines(branch: Branch) -> None:
    done = branch("coverage", "-o", branch.folder, "--month", "2016-05", "--format", "xlsx", "--format", "html")
    assert done.code == 0
    lines = done.out.splitlines()
    assert lines[:2] == [
        "Coverage as of 2016-05-31",
        "962 of 1,478 households have a valid line: 65.1 %; of the net roster 73.2 %. Lines 61,662,000 yuan, in use 1,936,000 yuan.",
    ]
    assert "Highest: 洪洋村 72.1 %; 李家村 68.6 %; 古岙村 63.4 %. Lowest: 上马村 57.6 %; 石曲村 59.3 %." in lines
    assert "To do — sign: 902; most at 洪洋村 280; 李家村 191; 上马村 161" in lines
    assert any(line.startswith("2016-05 was closed on 2027-01-04") for line in lines)
    assert max(map(len, lines)) < 200 and len(lines) < 25
    closed = branch.json("coverage", "-o", branch.folder, "--month", "2016-05")["closed"]
    assert closed["month"] == "2016-05"


def test_a_month_that_is_not_over_is_not_reported(branch: Branch) -> None:
    done = branch.on("2016-05-31")("coverage", "-o", branch.folder, "--month", "2016-05")
    assert (done.code, list(branch.folder.glob("*.xlsx"))) == (2, [])


def test_the_same_inputs_write_the_same_bytes(branch: Branch) -> None:
    found = []
    for folder in ("one", "two"):
        out = branch.folder / folder
        branch("coverage", "-o", out, "--as-of", "2016-05-31", "--by", "branch", "--format", "html", "--format", "xlsx")
        found.append({path.name: path.read_bytes() for path in out.glob("coverage-*")})
    assert set(found[0]) == {"coverage-2016-05-31.xlsx", "coverage-2016-05-31.html"} and found[0] == found[1]


def test_targets_are_read_measured_and_projected(branch: Branch) -> None:
    path = write(branch.folder / "目标.xlsx", TARGETS)
    done = branch("coverage", "-o", branch.folder, "--as-of", "2016-05-31", "--targets", path, "--json")
    assert done.code == 3  # 80 without a percent sign
    assert "SHARE_UNREADABLE × 1" in done.err and "TARGET_VILLAGE_UNKNOWN × 1" in done.err
    lijia, shiqu, zhangli = done.json["targets"]
    assert lijia == {
        "village": "李家村",
        "due": "2016-06-30",
        "wanted": 234,
        "credited": 214,
        "planned": 201,
        "gap": 20,
        "working_days_left": 21,
        "needed_a_working_day": 1.0,
        "projected": {"likely": 214, "low": 214, "high": 214},
    }
    assert (shiqu["wanted"], shiqu["gap"], shiqu["needed_a_working_day"]) == (159, 25, 4.2)
    assert (shiqu["projected"]["low"], zhangli["projected"], zhangli["gap"]) == (134, None, 90)
    book = load_workbook(branch.folder / "coverage-2016-05-31.xlsx")
    assert tuple(book.sheetnames) == (*SHEETS[:-1], "Findings", SHEETS[-1])


@pytest.mark.parametrize("by", ["village", "group", "grid", "branch", "officer", "batch", "township"])
def test_each_grouping_adds_up_and_falls_into_parts(branch: Branch, by: str) -> None:
    found = branch.coverage("2016-05-31", "--by", by)
    assert sum(row["credited"] for row in found["rows"]) == found["total"]["credited"] == 962
    sheet = load_workbook(branch.folder / "coverage-2016-05-31.xlsx")["Coverage"]
    levels = [sheet.row_dimensions[row].outline_level for row in range(1, sheet.max_row + 1)]
    assert (max(levels) == 1) is (by != "group")
    header = next(row for row in range(1, 9) if sheet.cell(row, 2).value == "Roster")
    rows = [(levels[row - 1], sheet.cell(row, 2).value) for row in range(header + 1, sheet.max_row)]
    if by != "group":
        for deep in (0, 1):
            assert sum(int(str(count)) for level, count in rows if level == deep) == 1_478


def test_a_day_to_compare_with_is_before_the_report(branch: Branch) -> None:
    assert branch("coverage", "-o", branch.folder, "--as-of", "2016-05-31", "--compare", "2016-05-31").code == 2
    found = branch.coverage("2016-05-31", "--compare", "2016-03-31", "--compare", "2016-04-30")
    assert [(one["kind"], one["day"]) for one in found["compared"]] == [
        ("week", "2016-05-24"),
        ("month", "2016-04-30"),
        ("asked", "2016-03-31"),
    ]


def test_a_sheet_of_targets_that_cannot_be_read_is_told_and_the_rest_reported(branch: Branch) -> None:
    path = branch.folder / "目标.xlsx"
    path.write_bytes(b"no workbook")
    done = branch("coverage", "-o", branch.folder, "--as-of", "2016-05-31", "--targets", path)
    assert done.code == 3 and (branch.folder / "coverage-2016-05-31.xlsx").exists()


def test_the_page_is_one_file_with_the_same_figures(branch: Branch) -> None:
    branch("coverage", "-o", branch.folder, "--as-of", "2016-05-31", "--format", "html")
    page = (branch.folder / "coverage-2016-05-31.html").read_text("utf-8")
    assert "<svg" in page and "1,478" in page and "65.1 %" in page
    assert not re.search(r"<script|https?://(?!www\.w3\.org)|@import|url\(", page)
    assert not (branch.folder / "coverage-2016-05-31.xlsx").exists()


def test_the_page_of_the_samples_fits_a_phone(branch: Branch) -> None:
    if program() is None:
        pytest.skip("Chromium is not installed")
    branch("coverage", "-o", branch.folder, "--as-of", "2016-05-31", "--by", "branch", "--format", "html")
    with browser() as page:
        page.open(branch.folder / "coverage-2016-05-31.html", 390)
        assert page.ask("document.documentElement.scrollWidth") <= 390
        assert page.ask("document.querySelectorAll('svg').length") == 4
        assert page.ask("document.querySelectorAll('details').length") > 0
        asked = [one["request"]["url"] for one in page.told("Network.requestWillBeSent")]
    assert [url for url in asked if not url.startswith("file:")] == []


def test_a_day_on_which_nobody_was_on_a_roster_can_be_asked_for(branch: Branch) -> None:
    found = branch.coverage("2016-05-31", "--compare", "2010-01-01")["compared"]
    assert (found[-1]["day"], found[-1]["rows"], found[-1]["total"]["credited"]) == ("2010-01-01", [], 0)


def test_the_report_names_nobody_of_the_village(branch: Branch, samples: Path) -> None:
    branch("coverage", "-o", branch.folder, "--as-of", "2016-05-31")
    text = str([list(sheet.values) for sheet in load_workbook(branch.folder / "coverage-2016-05-31.xlsx")])
    rows = list(load_workbook(samples / "villages" / "李家村.xlsx")["农户"].iter_rows(min_row=3, values_only=True))
    staff = {"陈晓东", "吴志强", "林海燕", "周敏"}
    heads: set[Any] = {row[2] for row in rows} - staff
    assert not [name for name in heads if isinstance(name, str) and len(name) == 3 and f"'{name}'" in text]
