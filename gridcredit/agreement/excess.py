"""Equal amounts of two officers beyond what like households would give them anyway: a permutation test.

Officers agree because they see the same household. So one officer's amounts change places only among households that
all the others rate alike; what remains is agreement to the yuan that the households do not explain. The others' mean
counts each officer by precision: given it, where the second officer stands above or below it tells nothing more of the
household, which holds for a plain mean only if all officers err alike.

Source: the permutation test with blocks, Phillip Good (2005), Permutation, Parametric and Bootstrap Tests of
Hypotheses. Its distribution is summed exactly (``rooks``), so that no permutation is drawn and no seed is needed.
"""

from typing import NamedTuple

import numpy as np

from gridcredit.agreement.matrix import Pair, Values, both_rated
from gridcredit.agreement.others import mean_of_others, precise_mean_of_others
from gridcredit.agreement.rooks import hits

ALIKE = 6
"""Households of a stratum, in most villages or one more: few, so that they are alike, yet enough to change places."""


class Excess(NamedTuple):
    """``equal``: households with equal amounts; ``expected``: how many on average when amounts change places among
    like households; ``p_value``: the share of all such exchanges that give ``equal`` or more.
    """

    households: int
    equal: int
    expected: float
    p_value: float


def excess_equal(values: Values, pair: Pair) -> Excess | None:
    """Whether two officers have more equal amounts than like households explain.

    ``values``: officers x households in yuan; households count that both and at least one third officer rated. It is
    tried with the amounts of either officer changing places, and the larger p-value counts. None without such
    households. Households of equal mean stand in the order of their columns.
    """
    thirds = mean_of_others(values, *pair)
    together = both_rated(values, pair)
    values = values[:, together[~np.isnan(thirds[together])]]
    if not values.shape[1]:
        return None
    return max(_exchanged(values, *pair), _exchanged(values, *pair[::-1]), key=lambda found: found.p_value)


def _exchanged(values: Values, one: int, other: int) -> Excess:
    """The amounts of ``one`` change places."""
    order = np.argsort(precise_mean_of_others(values, one), kind="stable")
    ours, theirs = values[one, order], values[other, order]
    _amounts, codes = np.unique(np.concatenate([ours, theirs]), return_inverse=True)
    count = order.size
    strata = np.arange(count) * max(count // ALIKE, 1) // count
    chances = hits(codes[:count], codes[count:], strata)
    equal = int((ours == theirs).sum())
    return Excess(count, equal, float(chances @ np.arange(chances.size)), min(1.0, float(chances[equal:].sum())))
