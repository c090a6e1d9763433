"""What the rules say of a household leads to its decision, in figures that can be checked by hand."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rules.deciding import OFFICERS, Case, cases, rating, ratings

from gridcredit import policy
from gridcredit.decisions import ORDER, Tables, decide, name_of
from gridcredit.explaining.again import plain, recompute
from gridcredit.explaining.model import Recomputed
from gridcredit.policy import Policy, Setting
from gridcredit.reports import labels
from gridcredit.rules.wording import share
from gridcredit.schema import Columns

BOOK = policy.load()
DAY = date(2016, 5, 3)
Chosen = tuple[Setting, str | None]


def in_force(changed: dict[str, Chosen]) -> Policy:
    """The shipped policy with other values and bounds, by ``rule.name``."""
    book = BOOK
    for parameter in BOOK.parameters:
        if parameter.key in changed:
            value, bound = changed[parameter.key]
            other = replace(parameter.layers[0][0], value=value, bound=bound)
            book = book.with_value(parameter.rule, parameter.name, other)
    return book.on(DAY)


def village(given: Sequence[Case], cap: int | None = None) -> Tables:
    """``ratings``, ``registration`` and ``list`` of each household, as in ``rules.deciding``."""
    rows = [
        (str(number), officer, *rating(word))
        for number, case in enumerate(given)
        for officer, word in zip(OFFICERS, case.get("ratings", "").split())
    ]
    households: Columns = {
        "household_id": [str(number) for number in range(len(given))],
        "head": [case.get("head", "甲") for case in given],
        "id_number": [None] * len(given),
        "registration_status": [case.get("registration") or None for case in given],
        "list_status": [case.get("list") or None for case in given],
    }
    return Tables(households, {}, ratings(rows), cap)


def recorded(tables: Tables, row: int, chosen: Policy) -> dict[str, Any]:
    decided = decide(tables.households, tables.members, tables.ratings, tables.cap_yuan, chosen)
    return {name: plain(column[row]) for name, column in decided.items() if name != "household_id"}


def explained(case: Case, chosen: Policy = BOOK.on(DAY), cap: int | None = None) -> Recomputed:  # noqa: B008
    tables = village([case], cap)
    return recompute(tables, "0", chosen, recorded(tables, 0, chosen))


def sentences(found: Recomputed) -> dict[str, list[str]]:
    return {one.rule: [labels.sentence(step) for step in one.steps] for one in found.applied}


# Every rule, and every village.


@pytest.mark.parametrize("rule", ORDER, ids=name_of)
def test_every_rule_explains_itself_and_has_a_name_for_people(rule: Any) -> None:
    assert callable(rule.explain)
    assert labels.rule(name_of(rule)) != name_of(rule)


amount = st.one_of(st.sampled_from([500, 30_000, 40_000, 50_000, 62_500, 100_000, 400_000]), st.integers(1, 10**9))
word = st.one_of(
    *[amount.map(str)] * 4,
    amount.map("refuses:{}".format),
    amount.map("unknowing:{}".format),
    st.sampled_from(["0", "abstains", "refuses"]),
)
household = st.fixed_dictionaries(
    {
        "registration": st.sampled_from(["", "normal", "vacant", "deregistered"]),
        "list": st.sampled_from(["", "", "", "white", "grey", "black"]),
        "ratings": st.lists(word, max_size=7).map(" ".join),
    }
)
bound = st.sampled_from(["inclusive", "exclusive"])
choices = st.fixed_dictionaries(
    {
        "reconcile.strategy": st.sampled_from(
            ["close_or_compromise", "median", "mean", "minimum", "trimmed_mean", "closest_group"]
        ).map(lambda name: (name, None)),
        "reconcile.closeness_measure": st.sampled_from(["percent", "yuan", "greater"]).map(lambda name: (name, None)),
        "reconcile.closeness_percent": st.tuples(st.sampled_from([0, 20, 50]), bound),
        "reconcile.closeness_yuan": st.tuples(st.sampled_from([0, 10_000]), bound),
        "reconcile.spread_percent": st.tuples(st.sampled_from([125, 200]), bound),
        "refusals.majority_percent": st.tuples(st.sampled_from([34, 50]), bound),
        "refusals.declined_by": st.sampled_from([("majority",), ("majority", "one"), ("hard_reason",)]).map(
            lambda names: (names, None)
        ),
        "limits.minimum_line_yuan": st.tuples(st.sampled_from([1000, 50_000]), bound),
        "counting.minimum_ratings": st.sampled_from([1, 3]).map(lambda number: (number, None)),
    }
)
caps = st.one_of(st.none(), st.integers(0, 400_000))


@settings(max_examples=150, deadline=None)
@given(st.lists(household, min_size=1, max_size=5), choices, caps)
def test_the_last_figure_of_the_arithmetic_is_the_decision(
    households: list[Case], changed: dict[str, Chosen], cap: int | None
) -> None:
    chosen, tables = in_force(changed), village(households, cap)
    for row in range(len(households)):
        decision = recorded(tables, row, chosen)
        found = recompute(tables, str(row), chosen, decision)
        assert found.differences == {}
        told = [step.params["line"] for one in found.applied for step in one.steps if "line" in step.params]
        assert (told or [0])[-1] == max(decision["credit_line_yuan"], decision["suggested_line_yuan"])
        assert [one.status for one in found.applied if one.status][-1] == decision["status"]
        given_reasons = [code for one in found.applied for code in one.reasons]
        assert ";".join(given_reasons) == decision["reason_codes"]


def figure(text: str) -> int:
    return int(text.replace(",", ""))


@settings(max_examples=150, deadline=None)
@given(household, choices)
def test_every_division_can_be_checked_by_hand(case: Case, changed: dict[str, Chosen]) -> None:
    for sentence in (one for lines in sentences(explained(case, in_force(changed))).values() for one in lines):
        if match := re.search(r"\(([\d, +]+)\) ÷ (\d+) = ([\d,]+) yuan", sentence):
            parts = [figure(part) for part in match[1].split(" + ")]
            assert len(parts) == int(match[2]) and sum(parts) // len(parts) == figure(match[3])
        if match := re.search(r"([\d,]+) to ([\d,]+) yuan: ([\d,]+) ÷ ([\d,]+) = ([\d,.]+) %", sentence):
            low, high, apart, whole = (figure(match[number]) for number in range(1, 5))
            assert (apart, whole) == (high - low, high)
            assert match[5].startswith(f"{apart * 1000 // high / 10:.1f}")


@settings(max_examples=150, deadline=None)
@given(household, choices)
def test_a_share_stands_on_the_side_of_the_threshold_that_the_verdict_says(
    case: Case, changed: dict[str, Chosen]
) -> None:
    """A reader who compares the two printed numbers comes to the printed verdict."""
    kept = {"or less": lambda share, limit: share <= limit, "under": lambda share, limit: share < limit}
    for sentence in (one for lines in sentences(explained(case, in_force(changed))).values() for one in lines):
        match = re.search(r"= ([\d.]+) %, close is (under )?(\d+) %( or less)?: (not close|close)$", sentence)
        if match:
            holds = kept["under" if match[2] else "or less"](float(match[1]), int(match[3]))
            assert holds == (match[5] == "close"), sentence


@pytest.mark.parametrize(
    ("part", "whole", "limit", "shown"),
    [
        (10_000, 50_000, 20, "20.0"),
        (9_999, 50_000, 20, "19.9"),
        (10_001, 50_000, 20, "20.002"),
        (2, 3, 50, "66.6"),
        (1, 2, 50, "50.0"),
        (10**9, 1, 200, "100,000,000,000.0"),
        (500_000_001, 10**9, 50, "50.0000001"),
        (0, 7, 0, "0.0"),
        (1, 10**9, 0, "0.0000001"),
    ],
)
def test_a_share_has_as_many_decimals_as_tell_it_from_the_threshold(
    part: int, whole: int, limit: int, shown: str
) -> None:
    assert share(part, whole, limit) == shown


# What stands there, case by case.

RECONCILED = {
    "50,000 55,000 60,000": [
        "ratings from low to high: 50,000 55,000 60,000 yuan",
        "all of them, 50,000 to 60,000 yuan: 10,000 ÷ 60,000 = 16.6 %, close is 20 % or less: close",
        "mean: (50,000 + 55,000 + 60,000) ÷ 3 = 55,000 yuan",
    ],
    "100,000 50,000 60,000": [
        "ratings from low to high: 50,000 60,000 100,000 yuan",
        "all of them, 50,000 to 100,000 yuan: 50,000 ÷ 100,000 = 50.0 %, close is 20 % or less: not close",
        "the nearest majority, 50,000 to 60,000 yuan: 10,000 ÷ 60,000 = 16.6 %, close is 20 % or less: close",
        "mean: (50,000 + 60,000) ÷ 2 = 55,000 yuan",
        "apart from these, so not in the figure: A",
    ],
    "40,000 50,000 62,500": [
        "ratings from low to high: 40,000 50,000 62,500 yuan",
        "all of them, 40,000 to 62,500 yuan: 22,500 ÷ 62,500 = 36.0 %, close is 20 % or less: not close",
        "the nearest majority, 40,000 to 50,000 yuan: 10,000 ÷ 50,000 = 20.0 %, close is 20 % or less: close",
        "another 2 stand just as near as 40,000 50,000, so the nearest is not one group",
        "the median, the middle one: 50,000 yuan",
        "62,500 yuan is 156.2 % of 40,000 yuan; above 200 % the ratings are too far apart: they are not",
    ],
    "30,000 50,000 100,000": [
        "ratings from low to high: 30,000 50,000 100,000 yuan",
        "all of them, 30,000 to 100,000 yuan: 70,000 ÷ 100,000 = 70.0 %, close is 20 % or less: not close",
        "the nearest majority, 30,000 to 50,000 yuan: 20,000 ÷ 50,000 = 40.0 %, close is 20 % or less: not close",
        "the median, the middle one: 50,000 yuan",
        "100,000 yuan is 333.3 % of 30,000 yuan; above 200 % the ratings are too far apart: they are",
    ],
    "40,000 53,000 68,001 80,000": [
        "ratings from low to high: 40,000 53,000 68,001 80,000 yuan",
        "all of them, 40,000 to 80,000 yuan: 40,000 ÷ 80,000 = 50.0 %, close is 20 % or less: not close",
        "the nearest majority, 53,000 to 80,000 yuan: 27,000 ÷ 80,000 = 33.7 %, close is 20 % or less: not close",
        "the median, between the two in the middle: (53,000 + 68,001) ÷ 2 = 60,500 yuan",
        "the fraction of a yuan is left out",
        "80,000 yuan is 200.0 % of 40,000 yuan; above 200 % the ratings are too far apart: they are not",
    ],
}


@pytest.mark.parametrize("given_ratings", RECONCILED)
def test_the_reconciliation_is_told_line_by_line(given_ratings: str) -> None:
    assert sentences(explained({"ratings": given_ratings}))["reconcile"] == RECONCILED[given_ratings]


STRATEGIES = cases("""
| strategy      | ratings                    | told                                                                         |
|---------------|----------------------------|------------------------------------------------------------------------------|
| mean          | 30,000 50,000 50,001       | mean: (30,000 + 50,000 + 50,001) ÷ 3 = 43,333 yuan                           |
| median        | 30,000 50,000 50,001       | the median, the middle one: 50,000 yuan                                      |
| minimum       | 50,000 30,000 50,001       | the smallest: 30,000 yuan                                                    |
| trimmed_mean  | 50,000 40,000 60,000 9,000 | mean without the 1 lowest and 1 highest: (40,000 + 50,000) ÷ 2 = 45,000 yuan |
| closest_group | 30,000 50,000 90,000       | the nearest 2: 30,000 50,000 yuan                                            |
| closest_group | 30,000 50,000 90,000       | mean: (30,000 + 50,000) ÷ 2 = 40,000 yuan                                    |
| closest_group | 40,000 50,000 62,500       | the median, the middle one: 50,000 yuan                                      |
""")


@pytest.mark.parametrize("case", STRATEGIES, ids=lambda case: f"{case['strategy']} {case['ratings']}")
def test_other_strategies_tell_their_own_arithmetic(case: Case) -> None:
    chosen = in_force({"reconcile.strategy": (case["strategy"], None)})
    assert case["told"] in sentences(explained(case, chosen))["reconcile"]


MEASURES = cases("""
| measure | percent      | yuan             | told                                                                         |
|---------|--------------|------------------|------------------------------------------------------------------------------|
| yuan    | 20 inclusive | 10000 inclusive  | 40,000 to 50,000 yuan: 10,000 yuan apart, close is 10,000 yuan or less: close |
| yuan    | 20 inclusive | 10000 exclusive  | 40,000 to 50,000 yuan: 10,000 yuan apart, close is under 10,000 yuan: not close |
| yuan    | 20 inclusive | 9999 inclusive   | 40,000 to 50,000 yuan: 10,000 yuan apart, close is 9,999 yuan or less: not close |
| yuan    | 20 inclusive | 10001 exclusive  | 40,000 to 50,000 yuan: 10,000 yuan apart, close is under 10,001 yuan: close  |
| greater | 19 inclusive | 10000 inclusive  | 10,000 ÷ 50,000 = 20.0 %, close is 19 % or less: not close                   |
| greater | 19 inclusive | 10000 inclusive  | 40,000 to 50,000 yuan: 10,000 yuan apart, close is 10,000 yuan or less: close |
| percent | 20 exclusive | 10000 inclusive  | 10,000 ÷ 50,000 = 20.0 %, close is under 20 %: not close                     |
| percent | 21 exclusive | 10000 inclusive  | 10,000 ÷ 50,000 = 20.0 %, close is under 21 %: close                         |
""")


@pytest.mark.parametrize("case", MEASURES, ids=lambda case: " ".join(case.values())[:40])
def test_the_measure_of_closeness_and_its_bound_are_told_as_the_policy_has_them(case: Case) -> None:
    (percent, of_percent), (yuan, of_yuan) = case["percent"].split(), case["yuan"].split()
    chosen = in_force(
        {
            "reconcile.closeness_measure": (case["measure"], None),
            "reconcile.closeness_percent": (int(percent), of_percent),
            "reconcile.closeness_yuan": (int(yuan), of_yuan),
        }
    )
    found = sentences(explained({"ratings": "40,000 45,000 50,000"}, chosen))["reconcile"]
    assert any(line.endswith(case["told"]) for line in found), found


OTHERS = cases("""
| registration | list  | ratings                    | rule         | told                                                                                  |
|--------------|-------|----------------------------|--------------|---------------------------------------------------------------------------------------|
| deregistered | –     | 50,000 50,000 50,000       | registration | registration deregistered: off the roster, so nothing further is decided              |
| normal       | –     | 50,000 50,000 50,000       | registration | registration normal: on the roster                                                    |
| –            | –     | 50,000 50,000 50,000       | registration | no registration status is given: on the roster                                        |
| –            | black | 50,000 50,000 50,000       | lists        | on the list black: not granted                                                        |
| –            | grey  | 50,000 50,000 50,000       | lists        | on the list grey: collective review                                                   |
| –            | white | 50,000 50,000 50,000       | lists        | on the list white, which decides nothing                                              |
| –            | grey  | 50,000 50,000 50,000       | reconcile    | decided already, so the ratings make no line                                          |
| –            | –     | 50,000 50,000 abstains     | counting     | ratings that count: 2; at least 3 are needed: too few                                 |
| –            | –     | 50,000 50,000 refuses      | counting     | ratings that count: 3; at least 3 are needed: enough                                  |
| –            | –     | 50,000 refuses 0           | refusals     | 2 of 3 ratings refuse, 66.6 %; a majority is more than 50 %: a majority               |
| –            | –     | 50,000 50,000 refuses      | refusals     | 1 of 3 ratings refuse, which does not decline: collective review                      |
| –            | –     | 50,000 50,000 refuses 0    | refusals     | 2 of 4 ratings refuse, 50.0 %; a majority is more than 50 %: no majority              |
| –            | –     | 50,000 50,000 50,000       | refusals     | none of the 3 ratings refuses                                                         |
| –            | –     | 300,000 300,000 300,000    | limits       | 300,000 yuan is within the largest line of one household, 300,000 yuan                |
| –            | –     | 300,001 300,001 300,001    | limits       | 300,001 yuan is above the largest line of one household: capped to 300,000 yuan       |
| –            | –     | 50,999 50,999 50,999       | limits       | 50,999 yuan, rounded down to a multiple of 1,000 yuan: 50,000 yuan                    |
| –            | –     | 50,999 50,999 50,999       | limits       | credit line: 50,000 yuan                                                              |
| –            | –     | 999 999 999                | limits       | 0 yuan is less than the smallest line, 1,000 yuan: no line                            |
| –            | –     | 30,000 50,000 100,000      | limits       | line suggested to the collective review: 50,000 yuan                                  |
""")


@pytest.mark.parametrize("case", OTHERS, ids=lambda case: " ".join(case.values())[:60])
def test_each_rule_says_what_it_found(case: Case) -> None:
    assert case["told"] in sentences(explained(case))[case["rule"]]


def test_too_few_ratings_say_nothing_of_refusals_and_no_figure_is_made_of_them() -> None:
    assert {"refusals", "reconcile", "limits"}.isdisjoint(sentences(explained({"ratings": "50,000 refuses"})))


def test_off_the_roster_nothing_further_is_told() -> None:
    case = {"registration": "deregistered", "list": "black", "ratings": "50,000 50,000 50,000"}
    assert list(sentences(explained(case))) == ["registration"]


@pytest.mark.parametrize(
    ("cap", "told"),
    [
        (
            50_000,
            "60,000 yuan is above the largest line of the village (最高额度 on its sheet 村): capped to 50,000 yuan",
        ),
        (60_000, "60,000 yuan is within the largest line of the village (最高额度 on its sheet 村), 60,000 yuan"),
        (300_000, "60,000 yuan is within the largest line of one household, 300,000 yuan"),
        (400_000, "60,000 yuan is within the largest line of one household, 300,000 yuan"),
    ],
)
def test_a_cap_of_the_village_is_told_where_it_is_lower_than_the_banks(cap: int, told: str) -> None:
    found = explained({"ratings": "60,000 60,000 60,000"}, cap=cap)
    assert sentences(found)["limits"][0] == told


@pytest.mark.parametrize(
    ("ways", "given_ratings", "told"),
    [
        (("one",), "50,000 50,000 0", "1 of 3 ratings refuse; one is enough to decline"),
        (
            ("majority", "one"),
            "50,000 50,000 0",
            "1 of 3 ratings refuse, 33.3 %; a majority is more than 50 %: no majority",
        ),
        (("hard_reason",), "50,000 50,000 0", "1 of 3 ratings refuse, which does not decline: collective review"),
    ],
)
def test_what_declines_is_told_as_the_policy_has_it(ways: tuple[str, ...], given_ratings: str, told: str) -> None:
    chosen = in_force({"refusals.declined_by": (ways, None)})
    assert told in sentences(explained({"ratings": given_ratings}, chosen))["refusals"]


def test_a_majority_from_its_share_on_is_told_so() -> None:
    chosen = in_force({"refusals.majority_percent": (50, "inclusive")})
    found = sentences(explained({"ratings": "50,000 50,000 0 0"}, chosen))["refusals"]
    assert found == ["2 of 4 ratings refuse, 50.0 %; a majority is 50 % or more: a majority"]


def test_a_ground_that_the_bank_calls_hard_is_told() -> None:
    tables, chosen = (
        village([{"ratings": "50,000 50,000 refuses"}]),
        in_force({"refusals.declined_by": (("hard_reason",), None)}),
    )
    tables = tables._replace(ratings={**tables.ratings, "refusal_hard": [False, False, True]})
    found = sentences(recompute(tables, "0", chosen, recorded(tables, 0, chosen)))["refusals"]
    assert found == ["an officer refuses on a ground that the bank calls hard: declined"]


@pytest.mark.parametrize(("head", "aside"), [("A", [True, False, False, False]), ("Z", [False] * 4)])
def test_a_rating_of_the_own_household_that_is_set_aside_does_not_count(head: str, aside: list[bool]) -> None:
    chosen = in_force({"own_household.same_name": ("set_aside", None)})
    found = explained({"head": head, "ratings": "90,000 50,000 50,000 50,000"}, chosen)
    assert list(found.set_aside) == aside
    assert list(found.counting) == [not one for one in aside]
    told = "officer A has the name of a person of this household: the rating is set aside"
    assert (sentences(found).get("own_household") == [told]) == any(aside)


def test_the_rule_that_decided_is_marked_and_no_other() -> None:
    found = explained({"list": "grey", "ratings": "50,000 0 0"})
    assert {one.rule: (one.status, one.reasons) for one in found.applied if one.status or one.reasons} == {
        "lists": ("referred", ("LIST_GREY",)),
        "refusals": ("", ("REFUSED_BY_MAJORITY",)),
    }


def test_a_decision_that_does_not_come_out_again_is_named_column_by_column() -> None:
    tables = village([{"ratings": "50,000 50,000 50,000"}])
    chosen = BOOK.on(DAY)
    decision = recorded(tables, 0, chosen) | {"credit_line_yuan": 60_000, "basis": "compromise"}
    found = recompute(tables, "0", chosen, decision)
    assert found.differences == {"credit_line_yuan": (60_000, 50_000), "basis": ("compromise", "close_all")}


def test_every_value_that_a_step_names_is_cited() -> None:
    found = explained({"ratings": "50,000 60,000 100,000"})
    assert {"reconcile.closeness_percent", "limits.household_cap_yuan", "counting.minimum_ratings"} <= set(found.values)
    for parameter, value in found.values.values():
        assert value is parameter.on(DAY) and value.document and value.clause


def test_a_rule_that_is_younger_than_the_run_is_not_told_and_a_younger_value_is_named() -> None:
    tables, chosen = village([{"ratings": "50,000 50,000 50,000"}]), BOOK.on(DAY)
    added = ("validity.term_months", "validity.review_months", "reconcile.closeness_measure")
    found = recompute(tables, "0", chosen, {}, added)
    assert "validity" in sentences(explained({"ratings": "50,000 50,000 50,000"})) and "validity" not in sentences(
        found
    )
    assert found.newer == ("reconcile.closeness_measure",)
