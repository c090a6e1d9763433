"""A million households decided in memory, beside the same rules row by row: ``python benchmarks/reconcile.py``.

Prints what was measured and how; exits with 1 when the two sides do not decide alike on every row, never because of a
time.
"""

import argparse
import gc
import os
import platform
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

import by_row
import numpy as np
from compare import Cost, spread

from gridcredit import decisions, policy
from gridcredit.policy import Policy
from gridcredit.schema import Columns

DAY = date(2016, 5, 31)
OFFICERS = ("甲", "乙", "丙")
OURS_ALONE = ("evidence", "base_model", "borrower", "exposure", "validity")
T = TypeVar("T")


def village(households: int, seed: int = 1) -> tuple[Columns, Columns]:
    """Households and ratings as ingest hands them on: officers one after the other, as their sheets are read.

    Three ratings each around what the household is worth, mostly close; some refuse, abstain or do not know it.
    """
    chance = random.Random(seed)
    keys = [str(number) for number in range(households)]
    registration = chance.choices([None, "normal", "vacant", "deregistered"], [40, 55, 3, 2], k=households)
    marks = chance.choices([None, "white", "grey", "black"], [30, 65, 3, 2], k=households)
    worths = chance.choices(range(20, 330), k=households)
    amounts: list[int | None] = []
    for _officer in OFFICERS:
        amounts += [worth * percent * 10 for worth, percent in zip(worths, _percents(chance, households))]
    size = len(amounts)
    knows = chance.choices([None, "yes", "no"], [30, 69, 1], k=size)
    refusal = chance.choices([None, "赌博"], [98, 2], k=size)
    for row in chance.sample(range(size), size // 50):
        amounts[row] = None
    for row in chance.sample(range(size), size // 100):
        amounts[row] = 0
    return (
        {"household_id": keys, "registration_status": registration, "list_status": marks},
        {
            "household_id": keys * len(OFFICERS),
            "officer": [officer for officer in OFFICERS for _key in keys],
            "amount_yuan": amounts,
            "knows": knows,
            "refusal": refusal,
        },
    )


def _percents(chance: random.Random, count: int) -> list[int]:
    return chance.choices(range(50, 151), [1 if abs(percent - 100) > 15 else 9 for percent in range(50, 151)], k=count)


def stages(households: Columns, ratings: Columns, in_force: Policy) -> list[tuple[str, float]]:
    """What ``decisions.decide`` does, one part after the other, with the seconds of each."""
    clock = [time.perf_counter()]
    names = ["tables to arrays"]
    board = decisions.board_of(households, {}, ratings, None, in_force)
    clock.append(time.perf_counter())
    for rule, _values in decisions.steps(board, in_force):
        names.append(decisions.name_of(rule))
        clock.append(time.perf_counter())
    decisions.table_of(board)
    clock.append(time.perf_counter())
    return [(name, end - start) for name, start, end in zip([*names, "arrays to tables"], clock, clock[1:])]


def measured(work: Callable[[], T]) -> tuple[Cost, T]:
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    result = work()
    return Cost(time.perf_counter() - wall, time.process_time() - cpu), result


def told(parts: Sequence[tuple[str, float]]) -> str:
    """The parts, and what those come to that the other side has, too."""
    shared = sum(seconds for name, seconds in parts if name not in OURS_ALONE)
    return (
        "gridcredit, part by part: "
        + ", ".join(f"{name} {seconds:.2f} s" for name, seconds in parts)
        + f"; {shared:.2f} s without {', '.join(OURS_ALONE)}, which the other side has not"
    )


def differing(ours: Sequence[by_row.Decided], theirs: Sequence[by_row.Decided]) -> list[int]:
    assert len(ours) == len(theirs)
    return [row for row, (one, other) in enumerate(zip(ours, theirs)) if one != other]


def main() -> None:
    parser = argparse.ArgumentParser(description="Compare the vectorised rules with the same rules row by row.")
    parser.add_argument("--households", type=int, default=1_000_000)
    parser.add_argument("--pairs", type=int, default=3)
    arguments = parser.parse_args()
    households, ratings = village(arguments.households)
    in_force = policy.load().on(DAY)
    terms = by_row.terms_of(in_force)
    print(
        f"{arguments.households:,} invented households, {len(OFFICERS)} ratings each, in memory, in one process; "
        f"{os.cpu_count()} cores, CPython {platform.python_version()}, numpy {np.__version__}.\n"
        f"Both sides begin with the columns that ingest hands on, in turn, {arguments.pairs} counted pairs after a warm-up.\n"
        f"Ours: decisions.decide, all {len(decisions.ORDER)} rules. The other side: plain Python household by household, "
        f"the rules of contract §4 only."
    )
    pairs: list[tuple[Cost, Cost]] = []
    wrong: list[int] = []
    for number in range(arguments.pairs + 1):
        ours, decided = measured(lambda: decisions.decide(households, {}, ratings, None, in_force))
        theirs, rows = measured(lambda: by_row.decide(households, ratings, terms))
        wrong = wrong or differing(by_row.as_rows(decided), rows)
        pairs += [(ours, theirs)] if number else []
        statuses = Counter(row.status for row in rows)
        del decided, rows  # so that the next pair begins as this one did
    print(f"\n{'':18}{'wall: min / median / max':30}CPU: min / median / max")
    for side, costs in zip(("gridcredit", "row by row"), zip(*pairs)):
        print(f"{side:18}{spread([c.wall for c in costs]):30}{spread([c.cpu for c in costs])}")
    walls = spread([theirs.wall / ours.wall for ours, theirs in pairs], " x")
    print(f"{'row by row ÷ ours':18}{walls:30}{spread([t.cpu / o.cpu for o, t in pairs], ' x')}   (pair by pair)")
    for side, costs in zip(("gridcredit", "row by row"), zip(*pairs)):
        best = arguments.households / min(cost.wall for cost in costs)
        print(f"{side}: up to {best:,.0f} households a second")
    print(told(stages(households, ratings, in_force)))
    print("statuses: " + ", ".join(f"{status} {count:,}" for status, count in sorted(statuses.items())))
    if wrong:
        sys.exit(f"{len(wrong):,} households are decided otherwise; the first is row {wrong[0]}")
    print(f"decisions: the same on all {arguments.households:,} rows in all {arguments.pairs + 1} runs, every column")


if __name__ == "__main__":
    main()
