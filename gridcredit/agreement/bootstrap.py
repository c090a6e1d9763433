"""How sure the statistics of agreement are: percentile intervals by drawing households again.

Source: Bradley Efron and Robert J. Tibshirani (1993), An Introduction to the Bootstrap, chapter 13.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from gridcredit.agreement.alpha import alphas
from gridcredit.agreement.icc import iccs
from gridcredit.agreement.matrix import Figures, Values, known, once

AT_ONCE = 100
"""Draws that are held in memory together."""


class Estimate(NamedTuple):
    """A statistic and its interval; None where undefined. ``draws``: those in which it was defined."""

    value: float | None
    low: float | None
    high: float | None
    draws: int


STATISTICS = ("alpha_interval", "alpha_ordinal", "icc_1", "icc_2_1", "icc_3_1")


def estimates(values: Values, draws: int, seed: int, level: float = 0.95) -> dict[str, Estimate]:
    """The ``STATISTICS`` of officers x households amounts with percentile intervals over households.

    Households are drawn with replacement ``draws`` times, all ratings of one together; ``level`` is the share of draws
    inside an interval. The same seed gives the same intervals. ValueError for a matrix of another shape.
    """
    once_each = statistics(values, once(values))
    drawn = [statistics(values, weights) for weights in _draws(values.shape[1], draws, seed)]
    return {
        name: _estimate(known(once_each[at]), np.concatenate([some[at] for some in drawn] or [np.empty(0)]), level)
        for at, name in enumerate(STATISTICS)
    }


def statistics(values: Values, weights: Figures) -> Figures:
    """The ``STATISTICS`` x draws; ``weights``: draws x households."""
    return np.stack(
        [alphas(values, "interval", weights), alphas(values, "ordinal", weights), *iccs(values, weights)],
    )


def _draws(households: int, draws: int, seed: int) -> Iterator[Figures]:
    """Weights, at most ``AT_ONCE`` draws x households a time."""
    rng = np.random.default_rng(seed)
    for begun in range(0, draws if households else 0, AT_ONCE):
        count = min(AT_ONCE, draws - begun)
        drawn = rng.integers(households, size=(count, households)) + np.arange(count)[:, np.newaxis] * households
        yield np.bincount(drawn.ravel(), minlength=count * households).reshape(count, households).astype(np.float64)


def _estimate(value: float | None, drawn: Figures, level: float) -> Estimate:
    defined = drawn[~np.isnan(drawn)]
    if value is None or not defined.size:
        return Estimate(value, None, None, 0)
    low, high = np.quantile(defined, [(1 - level) / 2, (1 + level) / 2])
    return Estimate(value, float(low), float(high), defined.size)
