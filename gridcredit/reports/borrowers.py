"""Who of each household is to sign, where that is not simply the first choice: an internal list for the grid manager."""

from gridcredit.assessment import Assessment
from gridcredit.i18n import _
from gridcredit.reports import labels
from gridcredit.reports.book import Cell, Column, Format, Sheet, Table
from gridcredit.schema import rows_of

_SHOWN = ("household_id", "group", "head", "borrower", "borrower_row", "borrower_notes")
_LINES = ("credit_line_yuan", "suggested_line_yuan")


def borrowers_sheet(assessment: Assessment) -> Sheet | None:
    """The households with a line, or a suggested one, of which something is to be told on the borrower; None for none."""
    relations = assessment.members.get("relation", ())
    rows: list[tuple[Cell, ...]] = []
    for household, group, head, name, row, notes, line, suggested in rows_of(assessment.households, (*_SHOWN, *_LINES)):
        if not (line or suggested) or not notes:
            continue
        relation = relations[row] if row is not None else _("head") if name else None
        why = labels.words(labels.BORROWER, notes.split(";"))
        rows.append((len(rows) + 1, household, group, head, name or _("nobody"), relation, why, line or suggested))
    if not rows:
        return None
    columns = [
        Column(_("No."), Format.CENTRED, 7),
        Column(_("Household"), width=12),
        Column(_("Group"), width=9),
        Column(_("Head"), width=11),
        Column(_("Borrower"), width=11),
        Column(_("Relation to the head"), width=13),
        Column(_("Remarks"), width=44),
        Column(_("Line, or suggested line (yuan)"), Format.YUAN, 14),
    ]
    return Sheet(
        _("Borrowers (internal)"),
        _("{village}: borrowers to look at before signing").format(village=assessment.facts.village),
        [Table(columns, rows)],
        notes=[_("All other households: the first choice of the policy's order, mostly the head, may borrow.")],
        warning=_("Internal: for the credit group only"),
        landscape=True,
    )
