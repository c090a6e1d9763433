"""The rules in their order, applied to one village's households and ratings."""

from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np

from gridcredit.policy import Policy, Values
from gridcredit.rules import (
    base_model,
    borrower,
    counting,
    evidence,
    exposure,
    limits,
    lists,
    own_household,
    reconcile,
    refusals,
    registration,
    validity,
)
from gridcredit.rules.board import Board, Ratings, texts
from gridcredit.schema import Columns, column_of

ORDER: tuple[ModuleType, ...] = (
    registration,
    lists,
    own_household,
    counting,
    refusals,
    reconcile,
    evidence,
    base_model,
    limits,
    borrower,
    exposure,
    validity,
)
"""Each has ``apply(board, values)``, which writes its verdict on the board, and ``explain(board, row, values)``, which
tells in ``Step``s what it did with one household; to be called before the next rule is applied.
"""


class Tables(NamedTuple):
    """What a village is decided on: tables of ``schema``, and its own cap in whole yuan."""

    households: Columns
    members: Columns
    ratings: Columns
    cap_yuan: int | None


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


def board_of(households: Columns, members: Columns, ratings: Columns, village_cap: int | None, policy: Policy) -> Board:
    """The village as the rules find it."""
    expiry = validity.expiry(policy.day, policy.values("validity"))
    at = {key: row for row, key in enumerate(households["household_id"])}
    return Board(households, members, ratings, at, _ratings(at, ratings), village_cap, policy.day, expiry)


def steps(board: Board, policy: Policy) -> Iterator[tuple[ModuleType, Values]]:
    """Apply the rules one after the other; each is yielded once it has been applied."""
    for rule in ORDER:
        values = policy.values(name_of(rule))
        rule.apply(board, values)
        yield rule, values


def table_of(board: Board) -> dict[str, list[Any]]:
    """What stands on the board in the end, as ``decide`` gives it."""
    reasons, outlying = texts([""] * board.size), texts([""] * board.size)
    for code, mask in board.reasons.items():
        reasons[mask] += ";" + code
    for positions, officers in board.outlying:
        granted = board.line[positions] > 0
        outlying[positions[granted]] += ";" + officers[granted]
    return {
        "household_id": list(board.households["household_id"]),
        "status": board.status.tolist(),
        "credit_line_yuan": board.line.tolist(),
        "suggested_line_yuan": board.suggested.tolist(),
        "basis": board.basis.tolist(),
        "reason_codes": [codes[1:] for codes in reasons.tolist()],
        "counting_ratings": board.counting.tolist(),
        "outlying_officers": [officers[1:] for officers in outlying.tolist()],
        **{name: list(column) for name, column in board.added.items()},
    }


def _ratings(at: Mapping[str, int], table: Columns) -> Ratings:
    size = len(table["household_id"])
    return Ratings(
        np.array([at[key] for key in table["household_id"]], dtype=np.int64),
        np.array([-1 if amount is None else amount for amount in table["amount_yuan"]], dtype=np.int64),
        texts(table["knows"]) == "no",
        np.array([text is not None for text in table["refusal"]], dtype=bool),
        np.array([flag is True for flag in column_of(table, "refusal_hard")], dtype=bool),
        texts(table["officer"]),
        np.arange(size),
    )
