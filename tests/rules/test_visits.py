"""Calendar periods, and the one whose contact is asked for."""

from datetime import date

import pytest

from gridcredit.rules.visits import approach_from, due_period, period_of
from rules.deciding import set_to


@pytest.mark.parametrize(
    ("day", "word", "first", "last"),
    [
        (date(2016, 2, 29), "month", date(2016, 2, 1), date(2016, 2, 29)),
        (date(2016, 3, 31), "quarter", date(2016, 1, 1), date(2016, 3, 31)),
        (date(2016, 4, 1), "quarter", date(2016, 4, 1), date(2016, 6, 30)),
        (date(2016, 7, 1), "half_year", date(2016, 7, 1), date(2016, 12, 31)),
        (date(2016, 12, 31), "year", date(2016, 1, 1), date(2016, 12, 31)),
    ],
)
def test_periods_are_those_of_the_calendar(day: date, word: str, first: date, last: date) -> None:
    assert period_of(day, word) == (first, last)


@pytest.mark.parametrize(
    ("reason", "since", "contacted", "last"),
    [
        ("no_card", date(2016, 5, 30), None, date(2016, 5, 31)),
        ("no_card", date(2016, 3, 15), None, date(2016, 3, 31)),
        ("no_card", date(2016, 3, 15), date(2016, 3, 1), date(2016, 4, 30)),
        ("no_card", date(2016, 3, 15), date(2016, 2, 29), date(2016, 3, 31)),
        ("no_card", date(2016, 3, 15), date(2016, 5, 31), date(2016, 6, 30)),
        ("no_drawdown", date(2016, 3, 31), None, date(2016, 3, 31)),
        ("no_drawdown", date(2016, 3, 31), date(2016, 4, 1), date(2016, 9, 30)),
        ("absent", date(2016, 4, 1), None, date(2016, 6, 30)),
        ("unsigned", date(2016, 12, 31), date(2016, 12, 31), date(2017, 1, 31)),
    ],
)
def test_the_next_period_without_a_contact_is_asked_for(
    reason: str, since: date, contacted: date | None, last: date
) -> None:
    assert due_period(reason, since, contacted, set_to("").values("visits")).last == last


def test_a_bank_may_ask_for_other_periods() -> None:
    values = set_to("no_card_every=quarter").values("visits")
    assert due_period("no_card", date(2016, 5, 3), None, values).last == date(2016, 6, 30)


@pytest.mark.parametrize(("policy", "day"), [("", date(2016, 2, 29)), ("refused_rest_months=0", date(2015, 11, 30))])
def test_who_declined_is_left_in_peace(policy: str, day: date) -> None:
    assert approach_from(date(2015, 11, 30), set_to(policy).values("visits")) == day
