"""Zip packages (Open XML, OpenDocument) as their parts by name; whatever no spreadsheet program writes is refused."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from gridcredit.ingest.workbook import FileRefused

PARTS_LIMIT = 10_000
UNPACKED_LIMIT = 300 << 20
SMALL_LIMIT = 8 << 20
_CHUNK = 1 << 18
_ENCRYPTED = 1
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    struct.error,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
)


class Package:
    """Parts are found by name without regard to case; all that are read may unpack to ``UNPACKED_LIMIT`` together."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except (*_DAMAGED, OverflowError):
            raise FileRefused("FILE_DAMAGED", part="ZIP") from None
        infos = self._zip.infolist()
        if len(infos) > PARTS_LIMIT:
            raise FileRefused("FILE_TOO_LARGE", limit=f"{PARTS_LIMIT:,}")
        self._parts: dict[str, zipfile.ZipInfo] = {}
        for info in infos:
            self._add(info)
        self._unpacked: dict[str, int] = {}

    def _add(self, info: zipfile.ZipInfo) -> None:
        name = info.filename.replace("\\", "/").removeprefix("/")
        key = name.lower()
        if ".." in name.split("/") or ":" in name or key in self._parts:
            raise FileRefused("FILE_UNSAFE", what=shown(name))
        if info.flag_bits & _ENCRYPTED:
            raise FileRefused("FILE_OTHER_FORMAT", format="ZIP")
        self._parts[key] = info

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._parts

    def names(self) -> list[str]:
        """In lower case."""
        return list(self._parts)

    def size(self, name: str) -> int:
        """Unpacked, in bytes, as declared; no more than that is ever unpacked."""
        return self._info(name).file_size

    def read(self, name: str) -> bytes:
        return b"".join(self.chunks(name))

    def small(self, name: str) -> bytes:
        """A part that only lists others."""
        if self.size(name) > SMALL_LIMIT:
            raise FileRefused("FILE_TOO_LARGE", limit=f"{shown(name)}: {SMALL_LIMIT >> 20} MB")
        return self.read(name)

    def chunks(self, name: str) -> Iterator[bytes]:
        """The part's bytes. Raises ``FileRefused`` where they do not fit their checksum."""
        info = self._info(name)
        self._unpacked[info.filename] = info.file_size
        if sum(self._unpacked.values()) > UNPACKED_LIMIT:
            raise FileRefused("FILE_TOO_LARGE", limit=f"{UNPACKED_LIMIT >> 20} MB")
        try:
            with self._zip.open(info) as part:
                while chunk := part.read(_CHUNK):
                    yield chunk
        except _DAMAGED:
            raise FileRefused("FILE_DAMAGED", part=shown(name)) from None

    def _info(self, name: str) -> zipfile.ZipInfo:
        try:
            return self._parts[name.lower()]
        except KeyError:
            raise FileRefused("FILE_DAMAGED", part=shown(name)) from None


def shown(name: str) -> str:
    """A part's name fit for a message."""
    return "".join(sign if sign.isprintable() else "?" for sign in name[:80])
