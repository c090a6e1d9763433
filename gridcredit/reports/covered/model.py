"""What the coverage report is made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

import pandas as pd

from gridcredit.coverage import Restated, named_rows, total
from gridcredit.filed import Files, Lacking
from gridcredit.grading import Graded, Township
from gridcredit.i18n import N_
from gridcredit.ledger.lines import Late
from gridcredit.policy import Policy
from gridcredit.targets import Progress

BY_NAMES: Mapping[str, str] = {
    "village": N_("Village"),
    "group": N_("Group"),
    "grid": N_("Grid"),
    "branch": N_("Branch"),
    "officer": N_("Officer"),
    "batch": N_("Batch"),
    "township": N_("Township"),
}


class Since(NamedTuple):
    """The figures of an earlier day: ``kind`` ``week``, ``month`` or ``asked``; ``table``: ``coverage.coverage`` in the report's
    grouping; ``closed``: they are those of a closed month.
    """

    kind: str
    day: date
    table: pd.DataFrame
    closed: bool


class Point(NamedTuple):
    """The totals of ``coverage`` on a day of the trend."""

    day: date
    total: Mapping[str, int]
    closed: bool


@dataclass(frozen=True, slots=True)
class Report:
    """``households``: ``coverage.standing``; ``table``, ``parts``, ``denominators``, ``breaks``, ``lines``, ``off_roster``, ``loans``:
    as ``coverage`` makes them; of a month that is closed, its frozen figures, and ``restated`` where they are others by what is
    known now. ``head``: how many entries of the ledger it rests on, and the digest of the last of them. ``progress``: towards
    the targets that are due next.
    """

    as_of: date
    by: str
    policy: Policy
    households: pd.DataFrame
    table: pd.DataFrame
    parts: pd.DataFrame
    denominators: pd.DataFrame
    breaks: pd.DataFrame
    lines: Mapping[str, Mapping[str, int]]
    off_roster: Mapping[str, int]
    loans: pd.DataFrame
    late: Sequence[Late]
    lacking: Sequence[Lacking]
    files: Sequence[Files]
    grades: Sequence[Graded]
    townships: Sequence[Township]
    since: Sequence[Since]
    trend: Sequence[Point]
    progress: Sequence[Progress]
    closing: Mapping[str, Any] | None
    restated: Sequence[Restated]
    head: tuple[int, str]
    rows: Sequence[tuple[str, Mapping[str, int]]] = field(default=(), init=False)
    total: Mapping[str, int] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "rows", named_rows(self.table))
        object.__setattr__(self, "total", total(self.table))
