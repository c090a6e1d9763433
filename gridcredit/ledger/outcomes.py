"""Which rows of an outcomes workbook become events, given what the ledger holds already.

The n-th of equal rows in a file (village, household, kind, date, amount) is the n-th of equal events in the ledger, so the same
file, or a longer one with the same rows, adds nothing twice. A file of a name that events were recorded from, and that
tells some of them again, is a later state of that file: what it tells otherwise, or no longer, is a correction.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from gridcredit.findings import Finding
from gridcredit.ingest.rows import Rows
from gridcredit.ledger.entries import WITHDRAWN, Event
from gridcredit.ledger.lines import Lines
from gridcredit.policy import Values
from gridcredit.rules.outcomes import Fault, Line, faults, place
from gridcredit.schema import OUTCOME_ROWS

Household = tuple[str, str]
Recorded = Mapping[str, Any]

_COLUMN = {column.name: column for column in OUTCOME_ROWS}
_AT = {"BALANCE_BELOW_ZERO": "amount_yuan", "DRAWDOWN_OVER_LINE": "amount_yuan"}


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger holds: assessed households by village, the outcome events of all dates that count, the keys of all
    events, and the lines of the households.
    """

    rosters: Mapping[str, frozenset[str]]
    events: Sequence[Recorded]
    keys: frozenset[str]
    lines: Lines


@dataclass(slots=True)
class Planned:
    """What a file would do: ``events`` to be added, those among them that correct recorded ones, rows known already.

    ``withdrawn``: recorded events that are taken back without another in their place.
    """

    events: list[Event] = field(default_factory=list)
    changed: int = 0
    withdrawn: int = 0
    known: int = 0

    @property
    def corrects(self) -> bool:
        return bool(self.changed or self.withdrawn)


@dataclass(slots=True)
class _Told:
    """A row as an event, and the recorded event that it would take the place of."""

    row: int
    event: Event
    instead_of: Recorded | None = None


def plan(rows: Rows, sha256: str, known: Known, as_of: date, values: Values, replacing: bool) -> Planned:
    """Rows that cannot be events are refused on ``rows``. ``values``: of the rule ``outcomes``.

    Without ``replacing``, a file that corrects anything is found to do so, and plans nothing (``corrects`` says so).
    """
    told = [_Told(row, _event(rows, row, sha256)) for row in rows.accepted() if _may_be(rows, row, known, as_of)]
    told.sort(key=lambda one: place(vars_of(one.event)))
    planned = Planned()
    new, gone = _compare(rows, told, known, planned)
    corrections = [one for one in new if one.instead_of is not None]
    if (corrections or gone) and not replacing:
        for one in corrections:
            rows.find("EVENT_CHANGED", one.row, _COLUMN["kind"])
        rows.findings += [_on_record("EVENT_DROPPED", rows, event) for event in gone]
        return replace(planned, changed=len(corrections), withdrawn=len(gone))
    taken, dropped = _valid(rows, new, gone, known, values)
    planned.changed = sum(one.instead_of is not None for one in taken)
    planned.withdrawn = len(dropped)
    withdrawals = [_withdrawal(event, rows, sha256) for event in dropped]
    corrected = [replace(one.event, corrects=one.instead_of["seq"] if one.instead_of else None) for one in taken]
    planned.events = list(_counted([*withdrawals, *corrected], known.keys))
    return planned


def _compare(rows: Rows, told: Sequence[_Told], known: Known, planned: Planned) -> tuple[list[_Told], list[Recorded]]:
    """The rows that tell something new or otherwise, and the events of this file's name that it tells no longer."""
    recorded: dict[object, list[Recorded]] = defaultdict(list)
    for event in known.events:
        recorded[_fact(event)].append(event)
    times: Counter[object] = Counter()
    new: list[_Told] = []
    seen: set[int] = set()
    ours = False
    for one in told:
        fact = _fact(vars_of(one.event))
        there = recorded[fact][times[fact] :][:1]
        times[fact] += 1
        if not there:
            new.append(one)
            continue
        (earlier,) = there
        seen.add(earlier["seq"])
        of_this_name = earlier["source_file"] == rows.file
        ours = ours or of_this_name
        if one.event.particulars() == tuple(earlier[name] or "" for name in ("actor", "result", "note")):
            planned.known += 1
        elif of_this_name:
            one.instead_of = earlier
            new.append(one)
        else:
            planned.known += 1
            rows.find("EVENT_DIFFERS", one.row, _COLUMN["kind"])
    refused = {rows.key(row) for row, ok in enumerate(rows.ok) if not ok}
    gone = [
        event
        for event in known.events
        if event["source_file"] == rows.file and event["seq"] not in seen and event["household_id"] not in refused
    ]
    left = _paired(new, gone)
    is_later_state = ours or len(left) < len(gone)
    return new, left if is_later_state else []


def _paired(new: Sequence[_Told], gone: Sequence[Recorded]) -> list[Recorded]:
    """Let each new row take the place of the event of its household and kind that is gone; those that are left over."""
    waiting: dict[object, list[_Told]] = defaultdict(list)
    for one in new:
        if one.instead_of is None:
            waiting[one.event.village, one.event.household_id, one.event.kind].append(one)
    left = []
    for event in gone:
        for one in waiting[event["village"], event["household_id"], event["kind"]][:1]:
            one.instead_of = event
            waiting[event["village"], event["household_id"], event["kind"]].remove(one)
            break
        else:
            left.append(event)
    return left


def _valid(
    rows: Rows, new: Sequence[_Told], gone: Sequence[Recorded], known: Known, values: Values
) -> tuple[list[_Told], list[Recorded]]:
    """Those of the rows, and of the events that are gone, with which every household's timeline holds; the others are found."""
    of_household: dict[Household, list[Recorded]] = defaultdict(list)
    for event in known.events:
        of_household[event["village"], event["household_id"]].append(event)
    rows_of: dict[Household, list[_Told]] = defaultdict(list)
    for one in new:
        rows_of[one.event.village, one.event.household_id].append(one)
    gone_of: dict[Household, list[Recorded]] = defaultdict(list)
    for event in gone:
        gone_of[event["village"], event["household_id"]].append(event)
    taken: list[_Told] = []
    dropped: list[Recorded] = []
    for household in dict.fromkeys([*rows_of, *gone_of]):
        recorded = sorted(of_household[household], key=place)
        ours, lost = _of_household(rows, household, recorded, rows_of[household], gone_of[household], known, values)
        taken += ours
        dropped += lost
    return taken, dropped


def _of_household(
    rows: Rows,
    household: Household,
    recorded: Sequence[Recorded],
    new: list[_Told],
    gone: list[Recorded],
    known: Known,
    values: Values,
) -> tuple[list[_Told], list[Recorded]]:
    def line_on(day: date) -> Line | None:
        return known.lines.on(*household, day)

    def found(new: Sequence[_Told], gone: Sequence[Recorded]) -> list[tuple[_Told | None, Fault]]:
        """The faults that are there with these rows and drops, and were not before, with the row that each is of."""
        replaced = {one.instead_of["seq"] for one in new if one.instead_of} | {event["seq"] for event in gone}
        entries: list[tuple[Mapping[str, Any], _Told | None]] = [
            *((event, None) for event in recorded if event["seq"] not in replaced),
            *((vars_of(one.event), one) for one in new),
        ]
        entries.sort(key=lambda entry: place(entry[0]))
        timeline = [event for event, _one in entries]
        return [
            (entries[fault.at][1], fault)
            for fault in faults(timeline, line_on, values)
            if entries[fault.at][1] or timeline[fault.at]["seq"] not in before
        ]

    before = {recorded[fault.at]["seq"] for fault in faults(recorded, line_on, values)}
    new, gone = list(new), list(gone)
    while there := found(new, gone):
        one, fault = there[0]
        if one is not None:
            rows.refuse(fault.code, one.row, _COLUMN[_AT.get(fault.code, "kind")], **fault.params)
            new.remove(one)
            continue
        # An event on record would no longer hold: what comes before it now, or is gone, cannot be.
        for one in new:
            if not any(of is None for of, _fault in found([other for other in new if other is not one], gone)):
                rows.refuse("EVENT_BREAKS_LATER", one.row, _COLUMN["kind"])
                new.remove(one)
                break
        else:
            if gone:
                rows.findings.append(_on_record("DROP_BREAKS_LATER", rows, gone.pop()))
            else:
                rows.refuse("EVENT_BREAKS_LATER", new[0].row, _COLUMN["kind"])
                del new[0]
    return new, gone


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


def _withdrawal(event: Recorded, rows: Rows, sha256: str) -> Event:
    """The record that an event counts no more, since the file that told it does not any longer."""
    return Event(
        WITHDRAWN,
        event["village"],
        event["household_id"],
        event["effective"],
        event["amount_yuan"],
        rows.file,
        sha256,
        rows.sheet,
        "",
        result=event["kind"],
        corrects=event["seq"],
    )


def vars_of(event: Event) -> dict[str, Any]:
    """What a timeline asks of an event."""
    names = ("village", "household_id", "kind", "effective", "amount_yuan")
    return {name: getattr(event, name) for name in names}


def _fact(event: Mapping[str, Any]) -> tuple[object, ...]:
    return tuple(event[name] for name in ("village", "household_id", "kind", "effective", "amount_yuan"))


def _counted(events: Sequence[Event], keys: frozenset[str]) -> Iterator[Event]:
    """The events with keys that no other has."""
    taken = set(keys)
    for event in events:
        while event.key() in taken:
            event = replace(event, occurrence=event.occurrence + 1)
        taken.add(event.key())
        yield event


def _on_record(code: str, rows: Rows, event: Recorded) -> Finding:
    """A finding on an event that was recorded, where it stood in its file."""
    return Finding(code, rows.file, event["source_sheet"], event["source_cell"], event["household_id"])
