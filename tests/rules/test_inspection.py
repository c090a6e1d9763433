from datetime import date

import pytest

from gridcredit.rules.inspection import first_due, recurring_due
from rules.deciding import DEFAULT, Case, cases

VALUES = DEFAULT.values("inspection")

FIRST = cases("""
| drawn on   | balance    | due        |
|------------|------------|------------|
| 2016-05-03 | 1          | 2016-06-03 |
| 2016-05-03 | 99,999     | 2016-06-03 |
| 2016-05-03 | 100,000    | 2016-06-03 |
| 2016-05-03 | 100,001    | 2016-05-10 |
| 2016-05-03 | 1000000000 | 2016-05-10 |
| 2016-01-31 | 50,000     | 2016-02-29 |
| 2015-01-31 | 50,000     | 2015-02-28 |
| 2016-01-29 | 50,000     | 2016-02-29 |
| 2016-02-29 | 50,000     | 2016-03-29 |
| 2016-12-31 | 50,000     | 2017-01-31 |
| 2016-02-25 | 100,001    | 2016-03-03 |
""")

RECURRING = cases("""
| done on    | due        |
|------------|------------|
| 2016-05-03 | 2016-11-03 |
| 2015-08-31 | 2016-02-29 |
| 2016-08-31 | 2017-02-28 |
| 2016-02-29 | 2016-08-29 |
| 2016-12-31 | 2017-06-30 |
""")


@pytest.mark.parametrize("case", FIRST, ids=lambda case: f"{case['drawn on']} {case['balance']}")
def test_up_to_100_000_within_a_calendar_month_above_within_seven_days(case: Case) -> None:
    balance = int(case["balance"].replace(",", ""))
    assert first_due(date.fromisoformat(case["drawn on"]), balance, VALUES) == date.fromisoformat(case["due"])


@pytest.mark.parametrize("case", RECURRING, ids=lambda case: case["done on"])
def test_again_six_calendar_months_after_the_last_one_done(case: Case) -> None:
    assert recurring_due(date.fromisoformat(case["done on"]), VALUES) == date.fromisoformat(case["due"])
