"""Cases on both sides of *close* (20 % of the largest) and of the spread (twice the smallest)."""

import numpy as np
import pytest

from gridcredit.decisions import board_of, decide, name_of, steps
from gridcredit.rules.reconcile import reconcile, strategy_of
from gridcredit.rules.wording import share
from rules.deciding import (
    DEFAULT,
    OFFICERS,
    Case,
    cases,
    decided,
    expected,
    explained,
    name,
    outcome,
    ratings,
    set_to,
    village,
)

CASES = cases("""
| ratings                                  | status   | line    | suggests | basis          | reasons         | outlying |
|------------------------------------------|----------|---------|----------|----------------|-----------------|----------|
| 80,000 90,000 100,000                    | granted  | 90,000  | –        | close_all      | –               | –        |
| 79,999 90,000 100,000                    | granted  | 95,000  | –        | close_majority | –               | A        |
| 40,000 50,000 100,000                    | granted  | 45,000  | –        | close_majority | –               | C        |
| 39,999 50,000 100,000                    | referred | –       | 50,000   | compromise     | SPREAD_TOO_WIDE | –        |
| 50,000 70,000 100,000                    | granted  | 70,000  | –        | compromise     | –               | –        |
| 49,999 70,000 100,000                    | referred | –       | 70,000   | compromise     | SPREAD_TOO_WIDE | –        |
| 40,000 50,000 62,500                     | granted  | 50,000  | –        | compromise     | –               | –        |
| 40,001 50,000 62,500                     | granted  | 45,000  | –        | close_majority | –               | C        |
| 40,000 50,000 62,499                     | granted  | 56,000  | –        | close_majority | –               | A        |
| 10,000 50,000 50,000                     | granted  | 50,000  | –        | close_majority | –               | A        |
| 100,000 50,000 60,000                    | granted  | 55,000  | –        | close_majority | –               | A        |
| 50,000 52,999 52,999                     | granted  | 51,000  | –        | close_all      | –               | –        |
| 50,000 50,000 50,000 100,000             | granted  | 50,000  | –        | close_majority | –               | D        |
| 50,000 50,000 100,000 100,000            | granted  | 75,000  | –        | compromise     | –               | –        |
| 49,000 49,000 100,000 100,000            | referred | –       | 74,000   | compromise     | SPREAD_TOO_WIDE | –        |
| 40,000 53,000 68,001 80,000              | granted  | 60,000  | –        | compromise     | –               | –        |
| 50,000 50,000 50,000 50,000 200,000      | granted  | 50,000  | –        | close_majority | –               | E        |
| 10,000 50,000 50,000 50,000 200,000      | granted  | 50,000  | –        | close_majority | –               | A E      |
| 50,000 50,000 60,000 60,000 90,000       | granted  | 60,000  | –        | compromise     | –               | –        |
| 50,000 50,000 60,000 60,000 101,000      | referred | –       | 60,000   | compromise     | SPREAD_TOO_WIDE | –        |
| 30,000 50,000 55,000 60,000 100,000      | granted  | 55,000  | –        | close_majority | –               | A E      |
""")


@pytest.mark.parametrize("case", CASES, ids=name)
def test_close_ratings_give_their_mean_the_tightest_majority_its_mean_all_others_the_median(case: Case) -> None:
    assert outcome(case) == expected(case)


# The figure of every strategy for one to seven officers, to the yuan.

CLOSE_OR_COMPROMISE = cases("""
| ratings                                            | line    | basis          | outlying |
|----------------------------------------------------|---------|----------------|----------|
| 50,000                                             | 50,000  | close_all      | –        |
| 40,000 50,000                                      | 45,000  | close_all      | –        |
| 50,000 39,999                                      | 44,999  | compromise     | –        |
| 80,000 90,001 100,000                              | 90,000  | close_all      | –        |
| 100,000 40,001 50,000                              | 45,000  | close_majority | A        |
| 40,000 50,000 62,500                               | 50,000  | compromise     | –        |
| 40,000 45,000 50,000 100,000                       | 45,000  | close_majority | D        |
| 39,999 45,000 50,000 100,000                       | 47,500  | compromise     | –        |
| 30,000 50,000 55,000 60,000 100,000                | 55,000  | close_majority | A E      |
| 30,000 40,000 48,000 53,000 61,000                 | 48,000  | compromise     | –        |
| 10,000 40,000 45,000 48,000 50,000 100,000         | 45,750  | close_majority | A F      |
| 10,000 39,000 45,000 48,000 50,000 100,000         | 46,500  | compromise     | –        |
| 90,000 10,000 20,000 40,000 44,000 46,000 50,000   | 45,000  | close_majority | B C A    |
| 90,000 10,000 20,000 39,000 44,000 46,000 50,000   | 44,000  | compromise     | –        |
""")

MEDIAN = cases("""
| ratings                                            | line    | basis          | outlying |
|----------------------------------------------------|---------|----------------|----------|
| 50,000                                             | 50,000  | median         | –        |
| 100,001 40,000                                     | 70,000  | median         | –        |
| 90,000 10,000 20,000                               | 20,000  | median         | –        |
| 10,000 20,000 30,001 90,000                        | 25,000  | median         | –        |
| 80,000 90,000 10,000 20,000 30,000                 | 30,000  | median         | –        |
| 10,000 20,000 30,000 41,000 80,000 90,000          | 35,500  | median         | –        |
| 10,000 20,000 30,000 40,000 70,000 80,000 90,000   | 40,000  | median         | –        |
""")

MEAN = cases("""
| ratings                                            | line    | basis          | outlying |
|----------------------------------------------------|---------|----------------|----------|
| 50,000                                             | 50,000  | mean           | –        |
| 100,001 40,000                                     | 70,000  | mean           | –        |
| 90,000 10,000 20,000                               | 40,000  | mean           | –        |
| 90,002 10,000 20,000                               | 40,000  | mean           | –        |
| 90,003 10,000 20,000                               | 40,001  | mean           | –        |
| 10,000 20,000 30,000 90,000                        | 37,500  | mean           | –        |
| 10,000 20,000 30,000 90,000 70,000                 | 44,000  | mean           | –        |
| 10,000 20,000 30,000 41,000 80,000 90,000          | 45,166  | mean           | –        |
| 10,000 20,000 30,000 40,000 50,000 60,000 90,000   | 42,857  | mean           | –        |
""")

MINIMUM = cases("""
| ratings                                            | line    | basis          | outlying |
|----------------------------------------------------|---------|----------------|----------|
| 50,000                                             | 50,000  | minimum        | –        |
| 60,000 50,001                                      | 50,001  | minimum        | –        |
| 60,000 50,000 100,000                              | 50,000  | minimum        | –        |
| 60,000 60,000 40,000 100,000                       | 40,000  | minimum        | –        |
| 30,000 60,000 60,000 40,000 100,000                | 30,000  | minimum        | –        |
| 60,000 60,000 60,000 60,000 60,000 20,000          | 20,000  | minimum        | –        |
| 60,000 10,000 60,000 60,000 10,000 60,000 20,000   | 10,000  | minimum        | –        |
""")

TRIMMED_MEAN = cases("""
| policy             | ratings                                          | line    | basis        | outlying |
|--------------------|--------------------------------------------------|---------|--------------|----------|
| trimmed_ratings=1  | 50,000                                           | 50,000  | trimmed_mean | –        |
| trimmed_ratings=1  | 40,000 100,000                                   | 70,000  | trimmed_mean | –        |
| trimmed_ratings=1  | 10,000 20,000 90,000                             | 20,000  | trimmed_mean | –        |
| trimmed_ratings=1  | 90,000 10,000 20,000 31,001                      | 25,500  | trimmed_mean | –        |
| trimmed_ratings=1  | 10,000 20,000 30,000 45,000 90,000               | 31,666  | trimmed_mean | –        |
| trimmed_ratings=1  | 10,000 20,000 30,000 40,000 60,000 90,000        | 37,500  | trimmed_mean | –        |
| trimmed_ratings=1  | 10,000 20,000 30,000 40,000 52,000 60,000 90,000 | 40,400  | trimmed_mean | –        |
| trimmed_ratings=0  | 10,000 20,000 90,000                             | 40,000  | trimmed_mean | –        |
| trimmed_ratings=2  | 10,000 20,000 90,000                             | 20,000  | trimmed_mean | –        |
| trimmed_ratings=2  | 10,000 20,000 31,000 90,000                      | 25,500  | trimmed_mean | –        |
| trimmed_ratings=2  | 10,000 20,000 30,000 45,000 90,000               | 30,000  | trimmed_mean | –        |
| trimmed_ratings=2  | 10,000 20,000 30,000 40,000 52,000 60,000 90,000 | 40,666  | trimmed_mean | –        |
| trimmed_ratings=3  | 10,000 20,000 30,000 40,000 52,000 60,000 90,000 | 40,000  | trimmed_mean | –        |
| trimmed_ratings=15 | 10,000 20,000 30,000 40,000 52,000 60,000 90,000 | 40,000  | trimmed_mean | –        |
""")

CLOSEST_GROUP = cases("""
| policy                    | ratings                                          | line    | basis         | outlying |
|---------------------------|--------------------------------------------------|---------|---------------|----------|
| closeness_measure=percent | 50,000                                           | 50,000  | closest_group | –        |
| closeness_measure=percent | 40,000 100,001                                   | 70,000  | closest_group | –        |
| closeness_measure=percent | 10,000 20,000 100,000                            | 15,000  | closest_group | C        |
| closeness_measure=percent | 25,000 50,000 100,000                            | 50,000  | closest_group | –        |
| closeness_measure=percent | 25,001 50,000 100,000                            | 37,500  | closest_group | C        |
| closeness_measure=percent | 10,000 50,000 70,000 100,000                     | 73,333  | closest_group | A        |
| closeness_measure=percent | 10,000 40,000 50,000 60,000 200,000              | 50,000  | closest_group | A E      |
| closeness_measure=percent | 20,000 20,000 40,000 80,000 80,000               | 40,000  | closest_group | –        |
| closeness_measure=percent | 10,000 20,000 50,000 60,000 70,000 80,000        | 65,000  | closest_group | A B      |
| closeness_measure=percent | 10,000 20,000 50,000 60,000 70,000 82,000 90,000 | 75,500  | closest_group | A B C    |
| closeness_measure=percent | 20,000 50,000 80,000                             | 65,000  | closest_group | A        |
| closeness_measure=greater | 20,000 50,000 80,000                             | 65,000  | closest_group | A        |
| closeness_measure=yuan    | 20,000 50,000 80,000                             | 50,000  | closest_group | –        |
| closeness_measure=yuan    | 20,000 49,999 80,000                             | 34,999  | closest_group | C        |
| closeness_measure=yuan    | 20,000 50,001 80,000                             | 65,000  | closest_group | A        |
| closeness_measure=yuan    | 25,000 50,000 100,000                            | 37,500  | closest_group | C        |
""")

FIGURES = {
    "close_or_compromise": CLOSE_OR_COMPROMISE,
    "median": MEDIAN,
    "mean": MEAN,
    "minimum": MINIMUM,
    "trimmed_mean": TRIMMED_MEAN,
    "closest_group": CLOSEST_GROUP,
}


@pytest.mark.parametrize(
    ("strategy", "case"),
    [(strategy, case) for strategy, table in FIGURES.items() for case in table],
    ids=lambda part: part if isinstance(part, str) else name(part),
)
def test_the_figure_of_each_strategy(strategy: str, case: Case) -> None:
    bare = set_to(f"strategy={strategy} minimum_ratings=1 rounding_yuan=1 spread_checked=")
    assert outcome(case, in_force=bare) == expected(case)


# What is close: both sides of each bound, inclusive and exclusive, by each measure.

PERCENT = cases("""
| policy                          | ratings                | line   | basis          |
|---------------------------------|------------------------|--------|----------------|
| closeness_percent=20:inclusive  | 80,000 90,000 100,000  | 90,000 | close_all      |
| closeness_percent=20:inclusive  | 79,999 90,000 100,000  | 95,000 | close_majority |
| closeness_percent=20:exclusive  | 80,001 90,000 100,000  | 90,000 | close_all      |
| closeness_percent=20:exclusive  | 80,000 90,000 100,000  | 95,000 | close_majority |
| closeness_percent=20:inclusive  | 40,000 50,000 100,000  | 45,000 | close_majority |
| closeness_percent=20:inclusive  | 39,999 50,000 100,000  | 50,000 | compromise     |
| closeness_percent=20:exclusive  | 40,001 50,000 100,000  | 45,000 | close_majority |
| closeness_percent=20:exclusive  | 40,000 50,000 100,000  | 50,000 | compromise     |
| closeness_percent=0:inclusive   | 50,000 50,000 50,000   | 50,000 | close_all      |
| closeness_percent=0:inclusive   | 50,000 50,000 51,000   | 50,000 | close_majority |
| closeness_percent=0:inclusive   | 50,000 51,000 52,000   | 51,000 | compromise     |
| closeness_percent=0:exclusive   | 50,000 50,000 50,000   | 50,000 | compromise     |
| closeness_percent=100:inclusive | 1,000 100,000 199,000  | 100,000 | close_all     |
| closeness_percent=100:exclusive | 1,000 100,000 199,000  | 100,000 | close_all     |
""")

YUAN = cases("""
| policy                          | ratings                | line   | basis          |
|---------------------------------|------------------------|--------|----------------|
| closeness_yuan=10000:inclusive  | 50,000 57,000 60,000   | 55,000 | close_all      |
| closeness_yuan=10000:inclusive  | 50,000 57,000 60,001   | 58,000 | close_majority |
| closeness_yuan=10000:exclusive  | 50,001 57,000 60,000   | 55,000 | close_all      |
| closeness_yuan=10000:exclusive  | 50,000 57,000 60,000   | 58,000 | close_majority |
| closeness_yuan=10000:inclusive  | 1,000 6,000 11,000     | 6,000  | close_all      |
| closeness_yuan=10000:inclusive  | 50,000 60,000 90,000   | 55,000 | close_majority |
| closeness_yuan=10000:inclusive  | 49,999 60,000 90,000   | 60,000 | compromise     |
| closeness_yuan=10000:exclusive  | 50,001 60,000 90,000   | 55,000 | close_majority |
| closeness_yuan=10000:exclusive  | 50,000 60,000 90,000   | 60,000 | compromise     |
| closeness_yuan=10000:inclusive  | 50,000 60,000 70,000   | 60,000 | compromise     |
| closeness_yuan=10000:inclusive  | 50,001 60,000 70,000   | 55,000 | close_majority |
| closeness_yuan=10000:inclusive  | 50,000 60,000 69,999   | 64,000 | close_majority |
| closeness_yuan=10000:inclusive  | 200,000 209,000 230,000 | 204,000 | close_majority |
| closeness_yuan=10000:inclusive  | 200,000 211,000 230,000 | 211,000 | compromise    |
| closeness_yuan=0:inclusive      | 50,000 50,000 50,000   | 50,000 | close_all      |
| closeness_yuan=0:exclusive      | 50,000 50,000 50,000   | 50,000 | compromise     |
""")

GREATER = cases("""
| policy                                                        | ratings               | line   | basis          |
|---------------------------------------------------------------|-----------------------|--------|----------------|
| closeness_percent=20:inclusive closeness_yuan=10000:inclusive | 10,000 15,000 20,000  | 15,000 | close_all      |
| closeness_percent=20:inclusive closeness_yuan=10000:inclusive | 10,000 15,000 20,001  | 17,000 | close_majority |
| closeness_percent=20:inclusive closeness_yuan=10000:exclusive | 10,001 15,000 20,000  | 15,000 | close_all      |
| closeness_percent=20:inclusive closeness_yuan=10000:exclusive | 10,000 15,000 20,000  | 17,000 | close_majority |
| closeness_percent=20:inclusive closeness_yuan=10000:inclusive | 80,000 90,000 100,000 | 90,000 | close_all      |
| closeness_percent=20:inclusive closeness_yuan=10000:inclusive | 79,999 90,000 100,000 | 95,000 | close_majority |
| closeness_percent=20:exclusive closeness_yuan=10000:inclusive | 80,001 90,000 100,000 | 90,000 | close_all      |
| closeness_percent=20:exclusive closeness_yuan=10000:inclusive | 80,000 90,000 100,000 | 95,000 | close_majority |
| closeness_percent=20:inclusive closeness_yuan=10000:inclusive | 10,000 20,000 90,000  | 15,000 | close_majority |
| closeness_percent=20:inclusive closeness_yuan=10000:inclusive | 10,000 20,001 90,000  | 20,000 | compromise     |
""")

CLOSENESS = {"percent": PERCENT, "yuan": YUAN, "greater": GREATER}


@pytest.mark.parametrize(
    ("measure", "case"),
    [(measure, case) for measure, table in CLOSENESS.items() for case in table],
    ids=lambda part: part if isinstance(part, str) else name(part),
)
def test_what_is_close_by_each_measure(measure: str, case: Case) -> None:
    assert outcome(case, in_force=set_to(f"closeness_measure={measure} spread_checked=")) == expected(case)


# The spread: both sides of its bound, and of which figures it is looked at.

SPREAD = cases("""
| policy                       | ratings               | status   | line   | suggests | basis      | reasons         |
|------------------------------|-----------------------|----------|--------|----------|------------|-----------------|
| spread_percent=200:exclusive | 50,000 70,000 100,000 | granted  | 70,000 | –        | compromise | –               |
| spread_percent=200:exclusive | 49,999 70,000 100,000 | referred | –      | 70,000   | compromise | SPREAD_TOO_WIDE |
| spread_percent=200:inclusive | 50,001 70,000 100,000 | granted  | 70,000 | –        | compromise | –               |
| spread_percent=200:inclusive | 50,000 70,000 100,000 | referred | –      | 70,000   | compromise | SPREAD_TOO_WIDE |
| spread_percent=150:exclusive | 60,000 75,000 90,000  | granted  | 82,000 | –        | close_majority | –           |
| spread_percent=150:exclusive | 60,000 76,000 95,001  | referred | –      | 76,000   | compromise | SPREAD_TOO_WIDE |
| strategy=mean spread_percent=100:exclusive | 50,000 50,000 50,000 | granted  | 50,000 | –      | mean | –               |
| strategy=mean spread_percent=100:exclusive | 50,000 50,000 50,001 | referred | –      | 50,000 | mean | SPREAD_TOO_WIDE |
| strategy=mean spread_percent=100:inclusive | 50,000 50,000 50,000 | referred | –      | 50,000 | mean | SPREAD_TOO_WIDE |
""")

WIDE = cases("""
| policy                 | ratings                | line   | basis          |
|------------------------|------------------------|--------|----------------|
| closeness_percent=60   | 40,000 60,000 100,000  | 66,000 | close_all      |
| closeness_percent=20   | 50,000 60,000 101,000  | 55,000 | close_majority |
| closeness_percent=20   | 30,000 50,000 100,000  | 50,000 | compromise     |
| strategy=median        | 30,000 50,000 100,000  | 50,000 | median         |
| strategy=mean          | 30,000 50,000 100,000  | 60,000 | mean           |
| strategy=minimum       | 30,000 50,000 100,000  | 30,000 | minimum        |
| strategy=trimmed_mean  | 30,000 50,000 100,000  | 50,000 | trimmed_mean   |
| strategy=closest_group | 30,000 50,000 101,000  | 40,000 | closest_group  |
""")


@pytest.mark.parametrize("case", SPREAD, ids=name)
def test_ratings_too_far_apart_go_to_collective_review(case: Case) -> None:
    assert outcome(case) == expected(case)


@pytest.mark.parametrize("case", WIDE, ids=lambda case: case["basis"])
def test_the_spread_is_looked_at_for_the_figures_that_the_policy_names(case: Case) -> None:
    others = [other["basis"] for other in WIDE if other["basis"] != case["basis"]]
    passed = {**case, "status": "granted", "suggests": "", "reasons": ""}
    sent = {**case, "status": "referred", "line": "", "suggests": case["line"], "reasons": "SPREAD_TOO_WIDE"}
    assert outcome(sent, in_force=set_to(f"spread_checked={case['basis']}")) == expected(sent)
    assert outcome(passed, in_force=set_to(f"spread_checked={','.join(others)}")) == expected(passed)
    by_default = passed if case["basis"] in ("close_all", "close_majority") else sent
    assert outcome(by_default) == expected(by_default)


@pytest.mark.parametrize("strategy", FIGURES)
@pytest.mark.parametrize("amounts", [(50_000, 50_000, 50_001), (50_000, 50_001), (1, 2, 4, 8), (1, 10, 100)], ids=str)
def test_a_figure_is_whole_yuan_before_it_is_rounded_to_a_line(strategy: str, amounts: tuple[int, ...]) -> None:
    how = strategy_of(set_to(f"strategy={strategy}").values("reconcile"))
    figure, _basis, _first, _last = reconcile(np.array([amounts]), how)
    assert figure.dtype == np.int64


def test_those_apart_are_named_in_the_order_of_the_officers_however_many_give_the_same() -> None:
    (found,) = decided([{"ratings": " ".join(["50,000", "100,000"] * 25 + ["50,000"] * 2)}])
    assert (found["basis"], found["outlying"].split()) == ("close_majority", OFFICERS[1:50:2])


def test_ratings_may_stand_officer_by_officer_and_are_named_in_that_order_of_each_household() -> None:
    """Each officer's sheet lists the households from the last one on."""
    keys, amounts = (
        [str(number) for number in range(30)],
        dict(zip("ABCDE", (100_000, 50_000, 50_000, 100_000, 50_000))),
    )
    rows = [(key, officer, yuan + int(key), None, None) for officer, yuan in amounts.items() for key in reversed(keys)]
    found = decide({"household_id": keys}, {}, ratings(rows), None, set_to("rounding_yuan=1"))
    assert found["basis"] == ["close_majority"] * 30
    assert found["credit_line_yuan"] == list(range(50_000, 50_030))
    assert found["outlying_officers"] == ["A;D"] * 30


@pytest.mark.parametrize(("registration", "basis"), [("normal", ["compromise"]), ("deregistered", [""])])
def test_of_a_household_off_the_roster_no_figure_is_made_and_nothing_is_told(
    registration: str, basis: list[str]
) -> None:
    case = {"registration": registration, "ratings": "30,000 50,000 100,000"}
    households, given = village([case])
    board = board_of(households, {}, given, None, DEFAULT)
    for rule, values in steps(board, DEFAULT):
        if name_of(rule) == "reconcile":
            assert board.basis.tolist() == basis
            assert bool(list(rule.explain(board, 0, values))) == bool(basis[0])


# What is told of it, and by which values.

BY_PERCENT, BY_YUAN = "closeness_measure closeness_percent", "closeness_measure closeness_yuan"
TOLD = [
    (
        {"policy": "spread_checked=", "ratings": "79,990 90,000 100,000"},
        [
            ("ratings from low to high: 79,990 90,000 100,000 yuan", "strategy"),
            (
                "all of them, 79,990 to 100,000 yuan: 20,010 ÷ 100,000 = 20.01 %, close is 20 % or less: not close",
                BY_PERCENT,
            ),
            (
                "the nearest majority, 90,000 to 100,000 yuan: 10,000 ÷ 100,000 = 10.0 %, close is 20 % or less: close",
                BY_PERCENT,
            ),
            ("mean: (90,000 + 100,000) ÷ 2 = 95,000 yuan", "strategy"),
            ("apart from these, so not in the figure: A", ""),
        ],
    ),
    (
        {"ratings": "100,000 50,000 60,000"},
        [
            ("ratings from low to high: 50,000 60,000 100,000 yuan", "strategy"),
            (
                "all of them, 50,000 to 100,000 yuan: 50,000 ÷ 100,000 = 50.0 %, close is 20 % or less: not close",
                BY_PERCENT,
            ),
            (
                "the nearest majority, 50,000 to 60,000 yuan: 10,000 ÷ 60,000 = 16.6 %, close is 20 % or less: close",
                BY_PERCENT,
            ),
            ("mean: (50,000 + 60,000) ÷ 2 = 55,000 yuan", "strategy"),
            ("apart from these, so not in the figure: A", ""),
        ],
    ),
    (
        {"ratings": "40,000 50,000 62,500"},
        [
            ("ratings from low to high: 40,000 50,000 62,500 yuan", "strategy"),
            (
                "all of them, 40,000 to 62,500 yuan: 22,500 ÷ 62,500 = 36.0 %, close is 20 % or less: not close",
                BY_PERCENT,
            ),
            (
                "the nearest majority, 40,000 to 50,000 yuan: 10,000 ÷ 50,000 = 20.0 %, close is 20 % or less: close",
                BY_PERCENT,
            ),
            (
                "another 2 stand just as near as 40,000 50,000, so the nearest is not one group",
                "closeness_measure",
            ),
            ("the median, the middle one: 50,000 yuan", "strategy"),
            (
                "62,500 yuan is 156.2 % of 40,000 yuan; above 200 % the ratings are too far apart: they are not",
                "spread_percent",
            ),
        ],
    ),
    (
        {"policy": "closeness_measure=greater", "ratings": "79,999 90,000 100,000"},
        [
            ("ratings from low to high: 79,999 90,000 100,000 yuan", "strategy"),
            (
                "all of them, 79,999 to 100,000 yuan: 20,001 ÷ 100,000 = 20.001 %, close is 20 % or less: not close",
                BY_PERCENT,
            ),
            (
                "all of them, 79,999 to 100,000 yuan: 20,001 yuan apart, close is 10,000 yuan or less: not close",
                BY_YUAN,
            ),
            (
                "the nearest majority, 90,000 to 100,000 yuan: 10,000 ÷ 100,000 = 10.0 %, close is 20 % or less: close",
                BY_PERCENT,
            ),
            (
                "the nearest majority, 90,000 to 100,000 yuan: 10,000 yuan apart, close is 10,000 yuan or less: close",
                BY_YUAN,
            ),
            ("mean: (90,000 + 100,000) ÷ 2 = 95,000 yuan", "strategy"),
            ("apart from these, so not in the figure: A", ""),
        ],
    ),
    (
        {"policy": "closeness_measure=yuan spread_checked=", "ratings": "20,000 49,999 80,000"},
        [
            ("ratings from low to high: 20,000 49,999 80,000 yuan", "strategy"),
            ("all of them, 20,000 to 80,000 yuan: 60,000 yuan apart, close is 10,000 yuan or less: not close", BY_YUAN),
            (
                "the nearest majority, 20,000 to 49,999 yuan: 29,999 yuan apart, close is 10,000 yuan or less: not close",
                BY_YUAN,
            ),
            ("the median, the middle one: 49,999 yuan", "strategy"),
        ],
    ),
    (
        {"policy": "strategy=median spread_checked=", "ratings": "10,000 20,000 30,001 90,000"},
        [
            ("ratings from low to high: 10,000 20,000 30,001 90,000 yuan", "strategy"),
            ("the median, between the two in the middle: (20,000 + 30,001) ÷ 2 = 25,000 yuan", "strategy"),
            ("the fraction of a yuan is left out", ""),
        ],
    ),
    (
        {"policy": "strategy=median spread_checked=", "ratings": "10,000 20,000 30,000 41,001 80,000 90,000"},
        [
            ("ratings from low to high: 10,000 20,000 30,000 41,001 80,000 90,000 yuan", "strategy"),
            ("the median, between the two in the middle: (30,000 + 41,001) ÷ 2 = 35,500 yuan", "strategy"),
            ("the fraction of a yuan is left out", ""),
        ],
    ),
    (
        {"policy": "strategy=median spread_checked=", "ratings": "10,000 20,002 30,002 90,000"},
        [
            ("ratings from low to high: 10,000 20,002 30,002 90,000 yuan", "strategy"),
            ("the median, between the two in the middle: (20,002 + 30,002) ÷ 2 = 25,002 yuan", "strategy"),
        ],
    ),
    (
        {"policy": "strategy=median spread_checked=", "ratings": "10,000 30,000 20,000"},
        [
            ("ratings from low to high: 10,000 20,000 30,000 yuan", "strategy"),
            ("the median, the middle one: 20,000 yuan", "strategy"),
        ],
    ),
    (
        {"policy": "strategy=minimum spread_checked=", "ratings": "20,000 10,000 30,000"},
        [
            ("ratings from low to high: 10,000 20,000 30,000 yuan", "strategy"),
            ("the smallest: 10,000 yuan", "strategy"),
        ],
    ),
    (
        {"policy": "strategy=mean spread_checked=", "ratings": "10,000 20,000 30,001"},
        [
            ("ratings from low to high: 10,000 20,000 30,001 yuan", "strategy"),
            ("mean: (10,000 + 20,000 + 30,001) ÷ 3 = 20,000 yuan", "strategy"),
            ("the fraction of a yuan is left out", ""),
        ],
    ),
    (
        {"policy": "strategy=trimmed_mean spread_checked=", "ratings": "10,000 20,000 30,000 50,000"},
        [
            ("ratings from low to high: 10,000 20,000 30,000 50,000 yuan", "strategy"),
            (
                "mean without the 1 lowest and 1 highest: (20,000 + 30,000) ÷ 2 = 25,000 yuan",
                "strategy trimmed_ratings",
            ),
        ],
    ),
    (
        {"policy": "strategy=closest_group spread_checked=", "ratings": "25,000 50,000 100,000"},
        [
            ("ratings from low to high: 25,000 50,000 100,000 yuan", "strategy"),
            ("another 2 stand just as near as 25,000 50,000, so the nearest is not one group", "closeness_measure"),
            ("the median, the middle one: 50,000 yuan", "strategy"),
        ],
    ),
    (
        {
            "policy": "strategy=closest_group closeness_measure=yuan spread_checked=",
            "ratings": "25,000 150,000 100,000 50,000 160,000",
        },
        [
            ("ratings from low to high: 25,000 50,000 100,000 150,000 160,000 yuan", "strategy"),
            ("the nearest 3: 100,000 150,000 160,000 yuan", "closeness_measure"),
            ("mean: (100,000 + 150,000 + 160,000) ÷ 3 = 136,666 yuan", "strategy"),
            ("the fraction of a yuan is left out", ""),
            ("apart from these, so not in the figure: A D", ""),
        ],
    ),
]


@pytest.mark.parametrize(("case", "told"), TOLD, ids=lambda part: name(part) if isinstance(part, dict) else "")
def test_the_arithmetic_is_told_with_the_values_that_it_goes_by(case: Case, told: list[tuple[str, str]]) -> None:
    assert explained(case, "reconcile") == told


@pytest.mark.parametrize(
    ("part", "shown"),
    [
        (500_000_000_010, "50.000000001"),
        (500_000_000_009, "50.000000000"),
        (500_000_000_000, "50.0"),
    ],
)
def test_a_share_is_told_with_nine_decimals_at_most(part: int, shown: str) -> None:
    """Enough to tell any two amounts up to 10⁹ yuan apart."""
    assert share(part, 10**12, 50) == shown
