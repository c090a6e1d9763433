"""Arrears (逾期): a household with a loan that is overdue, or badly classified, keeps the line that it has.

A decision that is made while the household is in arrears raises nothing until they are paid; what the bank knows of arrears
comes with the statements of the core banking system, so they last from the first statement that tells of them until one
that does not.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from gridcredit.loans import Loan, overdue, worst_class
from gridcredit.policy import Values

GROWTH = "growth"


class Arrears(NamedTuple):
    """``since``: the first statement without a break; ``days``, ``owed_yuan``, ``loan_class``, ``balance_yuan`` of the last."""

    since: date
    stated_on: date
    days: int
    owed_yuan: int
    loan_class: str | None
    balance_yuan: int


def in_arrears(loan: Loan, values: Values) -> bool:
    """Whether one loan, as it is stated, is in arrears."""
    days = loan["detail"].get("overdue_days") or 0
    return bool(values.limit("overdue_days").at_least(days)) or (
        bool(loan["amount_yuan"]) and loan["result"] in values.words("classes")
    )


def arrears_of(stated: Mapping[date, Sequence[Loan]], day: date, values: Values) -> Arrears | None:
    """What a household is in arrears with on ``day``, by its statements (``loans.statements``); None where it is not."""
    found: Arrears | None = None
    for on, loans in stated.items():
        if on > day:
            break
        if not any(in_arrears(loan, values) for loan in loans):
            found = None
            continue
        balance = sum(loan["amount_yuan"] for loan in loans)
        found = Arrears(found.since if found else on, on, *overdue(loans), worst_class(loans), balance)
    return found


def held_line(line_yuan: int, decided_on: date, before_yuan: int, arrears: Arrears | None, values: Values) -> int:
    """The line that may be used: of one decided on while in arrears, no more than the household had before them.

    ``before_yuan``: the line that was in force on the day before the arrears.
    """
    if arrears is None or decided_on < arrears.since or values.word("holds") != GROWTH:
        return line_yuan
    return min(line_yuan, before_yuan)
