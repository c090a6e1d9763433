"""A row of houses cut into walks, and the order that the houses stand in."""

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridcredit.natural import natural
from gridcredit.walks import cut


@pytest.mark.parametrize(
    ("groups", "capacities", "slack", "sizes"),
    [
        ("aaaabbbb", [5, 5], 20, [4, 4]),
        ("aaaaabbb", [5, 5], 20, [5, 3]),  # 5 is within 1.2 times the even share, rounded up
        ("aaaaabbb", [5, 5], 0, [4, 4]),
        ("aaaaaaab", [8, 8], 20, [4, 4]),  # 7 would be too uneven, so the group is cut
        ("aaaaaaab", [8, 8], 100, [7, 1]),
        ("aaaaaaab", [6, 6], 100, [4, 4]),
        ("aabbcc", [6, 3], 20, [4, 2]),  # who can do twice as much gets twice as much
        ("aaaaaaaaa", [3, 3, 3], 20, [3, 3, 3]),
        ("a", [5, 5], 20, [1, 0]),
        ("", [], 20, []),
        ("", [5], 20, [0]),
    ],
)
def test_walks_are_even_and_keep_groups_whole_where_they_may(
    groups: str, capacities: list[int], slack: int, sizes: list[int]
) -> None:
    assert cut(groups, capacities, slack) == sizes


@st.composite
def rows_of_houses(draw: st.DrawFn) -> tuple[list[str], list[int]]:
    lengths = draw(st.lists(st.integers(1, 12), min_size=1, max_size=6))
    groups = [str(number) for number, length in enumerate(lengths) for _house in range(length)]
    capacities = draw(st.lists(st.integers(1, 20), min_size=1, max_size=8))
    while sum(capacities) < len(groups):
        capacities.append(draw(st.integers(1, 20)))
    return groups, capacities


@given(rows_of_houses(), st.integers(0, 100))
def test_every_house_is_in_one_walk_within_its_capacity_and_share(
    houses: tuple[list[str], list[int]], slack: int
) -> None:
    groups, capacities = houses
    sizes = cut(groups, capacities, slack)
    assert sum(sizes) == len(groups) and len(sizes) == len(capacities)
    for size, capacity in zip(sizes, capacities):
        assert 0 <= size <= capacity
        assert size <= -(-len(groups) * capacity * (100 + slack) // (100 * sum(capacities)))


@given(rows_of_houses())
def test_more_slack_never_cuts_more_groups(houses: tuple[list[str], list[int]]) -> None:
    groups, capacities = houses

    def cuts(slack: int) -> int:
        ends = [sum(sizes[:at]) for sizes in [cut(groups, capacities, slack)] for at in range(1, len(sizes))]
        return sum(groups[end - 1] == groups[end] for end in set(ends) if 0 < end < len(groups))

    for less, more in pairwise((0, 20, 50, 400)):
        assert cuts(more) <= cuts(less)


@pytest.mark.parametrize(
    "texts",
    [
        ["一组", "二组", "九组", "十组", "十一组", "二十组", "二十一组"],
        ["1组", "2组", "10组"],
        ["李家村2组9号", "李家村2组10号", "李家村10组1号"],
        ["", "上街1号", "上街 2号"],
        ["９号", "10号", "１１号"],
        ["HY0009", "HY0010", "HY0100"],
    ],
)
def test_places_stand_as_people_count_them(texts: list[str]) -> None:
    shuffled = random.Random(8).sample(texts, len(texts))
    assert sorted(shuffled, key=natural) == texts


@given(st.lists(st.text()))
def test_places_of_any_text_stand_in_one_order(texts: list[str]) -> None:
    keys = [natural(text) for text in sorted(texts, key=natural)]
    assert keys == sorted(map(natural, reversed(texts)))
