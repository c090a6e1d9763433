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
from gridcredit.rules.wording import share

CLOSE_OR_COMPROMISE = "close_or_compromise"
RESTS_ON_GROUP = ("close_majority", "closest_group")


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
    ratings = ratings.where(np.argsort(ratings.household, kind="stable"))
    sizes = board.counting[ratings.household]
    wide = np.zeros(board.size, dtype=bool)
    how, spread = strategy_of(values), values.limit("spread_percent")
    for n in np.unique(sizes):
        of_size = ratings.where(sizes == n)
        households = of_size.household[::n]
        amounts, officers = _rising(of_size.amount.reshape(-1, n), of_size.officer.reshape(-1, n))
        figure, basis, first, last = reconcile(amounts, how)
        board.figure[households] = figure
        board.basis[households] = basis
        smallest, largest = amounts[:, 0], amounts[:, -1]
        checked = np.isin(basis, values.words("spread_checked"))
        wide[households] = checked & spread.at_least(largest * 100, smallest * spread.value)
        rows = np.arange(len(households))
        low, high = amounts[rows, first], amounts[rows, last - 1]
        grouped = np.isin(basis, RESTS_ON_GROUP)
        for amount, officer in zip(amounts.T, officers.T):
            apart = grouped & ((amount < low) | (amount > high))
            board.outlying.append((households[apart], officer[apart]))
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
    of_majority, otherwise = names
    basis = _all(otherwise, count)
    basis[majority] = of_majority
    basis[all_close] = "close_all"
    return figure, basis, first, last


def explain(board: Board, row: int, values: Values) -> Iterator[Step]:
    if not board.basis[row]:
        return
    amounts = np.sort(board.ratings.of(row).amount)
    if board.status[row] and board.decided_by[row] != "SPREAD_TOO_WIDE":
        yield Step(N_("decided already, so the ratings make no line"))
    else:
        yield Step(N_("ratings from low to high: {amounts} yuan"), {"amounts": _list(amounts)}, ("strategy",))
        yield from _figure(amounts, strategy_of(values), str(board.basis[row]), int(board.figure[row]))
        yield from _outlying(board, row)
    if board.basis[row] in values.words("spread_checked"):
        yield _spread(int(amounts[0]), int(amounts[-1]), values.limit("spread_percent"))


def _figure(amounts: Yuan, how: Strategy, basis: str, figure: int) -> Iterator[Step]:
    """How the figure comes out of amounts in rising order."""
    size = len(amounts) // 2 + 1
    if how.name == CLOSE_OR_COMPROMISE:
        yield from _measured(amounts, how.closeness, N_("all of them"))
    if basis in ("close_majority", "compromise", "closest_group"):
        yield from _groups(amounts, size, how)
    _figures, _basis, first, last = reconcile(amounts[None, :], how)
    used = amounts[first[0] : last[0]]
    params: dict[str, object] = {"amounts": _list(used, " + "), "figure": figure, "count": len(used)}
    if basis == "minimum":
        yield Step(N_("the smallest: {figure} yuan"), params, ("strategy",))
    elif basis in ("compromise", "median") or (basis == "closest_group" and len(used) != size):
        yield from _middle(amounts, figure)
    else:
        if basis == "trimmed_mean":
            params["cut"] = int(first[0])
            text = N_("mean without the {cut} lowest and {cut} highest: ({amounts}) ÷ {count} = {figure} yuan")
        else:
            text = N_("mean: ({amounts}) ÷ {count} = {figure} yuan")
        names = ("strategy", "trimmed_ratings") if basis == "trimmed_mean" else ("strategy",)
        yield from _floored(Step(text, params, names), int(used.sum()) % len(used))


def _middle(amounts: Yuan, figure: int) -> Iterator[Step]:
    low, high = int(amounts[(len(amounts) - 1) // 2]), int(amounts[len(amounts) // 2])
    if len(amounts) % 2:
        yield Step(N_("the median, the middle one: {figure} yuan"), {"figure": figure}, ("strategy",))
    else:
        text = N_("the median, between the two in the middle: ({low} + {high}) ÷ 2 = {figure} yuan")
        yield from _floored(Step(text, {"low": low, "high": high, "figure": figure}, ("strategy",)), (low + high) % 2)


def _floored(step: Step, remainder: int) -> Iterator[Step]:
    yield step
    if remainder:
        yield Step(N_("the fraction of a yuan is left out"))


def _groups(amounts: Yuan, size: int, how: Strategy) -> Iterator[Step]:
    """The nearest majority: which it is, and whether it is close."""
    start, tied = _nearest_group(amounts[None, :], size, how.closeness.measure == "yuan")
    group = amounts[start[0] : start[0] + size]
    closes = how.name == CLOSE_OR_COMPROMISE
    if closes:
        yield from _measured(group, how.closeness, N_("the nearest majority"))
    if tied[0]:
        text = N_("another {count} stand just as near as {amounts}, so the nearest is not one group")
        yield Step(text, {"count": size, "amounts": _list(group)}, ("closeness_measure",))
    elif not closes:
        text = N_("the nearest {count}: {amounts} yuan")
        yield Step(text, {"count": size, "amounts": _list(group)}, ("closeness_measure",))


def _measured(amounts: Yuan, closeness: Closeness, who: str) -> Iterator[Step]:
    """How far apart amounts in rising order stand, and whether that is close, by each measure that the policy takes."""
    low, high = int(amounts[0]), int(amounts[-1])
    params = {"who": who, "low": low, "high": high, "apart": high - low}
    if closeness.measure in ("percent", "greater"):
        limit = closeness.percent
        near = limit.at_most((high - low) * 100, high * limit.value)
        shares = {"share": share(high - low, high, limit.value), "percent": limit.value}
        yield Step(_BY_PERCENT[limit.inclusive, near], params | shares, ("closeness_measure", "closeness_percent"))
    if closeness.measure in ("yuan", "greater"):
        limit = closeness.yuan
        near = limit.at_most(high - low)
        yield Step(
            _BY_YUAN[limit.inclusive, near], params | {"yuan": limit.value}, ("closeness_measure", "closeness_yuan")
        )


def _outlying(board: Board, row: int) -> Iterator[Step]:
    found = [officer for rows, officers in board.outlying for officer in officers[rows == row].tolist()]
    if found:
        yield Step(N_("apart from these, so not in the figure: {officers}"), {"officers": " ".join(found)})


def _spread(low: int, high: int, spread: Limit) -> Step:
    params = {"low": low, "high": high, "share": share(high, low, spread.value), "percent": spread.value}
    text = _SPREAD[spread.inclusive, spread.at_least(high * 100, low * spread.value)]
    return Step(text, params, ("spread_percent",))


_BY_PERCENT = {
    (True, True): N_("{who}, {low} to {high} yuan: {apart} ÷ {high} = {share} %, close is {percent} % or less: close"),
    (True, False): N_(
        "{who}, {low} to {high} yuan: {apart} ÷ {high} = {share} %, close is {percent} % or less: not close"
    ),
    (False, True): N_("{who}, {low} to {high} yuan: {apart} ÷ {high} = {share} %, close is under {percent} %: close"),
    (False, False): N_(
        "{who}, {low} to {high} yuan: {apart} ÷ {high} = {share} %, close is under {percent} %: not close"
    ),
}
_BY_YUAN = {
    (True, True): N_("{who}, {low} to {high} yuan: {apart} yuan apart, close is {yuan} yuan or less: close"),
    (True, False): N_("{who}, {low} to {high} yuan: {apart} yuan apart, close is {yuan} yuan or less: not close"),
    (False, True): N_("{who}, {low} to {high} yuan: {apart} yuan apart, close is under {yuan} yuan: close"),
    (False, False): N_("{who}, {low} to {high} yuan: {apart} yuan apart, close is under {yuan} yuan: not close"),
}
"""By whether the bound is inclusive, and whether it is kept."""
_SPREAD = {
    (True, True): N_(
        "{high} yuan is {share} % of {low} yuan; from {percent} % on the ratings are too far apart: they are"
    ),
    (True, False): N_(
        "{high} yuan is {share} % of {low} yuan; from {percent} % on the ratings are too far apart: they are not"
    ),
    (False, True): N_(
        "{high} yuan is {share} % of {low} yuan; above {percent} % the ratings are too far apart: they are"
    ),
    (False, False): N_(
        "{high} yuan is {share} % of {low} yuan; above {percent} % the ratings are too far apart: they are not"
    ),
}


def _list(amounts: Yuan, between: str = " ") -> str:
    return between.join(f"{amount:,}" for amount in amounts.tolist())


def _rising(amounts: Yuan, officers: Text) -> tuple[Yuan, Text]:
    """Each household's amounts in rising order, and who gave them; of equal ones, the earlier officer first."""
    order = np.argsort(amounts, axis=1, kind="stable")
    return np.take_along_axis(amounts, order, axis=1), np.take_along_axis(officers, order, axis=1)


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
