"""The contract's ratings one by one, stacked and shuffled; properties of whole villages."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rules.deciding import DEFAULT, OFFICERS, Case, cases, decided, expected, name, outcome, ratings

from gridcredit.decisions import decide
from gridcredit.schema import Columns

CONTRACT = cases("""
| ratings                | status        | line   | suggests | basis          | reasons         | outlying |
|------------------------|---------------|--------|----------|----------------|-----------------|----------|
| 50,000 50,000 50,000   | granted       | 50,000 | –        | close_all      | –               | –        |
| 50,000 55,000 60,000   | granted       | 55,000 | –        | close_all      | –               | –        |
| 50,000 60,000 100,000  | granted       | 55,000 | –        | close_majority | –               | C        |
| 50,000 65,000 80,000   | granted       | 72,000 | –        | close_majority | –               | A        |
| 30,000 40,000 50,000   | granted       | 45,000 | –        | close_majority | –               | A        |
| 40,000 50,000 62,500   | granted       | 50,000 | –        | compromise     | –               | –        |
| 30,000 50,000 100,000  | referred      | –      | 50,000   | compromise     | SPREAD_TOO_WIDE | –        |
| 50,000 50,000 abstains | no_conclusion | –      | –        | –              | TOO_FEW_RATINGS | –        |
| 50,000 60,000 refuses  | referred      | –      | –        | –              | REFUSED_BY_SOME | –        |
""")

MORE = cases("""
| registration | list  | ratings                 | status   | reasons                        |
|--------------|-------|-------------------------|----------|--------------------------------|
| deregistered | black | 50,000 refuses          | excluded | –                              |
| –            | black | –                       | declined | LIST_BLACK TOO_FEW_RATINGS     |
| –            | grey  | refuses refuses refuses | referred | LIST_GREY REFUSED_BY_MAJORITY  |
| –            | grey  | 30,000 50,000 100,000   | referred | LIST_GREY SPREAD_TOO_WIDE      |
| –            | –     | 200,000 400,000 600,000 | referred | SPREAD_TOO_WIDE CAPPED         |
| –            | –     | 400,000 400,000 400,000 | granted  | CAPPED                         |
""")

NOTHING = {"line": "", "suggests": "", "basis": "", "outlying": ""}


@pytest.mark.parametrize("case", CONTRACT + MORE, ids=name)
def test_one_household_alone(case: Case) -> None:
    assert outcome(case) == expected(case)


@pytest.mark.parametrize("seed", range(5))
def test_all_of_them_stacked_and_shuffled(seed: int) -> None:
    stacked = CONTRACT + MORE
    if seed:
        random.Random(seed).shuffle(stacked)
    found = [{key: result[key] for key in expected(case)} for case, result in zip(stacked, decided(stacked))]
    assert found == [expected(case) for case in stacked]


def test_households_and_ratings_need_no_order() -> None:
    households: Columns = {
        "household_id": ["9", "10", "1"],
        "registration_status": [None] * 3,
        "list_status": [None] * 3,
    }
    given_amounts = {"1": [50_000] * 3, "9": [20_000] * 3, "10": [30_000] * 3}
    rows = [(key, OFFICERS[n], given_amounts[key][n], None, None) for n in range(3) for key in given_amounts]
    result = decide(households, {}, ratings(random.Random(3).sample(rows, len(rows))), None, DEFAULT)
    assert result["household_id"] == ["9", "10", "1"]
    assert result["credit_line_yuan"] == [20_000, 30_000, 50_000]


def test_a_village_without_households_and_one_without_ratings() -> None:
    assert decided([]) == []
    (result,) = decided([{}])
    assert result == NOTHING | {"status": "no_conclusion", "reasons": "TOO_FEW_RATINGS", "counting": "0"}


@pytest.mark.parametrize("list_status", ["grey", "black"])
def test_a_listed_household_with_a_wide_spread_gets_no_suggestion(list_status: str) -> None:
    (result,) = decided([{"list": list_status, "ratings": "30,000 50,000 100,000"}])
    assert result.items() >= NOTHING.items()


def test_thirty_officers_at_the_largest_amount_a_cell_may_hold() -> None:
    amounts = [10**9 - number for number in range(30)]
    (result,) = decided([{"ratings": " ".join(map(str, amounts))}])
    assert (result["line"], result["basis"], result["counting"]) == ("300,000", "close_all", "30")


# Properties that hold for every village.

AMOUNTS = (500, 1_000, 24_000, 40_000, 50_000, 62_500, 100_000, 250_000, 400_000)
amount = st.one_of(st.sampled_from(AMOUNTS), st.integers(1, 400).map(lambda n: n * 1000), st.integers(1, 10**9))
word = st.one_of(
    amount.map(str),
    amount.map("refuses:{}".format),
    amount.map("unknowing:{}".format),
    st.sampled_from(["0", "abstains", "refuses"]),
)
household = st.fixed_dictionaries(
    {
        "registration": st.sampled_from(["", "normal", "vacant", "deregistered"]),
        "list": st.sampled_from(["", "", "white", "grey", "black"]),
        "ratings": st.lists(word, max_size=7).map(" ".join),
    }
)
people = st.lists(household, max_size=8)
caps = st.one_of(st.none(), st.integers(0, 400_000))


def yuan(text: str) -> int:
    return int(text.replace(",", "") or 0)


@settings(max_examples=40, deadline=None)
@given(people, caps, st.randoms(use_true_random=False))
def test_the_order_of_officers_never_matters(households: list[Case], cap: int | None, chance: random.Random) -> None:
    mixed = []
    for case in households:
        words = case["ratings"].split()
        chance.shuffle(words)
        mixed.append(case | {"ratings": " ".join(words)})
    compared = ("status", "line", "suggests", "basis", "reasons", "counting")
    before, after = decided(households, cap), decided(mixed, cap)
    assert [[result[key] for key in compared] for result in before] == [[r[key] for key in compared] for r in after]


@settings(max_examples=40, deadline=None)
@given(people, caps)
def test_a_line_exceeds_neither_the_largest_rating_nor_a_cap(households: list[Case], cap: int | None) -> None:
    for case, result in zip(households, decided(households, cap), strict=True):
        amounts = [int(text) for text in case["ratings"].split() if text.isdigit()]
        figure = max(yuan(result["line"]), yuan(result["suggests"]))
        assert figure <= min(max(amounts, default=0), 300_000, 300_000 if cap is None else cap)
        assert figure % 1000 == 0
        assert (yuan(result["line"]) > 0) == (result["status"] == "granted")


@settings(max_examples=40, deadline=None)
@given(people, caps)
def test_a_refusal_a_list_or_no_conclusion_never_leaves_a_figure(households: list[Case], cap: int | None) -> None:
    for case, result in zip(households, decided(households, cap), strict=True):
        refused = any(text == "0" or text.startswith("refuses") for text in case["ratings"].split())
        if refused or case["list"] in ("grey", "black") or result["status"] in ("no_conclusion", "excluded"):
            assert result.items() >= NOTHING.items()


@settings(max_examples=40, deadline=None)
@given(people, people, caps)
def test_a_village_is_the_sum_of_its_households(some: list[Case], others: list[Case], cap: int | None) -> None:
    assert decided(some + others, cap) == decided(some, cap) + decided(others, cap)
