"""What a finding code stands for."""

from typing import NamedTuple

ERROR, WARNING = "error", "warning"


class FindingKind(NamedTuple):
    severity: str
    message: str
    remedy: str
