"""Amounts of money as they are written: one plain figure is read, anything else is refused by what it is."""

import re
from datetime import date
from decimal import ROUND_CEILING, Decimal

from gridcredit.ingest.unreadable import Unreadable, half_width
from gridcredit.ingest.workbook import Cell

AMOUNT_LIMIT = 1_000_000_000
UNIT_FACTORS = {"yuan": 1, "ten_thousand": 10_000}

_UNITS = {"百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_FIGURE = r"(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?"
_AMOUNT = re.compile(rf"(?:人民币|[¥￥])?\s*([+-]?{_FIGURE})\s*([百千万亿]?)\s*([元圆]?)整?")
_TWO_UNITS = re.compile(r"([0-9]+)万([0-9])千[元圆]?整?")
_NUMERALS = "零〇一二三四五六七八九十两半廿壹贰叁肆伍陆柒捌玖拾"
# What it is instead, the first that fits.
_KINDS = (
    ("AMOUNT_CURRENCY", re.compile(r".*(?:[$€£]|美元|美金|港币|港元|欧元|日元|USD|HKD|EUR).*", re.IGNORECASE)),
    (
        "AMOUNT_RANGE",
        re.compile(rf"\D*{_FIGURE}[百千万亿元圆]*(?:[-~—–―−]+|至|到){_FIGURE}[百千万亿元圆]*(?:之?间|左右|不等|整)?"),
    ),
    (
        "AMOUNT_BOUND",
        re.compile(
            r".*(?:以[上下内外]|不超过|不[低少高多]于|至[少多]|最[少多高低]|[低高]于|超过|[<>≤≥]|起步?$|\+$|[万元千]\+).*"
        ),
    ),
    ("AMOUNT_ABOUT", re.compile(r".*(?:[约近多余几来数估≈]|大概|左右|上下|不等|差不多).*|~.*")),
    ("AMOUNT_SHORTENED", re.compile(r"[0-9]+[百千万亿][0-9]")),
    ("AMOUNT_IN_WORDS", re.compile(rf"(?:人民币)?(?=.*[{_NUMERALS}])[{_NUMERALS}百佰千仟万萬亿億元圆角分整正]+")),
)


def read_amount(cell: Cell, factor: int, whole: bool = True) -> int:
    """Whole yuan; ``factor`` is that of a figure without a unit of its own. Raises ``Unreadable``.

    Not ``whole``: a part of a yuan counts as one, so that a figure is above a limit if and only if what is read is.
    """
    if isinstance(cell, (bool, date)):
        raise Unreadable("AMOUNT_UNREADABLE")
    if isinstance(cell, (int, float)):
        number = Decimal(format(cell, ".15g"))  # the digits that Excel itself keeps and shows
        yuan = number * factor if number.is_finite() else None
    else:
        yuan = _written(half_width(str(cell)), factor)
    if yuan is None:
        raise Unreadable("AMOUNT_UNREADABLE")
    if yuan < 0:
        raise Unreadable("AMOUNT_NEGATIVE")
    if yuan > AMOUNT_LIMIT:
        raise Unreadable("AMOUNT_TOO_LARGE", limit=f"{AMOUNT_LIMIT:,}")
    if whole and yuan != yuan.to_integral_value():
        raise Unreadable("AMOUNT_NOT_WHOLE")
    return int(yuan.to_integral_value(ROUND_CEILING))


def _written(text: str, factor: int) -> Decimal | None:
    """The yuan of a text such as 3.5万; None for what is not even a kind of amount."""
    match = _AMOUNT.fullmatch(text)
    if match is not None:
        figure, unit, yuan = match.groups()
        return Decimal(figure.replace(",", "")) * (_UNITS[unit] if unit else 1 if yuan else factor)
    plain = "".join(text.split())
    both = _TWO_UNITS.fullmatch(plain)
    if both is not None:
        return Decimal(both[1]) * 10_000 + Decimal(both[2]) * 1_000
    for code, pattern in _KINDS:
        if pattern.fullmatch(plain):
            raise Unreadable(code)
    return None
