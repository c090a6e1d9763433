"""Thresholds and bands: both sides of every edge, and every way in which rows do not fit together."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridcredit.policy import Limit, Row, bands

# A threshold.


@pytest.mark.parametrize(
    ("inclusive", "figure", "at_most", "at_least"),
    [
        (True, 99, True, False),
        (True, 100, True, True),
        (True, 101, False, True),
        (False, 99, True, False),
        (False, 100, False, False),
        (False, 101, False, True),
    ],
)
def test_whether_a_threshold_itself_is_within(inclusive: bool, figure: int, at_most: bool, at_least: bool) -> None:
    limit = Limit(100, inclusive)
    assert (limit.at_most(figure), limit.at_least(figure)) == (at_most, at_least)
    # Two sides that were multiplied out are compared by the same bound; the threshold itself plays no part then.
    assert (limit.at_most(figure * 7, 700), limit.at_least(figure * 7, 700)) == (at_most, at_least)
    assert (limit.at_most(figure - 100, 0), limit.at_least(figure - 100, 0)) == (at_most, at_least)
    assert (figure <= limit.highest, figure >= limit.lowest) == (at_most, at_least)
    figures = np.array([figure, figure])
    assert limit.at_most(figures).tolist() == [at_most] * 2 and limit.at_least(figures).tolist() == [at_least] * 2


# One band.


@pytest.mark.parametrize(
    ("row", "inside", "outside"),
    [
        ({"at_least": 10}, [10, 11, 10**9], [9, 0, -1]),
        ({"above": 10}, [11, 10**9], [10, 9, 0]),
        ({"at_most": 10}, [10, 9, 0, -1], [11]),
        ({"below": 10}, [9, 0, -1], [10, 11]),
        ({"at_least": 10, "at_most": 20}, [10, 15, 20], [9, 21]),
        ({"at_least": 10, "below": 20}, [10, 15, 19], [9, 20]),
        ({"above": 10, "at_most": 20}, [11, 20], [10, 21]),
        ({"above": 10, "below": 20}, [11, 19], [10, 20]),
        ({"at_least": 0}, [0, 1], [-1]),
        ({"at_most": 0}, [0, -1], [1]),
        ({"above": 0}, [1], [0]),
        ({"below": 0}, [-1], [0]),
        ({"at_least": 10, "at_most": 10}, [10], [9, 11]),
        ({"is": ("house", "flat")}, ["house", "flat"], ["hous", "", None, 0]),
        ({}, [0, -1, 10, "house", None], []),
        ({"points": 3}, [0, 10, "house", None], []),
        ({"points": 3, "at_least": 10}, [10], [9, "house", None]),
        ({"at_most": 10}, [10], ["10", None]),
    ],
    ids=str,
)
def test_what_is_in_a_band(row: Row, inside: Sequence[Any], outside: Sequence[Any]) -> None:
    assert [bands.holds(row, figure) for figure in inside] == [True] * len(inside)
    assert [bands.holds(row, figure) for figure in outside] == [False] * len(outside)


@pytest.mark.parametrize(
    ("row", "lowest", "highest"),
    [
        ({"at_least": 10, "at_most": 20}, 10, 20),
        ({"above": 10, "below": 20}, 11, 19),
        ({"at_least": 0}, 0, None),
        ({"below": 0}, None, -1),
        ({"points": 3}, None, None),
        ({"is": ("house",)}, None, None),
    ],
    ids=str,
)
def test_the_ends_of_a_band(row: Row, lowest: int | None, highest: int | None) -> None:
    assert (bands.lowest(row), bands.highest(row)) == (lowest, highest)


@pytest.mark.parametrize(
    ("row", "otherwise"),
    [
        ({}, True),
        ({"points": 3}, True),
        ({"is": ("house",)}, False),
        ({"at_least": 0}, False),
        ({"above": 0}, False),
        ({"at_most": 0}, False),
        ({"below": 0}, False),
    ],
    ids=str,
)
def test_a_row_without_words_and_edges_is_for_everything_else(row: Row, otherwise: bool) -> None:
    assert bands.is_otherwise(row) is otherwise


# Rows together.


def told(rows: Sequence[Row], by: Sequence[str] = ()) -> list[str]:
    return [f"{number}: {message.format(**params)}" for number, message, params in bands.faults(rows, by)]


OVERLAP, GAP = "bands overlap: {} stands in two of them", "a gap between bands: {} stands in none"
BELOW, ABOVE = "a gap below the first band: {} stands in none", "a gap above the last band: {} stands in none"


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [{}],
        [{"below": 10}, {"at_least": 10}],
        [{"at_most": 10}, {"above": 10}],
        [{"at_most": 9}, {"at_least": 10}],
        [{"at_least": 10}, {"below": 10}],
        [{"at_least": 0, "below": 10}, {"at_least": 10}],
        [{"above": -1, "below": 10}, {"at_least": 10, "at_most": 10}, {"above": 10}],
        [{"at_least": -5, "below": 10}, {"at_least": 10}],
        [{"at_least": 1}, {"at_least": 0, "below": 1}],
        [{"below": 5}, {"at_least": 10}, {"at_least": 5, "below": 10}],
        [{"at_least": 5, "below": 10}, {}],
        [{}, {"at_least": 5, "below": 10}, {"at_least": 10, "below": 20}],
        [{"is": ("house",)}, {"is": ("flat", "hut")}],
        [{"is": ("house",)}, {}],
        [{"is": ()}, {"is": ("flat",)}],
    ],
    ids=str,
)
def test_rows_that_fit_together(rows: Sequence[Row]) -> None:
    assert told(rows) == []


@pytest.mark.parametrize(
    ("rows", "faults"),
    [
        ([{"at_most": 10}, {"at_least": 10}], ["1: " + OVERLAP.format("10")]),
        ([{"at_least": 10}, {"at_most": 10}], ["0: " + OVERLAP.format("10")]),
        ([{"at_most": 2000}, {"at_least": 1500}], ["1: " + OVERLAP.format("1,500")]),
        ([{"at_most": 10}, {"at_most": 20}], ["1: " + OVERLAP.format("10"), "1: " + ABOVE.format("21")]),
        ([{"at_most": 2000}, {"below": 11}, {"above": 2000}], ["1: " + OVERLAP.format("10"), "2: " + GAP.format("11")]),
        ([{"at_least": 0}, {"at_least": 20}], ["1: " + OVERLAP.format("20")]),
        ([{"below": 10}, {"above": 10}], ["1: " + GAP.format("10")]),
        ([{"at_most": 1499}, {"at_least": 1501}], ["1: " + GAP.format("1,500")]),
        ([{"at_most": 9}, {"at_least": 20}], ["1: " + GAP.format("10")]),
        ([{"at_least": 1}], ["0: " + BELOW.format("0")]),
        ([{"above": 2000}], ["0: " + BELOW.format("2,000")]),
        ([{"at_most": 2000}], ["0: " + ABOVE.format("2,001")]),
        ([{"at_least": 5, "below": 10}], ["0: " + BELOW.format("4"), "0: " + ABOVE.format("10")]),
        ([{"below": 10}, {"at_least": 10, "below": 20}], ["1: " + ABOVE.format("20")]),
        ([{"at_least": 5, "below": 10}, {"above": 10}, {}], ["1: " + GAP.format("10")]),
        ([{"at_least": -5, "below": 0}, {"at_least": 0, "below": 9}], ["1: " + ABOVE.format("9")]),
        ([{}, {}], ["1: a second row without words or edges; keep one"]),
        ([{}, {"is": ("house",)}, {}, {}], [f"{n}: a second row without words or edges; keep one" for n in (2, 3)]),
        ([{"is": ("house",)}, {"at_least": 0}], ["1: bands and words for the same thing; use one of them"]),
        ([{"is": ("house",)}, {"is": ("flat", "house")}], ["1: house stands in two rows"]),
        ([{"is": ("house", "house")}], ["0: house stands in two rows"]),
    ],
    ids=str,
)
def test_rows_that_do_not_fit_together_are_told(rows: Sequence[Row], faults: list[str]) -> None:
    assert told(rows) == faults


EDGES = "a band has one edge below and one on top"
BOTH = "a row has words or edges, not both"
NONE = "no figure is within the edges"


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ({"at_least": 0, "above": 0}, EDGES),
        ({"at_most": 9, "below": 9}, EDGES),
        ({"is": ("house",), "at_least": 0}, BOTH),
        ({"is": ("house",), "above": 0}, BOTH),
        ({"is": ("house",), "at_most": 0}, BOTH),
        ({"is": ("house",), "below": 0}, BOTH),
        ({"at_least": 11, "at_most": 10}, NONE),
        ({"above": 10, "at_most": 10}, NONE),
        ({"at_least": 10, "below": 10}, NONE),
        ({"above": 10, "below": 11}, NONE),
    ],
    ids=str,
)
def test_a_row_at_odds_with_itself_is_told(row: Row, fault: str) -> None:
    assert f"0: {fault}" in told([row])


def test_one_figure_is_a_band() -> None:
    assert not any(NONE in fault for fault in told([{"at_least": 10, "at_most": 10}]))


def test_rows_of_each_group_are_looked_at_by_themselves() -> None:
    rows: list[Row] = [
        {"fact": "income", "at_most": 10},
        {"fact": "land", "at_most": 5},
        {"fact": "income", "above": 10},
        {"fact": "land", "at_least": 5},
        {"fact": "house", "is": ("flat",)},
    ]
    assert told(rows, ("fact",)) == ["3: " + OVERLAP.format("5")]
    assert len(told(rows)) > 1


edge = st.integers(0, 12)
row = st.one_of(
    st.builds(lambda low, high: {"at_least": low, "at_most": high}, edge, edge),
    st.builds(lambda low, high: {"at_least": low, "below": high}, edge, edge),
    st.builds(lambda low, high: {"above": low, "at_most": high}, edge, edge),
    st.builds(lambda low: {"at_least": low}, edge),
    st.builds(lambda high: {"at_most": high}, edge),
    st.builds(lambda high: {"below": high}, st.integers(1, 12)),
    st.just({}),
)


@settings(max_examples=400, deadline=None)
@given(st.lists(row, min_size=1, max_size=4))
def test_no_fault_is_told_if_and_only_if_every_figure_stands_in_one_band(rows: list[dict[str, int]]) -> None:
    """A row for everything else makes up for what lies below and above the bands, not for a gap between them."""
    banded = [one for one in rows if one]
    held = [sum(bands.holds(one, figure) for one in banded) for figure in range(15)]
    held_by_some = [figure for figure, count in enumerate(held) if count]
    if {} in rows and held_by_some:
        held = held[min(held_by_some) : max(held_by_some) + 1]
    once = set(held) == {1} or not banded
    empty = any(not any(bands.holds(one, figure) for figure in range(-15, 30)) for one in banded)
    assert (told(rows) == []) == (once and not empty and rows.count({}) <= 1)
