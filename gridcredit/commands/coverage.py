"""``coverage``."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gridcredit import errors, output, printing
from gridcredit.commands.common import Common
from gridcredit.findings import Finding
from gridcredit.i18n import N_, _, language
from gridcredit.reports.console import Terminal

if TYPE_CHECKING:
    from gridcredit.ingest.rows import Rows
    from gridcredit.reports.book import Book
    from gridcredit.reports.covered.model import Report
    from gridcredit.targets import Progress, Target

WRITERS = ("xlsx", "html")


def coverage(
    common: Common,
    out: Path,
    by: str,
    asked: Sequence[date],
    targets: Path | None,
    month: str | None,
    formats: Sequence[str],
) -> int:
    """Contract §1 and §5, ``coverage``; the JSON of §6. ``month``: closed first, if it is not, and then told in some lines."""
    from gridcredit import reporting
    from gridcredit.commands.ledger.upkeep import over
    from gridcredit.ingest.targets import doubt_villages
    from gridcredit.reports.covered.book import coverage_book
    from gridcredit.reports.covered.funnel import funnel_summary
    from gridcredit.reports.covered.notes import notes_of, restated_table
    from gridcredit.reports.covered.summary import mail_text

    month, as_of = over(month, common) if month is not None else (None, common.as_of)
    if late := [day for day in asked if day >= as_of]:
        raise errors.UsageError(N_("--compare {day} is not before {as_of}"), day=late[0], as_of=as_of)
    policies = common.policy_book()
    rows, findings = _targets(targets)
    with common.existing_ledger() as ledger, output.alone_in(out):
        if month is not None:
            figures = partial(reporting.closing_figures, ledger, as_of, policies)
            ledger.record_closing(month, as_of, figures, common.now)
        with ledger.reading():
            report = reporting.coverage_report(ledger, by, as_of, policies, asked, _accepted(rows) if rows else [])
        if rows is not None:
            doubt_villages(rows, set(report.households["village"]))
            findings += rows.findings
        paths = _write(coverage_book(report, findings), out, as_of, formats)
    refused = targets is not None and (rows is None or not all(rows.ok))
    terminal = common.terminal()
    notes = notes_of(report)
    if month is not None:
        for line in mail_text(report, notes):
            terminal.line(line)
    else:
        terminal.table(funnel_summary(report))
        _trend(terminal, report)
        for line in [*_moved(report), *notes]:
            terminal.line(line)
        if report.restated:
            terminal.table(restated_table(report.restated, by))
    printing.print_findings(terminal, findings)
    for path in paths:
        terminal.line(_("wrote {path}").format(path=path))
    common.print_json(_json(report, paths))
    return common.ended(errors.PARTIAL if refused else errors.DONE, findings)


def _targets(path: Path | None) -> "tuple[Rows | None, list[Finding]]":
    """The rows of a sheet of targets; None where it cannot be read, and the findings say why."""
    if path is None:
        return None, []
    from gridcredit.ingest.targets import read_targets
    from gridcredit.ingest.workbook import FileRefused, Reading

    try:
        return read_targets(Reading(path).result())
    except FileRefused as refused:
        return None, [refused.finding(path.name)]


def _accepted(rows: "Rows") -> "list[Target]":
    from gridcredit.targets import Target

    names = ("village", "due", "share", "households", "start")
    told: list[tuple[Any, ...]] = [tuple(rows.get(name)[row] for name in names) for row in rows.accepted()]
    return [Target(*one) for one in told]


def _write(book: "Book", out: Path, as_of: date, formats: Sequence[str]) -> list[Path]:
    from gridcredit.reports.excel import to_bytes
    from gridcredit.reports.page import to_html

    writers: Mapping[str, Callable[[], bytes]] = {
        "xlsx": lambda: to_bytes(book),
        "html": lambda: to_html(book, "zh-CN" if language() == "zh" else "en"),
    }
    name = Path(_("coverage-{day}.xlsx").format(day=as_of)).stem
    paths = []
    for kind in WRITERS:
        if kind in formats:
            paths.append(out / f"{name}.{kind}")
            output.write(paths[-1], writers[kind]())
    return paths


def _trend(terminal: Terminal, report: "Report") -> None:
    shares = [point.total["credited"] / point.total["roster"] for point in report.trend if point.total["roster"]]
    if len(shares) > 1:
        label = _("Coverage, {first} to {last}").format(first=report.trend[0].day, last=report.trend[-1].day)
        terminal.sparkline(label, shares)


def _moved(report: "Report") -> list[str]:
    """The headline without its first sentence, which the table's last row tells."""
    from gridcredit.reports.covered.summary import headline

    return list(headline(report))[1:]


def _json(report: "Report", paths: Sequence[Path]) -> dict[str, Any]:
    from gridcredit.coverage import COUNTS
    from gridcredit.rates import rates
    from gridcredit.reports.loans import late_json

    def entry(row: Mapping[str, int]) -> dict[str, Any]:
        return {key: int(row[key]) for key in COUNTS} | {"rates": rates(row)}

    closing = report.closing
    return {
        "as_of": report.as_of,
        "by": report.by,
        "rows": [{"name": name, **entry(row)} for name, row in report.rows],
        "total": entry(report.total),
        "lines": report.lines,
        "closed": closing and {name: closing[name] for name in ("month", "recorded_at", "head")},
        "restated": [one._asdict() for one in report.restated],
        "ledger": {"entries": report.head[0], "head": report.head[1] or None},
        "off_roster": report.off_roster,
        "without_line": {"households": report.total["stranded"], "balance_yuan": report.total["stranded_yuan"]},
        "compared": [
            {
                "kind": one.kind,
                "day": one.day,
                "closed": one.closed,
                "rows": [{"name": name, **entry(row)} for name, row in one.rows],
                "total": entry(one.total),
            }
            for one in report.since
        ],
        "trend": [{"day": point.day, "closed": point.closed, **entry(point.total)} for point in report.trend],
        "denominators": _records(report.denominators),
        "targets": [_target_json(one) for one in report.progress],
        "out_of_order": _records(report.breaks[["village", "household_id", "furthest", "missing"]]),
        "files": [
            {
                "village": one.village,
                "roster": one.roster,
                "complete": one.complete,
                "stale": one.stale,
                "without_day": one.undated,
                "longest_gap_days": one.gap and one.gap.days,
                "waived": one.waived,
            }
            for one in report.files
        ],
        "grades": [
            {
                "village": one.village,
                "credit_households": one.credit_households,
                "credit_village": one.is_credit_village,
            }
            for one in report.grades
        ],
        "loans": _records(report.loans),
        "arrears": late_json(report.late),
        "outputs": [str(path) for path in paths],
    }


def _target_json(one: "Progress") -> dict[str, Any]:
    projection = one.projection
    return {
        "village": one.target.village,
        "due": one.target.due,
        "wanted": one.wanted,
        "credited": one.credited,
        "planned": one.planned,
        "gap": one.gap,
        "working_days_left": one.days_left,
        "needed_a_working_day": None if one.needed_tenths is None else one.needed_tenths / 10,
        "projected": projection and projection._asdict(),
    }


def _records(table: Any) -> list[dict[str, Any]]:
    return [
        {str(key): value.item() if hasattr(value, "item") else value for key, value in row.items()}
        for row in table.to_dict("records")
    ]
