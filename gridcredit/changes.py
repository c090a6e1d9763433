"""A village assessed again: each household's line raised, held, lowered, ended or new, beside what it was and why.

The decisions do not look at the earlier ones; this compares them afterwards.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from gridcredit.policy import Values
from gridcredit.rules.validity import CANCELLED, State, frozen_and_cancelled, recorded_term, state_of
from gridcredit.schema import Columns, rows_of

KINDS = RAISE, HOLD, LOWER, END, NEW = ("raise", "hold", "lower", "end", "new")


@dataclass(frozen=True, slots=True)
class Before:
    """A household as the earlier run left it, and what its line is on the day of the new decisions."""

    household_id: str
    group: str | None
    head: str | None
    status: str
    line_yuan: int
    basis: str
    reason_codes: str
    state: State

    @property
    def standing_yuan(self) -> int:
        """The line that the new one is compared with. A cancelled one is gone; an expired one waits to be renewed."""
        return 0 if self.state.code == CANCELLED else self.line_yuan


@dataclass(frozen=True, slots=True)
class Change:
    """``kind``: one of ``KINDS``. ``before`` None: not on the earlier roster; ``status`` '': no longer on the roster.
    ``held_yuan``: what of the line may be used while the household is in arrears, where that is less.
    """

    kind: str
    household_id: str
    group: str | None
    head: str | None
    before: Before | None
    line_yuan: int
    status: str = ""
    basis: str = ""
    reason_codes: str = ""
    held_yuan: int | None = None

    @property
    def from_yuan(self) -> int:
        return self.before.standing_yuan if self.before else 0


@dataclass(frozen=True, slots=True)
class Changes:
    """What is different since the run ``run`` of ``decided_on``; ``without``: households with no line then and now."""

    run: str
    decided_on: date
    other_inputs: bool
    other_policy: bool
    rows: tuple[Change, ...]
    without: int

    def tally(self) -> dict[str, int]:
        """Households by kind."""
        counts = Counter(row.kind for row in self.rows)
        return {kind: counts[kind] for kind in KINDS}


def changes_since(
    earlier: Mapping[str, Any],
    decided: Columns,
    day: date,
    input_sha256: str,
    policy_sha256: str,
    values: Values,
    held: Mapping[str, int],
) -> Changes:
    """``earlier``: a run as ``ledger.store.Ledger.earlier`` gives it; ``decided``: households with their decisions of
    ``day``, the columns of ``schema.HOUSEHOLDS`` and ``DECISIONS``; ``values``: those of the rule ``validity``; ``held``: what
    may be used of new lines that arrears hold, by household.
    """
    before = list(_before(earlier, day, values))
    rows = tuple(
        replace(row, held_yuan=held[row.household_id]) if row.household_id in held else row
        for row in compare(before, decided)
    )
    known = {one.household_id for one in before} | set(decided["household_id"])
    return Changes(
        earlier["run"],
        earlier["effective"],
        earlier["input_sha256"] != input_sha256,
        earlier["policy_sha256"] != policy_sha256,
        rows,
        len(known) - len(rows),
    )


def compare(before: Sequence[Before], decided: Columns) -> Iterator[Change]:
    """The changes in the order of ``decided``, then those of households that are no longer on the roster."""
    known = {one.household_id: one for one in before}
    names = ("household_id", "group", "head", "credit_line_yuan", "status", "basis", "reason_codes")
    for key, group, head, line, *why in rows_of(decided, names):
        old = known.pop(key, None)
        if kind := kind_of(old.standing_yuan if old else 0, line):
            yield Change(kind, key, group, head, old, line, *why)
    for key, old in known.items():
        if kind := kind_of(old.standing_yuan, 0):
            yield Change(kind, key, old.group, old.head, old, 0)


def kind_of(before_yuan: int, now_yuan: int) -> str | None:
    """One of ``KINDS``; None where there is no line before and none now."""
    if not before_yuan:
        return NEW if now_yuan else None
    if not now_yuan:
        return END
    return RAISE if now_yuan > before_yuan else LOWER if now_yuan < before_yuan else HOLD


def _before(earlier: Mapping[str, Any], day: date, values: Values) -> Iterator[Before]:
    events: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for event in earlier["events"]:
        events[event["household_id"]].append(event)
    for row in earlier["households"]:
        key, line = row["household_id"], row["line_yuan"]
        term = recorded_term(earlier["effective"], row.get("valid_until"), row.get("review_on"), values)
        state = state_of(line, term, day, *frozen_and_cancelled(events.get(key, ())))
        status, basis, codes = (row.get(name) or "" for name in ("status", "basis", "reason_codes"))
        yield Before(key, row.get("group"), row.get("head"), status, line, basis, codes, state)
