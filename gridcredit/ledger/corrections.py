"""A file that comes again: what it tells newly, what it tells otherwise, and what it tells no longer.

The n-th of equal rows in a file (village, household, kind, date, amount) is the n-th of equal events in the ledger, so the same
file, or a longer one with the same rows, adds nothing twice. A file that tells again what a file of its name told is a later
state of that file: what it tells otherwise, or no longer, is a correction. A loan is one fact a day, whatever is owed of it.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from gridcredit.findings import Finding
from gridcredit.ingest.rows import Rows
from gridcredit.ledger.entries import WITHDRAWN, Event
from gridcredit.ledger.particulars import Recorded, Sayings, in_place, vars_of
from gridcredit.loans import LOAN
from gridcredit.schema import Column

NO_ROW = -1
_TIMELINE = ("village", "household_id", "kind", "effective", "amount_yuan")


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
    """A row as an event, and the recorded event that it would take the place of; ``NO_ROW``: none says so by itself.

    ``adds``: it contradicts nothing of that event, and says more.
    """

    row: int
    event: Event
    instead_of: Recorded | None = None
    adds: bool = False


@dataclass(slots=True)
class Change:
    """Rows that are new or tell something otherwise, and recorded events that are told no longer."""

    new: list[Told]
    gone: list[Recorded]

    @property
    def corrects(self) -> bool:
        return bool(self.gone) or any(one.instead_of and not one.adds for one in self.new)


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
    so cannot be what is missing. ``form``: a list that came back, of which nothing may be lost: a row that says more of an event
    than another file did completes it, and one that contradicts it is refused.
    """

    def __init__(
        self,
        rows: Rows,
        known: Known,
        at: Column,
        differs: str,
        outside: Collection[int] = (),
        form: bool = False,
    ) -> None:
        self._rows = rows
        self._known = known
        self._at = at
        self._differs = differs
        self._outside = outside
        self._form = form
        self._sayings = Sayings(rows, form)

    def of(self, told: Sequence[Told], planned: Planned, replacing: bool) -> Change | None:
        """What the file tells newly or otherwise, and what it tells no longer; None where it is not clear which file it
        corrects.
        """
        new, again = self._again(told)
        planned.known = [earlier["seq"] for _one, earlier in again]
        states = self._states()
        mine = [state for state in states if state & set(planned.known)]
        moved = [event for state in states for event in self._moved(new, state, again)]
        if not mine and moved:
            mine = [state for state in states if any(event["seq"] in state for event in moved)]
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
            if self._is_said_of(one, earlier):
                continue
            if earlier["seq"] in numbers or self._completes(one, earlier):
                one.instead_of = earlier
                new.append(one)
            else:
                self._doubt(one, earlier)
        planned.known = [earlier["seq"] for one, earlier in again if one.row == NO_ROW or self._rows.ok[one.row]]
        seen = {earlier["seq"] for _one, earlier in again}
        gone = [event for event in self._known.events if event["seq"] in numbers - seen]
        gone = _paired(new, gone)
        _paired(new, [event for event in moved if event["seq"] not in numbers])
        return Change(new, self._held(gone))

    def all_told(self, told: Sequence[Told]) -> bool:
        """Whether every row is on record: as it is where a file of this name told it, else with no less than it says."""
        new, again = self._again(told)
        return not new and all(
            self._is_said_of(one, earlier)
            or (earlier["source_file"] != self._rows.file and self._sayings.adds_nothing(vars_of(one.event), earlier))
            for one, earlier in again
        )

    def find(self, change: Change, changed: str, gone: str, completed: str = "") -> None:
        """The change as findings of these codes."""
        for one in change.new:
            code = completed if one.adds else changed
            if one.instead_of is not None and one.row != NO_ROW and code:
                self._rows.find(code, one.row, self._at)
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
            there, waiting = list(recorded[fact]), rows
            for fits in (self._is_said_of, self._may_be) if self._form else (self._is_said_of,):
                left = []
                for one in waiting:
                    alike = next((event for event in there if fits(one, event)), None)
                    if alike is None:
                        left.append(one)
                    else:
                        there.remove(alike)
                        again.append((one, alike))
                waiting = left
            again += zip(waiting, there)
            new += waiting[len(there) :]
        return new, again

    def _may_be(self, one: Told, earlier: Recorded) -> bool:
        return self._sayings.agrees(vars_of(one.event), earlier)

    def _is_said_of(self, one: Told, earlier: Recorded) -> bool:
        return self._sayings.same(vars_of(one.event), earlier)

    def _completes(self, one: Told, earlier: Recorded) -> bool:
        told = vars_of(one.event)
        one.adds = self._form and self._sayings.agrees(told, earlier) and not self._sayings.adds_nothing(told, earlier)
        return one.adds

    def _doubt(self, one: Told, earlier: Recorded) -> None:
        """A row that another file told otherwise; one that says less of an event than that is as good as told."""
        if one.row == NO_ROW:
            return
        if one.event.kind != LOAN and self._sayings.adds_nothing(vars_of(one.event), earlier):
            return
        if self._form:
            self._rows.refuse(self._differs, one.row, self._at)
        else:
            self._rows.find(self._differs, one.row, self._at)

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

    def _moved(self, new: Sequence[Told], state: set[int], again: Sequence[tuple[Told, Recorded]]) -> list[Recorded]:
        """Of a recorded state of a list that came back, what it tells no longer, or at another date: that is no second event."""
        if not self._form:
            return []
        left = state - {earlier["seq"] for _one, earlier in again}
        names = ("village", "household_id", "kind")
        mine = {tuple(getattr(one.event, name) for name in names) for one in new}
        return [e for e in self._known.events if e["seq"] in left and tuple(e[name] for name in names) in mine]

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


def _in_place(one: Told, rows: Rows) -> Event:
    if one.instead_of is None:
        return replace(one.event, corrects=None)
    return in_place(one.event, one.instead_of, rows, one.adds)


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
