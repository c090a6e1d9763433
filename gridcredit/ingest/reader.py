"""The child process that opens a workbook: given a file as standard input, it prints the file's hash and what it holds.

``cells NAME`` prints the cells, ``village NAME`` the tables that ``village`` makes of them; both as JSON.

A workbook may be hostile and parsers abort or hang on crafted ones, so this process limits its own memory and time
and nothing but JSON leaves it. python-calamine reads the values. It shows error cells and formulas without a saved
result as empty; where a sheet has such, openpyxl tells which cells they are.
"""

import hashlib
import json
import re
import sys
import zipfile
from datetime import date, datetime, time, timedelta
from io import BytesIO

from gridcredit.errors import where
from gridcredit.ingest.workbook import CPU_SECONDS, Trouble, workbook_of

MEMORY_LIMIT = 1 << 30
FILE_LIMIT = 100 << 20
UNPACKED_LIMIT = 400 << 20
CELLS_LIMIT = 5_000_000
PARTS_LIMIT = 10_000

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_HIDES_SOMETHING = re.compile(  # an error cell, or a formula that is followed by no value or an empty one
    rb"""\bt=["']e["']|(?:</(?:\w+:)?f>|<(?:\w+:)?f\b[^>]*/>)\s*<(?:/|(?:\w+:)?v(?:>\s*</|\s*/>))"""
)


class Refused(Exception):
    """``args``: the finding code, then its parameters as a dict."""


def limit_resources() -> None:
    try:
        import resource
    except ImportError:  # no such limits on Windows: the parent's clock is the only bound there
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def preflight(data: bytes) -> bool:
    """Refuse what is no plain workbook; return whether some cells need ``mark_troubles``."""
    if not data:
        raise Refused("FILE_EMPTY", {})
    if len(data) > FILE_LIMIT:
        raise Refused("FILE_TOO_LARGE", {"limit": f"{FILE_LIMIT >> 20} MB"})
    if data.startswith(OLE_MAGIC):
        raise Refused("FILE_PASSWORD" if ENCRYPTED_STREAM in data else "FILE_OLD_FORMAT", {})
    if not zipfile.is_zipfile(BytesIO(data)):
        raise Refused("FILE_NOT_WORKBOOK", {})
    with zipfile.ZipFile(BytesIO(data)) as package:
        parts = package.infolist()
        names = [part.filename for part in parts]
        if len(names) > PARTS_LIMIT or sum(part.file_size for part in parts) > UNPACKED_LIMIT:
            raise Refused("FILE_TOO_LARGE", {"limit": f"{UNPACKED_LIMIT >> 20} MB"})
        if "xl/workbook.xml" not in names:
            other = "mimetype" in names or "xl/workbook.bin" in names
            raise Refused("FILE_OLD_FORMAT" if other else "FILE_NOT_WORKBOOK", {})
        if len(set(names)) != len(names):
            raise Refused("FILE_UNREADABLE", {})
        looks = [_look_into(package.read(name)) for name in names if name.startswith("xl/worksheets/")]
        return any(looks)


def _look_into(xml: bytes) -> bool:
    """Refuse a sheet whose cells the reader would not see; return whether it hides error cells or empty formulas."""
    if xml[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in xml[:4] or b"<!DOCTYPE" in xml:
        raise Refused("FILE_UNREADABLE", {})
    suspicious = any(sign in xml for sign in (b'"e"', b"'e'", b"<f", b":f"))
    return suspicious and _HIDES_SOMETHING.search(xml) is not None


def read_sheets(data: bytes) -> list[dict[str, object]]:
    """Every worksheet as ``{"name", "hidden", "rows", "merged"}``; rows and columns count from A1."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    sheets: list[dict[str, object]] = []
    cells = 0
    with CalamineWorkbook.from_filelike(BytesIO(data)) as workbook:
        for meta in workbook.sheets_metadata:
            if meta.typ is not SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_name(meta.name)
            cells += (sheet.end[0] + 1) * (sheet.end[1] + 1) if sheet.end else 0
            if cells > CELLS_LIMIT:
                raise Refused("FILE_TOO_LARGE", {"limit": f"{CELLS_LIMIT:,}"})
            sheets.append(
                {
                    "name": meta.name,
                    "hidden": meta.visible is not SheetVisibleEnum.Visible,
                    "rows": sheet.to_python(skip_empty_area=False),
                    "merged": sheet.merged_cell_ranges or [],
                }
            )
    return sheets


def mark_troubles(data: bytes, sheets: list[dict[str, object]]) -> None:
    """Put a ``Trouble`` where a cell holds a formula error, or a formula without a saved result."""
    from openpyxl import load_workbook
    from openpyxl.cell.read_only import EmptyCell

    values = load_workbook(BytesIO(data), read_only=True, data_only=True)
    formulas = load_workbook(BytesIO(data), read_only=True, data_only=False)
    for sheet in sheets:
        rows = sheet["rows"]
        assert isinstance(rows, list)
        for view in (values[str(sheet["name"])], formulas[str(sheet["name"])]):
            view.reset_dimensions()
        for shown, typed in zip(values[str(sheet["name"])].iter_rows(), formulas[str(sheet["name"])].iter_rows()):
            for cell, formula in zip(shown, typed):
                if isinstance(cell, EmptyCell) or cell.row is None or cell.column is None:
                    continue
                if cell.data_type == "e":
                    _mark(rows, cell.row, cell.column, "ERROR_CELL")
                elif cell.value is None and formula.data_type == "f" and cell.data_type != "str":
                    _mark(rows, cell.row, cell.column, "FORMULA_WITHOUT_VALUE")


def _mark(rows: list[list[object]], row: int, column: int, code: str) -> None:
    while len(rows) < row:
        rows.append([])
    line = rows[row - 1]
    line.extend([""] * (column - len(line)))
    line[column - 1] = Trouble(code)


def encode(cell: object) -> object:
    """JSON for the cells that JSON lacks."""
    if isinstance(cell, datetime):
        return {"date": cell.date().isoformat()} if cell.time() == time() else {"datetime": cell.isoformat()}
    if isinstance(cell, date):
        return {"date": cell.isoformat()}
    if isinstance(cell, (time, timedelta)):
        return {"time": str(cell)}
    if isinstance(cell, Trouble):
        return {"trouble": cell.code}
    raise TypeError


def answer(what: str, file: str) -> dict[str, object]:
    cells = read_cells()
    if what == "cells" or "refused" in cells:
        return cells
    from gridcredit.ingest.village import ingest_village, pack

    try:
        return {"sha256": cells["sha256"], **pack(ingest_village(workbook_of(file, cells)))}
    except Exception as defect:
        return {"defect": where(defect)}


def read_cells() -> dict[str, object]:
    try:
        limit_resources()
        data = sys.stdin.buffer.read(FILE_LIMIT + 1)
        troubled = preflight(data)
        sheets = read_sheets(data)
        if troubled:
            mark_troubles(data, sheets)
        return {"sha256": hashlib.sha256(data).hexdigest(), "sheets": sheets}
    except Refused as refused:
        code, params = refused.args
        return {"refused": code, "params": params}
    except OSError:
        return {"refused": "FILE_NO_ACCESS", "params": {}}
    except MemoryError:
        return {"refused": "FILE_TOO_LARGE", "params": {"limit": f"{MEMORY_LIMIT >> 20} MB"}}
    except BaseException:  # a Rust panic is a BaseException; its text may quote cells, so nothing of it is passed on
        return {"refused": "FILE_UNREADABLE", "params": {}}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(answer(*sys.argv[1:]), default=encode))
