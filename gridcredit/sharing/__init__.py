"""The work of officers shared: which household is seen by whom, on which day, as number how many of the walk.

Promises of earlier plans come first and do not move. The others go to officers (``officers``), each officer's to his days
(``days``); what had no room there is taken by others who have some (``gaps``).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from gridcredit.policy import Values
from gridcredit.sharing.days import spread
from gridcredit.sharing.field import Field
from gridcredit.sharing.gaps import fill
from gridcredit.sharing.model import Household, Left, Promise, Shared, Stop, Task
from gridcredit.sharing.officers import assign
from gridcredit.sharing.tour import pressing, walk_order
from gridcredit.staff import Officer
from gridcredit.workdays import Calendar

__all__ = ["Left", "Promise", "Shared", "Stop", "Task", "share"]
Planned = dict[tuple[int, int], list[Task]]
"""Tasks by the numbers of the worker and of the day."""


def share(
    tasks: Sequence[Task],
    officers: Sequence[Officer] | None,
    promises: Mapping[Household, Promise],
    calendar: Calendar,
    as_of: date,
    until: date,
    values: Values,
) -> Shared:
    """A stop for each task, one for a household, or why there is none; what is overdue may get a day up to ``until``.

    ``officers`` None: those who collected the files. ``values``: of the rule ``sharing``. Raises ``CalendarUnknown``, and ``UsageError`` where
    the solver is not installed.
    """
    ordered = sorted(tasks, key=pressing)
    field = Field(ordered, officers, calendar, as_of, until, values)
    kept, fixed = _kept(ordered, promises, field)
    planned: Planned = {}
    left = _plan([task for task in ordered if task.household not in fixed], planned, field, values)
    for place, seen in kept.items():
        planned.setdefault(place, []).extend(seen)
    stops = _stops(planned, field)
    soon = field.days[: values.number("overdue_within_days")]
    return Shared(
        stops,
        [Left(task, field.why_not(task)) for task in sorted(left, key=pressing)],
        field.days,
        {
            worker.officer.name: [seen if most or seen else None for seen, most in zip(worker.seen, worker.most)]
            for worker in field.workers
        },
        len(fixed),
        frozenset(stop.task.household for stop in stops if stop.task.overdue and stop.day not in soon),
    )


def _plan(tasks: Sequence[Task], planned: Planned, field: Field, values: Values) -> list[Task]:
    """Puts the tasks into ``planned``; those that have no place. What is overdue and has none soon gets one as early as there is."""
    first, after = field.overdue
    waiting, left = list(tasks), []
    while waiting and first < len(field.days):
        field.overdue = first, min(after, len(field.days))
        unseen = [task for task in waiting if not field.able(task)]
        for number, own in sorted(assign([task for task in waiting if field.able(task)], field, values).items()):
            by_day, without = spread(own, field.workers[number], field, values)
            for day, seen in by_day.items():
                planned.setdefault((number, day), []).extend(seen)
            unseen += without
        without_room = fill(unseen, planned, field)
        left += [task for task in without_room if not task.overdue]
        waiting = [task for task in without_room if task.overdue]
        first, after = after, after + values.number("overdue_within_days")
    field.overdue = 0, len(field.days)
    return left + waiting


def _kept(tasks: Sequence[Task], promises: Mapping[Household, Promise], field: Field) -> tuple[Planned, set[Household]]:
    """The promises that can still be kept, what is more pressing first where an officer's day holds fewer than it did."""
    kept: Planned = defaultdict(list)
    fixed: set[Household] = set()
    for task in tasks:
        if task.household in promises:
            name, promised = promises[task.household]
            number, day = field.number_of(name), field.position(promised)
            if number is None or day is None or number not in field.serving(task):
                continue
            first, after = field.span(task)
            if first <= day < (len(field.days) if task.overdue else after) and field.workers[number].room(day):
                field.workers[number].take(day, task.unit)
                kept[number, day].append(task)
                fixed.add(task.household)
    return kept, fixed


def _stops(planned: Planned, field: Field) -> list[Stop]:
    return [
        Stop(field.workers[number].officer.name, field.days[day], place, task)
        for (number, day), seen in sorted(planned.items())
        for place, task in enumerate(sorted(seen, key=walk_order), start=1)
    ]
