"""What another policy would do: villages decided once more, household by household beside what was decided.

Nothing of this is recorded. A village keeps its day, so that what differs is the policy's doing: the values that would
be in force then are those of the policies as they are given, whatever their own dates.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from gridcredit.changes import END, HOLD, LOWER, NEW, RAISE, kind_of
from gridcredit.decisions import Tables, decide
from gridcredit.policy import Policy
from gridcredit.rules.denominators import in_net_roster
from gridcredit.schema import STATUSES, Columns, height

KINDS = (RAISE, LOWER, NEW, END)
POLICY_UNKNOWN, INCOMPLETE, DIFFERS = "policy_unknown", "incomplete", "differs"
"""Cautions: the ledger does not keep the run's policy; nor all that it was decided on; its own policy now leads elsewhere."""


@dataclass(frozen=True, slots=True)
class Village:
    """A village's run: the tables that it was decided on, and what was decided.

    ``policy``: the one to compare with, None where the recorded decisions stand for it.
    """

    village: str
    run: str
    day: date
    policy_sha256: str
    policy: Policy | None
    tables: Tables
    recorded: Columns
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Tally:
    """Households by status and the sum of lines in yuan; ``net_roster`` by the policy's own denominators."""

    by_status: Mapping[str, int]
    line_yuan: int
    credited: int
    net_credited: int
    net_roster: int

    @property
    def households(self) -> int:
        return sum(self.by_status.values())

    @property
    def roster(self) -> int:
        return self.households - self.by_status["excluded"]

    @property
    def review_queue(self) -> int:
        """Households that wait for collective review."""
        return self.by_status["referred"]

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            {status: self.by_status[status] + other.by_status[status] for status in STATUSES},
            self.line_yuan + other.line_yuan,
            self.credited + other.credited,
            self.net_credited + other.net_credited,
            self.net_roster + other.net_roster,
        )


NOTHING = Tally(dict.fromkeys(STATUSES, 0), 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Moved:
    """A household whose status or line is another; lines in whole yuan, 0 for none. ``kind``: one of ``KINDS``, or ''
    where there is no line before and after, or the same.
    """

    village: str
    household_id: str
    kind: str
    status: tuple[str, str]
    line_yuan: tuple[int, int]
    suggested_yuan: tuple[int, int]
    basis: tuple[str, str]
    reason_codes: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A village, or all of them, before and after: ``matrix`` counts households by their two statuses."""

    before: Tally
    after: Tally
    matrix: Mapping[tuple[str, str], int]
    moved: tuple[Moved, ...]

    def by_kind(self) -> dict[str, tuple[int, int]]:
        """Households by kind of change of their line, and by how many yuan the lines change together."""
        found = dict.fromkeys(KINDS, (0, 0))
        for one in self.moved:
            if one.kind:
                count, yuan = found[one.kind]
                found[one.kind] = count + 1, yuan + one.line_yuan[1] - one.line_yuan[0]
        return found


@dataclass(frozen=True, slots=True)
class Simulated:
    """``before``: the decisions compared with, by ``baseline``; ``cautions``: codes and, for ``DIFFERS``, how many households."""

    of: Village
    baseline: Policy
    before: Columns
    outcome: Outcome
    cautions: tuple[tuple[str, int], ...]


def simulate(villages: Sequence[Village], candidate: Policy, baseline: Policy | None = None) -> Iterator[Simulated]:
    """Each village under the values of ``candidate``, beside those of ``baseline`` (None: its run's own policy)."""
    for village in villages:
        policy = baseline or village.policy
        before = _decided(village, policy) if policy else village.recorded
        old = policy or candidate
        outcome = compare(village, before, _decided(village, candidate), old, candidate)
        cautions = tuple(_cautions(village, before if baseline is None else None))
        yield Simulated(village, old, before, outcome, cautions)


def outcome_of(simulated: Sequence[Simulated], candidate: Policy) -> Outcome:
    """All villages under one more policy, beside the same decisions as before."""
    return total(
        [compare(one.of, one.before, _decided(one.of, candidate), one.baseline, candidate) for one in simulated]
    )


def compare(village: Village, before: Columns, after: Columns, old: Policy, new: Policy) -> Outcome:
    """``before`` and ``after``: decisions (``schema.DECISIONS``), the same households in the same order."""
    moved = tuple(_moved(village, before, after))
    return Outcome(
        _tally(village.tables.households, before, old),
        _tally(village.tables.households, after, new),
        Counter(zip(before["status"], after["status"])),
        moved,
    )


def total(outcomes: Sequence[Outcome]) -> Outcome:
    """Of several villages: sums of households and yuan."""
    matrix: Counter[tuple[str, str]] = Counter()
    for outcome in outcomes:
        matrix.update(outcome.matrix)
    return Outcome(
        sum((outcome.before for outcome in outcomes), NOTHING),
        sum((outcome.after for outcome in outcomes), NOTHING),
        matrix,
        tuple(one for outcome in outcomes for one in outcome.moved),
    )


def pinned(policy: Policy, day: date) -> Policy:
    """The values in force on the policy's own day, as if they had been so on ``day``."""
    return Policy(
        day,
        tuple(replace(parameter, layers=((replace(value, since=date.min),),)) for parameter, value in policy.rows()),
    )


def _decided(village: Village, policy: Policy) -> Columns:
    return decide(*village.tables, pinned(policy, village.day))


def _tally(households: Columns, decided: Columns, policy: Policy) -> Tally:
    net = in_net_roster(households, policy.values("denominators")).tolist()
    on_roster = [status != "excluded" for status in decided["status"]]
    lines = decided["credit_line_yuan"]
    counts = Counter(decided["status"])
    return Tally(
        {status: counts[status] for status in STATUSES},
        sum(lines),
        sum(line > 0 for line in lines),
        sum(line > 0 and kept for line, kept in zip(lines, net)),
        sum(on and kept for on, kept in zip(on_roster, net)),
    )


def _moved(village: Village, before: Columns, after: Columns) -> Iterator[Moved]:
    names = ("status", "credit_line_yuan", "suggested_line_yuan", "basis", "reason_codes")
    for row in range(height(village.tables.households)):
        status, line, suggested, basis, reasons = ((before[name][row], after[name][row]) for name in names)
        if status[0] != status[1] or line[0] != line[1]:
            kind = kind_of(*line)
            key = village.tables.households["household_id"][row]
            known = "" if kind in (None, HOLD) else str(kind)
            yield Moved(village.village, key, known, status, line, suggested, basis, reasons)


def _cautions(village: Village, before: Columns | None) -> Iterator[tuple[str, int]]:
    if not village.complete:
        yield INCOMPLETE, 0
    if before is None:
        return
    if village.policy is None:
        yield POLICY_UNKNOWN, 0
        return
    names = ("status", "credit_line_yuan")
    pairs = zip(*(zip(before[name], village.recorded[name]) for name in names))
    if count := sum(any(now != then for now, then in pair) for pair in pairs):
        yield DIFFERS, count
