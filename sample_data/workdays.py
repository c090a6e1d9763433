"""Working days between October 2015 and May 2016, make-up workdays included."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

_HOLIDAYS = frozenset(
    [date(2015, 10, day) for day in range(1, 8)]
    + [date(2016, 1, 1), date(2016, 4, 4), date(2016, 5, 2)]
    + [date(2016, 2, day) for day in range(7, 14)]
)
_MAKE_UP = frozenset({date(2015, 10, 10), date(2016, 2, 6), date(2016, 2, 14)})


def is_workday(day: date) -> bool:
    """Whether banks work on this day."""
    if day in _MAKE_UP:
        return True
    return day.weekday() < 5 and day not in _HOLIDAYS


def workdays(first: date, last: date) -> list[date]:
    """The working days from first to last, both included."""
    span = (last - first).days + 1
    return [day for day in (first + timedelta(days=n) for n in range(span)) if is_workday(day)]


def some_workday(rng: Random, first: date, last: date) -> date:
    """A working day from first to last."""
    return rng.choice(workdays(first, last))


def after(day: date, count: int) -> date:
    """The count-th working day after a day."""
    while count:
        day += timedelta(days=1)
        count -= is_workday(day)
    return day
