"""Number formats that show dates, and day numbers as dates."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from gridcredit.ingest.workbook import Cell

NUMBER, DATE, DURATION = "number", "date", "duration"
# Built-in formats; 27-36 and 50-58 are the dates of East Asian editions.
BUILT_IN = {
    **dict.fromkeys((*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)), DATE),
    46: DURATION,
}
_LITERAL = re.compile(r'"[^"]*"?|\\.|[_*].|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.IGNORECASE)
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_EXPONENT = re.compile(r"e[+-]", re.IGNORECASE)
_DATE_LETTERS = re.compile(r"[ymdhse]|aaa", re.IGNORECASE)  # e is the year of an era, aaa a day of the week
_GENERAL = re.compile(r"general|g/通用格式", re.IGNORECASE)
_DAYS_IN_ERA = {1900: (date(1899, 12, 30), 2_958_466), 1904: (date(1904, 1, 1), 2_957_004)}


def kind_of(code: str) -> str:
    """What a number format such as ``yyyy"年"m"月"d"日"`` shows: a number, a date (or time), or a duration."""
    shown = _GENERAL.sub("", _LITERAL.sub("", code.split(";")[0]))
    if _ELAPSED.search(shown):
        return DURATION
    return DATE if _DATE_LETTERS.search(_EXPONENT.sub("", shown)) else NUMBER


def kinds(formats: Sequence[int], codes: dict[int, str]) -> list[str]:
    """The kind of each cell format, given its number format's id; ``codes`` are the workbook's own."""
    known: dict[int, str] = {}
    for number in formats:
        if number not in known:
            known[number] = kind_of(codes[number]) if number in codes else BUILT_IN.get(number, NUMBER)
    return [known[number] for number in formats]


def dated(number: float, kind: str, epoch: int) -> Cell:
    """A day number as a date, a date with a time, or a time or duration (as text); a number that is none stays."""
    zero, end = _DAYS_IN_ERA[epoch]
    if kind == NUMBER or not 0 <= number < end:
        return number
    days = int(number)
    moment = timedelta(milliseconds=min(round((number - days) * 86_400_000), 86_399_999))
    if kind == DURATION:
        return str(timedelta(days) + moment)
    clock = (datetime.min + moment).time()
    if days == 0 and (epoch == 1900 or clock != time()):
        return str(clock)
    if epoch == 1900 and days < 60:  # Excel counts a 29 February 1900 that never was
        days += 1
    day = zero + timedelta(days)
    return day if clock == time() else datetime.combine(day, clock)
