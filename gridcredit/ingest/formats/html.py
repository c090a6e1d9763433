"""Tables of a web page, as many systems export under the name .xls: stacked on one sheet, as Excel shows them."""

import re
from html.parser import HTMLParser

from gridcredit.ingest.formats.grid import Budget, Grid
from gridcredit.ingest.formats.text import typed
from gridcredit.ingest.workbook import Cell, FileRefused, Sheet, Trouble

SPAN_LIMIT = {"colspan": 1_000, "rowspan": 65_534}  # as browsers have them
_BLOCKS = frozenset({"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "caption", "center", "br", "hr", "li", "body"})
_SILENT = frozenset({"head", "title", "style", "script", "xml", "template"})
_CELLS = frozenset({"td", "th"})
_SPACES = re.compile(r"[ \t\r\n\f]+")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_FIGURE = re.compile(r"-?\d+(?:,\d{3})*(?:\.\d+)?")

Attributes = list[tuple[str, str | None]]


def read(text: str, name: str) -> Sheet:
    """The page's tables and the lines of text between them. Raises ``FileRefused``."""
    page = _Page(Grid(name, Budget()))
    page.feed(text)
    page.close()
    if page.is_open():
        raise FileRefused("FILE_DAMAGED", name, part="</table>")  # cut off: rows may be missing
    page.finish()
    return page.grid.sheet()


class _Table:
    """A table being read: cells go to the grid when it ends, so that a table inside another comes before it."""

    def __init__(self) -> None:
        self.rows: list[list[tuple[Cell, int, int]]] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: list[tuple[int, int]] = []
        self.columns = 0
        self.cell: list[str] | None = None
        self.attributes: dict[str, str | None] = {}


class _Page(HTMLParser):
    def __init__(self, grid: Grid) -> None:
        super().__init__(convert_charrefs=True)
        self.grid = grid
        self._next_row = 0
        self._tables: list[_Table] = []
        self._line: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attributes: Attributes) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag == "table":
            self._end_line()
            self._tables.append(_Table())
        elif not self._tables:
            if tag in _BLOCKS:
                self._end_line()
        elif tag == "tr":
            self._end_cell()
            self._start_row(dict(attributes))
        elif tag in _CELLS:
            self._end_cell()
            table = self._tables[-1]
            if not table.rows:
                table.rows.append([])
            table.cell, table.attributes = [], dict(attributes)
        elif tag == "col":
            self._take_column(dict(attributes))
        elif tag in ("br", "p", "div") and self._tables[-1].cell:
            self._tables[-1].cell.append("\0")  # a line break, unlike those of the source

    def handle_startendtag(self, tag: str, attributes: Attributes) -> None:
        self.handle_starttag(tag, attributes)
        if tag in _SILENT:
            self._silent -= 1

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _CELLS or tag == "tr":
            self._end_cell()
        elif tag == "table" and self._tables:
            self._end_cell()
            self._place(self._tables.pop())
        elif tag in _BLOCKS and not self._tables:
            self._end_line()

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        if not self._tables:
            self._line.append(data)
        elif self._tables[-1].cell is not None:
            self._tables[-1].cell.append(data)

    def is_open(self) -> bool:
        """Whether a table has not ended."""
        return bool(self._tables)

    def finish(self) -> None:
        self._end_line()

    def _start_row(self, attributes: dict[str, str | None]) -> None:
        table = self._tables[-1]
        if _is_hidden(attributes):
            table.hidden_rows.add(len(table.rows))
        table.rows.append([])

    def _take_column(self, attributes: dict[str, str | None]) -> None:
        table = self._tables[-1]
        span = _span(attributes, "span", SPAN_LIMIT["colspan"])
        if _is_hidden(attributes):
            table.hidden_columns.append((table.columns, table.columns + span - 1))
        table.columns += span

    def _end_cell(self) -> None:
        if not self._tables or self._tables[-1].cell is None:
            return
        table = self._tables[-1]
        content = "\n".join(_SPACES.sub(" ", line).strip(" ") for line in "".join(table.cell or ()).split("\0"))
        across, down = (_span(table.attributes, name, limit) for name, limit in SPAN_LIMIT.items())
        table.rows[-1].append((_content(content.strip("\n"), table.attributes), across, down))
        table.cell = None

    def _end_line(self) -> None:
        line = _SPACES.sub(" ", "".join(self._line)).strip(" \xa0")
        self._line.clear()
        if line and not self._tables:
            self.grid.put(self._next_row, 0, typed(line))
            self._next_row += 1

    def _place(self, table: _Table) -> None:
        """Put the table's cells below what is there, each beside what spans down from above."""
        below: dict[int, int] = {}  # column: how many more rows a cell from above spans
        for number, cells in enumerate(table.rows):
            row, column = self._next_row + number, 0
            taken = {at for at, rows in below.items() if rows > 0}
            below = {at: rows - 1 for at, rows in below.items() if rows > 1}
            if number in table.hidden_rows:
                self.grid.hidden_rows.add(row)
            for cell, across, down in cells:
                while column in taken:
                    column += 1
                if cell not in (None, ""):
                    self.grid.put(row, column, cell)
                down = min(down, len(table.rows) - number)
                if across > 1 or down > 1:
                    self.grid.merged.append(((row, column), (row + down - 1, column + across - 1)))
                if down > 1:
                    below.update(dict.fromkeys(range(column, column + across), down - 1))
                column += across
        self.grid.hidden_columns += table.hidden_columns
        self._next_row += len(table.rows)


def _content(text: str, attributes: dict[str, str | None]) -> Cell:
    """The text, or the exact number that Excel puts beside a figure that it shows rounded."""
    if "x:err" in attributes:
        return Trouble("ERROR_CELL")
    exact = attributes.get("x:num")
    if exact and _FIGURE.fullmatch(text):
        try:
            return float(exact)
        except ValueError:
            return Trouble("TEXT_DAMAGED")
    return typed(text)


def _is_hidden(attributes: dict[str, str | None]) -> bool:
    return _HIDDEN.search(attributes.get("style") or "") is not None or "hidden" in attributes


def _span(attributes: dict[str, str | None], name: str, limit: int) -> int:
    text = (attributes.get(name) or "").strip()
    return max(1, min(int(text), limit)) if text.isdecimal() and len(text) < 10 else 1
