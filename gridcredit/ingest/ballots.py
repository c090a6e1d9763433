"""A ballot that came back: the rating that one officer gave in each of its rows, which row codes stand for.

What the ballot itself shows of the households is not read: the roster says it.
"""

from gridcredit.findings import Finding
from gridcredit.ingest import headers, labels
from gridcredit.ingest.layout import COLUMNS
from gridcredit.ingest.parts import Fact, FileRead, Officer, Part
from gridcredit.ingest.ratings import finish
from gridcredit.ingest.rows import Reading, check_header, hidden_findings, read_rows
from gridcredit.ingest.words import STANDARD, Vocabulary, plain
from gridcredit.ingest.workbook import Sheet, Workbook, address
from gridcredit.schema import RATINGS, STATED, Column, Kind

CODE = Column("row_code", "行码", Kind.KEY, required=True, decisive=True)
NUMBER, VILLAGE, OFFICER = "ballot", "village", "officer"
"""What a ballot says of itself, as ``FileRead.facts``."""
_RATED = tuple(column for column in RATINGS if column.name not in ("household_id", "officer", "rated_on"))


def read_ballot(workbook: Workbook, vocabulary: Vocabulary = STANDARD) -> FileRead:
    """The ballot's number, village and officer, and its ratings by row code; not usable where it is no ballot."""
    done = FileRead(workbook.file, workbook.sha256, saved=workbook.saved)
    done.findings += [Finding(code, workbook.file, params=params) for code, params in workbook.notes]
    sheets = [sheet.whole() for sheet in workbook.sheets]
    found = [(sheet, header) for sheet in sheets if (header := _header_of(sheet, vocabulary))]
    if len(found) != 1:
        done.findings.append(Finding("BALLOT_UNREADABLE", workbook.file))
    else:
        sheet, header = found[0]
        for name in (NUMBER, VILLAGE, OFFICER):
            done.facts[name] = _label(sheet, header, name, vocabulary)
        done.parts.append(_ratings(Reading(workbook.file, epoch=workbook.epoch, vocabulary=vocabulary), sheet, header))
        done.findings += check_header(
            Reading(workbook.file, vocabulary=vocabulary), sheet, header, [CODE, *_RATED], COLUMNS
        )
        if not all(done.facts[name] for name in (NUMBER, VILLAGE, OFFICER)):
            done.findings.append(Finding("BALLOT_UNREADABLE", workbook.file, sheet.name))
    done.usable = not any(finding.severity == "error" for finding in done.findings)
    return done


def _header_of(sheet: Sheet, vocabulary: Vocabulary) -> headers.Header | None:
    header = headers.find_header(sheet, (CODE, *COLUMNS), vocabulary)
    return header if header and {CODE.name, "amount_yuan"} <= header.columns.keys() else None


def _label(sheet: Sheet, header: headers.Header, name: str, vocabulary: Vocabulary) -> list[Fact]:
    label = labels.find_label(header.above(sheet), name, vocabulary)
    if label is None or not isinstance(label[2], str):
        return []
    return [Fact(label[2].strip(), sheet.name, address(label[0], label[1]), False)]


def _ratings(how: Reading, sheet: Sheet, header: headers.Header) -> Part:
    rows = read_rows(how, sheet, header, [CODE, *_RATED, *STATED])
    rows.values[CODE.name] = [plain(code).upper() if isinstance(code, str) else code for code in rows.get(CODE.name)]
    rows.findings += hidden_findings(rows, sheet, COLUMNS)
    label = labels.find_label(header.above(sheet), OFFICER, how.vocabulary)
    part = Part("ratings", rows, "sheet", Officer(str(label[2]).strip()) if label else None)
    finish(how, sheet, part)
    return part
