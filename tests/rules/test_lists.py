import pytest

from rules.deciding import Case, cases, expected, explained, name, outcome

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


BY_POLICY = cases("""
| policy                                     | list  | ratings              | status   | reasons              |
|--------------------------------------------|-------|----------------------|----------|----------------------|
| lists.declined=black,grey lists.referred=  | grey  | 50,000 50,000 50,000 | declined | LIST_GREY            |
| lists.declined=black,grey lists.referred=  | black | 50,000 50,000 50,000 | declined | LIST_BLACK           |
| lists.declined= lists.referred=black,grey  | black | 50,000 50,000 50,000 | referred | LIST_BLACK           |
| lists.declined= lists.referred=            | black | 50,000 50,000 50,000 | granted  | –                    |
| lists.declined=black lists.referred=black  | black | 50,000 50,000 50,000 | declined | LIST_BLACK           |
| lists.referred=grey,white                  | white | 50,000 50,000 50,000 | referred | LIST_WHITE           |
| lists.referred=grey,white                  | –     | 50,000 50,000 50,000 | granted  | –                    |
""")


@pytest.mark.parametrize("case", BY_POLICY, ids=name)
def test_what_a_list_does_is_policy(case: Case) -> None:
    assert outcome(case) == expected(case)


@pytest.mark.parametrize(
    ("mark", "policy", "told"),
    [
        ("", "", ("on no list", "")),
        ("white", "", ("on the list white, which decides nothing", "declined referred")),
        ("black", "", ("on the list black: not granted", "declined")),
        ("grey", "", ("on the list grey: collective review", "referred")),
        ("grey", "lists.declined=black,grey", ("on the list grey: not granted", "declined")),
        ("grey", "lists.referred=", ("on the list grey, which decides nothing", "declined referred")),
    ],
)
def test_what_a_list_decides_is_told_with_the_value_that_it_goes_by(
    mark: str, policy: str, told: tuple[str, str]
) -> None:
    assert explained({"list": mark, "policy": policy, "ratings": "50,000 50,000 50,000"}, "lists") == [told]
