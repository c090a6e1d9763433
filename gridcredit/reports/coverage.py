"""The coverage workbook: from the table of ``coverage.coverage`` to a ``Book``."""

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from gridcredit.coverage import named_rows, total
from gridcredit.i18n import N_, _
from gridcredit.policy import Policy
from gridcredit.rates import RATES, rates
from gridcredit.reports import labels
from gridcredit.reports.book import Book, Cell, Chart, Column, Format, Sheet, Table
from gridcredit.reports.shared import policy_sheet

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


def coverage_book(table: pd.DataFrame, by: str, as_of: date, policy: Policy) -> Book:
    """The funnel with a chart, every rate with numerator and denominator, their definitions, and the policy."""
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
                notes=[order, *stranded_note(total(table))],
                chart=Chart(_("Coverage"), 0, [5], percent=True) if len(table) <= 40 else None,
                landscape=True,
            ),
            _rates_sheet(table, by, title),
            _definitions_sheet(),
            policy_sheet(policy),
        ],
        as_of,
    )


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
        _("A line is valid from the decision on, while it is neither frozen nor cancelled."),
        _("Totals are sums divided by sums, never means of rates."),
    ]
    return Sheet(
        _("Definitions"), _("What each rate divides by what"), [Table(columns, rows)], notes=notes, landscape=True
    )
