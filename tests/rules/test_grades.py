"""Credit households, villages and townships."""

from itertools import product

import pytest

from gridcredit.rules.grades import is_credit_household, is_credit_township, is_credit_village
from rules.deciding import set_to

CONDITIONS = ("valid_line", "complete_file", "no_list_mark", "no_arrears")


@pytest.mark.parametrize("met", list(product((True, False), repeat=4)))
def test_a_credit_household_meets_all_that_the_policy_names(met: tuple[bool, ...]) -> None:
    told = dict(zip(CONDITIONS, met))
    assert is_credit_household(told, set_to("").values("grades")) is (met[0] and met[2] and met[3])
    all_four = set_to(f"household_needs={','.join(CONDITIONS)}").values("grades")
    assert is_credit_household(told, all_four) is all(met)


@pytest.mark.parametrize(
    ("good", "roster", "bad", "balance", "policy", "grade"),
    [
        (60, 100, 0, 0, "", True),
        (59, 100, 0, 0, "", False),
        (60, 100, 0, 0, "village_percent=60:exclusive", False),
        (61, 100, 0, 0, "village_percent=60:exclusive", True),
        (60, 100, 3, 100, "", True),
        (60, 100, 4, 100, "", False),
        (60, 100, 3, 100, "village_bad_percent=3:exclusive", False),
        (60, 100, 2, 100, "village_bad_percent=3:exclusive", True),
        (0, 0, 0, 0, "", False),
    ],
)
def test_a_credit_village_has_enough_credit_households_and_sound_loans(
    good: int, roster: int, bad: int, balance: int, policy: str, grade: bool
) -> None:
    assert is_credit_village(good, roster, bad, balance, set_to(policy).values("grades")) is grade


@pytest.mark.parametrize(
    ("credit", "villages", "policy", "grade"),
    [
        (3, 5, "", True),
        (2, 5, "", False),
        (3, 5, "township_percent=60:exclusive", False),
        (4, 5, "township_percent=60:exclusive", True),
        (0, 0, "", False),
    ],
)
def test_a_credit_township_has_enough_credit_villages(credit: int, villages: int, policy: str, grade: bool) -> None:
    assert is_credit_township(credit, villages, set_to(policy).values("grades")) is grade
