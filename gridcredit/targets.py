"""Targets of villages against what has been reached: plan, gap, and where the present pace leads."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from gridcredit.rules.pace import Pace, Projection, needed_tenths, pace_of, planned, projected, working_days

BASIS_POINTS = 10_000
"""Shares are whole numbers of these."""


@dataclass(frozen=True, slots=True)
class Target:
    """Of a village on ``due``: a ``share`` of the roster in basis points, or ``households``; ``start``: the day from which its
    planned line is drawn, None: from the village's first assessment.
    """

    village: str
    due: date
    share: int | None = None
    households: int | None = None
    start: date | None = None


@dataclass(frozen=True, slots=True)
class Reached:
    """Of a village that was ever assessed: its roster now, the day of its first run, and the households with a valid line on
    the days of ``pace.looked_back``.
    """

    roster: int
    first: date
    counts: Sequence[int]


@dataclass(frozen=True, slots=True)
class Progress:
    """A target and what has become of it; None where it cannot be known, such as of a village that was never assessed.

    ``wanted``: the target in households; ``planned`` on the day of the report; ``gap``: what is left; ``days_left``: working days;
    ``needed_tenths``: tenths of a household a working day that it takes.
    """

    target: Target
    wanted: int | None
    roster: int
    credited: int
    planned: int | None
    gap: int | None
    days_left: int
    pace: Pace
    projection: Projection | None
    needed_tenths: int | None

    @property
    def behind(self) -> bool:
        """Less than was planned for the day."""
        return self.planned is not None and self.credited < self.planned


def progress_of(
    targets: Sequence[Target],
    reached: Mapping[str, Reached],
    looked_back: Sequence[date],
    as_of: date,
    is_workday: Callable[[date], bool],
) -> list[Progress]:
    """A row a target, in their order. ``looked_back``: the days of ``Reached.counts``."""
    weeks = [working_days(after, until, is_workday) for after, until in pairwise(looked_back)]
    return [_progress(target, reached.get(target.village), weeks, as_of, is_workday) for target in targets]


def _progress(
    target: Target, reached: Reached | None, weeks: Sequence[int], as_of: date, is_workday: Callable[[date], bool]
) -> Progress:
    days_left = working_days(as_of, target.due, is_workday)
    if reached is None:
        gap = target.households
        needed = needed_tenths(gap, days_left) if gap is not None else None
        return Progress(target, gap, 0, 0, None, gap, days_left, pace_of([0], []), None, needed)
    wanted = target.households
    if wanted is None:
        assert target.share is not None
        wanted = -(-reached.roster * target.share // BASIS_POINTS)
    credited, pace = reached.counts[-1], pace_of(reached.counts, weeks)
    start = min(target.start or reached.first, target.due)
    worked, in_all = (working_days(start, until, is_workday) for until in (min(as_of, target.due), target.due))
    return Progress(
        target,
        wanted,
        reached.roster,
        credited,
        planned(0, wanted, worked, in_all) if as_of >= start else 0,
        max(0, wanted - credited),
        days_left,
        pace,
        projected(credited, reached.roster, pace, days_left),
        needed_tenths(wanted - credited, days_left),
    )


def next_of(targets: Sequence[Target], as_of: date) -> dict[str, Target]:
    """By village the target that is due next, or was due last where none is left."""
    found: dict[str, Target] = {}
    for target in sorted(targets, key=lambda one: one.due):
        before = found.get(target.village)
        if before is None or before.due < as_of:
            found[target.village] = target
    return found
