"""Who may see which household, and which officers and households hang together."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from gridcredit.sharing.field import Field
from gridcredit.sharing.model import Household, Task
from gridcredit.sharing.tour import places

TEAM = 8
"""Of more officers who go to the same places, each team takes a part of the tour."""
Team = tuple[int, ...]


def teams(tasks: Sequence[Task], field: Field) -> dict[Household, Team]:
    """By household who may see it."""
    able = {task.household: field.able(task) for task in tasks}
    crowds: dict[Team, list[Task]] = defaultdict(list)
    for task in tasks:
        crowd = field.serving(task)
        if len(crowd) > TEAM:
            crowds[crowd].append(task)
    for crowd, own in crowds.items():
        count = -(-len(crowd) // TEAM)
        team_of = {}
        for unit, place in places(own).items():
            team = int(place * count)
            team_of[unit] = set(crowd[len(crowd) * team // count : len(crowd) * (team + 1) // count])
        for task in own:
            may = able[task.household]
            able[task.household] = tuple(number for number in may if number in team_of[task.unit]) or may
    return able


def connected(tasks: Sequence[Task], able: Mapping[Household, Team]) -> Iterator[list[Task]]:
    """The tasks in parts that have no officer in common."""
    leader: dict[int, int] = {}

    def lead(number: int) -> int:
        while leader.setdefault(number, number) != number:
            number = leader[number]
        return number

    for team in sorted(set(able.values())):
        for number in team[1:]:
            first, second = sorted((lead(team[0]), lead(number)))
            leader[second] = first
    parts: dict[int, list[Task]] = defaultdict(list)
    for task in tasks:
        parts[lead(able[task.household][0])].append(task)
    yield from (parts[key] for key in sorted(parts))
