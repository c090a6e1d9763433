"""On which days a branch is on duty, when it stays out of the fields, and which village gets how much."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridcredit.errors import PolicyError
from gridcredit.rules.rota import WHOLE, is_farming_season, shares, spread
from rules.deciding import set_to

MONDAY = date(2016, 6, 20)
WEEK = [MONDAY + timedelta(days=ahead) for ahead in range(5)]


def days(numbers: str) -> list[date]:
    """Of the week from Monday, 1, to Friday."""
    return [WEEK[int(number) - 1] for number in numbers.split()]


@pytest.mark.parametrize(
    ("worked", "kept", "free", "count", "chosen"),
    [
        ("1 2 3 4 5", "", "1 2 3 4 5", 2, "2 4"),
        ("1 2 3 4 5", "", "1 2 3 4 5", 1, "3"),
        ("1 2 3 4 5", "", "1 2 3 4 5", 3, "1 3 5"),
        ("1 2 3 4 5", "", "1 2 3 4 5", 5, "1 2 3 4 5"),
        ("1 2 3", "", "1 2 3", 2, "1 3"),
        ("4 5", "", "4 5", 2, "4 5"),
        ("1 2 3 4 5", "", "4 5", 2, "4 5"),
        ("1 2 3 4 5", "2", "1 3 4 5", 1, "4"),
        ("1 2 3 4 5", "5", "1 2 3 4", 1, "2"),
        ("1 2 3 5", "2", "1 3 5", 1, "5"),
        ("1 2 3 4 5", "2 4", "1 3 5", 0, ""),
        ("", "", "", 0, ""),
    ],
)
def test_sessions_lie_evenly_over_the_days_that_are_worked(
    worked: str, kept: str, free: str, count: int, chosen: str
) -> None:
    assert spread(days(worked), days(kept), days(free), count) == days(chosen)


@pytest.mark.parametrize(
    ("seasons", "day", "inside"),
    [
        ("06-01..06-15", "2016-05-31", False),
        ("06-01..06-15", "2016-06-01", True),
        ("06-01..06-15", "2016-06-15", True),
        ("06-01..06-15", "2016-06-16", False),
        ("06-01..06-15,10-01..10-15", "2017-10-15", True),
        ("12-20..01-05", "2016-12-19", False),
        ("12-20..01-05", "2016-12-20", True),
        ("12-20..01-05", "2017-01-05", True),
        ("12-20..01-05", "2017-01-06", False),
        ("02-20..02-28", "2016-02-29", False),
        ("02-20..02-29", "2016-02-29", True),
        ("03-01..03-01", "2016-03-01", True),
        ("03-01..03-01", "2016-03-02", False),
        ("", "2016-06-01", False),
    ],
)
def test_a_farming_season_holds_its_first_and_its_last_day(seasons: str, day: str, inside: bool) -> None:
    values = set_to(f"farming_seasons={seasons}").values("rota")
    assert is_farming_season(date.fromisoformat(day), values) is inside


@pytest.mark.parametrize("season", ["06-01", "6-1..6-15", "06-01..06-31", "02-30..03-01", "13-01..13-02", "六月"])
def test_a_season_that_is_none_ends_the_command(season: str) -> None:
    with pytest.raises(PolicyError) as told:
        is_farming_season(date(2016, 6, 1), set_to(f"farming_seasons={season}").values("rota"))
    assert told.value.params == {"word": season}


@pytest.mark.parametrize(
    ("policy", "backlog", "expected"),
    [
        ("least_share_percent=0", {"甲村": 30, "乙村": 10}, {"甲村": 750_000, "乙村": 250_000}),
        ("least_share_percent=0", {"甲村": 40, "乙村": 0}, {"甲村": WHOLE}),
        ("least_share_percent=20", {"甲村": 40, "乙村": 0}, {"甲村": 909_090, "乙村": 90_909}),  # 100 to 10
        ("least_share_percent=20", {"甲村": 9, "乙村": 1}, {"甲村": 900_000, "乙村": 100_000}),
        ("least_share_percent=100", {"甲村": 10, "乙村": 10}, {"甲村": 500_000, "乙村": 500_000}),
        ("least_share_percent=0", {"甲村": 0, "乙村": 0}, {"甲村": 500_000, "乙村": 500_000}),
        ("least_share_percent=20", {}, {}),
    ],
)
def test_villages_get_turns_by_what_waits_in_them(
    policy: str, backlog: dict[str, int], expected: dict[str, int]
) -> None:
    assert shares(backlog, set_to(policy).values("rota")) == expected


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 800), min_size=1, max_size=12))
def test_where_more_waits_the_share_is_no_less_and_none_is_forgotten(backlog: dict[str, int]) -> None:
    found = shares(backlog, set_to("").values("rota"))
    assert found.keys() == backlog.keys()
    assert WHOLE - len(backlog) < sum(found.values()) <= WHOLE
    ordered = sorted(backlog, key=lambda village: (backlog[village], found[village]))
    assert sorted(found.values()) == [found[village] for village in ordered]
