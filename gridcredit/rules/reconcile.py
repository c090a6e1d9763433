"""Close ratings give their mean, else the nearest majority its mean, else the median (额度接近或折中; contract §4, 4).

All comparisons are of integers: (max − min) ÷ max is compared by cross-multiplication, and the mean is floored once.
"""

import numpy as np

from gridcredit.policy import Values
from gridcredit.rules.board import Board, Mask, Text, Yuan


def apply(board: Board, values: Values) -> None:
    """Sets ``board.figure``, ``basis`` and ``outlying`` of households with enough ratings and no refusal."""
    ready = board.enough & (board.refusals == 0) & (board.status != "excluded")
    ratings = board.ratings.where(ready[board.ratings.household])
    ratings = ratings.where(np.lexsort((ratings.amount, ratings.household)))
    positions, amounts, officers = ratings.household, ratings.amount, ratings.officer
    sizes = board.counting[positions]
    wide = np.zeros(len(board.status), dtype=bool)
    for n in np.unique(sizes):
        of_size = sizes == n
        sorted_amounts = amounts[of_size].reshape(-1, n)
        households = positions[of_size][::n]
        figure, basis, first, last = reconcile(sorted_amounts, values.number("closeness_percent"))
        board.figure[households] = figure
        board.basis[households] = basis
        compromise = basis == "compromise"
        smallest, largest = sorted_amounts[:, 0], sorted_amounts[:, -1]
        wide[households] = compromise & (largest * 100 > smallest * values.number("spread_percent"))
        by_household = officers[of_size].reshape(-1, n)
        for row in np.flatnonzero(basis == "close_majority"):
            low, high = sorted_amounts[row, first[row]], sorted_amounts[row, last[row] - 1]
            apart = (sorted_amounts[row] < low) | (sorted_amounts[row] > high)
            board.outlying[int(households[row])] = tuple(by_household[row, apart])
    board.decide(wide, "referred", "SPREAD_TOO_WIDE")


def reconcile(amounts: Yuan, closeness_percent: int) -> tuple[Yuan, Text, Yuan, Yuan]:
    """Figure, basis and the range of columns it rests on, for households (rows) of n amounts in rising order.

    Amounts are positive whole yuan up to 10⁹. Groups of the same amounts are one group, whoever gave them.
    """
    count, n = amounts.shape
    size = n // 2 + 1
    low, high, first = amounts[:, 0].copy(), amounts[:, size - 1].copy(), np.zeros(count, dtype=np.int64)
    tied = np.zeros(count, dtype=bool)
    for start in range(1, n - size + 1):
        group_low, group_high = amounts[:, start], amounts[:, start + size - 1]
        ours, theirs = (high - low) * group_high, (group_high - group_low) * high
        window = amounts[:, start : start + size]
        held = np.take_along_axis(amounts, first[:, None] + np.arange(size), axis=1)
        differs = (window != held).any(axis=1)
        tied = np.where(theirs < ours, False, tied | ((theirs == ours) & differs))
        better = theirs < ours
        low, high = np.where(better, group_low, low), np.where(better, group_high, high)
        first = np.where(better, start, first)
    all_close = _close(amounts[:, 0], amounts[:, -1], closeness_percent)
    majority = ~all_close & _close(low, high, closeness_percent) & ~tied
    first = np.where(majority, first, 0)
    last = np.where(majority, first + size, n)
    totals = np.concatenate([np.zeros((count, 1), dtype=np.int64), amounts.cumsum(axis=1)], axis=1)
    rows = np.arange(count)
    mean = (totals[rows, last] - totals[rows, first]) // (last - first)
    median = (amounts[:, (n - 1) // 2] + amounts[:, n // 2]) // 2
    basis = np.where(all_close, "close_all", np.where(majority, "close_majority", "compromise")).astype(object)
    return np.where(all_close | majority, mean, median), basis, first, last


def _close(low: Yuan, high: Yuan, percent: int) -> Mask:
    return (high - low) * 100 <= high * percent
