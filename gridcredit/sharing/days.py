"""One officer's households on his working days: evenly, within their spans, a group at a time in the order of a tour."""

from collections import defaultdict
from collections.abc import Sequence

from gridcredit.policy import Values
from gridcredit.rules.sharing import even_load
from gridcredit.sharing.field import Field, Span, Worker
from gridcredit.sharing.model import Priority, Task
from gridcredit.sharing.solver import Network
from gridcredit.sharing.tour import Unit, places, walk_order

ABOVE_EVEN = 100.0
"""What each household costs that a day holds above the even load, more for each further one; the tour costs ``TOUR`` at most."""
NOT_FEW = 1.0
"""What each costs that a day holds above four fifths of the even load, so that none stays empty for the sake of the tour."""
TOUR, SAME_GROUP, SAME_VILLAGE = 20.0, -8.0, -3.0
UNSEEN = 1e6
Class = tuple[Unit, Span, Priority]


def spread(
    tasks: Sequence[Task], worker: Worker, field: Field, values: Values
) -> tuple[dict[int, list[Task]], list[Task]]:
    """The tasks by day, and those for which there is no room. ``worker`` has his promises, and takes what is planned here."""
    classes: dict[Class, list[Task]] = defaultdict(list)
    for task in sorted(tasks, key=walk_order):
        classes[task.unit, field.span(task), task.priority].append(task)
    flows = _flows(classes, worker, values, tasks)
    planned: dict[int, list[Task]] = defaultdict(list)
    unseen: list[Task] = []
    for number, own in enumerate(classes.values()):
        rest = iter(own)
        for day, count in flows[number]:
            planned[day] += [next(rest) for _each in range(count)]
        unseen += rest
    for day, seen in planned.items():
        for task in seen:
            worker.take(day, task.unit)
    return dict(planned), unseen


def _flows(
    classes: dict[Class, list[Task]], worker: Worker, values: Values, tasks: Sequence[Task]
) -> list[list[tuple[int, int]]]:
    """For each class how many of it on which days."""
    network = Network()
    days = _day_nodes(network, classes, worker, values)
    at = places(tasks)
    ranks = {priority: rank for rank, priority in enumerate(sorted({key[2] for key in classes}))}
    arcs: list[list[tuple[int, int]]] = []
    for (unit, (first, after), priority), own in classes.items():
        node = network.node(len(own))
        able = [day for day in range(first, after) if day in days]
        arcs.append(
            [
                (day, network.arc(node, days[day][0], len(own), _cost(unit, at[unit], day, days[day][1], worker)))
                for day in able
            ]
        )
        network.arc(node, network.sink, len(own), UNSEEN * (2 - ranks[priority] / len(ranks)))
    flow = network.cheapest()
    return [[(day, flow[arc]) for day, arc in of_class if flow[arc]] for of_class in arcs]


def _day_nodes(
    network: Network, classes: dict[Class, list[Task]], worker: Worker, values: Values
) -> dict[int, tuple[int, float]]:
    """A node for each day with room that any class may use, and how far through his days it is (0 to 1)."""
    spans = [key[1] for key in classes]
    of_plan = range(min(first for first, _after in spans), max(after for _first, after in spans))
    working = [day for day in of_plan if worker.most[day]]
    households = sum(map(len, classes.values()))
    even = _even(households + sum(worker.seen[day] for day in working), len(working), worker.level, values)
    few = even * 4 // 5
    nodes: dict[int, tuple[int, float]] = {}
    for number, day in enumerate(working):
        room = worker.room(day)
        if room:
            node = network.node()
            nodes[day] = node, (number + 0.5) / len(working)
            free = worker.room(day, even)
            above = max(worker.seen[day], even)
            steps = [
                (free + extra, ABOVE_EVEN * (above + extra - even))
                for extra in range(1, min(room - free, households) + 1)
            ]
            network.layers(node, network.sink, [(worker.room(day, few), 0.0), (free, NOT_FEW), *steps])
    return nodes


def _even(households: int, days: int, level: int | None, values: Values) -> int:
    """What his days may hold: a little over his own mean, yet not more than the ``level`` of all, unless his mean is above it."""
    own = even_load(households, days, values)
    return own if level is None or not days else min(own, max(level, -(-households // days)))


def _cost(unit: Unit, place: float, day: int, at: float, worker: Worker) -> float:
    """Of a household on a day: the farther from where the tour is then the more; less where he goes there anyhow."""
    there = worker.units.get(day, ())
    bonus = SAME_GROUP if unit in there else SAME_VILLAGE if any(unit[0] == village for village, _g in there) else 0.0
    return TOUR * (place - at) ** 2 + bonus
