"""Two lists put side by side, one of them shuffled within strata: how often they agree, exactly.

Within a stratum the places where the lists may agree are blocks of a board, one a value; permutations are counted by
how many rooks stand in the blocks, and strata added up by convolution.

Source: John Riordan (1958), An Introduction to Combinatorial Analysis, chapters 7 and 8.
"""

from functools import cache
from math import comb, factorial

import numpy as np
import numpy.typing as npt

from gridcredit.agreement.matrix import Codes, Figures

Counts = npt.NDArray[np.int64]

LARGEST = 15
"""Most members of a stratum: the counts of its permutations stay within 64 bits."""


def hits(one: Codes, other: Codes, strata: Codes) -> Figures:
    """The probability of 0, 1, 2 ... places with equal values when ``one`` is shuffled within the strata.

    ``one``, ``other``: values as codes from 0; ``strata``: the stratum of each place, from 0, none empty. All three
    of one length above 0. ValueError for a stratum of more than ``LARGEST`` members.
    """
    sizes = np.bincount(strata)
    if sizes.max() > LARGEST:
        raise ValueError(f"a stratum of {sizes.max()} members, more than {LARGEST}")
    ours, theirs = _tally(one, other, strata), _tally(other, one, strata)
    boards = _rooks(ours, theirs, int(sizes.max()))
    most = np.minimum(ours, theirs).sum(axis=1)
    found: list[Figures] = []
    for size in np.unique(sizes).tolist():
        alike = sizes == size
        chances = boards[alike, : size + 1] @ _by_exclusion(size) / factorial(size)
        found += [row[: last + 1] for row, last in zip(chances, most[alike].tolist())]
    return _added_up(found)


def _added_up(found: list[Figures]) -> Figures:
    """The distribution of the sum of independent counts, from theirs."""
    while len(found) > 1:
        odd = found[-1:] if len(found) % 2 else []
        found = [np.convolve(some, more) for some, more in zip(found[::2], found[1::2])] + odd
    return found[0]


def _tally(values: Codes, beside: Codes, strata: Codes) -> Counts:
    """How often each value stands in each stratum; strata x values."""
    width = int(max(values.max(), beside.max())) + 1
    tally = np.bincount(strata * width + values, minlength=(int(strata.max()) + 1) * width)
    return tally.reshape(-1, width).astype(np.int64)


def _rooks(ours: Counts, theirs: Counts, most: int) -> Counts:
    """In how many ways 0, 1, 2 ... ``most`` rooks stand in a stratum's blocks of ``ours`` by ``theirs`` places."""
    strata, values = np.nonzero(np.minimum(ours, theirs))
    turn = np.arange(strata.size) - np.searchsorted(strata, strata)
    ways = np.zeros((len(ours), most + 1), dtype=np.int64)
    ways[:, 0] = 1
    for block in range(int(turn.max(initial=-1)) + 1):
        at, value = strata[turn == block], values[turn == block]
        ways[at] = _one_block_more(ways[at], ours[at, value], theirs[at, value])
    return ways


def _one_block_more(ways: Counts, ours: Counts, theirs: Counts) -> Counts:
    """A block of a x b places takes j rooks in C(a, j) C(b, j) j! ways."""
    found, inside = ways.copy(), np.ones_like(ours)
    for rooks in range(1, int(np.minimum(ours, theirs).max()) + 1):
        inside = inside * np.maximum(ours - rooks + 1, 0) * np.maximum(theirs - rooks + 1, 0) // rooks
        found[:, rooks:] += inside[:, np.newaxis] * ways[:, :-rooks]
    return found


@cache
def _by_exclusion(size: int) -> Counts:
    """From ways to place j rooks to the number of permutations with exactly m agreeing places (inclusion-exclusion)."""
    rows = [
        [(-1) ** (j - m) * comb(j, m) * factorial(size - j) if j >= m else 0 for m in range(size + 1)]
        for j in range(size + 1)
    ]
    return np.array(rows, dtype=np.int64)
