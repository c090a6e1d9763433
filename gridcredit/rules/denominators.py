"""Net coverage leaves out households that can hardly be served: empty or collective registrations, families away,
and listed ones (contract §5, ``coverage_net``).
"""

import numpy as np

from gridcredit.policy import Values
from gridcredit.rules.board import Mask
from gridcredit.schema import Columns


def in_net_roster(roster: Columns, values: Values) -> Mask:
    """Per row of ``roster`` (``registration_status``, ``residence_status``, ``list_status``): does it count net?"""
    names = ("registration_status", "residence_status", "list_status")
    kept: Mask = np.ones(len(roster[names[0]]), dtype=bool)
    for name in names:
        kept &= ~np.isin(np.asarray(roster[name], dtype=object), values.words(f"left_out_{name}"))
    return kept
