"""Which officer sees which household: loads balanced between those who serve a village, groups split as little as possible."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from gridcredit.policy import Values
from gridcredit.rules.sharing import even_load
from gridcredit.sharing.field import Field
from gridcredit.sharing.model import Task
from gridcredit.sharing.solver import Network
from gridcredit.sharing.teams import Team, connected, teams
from gridcredit.sharing.tour import Unit, places, walk_order

STAGES = 6
"""Due dates are told apart by so many stages when officers' loads are compared."""
UNEVEN = 1000.0
"""What each household costs that an officer has above the even load; the tour costs ``TOUR`` at most."""
TOUR, SAME_GROUP, SAME_VILLAGE = 100.0, -40.0, -15.0
BELOW = (0.5, 0.7, 0.8, 0.9)
ABOVE = (1.3, 1.6, 2.0)


def assign(tasks: Sequence[Task], field: Field, values: Values) -> dict[int, list[Task]]:
    """The tasks by the number of the worker; each is one that somebody is able to do."""
    able = teams(tasks, field)
    found: dict[int, list[Task]] = defaultdict(list)
    for own in connected(tasks, able):
        workers = sorted({number for task in own for number in able[task.household]})
        if len(workers) == 1:
            found[workers[0]] += own
        else:
            for number, task in _Component(own, workers, able, field, values).assigned():
                found[number].append(task)
    return found


class _Component:
    """Officers and households that hang together."""

    def __init__(
        self,
        tasks: Sequence[Task],
        workers: Sequence[int],
        able: Mapping[tuple[str, str], Team],
        field: Field,
        values: Values,
    ) -> None:
        self.field, self.workers = field, workers
        self.ends = _stages([field.span(task)[1] for task in tasks])
        self.classes: dict[tuple[Unit, Team, int], list[Task]] = defaultdict(list)
        for task in sorted(tasks, key=lambda task: (walk_order(task), task.priority)):
            stage = next(number for number, end in enumerate(self.ends) if field.span(task)[1] <= end)
            self.classes[task.unit, able[task.household], stage].append(task)
        self.tasks = len(tasks)
        self.level = self._level(values)
        for number in workers:
            field.workers[number].level = self.level
        self.places = places(tasks)
        self.posts = self._posts()
        self.known = {number: _units(field, number) for number in workers}

    def _level(self, values: Values) -> int:
        """The load of a day at which all have room for all, were everybody able to go everywhere."""
        at_most = max(max(self.field.workers[number].most) for number in self.workers)
        days = sum(bool(most) for number in self.workers for most in self.field.workers[number].most[: self.ends[-1]])
        seen = sum(sum(self.field.workers[number].seen[: self.ends[-1]]) for number in self.workers)
        even = even_load(self.tasks + seen, days, values)
        return next((level for level in range(even, at_most) if self._fits(level)), at_most)

    def _fits(self, level: int) -> bool:
        needed = 0
        for stage, end in enumerate(self.ends):
            needed += sum(len(own) for (_unit, _team, at), own in self.classes.items() if at == stage)
            if needed > sum(self._room(number, end, level) for number in self.workers):
                return False
        return True

    def _room(self, number: int, end: int, level: int | None = None) -> int:
        worker = self.field.workers[number]
        return sum(worker.room(day, level) for day in range(end))

    def _posts(self) -> dict[int, float]:
        """How far through the tour each officer stands (0 to 1), by his days; in the order of where he may go."""
        reach: dict[int, list[float]] = defaultdict(list)
        for unit, team, _stage in self.classes:
            for number in team:
                reach[number].append(self.places[unit])
        ordered = sorted(self.workers, key=lambda number: (sum(reach[number]) / len(reach[number]), number))
        rooms = [self._room(number, self.ends[-1], self.level) + 1 for number in ordered]
        return {
            number: (sum(rooms[:position]) + rooms[position] / 2) / sum(rooms)
            for position, number in enumerate(ordered)
        }

    def assigned(self) -> Iterator[tuple[int, Task]]:
        network = Network()
        entry = {number: self._chain(network, number) for number in self.workers}
        arcs = []
        for (unit, team, stage), own in self.classes.items():
            node = network.node(len(own))
            arcs.append(
                [
                    (number, network.arc(node, entry[number][stage], len(own), self._cost(unit, number)))
                    for number in sorted(team, key=self.posts.__getitem__)
                ]
            )
        flow = network.cheapest()
        for of_class, own in zip(arcs, self.classes.values()):
            rest = iter(own)
            for number, arc in of_class:
                for _each in range(flow[arc]):
                    yield number, next(rest)

    def _chain(self, network: Network, number: int) -> list[int]:
        """A node for each stage of an officer: what is due by its end goes on to the next, as far as he has room for it."""
        nodes = [network.node() for _end in self.ends]
        for stage, end in enumerate(self.ends[:-1]):
            even, all_room = self._room(number, end, self.level), self._room(number, end)
            steps = [(even, 0.0), (all_room, UNEVEN), (all_room + self.tasks, 100 * UNEVEN)]
            network.layers(nodes[stage], nodes[stage + 1], steps)
        even, all_room = self._room(number, self.ends[-1], self.level), self._room(number, self.ends[-1])
        below = [(int(even * share), UNEVEN * step / 10) for step, share in enumerate(BELOW)]
        above = [(min(all_room, int(even * share)), UNEVEN * step) for step, share in enumerate(ABOVE, start=1)]
        last = [(even, UNEVEN * 0.4), *above, (all_room, UNEVEN * 5), (all_room + self.tasks, 100 * UNEVEN)]
        network.layers(nodes[-1], network.sink, [*below, *last])
        return nodes

    def _cost(self, unit: Unit, number: int) -> float:
        known = self.known[number]
        bonus = SAME_GROUP if unit in known else SAME_VILLAGE if any(unit[0] == village for village, _g in known) else 0
        return TOUR * (self.places[unit] - self.posts[number]) ** 2 + bonus


def _units(field: Field, number: int) -> set[Unit]:
    """Where an officer goes anyhow."""
    return {unit for there in field.workers[number].units.values() for unit in there}


def _stages(ends: Sequence[int]) -> list[int]:
    """Some of the spans' ends, the last among them, with about as many households between each two."""
    ordered = sorted(ends)
    return sorted(
        {
            ordered[(len(ordered) * stage - 1) // STAGES]
            for stage in range(1, STAGES + 1)
            if len(ordered) * stage >= STAGES
        }
        | {ordered[-1]}
    )
