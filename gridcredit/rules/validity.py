"""A credit line is valid for a term from its decision on, and due for review after a year (contract §5, a valid line).

Months are calendar months counted from the decision day, never from one another: 31 August and six months is the last
day of February. A village that is assessed again decides anew, so its lines have a new term and their review is done.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from dateutil.relativedelta import relativedelta

from gridcredit.i18n import N_
from gridcredit.policy import Values
from gridcredit.rules.board import Board, Step

VALID, REVIEW_DUE, EXPIRED, FROZEN, CANCELLED, NONE = "valid", "review_due", "expired", "frozen", "cancelled", "none"
STATES = (VALID, REVIEW_DUE, EXPIRED, FROZEN, CANCELLED)
IN_FORCE = (VALID, REVIEW_DUE)
"""The states in which a line counts as a valid one; one that is due for review still does."""


@dataclass(frozen=True, slots=True)
class Term:
    """Of a line decided on ``decided_on``: the last day on which it is valid, and the first on which its review is due."""

    decided_on: date
    valid_until: date
    review_on: date


class State(NamedTuple):
    """What became of a line, and since when."""

    code: str
    since: date | None


def expiry(decided_on: date, values: Values) -> date:
    """The day on which the term of a line has run; whether it is still valid on that very day is the value's bound."""
    return _months_after(decided_on, values.number("term_months"))


def term_of(decided_on: date, values: Values) -> Term:
    end = expiry(decided_on, values)
    last = end if values.limit("term_months").at_most(end, end) else end - timedelta(days=1)
    return Term(decided_on, last, _months_after(decided_on, values.number("review_months")))


def recorded_term(decided_on: date, valid_until: str | None, review_on: str | None, values: Values) -> Term:
    """The term as it was recorded with the decision (ISO dates), or else by ``values``: older ledgers keep none."""
    if valid_until and review_on:
        return Term(decided_on, date.fromisoformat(valid_until), date.fromisoformat(review_on))
    return term_of(decided_on, values)


def frozen_and_cancelled(events: Iterable[Mapping[str, Any]]) -> tuple[date | None, date | None]:
    """Since when a line is frozen (None: it is not), and its latest cancellation; ``events``: oldest first."""
    frozen_on: date | None = None
    cancelled_on: date | None = None
    for event in events:
        match event["kind"]:
            case "frozen":
                frozen_on = frozen_on or event["effective"]
            case "unfrozen":
                frozen_on = None
            case "cancelled":
                cancelled_on = event["effective"]
    return frozen_on, cancelled_on


def state_of(line_yuan: int, term: Term, day: date, frozen_on: date | None, cancelled_on: date | None) -> State:
    """What a line is on ``day``: one of ``STATES``, or ``NONE`` where there is no line.

    ``frozen_on``: since when it is frozen, None where it is not; ``cancelled_on``: its latest cancellation. One from
    before the decision ended an earlier line. What ends a line goes before what holds it up.
    """
    if line_yuan <= 0:
        return State(NONE, None)
    if cancelled_on is not None and cancelled_on >= term.decided_on:
        return State(CANCELLED, cancelled_on)
    if day > term.valid_until:
        return State(EXPIRED, term.valid_until + timedelta(days=1))
    if frozen_on is not None:
        return State(FROZEN, frozen_on)
    if day >= term.review_on:
        return State(REVIEW_DUE, term.review_on)
    return State(VALID, term.decided_on)


def apply(board: Board, values: Values) -> None:
    """Adds ``valid_until`` and ``review_on`` for those with a line."""
    term = term_of(board.day, values)
    lines = (board.line > 0).tolist()
    board.added["valid_until"] = [term.valid_until if has else None for has in lines]
    board.added["review_on"] = [term.review_on if has else None for has in lines]


def explain(board: Board, row: int, values: Values) -> Iterator[Step]:
    if not board.line[row]:
        return
    term = term_of(board.day, values)
    params = {"day": term.decided_on, "until": term.valid_until, "months": values.number("term_months")}
    yield Step(N_("valid from {day} to {until}: {months} calendar months"), params, ("term_months",))
    months = values.number("review_months")
    text = N_("due for review on {day}, after {months} calendar months")
    yield Step(text, {"day": term.review_on, "months": months}, ("review_months",))


def _months_after(day: date, months: int) -> date:
    """The calendar's last day where it would end before."""
    try:
        return day + relativedelta(months=months)
    except ValueError:
        return date.max
