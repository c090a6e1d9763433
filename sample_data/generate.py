"""Write the sample data: five village workbooks, six monthly ledgers of outcomes, a list of loans, and one village as four
offices keep it.

`python sample_data/generate.py` rewrites everything, byte for byte the same each time, and prints what it wrote.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from bank_books import make_banks_village, write_banks
from book import Planted
from event_book import write_outcomes
from events import make_outcomes, summary
from expected import self_check
from loan_book import write_loans
from specs import BRANCH, VILLAGES
from target_book import write_targets
from village import Village, make_village
from village_book import write_village

HERE = Path(__file__).resolve().parent
STATUSES = ("granted", "referred", "declined", "no_conclusion", "excluded")


def main(target: Path = HERE) -> None:
    """Generate, assert the golden figures, write."""
    self_check()
    villages = [make_village(spec) for spec in VILLAGES]
    assert sum(len(village.households) for village in villages) == 1_478
    assert sum(len(village.granted()) for village in villages) == 962
    banks_village = make_banks_village()
    everybody = [*villages, banks_village]
    ids = [member.id_number for village in everybody for home in village.households for member in home.members]
    assert max(Counter(number for number in ids if number).values()) == 1, "ID numbers are unique"
    outcomes = make_outcomes(villages)
    planted: list[Planted] = []
    for folder in ("villages", "outcomes", "loans"):
        (target / folder).mkdir(exist_ok=True, parents=True)
        for old in sorted((target / folder).glob("*.xlsx")):
            old.unlink()
    for village in villages:
        planted += write_village(village, target / "villages" / f"{village.spec.name}.xlsx")
    planted += write_outcomes(outcomes, target / "outcomes")
    loans = write_loans(villages, outcomes, BRANCH, target / "loans")
    write_targets(target / "目标.xlsx")
    write_banks(banks_village, target / "banks")
    for village in everybody:
        _report(village)
    print("loans", loans, sep="  ")
    for name, figures in summary(outcomes).items():
        print(name, *(f"{key} {value:,}" for key, value in figures.items()), sep="  ")
    for slip in planted:
        print(slip.file, slip.sheet, slip.cell, slip.what, sep=" | ")


def _report(village: Village) -> None:
    """One line on how a village's households are expected to end."""
    count = Counter(home.expected.status for home in village.households)
    credited = village.granted()
    complete = sum(not home.lacks and home.income is not None for home in credited)
    lines = sum(home.expected.line for home in credited)
    figures = [f"{status} {count[status]}" for status in STATUSES]
    print(village.spec.name, len(village.households), *figures, f"lines {lines:,}", f"files {complete}", sep="  ")


if __name__ == "__main__":
    main()
