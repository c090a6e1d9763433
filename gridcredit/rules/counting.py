"""A rating counts if its officer knows the household and gives an amount or a refusal; too few that count end in no
conclusion (contract §4, 2).
"""

from collections.abc import Iterator

import numpy as np

from gridcredit.i18n import N_
from gridcredit.policy import Values
from gridcredit.rules.board import Board, Step


def apply(board: Board, values: Values) -> None:
    """Sets ``board.counting``, ``refusals`` and ``enough``; keeps in ``board.ratings`` those that count.

    An empty rating is missing, never zero; the amount 0 is a refusal.
    """
    ratings = board.ratings.refusing(board.ratings.refuses | (board.ratings.amount == 0))
    board.ratings = ratings.where(~ratings.unknowing & (ratings.refuses | (ratings.amount > 0)))
    board.counting = np.bincount(board.ratings.household, minlength=board.size).astype(np.int64)
    refusing = board.ratings.household[board.ratings.refuses]
    board.refusals = np.bincount(refusing, minlength=board.size).astype(np.int64)
    board.enough = board.counting >= values.number("minimum_ratings")
    board.decide(~board.enough, "no_conclusion", "TOO_FEW_RATINGS")


def explain(board: Board, row: int, values: Values) -> Iterator[Step]:
    params = {"count": int(board.counting[row]), "needed": values.number("minimum_ratings")}
    text = (
        N_("ratings that count: {count}; at least {needed} are needed: enough")
        if board.enough[row]
        else N_("ratings that count: {count}; at least {needed} are needed: too few")
    )
    yield Step(text, params, ("minimum_ratings",))
