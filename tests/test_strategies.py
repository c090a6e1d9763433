"""What each strategy promises whatever the ratings are, and what some of them do not."""

import random
from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rules.deciding import decided, set_to

from gridcredit.policy import Policy

STRATEGIES = ("close_or_compromise", "median", "mean", "minimum", "trimmed_mean", "closest_group")
MONOTONE = ("median", "mean", "minimum", "trimmed_mean")
# The figure itself is the line: nothing is rounded, capped, too little or too far apart.
BARE = set_to("minimum_ratings=1 rounding_yuan=1 minimum_line_yuan=1 household_cap_yuan=1,000,000,000 spread_checked=")

every_strategy = pytest.mark.parametrize("strategy", STRATEGIES)
several = settings(max_examples=40, deadline=None)
amount = st.one_of(st.integers(1, 30), st.integers(1, 400).map(lambda n: n * 1000), st.integers(1, 10**9))
group = st.lists(amount, min_size=1, max_size=9)
small = st.integers(1, 10**6)
small_group = st.lists(small, min_size=1, max_size=9)


def by(strategy: str, other_values: str = "") -> Policy:
    return set_to(f"strategy={strategy} {other_values}", BARE)


def figures(in_force: Policy, *groups: Sequence[int]) -> list[int]:
    """The figure of each group of ratings, to the yuan."""
    found = decided([{"ratings": " ".join(map(str, one))} for one in groups], in_force=in_force)
    return [int(case["line"].replace(",", "")) for case in found]


@every_strategy
@several
@given(amounts=group, chance=st.randoms(use_true_random=False))
def test_symmetry_who_gives_which_rating_does_not_matter(
    strategy: str, amounts: list[int], chance: random.Random
) -> None:
    mixed = chance.sample(amounts, len(amounts))
    one, other = figures(by(strategy), amounts, mixed)
    assert one == other


@every_strategy
@several
@given(amounts=group)
def test_bounds_a_figure_is_never_below_all_ratings_or_above_all_of_them(strategy: str, amounts: list[int]) -> None:
    (figure,) = figures(by(strategy), amounts)
    assert min(amounts) <= figure <= max(amounts)


@every_strategy
@several
@given(one=amount, officers=st.integers(1, 9))
def test_idempotence_officers_who_agree_get_what_they_say(strategy: str, one: int, officers: int) -> None:
    assert figures(by(strategy), [one] * officers) == [one]


@pytest.mark.parametrize("strategy", MONOTONE)
@several
@given(amounts=group, more=st.lists(st.integers(0, 10**6), min_size=9, max_size=9))
def test_monotonicity_ratings_that_rise_never_lower_the_figure(
    strategy: str, amounts: list[int], more: list[int]
) -> None:
    raised = [min(amount + rise, 10**9) for amount, rise in zip(amounts, more)]
    before, after = figures(by(strategy), amounts, raised)
    assert before <= after


@pytest.mark.parametrize(
    ("strategy", "before", "after"),
    [
        # An officer who moves up to another leaves the group that stood nearer before, and draws the figure down.
        ("close_or_compromise", ([50_000, 65_000, 80_000], 72_500), ([60_000, 65_000, 80_000], 62_500)),
        # A rating that rises out of the group that was close is left out of the mean.
        ("close_or_compromise", ([80_000, 82_000, 100_000], 87_333), ([80_000, 82_000, 101_000], 81_000)),
        ("closest_group", ([50_000, 65_000, 80_000], 72_500), ([60_000, 65_000, 80_000], 62_500)),
    ],
)
def test_no_monotonicity_where_the_nearest_ratings_decide(
    strategy: str, before: tuple[list[int], int], after: tuple[list[int], int]
) -> None:
    (ratings, figure), (raised, lower) = before, after
    assert sum(old < new for old, new in zip(ratings, raised)) == 1 and ratings <= raised
    assert figures(by(strategy), ratings, raised) == [figure, lower]
    assert lower < figure


@every_strategy
@several
@given(amounts=small_group, times=st.integers(1, 1000))
def test_scale_ratings_times_a_factor_give_the_figure_times_it(strategy: str, amounts: list[int], times: int) -> None:
    """Up to the part of a yuan that is left out."""
    figure, scaled = figures(by(strategy), amounts, [amount * times for amount in amounts])
    assert figure * times <= scaled < (figure + 1) * times


@every_strategy
@several
@given(amounts=small_group, more=small)
def test_shift_ratings_that_all_rise_by_as_much_raise_the_figure_by_it_where_yuan_measure(
    strategy: str, amounts: list[int], more: int
) -> None:
    in_yuan = by(strategy, "closeness_measure=yuan closeness_yuan=50,000")
    figure, shifted = figures(in_yuan, amounts, [amount + more for amount in amounts])
    assert shifted == figure + more


@pytest.mark.parametrize("strategy", [name for name in STRATEGIES if name != "trimmed_mean"])
@several
@given(amounts=st.lists(amount, min_size=1, max_size=9).filter(lambda group: len(group) % 2 == 1))
def test_every_rating_given_by_two_officers_changes_nothing(strategy: str, amounts: list[int]) -> None:
    once, twice = figures(by(strategy), amounts, amounts * 2)
    assert once == twice


@several
@given(amounts=group, trimmed=st.integers(0, 5))
def test_nor_does_it_change_a_trimmed_mean_that_leaves_out_twice_as_many(amounts: list[int], trimmed: int) -> None:
    (once,) = figures(by("trimmed_mean", f"trimmed_ratings={trimmed}"), amounts)
    (twice,) = figures(by("trimmed_mean", f"trimmed_ratings={2 * trimmed}"), amounts * 2)
    assert once == twice


@pytest.mark.parametrize("strategy", ["median", "mean", "minimum"])
@several
@given(amounts=group)
def test_an_officer_more_who_gives_the_figure_keeps_it(strategy: str, amounts: list[int]) -> None:
    (figure,) = figures(by(strategy), amounts)
    assert figures(by(strategy), [*amounts, figure]) == [figure]


@several
@given(amounts=group, more=amount)
def test_an_officer_more_never_raises_the_minimum(amounts: list[int], more: int) -> None:
    before, after = figures(by("minimum"), amounts, [*amounts, more])
    assert after == min(before, more)


@pytest.mark.parametrize("strategy", ["median", "trimmed_mean"])
@several
@given(honest=st.lists(amount, min_size=2, max_size=8), captured=amount)
def test_a_single_officer_cannot_take_the_figure_past_the_others(
    strategy: str, honest: list[int], captured: int
) -> None:
    (figure,) = figures(by(strategy), [*honest, captured])
    assert min(honest) <= figure <= max(honest)


# How the strategies hang together.


@several
@given(amounts=group)
def test_a_mean_is_the_sum_divided_once_and_rounded_down(amounts: list[int]) -> None:
    assert figures(by("mean"), amounts) == [Fraction(sum(amounts), len(amounts)) // 1]


@several
@given(amounts=group)
def test_a_trimmed_mean_that_leaves_out_nothing_is_the_mean_and_one_that_leaves_out_most_is_the_median(
    amounts: list[int],
) -> None:
    assert figures(by("trimmed_mean", "trimmed_ratings=0"), amounts) == figures(by("mean"), amounts)
    assert figures(by("trimmed_mean", "trimmed_ratings=15"), amounts) == figures(by("median"), amounts)


@several
@given(amounts=group)
def test_where_anything_is_close_the_default_is_the_mean(amounts: list[int]) -> None:
    assert figures(by("close_or_compromise", "closeness_percent=100"), amounts) == figures(by("mean"), amounts)


@several
@given(amounts=group)
def test_where_nothing_is_close_the_default_is_the_median(amounts: list[int]) -> None:
    nothing = by("close_or_compromise", "closeness_percent=0:exclusive")
    assert figures(nothing, amounts) == figures(by("median"), amounts)


@several
@given(amounts=group)
def test_the_default_is_the_mean_the_closest_group_or_the_median(amounts: list[int]) -> None:
    (figure,) = figures(by("close_or_compromise"), amounts)
    assert figure in [figures(by(name), amounts)[0] for name in ("mean", "closest_group", "median")]


@several
@given(amounts=group, percent=st.integers(0, 100), yuan=st.integers(0, 10**9))
def test_what_is_close_by_either_measure_is_close_by_the_greater_of_both(
    amounts: list[int], percent: int, yuan: int
) -> None:
    bases = {}
    for measure in ("percent", "yuan", "greater"):
        values = f"closeness_measure={measure} closeness_percent={percent} closeness_yuan={yuan}"
        (case,) = decided([{"ratings": " ".join(map(str, amounts))}], in_force=by("close_or_compromise", values))
        bases[measure] = case["basis"] == "close_all"
    assert bases["greater"] == (bases["percent"] or bases["yuan"])
