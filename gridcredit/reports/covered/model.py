"""What the coverage report is made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import pandas as pd

from gridcredit.coverage import NamedRow, Restated
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
    """The figures of an earlier day: ``kind`` ``week``, ``month`` or ``asked``; ``rows``, ``total``: of ``coverage.coverage`` in the
    report's grouping; ``closed``: they are those of a closed month.
    """

    kind: str
    day: date
    rows: Sequence[NamedRow]
    total: Mapping[str, int]
    closed: bool


class Point(NamedTuple):
    """The totals of ``coverage`` on a day of the trend."""

    day: date
    total: Mapping[str, int]
    closed: bool


@dataclass(frozen=True, slots=True)
class Report:
    """``households``: ``coverage.standing``; ``rows``, ``total``: of ``coverage.coverage``; of a month that is closed, its frozen
    figures, and ``restated`` where they are others by what is known now. ``parts``, ``denominators``, ``breaks``, ``lines``,
    ``off_roster``, ``loans``: as ``coverage`` makes them; no ``parts`` where these would be too many to read. ``waiting``:
    ``waiting.waiting`` by what it is grouped by. ``progress``: towards the targets that are due next. ``head``: how many entries
    of the ledger it rests on, and the digest of the last of them.
    """

    as_of: date
    by: str
    policy: Policy
    households: pd.DataFrame
    rows: Sequence[NamedRow]
    total: Mapping[str, int]
    parts: Mapping[str, Sequence[NamedRow]]
    denominators: pd.DataFrame
    breaks: pd.DataFrame
    waiting: Mapping[str, pd.DataFrame]
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
