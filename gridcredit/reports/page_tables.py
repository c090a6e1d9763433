"""Tables of a page: figures aligned, colours and bars by value, and a row's parts folded away below it."""

from collections.abc import Callable, Iterator, Sequence
from statistics import median

from gridcredit.reports.book import Cell, Column, Format, Scale, Table
from gridcredit.reports.console import NUMERIC
from gridcredit.reports.excel import HEAT
from gridcredit.reports.page_text import markup, number_of, shown

LONG, WIDEST = 40, 40
EM = 0.58
"""How much of the size of the letters a character of Excel's width takes."""

Paint = Callable[[Cell], str]
_CENTRED = (Format.CENTRED, Format.DATE)


def table_html(table: Table, name: str, row_height: float | None = None) -> Iterator[str]:
    """A box that scrolls for itself, with the table in it; ``name`` is said of a table without a title.

    ``row_height`` is the sheet's, in points.
    """
    height = table.row_height or row_height
    box = "box long" if len(table.rows) > LONG else "box"
    yield f'<div class="{box}" tabindex="0" role="region" aria-label="{markup(table.title or name)}">'
    yield _opening(table, height)
    yield from _outline(table) if table.levels else _Rows(table)
    yield "</tbody></table></div>"


def _opening(table: Table, height: float | None) -> str:
    """Up to the first row. An outline's columns are shares of the whole, so that the tables within line up with it."""
    style = f"--h:{height:g}pt;" if height else ""
    if table.levels:
        style += f"--w:{sum(_widths(table)) * EM:.1f}em;--f:{_shares(table)[0]};--l:0"
    kind = ' class="outline"' if table.levels else ""
    caption = f"<caption>{markup(table.title)}</caption>" if table.title else ""
    titles = "".join(
        f'<th scope="col" style="--m:{width * EM:.1f}em">{markup(column.title)}</th>'
        for column, width in zip(table.columns, _widths(table))
    )
    columns = _columns(table) if table.levels else ""
    return f'<table{kind} style="{style}">{caption}{columns}<thead><tr>{titles}</tr></thead><tbody>'


def _widths(table: Table) -> list[float]:
    return [min(column.width, WIDEST) for column in table.columns]


def _shares(table: Table) -> list[str]:
    widths = _widths(table)
    return [f"{100 * width / sum(widths):.2f}%" for width in widths]


def _columns(table: Table) -> str:
    return "<colgroup>" + "".join(f'<col style="width:{share}">' for share in _shares(table)) + "</colgroup>"


class _Rows:
    """The rows of a table as markup, one after another."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._kinds = [_kind(column) for column in table.columns]
        self._paints = [_paint(table, position) for position in range(len(table.columns))]

    def __iter__(self) -> Iterator[str]:
        return map(self.row, range(len(self._table.rows)))

    def row(self, number: int) -> str:
        total = self._table.totals and number == len(self._table.rows) - 1
        cells = enumerate(self._table.rows[number])
        inner = "".join(self._cell(number, position, value, total) for position, value in cells)
        return f'<tr class="total">{inner}</tr>' if total else f"<tr>{inner}</tr>"

    def _cell(self, number: int, position: int, value: Cell, total: bool) -> str:
        column, kind, paint = self._table.columns[position], self._kinds[position], self._paints[position]
        if self._table.entries and (number, position) in self._table.entries:
            kind = f"{kind} entry".strip()
        style = paint(value) if paint and not total else ""
        opening = f'<td class="{kind}"{style}>' if kind else f"<td{style}>"
        return f"{opening}{markup(shown(value, column.format))}</td>"


def _outline(table: Table) -> Iterator[str]:
    """The rows, each with what stands deeper below it folded into a table of its own; one pass, however deep it goes."""
    rows, opened = _Rows(table), list[int]()
    columns = _columns(table)
    for number, level in enumerate(table.levels):
        while opened and opened[-1] >= level:
            opened.pop()
            yield "</tbody></table></details></td></tr>"
        yield rows.row(number)
        if number + 1 < len(table.levels) and table.levels[number + 1] > level:
            opened.append(level)
            label = markup(shown(table.rows[number][0], table.columns[0].format))
            yield (
                f'<tr class="parts"><td colspan="{len(table.columns)}"><details>'
                f'<summary aria-label="{label}"><span></span></summary>'
                f'<table style="--l:{len(opened)}">{columns}<tbody>'
            )
    yield "</tbody></table></details></td></tr>" * len(opened)


def _kind(column: Column) -> str:
    """The class of a column's cells."""
    kinds = ["n"] if column.format in NUMERIC else ["c"] if column.format in _CENTRED else []
    if column.scale is Scale.BARS:
        kinds.append("bar")
    return " ".join([*kinds, "entry"] if column.entry else kinds)


def _paint(table: Table, position: int) -> Paint | None:
    """What gives a value of the column its colour or the length of its bar."""
    scale = table.columns[position].scale
    rows = table.rows[:-1] if table.totals else table.rows
    if scale is None or len(rows) < 2:
        return None
    numbers = [number for row in rows if (number := number_of(row[position])) is not None]
    if not numbers:
        return None
    return _heat(numbers) if scale is Scale.HEAT else _bars(max(numbers))


def _bars(most: float) -> Paint:
    def paint(value: Cell) -> str:
        number = number_of(value)
        return f' style="--b:{100 * number / most:.1f}%"' if number and number > 0 else ""

    return paint


def _heat(numbers: Sequence[float]) -> Paint:
    """As Excel's scale of three colours: the least, the middle one, the greatest."""
    least, middle, most = min(numbers), median(numbers), max(numbers)

    def paint(value: Cell) -> str:
        number = number_of(value)
        return "" if number is None else f' style="background:{colour(number)}"'

    def colour(number: float) -> str:
        if least == most:
            return HEAT[1]
        if number <= least or number >= most:
            return HEAT[0] if number <= least else HEAT[2]
        if number <= middle:
            return _between(HEAT[0], HEAT[1], (number - least) / (middle - least))
        return _between(HEAT[1], HEAT[2], (number - middle) / (most - middle))

    return paint


def _between(first: str, second: str, share: float) -> str:
    """The colour that lies so far from the first to the second."""
    ends = [[int(colour[at : at + 2], 16) for at in (1, 3, 5)] for colour in (first, second)]
    return "#" + "".join(f"{round(one + (other - one) * share):02X}" for one, other in zip(*ends))
