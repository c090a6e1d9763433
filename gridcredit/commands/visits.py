"""``visits``."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gridcredit import errors, output, printing
from gridcredit.commands.common import Common, must_not_lose, until_or_next_month
from gridcredit.i18n import _
from gridcredit.reports.book import Table

if TYPE_CHECKING:
    from gridcredit.visiting import Visit


def visits(common: Common, out: Path, until: date | str | None) -> int:
    """Contract §1 and §4, ``visits``; the JSON of §6."""
    from gridcredit import scheduling
    from gridcredit.reports.visits import visit_columns, visit_rows

    last = until_or_next_month(until, common.as_of)
    policies, calendar = common.policy_book(), common.working_days()
    path = out / _("visits-{day}.xlsx").format(day=common.as_of)
    with common.existing_ledger() as ledger, output.alone_in(out), ledger.reading():
        must_not_lose(path, ledger, common)
        rows, findings, workbook = scheduling.visits_report(
            ledger, common.as_of, last, policies, calendar, common.noted
        )
        output.write(path, workbook)
    terminal = common.terminal()
    terminal.table(Table(visit_columns(), visit_rows(rows)))
    printing.print_findings(terminal, findings)
    terminal.line(_("wrote {path}").format(path=path))
    common.print_json(
        {
            "as_of": common.as_of,
            "until": last,
            "rows": [_json(row) for row in rows],
            "outputs": [str(path)],
        }
    )
    return errors.DONE


def _json(row: "Visit") -> dict[str, Any]:
    names = ("village", "household_id", "reason", "due")
    last = row.last
    return {
        **{name: getattr(row, name) for name in names},
        "last_contact": last and last.day,
        "since": row.since,
        "overdue_days": row.overdue_days,
        "contacts": row.contacts,
        "also": list(row.also),
        "last_result": last and last.result,
        "last_channel": last and last.channel,
        "refusal": row.refusal and row.refusal.reason,
        "approach": row.refusal and row.refusal.approach,
    }
