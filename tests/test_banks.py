"""One village as four offices keep it: the standard workbook, and the sheets of three banks with their profiles."""

import csv
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from running import Runner
from workbooks import read

from gridcredit.ingest import profile, suggest
from gridcredit.ingest.village import Ingested, join, read_file
from gridcredit.ingest.words import STANDARD
from gridcredit.ingest.workbook import Workbook
from gridcredit.schema import rows_of

STANDARD_BOOK = "标准/张李村.xlsx"
PLACES = {
    "青穗农商银行": "青穗农商银行/张李村",
    "禾渡农商银行": "禾渡农商银行/张李村整村授信.xlsx",
    "云榆农村合作银行": "云榆农村合作银行/张李村",
}
AS_OF = ("--as-of", "2016-05-31", "--ledger", "none")
banks = pytest.mark.parametrize("bank", PLACES)


def profile_of(samples: Path, bank: str) -> Path:
    return samples / "profiles" / f"{bank}.toml"


def decisions(run: Runner, place: Path, out: Path, *options: object) -> bytes:
    done = run("assess", place, "-o", out, "--decisions", out / "decisions.csv", *AS_OF, *options)
    assert done.code == 3, done.err  # some rows are refused on purpose
    return (out / "decisions.csv").read_bytes()


@cache
def book(path: Path) -> Workbook:
    return read(path)


def ingested(samples: Path, place: str, bank: str = "") -> Ingested:
    path = samples / "banks" / place
    words = profile.load(profile_of(samples, bank)) if bank else STANDARD
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return join([read_file(book(file), path.name if path.is_dir() else "", words) for file in files])


@banks
def test_a_banks_own_sheets_give_the_same_decisions(samples: Path, tmp_path: Path, run: Runner, bank: str) -> None:
    ours = decisions(run, samples / "banks" / STANDARD_BOOK, tmp_path / "ours")
    theirs = decisions(
        run, samples / "banks" / PLACES[bank], tmp_path / "theirs", "--profile", profile_of(samples, bank)
    )
    assert theirs == ours


def test_the_village_has_every_kind_of_decision(samples: Path, tmp_path: Path, run: Runner) -> None:
    decisions(run, samples / "banks" / STANDARD_BOOK, tmp_path)
    with (tmp_path / "decisions.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert Counter(row["status"] for row in rows) == {
        "granted": 75, "no_conclusion": 21, "referred": 13, "declined": 9, "excluded": 2,
    }  # fmt: skip
    assert {row["basis"] for row in rows} >= {"close_all", "close_majority", "compromise"}
    assert {code for row in rows for code in row["reason_codes"].split(";")} >= {
        "LIST_BLACK", "LIST_GREY", "TOO_FEW_RATINGS", "REFUSED_BY_MAJORITY", "REFUSED_BY_SOME", "SPREAD_TOO_WIDE",
        "CAPPED", "BELOW_MINIMUM",
    }  # fmt: skip
    assert {row["credit_line_yuan"] for row in rows if "CAPPED" in row["reason_codes"]} == {"200000"}


@banks
def test_every_row_of_a_banks_sheets_is_accepted_or_refused_with_a_finding(
    samples: Path, run: Runner, bank: str
) -> None:
    checked = run("check", samples / "banks" / PLACES[bank], "--profile", profile_of(samples, bank), "--json")
    assert checked.code == 3
    rows = [file["rows"] for file in checked.json["files"]]
    assert rows
    for counts in rows:
        assert counts["read"] == counts["accepted"] + counts["rejected"]
    assert 0 < sum(counts["rejected"] for counts in rows) <= len(checked.json["findings"])
    assert "999999" not in checked.out


@banks
def test_a_profiles_words_are_as_good_as_ours(samples: Path, bank: str) -> None:
    columns = ("household_id", "head", "registration_status", "residence_status", "list_status")
    ours, theirs = ingested(samples, STANDARD_BOOK), ingested(samples, PLACES[bank], bank)
    white = [None if row[-1] == "white" else row[-1] for row in rows_of(ours.households, columns)]
    assert rows_of(theirs.households, columns[:-1]) == rows_of(ours.households, columns[:-1])
    assert [None if word == "white" else word for word in theirs.households["list_status"]] == white


def test_every_officer_is_who_the_sheets_say(samples: Path) -> None:
    officers = {"张国强", "李桂芳", "吴永泉"}
    assert set(ingested(samples, PLACES["青穗农商银行"], "青穗农商银行").ratings["officer"]) == officers
    assert set(ingested(samples, PLACES["禾渡农商银行"], "禾渡农商银行").ratings["officer"]) == officers
    assert set(ingested(samples, PLACES["云榆农村合作银行"], "云榆农村合作银行").ratings["officer"]) == {
        "评议员甲", "评议员乙", "评议员丙",
    }  # fmt: skip


def test_an_amount_on_a_members_row_is_meant_for_that_member(samples: Path) -> None:
    done = ingested(samples, PLACES["青穗农商银行"], "青穗农商银行")
    heads = dict(rows_of(done.households, ("household_id", "head")))
    borrowers = rows_of(done.ratings, ("household_id", "borrower", "amount_yuan"))
    others = {key for key, borrower, amount in borrowers if amount and borrower != heads[key]}
    assert others
    assert all(int(key[2:]) % 5 == 0 for key in others)


def test_what_officers_say_of_a_household_is_kept_officer_by_officer(samples: Path) -> None:
    done = ingested(samples, PLACES["青穗农商银行"], "青穗农商银行")
    houses: dict[str, set[Any]] = {}
    for key, house in rows_of(done.ratings, ("household_id", "house")):
        houses.setdefault(key, set()).update({house} - {None})
    assert {key for key, said in houses.items() if len(said) == 2} == {f"ZL{11 * n:04d}" for n in range(1, 11)}
    assert not any(len(said) > 2 for said in houses.values())


def test_the_same_number_is_another_reason_at_another_bank(samples: Path) -> None:
    codes = {}
    for bank in ("青穗农商银行", "禾渡农商银行"):
        done = ingested(samples, PLACES[bank], bank)
        given = dict(rows_of(done.ratings, ("refusal", "refusal_codes")))
        codes[bank] = {text[0]: code for text, code in given.items() if text and ";" not in code and text[:2] != "10"}
    assert (codes["青穗农商银行"]["1"], codes["禾渡农商银行"]["1"]) == ("OWES_OTHERS", "PRIVATE_LENDING")
    several = ingested(samples, PLACES["青穗农商银行"], "青穗农商银行").ratings["refusal_codes"]
    assert any(code and ";" in code for code in several)


MISSING = {
    "青穗农商银行": {("COLUMN_UNCLEAR", "户籍情况")},
    "禾渡农商银行": {("SHEET_MISSING", "农户"), ("SHEET_MISSING", "评议")},
    "云榆农村合作银行": {("SHEET_MISSING", "评议")},
}


@banks
def test_without_its_profile_a_banks_village_is_refused_and_what_is_missing_named(
    samples: Path, tmp_path: Path, run: Runner, bank: str
) -> None:
    place = samples / "banks" / PLACES[bank]
    assert run("assess", place, "-o", tmp_path, "--decisions", tmp_path / "d.csv", *AS_OF).code == 65
    findings = run("check", place, "--json").json["findings"]
    told = {
        (finding["code"], word)
        for finding in findings
        for word in ("户籍情况", "农户", "评议")
        if word in finding["message"]
    }
    assert told >= MISSING[bank]
    unread = {finding["sheet"] for finding in findings if finding["code"] == "SHEET_NOT_READ"}
    assert unread >= {"青穗农商银行": {"选项"}, "禾渡农商银行": {"农户底册", "第一轮评议表"}}.get(bank, {"底表"})


@pytest.mark.parametrize(
    ("bank", "other"), [(bank, other) for bank in PLACES for other in PLACES if bank != other], ids=str
)
def test_with_another_banks_profile_a_village_is_refused_too(samples: Path, bank: str, other: str) -> None:
    done = ingested(samples, PLACES[bank], other)
    assert done.facts is None
    assert any(finding.severity == "error" for finding in done.findings)


@banks
def test_a_profile_leaves_no_sheet_header_or_word_to_be_asked_for(samples: Path, bank: str) -> None:
    place = samples / "banks" / PLACES[bank]
    words = profile.load(profile_of(samples, bank))
    without = ""
    for path in sorted(place.iterdir()) if place.is_dir() else [place]:
        assert not any(part in suggest.draft(book(path), words) for part in ("[sheets]", "[headers]", "[options"))
        without += suggest.draft(book(path))
    assert "[headers]" in without


def test_the_generator_writes_the_committed_banks(tmp_path: Path, samples: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from bank_books import make_banks_village, write_banks;"
        "write_banks(make_banks_village(), Path(sys.argv[1]) / 'banks')"
    )
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], cwd=samples, check=True, capture_output=True)
    made = {path.relative_to(tmp_path): path for path in (tmp_path / "banks").rglob("*.*")}
    assert set(made) == {path.relative_to(samples) for path in (samples / "banks").rglob("*.*")}
    for name, path in made.items():
        assert read(path).sheets == read(samples / name).sheets


def test_no_banks_name_stands_in_the_code(samples: Path) -> None:
    code = "".join(path.read_text("utf-8") for path in (samples.parent / "gridcredit").rglob("*.py"))
    assert not any(bank[:2] in code for bank in PLACES)
