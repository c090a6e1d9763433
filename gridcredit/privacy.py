"""Masks for personal data: working lists show an ID as first 3 + last 4 and a phone as 3 + 4 (field guide, Privacy)."""

import re

_ID_OR_PHONE = re.compile(r"(?<!\d)(\d{17}[\dXx]|\d{15}|\d{11})(?![\dXx])")


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
