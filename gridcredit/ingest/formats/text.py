"""What a text may be in a cell, whatever the format."""

import re

from gridcredit.ingest.workbook import Cell, Trouble

LONGEST = 32_767  # characters in a cell, Excel's own limit
ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!"})
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TYPED_AS_TEXT = re.compile(r'="([^"]*)"')


def cell_of(text: str) -> Cell:
    """The text, or the trouble with it: error words are no content, and control characters are damage."""
    if len(text) > LONGEST:
        return Trouble("TEXT_TOO_LONG")
    if text.startswith("#") and text in ERRORS:
        return Trouble("ERROR_CELL")
    return Trouble("TEXT_DAMAGED") if _NO_TEXT.search(text) else text


def typed(text: str) -> Cell:
    """``cell_of`` for formats that know only text, where ``="007"`` keeps a spreadsheet from making a number of it."""
    match = _TYPED_AS_TEXT.fullmatch(text)
    return cell_of(match[1] if match else text)
