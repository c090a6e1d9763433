"""Net coverage leaves out households that can hardly be served: empty or collective registrations, families away,
and listed ones (contract §5, ``coverage_net``).
"""

from collections.abc import Sequence

import numpy as np

from gridcredit.policy import Values
from gridcredit.rules.board import Mask
from gridcredit.schema import Columns

NAMES = ("registration_status", "residence_status", "list_status")


def left_out(roster: Columns, values: Values) -> Sequence[str]:
    """Per row of ``roster`` the first of its words (``vacant``, ``away``, ``black`` …) that leaves it out, in the order of
    ``NAMES``; '' where it counts net.
    """
    found = np.full(len(roster[NAMES[0]]), "", dtype=object)
    for name in reversed(NAMES):
        column = np.asarray(roster[name], dtype=object)
        hit = np.isin(column, values.words(f"left_out_{name}"))
        found[hit] = column[hit]
    words: list[str] = found.tolist()
    return words


def in_net_roster(roster: Columns, values: Values) -> Mask:
    """Per row of ``roster`` (``registration_status``, ``residence_status``, ``list_status``): does it count net?"""
    kept: Mask = np.asarray(left_out(roster, values), dtype=object) == ""
    return kept
