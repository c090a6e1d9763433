"""How old household files (档案) may be, and how long nothing may be collected in a village before that is a gap (建档连续性)."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from gridcredit.policy import Values

ONE_DAY = timedelta(days=1)


class Gap(NamedTuple):
    """Days from the last collecting to the next, or to the day of the report."""

    after: date
    until: date

    @property
    def days(self) -> int:
        return (self.until - self.after).days


def is_stale(collected_on: date, as_of: date, values: Values) -> bool:
    """Whether a file that was collected on a day is stale on ``as_of``."""
    limit = values.limit("stale_after_months")
    oldest = as_of - relativedelta(months=limit.value)
    return collected_on <= oldest if limit.inclusive else collected_on < oldest


def last_fresh(collected_on: date, values: Values) -> date:
    """The last day on which a file that was collected on a day is not stale."""
    day = collected_on + relativedelta(months=values.number("stale_after_months"))
    while is_stale(collected_on, day, values):
        day -= ONE_DAY
    while not is_stale(collected_on, day + ONE_DAY, values):  # months are of different lengths
        day += ONE_DAY
    return day


def longest_gap(collected: Iterable[date], as_of: date) -> Gap | None:
    """The longest time without collecting up to ``as_of``; None where nothing was collected by then."""
    days = sorted({day for day in collected if day <= as_of})
    gaps = [Gap(after, until) for after, until in zip(days, [*days[1:], as_of])]
    return max(gaps, key=lambda gap: (gap.days, gap.after), default=None)


def is_gap(gap: Gap, values: Values) -> bool:
    return bool(values.limit("longest_gap_days").at_least(gap.days))
