"""``plan`` over a bank: ``python benchmarks/plan.py [HOUSEHOLDS OFFICERS]`` (default: 100,000 and 200).

Makes a ledger of that many households in villages of 400, each due within two months (a quarter inspections, due on any day; the
others visits, by the end of this month or of the next; one in forty overdue for half a year), and a sheet of officers, each of whom
serves two or three villages. Runs ``gridcredit plan`` on it as processes of their own, twice: the second time all is promised.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from coverage import NOW, run_of
from openpyxl import Workbook

from gridcredit.ledger.entries import Event
from gridcredit.ledger.store import Ledger

OF_VILLAGE = 400
ASSESSED_ON = date(2015, 11, 2)
AS_OF, UNTIL = date(2016, 6, 1), date(2016, 7, 31)


def make(path: Path, households: int) -> int:
    """The number of villages."""
    villages = households // OF_VILLAGE
    keys = [f"H{key:04}" for key in range(OF_VILLAGE)]
    with Ledger(str(path)) as ledger:
        for number in range(villages):
            village = f"村{number}"
            run = run_of(village, number, keys)
            homes = [
                replace(
                    home,
                    effective=ASSESSED_ON,
                    detail={**home.detail, "group": f"{key % 8 + 1}组", "address": f"{key // 8 + 1}号"},
                )
                for key, home in enumerate(run.events)
            ]
            ledger.record_run(replace(run, effective=ASSESSED_ON, events=homes), NOW)
            events = [event for key in range(OF_VILLAGE) for event in events_of(village, key)]
            ledger.record_events(lambda found=events: found, NOW)  # type: ignore[misc]
    return villages


def events_of(village: str, key: int) -> Iterator[Event]:
    def event(kind: str, day: date, amount: int | None = None) -> Event:
        return Event(kind, village, f"H{key:04}", day, amount, "台账.xlsx", "f" * 64, "台账", "C2")

    yield event("signed", date(2015, 11, 9))
    share = key * 7 % 40
    if share < 10:
        yield event("carded", date(2015, 11, 10))
        yield event("drawdown", date(2015, 11, 11), 20_000)
        yield event("inspection", date(2015, 12, 2) + timedelta(days=key % 60))
    elif share < 39:
        yield event("visit", date(2016, 5, 16) if share < 25 else AS_OF)


def staff(path: Path, officers: int, villages: int) -> None:
    """Each serves the villages of his share and the first of the next one's."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "人员"
    sheet.append(["网格员", "负责村"])
    for number in range(officers):
        first, last = number * villages // officers, (number + 1) * villages // officers
        sheet.append([f"网格员{number}", "、".join(f"村{village % villages}" for village in range(first, last + 1))])
    book.save(path)


def measure(folder: Path) -> tuple[float, float, float, dict[str, Any]]:
    """Seconds, of them of the processor, MB, and what the plan tells."""
    command = [sys.executable, "-m", "gridcredit", "plan", "--json", "--as-of", str(AS_OF), "--until", str(UNTIL)]
    command += ["--staff", str(folder / "人员.xlsx"), "--ledger", str(folder / "l.db"), "-o", str(folder / "out")]
    told = folder / "told.json"
    before = time.perf_counter()
    with told.open("wb") as out:
        child = subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL)
        _pid, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - before
    assert status == 0
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, json.loads(told.read_bytes())


def main() -> None:
    households, officers = map(int, sys.argv[1:]) if len(sys.argv) == 3 else (100_000, 200)
    print(__doc__)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        staff(folder / "人员.xlsx", officers, make(folder / "l.db", households))
        for what in ("anew", "with all promised"):
            seconds, cpu, memory, plan = measure(folder)
            loads = [count for load in plan["loads"] for count in load["days"].values() if count is not None]
            mean = sum(loads) / len(loads)
            print(
                f"{what}: {len(plan['rows']):,} households of {officers} officers on {len(loads) // officers} days, {len(plan['left'])} without one, "
                f"{seconds:.1f} s ({cpu:.1f} s of CPU), {memory:,.0f} MB at most; a day {mean:.1f} in the mean, {max(loads)} at most ({max(loads) / mean:.2f}x)"
            )


if __name__ == "__main__":
    main()
