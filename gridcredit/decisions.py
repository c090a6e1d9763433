"""The rules in their order, applied to one village's households and ratings."""

from collections.abc import Iterator, Sequence
from types import ModuleType
from typing import Any

import numpy as np

from gridcredit.policy import Policy, Values
from gridcredit.rules import (
    counting,
    limits,
    lists,
    own_household,
    reconcile,
    refusals,
    registration,
)
from gridcredit.rules.board import Board, Ratings, texts
from gridcredit.schema import Columns

ORDER: tuple[ModuleType, ...] = (
    registration,
    lists,
    own_household,
    counting,
    refusals,
    reconcile,
    limits,
)
"""Each has ``apply(board, values)``, which writes its verdict on the board, and ``explain(board, row, values)``, which
tells in ``Step``s what it did with one household; to be called before the next rule is applied.
"""


def name_of(rule: ModuleType) -> str:
    return rule.__name__.rpartition(".")[2]


def decide(
    households: Columns, members: Columns, ratings: Columns, village_cap: int | None, policy: Policy
) -> dict[str, list[Any]]:
    """One row of ``schema.DECISIONS`` and ``DECIDED`` per row of ``households``, in its order, on the policy's day.

    ``households`` needs ``household_id`` (unique); ``ratings`` needs ``household_id`` (all of them known), ``officer``,
    ``amount_yuan``, ``knows``, ``refusal``, one row per household and officer; any other column of ``schema`` that a
    table lacks is taken as blank. Lines are whole yuan and 0 where there is none. Contract §4.
    """
    board = board_of(households, members, ratings, village_cap, policy)
    for _rule, _values in steps(board, policy):
        pass
    return table_of(board)


def board_of(
    households: Columns, members: Columns, ratings: Columns, village_cap: int | None, policy: Policy
) -> Board:
    """The village as the rules find it."""
    return Board(households, members, ratings, _ratings(households["household_id"], ratings), village_cap, policy.day)


def steps(board: Board, policy: Policy) -> Iterator[tuple[ModuleType, Values]]:
    """Apply the rules one after the other; each is yielded once it has been applied."""
    for rule in ORDER:
        values = policy.values(name_of(rule))
        rule.apply(board, values)
        yield rule, values


def table_of(board: Board) -> dict[str, list[Any]]:
    """What stands on the board in the end, as ``decide`` gives it."""
    reasons = np.full(board.size, "", dtype=object)
    for code, mask in board.reasons.items():
        reasons[mask] += ";" + code
    lines = board.line.tolist()
    outlying: dict[int, list[str]] = {}
    for positions, officers in board.outlying:
        for row, officer in zip(positions.tolist(), officers.tolist()):
            outlying.setdefault(row, []).append(officer)
    return {
        "household_id": list(board.households["household_id"]),
        "status": board.status.tolist(),
        "credit_line_yuan": lines,
        "suggested_line_yuan": board.suggested.tolist(),
        "basis": board.basis.tolist(),
        "reason_codes": [codes.removeprefix(";") for codes in reasons],
        "counting_ratings": board.counting.tolist(),
        "outlying_officers": [";".join(outlying.get(row, ())) if line else "" for row, line in enumerate(lines)],
        **{name: list(column) for name, column in board.added.items()},
    }


def _ratings(keys: Sequence[str], table: Columns) -> Ratings:
    position = {key: row for row, key in enumerate(keys)}
    size = len(table["household_id"])
    hard = table["refusal_hard"] if "refusal_hard" in table else [None] * size
    return Ratings(
        np.array([position[key] for key in table["household_id"]], dtype=np.int64),
        np.array([-1 if amount is None else amount for amount in table["amount_yuan"]], dtype=np.int64),
        texts(table["knows"]) == "no",
        np.array([text is not None for text in table["refusal"]], dtype=bool),
        np.array([flag is True for flag in hard], dtype=bool),
        texts(table["officer"]),
        np.arange(size),
    )
