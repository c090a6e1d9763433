"""Households struck off the register (销户) are off the roster (contract §4, 1)."""

import numpy as np

from gridcredit.policy import Values
from gridcredit.rules.board import Board


def apply(board: Board, values: Values) -> None:
    board.decide(np.isin(board.registration, values.words("off_roster")), "excluded")
