"""The core banking system's list of loans: one loan a row, as it stands at the end of a day.

It is known by its columns, the number of a loan and what is owed of it. What else such a list tells is passed over: it has
dozens of columns that are nobody's business here.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from gridcredit.findings import Finding
from gridcredit.ingest import headers, labels
from gridcredit.ingest.rows import Reading, Rows, check_header, hidden_findings, read_rows
from gridcredit.ingest.single import beside, wanted_of
from gridcredit.ingest.values import Unreadable, read
from gridcredit.ingest.words import STANDARD, Vocabulary
from gridcredit.ingest.workbook import Sheet, Workbook, address
from gridcredit.schema import LOAN_ROWS

_COLUMN = {column.name: column for column in LOAN_ROWS}
_TELLS_ARREARS = ("loan_class", "overdue_days")
_IN_NAME = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}[-_.]?[01][0-9][-_.]?[0-3][0-9](?![0-9])")
_PASSED_OVER = ("COLUMN_NOT_READ", "COLUMN_UNCLEAR")


@dataclass(slots=True)
class LoansRead:
    """``rows`` None: the list cannot be read, and ``findings`` say why. ``day``: the one that it is of, None where no row tells it.
    ``every_loan``: as ``words.LoanList`` has it.
    """

    file: str
    sha256: str
    findings: list[Finding]
    rows: Rows | None = None
    day: date | None = None
    every_loan: bool = False


def read_loans(workbook: Workbook, vocabulary: Vocabulary = STANDARD) -> LoansRead | None:
    """None for a workbook that is no list of loans."""
    found = [entry for sheet in workbook.sheets if (entry := _list_on(sheet, vocabulary))]
    if not found:
        return None
    done = LoansRead(workbook.file, workbook.sha256, [], every_loan=vocabulary.loans.every_loan)
    wanted = wanted_of(LOAN_ROWS)
    if len(found) > 1:
        done.findings.append(Finding("SHEET_TWICE", workbook.file, params={"wanted": wanted}))
        return done
    sheet, header = found[0]
    done.findings += beside(workbook, sheet, wanted)
    unit = labels.stated_unit(sheet, header, vocabulary) or vocabulary.unit or "yuan"
    _read(done, Reading(workbook.file, unit, workbook.epoch, vocabulary), sheet, header)
    return done


def _list_on(sheet: Sheet, vocabulary: Vocabulary) -> tuple[Sheet, headers.Header] | None:
    header = headers.find_header(sheet, LOAN_ROWS, vocabulary)
    return (sheet, header) if header and {"loan", "balance_yuan"} <= header.columns.keys() else None


def _read(done: LoansRead, how: Reading, sheet: Sheet, header: headers.Header) -> None:
    found = check_header(how, sheet, header, LOAN_ROWS)
    done.findings += [finding for finding in found if finding.code not in _PASSED_OVER]
    for name in _TELLS_ARREARS:
        if name not in header.columns:
            near = headers.nearest(_COLUMN[name], header, how.vocabulary)
            params = {"wanted": _COLUMN[name].header, "nearest": f" (≈ {near})" if near else ""}
            place = address(header.last_row, 0)
            done.findings.append(Finding("LOANS_WITHOUT", done.file, sheet.name, place, params=params))
    dated = "stated_on" in header.columns
    columns = [
        replace(column, required=column.required or (dated and column.name == "stated_on")) for column in LOAN_ROWS
    ]
    day = None if dated else _day(done, how, sheet, header)
    if any(finding.severity == "error" for finding in done.findings):
        return
    rows = read_rows(how, sheet, header, columns)
    if day is not None:
        rows.values["stated_on"] = [day] * len(rows.numbers)
    rows.findings += hidden_findings(rows, sheet, LOAN_ROWS)
    days = sorted({value for value in rows.get("stated_on") if isinstance(value, date)})
    if len(days) > 1:
        told: dict[str, object] = {"first": days[0], "last": days[-1], "count": len(days)}
        done.findings.append(Finding("LOANS_OF_SEVERAL_DAYS", done.file, sheet.name, params=told))
        return
    done.day = days[0] if days else None
    _check(rows)
    done.rows = rows


def _day(done: LoansRead, how: Reading, sheet: Sheet, header: headers.Header) -> date | None:
    """The day of the list, where no column has it: beside its label, or in the file's name if the profile says so."""
    column = _COLUMN["stated_on"]
    label = labels.find_label(header.above(sheet), column.name, how.vocabulary)
    named = _IN_NAME.findall(done.file) if how.vocabulary.loans.day_in_file_name else []
    params = {"column": column.header}
    if label is None and len(named) != 1:
        done.findings.append(Finding("LOANS_WITHOUT_DAY", done.file, sheet.name, params=params))
        return None
    place = address(label[0], label[1]) if label else ""
    try:
        day = read(label[2] if label else re.sub("[^0-9]", "", named[0]), column, epoch=how.epoch)
    except Unreadable as problem:
        done.findings.append(Finding(problem.code, done.file, sheet.name, place, params=params | problem.params))
        return None
    if isinstance(day, date):
        return day
    done.findings.append(Finding("LOANS_WITHOUT_DAY", done.file, sheet.name, place, params=params))
    return None


def _check(rows: Rows) -> None:
    """Refuse what cannot be: a loan twice, an amount that is overdue without days, a drawdown after the day."""
    told: dict[object, list[int]] = defaultdict(list)
    for row in rows.accepted():
        told[rows.get("loan")[row]].append(row)
    for row in chain.from_iterable(same for same in told.values() if len(same) > 1):
        rows.refuse("LOAN_TWICE", row, _COLUMN["loan"])
    for row in rows.accepted():
        drawn_on, stated_on = rows.get("drawn_on")[row], rows.get("stated_on")[row]
        if rows.get("overdue_days")[row] is None and (rows.get("overdue_yuan")[row] or rows.get("interest_yuan")[row]):
            rows.refuse("OVERDUE_WITHOUT_DAYS", row, _COLUMN["overdue_days"])
        elif isinstance(drawn_on, date) and isinstance(stated_on, date) and drawn_on > stated_on:
            rows.refuse("LOAN_DRAWN_LATER", row, _COLUMN["drawn_on"])
