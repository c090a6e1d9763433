"""Which cell formats of an Open XML workbook show dates."""

from gridcredit.ingest.formats import dates, markup
from gridcredit.ingest.formats.markup import Names
from gridcredit.ingest.formats.strings import MAIN
from gridcredit.ingest.workbook import FileRefused

# Built-in formats for the kinds: with them every reader sees the dates that we see.
_FORMATS = {dates.NUMBER: 0, dates.DATE: 14, dates.DURATION: 46}


def read_kinds(xml: bytes, part: str) -> list[str]:
    """The kind (``dates``) of each cell format, by its index. Raises ``FileRefused``."""
    names = Names(*MAIN)
    formats: list[int] = []
    codes: dict[int, str] = {}
    path: list[str] = []

    def start(full: str, attributes: dict[str, str]) -> None:
        name = names[full]
        path.append(name)
        try:
            if name == "numFmt" and path == ["styleSheet", "numFmts", "numFmt"]:
                codes[int(attributes["numFmtId"])] = attributes["formatCode"]
            elif name == "xf" and path == ["styleSheet", "cellXfs", "xf"]:
                formats.append(int(attributes.get("numFmtId", "0")))
        except (KeyError, ValueError):
            raise FileRefused("FILE_DAMAGED", part=part) from None

    def end(_full: str) -> None:
        path.pop()

    if xml:
        markup.parse(iter((xml,)), part, start, end)
    return dates.kinds(formats, codes)


def plain(kinds: list[str]) -> bytes:
    """A part of styles that says no more than ``kinds``."""
    formats = "".join(f'<xf numFmtId="{_FORMATS[kind]}"/>' for kind in kinds)
    return f'<styleSheet xmlns="{MAIN[0]}"><cellXfs>{formats}</cellXfs></styleSheet>'.encode()
