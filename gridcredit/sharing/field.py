"""The days on which officers can work, and who can see which household on which of them."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from gridcredit.policy import Values
from gridcredit.rules import sharing as rule
from gridcredit.sharing.model import FULL, NO_DAY, NOBODY, ON_LEAVE, Task
from gridcredit.sharing.tour import Unit
from gridcredit.staff import Officer, same
from gridcredit.workdays import ONE_DAY, Calendar

Span = tuple[int, int]
"""Working days by their position: from the first to before the second."""


@dataclass(slots=True)
class Worker:
    """An officer with the days of the plan: ``most`` he can see on each, 0 when on leave; ``seen``: how many have that day already.
    ``units``: where he goes on each. ``level``: what a day may hold so that all who share the work have alike.
    """

    officer: Officer
    most: list[int]
    seen: list[int]
    units: dict[int, set[Unit]] = field(default_factory=dict)
    level: int | None = None

    def room(self, day: int, level: int | None = None) -> int:
        """How many more on a day, up to ``level`` in all."""
        most = self.most[day] if level is None else min(level, self.most[day])
        return max(0, most - self.seen[day])

    def works(self, span: Span) -> bool:
        return any(self.most[span[0] : span[1]])

    def take(self, day: int, unit: Unit) -> None:
        self.seen[day] += 1
        self.units.setdefault(day, set()).add(unit)


class Field:
    """Who can go where and when. ``officers`` None: those who collected the files, each for the households that are his."""

    def __init__(
        self,
        tasks: Sequence[Task],
        officers: Sequence[Officer] | None,
        calendar: Calendar,
        as_of: date,
        until: date,
        values: Values,
    ) -> None:
        self.as_of = as_of
        self.by_collector = officers is None
        soon = values.number("overdue_within_days")
        last = max([until, *(task.due for task in tasks if not task.overdue)])
        self.days = _working_days(calendar, as_of, last, soon)
        self.overdue = 0, min(soon, len(self.days))
        """When what is overdue is seen."""
        chosen = _collectors(tasks) if officers is None else officers
        self.workers = [self._worker(officer, values) for officer in chosen]
        self._serving: dict[tuple[str, str | None], tuple[int, ...]] = {}
        self._able: dict[tuple[tuple[int, ...], Span], tuple[int, ...]] = {}
        self._named = {same(worker.officer.name): number for number, worker in enumerate(self.workers)}

    def _worker(self, officer: Officer, values: Values) -> Worker:
        most = rule.per_day(officer.per_day, values)
        return Worker(officer, [0 if officer.is_on_leave(day) else most for day in self.days], [0] * len(self.days))

    def span(self, task: Task) -> Span:
        """The days on which a household may be seen, perhaps none."""
        first = bisect_left(self.days, max(task.opens, self.as_of))
        if task.overdue:
            return max(first, self.overdue[0]), max(first, self.overdue[1])
        return first, max(first, bisect_right(self.days, task.due))

    def serving(self, task: Task) -> tuple[int, ...]:
        """The numbers of the workers who serve a household, whenever they work."""
        place = task.village, task.branch
        if place not in self._serving:
            self._serving[place] = tuple(
                number for number, worker in enumerate(self.workers) if worker.officer.serves(*place)
            )
        if self.by_collector and task.collector is not None:
            return (self._named[same(task.collector)],)
        return self._serving[place]

    def able(self, task: Task) -> tuple[int, ...]:
        """The numbers of those who serve it and work on a day on which it may be seen."""
        asked = self.serving(task), self.span(task)
        if asked not in self._able:
            self._able[asked] = tuple(number for number in asked[0] if self.workers[number].works(asked[1]))
        return self._able[asked]

    def number_of(self, name: str) -> int | None:
        return self._named.get(same(name))

    def position(self, day: date) -> int | None:
        """Of a working day of the plan."""
        found = bisect_left(self.days, day)
        return found if found < len(self.days) and self.days[found] == day else None

    def why_not(self, task: Task) -> str:
        first, after = self.span(task)
        if not self.serving(task):
            return NOBODY
        if first == after:
            return NO_DAY
        return FULL if self.able(task) else ON_LEAVE


def _working_days(calendar: Calendar, first: date, last: date, at_least: int) -> list[date]:
    """From ``first`` to ``last``, and on until there are ``at_least`` so many; not into a year that is not known, as long as there is
    any. Raises ``CalendarUnknown``.
    """
    found: list[date] = []
    day = first
    while day <= last or len(found) < at_least:
        if found and not calendar.is_known(day.year):
            break
        if calendar.is_workday(day):
            found.append(day)
        day += ONE_DAY
    return found


def _collectors(tasks: Sequence[Task]) -> list[Officer]:
    """An officer for each who collected files, with the villages where he did."""
    spellings: dict[str, set[str]] = {}
    villages: dict[str, set[str]] = {}
    for task in tasks:
        if task.collector is not None:
            spellings.setdefault(same(task.collector), set()).add(task.collector)
            villages.setdefault(same(task.collector), set()).add(task.village)
    return [Officer(min(spellings[key]), villages=frozenset(villages[key])) for key in sorted(villages)]
