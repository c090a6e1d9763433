import pytest

from gridcredit.rules.denominators import in_net_roster, left_out
from rules.deciding import DEFAULT, Case, cases

CASES = cases("""
| registration | residence | list  | net |
|--------------|-----------|-------|-----|
| normal       | home      | –     | yes |
| –            | –         | –     | yes |
| normal       | seasonal  | –     | yes |
| normal       | home      | white | yes |
| vacant       | home      | –     | no  |
| collective   | home      | –     | no  |
| normal       | away      | –     | no  |
| normal       | home      | grey  | no  |
| normal       | home      | black | no  |
| vacant       | away      | black | no  |
""")


@pytest.mark.parametrize("case", CASES, ids=lambda case: " ".join(case.values()))
def test_net_coverage_leaves_out_the_unreachable_and_the_listed(case: Case) -> None:
    roster = {
        "registration_status": [case["registration"] or None],
        "residence_status": [case["residence"] or None],
        "list_status": [case["list"] or None],
    }
    assert in_net_roster(roster, DEFAULT.values("denominators")).tolist() == [case["net"] == "yes"]


def test_the_first_word_that_leaves_a_household_out_is_told() -> None:
    roster = {
        "registration_status": ["vacant", "normal", "normal", "collective", None],
        "residence_status": ["away", "away", "home", "home", None],
        "list_status": ["black", "grey", "black", None, None],
    }
    assert left_out(roster, DEFAULT.values("denominators")) == ["vacant", "away", "black", "collective", ""]
