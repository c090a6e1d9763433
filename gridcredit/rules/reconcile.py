"""Ratings become one figure by the policy's strategy (额度接近或折中; contract §4, 4).

``close_or_compromise``: close ratings give their mean, else the nearest majority its mean, else the median. The others
are plain: ``median``, ``mean``, ``minimum``, ``trimmed_mean`` (without the highest and the lowest), ``closest_group``
(the mean of the nearest majority, however far apart; the median where several are equally near).

All comparisons are of integers: (max − min) ÷ max is compared by cross-multiplication, and a mean is floored once.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from gridcredit.i18n import N_
from gridcredit.policy import Limit, Values
from gridcredit.rules.board import Board, Mask, Step, Text, Yuan

CLOSE_OR_COMPROMISE = "close_or_compromise"
RESTS_ON_GROUP = ("close_majority", "closest_group")
_CLOSENESS = ("closeness_measure", "closeness_percent", "closeness_yuan")


@dataclass(frozen=True, slots=True)
class Closeness:
    """When ratings are close: by ``percent`` of the largest, by ``yuan`` between them, or by the ``greater`` of both."""

    measure: str
    percent: Limit
    yuan: Limit

    def holds(self, low: Yuan, high: Yuan) -> Mask:
        by_percent: Mask = self.percent.at_most((high - low) * 100, high * self.percent.value)
        by_yuan: Mask = self.yuan.at_most(high - low)
        return {"percent": by_percent, "yuan": by_yuan, "greater": by_percent | by_yuan}[self.measure]


@dataclass(frozen=True, slots=True)
class Strategy:
    """How ratings become a figure; ``trimmed``: how many a trimmed mean leaves out at each end."""

    name: str
    closeness: Closeness
    trimmed: int = 1


def strategy_of(values: Values) -> Strategy:
    percent, yuan = values.limit("closeness_percent"), values.limit("closeness_yuan")
    closeness = Closeness(values.word("closeness_measure"), percent, yuan)
    return Strategy(values.word("strategy"), closeness, values.number("trimmed_ratings"))


def apply(board: Board, values: Values) -> None:
    """Sets ``board.figure``, ``basis`` and ``outlying`` of households with enough ratings and no refusal."""
    ready = board.enough & (board.refusals == 0) & (board.status != "excluded")
    ratings = board.ratings.where(ready[board.ratings.household])
    ratings = ratings.where(np.lexsort((ratings.amount, ratings.household)))
    positions, amounts, officers = ratings.household, ratings.amount, ratings.officer
    sizes = board.counting[positions]
    wide = np.zeros(board.size, dtype=bool)
    how, spread = strategy_of(values), values.limit("spread_percent")
    for n in np.unique(sizes):
        of_size = sizes == n
        sorted_amounts = amounts[of_size].reshape(-1, n)
        households = positions[of_size][::n]
        figure, basis, first, last = reconcile(sorted_amounts, how)
        board.figure[households] = figure
        board.basis[households] = basis
        smallest, largest = sorted_amounts[:, 0], sorted_amounts[:, -1]
        checked = np.isin(basis, values.words("spread_checked"))
        wide[households] = checked & spread.at_least(largest * 100, smallest * spread.value)
        rows = np.arange(len(households))
        low, high = sorted_amounts[rows, first][:, None], sorted_amounts[rows, last - 1][:, None]
        grouped = np.isin(basis, RESTS_ON_GROUP)[:, None]
        apart = grouped & ((sorted_amounts < low) | (sorted_amounts > high))
        board.outlying.append((households[np.nonzero(apart)[0]], officers[of_size].reshape(-1, n)[apart]))
    board.decide(wide, "referred", "SPREAD_TOO_WIDE")


def reconcile(amounts: Yuan, how: Strategy) -> tuple[Yuan, Text, Yuan, Yuan]:
    """Figure, basis and the range of columns it rests on, for households (rows) of n amounts in rising order.

    Amounts are positive whole yuan up to 10⁹. Groups of the same amounts are one group, whoever gave them.
    """
    count, n = amounts.shape
    first, last = np.zeros(count, dtype=np.int64), np.full(count, n, dtype=np.int64)
    if how.name == "minimum":
        return amounts[:, 0], _all(how.name, count), first, first + 1
    if how.name == "median":
        return _median(amounts), _all(how.name, count), first, last
    if how.name in ("mean", "trimmed_mean"):
        cut = min(how.trimmed, (n - 1) // 2) if how.name == "trimmed_mean" else 0
        return _mean(amounts, first + cut, last - cut), _all(how.name, count), first + cut, last - cut
    size = n // 2 + 1
    start, tied = _nearest_group(amounts, size, how.closeness.measure == "yuan")
    rows = np.arange(count)
    if how.name == CLOSE_OR_COMPROMISE:
        all_close = how.closeness.holds(amounts[:, 0], amounts[:, -1])
        near = how.closeness.holds(amounts[rows, start], amounts[rows, start + size - 1])
        majority = ~all_close & near & ~tied
        names = "close_majority", "compromise"
    else:
        all_close, majority, names = np.zeros(count, dtype=bool), ~tied, ("closest_group", "closest_group")
    first = np.where(majority, start, 0)
    last = np.where(majority, start + size, n)
    figure = np.where(all_close | majority, _mean(amounts, first, last), _median(amounts))
    basis = np.where(all_close, "close_all", np.where(majority, *names)).astype(object)
    return figure, basis, first, last


def explain(board: Board, row: int, values: Values) -> Iterator[Step]:
    if not board.basis[row]:
        return
    how = strategy_of(values)
    amounts = np.sort(board.ratings.of(row).amount)
    figure, basis = int(board.figure[row]), str(board.basis[row])
    yield Step(N_("ratings in rising order: {amounts}"), {"amounts": _list(amounts)}, ("strategy",))
    size = len(amounts) // 2 + 1
    if how.name == CLOSE_OR_COMPROMISE:
        yield _measured(amounts, how.closeness, basis == "close_all", N_("all of them"))
        if basis != "close_all":
            yield from _groups(amounts, size, how.closeness)
    _figure, _basis, first, last = reconcile(amounts[None, :], how)
    used = amounts[first[0] : last[0]]
    params = {"amounts": _list(used), "figure": figure, "count": len(used), "sum": int(used.sum())}
    if basis in ("close_all", "close_majority", "mean", "trimmed_mean") or (
        basis == "closest_group" and len(used) == size
    ):
        yield Step(N_("mean of {amounts}: {sum} ÷ {count} = {figure}"), params, ("strategy",))
    elif basis == "minimum":
        yield Step(N_("the smallest: {figure}"), params, ("strategy",))
    else:
        yield Step(N_("median: {figure}"), params, ("strategy",))
    low, high, spread = int(amounts[0]), int(amounts[-1]), values.limit("spread_percent")
    if basis in values.words("spread_checked"):
        params = {"low": low, "high": high, "percent": spread.value}
        if spread.at_least(high * 100, low * spread.value):
            text = N_("the largest, {high}, is more than {percent} % of the smallest, {low}: collective review")
        else:
            text = N_("the largest, {high}, is not more than {percent} % of the smallest, {low}")
        yield Step(text, params, ("spread_percent", "spread_checked"))


def _groups(amounts: Yuan, size: int, closeness: Closeness) -> Iterator[Step]:
    """The nearest majority: which it is, and whether it is close."""
    start, tied = _nearest_group(amounts[None, :], size, closeness.measure == "yuan")
    group = amounts[start[0] : start[0] + size]
    if tied[0]:
        yield Step(N_("several groups of {count} are equally near"), {"count": size})
    else:
        near = bool(closeness.holds(group[:1], group[-1:])[0])
        yield _measured(group, closeness, near, N_("the nearest majority"))


def _measured(amounts: Yuan, closeness: Closeness, near: bool, who: str) -> Step:
    low, high = int(amounts[0]), int(amounts[-1])
    params = {
        "who": who,
        "low": low,
        "high": high,
        "apart": high - low,
        "share": f"{(high - low) * 100 / high:.1f}",
        "percent": closeness.percent.value,
        "yuan": closeness.yuan.value,
    }
    texts = {
        "percent": (
            N_("{who}, {low} to {high}: {apart} apart, {share} % of the largest; up to {percent} % is close: close"),
            N_(
                "{who}, {low} to {high}: {apart} apart, {share} % of the largest; up to {percent} % is close: not close"
            ),
        ),
        "yuan": (
            N_("{who}, {low} to {high}: {apart} apart; up to {yuan} yuan is close: close"),
            N_("{who}, {low} to {high}: {apart} apart; up to {yuan} yuan is close: not close"),
        ),
        "greater": (
            N_("{who}, {low} to {high}: {apart} apart, {share} %; up to {percent} % or {yuan} yuan is close: close"),
            N_(
                "{who}, {low} to {high}: {apart} apart, {share} %; up to {percent} % or {yuan} yuan is close: not close"
            ),
        ),
    }
    names = tuple(name for name in _CLOSENESS if closeness.measure in name or name == "closeness_measure")
    return Step(texts[closeness.measure][not near], params, _CLOSENESS if closeness.measure == "greater" else names)


def _list(amounts: Yuan) -> str:
    return " ".join(f"{amount:,}" for amount in amounts.tolist())


def _nearest_group(amounts: Yuan, size: int, by_yuan: bool) -> tuple[Yuan, Mask]:
    """Where the group of ``size`` neighbours that stands closest begins, and whether another stands just as close."""
    count, n = amounts.shape
    low, high, first = amounts[:, 0].copy(), amounts[:, size - 1].copy(), np.zeros(count, dtype=np.int64)
    tied = np.zeros(count, dtype=bool)
    for start in range(1, n - size + 1):
        group_low, group_high = amounts[:, start], amounts[:, start + size - 1]
        ours, theirs = high - low, group_high - group_low
        if not by_yuan:
            ours, theirs = ours * group_high, theirs * high
        window = amounts[:, start : start + size]
        held = np.take_along_axis(amounts, first[:, None] + np.arange(size), axis=1)
        differs = (window != held).any(axis=1)
        better = theirs < ours
        tied = np.where(better, False, tied | ((theirs == ours) & differs))
        low, high = np.where(better, group_low, low), np.where(better, group_high, high)
        first = np.where(better, start, first)
    return first, tied


def _mean(amounts: Yuan, first: Yuan, last: Yuan) -> Yuan:
    totals = np.concatenate([np.zeros((len(amounts), 1), dtype=np.int64), amounts.cumsum(axis=1)], axis=1)
    rows = np.arange(len(amounts))
    mean: Yuan = (totals[rows, last] - totals[rows, first]) // (last - first)
    return mean


def _median(amounts: Yuan) -> Yuan:
    n = amounts.shape[1]
    median: Yuan = (amounts[:, (n - 1) // 2] + amounts[:, n // 2]) // 2
    return median


def _all(basis: str, count: int) -> Text:
    return np.full(count, basis, dtype=object)
