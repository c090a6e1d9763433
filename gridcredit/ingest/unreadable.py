"""What a cell's content raises when it cannot be read, and the form in which text is looked at."""

import re

_HALF_WIDTH = {0x3000: " "} | {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
# Also the marks of writing direction that chat programs and Windows put in when copying.
_INVISIBLE = dict.fromkeys(
    [0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), *range(0x2066, 0x206A), 0xFEFF]
)
_LOOSE = re.compile(r"(?<![0-9])\s+|\s+(?![0-9])")


class Unreadable(Exception):
    """``code`` and ``params`` make the finding."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def visible(text: str) -> str:
    """Without the characters that nobody sees."""
    return text if text.isprintable() else text.translate(_INVISIBLE)


def half_width(text: str) -> str:
    """Unlike NFKC it makes no digit of a footnote mark such as ² or ①."""
    return text if text.isascii() else text.translate(_HALF_WIDTH)


def tight(text: str) -> str:
    """Half width and without spaces, but for those between two digits: 4 5 is not 45."""
    text = half_width(text)
    return text if text.split() == [text] else _LOOSE.sub("", text)


def compact(text: str) -> str:
    """Half width and without any space, for long numbers that are written in groups."""
    return "".join(half_width(text).split())
