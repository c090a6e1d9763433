"""Krippendorff's alpha: how far officers agree beyond chance, whoever abstained where.

Source: Klaus Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, University of Pennsylvania,
section D (any number of observers, any metric, missing data). Alpha is 1 - observed / expected disagreement; a
household counts that at least two officers rated. His ordinal difference of two values is the difference of their
mean ranks among all pairable values, so that ordinal alpha is interval alpha of those ranks.
"""

from typing import Literal

import numpy as np

from gridcredit.agreement.matrix import NOTHING_LEFT, Figures, Flags, Values, known, once

Metric = Literal["interval", "ordinal"]


def krippendorff_alpha(values: Values, metric: Metric) -> float | None:
    """Alpha of officers x households amounts, at most 1; below 0 where officers differ more than chance would have it.

    ``interval`` squares differences of amounts, ``ordinal`` differences of their ranks. None where alpha is undefined:
    no household has two ratings, or all amounts are equal. ValueError for a matrix of another shape.
    """
    return known(alphas(values, metric, once(values)))


def alphas(values: Values, metric: Metric, weights: Figures) -> Figures:
    """Alpha of each of many villages that are made of the households of one; nan where it is undefined.

    ``weights``: draws x households, how often a household stands in each village. The result has one alpha a draw.
    """
    rated = ~np.isnan(values)
    pairable = rated.sum(axis=0) >= 2
    rated, values, weights = rated[:, pairable], values[:, pairable], weights[:, pairable]
    if not rated.size:
        return np.full(len(weights), np.nan)
    if metric == "ordinal":
        scale = _mean_ranks(values, rated, weights)
    else:
        scale = (values - np.median(values[rated]))[np.newaxis]
    return _interval(np.where(rated, scale, 0), rated, weights)


def _mean_ranks(values: Values, rated: Flags, weights: Figures) -> Figures:
    """Each amount's mean rank among all amounts of a draw, less half their number; draws x officers x households."""
    places, households = np.nonzero(rated)
    _amounts, codes = np.unique(values[places, households], return_inverse=True)
    ascending = np.argsort(codes, kind="stable")
    begin = np.searchsorted(codes[ascending], np.arange(codes.max() + 1))
    standing = np.add.reduceat(weights[:, households[ascending]], begin, axis=1)
    ranks = np.cumsum(standing, axis=1) - standing / 2 - standing.sum(axis=1, keepdims=True) / 2
    scale = np.zeros((len(weights), *values.shape))
    scale[:, places, households] = ranks[:, codes]
    return scale


def _interval(scale: Figures, rated: Flags, weights: Figures) -> Figures:
    """``scale``: 1 or draws x officers x households, 0 where not rated; each household rated twice at least."""
    each = rated.sum(axis=0)
    totals, squares = scale.sum(axis=1), (scale**2).sum(axis=1)
    apart = (np.where(rated, scale - (totals / each)[:, np.newaxis], 0) ** 2).sum(axis=1)
    pairable = weights @ each
    observed = (weights * (apart * each / (each - 1))).sum(axis=1)
    about, second = (weights * totals).sum(axis=1), (weights * squares).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        variation = second - about**2 / pairable
        alpha = 1 - observed / pairable / (variation / (pairable - 1))
    return np.where((pairable > 0) & (variation > NOTHING_LEFT * second), alpha, np.nan)
