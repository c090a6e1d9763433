"""The article's figures: five villages at the end of May 2016 (the golden case)."""

import csv
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from running import Runner
from workbooks import read

AS_OF = ("--as-of", "2016-05-31")
CREDITED = {
    "李家村": (214, 312),
    "洪洋村": (292, 405),
    "古岙村": (151, 238),
    "上马村": (171, 297),
    "石曲村": (134, 226),
}
SIGNED = {"李家村": 23, "洪洋村": 12, "古岙村": 9, "上马村": 10, "石曲村": 6}


@pytest.fixture(scope="session")
def month(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Path:
    """The branch's month once through: assess, record, coverage, inspections."""
    out = tmp_path_factory.mktemp("month")
    ledger, key = ("--ledger", out / "l.db"), ("--id-key", out / "id.key")
    for arguments in (
        ("ledger", "id-key", out / "id.key"),
        ("assess", samples / "villages", "-o", out, *ledger, *AS_OF, *key, "--decisions", out / "decisions.csv"),
        ("record", samples / "outcomes", *ledger),
        ("coverage", "-o", out, *ledger, *AS_OF),
        ("inspections", "-o", out, *ledger, *AS_OF, "--until", "2016-07-31"),
    ):
        done = subprocess.run(
            [sys.executable, "-m", "gridcredit", *map(str, arguments), "--lang", "en"], capture_output=True, check=False
        )
        assert done.returncode in (0, 3), done.stderr.decode()
    return out


@pytest.fixture
def coverage(month: Path, run: Runner) -> Any:
    return run("coverage", "-o", month, "--ledger", month / "l.db", *AS_OF, "--json").json


def test_962_of_1478_households_are_credited(coverage: Any) -> None:
    assert coverage["total"]["rates"]["coverage"] == {"numerator": 962, "denominator": 1478, "rate": 0.65088}


def test_each_village_has_its_credited_households(coverage: Any) -> None:
    found = {row["name"]: (row["credited"], row["roster"]) for row in coverage["rows"]}
    assert found == CREDITED


def test_hongyang_reaches_72_1_percent_with_12_signed_and_complete_files(coverage: Any) -> None:
    (hongyang,) = (row for row in coverage["rows"] if row["name"] == "洪洋村")
    assert f"{hongyang['rates']['coverage']['rate']:.1%}" == "72.1%"
    assert hongyang["rates"]["filing_of_credited"] == {"numerator": 292, "denominator": 292, "rate": 1.0}
    assert hongyang["signed"] == 12


def test_60_households_signed_in_all(coverage: Any) -> None:
    assert {row["name"]: row["signed"] for row in coverage["rows"]} == SIGNED
    assert coverage["total"]["signed"] == 60


def test_totals_are_the_sums_of_the_villages(coverage: Any) -> None:
    for key in ("roster", "filed", "rated", "credited", "signed", "carded", "drawn", "line_yuan", "balance_yuan"):
        assert coverage["total"][key] == sum(row[key] for row in coverage["rows"])


def test_every_row_read_is_accepted_or_refused_with_a_finding(samples: Path, run: Runner) -> None:
    checked = run("check", samples / "villages", "--json")
    assert checked.code == 3
    for file in checked.json["files"]:
        rows = file["rows"]
        assert rows["read"] == rows["accepted"] + rows["rejected"]
        assert rows["rejected"] <= sum(file["findings"].values())


def test_findings_name_file_sheet_cell_and_remedy_and_no_personal_data(samples: Path, run: Runner) -> None:
    findings = run("check", samples / "villages", "--json").json["findings"]
    assert {finding["code"] for finding in findings} == {
        "AMOUNT_ABOUT", "AMOUNT_RANGE", "FILE_INCOMPLETE", "AMOUNT_UNREADABLE", "HOUSEHOLD_UNKNOWN", "ID_CHECK_DIGIT", "OFFICER_NAMESAKE",
        "RATING_TWICE", "TOTAL_ROW",
    }  # fmt: skip
    for finding in findings:
        assert all(finding[key] for key in ("file", "sheet", "cell", "message", "remedy"))
        assert "999999" not in str(finding)


def test_decisions_file_holds_every_household_once(month: Path) -> None:
    with (month / "decisions.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert Counter(row["village"] for row in rows) == {name: roster for name, (_, roster) in CREDITED.items()}
    assert len({(row["village"], row["household_id"]) for row in rows}) == 1478
    granted = [row for row in rows if row["status"] == "granted"]
    assert len(granted) == 962
    assert sum(int(row["credit_line_yuan"]) for row in granted) == 61_662_000
    assert {row["credit_line_yuan"] for row in rows if row["status"] != "granted"} == {""}


def test_inspections_of_the_samples(month: Path, run: Runner) -> None:
    listed = run(
        "inspections", "-o", month, "--ledger", month / "l.db", *AS_OF, "--until", "2016-07-31", "--json"
    ).json["rows"]  # fmt: skip
    overdue = {row["household_id"]: row["overdue_days"] for row in listed if row["overdue_days"]}
    assert overdue == {"LJ0041": 153, "LJ0274": 117, "LJ0051": 36, "HY0092": 20}
    dragon_boat = next(row for row in listed if row["household_id"] == "GA0120")
    assert (dragon_boat["nominal_due"], dragon_boat["due"]) == ("2016-06-10", "2016-06-08")


def test_the_core_banking_system_lists_what_the_outcomes_say(
    month: Path, samples: Path, tmp_path: Path, run: Runner, coverage: Any
) -> None:
    shutil.copy(month / "l.db", tmp_path / "l.db")
    ledger, key = ("--ledger", tmp_path / "l.db"), ("--id-key", month / "id.key")
    profile = samples / "profiles" / "核心系统.toml"
    done = run("record", samples / "loans", *ledger, *key, "--profile", profile, *AS_OF, "--json")
    assert (done.code, done.json["files"][0]["rows"]) == (0, {"read": 41, "accepted": 40, "rejected": 1})
    stated = run("coverage", "-o", tmp_path, *ledger, *AS_OF, "--json").json
    assert (stated["total"], stated["rows"]) == (coverage["total"], coverage["rows"])
    assert [one["household_id"] for one in stated["arrears"]] == ["LJ0041", "LJ0161", "LJ0274"]


def test_result_workbooks_hold_no_full_id_or_phone_and_no_formula(month: Path) -> None:
    books = sorted(month.glob("*.xlsx"))
    assert len(books) == 7
    for path in books:
        for sheet in load_workbook(path):
            for row in sheet.iter_rows():
                for cell in row:
                    assert cell.data_type != "f"
                    assert not str(cell.value).startswith(("999999", "1000123"))


def test_result_files_are_private(month: Path) -> None:
    assert {path.stat().st_mode & 0o777 for path in month.iterdir()} == {0o600}


def test_the_generator_writes_the_committed_samples(tmp_path: Path, samples: Path) -> None:
    script = "import generate, sys; from pathlib import Path; generate.main(Path(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], cwd=samples, check=True, capture_output=True)
    assert read(tmp_path / "目标.xlsx").sheets == read(samples / "目标.xlsx").sheets
    for folder in ("villages", "outcomes", "loans"):
        made = {path.name: read(path).sheets for path in (tmp_path / folder).iterdir()}
        assert made == {path.name: read(path).sheets for path in (samples / folder).iterdir()}


def test_a_villages_own_coverage_equals_the_branchs(month: Path, samples: Path, run: Runner, coverage: Any) -> None:
    assessed = run("assess", samples / "villages", "-o", month / "again", "--ledger", "none", *AS_OF, "--json").json
    own = {village["village"]: village["coverage"] for village in assessed["villages"]}
    assert own == {row["name"]: row["rates"]["coverage"] for row in coverage["rows"]}
    assert assessed["total"]["coverage"] == coverage["total"]["rates"]["coverage"]
