import pytest

from rules.deciding import Case, cases, expected, name, outcome

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
