"""The command line: every exit code, the machine output, languages, and what a run leaves behind."""

import csv
import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from running import Runner
from workbooks import VILLAGE, write

from gridcredit import cli, errors
from gridcredit.ledger.store import Ledger
from gridcredit.options import Option
from gridcredit.schema import FINDINGS

COMMANDS = ("assess", "check", "record", "coverage", "inspections")


def outputs(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.suffix == ".xlsx"}


# exit codes


def test_a_faultless_village_ends_with_0_and_one_workbook(run: Runner, small_village: Path, tmp_path: Path) -> None:
    done = run("assess", small_village, "-o", tmp_path / "out", "--ledger", tmp_path / "l.db", "--as-of", "2016-05-31")
    assert done.code == 0
    assert outputs(tmp_path / "out") == {"试验村-assessment.xlsx"}
    assert done.err == ""


@pytest.mark.parametrize("arguments", [["assess"], ["coverage", "--by", "moon"], ["nothing"], ["check", "--jobs", "0"]])
def test_wrong_usage_ends_with_2(run: Runner, arguments: list[str]) -> None:
    done = run(*arguments)
    assert (done.code, done.out) == (2, "")


def test_a_date_that_is_none_ends_with_2(run: Runner) -> None:
    assert "2016-02-30" in run("coverage", "--as-of", "2016-02-30").err


def test_without_a_ledger_the_monthly_reports_end_with_2_and_create_none(run: Runner, tmp_path: Path) -> None:
    done = run("coverage", "--ledger", tmp_path / "none.db")
    assert done.code == 2
    assert "none.db" in done.err
    assert not (tmp_path / "none.db").exists()
    assert run("inspections", "--ledger", "none").code == 2


def test_coverage_before_the_first_assessment_ends_with_2(run: Runner, small_village: Path, tmp_path: Path) -> None:
    run("assess", small_village, "-o", tmp_path, "--ledger", tmp_path / "l.db", "--as-of", "2016-05-31")
    done = run("coverage", "-o", tmp_path, "--ledger", tmp_path / "l.db", "--as-of", "2016-05-02")
    assert done.code == 2
    assert run("coverage", "-o", tmp_path, "--ledger", tmp_path / "l.db", "--as-of", "2016-05-03").code == 0


def test_a_refused_file_among_good_ones_ends_with_3_and_the_rest_is_done(
    run: Runner, small_village: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "in" / "bad.xlsx"
    bad.write_text("no workbook", encoding="utf-8")
    done = run("assess", tmp_path / "in", "-o", tmp_path / "out", "--ledger", "none", "--json")
    assert done.code == 3
    assert [village["village"] for village in done.json["villages"]] == ["试验村"]
    assert [(failed["file"], failed["code"]) for failed in done.json["failed"]] == [("bad.xlsx", "FILE_NOT_WORKBOOK")]
    assert outputs(tmp_path / "out") == {"试验村-assessment.xlsx"}


def test_a_refused_row_ends_with_3(run: Runner, tmp_path: Path) -> None:
    village = write(
        tmp_path / "v.xlsx",
        VILLAGE
        + "## 农户\n| 户号 | 户主 |\n| A1 | 甲 |\n"
        + "## 评议\n| 户号 | 网格员 | 建议额度 |\n| A1 | 张三 | 约5万 |\n| A9 | 张三 | 50000 |\n",
    )
    done = run("assess", village, "-o", tmp_path, "--ledger", "none")
    assert done.code == 3
    assert "AMOUNT_ABOUT × 1 (error): " in done.out
    assert "\n  v.xlsx 评议 C2 A1\n" in done.out
    assert "HOUSEHOLD_UNKNOWN × 1 (error): " in done.out
    assert "\n  v.xlsx 评议 A3 A9\n" in done.out
    assert "约5万" not in done.out


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "FILE_EMPTY"),
        (b"%PDF-1.7\n" + bytes(600), "FILE_OTHER_FORMAT"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "FILE_DAMAGED"),
    ],
    ids=["empty", "PDF", "half an old workbook"],
)
def test_when_every_input_is_refused_nothing_is_done_and_the_code_is_65(
    run: Runner, tmp_path: Path, content: bytes, code: str
) -> None:
    (tmp_path / "x.xlsx").write_bytes(content)
    done = run("assess", tmp_path / "x.xlsx", "-o", tmp_path / "out", "--ledger", tmp_path / "l.db")
    assert done.code == 65
    assert f"{code} × 1 (error): " in done.out
    assert "\n  x.xlsx" in done.out
    assert outputs(tmp_path / "out") == set()
    assert run("check", tmp_path / "x.xlsx").code == 65


def test_a_folder_without_workbooks_ends_with_65(run: Runner, tmp_path: Path) -> None:
    assert run("check", tmp_path).code == 65


def test_two_workbooks_of_one_village_are_both_refused(run: Runner, small_village: Path, tmp_path: Path) -> None:
    shutil.copy(small_village, small_village.with_name("copy.xlsx"))
    done = run("assess", tmp_path / "in", "-o", tmp_path / "out", "--ledger", tmp_path / "l.db")
    assert done.code == 65
    assert "VILLAGE_TWICE × 2" in done.out
    assert list((tmp_path / "out").iterdir()) == []


def test_an_output_folder_that_cannot_be_made_ends_with_73(run: Runner, small_village: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert run("assess", small_village, "-o", tmp_path / "file" / "out", "--ledger", "none").code == 73


def test_a_ledger_that_cannot_be_made_ends_with_73(run: Runner, small_village: Path, tmp_path: Path) -> None:
    done = run("assess", small_village, "-o", tmp_path / "out", "--ledger", tmp_path / "no" / "l.db")
    assert done.code == 73
    assert outputs(tmp_path / "out") == set()


def test_a_full_disk_ends_with_74_and_leaves_older_results_alone(small_village: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    older = out / "试验村-assessment.xlsx"
    older.write_bytes(b"older")

    def tiny_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000))

    command = [
        sys.executable,
        "-B",
        "-m",
        "gridcredit",
        "assess",
        str(small_village),
        "-o",
        str(out),
        "--ledger",
        "none",
    ]
    done = subprocess.run(command, preexec_fn=tiny_files, capture_output=True, text=True, check=False)
    assert done.returncode == 74, done.stderr
    assert "Traceback" not in done.stderr
    assert older.read_bytes() == b"older"
    assert [path.name for path in out.iterdir()] == [older.name]


def test_a_ledger_held_by_another_run_ends_with_75(
    run: Runner, small_village: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gridcredit.ledger.engines.BUSY_SECONDS", 0.1)
    path = tmp_path / "l.db"
    Ledger(str(path)).close()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    done = run("assess", small_village, "-o", tmp_path / "out", "--ledger", path)
    other.close()
    assert done.code == 75
    assert outputs(tmp_path / "out") == set()
    assert run("assess", small_village, "-o", tmp_path / "out", "--ledger", path).code == 0


@pytest.mark.parametrize(
    "text", ["[reconcile", "[reconcile]\n[[reconcile.closeness]]\nvalue = 1\n"], ids=["no TOML", "unknown name"]
)
def test_a_wrong_policy_ends_with_78_before_anything_is_read(
    run: Runner, small_village: Path, tmp_path: Path, text: str
) -> None:
    policy = tmp_path / "bank.toml"
    policy.write_text(text, encoding="utf-8")
    done = run("assess", small_village, "-o", tmp_path / "out", "--policy", policy, "--ledger", tmp_path / "l.db")
    assert done.code == 78
    assert "bank.toml" in done.err
    assert not (tmp_path / "l.db").exists()


def test_a_defect_ends_with_1_and_tells_its_place_without_data(
    run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object) -> None:
        raise ValueError("secret 999999195001010011")

    monkeypatch.setattr("gridcredit.policy.load", broken)
    done = run("coverage", "--ledger", tmp_path / "l.db")
    assert done.code == 1
    assert "ValueError" in done.err
    assert "secret" not in done.err
    assert "Traceback" not in done.err


def test_where_a_defect_lies_is_told_without_its_text() -> None:
    assert errors.where(ValueError("secret")) == "ValueError"


# what is printed


def test_json_is_one_object_and_alone_on_standard_output(run: Runner, small_village: Path, tmp_path: Path) -> None:
    done = run(
        "assess", small_village, "-o", tmp_path, "--ledger", tmp_path / "l.db", "--as-of", "2016-05-31", "--json"
    )
    (village,) = done.json["villages"]
    assert {key: village[key] for key in ("village", "households", "granted", "referred", "no_conclusion")} == {
        "village": "试验村", "households": 3, "granted": 1, "referred": 1, "no_conclusion": 1,
    }  # fmt: skip
    assert village["total_line_yuan"] == 50_000
    assert village["coverage"] == {"numerator": 1, "denominator": 3, "rate": 0.333333}
    assert village["rows"] == {"read": 9, "accepted": 9, "rejected": 0}
    assert village["findings"] == {"error": 0, "warning": 3}
    assert len(village["input_sha256"]) == len(village["policy_sha256"]) == 64
    assert done.json["total"]["granted"] == 1
    assert "wrote" in done.err


def test_decisions_csv_has_the_columns_of_the_contract(run: Runner, small_village: Path, tmp_path: Path) -> None:
    target = tmp_path / "d.csv"
    run("assess", small_village, "-o", tmp_path, "--ledger", "none", "--decisions", target)
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows == [
        ["village", "household_id", "status", "credit_line_yuan", "suggested_line_yuan", "basis", "reason_codes", "counting_ratings"],
        ["试验村", "A1", "granted", "50000", "", "close_all", "", "3"],
        ["试验村", "A2", "referred", "", "", "", "LIST_GREY;TOO_FEW_RATINGS", "0"],
        ["试验村", "A3", "no_conclusion", "", "", "", "TOO_FEW_RATINGS", "0"],
    ]  # fmt: skip


def test_findings_csv_has_the_columns_of_the_contract(run: Runner, tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(b"")
    run("check", tmp_path / "x.xlsx", "--findings", tmp_path / "f.csv")
    with (tmp_path / "f.csv").open(encoding="utf-8-sig", newline="") as file:
        header, row = csv.reader(file)
    assert tuple(header) == FINDINGS
    assert row[:3] == ["FILE_EMPTY", "error", "x.xlsx"]


def test_tables_in_a_pipe_are_plain_and_take_any_tabulate_format(
    run: Runner, small_village: Path, tmp_path: Path
) -> None:
    done = run("assess", small_village, "-o", tmp_path, "--ledger", "none", "--table-format", "pipe")
    assert done.out.startswith("| Village")
    assert "\x1b" not in done.out
    assert run("coverage", "--table-format", "unheard-of").code == 2


@pytest.mark.parametrize(("language", "word"), [("zh", "用法"), ("en", "Usage")])
def test_help_and_usage_errors_speak_the_users_language(run: Runner, language: str, word: str) -> None:
    assert word in run("--lang", language, "--help").out
    assert word in run("assess", "--lang", language).err


def test_chinese_is_the_default(
    run: Runner, monkeypatch: pytest.MonkeyPatch, small_village: Path, tmp_path: Path
) -> None:
    monkeypatch.delenv("GRIDCREDIT_LANG")
    run("assess", small_village, "-o", tmp_path / "out", "--ledger", "none")
    assert outputs(tmp_path / "out") == {"试验村-授信结果.xlsx"}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_command_and_option_has_help_in_both_languages(run: Runner, command: str, language: str) -> None:
    shown = run(command, "--help", "--lang", language).out
    for parameter in cli.cli.commands[command].params:
        if isinstance(parameter, Option):
            assert parameter.opts[-1] in shown
            assert parameter.help
    has_chinese = any("\u4e00" <= character <= "\u9fff" for character in shown)
    assert has_chinese == (language == "zh")


def test_help_needs_neither_pandas_nor_the_database() -> None:
    script = (
        "import sys\nfrom gridcredit.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass\n"
        "assert not {'pandas', 'numpy', 'sqlalchemy', 'openpyxl', 'rich', 'tabulate'} & set(sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, check=False).returncode == 0


# what a run leaves behind


def test_assessing_the_same_file_twice_changes_nothing(run: Runner, small_village: Path, tmp_path: Path) -> None:
    def assess(as_of: str) -> bool:
        arguments = ("assess", small_village, "-o", tmp_path, "--ledger", tmp_path / "l.db", "--as-of", as_of, "--json")
        recorded: bool = run(*arguments).json["villages"][0]["recorded"]
        return recorded

    assert assess("2016-05-31")
    before = (tmp_path / "试验村-assessment.xlsx").read_bytes()
    assert not assess("2016-05-31")
    assert not assess("2016-06-30")
    assert (tmp_path / "试验村-assessment.xlsx").read_bytes() == before
    with Ledger(str(tmp_path / "l.db")) as ledger:
        assert len(ledger.roster(date(2016, 6, 30))) == 3


def test_a_dry_run_writes_results_but_no_ledger(run: Runner, small_village: Path, tmp_path: Path) -> None:
    assert run("assess", small_village, "-o", tmp_path, "--ledger", tmp_path / "l.db", "--dry-run").code == 0
    assert outputs(tmp_path) == {"试验村-assessment.xlsx"}
    assert not (tmp_path / "l.db").exists()


def test_own_results_and_lock_files_in_a_folder_are_passed_over(run: Runner, small_village: Path) -> None:
    folder = small_village.parent
    (folder / "~$试验村.xlsx").write_bytes(b"lock")
    for name in ("走访-2016-05-31.xlsx", "visits-2016-05-31.xlsx", "贷后检查-2016-05-31.xlsx"):
        shutil.copy(small_village, folder / name)
    assert run("assess", folder, "-o", folder, "--ledger", "none").code == 0
    assert run("assess", folder, "-o", folder, "--ledger", "none").code == 0


def test_a_village_name_cannot_lead_out_of_the_output_folder(run: Runner, tmp_path: Path) -> None:
    village = write(
        tmp_path / "in.xlsx",
        "## 村\n| 村名 | ../../etc/x:y |\n## 农户\n| 户号 | 户主 |\n| A1 | 甲 |\n"
        "## 评议\n| 户号 | 网格员 | 建议额度 |\n| A1 | 张三 | 50000 |\n",
    )
    assert run("assess", village, "-o", tmp_path / "out", "--ledger", "none").code == 0
    (name,) = outputs(tmp_path / "out")
    assert name.endswith("-assessment.xlsx")


def test_a_killed_run_leaves_nothing_half_done(run: Runner, samples: Path, tmp_path: Path) -> None:
    arguments = ("assess", str(samples / "villages"), "-o", str(tmp_path), "--ledger", str(tmp_path / "l.db"))
    child = subprocess.Popen(
        [sys.executable, "-m", "gridcredit", *arguments], start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    with pytest.raises(subprocess.TimeoutExpired):
        child.wait(0.8)
    os.killpg(child.pid, 9)
    child.wait()
    done = run(*arguments, "--json")
    assert done.code == 3
    assert done.json["total"]["granted"] == 962
    with Ledger(str(tmp_path / "l.db")) as ledger:
        assert len(ledger.roster(date(2016, 5, 31))) == 1478


def test_a_village_dated_before_the_policy_is_refused_alone(run: Runner, small_village: Path, tmp_path: Path) -> None:
    early = VILLAGE.replace("试验村", "早村").replace("2016-05-03", "1999-12-31")
    rest = "## 农户\n| 户号 | 户主 |\n| A1 | 甲 |\n## 评议\n| 户号 | 网格员 | 建议额度 |\n| A1 | 张三 | 50000 |\n"
    write(small_village.with_name("早村.xlsx"), early + rest)
    done = run("assess", small_village.parent, "-o", tmp_path / "out", "--ledger", "none", "--json")
    assert done.code == 3
    assert [failed["code"] for failed in done.json["failed"]] == ["POLICY_NOT_IN_FORCE"]
    assert [village["village"] for village in done.json["villages"]] == ["试验村"]


def test_a_worker_that_dies_costs_its_own_file_alone(small_village: Path, tmp_path: Path) -> None:
    folder = small_village.parent
    for name in ("a-dies.xlsx", "b.xlsx", "c.xlsx"):
        write(folder / name, VILLAGE.replace("试验村", name) + "## 农户\n| 户号 | 户主 |\n| A1 | 甲 |\n")
    script = (
        "import os, sys\nfrom gridcredit.batch import jobs\nfrom gridcredit.cli import main\nwhole = jobs.work\n"
        "def work(job):\n    return os._exit(9) if job.paths[0].name.startswith('a-dies') else whole(job)\n"
        "jobs.work = work\n"
        f"if __name__ == '__main__': main(['check', {str(folder)!r}, '--json', '--jobs', '2'])"
    )
    (tmp_path / "dying.py").write_text(script, encoding="utf-8")  # a file, for workers that start by importing it
    command = [sys.executable, str(tmp_path / "dying.py")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    answer = json.loads(done.stdout)
    assert done.returncode == 1
    codes = {failed["file"]: failed["code"] for failed in answer["failed"]}
    assert codes == {"a-dies.xlsx": "INTERNAL", "b.xlsx": "VILLAGE_INCOMPLETE", "c.xlsx": "VILLAGE_INCOMPLETE"}
    assert [file["village"] for file in answer["files"]].count("试验村") == 1


def test_a_ledger_on_a_full_disk_ends_with_74_and_records_nothing(small_village: Path, tmp_path: Path) -> None:
    ledger = tmp_path / "l.db"
    Ledger(str(ledger)).close()
    room = 50_000  # enough for the result's workbook, and not for what the ledger writes of it

    def full_disk() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    out = tmp_path / "out"
    command = [sys.executable, "-B", "-m", "gridcredit", "assess", str(small_village), "-o", str(out)]
    done = subprocess.run(
        [*command, "--ledger", str(ledger)], preexec_fn=full_disk, capture_output=True, text=True, check=False
    )
    assert done.returncode == 74 and "the ledger" in done.stderr, done.stderr
    assert "Traceback" not in done.stderr
    assert list(out.iterdir()) == []
    with Ledger(str(ledger)) as opened:
        assert opened.roster(date(2016, 5, 31)) == []


@pytest.mark.parametrize(
    ("redirection", "code"), [(">/dev/full", 74), ("| true", 74), (">&-", 65)], ids=["full", "pipe gone", "closed"]
)
def test_output_that_nobody_takes_ends_without_a_traceback(tmp_path: Path, redirection: str, code: int) -> None:
    (tmp_path / "x.xlsx").write_bytes(b"")
    command = f"{sys.executable} -m gridcredit check {tmp_path}/x.xlsx {redirection}; echo ${{PIPESTATUS[0]}} >&2"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    *told, ended = done.stderr.split()
    assert ended == str(code)
    assert "Traceback" not in told


def test_nothing_that_is_read_is_written_over(run: Runner, small_village: Path, tmp_path: Path) -> None:
    before = small_village.read_bytes()
    assert run("assess", small_village, "-o", tmp_path, "--ledger", "none", "--decisions", small_village).code == 73
    assert run("check", small_village, "--findings", small_village).code == 73
    named_as_result = small_village.rename(small_village.with_name("试验村-assessment.xlsx"))
    assert run("assess", named_as_result, "-o", named_as_result.parent, "--ledger", "none").code == 73
    assert named_as_result.read_bytes() == before


def test_a_password_in_a_ledgers_address_is_not_repeated(run: Runner) -> None:
    done = run("coverage", "--ledger", "postgresql+psycopg://u:hidden@h/d")
    assert done.code == 2
    assert "hidden" not in done.err


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends workers with their parent")
def test_workers_end_with_a_killed_parent(samples: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "gridcredit", "assess", str(samples / "villages"), "-o", str(tmp_path)]
    child = subprocess.Popen([*command, "--ledger", "none"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    with pytest.raises(subprocess.TimeoutExpired):
        child.wait(0.6)
    child.kill()
    output, _ = child.communicate(timeout=30)  # ends only when every process that holds the pipe has gone
    assert output == b""
