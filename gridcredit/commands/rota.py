"""``rota``."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gridcredit import errors, output, printing
from gridcredit.commands.common import Common, until_or_next_month
from gridcredit.i18n import N_, _
from gridcredit.ledger.entries import Minute
from gridcredit.reports.book import Table

if TYPE_CHECKING:
    from gridcredit.rota.model import Published, Rota


def rota(common: Common, out: Path, until: date | str | None, dry_run: bool) -> int:
    """The duty rota of every branch, published in the ledger, as a workbook and calendar files; with ``dry_run`` as a workbook of
    another name alone, so that what is published stays.
    """
    from gridcredit import scheduling
    from gridcredit.reports.rota import rota_columns, rota_rows, short_text

    last = until_or_next_month(until, common.as_of)
    policies, calendar, officers = common.policy_book(), common.working_days(), common.officers()
    with common.existing_ledger() as ledger, output.alone_in(out), ExitStack() as stack:
        with ledger.reading():
            report = scheduling.rota_report(ledger, common.as_of, last, policies, calendar, officers, common.noted)
        planned, known, findings, workbook, calendars = report
        name = _("rota-{day}-draft.xlsx") if dry_run else _("rota-{day}.xlsx")
        files = {out / name.format(day=common.as_of): workbook}
        for branch, data in () if dry_run else calendars.items():
            files[out / _("rota-{branch}.ics").format(branch=output.file_name(branch))] = data
        staged = {}
        for path, data in files.items():
            staged[path] = output.stage(path, data)
            stack.callback(output.discard, staged[path])
        recorded: Sequence[Minute] = _minutes(known, planned)
        if recorded and not dry_run:
            ledger.record_minutes(lambda minutes: _if_unchanged(minutes, known, recorded), common.now)
        for path, place in staged.items():
            output.publish(place, path)
    terminal = common.terminal()
    terminal.table(Table(rota_columns(), rota_rows(planned)))
    asked = policies.on(common.as_of).values("rota").number("sessions_per_week")
    for short in planned.short:
        text = _("{branch}, from {monday}: {text}")
        terminal.line(text.format(branch=short.branch, monday=short.monday, text=short_text(short, asked)))
    printing.print_findings(terminal, findings)
    for path in files:
        terminal.line(_("wrote {path}").format(path=path))
    common.print_json(_json(planned, 0 if dry_run else len(recorded)) | {"outputs": list(map(str, files))})
    return errors.DONE


def _minutes(known: "Published", planned: "Rota") -> list[Minute]:
    from gridcredit.rota.model import changes

    return [Minute(kind, village, "", "", detail) for kind, village, detail in changes(known, planned.published)]


def _if_unchanged(
    minutes: Sequence[Mapping[str, Any]], known: "Published", chosen: Sequence[Minute]
) -> Sequence[Minute]:
    """The minutes of a rota that was planned on what is still published; raises ``LedgerBusy``."""
    from gridcredit.rota.model import published

    if published(minutes) != known:
        raise errors.LedgerBusy(N_("another run published a rota meanwhile; nothing was recorded; run this one again"))
    return chosen


def _json(planned: "Rota", recorded: int) -> dict[str, Any]:
    """Who goes stands on the sheets alone."""
    rows = [
        {
            "branch": session.branch,
            "day": session.day,
            "kind": session.kind,
            "village": session.village or None,
            "officers": len(session.officers),
            "moved_from": session.moved_from,
        }
        for session in planned.sessions()
    ]
    short = [
        {"branch": one.branch, "week": one.monday, "sessions": one.sessions, "days": one.days} for one in planned.short
    ]
    cancelled = [{"branch": branch, "day": day} for branch, day in planned.cancelled()]
    return {
        "as_of": planned.as_of,
        "until": planned.until,
        "rows": rows,
        "short": short,
        "cancelled": cancelled,
        "recorded": recorded,
    }
