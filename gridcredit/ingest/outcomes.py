"""An outcomes workbook (contract §3): sheet 台账, one event a row; or an export of the core banking system that tells the same,
by household number or ID number.
"""

from collections.abc import Mapping
from dataclasses import replace

from gridcredit.findings import Finding
from gridcredit.ingest import labels
from gridcredit.ingest.rows import Reading, Rows, check_header, read_rows
from gridcredit.ingest.single import sheet_of, wanted_of
from gridcredit.ingest.values import Unreadable, read
from gridcredit.ingest.words import SHEET_NAMES, STANDARD, Vocabulary
from gridcredit.ingest.workbook import Workbook
from gridcredit.schema import BY_ID, CHANNELS_OF, LISTS, OUTCOME_ROWS, OUTCOMES_BY_ID, Column, Kind

WITH_AMOUNT = ("drawdown", "repayment")
_COLUMN = {column.name: column for column in OUTCOME_ROWS}


def ingest_outcomes(workbook: Workbook, vocabulary: Vocabulary = STANDARD) -> tuple[Rows | None, list[Finding]]:
    """The rows of sheet 台账 (the only sheet will do under any name), those lacking what their event needs refused.

    Without such a sheet or a header the rows are None and the findings say why.
    """
    placed, found = sheet_of(workbook, SHEET_NAMES["outcomes"], OUTCOMES_BY_ID, wanted_of(OUTCOME_ROWS), vocabulary)
    if placed is None:
        return None, found
    sheet, header = placed
    by_id = any(column.name in header.columns for column in BY_ID)
    columns = OUTCOMES_BY_ID if by_id else OUTCOME_ROWS
    unit = labels.stated_unit(sheet, header, vocabulary) or vocabulary.unit or "yuan"
    how = Reading(workbook.file, unit, workbook.epoch, vocabulary)
    found += check_header(how, sheet, header, columns)
    if any(finding.severity == "error" for finding in found):
        return None, found
    rows = read_rows(how, sheet, header, columns)
    _check(rows)
    _check_channels(rows, vocabulary)
    return rows, found


def _check(rows: Rows) -> None:
    kinds, amounts, results = (rows.get(name) for name in ("kind", "amount_yuan", "result"))
    for row in rows.accepted():
        if kinds[row] in WITH_AMOUNT and not amounts[row]:
            rows.refuse("VALUE_MISSING" if amounts[row] is None else "AMOUNT_ZERO", row, _COLUMN["amount_yuan"])
        elif kinds[row] == "listed":
            if str(results[row] or "") not in LISTS:
                rows.refuse("LIST_NOT_NAMED", row, _COLUMN["result"])
            else:
                rows.values["result"][row] = LISTS[str(results[row])]


def _check_channels(rows: Rows, vocabulary: Vocabulary) -> None:
    """The ways that rows name become their codes; each kind of event has its own."""
    column = _COLUMN["channel"]
    options = vocabulary.options_of(column)
    by_kind = {kind: _of_kind(column, options, kind) for kind in CHANNELS_OF}
    values = rows.values.get("channel", [])
    for row in rows.accepted() if values else []:
        known = by_kind.get(str(rows.get("kind")[row]))
        if values[row] is None:
            continue
        if known is None:
            rows.find("CHANNEL_NOT_TAKEN", row, column)
            values[row] = None
            continue
        try:
            values[row] = read(str(values[row]), known)
        except Unreadable as problem:
            rows.refuse(problem.code, row, column, **problem.params)


def _of_kind(column: Column, options: Mapping[str, str], kind: str) -> Column:
    ours = {word: code for word, code in options.items() if code in CHANNELS_OF[kind]}
    return replace(column, kind=Kind.OPTION, options=ours)
