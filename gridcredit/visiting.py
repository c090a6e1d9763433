"""The visits (走访) that are due: from where households stand and what happened with them to dated rows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gridcredit.findings import Finding
from gridcredit.policy import Policy, Values
from gridcredit.rules.visits import (
    ABSENT,
    NO_CARD,
    NO_DRAWDOWN,
    REFUSED,
    UNSIGNED,
    approach_from,
    due_period,
    period_of,
)
from gridcredit.workdays import ONE_DAY, STANDARD, Calendar, Deadlines

ASKED = ("village", "household_id", "credited", "contract", "card", "owes", "residence_status", "assessed_on")
"""What visits ask of where a household stands."""
_MET = ("signing_refused", "signed", "carded", "visit", "drawdown", "repayment")
Household = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Visit:
    """A household to be contacted, for one reason, by ``due``; ``since``: from when on it is asked for. ``last_contact``: the last
    visit, with its ``last_result``; ``contacts``: how many there were.
    """

    village: str
    household_id: str
    reason: str
    since: date
    due: date
    overdue_days: int
    last_contact: date | None
    last_result: str | None
    contacts: int


def visits(
    homes: Iterable[Mapping[str, Any]],
    events: Sequence[Mapping[str, Any]],
    as_of: date,
    until: date,
    policy: Policy,
    calendar: Calendar = STANDARD,
) -> tuple[list[Visit], list[Finding]]:
    """A row for each household that is to be contacted up to ``until``, or should have been, by due date, village and household.

    ``homes``: rows of ``coverage.standing``, the columns ``ASKED``; ``events``: the ledger's outcomes effective by ``as_of``, oldest first. Contract §4,
    visits.
    """
    values = policy.values("visits")
    histories: dict[Household, list[Mapping[str, Any]]] = defaultdict(list)
    for event in events:
        if event["kind"] in _MET:
            histories[event["village"], event["household_id"]].append(event)
    deadlines = Deadlines(calendar, max(until, as_of - ONE_DAY))  # what is overdue is always listed
    rows = []
    for home in homes:
        if home["credited"]:
            history = histories.get((home["village"], home["household_id"]), ())
            one = _visit(home, history, as_of, values, deadlines)
            if one is not None:
                rows.append(one)
    rows.sort(key=lambda row: (row.due, row.village, row.household_id))
    return rows, deadlines.doubts()


def _visit(
    home: Mapping[str, Any],
    history: Sequence[Mapping[str, Any]],
    as_of: date,
    values: Values,
    deadlines: Deadlines,
) -> Visit | None:
    """None for a household that uses its line, or is due later."""
    met = [event for event in history if event["kind"] == "visit"]
    last = met[-1]["effective"] if met else None
    found = _reason(home, history, last, values)
    if found is None:
        return None
    reason, since = found
    period = period_of(since, "month") if reason == REFUSED else due_period(reason, since, last, values)
    due = deadlines.of(period.last, not_before=period.first)
    if due is None:
        return None
    result = met[-1]["result"] if met else None
    return Visit(
        home["village"],
        home["household_id"],
        reason,
        since,
        due,
        max(0, (as_of - due).days),
        last,
        result,
        len(met),
    )


def _reason(
    home: Mapping[str, Any], history: Sequence[Mapping[str, Any]], contacted: date | None, values: Values
) -> tuple[str, date] | None:
    """Why the household is to be contacted, and from when on; None where it uses its line."""

    def last(*kinds: str) -> date | None:
        return next((event["effective"] for event in reversed(history) if event["kind"] in kinds), None)

    if home["card"]:
        settled = [day for day in (last("carded"), last("repayment"), home["assessed_on"]) if day]
        return None if home["owes"] else (NO_DRAWDOWN, max(settled))
    if home["contract"]:
        return NO_CARD, max(filter(None, (last("signed"), home["assessed_on"])))
    refused, signed = last("signing_refused"), last("signed")
    if refused and (signed is None or refused > signed):
        again = approach_from(refused, values)
        if contacted is None or contacted < again:
            return REFUSED, again
    since = home["assessed_on"]
    return (ABSENT if home["residence_status"] == "away" else UNSIGNED), since
