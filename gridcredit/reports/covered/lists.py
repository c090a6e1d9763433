"""Sheets that list or sum what needs looking after: restated figures, loans by class, lines that are not valid."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from gridcredit.coverage import Restated, not_valid
from gridcredit.i18n import _
from gridcredit.reports import labels
from gridcredit.reports.book import Cell, Column, Format, Sheet, Table
from gridcredit.reports.covered.model import BY_NAMES
from gridcredit.reports.covered.notes import restated_table
from gridcredit.reports.loans import loans_table


def loans_sheet(loans: pd.DataFrame, by: str, as_of: date) -> list[Sheet]:
    """What is owed by class; no sheet where nothing was stated."""
    notes = [
        _("As the core banking system stated it last: what moved since then is not in it."),
        _("Non-performing: substandard, doubtful and loss ÷ balance; — means nothing to divide by."),
    ]
    title = _("Loans by five levels on {day}").format(day=as_of)
    sheet = Sheet(_("Loans"), title, [loans_table(loans, _(BY_NAMES[by]))], notes=notes, landscape=True)
    return [sheet] if len(loans) else []


def restated_sheet(restated: Sequence[Restated], by: str, as_of: date) -> Sheet:
    return Sheet(
        _("Restatement"),
        _("What is known of {day} that was not when the month was closed").format(day=as_of),
        [restated_table(restated, by)],
        notes=[
            _("The frozen figures stay what they were; these rows say what they would be by all that is recorded now.")
        ],
    )


def lines_sheet(households: pd.DataFrame, as_of: date) -> list[Sheet]:
    """The lines that are frozen, cancelled or expired, without names: the report is shown to others. None: no sheet."""
    columns = [
        Column(_("No."), Format.CENTRED, 7),
        Column(_("Village"), width=14),
        Column(_("Household"), width=14),
        Column(_("Group"), width=12),
        Column(_("Decided on"), Format.DATE, 13),
        Column(_("Line (yuan)"), Format.YUAN, 14),
        Column(_("State"), Format.CENTRED, 12),
        Column(_("Since"), Format.DATE, 13),
        Column(_("Balance in use (yuan)"), Format.YUAN, 16),
    ]
    rows: list[Sequence[Cell]] = [
        (
            number,
            row["village"],
            row["household_id"],
            row["group"],
            row["assessed_on"],
            row["granted_yuan"],
            labels.word(labels.STATE, row["state"]),
            row["since"],
            row["stranded_yuan"] or None,
        )
        for number, row in enumerate(not_valid(households).to_dict("records"), start=1)
    ]
    title = _("Lines not valid on {day}").format(day=as_of)
    notes = [_("They do not count as credited. Follow up the balances that are still in use.")]
    warning = _("Internal: for the branch only")
    sheet = Sheet(_("Lines not valid"), title, [Table(columns, rows)], notes=notes, warning=warning, landscape=True)
    return [sheet] if rows else []
