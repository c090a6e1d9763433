"""The post-loan inspections (贷后检查) that are due: from the events and the rule ``inspection`` to dated rows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from gridcredit import workdays
from gridcredit.findings import Finding
from gridcredit.policy import Policy, Values
from gridcredit.rules import inspection


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
    events: Sequence[Mapping[str, Any]], as_of: date, until: date, policy: Policy
) -> tuple[list[Inspection], list[Finding]]:
    """Inspections due up to ``until`` and all overdue ones on ``as_of``, by due date, village and household.

    ``events`` are the ledger's outcomes effective on or before ``as_of``, oldest first. Contract §4, inspections.
    """
    values = policy.values("inspection")
    rows: list[Inspection] = []
    unknown: set[int] = set()

    def place(event: Mapping[str, Any]) -> tuple[str, str]:
        return event["village"], event["household_id"]

    def order(event: Mapping[str, Any]) -> tuple[object, ...]:
        """By date and, within a day, drawdowns first: whatever file told of them first."""
        return *place(event), event["effective"], event["kind"] != "drawdown"

    for (village, household), own in groupby(sorted(events, key=order), key=place):
        history = list(own)
        balance = _in_use(history)
        for kind, anchor, nominal in _obligations(history, values):
            due = workdays.on_or_before(nominal, not_before=anchor)
            if due <= until or due < as_of:
                overdue = max(0, (as_of - due).days)
                rows.append(Inspection(village, household, kind, anchor, nominal, due, balance, overdue))
                if not workdays.is_known(nominal.year):
                    unknown.add(nominal.year)
    rows.sort(key=lambda row: (row.due, row.village, row.household_id, row.kind))
    return rows, [Finding("CALENDAR_UNKNOWN", "", params={"year": year}) for year in sorted(unknown)]


def _in_use(history: Sequence[Mapping[str, Any]]) -> int:
    sign = {"drawdown": 1, "repayment": -1}
    return sum(sign.get(event["kind"], 0) * (event["amount_yuan"] or 0) for event in history)


def _obligations(history: Sequence[Mapping[str, Any]], values: Values) -> Iterator[tuple[str, date, date]]:
    """Kind, anchor and nominal due date of what one household's history asks for.

    A balance paid off in full ends what came before: only drawdowns and inspections since then ask for anything.
    """
    balance = 0
    waiting: list[tuple[date, date]] = []
    last_inspection: date | None = None
    for event in history:
        if event["kind"] == "drawdown":
            balance += event["amount_yuan"]
            waiting.append((inspection.first_due(event["effective"], balance, values), event["effective"]))
        elif event["kind"] == "repayment":
            balance -= event["amount_yuan"]
            if balance <= 0:
                waiting, last_inspection = [], None
        elif event["kind"] == "inspection" and balance > 0:
            waiting, last_inspection = [], event["effective"]
    if waiting:
        nominal, anchor = min(waiting)
        yield "first", anchor, nominal
    if last_inspection is not None:
        yield "recurring", last_inspection, inspection.recurring_due(last_inspection, values)
