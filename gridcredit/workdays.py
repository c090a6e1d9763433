"""Chinese working days: public holidays and the weekends worked in exchange (the only user of chinese_calendar), with a bank's
own calendar on top.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

import chinese_calendar

from gridcredit.errors import CalendarUnknown
from gridcredit.findings import Finding

ONE_DAY = timedelta(days=1)
LONGEST_REST = 10
"""More days off in a row no arrangement has had (2004-2026: ten at most)."""
_FIRST_YEAR = 2004


@dataclass(frozen=True, slots=True)
class Calendar:
    """``own``: whether one works on these days, whatever the State Council arranged. ``whole``: the years of which ``own`` has every
    day that is not as on its weekday; a year that neither these nor the arrangements hold is not known.
    """

    own: Mapping[date, bool] = field(default_factory=dict)
    whole: Collection[int] = ()

    def is_known(self, year: int) -> bool:
        return year in self.whole or _arranged(date(year, 12, 31)) is not None

    def is_workday(self, day: date) -> bool:
        """Raises ``CalendarUnknown`` for a day of a year that is not known."""
        if day in self.own:
            return self.own[day]
        if day.year in self.whole:
            return day.weekday() < 5
        arranged = _arranged(day)
        if arranged is None:
            raise CalendarUnknown(day.year)
        return arranged

    def is_usually_a_workday(self, day: date) -> bool:
        """As ``is_workday``; Monday to Friday in a year that is not known, for what is an estimate anyhow."""
        return self.is_workday(day) if self.is_known(day.year) else day.weekday() < 5

    def on_or_before(self, day: date, not_before: date) -> date:
        """The last working day up to ``day``, never before ``not_before``. Of years before all arrangements, the day itself.

        Raises ``CalendarUnknown`` where a year to come is not known.
        """
        if day.year < _FIRST_YEAR and not self.is_known(day.year):
            return max(day, not_before)
        while day > not_before and not self.is_workday(day):
            day -= ONE_DAY
        return max(day, not_before)

    def between(self, first: date, last: date) -> list[date]:
        """The working days from ``first`` to ``last``; raises ``CalendarUnknown``."""
        days = (first + timedelta(days=number) for number in range((last - first).days + 1))
        return [day for day in days if self.is_workday(day)]


STANDARD = Calendar()
"""The State Council's arrangements alone."""


@dataclass(slots=True)
class Deadlines:
    """Due dates up to ``until``. ``unknown``: the years that are not known and of which a date might still have moved before it."""

    calendar: Calendar
    until: date
    unknown: set[int] = field(default_factory=set)

    def of(self, nominal: date, not_before: date) -> date | None:
        """The last working day up to ``nominal``, never before ``not_before``; None where that is after ``until``.

        Raises ``CalendarUnknown`` where a day up to ``until`` is of a year that is not known.
        """
        if nominal > self.until and not self.calendar.is_known(nominal.year):
            if (nominal - self.until).days <= LONGEST_REST:
                self.unknown.add(nominal.year)
            return None
        due = self.calendar.on_or_before(nominal, not_before)
        return due if due <= self.until else None

    def doubts(self) -> list[Finding]:
        return [Finding("CALENDAR_UNKNOWN", "", params={"year": year}) for year in sorted(self.unknown)]


def reaches(doubt: Finding, until: date) -> bool:
    """Whether a date of the year that a finding of ``Deadlines`` doubts might have moved to ``until`` or before."""
    return (date(int(str(doubt.params["year"])), 1, 1) - until).days <= LONGEST_REST


@cache
def _arranged(day: date) -> bool | None:
    """Working day or not by the State Council's arrangement; None: the year's is not in the library."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None


@cache
def spring_festival(year: int) -> date:
    """The first day of the lunar year that begins in a year (春节)."""
    from lunar_python import Lunar  # only lists of families away need it

    solar = Lunar.fromYmd(year, 1, 1).getSolar()
    return date(solar.getYear(), solar.getMonth(), solar.getDay())
