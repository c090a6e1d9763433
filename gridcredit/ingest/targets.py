"""A sheet of targets (目标): a village and a day a row, with a share of its roster or a number of households."""

from collections import defaultdict
from itertools import chain

from gridcredit.findings import Finding
from gridcredit.ingest import headers
from gridcredit.ingest.rows import Reading, Rows, check_header, hidden_findings, read_rows
from gridcredit.ingest.words import SHEET_NAMES, STANDARD, plain
from gridcredit.ingest.workbook import Workbook
from gridcredit.schema import TARGET_ROWS

_COLUMN = {column.name: column for column in TARGET_ROWS}


def read_targets(workbook: Workbook) -> tuple[Rows | None, list[Finding]]:
    """The rows of sheet 目标 (the only sheet will do under any name); rows None where there is no such sheet or no header."""
    named = [sheet for sheet in workbook.sheets if plain(sheet.name) in SHEET_NAMES["targets"]]
    candidates = named or ([workbook.sheets[0]] if len(workbook.sheets) == 1 else [])
    if len(candidates) != 1:
        code = "SHEET_TWICE" if candidates else "SHEET_MISSING"
        return None, [Finding(code, workbook.file, params={"wanted": "目标"})]
    sheet = candidates[0]
    wanted = " ".join(column.header for column in TARGET_ROWS if column.required)
    header = headers.find_header(sheet, TARGET_ROWS, STANDARD)
    if header is None:
        code = "HEADER_MISSING" if sheet.rows else "SHEET_EMPTY"
        return None, [Finding(code, workbook.file, sheet.name, params={"wanted": wanted})]
    how = Reading(workbook.file, "yuan", workbook.epoch, STANDARD)
    found = check_header(how, sheet, header, TARGET_ROWS)
    if any(finding.severity == "error" for finding in found):
        return None, found
    rows = read_rows(how, sheet, header, TARGET_ROWS)
    rows.findings += hidden_findings(rows, sheet, TARGET_ROWS)
    _check(rows)
    return rows, found


def _check(rows: Rows) -> None:
    told: dict[tuple[object, object], list[int]] = defaultdict(list)
    villages, dues, shares, households, starts = (rows.get(name) for name in list(_COLUMN)[:-1])
    for row in rows.accepted():
        told[villages[row], dues[row]].append(row)
        if (shares[row] is None) == (households[row] is None):
            rows.refuse("TARGET_UNCLEAR", row, _COLUMN["share"], other=_COLUMN["households"].header)
        elif starts[row] is not None and str(starts[row]) >= str(dues[row]):
            rows.refuse("TARGET_STARTS_LATE", row, _COLUMN["start"])
    for row in chain.from_iterable(same for same in told.values() if len(same) > 1):
        if rows.ok[row]:
            rows.refuse("TARGET_TWICE", row, _COLUMN["due"])
