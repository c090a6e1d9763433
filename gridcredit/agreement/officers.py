"""How each officer stands against the others: severity, spread, abstentions, habits."""

from typing import NamedTuple

import numpy as np

from gridcredit.agreement.matrix import Figures, Values
from gridcredit.agreement.others import mean_of_others


class Standing(NamedTuple):
    """An officer's ratings; None where there are too few for a figure.

    Differences are the officer's amount less the mean of the others, below 0 for a severe officer, on the
    ``compared`` households that both rated; in percent of that mean, without households where it is 0 yuan.
    Deviations are standard deviations (divided by one less than the number): of the differences, and of the
    officer's own amounts. ``round_share``: of the amounts above 0. ``most_frequent``: the smallest of equally
    frequent amounts; its share is of all amounts. Shares and rates are from 0 to 1.
    """

    rated: int
    abstained: int
    abstention_rate: float | None
    compared: int
    mean_difference_yuan: float | None
    median_difference_yuan: float | None
    difference_deviation_yuan: float | None
    mean_difference_percent: float | None
    median_difference_percent: float | None
    difference_deviation_percent: float | None
    amount_deviation_yuan: float | None
    round_share: float | None
    most_frequent_yuan: int | None
    most_frequent_share: float | None


def standings(values: Values, step: int) -> list[Standing]:
    """One ``Standing`` for each row of officers x households amounts; round amounts are multiples of ``step`` yuan."""
    officers, _households = values.shape
    return [standing(values, officer, step) for officer in range(officers)]


def standing(values: Values, officer: int, step: int) -> Standing:
    """The ``Standing`` of the officer in row ``officer``; ``step`` in whole yuan above 0. A blank is an abstention."""
    own, others = values[officer], mean_of_others(values, officer)
    amounts = own[~np.isnan(own)]
    compared = ~np.isnan(own + others)
    own, others = own[compared], others[compared]
    apart, percent = own - others, (own / np.where(others > 0, others, np.nan) - 1)[others > 0] * 100
    positive = amounts[amounts > 0]
    usual, share = _most_frequent(amounts)
    return Standing(
        rated=amounts.size,
        abstained=values.shape[1] - amounts.size,
        abstention_rate=1 - amounts.size / values.shape[1] if values.shape[1] else None,
        compared=apart.size,
        mean_difference_yuan=_mean(apart),
        median_difference_yuan=_median(apart),
        difference_deviation_yuan=_deviation(apart),
        mean_difference_percent=_mean(percent),
        median_difference_percent=_median(percent),
        difference_deviation_percent=_deviation(percent),
        amount_deviation_yuan=_deviation(amounts),
        round_share=_mean((positive % step == 0).astype(np.float64)),
        most_frequent_yuan=usual,
        most_frequent_share=share,
    )


def _mean(figures: Figures) -> float | None:
    return float(figures.mean()) if figures.size else None


def _median(figures: Figures) -> float | None:
    return float(np.median(figures)) if figures.size else None


def _deviation(figures: Figures) -> float | None:
    return float(figures.std(ddof=1)) if figures.size >= 2 else None


def _most_frequent(amounts: Figures) -> tuple[int | None, float | None]:
    if not amounts.size:
        return None, None
    distinct, counts = np.unique(amounts, return_counts=True)
    at = int(counts.argmax())
    return int(distinct[at]), float(counts[at] / amounts.size)
