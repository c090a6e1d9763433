"""A workbook to be written, as plain values: what stands on each sheet, not how it is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

Cell = str | int | float | date | None


class Format(StrEnum):
    """How a column's values look; CHANGE is a whole number and POINTS a number of percentage points, both with their sign;
    BLANK is a field to be filled in by hand, ANY a number or a text.
    """

    TEXT = "text"
    CENTRED = "centred"
    INT = "int"
    YUAN = "yuan"
    RATE = "rate"
    CHANGE = "change"
    POINTS = "points"
    DATE = "date"
    BLANK = "blank"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Entry:
    """A cell for people to write in: one of ``words``, or a whole number or a day from ``least`` to ``most``, or anything.

    ``prompt`` is shown beside the cell while it is chosen.
    """

    words: Sequence[str] = ()
    least: int | date | None = None
    most: int | date | None = None
    prompt: str = ""


ANY_DAY = Entry(least=date(1990, 1, 1), most=date(2199, 12, 31))


class Scale(StrEnum):
    """How a column's values are told apart at a glance: HEAT by colours from the least to the most, BARS by their length; LOAD by
    depth of colour, all such columns of a sheet together.
    """

    HEAT = "heat"
    BARS = "bars"
    LOAD = "load"


@dataclass(frozen=True, slots=True)
class Column:
    """``entry``: the column is there to be written in. ``scale``: of all rows but a total."""

    title: str
    format: Format = Format.TEXT
    width: float = 12
    entry: Entry | None = None
    scale: Scale | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """``totals``: the last row is a total. ``row_height``: of this table's rows, where they need another than the sheet's.

    ``entries``: what may be written into single cells, by row and column, where that is not the same in all the column.
    ``levels``: by row how deep it stands; a row's parts follow it, one deeper, and are folded away at first.
    """

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    title: str = ""
    totals: bool = False
    row_height: float | None = None
    entries: Mapping[tuple[int, int], Entry] = field(default_factory=dict)
    levels: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """A native chart of columns ``values`` over column ``labels`` of the sheet's table number ``table``: bars, or ``lines``.

    ``target``: a column whose values the bars are to reach. ``half``: two of them stand side by side.
    """

    title: str
    labels: int
    values: Sequence[int]
    percent: bool = False
    lines: bool = False
    table: int = 0
    target: int | None = None
    half: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """Top to bottom: title, lead, notes, facts (label and value), tables. A sheet with one table is a list to be filtered.

    ``lead``: sentences above the notes that say it all. ``beside``: the charts stand at the right of the tables, not below.
    ``entries``: which facts are there to be written in, by label. ``warning`` is the red line, or several, of internal sheets.
    ``protected``: nothing but what is there to be written in can be changed by mistake.
    """

    name: str
    title: str
    tables: Sequence[Table]
    notes: Sequence[str] = ()
    facts: Sequence[tuple[str, Cell]] = ()
    charts: Sequence[Chart] = ()
    beside: bool = False
    lead: Sequence[str] = ()
    landscape: bool = False
    warning: str = ""
    row_height: float | None = None
    entries: Mapping[str, Entry] = field(default_factory=dict)
    protected: bool = False

    @property
    def is_list(self) -> bool:
        return len(self.tables) == 1 and not self.charts


@dataclass(frozen=True, slots=True)
class Book:
    """``day`` is the only date in the file's properties, so that equal contents make equal bytes."""

    title: str
    sheets: Sequence[Sheet]
    day: date
