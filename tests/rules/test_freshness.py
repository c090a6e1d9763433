"""When a household file is stale, and when nothing was collected for too long."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridcredit.rules.freshness import Gap, is_gap, is_stale, last_fresh, longest_gap
from rules.deciding import set_to

AS_OF = date(2016, 5, 31)


@pytest.mark.parametrize(
    ("collected", "policy", "stale"),
    [
        (date(2015, 5, 30), "", True),
        (date(2015, 5, 31), "", False),
        (date(2015, 5, 31), "stale_after_months=12:inclusive", True),
        (date(2015, 6, 1), "stale_after_months=12:inclusive", False),
        (date(2016, 2, 28), "stale_after_months=3", True),
        (date(2016, 2, 29), "stale_after_months=3", False),
    ],
)
def test_a_file_is_stale_after_months(collected: date, policy: str, stale: bool) -> None:
    assert is_stale(collected, AS_OF, set_to(policy).values("freshness")) is stale


def test_the_longest_gap_is_between_days_of_collecting_or_up_to_today() -> None:
    days = [date(2016, 1, 5), date(2016, 1, 7), date(2016, 3, 1), date(2016, 7, 1)]
    assert longest_gap(days, AS_OF) == Gap(date(2016, 3, 1), AS_OF)
    assert longest_gap(days, date(2016, 3, 10)) == Gap(date(2016, 1, 7), date(2016, 3, 1))
    assert longest_gap([AS_OF], AS_OF) == Gap(AS_OF, AS_OF)
    assert longest_gap([date(2016, 7, 1)], AS_OF) is None


@pytest.mark.parametrize(
    ("days", "policy", "gap"),
    [
        (92, "", False),
        (93, "", True),
        (92, "longest_gap_days=92:inclusive", True),
        (91, "longest_gap_days=92:inclusive", False),
    ],
)
def test_a_gap_is_longer_than_the_policy_bears(days: int, policy: str, gap: bool) -> None:
    assert is_gap(Gap(AS_OF - timedelta(days=days), AS_OF), set_to(policy).values("freshness")) is gap


@settings(max_examples=200, deadline=None)
@given(st.dates(date(2015, 1, 1), date(2030, 12, 31)), st.integers(1, 24), st.sampled_from(["inclusive", "exclusive"]))
def test_a_file_is_fresh_up_to_its_last_fresh_day(collected: date, months: int, bound: str) -> None:
    values = set_to(f"stale_after_months={months}:{bound}").values("freshness")
    day = last_fresh(collected, values)
    assert not is_stale(collected, day, values) and is_stale(collected, day + timedelta(days=1), values)
