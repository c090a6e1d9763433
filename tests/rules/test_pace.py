"""Where a straight line to a target stands, how fast a village moves, and where that leads."""

from datetime import date
from fractions import Fraction

import pytest

from gridcredit.rules.pace import Pace, looked_back, needed_tenths, pace_of, planned, projected, working_days
from rules.deciding import set_to


@pytest.mark.parametrize(
    ("start", "target", "worked", "in_all", "line"),
    [
        (0, 100, 0, 40, 0),
        (0, 100, 10, 40, 25),
        (0, 100, 39, 40, 97),
        (0, 100, 40, 40, 100),
        (0, 100, 41, 40, 100),
        (20, 100, 20, 40, 60),
        (0, 100, 0, 0, 100),
        (0, 7, 1, 3, 2),
    ],
)
def test_the_planned_line_is_straight_over_working_days(
    start: int, target: int, worked: int, in_all: int, line: int
) -> None:
    assert planned(start, target, worked, in_all) == line


def test_the_pace_is_what_was_gained_a_working_day_with_its_slowest_and_fastest_week() -> None:
    assert pace_of([10, 20, 22, 22, 37], [5, 5, 3, 5]) == Pace(Fraction(27, 18), Fraction(0), Fraction(3))


def test_a_week_without_a_working_day_is_passed_over() -> None:
    assert pace_of([10, 20, 20], [5, 0]) == Pace(Fraction(2), Fraction(2), Fraction(2))
    assert pace_of([10], []) == Pace(Fraction(0), Fraction(0), Fraction(0))


@pytest.mark.parametrize(
    ("count", "most", "left", "likely", "low", "high"),
    [(100, 400, 10, 115, 100, 130), (100, 110, 10, 110, 100, 110), (100, 400, 0, 100, 100, 100)],
)
def test_a_projection_goes_on_at_each_pace_up_to_the_roster(
    count: int, most: int, left: int, likely: int, low: int, high: int
) -> None:
    pace = Pace(Fraction(3, 2), Fraction(0), Fraction(3))
    assert projected(count, most, pace, left) == (likely, low, high)


def test_lines_that_end_may_lead_below_what_is_there_but_never_below_nothing() -> None:
    pace = Pace(Fraction(-3, 2), Fraction(-50), Fraction(0))
    assert projected(100, 400, pace, 3) == (95, 0, 100)


@pytest.mark.parametrize(
    ("gap", "left", "tenths"),
    [(0, 5, 0), (-3, 5, 0), (1, 5, 2), (10, 3, 34), (30, 10, 30), (5, 1, 50), (0, 0, 0), (5, 0, None)],
)
def test_what_it_takes_a_working_day_is_rounded_up_to_tenths(gap: int, left: int, tenths: int | None) -> None:
    assert needed_tenths(gap, left) == tenths


def test_working_days_are_those_after_the_first_up_to_the_last() -> None:
    friday = date(2016, 5, 6)
    weekday = {date(2016, 5, 7), date(2016, 5, 8)}
    assert working_days(friday, date(2016, 5, 10), lambda day: day not in weekday) == 2
    assert working_days(friday, date(2016, 5, 7), lambda _day: True) == 1
    assert working_days(friday, friday, lambda _day: True) == 0
    assert working_days(friday, date(2016, 5, 1), lambda _day: True) == 0


def test_the_weeks_looked_back_at_are_a_policy_value() -> None:
    days = looked_back(date(2016, 5, 31), set_to("pace.weeks=2").values("pace"))
    assert days == [date(2016, 5, 17), date(2016, 5, 24), date(2016, 5, 31)]
