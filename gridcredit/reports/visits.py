"""The visit list: for the officers, and for the field, where others may see it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from gridcredit.findings import Finding
from gridcredit.i18n import N_, _
from gridcredit.policy import Policy
from gridcredit.privacy import surname
from gridcredit.reports import labels
from gridcredit.reports.book import Book, Cell, Column, Format, Sheet, Table
from gridcredit.reports.shared import WHO, findings_sheet, policy_sheet, who_columns
from gridcredit.visiting import Visit

REASONS: Mapping[str, str] = {
    "unsigned": N_("not signed yet"),
    "no_card": N_("signed, no card"),
    "no_drawdown": N_("card, nothing in use"),
    "absent": N_("family away"),
    "refused": N_("declined to sign"),
}
Households = Mapping[tuple[str, str], Mapping[str, Any]]


def visit_columns() -> list[Column]:
    return [
        Column(_("No."), Format.CENTRED, 6),
        Column(_("Village"), width=10),
        Column(_("Household"), width=11),
        Column(_("Reason"), Format.CENTRED, 14),
        Column(_("Since"), Format.DATE, 12),
        Column(_("Contact by"), Format.DATE, 12),
        Column(_("Days overdue"), Format.INT, 8),
        Column(_("Last contact"), Format.DATE, 12),
        Column(_("Its result"), Format.CENTRED, 10),
        Column(_("Contacts so far"), Format.INT, 8),
    ]


def visit_rows(rows: Sequence[Visit]) -> list[list[Cell]]:
    return [
        [
            number,
            row.village,
            row.household_id,
            _(REASONS[row.reason]),
            row.since,
            row.due,
            row.overdue_days or None,
            row.last_contact,
            row.last_result,
            row.contacts or None,
        ]
        for number, row in enumerate(rows, start=1)
    ]


def visits_book(
    rows: Sequence[Visit],
    households: Households,
    as_of: date,
    until: date,
    policy: Policy,
    findings: Sequence[Finding],
) -> Book:
    """Two faces of one list; ``households``: the ledger's roster rows by village and household."""
    title = _("Visits due up to {until}").format(until=until)
    sheets = [_internal(rows, households, title, as_of), _field(rows, households)]
    extra = [findings_sheet(findings)] if findings else []
    return Book(title, [*sheets, *extra, policy_sheet(policy)], as_of)


def _internal(rows: Sequence[Visit], households: Households, title: str, as_of: date) -> Sheet:
    filled: list[Sequence[Cell]] = []
    for row, line in zip(rows, visit_rows(rows)):
        known = households.get((row.village, row.household_id), {})
        away = known.get("away", "") if row.reason == "absent" else ""
        filled.append([*line[:3], *(known.get(name) for name in WHO), *line[3:], away, None, None])
    blank = [
        Column(_("Away, back"), width=12),
        Column(_("Contacted on"), Format.BLANK, 11),
        Column(_("Result"), Format.BLANK, 16),
    ]
    columns = visit_columns()
    overdue = sum(row.overdue_days > 0 for row in rows)
    notes = [
        _("As of {as_of}: {count} households to be contacted, {overdue} of them overdue.").format(
            as_of=as_of, count=len(rows), overdue=overdue
        ),
        _("Record what was done as 营销走访 in 台账; what is not recorded appears again."),
    ]
    return Sheet(
        _("Visits"),
        title,
        [Table([*columns[:3], *who_columns(), *columns[3:], *blank], filled)],
        notes=notes,
        warning=_("Internal: for the visiting officers only"),
        landscape=True,
        row_height=22,
    )


def _field(rows: Sequence[Visit], households: Households) -> Sheet:
    """The same households in the order of a walk, with nothing that others may not know: no reason, amount, phone or name."""
    columns = [
        Column(_("No."), Format.CENTRED, 7),
        Column(_("Village"), width=12),
        Column(_("Group"), width=10),
        Column(_("Address"), width=26),
        Column(_("Family"), Format.CENTRED, 10),
        Column(_("Code"), Format.CENTRED, 14),
        Column(_("Done on"), Format.BLANK, 14),
        Column(_("Remark"), Format.BLANK, 26),
    ]
    places = []
    for row in rows:
        known = households.get((row.village, row.household_id), {})
        family = surname(str(known.get("head") or ""))
        places.append(
            (row.village, str(known.get("group") or ""), str(known.get("address") or ""), family, row.household_id)
        )
    walk = [(number, *place, None, None) for number, place in enumerate(sorted(places), start=1)]
    return Sheet(
        _("For the field"),
        _("Visits"),
        [Table(columns, walk)],
        notes=[labels.no_promise()],
        landscape=True,
        row_height=24,
    )
