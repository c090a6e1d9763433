"""Which rows of a list of loans become events, given what the ledger holds already.

A household's statement is whole or not taken: a loan that was owed before and is not named would be forgotten otherwise. Where
the list holds every loan of the bank's, one that it names no longer is paid off, and recorded as that.
"""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate
from typing import Any

from gridcredit.findings import Finding
from gridcredit.ingest.rows import Rows
from gridcredit.ledger.corrections import NO_ROW, Comparison, Known, Planned, Recorded, Told, events_of
from gridcredit.ledger.entries import Event
from gridcredit.ledger.outcomes import may_be
from gridcredit.loans import LOAN, SIGN
from gridcredit.schema import LOAN_ROWS

Household = tuple[str, str]
Place = tuple[date, Household]

_COLUMN = {column.name: column for column in LOAN_ROWS}
_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Holding:
    """What the ledger holds: households ever assessed by village; the loans stated on the days of the file, or from a file of
    its name; by each of these days what was stated last before it; the keys of all events; the drawdowns and repayments since
    the first of these days; ``told``: as in ``corrections.Known``.
    """

    rosters: Mapping[str, frozenset[str]]
    events: Sequence[Recorded]
    before: Mapping[date, Sequence[Recorded]]
    keys: frozenset[str]
    movements: Sequence[Recorded]
    told: Mapping[int, Sequence[int]]


def digest_of(number: str) -> str:
    """By which a loan is known again; its number is not kept."""
    return hashlib.sha256(number.encode()).hexdigest()[:_DIGITS]


def plan(
    rows: Rows,
    sha256: str,
    known: Holding,
    as_of: date,
    every_loan: bool,
    replacing: bool,
    outside: frozenset[int],
) -> Planned:
    """Rows that cannot be events are refused on ``rows``. ``every_loan``: whether the list is of all loans; ``outside``: as in
    ``corrections.Comparison``. Without ``replacing``, a file that corrects anything is found to do so, and nothing of it is
    planned.
    """
    _refuse_elsewhere(rows, known.events)
    for row in rows.accepted():
        may_be(rows, row, known.rosters, as_of, "stated_on")
    gone = _gone(rows, known, outside) if every_loan else {}
    _refuse_parts(rows, known, gone)
    partial = {place for row, ok in enumerate(rows.ok) if not ok and (place := _place(rows, row))}
    settled = [
        Told(NO_ROW, _settled(rows, sha256, place, loan))
        for place, loans in gone.items()
        if place not in partial
        for loan in sorted(loans)
    ]
    told = [Told(row, _event(rows, row, sha256)) for row in rows.accepted()] + settled
    planned = Planned()
    comparison = Comparison(rows, Known(known.events, known.told), _COLUMN["loan"], "LOAN_DIFFERS", outside)
    change = comparison.of(told, planned, replacing)
    if change is None:
        return replace(planned, refused=True)
    planned.changed = sum(one.instead_of is not None for one in change.new)
    planned.withdrawn = len(change.gone)
    if change.corrects and not replacing:
        comparison.find(change, "EVENT_CHANGED", "EVENT_DROPPED")
        return replace(planned, refused=True)
    comparison.find(change, "EVENT_CORRECTED", "EVENT_WITHDRAWN")
    _doubt(rows, known.movements)
    planned.events = events_of(change, rows, sha256, known.keys)
    planned.settled = sum(one.row == NO_ROW and one.instead_of is None for one in change.new)
    return planned


def _refuse_elsewhere(rows: Rows, events: Sequence[Recorded]) -> None:
    """Refuse a loan that is stated already on the same day, as another household's."""
    there = {(event["effective"], event["detail"]["loan"]): event for event in events}
    for row in rows.accepted():
        place = _place(rows, row)
        event = there.get((rows.get("stated_on")[row], digest_of(str(rows.get("loan")[row]))))
        if event is not None and place and _household(event) != place[1]:
            rows.refuse("LOAN_ELSEWHERE", row, _COLUMN["loan"], other=" ".join(_household(event)))


def _refuse_parts(rows: Rows, known: Holding, gone: Mapping[Place, set[str]]) -> None:
    """Refuse the rows of a household of which the file tells a part: another row of its is refused, or a loan that is still
    owed, by what was stated before, is named neither here nor in another file of the day. ``gone``: those that are paid off.
    """
    told: dict[Place, set[str]] = defaultdict(set)
    for event in known.events:
        if event["source_file"] != rows.file:
            told[event["effective"], _household(event)].add(event["detail"]["loan"])
    places = [_place(rows, row) for row in range(len(rows.ok))]
    refused = {place for place, ok in zip(places, rows.ok) if not ok}
    for row in rows.accepted():
        if place := places[row]:
            told[place].add(digest_of(str(rows.get("loan")[row])))
    owed = {
        (day, household): loans for day, before in known.before.items() for household, loans in _owed(before).items()
    }
    for row in rows.accepted():
        place = places[row]
        assert place is not None
        missing = owed.get(place, set()) - told[place] - gone.get(place, set())
        if place in refused:
            rows.refuse("LOAN_OF_REFUSED", row, _COLUMN["loan"])
        elif missing:
            rows.refuse("LOAN_NOT_NAMED", row, _COLUMN["loan"], count=len(missing))


def _doubt(rows: Rows, movements: Sequence[Recorded]) -> None:
    """Find households that have repaid more since the statement than it says they owed."""
    stated: dict[Place, list[int]] = defaultdict(list)
    for row in rows.accepted():
        if place := _place(rows, row):
            stated[place].append(row)
    since: dict[Household, list[Recorded]] = defaultdict(list)
    for event in movements:
        since[_household(event)].append(event)
    for (day, household), told in stated.items():
        owed = sum(int(str(rows.get("balance_yuan")[row])) for row in told)
        moved = (SIGN[one["kind"]] * one["amount_yuan"] for one in since[household] if one["effective"] > day)
        if any(owed + sum_ < 0 for sum_ in accumulate(moved)):
            rows.find("LOANS_CONTRADICT", told[0], _COLUMN["balance_yuan"])


def _gone(rows: Rows, known: Holding, outside: frozenset[int]) -> dict[Place, set[str]]:
    """The loans that were owed before and are named no longer; none while a refused row may be one of them."""
    named: dict[date, set[str]] = defaultdict(set)
    for loan, day in zip(rows.get("loan"), rows.get("stated_on")):
        if isinstance(day, date) and loan:
            named[day].add(digest_of(str(loan)))
    unclear = [row for row, ok in enumerate(rows.ok) if not ok and row not in outside and not _names_a_loan(rows, row)]
    found: dict[Place, set[str]] = {}
    for day, before in known.before.items():
        gone = {(day, household): loans - named[day] for household, loans in _owed(before).items()}
        if unclear and (count := sum(map(len, gone.values()))):
            rows.findings.append(Finding("SETTLED_HELD", rows.file, params={"count": count}))
        else:
            found |= {place: loans for place, loans in gone.items() if loans}
    return found


def _settled(rows: Rows, sha256: str, place: Place, loan: str) -> Event:
    """Nothing owed of a loan that the list names no longer."""
    day, (village, household) = place
    return Event(LOAN, village, household, day, 0, rows.file, sha256, rows.sheet, "", detail={"loan": loan})


def _names_a_loan(rows: Rows, row: int) -> bool:
    return bool(rows.get("loan")[row]) and isinstance(rows.get("stated_on")[row], date)


def _owed(before: Sequence[Recorded]) -> dict[Household, set[str]]:
    found: dict[Household, set[str]] = defaultdict(set)
    for event in before:
        if event["amount_yuan"]:
            found[_household(event)].add(event["detail"]["loan"])
    return found


def _household(event: Recorded) -> Household:
    return event["village"], event["household_id"]


def _place(rows: Rows, row: int) -> Place | None:
    """The day and the household that a row is of, as far as both are known."""
    village, key, day = (rows.get(name)[row] for name in ("village", "household_id", "stated_on"))
    return (day, (str(village), str(key))) if village and key and isinstance(day, date) else None


def _event(rows: Rows, row: int, sha256: str) -> Event:
    value: dict[str, Any] = {name: rows.get(name)[row] for name in _COLUMN}
    detail = {name: value[name] for name in ("overdue_days", "overdue_yuan", "interest_yuan", "loan_yuan")}
    drawn_on = value["drawn_on"].isoformat() if value["drawn_on"] else None
    kept = {name: figure for name, figure in {**detail, "drawn_on": drawn_on}.items() if figure is not None}
    return Event(
        LOAN,
        value["village"],
        value["household_id"],
        value["stated_on"],
        value["balance_yuan"],
        rows.file,
        sha256,
        rows.sheet,
        rows.cell(row, "balance_yuan"),
        result=value["loan_class"],
        detail={"loan": digest_of(str(value["loan"])), **kept},
    )
