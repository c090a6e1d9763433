from datetime import date

import pytest

from gridcredit.rules.retention import ended_before
from rules.deciding import set_to


@pytest.mark.parametrize(
    ("as_of", "policy", "before"),
    [
        (date(2026, 5, 31), "", date(2021, 5, 31)),
        (date(2024, 2, 29), "", date(2019, 2, 28)),
        (date(2026, 5, 31), "retention_years=0", date(2026, 5, 31)),
        (date(2026, 5, 31), "retention_years=10", date(2016, 5, 31)),
    ],
)
def test_personal_data_is_kept_for_years_after_the_end(as_of: date, policy: str, before: date) -> None:
    assert ended_before(as_of, set_to(policy).values("retention")) == before
