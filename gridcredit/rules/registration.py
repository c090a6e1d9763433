"""Households struck off the register (销户) are off the roster (contract §4, 1)."""

from collections.abc import Iterator

import numpy as np

from gridcredit.i18n import N_
from gridcredit.policy import Values
from gridcredit.rules.board import Board, Step


def apply(board: Board, values: Values) -> None:
    board.decide(np.isin(board.registration, values.words("off_roster")), "excluded")


def explain(board: Board, row: int, values: Values) -> Iterator[Step]:  # noqa: ARG001
    params = {"registration": board.registration[row] or "—"}
    if board.status[row] == "excluded":
        yield Step(N_("registration: {registration}; the household is off the roster"), params, ("off_roster",))
    else:
        yield Step(N_("registration: {registration}; the household is on the roster"), params, ("off_roster",))
