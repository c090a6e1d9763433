"""The records of an .xls that xlrd passes over: formulas whose result nobody worked out.

Programs that write a formula without knowing its result store 0 and leave the field blank in which Excel keeps its own
number; so a formula with that blank field and the result 0 may be anything.
"""

import struct
from collections.abc import Iterator
from io import BytesIO

_OLE = b"\xd0\xcf\x11\xe0"
_BOF, _EOF, _BOUNDSHEET = frozenset({0x0809, 0x0409, 0x0209, 0x0009}), 0x000A, 0x0085
_FORMULAS = frozenset({0x0006, 0x0206, 0x0406})
_UNKNOWN = bytes(8)
_WORKSHEET = 0


def unknown_results(data: bytes) -> list[set[tuple[int, int]]]:
    """For each worksheet in order, the cells (row, column) with formulas of unknown result.

    Raises ``EOFError``, ``struct.error`` or ``OSError`` where the records are damaged or cut off.
    """
    stream = _stream(data)
    offsets = [
        struct.unpack_from("<I", body)[0]
        for record, body in _records(stream, 0)
        if record == _BOUNDSHEET and len(body) >= 6 and body[5] == _WORKSHEET
    ]
    return [set(_unknown(stream, offset)) for offset in offsets]


def _unknown(stream: bytes, offset: int) -> Iterator[tuple[int, int]]:
    for record, body in _records(stream, offset):
        if record in _FORMULAS and len(body) >= 20 and body[6:14] == _UNKNOWN and not any(body[16:20]):
            row, column = struct.unpack_from("<HH", body)
            yield row, column


def _records(stream: bytes, offset: int) -> Iterator[tuple[int, bytes]]:
    """The records from one beginning (BOF) to its end, with those of charts in between. Raises ``EOFError``."""
    depth = 0
    while offset + 4 <= len(stream):
        record, length = struct.unpack_from("<HH", stream, offset)
        offset += 4
        yield record, stream[offset : offset + length]
        offset += length
        depth += (record in _BOF) - (record == _EOF)
        if depth <= 0:
            return
    raise EOFError


def _stream(data: bytes) -> bytes:
    if not data.startswith(_OLE):
        return data
    from olefile import OleFileIO

    with OleFileIO(BytesIO(data)) as container:
        name = "Workbook" if container.exists("Workbook") else "Book"
        content: bytes = container.openstream(name).read()
        return content
