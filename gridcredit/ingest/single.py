"""Workbooks of which one sheet is read: which one, and what is said of the others."""

from collections.abc import Collection, Iterator, Sequence

from gridcredit.findings import Finding
from gridcredit.ingest.headers import Header, find_header
from gridcredit.ingest.rows import Reading, Rows, check_header, hidden_findings, read_rows
from gridcredit.ingest.words import STANDARD, Vocabulary, plain
from gridcredit.ingest.workbook import Sheet, Workbook
from gridcredit.schema import Column


def sheet_of(
    workbook: Workbook, names: Sequence[str], columns: Sequence[Column], wanted: str, vocabulary: Vocabulary
) -> tuple[tuple[Sheet, Header] | None, list[Finding]]:
    """The sheet of one of these names (the only sheet will do under any) with its header of ``columns``, and findings on what is
    not read. ``wanted``: what people are told of such a sheet.

    None where there is no such sheet or no header, and the findings say why.
    """
    named = [sheet for sheet in workbook.sheets if plain(sheet.name) in names]
    candidates = named or ([workbook.sheets[0]] if len(workbook.sheets) == 1 else [])
    if len(candidates) != 1:
        code = "SHEET_TWICE" if candidates else "SHEET_MISSING"
        return None, [Finding(code, workbook.file, params={"wanted": names[0]})]
    sheet = candidates[0]
    found = list(beside(workbook, sheet, wanted))
    header = find_header(sheet, columns, vocabulary)
    if header is None:
        code = "HEADER_MISSING" if sheet.rows else "SHEET_EMPTY"
        return None, [*found, Finding(code, workbook.file, sheet.name, params={"wanted": wanted})]
    return (sheet, header), found


def rows_of(
    workbook: Workbook, names: Sequence[str], columns: Sequence[Column]
) -> tuple[tuple[Rows, Sheet] | None, list[Finding]]:
    """The rows of that sheet, read by the standard words; what hidden rows and columns hold is told, too."""
    placed, found = sheet_of(workbook, names, columns, wanted_of(columns), STANDARD)
    if placed is None:
        return None, found
    sheet, header = placed
    how = Reading(workbook.file, "yuan", workbook.epoch, STANDARD)
    found += check_header(how, sheet, header, columns)
    if any(finding.severity == "error" for finding in found):
        return None, found
    rows = read_rows(how, sheet, header, columns)
    rows.findings += hidden_findings(rows, sheet, columns)
    return (rows, sheet), found


def beside(workbook: Workbook, sheet: Sheet, wanted: str, ours: Collection[str] = ()) -> Iterator[Finding]:
    """What is not read beside a sheet, but for sheets of the names ``ours``, and that it is hidden."""
    for other in workbook.sheets:
        if other is not sheet and other.rows and plain(other.name) not in ours:
            yield Finding("SHEET_NOT_READ", workbook.file, other.name, params={"wanted": wanted})
    if sheet.hidden:
        yield Finding("SHEET_HIDDEN", workbook.file, sheet.name)


def wanted_of(columns: Sequence[Column]) -> str:
    """The headers that a row cannot do without."""
    return " ".join(column.header for column in columns if column.required)
