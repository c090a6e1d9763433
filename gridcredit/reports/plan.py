"""The plan of who sees whom when: for the branch, for the field, and as calendars of officers."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from gridcredit.due import INSPECTION, Reason
from gridcredit.findings import Finding
from gridcredit.i18n import N_, _
from gridcredit.policy import Policy
from gridcredit.reports import labels
from gridcredit.reports.book import Book, Cell, Column, Format, Sheet, Table
from gridcredit.reports.loads import loads_sheet
from gridcredit.reports.officer_days import Planned, face
from gridcredit.reports.shared import WHO, findings_sheet, policy_sheet, who_columns
from gridcredit.reports.visits import REASONS

WHY: Mapping[str, str] = {
    "nobody": N_("no officer serves the village"),
    "no_day": N_("no working day is left for it"),
    "on_leave": N_("whoever serves it is on leave on these days"),
    "full": N_("all days are full"),
}
REMEDY: Mapping[str, str] = {
    "nobody": N_("name an officer for the village on the sheet of staff"),
    "no_day": N_("see it at once, or it is planned when it is overdue"),
    "on_leave": N_("let another officer serve the village, or move the leave"),
    "full": N_("let another officer serve the village, or more households be seen a day"),
}
Households = Mapping[tuple[str, str], Mapping[str, Any]]


def plan_book(plan: Planned, policy: Policy, findings: Sequence[Finding]) -> Book:
    title = _("Plan of households to be seen, due up to {until}").format(until=plan.until)
    extra = [findings_sheet(findings)] if findings else []
    left = [_left_sheet(plan)] if plan.shared.left else []
    sheets = [_stops_sheet(plan, title), *left, loads_sheet(plan.shared), _field_sheet(plan)]
    return Book(title, [*sheets, *extra, policy_sheet(policy)], plan.as_of)


def what_for(reasons: Iterable[Reason]) -> str:
    """In words, each with its due date."""
    return _("; ").join(f"{_word(reason)} {reason.due}" for reason in reasons)


def _word(reason: Reason) -> str:
    if reason.source == INSPECTION:
        return _("{kind} inspection").format(kind=labels.word(labels.INSPECTION, reason.word))
    return labels.word(REASONS, reason.word)


def _stops_sheet(plan: Planned, title: str) -> Sheet:
    rows: list[Sequence[Cell]] = []
    for stop in plan.shared.stops:
        due = plan.dues[stop.task.household]
        known = plan.households.get(stop.task.household, {})
        who = [known.get(name) for name in WHO]
        when = (stop.officer, stop.day, stop.place, stop.task.village, stop.task.household_id)
        told = (what_for(due.reasons), due.due, due.overdue_days or None, what_for(due.later) or None)
        rows.append([*when, *who, *told])
    columns = [
        Column(_("Officer"), width=10),
        Column(_("Day"), Format.DATE, 11),
        Column(_("Stop"), Format.CENTRED, 6),
        Column(_("Village"), width=10),
        Column(_("Household"), width=11),
        *who_columns(),
        Column(_("What for"), width=30),
        Column(_("To be seen by"), Format.DATE, 11),
        Column(_("Days overdue"), Format.INT, 8),
        Column(_("Later"), width=20),
    ]
    return Sheet(
        _("Plan"),
        title,
        [Table(columns, rows)],
        notes=_notes(plan),
        warning=_("Internal: for the branch and its officers only"),
        landscape=True,
        row_height=20,
    )


def _notes(plan: Planned) -> list[str]:
    shared = plan.shared
    overdue = sum(due.overdue_days > 0 for due in plan.dues.values())
    notes = [
        _(
            "As of {as_of}: {count} households to be seen, {overdue} of them overdue; {planned} have a day, {left} have none."
        ).format(
            as_of=plan.as_of, count=len(plan.dues), overdue=overdue, planned=len(shared.stops), left=len(shared.left)
        ),
    ]
    if shared.late:
        text = _("{count} overdue households get a day later than they should: all days before are full.")
        notes.append(text.format(count=len(shared.late)))
    if plan.without_walk:
        text = _("{count} households are contacted by telephone or message: see the list of visits.")
        notes.append(text.format(count=len(plan.without_walk)))
    return notes


def _left_sheet(plan: Planned) -> Sheet:
    rows: list[Sequence[Cell]] = []
    for number, left in enumerate(plan.shared.left, start=1):
        due = plan.dues[left.task.household]
        known = plan.households.get(left.task.household, {})
        place = (number, left.task.village, left.task.household_id, *(known.get(name) for name in WHO))
        rows.append(
            [*place, what_for(due.reasons), due.due, due.overdue_days or None, _(WHY[left.why]), _(REMEDY[left.why])]
        )
    columns = [
        Column(_("No."), Format.CENTRED, 6),
        Column(_("Village"), width=10),
        Column(_("Household"), width=11),
        *who_columns(),
        Column(_("What for"), width=26),
        Column(_("To be seen by"), Format.DATE, 11),
        Column(_("Days overdue"), Format.INT, 8),
        Column(_("Why"), width=24),
        Column(_("What to do"), width=30),
    ]
    return Sheet(
        _("Without a day"),
        _("Households that cannot be seen in time"),
        [Table(columns, rows)],
        warning=_("Internal: for the branch and its officers only"),
        landscape=True,
        row_height=20,
    )


def _field_sheet(plan: Planned) -> Sheet:
    """The walks, with nothing that others may not know: no reason, amount, due date, phone or name."""
    columns = [
        Column(_("Officer"), width=10),
        Column(_("Day"), Format.DATE, 11),
        Column(_("Stop"), Format.CENTRED, 6),
        Column(_("Village"), width=12),
        Column(_("Group"), width=10),
        Column(_("Address"), width=26),
        Column(_("Family"), Format.CENTRED, 9),
        Column(_("Code"), Format.CENTRED, 10),
        Column(_("Done on"), Format.BLANK, 12),
        Column(_("Remark"), Format.BLANK, 24),
    ]
    rows = [
        [stop.officer, stop.day, stop.place, task.village, task.group, task.address, *face(task, plan), None, None]
        for stop in plan.shared.stops
        for task in (stop.task,)
    ]
    return Sheet(
        _("For the field"),
        _("Households to see"),
        [Table(columns, rows)],
        notes=[labels.no_promise()],
        landscape=True,
        row_height=24,
    )
