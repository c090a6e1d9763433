"""Which rows of an outcomes workbook become events, given what the ledger holds already.

The n-th of equal rows in a file (village, household, kind, date, amount) is the n-th of equal events in the ledger, so the same
file, or a longer one with the same rows, adds nothing twice. A file that tells again what a file of its name told is a later
state of that file: what it tells otherwise, or no longer, is a correction.
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
_PARTICULARS = ("actor", "result", "note")


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger holds: households ever assessed by village, the outcome events of all dates that count, the keys of all
    events, the lines of the households.

    ``told``: of each entry that was recorded from a file of this name, the numbers of the events that the file told besides
    those that it added, by the entry's number.
    """

    rosters: Mapping[str, frozenset[str]]
    events: Sequence[Recorded]
    keys: frozenset[str]
    lines: Lines
    told: Mapping[int, Sequence[int]]


@dataclass(slots=True)
class Planned:
    """What a file would do: ``events`` to be added, and how many of them correct or withdraw recorded ones.

    ``known``: the numbers of the recorded events that it tells again. ``refused``: it corrects something, and may not.
    """

    events: list[Event] = field(default_factory=list)
    changed: int = 0
    withdrawn: int = 0
    known: list[int] = field(default_factory=list)
    refused: bool = False


@dataclass(slots=True)
class _Told:
    """A row as an event, and the recorded event that it would take the place of."""

    row: int
    event: Event
    instead_of: Recorded | None = None


@dataclass(slots=True)
class _Change:
    """Rows that are new or tell something otherwise, and recorded events that are told no longer."""

    new: list[_Told]
    gone: list[Recorded]

    @property
    def corrects(self) -> bool:
        return bool(self.gone) or any(one.instead_of for one in self.new)


def plan(rows: Rows, sha256: str, known: Known, as_of: date, values: Values, replacing: bool) -> Planned:
    """Rows that cannot be events are refused on ``rows``. ``values``: of the rule ``outcomes``.

    Without ``replacing``, a file that corrects anything is found to do so, and nothing of it is planned.
    """
    told = [_Told(row, _event(rows, row, sha256)) for row in rows.accepted() if _may_be(rows, row, known, as_of)]
    told.sort(key=lambda one: place(vars_of(one.event)))
    planned = Planned()
    change = _compare(rows, told, known, planned, replacing)
    if change is None:
        return replace(planned, refused=True)
    if change.corrects and not replacing:
        _find(rows, change, "EVENT_CHANGED", "EVENT_DROPPED")
        changed = sum(one.instead_of is not None for one in change.new)
        return replace(planned, changed=changed, withdrawn=len(change.gone), refused=True)
    taken = _valid(rows, change, known, values)
    _find(rows, taken, "EVENT_CORRECTED", "EVENT_WITHDRAWN")
    planned.changed = sum(one.instead_of is not None for one in taken.new)
    planned.withdrawn = len(taken.gone)
    withdrawals = [_withdrawal(event, rows, sha256) for event in taken.gone]
    corrected = [replace(one.event, corrects=one.instead_of["seq"] if one.instead_of else None) for one in taken.new]
    planned.events = list(_counted([*withdrawals, *corrected], known.keys))
    return planned


def _find(rows: Rows, change: _Change, changed: str, gone: str) -> None:
    for one in change.new:
        if one.instead_of is not None:
            rows.find(changed, one.row, _COLUMN["kind"])
    rows.findings += [_on_record(gone, rows, event) for event in change.gone]


def _compare(rows: Rows, told: Sequence[_Told], known: Known, planned: Planned, replacing: bool) -> _Change | None:
    """What the file tells newly or otherwise, and what it tells no longer; None where it is not clear which file it corrects."""
    new, again = _again(told, known)
    planned.known = [earlier["seq"] for _one, earlier in again]
    states = _states(rows.file, known)
    mine = [state for state in states if state & set(planned.known)]
    if not mine and states and (told or replacing):
        if not replacing:
            rows.findings.append(Finding("FILE_NAME_KNOWN", rows.file))
        elif len(states) > 1:
            rows.findings.append(Finding("REPLACE_UNCLEAR", rows.file, params={"count": len(states)}))
            return None
        else:
            mine = states
    numbers = set().union(*mine)
    for one, earlier in again:
        if one.event.particulars() != tuple(earlier[name] or "" for name in _PARTICULARS):
            if earlier["seq"] in numbers:
                one.instead_of = earlier
                new.append(one)
            else:
                rows.find("EVENT_DIFFERS", one.row, _COLUMN["kind"])
    seen = {earlier["seq"] for _one, earlier in again}
    gone = [event for event in known.events if event["seq"] in numbers - seen]
    return _Change(new, _held(rows, _paired(new, gone)))


def _again(told: Sequence[_Told], known: Known) -> tuple[list[_Told], list[tuple[_Told, Recorded]]]:
    """The rows that are new, and those that tell a recorded event again; equal rows take the one with equal particulars."""
    recorded: dict[object, list[Recorded]] = defaultdict(list)
    for event in known.events:
        recorded[_fact(event)].append(event)
    same: dict[object, list[_Told]] = defaultdict(list)
    for one in told:
        same[_fact(vars_of(one.event))].append(one)
    new: list[_Told] = []
    again: list[tuple[_Told, Recorded]] = []
    for fact, rows in same.items():
        there = list(recorded[fact])
        waiting = []
        for one in rows:
            alike = next((e for e in there if one.event.particulars() == tuple(e[n] or "" for n in _PARTICULARS)), None)
            if alike is None:
                waiting.append(one)
            else:
                there.remove(alike)
                again.append((one, alike))
        again += zip(waiting, there)
        new += waiting[len(there) :]
    return new, again


def _states(file: str, known: Known) -> list[set[int]]:
    """The files of this name that were recorded, each as the numbers of the events that its states told and that still count."""
    added: dict[int, set[int]] = defaultdict(set)
    for event in known.events:
        if event["source_file"] == file:
            added[event["entry_seq"]].add(event["seq"])
    found: list[set[int]] = []
    for entry in sorted({*added, *known.told}):
        state = added[entry] | set(known.told.get(entry, ()))
        joined = [other for other in found if other & state]
        found = [other for other in found if not other & state] + [state.union(*joined)]
    own = {event["seq"] for event in known.events if event["source_file"] == file}
    return [state & own for state in found if state & own]


def _paired(new: Sequence[_Told], gone: Sequence[Recorded]) -> list[Recorded]:
    """Let each new row take the place of the event of its household and kind that is gone: of the same day, else of the same
    amount, else the next one; those that are left over.
    """
    left = list(gone)
    for alike in (("effective",), ("amount_yuan",), ()):
        for one in new:
            if one.instead_of is None:
                mine = vars_of(one.event)
                names = ("village", "household_id", "kind", *alike)
                event = next((e for e in left if all(e[name] == mine[name] for name in names)), None)
                if event is not None:
                    one.instead_of = event
                    left.remove(event)
    return left


def _held(rows: Rows, gone: list[Recorded]) -> list[Recorded]:
    """Nothing is withdrawn by a file of which rows are refused: one of these may tell it, wrongly written."""
    if gone and not all(rows.ok):
        rows.findings.append(Finding("WITHDRAWAL_HELD", rows.file, params={"count": len(gone)}))
        return []
    return gone


def _valid(rows: Rows, change: _Change, known: Known, values: Values) -> _Change:
    """What of the change leaves every household's timeline as it may be; the rest is found."""
    recorded: dict[Household, list[Recorded]] = defaultdict(list)
    for event in known.events:
        recorded[event["village"], event["household_id"]].append(event)
    of_household: dict[Household, _Change] = {}
    for one in change.new:
        of_household.setdefault((one.event.village, one.event.household_id), _Change([], [])).new.append(one)
    for event in change.gone:
        of_household.setdefault((event["village"], event["household_id"]), _Change([], [])).gone.append(event)
    taken = _Change([], [])
    for household, theirs in of_household.items():
        kept = _of_household(rows, household, sorted(recorded[household], key=place), theirs, known, values)
        taken.new += kept.new
        taken.gone += kept.gone
    return taken


def _of_household(
    rows: Rows, household: Household, recorded: Sequence[Recorded], change: _Change, known: Known, values: Values
) -> _Change:
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
            rows.findings.append(_on_record("DROP_BREAKS_LATER", rows, lost))
            gone.remove(lost)
        elif new:
            culprit = culprit or next((one for one in new if one.instead_of), new[0])
            rows.refuse("EVENT_BREAKS_LATER", culprit.row, _COLUMN["kind"])
            new.remove(culprit)
            if change.corrects:
                return _untouched(rows, new)
        else:
            rows.findings += [_on_record("DROP_BREAKS_LATER", rows, event) for event in gone]
            gone = []
    return _Change(new, gone)


def _untouched(rows: Rows, new: Sequence[_Told]) -> _Change:
    """A household of which a corrected row is refused stays as it was recorded."""
    for one in new:
        rows.refuse("HOUSEHOLD_NOT_CORRECTED", one.row, _COLUMN["household_id"])
    return _Change([], [])


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
    times: Counter[str] = Counter()
    for event in events:
        first = event.key()
        event = replace(event, occurrence=times[first])
        while event.key() in taken:
            event = replace(event, occurrence=event.occurrence + 1)
        times[first] = event.occurrence + 1
        taken.add(event.key())
        yield event


def _on_record(code: str, rows: Rows, event: Recorded) -> Finding:
    """A finding on an event that was recorded, where it stood in its file."""
    return Finding(code, rows.file, event["source_sheet"], event["source_cell"], event["household_id"])
