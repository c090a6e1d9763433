"""Codes that people read aloud and write down: without letters that look like digits, with a check character."""

import hashlib
import hmac

from stdnum import luhn
from stdnum.exceptions import ValidationError

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_GROUP = 4
_OF_HOUSEHOLD = 6


def code(digest: bytes, length: int) -> str:
    """``length`` characters of a digest, the last of which is computed from the others."""
    number = int.from_bytes(digest, "big")
    body = ""
    for _place in range(length - 1):
        number, rest = divmod(number, len(ALPHABET))
        body += ALPHABET[rest]
    return body + str(luhn.calc_check_digit(body, ALPHABET))


def household_code(village: str, household_id: str) -> str:
    """What a household is called on lists that others may see: the same on all of them."""
    return code(hashlib.sha256("\0".join((village, household_id)).encode()).digest(), _OF_HOUSEHOLD)


def is_code(text: str, length: int) -> bool:
    """Whether a code of that length was written down rightly, as far as its check character tells."""
    try:
        return len(text) == length and bool(luhn.validate(text, ALPHABET))
    except ValidationError:
        return False


def keyed(secret: str, *parts: str) -> bytes:
    """A digest that nobody can compute without ``secret`` (hexadecimal)."""
    return hmac.digest(bytes.fromhex(secret), "\0".join(parts).encode(), hashlib.sha256)


def grouped(text: str) -> str:
    """``K7QM2WXD`` → ``K7QM-2WXD``."""
    return "-".join(text[start : start + _GROUP] for start in range(0, len(text), _GROUP))
