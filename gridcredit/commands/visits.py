"""``visits``."""

from datetime import date
from pathlib import Path

from gridcredit import errors, output, printing
from gridcredit.commands.common import Common, until_or_next_month
from gridcredit.i18n import _
from gridcredit.reports.book import Table


def visits(common: Common, out: Path, until: date | str | None) -> int:
    """Contract §1 and §4, ``visits``; the JSON of §6."""
    from gridcredit import pipeline
    from gridcredit.reports.visits import visit_columns, visit_rows

    last = until_or_next_month(until, common.as_of)
    policies, calendar = common.policy_book(), common.working_days()
    with common.existing_ledger() as ledger, ledger.reading():
        rows, findings, workbook = pipeline.visits_report(ledger, common.as_of, last, policies, calendar)
    output.make_folder(out)
    path = out / _("visits-{day}.xlsx").format(day=common.as_of)
    output.write(path, workbook)
    terminal = common.terminal()
    terminal.table(Table(visit_columns(), visit_rows(rows)))
    printing.print_findings(terminal, findings)
    terminal.line(_("wrote {path}").format(path=path))
    columns = ("village", "household_id", "reason", "due", "last_contact", "since", "overdue_days", "contacts")
    common.print_json(
        {
            "as_of": common.as_of,
            "until": last,
            "rows": [{name: getattr(row, name) for name in columns} for row in rows],
            "outputs": [str(path)],
        }
    )
    return errors.DONE
