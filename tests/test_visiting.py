"""Visits due, from where one household stands and what happened with it."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rules.deciding import DEFAULT, set_to

from gridcredit.policy import Policy
from gridcredit.schema import VISIT_RESULTS
from gridcredit.visiting import ASKED, NOTHING_MORE, Known, Visit, contact_of, visits
from gridcredit.workdays import STANDARD, spring_festival

PLACE = ("洪洋村", "1")
Event = dict[str, Any]


def home(**other: object) -> dict[str, Any]:
    """One that has a line and nothing else, assessed on 4 May 2016."""
    plain = dict(zip(ASKED, (*PLACE, True, False, False, False, "home", date(2016, 5, 4))))
    return plain | other


def event(day: str, kind: str, result: str | None = None, **detail: object) -> Event:
    told = {"village": PLACE[0], "household_id": PLACE[1], "kind": kind, "effective": date.fromisoformat(day)}
    return told | {"result": result, "amount_yuan": 1, "detail": detail}


def due(
    *events: Event,
    as_of: str = "2016-05-10",
    until: str = "2016-12-31",
    known: Known = NOTHING_MORE,
    policy: Policy = DEFAULT,
    **of_home: object,
) -> list[Visit]:
    days = date.fromisoformat(as_of), date.fromisoformat(until)
    return visits([home(**of_home)], list(events), *days, policy, STANDARD, known)[0]


def told(rows: list[Visit]) -> list[str]:
    """``due reason also`` of each row."""
    return [" ".join((row.due.isoformat(), row.reason, *row.also)) for row in rows]


# one household, one visit


def test_what_is_due_about_the_same_time_is_one_visit() -> None:
    known = Known({PLACE: date(2015, 6, 15)}, {PLACE: date(2016, 5, 9)})
    assert told(due(known=known)) == ["2016-05-23 unsigned revisit stale_file"]


@pytest.mark.parametrize(("days", "rows"), [(22, 1), (21, 2), (0, 2)])
def test_but_only_within_so_many_days(days: int, rows: int) -> None:
    known = Known({PLACE: date(2015, 6, 22)})  # fresh up to 22 June; unsigned: by 31 May
    assert len(due(known=known, policy=set_to(f"merged_within_days={days}"))) == rows


@pytest.mark.parametrize(
    ("as_of", "rows"),
    [("2016-06-01", ["2016-05-31 unsigned", "2016-06-20 agreed"]), ("2016-06-20", ["2016-05-31 unsigned agreed"])],
)
def test_nor_what_could_not_be_settled_by_then(as_of: str, rows: list[str]) -> None:
    visit = event("2016-04-29", "visit", "later", agreed_on="2016-06-20")
    assert told(due(visit, as_of=as_of)) == rows


def test_one_that_uses_its_line_is_seen_for_its_file_alone() -> None:
    using: dict[str, Any] = {"contract": True, "card": True, "owes": True}
    assert told(due(**using)) == []
    assert told(due(known=Known({PLACE: date(2015, 6, 15)}), **using)) == ["2016-06-15 stale_file"]


def test_one_without_a_line_is_seen_if_it_was_drawn_alone() -> None:
    assert told(due(credited=False)) == []
    known = Known({PLACE: date(2014, 6, 15)}, {PLACE: date(2016, 5, 9)})
    assert told(due(known=known, credited=False)) == ["2016-05-23 revisit"]


def test_a_line_that_is_decided_on_again_begins_nothing_anew() -> None:
    known = Known(credited_since={PLACE: date(2016, 3, 1)})
    assert told(due()) == ["2016-05-31 unsigned"]
    assert told(due(known=known)) == ["2016-03-31 unsigned"]


def test_a_loan_that_a_statement_says_is_paid_off_begins_the_quarters_without_one() -> None:
    visit = event("2016-02-09", "visit", "success")
    stated = [
        event(day, "loan", None, loan="a") | {"amount_yuan": yuan}
        for day, yuan in (("2016-02-29", 5), ("2016-05-06", 0))
    ]
    assert told(due(visit, *stated, card=True, contract=True, assessed_on=date(2015, 6, 1))) == [
        "2016-06-30 no_drawdown"
    ]


# files


@pytest.mark.parametrize(
    ("until", "rows"),
    [("2016-06-14", []), ("2016-06-15", ["2016-06-15 stale_file"]), ("2016-07-31", ["2016-06-15 stale_file"])],
)
def test_a_file_is_refreshed_before_it_is_stale(until: str, rows: list[str]) -> None:
    assert told(due(known=Known({PLACE: date(2015, 6, 15)}), until=until, contract=True, card=True, owes=True)) == rows


@pytest.mark.parametrize(
    ("refreshed", "rows"), [("yes", ["2016-05-31 unsigned"]), ("no", ["2016-05-31 unsigned stale_file"])]
)
def test_a_visit_that_refreshed_it_makes_it_fresh_again(refreshed: str, rows: list[str]) -> None:
    visit = event("2016-04-20", "visit", "success", file_refreshed=refreshed)
    assert told(due(visit, known=Known({PLACE: date(2015, 6, 15)}), until="2016-06-30")) == rows


# what was agreed on


@pytest.mark.parametrize(
    ("later", "rows"),
    [
        ([], ["2016-06-20 agreed", "2016-06-30 unsigned"]),
        ([("2016-06-19", {})], ["2016-06-20 agreed", "2016-07-29 unsigned"]),
        ([("2016-06-20", {})], ["2016-07-29 unsigned"]),
        ([("2016-06-19", {"agreed_on": "2016-08-01"})], ["2016-07-29 unsigned", "2016-08-01 agreed"]),
    ],
)
def test_a_contact_agreed_on_is_due_that_day_until_it_was_made_or_put_off(
    later: list[tuple[str, dict[str, Any]]], rows: list[str]
) -> None:
    first = event("2016-05-09", "visit", "later", agreed_on="2016-06-20")
    more = [event(day, "visit", "success", **detail) for day, detail in later]
    found = due(first, *more, as_of="2016-06-20", policy=set_to("merged_within_days=5"), until="2016-08-31")
    assert told(found) == rows


def test_a_family_that_said_when_it_is_back_is_contacted_then() -> None:
    visit = event("2016-05-09", "visit", "success", back_on="2016-06-20")
    assert told(due(visit, residence_status="away", until="2016-09-30", policy=set_to("merged_within_days=5"))) == [
        "2016-06-27 agreed",
        "2016-09-30 absent",
    ]


@pytest.mark.parametrize("using", [{"card": True, "contract": True, "owes": True}, {}])
def test_whatever_else_holds_what_was_agreed_stands(using: dict[str, Any]) -> None:
    events = [event("2016-05-06", "signing_refused", "暂无资金需求")] if not using else []
    visit = event("2016-05-09", "visit", "later", agreed_on="2016-06-20")
    assert "2016-06-20 agreed" in told(due(*events, visit, **using))


@pytest.mark.parametrize(("result", "stands"), [("success", False), ("failed", True)])
def test_a_visit_that_is_no_contact_does_not_keep_what_was_agreed(result: str, stands: bool) -> None:
    events = [event("2016-05-09", "visit", "later", agreed_on="2016-06-20"), event("2016-06-20", "visit", result)]
    reasons = {
        reason
        for row in due(*events, policy=set_to("counting_results=success,later"))
        for reason in (row.reason, *row.also)
    }
    assert ("agreed" in reasons) is stands


# declined to sign


@pytest.mark.parametrize(
    ("said", "reason", "due_on", "approach"),
    [
        ("暂无资金需求", "no_need", "2016-08-31", "phone"),
        ("不放心", "distrust", "2016-11-30", "door"),
        ("没有时间", "other_reason", "2016-08-31", "door"),
        (None, "other_reason", "2016-08-31", "door"),
    ],
)
def test_why_it_declined_says_how_long_it_is_left_in_peace_and_how_it_is_approached(
    said: str | None, reason: str, due_on: str, approach: str
) -> None:
    (row,) = due(event("2016-05-09", "signing_refused", said))
    assert (row.reason, row.due.isoformat()) == ("refused", due_on)
    assert row.refusal is not None and (row.refusal.reason, row.refusal.approach) == (reason, approach)


# families away


@pytest.mark.parametrize(
    ("year", "first"), [(2016, "2016-02-08"), (2017, "2017-01-28"), (2020, "2020-01-25"), (2026, "2026-02-17")]
)
def test_the_spring_festival_is_by_the_lunar_calendar(year: int, first: str) -> None:
    assert spring_festival(year).isoformat() == first


def test_it_is_a_day_off_in_every_year_that_is_known() -> None:
    assert [year for year in range(2004, 2027) if STANDARD.is_workday(spring_festival(year))] == []


AWAY: dict[str, Any] = {"residence_status": "away"}


@pytest.mark.parametrize(
    ("until", "contacted", "rows"),
    [
        ("2017-01-19", None, ["2016-06-30 absent"]),
        ("2017-02-09", None, ["2016-06-30 absent"]),
        ("2017-02-10", None, ["2016-06-30 absent", "2017-02-10 spring_festival"]),  # the weeks end on a Saturday
        ("2017-03-31", "2017-01-19", ["2017-02-10 spring_festival"]),
        ("2017-03-31", "2017-01-20", []),
    ],
)
def test_a_family_away_is_met_while_it_is_home_for_the_spring_festival(
    until: str, contacted: str | None, rows: list[str]
) -> None:
    events = [event(contacted, "visit", "success")] if contacted else []
    found = due(*events, as_of="2017-01-20", until=until, policy=set_to("merged_within_days=5"), **AWAY)
    assert [row for row in told(found) if not row.startswith("2017-03-31")] == rows


@pytest.mark.parametrize(
    ("as_of", "until", "festival"),
    [
        ("2017-03-01", "2017-03-31", ["2017-02-10"]),
        ("2017-12-20", "2018-01-31", ["2017-02-10"]),
        ("2017-12-20", "2018-03-31", ["2017-02-10"]),
        ("2018-02-08", "2018-03-31", ["2018-03-02"]),
    ],
)
def test_a_festival_that_was_missed_stays_until_the_next_begins_however_long_the_list_is(
    as_of: str, until: str, festival: list[str]
) -> None:
    rows = due(as_of=as_of, until=until, policy=set_to("merged_within_days=0"), **AWAY)
    assert [row.due.isoformat() for row in rows if "spring_festival" in (row.reason, *row.also)] == festival


def test_one_credited_after_the_weeks_waits_for_the_next() -> None:
    found = due(as_of="2017-02-13", until="2017-02-28", assessed_on=date(2017, 2, 12), **AWAY)
    assert "spring_festival" not in {reason for row in found for reason in (row.reason, *row.also)}


def test_a_family_that_moved_is_away_whatever_the_roster_says() -> None:
    (row,) = due(event("2016-05-09", "visit", "搬走"))
    assert row.reason == "absent"


# contacts


@pytest.mark.parametrize(
    ("said", "result"),
    [
        ("成功", "success"),
        ("未 遇", "failed"),
        ("搬走", "moved"),
        ("改日", "later"),
        ("success", "success"),
        ("再说", "other_result"),
        (None, "other_result"),
    ],
)
def test_what_came_of_a_visit_is_known_by_its_words(said: str | None, result: str) -> None:
    assert contact_of(event("2016-05-09", "visit", said)).result == result


@pytest.mark.parametrize(("counting", "last"), [("", "2016-06-30"), ("counting_results=success,later", "2016-05-31")])
def test_a_bank_may_say_which_results_count_as_a_contact(counting: str, last: str) -> None:
    assert due(event("2016-05-09", "visit", "未遇"), policy=set_to(counting))[0].due.isoformat() == last


# whatever happens

DAYS = st.dates(date(2015, 1, 1), date(2016, 12, 31)).map(date.isoformat)
VISITED = st.builds(
    lambda day, result, agreed, back: event(
        day, "visit", result, **{k: v for k, v in (("agreed_on", agreed), ("back_on", back)) if v}
    ),
    DAYS,
    st.sampled_from([*VISIT_RESULTS, None]),
    st.none() | DAYS,
    st.none() | DAYS,
)
STEPS = st.builds(event, DAYS, st.sampled_from(["signing_refused", "signed", "carded", "drawdown", "repayment"]))


@settings(max_examples=150, deadline=None)
@given(
    st.lists(VISITED | STEPS, max_size=6),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["home", "away"]),
    st.none() | st.dates(date(2014, 1, 1), date(2016, 12, 31)),
    st.none() | st.dates(date(2016, 1, 1), date(2016, 12, 31)),
)
def test_every_visit_is_due_in_time_and_each_reason_asked_once(
    events: list[Event], contract: bool, card: bool, residence: str, collected: date | None, drawn: date | None
) -> None:
    events.sort(key=lambda one: one["effective"])
    known = Known({PLACE: collected} if collected else {}, {PLACE: drawn} if drawn else {})
    as_of = "2016-12-31"
    rows = due(
        *events, as_of=as_of, until="2017-06-30", known=known, contract=contract, card=card, residence_status=residence
    )
    reasons = [reason for row in rows for reason in (row.reason, *row.also)]
    assert len(reasons) == len(set(reasons))
    for row in rows:
        assert row.since <= row.due and (STANDARD.is_workday(row.due) or row.due == row.since or len(row.also) > 0)
        assert len(row.opens) == 1 + len(row.also) and max(row.opens) == row.since
        assert row.overdue_days == max(0, (date.fromisoformat(as_of) - row.due).days)
    for sooner, later in pairwise(rows):
        settled_by = max(sooner.due, date.fromisoformat(as_of))
        assert later.due - sooner.due > timedelta(days=31) or later.since > settled_by
    assert rows == due(
        *events, as_of=as_of, until="2017-06-30", known=known, contract=contract, card=card, residence_status=residence
    )
