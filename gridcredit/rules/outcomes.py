"""What may follow what after a line is granted: signing, card, drawdown, repayment (台账), in the order in which they happen.

A timeline is a household's events with what its line was when each happened; the first event that cannot be is named.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from gridcredit.loans import LOAN, Balance
from gridcredit.policy import Values

ORDER = (
    *("unlisted", "unfrozen", "signing_refused", "signed", "carded", "drawdown", "inspection", "visit", "repayment"),
    *("listed", "frozen", "cancelled", LOAN),
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


@dataclass(slots=True)
class _State:
    """What is true of a household after the events so far."""

    signed: bool = False
    frozen: bool = False
    cancelled: date | None = None
    balance: Balance = field(default_factory=Balance)

    def take(self, kind: str, day: date, amount: int) -> None:
        self.balance.take(kind, day, amount)
        match kind:
            case "signed":
                self.signed = True
            case "frozen" | "unfrozen":
                self.frozen = kind == "frozen"
            case "cancelled":
                self.signed, self.cancelled = False, day


def place(event: Mapping[str, Any]) -> tuple[date, int]:
    """Where an event stands in its timeline, before those recorded later."""
    kind = event["kind"]
    return event["effective"], ORDER.index(kind) if kind in ORDER else len(ORDER)


def faults(
    timeline: Sequence[Mapping[str, Any]],
    line_on: Callable[[date], Line | None],
    values: Values,
    recorded: Collection[int] = (),
) -> Iterator[Fault]:
    """The events of one household that cannot be, ``timeline`` in the order of ``place``; those of one day may follow one
    another in any order that lets them be.

    ``line_on``: the line in force by the decisions alone; ``values``: of this rule. ``recorded``: the places of events that are on
    record, which happened whatever is thought of them now; any other that cannot be changes nothing.
    """
    asked = values.words("asked_of_events")
    state = _State()
    for day, group in groupby(enumerate(timeline), key=lambda entry: entry[1]["effective"]):
        waiting = list(group)
        while waiting:
            movements = [entry for entry in waiting if entry[1]["kind"] != LOAN] or waiting  # statements are of its end
            judged = [(entry, _fault(entry[1], state, line_on(day), asked)) for entry in movements]
            entry, (code, params) = next((one for one in judged if not one[1][0]), judged[0])
            waiting.remove(entry)
            at, event = entry
            if code:
                yield Fault(at, code, params)
            if not code or at in recorded:
                state.take(event["kind"], day, event["amount_yuan"] or 0)


def _fault(
    event: Mapping[str, Any], state: _State, line: Line | None, asked: Sequence[str]
) -> tuple[str, dict[str, object]]:
    """'' where nothing is against the event."""
    kind, amount = event["kind"], event["amount_yuan"] or 0
    if kind == "repayment" and amount > state.balance.yuan:
        return "BALANCE_BELOW_ZERO", {}
    if kind == "unfrozen" and not state.frozen:
        return "NOT_FROZEN", {}
    yuan = _usable(line, event["effective"], state.cancelled)
    if kind == "signed" and LINE_FOR_SIGNING in asked and not yuan:
        return "SIGNED_WITHOUT_LINE", {}
    if kind == "carded" and SIGNING_FOR_CARD in asked and not state.signed:
        return "CARD_BEFORE_SIGNING", {}
    if kind != "drawdown":
        return "", {}
    if SIGNING_FOR_DRAWDOWN in asked and not state.signed:
        return "DRAWDOWN_BEFORE_SIGNING", {}
    if LINE_FOR_DRAWDOWN in asked and (not yuan or state.frozen):
        return "DRAWDOWN_WITHOUT_LINE", {}
    if DRAWDOWN_WITHIN_LINE in asked and state.balance.yuan + amount > yuan:
        return "DRAWDOWN_OVER_LINE", {"line": f"{yuan:,}"}
    return "", {}


def _usable(line: Line | None, day: date, cancelled: date | None) -> int:
    """The line that may be signed for or drawn on: 0 where there is none, or it has expired or was cancelled."""
    if line is None or day > line.until or (cancelled is not None and cancelled >= line.decided_on):
        return 0
    return line.yuan
