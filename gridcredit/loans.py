"""What a household owes: by the movements that are recorded of it, and by its loans as the core banking system states them.

A statement is all of a household's loans at the end of a day. What moved up to then is in it, so only later movements count
beside it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
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


def paid_off_on(events: Sequence[Loan]) -> date | None:
    """The last day on which nothing was owed any more, of events in the order of ``in_order``; None: it never came to that."""
    balance, found = Balance(), None
    for day, group in groupby(events, key=lambda event: event["effective"]):
        before = balance.yuan
        for event in group:
            balance.take(event["kind"], day, event["amount_yuan"] or 0)
        if balance.yuan <= 0 < before:
            found = day
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
    """A household's events with a drawdown for each loan that is stated, was not owed before, and that no recorded one explains.

    It was drawn on the day that the statement says, or else was first seen on the statement's; of a household that owed nothing
    meanwhile, not before that was over. In the order of ``in_order``.
    """
    added: list[Loan] = []
    drawn: list[Loan] = []
    owed: set[str] = set()
    yuan, nothing = 0, date.min
    for day, group in groupby(in_order(events), key=lambda event: event["effective"]):
        of_day = list(group)
        for event in of_day:
            if event["kind"] == "drawdown":
                drawn.append(event)
            yuan += SIGN.get(event["kind"], 0) * (event["amount_yuan"] or 0)
        loans = [event for event in of_day if event["kind"] == LOAN]
        if loans:
            stated = [loan for loan in loans if loan["amount_yuan"]]
            new = [loan for loan in stated if loan["detail"]["loan"] not in owed]
            added += [_drawdown(loan, day, nothing) for loan in _unexplained(new, drawn)]
            yuan, drawn, owed = (
                sum(loan["amount_yuan"] for loan in stated),
                [],
                {loan["detail"]["loan"] for loan in stated},
            )
            nothing = day if not stated else nothing
        elif yuan <= 0 and any(event["kind"] == "repayment" for event in of_day):
            nothing, drawn, owed = day, [], set()
    return in_order([*events, *added])


def _unexplained(loans: Sequence[Loan], drawn: Sequence[Loan]) -> list[Loan]:
    """The loans that no drawdown is recorded of: of all together, else each of its day, or of its amount, or of what is left over."""
    rest, left = list(loans), list(drawn)
    if sum(map(_lent, rest)) <= sum(map(_lent, left)):
        return []
    for alike in (_drawn_on, _lent):
        for event in list(left):
            found = next((loan for loan in rest if alike(loan) == alike(event)), None)
            if found is not None:
                rest.remove(found)
                left.remove(event)
    return rest if sum(map(_lent, rest)) > sum(map(_lent, left)) else []


def _drawn_on(event: Loan) -> object:
    return event["effective"].isoformat() if event["kind"] == "drawdown" else event["detail"].get("drawn_on")


def _lent(event: Loan) -> int:
    lent = event["detail"].get("loan_yuan") if event["kind"] == LOAN else None
    return max(int(event["amount_yuan"]), lent or 0)


def _drawdown(loan: Loan, day: date, nothing: date) -> Loan:
    """Of a loan stated on ``day``, in a household that owed nothing at the end of ``nothing``."""
    told = loan["detail"].get("drawn_on")
    drawn_on = date.fromisoformat(told) if told else day
    if drawn_on <= nothing:
        drawn_on = nothing + timedelta(days=1)
    return {**loan, "kind": "drawdown", "effective": min(drawn_on, day), "amount_yuan": _lent(loan)}


def in_order(events: Iterable[Loan]) -> list[Loan]:
    """By day, and within a day drawdowns first and statements last, whatever file told of them first."""
    rank = {"drawdown": 0, LOAN: 2}
    return sorted(events, key=lambda event: (event["effective"], rank.get(event["kind"], 1)))
