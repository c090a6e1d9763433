"""Killed runs, full disks, damaged files: nothing lost, nothing doubled, nothing half there. ``make crash`` does it at length."""

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from forms.group import GRANTED, REFERRED, village
from running import Runner
from workbooks import write

from gridcredit.ledger.store import Ledger

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))

import crash  # noqa: E402

HEADER = "## 台账\n| 村 | 户号 | 事项 | 日期 | 金额 |\n"
FLIPS = 40


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_a_run_that_is_killed_anywhere_leaves_nothing_half_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert crash.main(["--points", "4", "--flips", "0", "--seed", "5"]) == 0
    assert "0 wrong" in capsys.readouterr().out


@pytest.fixture
def branch(run: Runner, tmp_path: Path) -> Path:
    """A folder with a ledger: a village assessed, outcomes recorded, a month closed."""
    village(tmp_path / "试验村.xlsx", GRANTED, GRANTED, REFERRED)
    ledger = ("--ledger", tmp_path / "l.db")
    run("assess", tmp_path / "试验村.xlsx", "-o", tmp_path / "out", *ledger, "--as-of", "2016-05-31")
    path = write(
        tmp_path / "5月.xlsx",
        f"{HEADER}| 试验村 | A1 | 签约 | 2016-05-09 | |\n| 试验村 | A1 | 用信 | 2016-05-10 | 1000 |\n",
    )
    run("record", path, *ledger, "--as-of", "2016-05-31")
    run("ledger", "close", "2016-05", *ledger)
    return tmp_path


def test_a_bit_that_flips_in_what_is_recorded_is_found(branch: Path) -> None:
    changed, missed = crash.flips(branch / "l.db", FLIPS, 2016)
    assert changed and missed == []


@pytest.mark.parametrize("room", [0, 4_000, 20_000, 60_000])
def test_a_full_disk_leaves_the_ledger_and_older_outputs_as_they_were(branch: Path, room: int) -> None:
    """At whatever size the disk is full: by the limit on the size of files that a process may write."""
    before, output = crash.rows(branch / "l.db"), (branch / "out" / "试验村-assessment.xlsx").read_bytes()
    village(branch / "试验村.xlsx", GRANTED, REFERRED, REFERRED)
    late = write(branch / "6月.xlsx", f"{HEADER}| 试验村 | A1 | 用信 | 2016-06-10 | 2000 |\n")
    for words in (
        ("assess", branch / "试验村.xlsx", "-o", branch / "out"),
        ("record", late),
        ("ledger", "close", "2016-04"),
        ("ledger", "backup", branch / "copy.db"),
    ):
        code = limited(words, branch / "l.db", lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)))
        assert code in (0, 2, 73, 74), words
        if code:
            assert crash.rows(branch / "l.db") == before
            assert (branch / "out" / "试验村-assessment.xlsx").read_bytes() == output
        before = crash.rows(branch / "l.db")
        output = (branch / "out" / "试验村-assessment.xlsx").read_bytes()
    assert not list(branch.glob("**/.*.tmp"))


def limited(words: tuple[object, ...], ledger: Path, limit: Callable[[], object]) -> int:
    command = [
        sys.executable,
        "-B",
        "-m",
        "gridcredit",
        *map(str, words),
        "--ledger",
        str(ledger),
        *(["--as-of", "2016-06-30"] if words[0] != "ledger" else []),
    ]
    return subprocess.run(command, preexec_fn=limit, capture_output=True, check=False).returncode


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_ledger_that_may_not_be_written_ends_with_73_or_74(branch: Path) -> None:
    (branch / "l.db").chmod(0o400)
    late = write(branch / "6月.xlsx", f"{HEADER}| 试验村 | A1 | 用信 | 2016-06-10 | 2000 |\n")
    assert limited(("record", late), branch / "l.db", lambda: None) in (73, 74)


def test_twenty_runs_at_once_lose_no_row(branch: Path) -> None:
    files = [
        write(branch / f"{day}.xlsx", f"{HEADER}| 试验村 | A1 | 用信 | 2016-06-{day:02} | {day} |\n")
        for day in range(1, 21)
    ]
    shared = ["--ledger", str(branch / "l.db"), "--as-of", "2016-06-30"]
    command = [sys.executable, "-m", "gridcredit", "record", *shared]
    several = [
        subprocess.Popen([*command, str(path)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for path in files
    ]
    codes = [child.wait() for child in several]
    assert set(codes) <= {0, 75}
    with Ledger(str(branch / "l.db")) as ledger:
        drawn = [event["amount_yuan"] for event in ledger.events(date.max) if event["effective"] > date(2016, 5, 31)]
        assert len(drawn) == codes.count(0)
    assert subprocess.run([*command, *map(str, files)], check=False, capture_output=True).returncode == 0
    with Ledger(str(branch / "l.db")) as ledger:
        drawn = [event["amount_yuan"] for event in ledger.events(date.max) if event["effective"] > date(2016, 5, 31)]
        assert sorted(drawn) == list(range(1, 21))
        assert ledger.check() == []
