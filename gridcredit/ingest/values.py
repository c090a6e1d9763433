"""One cell's content as a value, or the finding code that says why not. Nothing is guessed or repaired."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal

from stdnum.cn import ric

from gridcredit.ingest.amounts import AMOUNT_LIMIT, UNIT_FACTORS, read_amount
from gridcredit.ingest.dates import FIRST_YEAR, LAST_YEAR, read_date
from gridcredit.ingest.unreadable import Unreadable, compact, half_width, tight, visible
from gridcredit.ingest.workbook import Cell, Trouble
from gridcredit.schema import Column, Kind

__all__ = ["Unreadable", "Value", "plain_values", "read"]

OLDEST = 130
BABY_MONTHS = 36
COUNT_LIMIT = 100
DAYS_LIMIT = 36_500
HOUSEHOLDS_LIMIT = 100_000
AREA_LIMIT = 100_000
EXACT_BELOW = 10**15

_AGE = re.compile(r"([0-9]{1,3})(?:周?岁)?|([0-9]{1,2})个月")
_BIRTH_YEAR = re.compile(r"(?:19|20)[0-9]{2}年?生?")
_HOUSEHOLDS = re.compile(r"([0-9]{1,6})户?")
_SHARE = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,2})?)%")
_DAYS = re.compile(r"([0-9]{1,5})天?")
_COUNT = re.compile(r"([0-9]{1,3})(?:口人|[人口])?")
_AREA = re.compile(r"([0-9]+(?:\.[0-9]+)?)([^0-9.]*)")
_AREA_UNITS = {"farmland_mu": ("", "亩"), "floor_area_m2": ("", "平方米", "平米", "平方", "平", "㎡", "m2", "m²")}
_TOGETHER = re.compile(r"\S\s*[、，,;；/\n]\s*\S")
_ID = re.compile(r"[0-9]{17}[0-9X]")
_OLD_ID = re.compile(r"[0-9]{15}")
_MOBILE = re.compile(r"(?:(?:\+|00)?86-?)?(1[0-9]{2})-?([0-9]{4})-?([0-9]{4})")
_PLAIN_MOBILE = re.compile(r"1[0-9]{10}")
_LANDLINE = re.compile(r"(?:0[0-9]{2,3}-?|\(0[0-9]{2,3}\)-?)?[0-9]{7,8}(?:(?:-|转)[0-9]{1,6})?")
_BETWEEN_PHONES = re.compile(r"[、，,;；/\\|\s或和]+")
_ROUNDED = re.compile(r"[0-9](?:\.[0-9]+)?[Ee]\+[0-9]+")
_MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_AS_DATE = re.compile(
    rf"[0-9]{{1,2}}月[0-9]{{1,2}}日|[0-9]{{1,2}}-(?:{_MONTHS})|(?:{_MONTHS})-[0-9]{{2}}", re.IGNORECASE
)

Value = str | int | float | date | None


def read(cell: Cell, column: Column, unit: str = "yuan", epoch: int = 1900) -> Value:
    """The cell's value by the column's kind; ``unit`` is that of bare amounts, ``epoch`` where day numbers start.

    Blank is None; what cannot be read raises ``Unreadable``.
    """
    if isinstance(cell, str):
        cell = visible(cell).strip()
        if cell[:1] == "=":  # so a formula stands in a marked copy where it had no result
            raise Unreadable("FORMULA_WITHOUT_VALUE")
        if not cell or column.kind is Kind.TEXT:
            return cell or None
    elif cell is None:
        return None
    elif isinstance(cell, Trouble):
        raise Unreadable(cell.code)
    elif isinstance(cell, datetime) and cell.time() == time():
        cell = cell.date()
    if column.kind in (Kind.AMOUNT, Kind.FIGURE):
        if cell == "无" and not column.decisive:  # "none" beside debts, loans, income; never beside a rating
            return 0
        try:
            return read_amount(cell, UNIT_FACTORS[unit])
        except Unreadable:
            if column.kind is Kind.AMOUNT:
                raise
    if column.kind is Kind.BALANCE:
        return read_amount(cell, UNIT_FACTORS[unit], whole=False)
    if column.kind is Kind.DATE:
        return read_date(cell, epoch)
    return _READERS[column.kind](cell, column)


# Texts of a kind that are read as they stand, each on a line of its own.
_PLAIN = {
    kind: re.compile(rf"^{text}$", re.MULTILINE)
    for kind, text in {
        Kind.TEXT: "[^ =\n](?:[^\n]*[^ \n])?",
        Kind.KEY: "[A-Za-z0-9]+",
        Kind.PERSON: "[㐀-鿿]{1,10}",
        Kind.PHONE: "1[0-9]{10}",
        Kind.ID_NUMBER: "[0-9]{6}(?:19|20)[0-9]{2}"  # the ends of months are looked at one by one
        "(?:0[1-9]|1[0-2])(?:0[1-9]|1[0-9]|2[0-8])[0-9]{3}[0-9X]",
    }.items()
}
# The check digit by the remainder of the other digits as they are weighted, which is as a number to the base of 13.
_CHECK_DIGITS = "".join(ric.calc_check_digit(f"{'0' * 16}{digit}?") for digit in "0123456789a")
# The largest whole number of a kind that is read as it stands.
_MONEY = (Kind.AMOUNT, Kind.FIGURE, Kind.BALANCE)
_WHOLE = dict.fromkeys(_MONEY, AMOUNT_LIMIT) | {Kind.AGE: OLDEST, Kind.COUNT: COUNT_LIMIT, Kind.DAYS: DAYS_LIMIT}


def plain_values(cells: Collection[Cell], column: Column, unit: str = "yuan") -> dict[Cell, Value]:
    """What ``read`` gives for those of the ``cells`` that are plain, found with one look at all of them.

    Not every cell that can be read is among them; those that are not are to be read one by one. Of equal cells, such as
    1 and True, there must be only one.
    """
    kind = column.kind
    if kind in _PLAIN:
        return {text: text for text in _plain_texts((cell for cell in cells if isinstance(cell, str)), kind)}
    if kind in _WHOLE:
        factor = UNIT_FACTORS[unit] if kind in _MONEY else 1
        most = _WHOLE[kind] // factor
        floats = (cell for cell in cells if type(cell) is float)
        return {cell: int(cell) * factor for cell in floats if 0 <= cell <= most and cell.is_integer()}
    if kind is Kind.DATE:
        return {cell: cell for cell in cells if type(cell) is date and FIRST_YEAR <= cell.year <= LAST_YEAR}
    return {}


def _plain_texts(texts: Iterable[str], kind: Kind) -> list[str]:
    found: list[str] = _PLAIN[kind].findall("\n".join(filter(str.isprintable, texts)))
    if kind is not Kind.ID_NUMBER:
        return found
    return [text for text in found if _CHECK_DIGITS[int(text[:-1], 13) % 11] == text[-1]]


def _text(cell: Cell, _column: Column) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float):
        if abs(cell) >= EXACT_BELOW:
            raise Unreadable("ID_AS_NUMBER")
        return str(int(cell)) if cell.is_integer() else format(cell, ".15g")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, bool):
        raise Unreadable("TEXT_EXPECTED")
    return str(cell)


def _key(cell: Cell, column: Column) -> str:
    if isinstance(cell, str) and cell.isascii() and cell.isalnum():
        return cell
    text = _text(cell, column)
    if isinstance(cell, date) or (isinstance(cell, float) and not (cell.is_integer() and cell > 0)):
        raise Unreadable("TEXT_EXPECTED")
    if _ROUNDED.fullmatch(text):  # what a CSV keeps of a long number
        raise Unreadable("ID_AS_NUMBER")
    if _AS_DATE.fullmatch(text):  # what a CSV keeps of 1-2
        raise Unreadable("TEXT_EXPECTED")
    if not text.isascii() and any(unicodedata.category(sign) == "No" for sign in text):
        raise Unreadable("KEY_UNCLEAR")  # a footnote's mark, as in 12①, would become a digit
    return "".join(unicodedata.normalize("NFKC", text).split())


def _option(cell: Cell, column: Column) -> str:
    assert column.options is not None
    if isinstance(cell, bool):
        cell = "是" if cell else "否"
    if isinstance(cell, str):
        word = "".join(unicodedata.normalize("NFKC", cell).split())
        if word in column.options:
            return column.options[word]
        if word.lower() in column.options:
            return column.options[word.lower()]
        if word.lower() in column.options.values():
            return word.lower()
    elif isinstance(cell, float) and cell.is_integer() and str(int(cell)) in column.options:
        return column.options[str(int(cell))]
    shown = {code: word for word, code in reversed(tuple(column.options.items()))}  # the first word of each
    raise Unreadable("OPTION_UNKNOWN", wanted=" ".join(reversed(shown.values())))


def _age(cell: Cell, column: Column) -> int:
    text = tight(_text(cell, column))
    match = _AGE.fullmatch(text)
    if match is None:
        raise Unreadable("AGE_BIRTH_YEAR" if _BIRTH_YEAR.fullmatch(text) else "AGE_UNREADABLE")
    years, months = match.groups()
    if int(years or 0) > OLDEST or int(months or 0) > BABY_MONTHS:
        raise Unreadable("AGE_UNREADABLE")
    return int(years) if years else int(months) // 12


def _count(cell: Cell, column: Column) -> int:
    match = _COUNT.fullmatch(tight(_text(cell, column)))
    if match is None or int(match[1]) > COUNT_LIMIT:
        raise Unreadable("COUNT_UNREADABLE", limit=COUNT_LIMIT)
    return int(match[1])


def _days(cell: Cell, column: Column) -> int:
    match = _DAYS.fullmatch(tight(_text(cell, column)))
    if match is None or int(match[1]) > DAYS_LIMIT:
        raise Unreadable("COUNT_UNREADABLE", limit=DAYS_LIMIT)
    return int(match[1])


def _households(cell: Cell, column: Column) -> int:
    match = _HOUSEHOLDS.fullmatch(tight(_text(cell, column)))
    if match is None or int(match[1]) > HOUSEHOLDS_LIMIT:
        raise Unreadable("COUNT_UNREADABLE", limit=HOUSEHOLDS_LIMIT)
    return int(match[1])


def _share(cell: Cell, column: Column) -> int:
    """80 %, or 0.8 as spreadsheets keep it, as 8,000; a bare 80 may be meant otherwise and is refused."""
    text = tight(_text(cell, column))
    match = _SHARE.fullmatch(text)
    if match is not None:
        share = Decimal(match[1]) * 100
    elif isinstance(cell, float) and 0 < cell <= 1:
        share = Decimal(text) * 10_000
    else:
        raise Unreadable("SHARE_UNREADABLE")
    if not 0 < share <= 10_000 or share != share.to_integral_value():
        raise Unreadable("SHARE_UNREADABLE")
    return int(share)


def _area(cell: Cell, column: Column) -> float:
    """In the column's own unit; another unit is refused, never converted."""
    match = _AREA.fullmatch(tight(_text(cell, column)))
    if match is None or match[2] not in _AREA_UNITS[column.name] or float(match[1]) > AREA_LIMIT:
        raise Unreadable("AREA_UNREADABLE")
    return float(match[1])


def _person(cell: Cell, column: Column) -> str | None:
    """A person's name; None for a line or a dash that stands for none."""
    text = _text(cell, column)
    if not any(map(str.isalnum, text)):
        return None
    if _TOGETHER.search(text):
        raise Unreadable("PERSONS_TOGETHER")
    return text


def _id_number(cell: Cell, _column: Column) -> str:
    if not isinstance(cell, str):
        raise Unreadable("ID_AS_NUMBER")
    number = cell if _ID.fullmatch(cell) else compact(cell).upper()
    if _OLD_ID.fullmatch(number):
        return _old_id(number)
    if not _ID.fullmatch(number):
        raise Unreadable("ID_LENGTH" if re.fullmatch("[0-9]+X?", number) else "ID_CHARACTERS")
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise Unreadable("ID_CHECK_DIGIT") from None
    if ric.calc_check_digit(number) != number[-1]:
        raise Unreadable("ID_CHECK_DIGIT")
    return number


def _old_id(number: str) -> str:
    """A number of the 15 digits in use until 1999: it has no check digit, only a birth date."""
    try:
        date(1900 + int(number[6:8]), int(number[8:10]), int(number[10:12]))
    except ValueError:
        raise Unreadable("ID_CHECK_DIGIT") from None
    return number


def _phone(cell: Cell, column: Column) -> str:
    """A mobile number as its 11 digits; a landline as written, with its area code and extension if it has them."""
    if isinstance(cell, str) and _PLAIN_MOBILE.fullmatch(cell):
        return cell
    text = _text(cell, column)
    number = _one_phone(text)
    if number is None:
        parts = [part for part in _BETWEEN_PHONES.split(half_width(text)) if part]
        several = len(parts) > 1 and all(map(_one_phone, parts))
        raise Unreadable("PHONES_TOGETHER" if several else "PHONE_UNREADABLE")
    return number


def _one_phone(text: str) -> str | None:
    number = compact(text)
    mobile = _MOBILE.fullmatch(number)
    if mobile is not None:
        return "".join(mobile.groups())
    return number if _LANDLINE.fullmatch(number) else None


_READERS: Mapping[Kind, Callable[[Cell, Column], Value]] = {
    Kind.KEY: _key,
    Kind.TEXT: _text,
    Kind.FIGURE: _text,
    Kind.OPTION: _option,
    Kind.AGE: _age,
    Kind.COUNT: _count,
    Kind.DAYS: _days,
    Kind.HOUSEHOLDS: _households,
    Kind.SHARE: _share,
    Kind.AREA: _area,
    Kind.PERSON: _person,
    Kind.ID_NUMBER: _id_number,
    Kind.PHONE: _phone,
}
