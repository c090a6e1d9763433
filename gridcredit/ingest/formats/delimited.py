"""Text files: CSV and its like, in the encodings and with the delimiters that are in use."""

import csv
import re
from collections import Counter
from collections.abc import Sequence
from io import StringIO
from itertools import pairwise
from operator import itemgetter

from gridcredit.ingest.formats.grid import Budget, Grid
from gridcredit.ingest.formats.text import typed
from gridcredit.ingest.workbook import FileRefused, Sheet, Trouble

DELIMITERS = ",;\t|：，"
FIELD_LIMIT = 1 << 20
SHORT_ROWS = 0.3
CLEARLY = 1.2
EVEN = 0.5
_BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\x84\x31\x95\x33": "gb18030"}
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\ue000-\uf8ff\ufffe\uffff]")  # with characters of private use


def decode(data: bytes) -> str:
    """The text: UTF-16 by its mark, UTF-8, or else gb18030. Raises ``FileRefused`` where it is none of them."""
    known = next((name for mark, name in _BOMS.items() if data.startswith(mark)), None)
    if known is None and b"\0" in data:
        raise FileRefused("FILE_NOT_WORKBOOK")
    for encoding in (known,) if known else ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding).removeprefix("\ufeff")
        except UnicodeDecodeError:
            continue
        if encoding == "gb18030" and (_NOT_TEXT.search(text) or _is_damaged_utf8(data)):
            break
        return text
    raise FileRefused("FILE_ENCODING")


def _is_damaged_utf8(data: bytes) -> bool:
    """Whether most of what is not ASCII would be UTF-8: then gb18030 makes other characters of it."""
    beyond = sum(byte > 127 for byte in data[:100_000])
    kept = data[:100_000].decode("utf-8", "ignore").encode()
    return beyond > 0 and sum(byte > 127 for byte in kept) * 2 > beyond


def read(text: str, name: str) -> Sheet:
    """The table; a row whose fields cannot be told apart has no readable cell. Raises ``FileRefused``."""
    rows, width = _split(text)
    broken = _broken_rows(rows, width)
    grid = Grid(name, Budget())
    for number, fields in enumerate(rows):
        for position, field in enumerate(fields):
            if number in broken:
                grid.put(number, position, Trouble("ROW_SHIFTED"))
            elif field:
                grid.put(number, position, typed(field))
    return grid.sheet()


def _split(text: str) -> tuple[list[list[str]], int]:
    """The rows by the delimiter that splits them most evenly, and their usual width."""
    if stated := _SEPARATOR_LINE.match(text):
        rows = _fields(text[stated.end() :], stated[1])
        return rows, _usual_width(rows)[0]
    candidates = []
    faults: list[tuple[int, FileRefused]] = []
    for delimiter in filter(text.__contains__, DELIMITERS):
        try:
            rows = _fields(text, delimiter)
        except FileRefused as fault:
            faults.append((text.count(delimiter), fault))
            continue
        width, share = _usual_width(rows)
        if width > 1:
            candidates.append((share * (width - 1), share, rows, width))
    candidates.sort(key=lambda candidate: candidate[0], reverse=True)
    if faults and (not candidates or candidates[0][1] < EVEN):
        raise max(faults, key=itemgetter(0))[1]
    if not candidates:
        raise FileRefused("FILE_NOT_WORKBOOK")
    if len(candidates) > 1 and candidates[0][0] < CLEARLY * candidates[1][0]:
        raise FileRefused("FILE_DELIMITER")
    return candidates[0][2:]


def _fields(text: str, delimiter: str) -> list[list[str]]:
    csv.field_size_limit(FIELD_LIMIT)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return list(reader)
    except csv.Error:
        raise FileRefused("FILE_QUOTES", line=reader.line_num) from None


def _usual_width(rows: Sequence[Sequence[str]]) -> tuple[int, float]:
    """The width of most filled rows, and the share of those that have it."""
    widths = Counter(len(row) for row in rows if any(row))
    if not widths:
        raise FileRefused("FILE_EMPTY")
    width, times = max(widths.items(), key=lambda item: (item[1], item[0]))
    return width, times / widths.total()


def _broken_rows(rows: Sequence[Sequence[str]], width: int) -> set[int]:
    """Rows with values beyond the table, as a comma in an amount makes them, and halves of rows broken in two.

    Where many rows are short, the file leaves out blank fields at their ends, and no halves can be told.
    """
    broken = {number for number, row in enumerate(rows) if any(row[width:])}
    body = next(number for number, row in enumerate(rows) if len(row) == width)
    short = [number for number, row in enumerate(rows) if number > body and 0 < len(row) < width]
    if len(short) > SHORT_ROWS * (len(rows) - body):
        return broken
    for first, second in pairwise(short):
        if second == first + 1 and len(rows[first]) + len(rows[second]) == width + 1:
            broken |= {first, second}
    return broken
