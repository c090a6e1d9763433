from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridcredit import workdays

LONG_AGO = date(2016, 1, 1)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2016-06-08", True),  # Wednesday
        ("2016-06-09", False),  # Dragon Boat, a Thursday
        ("2016-06-10", False),
        ("2016-06-11", False),
        ("2016-06-12", True),  # a Sunday worked in exchange
        ("2016-06-18", False),  # Saturday
        ("2016-10-07", False),  # National Day week, a Friday
        ("2016-10-08", True),  # a Saturday worked in exchange
        ("2016-10-09", True),  # a Sunday worked in exchange
        ("2016-10-10", True),
    ],
)
def test_holidays_are_off_and_days_worked_in_exchange_are_not(day: str, works: bool) -> None:
    assert workdays.is_workday(date.fromisoformat(day)) is works


@pytest.mark.parametrize(
    ("day", "moved_to"),
    [
        ("2016-06-08", "2016-06-08"),
        ("2016-06-09", "2016-06-08"),
        ("2016-06-11", "2016-06-08"),
        ("2016-06-12", "2016-06-12"),
        ("2016-06-19", "2016-06-17"),
        ("2016-10-01", "2016-09-30"),
        ("2016-10-07", "2016-09-30"),
        ("2016-10-08", "2016-10-08"),
        ("2016-02-13", "2016-02-06"),
    ],
)
def test_a_day_off_moves_to_the_last_working_day_before_it(day: str, moved_to: str) -> None:
    assert workdays.on_or_before(date.fromisoformat(day), LONG_AGO) == date.fromisoformat(moved_to)


@pytest.mark.parametrize("anchor", ["2016-10-01", "2016-10-04", "2016-10-07"])
def test_but_never_before_the_anchor_even_if_that_is_a_day_off(anchor: str) -> None:
    assert workdays.on_or_before(date(2016, 10, 7), date.fromisoformat(anchor)) == date.fromisoformat(anchor)


@settings(max_examples=100, deadline=None)
@given(st.dates(LONG_AGO, date(2020, 12, 31)), st.integers(0, 40))
def test_no_working_day_lies_between_the_day_found_and_the_day_asked_for(anchor: date, days: int) -> None:
    asked = anchor + timedelta(days=days)
    found = workdays.on_or_before(asked, anchor)
    assert anchor <= found <= asked
    assert workdays.is_workday(found) or found == anchor
    assert not any(workdays.is_workday(found + timedelta(days=n)) for n in range(1, (asked - found).days + 1))


@pytest.mark.parametrize(("year", "known"), [(2003, False), (2004, True), (2016, True), (2099, False)])
def test_years_without_an_arrangement_are_not_known(year: int, known: bool) -> None:
    assert workdays.is_known(year) is known


def test_in_a_year_not_known_weekends_alone_are_off() -> None:
    week = [date(2099, 1, 5) + timedelta(days=n) for n in range(7)]
    assert [workdays.is_workday(day) for day in week] == [day.weekday() < 5 for day in week]
    assert [day.weekday() for day in week] == [0, 1, 2, 3, 4, 5, 6]
