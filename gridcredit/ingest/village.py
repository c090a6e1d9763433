"""A village read from its files: what each file gives, and the tables that they make together."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from gridcredit.findings import Finding
from gridcredit.ingest import agreement, facts, labels, ratings, roster
from gridcredit.ingest.facts import VillageFacts
from gridcredit.ingest.layout import COLUMNS, Placed, place_sheets
from gridcredit.ingest.parts import FileRead, Part
from gridcredit.ingest.rows import (
    Reading,
    Rows,
    check_header,
    hidden_findings,
    read_rows,
)
from gridcredit.ingest.values import Value
from gridcredit.ingest.words import STANDARD, Vocabulary
from gridcredit.ingest.workbook import Workbook, address
from gridcredit.schema import (
    HOUSEHOLDS,
    MEMBERS,
    RATINGS,
    VILLAGE,
    Column,
    Columns,
    Counts,
)

LAYOUTS = {"long": "评议", "sheet": "网格员", "columns": "农户"}
_HOUSEHOLD_ID = HOUSEHOLDS[0]
_LIST = next(column for column in HOUSEHOLDS if column.name == "list_status")
_BY_NAME = {column.name: column for column in (*MEMBERS, *HOUSEHOLDS, *RATINGS)}


@dataclass(slots=True)
class Ingested:
    """A village read: tables of ``schema`` with where each row stands, or ``facts`` None when it was refused.

    ``sources``: {file, sha256, sheet, columns: {name: letters}} of each part; ``counts``: rows by file and sheet.
    """

    files: tuple[str, ...]
    hashes: tuple[str, ...]
    facts: VillageFacts | None = None
    households: Columns = field(default_factory=dict)
    members: Columns = field(default_factory=dict)
    ratings: Columns = field(default_factory=dict)
    sources: list[dict[str, Any]] = field(default_factory=list)
    counts: dict[tuple[str, str], Counts] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @property
    def file(self) -> str:
        return self.files[0]

    def cell(self, table: Columns, row: int, column: str) -> tuple[str, str, str]:
        """File, sheet and cell of a value; the row's number alone where its sheet has no such column."""
        source, number = table["source"][row], table["row"][row]
        source, number = (table["elsewhere"][row] or {}).get(column, (source, number))
        place = self.sources[source]
        return place["file"], place["sheet"], f"{place['columns'].get(column, '')}{number}"


def read_file(
    workbook: Workbook,
    folder: str = "",
    vocabulary: Vocabulary = STANDARD,
    tell: Callable[[Part], None] = lambda _part: None,
) -> FileRead:
    """What one workbook gives. Sheet or header faults make it unusable; row faults refuse rows.

    ``tell`` is called with each part as soon as it is read. Raises ``Unforeseen``.
    """
    done = FileRead(workbook.file, workbook.sha256)
    told = [note for note in workbook.notes if note[0] != "PASSWORD_NONE"]  # it is as good as a plain one
    done.findings += [Finding(code, workbook.file, params=params) for code, params in told]
    placed = place_sheets(workbook, vocabulary, done.findings)
    how = Reading(workbook.file, epoch=workbook.epoch, vocabulary=vocabulary)
    how = replace(how, unit=facts.read_facts(how, placed, folder, done))
    has_roster = any(one.role == "households" for one in placed)
    alone = sum(one.role == "ratings" for one in placed) == 1
    for early in placed:
        one = replace(early, sheet=early.sheet.whole())
        if one.header is not None:
            stated = labels.stated_unit(one.sheet, one.header, vocabulary)
            here = replace(how, unit=stated) if stated else how
        else:
            here = how
        found: list[Part] = []
        if one.role == "ratings":
            found = ratings.read_ratings(here, one, _beside_ratings(one, has_roster), alone, done.findings)
        elif one.role in ("households", "members"):
            found = _read_roster(here, one, done.findings)
        for part in found:
            done.findings += hidden_findings(part.rows, one.sheet, COLUMNS)
            tell(part)
        done.findings += _unused(here, one, found)
        done.parts += found
    for sheet in workbook.sheets:
        sheet.whole()
    _check_layouts(done)
    done.usable = not any(finding.severity == "error" for finding in done.findings)
    return done


def join(reads: Sequence[FileRead], rated: bool = True) -> Ingested:
    """The village that the files describe together; ``facts`` None (and why, in ``findings``) where there is none.

    ``rated`` False: a village that is still to be rated.
    """
    done = Ingested(tuple(read.file for read in reads), tuple(read.sha256 for read in reads))
    done.findings = [finding for read in reads for finding in read.findings]
    known = facts.agree(reads, done.findings)
    parts = [(position, part) for position, part in enumerate(part for read in reads for part in read.parts)]
    given = [part for part in parts if part[1].role == "ratings"]
    rosters = _rosters(parts, reads, done.findings)
    people = [part for part in parts if part[1].role == "members" or (part[1].rows.by_member and part in rosters)]
    if not people and all(read.usable for read in reads):
        done.findings.append(Finding("MEMBERS_MISSING", reads[0].file, params={"wanted": "成员"}))
    if rated and not any(part.rows.ok for _, part in given) and all(read.usable for read in reads):
        done.findings += _no_ratings(reads, [part for _, part in given])
    done.findings += _same_households(rosters)
    unusable = any(f.severity == "error" for f in done.findings) or not all(read.usable for read in reads)
    if known is None or unusable or not rosters:
        return done
    _fill(done, parts, rosters, people, given)
    for _, part in parts:
        done.findings += part.rows.findings
        place = part.rows.file, part.rows.sheet
        done.counts[place] = done.counts.get(place, Counts()) + part.rows.counts()
    if all(len(part.rows.totals) == len(part.rows.ok) for _, part in rosters):
        done.findings.append(Finding("SHEET_EMPTY", rosters[0][1].rows.file, rosters[0][1].rows.sheet))
    if done.households["household_id"]:
        done.facts = known
    return done


def ingest_village(workbook: Workbook, folder: str = "", vocabulary: Vocabulary = STANDARD) -> Ingested:
    """One workbook that describes a village by itself."""
    return join([read_file(workbook, folder, vocabulary)])


def _fill(
    done: Ingested,
    parts: Sequence[tuple[int, Part]],
    rosters: Sequence[tuple[int, Part]],
    people: Sequence[tuple[int, Part]],
    rated: Sequence[tuple[int, Part]],
) -> None:
    """The tables, each row checked against the others."""
    for _, part in rosters:
        if not part.rows.by_member and part.role == "households":
            _refuse_doubled(part.rows)
    listed = [(position, part) for position, part in parts if part.role == "members"]
    beside = [part for entry in rated if entry not in rosters for part in entry[1:]]
    roster.refuse_undecided([part for _, part in rosters], [*(part for _, part in listed), *beside])
    households = roster.households(rosters)
    _refuse_strangers(parts, rosters, households)
    roster.mark(households, listed)
    if against := agreement.contradicted(households, beside):
        households = agreement.without(households, against)
        _refuse_strangers(parts, rosters, households)
    done.households = households
    done.members = roster.members(people)
    agreement.refuse_others_names(households, done.members, beside)
    agreement.tell_missing([part for _, part in rosters if part.role == "ratings"])
    _check_ratings([part for _, part in rated])
    done.ratings = roster.ratings(rated)
    done.sources = [
        {
            "file": part.rows.file,
            "sha256": done.hashes[done.files.index(part.rows.file)],
            "sheet": part.rows.sheet,
            "columns": {name: address(0, at)[:-1] for name, at in part.rows.header.columns.items()},
        }
        for _, part in parts
    ]


def _beside_ratings(one: Placed, has_roster: bool) -> list[Column]:
    """The roster's columns that are read from a sheet of ratings: all where the file has no roster of its own."""
    own = {column.name for column in RATINGS}
    if has_roster:
        names = [column for column in (*MEMBERS, _BY_NAME["head"]) if column.name in ("name", "relation", "head")]
        return [replace(column, required=False, decisive=False) for column in (*names, *agreement.DECIDING)]
    columns = [column for column in _roster_columns(one.by_member) if column.name not in own]
    return columns if one.lists_households else [replace(column, required=False) for column in columns]


def _roster_columns(by_member: bool) -> list[Column]:
    """Columns of households, and of members where rows are members'; then a household's need not stand in each row."""
    if not by_member:
        return list(HOUSEHOLDS)
    theirs = {column.name for column in MEMBERS}
    shared = [replace(column, required=False) for column in HOUSEHOLDS if column.name not in theirs]
    return [*MEMBERS, *shared]


def _read_roster(how: Reading, one: Placed, findings: list[Finding]) -> list[Part]:
    """The rows of a sheet of households or members, and the ratings in officers' columns of it."""
    columns = [*MEMBERS, _LIST] if one.role == "members" else _roster_columns(one.by_member)
    wanted = " ".join(column.header for column in columns if column.required)
    if one.header is None:
        code = "HEADER_MISSING" if one.sheet.rows else "SHEET_EMPTY"
        findings.append(Finding(code, how.file, one.sheet.name, params={"wanted": wanted}))
        return []
    findings += check_header(how, one.sheet, one.header, columns)
    if any(column.required and column.name not in one.header.columns for column in columns):
        return []
    rows = read_rows(how, one.sheet, one.header, columns, one.by_member)
    part = Part(one.role, rows, lists_households=one.lists_households)
    return [part, *ratings.officers_columns(how, one, rows)]


def _unused(how: Reading, one: Placed, parts: Sequence[Part]) -> list[Finding]:
    """Columns whose meaning is known but which are not read from this sheet; what only repeats the roster is passed."""
    if one.header is None or not parts:
        return []
    read = {VILLAGE[0].name, *(name for part in parts for name in part.rows.values)}
    found = []
    for column in COLUMNS:
        position = one.header.columns.get(column.name)
        if position is None or column.name in read or (one.role == "ratings" and not column.decisive):
            continue
        params = {"title": column.header, "nearest": ""}
        place = address(one.header.last_row, position)
        found.append(Finding("COLUMN_NOT_READ", how.file, one.sheet.name, place, params=params))
    return found


def _check_layouts(done: FileRead) -> None:
    used = dict.fromkeys(LAYOUTS[part.layout] for part in done.parts if part.layout and part.rows.ok)
    if len(used) > 1:
        done.findings.append(Finding("RATINGS_TWICE", done.file, params={"layouts": " / ".join(used)}))


def _rosters(
    parts: Sequence[tuple[int, Part]], reads: Sequence[FileRead], findings: list[Finding]
) -> list[tuple[int, Part]]:
    """The parts that list the village's households: its roster, or else the union of all rows that name some."""
    rosters = [part for part in parts if part[1].role == "households"]
    if rosters:
        return rosters
    union = [part for part in parts if part[1].lists_households]
    if all(read.usable for read in reads):
        code = "ROSTER_FROM_ROWS" if union else "SHEET_MISSING"
        findings.append(Finding(code, reads[0].file, params={"wanted": "农户"}))
    return union


def _same_households(rosters: Sequence[tuple[int, Part]]) -> list[Finding]:
    """Two files' rosters that name the same household are two states of one village, not parts of it."""
    holders: dict[str, str] = {}
    found: dict[str, Finding] = {}
    for rows in (part.rows for _, part in rosters if part.role == "households"):
        for key in rows.household_ids():
            first = holders.setdefault(key, rows.file) if key else rows.file
            if first != rows.file:
                found |= {file: Finding("VILLAGE_TWICE", file) for file in (first, rows.file)}
    return list(found.values())


def _no_ratings(reads: Sequence[FileRead], rated: Sequence[Part]) -> list[Finding]:
    empty = [Finding("SHEET_EMPTY", part.rows.file, part.rows.sheet) for part in rated if part.layout != "columns"]
    return empty or [Finding("SHEET_MISSING", reads[0].file, params={"wanted": "评议"})]


def _check_ratings(parts: Sequence[Part]) -> None:
    """Refuse all where an officer rated a household twice; warn of what is set aside."""
    times: Counter[tuple[str, Value]] = Counter()
    standing: list[tuple[Part, list[int], list[tuple[str, Value]]]] = []
    names: dict[str, str] = {}  # an officer written in two ways is one by the ID number
    for part in parts:
        rows, keys = part.rows, part.rows.household_ids()
        said = [row for row, key in enumerate(keys) if key]
        if rows.by_member and part.layout != "columns":
            said = [row for row in said if row not in rows.totals and roster.says(rows, row)]
        who = part.officer
        same = names.setdefault(who.id_number, who.name) if who and who.id_number else None
        rated = list(zip(keys, [same] * len(keys) if same else roster.officers_of(part)))
        standing.append((part, said, rated))
        times.update([rated[row] for row in said])
    amount = _BY_NAME["amount_yuan"]
    for part, said, rated in standing:
        rows = part.rows
        amounts, refusals, knows = (rows.get(name) for name in ("amount_yuan", "refusal", "knows"))
        whole = rows.by_member and part.layout != "columns"  # what is said in one row of a household is said of all
        said_no = [row for row in rows.accepted() if knows[row] == "no"] if whole else []
        unknown = {rated[row] for row in said_no}
        for row in said:
            if not rows.ok[row]:
                continue
            knowing = knows[row] or ("no" if rated[row] in unknown else None)
            if times[rated[row]] > 1:
                rows.refuse("RATING_TWICE", row, amount)
            elif knowing == "no" and (amounts[row] is not None or refusals[row]):
                rows.find("RATING_WITHOUT_KNOWING", row, amount)
            elif refusals[row] and amounts[row]:
                rows.find("REFUSAL_WITH_AMOUNT", row, amount)


def _refuse_doubled(households: Rows) -> None:
    keys = households.household_ids()
    times = Counter(key for row, key in enumerate(keys) if households.is_household(row))
    for row in households.accepted():
        if times[keys[row]] > 1:
            households.refuse("HOUSEHOLD_TWICE", row, _HOUSEHOLD_ID)


def _refuse_strangers(
    parts: Sequence[tuple[int, Part]], rosters: Sequence[tuple[int, Part]], households: Columns
) -> None:
    """Refuse the rows of households that are not, or no longer, among ``households``."""
    known = set(households["household_id"])
    refused = {key for _, part in rosters for key in part.rows.household_ids()} - known
    for rows in (part.rows for _, part in parts):
        keys = rows.household_ids()
        for row in rows.accepted():
            if keys[row] not in known:
                code = "HOUSEHOLD_REFUSED" if keys[row] in refused else "HOUSEHOLD_UNKNOWN"
                rows.refuse(code, row, _HOUSEHOLD_ID)
