"""A row of houses cut into walks: each for one team and day, about equally long, with as few groups cut as may be."""

from collections.abc import Iterator, Sequence

Cost = tuple[int, int]
_NEVER: Cost = (1 << 62, 0)


def cut(groups: Sequence[str], capacities: Sequence[int], slack_percent: int) -> list[int]:
    """How many houses each walk takes, in their order; ``groups``: the group of each house in turn. A walk takes up to
    ``slack_percent`` more than its even share, and never more than its capacity, where a group stays whole by that.

    The capacities together must hold all houses. Among equally few cuts the most even walks are taken.
    """
    count, room = len(groups), sum(capacities)
    assert count <= room, "more houses than there is room for"
    costs: list[Cost] = [(0, 0), *[_NEVER] * count]
    chosen: list[list[int]] = []
    for capacity in capacities:
        longest = min(capacity, -(-count * capacity * (100 + slack_percent) // (100 * room))) if room else 0
        after, sizes = [_NEVER] * (count + 1), [0] * (count + 1)
        for start, before in enumerate(costs):
            if before == _NEVER:
                continue
            for size in range(min(longest, count - start) + 1):
                end = start + size
                cuts = before[0] + (size > 0 and start > 0 and groups[start - 1] == groups[start])
                cost = cuts, before[1] + (size * room - count * capacity) ** 2
                if cost <= after[end]:  # of equal ones, that whose first walks are longer
                    after[end], sizes[end] = cost, size
        costs = after
        chosen.append(sizes)
    return list(reversed(list(_back(chosen, count))))


def _back(chosen: Sequence[Sequence[int]], end: int) -> Iterator[int]:
    """The walks that lead to the end, the last one first."""
    for sizes in reversed(chosen):
        yield sizes[end]
        end -= sizes[end]
