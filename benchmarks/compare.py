"""gridcredit and the plain script on the same village, in turn: ``python benchmarks/compare.py [--pairs 7]``.

Prints what was measured and how; exits with 1 when the two do not decide alike, and never because of a time.
"""

import argparse
import csv
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from zipfile import ZipFile

import make_village
from openpyxl import load_workbook

HERE = Path(__file__).parent
GRIDCREDIT = Path(sys.executable).parent / "gridcredit"
OURS, PEER = "gridcredit", "plain script"
AS_OF = "2016-05-31"
HELP_RUNS = 9

Command = list[str | Path]
Decisions = list[dict[str, str]]


@dataclass(frozen=True)
class Cost:
    """Of a whole process with all its children, in seconds: the clock's, and the processors' (user and system)."""

    wall: float
    cpu: float


def plain_environment(cache: Path) -> None:
    """For both sides alike: compiled modules are kept, though not in the checkout, and output is buffered."""
    for name in ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"):
        os.environ.pop(name, None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(cache)


def measure(command: Command) -> Cost:
    """Run a command to its end, its output thrown away; ends this program where it fails."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(f"{Path(command[0]).name} ended with {done.returncode}:\n{done.stderr}")
    return Cost(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


class Side:
    """One of the two: runs into a folder of its own with a fresh ledger, so that each run records everything."""

    def __init__(self, name: str, folder: Path, command: Callable[[Path], Command]) -> None:
        self.name = name
        self._folder = folder
        self._command = command
        self.costs: list[Cost] = []
        self.decisions: list[Decisions] = []

    def run(self, counted: bool) -> None:
        with tempfile.TemporaryDirectory(dir=self._folder) as place:
            cost = measure(self._command(Path(place)))
            self.decisions.append(read_decisions(Path(place) / "decisions.csv"))
        if counted:
            self.costs.append(cost)

    def workbook(self, place: Path) -> Path:
        """The result of one more run, not measured."""
        place.mkdir()
        measure(self._command(place))
        return next(place.glob("*.xlsx"))


def read_decisions(path: Path) -> Decisions:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return sorted(csv.DictReader(file), key=lambda row: row["household_id"])


def sides(village: Path, folder: Path) -> tuple[Side, Side]:
    def ours(place: Path) -> Command:
        command: Command = [GRIDCREDIT, "assess", village, "-o", place, "--ledger", place / "ledger.db"]
        return [*command, "--as-of", AS_OF, "--lang", "zh", "--decisions", place / "decisions.csv"]

    def peer(place: Path) -> Command:
        script = HERE / "plain_script.py"
        outputs: Command = [place / "result.xlsx", place / "ledger.db", "--decisions", place / "decisions.csv"]
        return [sys.executable, script, village, *outputs]

    return Side(OURS, folder, ours), Side(PEER, folder, peer)


def cells(path: Path) -> Iterator[tuple[tuple[str, str], object]]:
    """Every filled cell by sheet and address."""
    for sheet in load_workbook(path).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value not in (None, ""):
                    yield (sheet.title, cell.coordinate), cell.value


def compare_workbooks(ours: Path, peer: Path) -> str:
    """One line on how like the two result workbooks are; formats and pages are not looked at."""
    left, right = dict(cells(ours)), dict(cells(peer))
    names = [list(dict.fromkeys(sheet for sheet, _ in side)) for side in (left, right)]
    different = sum(left.get(place) != right.get(place) for place in {**left, **right})
    charts = [sum("charts/chart" in name for name in ZipFile(path).namelist()) for path in (ours, peer)]
    return (
        f"result workbooks: sheets {'the same' if names[0] == names[1] else 'DIFFER'} ({len(names[0])}), "
        f"filled cells {len(left):,} and {len(right):,}, {different} of them differ, charts {charts[0]} and {charts[1]}"
    )


def compare_decisions(ours: Side, peer: Side) -> bool:
    """Whether every run of both decided alike: status and line; says so, and whether the rest is the same too."""
    first = ours.decisions[0]
    runs = [*ours.decisions, *peer.decisions]

    def brief(rows: Decisions) -> list[tuple[str, str, str]]:
        return [(row["household_id"], row["status"], row["credit_line_yuan"]) for row in rows]

    alike = all(brief(rows) == brief(first) for rows in runs)
    whole = all(rows == first for rows in runs)
    print(
        f"decisions: status and line of {len(first)} households {'the same' if alike else 'DIFFER'} in all "
        f"{len(runs)} runs; suggested line, basis, reasons and counting ratings {'too' if whole else 'DIFFER'}"
    )
    if not alike:
        odd = [row[0] for row, other in zip(brief(first), brief(peer.decisions[0]), strict=False) if row != other]
        print(f"  first that differ: {' '.join(odd[:10])}")
    return alike


def spread(values: Sequence[float], unit: str = " s", digits: int = 2) -> str:
    return " / ".join(f"{value:.{digits}f}" for value in (min(values), median(values), max(values))) + unit


def report(ours: Side, peer: Side) -> None:
    print(f"\n{'':14}{'wall: min / median / max':30}CPU: min / median / max")
    for side in (ours, peer):
        walls, cpus = spread([cost.wall for cost in side.costs]), spread([cost.cpu for cost in side.costs])
        print(f"{side.name:14}{walls:30}{cpus}")
    pairs = list(zip(ours.costs, peer.costs, strict=True))
    walls = spread([theirs.wall / our.wall for our, theirs in pairs], " x")
    cpus = spread([theirs.cpu / our.cpu for our, theirs in pairs], " x")
    print(f"{'peer ÷ ours':14}{walls:30}{cpus}   (pair by pair)")


def help_cost() -> str:
    """CPU time of ``--help`` after its first run."""
    command: Command = [GRIDCREDIT, "--help"]
    measure(command)
    return spread([measure(command).cpu * 1000 for _ in range(HELP_RUNS)], " ms CPU", 0)


def main() -> int:
    parser = argparse.ArgumentParser(description="Compare gridcredit with a plain pandas and openpyxl script.")
    parser.add_argument("--pairs", type=int, default=7)
    parser.add_argument("--households", type=int, default=800)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plain_environment(folder / "compiled")
        village = folder / f"{make_village.VILLAGE}.xlsx"
        make_village.make(village, arguments.households)
        ours, peer = sides(village, folder)
        print(
            f"One village of {arguments.households} households, {os.cpu_count()} cores, "
            f"CPython {platform.python_version()}. Whole processes with their children, in turn,\n"
            f"one warm-up each, then {arguments.pairs} counted pairs, a fresh ledger and folder for each run. "
            f"Both write result workbook, ledger and decisions."
        )
        for number in range(arguments.pairs + 1):
            for side in (ours, peer):
                side.run(counted=number > 0)
        report(ours, peer)
        print(f"\ngridcredit --help, after its first run, {HELP_RUNS} runs: {help_cost()} (min / median / max)")
        print(compare_workbooks(ours.workbook(folder / "ours"), peer.workbook(folder / "peer")))
        return 0 if compare_decisions(ours, peer) else 1


if __name__ == "__main__":
    sys.exit(main())
