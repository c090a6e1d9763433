"""When a credited household is contacted (走访; contract §4, visits): once in each calendar period, until it uses its line.

A period's contact is due by its last day; one that declined to sign is left in peace first.
"""

from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from gridcredit.policy import Values
from gridcredit.policy.bands import holds

MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
REFUSED, ABSENT, UNSIGNED, NO_CARD, NO_DRAWDOWN = "refused", "absent", "unsigned", "no_card", "no_drawdown"
STALE, REVISIT, FESTIVAL, AGREED = "stale_file", "revisit", "spring_festival", "agreed"
OTHER = "other_reason"
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


@lru_cache(maxsize=4096)
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


class Refusal(NamedTuple):
    """Why a household declined to sign, the day from which it may be approached again, and by which channel."""

    reason: str
    again: date
    approach: str


def refusal_of(said: str | None, refused_on: date, values: Values) -> Refusal:
    """``said``: the result that was recorded of the refusal."""
    words = "".join((said or "").split())
    row = next((row for row in values.rows("refusal_reasons") if holds(row, words)), None)
    if row is None:
        return Refusal(OTHER, approach_from(refused_on, values), "door")
    months = row["rest_months"]
    assert isinstance(months, int)
    return Refusal(str(row["reason"]), refused_on + relativedelta(months=months), str(row["approach"]))


def approach_from(refused_on: date, values: Values) -> date:
    """The day from which one that declined to sign may be approached again, whatever the reason was."""
    return refused_on + relativedelta(months=values.number("refused_rest_months"))


def counts(result: str, values: Values) -> bool:
    """Whether a visit with this result is a contact."""
    return result in values.words("counting_results")


def festival_weeks(festival: date, values: Values) -> Period:
    """While families away are home around a Spring Festival."""
    before, after = (timedelta(days=values.number(f"festival_days_{side}")) for side in ("before", "after"))
    return Period(festival - before, festival + after)


def refreshed_by(last_fresh: date, values: Values) -> Period:
    """When a household file is refreshed that is ``last_fresh`` on that day."""
    return Period(last_fresh - timedelta(days=values.number("refresh_ahead_days")), last_fresh)


def revisited_by(drawn_on: date, values: Values) -> Period:
    return Period(drawn_on, drawn_on + timedelta(days=values.number("revisit_within_days")))


def contacted_after_return(back_on: date, values: Values) -> date:
    """The last day for the contact with a family that is back on a day."""
    return back_on + timedelta(days=values.number("back_within_days"))
