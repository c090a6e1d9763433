"""The coverage report as a book."""

from collections.abc import Sequence

from gridcredit.findings import Finding
from gridcredit.i18n import _
from gridcredit.reports.book import Book
from gridcredit.reports.covered.aims import grades_sheet, targets_sheet
from gridcredit.reports.covered.funnel import changes_sheet, funnel_sheet
from gridcredit.reports.covered.lists import lines_sheet, loans_sheet, restated_sheet
from gridcredit.reports.covered.model import Report
from gridcredit.reports.covered.notes import head_note, notes_of
from gridcredit.reports.covered.quality import files_sheet, order_sheet
from gridcredit.reports.covered.ratios import denominators_sheet, heat_sheet, rates_sheet
from gridcredit.reports.covered.summary import summary_sheet
from gridcredit.reports.covered.todo import todo_sheet
from gridcredit.reports.loans import late_sheet, late_table
from gridcredit.reports.shared import findings_sheet, policy_sheet


def coverage_book(report: Report, findings: Sequence[Finding] = ()) -> Book:
    """The page to be printed first, then the figures, then lists and what they rest on; ``findings`` on the sheet of targets."""
    notes = [*notes_of(report), head_note(report.head)]
    day = report.as_of
    late = late_sheet(
        report.late,
        _("In arrears on {day}").format(day=day),
        late_table(report.late),
        _("Internal: for the branch only"),
    )
    return Book(
        _("Coverage as of {day}").format(day=day),
        [
            summary_sheet(report, notes),
            funnel_sheet(report, notes),
            *changes_sheet(report),
            *targets_sheet(report),
            heat_sheet(report),
            rates_sheet(report),
            denominators_sheet(report),
            todo_sheet(report),
            files_sheet(report),
            grades_sheet(report),
            *([restated_sheet(report.restated, report.by, day)] if report.restated else []),
            *loans_sheet(report.loans, report.by, day),
            *late,
            *order_sheet(report),
            *lines_sheet(report.households, day),
            *([findings_sheet(findings)] if findings else []),
            policy_sheet(report.policy),
        ],
        day,
    )
