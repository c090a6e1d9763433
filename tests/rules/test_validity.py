"""How long a line is valid, when its review is due, and what it is on a day."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridcredit import policy
from gridcredit.decisions import board_of, decide, steps
from gridcredit.policy import Policy, Value
from gridcredit.rules import validity
from gridcredit.rules.validity import State, Term, expiry, frozen_and_cancelled, recorded_term, state_of, term_of
from gridcredit.schema import Columns
from rules.deciding import DEFAULT, Case, cases, explained, ratings, set_to

LONG_AGO = date(2000, 1, 1)


def with_terms(term: int = 36, review: int = 12, bound: str = "exclusive", day: date = DEFAULT.day) -> Policy:
    book = policy.load()
    for name, months, own in (("term_months", term, bound), ("review_months", review, None)):
        book = book.with_value("validity", name, Value(months, LONG_AGO, LONG_AGO, "letter", "1", own))
    return book.on(day)


TERMS = cases("""
| decided    | months | bound     | until      |
|------------|--------|-----------|------------|
| 2016-05-03 | 36     | exclusive | 2019-05-02 |
| 2016-05-03 | 36     | inclusive | 2019-05-03 |
| 2016-05-03 | 1      | exclusive | 2016-06-02 |
| 2016-02-29 | 36     | exclusive | 2019-02-27 |
| 2016-02-29 | 36     | inclusive | 2019-02-28 |
| 2016-02-29 | 48     | exclusive | 2020-02-28 |
| 2016-02-29 | 48     | inclusive | 2020-02-29 |
| 2016-08-31 | 6      | inclusive | 2017-02-28 |
| 2015-08-31 | 6      | inclusive | 2016-02-29 |
| 2016-01-31 | 1      | exclusive | 2016-02-28 |
| 2016-01-31 | 3      | inclusive | 2016-04-30 |
| 2016-01-01 | 12     | exclusive | 2016-12-31 |
| 9998-12-31 | 36     | inclusive | 9999-12-31 |
""")


@pytest.mark.parametrize("case", TERMS, ids=lambda case: f"{case['decided']} {case['months']} {case['bound']}")
def test_a_line_is_valid_for_calendar_months_from_its_decision(case: Case) -> None:
    values = with_terms(int(case["months"]), bound=case["bound"]).values("validity")
    term = term_of(date.fromisoformat(case["decided"]), values)
    assert term.valid_until == date.fromisoformat(case["until"])


@pytest.mark.parametrize(
    ("decided", "months", "due"),
    [
        (date(2016, 5, 3), 12, date(2017, 5, 3)),
        (date(2016, 2, 29), 12, date(2017, 2, 28)),
        (date(2016, 8, 31), 6, date(2017, 2, 28)),
    ],
)
def test_a_review_is_due_after_calendar_months_from_the_decision(decided: date, months: int, due: date) -> None:
    assert term_of(decided, with_terms(review=months).values("validity")).review_on == due


def test_by_default_a_line_is_valid_for_three_years_and_reviewed_after_one() -> None:
    term = term_of(date(2016, 5, 3), DEFAULT.values("validity"))
    assert term == Term(date(2016, 5, 3), date(2019, 5, 2), date(2017, 5, 3))
    assert expiry(date(2016, 5, 3), DEFAULT.values("validity")) == date(2019, 5, 3)


STATES = cases("""
| line   | on         | frozen     | cancelled  | state      | since      |
|--------|------------|------------|------------|------------|------------|
| 50000  | 2016-05-03 | –          | –          | valid      | 2016-05-03 |
| 50000  | 2017-05-02 | –          | –          | valid      | 2016-05-03 |
| 50000  | 2017-05-03 | –          | –          | review_due | 2017-05-03 |
| 50000  | 2019-05-02 | –          | –          | review_due | 2017-05-03 |
| 50000  | 2019-05-03 | –          | –          | expired    | 2019-05-03 |
| 50000  | 2016-06-01 | 2016-05-20 | –          | frozen     | 2016-05-20 |
| 50000  | 2016-06-01 | 2016-04-20 | –          | frozen     | 2016-04-20 |
| 50000  | 2018-06-01 | 2016-05-20 | –          | frozen     | 2016-05-20 |
| 50000  | 2019-05-03 | 2016-05-20 | –          | expired    | 2019-05-03 |
| 50000  | 2016-06-01 | –          | 2016-05-02 | valid      | 2016-05-03 |
| 50000  | 2016-06-01 | –          | 2016-05-03 | cancelled  | 2016-05-03 |
| 50000  | 2016-06-01 | 2016-05-10 | 2016-05-20 | cancelled  | 2016-05-20 |
| 50000  | 2020-06-01 | –          | 2016-05-20 | cancelled  | 2016-05-20 |
| 0      | 2016-06-01 | 2016-05-20 | 2016-05-20 | none       | –          |
""")


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize("case", STATES, ids=lambda case: " ".join(case.values()))
def test_what_a_line_is_on_a_day(case: Case) -> None:
    term = term_of(date(2016, 5, 3), DEFAULT.values("validity"))
    found = state_of(
        int(case["line"]), term, date.fromisoformat(case["on"]), day(case["frozen"]), day(case["cancelled"])
    )
    assert found == State(case["state"], day(case["since"]))


RECORDED = cases("""
| valid until | review on  | until      | due        |
|-------------|------------|------------|------------|
| 2018-05-03  | 2016-11-03 | 2018-05-03 | 2016-11-03 |
| 2018-05-03  | –          | 2019-05-02 | 2017-05-03 |
| –           | 2016-11-03 | 2019-05-02 | 2017-05-03 |
| –           | –          | 2019-05-02 | 2017-05-03 |
""")


@pytest.mark.parametrize("case", RECORDED, ids=lambda case: f"{case['valid until']} {case['review on']}")
def test_a_term_is_the_one_recorded_with_the_decision_and_else_the_policys(case: Case) -> None:
    """The policy's are three years and one; a record of one of the two days is none."""
    decided_on = date(2016, 5, 3)
    recorded = recorded_term(
        decided_on, case["valid until"] or None, case["review on"] or None, DEFAULT.values("validity")
    )
    assert recorded == Term(decided_on, date.fromisoformat(case["until"]), date.fromisoformat(case["due"]))


EVENTS = cases("""
| events                                                      | frozen     | cancelled  |
|-------------------------------------------------------------|------------|------------|
| –                                                           | –          | –          |
| frozen:2016-05-10                                           | 2016-05-10 | –          |
| frozen:2016-05-10 frozen:2016-05-20                         | 2016-05-10 | –          |
| frozen:2016-05-10 unfrozen:2016-05-20                       | –          | –          |
| frozen:2016-05-10 unfrozen:2016-05-20 frozen:2016-06-01     | 2016-06-01 | –          |
| unfrozen:2016-05-20                                         | –          | –          |
| cancelled:2016-05-10                                        | –          | 2016-05-10 |
| cancelled:2016-05-10 cancelled:2016-06-01                   | –          | 2016-06-01 |
| cancelled:2016-05-10 unfrozen:2016-05-20                    | –          | 2016-05-10 |
| frozen:2016-05-10 cancelled:2016-05-20                      | 2016-05-10 | 2016-05-20 |
| frozen:2016-05-10 cancelled:2016-05-20 unfrozen:2016-06-01  | –          | 2016-05-20 |
| drawdown:2016-05-10                                         | –          | –          |
""")


@pytest.mark.parametrize("case", EVENTS, ids=lambda case: case["events"])
def test_a_line_is_frozen_since_the_first_freeze_that_stands_and_its_latest_cancellation_counts(case: Case) -> None:
    words = [word.split(":") for word in case["events"].split()]
    events: list[dict[str, Any]] = [{"kind": kind, "effective": date.fromisoformat(on)} for kind, on in words]
    assert frozen_and_cancelled(events) == (day(case["frozen"]), day(case["cancelled"]))


def test_those_with_a_line_get_its_last_day_and_its_review() -> None:
    households: Columns = {"household_id": ["1", "2"], "list_status": [None, "grey"]}
    given_all = ratings([(key, officer, 50_000, None, None) for key in ("1", "2") for officer in "ABC"])
    found = decide(households, {}, given_all, None, DEFAULT)
    assert found["status"] == ["granted", "referred"]
    assert found["valid_until"] == [date(2019, 5, 2), None]
    assert found["review_on"] == [date(2017, 5, 3), None]
    board = board_of(households, {}, given_all, None, DEFAULT)
    for rule, values in steps(board, DEFAULT):
        if rule is validity:
            assert [step.text.format(**step.params) for step in rule.explain(board, 0, values)] == [
                "valid from 2016-05-03 to 2019-05-02: 36 calendar months",
                "due for review on 2017-05-03, after 12 calendar months",
            ]
            assert list(rule.explain(board, 1, values)) == []


def test_the_term_and_the_review_are_told_with_the_values_that_they_go_by() -> None:
    assert explained({"ratings": "50,000 50,000 50,000"}, "validity") == [
        ("valid from 2016-05-03 to 2019-05-02: 36 calendar months", "term_months"),
        ("due for review on 2017-05-03, after 12 calendar months", "review_months"),
    ]


@pytest.mark.parametrize(("amount", "until"), [(1, date(2019, 5, 2)), (0, None)])
def test_the_smallest_line_has_a_term_and_none_has_not(amount: int, until: date | None) -> None:
    to_the_yuan = set_to("rounding_yuan=1 minimum_line_yuan=1:inclusive")
    given_all = ratings([("1", officer, amount, None, None) for officer in "ABC"])
    found = decide({"household_id": ["1"]}, {}, given_all, None, to_the_yuan)
    assert (found["credit_line_yuan"], found["valid_until"]) == ([amount], [until])


days = st.dates(date(2000, 1, 1), date(2100, 1, 1))
maybe = st.none() | days


@given(days, st.integers(1, 600), st.integers(1, 600), st.sampled_from(["inclusive", "exclusive"]))
def test_a_term_begins_with_the_decision_and_a_longer_one_ends_no_earlier(
    decided: date, months: int, more: int, bound: str
) -> None:
    shorter, longer = sorted((months, more))
    terms = [term_of(decided, with_terms(n, n, bound).values("validity")) for n in (shorter, longer)]
    assert decided <= terms[0].valid_until <= terms[1].valid_until
    assert decided < terms[0].review_on <= terms[1].review_on
    end = expiry(decided, with_terms(shorter, bound=bound).values("validity"))
    assert (end - terms[0].valid_until).days == (bound == "exclusive")
    assert (end.year * 12 + end.month) - (decided.year * 12 + decided.month) == shorter
    assert end.day == decided.day or (end + timedelta(days=1)).day == 1


@given(days, days, maybe, maybe)
def test_a_line_counts_as_long_as_nothing_ended_or_holds_it_up(
    decided: date, on: date, frozen: date | None, cancelled: date | None
) -> None:
    term = term_of(decided, DEFAULT.values("validity"))
    state = state_of(1, term, on, frozen, cancelled)
    ended = cancelled is not None and cancelled >= decided
    assert (state.code in validity.IN_FORCE) == (frozen is None and not ended and on <= term.valid_until)
    assert state.code in validity.STATES and state.since is not None
