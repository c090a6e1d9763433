"""The plan of a door-to-door signing: for the officers with what to do at each door, and for the field, where others see it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from gridcredit.findings import Finding
from gridcredit.i18n import N_, _
from gridcredit.policy import Policy
from gridcredit.privacy import surname
from gridcredit.reports import labels
from gridcredit.reports.book import Book, Cell, Column, Format, Sheet, Table
from gridcredit.reports.shared import WHO, findings_sheet, policy_sheet, who_columns
from gridcredit.reports.ways import ways_sheet
from gridcredit.rules.signing import every_door
from gridcredit.signing import AWAY, NO_LINE, RESTING, SIGN, SIGNED, TASKS, Door, Plan
from gridcredit.ways import Way

Households = Mapping[tuple[str, str], Mapping[str, Any]]
Place = tuple[date | None, int | None, int | None]
"""Day, team and number on the walk; nothing for a door that no walk calls at."""
_TASKS = {SIGN: N_("to sign"), SIGNED: N_("has signed"), NO_LINE: N_("no valid line")}
_LONGEST_NAME = 31
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", "_"))


def signing_book(
    plans: Sequence[Plan],
    ways: Sequence[Way],
    households: Households,
    as_of: date,
    policy: Policy,
    findings: Sequence[Finding],
) -> Book:
    """``households``: what the ledger's roster says of them, by village and household number."""
    title = _("Door-to-door signing from {day}").format(day=as_of)
    calls = every_door(policy.values("signing"))
    sheets = [_overview(plans, title), ways_sheet(ways, policy)]
    names = _Names(sheet.name for sheet in sheets)
    for plan in plans:
        sheets.append(_internal(plan, households, names.of(plan.village, _("internal")), calls))
        if plan.walks:
            sheets.append(_field(plan, households, names.of(plan.village, _("field"))))
    extra = [findings_sheet(findings)] if findings else []
    return Book(title, [*sheets, *extra, policy_sheet(policy)], as_of)


class _Names:
    """Names of sheets, each once, as Excel lets them be."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = {name.lower() for name in taken}

    def of(self, village: str, face: str) -> str:
        number = 1
        while True:
            end = f" {face}" if number == 1 else f" {face} {number}"
            name = village.translate(_NOT_IN_NAMES)[: _LONGEST_NAME - len(end)] + end
            if name.lower() not in self._taken:
                self._taken.add(name.lower())
                return name
            number += 1


def overview_table(plans: Sequence[Plan], title: str = "") -> Table:
    """A row a village."""
    columns = [
        Column(_("Village"), width=12),
        Column(_("Households"), Format.INT, 11),
        Column(_("To sign"), Format.INT, 9),
        Column(_("Declined lately"), Format.INT, 9),
        Column(_("Family away"), Format.INT, 9),
        Column(_("Has signed"), Format.INT, 9),
        Column(_("Without a line"), Format.INT, 11),
        Column(_("Walks"), Format.INT, 8),
        Column(_("First day"), Format.DATE, 12),
        Column(_("Last day"), Format.DATE, 12),
    ]
    rows: list[Sequence[Cell]] = [
        [
            plan.village,
            len(plan.doors),
            *(plan.count(task) for task in TASKS),
            len(plan.walks),
            plan.walks[0].day if plan.walks else None,
            plan.walks[-1].day if plan.walks else None,
        ]
        for plan in plans
    ]
    return Table(columns, rows, title)


def _overview(plans: Sequence[Plan], title: str) -> Sheet:
    columns = [
        Column(_("Village"), width=12),
        Column(_("Day"), Format.DATE, 12),
        Column(_("Team"), Format.CENTRED, 8),
        Column(_("Doors"), Format.INT, 9),
        Column(_("To sign"), Format.INT, 9),
        Column(_("Groups"), width=22),
        Column(_("Officers"), width=24),
    ]
    rows: list[Sequence[Cell]] = [
        [
            plan.village,
            walk.day,
            walk.team,
            len(walk.doors),
            sum(door.task == SIGN for door in walk.doors),
            labels.join(dict.fromkeys(door.group for door in walk.doors)),
            labels.join(walk.officers),
        ]
        for plan in plans
        for walk in plan.walks
    ]
    return Sheet(
        _("Plan"),
        title,
        [overview_table(plans, _("By village")), Table(columns, rows, _("Walks"), row_height=20)],
        warning=_("Internal: for the visiting officers only"),
        landscape=True,
    )


def _placed(plan: Plan) -> list[tuple[Place, Door]]:
    """The doors of the walks one after the other, then those that no walk calls at."""
    placed: list[tuple[Place, Door]] = [
        ((walk.day, walk.team, number), door) for walk in plan.walks for number, door in enumerate(walk.doors, start=1)
    ]
    called = {door.household_id for _place, door in placed}
    return [*placed, *(((None, None, None), door) for door in plan.doors if door.household_id not in called)]


def _walk_columns() -> list[Column]:
    return [
        Column(_("Day"), Format.DATE, 12),
        Column(_("Team"), Format.CENTRED, 7),
        Column(_("Order"), Format.CENTRED, 7),
    ]


def _internal(plan: Plan, households: Households, name: str, calls: bool) -> Sheet:
    group, head, phone, address = who_columns()
    columns = [
        *_walk_columns(),
        *(group, address, head, phone),
        Column(_("Household"), width=11),
        Column(_("Code"), Format.CENTRED, 11),
        Column(_("What to do"), width=30),
        Column(_("Line (yuan)"), Format.YUAN, 11),
        Column(_("Remarks"), Format.BLANK, 22),
    ]
    rows: list[Sequence[Cell]] = []
    for place, door in _placed(plan):
        known = households.get((door.village, door.household_id), {})
        of_group, of_head, of_phone, at = (known.get(column) for column in WHO)
        who = of_group, at, of_head, of_phone
        rows.append(
            [*place, *who, door.household_id, door.code, _task(door, known), door.line_yuan or None, None],
        )
    notes = [
        _(
            "{count} households: {sign} to sign, {resting} declined lately, {away} away, {signed} signed, {no_line} without a valid line."
        ).format(count=len(plan.doors), **{task: plan.count(task) for task in TASKS}),
        _("Record what was done in 台账: 签约 or 拒签, with 上门 as 渠道."),
    ]
    if calls and plan.walks:
        notes.append(
            _(
                "Call at every door, also where nothing is to be signed: bring the household's file up to date there, and speak of no line."
            )
        )
    return Sheet(
        name,
        _("{village}: door-to-door signing").format(village=plan.village),
        [Table(columns, rows)],
        notes=notes,
        warning=_("Internal: for the visiting officers only"),
        landscape=True,
        row_height=22,
    )


def _task(door: Door, known: Mapping[str, Any]) -> str:
    if door.task == RESTING:
        return _("declined to sign; not to be asked before {day}").format(day=door.until)
    if door.task == AWAY:
        return labels.join([_("family away; by phone or message"), str(known.get("away") or "")])
    return _(_TASKS[door.task])


def _field(plan: Plan, households: Households, name: str) -> Sheet:
    """The doors of the walks, with nothing that others may not know."""
    columns = [
        *_walk_columns(),
        Column(_("Group"), width=12),
        Column(_("Address"), width=30),
        Column(_("Family"), Format.CENTRED, 10),
        Column(_("Code"), Format.CENTRED, 12),
        Column(_("Done ✓"), Format.BLANK, 12),
    ]
    rows: list[Sequence[Cell]] = []
    for place, door in _placed(plan):
        if place[0] is not None:
            family = surname(str(households.get((door.village, door.household_id), {}).get("head") or ""))
            rows.append([*place, door.group, door.address, family, door.code, None])
    return Sheet(
        name,
        _("{village}: calls at the door").format(village=plan.village),
        [Table(columns, rows)],
        notes=[labels.no_promise()],
        row_height=24,
    )
