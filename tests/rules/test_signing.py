"""Who goes to sign door to door, how far a walk goes, and when a card is in time."""

from datetime import date

import pytest

from gridcredit.rules.signing import doors_per_day, every_door, is_in_time, is_judged
from rules.deciding import set_to

SIGNED = date(2016, 5, 24)


@pytest.mark.parametrize(
    ("asked", "policy", "doors"),
    [
        ((), "", 30),
        ((None, None), "signing.households_per_day=12", 12),
        ((None, 25), "", 25),
        ((40, 25), "", 25),
        ((40, None), "", 40),
    ],
)
def test_a_team_calls_at_no_more_doors_than_any_of_its_officers(
    asked: tuple[int | None, ...], policy: str, doors: int
) -> None:
    assert doors_per_day(asked, set_to(policy).values("signing")) == doors


@pytest.mark.parametrize(("policy", "every"), [("", True), ("every_door=no", False)])
def test_a_bank_says_whether_every_house_is_called_at(policy: str, every: bool) -> None:
    assert every_door(set_to(policy).values("signing")) is every


@pytest.mark.parametrize(
    ("carded", "policy", "in_time"),
    [
        (date(2016, 5, 24), "", True),
        (date(2016, 5, 31), "", True),
        (date(2016, 6, 1), "", False),
        (date(2016, 5, 31), "card_within_days=7:exclusive", False),
        (date(2016, 5, 30), "card_within_days=7:exclusive", True),
        (None, "", False),
    ],
)
def test_a_card_is_in_time_within_days_of_signing(carded: date | None, policy: str, in_time: bool) -> None:
    assert is_in_time(SIGNED, carded, set_to(policy).values("signing")) is in_time


@pytest.mark.parametrize(
    ("as_of", "policy", "judged"),
    [
        (date(2016, 5, 31), "", False),
        (date(2016, 6, 1), "", True),
        (date(2016, 5, 31), "card_within_days=7:exclusive", True),
        (date(2016, 5, 30), "card_within_days=7:exclusive", False),
    ],
)
def test_a_signing_is_judged_once_the_time_for_its_card_is_over(as_of: date, policy: str, judged: bool) -> None:
    assert is_judged(SIGNED, as_of, set_to(policy).values("signing")) is judged
