import pytest

from gridcredit.rules.denominators import in_net_roster
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
