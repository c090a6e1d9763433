"""A majority of refusals declines a household; any fewer refer it to collective review (contract §4, 3).

A bank may also have a single refusal decline, or any refusal on a ground that its profile calls hard.
"""

from collections.abc import Iterator

import numpy as np

from gridcredit.i18n import N_
from gridcredit.policy import Limit, Values
from gridcredit.rules.board import Board, Step
from gridcredit.rules.wording import share

_CODES = {"majority": "REFUSED_BY_MAJORITY", "one": "REFUSED_BY_ONE", "hard_reason": "REFUSED_ON_HARD_GROUND"}


def apply(board: Board, values: Values) -> None:
    majority = values.limit("majority_percent")
    hard = np.zeros(board.size, dtype=bool)
    hard[board.ratings.household[board.ratings.hard & board.ratings.refuses]] = True
    holds = {
        "majority": majority.at_least(board.refusals * 100, board.counting * majority.value),
        "one": np.ones(board.size, dtype=bool),
        "hard_reason": hard,
    }
    refused = board.refusals > 0
    declined = np.zeros(board.size, dtype=bool)
    for way in values.words("declined_by"):
        met = board.enough & refused & holds[way]
        board.decide(met, "declined", _CODES[way])
        declined |= met
    board.decide(board.enough & refused & ~declined, "referred", "REFUSED_BY_SOME")


def explain(board: Board, row: int, values: Values) -> Iterator[Step]:
    refusals, counting = int(board.refusals[row]), int(board.counting[row])
    if not board.enough[row]:
        return
    if not refusals:
        yield Step(N_("none of the {count} ratings refuses"), {"count": counting}, ("declined_by",))
        return
    if "majority" in values.words("declined_by"):
        yield _majority(refusals, counting, values.limit("majority_percent"), board.has(row, "REFUSED_BY_MAJORITY"))
    params = {"refusals": refusals, "count": counting}
    if board.has(row, "REFUSED_BY_ONE"):
        yield Step(N_("{refusals} of {count} ratings refuse; one is enough to decline"), params, ("declined_by",))
    if board.has(row, "REFUSED_ON_HARD_GROUND"):
        yield Step(N_("an officer refuses on a ground that the bank calls hard: declined"), {}, ("declined_by",))
    if board.has(row, "REFUSED_BY_SOME"):
        text = N_("{refusals} of {count} ratings refuse, which does not decline: collective review")
        yield Step(text, params, ("declined_by",))


def _majority(refusals: int, counting: int, majority: Limit, met: bool) -> Step:
    params = {
        "refusals": refusals,
        "count": counting,
        "share": share(refusals, counting, majority.value),
        "percent": majority.value,
    }
    over = (
        N_("{refusals} of {count} ratings refuse, {share} %; a majority is {percent} % or more: a majority"),
        N_("{refusals} of {count} ratings refuse, {share} %; a majority is {percent} % or more: no majority"),
    )
    above = (
        N_("{refusals} of {count} ratings refuse, {share} %; a majority is more than {percent} %: a majority"),
        N_("{refusals} of {count} ratings refuse, {share} %; a majority is more than {percent} %: no majority"),
    )
    return Step((over if majority.inclusive else above)[not met], params, ("declined_by", "majority_percent"))
