"""A household on the black list is declined, one on the grey list goes to collective review (contract §4, 1)."""

from collections.abc import Iterator

from gridcredit.i18n import N_
from gridcredit.policy import Values
from gridcredit.rules.board import Board, Step

VERDICTS = (("declined", "declined"), ("referred", "referred"))


def apply(board: Board, values: Values) -> None:
    for name, status in VERDICTS:
        for mark in values.words(name):
            board.decide(board.listed == mark, status, f"LIST_{mark.upper()}")


def explain(board: Board, row: int, values: Values) -> Iterator[Step]:
    mark = board.listed[row]
    if mark is None:
        yield Step(N_("on no list"))
        return
    for name, status in VERDICTS:
        if mark in values.words(name):
            yield Step(N_("on the list {list}: {status}"), {"list": mark, "status": status}, (name,))
            return
    yield Step(
        N_("on the list {list}, which decides nothing"), {"list": mark}, tuple(name for name, _status in VERDICTS)
    )
