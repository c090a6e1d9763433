"""Targets (目标): where a village should be by a straight line over working days, and where its present pace leads.

Counts are households with a valid line. A pace is what was gained over working days; ratios are compared exactly.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from gridcredit.policy import Values

WEEK = timedelta(days=7)


class Pace(NamedTuple):
    """Households gained a working day over the last weeks, in all, and in the slowest and the fastest of them."""

    mean: Fraction
    slowest: Fraction
    fastest: Fraction


class Projection(NamedTuple):
    """Households on the day of a target, at the mean, the slowest and the fastest pace."""

    likely: int
    low: int
    high: int


def looked_back(as_of: date, values: Values) -> list[date]:
    """The days on which households must be counted to know the pace, oldest first, ``as_of`` last."""
    return [as_of - WEEK * ago for ago in range(values.number("weeks"), -1, -1)]


def pace_of(counts: Sequence[int], working_days: Sequence[int]) -> Pace:
    """``counts``: on the days of ``looked_back``; ``working_days``: of the weeks between. Weeks without any are passed over."""
    weeks = [(after - before, days) for before, after, days in zip(counts, counts[1:], working_days) if days]
    if not weeks:
        return Pace(*[Fraction(0)] * 3)
    each = [Fraction(gained, days) for gained, days in weeks]
    mean = Fraction(sum(gained for gained, _days in weeks), sum(days for _gained, days in weeks))
    return Pace(mean, min(each), max(each))


def planned(start: int, target: int, worked: int, in_all: int) -> int:
    """Where a straight line from ``start`` to ``target`` stands after ``worked`` of ``in_all`` working days, rounded down."""
    if worked >= in_all:
        return target
    return start + (target - start) * worked // in_all


def projected(count: int, most: int, pace: Pace, days_left: int) -> Projection:
    """From ``count`` at each pace over the working days that are left; never below 0, nor above ``most``."""

    def at(one: Fraction) -> int:
        return max(0, min(most, count + (one * days_left).__floor__()))

    return Projection(at(pace.mean), at(pace.slowest), at(pace.fastest))


def needed_tenths(gap: int, days_left: int) -> int | None:
    """Tenths of a household that must be gained each working day, rounded up; None where no day is left for a gap."""
    if gap <= 0:
        return 0
    return -(-gap * 10 // days_left) if days_left > 0 else None


def working_days(after: date, until: date, is_workday: Callable[[date], bool]) -> int:
    """How many of the days later than ``after`` and by ``until`` are worked."""
    return sum(is_workday(after + timedelta(days=ahead)) for ahead in range(1, (until - after).days + 1))
