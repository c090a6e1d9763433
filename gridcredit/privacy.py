"""Masks for personal data: working lists show an ID as first 3 + last 4 and a phone as 3 + 4 (field guide, Privacy); and
hashes of ID numbers by which other files' rows find their household.
"""

import hashlib
import hmac
import re
from typing import NamedTuple

_ID_OR_PHONE = re.compile(r"(?<!\d)(\d{17}[\dXx]|\d{15}|\d{11})(?![\dXx])")


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
