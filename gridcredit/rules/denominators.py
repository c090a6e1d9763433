"""Net coverage leaves out households that can hardly be served: empty or collective registrations, families away,
and listed ones (contract §5, ``coverage_net``).
"""

import pandas as pd

from gridcredit.policy import Values


def in_net_roster(roster: pd.DataFrame, values: Values) -> pd.Series:
    """Per row of ``roster`` (``registration_status``, ``residence_status``, ``list_status``): does it count net?"""
    left_out = pd.Series(False, index=roster.index)
    for column in ("registration_status", "residence_status", "list_status"):
        left_out |= roster[column].isin(values.words(f"left_out_{column}"))
    return ~left_out
