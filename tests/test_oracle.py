"""Every strategy beside an oracle that goes through every group of ratings in fractions (``rules/oracle.py``)."""

import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations_with_replacement, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rules.deciding import Case, decided, set_to
from rules.oracle import STRATEGIES, Bound, Terms, decision

CONTRACT = Terms()
# Small figures are told apart only where nothing is rounded, capped or too little.
TO_THE_YUAN = Terms(cap=10**9, step=1, least=Bound(1))
BASES = ("close_all", "close_majority", "compromise", *(name for name in STRATEGIES if name != "close_or_compromise"))
GRID = (500, 1_000, 24_000, 30_000, 40_000, 45_001, 50_000, 62_500, 80_000, 100_000, 250_000, 312_500, 400_000)


def differences(households: Sequence[Sequence[int]], terms: Terms) -> list[tuple[Sequence[int], Case, Case]]:
    """The households on which the two sides differ: their ratings, what comes out, what should."""
    given_ratings = [{"ratings": " ".join(map(str, amounts))} for amounts in households]
    found = decided(given_ratings, in_force=set_to(f"{terms} minimum_ratings=1"))
    pairs = [(amounts, _in_order(case), decision(amounts, terms)) for amounts, case in zip(households, found)]
    return [pair for pair in pairs if pair[1] != pair[2]]


def _in_order(case: Case) -> Case:
    return case | {"outlying": " ".join(sorted(case["outlying"].split()))}


@pytest.mark.parametrize(
    ("terms", "unit"), [(CONTRACT, 1000), (TO_THE_YUAN, 1)], ids=["thousands of yuan", "to the yuan"]
)
def test_every_triple_up_to_25(terms: Terms, unit: int) -> None:
    triples = [[amount * unit for amount in triple] for triple in product(range(1, 26), repeat=3)]
    assert len(triples) == 15_625
    assert differences(triples, terms) == []


def test_every_triple_of_a_grid_around_the_bounds() -> None:
    assert differences(list(product(GRID, repeat=3)), CONTRACT) == []


@pytest.mark.parametrize("officers", [4, 5, 6, 7])
def test_every_group_of_officers_over_a_coarse_grid(officers: int) -> None:
    grid = (32_000, 40_000, 50_000, 60_000, 62_500, 100_000)
    assert differences(list(combinations_with_replacement(grid, officers)), CONTRACT) == []


@pytest.mark.parametrize("officers", [4, 5])
@pytest.mark.parametrize("terms", [CONTRACT, TO_THE_YUAN], ids=["rounded", "to the yuan"])
def test_random_ratings_of_four_and_five_officers(officers: int, terms: Terms) -> None:
    chance = random.Random(officers)
    highest = [chance.choice((10, 40, 400, 10**6)) for _ in range(2_000)]
    unit = terms.step
    households = [[chance.randint(1, high) * unit for _ in range(officers)] for high in highest]
    assert differences(households, terms) == []


@pytest.mark.parametrize("measure", ["percent", "yuan", "greater"])
@pytest.mark.parametrize("strategy", STRATEGIES)
def test_every_strategy_by_every_measure_of_closeness(strategy: str, measure: str) -> None:
    """All groups of one to five small ratings, the bounds within their range."""
    terms = replace(TO_THE_YUAN, strategy=strategy, measure=measure, percent=Bound(30), yuan=Bound(2))
    households = [
        group
        for officers, high in ((1, 8), (2, 9), (3, 10), (4, 8), (5, 7))
        for group in combinations_with_replacement(range(1, high + 1), officers)
    ]
    assert differences(households, terms) == []


amount = st.one_of(
    st.sampled_from(GRID), st.integers(1, 20), st.integers(1, 400).map(lambda n: n * 1000), st.integers(1, 10**9)
)
village = st.lists(st.lists(amount, min_size=1, max_size=9), min_size=1, max_size=12)
bound = st.builds(Bound, st.integers(0, 100), st.booleans())
terms_in_force = st.builds(
    Terms,
    strategy=st.sampled_from(sorted(STRATEGIES)),
    measure=st.sampled_from(["percent", "yuan", "greater"]),
    percent=bound,
    yuan=st.builds(Bound, st.sampled_from([0, 1, 2, 10, 1_000, 10_000, 10**9]), st.booleans()),
    trimmed=st.integers(0, 5),
    spread=st.builds(Bound, st.sampled_from([100, 101, 150, 200, 1_000_000]), st.booleans()),
    checked=st.lists(st.sampled_from(BASES), unique=True).map(tuple),
    cap=st.sampled_from([1, 50_000, 300_000, 10**9]),
    step=st.sampled_from([1, 7, 1000]),
    least=st.builds(Bound, st.sampled_from([1, 1000, 20_000]), st.booleans()),
)


@settings(max_examples=60, deadline=None)
@given(village)
def test_any_village_by_the_contract(households: list[list[int]]) -> None:
    assert differences(households, CONTRACT) == []


@settings(max_examples=150, deadline=None)
@given(village, terms_in_force)
def test_any_village_by_any_policy(households: list[list[int]], terms: Terms) -> None:
    assert differences(households, terms) == []
