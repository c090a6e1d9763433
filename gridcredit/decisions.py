"""The rules in their order, applied to one village's households and ratings."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from gridcredit.policy import Policy, Values
from gridcredit.rules import counting, limits, lists, reconcile, refusals, registration
from gridcredit.rules.board import Board

Rule = Callable[[Board, Values], None]

ORDER: tuple[tuple[str, Rule], ...] = (
    ("registration", registration.apply),
    ("lists", lists.apply),
    ("counting", counting.apply),
    ("refusals", refusals.apply),
    ("reconcile", reconcile.apply),
    ("limits", limits.apply),
)


def decide(households: pd.DataFrame, ratings: pd.DataFrame, village_cap: int | None, policy: Policy) -> pd.DataFrame:
    """One row of ``schema.DECISIONS`` per row of ``households``, in its order.

    ``households`` needs ``household_id`` (unique), ``registration_status`` and ``list_status``; ``ratings`` needs
    ``household_id`` (all of them known), ``officer``, ``amount_yuan``, ``knows``, ``refusal``, one row per household
    and officer. Lines are whole yuan and 0 where there is none. Contract §4.
    """
    position = pd.Series(np.arange(len(households)), index=households["household_id"])
    board = Board(households, ratings.assign(position=position[ratings["household_id"]].to_numpy()), village_cap)
    for name, apply in ORDER:
        apply(board, policy.values(name))
    reasons = np.full(len(households), "", dtype=object)
    for code, mask in board.reasons.items():
        reasons[mask] += ";" + code
    outlying = [";".join(board.outlying.get(row, ())) if line else "" for row, line in enumerate(board.line)]
    return pd.DataFrame(
        {
            "household_id": households["household_id"].to_numpy(),
            "status": board.status,
            "credit_line_yuan": board.line,
            "suggested_line_yuan": board.suggested,
            "basis": board.basis,
            "reason_codes": [codes.removeprefix(";") for codes in reasons],
            "counting_ratings": board.counting,
            "outlying_officers": outlying,
        }
    )
