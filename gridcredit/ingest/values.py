"""One cell's content as a value, or the finding code that says why not. Nothing is guessed or repaired."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal

from gridcredit.ingest.workbook import Cell, Trouble
from gridcredit.schema import Column, Kind

AMOUNT_LIMIT = 1_000_000_000
UNIT_FACTORS = {"yuan": 1, "ten_thousand": 10_000}
OLDEST = 130

_AMOUNT = re.compile(r"([+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?)\s*(元|万元|万)?")
_DATE = re.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|年(\d{1,2})月(\d{1,2})日|(\d{2})(\d{2}))"
)
_ID = re.compile(r"[0-9]{17}[0-9X]")
_PHONE = re.compile(r"1\d{10}|0\d{2,3}-?\d{7,8}|\d{7,8}", re.ASCII)
_INVISIBLE = dict.fromkeys(  # also the marks of writing direction that chat programs and Windows put in when copying
    [0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), *range(0x2066, 0x206A), 0xFEFF]
)
_HALF_WIDTH = {0x3000: " "} | {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
EXACT_BELOW = 10**15

Value = str | int | date | None


class Unreadable(Exception):
    """``code`` and ``params`` make the finding."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def read(cell: Cell, column: Column, unit: str = "yuan") -> Value:
    """The cell's value by the column's kind; ``unit`` is that of bare amounts. Blank is None; else ``Unreadable``."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, datetime) and cell.time() == time():
        cell = cell.date()
    if isinstance(cell, Trouble):
        raise Unreadable(cell.code)
    if isinstance(cell, str):
        cell = cell.translate(_INVISIBLE).strip()
        if not cell:
            return None
    if column.kind is Kind.AMOUNT:
        return _amount(cell, UNIT_FACTORS[unit])
    return _READERS[column.kind](cell, column)


def _amount(cell: Cell, factor: int) -> int:
    if isinstance(cell, (bool, date)):
        raise Unreadable("AMOUNT_UNREADABLE")
    if isinstance(cell, (int, float)):
        number = Decimal(format(cell, ".15g"))  # the digits that Excel itself keeps and shows
    else:
        match = _AMOUNT.fullmatch(str(cell).translate(_HALF_WIDTH))
        if match is None:
            raise Unreadable("AMOUNT_UNREADABLE")
        number = Decimal(match[1].replace(",", ""))
        factor = {"元": 1, "万元": 10_000, "万": 10_000}.get(match[2], factor)
    if not number.is_finite():
        raise Unreadable("AMOUNT_UNREADABLE")
    yuan = number * factor
    if yuan < 0:
        raise Unreadable("AMOUNT_NEGATIVE")
    if yuan > AMOUNT_LIMIT:
        raise Unreadable("AMOUNT_TOO_LARGE", limit=f"{AMOUNT_LIMIT:,}")
    if yuan != yuan.to_integral_value():
        raise Unreadable("AMOUNT_NOT_WHOLE")
    return int(yuan)


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
    text = _text(cell, column)
    if isinstance(cell, date) or (isinstance(cell, float) and not (cell.is_integer() and cell > 0)):
        raise Unreadable("TEXT_EXPECTED")
    return "".join(unicodedata.normalize("NFKC", text).split())


def _date(cell: Cell, _column: Column) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    match = _DATE.fullmatch(_compact(_text(cell, _column)))
    try:
        year, month, day = (int(part) for part in match.groups() if part) if match else (0, 0, 0)
        return date(year, month, day)
    except ValueError:
        raise Unreadable("DATE_UNREADABLE") from None


def _option(cell: Cell, column: Column) -> str:
    assert column.options is not None
    if isinstance(cell, bool):
        cell = "是" if cell else "否"
    if isinstance(cell, str):
        word = "".join(unicodedata.normalize("NFKC", cell).split())
        if word in column.options:
            return column.options[word]
        if word.lower() in column.options.values():
            return word.lower()
    raise Unreadable("OPTION_UNKNOWN", wanted=" ".join(column.options))


def _age(cell: Cell, column: Column) -> int:
    text = _text(cell, column).translate(_HALF_WIDTH).removesuffix("岁").strip()
    if not text.isdecimal() or int(text) > OLDEST:
        raise Unreadable("AGE_UNREADABLE")
    return int(text)


def _id_number(cell: Cell, _column: Column) -> str:
    from stdnum.cn import ric

    if not isinstance(cell, str):
        raise Unreadable("ID_AS_NUMBER")
    number = _compact(cell).upper()
    if not _ID.fullmatch(number):
        raise Unreadable("ID_LENGTH")
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise Unreadable("ID_CHECK_DIGIT") from None
    if ric.calc_check_digit(number) != number[-1]:
        raise Unreadable("ID_CHECK_DIGIT")
    return number


def _phone(cell: Cell, column: Column) -> str:
    number = _compact(_text(cell, column))
    if not _PHONE.fullmatch(number):
        raise Unreadable("PHONE_UNREADABLE")
    return number


def _compact(text: str) -> str:
    """Half width and without spaces; unlike NFKC it makes no digit of a footnote mark such as ² or ①."""
    return "".join(text.translate(_HALF_WIDTH).split())


_READERS: Mapping[Kind, Callable[[Cell, Column], Value]] = {
    Kind.KEY: _key,
    Kind.TEXT: _text,
    Kind.DATE: _date,
    Kind.OPTION: _option,
    Kind.AGE: _age,
    Kind.ID_NUMBER: _id_number,
    Kind.PHONE: _phone,
}
