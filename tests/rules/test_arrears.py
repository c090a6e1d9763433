"""When a household is in arrears, since when, and what that leaves of its line."""

from datetime import date, timedelta
from typing import Any

import pytest

from gridcredit.policy import Values
from gridcredit.rules.arrears import Arrears, arrears_of, held_line, in_arrears
from rules.deciding import set_to

LAST = date(2016, 5, 31)


def values(settings: str = "") -> Values:
    return set_to(settings).values("arrears")


def loan(owed: int = 10_000, loan_class: str | None = None, days: int | None = None, **detail: Any) -> dict[str, Any]:
    told = {"loan": "one", **({} if days is None else {"overdue_days": days}), **detail}
    return {"amount_yuan": owed, "result": loan_class, "detail": told}


@pytest.mark.parametrize(
    ("policy", "one", "late"),
    [
        ("", loan(days=0), False),
        ("", loan(days=1), True),
        ("", loan(), False),
        ("", loan(0, days=1), True),
        ("overdue_days=30", loan(days=29), False),
        ("overdue_days=30", loan(days=30), True),
        ("overdue_days=30:exclusive", loan(days=30), False),
        ("overdue_days=30:exclusive", loan(days=31), True),
        ("", loan(loan_class="special_mention"), False),
        ("", loan(loan_class="substandard"), True),
        ("", loan(loan_class="loss"), True),
        ("", loan(0, loan_class="loss"), False),
        ("classes=special_mention,loss", loan(loan_class="special_mention"), True),
        ("classes=special_mention,loss", loan(loan_class="substandard"), False),
        ("classes=", loan(loan_class="loss"), False),
    ],
)
def test_a_loan_is_in_arrears_by_its_days_or_by_its_class(policy: str, one: dict[str, Any], late: bool) -> None:
    assert in_arrears(one, values(policy)) is late


def test_arrears_last_from_the_first_statement_that_tells_of_them_until_one_that_does_not() -> None:
    ends = [date(2016, 1, 31), date(2016, 2, 29), date(2016, 3, 31), date(2016, 4, 30), LAST]
    stated = dict(zip(ends, ([loan(days=3)], [loan()], [loan(days=5)], [loan(days=35), loan()], [loan(days=66)])))
    since = {day: (found.since if (found := arrears_of(stated, day, values())) else None) for day in ends}
    assert since == dict(zip(ends, (ends[0], None, ends[2], ends[2], ends[2])))
    assert arrears_of(stated, ends[0] - timedelta(days=1), values()) is None
    assert arrears_of(stated, LAST + timedelta(days=300), values()) is not None


def test_arrears_tell_the_worst_of_all_loans_and_the_sum() -> None:
    stated = {
        LAST: [
            loan(10_000, "special_mention", 45, overdue_yuan=1_000, interest_yuan=236),
            loan(5_000, "doubtful", 12, overdue_yuan=400),
            loan(0, "loss"),
        ]
    }
    assert arrears_of(stated, LAST, values()) == Arrears(LAST, LAST, 45, 1_636, "doubtful", 15_000)


@pytest.mark.parametrize(
    ("decided", "line", "before", "policy", "usable"),
    [
        (LAST - timedelta(days=1), 80_000, 50_000, "", 80_000),
        (LAST, 80_000, 50_000, "", 50_000),
        (LAST + timedelta(days=1), 80_000, 50_000, "", 50_000),
        (LAST, 80_000, 0, "", 0),
        (LAST, 30_000, 50_000, "", 30_000),
        (LAST, 50_000, 50_000, "", 50_000),
        (LAST, 80_000, 50_000, "arrears.holds=nothing", 80_000),
    ],
)
def test_a_line_decided_on_in_arrears_does_not_grow(
    decided: date, line: int, before: int, policy: str, usable: int
) -> None:
    late = Arrears(LAST, LAST, 1, 10, None, 10_000)
    assert held_line(line, decided, before, late, values(policy)) == usable


def test_without_arrears_nothing_is_held() -> None:
    assert held_line(80_000, LAST, 50_000, None, values()) == 80_000
