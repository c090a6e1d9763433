"""What the words of a clause say of numbers, as Chinese law reads them.

民法典 第一千二百五十九条: 以上, 以下, 以内 and 届满 include the number, 不满, 超过 and 以外 do not; （含） and （不含） beside a
number say it themselves.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

_DIGITS = "零一二三四五六七八九"
_PLACES = {"十": 10, "百": 100, "千": 1000}
_NUMBER = r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?|[零〇一二两三四五六七八九十百千]+|半"
_UNITS: Mapping[str, Mapping[str, Decimal]] = {
    unit: {kind: Decimal(factor) for kind, factor in kinds.items()}
    for units, kinds in (
        ("亿元", {"yuan": 10**8}),
        ("万元 万", {"yuan": 10**4}),
        ("千元", {"yuan": 1000}),
        ("百元", {"yuan": 100}),
        ("元", {"yuan": 1}),
        ("%", {"percent": 1}),
        ("成", {"percent": 10}),
        ("周岁 岁", {"years": 1}),
        ("年", {"years": 1, "months": 12}),
        ("个月 月", {"months": 1}),
        ("周 星期", {"days": 7}),
        ("天 日", {"days": 1}),
        ("名 份 人 票", {"ratings": 1}),
    )
    for unit in units.split()
}
_WORDS: Mapping[tuple[bool, bool], tuple[str, str]] = {
    (False, True): ("不得?超过|不高于|不多于|不大于|不得高于|至多|最多|最高(?:不超过)?", "及?以下|(?:之|以)?内"),
    (False, False): ("不满|未满|低于|少于|小于|不足|未达到?", "$^"),
    (True, True): ("不低于|不少于|不小于|不得低于|至少|最少|最低|达到|年?满", "及?以上|届满"),
    (True, False): ("超过|高于|大于|多于|逾", "(?:之|以)外"),
}
"""Whether a claim is of what is above the number, and whether it includes it: the words before and after the number."""
_AMOUNTS = "|".join(f"{unit}(?![户人亩吨份])" if unit == "万" else unit for unit in _UNITS)
_ITSELF = r"(?:\((不?)含[^()]*\))?"
_CLAIM = re.compile(
    rf"(?P<before>{'|'.join(before for before, _after in _WORDS.values())})?"
    rf"(?P<number>百分之(?:{_NUMBER})|(?:{_NUMBER})\s*(?:{_AMOUNTS}))"
    rf"{_ITSELF}(?P<after>{'|'.join(after for _before, after in _WORDS.values())})?{_ITSELF}"
)
_DATES = re.compile(
    r"[0-9]{4}年(?:[0-9]{1,2}月)?(?:[0-9]{1,2}[日号])?|第[零〇一二两三四五六七八九十百千0-9]+[条款项章]"
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A number in a clause, by kind of unit. ``above``: whether it speaks of what is above the number, or below; None
    where it does neither; ``includes``: whether the number itself is meant, too.
    """

    text: str
    numbers: Mapping[str, Decimal]
    above: bool | None
    includes: bool

    @property
    def counts_as_high(self) -> bool:
        """Whether the number itself stands with what is above it."""
        return self.above is self.includes


def claims(clause: str) -> Iterator[Claim]:
    """The numbers that a clause names with a unit: yuan, percent, years, months, days, ratings."""
    text = _DATES.sub(";", unicodedata.normalize("NFKC", clause))
    for match in _CLAIM.finditer(text):
        above, includes = _meant(match)
        yield Claim(match.group().strip(), _numbers(match["number"]), above, includes)


def _meant(match: re.Match[str]) -> tuple[bool | None, bool]:
    before, after, itself = match["before"], match["after"], (match[3], match[5])
    for (above, includes), words in _WORDS.items():
        if any(said and re.fullmatch(pattern, said) for said, pattern in zip((before, after), words)):
            explicit = [mark for mark in itself if mark is not None]
            return above, explicit[0] == "" if explicit else includes
    return None, False


def _numbers(text: str) -> dict[str, Decimal]:
    if text.startswith("百分之"):
        return {"percent": _number(text.removeprefix("百分之"))}
    unit = max((unit for unit in _UNITS if text.endswith(unit)), key=len)
    number = _number(text.removesuffix(unit).strip())
    return {kind: number * factor for kind, factor in _UNITS[unit].items()}


def _number(text: str) -> Decimal:
    """``10``, ``1,000.5``, ``三``, ``十六``, ``一百二十``, ``半``"""
    if text[0].isascii():
        return Decimal(text.replace(",", ""))
    if text == "半":
        return Decimal("0.5")
    total = digit = 0
    for sign in text.translate({ord("〇"): "零", ord("两"): "二"}):
        if sign in _PLACES:
            total, digit = total + (digit or 1) * _PLACES[sign], 0
        else:
            digit = _DIGITS.index(sign)
    return Decimal(total + digit)
