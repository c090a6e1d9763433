"""The figure is capped, rounded down, and declined where nothing worth granting is left (contract §4, 5)."""

from collections.abc import Iterator

import numpy as np

from gridcredit.i18n import N_
from gridcredit.policy import Values
from gridcredit.rules.board import Board, Step
from gridcredit.rules.cap import cap_of


def apply(board: Board, values: Values) -> None:
    """Sets ``board.line`` of the granted and ``suggested`` of those with a figure who go to collective review."""
    cap, step = cap_of(values, board.village_cap), values.number("rounding_yuan")
    least = values.limit("minimum_line_yuan")
    line, uncapped = (np.minimum(figure, cap) // step * step for figure in (board.figure, board.uncapped))
    concerned, too_small = board.for_line(), ~least.at_least(line)
    board.note(concerned & (board.figure > cap), "CAPPED")
    # The base model never decides alone: what it alone makes too small is for the group.
    by_model = concerned & too_small & least.at_least(uncapped)
    if by_model.any():
        board.decide(by_model | board.mask("ABOVE_MODEL"), "referred", "ABOVE_MODEL")
    open_ = concerned & (board.status == "")
    board.decide(open_ & too_small, "declined", "BELOW_MINIMUM")
    board.decide(open_ & ~too_small, "granted")
    board.line = np.where(open_ & ~too_small, line, 0)
    board.suggested = np.where(concerned & ~open_ & ~too_small, line, 0)
    board.basis = np.where(concerned, board.basis, "")


def explain(board: Board, row: int, values: Values) -> Iterator[Step]:
    if not board.basis[row]:
        return
    figure, cap, step = int(board.figure[row]), cap_of(values, board.village_cap), values.number("rounding_yuan")
    yield _capping(figure, cap, cap < values.number("household_cap_yuan"))
    line = min(figure, cap) // step * step
    yield Step(
        N_("{figure} yuan, rounded down to a multiple of {step} yuan: {line} yuan"),
        {"figure": min(figure, cap), "step": step, "line": line},
        ("rounding_yuan",),
    )
    least = values.limit("minimum_line_yuan")
    if not least.at_least(line):
        text = (
            N_("{figure} yuan is less than the smallest line, {least} yuan: no line")
            if least.inclusive
            else N_("{figure} yuan is not more than {least} yuan, and a line must be: no line")
        )
        yield Step(text, {"figure": line, "least": least.value, "line": 0}, ("minimum_line_yuan",))
    elif board.line[row]:
        yield Step(N_("credit line: {line} yuan"), {"line": line}, ("minimum_line_yuan",))
    else:
        text = N_("line suggested to the collective review: {line} yuan")
        yield Step(text, {"line": line}, ("minimum_line_yuan",))


def _capping(figure: int, cap: int, of_village: bool) -> Step:
    within = (
        N_("{figure} yuan is within the largest line of the village (最高额度 on its sheet 村), {cap} yuan"),
        N_("{figure} yuan is within the largest line of one household, {cap} yuan"),
    )
    above = (
        N_("{figure} yuan is above the largest line of the village (最高额度 on its sheet 村): capped to {cap} yuan"),
        N_("{figure} yuan is above the largest line of one household: capped to {cap} yuan"),
    )
    text = (above if figure > cap else within)[not of_village]
    return Step(text, {"figure": figure, "cap": cap}, ("household_cap_yuan",))
