"""Households struck off the register (销户) are off the roster (contract §4, 1)."""

from collections.abc import Iterator

import numpy as np

from gridcredit.i18n import N_
from gridcredit.policy import Values
from gridcredit.rules.board import Board, Step


def apply(board: Board, values: Values) -> None:
    board.decide(np.isin(board.registration, values.words("off_roster")), "excluded")


def explain(board: Board, row: int, values: Values) -> Iterator[Step]:  # noqa: ARG001
    registration = board.registration[row]
    if registration is None:
        yield Step(N_("no registration status is given: on the roster"))
    elif board.status[row] == "excluded":
        text = N_("registration {registration}: off the roster, so nothing further is decided")
        yield Step(text, {"registration": registration}, ("off_roster",))
    else:
        yield Step(N_("registration {registration}: on the roster"), {"registration": registration}, ("off_roster",))
