"""The order of a walk: villages, their groups, addresses, as people count them."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from gridcredit.natural import Natural, natural
from gridcredit.sharing.model import Task

Unit = tuple[str, str]
"""A village and one of its groups: what one walk takes in."""


def unit_order(unit: Unit) -> tuple[Natural, Natural]:
    village, group = unit
    return natural(village), natural(group)


def walk_order(task: Task) -> tuple[Natural, Natural, Natural, Natural]:
    return natural(task.village), natural(task.group), natural(task.address), natural(task.household_id)


def pressing(task: Task) -> tuple[Any, ...]:
    """To sort by: the most pressing first, equally pressing ones in the order of a walk, and no two alike."""
    return task.priority, walk_order(task), task.household


def places(tasks: Sequence[Task]) -> dict[Unit, float]:
    """How far through the tour of all of them each group lies (0 to 1), by its households; in the order of the tour."""
    count = Counter(task.unit for task in tasks)
    found, before = {}, 0
    for unit in sorted(count, key=unit_order):
        found[unit] = (before + count[unit] / 2) / len(tasks)
        before += count[unit]
    return found
