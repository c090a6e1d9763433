"""A workbook to be written, as plain values: what stands on each sheet, not how it is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

Cell = str | int | float | date | None


class Format(StrEnum):
    """How a column's values look; BLANK is a field to be filled in by hand."""

    TEXT = "text"
    CENTRED = "centred"
    INT = "int"
    YUAN = "yuan"
    RATE = "rate"
    DATE = "date"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    format: Format = Format.TEXT
    width: float = 12


@dataclass(frozen=True, slots=True)
class Table:
    """``totals``: the last row is a total."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    title: str = ""
    totals: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A native bar chart of columns ``values`` over column ``labels`` of the sheet's first table."""

    title: str
    labels: int
    values: Sequence[int]
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """Top to bottom: title, notes, facts (label and value), tables. A sheet with one table is a list to be filtered.

    ``warning`` is the red line of internal sheets.
    """

    name: str
    title: str
    tables: Sequence[Table]
    notes: Sequence[str] = ()
    facts: Sequence[tuple[str, Cell]] = ()
    chart: Chart | None = None
    landscape: bool = False
    warning: str = ""
    row_height: float | None = None

    @property
    def is_list(self) -> bool:
        return len(self.tables) == 1 and self.chart is None


@dataclass(frozen=True, slots=True)
class Book:
    """``day`` is the only date in the file's properties, so that equal contents make equal bytes."""

    title: str
    sheets: Sequence[Sheet]
    day: date
