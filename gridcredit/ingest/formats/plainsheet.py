"""Sheets of the plain form (``plainform``), read by python-calamine, which is fast.

What is left to check here is the order of rows, how far they reach, and that as many values came out as went in.
python-calamine gets a package that we made, with nothing in it but such sheets, the texts, and styles that say which
numbers are dates. It shows errors and formulas without result as blank; they are marked afterwards.
"""

import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time, timedelta
from io import BytesIO
from itertools import chain
from typing import Any

from gridcredit.ingest.formats import plainform
from gridcredit.ingest.formats.grid import position
from gridcredit.ingest.formats.strings import MAIN, Strings
from gridcredit.ingest.workbook import Cell, Trouble

TABLE_LIMIT = 5_000_000  # cells, blank ones too: python-calamine holds a whole rectangle
LETTERS = 26
NO_RESULT = "FORMULA_WITHOUT_VALUE"
_OPEN, _CLOSE = b"<sheetData>", b"</sheetData>"
_HEAD = f'<worksheet xmlns="{MAIN[0]}"><sheetData>'.encode()
_TAIL = b"</sheetData></worksheet>"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGES = "http://schemas.openxmlformats.org/package/2006"


@dataclass(frozen=True, slots=True)
class PlainSheet:
    """A sheet's data in plain form; ``frame`` is the part with its data left out.

    ``troubles`` are cells (row, column) without a value; ``values`` is how many cells have one.
    """

    data: bytes
    frame: bytes
    hidden_rows: frozenset[int]
    troubles: dict[tuple[int, int], str]
    values: int


def recognise(xml: bytes, recalculates: bool) -> PlainSheet | None:
    """The sheet if it is of the plain form; ``recalculates``: zeros of formulas are no results."""
    start = xml.find(_OPEN) + len(_OPEN)
    plain = start >= len(_OPEN) and not plainform.OTHER_ENCODING.match(xml)
    match = plainform.DATA.match(xml, start) if plain else None
    if match is None:
        return None
    data = xml[start : match.end() - len(_CLOSE)]
    numbers = list(map(int, plainform.ROWS.findall(data)))
    has = {name for name, found in match.groupdict().items() if found is not None}
    if not all(map(int.__lt__, numbers, numbers[1:])) or _height(data) * _width(data, "wide" in has) > TABLE_LIMIT:
        return None
    if has & {"text", "inline", "figure", "open", "error"} and not _is_utf8(data):
        return None
    values = data.count(b"<v>")
    if has & {"text", "inline", "open"}:
        values += data.count(b"<is>") - data.count(b"<v></v>")
    troubles = dict.fromkeys(_find(plainform.ERRORS, data) if "error" in has else (), "ERROR_CELL")
    if recalculates and "figure" in has:
        troubles |= dict.fromkeys(_find(plainform.PLACEHOLDERS, data), NO_RESULT)
    values -= len(troubles)
    if "open" in has:
        troubles |= dict.fromkeys(_find(plainform.NO_RESULTS, data), NO_RESULT)
    hidden = {int(number) - 1 for number in plainform.HIDDEN.findall(data)} if "hidden" in has else ()
    return PlainSheet(data, xml[:start] + xml[match.end() - len(_CLOSE) :], frozenset(hidden), troubles, values)


def read(sheets: Sequence[PlainSheet], strings: Strings, styles: bytes, epoch: int) -> list[list[list[Cell]] | None]:
    """The rows of each sheet; None where python-calamine does not give all that the sheet holds."""
    from python_calamine import CalamineWorkbook

    texts = strings.plain() if sheets else None
    if texts is None:
        return [None] * len(sheets)
    package = _package(sheets, texts, styles, epoch)
    found: list[list[list[Cell]] | None] = []
    with CalamineWorkbook.from_filelike(package) as book:
        del package
        for number, sheet in enumerate(sheets):
            try:
                rows: list[list[Any]] = book.get_sheet_by_index(number).to_python(skip_empty_area=False)
            except Exception:  # the exact reader will tell what is wrong, and where
                found.append(None)
                continue
            _mark(rows, sheet.troubles)
            found.append(rows if _is_whole(rows, sheet, strings) else None)
    return found


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return b"\xef\xbf\xbe" not in data and b"\xef\xbf\xbf" not in data


def _height(data: bytes) -> int:
    """The number of the last row that holds a value."""
    last = max(data.rfind(b"<v>"), data.rfind(b"<is>"))
    row = plainform.ROWS.match(data, data.rfind(b'<row r="', 0, last)) if last >= 0 else None
    return int(row[1]) if row else 0


def _width(data: bytes, wide: bool) -> int:
    """The number of columns, at most; ``wide``: some have two letters."""
    return position(max(plainform.WIDE.findall(data)).decode()) + 1 if wide else LETTERS


def _find(pattern: re.Pattern[bytes], data: bytes) -> list[tuple[int, int]]:
    """The cells (row, column) that match."""
    return [(int(number) - 1, position(letters.decode())) for letters, number in pattern.findall(data)]


def _mark(rows: list[list[Any]], troubles: Mapping[tuple[int, int], str]) -> None:
    for (row, column), code in troubles.items():
        rows += ([] for _ in range(row + 1 - len(rows)))
        line = rows[row]
        line += [""] * (column + 1 - len(line))
        line[column] = Trouble(code)


def _is_whole(rows: list[list[Any]], sheet: PlainSheet, strings: Strings) -> bool:
    """Whether all values came out. Times of day are left to the exact reader, since negative days come out as such."""
    cells = list(chain.from_iterable(rows))
    filled = len(cells) - cells.count("") - len(sheet.troubles)
    empty = sum(sheet.data.count(b't="s"><v>%d</v>' % number) for number in strings.empty())
    return filled == sheet.values - empty and not {time, timedelta} & set(map(type, cells))


def _package(sheets: Sequence[PlainSheet], texts: bytes, styles: bytes, epoch: int) -> BytesIO:
    """A package, not compressed, that holds the sheets and what they refer to."""
    numbers = range(1, len(sheets) + 1)
    listed = "".join(f'<sheet name="{number}" sheetId="{number}" r:id="r{number}"/>' for number in numbers)
    targets = "".join(
        f'<Relationship Id="r{number}" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in numbers
    )
    main = f'<Relationship Id="r1" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
    small = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGES}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGES}/relationships">{main}</Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN[0]}" xmlns:r="{_RELATIONS}">'
        f'<workbookPr date1904="{int(epoch == 1904)}"/><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGES}/relationships">{targets}</Relationships>',
    }
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, content in small.items():
            package.writestr(name, content)
        package.writestr("xl/styles.xml", styles)
        package.writestr("xl/sharedStrings.xml", texts)
        for number, sheet in zip(numbers, sheets):
            with package.open(f"xl/worksheets/sheet{number}.xml", "w") as part:
                for piece in (_HEAD, sheet.data, _TAIL):
                    part.write(piece)
    file.seek(0)
    return file
