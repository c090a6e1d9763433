"""The post-loan inspections (贷后检查) that are due: from the events and the rule ``inspection`` to dated rows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from gridcredit.findings import Finding
from gridcredit.loans import Balance, in_order, with_first_drawdowns
from gridcredit.policy import Policy, Values
from gridcredit.rules import inspection
from gridcredit.workdays import ONE_DAY, STANDARD, Calendar, Deadlines


@dataclass(frozen=True, slots=True)
class Inspection:
    """One inspection to be done; ``due`` is ``nominal_due`` moved to a working day. ``overdue_days`` counts to as-of."""

    village: str
    household_id: str
    kind: str
    anchor: date
    nominal_due: date
    due: date
    balance_yuan: int
    overdue_days: int


def inspections(
    events: Sequence[Mapping[str, Any]],
    as_of: date,
    until: date,
    policy: Policy,
    calendar: Calendar = STANDARD,
) -> tuple[list[Inspection], list[Finding]]:
    """Inspections due up to ``until`` and all overdue ones on ``as_of``, by due date, village and household.

    ``events`` are the ledger's outcomes effective on or before ``as_of``, oldest first. Contract §4, inspections.
    """
    values = policy.values("inspection")
    rows: list[Inspection] = []
    deadlines = Deadlines(calendar, max(until, as_of - ONE_DAY))  # what is overdue is always listed

    def place(event: Mapping[str, Any]) -> tuple[str, str]:
        return event["village"], event["household_id"]

    for (village, household), own in groupby(sorted(events, key=place), key=place):
        history = with_first_drawdowns(in_order(own))
        balance = _in_use(history)
        for kind, anchor, nominal in _obligations(history, values):
            due = deadlines.of(nominal, not_before=anchor)
            if due is not None:
                overdue = max(0, (as_of - due).days)
                rows.append(Inspection(village, household, kind, anchor, nominal, due, balance, overdue))
    rows.sort(key=lambda row: (row.due, row.village, row.household_id, row.kind))
    return rows, deadlines.doubts()


def _in_use(history: Sequence[Mapping[str, Any]]) -> int:
    balance = Balance()
    for event in history:
        balance.take(event["kind"], event["effective"], event["amount_yuan"] or 0)
    return balance.yuan


def _obligations(history: Sequence[Mapping[str, Any]], values: Values) -> Iterator[tuple[str, date, date]]:
    """Kind, anchor and nominal due date of what one household's history asks for.

    A balance paid off in full ends what came before: only drawdowns and inspections since then ask for anything.
    """
    balance = Balance()
    waiting: list[tuple[date, date]] = []
    last_inspection: date | None = None
    for day, group in groupby(history, key=lambda event: event["effective"]):
        for event in group:
            balance.take(event["kind"], day, event["amount_yuan"] or 0)
            if event["kind"] == "drawdown":
                waiting.append((inspection.first_due(day, balance.yuan, values), day))
            elif event["kind"] == "repayment" and balance.yuan <= 0:
                waiting, last_inspection = [], None
            elif event["kind"] == "inspection" and balance.yuan > 0:
                waiting, last_inspection = [], day
        if balance.stated_on == day and balance.yuan <= 0:
            waiting, last_inspection = [], None
    if waiting:
        nominal, anchor = min(waiting)
        yield "first", anchor, nominal
    if last_inspection is not None:
        yield "recurring", last_inspection, inspection.recurring_due(last_inspection, values)
