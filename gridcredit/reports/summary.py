"""The first and the last sheet of a village's result: what came out, and the page that the credit group signs."""

from collections.abc import Sequence

from gridcredit.assessment import Assessment
from gridcredit.changes import Changes
from gridcredit.i18n import _
from gridcredit.ledger.entries import Run
from gridcredit.rates import AT_ASSESSMENT, RATES
from gridcredit.reports import labels
from gridcredit.reports.ballots import opened_table, sealed_line
from gridcredit.reports.book import Cell, Chart, Column, Format, Sheet, Table
from gridcredit.reports.changes import changes_table

FILES_SHOWN = 3


def summary_sheet(assessment: Assessment, run: Run, changes: Changes | None = None) -> Sheet:
    """Results with their chart, coverage with numerators and denominators, changes, rows read; what it rests on."""
    facts = assessment.facts
    changed = [changes_table(changes)] if changes else []
    ballots = [opened_table(assessment.ballots)] if assessment.ballots else []
    return Sheet(
        _("Summary"),
        _("{village}: result of the credit assessment").format(village=facts.village),
        notes=[labels.no_promise()],
        facts=[
            (_("Branch"), facts.branch),
            (_("Grid"), facts.grid),
            (_("Decided as of"), assessment.day),
            (_("Cap of the village (yuan)"), facts.cap_yuan),
            (_("Workbook"), _files(assessment.files)),
            (_("Workbook SHA-256"), assessment.sha256),
            (_("Policy SHA-256"), assessment.policy.sha256),
            (_("Run"), run.run),
            *([(_("Ballots"), sealed_line(assessment.ballots))] if assessment.ballots else []),
        ],
        tables=[_results(assessment), _coverage(assessment), *changed, *ballots, _rows_read(assessment)],
        charts=[Chart(_("Households by result"), 0, [1])],
    )


def signatures_sheet(assessment: Assessment, run: Run) -> Sheet:
    """What the group decided, in a sentence, and room for its signatures."""
    tally = assessment.tally()
    decided = _(
        "The group has read the lists of run {run}: {granted} households with lines of {total} yuan in all, "
        "{referred} for collective review, {declined} not granted, {open} without conclusion."
    ).format(
        run=run.run,
        granted=tally["granted"],
        total=f"{tally['total_line_yuan']:,}",
        referred=tally["referred"],
        declined=tally["declined"],
        open=tally["no_conclusion"],
    )
    roles = [_("Head of the credit group"), _("Grid manager"), *[_("Grid officer")] * 3, _("Branch manager")]
    columns = [
        Column(_("Role"), width=24),
        Column(_("Name"), Format.BLANK, 18),
        Column(_("Signature"), Format.BLANK, 24),
        Column(_("Date"), Format.BLANK, 18),
    ]
    return Sheet(
        _("Signatures"),
        _("{village}: decision of the credit group").format(village=assessment.facts.village),
        notes=[decided, labels.no_promise()],
        tables=[Table(columns, [(role, None, None, None) for role in roles])],
        row_height=38,
    )


def _results(assessment: Assessment) -> Table:
    tally = assessment.tally()
    everyone, lines = tally["households"], tally["total_line_yuan"]
    rows: list[Sequence[Cell]] = [
        (labels.word(labels.STATUS, code), tally[code], tally[code] / everyone, lines if code == "granted" else None)
        for code in labels.STATUS
    ]
    columns = [
        Column(_("Result"), width=26),
        Column(_("Households"), Format.INT, 11),
        Column(_("Share"), Format.RATE, 11),
        Column(_("Credit lines (yuan)"), Format.YUAN, 14),
    ]
    return Table(columns, [*rows, (_("total"), everyone, 1, lines)], totals=True)


def _coverage(assessment: Assessment) -> Table:
    found = assessment.rates()
    rows: list[Sequence[Cell]] = []
    for key in AT_ASSESSMENT:
        value = found[key]
        shown = labels.NOTHING if value["rate"] is None else value["rate"]
        rows.append((_(RATES[key].label), shown, value["numerator"], value["denominator"], _(RATES[key].definition)))
    columns = [
        Column(_("Rate"), width=26),
        Column(_("Value"), Format.RATE, 11),
        Column(_("Numerator"), Format.INT, 11),
        Column(_("Denominator"), Format.INT, 14),
        Column(_("Definition"), width=44),
    ]
    return Table(columns, rows, _("Coverage"))


def _rows_read(assessment: Assessment) -> Table:
    columns = [
        Column(_("Rows"), width=26),
        Column(_("Read"), Format.INT, 11),
        Column(_("Accepted"), Format.INT, 11),
        Column(_("Refused"), Format.INT, 14),
    ]
    several = len(assessment.files) > 1
    rows = [
        (f"{file} {sheet}" if several else sheet, counts.read, counts.accepted, counts.rejected)
        for (file, sheet), counts in assessment.counts.items()
    ]
    return Table(columns, rows, _("Rows of the workbook"))


def _files(names: Sequence[str]) -> str:
    shown = " ".join(names[:FILES_SHOWN])
    return shown if len(names) <= FILES_SHOWN else _("{files} … {count} files").format(files=shown, count=len(names))
