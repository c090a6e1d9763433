"""A sheet of an Open XML workbook read element by element: slow, exact, and strict.

It reads every sheet that is not of the plain form which ``plainsheet`` proves and python-calamine reads.
"""

import re
from collections.abc import Iterator
from typing import NoReturn

from gridcredit.ingest.formats import markup
from gridcredit.ingest.formats.cellxml import Content, Context
from gridcredit.ingest.formats.grid import COLUMNS, ROWS, Budget, Grid, position
from gridcredit.ingest.formats.markup import SPACE, Names, truth
from gridcredit.ingest.formats.strings import MAIN
from gridcredit.ingest.workbook import FileRefused, address

REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})(?::\$?([A-Z]{1,3})\$?([1-9]\d{0,6}))?")
_PRESERVE = "http://www.w3.org/XML/1998/namespace}space"
_TOP = """
    sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios
    autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations
    hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches
    ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF drawingHF picture oleObjects controls webPublishItems
    tableParts extLst
"""
_INSIDE = {  # what may stand where; in elements that are not listed, anything
    "": frozenset({"worksheet"}),
    "worksheet": frozenset(_TOP.split()),
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
        self._content = Content("n", "0")
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
            self._content.formula = True
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
            if self._content.stated is not None:
                self._refuse_cell()
            self._content.stated = "".join(self._buffer or ())
            self._buffer = None
        elif name == "t" and self._buffer is not None:
            text = "".join(self._buffer)
            self._content.inline = (self._content.inline or "") + (text if self._keep else text.strip(SPACE))
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
        self._content = Content(attributes.get("t", "n"), attributes.get("s", "0"))
        if self._column >= COLUMNS:
            self._refuse_cell()

    def _new_column(self, given: str) -> int:
        """The column of an address in letters that were not met before."""
        match = REFERENCE.fullmatch(given)
        if match is None or match[2] != self._row_number:
            self._refuse_cell()
        return self._columns.setdefault(match[1], position(match[1]))

    def _end_cell(self) -> None:
        try:
            cell = self._content.value(self._context)
        except ValueError:
            self._refuse_cell()
        if cell is not None:
            if self.grid.has(self._row, self._column):
                self._refuse_cell()  # one cell twice
            self.grid.put(self._row, self._column, cell)

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
