"""Screens for copying between two officers: each gives a number, and says whether it is worth a look.

What a screen finds is no proof: officers who know a village well agree. How often honest officers are found, and
copiers missed, was measured; see ``thresholds``.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from gridcredit.agreement.excess import excess_equal
from gridcredit.agreement.matrix import NOTHING_LEFT, Codes, Figures, Pair, Values, both_rated, mean_ranks
from gridcredit.agreement.others import mean_of_others

SCREENS = EQUAL_SHARE, EQUAL_RUN, EXCESS_EQUAL, RESIDUAL_CORRELATION = (
    "equal_share",
    "equal_run",
    "excess_equal",
    "residual_correlation",
)
SMALL_IS_ODD = frozenset({EXCESS_EQUAL})
"""Screens whose number is a p-value: a small one is worth a look."""


class Screened(NamedTuple):
    """``number``: a share from 0 to 1, a count of households, a p-value or a correlation; None where undefined.

    ``threshold``: handed in; ``worth_a_look``: the number is beyond it, not on it.
    """

    screen: str
    number: float | None
    threshold: float
    worth_a_look: bool


def screen_pair(
    values: Values, pair: Pair, thresholds: Mapping[str, float], orders: Sequence[Codes | None] = ()
) -> list[Screened]:
    """The screens that ``thresholds`` names, of two officers, in the order of ``SCREENS``.

    ``values``: officers x households in yuan. ``orders``: for each officer the columns in the order in which the
    officer's ballot listed them, None or left out for the order of the columns.
    """
    found = []
    for screen in SCREENS:
        if screen in thresholds:
            number, threshold = number_of(screen, values, pair, orders), thresholds[screen]
            found.append(Screened(screen, number, threshold, number is not None and odd(screen, number, threshold)))
    return found


def number_of(screen: str, values: Values, pair: Pair, orders: Sequence[Codes | None] = ()) -> float | None:
    """The number of one of ``SCREENS``; KeyError for another word."""
    if screen == EQUAL_RUN:
        runs = [longest_equal_run(values, pair, order) for order in _orders_of(pair, orders)]
        return max((run for run in runs if run is not None), default=None)
    return {EQUAL_SHARE: equal_share, EXCESS_EQUAL: excess_p_value, RESIDUAL_CORRELATION: residual_correlation}[screen](
        values, pair
    )


def odd(screen: str, number: float, threshold: float) -> bool:
    """Whether a screen's number is beyond its threshold."""
    return number < threshold if screen in SMALL_IS_ODD else number > threshold


def equal_share(values: Values, pair: Pair) -> float | None:
    """The share of exactly equal amounts among the households that both officers rated; None without any."""
    equal = _equal(values, pair, both_rated(values, pair))
    return float(equal.mean()) if equal.size else None


def longest_equal_run(values: Values, pair: Pair, order: Codes | None = None) -> int | None:
    """The most households one after another with exactly equal amounts; None if both officers rated none.

    ``order``: columns as a ballot listed them, else as they stand. A household that not both rated is passed over.
    """
    together = both_rated(values, pair)
    if order is not None:
        together = order[np.isin(order, together)]
    equal = _equal(values, pair, together)
    breaks = np.flatnonzero(np.concatenate([[1], 1 - equal, [1]]))
    return int(np.diff(breaks).max()) - 1 if equal.size else None


def excess_p_value(values: Values, pair: Pair) -> float | None:
    """The p-value of ``excess.excess_equal``; None where no third officer rated what both rated."""
    found = excess_equal(values, pair)
    return found.p_value if found else None


def residual_correlation(values: Values, pair: Pair) -> float | None:
    """What two officers have in common beyond the others: the partial correlation of their amounts' ranks, -1 to 1.

    The ranks' residuals after a straight line through the ranks of the other officers' mean are correlated (G. Udny
    Yule, 1907, On the Theory of Correlation for any Number of Variables, Proceedings of the Royal Society A 79, with
    Spearman's ranks). Honest officers have about a half, and more where the others are less precise. None with fewer
    than four households that both and a third officer rated, or if the others' mean leaves no residual.
    """
    others = mean_of_others(values, *pair)
    three = np.stack([values[pair.first], values[pair.second], others])
    three = three[:, ~np.isnan(three).any(axis=0)]
    if three.shape[1] < 4:
        return None
    ours, theirs, taken_out = (ranks - ranks.mean() for ranks in map(mean_ranks, three))
    return _correlation(_residuals(ours, taken_out), _residuals(theirs, taken_out), three.shape[1])


def _residuals(ranks: Figures, taken_out: Figures) -> Figures:
    variation = taken_out @ taken_out
    return ranks - taken_out * (ranks @ taken_out / variation) if variation else ranks


def _correlation(ours: Figures, theirs: Figures, households: int) -> float | None:
    left = min(ours @ ours, theirs @ theirs)
    if left <= NOTHING_LEFT * households**3:
        return None
    return float(np.clip(ours @ theirs / np.sqrt((ours @ ours) * (theirs @ theirs)), -1, 1))


def _equal(values: Values, pair: Pair, households: Codes) -> Codes:
    """1 for each of ``households`` with equal amounts, else 0."""
    return np.asarray(values[pair.first, households] == values[pair.second, households], dtype=np.intp)


def _orders_of(pair: Pair, orders: Sequence[Codes | None]) -> Iterator[Codes | None]:
    for officer in pair:
        yield orders[officer] if officer < len(orders) else None
