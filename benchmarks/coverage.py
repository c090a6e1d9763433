"""``coverage`` over a whole bank: ``python benchmarks/coverage.py [HOUSEHOLDS[/VILLAGE] …]`` (default: 250,000 and 1,000,000).

Makes a ledger of that many households in villages of 400 (or of as many as stand behind the stroke: 400000/20 makes 20,000
villages), with five events each (signing, card, two drawdowns, a repayment),
and runs ``gridcredit coverage --by branch`` on it as a process of its own: wall clock and largest memory, and what each million
events costs at either size.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from gridcredit.ledger.entries import ASSESSED, Event, Run
from gridcredit.ledger.store import Ledger

OF_VILLAGE = 400
NOW = datetime(2016, 5, 31, 8)
DAY = date(2016, 5, 3)
KINDS = (
    ("signed", 4, None),
    ("carded", 5, None),
    ("drawdown", 6, 20_000),
    ("drawdown", 9, 10_000),
    ("repayment", 20, 5_000),
)


def make(path: Path, households: int, of_village: int = OF_VILLAGE) -> None:
    with Ledger(str(path)) as ledger:
        for number in range(households // of_village):
            village = f"村{number}"
            keys = [f"H{key:04}" for key in range(of_village)]
            ledger.record_run(run_of(village, number, keys), NOW)
            events = list(events_of(village, keys))
            ledger.record_events(lambda found=events: found, NOW)  # type: ignore[misc]


def run_of(village: str, number: int, keys: list[str]) -> Run:
    detail: dict[str, object] = {
        "group": "一组", "head": "甲", "address": "", "registration_status": "normal", "residence_status": "home",
        "list_status": None, "status": "granted", "basis": "close_all", "suggested_line_yuan": 0, "reason_codes": "",
        "counting_ratings": 3, "outlying_officers": "", "missing_fields": "", "rated": True, "valid_until": "2019-05-02",
        "review_on": "2017-05-03", "facts": {}, "ratings": [], "people": [], "source": 0, "row": 2, "elsewhere": {},
    }  # fmt: skip
    homes = [
        Event(ASSESSED, village, key, DAY, 50_000, "v.xlsx", "f" * 64, "农户", "A2", detail=detail) for key in keys
    ]
    of_village = {"branch": f"支行{number % 50}", "grid": f"网格{number % 500}", "village_code": None, "cap_yuan": None}
    return Run(
        village,
        DAY,
        "v.xlsx",
        f"{number:064}",
        "p" * 64,
        "gridcredit",
        {**of_village, "sources": [], "inputs": {}},
        homes,
    )


def events_of(village: str, keys: list[str]) -> Iterator[Event]:
    for key in keys:
        for kind, day, amount in KINDS:
            yield Event(kind, village, key, date(2016, 5, day), amount, "台账.xlsx", "f" * 64, "台账", "C2")


def measure(ledger: Path, out: Path) -> tuple[float, float]:
    """Seconds and MB."""
    command = [
        sys.executable,
        "-m",
        "gridcredit",
        "coverage",
        "--by",
        "branch",
        "--as-of",
        "2016-05-31",
        "-o",
        str(out),
    ]
    before = time.perf_counter()
    child = subprocess.Popen([*command, "--ledger", str(ledger)], stdout=subprocess.DEVNULL)
    _pid, status, usage = os.wait4(child.pid, 0)
    assert status == 0
    return time.perf_counter() - before, usage.ru_maxrss / 1024


def main() -> None:
    asked = [word.partition("/") for word in sys.argv[1:]] or [("250000", "", ""), ("1000000", "", "")]
    sizes = [(int(households), int(of_village or OF_VILLAGE)) for households, _stroke, of_village in asked]
    print(__doc__.splitlines()[0])
    with tempfile.TemporaryDirectory() as folder:
        for households, of_village in sizes:
            path = Path(folder) / f"{households}.db"
            before = time.perf_counter()
            make(path, households, of_village)
            made = time.perf_counter() - before
            runs = [measure(path, Path(folder)) for _time in range(3)]
            seconds, memory = min(run[0] for run in runs), max(run[1] for run in runs)
            events = households * len(KINDS)
            told = ", ".join(f"{run[0]:.1f}" for run in runs)
            print(
                f"{households:,} households in {households // of_village:,} villages, {events:,} events: {told} s, {memory:,.0f} MB at most; "
                f"{seconds / events * 1e6:.1f} s a million events; ledger of {path.stat().st_size >> 20:,} MB made in {made:.0f} s"
            )


if __name__ == "__main__":
    main()
