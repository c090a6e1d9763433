"""``ballot`` from issue to proof, as a branch runs it."""

import hashlib
import io
import json
import shutil
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from running import Result, Runner

from ballots.officers import OFFICERS, PASSPHRASE, amount, fill, hand_in, roster, seal
from gridcredit.cli import main

Branch = Callable[..., Result]


@pytest.fixture
def village(tmp_path: Path) -> Path:
    return roster(tmp_path / "试验村.xlsx")


@pytest.fixture
def branch(run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Branch:
    """``branch("open", village, …, told=[passphrases])``: a ballot command with the branch's ledger."""

    def command(*words: object, told: list[str] | None = None) -> Result:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{word}\n" for word in told or ())))
        return run("ballot", *words, "--ledger", tmp_path / "ledger.db")

    return command


@pytest.fixture
def issued(branch: Branch, village: Path, tmp_path: Path) -> list[Path]:
    """The ballots of the three officers, in their order."""
    return issue(branch, village, tmp_path / "out")


def issue(branch: Branch, village: Path, out: Path, *words: object, deadline: str = "2099-12-31") -> list[Path]:
    officers = [word for officer in OFFICERS for word in ("--officer", officer)]
    done = branch("issue", village, *officers, "--deadline", deadline, "--seed", "x", "-o", out, "--json", *words)
    assert done.code == 0, done.err
    return [Path(one["output"]) for one in done.json["ballots"]]


def handed_in(issued: list[Path], tmp_path: Path, passphrase: str | None = PASSPHRASE) -> list[Path]:
    amounts = (50_000, 52_000, 54_000)
    return [hand_in(tmp_path / "in", one, amount(yuan), passphrase) for one, yuan in zip(issued, amounts)]


def codes(done: Result) -> set[str]:
    return {finding["code"] for finding in done.json["failed"]}


# from issue to decisions


def test_sealed_ballots_make_the_lines_that_open_ratings_would(
    branch: Branch, run: Runner, village: Path, issued: list[Path], tmp_path: Path
) -> None:
    files, archive = handed_in(issued, tmp_path), tmp_path / "archive"
    received = branch("receive", *files, "--archive", archive, "--json")
    assert received.code == 0
    assert [(one["officer"], one["sealed"], one["late"]) for one in received.json["received"]] == [
        (officer, True, False) for officer in OFFICERS
    ]
    for path in files:  # the archive is enough
        path.unlink()
    done = branch("open", village, "--archive", archive, "-o", tmp_path, "--json", told=[PASSPHRASE] * 3)
    assert (done.code, done.json["total"]["granted"], done.json["total"]["total_line_yuan"]) == (0, 6, 6 * 52_000)
    explained = run("explain", "试验村", "A1", "--ledger", tmp_path / "ledger.db")
    assert "3 of 3 ballots handed in: 3 sealed, 0 weakly sealed, 0 not sealed; 0 late" in explained.out
    assert "张三" in explained.out and issued[0].name in explained.out


def test_what_was_opened_is_proved_after_the_archive_has_moved(
    branch: Branch, village: Path, issued: list[Path], tmp_path: Path
) -> None:
    archive = tmp_path / "archive"
    branch("receive", *handed_in(issued, tmp_path), "--archive", archive)
    branch("open", village, "--archive", archive, "-o", tmp_path, told=[PASSPHRASE] * 3)
    moved = archive.rename(tmp_path / "elsewhere")
    for words, told in ((["--archive", moved], []), ([moved, "--open"], [PASSPHRASE] * 3)):
        done = branch("verify", "试验村", *words, "--json", told=told)
        assert (done.code, [one["proved"] for one in done.json["ballots"]]) == (0, [True] * 3)
    assert "after the last ballot was received" in branch("verify", "试验村", moved).out


def test_a_replay_decides_the_same_by_the_ballots(
    branch: Branch, run: Runner, village: Path, issued: list[Path], tmp_path: Path
) -> None:
    archive = tmp_path / "archive"
    branch("receive", *handed_in(issued, tmp_path), "--archive", archive)
    done = branch("open", village, "--archive", archive, "-o", tmp_path, "--json", told=[PASSPHRASE] * 3)
    words = tmp_path / "words"
    words.write_text(PASSPHRASE, "utf-8")
    name = done.json["villages"][0]["run"]
    again = run(
        "replay", name, village, archive, "--password-file", words, "--ledger", tmp_path / "ledger.db", "--json"
    )
    assert (again.code, again.json["equal"], again.json["households"]) == (0, True, 6)


def test_opening_twice_changes_nothing(branch: Branch, village: Path, issued: list[Path], tmp_path: Path) -> None:
    files = handed_in(issued, tmp_path)
    branch("receive", *files)
    first, second = (
        branch("open", village, tmp_path / "in", "-o", tmp_path, "--json", told=[PASSPHRASE] * 3) for _time in range(2)
    )
    assert first.json["villages"][0]["recorded"] and not second.json["villages"][0]["recorded"]
    assert first.json["total"] == second.json["total"]


def test_an_officer_may_abstain(branch: Branch, village: Path, issued: list[Path], tmp_path: Path) -> None:
    def but_for_one(head: str) -> dict[str, object]:
        return {} if head == "甲2" else dict(amount(50_000)(head))

    files = [*handed_in(issued, tmp_path)[:2], hand_in(tmp_path / "in", issued[2], but_for_one)]
    branch("receive", *files)
    done = branch("open", village, *files, "-o", tmp_path, "--json", told=[PASSPHRASE] * 3)
    assert (done.json["total"]["granted"], done.json["total"]["no_conclusion"]) == (5, 1)
    assert done.json["villages"][0]["rows"] == {"read": 30, "accepted": 30, "rejected": 0}


def test_a_late_or_unsealed_ballot_counts_and_is_told(branch: Branch, village: Path, tmp_path: Path) -> None:
    issued = issue(branch, village, tmp_path / "out", "--as-of", "2016-05-01", deadline="2016-05-10")
    files = [*handed_in(issued, tmp_path)[:2], hand_in(tmp_path / "in", issued[2], amount(54_000), None)]
    received = branch("receive", *files, "--json")
    assert received.code == 0 and codes(received) == {"BALLOT_LATE", "BALLOT_NOT_SEALED"}
    done = branch("open", village, *files, "-o", tmp_path, told=[PASSPHRASE, "123456"])
    assert done.code == 65 and "is wrong" in done.out
    done = branch("open", village, *files, "-o", tmp_path, told=[PASSPHRASE] * 2)
    assert done.code == 0
    summary = load_workbook(tmp_path / "试验村-assessment.xlsx")["Summary"]
    told = [cell for row in summary.iter_rows(values_only=True) for cell in row if isinstance(cell, str)]
    assert "3 of 3 ballots handed in: 2 sealed, 0 weakly sealed, 1 not sealed; 3 late" in told
    assert told.count("not sealed") == 1


def test_a_file_that_only_forbids_changes_is_not_sealed(
    branch: Branch, village: Path, issued: list[Path], tmp_path: Path
) -> None:
    files = handed_in(issued, tmp_path)
    files[0].write_bytes(seal(fill(issued[0], amount(50_000)), "VelvetSweatshop"))
    branch("receive", *files)
    branch("open", village, *files, "-o", tmp_path, told=["whatever", PASSPHRASE, PASSPHRASE])
    done = branch("verify", "试验村", *files)
    summary = load_workbook(tmp_path / "试验村-assessment.xlsx")["Summary"]
    told = [cell for row in summary.iter_rows(values_only=True) for cell in row if isinstance(cell, str)]
    assert done.code == 0 and "3 of 3 ballots handed in: 2 sealed, 0 weakly sealed, 1 not sealed; 0 late" in told


def test_a_weak_passphrase_is_told(branch: Branch, village: Path, issued: list[Path], tmp_path: Path) -> None:
    branch("receive", *handed_in(issued, tmp_path, "123456"))
    done = branch("open", village, tmp_path / "in", "-o", tmp_path, told=["123456"] * 3)
    assert done.code == 0 and "PASSPHRASE_WEAK × 3" in done.out


# what must not be


def test_nothing_is_opened_before_all_are_in(branch: Branch, village: Path, issued: list[Path], tmp_path: Path) -> None:
    files = handed_in(issued, tmp_path)
    branch("receive", *files[:2])
    done = branch("open", village, *files, "-o", tmp_path, told=[PASSPHRASE] * 2)
    assert done.code == 2 and "王五" in done.err
    done = branch(
        "open", village, *files, "--without", "away for work", "-o", tmp_path, "--json", told=[PASSPHRASE] * 2
    )
    assert (done.code, done.json["total"]["no_conclusion"]) == (0, 6)
    assert "opened without 王五: away for work" in branch("verify", "试验村", *files).out


def test_nothing_comes_in_after_the_opening(branch: Branch, village: Path, issued: list[Path], tmp_path: Path) -> None:
    files = handed_in(issued, tmp_path)
    branch("receive", *files[:2])
    branch("open", village, *files, "--without", "away", "-o", tmp_path, told=[PASSPHRASE] * 2)
    done = branch("receive", files[2], "--json")
    assert (done.code, codes(done)) == (65, {"BALLOT_AFTER_OPENING"})


def test_what_cannot_be_archived_is_not_received(branch: Branch, issued: list[Path], tmp_path: Path) -> None:
    path, archive = hand_in(tmp_path / "in", issued[0], amount(50_000)), tmp_path / "archive"
    archive.mkdir()
    in_the_way = archive / hashlib.sha256(path.read_bytes()).hexdigest()
    in_the_way.write_text("")
    assert branch("receive", path, "--archive", archive).code == 73
    other = hand_in(tmp_path / "second", issued[0], amount(90_000))  # nothing stands yet
    assert branch("receive", other, "--archive", archive).code == 0


def test_the_first_file_received_stands(branch: Branch, issued: list[Path], tmp_path: Path) -> None:
    first = hand_in(tmp_path / "in", issued[0], amount(50_000))
    one, again = (branch("receive", first, "--json") for _time in range(2))
    assert one.json == again.json and one.code == 0
    other = hand_in(tmp_path / "second", issued[0], amount(90_000))
    done = branch("receive", other, "--json")
    assert (done.code, codes(done)) == (65, {"BALLOT_CHANGED"})


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("ballot.xlsx", b"PK\x03\x04", "BALLOT_UNKNOWN"),
        ("AAAA2222.xlsx", b"PK\x03\x04", "BALLOT_UNKNOWN"),
        ("{}.pdf", b"%PDF-1.4", "BALLOT_NO_XLSX"),
        ("{}.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "BALLOT_NO_XLSX"),
        ("{}.xlsx", b"", "BALLOT_NO_XLSX"),
    ],
)
def test_what_is_no_ballot_is_refused(
    branch: Branch, issued: list[Path], tmp_path: Path, name: str, data: bytes, code: str
) -> None:
    path = tmp_path / name.format(issued[0].stem[-8:])
    path.write_bytes(data)
    done = branch("receive", path, "--json")
    assert (done.code, codes(done)) == (65, {code})


def test_the_number_may_be_told_instead(branch: Branch, issued: list[Path], tmp_path: Path) -> None:
    path = hand_in(tmp_path / "in", issued[0], amount(50_000)).rename(tmp_path / "mine.xlsx")
    number = issued[0].stem[-8:]
    done = branch("receive", path, "--ballot", f"{number[:4]}-{number[4:]}".lower(), "--json")
    assert done.json["received"][0]["number"] == number


def test_ballots_that_are_out_are_not_issued_again(
    branch: Branch, village: Path, issued: list[Path], tmp_path: Path
) -> None:
    before = [path.read_bytes() for path in issued]
    assert [path.read_bytes() for path in issue(branch, village, tmp_path / "out")] == before
    words = ("issue", village, "--officer", "甲", "--officer", "乙", "--officer", "丙", "--deadline", "2099-01-01")
    assert branch(*words, "-o", tmp_path).code == 2
    assert branch(*words, "-o", tmp_path, "--replace", "officer fell ill").code == 0
    done = branch("receive", hand_in(tmp_path / "in", issued[0], amount(50_000)), "--json")
    assert codes(done) == {"BALLOT_AFTER_OPENING"}
    assert "withdrawn (officer fell ill)" in branch("verify", "试验村", tmp_path / "in").out


def test_ballots_that_cannot_be_written_are_not_minuted(branch: Branch, village: Path, tmp_path: Path) -> None:
    officers = [word for officer in OFFICERS for word in ("--officer", officer)]
    words = ("issue", village, *officers, "--deadline", "2099-12-31", "-o", tmp_path / "out")
    (tmp_path / "out").write_text("in the way")
    assert branch(*words).code == 73
    (tmp_path / "out").unlink()
    assert branch(*words).code == 0  # no round is out that nobody has
    assert [path.suffix for path in (tmp_path / "out").iterdir()] == [".xlsx"] * 3


def test_too_few_officers_could_decide_nothing(branch: Branch, village: Path, tmp_path: Path) -> None:
    done = branch("issue", village, "--officer", "甲", "--officer", "乙", "--deadline", "2099-01-01", "-o", tmp_path)
    assert done.code == 2 and "3" in done.err


# tampering


@pytest.fixture(scope="module")
def opened_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A branch's folder after a round was opened; tests work on copies of it."""
    folder = tmp_path_factory.mktemp("branch")
    village, ledger = roster(folder / "试验村.xlsx"), ("--ledger", folder / "ledger.db")

    def ballot(*words: object) -> None:
        with pytest.raises(SystemExit) as ended, pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "stdin", io.StringIO(f"{PASSPHRASE}\n" * 3))
            main(["ballot", *map(str, (*words, *ledger))])
        assert ended.value.code == 0

    officers = [word for officer in OFFICERS for word in ("--officer", officer)]
    ballot("issue", village, *officers, "--deadline", "2099-12-31", "--lang", "en", "-o", folder / "out")
    files = handed_in(sorted((folder / "out").iterdir(), key=officer_of), folder)
    ballot("receive", *files)
    ballot("open", village, *files, "-o", folder)
    return folder


def officer_of(path: Path) -> int:
    return next(place for place, officer in enumerate(OFFICERS) if officer in path.name)


@pytest.fixture
def opened(opened_once: Path, tmp_path: Path) -> list[Path]:
    """The three sealed files of a round that was opened, in the officers' order."""
    shutil.copytree(opened_once, tmp_path, dirs_exist_ok=True)
    return sorted((tmp_path / "in").iterdir(), key=officer_of)


@pytest.mark.parametrize("at", [0.02, 0.3, 0.6, 0.98])
def test_one_byte_changed_is_named(branch: Branch, opened: list[Path], at: float) -> None:
    data = bytearray(opened[1].read_bytes())
    data[int(len(data) * at)] ^= 1
    opened[1].write_bytes(data)
    done = branch("verify", "试验村", *opened, "--json")
    assert (done.code, codes(done)) == (3, {"BALLOT_FILE_CHANGED"})
    assert [one["proved"] for one in done.json["ballots"]] == [True, False, True]


def test_a_changed_file_is_not_opened(branch: Branch, village: Path, issued: list[Path], tmp_path: Path) -> None:
    files = handed_in(issued, tmp_path)
    branch("receive", *files)
    files[0].write_bytes(files[0].read_bytes() + b"\0")
    done = branch("open", village, *files, "-o", tmp_path, "--json", told=[PASSPHRASE] * 3)
    assert (done.code, codes(done)) == (65, {"BALLOT_FILE_CHANGED"})
    assert not (tmp_path / "试验村-assessment.xlsx").exists()


def test_a_file_sealed_anew_after_receipt_is_named(branch: Branch, opened: list[Path], tmp_path: Path) -> None:
    issued = tmp_path / "out" / opened[2].name
    opened[2].write_bytes(seal(fill(issued, amount(54_000)), PASSPHRASE))
    done = branch("verify", "试验村", *opened, "--json")
    assert (done.code, codes(done)) == (3, {"BALLOT_FILE_CHANGED"})


def test_a_file_that_is_gone_is_named(branch: Branch, opened: list[Path]) -> None:
    opened[0].unlink()
    done = branch("verify", "试验村", opened[1].parent, "--json")
    assert (done.code, codes(done)) == (3, {"BALLOT_FILE_MISSING"})


def test_swapped_files_are_named_at_opening(branch: Branch, village: Path, issued: list[Path], tmp_path: Path) -> None:
    files = handed_in(issued, tmp_path)
    one, other = (path.read_bytes() for path in files[:2])
    files[0].write_bytes(other)
    files[1].write_bytes(one)
    branch("receive", *files)
    done = branch("open", village, *files, "-o", tmp_path, "--json", told=[PASSPHRASE] * 3)
    assert (done.code, codes(done)) == (65, {"BALLOT_OTHER"})
    places = {finding["file"] for finding in done.json["failed"]}
    assert places == {files[0].name, files[1].name}


def edit(ledger: Path, change: str) -> None:
    """As somebody would who has the file and knows SQL."""
    with sqlite3.connect(ledger) as connection:
        for name in ("minute", "entry"):
            connection.execute(f"DROP TRIGGER {name}_no_update")
            connection.execute(f"DROP TRIGGER {name}_no_delete")
        assert connection.execute(change).rowcount == 1


@pytest.mark.parametrize(
    ("change", "entry"),
    [
        ("UPDATE minute SET detail = replace(detail, '\"late\":false', '\"late\":true') WHERE seq = 2", "2"),
        ("UPDATE minute SET recorded_at = '2016-05-01 08:00:00.000000' WHERE seq = 3", "3"),
        ("UPDATE minute SET number = 'AAAA2222' WHERE seq = 3", "3"),
        ("DELETE FROM minute WHERE seq = 4", "4"),
        ("DELETE FROM minute WHERE seq = 1", "1"),
        ("UPDATE entry SET previous = '' WHERE seq = 2", "2"),
        ("UPDATE entry SET recorded_at = '2016-05-01 08:00:00.000000' WHERE seq = 3", "3"),
        ("DELETE FROM entry WHERE seq = 2", "3"),
    ],
)
def test_an_edited_entry_of_the_minutes_is_named(
    branch: Branch, opened: list[Path], tmp_path: Path, change: str, entry: str
) -> None:
    edit(tmp_path / "ledger.db", change)
    done = branch("verify", "试验村", *opened, "--json")
    assert done.code == 3
    assert f"entry {entry} of" in " ".join(finding["message"] for finding in done.json["failed"])


def test_a_minute_of_the_opening_that_was_taken_out_is_missed(
    branch: Branch, opened: list[Path], tmp_path: Path
) -> None:
    edit(tmp_path / "ledger.db", "DELETE FROM minute WHERE kind = 'opened'")
    done = branch("verify", "试验村", *opened, "--json")
    assert (done.code, codes(done)) == (3, {"BALLOTS_NOT_MINUTED", "MINUTE_CHANGED"})


def test_ratings_that_differ_from_what_was_opened_are_named(branch: Branch, opened: list[Path], tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "ledger.db") as connection:
        (detail,) = connection.execute("SELECT detail FROM minute WHERE kind = 'opened'").fetchone()
        changed: dict[str, Any] = json.loads(detail)
        for one in changed["ballots"].values():
            one["ratings_sha256"] = "0" * 64
        connection.execute("DROP TRIGGER minute_no_update")
        connection.execute("UPDATE minute SET detail = ? WHERE kind = 'opened'", [json.dumps(changed)])
    done = branch("verify", "试验村", *opened, "--open", "--json", told=[PASSPHRASE] * 3)
    assert codes(done) == {"MINUTE_CHANGED", "BALLOT_RATINGS_DIFFER"}


def test_a_wrong_passphrase_is_told_apart_from_damage(
    branch: Branch, village: Path, issued: list[Path], tmp_path: Path
) -> None:
    files = handed_in(issued, tmp_path)
    branch("receive", *files)
    done = branch("open", village, *files, "-o", tmp_path, "--json", told=[PASSPHRASE, "wrong", PASSPHRASE])
    assert (done.code, codes(done)) == (65, {"PASSPHRASE_WRONG"})
    done = branch("open", village, *files, "-o", tmp_path, "--json", told=[PASSPHRASE])
    assert codes(done) == {"PASSPHRASE_MISSING"}


def test_a_file_damaged_before_it_came_in_is_damaged_and_not_locked(
    branch: Branch, village: Path, issued: list[Path], tmp_path: Path
) -> None:
    files = handed_in(issued, tmp_path)
    data = bytearray(files[1].read_bytes())
    data[len(data) * 6 // 10] ^= 1
    files[1].write_bytes(data)
    branch("receive", *files)
    done = branch("open", village, *files, "-o", tmp_path, "--json", told=[PASSPHRASE] * 3)
    assert (done.code, codes(done)) == (65, {"FILE_DAMAGED"})


def test_no_passphrase_is_left_anywhere(opened: list[Path], tmp_path: Path) -> None:
    secrets = (PASSPHRASE.encode(), PASSPHRASE.encode("utf-16-le"))
    for path in tmp_path.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert not any(secret in data for secret in secrets), path.name
