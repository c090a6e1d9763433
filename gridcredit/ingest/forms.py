"""A form that came back: what a collective review decided, or a re-visit found, household by household.

What the form itself shows of the households is not read: the ledger says it.
"""

import re
from dataclasses import dataclass, replace
from datetime import date

from gridcredit.findings import Finding
from gridcredit.ingest import headers, labels
from gridcredit.ingest.rows import Reading, Rows, check_header, hidden_findings, read_rows
from gridcredit.ingest.single import beside, wanted_of
from gridcredit.ingest.stray import filled_rows
from gridcredit.ingest.values import Unreadable, read
from gridcredit.ingest.words import BESIDE_FORMS, STANDARD, Vocabulary
from gridcredit.ingest.workbook import Sheet, Workbook, address
from gridcredit.ingest.written import written_in
from gridcredit.schema import HOUSEHOLDS, REVIEW_ROWS, REVISIT_ROWS, STATED, Column, Kind

NUMBER = Column("form", "表号", Kind.KEY, required=True, decisive=True)
VILLAGE = Column("village", "村名", Kind.KEY, required=True, decisive=True)
MET_ON = Column("met_on", "会议日期", Kind.DATE, required=True, decisive=True)
PRESENT = Column("present", "到会人员", Kind.TEXT, required=True, decisive=True)
_KINDS = {"review": (REVIEW_ROWS, STATED[:0], (MET_ON, PRESENT)), "revisit": (REVISIT_ROWS, STATED, ())}
"""Of each kind of form: the columns that it has, those that it may have, and what must be written above them."""
_FEWEST = 3
"""So many columns of a form tell it, beside its number."""
_BETWEEN_NAMES = re.compile(r"[、，,;；/\n]+")
_SPACED = re.compile(r"(?<=[㐀-鿿])\s+(?=[㐀-鿿])")


@dataclass(slots=True)
class FormRead:
    """``rows`` None: the form cannot be read, and ``findings`` say why. ``met_on``, ``present``: of a meeting.

    ``households``: those of all its rows; ``unfilled``: how many of the rows nobody has written in.
    """

    kind: str
    file: str
    sha256: str
    findings: list[Finding]
    number: str = ""
    village: str = ""
    met_on: date | None = None
    present: tuple[str, ...] = ()
    rows: Rows | None = None
    households: frozenset[str] = frozenset()
    unfilled: int = 0


def read_form(workbook: Workbook, vocabulary: Vocabulary = STANDARD) -> FormRead | None:
    """None for a workbook that is no form."""
    found = [entry for sheet in workbook.sheets if (entry := _form_on(sheet, vocabulary))]
    if not found:
        return None
    kind, sheet, header = found[0]
    done = FormRead(kind, workbook.file, workbook.sha256, [])
    if len(found) > 1:
        done.findings.append(Finding("SHEET_TWICE", workbook.file, params={"wanted": NUMBER.header}))
        return done
    done.findings += beside(workbook, sheet, wanted_of(_KINDS[kind][0]), BESIDE_FORMS)
    _read(done, Reading(workbook.file, epoch=workbook.epoch, vocabulary=vocabulary), sheet, header)
    return done


def _form_on(sheet: Sheet, vocabulary: Vocabulary) -> tuple[str, Sheet, headers.Header] | None:
    """The kind of the form that stands on a sheet, known by its number and most of its columns."""
    for kind, (columns, further, _above) in _KINDS.items():
        header = headers.find_header(sheet, (*columns, *further), vocabulary)
        own = {column.name for column in columns if column.name not in ("household_id", "note")}
        if header and "household_id" in header.columns and len(own & header.columns.keys()) >= _FEWEST:
            return kind, sheet, header
        if header and own & header.columns.keys() and labels.find_label(header.above(sheet), NUMBER.name, vocabulary):
            return kind, sheet, header
    return None


def _read(done: FormRead, how: Reading, sheet: Sheet, header: headers.Header) -> None:
    own, further, above = _KINDS[done.kind]
    columns = (*own, *further)
    found = check_header(
        how, sheet, header, [replace(column, required=True) for column in own], (*further, *HOUSEHOLDS)
    )
    done.findings += [finding for finding in found if finding.code != "COLUMN_NOT_READ"]  # what a form shows is its own
    said = {column.name: _said(done, how, sheet, header, column) for column in (NUMBER, VILLAGE, *above)}
    if any(finding.severity == "error" for finding in done.findings):
        return
    done.number = re.sub(r"[^0-9A-Z]", "", str(said["form"]).upper())
    done.village = str(said["village"])
    met_on, present = said.get("met_on"), said.get("present")
    done.met_on = met_on if isinstance(met_on, date) else None
    done.present = _names(str(present or ""))
    listed = filled_rows(sheet, header.last_row + 1)
    written = written_in(sheet, header, columns[1:], listed)
    done.unfilled = len(listed) - len(written)
    done.households = frozenset(read_rows(how, sheet, header, columns[:1], only=listed).household_ids())
    done.rows = read_rows(how, sheet, header, columns, only=written)
    done.rows.findings += hidden_findings(done.rows, sheet, columns)


def _names(text: str) -> tuple[str, ...]:
    """The names in a row, each once; a Chinese name may be spaced out, as 陈 一."""
    names = (" ".join(_SPACED.sub("", name).split()) for name in _BETWEEN_NAMES.split(text))
    return tuple(dict.fromkeys(filter(None, names)))


def _said(done: FormRead, how: Reading, sheet: Sheet, header: headers.Header, column: Column) -> object:
    """What stands beside a label above the header."""
    label = labels.find_label(header.above(sheet), column.name, how.vocabulary)
    params = {"column": column.header}
    if label is None:
        done.findings.append(Finding("VALUE_MISSING", how.file, sheet.name, params=params))
        return None
    row, position, cell = label
    try:
        return read(cell, column, epoch=how.epoch)
    except Unreadable as problem:
        place = address(row, position)
        done.findings.append(Finding(problem.code, how.file, sheet.name, place, params=params | problem.params))
        return None
