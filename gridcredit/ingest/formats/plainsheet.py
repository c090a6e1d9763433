"""Sheets of the plain form (``plainform``), read by python-calamine, which is fast.

What is left to check here is the order of rows, how far they reach, and that as many values came out as went in.
python-calamine gets a package that we made, with nothing in it but sheets' data, the texts, and styles that say which
numbers are dates; it reads a sheet once its form is proved, beside the proof of the next one, since it lets other
threads run. It shows errors and formulas without result as blank; they are marked afterwards.
"""

import re
import zipfile
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import time, timedelta
from io import BytesIO
from itertools import chain
from time import sleep
from typing import Any

from gridcredit.ingest.formats import plainform
from gridcredit.ingest.formats.grid import position
from gridcredit.ingest.formats.strings import MAIN, Strings
from gridcredit.ingest.workbook import FIRST_ROWS, Cell, Trouble

LATE_FROM = 1 << 20  # bytes of a sheet's data; smaller ones are read at once
TABLE_LIMIT = 5_000_000  # cells, blank ones too: python-calamine holds a whole rectangle
LETTERS = 26
HANDOVER_SECONDS = 0.002
NO_RESULT = "FORMULA_WITHOUT_VALUE"
_OPEN, _CLOSE = b"<sheetData>", b"</sheetData>"
_HEAD = f'<worksheet xmlns="{MAIN[0]}"><sheetData>'.encode()
_TAIL = b"</sheetData></worksheet>"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGES = "http://schemas.openxmlformats.org/package/2006"


@dataclass(frozen=True, slots=True)
class Part:
    """A sheet's part in two: its data, and the ``frame`` around it."""

    data: bytes
    frame: bytes


@dataclass(frozen=True, slots=True)
class PlainSheet:
    """What the plain form of a sheet tells before it is read.

    ``troubles`` are cells (row, column) without a value; ``values`` is how many cells have one, ``height`` at most the rows up to the last of them.
    """

    hidden_rows: frozenset[int]
    troubles: dict[tuple[int, int], str]
    values: int
    height: int


def cut(xml: bytes) -> Part | None:
    """The part in two, where it has one place for data that could be in plain form."""
    start, end = xml.find(_OPEN) + len(_OPEN), xml.rfind(_CLOSE)
    if not len(_OPEN) <= start <= end or plainform.OTHER_ENCODING.match(xml):
        return None
    return Part(xml[start:end], xml[:start] + xml[end:])


def first_rows(part: Part) -> Part | None:
    """The first rows of a part that is so large that they are worth to be had before the others."""
    if len(part.data) < LATE_FROM:
        return None
    others = (row.start() for row in plainform.ROW.finditer(part.data) if int(row[1]) > FIRST_ROWS)
    end = next(others, None)
    return Part(part.data[:end], b"") if end else None


def recognise(data: bytes, recalculates: bool) -> PlainSheet | None:
    """The sheet if its data is in plain form; ``recalculates``: zeros of formulas are no results."""
    match = plainform.DATA.fullmatch(data)
    if match is None:
        return None
    has = {name for name, found in match.groupdict().items() if found is not None}
    numbers = list(map(int, plainform.ROWS.findall(data)))
    height = _height(data)
    if not all(map(int.__lt__, numbers, numbers[1:])) or height * _width(data, "wide" in has) > TABLE_LIMIT:
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
    return PlainSheet(frozenset(hidden), troubles, values, height)


@dataclass(slots=True)
class Asked:
    """A sheet of proved form that python-calamine was asked for; ``rows`` are there once they were waited for."""

    part: Part
    plain: PlainSheet
    answer: Future[Any] | None
    rows: list[list[Cell]] | None = None


class FastReader:
    """python-calamine at work in a thread of its own on ``parts``, each of which may be asked for once it is proved."""

    def __init__(self, parts: Sequence[Part], strings: Strings, styles: bytes, epoch: int) -> None:
        self._numbers = {id(part): number for number, part in enumerate(parts)}
        self._strings = strings
        self._thread = ThreadPoolExecutor(1)
        texts = strings.plain() if parts else None
        self._book = None
        if texts is not None:
            from python_calamine import CalamineWorkbook

            file = _package(parts, texts, styles, epoch)
            self._book = self._thread.submit(CalamineWorkbook.from_filelike, file)
            _let_begin()

    def ask(self, part: Part, recalculates: bool) -> Asked | None:
        """Begin to read one of the parts, if its form is proved; ``recalculates``: zeros of formulas are no results."""
        plain = recognise(part.data, recalculates)
        if plain is None:
            return None
        book, number = self._book, self._numbers[id(part)]
        answer = self._thread.submit(lambda: book.result().get_sheet_by_index(number)) if book else None
        _let_begin()
        return Asked(part, plain, answer)

    def rows(self, asked: Asked) -> list[list[Cell]] | None:
        """The rows of a sheet that was asked for; None where they are not all that the sheet holds."""
        if asked.rows is None and asked.answer is not None:
            answer, asked.answer = asked.answer, None
            try:
                rows: list[list[Any]] = answer.result().to_python(skip_empty_area=False)
            except MemoryError:
                raise
            except BaseException:  # panics are no Exceptions; the exact reader will tell what is wrong, and where
                return None
            _mark(rows, asked.plain.troubles)
            asked.rows = rows if _is_whole(rows, asked.plain, asked.part.data, self._strings) else None
            asked.part = Part(b"", asked.part.frame)
        return asked.rows

    def close(self) -> None:
        """Ask for no more; what was asked for is still read."""
        self._thread.shutdown(wait=False)


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


def _is_whole(rows: list[list[Any]], plain: PlainSheet, data: bytes, strings: Strings) -> bool:
    """Whether all values came out. Times of day are left to the exact reader, since negative days come out as such."""
    cells = list(chain.from_iterable(rows))
    filled = len(cells) - cells.count("") - len(plain.troubles)
    empty = sum(data.count(b't="s"><v>%d</v>' % number) for number in strings.empty())
    return filled == plain.values - empty and not {time, timedelta} & set(map(type, cells))


def _let_begin() -> None:
    """Let the other thread enter python-calamine; the next proof, one long match, would not let it."""
    sleep(HANDOVER_SECONDS)


def _package(parts: Sequence[Part], texts: bytes, styles: bytes, epoch: int) -> BytesIO:
    """A package, not compressed, that holds the sheets and what they refer to."""
    numbers = range(1, len(parts) + 1)
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
        for number, part in zip(numbers, parts):
            with package.open(f"xl/worksheets/sheet{number}.xml", "w") as file_of_part:
                for piece in (_HEAD, part.data, _TAIL):
                    file_of_part.write(piece)
    file.seek(0)
    return file
