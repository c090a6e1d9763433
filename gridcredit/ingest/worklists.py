"""A list of inspections or visits that came back filled in: what was done, household by household.

The rows that nobody has written in are not read: what was not done is on the next list again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from gridcredit.findings import Finding
from gridcredit.ingest import headers, labels
from gridcredit.ingest.rows import Reading, Rows, check_header, hidden_findings, read_rows
from gridcredit.ingest.single import beside, wanted_of
from gridcredit.ingest.stray import filled_rows
from gridcredit.ingest.words import BESIDE_FORMS, STANDARD, Vocabulary
from gridcredit.ingest.workbook import Sheet, Workbook
from gridcredit.ingest.written import written_in
from gridcredit.schema import INSPECTION_ROWS, VISIT_ROWS, Column

INSPECTION, VISIT = "inspection", "visit"
_COLUMNS: Mapping[str, Sequence[Column]] = {INSPECTION: INSPECTION_ROWS, VISIT: VISIT_ROWS}
_AS_EVENTS = {
    INSPECTION: {"effective": "inspected_on", "actor": "inspected_by"},
    VISIT: {"effective": "contacted_on", "actor": "contacted_by", "result": "outcome"},
}
"""By which columns an event is told."""
_TOLD_BY = {INSPECTION: {"inspected_on", "class_advice"}, VISIT: {"contacted_on", "outcome"}}

_SHOWN = {kind: {column.name for column in columns} for kind, columns in _COLUMNS.items()}
_SHOWN[INSPECTION].discard("note")  # taken where somebody adds it; the form has its measures instead


@dataclass(slots=True)
class WorkRead:
    """``rows`` None: the list cannot be read, and ``findings`` say why; else they have the columns of ``OUTCOME_ROWS``, too."""

    kind: str
    file: str
    sha256: str
    findings: list[Finding]
    rows: Rows | None = None


def read_worklist(workbook: Workbook, vocabulary: Vocabulary = STANDARD) -> WorkRead | None:
    """None for a workbook that is no such list."""
    found = [entry for sheet in workbook.sheets if (entry := _list_on(sheet, vocabulary))]
    if not found:
        return None
    kind, sheet, header = found[0]
    done = WorkRead(kind, workbook.file, workbook.sha256, [])
    if len(found) > 1:
        done.findings.append(Finding("SHEET_TWICE", workbook.file, params={"wanted": sheet.name}))
        return done
    done.findings += beside(workbook, sheet, wanted_of(_COLUMNS[kind]), BESIDE_FORMS)
    _read(
        done,
        Reading(workbook.file, labels.stated_unit(sheet, header, vocabulary) or "yuan", workbook.epoch, vocabulary),
        sheet,
        header,
    )
    return done


def as_written(read: WorkRead) -> Rows | None:
    """The rows that were written in; None where any of them cannot be read, or a column is not there any more."""
    rows = read.rows
    if rows is None or not all(rows.ok) or not _SHOWN[read.kind] <= rows.header.columns.keys():
        return None
    return rows


def _list_on(sheet: Sheet, vocabulary: Vocabulary) -> tuple[str, Sheet, headers.Header] | None:
    for kind, columns in _COLUMNS.items():
        header = headers.find_header(sheet, columns, vocabulary)
        if header and {"household_id", *_TOLD_BY[kind]} <= header.columns.keys():
            return kind, sheet, header
    return None


def _written(kind: str, sheet: Sheet, header: headers.Header) -> Sequence[int]:
    entries = [column for column in _COLUMNS[kind] if column.name not in ("village", "household_id")]
    return written_in(sheet, header, entries, filled_rows(sheet, header.last_row + 1))


def _read(done: WorkRead, how: Reading, sheet: Sheet, header: headers.Header) -> None:
    columns = _COLUMNS[done.kind]
    found = check_header(how, sheet, header, columns)
    done.findings += [finding for finding in found if finding.code != "COLUMN_NOT_READ"]  # what a list shows is its own
    if any(finding.severity == "error" for finding in done.findings):
        return
    written = _written(done.kind, sheet, header)
    unfilled = len(filled_rows(sheet, header.last_row + 1)) - len(written)
    if unfilled:
        done.findings.append(Finding("FORM_ROWS_UNFILLED", how.file, sheet.name, params={"count": unfilled}))
    rows = read_rows(how, sheet, header, columns, only=written)
    rows.findings += hidden_findings(rows, sheet, columns)
    _check(rows, done.kind)
    as_events = _AS_EVENTS[done.kind]
    places = {name: header.columns[column] for name, column in as_events.items() if column in header.columns}
    date_at = header.columns[as_events["effective"]]
    rows.header = replace(header, columns={**header.columns, **places, "kind": date_at})
    for name, column in as_events.items():
        rows.values[name] = list(rows.get(column))
    rows.values["kind"] = [done.kind] * len(rows.ok)
    done.rows = rows


def _check(rows: Rows, kind: str) -> None:
    columns = {column.name: column for column in _COLUMNS[kind]}
    for row in rows.accepted():
        if kind == INSPECTION and _name(rows, "inspected_by", row) == _name(rows, "second_by", row):
            rows.refuse("INSPECTED_ALONE", row, columns["second_by"])
        elif kind == VISIT and rows.get("outcome")[row] == "later" and rows.get("agreed_on")[row] is None:
            rows.refuse("VALUE_MISSING", row, columns["agreed_on"])
        elif kind == VISIT and (early := _before_contact(rows, row)):
            rows.refuse("DATE_BEFORE_CONTACT", row, columns[early], contacted=columns["contacted_on"].header)


def _before_contact(rows: Rows, row: int) -> str | None:
    """The date to come that is before the visit itself."""
    contacted: Any = rows.get("contacted_on")[row]
    days: dict[str, Any] = {name: rows.get(name)[row] for name in ("agreed_on", "back_on")}
    return next((name for name, day in days.items() if day is not None and day < contacted), None)


def _name(rows: Rows, column: str, row: int) -> str:
    return "".join(str(rows.get(column)[row] or "").split())
