import pytest

from gridcredit.decisions import decide
from gridcredit.schema import Columns
from rules.deciding import Case, cases, decided, expected, explained, name, outcome, ratings, set_to

CASES = cases("""
| ratings                                  | status   | line   | basis     | reasons             |
|------------------------------------------|----------|--------|-----------|---------------------|
| 50,000 50,000 50,000                     | granted  | 50,000 | close_all | –                   |
| 50,000 60,000 refuses                    | referred | –      | –         | REFUSED_BY_SOME     |
| 50,000 refuses refuses                   | declined | –      | –         | REFUSED_BY_MAJORITY |
| refuses refuses refuses                  | declined | –      | –         | REFUSED_BY_MAJORITY |
| 50,000 0 refuses:50,000                  | declined | –      | –         | REFUSED_BY_MAJORITY |
| 50,000 50,000 50,000 refuses             | referred | –      | –         | REFUSED_BY_SOME     |
| 50,000 50,000 refuses refuses            | referred | –      | –         | REFUSED_BY_SOME     |
| 50,000 refuses refuses refuses           | declined | –      | –         | REFUSED_BY_MAJORITY |
| 50,000 50,000 50,000 refuses refuses     | referred | –      | –         | REFUSED_BY_SOME     |
| 50,000 50,000 refuses refuses refuses    | declined | –      | –         | REFUSED_BY_MAJORITY |
| 50,000 50,000 50,000 unknowing:0         | granted  | 50,000 | close_all | –                   |
| 50,000 50,000 refuses refuses abstains   | referred | –      | –         | REFUSED_BY_SOME     |
| 30,000 100,000 refuses                   | referred | –      | –         | REFUSED_BY_SOME     |
""")


@pytest.mark.parametrize("case", CASES, ids=name)
def test_a_majority_of_refusals_declines_and_any_fewer_refer(case: Case) -> None:
    assert outcome(case) == expected(case)


MAJORITY = cases("""
| policy                         | ratings                               | status   | reasons             |
|--------------------------------|---------------------------------------|----------|---------------------|
| majority_percent=50:exclusive  | 50,000 50,000 refuses refuses         | referred | REFUSED_BY_SOME     |
| majority_percent=50:inclusive  | 50,000 50,000 refuses refuses         | declined | REFUSED_BY_MAJORITY |
| majority_percent=50:inclusive  | 50,000 50,000 50,000 refuses refuses  | referred | REFUSED_BY_SOME     |
| majority_percent=49:exclusive  | 50,000 50,000 refuses refuses         | declined | REFUSED_BY_MAJORITY |
| majority_percent=51:inclusive  | 50,000 50,000 refuses refuses         | referred | REFUSED_BY_SOME     |
| majority_percent=60:exclusive  | 50,000 50,000 refuses refuses refuses | referred | REFUSED_BY_SOME     |
| majority_percent=60:inclusive  | 50,000 50,000 refuses refuses refuses | declined | REFUSED_BY_MAJORITY |
| majority_percent=66:inclusive  | 50,000 refuses refuses                | declined | REFUSED_BY_MAJORITY |
| majority_percent=67:inclusive  | 50,000 refuses refuses                | referred | REFUSED_BY_SOME     |
| majority_percent=0:exclusive   | 50,000 50,000 50,000 50,000 refuses   | declined | REFUSED_BY_MAJORITY |
| majority_percent=0:inclusive   | 50,000 50,000 50,000 50,000 50,000    | granted  | –                   |
| majority_percent=100:inclusive | refuses refuses refuses               | declined | REFUSED_BY_MAJORITY |
| majority_percent=100:exclusive | refuses refuses refuses               | referred | REFUSED_BY_SOME     |
""")

WAYS = cases("""
| policy                           | ratings                    | status        | reasons                                    |
|----------------------------------|----------------------------|---------------|--------------------------------------------|
| declined_by=one                  | 50,000 50,000 50,000       | granted       | –                                          |
| declined_by=one                  | 50,000 50,000 refuses      | declined      | REFUSED_BY_ONE                             |
| declined_by=one                  | 50,000 50,000 0            | declined      | REFUSED_BY_ONE                             |
| declined_by=one                  | 50,000 refuses refuses     | declined      | REFUSED_BY_ONE                             |
| declined_by=one                  | 50,000 refuses             | no_conclusion | TOO_FEW_RATINGS                            |
| declined_by=hard_reason          | 50,000 50,000 refuses      | referred      | REFUSED_BY_SOME                            |
| declined_by=hard_reason          | 50,000 50,000 hard         | declined      | REFUSED_ON_HARD_GROUND                     |
| declined_by=hard_reason          | 50,000 50,000 hard:50,000  | declined      | REFUSED_ON_HARD_GROUND                     |
| declined_by=hard_reason          | refuses refuses refuses    | referred      | REFUSED_BY_SOME                            |
| declined_by=hard_reason          | 50,000 hard                | no_conclusion | TOO_FEW_RATINGS                            |
| declined_by=majority             | 50,000 50,000 hard         | referred      | REFUSED_BY_SOME                            |
| declined_by=majority             | 50,000 hard refuses        | declined      | REFUSED_BY_MAJORITY                        |
| declined_by=majority,hard_reason | 50,000 50,000 refuses      | referred      | REFUSED_BY_SOME                            |
| declined_by=majority,hard_reason | 50,000 refuses refuses     | declined      | REFUSED_BY_MAJORITY                        |
| declined_by=majority,hard_reason | 50,000 50,000 hard         | declined      | REFUSED_ON_HARD_GROUND                     |
| declined_by=majority,hard_reason | 50,000 hard refuses        | declined      | REFUSED_BY_MAJORITY REFUSED_ON_HARD_GROUND |
| declined_by=one,hard_reason      | 50,000 50,000 hard         | declined      | REFUSED_BY_ONE REFUSED_ON_HARD_GROUND      |
| declined_by=                     | refuses refuses hard       | referred      | REFUSED_BY_SOME                            |
""")


@pytest.mark.parametrize("case", MAJORITY, ids=name)
def test_which_share_is_a_majority_is_policy(case: Case) -> None:
    assert outcome(case) == expected(case)


@pytest.mark.parametrize("case", WAYS, ids=name)
def test_a_bank_may_have_one_refusal_or_a_hard_ground_decline(case: Case) -> None:
    assert outcome(case) == expected(case)


def test_a_hard_ground_of_one_household_is_nothing_to_the_next() -> None:
    rows = [{"ratings": "50,000 50,000 refuses"}, {"ratings": "50,000 50,000 hard"}, {"ratings": "50,000 0 50,000"}]
    found = decided(rows, in_force=set_to("declined_by=hard_reason"))
    assert [one["status"] for one in found] == ["referred", "declined", "referred"]


def test_a_hard_ground_counts_only_with_an_officer_who_knows_the_household() -> None:
    households: Columns = {"household_id": ["1"]}
    rows = [("1", officer, 50_000, None, None) for officer in "ABC"] + [("1", "D", None, "no", "赌博")]
    given = {**ratings(rows), "refusal_hard": [None, None, None, True]}
    assert decide(households, {}, given, None, set_to("declined_by=hard_reason"))["status"] == ["granted"]


SHARE = "declined_by majority_percent"
TOLD = [
    ("", "50,000 50,000 50,000", [("none of the 3 ratings refuses", "declined_by")]),
    (
        "",
        "50,000 refuses refuses",
        [("2 of 3 ratings refuse, 66.6 %; a majority is more than 50 %: a majority", SHARE)],
    ),
    (
        "",
        "50,000 50,000 refuses",
        [
            ("1 of 3 ratings refuse, 33.3 %; a majority is more than 50 %: no majority", SHARE),
            ("1 of 3 ratings refuse, which does not decline: collective review", "declined_by"),
        ],
    ),
    (
        "majority_percent=34:inclusive",
        "50,000 50,000 refuses",
        [
            ("1 of 3 ratings refuse, 33.3 %; a majority is 34 % or more: no majority", SHARE),
            ("1 of 3 ratings refuse, which does not decline: collective review", "declined_by"),
        ],
    ),
    (
        "majority_percent=33:inclusive",
        "50,000 50,000 refuses",
        [("1 of 3 ratings refuse, 33.3 %; a majority is 33 % or more: a majority", SHARE)],
    ),
    (
        "declined_by=one",
        "50,000 50,000 refuses",
        [("1 of 3 ratings refuse; one is enough to decline", "declined_by")],
    ),
    (
        "declined_by=majority,hard_reason",
        "50,000 50,000 hard",
        [
            ("1 of 3 ratings refuse, 33.3 %; a majority is more than 50 %: no majority", SHARE),
            ("an officer refuses on a ground that the bank calls hard: declined", "declined_by"),
        ],
    ),
    ("", "50,000 refuses", []),
]


@pytest.mark.parametrize(("policy", "given_ratings", "told"), TOLD)
def test_refusals_are_told_with_the_values_that_they_go_by(
    policy: str, given_ratings: str, told: list[tuple[str, str]]
) -> None:
    assert explained({"policy": policy, "ratings": given_ratings}, "refusals") == told
