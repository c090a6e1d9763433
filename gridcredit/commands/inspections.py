"""``inspections``."""

from datetime import date
from pathlib import Path

from gridcredit import errors, output, printing
from gridcredit.commands.common import Common, must_not_lose, until_or_next_month
from gridcredit.i18n import _
from gridcredit.reports.book import Table


def inspections(common: Common, out: Path, until: date | str | None) -> int:
    """Contract §1 and §4, ``inspections``; the JSON of §6."""
    from gridcredit import scheduling
    from gridcredit.reports.inspections import inspection_columns, inspection_rows
    from gridcredit.reports.loans import late_json, late_note, late_table

    last = until_or_next_month(until, common.as_of)
    policies, calendar = common.policy_book(), common.working_days()
    path = out / _("inspections-{day}.xlsx").format(day=common.as_of)
    with common.existing_ledger() as ledger, output.alone_in(out), ledger.reading():
        must_not_lose(path, ledger, common)
        report = scheduling.inspections_report(ledger, common.as_of, last, policies, calendar, common.noted)
        rows, late, findings, workbook = report
        output.write(path, workbook)
    terminal = common.terminal()
    terminal.table(Table(inspection_columns(), inspection_rows(rows)))
    if late:
        terminal.line()
        terminal.line(late_note(late))
        terminal.table(late_table(late))
    printing.print_findings(terminal, findings)
    terminal.line(_("wrote {path}").format(path=path))
    columns = (
        "village",
        "household_id",
        "kind",
        "anchor",
        "nominal_due",
        "due",
        "balance_yuan",
        "overdue_days",
        "signs",
        "told",
    )
    common.print_json(
        {
            "as_of": common.as_of,
            "until": last,
            "rows": [{name: getattr(row, name) for name in columns} for row in rows],
            "arrears": late_json(late),
            "outputs": [str(path)],
        }
    )
    return errors.DONE
