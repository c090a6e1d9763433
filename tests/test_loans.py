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


def loan(day: int, amount: int, name: str = "a", drawn: int | None = None, lent: int | None = None) -> dict[str, Any]:
    told: dict[str, Any] = {"loan_yuan": lent} if lent else {}
    if drawn is not None:
        told["drawn_on"] = (FIRST + timedelta(days=drawn)).isoformat()
    return event(LOAN, day, amount, name, **told)


def test_a_drawdown_of_a_loan_that_was_paid_off_explains_no_later_one() -> None:
    before = [event("drawdown", 1, 50_000), event("repayment", 20, 50_000)]
    assert drawdowns([*before, loan(60, 150_000, drawn=50)]) == [(1, 50_000), (50, 150_000)]


def test_a_loan_that_was_stated_before_anything_was_owed_of_it_is_drawn_then() -> None:
    assert drawdowns([loan(30, 0, drawn=20), loan(60, 120_000, drawn=40)]) == [(40, 120_000)]


def test_a_loan_that_is_owed_again_is_drawn_again_and_not_before_nothing_was_owed() -> None:
    assert drawdowns([loan(30, 5, drawn=20), loan(60, 0, drawn=20), loan(90, 5, drawn=20)]) == [(20, 5), (61, 5)]


def test_one_recorded_drawdown_explains_one_loan() -> None:
    recorded = [event("drawdown", 31, 30_000)]
    both = [loan(60, 30_000, "a", 31, 30_000), loan(60, 150_000, "b", 50, 150_000)]
    assert drawdowns([*recorded, *both]) == [(31, 30_000), (50, 150_000)]
    assert drawdowns([*recorded, loan(60, 29_000, "a", 32, 30_000)]) == [(31, 30_000)]  # the bank's day is another
    assert drawdowns([event("drawdown", 31, 180_000), *both]) == [(31, 180_000)]  # both in one row of 台账


def test_a_loan_that_is_owed_though_a_repayment_said_otherwise_is_not_forgotten() -> None:
    events = [event("drawdown", 1, 50_000), event("repayment", 80, 50_000), loan(90, 45_000, "a", 1)]
    assert drawdowns(events) == [(1, 50_000), (81, 45_000)]
