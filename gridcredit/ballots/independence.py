"""How far the officers of a village agree, and whether pairs of them are worth a look: from the ratings as they stand.

Nothing here decides anything, or changes a line.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from gridcredit import policy
from gridcredit.agreement import (
    Estimate,
    Screened,
    Standing,
    Stated,
    Values,
    both_rated,
    estimates,
    pairs,
    screen_pair,
    standings,
    stated_for,
)
from gridcredit.ballots import saves

DRAWS = 1000
"""Villages drawn again for the intervals; more would change their last digit alone."""


class Rating(NamedTuple):
    """One officer's of one household; ``row``: where it stands on the ballot, which is the ballot's own order."""

    household_id: str
    officer: str
    amount_yuan: int | None
    knows: str | None
    refusal: str | None
    row: int

    @property
    def figure(self) -> float:
        """The amount that is suggested; nan for an abstention or a refusal."""
        given = self.amount_yuan and self.knows != "no" and self.refusal is None
        return float(self.amount_yuan or 0) if given else np.nan


@dataclass(frozen=True, slots=True)
class Looked:
    """The screens of two officers; ``stated``: their thresholds, false alarms and power at this number of households."""

    officers: tuple[str, str]
    households: int
    stated: Stated
    screens: Sequence[Screened]


@dataclass(frozen=True, slots=True)
class Independence:
    """``standings`` in the order of ``officers``; ``bases``: households by how their ratings became one figure; ``saves``:
    pairs of ballots by who saved them last, and when.
    """

    officers: tuple[str, ...]
    households: int
    standings: Sequence[Standing]
    refused: Mapping[str, int]
    estimates: Mapping[str, Estimate]
    pairs: Sequence[Looked]
    bases: Mapping[str, int]
    saves: Sequence[saves.Pair]


def independence(
    households: Sequence[str],
    bases: Iterable[str],
    ratings: Sequence[Rating],
    ballots: Sequence[Mapping[str, Any]],
    rule: policy.Values,
    seed: int,
) -> Independence:
    """``households``: those on the roster; ``bases``: of each household's decision, '' where there is none; ``ballots``:
    as ``Assessment.ballots``; ``rule``: the values of ``ballots``. The same ``seed`` gives the same intervals.
    """
    officers = tuple(dict.fromkeys(rating.officer for rating in ratings))
    values, orders = _matrix(households, officers, ratings)
    refused = Counter(rating.officer for rating in ratings if rating.refusal is not None and rating.knows != "no")
    looked = []
    for pair in pairs(values):
        together = both_rated(values, pair).size
        stated = stated_for(together)
        found = screen_pair(values, pair, stated.thresholds, orders)
        looked.append(Looked((officers[pair.first], officers[pair.second]), together, stated, found))
    return Independence(
        officers,
        len(households),
        standings(values, rule.number("round_step_yuan")),
        refused,
        estimates(values, DRAWS, seed),
        looked,
        Counter(filter(None, bases)),
        list(saves.pairs(ballots, rule)),
    )


def _matrix(
    households: Sequence[str], officers: Sequence[str], ratings: Sequence[Rating]
) -> tuple[Values, list[np.ndarray[tuple[int], np.dtype[np.intp]]]]:
    """Officers x households amounts, and for each officer the households in the order of the ballot."""
    at = {household: column for column, household in enumerate(households)}
    row_of = {officer: row for row, officer in enumerate(officers)}
    values = np.full((len(officers), len(households)), np.nan)
    places: list[list[tuple[int, int]]] = [[] for _officer in officers]
    for rating in ratings:
        if rating.household_id in at:
            row, column = row_of[rating.officer], at[rating.household_id]
            values[row, column] = rating.figure
            places[row].append((rating.row, column))
    return values, [np.array([column for _row, column in sorted(listed)], dtype=np.intp) for listed in places]
