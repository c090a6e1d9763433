"""Finding codes: severity, message and remedy. Findings are data that every stage collects; nothing raises them.

``error`` means that something was refused (a file, a row or a cell's value); ``warning`` that all was taken, but look.
Messages never quote a cell's content, since any cell may hold personal data; headers and numbers may be quoted.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from gridcredit.findings import ballots, cells, checks, exports, files, forms, ledger, lists, outcomes, rows, sheets
from gridcredit.findings.kinds import ERROR, WARNING, FindingKind
from gridcredit.i18n import _
from gridcredit.privacy import without_numbers

__all__ = ["CATALOGUE", "ERROR", "WARNING", "Doubt", "Finding", "count"]
STAGES = (files, sheets, cells, rows, checks, ballots, forms, ledger, exports, outcomes, lists)
CATALOGUE: Mapping[str, FindingKind] = {code: kind for stage in STAGES for code, kind in stage.KINDS.items()}
"""All codes, in the order of the stages that find them."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding; ``params`` fill the places in the message and the remedy of its code."""

    code: str
    file: str
    sheet: str = ""
    cell: str = ""
    household_id: str = ""
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def severity(self) -> str:
        return CATALOGUE[self.code].severity

    def row(self) -> tuple[str, ...]:
        """The columns of ``schema.FINDINGS`` in the user's language."""
        kind = CATALOGUE[self.code]
        return (
            self.code,
            kind.severity,
            self.file,
            self.sheet,
            self.cell,
            without_numbers(self.household_id),
            _(kind.message).format(**self.params),
            _(kind.remedy).format(**self.params),
        )


class Doubt(NamedTuple):
    """What a check across cells finds: ``row`` is a position in the table ``households``, ``members`` or ``ratings``."""

    code: str
    table: str
    row: int
    column: str
    params: Mapping[str, object]


def count(findings: Iterable[Finding]) -> dict[str, int]:
    """Findings by severity: ``{"error": …, "warning": …}``."""
    totals = {ERROR: 0, WARNING: 0}
    for finding in findings:
        totals[finding.severity] += 1
    return totals
