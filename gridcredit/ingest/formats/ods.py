"""OpenDocument spreadsheets (.ods), element by element."""

from collections.abc import Mapping
from datetime import datetime, time

from gridcredit.ingest.formats import markup
from gridcredit.ingest.formats.grid import CELLS_LIMIT, COLUMNS, ROWS, Budget, Grid
from gridcredit.ingest.formats.markup import Names
from gridcredit.ingest.formats.package import Package
from gridcredit.ingest.formats.text import cell_of
from gridcredit.ingest.workbook import Cell, FileRefused, Note, Sheet, Trouble

_PART = "content.xml"
_BASE = "urn:oasis:names:tc:opendocument:xmlns:"
_OFFICE, _TABLE, _TEXT, _STYLE = (f"{_BASE}{name}:1.0" for name in ("office", "table", "text", "style"))
_CALC = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
_CELLS = frozenset({"table-cell", "covered-table-cell"})
_SKIPPED = frozenset({"annotation", "tracked-changes", "shapes", "forms", "ruby-text", "note"})
_NUMBERS = frozenset({"float", "percentage", "currency"})


def read(package: Package) -> tuple[list[Sheet], int, list[Note]]:
    """The sheets, the epoch of day numbers, and notes on the file. Raises ``FileRefused``."""
    if "META-INF/manifest.xml" in package and b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise FileRefused("FILE_OTHER_FORMAT", format="OpenDocument + password")
    content = _Content()
    markup.parse(package.chunks(_PART), _PART, content.start, content.end, content.text)
    if not content.sheets:
        raise FileRefused("FILE_DAMAGED", part=_PART)
    macros = any(name.startswith(("basic/", "scripts/")) for name in package.names())
    return content.sheets, content.epoch, [("MACROS_IGNORED", {})] if macros else []


class _Content:
    """Handlers for the elements of content.xml."""

    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self.epoch = 1900
        self._names = Names(_OFFICE, _TABLE, _TEXT, _STYLE)
        self._budget = Budget()
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._grid: Grid | None = None
        self._hidden = False
        self._depth = self._skipped = 0
        self._row = self._column = self._columns = 0
        self._rows = self._across = 1
        self._row_hidden = False
        self._line: list[tuple[int, int, Cell]] = []
        self._cell: Mapping[str, str] | None = None
        self._paragraphs: list[list[str]] = []

    def start(self, full: str, attributes: dict[str, str]) -> None:
        name = self._names[full]
        self._depth += 1
        markup.check_depth(self._depth, _PART)
        if self._skipped or name in _SKIPPED:
            self._skipped += 1
        elif self._cell is not None:
            self._start_text(name, attributes)
        elif name == "table" and self._grid is None:
            self._start_table(attributes)
        elif self._grid is None:
            self._start_style(name, attributes)
        elif name == "table-column":
            self._take_columns(attributes)
        elif name == "table-row":
            self._rows = _count(attributes, "number-rows-repeated", ROWS)
            self._row_hidden = _of(attributes, _TABLE, "visibility") in ("collapse", "filter")
            self._column, self._line = 0, []
        elif name in _CELLS:
            self._across = _count(attributes, "number-columns-repeated", COLUMNS)
            self._cell, self._paragraphs = attributes, []
        elif name == "table":
            self._skipped += 1  # a table within a cell's drawing or the like

    def end(self, full: str) -> None:
        self._depth -= 1
        if self._skipped:
            self._skipped -= 1
            return
        name = self._names[full]
        if name in _CELLS and self._cell is not None:
            self._end_cell(self._cell, name == "covered-table-cell")
        elif name == "table-row" and self._grid is not None:
            self._end_row(self._grid)
        elif name == "table" and self._grid is not None:
            self.sheets.append(self._grid.sheet(self._hidden))
            self._grid = None

    def text(self, data: str) -> None:
        if self._cell is not None and self._paragraphs and not self._skipped:
            self._paragraphs[-1].append(data)

    def _start_style(self, name: str, attributes: dict[str, str]) -> None:
        if name == "style":
            self._style = _of(attributes, _STYLE, "name") or ""
        elif name == "table-properties" and _of(attributes, _TABLE, "display") == "false":
            self._hidden_styles.add(self._style)
        elif name == "null-date":
            self.epoch = 1904 if (_of(attributes, _TABLE, "date-value") or "").startswith("1904") else 1900

    def _start_table(self, attributes: dict[str, str]) -> None:
        name = _of(attributes, _TABLE, "name") or ""
        if any(sheet.name.casefold() == name.casefold() for sheet in self.sheets):
            raise FileRefused("FILE_DAMAGED", name, part=_PART)
        self._grid = Grid(name, self._budget)
        self._hidden = _of(attributes, _TABLE, "style-name") in self._hidden_styles
        self._row = self._columns = 0

    def _take_columns(self, attributes: dict[str, str]) -> None:
        assert self._grid is not None
        count = _count(attributes, "number-columns-repeated", COLUMNS)
        if _of(attributes, _TABLE, "visibility") in ("collapse", "filter"):
            self._grid.hidden_columns.append((self._columns, self._columns + count - 1))
        self._columns += count

    def _start_text(self, name: str, attributes: dict[str, str]) -> None:
        if name in ("p", "h"):
            self._paragraphs.append([])
        elif self._paragraphs and name == "s":
            self._paragraphs[-1].append(" " * min(_count(attributes, "c", 1 << 15, _TEXT), 1 << 15))
        elif self._paragraphs and name in ("tab", "line-break"):
            self._paragraphs[-1].append("\t" if name == "tab" else "\n")
        elif name in ("table", *_CELLS):
            raise FileRefused("FILE_DAMAGED", self._grid.name if self._grid else "", part=_PART)

    def _end_cell(self, attributes: Mapping[str, str], covered: bool) -> None:
        self._cell = None
        shown = "\n".join("".join(paragraph) for paragraph in self._paragraphs)
        cell = _content(attributes, shown)
        if cell not in (None, "") and not covered:
            self._line.append((self._column, self._across, cell))
        down = _count(attributes, "number-rows-spanned", ROWS)
        across = _count(attributes, "number-columns-spanned", COLUMNS)
        if (down > 1 or across > 1) and self._grid is not None:
            first = (self._row, self._column)
            self._grid.merged.append((first, (self._row + down - 1, self._column + across - 1)))
        self._column += self._across

    def _end_row(self, grid: Grid) -> None:
        if self._rows * sum(across for _, across, _ in self._line) > CELLS_LIMIT:
            self._budget.take(CELLS_LIMIT + 1, grid.name, self._row, self._line[0][0])
        for row in range(self._row, self._row + self._rows) if self._line else ():
            for column, across, cell in self._line:
                for at in range(column, column + across):
                    grid.put(row, at, cell)
        if self._row_hidden:
            grid.hidden_rows.update(range(self._row, self._row + min(self._rows, ROWS - self._row)))
        self._row += self._rows
        self._line = []


def _content(attributes: Mapping[str, str], shown: str) -> Cell:
    """The cell by its value type."""
    kind = _of(attributes, _OFFICE, "value-type")
    formula = _of(attributes, _TABLE, "formula")
    if _of(attributes, _CALC, "value-type") == "error":
        return Trouble("ERROR_CELL")
    if kind is None:
        return Trouble("FORMULA_WITHOUT_VALUE") if formula and not shown else cell_of(shown)
    try:
        if kind in _NUMBERS:
            return float(attributes[f"{_OFFICE}}}value"])
        if kind == "boolean":
            return {"true": True, "false": False}[attributes[f"{_OFFICE}}}boolean-value"]]
        if kind == "date":
            return _moment(attributes[f"{_OFFICE}}}date-value"])
    except (KeyError, ValueError):
        return Trouble("TEXT_DAMAGED")
    stated = _of(attributes, _OFFICE, "string-value")
    if formula and kind == "string" and (stated or shown).startswith(("#", "Err:")):
        return Trouble("ERROR_CELL")
    return cell_of(shown if stated is None else stated)


def _moment(text: str) -> Cell:
    moment = datetime.fromisoformat(text.removesuffix("Z"))
    return moment.date() if moment.time() == time() else moment


def _of(attributes: Mapping[str, str], namespace: str, local: str) -> str | None:
    return attributes.get(f"{namespace}}}{local}")


def _count(attributes: Mapping[str, str], name: str, limit: int, namespace: str = _TABLE) -> int:
    text = _of(attributes, namespace, name)
    if text is None:
        return 1
    if not text.isdecimal() or len(text) > 10:
        raise FileRefused("FILE_DAMAGED", part=_PART)
    return max(1, min(int(text), limit))
