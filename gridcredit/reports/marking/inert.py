"""A workbook as sent, with nothing live in it: results instead of formulas, no links, macros or connections."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import IO, Any
from xml.etree.ElementTree import iterparse
from zipfile import ZipFile

from openpyxl.cell.text import Text
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.reader.excel import ExcelReader
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet._reader import WorkSheetParser
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS

from gridcredit.ingest.workbook import Sheet, Trouble
from gridcredit.ingest.workbook import Workbook as Read
from gridcredit.reports.marking.texts import keep_digits, put_text

AREA_LIMIT = 2_000_000
"""Cells that links may span together, or a workbook hold: openpyxl makes an object of each."""

_SPANNING = re.compile(rb"""<(?:\w+:)?hyperlink\s[^>]*?\bref\s*=\s*["']([A-Z]+)(\d+):([A-Z]+)(\d+)""")
_REFERENCE = r"(?:(?:'[^'\[\]]+'|[\w.]+)!)?\$?[A-Z]{0,3}\$?\d*(?::\$?[A-Z]{0,3}\$?\d*)?"
_PLAIN_LIST = re.compile(rf"""=?(?:"[^"]*"|-?\d+(?:\.\d+)?|{_REFERENCE}|[^\W\d][\w.]*|INDIRECT\({_REFERENCE}\))""")
_PLAIN_NAME = re.compile(rf"{_REFERENCE}(?:,{_REFERENCE})*")


class TooLarge(Exception):
    """The workbook spans more cells than are marked safely."""


class _Reader(ExcelReader):
    """Reads results, each to be written back as it stood: dates stay the numbers that they are, and what merged cells
    cover, which openpyxl would drop, stays below them.
    """

    def read_strings(self) -> None:
        """As they stand in the file: openpyxl would take the escape off what only looks like an escape."""
        package: Any = self.package
        part = package.find(SHARED_STRINGS)
        if part is not None:
            with self.archive.open(part.PartName[1:]) as xml:
                self.shared_strings = list(_texts(xml))

    def read_workbook(self) -> None:
        super().read_workbook()
        names: Any = self.parser.defined_names  # type: ignore[attr-defined]
        names.definedName = [name for name in names.definedName if _is_plain(name)]

    def read_worksheets(self) -> None:
        book: Any = self.wb
        book._date_formats = book._timedelta_formats = set()
        make = book.create_sheet

        def create_sheet(name: str) -> Any:
            sheet = make(name)
            sheet._clean_merge_range = lambda _area: None
            return sheet

        book.create_sheet = create_sheet
        super().read_worksheets()
        del book.create_sheet

    def parts(self) -> Iterator[tuple[str, str]]:
        """The worksheets' names and parts."""
        for sheet, rel in self.parser.find_sheets():
            if rel.target in self.valid_files and "chartsheet" not in rel.Type:
                yield sheet.name, rel.target


def _texts(xml: IO[bytes]) -> Iterator[str]:
    text: Any = Text
    for _end, node in iterparse(xml):
        if node.tag == f"{{{SHEET_MAIN_NS}}}si":
            yield text.from_tree(node).content
            node.clear()


def as_sent(data: bytes, read: Read) -> tuple[Workbook, dict[str, Worksheet]]:
    """The workbook in ``data`` and its sheets by name; ``read`` is what it was read as.

    Raises ``TooLarge``, or whatever openpyxl does where it cannot read it.
    """
    _measure(data)
    reader = _Reader(BytesIO(data), data_only=True, keep_links=False)
    reader.read()
    book = reader.wb
    for chart in list(book.chartsheets):
        book.remove(chart)
    _show_lost_formulas(data, reader, read)
    for sheet in book.worksheets:
        _make_inert(sheet)
    book.iso_dates = True  # only cells that held a date as text are dates here; they stay that
    book.template = False
    return book, {sheet.title: sheet for sheet in book.worksheets}


def _measure(data: bytes) -> None:
    area = 0
    with ZipFile(BytesIO(data)) as package:
        for name in package.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                for left, top, right, bottom in _SPANNING.findall(package.read(name)):
                    area += (_number(right) - _number(left) + 1) * (int(bottom) - int(top) + 1)
    if area > AREA_LIMIT:
        raise TooLarge


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters[:4]:
        number = number * 26 + letter - 64
    return number


def _show_lost_formulas(data: bytes, reader: _Reader, read: Read) -> None:
    """Where a formula has no result that counts, write it as the text that it is."""
    lost = {sheet.name: places for sheet in read.sheets if (places := set(_lost(sheet)))}
    with ZipFile(BytesIO(data)) as package:
        for (name, part), sheet in zip(reader.parts(), reader.wb.worksheets, strict=True):
            if name not in lost:
                continue
            with package.open(part) as xml:
                for _row, cells in WorkSheetParser(xml, reader.shared_strings).parse():
                    for found in cells:
                        place = found["row"], found["column"]
                        if place in lost[name] and found["data_type"] == "f":
                            put_text(sheet.cell(*place), _text_of(found["value"]))


def _lost(sheet: Sheet) -> Iterator[tuple[int, int]]:
    for row, cells in enumerate(sheet.rows, start=1):
        for column, cell in enumerate(cells, start=1):
            if isinstance(cell, Trouble) and cell.code == "FORMULA_WITHOUT_VALUE":
                yield row, column


def _text_of(formula: object) -> str:
    """Of a formula that stands in one cell, or of one over several cells."""
    return formula if isinstance(formula, str) else getattr(formula, "text", None) or "="


def _make_inert(sheet: Any) -> None:
    for cell in sheet._cells.values():
        if cell.hyperlink is not None and not _leads_inside(cell.hyperlink):
            cell.hyperlink = None
        if cell.data_type == "n" and cell.value is not None:
            keep_digits(cell, cell.value)
    for table in list(sheet.tables.values()):
        if table.tableType not in (None, "worksheet") or table.connectionId:
            del sheet.tables[table.displayName]
        for column in table.tableColumns:
            column.calculatedColumnFormula = column.totalsRowFormula = column.totalsRowFunction = None
    validations = sheet.data_validations
    validations.dataValidation = [rule for rule in validations.dataValidation if _is_harmless(rule)]
    sheet.conditional_formatting = ConditionalFormattingList()
    sheet._charts, sheet._images, sheet._pivots = [], [], []
    sheet.scenarios = None


def _leads_inside(link: Hyperlink) -> bool:
    return not link.target and link.location is not None and _PLAIN_NAME.fullmatch(link.location) is not None


def _is_harmless(rule: DataValidation) -> bool:
    formulas = [formula for formula in (rule.formula1, rule.formula2) if formula]
    return rule.type != "custom" and all(_PLAIN_LIST.fullmatch(formula.strip()) for formula in formulas)


def _is_plain(name: DefinedName) -> bool:
    special = name.function or name.vbProcedure or name.xlm or name.hidden
    return not special and name.value is not None and _PLAIN_NAME.fullmatch(name.value) is not None
