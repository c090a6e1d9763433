import pytest

from rules.deciding import Case, cases, expected, name, outcome

CASES = cases("""
| list  | ratings                | status        | line   | suggests | basis     | reasons                        |
|-------|------------------------|---------------|--------|----------|-----------|--------------------------------|
| black | 50,000 50,000 50,000   | declined      | –      | –        | –         | LIST_BLACK                     |
| grey  | 50,000 50,000 50,000   | referred      | –      | –        | –         | LIST_GREY                      |
| white | 50,000 50,000 50,000   | granted       | 50,000 | –        | close_all | –                              |
| –     | 50,000 50,000 50,000   | granted       | 50,000 | –        | close_all | –                              |
| black | –                      | declined      | –      | –        | –         | LIST_BLACK TOO_FEW_RATINGS     |
| grey  | 50,000 50,000          | referred      | –      | –        | –         | LIST_GREY TOO_FEW_RATINGS      |
| white | 50,000 50,000          | no_conclusion | –      | –        | –         | TOO_FEW_RATINGS                |
| grey  | refuses refuses 50,000 | referred      | –      | –        | –         | LIST_GREY REFUSED_BY_MAJORITY  |
| black | 50,000 50,000 refuses  | declined      | –      | –        | –         | LIST_BLACK REFUSED_BY_SOME     |
| grey  | 30,000 50,000 100,000  | referred      | –      | –        | –         | LIST_GREY SPREAD_TOO_WIDE      |
| black | 30,000 50,000 100,000  | declined      | –      | –        | –         | LIST_BLACK SPREAD_TOO_WIDE     |
""")


@pytest.mark.parametrize("case", CASES, ids=name)
def test_a_list_decides_before_any_rating(case: Case) -> None:
    assert outcome(case) == expected(case)
