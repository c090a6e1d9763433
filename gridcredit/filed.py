"""The quality of household files (建档): what they lack, how old they are, where collecting them stood still, what was waived."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from gridcredit.coverage import group_names
from gridcredit.policy import Values
from gridcredit.rules.freshness import Gap, is_gap, is_stale, longest_gap


@dataclass(frozen=True, slots=True)
class Lacking:
    """A field that files must have: how many lack it, in all and among the credited, and in how many it alone is lacking."""

    field: str
    files: int
    of_credited: int
    alone: int


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a village: ``undated`` tell no day of their collecting; ``waived``: members of whom less was asked, None in
    runs of earlier versions; ``gap``: the longest time without collecting, ``has_gap`` if the policy calls it one; ``worst``: the
    field that most files lack, and how many.
    """

    village: str
    roster: int
    complete: int
    stale: int
    undated: int
    oldest: date | None
    newest: date | None
    gap: Gap | None
    has_gap: bool
    waived: int | None
    worst: tuple[str, int] | None


def lacking(households: pd.DataFrame) -> list[Lacking]:
    """``households``: ``coverage.standing``. The field that most files lack comes first."""
    files: Counter[str] = Counter()
    credited: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    for (fields, is_credited), count in Counter(zip(households["missing_fields"], households["credited"])).items():
        names = fields.split(";") if fields else []
        for name in names:
            files[name] += count
            credited[name] += count * int(is_credited)
        if len(names) == 1:
            alone[names[0]] += count
    return [Lacking(name, count, credited[name], alone[name]) for name, count in _most(files)]


def lacking_by(households: pd.DataFrame, by: str) -> dict[str, Counter[str]]:
    """How many files lack a field, by the row of the report that they count in."""
    found: dict[str, Counter[str]] = {}
    names: Sequence[str] = group_names(households, by).tolist()
    for (name, fields), count in Counter(zip(names, households["missing_fields"])).items():
        of_name = found.setdefault(name, Counter())
        for field in fields.split(";") if fields else []:
            of_name[field] += count
    return found


def files_of(
    households: pd.DataFrame, runs: Sequence[Mapping[str, Any]], as_of: date, values: Values
) -> Iterator[Files]:
    """A row a village on the roster. ``runs``: all runs by ``as_of``, of each village the oldest first; the ages are of the last
    one's files, gaps of all of them.
    """
    by_village: dict[str, list[dict[str, Any]]] = {}
    for run in runs:
        by_village.setdefault(run["village"], []).append(run["detail"].get("files") or {})
    fields = lacking_by(households, "village")
    sums = households.groupby("village", sort=False)[["roster", "filed"]].sum()
    for village, roster, filed in sums.itertuples():
        told = by_village[village]
        last: Mapping[str, int] = told[-1].get("collected", {})
        dated = {date.fromisoformat(day): count for day, count in last.items() if day}
        collected = {date.fromisoformat(day) for one in told for day in one.get("collected", {}) if day}
        gap = longest_gap(collected, as_of)
        worst = _most(fields.get(village, Counter()))[:1]
        yield Files(
            village,
            int(roster),
            int(filed),
            sum(count for day, count in dated.items() if is_stale(day, as_of, values)),
            int(roster) - sum(dated.values()),
            min(dated, default=None),
            max(dated, default=None),
            gap,
            gap is not None and is_gap(gap, values),
            told[-1].get("waived"),
            worst[0] if worst else None,
        )


def _most(counts: Counter[str]) -> list[tuple[str, int]]:
    """The greatest counts first, equal ones by name, so that the order is the same each time."""
    return sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
