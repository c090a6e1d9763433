"""What a household owes, by movements and by statements."""

from datetime import date, timedelta
from typing import Any

from balances import by_hand
from hypothesis import given
from hypothesis import strategies as st

from gridcredit.loans import LOAN, Balance, in_order, overdue, statements, with_first_drawdowns, worst_class

FIRST = date(2016, 1, 1)


def event(kind: str, day: int, amount: int, loan: str = "", result: str | None = None, **detail: Any) -> dict[str, Any]:
    told = {"loan": loan, **detail} if kind == LOAN else {}
    return {
        "kind": kind,
        "effective": FIRST + timedelta(days=day),
        "amount_yuan": amount,
        "result": result,
        "detail": told,
    }


def owed(events: list[dict[str, Any]]) -> int:
    balance = Balance()
    for one in in_order(events):
        balance.take(one["kind"], one["effective"], one["amount_yuan"])
    return balance.yuan


EVENTS = st.lists(
    st.builds(
        event,
        st.sampled_from(["drawdown", "repayment", "inspection", LOAN]),
        st.integers(0, 4),
        st.integers(0, 9),
        st.sampled_from("abc"),
    ),
    max_size=12,
)


@given(EVENTS)
def test_a_balance_is_the_last_statement_and_what_moved_since(events: list[dict[str, Any]]) -> None:
    assert owed(events) == by_hand(events)


def test_what_moved_on_the_day_of_a_statement_is_in_it() -> None:
    events = [event("drawdown", 1, 30_000), event(LOAN, 3, 20_000, "a"), event("repayment", 3, 10_000)]
    assert owed(events) == 20_000
    assert owed([*events, event("repayment", 4, 5_000)]) == 15_000


def test_a_statement_is_all_loans_of_its_day() -> None:
    events = [event(LOAN, 1, 20_000, "a"), event(LOAN, 1, 5_000, "b"), event(LOAN, 2, 4_000, "b")]
    assert owed(events) == 4_000
    assert {day.day: len(loans) for day, loans in statements(events).items()} == {2: 2, 3: 1}


def test_the_worst_class_is_of_loans_that_are_owed() -> None:
    paid = event(LOAN, 1, 0, "a", "loss")
    assert worst_class([paid, event(LOAN, 1, 5, "b", "normal"), event(LOAN, 1, 5, "c", "special_mention")]) == (
        "special_mention"
    )
    assert worst_class([paid, event(LOAN, 1, 5, "b")]) is None


def test_what_is_overdue_of_several_loans_is_the_longest_and_the_sum() -> None:
    loans = [
        event(LOAN, 1, 9, "a", overdue_days=3, overdue_yuan=100, interest_yuan=7),
        event(LOAN, 1, 9, "b", overdue_days=40),
    ]
    assert (overdue(loans), overdue([])) == ((40, 107), (0, 0))


def drawdowns(events: list[dict[str, Any]]) -> list[tuple[int, int]]:
    return [
        ((one["effective"] - FIRST).days, one["amount_yuan"])
        for one in with_first_drawdowns(events)
        if one["kind"] == "drawdown"
    ]


def test_a_loan_that_no_drawdown_is_recorded_of_was_drawn_when_its_statement_says() -> None:
    said = (FIRST + timedelta(days=5)).isoformat()
    assert drawdowns([event(LOAN, 9, 18_000, "a", drawn_on=said, loan_yuan=20_000)]) == [(5, 20_000)]


def test_a_loan_of_which_nothing_more_is_said_was_drawn_when_it_was_first_seen() -> None:
    assert drawdowns([event(LOAN, 9, 18_000, "a"), event(LOAN, 40, 9_000, "a")]) == [(9, 18_000)]


def test_a_recorded_drawdown_explains_the_loans_of_the_next_statement() -> None:
    recorded = [event("drawdown", 9, 20_000), event(LOAN, 9, 20_000, "a"), event(LOAN, 40, 15_000, "a")]
    assert drawdowns(recorded) == [(9, 20_000)]
    assert drawdowns([*recorded, event(LOAN, 70, 3_000, "b")]) == [(9, 20_000), (70, 3_000)]
    later = [*recorded, event("drawdown", 60, 3_000), event(LOAN, 70, 3_000, "b")]
    assert drawdowns(later) == [(9, 20_000), (60, 3_000)]


def test_a_loan_that_is_paid_off_when_first_seen_was_no_drawdown() -> None:
    assert drawdowns([event(LOAN, 9, 0, "a")]) == []
