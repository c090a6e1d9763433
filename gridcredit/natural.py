"""The order in which people count groups and houses: 2 before 10, 二组 before 十组."""

import re
import unicodedata
from functools import lru_cache

Natural = tuple[tuple[int, int, str], ...]
_NUMBER = re.compile(r"([0-9]+|[一二三四五六七八九十]+)")
_DIGITS = {word: number for number, word in enumerate("一二三四五六七八九", start=1)}


@lru_cache(maxsize=1 << 16)
def natural(text: str) -> Natural:
    """What a group, an address or a number is sorted by; full-width digits are digits."""
    parts = _NUMBER.split(unicodedata.normalize("NFKC", text))
    return tuple((0, _number(part), part) if place % 2 else (1, 0, part) for place, part in enumerate(parts) if part)


def _number(word: str) -> int:
    """Digits, or Chinese numerals up to 九十九; of what is none (一二一), its first sign."""
    if word.isascii():
        return int(word)
    tens, ten, ones = word.partition("十")
    return (_DIGITS.get(tens[:1], 1) * 10 if ten else 0) + _DIGITS.get((ones if ten else tens)[:1], 0)
