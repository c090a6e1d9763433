import pytest

from rules.deciding import Case, cases, decided, expected, explained, name, outcome, set_to

CASES = cases("""
| ratings                                    | counting | status        | line   | reasons             |
|--------------------------------------------|----------|---------------|--------|---------------------|
| –                                          | 0        | no_conclusion | –      | TOO_FEW_RATINGS     |
| 50,000                                     | 1        | no_conclusion | –      | TOO_FEW_RATINGS     |
| 50,000 50,000                              | 2        | no_conclusion | –      | TOO_FEW_RATINGS     |
| 50,000 50,000 50,000                       | 3        | granted       | 50,000 | –                   |
| 50,000 50,000 50,000 50,000                | 4        | granted       | 50,000 | –                   |
| 50,000 50,000 abstains                     | 2        | no_conclusion | –      | TOO_FEW_RATINGS     |
| 50,000 50,000 50,000 abstains              | 3        | granted       | 50,000 | –                   |
| 50,000 50,000 unknowing:50,000             | 2        | no_conclusion | –      | TOO_FEW_RATINGS     |
| 50,000 50,000 50,000 unknowing:300,000     | 3        | granted       | 50,000 | –                   |
| 50,000 50,000 50,000 unknowing:0           | 3        | granted       | 50,000 | –                   |
| 50,000 50,000 0                            | 3        | referred      | –      | REFUSED_BY_SOME     |
| 50,000 50,000 refuses                      | 3        | referred      | –      | REFUSED_BY_SOME     |
| 50,000 50,000 refuses:50,000               | 3        | referred      | –      | REFUSED_BY_SOME     |
| 50,000 0 abstains                          | 2        | no_conclusion | –      | TOO_FEW_RATINGS     |
| 1 1 1                                      | 3        | declined      | –      | BELOW_MINIMUM       |
| abstains abstains abstains                 | 0        | no_conclusion | –      | TOO_FEW_RATINGS     |
""")


@pytest.mark.parametrize("case", CASES, ids=name)
def test_amounts_and_refusals_of_officers_who_know_the_household_count(case: Case) -> None:
    assert outcome(case) == expected(case)


MINIMUM = cases("""
| policy            | ratings                              | counting | status        | reasons         |
|-------------------|--------------------------------------|----------|---------------|-----------------|
| minimum_ratings=1 | –                                    | 0        | no_conclusion | TOO_FEW_RATINGS |
| minimum_ratings=1 | abstains                             | 0        | no_conclusion | TOO_FEW_RATINGS |
| minimum_ratings=1 | 50,000                               | 1        | granted       | –               |
| minimum_ratings=1 | 1,000                                | 1        | granted       | –               |
| minimum_ratings=1 | refuses                              | 1        | declined      | REFUSED_BY_MAJORITY |
| minimum_ratings=2 | 50,000                               | 1        | no_conclusion | TOO_FEW_RATINGS |
| minimum_ratings=2 | 50,000 50,000                        | 2        | granted       | –               |
| minimum_ratings=3 | 50,000 50,000                        | 2        | no_conclusion | TOO_FEW_RATINGS |
| minimum_ratings=3 | 50,000 50,000 50,000                 | 3        | granted       | –               |
| minimum_ratings=4 | 50,000 50,000 50,000                 | 3        | no_conclusion | TOO_FEW_RATINGS |
| minimum_ratings=4 | 50,000 50,000 50,000 50,000          | 4        | granted       | –               |
| minimum_ratings=5 | 50,000 50,000 50,000 50,000 abstains | 4        | no_conclusion | TOO_FEW_RATINGS |
| minimum_ratings=5 | 50,000 50,000 50,000 50,000 50,000   | 5        | granted       | –               |
""")


@pytest.mark.parametrize("case", MINIMUM, ids=name)
def test_how_many_must_count_is_policy(case: Case) -> None:
    assert outcome(case) == expected(case)


def test_each_household_has_its_own_count() -> None:
    words = ("50,000 50,000 50,000", "", "refuses 50,000 50,000 50,000", "unknowing:9,000 50,000 0 abstains")
    assert [case["counting"] for case in decided([{"ratings": text} for text in words])] == ["3", "0", "4", "2"]


def test_the_smallest_amount_counts() -> None:
    (case,) = decided([{"ratings": "1"}], in_force=set_to("minimum_ratings=1 minimum_line_yuan=1 rounding_yuan=1"))
    assert (case["counting"], case["line"]) == ("1", "1")


@pytest.mark.parametrize(
    ("needed", "told"),
    [
        (3, "ratings that count: 3; at least 3 are needed: enough"),
        (4, "ratings that count: 3; at least 4 are needed: too few"),
    ],
)
def test_the_count_is_told_with_the_value_that_it_goes_by(needed: int, told: str) -> None:
    case = {"policy": f"minimum_ratings={needed}", "ratings": "50,000 refuses 50,000 abstains"}
    assert explained(case, "counting") == [(told, "minimum_ratings")]
