"""How much an officer does in a day, how soon, how evenly."""

from datetime import date

import pytest

from gridcredit.rules.sharing import even_load, inspected_from, per_day, promised_until
from rules.deciding import set_to

DEFAULT = set_to("").values("sharing")


def test_an_officer_s_own_number_a_day_goes_before_the_policy_s() -> None:
    assert per_day(None, DEFAULT) == 15
    assert per_day(7, DEFAULT) == 7
    assert per_day(None, set_to("sharing.households_per_day=9").values("sharing")) == 9


@pytest.mark.parametrize(
    ("until", "last"),
    [
        (date(2016, 6, 30), date(2016, 6, 30)),
        (date(2016, 8, 1), date(2016, 8, 1)),
        (date(2016, 8, 2), date(2016, 8, 1)),  # 62 days after 31 May
    ],
)
def test_a_plan_promises_no_farther_ahead_than_the_policy_says(until: date, last: date) -> None:
    assert promised_until(date(2016, 5, 31), until, set_to("promised_days=62").values("sharing")) == last


@pytest.mark.parametrize(
    ("anchor", "due", "first"),
    [
        (date(2016, 1, 4), date(2016, 7, 4), date(2016, 6, 4)),
        (date(2016, 6, 4), date(2016, 7, 4), date(2016, 6, 4)),
        (date(2016, 6, 5), date(2016, 7, 4), date(2016, 6, 5)),
    ],
)
def test_an_inspection_is_done_some_days_early_and_never_before_what_it_is_counted_from(
    anchor: date, due: date, first: date
) -> None:
    assert inspected_from(anchor, due, DEFAULT) == first


@pytest.mark.parametrize(
    ("households", "days", "load"),
    [
        (0, 5, 0),
        (1, 5, 1),
        (10, 5, 2),
        (11, 5, 3),
        (99, 10, 10),
        (100, 10, 11),
        (101, 10, 11),
        (999, 100, 10),
        (5, 0, 0),
    ],
)
def test_an_even_day_holds_the_mean_rounded_up_or_a_tenth_more(households: int, days: int, load: int) -> None:
    assert even_load(households, days, DEFAULT) == load
