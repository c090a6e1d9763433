"""Values as they are written into cells and comments, to be read again as what they were."""

import re
from collections.abc import Iterable

from openpyxl.cell.cell import Cell, MergedCell

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LIKE_AN_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def clean(text: str) -> str:
    """Characters that no Excel file may hold become U+FFFD."""
    return _UNWRITABLE.sub("\ufffd", text)


def put_text(cell: Cell | MergedCell, text: str) -> None:
    """Write a text that stays one, whatever it begins with."""
    cell.value = _LIKE_AN_ESCAPE.sub("_x005F_", clean(text)).replace("\r", "_x000D_")
    cell.data_type = "s"


def keep_digits(cell: Cell | MergedCell, number: float) -> None:
    """Write all digits of a number; openpyxl writes 16, and some take 17."""
    cell.value = number
    if float(f"{number:.16g}") != number:
        cell.value = repr(float(number))
        cell.data_type = "n"


def width_of(text: str) -> int:
    """In columns of a terminal or a cell; Chinese characters take two."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)


def lines_of(texts: Iterable[str], width: int) -> int:
    """How many lines the texts take, each begun on a new one."""
    return sum(max(1, -(-width_of(line) // width)) for text in texts for line in text.split("\n"))
