"""Lists that cron writes: one run at a time in a folder, silence or one line, and days as they are counted in China."""

import errno
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from running import Result, Runner
from workbooks import VILLAGE, write

from gridcredit import cli, scheduling
from gridcredit.output import LOCK

LISTS = ("inspections", "visits", "coverage")
TARGETS = "## 目标\n| 村 | 目标日期 | 目标户数 |\n| 试验村 | 2016-12-31 | 3 |\n"
OUTCOMES = "## 台账\n| 村 | 户号 | 事项 | 日期 |\n"
HOLDER = """
import sys
from pathlib import Path
from typing import Any
from gridcredit.output import alone_in
with alone_in(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


VILLAGE_OF_ONE = (
    VILLAGE
    + """
## 农户
| 户号 | 户主 | 户籍状态 | 居住状态 | 名单 |
| A1 | 甲一 | 正常 | 在家 | 白 |
## 评议
| 户号 | 网格员 | 建议额度 |
| A1 | 张三 | 50000 |
| A1 | 李四 | 50000 |
| A1 | 王五 | 50000 |
"""
)


@pytest.fixture(scope="module")
def assessed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with a household that is to sign."""
    folder = tmp_path_factory.mktemp("assessed")
    village = write(folder / "试验村.xlsx", VILLAGE_OF_ONE)
    words = ["assess", village, "-o", folder, "--ledger", folder / "l.db", "--as-of", "2016-05-04"]
    subprocess.run([sys.executable, "-m", "gridcredit", *map(str, words)], check=True, capture_output=True)
    return folder / "l.db"


@pytest.fixture
def ledger(assessed: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(assessed, tmp_path / "l.db"))


@contextmanager
def another_run(folder: Path) -> Iterator["subprocess.Popen[str]"]:
    """A process that holds the folder as a run does."""
    words = [sys.executable, "-c", HOLDER, str(folder)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def one_line(done: Result) -> str:
    assert done.out == ""
    assert done.err.startswith("gridcredit: ") and done.err.count("\n") == 1 and done.err.endswith("\n"), done.err
    return done.err


# one run at a time


@pytest.mark.parametrize("command", LISTS)
def test_a_second_run_into_a_folder_ends_with_75_and_writes_nothing(
    run: Runner, ledger: Path, tmp_path: Path, command: str
) -> None:
    out = tmp_path / "out"
    with another_run(out):
        done = run(command, "--ledger", ledger, "-o", out)
        assert done.code == 75
        assert str(out) in one_line(done)
        assert [path.name for path in out.iterdir()] == [LOCK]
        assert run(command, "--ledger", ledger, "-o", tmp_path / "elsewhere").code == 0


def test_a_run_that_was_killed_blocks_nobody(run: Runner, ledger: Path, tmp_path: Path) -> None:
    with another_run(tmp_path / "out") as other:
        other.send_signal(signal.SIGKILL)
        other.wait()
        assert run("visits", "--ledger", ledger, "-o", tmp_path / "out").code == 0


def test_a_folder_is_free_again_after_a_run_even_one_that_failed(
    run: Runner, ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    with monkeypatch.context() as patch:
        patch.setattr(scheduling, "visits_report", lambda *_given: 1 / 0)
        assert run("visits", "--ledger", ledger, "-o", out).code == 1
    assert [run("visits", "--ledger", ledger, "-o", out).code for _again in range(2)] == [0, 0]


def test_what_stays_of_a_lock_is_empty_hidden_and_private(run: Runner, ledger: Path, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        run("visits", "--ledger", ledger, "-o", tmp_path / "out")
    finally:
        os.umask(before)
    left = (tmp_path / "out" / LOCK).stat()
    assert (LOCK[0], left.st_size, left.st_mode & 0o777) == (".", 0, 0o600)


def test_what_cannot_be_locked_ends_with_73(run: Runner, ledger: Path, tmp_path: Path) -> None:
    (tmp_path / "out" / LOCK).mkdir(parents=True)
    done = run("visits", "--ledger", ledger, "-o", tmp_path / "out")
    assert done.code == 73
    assert "--out" in one_line(done)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_to_ends_with_73(run: Runner, ledger: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir(mode=0o500)
    assert run("visits", "--ledger", ledger, "-o", tmp_path / "out").code == 73


@pytest.mark.parametrize("answer", [errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP])
def test_lists_are_written_to_a_file_system_without_locks(
    run: Runner, ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: int
) -> None:
    def refuse(*_given: object) -> None:
        raise OSError(answer, "no locks here")

    monkeypatch.setattr(fcntl, "flock", refuse)
    assert run("visits", "--ledger", ledger, "-o", tmp_path / "out").code == 0
    assert len(list((tmp_path / "out").glob("visits-*.xlsx"))) == 1


def test_without_a_ledger_no_folder_is_made(run: Runner, tmp_path: Path) -> None:
    assert run("visits", "--ledger", tmp_path / "none.db", "-o", tmp_path / "out").code == 2
    assert not (tmp_path / "out").exists()


# silence, or one line


@pytest.mark.parametrize("command", LISTS)
@pytest.mark.parametrize("flag", ["-q", "--quiet"])
def test_nothing_is_said_when_all_went_well(run: Runner, ledger: Path, tmp_path: Path, command: str, flag: str) -> None:
    done = run(command, flag, "--ledger", ledger, "-o", tmp_path / "out", "--as-of", "2016-05-31")
    assert (done.code, done.out, done.err) == (0, "", "")
    assert (tmp_path / "out" / f"{command}-2016-05-31.xlsx").exists()


@pytest.mark.parametrize("command", LISTS)
def test_json_is_printed_all_the_same(run: Runner, ledger: Path, tmp_path: Path, command: str) -> None:
    words = (command, "--json", "--ledger", ledger, "-o", tmp_path / "out", "--as-of", "2016-05-31")
    quiet = run(*words, "-q")
    assert quiet.json == run(*words).json
    assert quiet.err == ""


def test_a_month_is_closed_and_reported_in_silence(run: Runner, ledger: Path, tmp_path: Path) -> None:
    done = run("coverage", "-q", "--month", "2016-05", "--ledger", ledger, "-o", tmp_path / "out")
    assert (done.code, done.out, done.err) == (0, "", "")


def test_warnings_of_libraries_are_no_mail(
    run: Runner, ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = scheduling.visits_report

    def warning(*given: Any) -> object:
        warnings.warn("will change in the next version", FutureWarning, stacklevel=1)
        return whole(*given)

    monkeypatch.setattr(scheduling, "visits_report", warning)
    words = ("visits", "--ledger", ledger, "-o", tmp_path)
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        run(*words, "-q")
        assert not [one for one in warned if one.category is FutureWarning]
        run(*words)
        assert [one for one in warned if one.category is FutureWarning]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["visits", "--until", "soon"], 2),
        (["visits", "--until", "2000-01-01"], 2),
        (["visits", "--moon"], 2),
        (["visits", "extra"], 2),
        (["visits", "--calendar", "none.xlsx"], 2),
        (["coverage", "--by", "moon"], 2),
        (["coverage", "--as-of", "2016-02-30"], 2),
        (["coverage", "--month", "2999-01"], 2),
        (["inspections", "--ledger", "none"], 2),
        (["inspections", "--ledger", "nowhere.db"], 2),
        (["inspections", "--policy", "none.toml"], 78),
        (["inspections", "--policy", __file__], 78),
        (["visits", "-o", __file__], 73),
    ],
)
def test_whatever_goes_wrong_is_one_line_and_has_its_code(
    run: Runner, ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], code: int
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GRIDCREDIT_LEDGER", str(ledger))
    done = run(*words, "-q")
    assert done.code == code
    one_line(done)


def test_a_year_that_is_not_known_is_one_line_that_says_what_to_do(run: Runner, tmp_path: Path) -> None:
    village = write(tmp_path / "试验村.xlsx", VILLAGE_OF_ONE.replace("2016-", "2098-"))
    shared = ("-o", tmp_path, "--ledger", tmp_path / "l.db")
    assert run("assess", village, *shared, "--as-of", "2098-05-04").code == 0
    done = run("visits", "-q", *shared, "--as-of", "2098-05-04")
    assert done.code == 78
    line = one_line(done)
    assert "2098" in line and "gridcredit template calendar" in line


def test_a_defect_is_one_line(run: Runner, ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduling, "visits_report", lambda *_given: 1 / 0)
    done = run("visits", "-q", "--ledger", ledger, "-o", tmp_path)
    assert done.code == 1
    assert "ZeroDivisionError" in one_line(done)


def test_a_line_break_in_a_name_makes_no_second_line(run: Runner, ledger: Path, tmp_path: Path) -> None:
    (tmp_path / "a\nb").write_text("a file")
    done = run("visits", "-q", "--ledger", ledger, "-o", tmp_path / "a\nb")
    assert done.code == 73
    one_line(done)


def test_a_calendar_with_faults_is_told_by_the_first_of_them_and_their_number(
    run: Runner, ledger: Path, tmp_path: Path
) -> None:
    rows = "".join(f"| 2016-06-0{day} | 大概 |\n" for day in range(1, 4))
    path = write(tmp_path / "日历.xlsx", f"## 日历\n| 日期 | 安排 |\n{rows}")
    done = run("visits", "-q", "--ledger", ledger, "-o", tmp_path, "--calendar", path)
    assert done.code == 78
    line = one_line(done)
    assert "日历 B2" in line and "2 more" in line and "B3" not in line


def test_targets_of_which_some_are_refused_are_one_line_and_code_3(run: Runner, ledger: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "目标.xlsx", TARGETS + "| 试验村 | 某日 | 3 |\n")
    done = run("coverage", "-q", "--ledger", ledger, "-o", tmp_path, "--as-of", "2016-05-31", "--targets", path)
    assert done.code == 3
    assert "目标 B3" in one_line(done)
    assert (tmp_path / "coverage-2016-05-31.xlsx").exists()


def test_what_is_not_said_of_targets_stands_in_the_workbook(run: Runner, ledger: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "目标.xlsx", TARGETS + "| 别的村 | 2016-12-31 | 3 |\n")
    done = run("coverage", "-q", "--ledger", ledger, "-o", tmp_path, "--as-of", "2016-05-31", "--targets", path)
    assert (done.code, done.err) == (0, "")
    assert "TARGET_VILLAGE_UNKNOWN" in findings(tmp_path / "coverage-2016-05-31.xlsx")


@pytest.mark.parametrize("command", ["inspections", "visits"])
def test_what_is_not_said_of_the_calendar_stands_in_the_workbook(
    run: Runner, ledger: Path, tmp_path: Path, command: str
) -> None:
    path = write(tmp_path / "日历.xlsx", "## 日历\n| 日期 | 安排 |\n| 2016-06-08 | 休 |\n## 说明\n| 行庆 |\n")
    words = (command, "--ledger", ledger, "-o", tmp_path, "--as-of", "2016-05-31", "--calendar", path)
    assert run(*words).out.count("SHEET_NOT_READ") == 1
    assert run(*words, "-q").out == ""
    assert "SHEET_NOT_READ" in findings(tmp_path / f"{command}-2016-05-31.xlsx")


def findings(path: Path) -> list[object]:
    return [cell.value for cell in openpyxl.load_workbook(path)["Findings"]["A"]]


def test_without_quiet_wrong_usage_is_told_with_the_usage(run: Runner) -> None:
    assert run("visits", "--moon").err.startswith("Usage: gridcredit visits")


@pytest.fixture
def outcomes(tmp_path: Path) -> Path:
    return write(tmp_path / "in" / "台账.xlsx", OUTCOMES + "| 试验村 | A1 | 签约 | 2016-05-09 |\n")


def test_outcomes_are_taken_in_in_silence(run: Runner, ledger: Path, outcomes: Path) -> None:
    for _again in range(2):
        done = run("record", "-q", outcomes, "--ledger", ledger)
        assert (done.code, done.out, done.err) == (0, "", "")


def test_outcomes_of_which_some_are_refused_are_one_line_and_code_3(run: Runner, ledger: Path, outcomes: Path) -> None:
    bad = "| 试验村 | A9 | 签约 | 2016-05-09 |\n"
    write(outcomes, OUTCOMES + "| 试验村 | A1 | 签约 | 2016-05-09 |\n" + bad + "## 说明\n| 见附件 |\n")
    done = run("record", "-q", outcomes, "--ledger", ledger)
    assert done.code == 3
    line = one_line(done)
    assert "台账.xlsx 台账 B3" in line and "more" not in line  # what is only a warning is not counted


def test_outcomes_that_are_refused_whole_are_one_line_and_code_65(run: Runner, ledger: Path, outcomes: Path) -> None:
    outcomes.write_bytes(b"")
    done = run("record", "-q", outcomes.parent, "--ledger", ledger)
    assert done.code == 65
    assert "台账.xlsx" in one_line(done)


def test_the_ledger_is_copied_and_proved_in_silence_and_faults_are_one_line(
    run: Runner, ledger: Path, tmp_path: Path
) -> None:
    for words in (("ledger", "backup", tmp_path / "copy.db"), ("ledger", "verify")):
        done = run(*words, "-q", "--ledger", ledger)
        assert (done.code, done.out, done.err) == (0, "", "")
    done = run("ledger", "verify", "-q", "--ledger", ledger, "--head", "0" * 64)
    assert done.code == 3
    one_line(done)


# days in China


@contextmanager
def clock(moment: str, zone: str) -> Iterator[None]:
    """The time is ``moment`` (UTC), on a machine whose clock shows the time of ``zone``."""
    at = datetime.fromisoformat(moment).replace(tzinfo=UTC).timestamp()

    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> "Clock":
            return cls.fromtimestamp(at, tz)

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", zone)
        time.tzset()
        patch.setattr(cli, "datetime", Clock)
        try:
            yield
        finally:
            patch.undo()
            time.tzset()


@pytest.mark.parametrize("zone", ["UTC", "Asia/Shanghai", "America/Los_Angeles", "Pacific/Kiritimati"])
@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2016-05-30T15:59:59", "2016-05-30"),
        ("2016-05-30T16:00:00", "2016-05-31"),
        ("2016-05-31T15:59:59", "2016-05-31"),
        ("2016-12-31T16:00:00", "2017-01-01"),
    ],
)
def test_today_is_the_day_in_china_whatever_zone_the_machine_is_set_to(
    run: Runner, ledger: Path, tmp_path: Path, moment: str, day: str, zone: str
) -> None:
    with clock(moment, zone):
        done = run("visits", "--ledger", ledger, "-o", tmp_path / "out", "--json", "--until", "+0d")
    assert (done.json["as_of"], done.json["until"]) == (day, day)
    assert (tmp_path / "out" / f"visits-{day}.xlsx").exists()


@pytest.mark.parametrize(
    ("as_of", "asked", "until"),
    [
        ("2016-01-31", "+1m", "2016-02-29"),
        ("2015-01-31", "+1m", "2015-02-28"),
        ("2016-01-31", "+2m", "2016-03-31"),
        ("2016-02-29", "+12m", "2017-02-28"),
        ("2016-12-31", "+1d", "2017-01-01"),
        ("2016-02-28", "+1w", "2016-03-06"),
    ],
)
def test_months_ahead_end_with_the_month(
    run: Runner, ledger: Path, tmp_path: Path, as_of: str, asked: str, until: str
) -> None:
    done = run("inspections", "--ledger", ledger, "-o", tmp_path, "--as-of", as_of, "--until", asked, "--json")
    assert done.json["until"] == until
