"""Which rows of a list of loans become events, given what the ledger holds already.

A household's statement is whole or not taken: a loan that was owed before and is not named would be forgotten otherwise. Where
the list holds every loan of the bank's, one that it names no longer is paid off, and recorded as that.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate
from typing import Any

from gridcredit.findings import Finding
from gridcredit.ingest.rows import Rows
from gridcredit.ledger.corrections import NO_ROW, Comparison, Known, Planned, Told, events_of
from gridcredit.ledger.entries import Event
from gridcredit.ledger.outcomes import may_be
from gridcredit.ledger.particulars import Recorded
from gridcredit.loans import LOAN, SIGN
from gridcredit.schema import LOAN_ROWS

Household = tuple[str, str]

_COLUMN = {column.name: column for column in LOAN_ROWS}
_DIGITS = 16
_SHOWN = 5
"""So many villages are named that a list says nothing of."""


@dataclass(frozen=True, slots=True)
class Holding:
    """What the ledger holds: households ever assessed by village, and those on a roster in force; the loans stated on the day of
    the list, or from a file of its name; those stated last before it; those of its villages of any day; the day of the latest
    statement of all; the keys of all events; the drawdowns and repayments since the day; ``told``: as in ``corrections.Known``.
    """

    rosters: Mapping[str, frozenset[str]]
    in_force: Mapping[str, frozenset[str]]
    events: Sequence[Recorded]
    before: Sequence[Recorded]
    stated: Sequence[Recorded]
    latest: date | None
    keys: frozenset[str]
    movements: Sequence[Recorded]
    told: Mapping[int, Sequence[int]]


def digest_of(number: str) -> str:
    """By which a loan is known again; its number is not kept."""
    return hashlib.sha256(number.encode()).hexdigest()[:_DIGITS]


class _List:
    """The rows of a list of ``day``, with whose each is and the digest of its loan, as far as these are known."""

    def __init__(self, rows: Rows, day: date) -> None:
        self.rows = rows
        self.day = day
        places = zip(rows.get("village"), rows.get("household_id"))
        self.households = [(str(village), str(key)) if village and key else None for village, key in places]
        self.loans = [digest_of(str(loan)) if loan else "" for loan in rows.get("loan")]

    def accepted(self) -> Iterator[tuple[int, Household, str]]:
        """Row, household and loan; an accepted row has both. One that is refused meanwhile comes no more."""
        for row in self.rows.accepted():
            household = self.households[row]
            assert household is not None
            yield row, household, self.loans[row]

    def of_refused(self) -> set[Household]:
        """The households of which a row is refused."""
        return {one for one, ok in zip(self.households, self.rows.ok) if one and not ok}


def plan(
    rows: Rows,
    day: date,
    sha256: str,
    known: Holding,
    as_of: date,
    every_loan: bool,
    replacing: bool,
    outside: frozenset[int],
) -> Planned:
    """Rows that cannot be events are refused on ``rows``, a list of ``day``. ``every_loan``: whether it is of all loans;
    ``outside``: as in ``corrections.Comparison``. Without ``replacing``, a file that corrects anything is found to do so, and
    nothing of it is planned.
    """
    listed, owed = _List(rows, day), _owed(known.before)
    outside = _strangers(listed, known, outside)
    _refuse_elsewhere(listed, known, owed, replacing)
    for row in rows.accepted():
        may_be(rows, row, known.rosters, as_of, "stated_on")
    gone = _gone(listed, known, owed, every_loan, outside)
    _refuse_parts(listed, known, owed, gone)
    partial = listed.of_refused()
    settled = [
        Told(NO_ROW, _settled(listed, sha256, household, loan))
        for household, loans in gone.items()
        if household not in partial
        for loan in sorted(loans)
    ]
    told = [Told(row, _event(rows, row, sha256, loan)) for row, _household, loan in listed.accepted()] + settled
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
    _doubt(listed, known)
    planned.events = events_of(change, rows, sha256, known.keys)
    planned.settled = sum(one.row == NO_ROW and one.instead_of is None for one in change.new)
    if planned.settled:
        rows.findings.append(Finding("LOANS_SETTLED", rows.file, rows.sheet, params={"count": planned.settled}))
    if every_loan and change.new and known.latest and known.latest > day:
        rows.findings.append(Finding("LATER_LIST_RECORDED", rows.file, rows.sheet, params={"day": known.latest}))
    return planned


def _strangers(listed: _List, known: Holding, outside: frozenset[int]) -> frozenset[int]:
    """Of the rows of persons whom no household has, those whose loan is none on record either; the others are found."""
    owners = {event["detail"]["loan"]: _household(event) for event in (*known.before, *known.events)}
    mistaken = {row: owner for row in outside if (owner := owners.get(listed.loans[row]))}
    for row, owner in sorted(mistaken.items()):
        listed.rows.find("LOAN_PERSON_DIFFERS", row, _COLUMN["loan"], other=" ".join(owner))
    return outside - mistaken.keys()


def _refuse_elsewhere(listed: _List, known: Holding, owed: Mapping[Household, set[str]], replacing: bool) -> None:
    """Refuse a loan that is another household's: by what is recorded of the same day, unless this file corrects it, or by what
    was stated before, unless that household is on no roster any more.
    """
    of_day = [event for event in known.events if event["effective"] == listed.day]
    own = {(_household(event), event["detail"]["loan"]) for event in of_day if event["source_file"] == listed.rows.file}
    corrects = replacing or any((household, loan) in own for _row, household, loan in listed.accepted())
    there = {
        event["detail"]["loan"]: _household(event)
        for event in of_day
        if not (corrects and event["source_file"] == listed.rows.file)
    }
    before = {loan: household for household, loans in owed.items() if not _has_left(household, known) for loan in loans}
    for row, household, loan in listed.accepted():
        others = {owners[loan] for owners in (there, before) if loan in owners} - {household}
        if others:
            _refuse_as_of(listed, row, sorted(others))


def _gone(
    listed: _List, known: Holding, owed: Mapping[Household, set[str]], every_loan: bool, outside: frozenset[int]
) -> dict[Household, set[str]]:
    """By household the loans that were owed before and are so no longer: those that a list of all loans does not name, and those
    that a household which left the roster has handed on. Of each household all that it owed, or nothing.
    """
    rows, named = listed.rows, set(listed.loans)
    owner = {loan: (household, row) for row, household, loan in listed.accepted()}
    harmless = rows.totals | outside
    unclear = any(
        not ok and not loan and row not in harmless for row, (ok, loan) in enumerate(zip(rows.ok, listed.loans))
    )
    villages = {household[0] for household, _row in owner.values()}
    found: dict[Household, set[str]] = {}
    held, elsewhere = 0, Counter[str]()
    for household, loans in owed.items():
        lost = {loan for loan in loans if loan not in owner or owner[loan][0] != household}
        handed_on = {loan for loan in lost if loan in owner and _has_left(household, known)}
        silent = lost - named
        if lost - handed_on - silent or (silent and not every_loan):
            for loan in handed_on:
                _refuse_as_of(listed, owner[loan][1], [household])
        elif silent and household[0] not in villages:
            elsewhere[household[0]] += len(silent)
        elif silent and unclear:
            held += len(silent)
        elif lost:
            found[household] = lost
    if held:
        rows.findings.append(Finding("SETTLED_HELD", rows.file, params={"count": held}))
    if elsewhere:
        params = {"count": elsewhere.total(), "villages": "、".join(sorted(elsewhere)[:_SHOWN])}
        rows.findings.append(Finding("SETTLED_ELSEWHERE", rows.file, params=params))
    return found


def _refuse_as_of(listed: _List, row: int, others: Sequence[Household]) -> None:
    """Refuse a row whose loan is these others'."""
    if listed.rows.ok[row]:
        listed.rows.refuse("LOAN_ELSEWHERE", row, _COLUMN["loan"], other="、".join(map(" ".join, others)))


def _refuse_parts(
    listed: _List, known: Holding, owed: Mapping[Household, set[str]], gone: Mapping[Household, set[str]]
) -> None:
    """Refuse the rows of a household of which the file tells a part: another row of its is refused, or a loan that is still
    owed, by what was stated before, is named neither here nor in another file of the day. ``gone``: those that are paid off.
    """
    told: dict[Household, set[str]] = defaultdict(set)
    for event in known.events:
        if event["source_file"] != listed.rows.file and event["effective"] == listed.day:
            told[_household(event)].add(event["detail"]["loan"])
    for _row, household, loan in listed.accepted():
        told[household].add(loan)
    refused = listed.of_refused()
    for row, household, _loan in listed.accepted():
        missing = owed.get(household, set()) - told[household] - gone.get(household, set())
        if household in refused:
            listed.rows.refuse("LOAN_OF_REFUSED", row, _COLUMN["loan"])
        elif missing:
            listed.rows.refuse("LOAN_NOT_NAMED", row, _COLUMN["loan"], count=len(missing))


def _doubt(listed: _List, known: Holding) -> None:
    """Find households that have repaid more than the statement says they owed, before the next one."""
    stated: dict[Household, list[int]] = defaultdict(list)
    for row, household, _loan in listed.accepted():
        stated[household].append(row)
    since: dict[Household, list[Recorded]] = defaultdict(list)
    for event in known.movements:
        since[_household(event)].append(event)
    following: dict[Household, date] = {}
    for event in known.stated:
        if event["effective"] > listed.day:
            household = _household(event)
            following[household] = min(event["effective"], following.get(household, date.max))
    for household, told in stated.items():
        until = following.get(household, date.max)
        owed = sum(int(str(listed.rows.get("balance_yuan")[row])) for row in told)
        between = (one for one in since[household] if listed.day < one["effective"] <= until)
        if any(owed + sum_ < 0 for sum_ in accumulate(SIGN[one["kind"]] * one["amount_yuan"] for one in between)):
            listed.rows.find("LOANS_CONTRADICT", told[0], _COLUMN["balance_yuan"])


def _settled(listed: _List, sha256: str, household: Household, loan: str) -> Event:
    """Nothing owed of a loan that the list names no longer, or names elsewhere."""
    rows = listed.rows
    return Event(LOAN, *household, listed.day, 0, rows.file, sha256, rows.sheet, "", detail={"loan": loan})


def _has_left(household: Household, known: Holding) -> bool:
    village, key = household
    return key not in known.in_force.get(village, ())


def _owed(before: Sequence[Recorded]) -> dict[Household, set[str]]:
    found: dict[Household, set[str]] = defaultdict(set)
    for event in before:
        if event["amount_yuan"]:
            found[_household(event)].add(event["detail"]["loan"])
    return found


def _household(event: Recorded) -> Household:
    return event["village"], event["household_id"]


def _event(rows: Rows, row: int, sha256: str, loan: str) -> Event:
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
        detail={"loan": loan, **kept},
    )
