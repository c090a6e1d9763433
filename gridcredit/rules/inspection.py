"""When a customer in use is inspected after the loan (贷后检查; contract §4, inspections).

Months are calendar months counted from the anchor: 31 January and one month is the last day of February.
"""

from datetime import date, timedelta
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from gridcredit.policy import Values
from gridcredit.policy.bands import holds
from gridcredit.policy.model import Row

ARREARS, LISTED, OFF_PURPOSE, NEW_LOANS = "arrears", "listed", "off_purpose", "new_loans"
DUE = "due"


class Again(NamedTuple):
    """A repeated inspection, due ``times`` × ``months`` after ``anchor``."""

    anchor: date
    months: int
    times: int = 1

    @property
    def nominal(self) -> date:
        return self.anchor + relativedelta(months=self.months * self.times)

    @property
    def counted_from(self) -> date:
        """The day of the chain before this one."""
        return self.anchor + relativedelta(months=self.months * (self.times - 1))


def first_due(drawn_on: date, balance_yuan: int, values: Values) -> date:
    """The last day for the inspection that follows a drawdown after which ``balance_yuan`` is in use."""
    tier = _tier(balance_yuan, values)
    if tier is not None:
        within = tier["within"]
        assert isinstance(within, int)
        return drawn_on + (relativedelta(months=within) if tier["unit"] == "months" else timedelta(days=within))
    if values.limit("small_balance_yuan").at_most(balance_yuan):
        return drawn_on + relativedelta(months=values.number("small_within_months"))
    return drawn_on + timedelta(days=values.number("large_within_days"))


def again(done_on: date, balance_yuan: int, fulfilled: date | Again | None, values: Values) -> Again:
    """The inspection after one done on a day on which ``balance_yuan`` is in use. ``fulfilled``: what it was done for: a first
    inspection due on a day, or a repeated one; None: nothing was waiting.
    """
    months = again_months(balance_yuan, values)
    if fulfilled is None or values.word("counted_from") != DUE:
        return Again(done_on, months)
    if isinstance(fulfilled, date):
        following = Again(fulfilled, months)
    elif done_on < fulfilled.nominal - relativedelta(months=values.number("early_months")):
        return fulfilled  # an inspection in between is none of the chain
    elif fulfilled.months != months:
        following = Again(fulfilled.nominal, months)
    else:
        following = fulfilled._replace(times=fulfilled.times + 1)
    while following.nominal <= done_on:
        following = following._replace(times=following.times + 1)
    return following


def again_months(balance_yuan: int, values: Values) -> int:
    months = (_tier(balance_yuan, values) or {}).get("again_months", values.number("recurring_months"))
    assert isinstance(months, int)
    return months


def sign_due(seen_on: date, values: Values) -> date:
    """The last day for the inspection that a warning sign asks for."""
    return seen_on + timedelta(days=values.number("sign_within_days"))


def told_of(overdue_days: int, values: Values) -> str | None:
    """Who is told of an inspection that is so many days overdue; None: it is not, or nobody."""
    if not overdue_days:
        return None
    return next((str(row["tell"]) for row in values.rows("escalation") if holds(row, overdue_days)), None)


def _tier(balance_yuan: int, values: Values) -> Row | None:
    """The bank's own tier of a balance; None where the two of the article hold."""
    return next((row for row in values.rows("tiers") if holds(row, balance_yuan)), None)
