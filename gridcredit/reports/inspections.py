"""The inspection list: from the rows of ``schedule.inspections`` to a ``Book``, with the form to be filled in and a face for the
field.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from gridcredit.codes import household_code
from gridcredit.findings import Finding
from gridcredit.i18n import _
from gridcredit.ingest.amounts import AMOUNT_LIMIT
from gridcredit.ledger.lines import Late
from gridcredit.loans import CLASSES
from gridcredit.policy import Policy
from gridcredit.reports import labels
from gridcredit.reports.book import ANY_DAY, Book, Cell, Column, Entry, Format, Sheet, Table
from gridcredit.reports.field import field_sheet
from gridcredit.reports.loans import late_sheet, late_table
from gridcredit.reports.shared import WHO, findings_sheet, form_column, policy_sheet, said_column, who_columns
from gridcredit.schedule import Inspection

Households = Mapping[tuple[str, str], Mapping[str, Any]]


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
        Column(_("Told to"), Format.CENTRED, 11),
        Column(_("Balance (yuan)"), Format.YUAN, 12),
        Column(_("Warning"), width=14),
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
            labels.word(labels.CODE, row.told) if row.told else None,
            row.balance_yuan,
            signs_text(row.signs) or None,
        ]
        for number, row in enumerate(rows, start=1)
    ]


def signs_text(signs: Sequence[str]) -> str:
    return _(", ").join(labels.word(labels.CODE, sign) for sign in signs)


def inspections_book(
    rows: Sequence[Inspection],
    households: Households,
    as_of: date,
    until: date,
    policy: Policy,
    findings: Sequence[Finding],
    late: Sequence[Late],
) -> Book:
    """``households`` are the ledger's roster rows by village and household, ``late`` those in arrears, listed whether they are due
    or not.
    """
    title = _("Post-loan inspections due up to {until}").format(until=until)
    who = {household: [known.get(name) for name in WHO] for household, known in households.items()}
    places = {(row.village, row.household_id) for row in rows}
    extra = [findings_sheet(findings)] if findings else []
    in_arrears = late_sheet(
        late,
        _("In arrears on {day}").format(day=as_of),
        late_table(late, who_columns(), who),
        _internal(),
    )
    sheets = [
        _list(rows, households, title, as_of),
        _form(rows, households),
        field_sheet(_("Visits"), places, households),
        *in_arrears,
        *extra,
        policy_sheet(policy),
    ]
    return Book(title, sheets, as_of)


def _internal() -> str:
    return _("Internal: for the inspecting officers only")


def _list(rows: Sequence[Inspection], households: Households, title: str, as_of: date) -> Sheet:
    filled: list[Sequence[Cell]] = []
    for row, line in zip(rows, inspection_rows(rows)):
        known = households.get((row.village, row.household_id), {})
        code = household_code(row.village, row.household_id)
        filled.append([*line[:3], code, *(known.get(name) for name in WHO), *line[3:]])
    columns = inspection_columns()
    overdue = sum(row.overdue_days > 0 for row in rows)
    notes = [
        _(
            "As of {as_of}: {count} to do, {overdue} of them overdue. A date on a day off was moved to the last working day before it."
        ).format(as_of=as_of, count=len(rows), overdue=overdue)
    ]
    return Sheet(
        _("Inspections"),
        title,
        [Table([*columns[:3], Column(_("Code"), Format.CENTRED, 9), *who_columns(), *columns[3:]], filled)],
        warning=_internal(),
        notes=notes,
        landscape=True,
        row_height=24,
    )


def _form(rows: Sequence[Inspection], households: Households) -> Sheet:
    """A row for each household, whatever it is inspected for: one visit does it all. ``record`` takes it back."""
    columns = [
        Column(_("No."), Format.CENTRED, 6),
        Column(labels.word(labels.FORM, "village"), width=9),
        Column(labels.word(labels.FORM, "household_id"), width=9),
        Column(_("Head"), width=9),
        Column(_("Due"), Format.DATE, 11),
        Column(_("What for"), width=12),
        Column(_("Balance (yuan)"), Format.YUAN, 11),
        Column(_("By its file"), width=14),
        form_column("inspected_on", 11, ANY_DAY, Format.DATE),
        said_column("use", 9),
        form_column("purpose", 12, Entry()),
        said_column("trade", 9),
        said_column("income", 9),
        form_column("family", 12, Entry()),
        said_column("repayment", 9),
        form_column("warning_signs", 12, Entry()),
        form_column("new_loans_yuan", 11, Entry(least=0, most=AMOUNT_LIMIT), Format.YUAN),
        form_column("class_advice", 9, Entry(words=[labels.word(labels.LOAN_CLASS, one) for one in CLASSES])),
        form_column("measures", 14, Entry()),
        form_column("inspected_by", 9, Entry()),
        form_column("second_by", 9, Entry()),
    ]
    by_household: dict[tuple[str, str], list[Inspection]] = {}
    for row in rows:
        by_household.setdefault((row.village, row.household_id), []).append(row)
    filled: list[Sequence[Cell]] = []
    for number, ((village, household), theirs) in enumerate(by_household.items(), start=1):
        known = households.get((village, household), {})
        kinds = _(", ").join(signs_text(one.signs) or labels.word(labels.INSPECTION, one.kind) for one in theirs)
        shown = (known.get("head"), theirs[0].due, kinds, theirs[0].balance_yuan, _on_file(known))
        filled.append([number, village, household, *shown, *[None] * (len(columns) - 8)])
    return Sheet(
        _("Inspection form"),
        _("Findings of the post-loan inspections"),
        [Table(columns, filled)],
        warning=_internal(),
        notes=[
            _(
                "Fill in yellow cells only, both inspectors with their names, then take the file in with gridcredit record. What is left blank is on the next list again."
            )
        ],
        landscape=True,
        row_height=34,
        protected=True,
    )


def _on_file(known: Mapping[str, Any]) -> str | None:
    """What the household's file says of its living."""
    income = known.get("income_yuan")
    parts = [known.get("business"), _("{yuan} yuan a year").format(yuan=f"{int(income):,}") if income else None]
    return _(", ").join(str(part) for part in parts if part) or None
