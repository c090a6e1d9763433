"""The matrix that all statistics of blind ratings begin with: a row an officer, a column a household."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float64]
"""Amounts in whole yuan, officers x households; nan where an officer abstained. A refusal is no amount."""

Figures = npt.NDArray[np.float64]
"""Computed figures, of the shape that the docstring says."""

Codes = npt.NDArray[np.intp]
"""Whole numbers from 0: places in a list."""

Flags = npt.NDArray[np.bool_]

NOTHING_LEFT = 1e-12
"""Variation below this share of what it is computed from is the rounding of floats: there is none."""


class Pair(NamedTuple):
    """Two officers, by their rows."""

    first: int
    second: int


def pairs(values: Values) -> list[Pair]:
    """Every two officers once, in the order of their rows."""
    officers, _households = values.shape
    return [Pair(first, second) for first in range(officers) for second in range(first + 1, officers)]


def both_rated(values: Values, pair: Pair) -> Codes:
    """The households, by their columns, that both officers of ``pair`` rated."""
    return np.flatnonzero(~np.isnan(values[pair.first] + values[pair.second]))


def once(values: Values) -> Figures:
    """The weights of a village as it is, 1 x households: every household counts once."""
    return np.ones((1, values.shape[1]))


def known(figures: Figures) -> float | None:
    """The only figure of an array, None for nan."""
    figure = float(figures.item())
    return None if np.isnan(figure) else figure


def mean_ranks(figures: Figures) -> Figures:
    """The rank of each of a list of figures, from 0.5; equal ones share the mean of theirs."""
    _distinct, codes, counts = np.unique(figures, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(counts) - counts / 2)[codes], dtype=np.float64)
