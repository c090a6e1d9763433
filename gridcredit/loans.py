"""What a household owes: by the movements that are recorded of it, and by its loans as the core banking system states them.

A statement is all of a household's loans at the end of a day. What moved up to then is in it, so only later movements count
beside it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

LOAN = "loan"
"""The event that states one loan: ``amount_yuan`` is what is owed, ``result`` one of ``CLASSES`` or None; its ``detail`` has
``loan`` (a digest of its number) and, as far as they are known, the others of ``PARTICULARS``.
"""
CLASSES = ("normal", "special_mention", "substandard", "doubtful", "loss")
"""The five levels (五级分类), the worst last."""
BAD = CLASSES[2:]
"""Those that are called non-performing (不良)."""
PARTICULARS = ("overdue_days", "overdue_yuan", "interest_yuan", "drawn_on", "loan_yuan")
SIGN = {"drawdown": 1, "repayment": -1}
Loan = Mapping[str, Any]


@dataclass(slots=True)
class Balance:
    """What is owed after the events so far; those of a day come with its statement last."""

    yuan: int = 0
    stated_on: date | None = None

    def take(self, kind: str, day: date, amount: int) -> None:
        if kind == LOAN:
            if day != self.stated_on:
                self.yuan, self.stated_on = 0, day
            self.yuan += amount
        elif self.stated_on is None or day > self.stated_on:
            self.yuan += SIGN.get(kind, 0) * amount


def statements(events: Iterable[Loan]) -> dict[date, list[Loan]]:
    """The loans among a household's ``events`` by the day of their statement, oldest first."""
    found: dict[date, list[Loan]] = {}
    for event in sorted((event for event in events if event["kind"] == LOAN), key=lambda event: event["effective"]):
        found.setdefault(event["effective"], []).append(event)
    return found


def worst_class(loans: Iterable[Loan]) -> str | None:
    """Of the loans that are owed; None where none of them has a class."""
    known = [CLASSES.index(loan["result"]) for loan in loans if loan["amount_yuan"] and loan["result"]]
    return CLASSES[max(known)] if known else None


def overdue(loans: Sequence[Loan]) -> tuple[int, int]:
    """The most days that any of the loans is overdue, and what is overdue of all, principal and interest, in yuan."""
    days = max((loan["detail"].get("overdue_days") or 0 for loan in loans), default=0)
    names = ("overdue_yuan", "interest_yuan")
    return days, sum(loan["detail"].get(name) or 0 for loan in loans for name in names)


def with_first_drawdowns(events: Sequence[Loan]) -> list[Loan]:
    """A household's events, oldest first, with a drawdown for each loan that is stated and that no recorded one explains.

    That is a loan not stated before, where no drawdown is recorded since the statement before; it was drawn on the day that
    the statement says, or else was first seen on the statement's.
    """
    drawn = [event["effective"] for event in events if event["kind"] == "drawdown"]
    added: list[Loan] = []
    before: date | None = None
    known: set[str] = set()
    for day, loans in statements(events).items():
        if not any(on <= day and (before is None or on > before) for on in drawn):
            for loan in loans:
                detail = loan["detail"]
                if detail["loan"] not in known and loan["amount_yuan"]:
                    said = date.fromisoformat(detail["drawn_on"]) if detail.get("drawn_on") else day
                    amount = max(loan["amount_yuan"], detail.get("loan_yuan") or 0)
                    added.append({**loan, "kind": "drawdown", "effective": min(said, day), "amount_yuan": amount})
        known |= {loan["detail"]["loan"] for loan in loans}
        before = day
    return in_order([*events, *added])


def in_order(events: Iterable[Loan]) -> list[Loan]:
    """By day, and within a day drawdowns first and statements last, whatever file told of them first."""
    rank = {"drawdown": 0, LOAN: 2}
    return sorted(events, key=lambda event: (event["effective"], rank.get(event["kind"], 1)))
