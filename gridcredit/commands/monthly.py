"""``coverage`` and ``inspections``."""

import calendar
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from gridcredit import errors, output, printing
from gridcredit.commands.common import Common
from gridcredit.i18n import N_, _
from gridcredit.reports.book import Table


def coverage(common: Common, out: Path, by: str) -> int:
    """Contract §1 and §5, ``coverage``; the JSON of §6."""
    from gridcredit import pipeline
    from gridcredit.coverage import COUNTS, named_rows, total
    from gridcredit.rates import rates
    from gridcredit.reports.coverage import (
        closing_notes,
        funnel_summary,
        line_notes,
        off_roster_note,
        restated_table,
        stranded_note,
    )
    from gridcredit.reports.loans import late_json, late_note

    policies = common.policy_book()
    with common.existing_ledger() as ledger:
        found = pipeline.coverage_report(ledger, by, common.as_of, policies)
    table, lines = found.table, found.lines
    output.make_folder(out)
    path = out / _("coverage-{day}.xlsx").format(day=common.as_of)
    output.write(path, found.workbook)
    terminal = common.terminal()
    terminal.table(funnel_summary(table, by))
    sums = total(table)
    for note in [
        *line_notes(lines),
        *stranded_note(sums),
        *off_roster_note(found.off_roster),
        *filter(None, [late_note(found.late)]),
        *closing_notes(found.closing, found.restated),
    ]:
        terminal.line(note)
    if found.restated:
        terminal.table(restated_table(found.restated, by))
    terminal.line(_("wrote {path}").format(path=path))

    def entry(row: Mapping[str, int]) -> dict[str, Any]:
        return {key: int(row[key]) for key in COUNTS} | {"rates": rates(row)}

    common.print_json(
        {
            "as_of": common.as_of,
            "by": by,
            "rows": [{"name": name, **entry(row)} for name, row in named_rows(table)],
            "total": entry(sums),
            "lines": lines,
            "closed": found.closing and {name: found.closing[name] for name in ("month", "recorded_at", "head")},
            "restated": [one._asdict() for one in found.restated],
            "ledger": {"entries": found.head[0], "head": found.head[1] or None},
            "off_roster": found.off_roster,
            "without_line": {"households": sums["stranded"], "balance_yuan": sums["stranded_yuan"]},
            "loans": [
                {str(key): value if key == "name" else int(value) for key, value in row.items()}
                for row in found.loans.to_dict("records")
            ],
            "arrears": late_json(found.late),
            "outputs": [str(path)],
        }
    )
    return errors.DONE


def inspections(common: Common, out: Path, until: date | None) -> int:
    """Contract §1 and §4, ``inspections``; the JSON of §6."""
    from gridcredit import pipeline
    from gridcredit.reports.inspections import inspection_columns, inspection_rows
    from gridcredit.reports.loans import late_json, late_note, late_table

    until = until or _end_of_next_month(common.as_of)
    if until < common.as_of:
        raise errors.UsageError(N_("--until {until} is before the as-of date {as_of}"), until=until, as_of=common.as_of)
    policies = common.policy_book()
    with common.existing_ledger() as ledger:
        rows, late, findings, workbook = pipeline.inspections_report(ledger, common.as_of, until, policies)
    output.make_folder(out)
    path = out / _("inspections-{day}.xlsx").format(day=common.as_of)
    output.write(path, workbook)
    terminal = common.terminal()
    terminal.table(Table(inspection_columns(), inspection_rows(rows)))
    if late:
        terminal.line()
        terminal.line(late_note(late))
        terminal.table(late_table(late))
    printing.print_findings(terminal, findings)
    terminal.line(_("wrote {path}").format(path=path))
    columns = ("village", "household_id", "kind", "anchor", "nominal_due", "due", "balance_yuan", "overdue_days")
    common.print_json(
        {
            "as_of": common.as_of,
            "until": until,
            "rows": [{name: getattr(row, name) for name in columns} for row in rows],
            "arrears": late_json(late),
            "outputs": [str(path)],
        }
    )
    return errors.DONE


def _end_of_next_month(day: date) -> date:
    if (day.year, day.month) == (date.max.year, date.max.month):
        return date.max
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return date(year, month, calendar.monthrange(year, month)[1])
