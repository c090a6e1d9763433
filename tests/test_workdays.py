from datetime import date, timedelta

import pytest
from chinese_calendar import constants
from hypothesis import given, settings
from hypothesis import strategies as st

from gridcredit.errors import CalendarUnknown
from gridcredit.workdays import LONGEST_REST, STANDARD, Calendar, Deadlines

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
    assert STANDARD.is_workday(date.fromisoformat(day)) is works


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
    assert STANDARD.on_or_before(date.fromisoformat(day), LONG_AGO) == date.fromisoformat(moved_to)


@pytest.mark.parametrize("anchor", ["2016-10-01", "2016-10-04", "2016-10-07"])
def test_but_never_before_the_anchor_even_if_that_is_a_day_off(anchor: str) -> None:
    assert STANDARD.on_or_before(date(2016, 10, 7), date.fromisoformat(anchor)) == date.fromisoformat(anchor)


@settings(max_examples=100, deadline=None)
@given(st.dates(LONG_AGO, date(2020, 12, 31)), st.integers(0, 40))
def test_no_working_day_lies_between_the_day_found_and_the_day_asked_for(anchor: date, days: int) -> None:
    asked = anchor + timedelta(days=days)
    found = STANDARD.on_or_before(asked, anchor)
    assert anchor <= found <= asked
    assert STANDARD.is_workday(found) or found == anchor
    assert not any(STANDARD.is_workday(found + timedelta(days=n)) for n in range(1, (asked - found).days + 1))


@pytest.mark.parametrize(("year", "known"), [(2003, False), (2004, True), (2016, True), (2099, False)])
def test_years_without_an_arrangement_are_not_known(year: int, known: bool) -> None:
    assert STANDARD.is_known(year) is known


@pytest.mark.parametrize("day", ["2099-01-01", "2099-06-30"])
def test_a_day_of_a_year_not_known_is_not_guessed(day: str) -> None:
    with pytest.raises(CalendarUnknown):
        STANDARD.is_workday(date.fromisoformat(day))
    with pytest.raises(CalendarUnknown):
        STANDARD.on_or_before(date.fromisoformat(day), LONG_AGO)


def test_an_estimate_takes_monday_to_friday_there() -> None:
    week = [date(2099, 1, 5) + timedelta(days=n) for n in range(7)]
    assert [STANDARD.is_usually_a_workday(day) for day in week] == [True] * 5 + [False] * 2


def test_a_date_before_all_arrangements_stays_where_it_is() -> None:
    assert STANDARD.on_or_before(date(1998, 5, 3), date(1998, 1, 1)) == date(1998, 5, 3)  # a Sunday


OWN = Calendar(
    {date(2016, 6, 8): False, date(2016, 6, 11): True, date(2027, 1, 1): False, date(2027, 1, 2): True}, {2027}
)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2016-06-08", False),  # a Wednesday on which the bank is shut
        ("2016-06-11", True),  # a holiday on which it works
        ("2016-06-12", True),  # as arranged
        ("2027-01-01", False),
        ("2027-01-02", True),  # a Saturday worked in exchange
        ("2027-01-03", False),
        ("2027-01-04", True),
    ],
)
def test_a_banks_own_days_go_before_the_arrangement(day: str, works: bool) -> None:
    assert OWN.is_workday(date.fromisoformat(day)) is works


@pytest.mark.parametrize(("year", "known"), [(2016, True), (2027, True), (2028, False)])
def test_a_year_that_is_given_whole_is_known(year: int, known: bool) -> None:
    assert OWN.is_known(year) is known


def test_a_day_alone_does_not_make_its_year_known() -> None:
    some = Calendar({date(2099, 1, 2): False})
    assert not some.is_known(2099) and some.is_workday(date(2099, 1, 2)) is False
    with pytest.raises(CalendarUnknown):
        some.is_workday(date(2099, 1, 3))


YEARS_END = date(2098, 12, 31)


@pytest.mark.parametrize(
    ("nominal", "due", "unknown"),
    [
        ("2016-10-07", "2016-09-30", set()),
        ("2099-01-01", None, {2099}),
        ("2099-01-10", None, {2099}),
        ("2099-01-11", None, set()),
    ],
)
def test_dates_soon_after_the_list_in_a_year_not_known_are_told(
    nominal: str, due: str | None, unknown: set[int]
) -> None:
    assert (date(2099, 1, 10) - YEARS_END).days == LONGEST_REST
    deadlines = Deadlines(STANDARD, YEARS_END)
    found = deadlines.of(date.fromisoformat(nominal), LONG_AGO)
    assert (found and found.isoformat(), deadlines.unknown) == (due, unknown)


def test_a_bank_that_is_shut_for_weeks_has_its_dates_before_them() -> None:
    shut = Calendar({date(2016, 6, 5) + timedelta(days=n): False for n in range(26)})
    for until in (date(2016, 6, 3), date(2016, 6, 8), date(2016, 6, 27)):
        assert Deadlines(shut, until).of(date(2016, 6, 28), LONG_AGO) == date(
            2016, 6, 4 if shut.is_workday(date(2016, 6, 4)) else 3
        )
    assert Deadlines(shut, date(2016, 6, 2)).of(date(2016, 6, 28), LONG_AGO) is None


def test_dates_in_the_list_of_a_year_not_known_end_it() -> None:
    with pytest.raises(CalendarUnknown):
        Deadlines(STANDARD, YEARS_END).of(YEARS_END, LONG_AGO)


def test_no_arrangement_has_had_a_longer_rest() -> None:
    days = [date(2004, 1, 1) + timedelta(days=n) for n in range((date(2026, 12, 31) - date(2004, 1, 1)).days + 1)]
    longest = run = 0
    for day in days:
        run = 0 if STANDARD.is_workday(day) else run + 1
        longest = max(longest, run)
    assert longest == LONGEST_REST


def test_every_day_of_2016_to_2026_is_as_the_notices_that_the_library_holds() -> None:
    off, worked = set(constants.holidays), set(constants.workdays)
    assert {day.year for day in off} >= set(range(2016, 2027)) and not off & worked
    for number in range((date(2026, 12, 31) - date(2016, 1, 1)).days + 1):
        day = date(2016, 1, 1) + timedelta(days=number)
        noticed = day in worked or (day.weekday() < 5 and day not in off)
        assert STANDARD.is_workday(day) is noticed, day
