"""What is shared, and what comes of it, as plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

Household = tuple[str, str]
"""Village and household number."""
Promise = tuple[str, date]
"""An officer's name and a day."""
Priority = tuple[bool, bool, date]
NOBODY, NO_DAY, ON_LEAVE, FULL = "nobody", "no_day", "on_leave", "full"
"""Why a household cannot be seen: nobody serves its village; no working day is left for it; all who serve it are on leave on
those days; all their days are full.
"""


@dataclass(frozen=True, slots=True)
class Task:
    """A household to be seen from ``opens`` to ``due``; once ``overdue``, within some days of the plan's. ``inspected``: after its
    loan, not only visited. ``collector``: who collected its file.
    """

    village: str
    household_id: str
    group: str
    address: str
    branch: str | None
    opens: date
    due: date
    overdue: bool = False
    inspected: bool = False
    collector: str | None = None

    @property
    def household(self) -> Household:
        return self.village, self.household_id

    @property
    def unit(self) -> tuple[str, str]:
        """What one walk takes in: a group of a village."""
        return self.village, self.group

    @property
    def priority(self) -> Priority:
        """What comes first where not all can be seen is the least: inspections, then what is overdue, then what is due earlier."""
        return not self.inspected, not self.overdue, self.due


@dataclass(frozen=True, slots=True)
class Stop:
    """The household that an officer sees on a day as number ``place``, from 1, of the walk."""

    officer: str
    day: date
    place: int
    task: Task


@dataclass(frozen=True, slots=True)
class Left:
    """A household that nobody can see in time, and why: ``NOBODY``, ``NO_DAY``, ``ON_LEAVE``, ``FULL``."""

    task: Task
    why: str


@dataclass(frozen=True, slots=True)
class Shared:
    """``stops`` by officer, day and place; ``left`` by priority; ``loads``: each officer's households on each of the ``days``, None on
    those of leave. ``kept``: how many stops are earlier promises; ``late``: the households that are overdue and seen later than they
    should be, since all days before are full.
    """

    stops: Sequence[Stop]
    left: Sequence[Left]
    days: Sequence[date]
    loads: Mapping[str, Sequence[int | None]]
    kept: int
    late: frozenset[Household]
