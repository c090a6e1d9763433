"""Every rate with its numerator, denominator and definition (口径); the heat table; gross and net side by side."""

from collections.abc import Mapping, Sequence

from gridcredit.i18n import _
from gridcredit.rates import RATES, rates
from gridcredit.reports import labels
from gridcredit.reports.book import Cell, Column, Format, Scale, Sheet, Table
from gridcredit.reports.covered.funnel import entries_of, levels_of
from gridcredit.reports.covered.model import BY_NAMES, Report

_IN_HEAT = tuple(key for key in RATES if key != "line_use")


def rates_sheet(report: Report) -> Sheet:
    """A line for each rate of each group, so that it can be filtered."""
    columns = [
        Column(_("Rate"), width=18),
        Column(_(BY_NAMES[report.by]), width=22),
        Column(_("Value"), Format.RATE, 10),
        Column(_("Numerator"), Format.INT, 14),
        Column(_("Denominator"), Format.INT, 14),
        Column(_("Definition"), width=72),
    ]
    found = [(name, rates(row)) for name, row in [*report.rows, (_("total"), report.total)]]
    rows: list[Sequence[Cell]] = []
    for key, rate in RATES.items():
        for name, values in found:
            value = values[key]
            shown = labels.or_nothing(value["rate"])
            rows.append((_(rate.label), name, shown, value["numerator"], value["denominator"], _(rate.definition)))
    notes = [
        _("A line is valid from the decision to the end of its term, while it is neither frozen nor cancelled."),
        _("A line whose yearly review is due is still valid."),
        _("Totals are sums divided by sums, never means of rates."),
    ]
    title = _("Rates on {day}, and what each divides by what").format(day=report.as_of)
    return Sheet(_("Rates"), title, [Table(columns, rows)], notes=notes, landscape=True)


def heat_sheet(report: Report) -> Sheet:
    """Groups by rates, coloured from the least to the most; parts folded below."""
    columns = [
        Column(_(BY_NAMES[report.by]), width=18),
        *(Column(_(RATES[key].label), Format.RATE, 11, scale=Scale.HEAT) for key in _IN_HEAT),
    ]
    entries = entries_of(report)
    rows: list[Sequence[Cell]] = []
    for _level, name, row in entries:
        rows.append((name, *(labels.or_nothing(one["rate"]) for one in rates(row, _IN_HEAT).values())))
    notes = [_("Red: the least of a column; green: the most. The colours compare groups, they set no standard.")]
    table = Table(columns, rows, totals=True, levels=levels_of(report, entries))
    title = _("Rates at a glance on {day}").format(day=report.as_of)
    return Sheet(_("Heat table"), title, [table], notes=notes, landscape=True)


def denominators_sheet(report: Report) -> Sheet:
    """From the roster to the net roster, and coverage by each."""
    words = [name for name in report.denominators if name not in ("name", "roster", "net_roster")]
    columns = [
        Column(_(BY_NAMES[report.by]), width=16),
        Column(_("Roster"), Format.INT, 10),
        *(Column(_("less: {word}").format(word=labels.word(labels.CODE, word)), Format.INT, 11) for word in words),
        Column(_("Net roster"), Format.INT, 11),
        Column(_("Credited"), Format.INT, 10),
        Column(_("Coverage"), Format.RATE, 10),
        Column(_("Net coverage"), Format.RATE, 11),
    ]
    figures = dict(report.rows)
    rows: list[Sequence[Cell]] = []
    sums = dict.fromkeys(("roster", *words, "net_roster"), 0)
    for way in report.denominators.to_dict("records"):
        counts = {name: int(way[name]) for name in sums}
        sums = {name: sums[name] + count for name, count in counts.items()}
        row = figures.get(str(way["name"]))
        if row is not None:
            rows.append((str(way["name"]), *counts.values(), *_coverages(row)))
    rows.append((_("total"), *sums.values(), *_coverages(report.total)))
    notes = [
        _("Each household is left out once, for the first reason in the order of the columns."),
        _("Which households are left out is a policy value: gridcredit policy show --rule denominators."),
    ]
    title = _("From the roster to the net roster on {day}").format(day=report.as_of)
    return Sheet(_("Denominators"), title, [Table(columns, rows, totals=True)], notes=notes, landscape=True)


def _coverages(row: Mapping[str, int]) -> tuple[Cell, ...]:
    found = rates(row, ("coverage", "coverage_net"))
    return int(row["credited"]), *(labels.or_nothing(one["rate"]) for one in found.values())
