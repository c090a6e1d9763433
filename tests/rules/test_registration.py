import pytest

from rules.deciding import Case, cases, expected, explained, name, outcome

CASES = cases("""
| registration | list  | ratings                   | status   | line   | basis     | reasons |
|--------------|-------|---------------------------|----------|--------|-----------|---------|
| deregistered | –     | 50,000 50,000 50,000      | excluded | –      | –         | –       |
| deregistered | black | 50,000 50,000 50,000      | excluded | –      | –         | –       |
| deregistered | –     | refuses refuses refuses   | excluded | –      | –         | –       |
| deregistered | –     | 30,000 50,000 100,000     | excluded | –      | –         | –       |
| deregistered | –     | 400,000 400,000 400,000   | excluded | –      | –         | –       |
| deregistered | –     | –                         | excluded | –      | –         | –       |
| normal       | –     | 50,000 50,000 50,000      | granted  | 50,000 | close_all | –       |
| vacant       | –     | 50,000 50,000 50,000      | granted  | 50,000 | close_all | –       |
| collective   | –     | 50,000 50,000 50,000      | granted  | 50,000 | close_all | –       |
| –            | –     | 50,000 50,000 50,000      | granted  | 50,000 | close_all | –       |
""")


@pytest.mark.parametrize("case", CASES, ids=name)
def test_only_a_deregistered_household_is_off_the_roster_and_past_all_rules(case: Case) -> None:
    assert outcome(case) == expected(case)


BY_POLICY = cases("""
| policy                              | registration | ratings              | status   | line   |
|-------------------------------------|--------------|----------------------|----------|--------|
| off_roster=deregistered,collective  | collective   | 50,000 50,000 50,000 | excluded | –      |
| off_roster=deregistered,collective  | deregistered | 50,000 50,000 50,000 | excluded | –      |
| off_roster=deregistered,collective  | vacant       | 50,000 50,000 50,000 | granted  | 50,000 |
| off_roster=                         | deregistered | 50,000 50,000 50,000 | granted  | 50,000 |
| off_roster=normal                   | –            | 50,000 50,000 50,000 | granted  | 50,000 |
""")


@pytest.mark.parametrize("case", BY_POLICY, ids=name)
def test_who_is_off_the_roster_is_policy(case: Case) -> None:
    assert outcome(case) == expected(case)


@pytest.mark.parametrize(
    ("registration", "told"),
    [
        ("", ("no registration status is given: on the roster", "")),
        ("normal", ("registration normal: on the roster", "off_roster")),
        (
            "deregistered",
            ("registration deregistered: off the roster, so nothing further is decided", "off_roster"),
        ),
    ],
)
def test_the_registration_is_told_with_the_value_that_it_goes_by(registration: str, told: tuple[str, str]) -> None:
    assert explained({"registration": registration, "ratings": "50,000 50,000 50,000"}, "registration") == [told]
