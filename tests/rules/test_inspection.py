from datetime import date

import pytest

from gridcredit.rules.inspection import Again, again, first_due, sign_due, told_of
from rules.deciding import DEFAULT, Case, cases, set_to, with_rows

VALUES = DEFAULT.values("inspection")

FIRST = cases("""
| drawn on   | balance    | due        |
|------------|------------|------------|
| 2016-05-03 | 1          | 2016-06-03 |
| 2016-05-03 | 99,999     | 2016-06-03 |
| 2016-05-03 | 100,000    | 2016-06-03 |
| 2016-05-03 | 100,001    | 2016-05-10 |
| 2016-05-03 | 1000000000 | 2016-05-10 |
| 2016-01-31 | 50,000     | 2016-02-29 |
| 2015-01-31 | 50,000     | 2015-02-28 |
| 2016-01-29 | 50,000     | 2016-02-29 |
| 2016-02-29 | 50,000     | 2016-03-29 |
| 2016-12-31 | 50,000     | 2017-01-31 |
| 2016-02-25 | 100,001    | 2016-03-03 |
""")

RECURRING = cases("""
| done on    | due        |
|------------|------------|
| 2016-05-03 | 2016-11-03 |
| 2015-08-31 | 2016-02-29 |
| 2016-08-31 | 2017-02-28 |
| 2016-02-29 | 2016-08-29 |
| 2016-12-31 | 2017-06-30 |
""")


@pytest.mark.parametrize("case", FIRST, ids=lambda case: f"{case['drawn on']} {case['balance']}")
def test_up_to_100_000_within_a_calendar_month_above_within_seven_days(case: Case) -> None:
    balance = int(case["balance"].replace(",", ""))
    assert first_due(date.fromisoformat(case["drawn on"]), balance, VALUES) == date.fromisoformat(case["due"])


@pytest.mark.parametrize("case", RECURRING, ids=lambda case: case["done on"])
def test_again_six_calendar_months_after_the_last_one_done(case: Case) -> None:
    done, due = date.fromisoformat(case["done on"]), date.fromisoformat(case["due"])
    assert again(done, 50_000, None, VALUES).nominal == due
    assert again(done, 50_000, date(2014, 1, 1), VALUES).nominal == due
    assert again(done, 50_000, Again(date(2014, 1, 1), 6), VALUES).nominal == due


TIERS = with_rows(
    "inspection.tiers",
    [
        {"at_most": 30_000, "within": 3, "unit": "months", "again_months": 12},
        {"above": 30_000, "at_most": 200_000, "within": 15, "unit": "days"},
        {"above": 200_000, "within": 1, "unit": "days", "again_months": 3},
    ],
).values("inspection")

OF_TIERS = cases("""
| balance | first      | again      |
|---------|------------|------------|
| 1       | 2016-08-03 | 2017-05-03 |
| 30,000  | 2016-08-03 | 2017-05-03 |
| 30,001  | 2016-05-18 | 2016-11-03 |
| 200,000 | 2016-05-18 | 2016-11-03 |
| 200,001 | 2016-05-04 | 2016-08-03 |
""")


@pytest.mark.parametrize("case", OF_TIERS, ids=lambda case: case["balance"])
def test_a_banks_own_tiers_stand_in_place_of_the_two(case: Case) -> None:
    day, balance = date(2016, 5, 3), int(case["balance"].replace(",", ""))
    found = first_due(day, balance, TIERS), again(day, balance, None, TIERS).nominal
    assert [one.isoformat() for one in found] == [case["first"], case["again"]]


FROM_DUE = set_to("counted_from=due").values("inspection")
CHAIN = Again(date(2015, 8, 31), 6)  # due 29 February 2016, 31 August 2016, 28 February 2017, ...

COUNTED_FROM_DUE = cases("""
| done on    | fulfilled  | due        |
|------------|------------|------------|
| 2016-02-29 | chain      | 2016-08-31 |
| 2016-02-10 | chain      | 2016-08-31 |
| 2015-11-29 | chain      | 2016-08-31 |
| 2015-11-28 | chain      | 2016-02-29 |
| 2016-08-30 | chain      | 2016-08-31 |
| 2016-08-31 | chain      | 2017-02-28 |
| 2018-01-01 | chain      | 2018-02-28 |
| 2016-05-20 | 2016-06-03 | 2016-12-03 |
| 2016-07-20 | 2016-06-03 | 2016-12-03 |
| 2016-12-03 | 2016-06-03 | 2017-06-03 |
| 2016-05-20 | –          | 2016-11-20 |
""")


@pytest.mark.parametrize("case", COUNTED_FROM_DUE, ids=lambda case: f"{case['done on']} {case['fulfilled']}")
def test_a_bank_may_count_from_the_day_due_so_that_late_ones_do_not_move_those_after_them(case: Case) -> None:
    for_what = case["fulfilled"]
    fulfilled = CHAIN if for_what == "chain" else date.fromisoformat(for_what) if for_what else None
    assert again(date.fromisoformat(case["done on"]), 1, fulfilled, FROM_DUE).nominal.isoformat() == case["due"]


def test_a_chain_over_twenty_years_never_drifts_from_the_months_end() -> None:
    following, days = CHAIN, []
    while following.nominal < date(2036, 1, 1):
        days.append(following.nominal)
        following = again(following.nominal, 1, following, FROM_DUE)
    leap = {2016, 2020, 2024, 2028, 2032}
    wanted = [
        day for year in range(2016, 2036) for day in (date(year, 2, 29 if year in leap else 28), date(year, 8, 31))
    ]
    assert days == wanted


def test_so_does_one_counted_from_the_day_done_when_each_is_done_on_its_day() -> None:
    day, days = date(2015, 8, 31), []
    while (following := again(day, 1, day, VALUES)).nominal < date(2036, 1, 1):
        assert following.anchor == day
        day = following.nominal
        days.append(day)
    assert len(days) == 40 and {(one.month, one.day) for one in days} == {(2, 29), (8, 29), (2, 28), (8, 28)}


def test_another_tier_counts_its_own_months_from_the_day_that_was_due() -> None:
    values = with_rows("inspection.tiers", TIERS.rows("tiers"), set_to("counted_from=due")).values("inspection")
    following = again(date(2016, 2, 29), 300_000, CHAIN, values)
    assert (following.anchor, following.nominal) == (date(2016, 2, 29), date(2016, 5, 29))


@pytest.mark.parametrize(("policy", "due"), [("", "2016-05-10"), ("sign_within_days=0", "2016-05-03")])
def test_a_warning_sign_asks_within_days(policy: str, due: str) -> None:
    assert sign_due(date(2016, 5, 3), set_to(policy).values("inspection")).isoformat() == due


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (0, None),
        (1, "officer"),
        (7, "officer"),
        (8, "grid_manager"),
        (30, "grid_manager"),
        (31, "branch_manager"),
        (90, "branch_manager"),
        (91, "head_office"),
    ],
)
def test_the_longer_overdue_the_further_up_it_is_told(days: int, told: str | None) -> None:
    assert told_of(days, VALUES) == told


def test_a_bank_may_tell_nobody() -> None:
    assert told_of(400, with_rows("inspection.escalation", []).values("inspection")) is None
