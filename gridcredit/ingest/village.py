"""A standard village workbook (contract §3) as tables: sheets 村, 农户, 成员 and the ratings."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from gridcredit.findings import Finding
from gridcredit.ingest import headers, ratings
from gridcredit.ingest.rows import Rows, address, check_header, read_rows
from gridcredit.ingest.values import Unreadable, Value, read
from gridcredit.ingest.workbook import Sheet, Workbook
from gridcredit.schema import HOUSEHOLDS, MEMBERS, VILLAGE, Column, Columns, Counts, Kind

TABLES = ("households", "members", "ratings")


@dataclass(frozen=True, slots=True)
class VillageFacts:
    """What sheet 村 says; ``cap_yuan`` None: the village sets no cap of its own."""

    village: str
    village_code: str | None
    branch: str | None
    grid: str | None
    assessed_on: date | None
    amount_unit: str
    cap_yuan: int | None


@dataclass(slots=True)
class Ingested:
    """A workbook read: tables of ``schema`` with ``sheet`` and ``row`` of origin, or ``facts`` None when refused."""

    file: str
    sha256: str
    facts: VillageFacts | None = None
    households: Columns = field(default_factory=dict)
    members: Columns = field(default_factory=dict)
    ratings: Columns = field(default_factory=dict)
    counts: dict[str, Counts] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def ingest_village(workbook: Workbook) -> Ingested:
    """Read one workbook. Sheet or header faults refuse the whole of it; row faults refuse rows."""
    done = Ingested(workbook.file, workbook.sha256)
    sheets = _by_meaning(workbook, done.findings)
    facts = _facts(workbook.file, sheets.get("village"), done.findings)
    unit = facts.amount_unit if facts else "yuan"
    households = _rows(workbook.file, sheets.get("households"), "households", HOUSEHOLDS, unit, done.findings)
    members = None
    if "members" in sheets:
        members = _rows(workbook.file, sheets["members"], "members", MEMBERS, unit, done.findings)
    else:
        done.findings.append(Finding("MEMBERS_MISSING", workbook.file, params={"wanted": "成员"}))
    rated = ratings.read_ratings(workbook, sheets, households, unit, done.findings)
    if facts is None or households is None or rated is None or _has_fault(done.findings):
        return done

    _refuse_doubled(households)
    roster = {households.key(row) for row in households.accepted()}
    refused = {households.key(row) for row in range(len(households.ok))} - roster
    followers = ([members] if members else []) + rated
    for rows in followers:
        _refuse_strangers(rows, roster, refused)
    ratings.check(rated)
    for rows in [households, *followers]:
        done.findings += rows.findings
    if len(households.totals) == len(households.ok):
        done.findings.append(Finding("SHEET_EMPTY", workbook.file, households.sheet))
    if not roster:
        return done
    done.households = households.table()
    done.members = members.table() if members else {column.name: [] for column in MEMBERS}
    done.ratings = ratings.table(rated)
    done.counts = {
        "households": households.counts(),
        "members": members.counts() if members else Counts(),
        "ratings": sum((rows.counts() for rows in rated), Counts()),
    }
    done.facts = facts
    return done


def pack(done: Ingested) -> dict[str, object]:
    """``done`` as the reader's child process hands it on: plain values and dates."""
    return {
        "facts": asdict(done.facts) if done.facts else None,
        "tables": {name: getattr(done, name) for name in TABLES},
        "counts": {name: [counts.read, counts.rejected] for name, counts in done.counts.items()},
        "findings": [[f.code, f.sheet, f.cell, f.household_id, dict(f.params)] for f in done.findings],
    }


def unpack(answer: Mapping[str, Any], file: str) -> Ingested:
    """What ``pack`` made of the workbook ``file``."""
    done = Ingested(file, answer["sha256"], VillageFacts(**answer["facts"]) if answer["facts"] else None)
    for name in TABLES:
        setattr(done, name, answer["tables"][name])
    done.counts = {name: Counts(*counts) for name, counts in answer["counts"].items()}
    done.findings = [
        Finding(code, file, sheet, cell, household, params)
        for code, sheet, cell, household, params in answer["findings"]
    ]
    return done


def _by_meaning(workbook: Workbook, findings: list[Finding]) -> dict[str, Sheet]:
    """Sheets by what their names mean; the others under their own names."""
    sheets: dict[str, Sheet] = {}
    for sheet in workbook.sheets:
        meanings = [m for m, names in headers.SHEET_NAMES.items() if headers.plain(sheet.name) in names]
        name = meanings[0] if meanings else f"'{sheet.name}"
        if name in sheets:
            findings.append(Finding("SHEET_TWICE", workbook.file, sheet.name, params={"wanted": sheet.name}))
        sheets[name] = sheet
        if sheet.hidden and meanings:
            findings.append(Finding("SHEET_HIDDEN", workbook.file, sheet.name))
    return sheets


def _facts(file: str, sheet: Sheet | None, findings: list[Finding]) -> VillageFacts | None:
    if sheet is None:
        findings.append(Finding("SHEET_MISSING", file, params={"wanted": "村"}))
        return None
    values: dict[str, Value] = {"amount_unit": "yuan"}
    for column in sorted(VILLAGE, key=lambda c: c.name == "cap_yuan"):  # the cap's unit is known once the rest is read
        found = headers.find_label(sheet.rows, column.name)
        if found is None:
            if column.required:
                findings.append(Finding("LABEL_MISSING", file, sheet.name, params={"wanted": column.header}))
            continue
        row, position, cell = found
        try:
            unit = _unit_of_label(sheet, row, position, column) or str(values["amount_unit"])
            values[column.name] = read(cell, column, unit) or values.get(column.name)
        except Unreadable as problem:
            params = {"column": column.header, **problem.params}
            findings.append(Finding(problem.code, file, sheet.name, address(row, position), params=params))
        else:
            if column.required and values[column.name] is None:
                findings.append(Finding("LABEL_MISSING", file, sheet.name, params={"wanted": column.header}))
            if column.name == "cap_yuan" and values["cap_yuan"] is None:
                place = address(row, position)
                findings.append(Finding("AMOUNT_ZERO", file, sheet.name, place, params={"column": column.header}))
    findings += _unread_labels(file, sheet)
    if values.get("village") is None:
        return None
    return VillageFacts(**{column.name: values.get(column.name) for column in VILLAGE})  # type: ignore[arg-type]


def _unit_of_label(sheet: Sheet, row: int, position: int, column: Column) -> str | None:
    """The unit in a label such as 最高额度（万元）, left of the value or in its cell."""
    labels = [cell for cell in sheet.rows[row][: position + 1] if isinstance(cell, str)]
    names = headers.SYNONYMS[column.name]
    ours = [text for text in labels if headers.plain(text).split(":")[0] in names] if column.kind is Kind.AMOUNT else []
    return next(filter(None, map(headers.unit_in, ours)), None)


def _unread_labels(file: str, sheet: Sheet) -> list[Finding]:
    missing = [column for column in VILLAGE if headers.find_label(sheet.rows, column.name) is None]
    found = []
    for row, position, text in headers.unread_labels(sheet):
        alone = headers.Header(row, {}, (), {position: text}, {})
        like = next((c for c in missing if headers.nearest(c, alone)), None)
        params = {"title": text[:30], "nearest": f" (≈ {like.header})" if like else ""}
        code = "COLUMN_UNCLEAR" if like and like.decisive else "COLUMN_NOT_READ"
        found.append(Finding(code, file, sheet.name, address(row, position), params=params))
    return found


def _rows(
    file: str, sheet: Sheet | None, meaning: str, columns: Sequence[Column], unit: str, findings: list[Finding]
) -> Rows | None:
    """The sheet's rows, or None (and why, in ``findings``) where there is no such sheet or no header."""
    wanted = headers.SHEET_NAMES[meaning][0]
    if sheet is None:
        findings.append(Finding("SHEET_MISSING", file, params={"wanted": wanted}))
        return None
    header = headers.find_header(sheet, columns)
    if header is None:
        code = "HEADER_MISSING" if sheet.rows else "SHEET_EMPTY"
        names = " ".join(column.header for column in columns if column.required)
        findings.append(Finding(code, file, sheet.name, params={"wanted": names}))
        return None
    ignored = ratings.wide_columns(header) if meaning == "households" else {}
    findings += check_header(file, sheet, header, columns, ignored)
    if any(column.required and column.name not in header.columns for column in columns):
        return None
    return read_rows(file, sheet, header, columns, headers.stated_unit(sheet, header) or unit)


def _has_fault(findings: Sequence[Finding]) -> bool:
    """Whether a finding on sheets, labels or headers refuses the workbook."""
    return any(finding.severity == "error" for finding in findings)


def _refuse_doubled(households: Rows) -> None:
    times = Counter(households.key(row) for row in range(len(households.ok)) if households.is_household(row))
    for row in list(households.accepted()):
        if times[households.key(row)] > 1:
            households.refuse("HOUSEHOLD_TWICE", row, "household_id")


def _refuse_strangers(rows: Rows, roster: set[str], refused: set[str]) -> None:
    for row in list(rows.accepted()):
        key = rows.key(row)
        if key not in roster:
            rows.refuse("HOUSEHOLD_REFUSED" if key in refused else "HOUSEHOLD_UNKNOWN", row, "household_id")
