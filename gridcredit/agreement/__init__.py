"""Whether blind ratings were given independently: agreement, each officer's standing, screens for copying.

Everything takes the same matrix (``matrix.Values``): officers x households, whole yuan, nan for an abstention. All
functions are pure; what draws at random takes a seed. Only ``thresholds`` reads a file, the one of measured thresholds.
"""

from gridcredit.agreement.alpha import Metric, krippendorff_alpha
from gridcredit.agreement.bootstrap import STATISTICS, Estimate, estimates
from gridcredit.agreement.excess import Excess, excess_equal
from gridcredit.agreement.icc import Icc, icc
from gridcredit.agreement.matrix import Pair, Values, both_rated, pairs
from gridcredit.agreement.officers import Standing, standing, standings
from gridcredit.agreement.screens import (
    SCREENS,
    Screened,
    equal_share,
    longest_equal_run,
    residual_correlation,
    screen_pair,
)
from gridcredit.agreement.thresholds import Power, Row, Stated, stated_for

__all__ = [
    "SCREENS",
    "STATISTICS",
    "Estimate",
    "Excess",
    "Icc",
    "Metric",
    "Pair",
    "Power",
    "Row",
    "Screened",
    "Standing",
    "Stated",
    "Values",
    "both_rated",
    "equal_share",
    "estimates",
    "excess_equal",
    "icc",
    "krippendorff_alpha",
    "longest_equal_run",
    "pairs",
    "residual_correlation",
    "screen_pair",
    "standing",
    "standings",
    "stated_for",
]
