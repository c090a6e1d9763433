"""One invented village as four offices keep it: in the standard workbook, and in the sheets of three invented banks.

The decisions must be the same, household by household. Nothing here is a real bank's; the profiles that say how to read
their sheets stand in `profiles/`.
"""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

from bank_officers import write_officers
from bank_rounds import write_rounds
from bank_wide import write_wide
from expected import Expected
from specs import Spec
from village import Village, make_village
from village_book import write_village

SPEC = Spec(
    name="张李村", code="LN06", prefix="ZL", block=4, rated_on=date(2016, 5, 20), layout="long",
    households=120, granted=75, groups=4, surnames=("张", "李", "吴"),
    officers=("张国强", "李桂芳", "吴永泉"), surveyors=("周敏", "林海燕"),
    counts={
        "above_cap": 3, "grey": 3, "one_refuses": 5, "too_wide": 5, "black": 2, "two_refuse": 4, "all_refuse": 2,
        "below_minimum": 1, "one_abstains": 8, "two_abstain": 3, "unrated": 9, "forgotten": 1, "amount_as_text": 1,
        "entered_twice": 1,
    },
    away=8, empty=4, complete=0.9, complete_rest=0.4, collective=1, cap=200_000, by_household=True,
)  # fmt: skip
STRUCK_OFF = 2  # of the households that are registered on paper only


def make_banks_village() -> Village:
    """The village of the banks' sheets; two of its households are off the register."""
    village = make_village(SPEC)
    on_paper = [home for home in village.households if home.registration == "空挂"]
    for home in on_paper[:STRUCK_OFF]:
        home.registration, home.note, home.expected = "销户", "全户已销户", Expected("excluded")
    return village


def write_banks(village: Village, folder: Path) -> None:
    """Write `banks/`: the standard workbook and the three banks' own."""
    if folder.exists():
        shutil.rmtree(folder)
    standard = folder / "标准" / f"{village.spec.name}.xlsx"
    standard.parent.mkdir(parents=True)
    write_village(village, standard)
    write_officers(village, folder / "青穗农商银行" / village.spec.name)
    write_rounds(village, folder / "禾渡农商银行")
    write_wide(village, folder / "云榆农村合作银行" / village.spec.name)
