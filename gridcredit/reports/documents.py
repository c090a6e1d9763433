"""The materials (佐证材料) that households with a line, or before collective review, are still to be asked for."""

from gridcredit.assessment import Assessment
from gridcredit.i18n import _
from gridcredit.reports import labels
from gridcredit.reports.book import Cell, Column, Format, Sheet, Table
from gridcredit.reports.settings import word
from gridcredit.rules.evidence import missing
from gridcredit.schema import rows_of

_ASKED = ("granted", "referred")
"""Nobody is asked for papers who is not granted a line all the same."""
_SHOWN = ("household_id", "group", "head", "evidence", "evidence_tier", "status", "missing_documents")


def documents_sheet(assessment: Assessment) -> Sheet | None:
    """One row for each material that a household lacks; None where the policy asks for none."""
    if not assessment.policy.values("evidence").rows("documents"):
        return None
    rows: list[tuple[Cell, ...]] = []
    for household, group, head, evidence, tier, status, told in rows_of(assessment.households, _SHOWN):
        for lack in missing(told) if status in _ASKED else ():
            who = (len(rows) + 1, household, group, head)
            what = (word(lack.material), word(lack.fact))
            rows.append((*who, *what, evidence, word(tier)))
    columns = [
        Column(_("No."), Format.CENTRED, 7),
        Column(_("Household"), width=12),
        Column(_("Group"), width=9),
        Column(_("Head"), width=11),
        Column(_("Missing material"), width=20),
        Column(_("Asked because of"), width=16),
        Column(_("On file"), width=24),
        Column(_("Its tier"), width=22),
    ]
    return Sheet(
        _("Missing documents"),
        _("{village}: documents that files still lack").format(village=assessment.facts.village),
        [Table(columns, rows)],
        notes=[
            _("Ask when you call. Nobody has to give a document; without it the assets count at a lower percentage."),
            labels.no_promise(),
        ],
        landscape=True,
    )
