"""``plan``."""

import gc
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gridcredit import errors, output, printing
from gridcredit.commands.common import Common, until_or_next_month
from gridcredit.i18n import N_, _
from gridcredit.reports.book import Column, Format, Table

if TYPE_CHECKING:
    from gridcredit.ledger.entries import Minute
    from gridcredit.ledger.store import Ledger
    from gridcredit.reports.officer_days import Planned
    from gridcredit.scheduling import PlanReport
    from gridcredit.sharing import Left


def plan(common: Common, out: Path, until: date | str | None, dry_run: bool) -> int:
    """The work shared. What the plan promises is recorded before its files are put in their places."""
    from gridcredit import scheduling

    last = until_or_next_month(until, common.as_of)
    policies, calendar, officers = common.policy_book(), common.working_days(), common.officers()
    gc.disable()  # of the objects that a plan makes nearly all stay until its end; looking for others takes a third of the time
    try:
        with common.existing_ledger() as ledger, output.alone_in(out):
            with ledger.reading():
                report = scheduling.plan_report(ledger, common.as_of, last, policies, calendar, officers, common.noted)
            paths = _write(common, ledger, report, out, dry_run)
    finally:
        gc.enable()
    _print(common, report, paths)
    return errors.DONE


def _write(common: Common, ledger: "Ledger", report: "PlanReport", out: Path, dry_run: bool) -> list[Path]:
    """The files; of a trial the workbook alone, under a name of its own, so that what officers have stays."""
    name = _("plan-{day}-draft.xlsx") if dry_run else _("plan-{day}.xlsx")
    files = {out / name.format(day=common.as_of): report.workbook}
    for officer, calendar in () if dry_run else report.calendars.items():
        files[out / _("plan-{officer}.ics").format(officer=output.file_name(officer))] = calendar
    staged: dict[Path, Path] = {}
    try:
        for path, data in files.items():
            staged[path] = output.stage(path, data)
        if not dry_run:
            ledger.record_minutes(lambda known: _unless_other(known, report), common.now)
        for path, beside in staged.items():
            output.publish(beside, path)
    finally:
        for beside in staged.values():
            output.discard(beside)
    return list(files)


def _unless_other(known: Sequence[dict[str, Any]], report: "PlanReport") -> Sequence["Minute"]:
    """What the plan promises, unless another one has promised something since this one was begun."""
    from gridcredit.ledger.promises import promises

    if dict(promises(known, report.planned.as_of)) != report.standing:
        raise errors.LedgerBusy(N_("another plan was recorded meanwhile; run this one again"))
    return report.minutes


def _print(common: Common, report: "PlanReport", paths: Sequence[Path]) -> None:
    from gridcredit.reports.loads import load_columns, load_row

    planned = report.planned
    terminal = common.terminal()
    loads = planned.shared.loads
    terminal.table(Table(load_columns(), [load_row(officer, load) for officer, load in sorted(loads.items())]))
    text = _("{kept} of {count} stops are promises of earlier plans.")
    terminal.line(text.format(kept=planned.shared.kept, count=len(planned.shared.stops)))
    if planned.shared.left:
        terminal.line()
        terminal.line(_("Households that cannot be seen in time"))
        terminal.table(_left_table(planned.shared.left))
    printing.print_findings(terminal, report.findings)
    terminal.line(_("wrote {path}").format(path=paths[0]))
    if paths[1:]:
        text = _("wrote {count} calendars to {folder}")
        terminal.line(text.format(count=len(paths) - 1, folder=paths[0].parent))
    common.print_json(_told(planned) | {"outputs": [str(path) for path in paths]})


def _left_table(left: Sequence["Left"]) -> Table:
    from gridcredit.reports.plan import WHY

    columns = [
        Column(_("Village"), width=10),
        Column(_("Household"), width=11),
        Column(_("To be seen by"), Format.DATE, 12),
        Column(_("Why"), width=30),
    ]
    return Table(columns, [(one.task.village, one.task.household_id, one.task.due, _(WHY[one.why])) for one in left])


def _told(planned: "Planned") -> dict[str, Any]:
    """The JSON: every stop, every household without one, every officer's load by day (null: on leave)."""
    from gridcredit.reports.loads import mean_and_largest

    shared = planned.shared
    rows = [
        {
            "officer": stop.officer,
            "day": stop.day,
            "stop": stop.place,
            "village": stop.task.village,
            "household_id": stop.task.household_id,
            "due": stop.task.due,
            "overdue_days": planned.dues[stop.task.household].overdue_days,
            "late": stop.task.household in shared.late,
            "reasons": [f"{one.source}:{one.word}" for one in planned.dues[stop.task.household].reasons],
        }
        for stop in shared.stops
    ]
    left = [
        {"village": one.task.village, "household_id": one.task.household_id, "due": one.task.due, "why": one.why}
        for one in shared.left
    ]
    loads = []
    for officer, load in sorted(shared.loads.items()):
        households, mean, largest = mean_and_largest(load)
        days = {str(day): count for day, count in zip(shared.days, load)}
        loads.append({"officer": officer, "households": households, "mean": mean, "largest": largest, "days": days})
    without = [
        {"village": one.village, "household_id": one.household_id, "due": one.due} for one in planned.without_walk
    ]
    return {
        "as_of": planned.as_of,
        "until": planned.until,
        "rows": rows,
        "left": left,
        "without_walk": without,
        "loads": loads,
    }
