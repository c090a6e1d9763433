"""What may follow what after a line is granted: signing, card, drawdown, repayment (台账), in the order in which they happen.

A timeline is a household's events with what its line was when each happened; the first event that cannot be is named.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from gridcredit.policy import Values

ORDER = (
    *("unlisted", "unfrozen", "signing_refused", "signed", "carded", "drawdown", "inspection", "visit", "repayment"),
    *("listed", "frozen", "cancelled"),
)
"""Of events of one day, as they may follow one another."""
LINE_FOR_SIGNING, SIGNING_FOR_CARD = "line_for_signing", "signing_for_card"
SIGNING_FOR_DRAWDOWN, LINE_FOR_DRAWDOWN, DRAWDOWN_WITHIN_LINE = (
    *("signing_for_drawdown", "line_for_drawdown", "drawdown_within_line"),
)


class Line(NamedTuple):
    """What a household's line was on a day, whatever freezes or cancels it: ``until`` is its last day."""

    yuan: int
    decided_on: date
    until: date


class Fault(NamedTuple):
    """The event at ``at`` in the timeline cannot be; ``code`` is the finding's."""

    at: int
    code: str
    params: Mapping[str, object]


def place(event: Mapping[str, Any]) -> tuple[date, int]:
    """Where an event stands in its timeline, before those recorded later."""
    kind = event["kind"]
    return event["effective"], ORDER.index(kind) if kind in ORDER else len(ORDER)


def faults(
    timeline: Sequence[Mapping[str, Any]], line_on: Callable[[date], Line | None], values: Values
) -> Iterator[Fault]:
    """The events of one household that cannot be, ``timeline`` in the order of ``place``.

    ``line_on``: the line in force by the decisions alone; ``values``: of this rule. An event that cannot be changes nothing.
    """
    asked = values.words("asked_of_events")
    signed = False
    frozen: date | None = None
    cancelled: date | None = None
    balance = 0
    for at, event in enumerate(timeline):
        kind, day, amount = event["kind"], event["effective"], event["amount_yuan"] or 0
        line = _usable(line_on(day), day, cancelled) if kind in ("signed", "drawdown") else None
        code, params = _fault(kind, amount, asked, signed, frozen, line, balance)
        if code:
            yield Fault(at, code, params)
            continue
        match kind:
            case "signed":
                signed = True
            case "drawdown":
                balance += amount
            case "repayment":
                balance -= amount
            case "frozen":
                frozen = frozen or day
            case "unfrozen":
                frozen = None
            case "cancelled":
                signed, cancelled = False, day


def _usable(line: Line | None, day: date, cancelled: date | None) -> int:
    """The line that may be signed for or drawn on: 0 where there is none, or it has expired or was cancelled."""
    if line is None or day > line.until or (cancelled is not None and cancelled >= line.decided_on):
        return 0
    return line.yuan


def _fault(
    kind: str, amount: int, asked: Sequence[str], signed: bool, frozen: date | None, line: int | None, balance: int
) -> tuple[str, dict[str, object]]:
    """'' where nothing is against the event."""
    if kind == "repayment" and amount > balance:
        return "BALANCE_BELOW_ZERO", {}
    if kind == "unfrozen" and frozen is None:
        return "NOT_FROZEN", {}
    if kind == "signed" and LINE_FOR_SIGNING in asked and not line:
        return "SIGNED_WITHOUT_LINE", {}
    if kind == "carded" and SIGNING_FOR_CARD in asked and not signed:
        return "CARD_BEFORE_SIGNING", {}
    if kind != "drawdown":
        return "", {}
    if SIGNING_FOR_DRAWDOWN in asked and not signed:
        return "DRAWDOWN_BEFORE_SIGNING", {}
    if LINE_FOR_DRAWDOWN in asked and (not line or frozen is not None):
        return "DRAWDOWN_WITHOUT_LINE", {}
    if DRAWDOWN_WITHIN_LINE in asked and balance + amount > (line or 0):
        return "DRAWDOWN_OVER_LINE", {"line": f"{line or 0:,}"}
    return "", {}
