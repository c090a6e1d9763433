"""A majority of refusals declines a household; any fewer refer it to collective review (contract §4, 3)."""

from gridcredit.policy import Values
from gridcredit.rules.board import Board


def apply(board: Board, values: Values) -> None:
    majority = board.enough & (board.refusals * 100 > board.counting * values.number("majority_percent"))
    some = board.enough & (board.refusals > 0) & ~majority
    board.decide(majority, "declined", "REFUSED_BY_MAJORITY")
    board.decide(some, "referred", "REFUSED_BY_SOME")
