"""How much each officer has to do on which day."""

from collections.abc import Iterable
from itertools import groupby

from gridcredit.i18n import _
from gridcredit.reports import labels
from gridcredit.reports.book import Cell, Column, Format, Scale, Sheet, Table
from gridcredit.sharing import Shared


def mean_and_largest(load: Iterable[int | None]) -> tuple[int, float | None, int]:
    """Households in all, and a day: the mean over the days worked, None where there are none, and the most."""
    worked = [count for count in load if count is not None]
    return sum(worked), sum(worked) / len(worked) if worked else None, max(worked, default=0)


def load_columns() -> list[Column]:
    return [
        Column(_("Officer"), width=12),
        Column(_("Households"), Format.INT, 9),
        Column(_("Mean a day"), Format.CENTRED, 7),
        Column(_("Largest"), Format.INT, 7),
    ]


def load_row(officer: str, load: Iterable[int | None]) -> list[Cell]:
    households, mean, largest = mean_and_largest(load)
    return [officer, households, labels.NOTHING if mean is None else f"{mean:.1f}", largest]


def loads_sheet(shared: Shared) -> Sheet:
    """All days together, then each month's a column."""
    loads = sorted(shared.loads.items())
    tables = [Table(load_columns(), [load_row(*one) for one in loads], title=_("All days"))]
    for month, days in groupby(range(len(shared.days)), key=lambda day: f"{shared.days[day]:%Y-%m}"):
        own = list(days)
        columns = [Column(str(shared.days[day].day), Format.CENTRED, 4.5, scale=Scale.LOAD) for day in own]
        rows = [
            [*load_row(officer, [load[day] for day in own]), *(load[day] for day in own)] for officer, load in loads
        ]
        tables.append(Table([*load_columns(), *columns], rows, title=month))
    households, mean, largest = mean_and_largest(count for _officer, load in loads for count in load)
    text = _("{households} households in all; a day and officer {mean} in the mean, {largest} at most.")
    told = text.format(households=households, mean=labels.NOTHING if mean is None else f"{mean:.1f}", largest=largest)
    return Sheet(
        _("Loads"),
        _("Households of each officer and day"),
        tables,
        notes=[told, _("An empty field is a day of leave. The mean is that of the days worked.")],
        warning=_("Internal: for the branch and its officers only"),
        landscape=True,
    )
