"""The statistics of blind ratings: against published examples, another library, and every order counted by hand."""

from collections import Counter
from itertools import permutations, product
from typing import Any

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridcredit.agreement import (
    STATISTICS,
    Metric,
    Pair,
    Screened,
    Values,
    equal_share,
    estimates,
    excess_equal,
    icc,
    krippendorff_alpha,
    longest_equal_run,
    pairs,
    residual_correlation,
    screen_pair,
    standings,
)
from gridcredit.agreement.alpha import alphas
from gridcredit.agreement.icc import iccs
from gridcredit.agreement.others import error_variances, precise_mean_of_others
from gridcredit.agreement.rooks import LARGEST, hits

METRICS: tuple[Metric, ...] = ("interval", "ordinal")
PAIR = Pair(0, 1)


def ratings(*officers: list[Any]) -> Values:
    """A row an officer, None for an abstention."""
    return np.array([[np.nan if amount is None else amount for amount in own] for own in officers], dtype=np.float64)


@st.composite
def villages(draw: st.DrawFn, officers: int | None = None, abstaining: bool = True) -> Values:
    """Two to five officers, up to twenty households, amounts in steps, some abstentions."""
    height, width = officers or draw(st.integers(2, 5)), draw(st.integers(1, 20))
    amount = st.integers(0, draw(st.integers(1, 12))).map(lambda steps: steps * 5_000)
    cell = st.one_of(st.none(), amount, amount, amount) if abstaining else amount
    return ratings(*[[draw(cell) for _ in range(width)] for _ in range(height)])


# Krippendorff's alpha.

# Krippendorff (2011), section D: four observers, twelve units, values 1 to 5.
OBSERVERS = ratings(
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
)


def test_alpha_of_krippendorffs_own_example() -> None:
    found = [krippendorff_alpha(OBSERVERS, metric) for metric in METRICS]
    assert found == [pytest.approx(0.849, abs=5e-4), pytest.approx(0.815, abs=5e-4)]


@pytest.mark.parametrize("metric", METRICS)
@given(values=villages())
def test_alpha_is_that_of_another_library(metric: Metric, values: Values) -> None:
    rated = ~np.isnan(values)
    pairable = values[:, rated.sum(axis=0) >= 2]
    found = krippendorff_alpha(values, metric)
    if len(np.unique(pairable[~np.isnan(pairable)])) < 2:
        assert found is None
    else:
        assert found == pytest.approx(krippendorff.alpha(pairable, level_of_measurement=metric), abs=1e-9)


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize(
    "values",
    [
        ratings([50_000, 50_000], [50_000, 50_000]),
        ratings([50_000, None], [None, 80_000]),
        ratings([50_000, 80_000]),
        ratings([None], [None]),
        ratings([], []),
        ratings([50_000, 30_000, None], [50_000, None, 80_000]),
    ],
    ids=["no variation", "no household rated twice", "one officer", "no rating", "no household", "one household twice"],
)
def test_alpha_is_undefined_without_pairs_or_variation(metric: Metric, values: Values) -> None:
    assert krippendorff_alpha(values, metric) is None


@pytest.mark.parametrize("metric", METRICS)
@given(values=villages(), seed=st.integers(0, 99))
def test_the_order_of_officers_and_households_is_nothing_to_alpha(metric: Metric, values: Values, seed: int) -> None:
    rng = np.random.default_rng(seed)
    shuffled = rng.permutation(rng.permutation(values, axis=0), axis=1)
    assert krippendorff_alpha(shuffled, metric) == pytest.approx(krippendorff_alpha(values, metric), abs=1e-9)


@pytest.mark.parametrize("metric", METRICS)
@given(values=villages())
def test_officers_who_say_the_same_agree_wholly(metric: Metric, values: Values) -> None:
    same = np.tile(values[0], (3, 1))
    various = len(np.unique(same[~np.isnan(same)])) > 1
    assert krippendorff_alpha(same, metric) == (1 if various else None)


@given(values=villages())
def test_the_unit_is_nothing_to_alpha_and_the_size_of_a_step_nothing_to_its_ordinal_kind(values: Values) -> None:
    for metric, other in (("interval", values / 10_000), ("ordinal", values**2 + 1)):
        assert krippendorff_alpha(other, metric) == pytest.approx(krippendorff_alpha(values, metric), abs=1e-9)  # type: ignore[arg-type]


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("copied", [20, 50, 100])
def test_copying_raises_agreement(metric: Metric, copied: int) -> None:
    rng = np.random.default_rng(5)
    independent = np.round(60 * np.exp(rng.normal(0, 0.5, 100) + rng.normal(0, 0.3, (3, 100)))) * 1_000
    with_copier = independent.copy()
    with_copier[1, :copied] = independent[0, :copied]
    before, after = (krippendorff_alpha(values, metric) for values in (independent, with_copier))
    assert before is not None and after is not None and after > before


# Intraclass correlations.

# Shrout & Fleiss (1979), table 2: six targets, a row a judge.
JUDGES = ratings([9, 6, 8, 7, 10, 6], [2, 1, 4, 1, 5, 2], [5, 3, 6, 2, 6, 4], [8, 2, 8, 6, 9, 7])


def test_intraclass_correlations_of_shrout_and_fleiss_own_example() -> None:
    assert [round(figure or 0, 2) for figure in icc(JUDGES)] == [0.17, 0.29, 0.71]


def test_a_household_that_one_officer_left_out_is_left_out() -> None:
    more = np.concatenate([JUDGES, ratings([1, None], [9, 9], [None, 5], [4, 4])], axis=1)
    assert icc(more) == pytest.approx(icc(JUDGES))


def test_a_severe_officer_lowers_absolute_agreement_but_not_consistency() -> None:
    worth = [30_000, 50_000, 80_000, 100_000]
    found = icc(ratings(worth, [amount - 20_000 for amount in worth]))
    assert found.icc_3_1 == pytest.approx(1)
    assert found.icc_2_1 is not None and found.icc_2_1 < 0.9
    assert found.icc_1 is not None and found.icc_1 < 0.9


@pytest.mark.parametrize(
    "values",
    [
        ratings([50_000, 50_000], [50_000, 50_000]),
        ratings([50_000, None], [80_000, 80_000]),
        ratings([50_000, 80_000]),
        ratings([None], [80_000]),
        ratings([], []),
    ],
    ids=["no variation", "one household", "one officer", "none rated by all", "no household"],
)
def test_intraclass_correlations_are_undefined_with_too_little(values: Values) -> None:
    assert icc(values) == (None, None, None)


def test_officers_who_never_vary_leave_consistency_undefined() -> None:
    found = icc(ratings([30_000] * 3, [50_000] * 3))
    assert found.icc_3_1 is None
    assert found.icc_1 == pytest.approx(-1) and found.icc_2_1 == pytest.approx(0)


# Intervals.


@given(values=villages(), seed=st.integers(0, 99))
def test_a_village_drawn_again_has_the_figures_of_its_households_written_out(values: Values, seed: int) -> None:
    households = values.shape[1]
    drawn = np.random.default_rng(seed).integers(households, size=(3, households))
    weights = np.array([np.bincount(some, minlength=households) for some in drawn], dtype=np.float64)
    by_weights = np.array([*(alphas(values, metric, weights) for metric in METRICS), *iccs(values, weights)])
    for at, some in enumerate(drawn):
        again = values[:, some]
        written_out = [*(krippendorff_alpha(again, metric) for metric in METRICS), *icc(again)]
        expected = [np.nan if figure is None else figure for figure in written_out]
        assert by_weights[:, at] == pytest.approx(expected, abs=1e-6, nan_ok=True)


def test_intervals_hold_the_figure_and_come_again_with_their_seed() -> None:
    rng = np.random.default_rng(1)
    values = np.round(60 * np.exp(rng.normal(0, 0.5, 150) + rng.normal(0, 0.3, (3, 150)))) * 1_000
    found = estimates(values, draws=250, seed=7)
    assert tuple(found) == STATISTICS
    for one in found.values():
        assert one.value is not None and one.low is not None and one.high is not None
        assert one.low < one.value < one.high and one.draws == 250
    assert estimates(values, draws=250, seed=7) == found
    assert estimates(values, draws=250, seed=8) != found
    narrower = estimates(values, draws=250, seed=7, level=0.5)
    for name, one in found.items():
        assert (narrower[name].high or 0) - (narrower[name].low or 0) < (one.high or 0) - (one.low or 0)


def test_the_interval_covers_what_many_villages_show() -> None:
    """Of 100 villages of one kind, the 90 % interval of about 90 holds the figure of a village of 20,000 households."""

    def made(rng: np.random.Generator, households: int) -> Values:
        return np.asarray(rng.normal(0, 2, households) + rng.normal(0, 1, (3, households)))

    rng = np.random.default_rng(3)
    truth = {name: one.value or 0 for name, one in estimates(made(rng, 20_000), draws=1, seed=1).items()}
    covered: Counter[str] = Counter()
    for seed in range(100):
        for name, one in estimates(made(rng, 100), draws=200, seed=seed, level=0.9).items():
            covered[name] += (one.low or 0) <= truth[name] <= (one.high or 0)
    # A binomial of 100 at 0.87 (the percentile interval is a little short) is within these but once in a thousand.
    assert all(75 <= count <= 97 for count in covered.values()), covered


def test_there_is_no_interval_of_what_is_undefined() -> None:
    for values in (ratings([50_000], [50_000]), ratings([], [])):
        assert {tuple(one) for one in estimates(values, draws=20, seed=1).values()} == {(None, None, None, 0)}


# Each officer.


def test_how_each_officer_stands() -> None:
    values = ratings(
        [30_000, 50_000, 88_000, None],
        [40_000, 50_000, 100_000, 20_000],
        [40_000, 70_000, None, None],
    )
    severe, mild, third = standings(values, step=10_000)
    assert (severe.rated, severe.abstained, severe.abstention_rate, severe.compared) == (3, 1, 0.25, 3)
    # Beside 40,000, 60,000 and 100,000.
    assert severe.mean_difference_yuan == pytest.approx((-10_000 - 10_000 - 12_000) / 3)
    assert severe.median_difference_yuan == -10_000
    assert severe.mean_difference_percent == pytest.approx((-25 - 100 / 6 - 12) / 3)
    assert severe.median_difference_percent == pytest.approx(-100 / 6)
    assert severe.difference_deviation_yuan == pytest.approx(np.std([10, 10, 12], ddof=1) * 1_000)
    assert severe.amount_deviation_yuan == pytest.approx(np.std([30, 50, 88], ddof=1) * 1_000)
    assert severe.round_share == pytest.approx(2 / 3)
    assert severe.most_frequent_yuan == 30_000 and severe.most_frequent_share == pytest.approx(1 / 3)
    assert (mild.compared, mild.round_share) == (3, 1)
    assert (third.compared, third.abstention_rate) == (2, 0.5)


def test_an_officer_who_rated_nobody_has_no_figures() -> None:
    _some, nobody = standings(ratings([50_000, 0], [None, None]), step=10_000)
    assert nobody == (0, 2, 1, 0, *[None] * 10)


def test_no_percent_is_taken_of_0_yuan() -> None:
    first, _second = standings(ratings([10_000, 30_000, 0], [0, 20_000, 10_000]), step=20_000)
    assert first.mean_difference_percent == pytest.approx((50 - 100) / 2)
    assert first.round_share == 0


# Two officers.

ONE = [30_000, 50_000, 50_000, None, 80_000, 80_000, 90_000]
TWO = [30_000, 50_000, 50_000, 50_000, 80_000, 70_000, None]


def test_the_share_of_equal_amounts_and_their_longest_run() -> None:
    values = ratings(ONE, TWO)
    assert equal_share(values, PAIR) == pytest.approx(4 / 5)
    # The household that one of them left out breaks no run.
    assert longest_equal_run(values, PAIR) == 4
    assert longest_equal_run(values, PAIR, np.array([0, 1, 5, 2, 3, 4, 6])) == 2
    assert longest_equal_run(ratings([1, 2], [2, 1]), PAIR) == 0
    assert longest_equal_run(ratings([1, 2], [1, 2]), PAIR) == 2


def test_a_run_in_the_ballot_of_either_officer_counts() -> None:
    values = ratings([1, 5, 2, 6, 3], [1, 6, 2, 7, 3])
    together = np.array([0, 2, 4, 1, 3])
    for orders, run in (((), 1), ((None, together), 3), ((together, None), 3), ((together,), 3)):
        assert [found.number for found in screen_pair(values, PAIR, {"equal_run": 2}, orders)] == [run]


def test_officers_with_no_household_in_common_give_no_number() -> None:
    values = ratings([50_000, None], [None, 50_000], [50_000, 50_000])
    found = screen_pair(
        values, PAIR, dict.fromkeys(("equal_share", "equal_run", "excess_equal", "residual_correlation"), 0.5)
    )
    assert [(one.number, one.worth_a_look) for one in found] == [(None, False)] * 4


def test_only_beyond_the_threshold_it_is_worth_a_look() -> None:
    values = ratings(ONE, TWO)
    assert screen_pair(values, PAIR, {"equal_share": 0.8}) == [Screened("equal_share", 0.8, 0.8, False)]
    assert screen_pair(values, PAIR, {"equal_share": 0.79}) == [Screened("equal_share", 0.8, 0.79, True)]
    three = np.concatenate([values, values[:1]])
    p_value = screen_pair(three, PAIR, {"excess_equal": 0.0})[0].number
    assert p_value is not None
    assert not screen_pair(three, PAIR, {"excess_equal": p_value})[0].worth_a_look
    assert screen_pair(three, PAIR, {"excess_equal": p_value + 0.001})[0].worth_a_look


@given(
    strata=st.lists(
        st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=1, max_size=4), min_size=1, max_size=3
    )
)
def test_agreeing_places_are_those_of_all_orders_written_out(strata: list[list[tuple[int, int]]]) -> None:
    counted: Counter[int] = Counter()
    for orders in product(*(permutations([one for one, _ in stratum]) for stratum in strata)):
        counted[sum(a == b for order, stratum in zip(orders, strata) for a, (_, b) in zip(order, stratum))] += 1
    one, other = (np.array([cell[side] for stratum in strata for cell in stratum]) for side in (0, 1))
    found = hits(one, other, np.repeat(np.arange(len(strata)), [len(stratum) for stratum in strata]))
    assert found == pytest.approx([counted[count] / counted.total() for count in range(len(found))])
    assert found.sum() == pytest.approx(1) and max(counted) < len(found)


def test_the_largest_stratum_is_counted_exactly_and_a_larger_one_refused() -> None:
    alike = np.arange(LARGEST)
    # The shares of permutations with no fixed place, and with all of them fixed.
    found = hits(alike, alike, np.zeros(LARGEST, dtype=np.intp))
    assert found[0] == pytest.approx(np.exp(-1)) and found[-1] == pytest.approx(1 / 1_307_674_368_000)
    with pytest.raises(ValueError):
        hits(
            np.zeros(LARGEST + 1, dtype=np.intp),
            np.zeros(LARGEST + 1, dtype=np.intp),
            np.zeros(LARGEST + 1, dtype=np.intp),
        )


def test_the_excess_is_that_of_drawn_permutations() -> None:
    """Of a village of one stratum: amounts that change places among all households give the same p-value."""
    first, second = [1, 1, 2, 3, 3, 4, 5], [1, 1, 2, 3, 4, 5, 3]
    values = ratings(first, second, [2, 2, 2, 3, 3, 4, 4])
    rng = np.random.default_rng(1)
    drawn = [(rng.permutation(values[0]) == values[1]).sum() for _ in range(20_000)]
    found = excess_equal(values, PAIR)
    assert found is not None and (found.households, found.equal) == (7, 4)
    assert found.expected == pytest.approx(np.mean(drawn), abs=0.03)
    assert found.p_value == pytest.approx(np.mean(np.array(drawn) >= 4), abs=0.01)


def test_households_that_no_third_officer_rated_show_no_excess() -> None:
    assert excess_equal(ratings(ONE, TWO), PAIR) is None
    third = [None] * 6 + [50_000]
    assert excess_equal(ratings(ONE, TWO, third), PAIR) is None
    found = excess_equal(ratings(ONE, TWO, [50_000] + [None] * 6), PAIR)
    assert found is not None and found == (1, 1, 1, 1)


def test_each_officers_error_is_found_and_a_precise_one_counts_more() -> None:
    rng = np.random.default_rng(2)
    worth, errors = 60_000 * np.exp(rng.normal(0, 0.5, 20_000)), np.array([0.05, 0.1, 0.2, 0.15])
    values = worth * np.array([[1], [0.7], [1.3], [1]]) * np.exp(errors[:, np.newaxis] * rng.normal(size=(4, 20_000)))
    assert np.sqrt(error_variances(values)) == pytest.approx(errors, rel=0.1)
    plain, precise = (
        np.corrcoef(np.log(mean), np.log(worth))[0, 1]
        for mean in (np.nanmean(values[1:], axis=0), precise_mean_of_others(values, 0))
    )
    assert precise > plain


def test_two_officers_err_nobody_knows_how() -> None:
    values = ratings([10_000, 20_000], [20_000, 30_000])
    assert np.isnan(error_variances(values)).all()
    assert precise_mean_of_others(values, 0).tolist() == [20_000, 30_000]


@given(values=villages(officers=3))
def test_residuals_correlate_between_minus_one_and_one_whoever_comes_first(values: Values) -> None:
    found = residual_correlation(values, PAIR)
    assert found == pytest.approx(residual_correlation(values, Pair(1, 0)), abs=1e-9)
    assert found is None or -1 <= found <= 1


def test_what_a_third_officer_explains_is_taken_out() -> None:
    rng = np.random.default_rng(4)
    worth = rng.normal(size=2_000)
    honest = np.stack([worth + rng.normal(size=2_000), worth + rng.normal(size=2_000), worth])
    assert residual_correlation(honest, PAIR) == pytest.approx(0, abs=0.1)
    assert residual_correlation(honest[[0, 0, 1]], PAIR) == pytest.approx(1)
    assert residual_correlation(honest[[0, 1, 0]], PAIR) is None
    assert residual_correlation(honest[:2], PAIR) is None
    assert residual_correlation(honest[:, :3], PAIR) is None


@given(values=villages(), seed=st.integers(0, 99))
def test_screens_do_not_ask_who_stands_first(values: Values, seed: int) -> None:
    thresholds = dict.fromkeys(("equal_share", "equal_run", "excess_equal", "residual_correlation"), 0.5)
    for first, second in pairs(values):
        one, other = (screen_pair(values, pair, thresholds) for pair in (Pair(first, second), Pair(second, first)))
        assert [found.number for found in one] == pytest.approx([found.number for found in other], abs=1e-9)
