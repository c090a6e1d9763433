"""The child process that opens a file: given it as standard input, it prints its hash and what it holds, as JSON.

What the sheets of a village's file give is printed as soon as it is known, each on a line before the last, which tells
what became of the file.

Its one argument is a request (``workbook.Reading``). A file may be hostile, and parsers abort or hang on crafted ones,
so this process limits its own memory and time, and nothing but JSON leaves it.
"""

import gc
import hashlib
import json
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from gridcredit.errors import where
from gridcredit.ingest.formats import recognise
from gridcredit.ingest.workbook import (
    CPU_SECONDS,
    MEMORY_LIMIT,
    UNSAVED,
    FileRefused,
    Note,
    Saved,
    Sheet,
    Trouble,
    Unforeseen,
    Workbook,
)

if TYPE_CHECKING:
    from gridcredit.ingest.words import Vocabulary

NO_PASSWORD = "PASSWORD_NONE"
"""The note on a workbook that is encrypted, as those that are protected against changes are, and opens without."""
FILE_LIMIT = 100 << 20


class Found(NamedTuple):
    """What ``Workbook`` says of a file."""

    sheets: list[Sheet]
    epoch: int
    notes: list[Note]
    saved: Saved = UNSAVED


def limit_resources(memory: int = MEMORY_LIMIT, cpu_seconds: int = CPU_SECONDS) -> None:
    try:
        import resource
    except ImportError:  # no such limits on Windows: the parent's clock is the only bound there
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read_bytes(file: BinaryIO) -> bytes:
    data = file.read(FILE_LIMIT + 1)
    if len(data) > FILE_LIMIT:
        raise FileRefused("FILE_TOO_LARGE", limit=f"{FILE_LIMIT >> 20} MB")
    return data


def read(data: bytes, file: str, passwords: list[str], early: bool = False) -> Workbook:
    """The workbook in a file's bytes, whatever its format. Raises ``FileRefused``.

    ``early``: large sheets may be given while the ends of them are still being read.
    """
    kind, (sheets, epoch, notes, saved) = _read(data, PurePath(file).stem, passwords, early)
    ending = PurePath(file).suffix.lower()
    known = {ending for endings in recognise.ENDINGS.values() for ending in endings} | {".xlsb"}
    if ending in known and ending not in recognise.ENDINGS[kind]:
        notes = [("FILE_MISNAMED", {"format": recognise.SHOWN[kind]}), *notes]
    return Workbook(file, hashlib.sha256(data).hexdigest(), tuple(sheets), epoch, tuple(notes), saved)


def _read(data: bytes, stem: str, passwords: list[str], early: bool, encrypted: bool = False) -> tuple[str, Found]:
    kind = recognise.by_content(data)
    if kind == recognise.OPEN_XML:
        return _read_package(data, early)
    if kind == recognise.ENCRYPTED or (kind == recognise.OLD_XLS and not encrypted):
        from gridcredit.ingest.formats import protected

        if kind == recognise.ENCRYPTED or protected.is_encrypted(data):
            if encrypted:
                raise FileRefused("FILE_UNSAFE", what="EncryptedPackage")
            plain, with_password = protected.decrypt(data, passwords)
            kind, found = _read(plain, stem, passwords, early, encrypted=True)
            return kind, found if with_password else found._replace(notes=[(NO_PASSWORD, {}), *found.notes])
    if kind == recognise.OLD_XLS:
        from gridcredit.ingest.formats import oldxls

        return kind, Found(*oldxls.read(data))
    return _read_text(data, stem)


def _read_package(data: bytes, early: bool) -> tuple[str, Found]:
    from gridcredit.ingest.formats.package import Package

    package = Package(data)
    kind = recognise.in_package(package)
    if kind == recognise.ODS:
        from gridcredit.ingest.formats import ods

        return kind, Found(*ods.read(package))
    from gridcredit.ingest.formats import openxml

    part = openxml.main_part(package)
    if part is None:
        raise FileRefused("FILE_OTHER_FORMAT", format="ZIP")
    return kind, Found(*openxml.read(package, part, early), openxml.saved(package))


def _read_text(data: bytes, stem: str) -> tuple[str, Found]:
    from gridcredit.ingest.formats import delimited, html

    text = delimited.decode(data)
    kind = recognise.text_kind(text)
    sheet = html.read(text, stem) if kind == recognise.HTML else delimited.read(text, stem)
    return kind, Found([sheet], 1900, [])


def answer(request: dict[str, Any], file: BinaryIO, tell: Callable[[object], None]) -> dict[str, Any]:
    """What the file gives, as ``request`` asks; a file that is refused, or a defect of ours, is an answer, too.

    Of a village's file, what each sheet gives is told before.

    What parsers make of damage is refused where they are called, so any other error is a defect of ours: it is not put
    down to the file, which may be faultless.
    """
    try:
        passwords = _told(file) if request["sealed"] else _passwords(request["passwords"])
        data = read_bytes(file)
        of_village = request["what"] == "village"
        workbook = read(data, request["file"], passwords, of_village)
        del data
        if request["what"] == "ballot":
            return ingest_ballot(workbook, request, tell)
        return ingest(workbook, request, tell) if of_village else pack_cells(workbook)
    except FileRefused as refused:
        return _refusal(refused)
    except OSError:
        return _refusal(FileRefused("FILE_NO_ACCESS"))
    except MemoryError:
        return _refusal(_too_large())
    except Exception as defect:
        return {"defect": where(defect)}
    except BaseException:  # a Rust panic; its text may quote cells, so nothing of it is passed on
        return _refusal(FileRefused("FILE_UNREADABLE"))


def ingest(workbook: Workbook, request: dict[str, Any], tell: Callable[[object], None]) -> dict[str, Any]:
    """The tables that ``village`` makes of the workbook; the parts are told, and their number is given."""
    from gridcredit.ingest.parts import Part, pack_part, pack_rest
    from gridcredit.ingest.village import read_file

    vocabulary = _vocabulary(request)

    def tell_part(part: Part) -> None:
        tell(pack_part(part))

    try:
        done = read_file(workbook, request["folder"], vocabulary, tell_part)
    except Unforeseen as unforeseen:
        sheets, done = unforeseen.sheets, None
    if done is None:  # what was told of the parts until then does not count
        done = read_file(replace(workbook, sheets=tuple(sheets())), request["folder"], vocabulary, tell_part)
    return pack_rest(done) | {"parts": len(done.parts)}


def ingest_ballot(workbook: Workbook, request: dict[str, Any], tell: Callable[[object], None]) -> dict[str, Any]:
    """What ``ballots`` makes of the workbook, told as a village's file is."""
    from gridcredit.ingest.ballots import read_ballot
    from gridcredit.ingest.parts import pack_part, pack_rest

    done = read_ballot(workbook, _vocabulary(request))
    for part in done.parts:
        tell(pack_part(part))
    return pack_rest(done) | {"parts": len(done.parts)}


def _vocabulary(request: dict[str, Any]) -> "Vocabulary":
    from gridcredit.ingest.words import STANDARD

    if not request["profile"]:
        return STANDARD
    from gridcredit.ingest import profile

    return profile.load(Path(request["profile"]))


def pack_cells(workbook: Workbook) -> dict[str, Any]:
    return {
        "sha256": workbook.sha256,
        "epoch": workbook.epoch,
        "notes": workbook.notes,
        "sheets": [
            {
                "name": sheet.name,
                "hidden": sheet.hidden,
                "rows": sheet.rows,
                "merged": sheet.merged,
                "hidden_rows": sorted(sheet.hidden_rows),
                "hidden_columns": sorted(sheet.hidden_columns),
            }
            for sheet in workbook.sheets
        ],
    }


def encode(cell: object) -> object:
    """JSON for the cells that JSON lacks."""
    if isinstance(cell, datetime):
        return {"=datetime": cell.isoformat()}
    if isinstance(cell, date):
        return {"=date": cell.isoformat()}
    if isinstance(cell, Trouble):
        return {"=trouble": cell.code}
    raise TypeError


def _passwords(place: str | None) -> list[str]:
    lines = Path(place).read_text("utf-8-sig").splitlines() if place else []
    return [line for line in lines if line]


def _told(file: BinaryIO) -> list[str]:
    """The passphrase that stands before the file, in a line of JSON; none where it is blank."""
    passphrase = json.loads(file.readline())
    return [passphrase] if passphrase else []


def _too_large() -> FileRefused:
    return FileRefused("FILE_TOO_LARGE", limit=f"{MEMORY_LIMIT >> 20} MB")


def _refusal(refused: FileRefused) -> dict[str, Any]:
    return {"refused": refused.code, "sheet": refused.sheet, "cell": refused.cell, "params": refused.params}


def tell(what: object) -> None:
    """Print it as a line of JSON, at once."""
    line = json.dumps(what, default=encode).encode() + b"\n"
    sys.stdout.buffer.write(line)
    sys.stdout.buffer.flush()


def main() -> None:
    gc.disable()  # a short life, nearly all of it spent on making objects that stay
    try:
        limit_resources()
        said = answer(json.loads(sys.argv[1]), sys.stdin.buffer, tell)
        tell(said)
    except MemoryError:
        said = _refusal(_too_large())
        tell(said)
    if "sha256" in said:
        os._exit(0)  # nothing is left to do, and to take a large workbook down piece by piece takes long


if __name__ == "__main__":
    main()
