"""What had no room with its officer: others who serve the village take it, where they have room or something less pressing."""

from collections.abc import Iterator, Sequence
from heapq import heapify, heappop, heappush
from typing import Any

from gridcredit.sharing.field import Field, Span
from gridcredit.sharing.model import Task
from gridcredit.sharing.tour import pressing

Place = tuple[int, int]
"""The numbers of a worker and of a day."""


def fill(unseen: Sequence[Task], planned: dict[Place, list[Task]], field: Field) -> list[Task]:
    """Puts the tasks into ``planned``, the most pressing first; those that still have no room."""
    gaps = _Gaps(planned, field)
    waiting = [(pressing(task), task) for task in unseen]
    heapify(waiting)
    left: list[Task] = []
    hopeless: set[tuple[tuple[int, ...], Span]] = set()  # where one found no place, none that is less pressing does
    while waiting:
        _order, task = heappop(waiting)
        asked = field.able(task), field.span(task)
        given_up = task if asked in hopeless else gaps.put(task)
        if given_up is task:
            hopeless.add(asked)
            left.append(task)
        elif given_up is not None:
            heappush(waiting, (pressing(given_up), given_up))
    return left


class _Gaps:
    """Officers' days, and the least pressing household of each that is no promise."""

    def __init__(self, planned: dict[Place, list[Task]], field: Field) -> None:
        self._planned, self._field = planned, field
        self._least: dict[Place, tuple[Any, Task] | None] = {}

    def put(self, task: Task) -> Task | None:
        """Puts the task where there is most room, or in place of the least pressing; what has no place now: that one, or itself."""
        free = min(self._free(task), default=None)
        if free is not None:
            _seen, place = free
            self._planned.setdefault(place, []).append(task)
            self._field.workers[place[0]].take(place[1], task.unit)
            self._least.pop(place, None)
            return None
        found = max(self._others(task), key=lambda one: (one[0], one[1]), default=None)
        if found is None:
            return task
        _order, place, given_up = found
        self._planned[place].remove(given_up)
        self._planned[place].append(task)
        del self._least[place]
        return given_up

    def _places(self, task: Task) -> Iterator[Place]:
        days = range(*self._field.span(task))
        return ((number, day) for number in self._field.able(task) for day in days)

    def _free(self, task: Task) -> Iterator[tuple[int, Place]]:
        for number, day in self._places(task):
            worker = self._field.workers[number]
            if worker.room(day):
                yield worker.seen[day], (number, day)

    def _others(self, task: Task) -> Iterator[tuple[Any, Place, Task]]:
        for place in self._places(task):
            if place not in self._least:
                here = ((pressing(other), other) for other in self._planned.get(place, ()))
                self._least[place] = max(here, key=lambda one: one[0], default=None)
            least = self._least[place]
            if least is not None and least[1].priority > task.priority:
                yield least[0], place, least[1]
