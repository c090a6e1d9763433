"""Calendar periods, and the one whose contact is asked for."""

from datetime import date

import pytest

from gridcredit.rules.visits import (
    approach_from,
    contacted_after_return,
    counts,
    due_period,
    festival_weeks,
    period_of,
    refreshed_by,
    refusal_of,
    revisited_by,
)
from rules.deciding import set_to, with_rows


@pytest.mark.parametrize(
    ("day", "word", "first", "last"),
    [
        (date(2016, 2, 29), "month", date(2016, 2, 1), date(2016, 2, 29)),
        (date(2016, 3, 31), "quarter", date(2016, 1, 1), date(2016, 3, 31)),
        (date(2016, 4, 1), "quarter", date(2016, 4, 1), date(2016, 6, 30)),
        (date(2016, 7, 1), "half_year", date(2016, 7, 1), date(2016, 12, 31)),
        (date(2016, 12, 31), "year", date(2016, 1, 1), date(2016, 12, 31)),
    ],
)
def test_periods_are_those_of_the_calendar(day: date, word: str, first: date, last: date) -> None:
    assert period_of(day, word) == (first, last)


@pytest.mark.parametrize(
    ("reason", "since", "contacted", "last"),
    [
        ("no_card", date(2016, 5, 30), None, date(2016, 5, 31)),
        ("no_card", date(2016, 3, 15), None, date(2016, 3, 31)),
        ("no_card", date(2016, 3, 15), date(2016, 3, 1), date(2016, 4, 30)),
        ("no_card", date(2016, 3, 15), date(2016, 2, 29), date(2016, 3, 31)),
        ("no_card", date(2016, 3, 15), date(2016, 5, 31), date(2016, 6, 30)),
        ("no_drawdown", date(2016, 3, 31), None, date(2016, 3, 31)),
        ("no_drawdown", date(2016, 3, 31), date(2016, 4, 1), date(2016, 9, 30)),
        ("absent", date(2016, 4, 1), None, date(2016, 6, 30)),
        ("unsigned", date(2016, 12, 31), date(2016, 12, 31), date(2017, 1, 31)),
    ],
)
def test_the_next_period_without_a_contact_is_asked_for(
    reason: str, since: date, contacted: date | None, last: date
) -> None:
    assert due_period(reason, since, contacted, set_to("").values("visits")).last == last


def test_a_bank_may_ask_for_other_periods() -> None:
    values = set_to("no_card_every=quarter").values("visits")
    assert due_period("no_card", date(2016, 5, 3), None, values).last == date(2016, 6, 30)


@pytest.mark.parametrize(("policy", "day"), [("", date(2016, 2, 29)), ("refused_rest_months=0", date(2015, 11, 30))])
def test_who_declined_is_left_in_peace(policy: str, day: date) -> None:
    assert approach_from(date(2015, 11, 30), set_to(policy).values("visits")) == day


@pytest.mark.parametrize(
    ("said", "reason", "again", "approach"),
    [
        ("暂无资金需求", "no_need", date(2016, 8, 31), "phone"),
        ("利率高", "price", date(2016, 8, 31), "door"),
        ("已有他行贷款", "other_bank", date(2016, 11, 30), "door"),
        ("不 放 心", "distrust", date(2016, 11, 30), "door"),
        ("家人不同意", "family_against", date(2016, 8, 31), "door"),
        ("没有时间", "other_reason", date(2016, 8, 31), "door"),
        ("", "other_reason", date(2016, 8, 31), "door"),
        (None, "other_reason", date(2016, 8, 31), "door"),
    ],
)
def test_a_reason_for_declining_says_when_and_how_to_come_again(
    said: str | None, reason: str, again: date, approach: str
) -> None:
    found = refusal_of(said, date(2016, 5, 31), set_to("").values("visits"))
    assert found == (reason, again, approach)


def test_a_bank_names_its_own_reasons_and_others_rest_as_long_as_it_says() -> None:
    rows = [{"is": ("再看看",), "reason": "distrust", "rest_months": 1, "approach": "wechat"}]
    values = with_rows("visits.refusal_reasons", rows, set_to("refused_rest_months=2")).values("visits")
    assert refusal_of("再看看", date(2016, 1, 31), values) == ("distrust", date(2016, 2, 29), "wechat")
    assert refusal_of("暂无需求", date(2016, 1, 31), values) == ("other_reason", date(2016, 3, 31), "door")


@pytest.mark.parametrize(("result", "is_one"), [("success", True), ("failed", False), ("other_result", True)])
def test_results_that_a_bank_names_count_as_contacts(result: str, is_one: bool) -> None:
    assert counts(result, set_to("").values("visits"))
    assert counts(result, set_to("counting_results=success,other_result").values("visits")) is is_one


@pytest.mark.parametrize(
    ("policy", "first", "last"),
    [("", "2016-01-31", "2016-02-22"), ("festival_days_before=0 festival_days_after=1", "2016-02-08", "2016-02-09")],
)
def test_the_weeks_of_a_festival(policy: str, first: str, last: str) -> None:
    weeks = festival_weeks(date(2016, 2, 8), set_to(policy).values("visits"))
    assert [day.isoformat() for day in weeks] == [first, last]


@pytest.mark.parametrize(("days", "first"), [(30, date(2016, 5, 16)), (0, date(2016, 6, 15))])
def test_a_file_is_refreshed_before_it_is_stale(days: int, first: date) -> None:
    values = set_to(f"refresh_ahead_days={days}").values("visits")
    assert refreshed_by(date(2016, 6, 15), values) == (first, date(2016, 6, 15))


@pytest.mark.parametrize(("days", "last"), [(14, date(2016, 5, 23)), (0, date(2016, 5, 9))])
def test_a_re_visit_is_made_soon_after_the_draw(days: int, last: date) -> None:
    values = set_to(f"revisit_within_days={days}").values("visits")
    assert revisited_by(date(2016, 5, 9), values) == (date(2016, 5, 9), last)


@pytest.mark.parametrize(("days", "last"), [(7, date(2016, 6, 27)), (0, date(2016, 6, 20))])
def test_a_family_is_contacted_soon_after_its_return(days: int, last: date) -> None:
    assert contacted_after_return(date(2016, 6, 20), set_to(f"back_within_days={days}").values("visits")) == last
