"""The rules in their order, applied to one village's households and ratings."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from gridcredit.policy import Policy, Values
from gridcredit.rules import counting, limits, lists, reconcile, refusals, registration
from gridcredit.rules.board import Board, Ratings, Text
from gridcredit.schema import Columns

Rule = Callable[[Board, Values], None]

ORDER: tuple[tuple[str, Rule], ...] = (
    ("registration", registration.apply),
    ("lists", lists.apply),
    ("counting", counting.apply),
    ("refusals", refusals.apply),
    ("reconcile", reconcile.apply),
    ("limits", limits.apply),
)


def decide(households: Columns, ratings: Columns, village_cap: int | None, policy: Policy) -> dict[str, list[Any]]:
    """One row of ``schema.DECISIONS`` per row of ``households``, in its order.

    ``households`` needs ``household_id`` (unique), ``registration_status`` and ``list_status``; ``ratings`` needs
    ``household_id`` (all of them known), ``officer``, ``amount_yuan``, ``knows``, ``refusal``, one row per household
    and officer. Lines are whole yuan and 0 where there is none. Contract §4.
    """
    keys: Sequence[str] = households["household_id"]
    registration_status, list_status = (_texts(households[name]) for name in ("registration_status", "list_status"))
    board = Board(registration_status, list_status, _ratings(keys, ratings), village_cap)
    for name, apply in ORDER:
        apply(board, policy.values(name))
    reasons = np.full(len(keys), "", dtype=object)
    for code, mask in board.reasons.items():
        reasons[mask] += ";" + code
    lines = board.line.tolist()
    return {
        "household_id": list(keys),
        "status": board.status.tolist(),
        "credit_line_yuan": lines,
        "suggested_line_yuan": board.suggested.tolist(),
        "basis": board.basis.tolist(),
        "reason_codes": [codes.removeprefix(";") for codes in reasons],
        "counting_ratings": board.counting.tolist(),
        "outlying_officers": [";".join(board.outlying.get(row, ())) if line else "" for row, line in enumerate(lines)],
    }


def _ratings(keys: Sequence[str], table: Columns) -> Ratings:
    position = {key: row for row, key in enumerate(keys)}
    return Ratings(
        np.array([position[key] for key in table["household_id"]], dtype=np.int64),
        np.array([-1 if amount is None else amount for amount in table["amount_yuan"]], dtype=np.int64),
        _texts(table["knows"]) == "no",
        np.array([text is not None for text in table["refusal"]], dtype=bool),
        _texts(table["officer"]),
    )


def _texts(values: Sequence[Any]) -> Text:
    texts = np.empty(len(values), dtype=object)
    texts[:] = values
    return texts
