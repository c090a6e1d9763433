"""An officer does not rate the own household (回避): the policy says whether such ratings count or are set aside."""

from collections.abc import Iterator

import numpy as np

from gridcredit.i18n import N_
from gridcredit.people import own_households
from gridcredit.policy import Values
from gridcredit.rules.board import Board, Step

SET_ASIDE = "set_aside"
_KINDS = ("same_person", "same_name")


def apply(board: Board, values: Values) -> None:
    """Takes ratings out of ``board.ratings`` into ``board.set_aside``; a household has the reason OWN_HOUSEHOLD then."""
    asked = [kind for kind in _KINDS if values.word(kind) == SET_ASIDE]
    if not asked:
        return
    found = dict(zip(_KINDS, own_households(board.households, board.members, board.given)))
    rows = np.array([row for kind in asked for row in found[kind]], dtype=np.int64)
    own = np.isin(board.ratings.row, rows)
    board.set_aside = board.ratings.where(own)
    board.ratings = board.ratings.where(~own)
    has_own = np.zeros(board.size, dtype=bool)
    has_own[board.set_aside.household] = True
    board.note(has_own, "OWN_HOUSEHOLD")


def explain(board: Board, row: int, values: Values) -> Iterator[Step]:
    asked = tuple(kind for kind in _KINDS if values.word(kind) == SET_ASIDE)
    text = (
        N_("officer {officer} has the name of a person of this household: the rating is set aside")
        if asked == ("same_name",)
        else N_("officer {officer} belongs to this household: the rating is set aside")
    )
    for officer in board.set_aside.of(row).officer if board.set_aside else ():
        yield Step(text, {"officer": officer}, asked)
