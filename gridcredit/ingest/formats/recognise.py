"""What a file is, by its content; never by its name."""

import re
from io import BytesIO

from gridcredit.ingest.formats.package import Package
from gridcredit.ingest.workbook import FileRefused

OPEN_XML, OLD_XLS, ODS, HTML, DELIMITED, ENCRYPTED = "openxml", "xls", "ods", "html", "delimited", "encrypted"
# What files of each kind are called, and what to call the kind.
ENDINGS = {
    OPEN_XML: (".xlsx", ".xlsm", ".xltx", ".xltm", ".et", ".ett"),
    OLD_XLS: (".xls", ".xlt", ".et", ".ett"),
    ODS: (".ods", ".ots"),
    HTML: (".html", ".htm"),
    DELIMITED: (".csv", ".txt", ".tsv", ".tab"),
}
SHOWN = {
    OPEN_XML: "Excel (.xlsx)",
    OLD_XLS: "Excel 97-2003 (.xls)",
    ODS: "OpenDocument (.ods)",
    HTML: "HTML",
    DELIMITED: "CSV",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_BARE_BIFF = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")
_OTHERS = {  # by their first bytes
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"BM": "BMP",
    b"II*\0": "TIFF",
    b"MM\0*": "TIFF",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z",
    b"\x1f\x8b": "gzip",
    b"{\\rtf": "RTF",
    b"MZ": "EXE",
    b"\x7fELF": "ELF",
    b"SQLite format 3": "SQLite",
    b"\0\1\0\0Standard": "Access",
    b"\0\2\0\0": "Lotus 1-2-3",
}
_IN_OLE = {
    "worddocument": "Word (.doc)",
    "powerpoint document": "PowerPoint (.ppt)",
    "__properties_version1.0": "Outlook (.msg)",
}
_IN_ZIP = {
    "xl/workbook.bin": "Excel Binary (.xlsb)",
    "word/document.xml": "Word (.docx)",
    "ppt/presentation.xml": "PowerPoint (.pptx)",
    "index/document.iwa": "Numbers",
    "ofd.xml": "OFD",
}
_MIME_HTML = re.compile(rb"\s*(?:MIME-Version:|From:|Content-Type:)", re.IGNORECASE)


def by_content(data: bytes) -> str:
    """The kind of file. Raises ``FileRefused`` for what is known and not read; text is left to ``text_kind``."""
    if not data:
        raise FileRefused("FILE_EMPTY")
    if data.startswith(_ZIP):
        return OPEN_XML  # or another package: ``in_package`` tells
    if data.startswith(_OLE):
        return _in_ole(data)
    if data.startswith(_BARE_BIFF) and data[2:4] in (b"\x04\0", b"\x06\0", b"\x08\0", b"\x10\0"):
        return OLD_XLS
    for magic, name in _OTHERS.items():
        if data.startswith(magic) and not (len(magic) < 3 and data.isascii()):
            raise FileRefused("FILE_OTHER_FORMAT", format=name)
    if _MIME_HTML.match(data):
        raise FileRefused("FILE_OTHER_FORMAT", format="MHTML")
    return DELIMITED


def in_package(package: Package) -> str:
    """``ODS``, or ``OPEN_XML``. Raises ``FileRefused`` for packages of other kinds."""
    if "mimetype" in package:
        kind = package.read("mimetype").decode("ascii", "replace").strip()
        name = kind.removeprefix("application/vnd.oasis.opendocument.")
        if name not in ("spreadsheet", "spreadsheet-template"):
            raise FileRefused("FILE_OTHER_FORMAT", format=f"OpenDocument {name[:20]}" if name != kind else "ZIP")
        return ODS
    for part, name in _IN_ZIP.items():
        if part in package:
            raise FileRefused("FILE_OTHER_FORMAT", format=name)
    return OPEN_XML


def text_kind(text: str) -> str:
    """``HTML`` or ``DELIMITED``. Raises ``FileRefused`` for markup of other kinds."""
    start = text.lstrip()[:4000].lower()
    if not start:
        raise FileRefused("FILE_EMPTY")
    if not start.startswith("<"):
        return DELIMITED
    if "urn:schemas-microsoft-com:office:spreadsheet" in start and "<workbook" in start:
        raise FileRefused("FILE_OTHER_FORMAT", format="XML Spreadsheet 2003")
    if "urn:oasis:names:tc:opendocument" in start:
        raise FileRefused("FILE_OTHER_FORMAT", format="Flat OpenDocument XML")
    if "<table" in text.lower():
        return HTML
    raise FileRefused("FILE_OTHER_FORMAT", format="XML" if start.startswith("<?xml") else "HTML")


def _in_ole(data: bytes) -> str:
    """``OLD_XLS``, or ``ENCRYPTED`` for Open XML in an encrypted wrapping."""
    from olefile import OleFileIO

    try:
        with OleFileIO(BytesIO(data)) as container:
            names = {"/".join(path).lower() for path in container.listdir()}
    except Exception:  # whatever a damaged container brings about
        raise FileRefused("FILE_DAMAGED", part="OLE") from None
    if "encryptedpackage" in names:
        return ENCRYPTED
    if names & {"workbook", "book"}:
        return OLD_XLS
    for name, shown in _IN_OLE.items():
        if any(one.startswith(name) for one in names):
            raise FileRefused("FILE_OTHER_FORMAT", format=shown)
    raise FileRefused(
        "FILE_DAMAGED" if not names else "FILE_OTHER_FORMAT", **({"part": "OLE"} if not names else {"format": "OLE"})
    )
