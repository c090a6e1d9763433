"""The table of texts that the cells of an Open XML workbook share."""

import re

from gridcredit.ingest.formats import markup
from gridcredit.ingest.formats.markup import SPACE, Names
from gridcredit.ingest.formats.text import LONGEST, cell_of
from gridcredit.ingest.workbook import Cell, FileRefused

MAIN = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",  # Strict
)
_ESCAPED = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", ord("\r"): "&#13;"}
_OPEN = f'<sst xmlns="{MAIN[0]}">'.encode()
_CLOSE = b"</sst>"
LIMIT = 1_500_000
# Texts that mean what they look like: filled, without runs, escapes, outer spaces, error words or odd characters.
# Nothing is given back (+), as nothing else could begin there.
_TEXT = rb"[^<&_#\x00-\x20][^<&_\x00-\x1f]*+(?:(?:&(?:amp|lt|gt|quot|apos);|_(?!x)|\n)[^<&_\x00-\x1f]*+)*+"
_PLAIN = re.compile(
    rb"""(?:<\?xml version=["']1\.0["'] encoding=["'](?i:UTF-8)["'](?: standalone=["']yes["'])?\?>\s*)?"""
    rb'<sst xmlns="' + re.escape(MAIN[0]).encode() + rb'"(?: (?:count|uniqueCount)="\d+")*>'
    rb'(?:<si><t(?: xml:space="preserve")?+>' + _TEXT + rb"</t>(?:<phoneticPr [^<>]*/>)?+</si>)*+</sst>\s*"
)
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ROOT = re.compile(rb"<sst[^>]*>")  # without the counts, which may be wrong
_LONG = re.compile(rb">[^<]{%d}" % (LONGEST + 1))


class Strings:
    """The shared texts of a part (none: ''); ``texts`` is read from it when asked for."""

    def __init__(self, xml: bytes, part: str) -> None:
        if xml.count(b"<si") > LIMIT:
            raise FileRefused("FILE_TOO_LARGE", limit=f"{part}: {LIMIT:,}")
        self._xml = xml
        self._part = part
        self._texts: list[Cell] | None = None
        self._plain = not xml or _is_plain(xml)

    @property
    def texts(self) -> list[Cell]:
        if self._texts is None:
            self._texts = _parse(self._xml, self._part) if self._xml else []
        return self._texts

    def plain(self) -> bytes | None:
        """The part such that every reader makes the same of it; None where some texts are no content."""
        if not self._xml:
            return _OPEN + _CLOSE
        if self._plain:
            return _ROOT.sub(_OPEN, self._xml, count=1)
        if not all(isinstance(text, str) for text in self.texts):
            return None
        return _OPEN + "".join(map(_item, self.texts)).encode() + _CLOSE

    def empty(self) -> list[int]:
        """The numbers of texts that hold nothing."""
        return [] if self._plain else [number for number, text in enumerate(self.texts) if text == ""]


def _item(text: object) -> str:
    kept = str(text).replace("_x", "_x005F_x").translate(_ESCAPED)
    return f'<si><t xml:space="preserve">{kept}</t></si>'


def unescaped(text: str) -> str:
    """``_x000D_`` stands for a character that XML cannot hold."""
    if "_x" not in text:
        return text
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)


def _is_plain(xml: bytes) -> bool:
    if _PLAIN.fullmatch(xml) is None or b"\xef\xbf\xbe" in xml or b"\xef\xbf\xbf" in xml:
        return False
    try:
        xml.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return len(xml) <= LONGEST or _LONG.search(xml) is None


def _parse(xml: bytes, part: str) -> list[Cell]:
    names = Names(*MAIN)
    texts: list[Cell] = []
    item: list[str] = []
    piece: list[str] | None = None
    keep = reading = False
    depth = phonetic = 0

    def start(full: str, attributes: dict[str, str]) -> None:
        nonlocal piece, keep, reading, depth, phonetic
        name = names[full]
        depth += 1
        markup.check_depth(depth, part)
        if depth == 1 and name != "sst":
            raise FileRefused("FILE_DAMAGED", part=part)
        if depth == 2:
            if name != "si" and name != "extLst":
                raise FileRefused("FILE_DAMAGED", part=part)
            item.clear()
            reading = name == "si"
        elif name == "rPh":
            phonetic += 1
        elif name == "t" and reading and not phonetic:
            piece, keep = [], attributes.get("http://www.w3.org/XML/1998/namespace}space") == "preserve"

    def end(full: str) -> None:
        nonlocal piece, depth, phonetic
        name = names[full]
        if depth == 2 and reading:
            texts.append(cell_of(unescaped("".join(item))))
        elif name == "rPh":
            phonetic -= 1
        elif name == "t" and piece is not None:
            text = "".join(piece)
            item.append(text if keep else text.strip(SPACE))
            piece = None
        depth -= 1

    def text(data: str) -> None:
        if piece is not None:
            piece.append(data)

    markup.parse(iter((xml,)), part, start, end, text)
    return texts
