"""A sheet of an Open XML workbook read element by element: slow, exact, and strict.

It reads every sheet that is not of the plain form which ``plainsheet`` proves and python-calamine reads.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NoReturn

from gridcredit.ingest.formats import dates, markup
from gridcredit.ingest.formats.grid import COLUMNS, ROWS, Budget, Grid, address, position
from gridcredit.ingest.formats.markup import SPACE, Names, truth
from gridcredit.ingest.formats.strings import MAIN, Strings, unescaped
from gridcredit.ingest.formats.text import cell_of
from gridcredit.ingest.workbook import Cell, FileRefused, Trouble

REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})(?::\$?([A-Z]{1,3})\$?([1-9]\d{0,6}))?")
_PRESERVE = "http://www.w3.org/XML/1998/namespace}space"
_TOP = frozenset(
    """sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios
    autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations
    hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches
    ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF drawingHF picture oleObjects controls webPublishItems
    tableParts extLst""".split()
)
_INSIDE = {  # what may stand where; in elements that are not listed, anything
    "": frozenset({"worksheet"}),
    "worksheet": _TOP,
    "cols": frozenset({"col"}),
    "sheetData": frozenset({"row"}),
    "row": frozenset({"c", "extLst"}),
    "c": frozenset({"f", "v", "is", "extLst"}),
    "is": frozenset({"t", "r", "rPh", "phoneticPr"}),
    "r": frozenset({"t", "rPr"}),
    "mergeCells": frozenset({"mergeCell"}),
    "v": frozenset(),
    "f": frozenset(),
    "t": frozenset(),
}
_TYPES = frozenset({"n", "s", "str", "inlineStr", "b", "e", "d"})


@dataclass(frozen=True, slots=True)
class Context:
    """What a sheet's cells refer to; ``recalculates``: results of formulas may be the maker's placeholders."""

    strings: Strings
    kinds: Sequence[str]
    epoch: int
    recalculates: bool


class SheetReader:
    """Handlers for the elements of one sheet.

    ``grid`` is what they found, ``empty`` whether there was no row, ``hides_by_default`` whether rows are hidden that do
    not say otherwise.
    """

    def __init__(self, name: str, part: str, context: Context, budget: Budget) -> None:
        self.grid = Grid(name, budget)
        self.tables = 0
        self.empty = True
        self._part = part
        self._context = context
        self._names = Names(*MAIN)
        self._path = [""]
        self._row = self._column = -1
        self._row_number = ""
        self._columns: dict[str, int] = {}
        self._seen: set[int] = set()
        self.hides_by_default = False
        self._type = "n"
        self._style = 0
        self._formula = False
        self._value: str | None = None
        self._inline: str | None = None
        self._buffer: list[str] | None = None
        self._keep = False

    def read(self, chunks: Iterator[bytes]) -> None:
        markup.parse(chunks, self._part, self._start, self._end, self._text)
        if self.tables != 1:
            self._refuse()

    def _start(self, full: str, attributes: dict[str, str]) -> None:
        name = self._names[full]
        above = self._path[-1]
        self._path.append(name or "?")
        allowed = _INSIDE.get(above)
        if allowed is None or (not name and above == "worksheet"):
            self._path[-1] = "?"  # in an element that is of no interest
            markup.check_depth(len(self._path), self._part)
            return
        if name not in allowed:
            self._refuse()
        if name == "c":
            self._start_cell(attributes)
        elif name in ("v", "t"):
            self._buffer, self._keep = [], attributes.get(_PRESERVE) == "preserve"
        elif name == "f":
            self._formula = True
        elif name == "row":
            self._start_row(attributes)
        elif name == "col":
            self._take_column(attributes)
        elif name == "mergeCell":
            self._take_merge(attributes.get("ref", ""))
        elif name == "sheetData":
            self.tables += 1
        elif name == "sheetFormatPr":
            self.hides_by_default = truth(attributes.get("zeroHeight"))

    def _end(self, _full: str) -> None:
        name = self._path.pop()
        if name == "v":
            if self._value is not None:
                self._refuse_cell()
            self._value = "".join(self._buffer or ())
            self._buffer = None
        elif name == "t" and self._buffer is not None:
            text = "".join(self._buffer)
            self._inline = (self._inline or "") + (text if self._keep else text.strip(SPACE))
            self._buffer = None
        elif name == "c":
            self._end_cell()

    def _text(self, data: str) -> None:
        if self._buffer is not None:
            self._buffer.append(data)

    def _start_row(self, attributes: dict[str, str]) -> None:
        self.empty = False
        given = attributes.get("r")
        self._row = self._row + 1 if given is None else self._number(given, ROWS) - 1
        self._column = -1
        if self._row in self._seen or self._row >= ROWS:
            self._refuse_cell()
        self._seen.add(self._row)
        self._row_number = str(self._row + 1)
        height = attributes.get("ht")
        hidden = attributes.get("hidden")
        default = self.hides_by_default and height is None and hidden is None
        if truth(hidden) or default or (height is not None and is_zero(height)):
            self.grid.hidden_rows.add(self._row)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        given = attributes.get("r")
        if given is None:
            self._column += 1
        else:
            known = self._columns.get(given[: -len(self._row_number)]) if given.endswith(self._row_number) else None
            self._column = self._new_column(given) if known is None else known
        self._type = attributes.get("t", "n")
        style = attributes.get("s")
        self._style = self._number(style, 1 << 20) if style else 0
        self._formula = False
        self._value = self._inline = None
        if self._type not in _TYPES or self._column >= COLUMNS:
            self._refuse_cell()

    def _new_column(self, given: str) -> int:
        """The column of an address in letters that were not met before."""
        match = REFERENCE.fullmatch(given)
        if match is None or match[2] != self._row_number:
            self._refuse_cell()
        return self._columns.setdefault(match[1], position(match[1]))

    def _end_cell(self) -> None:
        cell = self._cell()
        if cell is not None:
            if self.grid.has(self._row, self._column):
                self._refuse_cell()  # one cell twice
            self.grid.put(self._row, self._column, cell)

    def _cell(self) -> Cell:
        value, kind = self._value, self._type
        if kind == "e":
            return Trouble("ERROR_CELL")
        if kind == "inlineStr" or (value is None and self._inline is not None):
            return cell_of(unescaped(self._inline or value or ""))
        if value is not None and kind == "str":
            return cell_of(unescaped(value))
        if value is None or not value.strip(SPACE):
            if kind == "s" and value is not None:
                self._refuse_cell()
            return Trouble("FORMULA_WITHOUT_VALUE") if self._formula else None
        return self._read_value(value.strip(SPACE), kind)

    def _read_value(self, value: str, kind: str) -> Cell:
        if kind == "s":
            texts = self._context.strings.texts
            return texts[self._number(value, len(texts) - 1)]
        if kind == "b":
            if value.lower() not in ("0", "1", "true", "false"):
                self._refuse_cell()
            return value.lower() in ("1", "true")
        if kind == "d":
            return self._iso_date(value)
        if not _NUMBER.fullmatch(value):
            self._refuse_cell()
        amount = float(value)
        if abs(amount) == float("inf"):
            self._refuse_cell()
        if self._formula and amount == 0 and self._context.recalculates:
            return Trouble("FORMULA_WITHOUT_VALUE")  # libraries write 0 for a result that they do not know
        kinds = self._context.kinds
        shown = kinds[self._style] if self._style < len(kinds) else dates.NUMBER
        return dates.dated(amount, shown, self._context.epoch)

    def _iso_date(self, value: str) -> Cell:
        try:
            moment = datetime.fromisoformat(value.removesuffix("Z"))
        except ValueError:
            self._refuse_cell()
        return moment if "T" in value and moment.time() != datetime.min.time() else date.fromisoformat(value[:10])

    def _take_column(self, attributes: dict[str, str]) -> None:
        width = attributes.get("width")
        if truth(attributes.get("hidden")) or (width is not None and is_zero(width)):
            first = self._number(attributes.get("min", ""), 1 << 31)
            self.grid.hidden_columns.append((first - 1, self._number(attributes.get("max", ""), 1 << 31) - 1))

    def _take_merge(self, reference: str) -> None:
        match = _RANGE.fullmatch(reference)
        if match is None:
            raise FileRefused("FILE_DAMAGED", self.grid.name, part=self._part)
        left, top, right, bottom = match.groups()
        first = (int(top) - 1, position(left))
        self.grid.merged.append((first, (int(bottom) - 1, position(right)) if bottom else first))

    def _number(self, text: str, at_most: int) -> int:
        if not (text.isdecimal() and text.isascii() and len(text) < 12 and int(text) <= at_most):
            self._refuse_cell()
        return int(text)

    def _refuse(self) -> NoReturn:
        raise FileRefused("FILE_DAMAGED", self.grid.name, part=self._part)

    def _refuse_cell(self) -> NoReturn:
        place = address(max(self._row, 0), max(self._column, 0))
        raise FileRefused("FILE_DAMAGED", self.grid.name, place, part=self._part)


def is_zero(measure: str) -> bool:
    try:
        return float(measure) == 0
    except ValueError:
        return False
