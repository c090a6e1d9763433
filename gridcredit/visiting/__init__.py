"""The visits (走访) that are due: from where households stand and what happened with them to dated rows.

One household is seen once for all that is due of it about the same time.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from gridcredit.findings import Finding
from gridcredit.loans import LOAN, in_order
from gridcredit.policy import Policy, Values
from gridcredit.rules.visits import ABSENT, NO_CARD, NO_DRAWDOWN, REFUSED, UNSIGNED, Refusal
from gridcredit.visiting.asked import Asked, asked_of, refusal_in_force
from gridcredit.visiting.model import NOTHING_MORE, Contact, History, Household, Known, Visit, contact_of, history_of
from gridcredit.workdays import ONE_DAY, STANDARD, Calendar, Deadlines

__all__ = ["ASKED", "MAIN", "NOTHING_MORE", "Contact", "Known", "Visit", "contact_of", "visits"]

ASKED = ("village", "household_id", "credited", "contract", "card", "owes", "residence_status", "assessed_on")
"""What visits ask of where a household stands."""
MAIN = (UNSIGNED, NO_CARD, NO_DRAWDOWN, ABSENT, REFUSED)
"""The reasons that come from how far a household got, of which it has one."""
_MET = ("signing_refused", "signed", "carded", "visit", "drawdown", "repayment", LOAN)


def visits(
    homes: Iterable[Mapping[str, Any]],
    events: Sequence[Mapping[str, Any]],
    as_of: date,
    until: date,
    policy: Policy,
    calendar: Calendar = STANDARD,
    known: Known = NOTHING_MORE,
) -> tuple[list[Visit], list[Finding]]:
    """A row for each visit that is due up to ``until``, or should have been made, by due date, village and household.

    ``homes``: rows of ``coverage.standing``, the columns ``ASKED``; ``events``: the ledger's outcomes effective by ``as_of``, oldest
    first. Contract §4, visits.
    """
    values = policy.values("visits")
    histories: dict[Household, list[Mapping[str, Any]]] = defaultdict(list)
    for event in events:
        if event["kind"] in _MET:
            histories[event["village"], event["household_id"]].append(event)
    deadlines = Deadlines(calendar, max(until, as_of - ONE_DAY))  # what is overdue is always listed
    rows: list[Visit] = []
    for home in homes:
        household = home["village"], home["household_id"]
        history = history_of(in_order(histories.get(household, ())), values)
        refusal = refusal_in_force(home, history, values)
        asked = [*asked_of(home, history, refusal, known, policy, (as_of, deadlines.until))]
        rows += _merged(household, asked, history, refusal, as_of, deadlines, values)
    rows.sort(key=lambda row: (row.due, row.village, row.household_id))
    return rows, deadlines.doubts()


def _merged(
    household: Household,
    asked: Sequence[Asked],
    history: History,
    refusal: Refusal | None,
    as_of: date,
    deadlines: Deadlines,
    values: Values,
) -> Iterator[Visit]:
    """What is due about the same time, and can be settled by then, is one visit, known by how far the household got, or by what is due
    first.
    """
    dated = [(due, one) for one in asked if (due := deadlines.of(one.nominal, not_before=one.since)) is not None]
    dated.sort(key=lambda pair: pair[0])
    within = timedelta(days=values.number("merged_within_days"))
    while dated:
        first = dated[0][0]
        by = max(first, as_of)
        together = [one for due, one in dated if due <= first + within and one.since <= by]
        dated = [pair for pair in dated if pair[1] not in together]
        main = next((one for one in together if one.reason in MAIN), together[0])
        yield Visit(
            *household,
            main.reason,
            min(first, max(one.since for one in together)),
            first,
            max(0, (as_of - first).days),
            history.contacts[-1] if history.contacts else None,
            len(history.contacts),
            tuple(one.reason for one in together if one is not main),
            refusal if main.reason == REFUSED else None,
            tuple(min(first, one.since) for one in (main, *(one for one in together if one is not main))),
        )
