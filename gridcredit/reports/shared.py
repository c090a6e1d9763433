"""Sheets that stand in several workbooks."""

from collections.abc import Sequence

from gridcredit.findings import Finding
from gridcredit.i18n import _
from gridcredit.policy import Policy
from gridcredit.reports import labels
from gridcredit.reports.book import Column, Entry, Format, Sheet, Table
from gridcredit.reports.settings import shown

WHO = ("group", "head", "phone_masked", "address")
"""Of a household in the ledger's roster, what officers need to find it: the columns of ``who_columns``."""


def who_columns() -> list[Column]:
    return [
        Column(_("Group"), width=8),
        Column(_("Head"), width=10),
        Column(_("Phone"), Format.CENTRED, 13),
        Column(_("Address"), width=20),
    ]


def findings_sheet(findings: Sequence[Finding]) -> Sheet:
    """All findings, errors first, in the order in which they were made."""
    ordered = sorted(findings, key=lambda finding: finding.severity)
    rows = [
        (code, labels.word(labels.SEVERITY, severity), *rest) for code, severity, *rest in (f.row() for f in ordered)
    ]
    return Sheet(
        _("Findings"),
        _("Findings in the data"),
        notes=[
            _("Error: a file, row or value was refused. Warning: taken, but look. Correct the workbook and run again.")
        ],
        tables=[
            Table(
                [
                    Column(_("Code"), width=26),
                    Column(_("Severity"), Format.CENTRED, 9),
                    Column(_("File"), width=18),
                    Column(_("Sheet"), width=13),
                    Column(_("Cell"), Format.CENTRED, 8),
                    Column(_("Household"), width=11),
                    Column(_("What was found"), width=40),
                    Column(_("What to do"), width=40),
                ],
                rows,
            )
        ],
        landscape=True,
    )


def policy_sheet(policy: Policy) -> Sheet:
    """Every value in force with its source."""
    rows = [
        (
            parameter.rule,
            _(parameter.label),
            shown(value, parameter),
            _(parameter.unit),
            value.since,
            value.document,
            value.clause,
        )
        for parameter, value in policy.rows()
    ]
    return Sheet(
        _("Policy"),
        _("The policy in force on {day}").format(day=policy.day),
        facts=[(_("Policy SHA-256"), policy.sha256)],
        tables=[
            Table(
                [
                    Column(_("Rule"), width=14),
                    Column(_("Value of"), width=38),
                    Column(_("Value"), width=24),
                    Column(_("Unit"), width=24),
                    Column(_("In force from"), Format.DATE, 12),
                    Column(_("Source"), width=30),
                    Column(_("Clause"), width=28),
                ],
                rows,
            )
        ],
        landscape=True,
    )


def form_column(name: str, width: float, entry: Entry, kind: Format = Format.TEXT) -> Column:
    """A column of a form that is there to be written in, under the header by which it is read again."""
    return Column(labels.word(labels.FORM, name), kind, width, entry)


def said_column(name: str, width: float) -> Column:
    """One that holds one of some words, as ``labels.SAID`` has them."""
    return form_column(name, width, Entry(words=list(map(_, labels.SAID[name].values()))))
