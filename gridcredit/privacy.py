"""Masks for personal data: working lists show an ID as first 3 + last 4 and a phone as 3 + 4 (field guide, Privacy); and
hashes of ID numbers by which other files' rows find their household.
"""

import hashlib
import hmac
import re
from typing import NamedTuple

_ID_OR_PHONE = re.compile(r"(?<!\d)(\d{17}[\dXx]|\d{15}|\d{11})(?![\dXx])")


_TWO_CHARACTERS = frozenset(
    ("欧阳", "司马", "上官", "诸葛", "东方", "夏侯", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "长孙", "宇文")
)


class IdKey(NamedTuple):
    """What ID numbers are hashed with; whoever has it can try numbers, so it is kept apart from what holds the hashes."""

    secret: bytes

    @property
    def name(self) -> str:
        """By which keys are told apart; it gives none away."""
        return self.hashed("")[:16]

    def hashed(self, number: str) -> str:
        """HMAC-SHA-256 of the 18 characters of an ID number, in hexadecimal."""
        return hmac.digest(self.secret, number.encode(), hashlib.sha256).hex()


def mask_id(number: str) -> str:
    """``999999195001010011`` → ``999***********0011``; too short to mask: all stars."""
    return _mask(number)


def mask_phone(number: str) -> str:
    """``10001234567`` → ``100****4567``."""
    return _mask(number)


def surname(name: str) -> str:
    """``陈阿福`` → ``陈＊``: what lists that others may see tell of a person."""
    family = name[:2] if name[:2] in _TWO_CHARACTERS else name[:1]
    return f"{family}＊" if family else ""


def without_numbers(text: str) -> str:
    """``text`` with everything that looks like an ID or phone number masked."""
    return _ID_OR_PHONE.sub(lambda match: _mask(match.group()), text)


def with_zeros(text: str) -> str:
    """``text`` with zeros in place of everything that looks like an ID or phone number: to programs it says the same."""
    return _ID_OR_PHONE.sub(lambda match: "0" * len(match.group()), text)


def _mask(number: str) -> str:
    if len(number) < 9:
        return "*" * len(number)
    return number[:3] + "*" * (len(number) - 7) + number[-4:]
