"""Who has to do what: the households that wait for the next step, by officer or group."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from gridcredit.i18n import N_, _
from gridcredit.reports.book import Cell, Column, Format, Sheet, Table
from gridcredit.reports.covered.model import BY_NAMES, Report

ACTIONS: Mapping[str, str] = {
    "file": N_("complete the file"),
    "rate": N_("rate again"),
    "review": N_("collective review"),
    "sign": N_("sign"),
    "card": N_("issue a card"),
    "draw": N_("draw for the first time"),
    "renew": N_("review or renew the line"),
    "arrears": N_("collect arrears"),
}
_SHOWN = 3


class Waiting(NamedTuple):
    """An action, how many households wait for it, and where most of them are, with their counts."""

    action: str
    households: int
    most: Sequence[tuple[str, int]]


def actions(report: Report) -> list[Waiting]:
    """Those that any household waits for, with the groups of the report that have most of them."""
    table = report.waiting[report.by]
    found = []
    for action in ACTIONS:
        counts = [(str(name), int(count)) for name, count in table[action].items() if count]
        most = sorted(counts, key=lambda entry: -entry[1])[:_SHOWN]
        found.append(Waiting(action, sum(count for _name, count in counts), most))
    return [one for one in found if one.households]


def todo_sheet(report: Report) -> Sheet:
    """By officer, where the household files tell who collected them, and by the report's rows."""
    tables = [_table(counts, by) for by, counts in report.waiting.items()]
    title = _("Who has to do what on {day}").format(day=report.as_of)
    notes = [
        _(
            "Households that wait for each step; one household may wait for several. Officer: who collected its file (采集人)."
        )
    ]
    return Sheet(_("To do"), title, tables, notes=notes, landscape=True)


def _table(counts: pd.DataFrame, by: str) -> Table:
    columns = [Column(_(BY_NAMES[by]), width=18), *(Column(_(text), Format.INT, 12) for text in ACTIONS.values())]
    rows: list[Sequence[Cell]] = [(str(name), *map(int, row)) for name, *row in counts.itertuples()]
    rows.append((_("total"), *map(int, counts.sum())))
    return Table(columns, rows, title=_(BY_NAMES[by]), totals=True)
