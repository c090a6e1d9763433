"""Saves a marked workbook in memory: openpyxl by itself leaves plain temporary files behind when it is killed.

Each comment gets a box beside its cell; openpyxl leaves all of them at the top of the sheet.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from typing import Any
from xml.etree import ElementTree
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl.comments.comment_sheet import CommentSheet
from openpyxl.packaging.relationship import Relationship
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter
from openpyxl.xml.functions import tostring

DEFAULT_WIDTH, DEFAULT_HEIGHT = 8.43, 15.0
LAST_ROW, LAST_COLUMN = 1_048_575, 16_383
INDENT = (15, 2)
"""How far, in pixels, a box stands right of its cell and below the cell's top."""

_VML = "{urn:schemas-microsoft-com:vml}"
_EXCEL = "{urn:schemas-microsoft-com:office:excel}"
_SIZE = re.compile(r"width:(\d+)px;\s*height:(\d+)px")


def to_bytes(book: Workbook) -> bytes:
    output = BytesIO()
    book.properties.modified = datetime.now(UTC).replace(tzinfo=None)
    _Writer(book, ZipFile(output, "w", ZIP_DEFLATED, allowZip64=True)).save()
    return output.getvalue()


class _Writer(ExcelWriter):
    _archive: ZipFile
    _comments: list[CommentSheet]

    def write_worksheet(self, ws: Any) -> None:
        out = BytesIO()
        writer: Any = WorksheetWriter(ws, out)
        writer.write()
        ws._rels = writer._rels
        self._archive.writestr(ws.path[1:], out.getvalue())
        self.manifest.append(ws)

    def _write_comment(self, ws: Any) -> None:
        notes = CommentSheet.from_comments(ws._comments)  # type: ignore[no-untyped-call]
        self._comments.append(notes)
        notes._id = len(self._comments)
        self._archive.writestr(notes.path[1:], tostring(notes.to_tree()))
        self.manifest.append(notes)
        ws.legacy_drawing = f"xl/drawings/commentsDrawing{notes._id}.vml"
        self._archive.writestr(ws.legacy_drawing, _beside_cells(notes.write_shapes(None), ws))
        ws._rels.append(Relationship(Id="comments", type=notes._rel_type, Target=notes.path))


def _beside_cells(shapes: bytes, sheet: Worksheet) -> bytes:
    """Give each comment's box its place: the cells in which its corners stand, and how far inside."""
    root = ElementTree.fromstring(shapes)
    widths, heights = _widths(sheet), _heights(sheet)
    for shape in root.iter(f"{_VML}shape"):
        data = shape.find(f"{_EXCEL}ClientData")
        size = _SIZE.search(shape.get("style", ""))
        if data is None or size is None:
            continue
        row, column = (int(data.findtext(_EXCEL + name, "0")) for name in ("Row", "Column"))
        left = min(column + 1, LAST_COLUMN)
        corners: tuple[int, ...] = (
            left,
            INDENT[0],
            row,
            INDENT[1],
            *_walk(widths, left, INDENT[0] + int(size[1]), LAST_COLUMN),
        )
        corners += _walk(heights, row, INDENT[1] + int(size[2]), LAST_ROW)
        anchor = ElementTree.Element(f"{_EXCEL}Anchor")
        anchor.text = ", ".join(map(str, corners))
        data.insert(2, anchor)
    return ElementTree.tostring(root)


def _walk(size: Callable[[int], int], first: int, pixels: int, last: int) -> tuple[int, int]:
    """The column or row (from 0) that is so many pixels from the start of ``first``, and how far inside of it."""
    while pixels > size(first) and first < last:
        pixels -= size(first)
        first += 1
    return first, pixels


def _widths(sheet: Worksheet) -> Callable[[int], int]:
    spans = [(d.min, d.max, 0 if d.hidden else d.width) for d in sheet.column_dimensions.values() if d.min and d.max]
    usual = sheet.sheet_format.defaultColWidth or DEFAULT_WIDTH

    @cache
    def width(column: int) -> int:
        found = (width for first, last, width in spans if first <= column + 1 <= last)
        return max(1, int(7 * next(found, usual) + 5))

    return width


def _heights(sheet: Worksheet) -> Callable[[int], int]:
    usual = sheet.sheet_format.defaultRowHeight or DEFAULT_HEIGHT

    @cache
    def height(row: int) -> int:
        dimension = sheet.row_dimensions.get(row + 1)
        points = 0 if dimension and dimension.hidden else dimension.height if dimension else usual
        return max(1, int((usual if points is None else points) * 4 / 3))

    return height
