"""What the other officers say of a household: their mean, plain or by how precise each of them is.

Source of the precisions: Frank E. Grubbs (1948), On Estimating Precision of Measuring Instruments and Product
Variability, Journal of the American Statistical Association 43, 243-264: each officer's error variance from the
variances of the differences between every two of them.
"""

import numpy as np

from gridcredit.agreement.matrix import Figures, Values, both_rated, pairs

MOST_PRECISE = 9
"""One officer counts for at most so many of another, however small the error that is found: it may be a copier's."""


def mean_of_others(values: Values, *left_out: int) -> Figures:
    """For each household the mean amount in yuan of all officers but ``left_out``; nan where none of them rated it."""
    return _mean(np.delete(values, left_out, axis=0), np.ones(len(values) - len(left_out)))


def precise_mean_of_others(values: Values, left_out: int) -> Figures:
    """The same with every other officer weighted by one over the error variance, within ``MOST_PRECISE``.

    Equal weights where the variances are unknown: fewer than three officers, two of them with fewer than two
    amounts above 0 in common, or no difference at all.
    """
    errors = np.delete(error_variances(values), left_out)
    largest = errors.max(initial=-np.inf)
    known = bool(np.isfinite(errors).all()) and largest > 0
    weights = 1 / np.maximum(errors, largest / MOST_PRECISE) if known else np.ones(len(errors))
    return _mean(np.delete(values, left_out, axis=0), weights)


def error_variances(values: Values) -> Figures:
    """The variance of each officer's error, of the logarithm of an amount; nan where unknown.

    Severity is no error. An estimate may be negative, where an officer errs little; it may be a copier's.
    """
    officers = len(values)
    if officers < 3:
        return np.full(officers, np.nan)
    apart = np.zeros((officers, officers))
    for pair in pairs(values):
        ours, theirs = values[:, both_rated(values, pair)][list(pair)]
        apart[pair] = apart[pair[::-1]] = _relative_variance(ours, theirs)
    variances: Figures = (apart.sum(axis=1) - apart.sum() / 2 / (officers - 1)) / (officers - 2)
    return variances


def _relative_variance(ours: Figures, theirs: Figures) -> float:
    """Of the difference of the amounts' logarithms; amounts of 0 yuan have none and are left out."""
    above = (ours > 0) & (theirs > 0)
    return float(np.var(np.log(ours[above] / theirs[above]), ddof=1)) if above.sum() >= 2 else np.nan


def _mean(values: Values, weights: Figures) -> Figures:
    rated = ~np.isnan(values)
    weight = weights @ rated
    total = weights @ np.where(rated, values, 0)
    return np.asarray(np.divide(total, weight, out=np.full(weight.shape, np.nan), where=weight > 0))
