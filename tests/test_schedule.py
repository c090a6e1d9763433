"""Inspections due, from one household's history written as a Markdown table to dated rows."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rules.deciding import DEFAULT, set_to

from gridcredit.errors import CalendarUnknown
from gridcredit.loans import Balance, in_order
from gridcredit.policy import Policy
from gridcredit.schedule import Inspection, Sign, inspections
from gridcredit.workdays import STANDARD, Calendar

Event = dict[str, Any]
FAR = date(2018, 12, 31)


def history(text: str, village: str = "洪洋村", household: str = "1") -> list[Event]:
    """``2016-05-03 drawdown 50,000``, an event a line."""
    events = []
    for line in filter(None, map(str.strip, text.splitlines())):
        day, kind, *amount = line.split()
        events.append(
            {
                "village": village,
                "household_id": household,
                "kind": kind,
                "effective": date.fromisoformat(day),
                "amount_yuan": int(amount[0].replace(",", "")) if amount else None,
            }
        )
    return events


def listed(events: Sequence[Event], as_of: str = "2016-05-03", until: date = FAR) -> list[Inspection]:
    return inspections(events, date.fromisoformat(as_of), until, DEFAULT)[0]


def due(text: str, as_of: str = "2016-05-03") -> list[str]:
    """``kind anchor due`` of what a history asks for."""
    return [f"{row.kind} {row.anchor} {row.due}" for row in listed(history(text), as_of)]


CASES = {
    "small by one yuan": ("2016-05-03 drawdown 99,999", ["first 2016-05-03 2016-06-03"]),
    "small, inclusive": ("2016-05-03 drawdown 100,000", ["first 2016-05-03 2016-06-03"]),
    "large by one yuan": ("2016-05-03 drawdown 100,001", ["first 2016-05-03 2016-05-10"]),
    "31 January and a month": ("2016-01-31 drawdown 1", ["first 2016-01-31 2016-02-29"]),
    "31 August and six months": (
        "2015-08-03 drawdown 1\n2015-08-31 inspection",
        ["recurring 2015-08-31 2016-02-29"],
    ),
    "from the day done, not the day due": (
        "2016-05-03 drawdown 1\n2016-05-20 inspection",
        ["recurring 2016-05-20 2016-11-18"],  # 20 November is a Sunday
    ),
    "and again from the next one done": (
        "2016-01-04 drawdown 1\n2016-02-01 inspection\n2016-05-03 inspection",
        ["recurring 2016-05-03 2016-11-03"],
    ),
    "two drawdowns, the first asks sooner": (
        "2016-05-03 drawdown 40,000\n2016-05-17 drawdown 60,000",
        ["first 2016-05-03 2016-06-03"],
    ),
    "two drawdowns, the second makes it large and asks sooner": (
        "2016-05-03 drawdown 40,000\n2016-05-17 drawdown 60,001",
        ["first 2016-05-17 2016-05-24"],
    ),
    "two drawdowns of a day that are large together": (
        "2016-05-03 drawdown 60,000\n2016-05-03 drawdown 60,000",
        ["first 2016-05-03 2016-05-10"],
    ),
    "a repayment before the second keeps it small": (
        "2016-05-03 drawdown 90,000\n2016-05-10 repayment 80,000\n2016-05-17 drawdown 90,000",
        ["first 2016-05-03 2016-06-03"],
    ),
    "a repayment afterwards does not make it small": (
        "2016-05-03 drawdown 100,001\n2016-05-04 repayment 50,000",
        ["first 2016-05-03 2016-05-10"],
    ),
    "inspected, then drawn again": (
        "2016-05-03 drawdown 50,000\n2016-05-20 inspection\n2016-06-06 drawdown 50,000",
        ["first 2016-06-06 2016-07-06", "recurring 2016-05-20 2016-11-18"],
    ),
    "inspected on the day of the drawdown": (
        "2016-05-03 drawdown 50,000\n2016-05-03 inspection",
        ["recurring 2016-05-03 2016-11-03"],
    ),
    "inspected on the day of the drawdown, recorded before it": (
        "2016-05-03 inspection\n2016-05-03 drawdown 50,000",
        ["recurring 2016-05-03 2016-11-03"],
    ),
    "repaid and drawn on one day, recorded in that order": (
        "2016-05-03 drawdown 50,000\n2016-05-17 repayment 50,000\n2016-05-17 drawdown 20,000",
        ["first 2016-05-03 2016-06-03"],
    ),
    "inspected with nothing in use": ("2016-05-03 inspection", []),
    "paid off": ("2016-05-03 drawdown 50,000\n2016-05-20 repayment 50,000", []),
    "inspected and paid off": ("2016-05-03 drawdown 50,000\n2016-05-20 inspection\n2016-06-01 repayment 50,000", []),
    "all but paid off": (
        "2016-05-03 drawdown 50,000\n2016-05-20 repayment 49,999",
        ["first 2016-05-03 2016-06-03"],
    ),
    "paid off and drawn again": (
        "2016-01-04 drawdown 50,000\n2016-02-01 inspection\n2016-03-01 repayment 50,000\n2016-05-03 drawdown 50,000",
        ["first 2016-05-03 2016-06-03"],
    ),
    "visits, cards and contracts ask for nothing": ("2016-05-03 signed\n2016-05-03 carded\n2016-05-03 visit", []),
    "due in the Dragon Boat days": ("2016-05-11 drawdown 1", ["first 2016-05-11 2016-06-08"]),
    "due on a Sunday that is worked": ("2016-05-12 drawdown 1", ["first 2016-05-12 2016-06-12"]),
    "due in the National Day week": ("2016-09-07 drawdown 1", ["first 2016-09-07 2016-09-30"]),
    "due on a Saturday that is worked": ("2016-09-08 drawdown 1", ["first 2016-09-08 2016-10-08"]),
    "ten days off, never before the anchor": ("2020-01-25 drawdown 100,001", ["first 2020-01-25 2020-01-25"]),
}


@pytest.mark.parametrize(("events", "asks_for"), CASES.values(), ids=CASES)
def test_what_a_history_asks_for(events: str, asks_for: list[str]) -> None:
    assert due(events, "2020-06-01") == asks_for


def test_the_nominal_date_and_the_balance_are_told() -> None:
    events = history("2016-05-11 drawdown 80,000\n2016-05-20 repayment 30,000")
    assert listed(events, "2016-05-31") == [
        Inspection("洪洋村", "1", "first", date(2016, 5, 11), date(2016, 6, 11), date(2016, 6, 8), 50_000, 0)
    ]


@pytest.mark.parametrize(("until", "rows"), [("2016-06-02", 0), ("2016-06-03", 1), ("2016-06-04", 1)])
def test_until_is_inclusive(until: str, rows: int) -> None:
    assert len(listed(history("2016-05-03 drawdown 1"), until=date.fromisoformat(until))) == rows


def test_until_is_compared_with_the_day_it_moved_to() -> None:
    assert [row.nominal_due for row in listed(history("2016-05-11 drawdown 1"), until=date(2016, 6, 8))] == [
        date(2016, 6, 11)
    ]


@pytest.mark.parametrize(
    ("as_of", "days"), [("2016-06-02", 0), ("2016-06-03", 0), ("2016-06-04", 1), ("2017-06-03", 365)]
)
def test_overdue_days_count_from_the_day_after(as_of: str, days: int) -> None:
    (row,) = listed(history("2016-05-03 drawdown 1"), as_of)
    assert row.overdue_days == days


def test_overdue_ones_are_listed_whatever_until_says() -> None:
    (row,) = listed(history("2016-05-03 drawdown 1"), "2016-07-01", until=date(2016, 5, 31))
    assert (row.due, row.overdue_days) == (date(2016, 6, 3), 28)


def test_households_of_one_number_in_two_villages_stay_apart_and_rows_are_in_order_of_the_day() -> None:
    events = [
        *history("2016-05-17 drawdown 1", "洪洋村"),
        *history("2016-05-03 drawdown 1", "李家村", "2"),
        *history("2016-05-03 drawdown 1\n2016-05-16 repayment 1", "李家村"),
        *history("2016-05-03 drawdown 1", "古岙村"),
    ]
    rows = [(str(row.due), row.village, row.household_id) for row in listed(events)]
    assert rows == [("2016-06-03", "古岙村", "1"), ("2016-06-03", "李家村", "2"), ("2016-06-17", "洪洋村", "1")]


def test_nobody_drew_anything() -> None:
    assert inspections([], date(2016, 5, 3), FAR, DEFAULT) == ([], [])


def test_a_date_in_a_year_that_is_not_known_ends_the_list_and_one_soon_after_it_is_told_once() -> None:
    events = [*history("2098-12-05 drawdown 1"), *history("2098-12-06 drawdown 1", household="2")]
    with pytest.raises(CalendarUnknown):
        inspections(events, date(2098, 12, 31), date(2099, 12, 31), DEFAULT)
    rows, findings = inspections(events, date(2098, 12, 31), date(2098, 12, 31), DEFAULT)
    assert [(finding.code, finding.params) for finding in findings] == [("CALENDAR_UNKNOWN", {"year": 2099})]
    assert rows == []


def test_a_banks_own_calendar_moves_a_date() -> None:
    own = Calendar({date(2016, 6, 3): False})
    (row,), _findings = inspections(history("2016-05-03 drawdown 1"), date(2016, 5, 3), FAR, DEFAULT, own)
    assert (row.nominal_due, row.due) == (date(2016, 6, 3), date(2016, 6, 2))


def warned(text: str, as_of: str = "2016-06-30", signs: Sequence[Sign] = (), policy: Policy = DEFAULT) -> list[str]:
    """``anchor nominal signs`` of the inspections that warning signs ask for."""
    events = [{**event, "detail": DETAILS.get(event.pop("note"), {})} for event in noted(text)]
    rows, _findings = inspections(events, date.fromisoformat(as_of), FAR, policy, STANDARD, {("洪洋村", "1"): signs})
    return [f"{row.anchor} {row.nominal_due} {' '.join(row.signs)}" for row in rows if row.kind == "warning"]


DETAILS: dict[str, dict[str, object]] = {
    "off": {"use": "no"},
    "on": {"use": "yes"},
    "49,999": {"new_loans_yuan": 49_999},
    "50,000": {"new_loans_yuan": 50_000},
}


def noted(text: str) -> list[Event]:
    """As ``history``; a word after ``#`` names what was found."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    notes = [line.partition("#")[2].strip() for line in lines]
    plain = history("\n".join(line.partition("#")[0] for line in lines))
    return [{**event, "note": note} for event, note in zip(plain, notes)]


WARNINGS = {
    "listed": ("2016-05-03 drawdown 1\n2016-05-10 listed", ["2016-05-10 2016-05-17 listed"]),
    "listed, and inspected that day": ("2016-05-03 drawdown 1\n2016-05-10 listed\n2016-05-10 inspection", []),
    "inspected that day, and listed": ("2016-05-03 drawdown 1\n2016-05-10 inspection\n2016-05-10 listed", []),
    "inspected on the eve": (
        "2016-05-03 drawdown 1\n2016-05-09 inspection\n2016-05-10 listed",
        ["2016-05-10 2016-05-17 listed"],
    ),
    "taken off the list": ("2016-05-03 drawdown 1\n2016-05-10 listed\n2016-05-11 unlisted", []),
    "nothing in use": ("2016-05-10 listed", []),
    "paid off": ("2016-05-03 drawdown 1\n2016-05-10 listed\n2016-05-11 repayment 1", []),
    "listed before it drew": ("2016-05-03 listed\n2016-05-10 drawdown 1", ["2016-05-10 2016-05-17 listed"]),
    "off purpose": ("2016-05-03 drawdown 1\n2016-05-10 inspection # off", ["2016-05-10 2016-05-17 off_purpose"]),
    "off purpose, and seen again": (
        "2016-05-03 drawdown 1\n2016-05-10 inspection # off\n2016-05-12 inspection # on",
        [],
    ),
    "off purpose, still": (
        "2016-05-03 drawdown 1\n2016-05-10 inspection # off\n2016-05-12 inspection # off",
        ["2016-05-12 2016-05-19 off_purpose"],
    ),
    "off purpose, the second form of a day says nothing": (
        "2016-05-03 drawdown 1\n2016-05-10 inspection # off\n2016-05-10 inspection # on",
        ["2016-05-10 2016-05-17 off_purpose"],
    ),
    "new loans below the limit": ("2016-05-03 drawdown 1\n2016-05-10 inspection # 49,999", []),
    "new loans at the limit": (
        "2016-05-03 drawdown 1\n2016-05-10 inspection # 50,000",
        ["2016-05-10 2016-05-17 new_loans"],
    ),
    "two signs, the earlier counts": (
        "2016-05-03 drawdown 1\n2016-05-10 inspection # off\n2016-05-12 listed",
        ["2016-05-10 2016-05-17 off_purpose listed"],
    ),
}


@pytest.mark.parametrize(("text", "wanted"), WARNINGS.values(), ids=WARNINGS)
def test_warning_signs_ask_for_an_inspection_until_one_follows(text: str, wanted: list[str]) -> None:
    assert warned(text) == wanted


@pytest.mark.parametrize(("seen", "asked"), [("2016-05-09", 0), ("2016-05-10", 0), ("2016-05-11", 1)])
def test_so_does_what_a_villages_file_says(seen: str, asked: int) -> None:
    text = "2016-05-03 drawdown 1\n2016-05-10 inspection"
    assert len(warned(text, signs=[Sign("new_loans", date.fromisoformat(seen))])) == asked


@pytest.mark.parametrize(("seen", "asked"), [("2016-05-02", 0), ("2016-05-03", 1)])
def test_but_not_what_it_said_before_anything_was_owed(seen: str, asked: int) -> None:
    text = "2015-05-03 drawdown 1\n2015-06-03 repayment 1\n2016-05-03 drawdown 1"
    assert len(warned(text, signs=[Sign("new_loans", date.fromisoformat(seen))])) == asked


def stated(*days: tuple[str, int]) -> list[Event]:
    """Statements of a loan of 5 yuan, so many days overdue."""
    place = {"village": "洪洋村", "household_id": "1", "kind": "loan", "amount_yuan": 5, "result": None}
    return [
        place | {"effective": date.fromisoformat(day), "detail": {"loan": "a", "overdue_days": late}}
        for day, late in days
    ]


LATE = ("2016-02-29", 0), ("2016-03-31", 31)


@pytest.mark.parametrize(
    ("more", "anchors"),
    [
        ([], ["2016-03-31"]),
        (stated(("2016-04-30", 0)), ["2016-03-31"]),  # paid, and nobody went yet
        (history("2016-03-31 inspection"), []),
        (history("2016-04-05 inspection") + stated(("2016-04-30", 61)), []),
        (history("2016-04-05 inspection") + stated(("2016-04-30", 0), ("2016-05-31", 3)), ["2016-05-31"]),
        (history("2016-04-05 repayment 5"), []),
    ],
)
def test_arrears_are_a_sign_once_until_an_inspection_follows(more: list[Event], anchors: list[str]) -> None:
    events = in_order([*stated(*LATE), *more])
    rows, _findings = inspections(events, date(2016, 6, 30), FAR, DEFAULT)
    assert [row.anchor.isoformat() for row in rows if row.kind == "warning"] == anchors


def test_a_white_list_is_no_warning() -> None:
    events = [
        one | {"result": "white"} if one["kind"] == "listed" else one
        for one in history("2016-05-03 drawdown 1\n2016-05-10 listed")
    ]
    assert [row.kind for row in listed(events)] == ["first"]


def test_a_bank_may_ask_after_some_signs_alone() -> None:
    text = "2016-05-03 drawdown 1\n2016-05-10 listed"
    assert warned(text, policy=set_to("signs=arrears")) == []


@pytest.mark.parametrize(
    ("as_of", "told"), [("2016-06-03", None), ("2016-06-04", "officer"), ("2016-06-11", "grid_manager")]
)
def test_who_is_told_of_an_overdue_inspection(as_of: str, told: str | None) -> None:
    (row,) = listed(history("2016-05-03 drawdown 1"), as_of)
    assert row.told == told


def test_counted_from_the_day_due_a_late_one_moves_none_after_it() -> None:
    text = "2015-08-03 drawdown 1\n2015-11-20 inspection\n2016-03-31 inspection"
    from_done, from_due = (
        inspections(history(text), date(2016, 4, 1), FAR, policy)[0][0]
        for policy in (DEFAULT, set_to("counted_from=due"))
    )
    assert (from_done.anchor, from_done.nominal_due) == (date(2016, 3, 31), date(2016, 9, 30))
    assert (from_due.anchor, from_due.nominal_due) == (
        date(2016, 3, 3),
        date(2016, 9, 3),
    )  # first due on 3 September 2015


def test_a_known_year_is_no_finding() -> None:
    assert inspections(history("2016-05-03 drawdown 1"), date(2016, 5, 3), FAR, DEFAULT)[1] == []


STATED = st.lists(
    st.tuples(
        st.integers(0, 12),
        st.sampled_from(["drawdown", "repayment", "inspection", "loan", "loan"]),
        st.integers(0, 3),
        st.sampled_from("ab"),
        st.none() | st.integers(0, 12),
    ),
    max_size=12,
)


@settings(max_examples=400, deadline=None)
@given(STATED)
@example(
    [
        (0, "drawdown", 0, "a", None),
        (0, "loan", 0, "a", None),
        (1, "repayment", 0, "a", None),
        (2, "drawdown", 3, "a", None),
        (2, "repayment", 2, "a", None),
        (3, "loan", 1, "a", None),
    ]
)
def test_as_long_as_anything_is_in_use_an_inspection_is_asked_for(
    told: list[tuple[int, str, int, str, int | None]],
) -> None:
    first = date(2016, 1, 4)
    events: list[Event] = []
    for day, kind, number, loan, drawn in told:
        amount = number if kind == "loan" else number + 1
        detail: dict[str, Any] = {"loan": loan} if kind == "loan" else {}
        if kind == "loan" and drawn is not None:
            detail["drawn_on"] = (first + timedelta(days=drawn)).isoformat()
        events.append(
            {
                "village": "洪洋村",
                "household_id": "1",
                "kind": kind,
                "effective": first + timedelta(days=day),
                "amount_yuan": None if kind == "inspection" else amount,
                "result": None,
                "detail": detail,
            }
        )
    events.sort(key=lambda event: event["effective"])
    balance = Balance()
    for event in in_order(events):
        balance.take(event["kind"], event["effective"], event["amount_yuan"] or 0)
    rows = listed(events, "2016-06-01")
    assert not rows or rows[0].balance_yuan >= balance.yuan
    assert balance.yuan <= 0 or {row.kind for row in rows} & {"first", "recurring"}


days = st.dates(date(2015, 1, 1), date(2018, 12, 31))
movement = st.tuples(days, st.sampled_from(["drawdown", "inspection", "repayment"]), st.integers(1, 10**9))


@settings(max_examples=80, deadline=None)
@given(st.lists(movement, max_size=8), st.randoms(use_true_random=False))
def test_any_history_asks_at_most_once_of_each_kind_in_time_in_whatever_order_it_was_recorded(
    movements: list[tuple[date, str, int]], chance: random.Random
) -> None:
    lines, balance = [], 0
    for day, kind, amount in sorted(movements):
        paid = min(amount, balance) if kind == "repayment" else 0
        balance += amount if kind == "drawdown" else -paid
        if kind != "repayment" or paid:
            lines.append(f"{day} {kind} {paid or amount if kind != 'inspection' else ''}")
    rows = listed(history("\n".join(lines)), "2019-06-01", until=date(2019, 12, 31))
    assert len({row.kind for row in rows}) == len(rows) <= 2
    assert {row.balance_yuan for row in rows} <= {balance} - {0}
    for row in rows:
        assert row.anchor <= row.due <= row.nominal_due
        assert STANDARD.is_workday(row.due) or row.due == row.anchor
        kind = "drawdown" if row.kind == "first" else "inspection"
        assert any(line.startswith(f"{row.anchor} {kind}") for line in lines)
    chance.shuffle(lines)
    assert listed(history("\n".join(lines)), "2019-06-01", until=date(2019, 12, 31)) == rows
