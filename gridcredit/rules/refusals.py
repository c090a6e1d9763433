"""A majority of refusals declines a household; any fewer refer it to collective review (contract §4, 3).

A bank may also have a single refusal decline, or any refusal on a ground that its profile calls hard.
"""

from collections.abc import Iterator

import numpy as np

from gridcredit.i18n import N_
from gridcredit.policy import Values
from gridcredit.rules.board import Board, Step

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
    params = {"refusals": refusals, "count": counting, "percent": values.number("majority_percent")}
    if not refusals:
        yield Step(N_("none of {count} ratings that count refuses"), params, ("declined_by",))
    elif board.has(row, "REFUSED_BY_MAJORITY"):
        text = N_("{refusals} of {count} refuse, more than {percent} %: a majority")
        yield Step(text, params, ("declined_by", "majority_percent"))
    elif board.has(row, "REFUSED_BY_ONE"):
        yield Step(N_("{refusals} of {count} refuse; one is enough"), params, ("declined_by",))
    elif not board.has(row, "REFUSED_ON_HARD_GROUND"):
        text = N_("{refusals} of {count} refuse, no majority")
        yield Step(text, params, ("declined_by", "majority_percent"))
    if board.has(row, "REFUSED_ON_HARD_GROUND"):
        yield Step(N_("an officer refuses on a ground that the bank calls hard"), {}, ("declined_by",))
