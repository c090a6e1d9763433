"""When a credited household is contacted (走访; contract §4, visits): once in each calendar period, until it uses its line.

A period's contact is due by its last day; one that declined to sign is left in peace first.
"""

from datetime import date, timedelta
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from gridcredit.policy import Values

MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
REFUSED, ABSENT, UNSIGNED, NO_CARD, NO_DRAWDOWN = "refused", "absent", "unsigned", "no_card", "no_drawdown"
_EVERY = {
    UNSIGNED: "unsigned_every",
    NO_CARD: "no_card_every",
    NO_DRAWDOWN: "no_drawdown_every",
    ABSENT: "absent_every",
}


class Period(NamedTuple):
    """From its first day to its last."""

    first: date
    last: date


def period_of(day: date, word: str) -> Period:
    """The calendar month, quarter, half or whole year that a day is in."""
    months = MONTHS[word]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return Period(first, first + relativedelta(months=months) - timedelta(days=1))


def due_period(reason: str, since: date, contacted: date | None, values: Values) -> Period:
    """The period whose contact is asked for: that of ``since``, or the one after the last contact's, if that is later."""
    word = values.word(_EVERY[reason])
    first = period_of(since, word)
    if contacted is None or contacted < first.first:
        return first
    return period_of(period_of(contacted, word).last + timedelta(days=1), word)


def approach_from(refused_on: date, values: Values) -> date:
    """The day from which one that declined to sign may be approached again."""
    return refused_on + relativedelta(months=values.number("refused_rest_months"))
