"""Dates as they are written, year first; what leaves the day open is refused by what it lacks."""

import re
from datetime import date, datetime, timedelta

from gridcredit.ingest.unreadable import Unreadable, half_width, tight
from gridcredit.ingest.workbook import Cell

SERIAL_ZERO = {1900: date(1899, 12, 30), 1904: date(1904, 1, 1)}
FIRST_SERIAL, LAST_SERIAL = 10_000, 99_999  # 1927 to 2173; smaller numbers are years or slips
FIRST_YEAR, LAST_YEAR = 1901, 2199  # a slip such as 5 in a cell set to dates is shown as a day of 1900

_TIME = re.compile(r"(?:\s+|T|(?<=[日号]))[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?$")
_SIGNS = str.maketrans({"—": "-", "–": "-", "‐": "-", "‑": "-", "−": "-", "。": "."})
_DATE = re.compile(
    r"([0-9]{4})(?:-([0-9]{1,2})-([0-9]{1,2})|/([0-9]{1,2})/([0-9]{1,2})|\.([0-9]{1,2})\.([0-9]{1,2})\.?"
    r"| ([0-9]{1,2}) ([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})[日号]?|([0-9]{2})([0-9]{2}))"
)
_CHINESE = re.compile(
    r"([〇零○O0一二三四五六七八九]{4})年(十[一二]?|[一二三四五六七八九])月"
    r"(三十一?|[一二]?十[一二三四五六七八九]?|[一二三四五六七八九])[日号]?"
)
# What it is instead, the first that fits.
_KINDS = (
    (
        "DATE_INCOMPLETE",
        re.compile(
            r"(?:19|20)[0-9]{2}(?:年|[-/.年]?[0-9]{1,2}月?份?)?|[0-9]{1,2}月[0-9]{1,2}[日号]?|[0-9]{1,2}[-/.][0-9]{1,2}"
        ),
    ),
    (
        "DATE_SHORT_YEAR",
        re.compile(r"'?[0-9]{2}(?:[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}[日号]?|(?:0[1-9]|1[0-2])[0-3][0-9])"),
    ),
)


def read_date(cell: Cell, epoch: int) -> date:
    """The day of a date, of a day number counted from ``epoch``, or of a text; raises ``Unreadable``."""
    if isinstance(cell, datetime):
        day = cell.date()
    elif isinstance(cell, date):
        day = cell
    elif isinstance(cell, (int, float)) and not isinstance(cell, bool):
        serial = FIRST_SERIAL <= cell <= LAST_SERIAL and cell == int(cell)
        day = SERIAL_ZERO[epoch] + timedelta(days=int(cell)) if serial else _written(format(cell, ".15g"))
    else:
        day = _written(str(cell))
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Unreadable("DATE_YEAR")
    return day


def _written(text: str) -> date:
    text = text.strip() if text.isascii() else half_width(text).translate(_SIGNS).strip()
    text = tight(_TIME.sub("", text) if ":" in text else text)
    match = _DATE.fullmatch(text)
    try:
        if match is None:
            return _in_numerals(text)
        year, month, day = (int(part) for part in match.groups() if part)
        return date(year, month, day)
    except ValueError:
        kinds = (code for code, pattern in _KINDS if pattern.fullmatch(text))
        raise Unreadable(next(kinds, "DATE_UNREADABLE")) from None


def _in_numerals(text: str) -> date:
    """二〇一六年五月三日; raises ``ValueError``."""
    match = _CHINESE.fullmatch(text)
    if match is None:
        raise ValueError
    digits = "〇一二三四五六七八九"
    year = int("".join(str(max(0, digits.find(sign))) for sign in match[1]))

    def number(words: str) -> int:
        tens, ten, ones = words.rpartition("十")
        return (digits.index(tens) if tens else 1 if ten else 0) * 10 + (digits.index(ones) if ones else 0)

    return date(year, number(match[2]), number(match[3]))
