"""The figure is capped, rounded down, and declined where nothing worth granting is left (contract §4, 5)."""

import numpy as np

from gridcredit.policy import Values
from gridcredit.rules.board import Board


def cap_of(values: Values, village_cap: int | None) -> int:
    """The largest line of one household in yuan: the bank's cap, or the village's 最高额度 if that is lower."""
    cap = values.number("household_cap_yuan")
    return cap if village_cap is None else min(cap, village_cap)


def apply(board: Board, values: Values) -> None:
    """Sets ``board.line`` of the granted and ``suggested`` of those whose spread was too wide."""
    cap = cap_of(values, board.village_cap)
    step = values.number("rounding_yuan")
    line = np.minimum(board.figure, cap) // step * step
    reconciled = board.basis != ""
    open_ = reconciled & (board.status == "")
    suggests = board.decided_by == "SPREAD_TOO_WIDE"
    concerned = open_ | suggests
    board.note(concerned & (board.figure > cap), "CAPPED")
    too_small = line < values.number("minimum_line_yuan")
    board.decide(open_ & too_small, "declined", "BELOW_MINIMUM")
    board.decide(open_ & ~too_small, "granted")
    board.line = np.where(open_ & ~too_small, line, 0)
    board.suggested = np.where(suggests & ~too_small, line, 0)
    board.basis = np.where(concerned, board.basis, "")
