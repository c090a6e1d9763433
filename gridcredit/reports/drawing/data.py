"""What is drawn: the columns of a table as series of numbers, and the room that texts take beside them."""

from collections.abc import Sequence
from dataclasses import dataclass

from gridcredit.reports.book import Chart, Format, Table
from gridcredit.reports.excel import BARS, display_width
from gridcredit.reports.page_text import number_of, shown

PHONE, HALF, SCREEN = 330, 360, 520
"""Pixels along that a chart has at least: on a phone; on a wide screen, for a half and for a whole one."""
LETTER = 6.4
"""Pixels that a narrow letter takes; those of Chinese take two."""


@dataclass(frozen=True, slots=True)
class Series:
    """A column of numbers, None where there is none; ``colour`` is empty of the target."""

    name: str
    colour: str
    values: Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Data:
    labels: Sequence[str]
    series: Sequence[Series]
    target: Series | None
    kind: Format

    def most(self) -> float:
        """The greatest value; below nothing, nothing is drawn."""
        drawn = [*self.series, *([self.target] if self.target else [])]
        return max((value for one in drawn for value in one.values if value is not None and value > 0), default=0)

    def text(self, value: float) -> str:
        return shown(value, self.kind)


def data_of(chart: Chart, table: Table) -> Data:
    rows = table.rows[:-1] if table.totals else table.rows
    if table.levels:
        rows = [row for row, level in zip(rows, table.levels) if level == 0]

    def series(column: int, colour: str) -> Series:
        return Series(table.columns[column].title, colour, [number_of(row[column]) for row in rows])

    labels = [shown(row[chart.labels], table.columns[chart.labels].format) for row in rows]
    drawn = [series(column, BARS[number % len(BARS)]) for number, column in enumerate(chart.values)]
    target = None if chart.target is None else series(chart.target, "")
    return Data(labels, drawn, target, Format.RATE if chart.percent else Format.INT)


def room(texts: Sequence[str]) -> float:
    """The share of a phone's width that the longest of the texts takes."""
    return 100 * (LETTER * max(map(display_width, texts), default=0) + 10) / PHONE
