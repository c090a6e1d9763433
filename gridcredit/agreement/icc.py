"""Intraclass correlations of a single rating, on the households that all officers rated.

Source: Patrick E. Shrout and Joseph L. Fleiss (1979), Intraclass Correlations: Uses in Assessing Rater Reliability,
Psychological Bulletin 86(2), 420-428. Households are their targets, officers their judges.
"""

from typing import NamedTuple

import numpy as np

from gridcredit.agreement.matrix import NOTHING_LEFT, Figures, Values, known, once


class Icc(NamedTuple):
    """``icc_1``: ICC(1,1), officers not told apart. ``icc_2_1``: ICC(2,1), absolute agreement, where a severe officer
    lowers it. ``icc_3_1``: ICC(3,1), consistency, where severity does not count. None where undefined.
    """

    icc_1: float | None
    icc_2_1: float | None
    icc_3_1: float | None


class Iccs(NamedTuple):
    """The same of many villages, one figure a draw; nan where undefined."""

    icc_1: Figures
    icc_2_1: Figures
    icc_3_1: Figures


def icc(values: Values) -> Icc:
    """ICC(1,1), ICC(2,1) and ICC(3,1) of officers x households amounts.

    All are None with fewer than two officers, fewer than two households that all of them rated, or amounts that are
    all equal; one of them is None where its own divisor is 0. ValueError for a matrix of another shape.
    """
    return Icc(*map(known, iccs(values, once(values))))


def iccs(values: Values, weights: Figures) -> Iccs:
    """The coefficients of each of many villages that are made of the households of one.

    ``weights``: draws x households, how often a household stands in each village.
    """
    whole = ~np.isnan(values).any(axis=0)
    values, weights = values[:, whole], weights[:, whole]
    k, households = values.shape
    if k < 2 or not households:
        return Iccs(*np.full((3, len(weights)), np.nan))
    with np.errstate(divide="ignore", invalid="ignore"):
        return _coefficients(values - np.median(values), weights)


def _coefficients(values: Values, weights: Figures) -> Iccs:
    k, n = len(values), weights.sum(axis=1)
    squares, means = (values**2).sum(axis=0), values.mean(axis=0)
    centre = weights @ means / n
    total = weights @ squares - n * k * centre**2
    within = weights @ ((values - means) ** 2).sum(axis=0)
    judges = n * (((weights @ values.T) / n[:, np.newaxis] - centre[:, np.newaxis]) ** 2).sum(axis=1)
    least = np.where(n >= 2, NOTHING_LEFT * (weights @ squares), np.inf)
    bms, wms, jms = (total - within) / (n - 1), within / (n * (k - 1)), judges / (k - 1)
    ems = (within - judges) / ((n - 1) * (k - 1))
    return Iccs(
        _quotient(bms - wms, bms + (k - 1) * wms, least),
        _quotient(bms - ems, bms + (k - 1) * ems + k * (jms - ems) / n, least),
        _quotient(bms - ems, bms + (k - 1) * ems, least),
    )


def _quotient(above: Figures, below: Figures, least: Figures) -> Figures:
    return np.where(below > least, above / below, np.nan)
