"""What ratings come to, from the contract's words: in fractions, over every group, one household at a time.

Nothing here is shared with the code that it judges.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import combinations

from rules.deciding import OFFICERS, Case

Group = tuple[int, ...]


@dataclass(frozen=True)
class Bound:
    """A threshold; ``inclusive``: the number itself is still within."""

    number: int
    inclusive: bool = True

    def keeps(self, figure: Fraction | int) -> bool:
        return figure < self.number or (self.inclusive and figure == self.number)

    def reached(self, figure: Fraction | int) -> bool:
        return figure > self.number or (self.inclusive and figure == self.number)

    def __str__(self) -> str:
        return f"{self.number}:{'inclusive' if self.inclusive else 'exclusive'}"


@dataclass(frozen=True)
class Terms:
    """The policy, as contract §4 has it unless told otherwise."""

    strategy: str = "close_or_compromise"
    measure: str = "percent"
    percent: Bound = Bound(20)
    yuan: Bound = Bound(10_000)
    trimmed: int = 1
    spread: Bound = Bound(200, inclusive=False)
    checked: tuple[str, ...] = ("compromise", "median", "mean", "minimum", "trimmed_mean", "closest_group")
    cap: int = 300_000
    step: int = 1000
    least: Bound = Bound(1000)

    def __str__(self) -> str:
        """As ``deciding.set_to`` takes it."""
        return (
            f"strategy={self.strategy} closeness_measure={self.measure} closeness_percent={self.percent} "
            f"closeness_yuan={self.yuan} trimmed_ratings={self.trimmed} spread_percent={self.spread} "
            f"spread_checked={','.join(self.checked)} household_cap_yuan={self.cap} rounding_yuan={self.step} "
            f"minimum_line_yuan={self.least}"
        )


@dataclass(frozen=True)
class Found:
    """``group``: the amounts that the figure rests on, where others are left out as outlying."""

    basis: str
    figure: Fraction
    group: Group | None = None


def apart(amounts: Sequence[int], by_yuan: bool = False) -> Fraction:
    """How far amounts stand apart: in yuan, or as a share of the largest."""
    return Fraction(max(amounts) - min(amounts), 1 if by_yuan else max(amounts))


def are_close(amounts: Sequence[int], terms: Terms) -> bool:
    by_percent = terms.percent.keeps(apart(amounts) * 100)
    by_yuan = terms.yuan.keeps(apart(amounts, by_yuan=True))
    return {"percent": by_percent, "yuan": by_yuan, "greater": by_percent or by_yuan}[terms.measure]


def mean(amounts: Sequence[int]) -> Fraction:
    return Fraction(sum(amounts), len(amounts))


def median(amounts: Sequence[int]) -> Fraction:
    ordered = sorted(amounts)
    return Fraction(ordered[len(ordered) // 2] + ordered[~(len(ordered) // 2)], 2)


def trimmed_mean(amounts: Sequence[int], at_each_end: int) -> Fraction:
    """The highest and the lowest are left out, as many as may be, as long as a rating is left."""
    left = sorted(amounts)
    for _ in range(at_each_end):
        if len(left) > 2:
            left = left[1:-1]
    return mean(left)


def tightest_majority(amounts: Sequence[int], terms: Terms) -> Group | None:
    """The group of just over half that stands closest; None where another one stands as close."""

    def width(group: Group) -> Fraction:
        return apart(group, by_yuan=terms.measure == "yuan")

    groups = set(combinations(sorted(amounts), len(amounts) // 2 + 1))
    tightest = [group for group in groups if width(group) == min(map(width, groups))]
    return tightest[0] if len(tightest) == 1 else None


def close_or_compromise(amounts: Sequence[int], terms: Terms) -> Found:
    if are_close(amounts, terms):
        return Found("close_all", mean(amounts))
    group = tightest_majority(amounts, terms)
    if group and are_close(group, terms):
        return Found("close_majority", mean(group), group)
    return Found("compromise", median(amounts))


def closest_group(amounts: Sequence[int], terms: Terms) -> Found:
    group = tightest_majority(amounts, terms)
    return Found("closest_group", mean(group), group) if group else Found("closest_group", median(amounts))


STRATEGIES: dict[str, Callable[[Sequence[int], Terms], Found]] = {
    "close_or_compromise": close_or_compromise,
    "median": lambda amounts, _terms: Found("median", median(amounts)),
    "mean": lambda amounts, _terms: Found("mean", mean(amounts)),
    "minimum": lambda amounts, _terms: Found("minimum", Fraction(min(amounts))),
    "trimmed_mean": lambda amounts, terms: Found("trimmed_mean", trimmed_mean(amounts, terms.trimmed)),
    "closest_group": closest_group,
}


@cache
def figure_of(amounts: Group, terms: Terms) -> Found:
    """What amounts in rising order come to; who gave which cannot matter here."""
    return STRATEGIES[terms.strategy](amounts, terms)


def decision(amounts: Sequence[int], terms: Terms) -> Case:
    """What a household with these ratings gets, in the words of ``deciding``."""
    found = figure_of(tuple(sorted(amounts)), terms)
    too_wide = found.basis in terms.checked and terms.spread.reached(Fraction(max(amounts) * 100, min(amounts)))
    line = int(min(found.figure, Fraction(terms.cap)) // terms.step * terms.step)
    too_small = not terms.least.reached(line)
    outside = [
        officer
        for officer, amount in zip(OFFICERS, amounts)
        if found.group and not min(found.group) <= amount <= max(found.group)
    ]
    reasons = {
        "SPREAD_TOO_WIDE": too_wide,
        "CAPPED": found.figure // 1 > terms.cap,
        "BELOW_MINIMUM": too_small and not too_wide,
    }
    shown = "" if too_small or not line else f"{line:,}"
    return {
        "status": "referred" if too_wide else "declined" if too_small else "granted",
        "line": "" if too_wide else shown,
        "suggests": shown if too_wide else "",
        "basis": found.basis,
        "reasons": " ".join(code for code, holds in reasons.items() if holds),
        "counting": str(len(amounts)),
        "outlying": " ".join(outside) if shown and not too_wide else "",
    }
