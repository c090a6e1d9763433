import pytest

from rules.deciding import Case, cases, expected, name, outcome

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
