"""Labels and their values, as 网格员：张三, in sheet 村 and above the headers of the others."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from gridcredit.ingest import words
from gridcredit.ingest.headers import Header
from gridcredit.ingest.words import STANDARD, Vocabulary, plain
from gridcredit.ingest.workbook import Cell, Sheet
from gridcredit.schema import VILLAGE

_OF_MONEY = re.compile(r"(?:人民币|[元十百千万亿美/、,或])+")
# A value ends at a space, but for a name that is spaced out, as 张 三.
_SPACED_NAME = r"[㐀-鿿](?:\s+[㐀-鿿](?![^\s()]))+"
_IN_CELL = re.compile(rf"([^\s:()]+):\s*({_SPACED_NAME}|[^\s:()]++)(?!\s*:)")
_COLON = re.compile(r"[:：]\s*$")
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_BARE_UNIT = re.compile(r"\((?:人民币)?(万元|元)\)")


def find_label(
    rows: Sequence[Sequence[Cell]], name: str, vocabulary: Vocabulary = STANDARD
) -> tuple[int, int, Cell] | None:
    """The value beside the label ``name``: the next filled cell of the row, or the same cell after the colon.

    Returns row index, column index and the cell.
    """
    known = vocabulary.of(name)
    for row, cells in enumerate(rows):
        for position, cell in enumerate(cells):
            if not isinstance(cell, str):
                continue
            if plain(cell) in known:
                beside = next((at for at in range(position + 1, len(cells)) if not blank(cells[at])), None)
                if beside is not None and not is_label(cells[beside], vocabulary):
                    return row, beside, cells[beside]
            else:
                for label, value in pairs_in(cell):
                    if label in known:
                        return row, position, value
    return None


def pairs_in(cell: str) -> list[tuple[str, str]]:
    """Labels and values that share a cell: ``"评议表（网格员：张三） 日期：2016-05-03"``; 最高额度（万元）：30 is one, too."""
    text = unicodedata.normalize("NFKC", cell)
    if ":" not in text:
        return []
    found = _IN_CELL.findall(text) + _IN_CELL.findall(_BRACKETED.sub("", text))
    return [(plain(label), value) for label, value in dict.fromkeys(found)]


def unread_labels(sheet: Sheet, vocabulary: Vocabulary = STANDARD) -> Iterator[tuple[int, int, str]]:
    """Row, column and text of what stands like a label in sheet 村 and is none that is known."""
    for row, cells in enumerate(sheet.rows):
        filled = [position for position, cell in enumerate(cells) if not blank(cell)]
        for position in filled:
            cell = cells[position]
            leads = position == filled[0] and (len(filled) > 1 or (isinstance(cell, str) and pairs_in(cell)))
            if isinstance(cell, str) and (leads or _COLON.search(cell)):
                texts = [label for label, _ in pairs_in(cell)] or [plain(cell)]
                texts = [text for text in (*texts, plain(cell)) if text not in vocabulary.ignored]
                if texts and not any(vocabulary.meaning(text, VILLAGE) for text in texts):
                    yield row, position, " ".join(re.split("[:：]", cell)[0].split())


def stated_unit(sheet: Sheet, header: Header, vocabulary: Vocabulary = STANDARD) -> str | None:
    """The unit stated above the header, as in 单位：万元, or in brackets in the title."""
    above = header.above(sheet)
    found = find_label(above, "amount_unit", vocabulary)
    if found:
        return words.UNITS.get(plain(found[2]))
    in_titles = {
        words.UNITS[unit]
        for cells in above
        if len({str(cell) for cell in cells if not blank(cell)}) == 1
        for cell in cells
        if isinstance(cell, str)
        for unit in _BARE_UNIT.findall(unicodedata.normalize("NFKC", cell))
    }
    return in_titles.pop() if len(in_titles) == 1 else None


def odd_unit(sheet: Sheet, header: Header, vocabulary: Vocabulary = STANDARD) -> tuple[int, int] | None:
    """The cell above the header that states a unit which amounts are not read in."""
    found = find_label(header.above(sheet), "amount_unit", vocabulary)
    odd = found and plain(found[2]) not in words.UNITS and _OF_MONEY.fullmatch(plain(found[2]))
    return (found[0], found[1]) if found and odd else None


def blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def is_label(cell: Cell, vocabulary: Vocabulary) -> bool:
    """Whether the cell is a label, or a label that is known and its value, rather than a value."""
    if not isinstance(cell, str):
        return False
    texts = {plain(cell), *(label for label, _ in pairs_in(cell))}
    known = (vocabulary.of(name) for name in (*(column.name for column in VILLAGE), "officer", "officer_id"))
    return _COLON.search(cell) is not None or any(texts & set(labels) for labels in known)
