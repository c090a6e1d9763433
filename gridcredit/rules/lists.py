"""A household on the black list is declined, one on the grey list goes to collective review (contract §4, 1)."""

from gridcredit.policy import Values
from gridcredit.rules.board import Board


def apply(board: Board, values: Values) -> None:
    for name, status in (("declined", "declined"), ("referred", "referred")):
        for mark in values.words(name):
            board.decide(board.listed == mark, status, f"LIST_{mark.upper()}")
