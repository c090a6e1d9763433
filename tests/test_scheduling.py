"""docs/scheduling.md: its commands run as cron and systemd run them, its units are sound, its exit codes are those that there are.

Blocks marked ``console`` set a machine up as root and are not run here.
"""

import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from openpyxl import load_workbook
from workbooks import VILLAGE, write

from gridcredit import errors

DOCUMENT = Path(__file__).parent.parent / "docs" / "scheduling.md"
DAY = "2016-06-01"
HOUSEHOLDS = """
## 农户
| 户号 | 户主 | 户籍状态 | 居住状态 | 名单 |
| A1 | 甲一 | 正常 | 在家 | 白 |
| A2 | 乙二 | 正常 | 在家 | 白 |
## 评议
| 户号 | 网格员 | 建议额度 |
| A1 | 张三 | 50000 |
| A1 | 李四 | 50000 |
| A1 | 王五 | 50000 |
| A2 | 张三 | 50000 |
| A2 | 李四 | 50000 |
| A2 | 王五 | 50000 |
"""
OUTCOMES = """
## 台账
| 村 | 户号 | 事项 | 日期 | 金额 |
| 试验村 | A1 | 签约 | 2016-05-05 | |
| 试验村 | A1 | 发卡 | 2016-05-06 | |
| 试验村 | A1 | 用信 | 2016-05-09 | 20000 |
"""
ON_THAT_DAY = f"""#!{sys.executable}
import os
from datetime import UTC, date, datetime, time
from gridcredit import cli
class Clock(datetime):
    @classmethod
    def now(cls, tz=None):
        return cls.combine(date.fromisoformat(os.environ.get("ON", "{DAY}")), time(4), tz or UTC)
cli.datetime = Clock
cli.main()
"""
DATE_ON_THAT_DAY = f"""#!/bin/sh
case "$1 $2" in
"-d yesterday") shift 2; exec /bin/date -d "{DAY} -1 day" "$@" ;;
*) exec /bin/date -d {DAY} "$@" ;;
esac
"""


class Job(NamedTuple):
    """A line of the crontab: the five fields of its time, and what the shell gets."""

    time: str
    command: str


@cache
def blocks() -> tuple[tuple[str, str], ...]:
    """The document's blocks with what they are marked as, in order."""
    return tuple(re.findall(r"^```(\w+)\n(.*?)^```$", DOCUMENT.read_text("utf-8"), re.MULTILINE | re.DOTALL))


def lines(kind: str) -> list[str]:
    found = [line for marked, text in blocks() if marked == kind for line in text.splitlines()]
    return [line for line in found if line and not line.startswith("#")]


def assigned(kind: str) -> dict[str, str]:
    found = (re.match(r"([A-Z_]+)=(.*)", line) for line in lines(kind))
    return {one[1]: one[2] for one in found if one}


def jobs() -> list[Job]:
    return [
        Job(" ".join(fields[:5]), fields[5].replace("\\%", "%"))
        for fields in (line.split(maxsplit=5) for line in lines("cron") if not re.match(r"[A-Z_]+=", line))
    ]


def units() -> dict[str, str]:
    """The units by their file's name, which stands in their first line."""
    texts = [text for kind, text in blocks() if kind == "systemd"]
    return {text.splitlines()[0].removeprefix("# "): text for text in texts}


def instances() -> list[str]:
    """Which lists the timers are enabled for."""
    (enabled,) = (text for kind, text in blocks() if kind == "console" and "enable --now" in text)
    return re.findall(r"gridcredit@(\w+)\.timer", enabled)


class Machine:
    """A branch's machine below ``root``: the programme, a ledger with a village, and in the inbox what came back from it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        programmes = root / "opt" / "bin"
        programmes.mkdir(parents=True)
        for name, text in (("gridcredit", ON_THAT_DAY), ("date", DATE_ON_THAT_DAY)):
            (programmes / name).write_text(text)
            (programmes / name).chmod(0o755)
        village = write(root / "试验村.xlsx", VILLAGE + HOUSEHOLDS)
        write(root / "srv" / "inbox" / "台账.xlsx", OUTCOMES)
        (root / "srv-www").mkdir()
        earlier = {**assigned("cron"), "ON": "2016-05-04"}
        assert self.run(f"gridcredit assess {village} -o {root}", earlier).returncode == 0

    def here(self, text: str) -> str:
        """With the document's folders where they are on this machine."""
        return text.replace("/srv/gridcredit", f"{self.root}/srv").replace("/opt/gridcredit", f"{self.root}/opt")

    def run(self, command: str, settings: dict[str, str]) -> "subprocess.CompletedProcess[str]":
        """As cron and systemd do: by a shell that has these settings alone."""
        given = {"PATH": "/opt/gridcredit/bin:/usr/bin:/bin", **settings}
        environment = {name: self.here(value) for name, value in given.items()} | {"HOME": str(self.root)}
        words = ["/bin/sh", "-c", self.here(command)]
        return subprocess.run(words, env=environment, cwd="/", capture_output=True, text=True, check=False)

    def folder(self, name: str) -> set[str]:
        place = self.root / "srv" / name
        return {path.name for path in place.iterdir() if not path.name.startswith(".")} if place.exists() else set()


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """A machine on which the blank sheets were written, and an officer into the one of staff, as the document says first."""
    there = Machine(tmp_path_factory.mktemp("machine"))
    for command in (line for line in lines("sh") if "template" in line):
        assert there.run(command, assigned("ini")).returncode == 0
    path = there.root / "srv" / "sheets" / "人员.xlsx"
    book = load_workbook(path)
    (sheet,) = book
    header = next(cell.row for row in sheet.iter_rows() for cell in row if cell.value == "网格员")
    sheet.cell(header + 1, 1, "张三")
    book.save(path)
    return there


def test_every_block_is_of_a_kind_that_is_tried_here() -> None:
    assert {kind for kind, _text in blocks()} == {"console", "ini", "sh", "cron", "systemd"}
    assert len(blocks()) == DOCUMENT.read_text("utf-8").count("```") // 2


def test_the_blank_sheets_are_those_that_the_settings_name(machine: Machine) -> None:
    assert machine.folder("sheets") == {"日历.xlsx", "人员.xlsx"}
    named = {Path(value).name for name, value in assigned("ini").items() if value.endswith(".xlsx")}
    assert named == machine.folder("sheets")


def test_cron_runs_every_line_in_silence_and_what_they_are_to_write_is_there(machine: Machine) -> None:
    for job in jobs():
        done = machine.run(job.command, assigned("cron"))
        assert (done.returncode, done.stdout, done.stderr) == (0, "", ""), job.command
    assert machine.folder("lists") == {f"贷后检查-{DAY}.xlsx", f"走访-{DAY}.xlsx"}
    assert f"日程-{DAY}.xlsx" in machine.folder("plan") and f"驻勤-{DAY}.xlsx" in machine.folder("rota")
    assert any(name.endswith(".ics") for name in machine.folder("rota"))
    assert machine.folder("reports") == {"覆盖面-2016-05-31.xlsx", "覆盖面-2016-05-31.html"}
    assert machine.folder("backup") == {f"gridcredit-{DAY}.db"}


def test_cron_mails_one_line_when_a_line_fails(machine: Machine) -> None:
    settings = assigned("cron") | {"GRIDCREDIT_LEDGER": "/srv/gridcredit/nowhere.db"}
    for job in jobs():
        done = machine.run(job.command, settings)
        calls = job.command.count("gridcredit ")
        assert (done.returncode != 0, done.stdout, done.stderr.count("\n")) == (True, "", calls), job.command


def test_times_of_the_crontab_have_five_fields() -> None:
    assert len(jobs()) == 7
    assert all(re.fullmatch(r"[\d*]+( [\d*]+){4}", job.time) for job in jobs())


@pytest.mark.parametrize("command", [line for line in lines("sh") if "template" not in line])
def test_the_other_commands_run(machine: Machine, command: str) -> None:
    for name in ("lists", "plan", "rota"):
        (machine.root / "srv" / name).mkdir(exist_ok=True)
    done = machine.run(command, assigned("ini"))
    assert (done.returncode, done.stderr) == (0, "")


def test_calendar_files_are_shown_to_the_group_of_the_folder_and_lists_are_not(machine: Machine) -> None:
    lists, shown = machine.root / "srv" / "plan", machine.root / "srv-www"
    for folder in (lists, machine.root / "srv" / "rota"):
        folder.mkdir(exist_ok=True)
    for name in ("陈.ics", "走访.xlsx"):
        (lists / name).write_bytes(b"")
        (lists / name).chmod(0o600)
    (command,) = (line for line in lines("sh") if "install" in line)
    assert machine.run(command, {}).returncode == 0
    there = {path.name: path.stat().st_mode & 0o777 for path in shown.iterdir()}
    assert "陈.ics" in there and set(there.values()) == {0o640}
    assert all(name.endswith(".ics") for name in there)


@pytest.mark.parametrize("instance", instances())
def test_what_a_unit_starts_writes_its_list_in_silence(machine: Machine, instance: str) -> None:
    (start,) = re.findall(r"^ExecStart=(.*)$", units()["gridcredit@.service"], re.MULTILINE)
    done = machine.run(start.replace("%i", instance), assigned("ini"))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert [name for name in machine.folder(instance) if name.endswith(".xlsx")]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_the_units_are_sound(machine: Machine) -> None:
    folder = machine.root / "units"
    folder.mkdir()
    for name, text in units().items():
        (folder / name).write_text(machine.here(text), "utf-8")
    names = [name.replace("@.", f"@{instance}.") for name in units() for instance in instances()]
    search = {**os.environ, "SYSTEMD_UNIT_PATH": f"{folder}:"}
    words = ["systemd-analyze", "verify", "--man=no", *(str(folder / name) for name in names)]
    done = subprocess.run(words, env=search, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_the_timer_elapses_in_the_morning_in_china() -> None:
    (when,) = re.findall(r"^OnCalendar=(.*)$", units()["gridcredit@.timer"], re.MULTILINE)
    words = ["systemd-analyze", "calendar", "--base-time=2016-05-31 12:00:00 UTC", when]
    environment = {**os.environ, "TZ": "UTC", "LC_ALL": "C"}
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "2016-05-31 22:30:00 UTC" in done.stdout


def test_the_table_of_exit_codes_is_whole() -> None:
    told = set(map(int, re.findall(r"^\| (\d+) \|", DOCUMENT.read_text("utf-8"), re.MULTILINE)))
    assert told == {
        *(errors.DONE, errors.INTERNAL, errors.USAGE, errors.PARTIAL, errors.ALL_REFUSED),
        *(errors.CANNOT_CREATE, errors.CANNOT_WRITE, errors.LEDGER_BUSY, errors.BAD_POLICY),
    }


def test_a_unit_tries_again_where_another_run_was_first() -> None:
    assert f"RestartForceExitStatus={errors.LEDGER_BUSY}\n" in units()["gridcredit@.service"]


def test_the_chinese_readme_shows_lines_of_this_crontab() -> None:
    text = (DOCUMENT.parent.parent / "README.zh-CN.md").read_text("utf-8")
    (block,) = re.findall(r"^```cron\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    shown = [line for line in block.splitlines() if not line.startswith("#")]
    assert len(shown) > 4 and set(shown) <= set(lines("cron"))
