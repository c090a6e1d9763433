"""Which rows of an outcomes workbook become events, given what the ledger holds already."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from gridcredit.findings import Finding
from gridcredit.ingest.rows import Rows
from gridcredit.ledger.entries import Event
from gridcredit.schema import OUTCOME_ROWS

Household = tuple[str, str]

_COLUMN = {column.name: column for column in OUTCOME_ROWS}


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger holds: assessed households by village, and the outcome events of all dates."""

    rosters: Mapping[str, frozenset[str]]
    events: Sequence[Mapping[str, Any]]


def new_events(rows: Rows, sha256: str, known: Known, as_of: date) -> list[Event]:
    """The events of ``rows`` that are not in the ledger; rows that cannot be are refused on ``rows``.

    An event is known when village, household, kind, date and amount are; the n-th of equal rows in a file is the n-th
    in the ledger, so the same file, or a longer one with the same rows, adds nothing twice.
    """
    recorded = {event["key"]: event for event in known.events}
    balances = _Balances(known.events)
    seen: Counter[str] = Counter()
    events: list[Event] = []
    keys: set[str] = set()
    for row in sorted(rows.accepted(), key=lambda row: _order(rows, row)):
        if not _may_be(rows, row, known, as_of):
            continue
        event = _event(rows, row, sha256)
        seen[event.key()] += 1
        event = replace(event, occurrence=seen[event.key()] - 1)
        key = event.key()
        keys.add(key)
        if key in recorded:
            earlier = recorded[key]
            if event.particulars() != tuple(earlier[name] or "" for name in ("actor", "result", "note")):
                rows.find("EVENT_DIFFERS", row, _COLUMN["kind"])
        elif not balances.take(event):
            rows.refuse("BALANCE_BELOW_ZERO", row, _COLUMN["amount_yuan"])
        else:
            events.append(event)
    _find_gone(rows, keys, known)
    return events


def _order(rows: Rows, row: int) -> tuple[date, bool]:
    """By date, and drawdowns first within a day."""
    effective = rows.values["effective"][row]
    assert isinstance(effective, date)
    return effective, rows.values["kind"][row] != "drawdown"


class _Balances:
    """The balance in use of each household over time, as movements by date."""

    def __init__(self, events: Sequence[Mapping[str, Any]]) -> None:
        self._movements: dict[Household, list[tuple[date, int]]] = defaultdict(list)
        for event in events:
            signed = _signed(event["kind"], event["amount_yuan"])
            if signed:
                self._movements[event["village"], event["household_id"]].append((event["effective"], signed))

    def take(self, event: Event) -> bool:
        """Add a movement, unless it would bring the balance below zero on its date or any later one."""
        signed = _signed(event.kind, event.amount_yuan)
        movements = self._movements[event.village, event.household_id]
        if signed < 0:
            running = [
                sum(amount for day, amount in movements if day <= until)
                for until in {event.effective, *(day for day, _ in movements if day > event.effective)}
            ]
            if min(running) + signed < 0:
                return False
        if signed:
            movements.append((event.effective, signed))
        return True


def _signed(kind: str, amount: int | None) -> int:
    return {"drawdown": 1, "repayment": -1}.get(kind, 0) * (amount or 0)


def _may_be(rows: Rows, row: int, known: Known, as_of: date) -> bool:
    village, household, effective = (rows.get(name)[row] for name in ("village", "household_id", "effective"))
    assert isinstance(effective, date)
    if village not in known.rosters:
        rows.refuse("VILLAGE_NOT_ASSESSED", row, _COLUMN["village"])
    elif household not in known.rosters[str(village)]:
        rows.refuse("HOUSEHOLD_NOT_ASSESSED", row, _COLUMN["household_id"])
    elif effective > as_of:
        rows.refuse("DATE_TOO_LATE", row, _COLUMN["effective"], as_of=as_of)
    return rows.ok[row]


def _event(rows: Rows, row: int, sha256: str) -> Event:
    value: dict[str, Any] = {name: rows.get(name)[row] for name in _COLUMN}
    return Event(
        value["kind"],
        value["village"],
        value["household_id"],
        value["effective"],
        value["amount_yuan"],
        rows.file,
        sha256,
        rows.sheet,
        rows.cell(row, "kind"),
        value["actor"],
        value["result"],
        value["note"],
    )


def _find_gone(rows: Rows, keys: set[str], known: Known) -> None:
    """Warn of events that an earlier file of this name told and this one does not: a row corrected or deleted."""
    for event in known.events:
        if event["source_file"] == rows.file and event["key"] not in keys:
            household, cell = event["household_id"], event["source_cell"]
            rows.findings.append(Finding("EVENT_GONE", rows.file, event["source_sheet"], cell, household))
