"""Which rows of an outcomes workbook become events, given what the ledger holds already."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from gridcredit.ingest.rows import Rows
from gridcredit.ledger.corrections import (
    Change,
    Comparison,
    Known,
    Planned,
    Told,
    events_of,
    on_record,
)
from gridcredit.ledger.entries import DETAILS, FOUND, Event
from gridcredit.ledger.lines import Lines
from gridcredit.ledger.particulars import Recorded, vars_of
from gridcredit.loans import LOAN
from gridcredit.policy import Values
from gridcredit.rules.outcomes import Fault, Line, faults, place
from gridcredit.schema import OUTCOME_ROWS

Household = tuple[str, str]

_COLUMN = {column.name: column for column in OUTCOME_ROWS}
_AT = {"BALANCE_BELOW_ZERO": "amount_yuan", "DRAWDOWN_OVER_LINE": "amount_yuan"}


@dataclass(frozen=True, slots=True)
class Holding:
    """What the ledger holds: households ever assessed by village, the outcome events of all dates that count, the keys of all
    events, the lines of the households; ``told``: as in ``corrections.Known``.
    """

    rosters: Mapping[str, frozenset[str]]
    events: Sequence[Recorded]
    keys: frozenset[str]
    lines: Lines
    told: Mapping[int, Sequence[int]]


def plan(
    rows: Rows,
    sha256: str,
    known: Holding,
    as_of: date,
    values: Values,
    replacing: bool,
    outside: frozenset[int] = frozenset(),
    form: bool = False,
) -> Planned:
    """Rows that cannot be events are refused on ``rows``. ``values``: of the rule ``outcomes``; ``outside``, ``form``: as in
    ``corrections.Comparison``.

    Without ``replacing``, a file that corrects anything is found to do so, and nothing of it is planned.
    """
    told = [Told(row, _event(rows, row, sha256)) for row in rows.accepted() if may_be(rows, row, known.rosters, as_of)]
    told.sort(key=lambda one: place(vars_of(one.event)))
    planned = Planned()
    own = [event for event in known.events if event["kind"] != LOAN]
    differs = "EVENT_CONTRADICTS" if form else "EVENT_DIFFERS"
    comparison = Comparison(rows, Known(own, known.told), _COLUMN["kind"], differs, outside, form)
    change = comparison.of(told, planned, replacing)
    if change is None:
        return replace(planned, refused=True)
    if change.corrects and not replacing:
        comparison.find(change, "EVENT_CHANGED", "EVENT_DROPPED")
        changed = sum(one.instead_of is not None for one in change.new)
        return replace(planned, changed=changed, withdrawn=len(change.gone), refused=True)
    taken = _valid(rows, change, known, values)
    comparison.find(taken, "EVENT_CORRECTED", "EVENT_WITHDRAWN", "EVENT_COMPLETED")
    planned.changed = sum(one.instead_of is not None for one in taken.new)
    planned.withdrawn = len(taken.gone)
    planned.events = events_of(taken, rows, sha256, known.keys)
    return planned


def all_on_record(rows: Rows, events: Sequence[Recorded]) -> bool:
    """Whether each row of a list that came back, with all that it tells, is among the ``events``."""
    told = [Told(row, _event(rows, row, "")) for row in rows.accepted()]
    return Comparison(rows, Known(events, {}), _COLUMN["kind"], "EVENT_CONTRADICTS", form=True).all_told(told)


def may_be(rows: Rows, row: int, rosters: Mapping[str, frozenset[str]], as_of: date, day: str = "effective") -> bool:
    """Whether a row is of a household that was ever assessed, and not of the future; else it is refused."""
    village, household, effective = (rows.get(name)[row] for name in ("village", "household_id", day))
    assert isinstance(effective, date)
    if village not in rosters:
        rows.refuse("VILLAGE_NOT_ASSESSED", row, _COLUMN["village"])
    elif household not in rosters[str(village)]:
        rows.refuse("HOUSEHOLD_NOT_ASSESSED", row, _COLUMN["household_id"])
    elif effective > as_of:
        rows.refuse("DATE_TOO_LATE", row, replace(_COLUMN["effective"], name=day), as_of=as_of)
    return rows.ok[row]


def _valid(rows: Rows, change: Change, known: Holding, values: Values) -> Change:
    """What of the change leaves every household's timeline as it may be; the rest is found."""
    recorded: dict[Household, list[Recorded]] = defaultdict(list)
    for event in known.events:
        recorded[event["village"], event["household_id"]].append(event)
    of_household: dict[Household, Change] = {}
    for one in change.new:
        of_household.setdefault((one.event.village, one.event.household_id), Change([], [])).new.append(one)
    for event in change.gone:
        of_household.setdefault((event["village"], event["household_id"]), Change([], [])).gone.append(event)
    taken = Change([], [])
    for household, theirs in of_household.items():
        kept = _of_household(rows, household, sorted(recorded[household], key=place), theirs, known, values)
        taken.new += kept.new
        taken.gone += kept.gone
    return taken


def _of_household(
    rows: Rows, household: Household, recorded: Sequence[Recorded], change: Change, known: Holding, values: Values
) -> Change:
    def line_on(day: date) -> Line | None:
        return known.lines.on(*household, day)

    def found(new: Sequence[Told], gone: Sequence[Recorded]) -> list[tuple[Told | None, Fault]]:
        """The faults that are there with these rows and drops, and were not before, with the row that each is of."""
        replaced = {one.instead_of["seq"] for one in new if one.instead_of} | {event["seq"] for event in gone}
        entries: list[tuple[Mapping[str, Any], Told | None]] = [
            *((event, None) for event in recorded if event["seq"] not in replaced),
            *((vars_of(one.event), one) for one in new),
        ]
        entries.sort(key=lambda entry: place(entry[0]))
        timeline = [event for event, _one in entries]
        on_record = {at for at, (_event, one) in enumerate(entries) if one is None}
        return [
            (entries[fault.at][1], fault)
            for fault in faults(timeline, line_on, values, on_record)
            if entries[fault.at][1] or timeline[fault.at]["seq"] not in before
        ]

    everything = range(len(recorded))
    before = {recorded[fault.at]["seq"] for fault in faults(recorded, line_on, values, everything)}
    new, gone = list(change.new), list(change.gone)
    while there := found(new, gone):
        one, fault = next(((one, fault) for one, fault in there if one is not None), (None, there[0][1]))
        if one is not None:
            rows.refuse(fault.code, one.row, _COLUMN[_AT.get(fault.code, "kind")], **fault.params)
            new.remove(one)
            if change.corrects:
                return _untouched(rows, new)
            continue
        # An event on record would no longer hold: what comes before it now, or is gone, cannot be.
        culprit = next((one for one in new if not found([other for other in new if other is not one], gone)), None)
        lost = next((e for e in gone if not found(new, [other for other in gone if other is not e])), None)
        if lost is not None and culprit is None:
            rows.findings.append(on_record("DROP_BREAKS_LATER", rows, lost))
            gone.remove(lost)
        elif new:
            culprit = culprit or next((one for one in new if one.instead_of), new[0])
            rows.refuse("EVENT_BREAKS_LATER", culprit.row, _COLUMN["kind"])
            new.remove(culprit)
            if change.corrects:
                return _untouched(rows, new)
        else:
            rows.findings += [on_record("DROP_BREAKS_LATER", rows, event) for event in gone]
            gone = []
    return Change(new, gone)


def _untouched(rows: Rows, new: Sequence[Told]) -> Change:
    """A household of which a corrected row is refused stays as it was recorded."""
    for one in new:
        rows.refuse("HOUSEHOLD_NOT_CORRECTED", one.row, _COLUMN["household_id"])
    return Change([], [])


def _event(rows: Rows, row: int, sha256: str) -> Event:
    value: dict[str, Any] = {name: rows.get(name)[row] for name in _COLUMN}
    told = {name: said for name in DETAILS if (said := rows.get(name)[row]) is not None}
    detail: dict[str, object] = {
        name: said.isoformat() if isinstance(said, date) else said for name, said in told.items()
    }
    if found := {name: said for name in FOUND if (said := rows.get(name)[row]) is not None}:
        detail["facts"] = found
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
        detail=detail,
    )
