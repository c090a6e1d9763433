"""``gridcredit check`` beside the bare reading of the same cells: ``python benchmarks/check.py [--households 10000]``.

Both as whole processes, in turn; prints what was measured and how. It never fails because of a time.
"""

import argparse
import os
import platform
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

import make_village
from compare import GRIDCREDIT, Command, Cost, measure, plain_environment, spread

BARE = """
import sys
from python_calamine import CalamineWorkbook
with CalamineWorkbook.from_path(sys.argv[1]) as workbook:
    cells = sum(len(row) for name in workbook.sheet_names for row in workbook.get_sheet_by_name(name).to_python())
assert cells
"""


def main() -> None:
    parser = argparse.ArgumentParser(description="Compare gridcredit check with the bare reading of the cells.")
    parser.add_argument("--pairs", type=int, default=7)
    parser.add_argument("--households", type=int, default=10_000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plain_environment(folder / "compiled")
        village = folder / f"{make_village.VILLAGE}.xlsx"
        make_village.make(village, arguments.households)
        check: Command = [GRIDCREDIT, "check", village, "--lang", "zh"]
        bare: Command = [sys.executable, "-c", BARE, village]
        print(
            f"One village of {arguments.households:,} households ({village.stat().st_size / 1e6:.1f} MB, sheets 村 农户 成员 评议), "
            f"{os.cpu_count()} cores, CPython {platform.python_version()}, python-calamine {version('python-calamine')}.\n"
            f"Whole processes with their children, in turn, one warm-up each, then {arguments.pairs} counted pairs. "
            f"The other side reads every cell with the same library and does nothing with it."
        )
        pairs: list[tuple[Cost, Cost]] = []
        for number in range(arguments.pairs + 1):
            pair = measure(check), measure(bare)
            pairs += [pair] if number else []
    print(f"\n{'':18}{'wall: min / median / max':30}CPU: min / median / max")
    for side, costs in zip(("gridcredit check", "bare cells"), zip(*pairs)):
        print(f"{side:18}{spread([c.wall for c in costs]):30}{spread([c.cpu for c in costs])}")
    walls = spread([ours.wall / theirs.wall for ours, theirs in pairs], " x")
    print(
        f"{'check ÷ bare':18}{walls:30}{spread([ours.cpu / theirs.cpu for ours, theirs in pairs], ' x')}   (pair by pair)"
    )


if __name__ == "__main__":
    main()
