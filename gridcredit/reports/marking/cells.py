"""Marks on cells: a colour and a comment. Marks of an earlier check are known by these and taken off."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy
from itertools import product
from typing import Any

from openpyxl.comments import Comment
from openpyxl.styles import Color, Font, PatternFill
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet.worksheet import Worksheet

from gridcredit.findings import ERROR, WARNING
from gridcredit.i18n import _
from gridcredit.ingest.words import OURS, plain
from gridcredit.reports import labels
from gridcredit.reports.marking.request import Told
from gridcredit.reports.marking.texts import clean, lines_of

AUTHOR = "gridcredit"
HEADING = "【gridcredit】"
# Shades that no palette offers, so that a clerk's own colours are never taken for ours.
FILLS: Mapping[str, PatternFill] = {
    ERROR: PatternFill("solid", fgColor="FFFFB9B1"),
    WARNING: PatternFill("solid", fgColor="FFFFEE9B"),
}
INK = "FF3A0203"
"""Of text that stood in a light colour, and would not be seen on ours."""

Place = tuple[int, int]
"""Row and column, from 1."""

COMMENTS_LIMIT = 5_000
"""LibreOffice opens 5,000 comments in seconds, 20,000 in a minute."""

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_BOX_WIDTH, _BOX_COLUMNS, _LINE_HEIGHT, _BOX_HEIGHTS = 330, 46, 19, (60, 460)  # in pixels; columns of the text
_ADDRESS = re.compile(r"([A-Z]{1,3})?([1-9]\d{0,6})(?::[A-Z]{1,3}\d+)?")
_EARLIER = re.compile(rf"\n*{HEADING}\n(?:[●→] .*(?:\n|$))*")
_LIGHT = 0.55


def unmark(book: Any) -> None:
    """Take off what an earlier check left: its sheet, colours and comments. A clerk's own words stay."""
    for sheet in list(book.worksheets):
        if plain(sheet.title) in OURS:
            book.remove(sheet)
    ours = {fill.fgColor.rgb for fill in FILLS.values()}
    fills = {
        number for number, fill in enumerate(book._fills) if fill.fill_type == "solid" and fill.fgColor.rgb in ours
    }
    for sheet in book.worksheets:
        for cell in sheet._cells.values():
            if cell.has_style and cell._style.fillId in fills:
                cell.fill = PatternFill()
                if cell.font.color is not None and cell.font.color.rgb == INK:
                    cell.font = _recoloured(cell.font, None)
            if cell.comment is not None:
                _keep_theirs(cell, cell.comment)


def _keep_theirs(cell: Any, comment: Comment) -> None:
    text = comment.text.replace("\r\n", "\n")
    text = _EARLIER.sub("\n", text).strip("\n") if HEADING in text else text
    cell.comment = _box(text, comment.author) if text else None


def mark(sheet: Worksheet, findings: Sequence[Told], comments: int) -> int:
    """Colour the sheet's cells that the findings name, and comment at most so many; returns how many they name."""
    by_cell: dict[Place, list[Told]] = {}
    placed = [(place, finding) for finding in findings if (place := place_of(finding.cell))]
    shown = _shown_at(sheet, {place for place, _finding in placed})
    for place, finding in placed:
        by_cell.setdefault(shown.get(place, place), []).append(finding)
    for number, ((row, column), found) in enumerate(by_cell.items()):
        cell = sheet.cell(row, column)
        severity = ERROR if any(finding.severity == ERROR for finding in found) else WARNING
        cell.fill = FILLS[severity]
        if cell.font.color is not None and _is_light(cell.font.color):
            cell.font = _recoloured(cell.font, INK)
        if number < comments:
            _comment(cell, found)
    return len(by_cell)


def place_of(address: str) -> Place | None:
    """``D15`` → (15, 4); a row's number alone is its first cell; None where it names no cell."""
    match = _ADDRESS.fullmatch(address)
    if match is None:
        return None
    row, column = int(match[2]), column_index_from_string(match[1]) if match[1] else 1
    return (row, column) if row <= LAST_ROW and column <= LAST_COLUMN else None


def _shown_at(sheet: Worksheet, places: Collection[Place]) -> dict[Place, Place]:
    """Those of the places that lie under a merged cell, with the place where it is shown. An area may be huge."""
    shown: dict[Place, Place] = {}
    for area in sheet.merged_cells.ranges:
        rows, columns = range(area.min_row, area.max_row + 1), range(area.min_col, area.max_col + 1)
        if len(rows) * len(columns) < len(places):
            inside = [place for place in product(rows, columns) if place in places]
        else:
            inside = [(row, column) for row, column in places if row in rows and column in columns]
        shown |= dict.fromkeys(inside, (area.min_row, area.min_col))
    return shown


def _comment(cell: Any, findings: Iterable[Told]) -> None:
    ours = "\n".join((HEADING, *dict.fromkeys(line for finding in findings for line in _lines(finding))))
    theirs = cell.comment
    if theirs is None:
        cell.comment = _box(ours, AUTHOR)
    else:
        cell.comment = _box(f"{theirs.text.rstrip()}\n\n{ours}", theirs.author)


def _lines(finding: Told) -> Iterator[str]:
    severity = labels.word(labels.SEVERITY, finding.severity)
    yield "● " + clean(_("{severity}: {message}").format(severity=severity, message=finding.message))
    yield "→ " + clean(finding.remedy)


def _box(text: str, author: str | None) -> Comment:
    least, most = _BOX_HEIGHTS
    height = min(most, max(least, _LINE_HEIGHT * (1 + lines_of([text], _BOX_COLUMNS))))
    return Comment(clean(text), author or AUTHOR, height=height, width=_BOX_WIDTH)


def _recoloured(font: Any, rgb: str | None) -> Font:
    changed: Font = copy(font)
    changed.color = Color(rgb=rgb) if rgb else None
    return changed


def _is_light(color: Color) -> bool:
    if color.type == "theme":
        return color.theme in (0, 2)  # the theme's two light colours
    if color.type == "indexed":
        return color.indexed in (1, 9)
    red, green, blue = (int(color.rgb[at : at + 2], 16) for at in (2, 4, 6))
    return (0.299 * red + 0.587 * green + 0.114 * blue) / 255 > _LIGHT
