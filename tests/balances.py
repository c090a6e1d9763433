"""What households owe, worked out the long way."""

from collections.abc import Sequence
from typing import Any

from gridcredit.loans import LOAN


def by_hand(events: Sequence[dict[str, Any]]) -> int:
    """The last statement's sum and the movements of later days; without one, of all days."""
    stated = [one["effective"] for one in events if one["kind"] == LOAN]
    last = max(stated, default=None)
    total = sum(one["amount_yuan"] for one in events if one["kind"] == LOAN and one["effective"] == last)
    later = [one for one in events if last is None or one["effective"] > last]
    drawn = sum(one["amount_yuan"] for one in later if one["kind"] == "drawdown")
    repaid = sum(one["amount_yuan"] for one in later if one["kind"] == "repayment")
    return int(total + drawn - repaid)
