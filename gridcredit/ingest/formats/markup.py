"""XML parts, read by expat with its doors shut: no document types, no entities, and every fault names its part."""

from collections.abc import Callable, Iterator, Mapping
from typing import NoReturn
from xml.parsers import expat

from gridcredit.ingest.workbook import FileRefused

SPACE = " \t\r\n"
NESTED_AT_MOST = 500
_NO_MEMORY = 1

Attributes = Mapping[str, str]


class Names(dict[str, str]):
    """Local names by full names, '' for those of no namespace that is known."""

    def __init__(self, *namespaces: str) -> None:
        super().__init__()
        self._known = frozenset(namespaces)

    def __missing__(self, full: str) -> str:
        namespace, _, local = full.rpartition("}")
        self[full] = local if namespace in self._known else ""
        return self[full]


def parse(
    chunks: Iterator[bytes],
    part: str,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Call back for elements and text; names come as ``namespace}local``. Raises ``FileRefused``."""
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.buffer_size = 1 << 16
    parser.StartElementHandler = start
    if end is not None:
        parser.EndElementHandler = end
    if text is not None:
        parser.CharacterDataHandler = text

    def refuse(*_declared: object) -> NoReturn:
        raise FileRefused("FILE_UNSAFE", what=f"<!DOCTYPE> ({part})")

    parser.StartDoctypeDeclHandler = refuse
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        if error.code == _NO_MEMORY:
            raise MemoryError from None
        raise FileRefused("FILE_DAMAGED", part=part) from None
    except (LookupError, UnicodeError, ValueError):  # an encoding that is not known, or that is not kept to
        raise FileRefused("FILE_DAMAGED", part=part) from None


def truth(value: str | None) -> bool:
    return value in ("1", "true", "on")


def check_depth(depth: int, part: str) -> None:
    """Raises ``FileRefused`` where elements are nested as no program does it: each takes memory until it ends."""
    if depth > NESTED_AT_MOST:
        raise FileRefused("FILE_UNSAFE", what=f"<…<…<…> ({part})")
