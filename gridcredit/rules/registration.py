"""Households struck off the register (销户) are off the roster (contract §4, 1)."""

from gridcredit.policy import Values
from gridcredit.rules.board import Board


def apply(board: Board, values: Values) -> None:
    board.decide(board.households["registration_status"].isin(values.words("off_roster")).to_numpy(), "excluded")
