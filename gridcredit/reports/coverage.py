"""The coverage workbook: from the table of ``coverage.coverage`` to a ``Book``."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from gridcredit.coverage import Restated, lines_by_state, named_rows, not_valid, total
from gridcredit.i18n import N_, _
from gridcredit.ledger.entries import day_in_china
from gridcredit.ledger.lines import Late
from gridcredit.policy import Policy
from gridcredit.rates import RATES, rates
from gridcredit.reports import labels
from gridcredit.reports.book import Book, Cell, Chart, Column, Format, Sheet, Table
from gridcredit.reports.loans import late_note, late_sheet, late_table, loans_table
from gridcredit.reports.shared import policy_sheet
from gridcredit.rules.validity import VALID

BY_NAMES: Mapping[str, str] = {
    "village": N_("Village"),
    "group": N_("Group"),
    "grid": N_("Grid"),
    "branch": N_("Branch"),
}


def funnel_columns(by: str) -> list[Column]:
    """The funnel in households and yuan, with the coverage rate."""
    return [
        Column(_(BY_NAMES[by]), width=16),
        Column(_("Roster"), Format.INT, 9),
        Column(_("Filed"), Format.INT, 9),
        Column(_("Rated"), Format.INT, 9),
        Column(_("Credited"), Format.INT, 9),
        Column(_("Coverage"), Format.RATE, 11),
        Column(_("Signed"), Format.INT, 9),
        Column(_("Carded"), Format.INT, 9),
        Column(_("Drawn"), Format.INT, 9),
        Column(_("Credit lines (yuan)"), Format.YUAN, 14),
        Column(_("Balance (yuan)"), Format.YUAN, 14),
    ]


def funnel_rows(table: pd.DataFrame) -> list[Sequence[Cell]]:
    """A row per group and the total, in the order of ``funnel_columns``."""
    rows = [*named_rows(table), (_("total"), total(table))]
    return [
        (
            name,
            row["roster"],
            row["filed"],
            row["rated"],
            row["credited"],
            rates(row)["coverage"]["rate"],
            row["signed"],
            row["carded"],
            row["drawn"],
            row["line_yuan"],
            row["balance_yuan"],
        )
        for name, row in rows
    ]


def funnel_summary(table: pd.DataFrame, by: str) -> Table:
    """The funnel as it fits on a terminal: coverage as numerator/denominator and rate."""
    columns = funnel_columns(by)
    pair = Column(_("Credited/roster"), Format.INT)
    rows: list[Sequence[Cell]] = []
    for name, roster, filed, rated, credited, rate, *rest in funnel_rows(table):
        rows.append((name, f"{credited:,}/{roster:,}", rate, filed, rated, *rest))
    return Table([columns[0], pair, columns[5], *columns[2:4], *columns[6:]], rows, totals=True)


def stranded_note(sums: Mapping[str, int]) -> list[str]:
    """What the balances of the credited leave out, in a sentence; nothing where there is none."""
    if not sums["stranded"]:
        return []
    text = _("Not in these figures: {yuan} yuan in use by {count} households without a valid line.")
    return [text.format(yuan=f"{sums['stranded_yuan']:,}", count=sums["stranded"])]


def off_roster_note(left: Mapping[str, int]) -> list[str]:
    """What is owed by households that left the roster, in a sentence; nothing where there is none."""
    if not left["households"]:
        return []
    text = _("Not in these figures: {yuan} yuan in use by {count} households that are on no roster any more.")
    return [text.format(yuan=f"{left['balance_yuan']:,}", count=left["households"])]


def line_notes(lines: Mapping[str, Mapping[str, int]]) -> list[str]:
    """What of the lines is due for review or not valid, a sentence each; ``lines``: ``coverage.lines_by_state``."""
    text = _("Lines {state}: {count}, {line} yuan, of which {balance} yuan in use")
    return [
        text.format(
            state=labels.word(labels.STATE, code),
            count=f"{found['households']:,}",
            line=f"{found['line_yuan']:,}",
            balance=f"{found['balance_yuan']:,}",
        )
        for code, found in lines.items()
        if code != VALID and found["households"]
    ]


def closing_notes(closing: Mapping[str, Any] | None, restated: Sequence[Restated]) -> list[str]:
    """That the figures are those of a closed month, and whether more is known now, in sentences."""
    if closing is None:
        return []
    text = _("{month} was closed on {day}; these are its figures.")
    more = _("What was recorded since then changes {count} of them: see the restatement.")
    notes = [text.format(month=closing["month"], day=day_in_china(closing["recorded_at"]))]
    return [*notes, more.format(count=len(restated))] if restated else notes


def restated_table(restated: Sequence[Restated], by: str) -> Table:
    """The frozen figures beside those of today."""
    columns = [
        Column(_(BY_NAMES[by]), width=20),
        Column(_("Figure"), width=22),
        Column(_("As closed"), Format.INT, 16),
        Column(_("As known now"), Format.INT, 16),
        Column(_("Now less closed"), Format.INT, 14),
    ]
    rows = [(one.name, _(FIGURES[one.figure]), one.frozen, one.now, one.now - one.frozen) for one in restated]
    return Table(columns, rows)


FIGURES: Mapping[str, str] = {
    "roster": N_("Roster"),
    "filed": N_("Filed"),
    "rated": N_("Rated"),
    "credited": N_("Credited"),
    "signed": N_("Signed"),
    "carded": N_("Carded"),
    "drawn": N_("Drawn"),
    "line_yuan": N_("Credit lines (yuan)"),
    "balance_yuan": N_("Balance (yuan)"),
    "net_roster": N_("Net roster"),
    "stranded": N_("In use without a valid line (households)"),
    "stranded_yuan": N_("In use without a valid line (yuan)"),
}


def coverage_book(
    table: pd.DataFrame,
    households: pd.DataFrame,
    by: str,
    as_of: date,
    policy: Policy,
    closing: Mapping[str, Any] | None,
    restated: Sequence[Restated],
    head: tuple[int, str],
    left: Mapping[str, int],
    loans: pd.DataFrame,
    late: Sequence[Late],
) -> Book:
    """The funnel with a chart, every rate with numerator and denominator, what is restated, lines that are not valid,
    definitions, policy.

    ``table``: ``coverage.coverage`` of ``households``, which are ``coverage.standing``; of a month that is closed, ``closing``
    and ``restated``. ``head``: of the ledger that it rests on; ``left``: ``coverage.off_roster``; ``loans``:
    ``coverage.loans_by``, ``late``: the households in arrears.
    """
    title = _("Coverage as of {day}").format(day=as_of)
    order = _(
        "Roster → filed → rated → credited → signed → carded → drawn, in households; — means nothing to divide by."
    )
    return Book(
        title,
        [
            Sheet(
                _("Coverage"),
                title,
                [Table(funnel_columns(by), funnel_rows(table), totals=True)],
                notes=[
                    order,
                    *closing_notes(closing, restated),
                    *line_notes(lines_by_state(households)),
                    *stranded_note(total(table)),
                    *off_roster_note(left),
                    *filter(None, [late_note(late)]),
                    head_note(head),
                ],
                charts=[Chart(_("Coverage"), 0, [5], percent=True)] if len(table) <= 40 else [],
                landscape=True,
            ),
            _rates_sheet(table, by, title),
            *([_restated_sheet(restated, by, as_of)] if restated else []),
            *_loans_sheet(loans, by, as_of),
            *late_sheet(
                late, _("In arrears on {day}").format(day=as_of), late_table(late), _("Internal: for the branch only")
            ),
            *_lines_sheet(households, as_of),
            _definitions_sheet(),
            policy_sheet(policy),
        ],
        as_of,
    )


def head_note(head: tuple[int, str]) -> str:
    """What the report rests on, by which ``ledger verify --head`` proves later that it is all still there."""
    return _("Ledger: {count} entries up to {head}").format(count=f"{head[0]:,}", head=head[1] or labels.NOTHING)


def _loans_sheet(loans: pd.DataFrame, by: str, as_of: date) -> list[Sheet]:
    """What is owed by class; no sheet where nothing was stated."""
    notes = [
        _("As the core banking system stated it last: what moved since then is not in it."),
        _("Non-performing: substandard, doubtful and loss ÷ balance; — means nothing to divide by."),
    ]
    title = _("Loans by five levels on {day}").format(day=as_of)
    sheet = Sheet(_("Loans"), title, [loans_table(loans, _(BY_NAMES[by]))], notes=notes, landscape=True)
    return [sheet] if len(loans) else []


def _restated_sheet(restated: Sequence[Restated], by: str, as_of: date) -> Sheet:
    return Sheet(
        _("Restatement"),
        _("What is known of {day} that was not when the month was closed").format(day=as_of),
        [restated_table(restated, by)],
        notes=[
            _("The frozen figures stay what they were; these rows say what they would be by all that is recorded now.")
        ],
    )


def _lines_sheet(households: pd.DataFrame, as_of: date) -> list[Sheet]:
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


def _rates_sheet(table: pd.DataFrame, by: str, title: str) -> Sheet:
    """Every rate of every group with its numerator and denominator, a line each, so that it can be filtered."""
    columns = [
        Column(_("Rate"), width=20),
        Column(_(BY_NAMES[by]), width=24),
        Column(_("Value"), Format.RATE, 12),
        Column(_("Numerator"), Format.INT, 16),
        Column(_("Denominator"), Format.INT, 16),
    ]
    found = [(name, rates(row)) for name, row in [*named_rows(table), (_("total"), total(table))]]
    rows: list[Sequence[Cell]] = []
    for key, rate in RATES.items():
        for name, values in found:
            value = values[key]
            shown = labels.NOTHING if value["rate"] is None else value["rate"]
            rows.append((_(rate.label), name, shown, value["numerator"], value["denominator"]))
    return Sheet(_("Rates"), title, [Table(columns, rows)])


def _definitions_sheet() -> Sheet:
    rows = [(_(rate.label), key, _(rate.definition)) for key, rate in RATES.items()]
    columns = [Column(_("Rate"), width=20), Column(_("Key"), width=20), Column(_("Definition"), width=70)]
    notes = [
        _("A line is valid from the decision to the end of its term, while it is neither frozen nor cancelled."),
        _("A line whose yearly review is due is still valid."),
        _("Totals are sums divided by sums, never means of rates."),
    ]
    return Sheet(
        _("Definitions"), _("What each rate divides by what"), [Table(columns, rows)], notes=notes, landscape=True
    )
