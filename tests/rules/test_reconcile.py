"""Cases on both sides of *close* (20 % of the largest) and of the spread (twice the smallest)."""

import pytest

from rules.deciding import Case, cases, expected, name, outcome

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
