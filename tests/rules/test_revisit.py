"""Which ratings are drawn more often for a re-visit, how many households are drawn, and what bears a line out."""

import pytest

from gridcredit.rules.revisit import confirms, size, why
from rules.deciding import set_to


@pytest.mark.parametrize(
    ("amounts", "policy", "groups"),
    [
        ((50_000, 50_000, 50_000), "", ("random", "all_equal")),
        ((50_000, 50_000, 51_000), "", ("random",)),
        ((50_000, 75_000, 100_000), "", ("random",)),
        ((49_999, 75_000, 100_000), "", ("random", "wide_spread")),
        ((50_000, 75_000, 100_000), "wide_spread=50:inclusive", ("random", "wide_spread")),
        ((80_000, 100_000), "wide_spread=20:exclusive", ("random",)),
        ((79_000, 100_000), "wide_spread=20:exclusive", ("random", "wide_spread")),
        ((50_000, 50_000), "wide_spread=0:inclusive", ("random", "all_equal")),
    ],
)
def test_ratings_that_are_all_the_same_or_far_apart_are_drawn_more_often(
    amounts: tuple[int, ...], policy: str, groups: tuple[str, ...]
) -> None:
    assert why(amounts, set_to(policy).values("revisit")) == groups


@pytest.mark.parametrize(
    ("group", "households", "policy", "drawn"),
    [
        ("random", 100, "", 5),
        ("random", 101, "", 6),
        ("random", 400, "", 20),
        ("random", 40, "", 5),
        ("random", 3, "", 3),
        ("random", 100, "least_households=10", 10),
        ("random", 100, "random_percent=0 least_households=0", 0),
        ("all_equal", 50, "", 5),
        ("all_equal", 51, "", 6),
        ("all_equal", 3, "", 1),
        ("wide_spread", 10, "", 3),
        ("wide_spread", 11, "", 4),
        ("wide_spread", 11, "wide_spread_percent=100", 11),
        ("wide_spread", 0, "", 0),
    ],
)
def test_a_share_of_each_group_is_drawn_rounded_up(group: str, households: int, policy: str, drawn: int) -> None:
    assert size(group, households, set_to(policy).values("revisit")) == drawn


@pytest.mark.parametrize(
    ("line", "found", "policy", "borne_out"),
    [
        (50_000, 50_000, "", True),
        (50_000, 40_000, "", True),
        (50_000, 39_999, "", False),
        (40_000, 50_000, "", True),
        (39_999, 50_000, "", False),
        (50_000, 40_000, "confirmed_within=20:exclusive", False),
        (50_000, 50_001, "confirmed_within=0", False),
    ],
)
def test_a_line_is_borne_out_by_a_figure_that_is_close_to_it(
    line: int, found: int, policy: str, borne_out: bool
) -> None:
    assert confirms(line, found, set_to(policy).values("revisit")) is borne_out
