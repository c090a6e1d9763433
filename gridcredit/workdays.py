"""Chinese working days: public holidays and the weekends worked in exchange (the only user of chinese_calendar)."""

from datetime import date, timedelta

import chinese_calendar


def is_known(year: int) -> bool:
    """Whether the State Council's arrangement for the year is in the calendar."""
    try:
        chinese_calendar.is_workday(date(year, 12, 31))
    except NotImplementedError:
        return False
    return True


def is_workday(day: date) -> bool:
    """Working day or not; in a year that is not known yet, Monday to Friday (callers say so: ``is_known``)."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def on_or_before(day: date, not_before: date) -> date:
    """The last working day up to ``day``, never before ``not_before``."""
    while day > not_before and not is_workday(day):
        day -= timedelta(days=1)
    return max(day, not_before)
