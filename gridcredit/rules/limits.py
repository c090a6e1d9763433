"""The figure is capped, rounded down, and declined where nothing worth granting is left (contract §4, 5)."""

from collections.abc import Iterator

import numpy as np

from gridcredit.i18n import N_
from gridcredit.policy import Values
from gridcredit.rules.board import Board, Step


def cap_of(values: Values, village_cap: int | None) -> int:
    """The largest line of one household in yuan: the bank's cap, or the village's 最高额度 if that is lower."""
    cap = values.number("household_cap_yuan")
    return cap if village_cap is None else min(cap, village_cap)


def apply(board: Board, values: Values) -> None:
    """Sets ``board.line`` of the granted and ``suggested`` of those with a figure who go to collective review."""
    cap = cap_of(values, board.village_cap)
    step = values.number("rounding_yuan")
    line = np.minimum(board.figure, cap) // step * step
    reconciled = board.basis != ""
    open_ = reconciled & (board.status == "")
    suggests = np.isin(board.decided_by, ("SPREAD_TOO_WIDE", "ABOVE_MODEL"))
    concerned = open_ | suggests
    board.note(concerned & (board.figure > cap), "CAPPED")
    too_small = ~values.limit("minimum_line_yuan").at_least(line)
    board.decide(open_ & too_small, "declined", "BELOW_MINIMUM")
    board.decide(open_ & ~too_small, "granted")
    board.line = np.where(open_ & ~too_small, line, 0)
    board.suggested = np.where(suggests & ~too_small, line, 0)
    board.basis = np.where(concerned, board.basis, "")


def explain(board: Board, row: int, values: Values) -> Iterator[Step]:
    if not board.basis[row]:
        return
    figure, cap, step = int(board.figure[row]), cap_of(values, board.village_cap), values.number("rounding_yuan")
    if figure > cap:
        theirs = board.village_cap is not None and board.village_cap < values.number("household_cap_yuan")
        text = (
            N_("{figure} is above the village's cap {cap}: {cap}")
            if theirs
            else N_("{figure} is above the cap {cap}: {cap}")
        )
        yield Step(text, {"figure": figure, "cap": cap}, ("household_cap_yuan",))
    else:
        yield Step(N_("{figure} is within the cap {cap}"), {"figure": figure, "cap": cap}, ("household_cap_yuan",))
    line = min(figure, cap) // step * step
    yield Step(
        N_("{figure} rounded down to a multiple of {step}: {line}"),
        {"figure": min(figure, cap), "step": step, "line": line},
        ("rounding_yuan",),
    )
    least = values.number("minimum_line_yuan")
    if not values.limit("minimum_line_yuan").at_least(line):
        text = N_("{line} is below the smallest line {least}: nothing is granted")
        yield Step(text, {"line": line, "least": least}, ("minimum_line_yuan",))
    elif board.line[row]:
        yield Step(N_("credit line {line}"), {"line": int(board.line[row])})
    else:
        yield Step(N_("suggested line for the collective review: {line}"), {"line": int(board.suggested[row])})
