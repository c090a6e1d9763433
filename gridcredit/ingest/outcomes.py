"""An outcomes workbook (contract §3): sheet 台账, one event a row; or an export of the core banking system that tells the same,
by household number or ID number.
"""

from gridcredit.findings import Finding
from gridcredit.ingest import headers, labels
from gridcredit.ingest.rows import Reading, Rows, check_header, read_rows
from gridcredit.ingest.words import SHEET_NAMES, STANDARD, Vocabulary, plain
from gridcredit.ingest.workbook import Workbook
from gridcredit.schema import BY_ID, LISTS, OUTCOME_ROWS, OUTCOMES_BY_ID

WITH_AMOUNT = ("drawdown", "repayment")


def ingest_outcomes(workbook: Workbook, vocabulary: Vocabulary = STANDARD) -> tuple[Rows | None, list[Finding]]:
    """The rows of sheet 台账 (the only sheet will do under any name), those lacking what their event needs refused.

    Without such a sheet or a header the rows are None and the findings say why.
    """
    named = [sheet for sheet in workbook.sheets if plain(sheet.name) in SHEET_NAMES["outcomes"]]
    candidates = named or ([workbook.sheets[0]] if len(workbook.sheets) == 1 else [])
    if len(candidates) != 1:
        code = "SHEET_TWICE" if candidates else "SHEET_MISSING"
        return None, [Finding(code, workbook.file, params={"wanted": "台账"})]
    sheet = candidates[0]
    others = [other for other in workbook.sheets if other is not sheet and other.rows]
    wanted = " ".join(column.header for column in OUTCOME_ROWS if column.required)
    found = [Finding("SHEET_NOT_READ", workbook.file, other.name, params={"wanted": wanted}) for other in others]
    if sheet.hidden:
        found.append(Finding("SHEET_HIDDEN", workbook.file, sheet.name))
    header = headers.find_header(sheet, OUTCOMES_BY_ID, vocabulary)
    if header is None:
        code = "HEADER_MISSING" if sheet.rows else "SHEET_EMPTY"
        return None, [*found, Finding(code, workbook.file, sheet.name, params={"wanted": wanted})]
    by_id = any(column.name in header.columns for column in BY_ID)
    columns = OUTCOMES_BY_ID if by_id else OUTCOME_ROWS
    unit = labels.stated_unit(sheet, header, vocabulary) or vocabulary.unit or "yuan"
    how = Reading(workbook.file, unit, workbook.epoch, vocabulary)
    found += check_header(how, sheet, header, columns)
    if any(finding.severity == "error" for finding in found):
        return None, found
    rows = read_rows(how, sheet, header, columns)
    _check(rows)
    return rows, found


def _check(rows: Rows) -> None:
    kinds, amounts, results = (rows.get(name) for name in ("kind", "amount_yuan", "result"))
    columns = {column.name: column for column in OUTCOME_ROWS}
    for row in rows.accepted():
        if kinds[row] in WITH_AMOUNT and not amounts[row]:
            rows.refuse("VALUE_MISSING" if amounts[row] is None else "AMOUNT_ZERO", row, columns["amount_yuan"])
        elif kinds[row] == "listed":
            if str(results[row] or "") not in LISTS:
                rows.refuse("LIST_NOT_NAMED", row, columns["result"])
            else:
                rows.values["result"][row] = LISTS[str(results[row])]
