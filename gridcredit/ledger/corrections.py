"""A file that comes again: what it tells newly, what it tells otherwise, and what it tells no longer.

The n-th of equal rows in a file (village, household, kind, date, amount) is the n-th of equal events in the ledger, so the same
file, or a longer one with the same rows, adds nothing twice. A file that tells again what a file of its name told is a later
state of that file: what it tells otherwise, or no longer, is a correction. A loan is one fact a day, whatever is owed of it.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from gridcredit.findings import Finding
from gridcredit.ingest.rows import Rows
from gridcredit.ledger.entries import DETAILS, FOUND, WITHDRAWN, Event
from gridcredit.loans import LOAN, PARTICULARS
from gridcredit.schema import Column

Recorded = Mapping[str, Any]

NO_ROW = -1
_TIMELINE = ("village", "household_id", "kind", "effective", "amount_yuan")
_SAID = ("actor", "result", "note")


@dataclass(slots=True)
class Planned:
    """What a file would do: ``events`` to be added, and how many of them correct or withdraw recorded ones.

    ``known``: the numbers of the recorded events that it tells again. ``refused``: it corrects something, and may not.
    ``settled``: how many of the events say that a loan is paid off, which no row does.
    """

    events: list[Event] = field(default_factory=list)
    changed: int = 0
    withdrawn: int = 0
    known: list[int] = field(default_factory=list)
    refused: bool = False
    settled: int = 0


@dataclass(slots=True)
class Told:
    """A row as an event, and the recorded event that it would take the place of; ``NO_ROW``: none says so by itself."""

    row: int
    event: Event
    instead_of: Recorded | None = None


@dataclass(slots=True)
class Change:
    """Rows that are new or tell something otherwise, and recorded events that are told no longer."""

    new: list[Told]
    gone: list[Recorded]

    @property
    def corrects(self) -> bool:
        return bool(self.gone) or any(one.instead_of for one in self.new)


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger holds that a file may tell again: events of all dates that count, and of each entry that was recorded
    from a file of its name the numbers of the events that it ``told`` besides those that it added, by the entry's number.
    """

    events: Sequence[Recorded]
    told: Mapping[int, Sequence[int]]


class Comparison:
    """Of the ``rows`` of a file with what is ``known``; findings on a row stand at the column ``at``.

    ``differs``: the finding on a row that another file told otherwise. ``outside``: refused rows that concern no household, and
    so cannot be what is missing.
    """

    def __init__(self, rows: Rows, known: Known, at: Column, differs: str, outside: Collection[int] = ()) -> None:
        self._rows = rows
        self._known = known
        self._at = at
        self._differs = differs
        self._outside = outside

    def of(self, told: Sequence[Told], planned: Planned, replacing: bool) -> Change | None:
        """What the file tells newly or otherwise, and what it tells no longer; None where it is not clear which file it
        corrects.
        """
        new, again = self._again(told)
        planned.known = [earlier["seq"] for _one, earlier in again]
        states = self._states()
        mine = [state for state in states if state & set(planned.known)]
        if not mine and states and (told or replacing):
            if not replacing:
                self._rows.findings.append(Finding("FILE_NAME_KNOWN", self._rows.file))
            elif len(states) > 1:
                self._rows.findings.append(Finding("REPLACE_UNCLEAR", self._rows.file, params={"count": len(states)}))
                return None
            else:
                mine = states
        numbers = set().union(*mine)
        for one, earlier in again:
            if not self._is_said_of(one, earlier):
                if earlier["seq"] in numbers:
                    one.instead_of = earlier
                    new.append(one)
                elif one.row != NO_ROW:
                    self._rows.find(self._differs, one.row, self._at)
        seen = {earlier["seq"] for _one, earlier in again}
        gone = [event for event in self._known.events if event["seq"] in numbers - seen]
        return Change(new, self._held(_paired(new, gone)))

    def find(self, change: Change, changed: str, gone: str) -> None:
        """The change as findings of these codes."""
        for one in change.new:
            if one.instead_of is not None and one.row != NO_ROW:
                self._rows.find(changed, one.row, self._at)
        self._rows.findings += [on_record(gone, self._rows, event) for event in change.gone]

    def _again(self, told: Sequence[Told]) -> tuple[list[Told], list[tuple[Told, Recorded]]]:
        """The rows that are new, and those that tell a recorded event again; equal rows take the one with equal particulars."""
        recorded: dict[object, list[Recorded]] = defaultdict(list)
        for event in self._known.events:
            recorded[_fact(event)].append(event)
        same: dict[object, list[Told]] = defaultdict(list)
        for one in told:
            same[_fact(vars_of(one.event))].append(one)
        new: list[Told] = []
        again: list[tuple[Told, Recorded]] = []
        for fact, rows in same.items():
            there = list(recorded[fact])
            waiting = []
            for one in rows:
                alike = next((event for event in there if self._is_said_of(one, event)), None)
                if alike is None:
                    waiting.append(one)
                else:
                    there.remove(alike)
                    again.append((one, alike))
            again += zip(waiting, there)
            new += waiting[len(there) :]
        return new, again

    def _is_said_of(self, one: Told, earlier: Recorded) -> bool:
        """Whether the row has the particulars of the recorded event, as far as the file tells them."""
        without = untold(self._rows)
        return particulars(vars_of(one.event), without) == particulars(earlier, without)

    def _states(self) -> list[set[int]]:
        """The files of this name that were recorded, each as the numbers of the events that its states told and that still
        count.
        """
        added: dict[int, set[int]] = defaultdict(set)
        for event in self._known.events:
            if event["source_file"] == self._rows.file:
                added[event["entry_seq"]].add(event["seq"])
        found: list[set[int]] = []
        for entry in sorted({*added, *self._known.told}):
            state = added[entry] | set(self._known.told.get(entry, ()))
            joined = [other for other in found if other & state]
            found = [other for other in found if not other & state] + [state.union(*joined)]
        own = {event["seq"] for event in self._known.events if event["source_file"] == self._rows.file}
        return [state & own for state in found if state & own]

    def _held(self, gone: list[Recorded]) -> list[Recorded]:
        """Nothing is withdrawn by a file of which rows are refused: one of these may tell it, wrongly written."""
        harmless = self._rows.totals.union(self._outside)
        if gone and not all(ok or row in harmless for row, ok in enumerate(self._rows.ok)):
            self._rows.findings.append(Finding("WITHDRAWAL_HELD", self._rows.file, params={"count": len(gone)}))
            return []
        return gone


def events_of(change: Change, rows: Rows, sha256: str, keys: frozenset[str]) -> list[Event]:
    """What is to be recorded of a change; ``keys``: those that are taken."""
    withdrawals = [_withdrawal(event, rows, sha256) for event in change.gone]
    corrected = [_in_place(one, rows) for one in change.new]
    return list(_counted([*withdrawals, *corrected], keys))


def untold(rows: Rows) -> frozenset[str]:
    """The particulars of inspections and visits that a file has no column for, and so tells nothing about."""
    return frozenset((*DETAILS, *FOUND)).difference(rows.header.columns)


def _in_place(one: Told, rows: Rows) -> Event:
    """The event of a row, in the place of the one that it corrects; of that stays what the file tells nothing about."""
    if one.instead_of is None:
        return replace(one.event, corrects=None)
    earlier, without = one.instead_of["detail"], untold(rows)
    kept = {name: earlier[name] for name in DETAILS if name in without and name in earlier}
    detail = {**one.event.detail, **kept}
    told: Any = one.event.detail.get("facts", {})
    if facts := {name: said for name, said in earlier.get("facts", {}).items() if name in without} | told:
        detail["facts"] = facts
    return replace(one.event, corrects=one.instead_of["seq"], detail=detail)


def vars_of(event: Event) -> dict[str, Any]:
    """An event that is told as one that is recorded, but for what recording adds."""
    return {name: getattr(event, name) for name in (*_TIMELINE, *_SAID, "detail")}


def particulars(event: Recorded, without: Collection[str] = ()) -> tuple[object, ...]:
    """What a fact may tell otherwise and still be the same, but for what ``without`` names."""
    said, detail = tuple(event[name] or "" for name in _SAID), event["detail"]
    if event["kind"] == LOAN:
        return (*said, event["amount_yuan"], *(detail.get(name) for name in PARTICULARS))
    found = detail.get("facts") or {}
    details = (detail.get(name) for name in DETAILS if name not in without)
    return (*said, *details, *(found.get(name) for name in FOUND if name not in without))


def on_record(code: str, rows: Rows, event: Recorded) -> Finding:
    """A finding on an event that was recorded, where it stood in its file."""
    return Finding(code, rows.file, event["source_sheet"], event["source_cell"], event["household_id"])


def _fact(event: Recorded) -> tuple[object, ...]:
    *same, amount = (event[name] for name in _TIMELINE)
    return (*same, event["detail"].get("loan") if event["kind"] == LOAN else amount)


def _paired(new: Sequence[Told], gone: Sequence[Recorded]) -> list[Recorded]:
    """Let each new row take the place of the event of its household and kind that is gone: of the same day, else of the same
    amount, else the next one; those that are left over. Loans are told apart by their numbers, and never paired.
    """
    left = list(gone)
    for alike in (("effective",), ("amount_yuan",), ()):
        for one in new:
            if one.instead_of is None and one.event.kind != LOAN:
                mine = vars_of(one.event)
                names = ("village", "household_id", "kind", *alike)
                event = next((e for e in left if all(e[name] == mine[name] for name in names)), None)
                if event is not None:
                    one.instead_of = event
                    left.remove(event)
    return left


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
