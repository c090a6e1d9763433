"""The inspection list: from the rows of ``schedule.inspections`` to a ``Book``."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from gridcredit.findings import Finding
from gridcredit.i18n import _
from gridcredit.ledger.lines import Late
from gridcredit.policy import Policy
from gridcredit.reports import labels
from gridcredit.reports.book import Book, Cell, Column, Format, Sheet, Table
from gridcredit.reports.loans import late_sheet, late_table
from gridcredit.reports.shared import WHO, findings_sheet, policy_sheet, who_columns
from gridcredit.schedule import Inspection


def inspection_columns() -> list[Column]:
    return [
        Column(_("No."), Format.CENTRED, 7),
        Column(_("Village"), width=10),
        Column(_("Household"), width=11),
        Column(_("Kind"), Format.CENTRED, 9),
        Column(_("Counted from"), Format.DATE, 12),
        Column(_("Due by rule"), Format.DATE, 12),
        Column(_("Due"), Format.DATE, 12),
        Column(_("Days overdue"), Format.INT, 9),
        Column(_("Balance (yuan)"), Format.YUAN, 12),
    ]


def inspection_rows(rows: Sequence[Inspection]) -> list[list[Cell]]:
    return [
        [
            number,
            row.village,
            row.household_id,
            labels.word(labels.INSPECTION, row.kind),
            row.anchor,
            row.nominal_due,
            row.due,
            row.overdue_days or None,
            row.balance_yuan,
        ]
        for number, row in enumerate(rows, start=1)
    ]


def inspections_book(
    rows: Sequence[Inspection],
    households: Mapping[tuple[str, str], Mapping[str, Any]],
    as_of: date,
    until: date,
    policy: Policy,
    findings: Sequence[Finding],
    late: Sequence[Late],
) -> Book:
    """The list as a form to be filled in; ``households`` are the ledger's roster rows by village and household, ``late`` those in
    arrears, listed whether they are due or not.
    """
    title = _("Post-loan inspections due up to {until}").format(until=until)
    who = {household: [known.get(name) for name in WHO] for household, known in households.items()}
    late_ones = {(one.village, one.household_id) for one in late}
    filled: list[Sequence[Cell]] = []
    for row, line in zip(rows, inspection_rows(rows)):
        household = row.village, row.household_id
        warning = _("in arrears") if household in late_ones else None
        filled.append([*line[:3], *who.get(household, [None] * len(WHO)), *line[3:], warning, None, None])
    columns = inspection_columns()
    arrears = Column(_("Warning"), Format.CENTRED, 9)
    blank = [Column(_("Finding of the inspection"), Format.BLANK, 22), Column(_("Signature"), Format.BLANK, 12)]
    overdue = sum(row.overdue_days > 0 for row in rows)
    sheet = Sheet(
        _("Inspections"),
        title,
        [Table([*columns[:3], *who_columns(), *columns[3:], arrears, *blank], filled)],
        warning=_("Internal: for the inspecting officers only"),
        notes=[
            _(
                "As of {as_of}: {count} to do, {overdue} of them overdue. A date on a day off was moved to the last working day before it."
            ).format(as_of=as_of, count=len(rows), overdue=overdue)
        ],
        landscape=True,
        row_height=24,
    )
    extra = [findings_sheet(findings)] if findings else []
    in_arrears = late_sheet(
        late,
        _("In arrears on {day}").format(day=as_of),
        late_table(late, who_columns(), who),
        _("Internal: for the inspecting officers only"),
    )
    return Book(title, [sheet, *in_arrears, *extra, policy_sheet(policy)], as_of)
