"""What the default policy says of a household, worked out on its own for three officers.

This is deliberately not the programme's code: the sample data are built on these few lines, and the programme has
to arrive at the same figures. Amounts are whole yuan.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

BANK_CAP = 300_000
STEP = 1_000


@dataclass(frozen=True)
class Rating:
    """One officer's rating as it stands in the workbook.

    A rating is spoilt, and refused by the programme, when its amount is written as text (`text`), when it stands
    under another household's number (`written_id`) or when the officer entered it twice (`again`: the second amount).
    """

    officer: str
    amount: int | None = None
    knows: bool = True
    reason: str = ""
    note: str = ""
    text: str = ""
    written_id: str = ""
    again: int | None = None

    @property
    def spoilt(self) -> bool:
        """Whether the programme must refuse this rating."""
        return bool(self.text or self.written_id) or self.again is not None

    @property
    def refuses(self) -> bool:
        """Whether the officer is against any credit."""
        return bool(self.reason) or self.amount == 0

    @property
    def counts(self) -> bool:
        """Whether the rating is one of the three that are needed."""
        return self.knows and not self.spoilt and (self.refuses or self.amount is not None)


@dataclass(frozen=True)
class Expected:
    """A household's expected status, with line and basis where there are any."""

    status: str
    line: int = 0
    basis: str = ""
    capped: bool = False


def _close(low: int, high: int) -> bool:
    return 5 * (high - low) <= high


def _figure(amounts: Sequence[int]) -> tuple[int | None, str]:
    """The figure three officers' amounts come to, and its basis; None where they lie too far apart."""
    low, middle, high = sorted(amounts)
    if _close(low, high):
        return (low + middle + high) // 3, "close_all"
    lower, upper = (middle - low) * high, (high - middle) * middle
    near, far = (low, middle) if lower < upper else (middle, high)
    if lower != upper and _close(near, far):
        return (near + far) // 2, "close_majority"
    return (None if high > 2 * low else middle), "compromise"


def expected_status(ratings: Sequence[Rating], listed: str, village_cap: int) -> Expected:
    """The status, line and basis of a household that three officers rate."""
    if listed in ("黑", "灰"):
        return Expected("declined" if listed == "黑" else "referred")
    counting = [rating for rating in ratings if rating.counts]
    if len(counting) < 3:
        return Expected("no_conclusion")
    refusals = sum(rating.refuses for rating in counting)
    if refusals:
        return Expected("declined" if refusals >= 2 else "referred")
    figure, basis = _figure([rating.amount or 0 for rating in counting])
    if figure is None:
        return Expected("referred", basis=basis)
    cap = min(BANK_CAP, village_cap)
    line = min(figure, cap) // STEP * STEP
    if line < STEP:
        return Expected("declined", basis=basis)
    return Expected("granted", line, basis, figure > cap)


def self_check() -> None:
    """The policy's own examples; the generator runs them before anything else."""
    cases = [
        ((50_000, 50_000, 50_000), "granted", 50_000, "close_all"),
        ((50_000, 55_000, 60_000), "granted", 55_000, "close_all"),
        ((50_000, 60_000, 100_000), "granted", 55_000, "close_majority"),
        ((50_000, 65_000, 80_000), "granted", 72_000, "close_majority"),
        ((30_000, 40_000, 50_000), "granted", 45_000, "close_majority"),
        ((40_000, 50_000, 62_500), "granted", 50_000, "compromise"),
        ((30_000, 50_000, 100_000), "referred", 0, "compromise"),
    ]
    for amounts, status, line, basis in cases:
        for first, second in combinations(range(3), 2):
            third = 3 - first - second
            order = (amounts[third], amounts[second], amounts[first])
            found = expected_status([Rating("", amount) for amount in order], "", BANK_CAP)
            assert (found.status, found.line, found.basis) == (status, line, basis), (order, found)
