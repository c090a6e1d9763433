"""A sheet's rows as checked columns: every row read is accepted, or refused with a finding."""

from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace

from gridcredit.findings import Finding
from gridcredit.ingest import headers, labels, merged, words
from gridcredit.ingest.stray import (
    LIKE_A_KEY,
    check_surroundings,
    filled,
    filled_rows,
    totals_in,
    unnamed,
)
from gridcredit.ingest.values import Unreadable, Value, plain_values, read
from gridcredit.ingest.words import STANDARD, Vocabulary
from gridcredit.ingest.workbook import Cell, Sheet, address
from gridcredit.schema import AMOUNT_UNITS, HOUSEHOLDS, Column, Counts, Kind

ODD_UNIT = {"column": "金额单位", "wanted": " ".join(AMOUNT_UNITS)}
OLD_ID_LENGTH = 15
RATED = ("amount_yuan", "refusal")
DECIDING = frozenset(column.name for column in HOUSEHOLDS if column.decisive)
# A child or an old person may stand in a household's file without a name (policy ages decide whether that is enough).
STAND_INS = {"name": ("age", "birth_date", "age_band")}


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file's cells are read: its name, the unit of bare amounts, the epoch of day numbers, and the words."""

    file: str
    unit: str = "yuan"
    epoch: int = 1900
    vocabulary: Vocabulary = STANDARD


@dataclass(slots=True)
class Rows:
    """The rows below a header, column by column; ``ok[i]`` falls to False when row ``i`` is refused.

    ``values`` has the columns that the sheet has. ``by_member``: a household may span several rows. ``unread``: the
    rows in which a rating stands that cannot be read; ``undecided``: those with such a cell on what decides the
    household, so that its other rows do not tell all.
    """

    file: str
    sheet: str
    header: headers.Header
    numbers: list[int]
    values: dict[str, list[Value]]
    ok: list[bool]
    totals: frozenset[int] = frozenset()
    findings: list[Finding] = field(default_factory=list)
    by_member: bool = False
    unread: frozenset[int] = frozenset()
    undecided: frozenset[int] = frozenset()
    _blank: list[Value] = field(default_factory=list, compare=False, repr=False)

    def get(self, name: str) -> Sequence[Value]:
        """The column ``name``, blank where the sheet has none."""
        if name in self.values:
            return self.values[name]
        if len(self._blank) != len(self.numbers):
            self._blank = [None] * len(self.numbers)
        return self._blank

    def cell(self, row: int, column: str) -> str:
        """The address of a value, e.g. ``D15``; of the row's number alone where the sheet has no such column."""
        return f"{self.letters(column)}{self.numbers[row]}"

    def letters(self, column: str) -> str:
        """``D``; '' where the sheet has no such column."""
        position = self.header.columns.get(column)
        return address(0, position)[:-1] if position is not None else ""

    def find(self, code: str, row: int, column: Column, **params: object) -> None:
        place = self.cell(row, column.name)
        params = {"column": column.header, **params}
        self.findings.append(Finding(code, self.file, self.sheet, place, self._shown(row), params))

    def refuse(self, code: str, row: int, column: Column, **params: object) -> None:
        self.find(code, row, column, **params)
        self.ok[row] = False

    def household_ids(self) -> list[str]:
        """The household numbers of all rows, '' where there is none."""
        return [str(key or "") for key in self.get("household_id")]

    def key(self, row: int) -> str:
        return str(self.get("household_id")[row] or "")

    def _shown(self, row: int) -> str:
        """The household number for a finding; '' where the cell may hold something else, such as a name."""
        return shown_key(self.key(row)) if row not in self.totals else ""

    def is_household(self, row: int) -> bool:
        """Whether the row has a household number at all; totals and footnotes have none that counts."""
        return row not in self.totals and bool(self.key(row))

    def accepted(self) -> list[int]:
        return [row for row, ok in enumerate(self.ok) if ok]

    def counts(self) -> Counts:
        return Counts(len(self.ok), self.ok.count(False))


def shown_key(key: str) -> str:
    """A household number for a finding; '' where it may be something else, such as a name."""
    return key if LIKE_A_KEY.fullmatch(key) else ""


def read_rows(
    how: Reading,
    sheet: Sheet,
    header: headers.Header,
    columns: Sequence[Column],
    by_member: bool = False,
    only: Sequence[int] | None = None,
    given: Mapping[str, list[Value]] | None = None,
) -> Rows:
    """Read the rows below ``header``; refuse those that lack a required value or whose decisive cell is unreadable.

    ``by_member``: a blank household number is that of the row above. ``only``: the rows (indices) to read instead of
    all that are filled, ``given`` the columns that are known of them already.
    """
    found = filled_rows(sheet, header.last_row + 1) if only is None else list(only)
    numbers = [row + 1 for row in found]
    rows = Rows(how.file, sheet.name, header, numbers, dict(given or {}), [True] * len(found), by_member=by_member)
    if given is None:
        totals = totals_in(sheet, found, header, how.vocabulary)
        rows.totals = frozenset(row for row, number in enumerate(found) if number in totals)
    present = [column for column in columns if column.name in header.columns and column.name not in rows.values]
    unreadable: list[tuple[int, Column, Unreadable]] = []
    below = sheet.contents(header.last_row + 1)
    for column in present:
        position = header.columns[column.name]
        cells = _cells_at(sheet, position, found)
        merged.fill_down(cells, sheet, found, position, column, by_member)
        contents: Set[Cell] = below[position] if position < len(below) else {None}
        options = how.vocabulary.options_of(column) if column.kind is Kind.OPTION else None
        known = replace(column, options=options) if options else column
        rows.values[column.name], bad = _read_column(
            cells, contents, known, header.units.get(column.name, how.unit), how.epoch
        )
        unreadable += [(row, column, problem) for row, problem in bad.items()]
    for row in sorted(rows.totals):
        rows.refuse("TOTAL_ROW", row, columns[0])
    rows.unread = frozenset(row for row, column, _ in unreadable if column.name in RATED)
    rows.undecided = frozenset(row for row, column, _ in unreadable if column.name in DECIDING) - rows.totals
    refused_cells = {(row, column.name) for row, column, _ in unreadable}
    if by_member and given is None and "household_id" in rows.values:
        _carry_down(rows, sheet, found, {row for row, name in refused_cells if name == "household_id"})
    for row, column, problem in unreadable:
        if row not in rows.totals:
            rows.find(problem.code, row, column, **problem.params)
            rows.ok[row] = rows.ok[row] and not (column.decisive or column.required)
    for column in columns:
        if column.required:
            _require(rows, column, refused_cells)
    _tell_old_ids(rows, present)
    _tell_merged(rows, sheet, present)
    if given is None:
        _tell_unnamed(rows, sheet, found)
    if by_member and given is None:
        _refuse_with(rows, {row for row, column, _ in unreadable if column.decisive and column.name not in RATED})
    return rows


def _tell_old_ids(rows: Rows, columns: Sequence[Column]) -> None:
    numbers = rows.values.get("id_number", ())
    old = {number for number in set(numbers) if isinstance(number, str) and len(number) == OLD_ID_LENGTH}
    for row, number in enumerate(numbers) if old else ():
        if number in old and row not in rows.totals:
            rows.find("ID_OLD", row, next(column for column in columns if column.name == "id_number"))


def _refuse_with(rows: Rows, unreadable: Collection[int]) -> None:
    """Refuse the other rows of a household of which one says something that decides and cannot be read."""
    keys = {rows.key(row) for row in unreadable if row not in rows.totals} - {""}
    for row in rows.accepted() if keys else ():
        if rows.key(row) in keys:
            rows.refuse("HOUSEHOLD_REFUSED", row, HOUSEHOLDS[0])


def hidden_findings(rows: Rows, sheet: Sheet, columns: Sequence[Column]) -> Iterator[Finding]:
    """Hidden rows and columns that were read: one finding for the rows together, one for each column."""
    hidden = [row for row in rows.accepted() if rows.numbers[row] - 1 in sheet.hidden_rows] if sheet.hidden_rows else ()
    if hidden:
        place = address(rows.numbers[hidden[0]] - 1, 0)
        yield Finding("ROWS_HIDDEN", rows.file, rows.sheet, place, params={"count": len(hidden)})
    for column in columns:
        position = rows.header.columns.get(column.name)
        if position in sheet.hidden_columns:
            place = address(rows.header.last_row, position)
            yield Finding("COLUMN_HIDDEN", rows.file, rows.sheet, place, params={"column": column.header})


def check_header(
    how: Reading, sheet: Sheet, header: headers.Header, wanted: Sequence[Column], known: Sequence[Column] = ()
) -> list[Finding]:
    """Findings on the header itself: columns that are missing, doubled, or not read although they look like one.

    ``wanted`` are the columns that the sheet is read for, ``known`` others that it may have.
    """
    file, vocabulary = how.file, how.vocabulary
    found = []
    for column in wanted:
        if column.required and column.name not in header.columns:
            near = headers.nearest(column, header, vocabulary)
            found.append(
                _on_header("COLUMN_MISSING", file, sheet, header, 0, wanted=column.header, nearest=_like(near))
            )
    for column in (*wanted, *known):
        if column.name in header.doubled:
            found.append(_on_header("COLUMN_TWICE", file, sheet, header, 0, wanted=column.header))
    found += check_surroundings(file, sheet, header, vocabulary)
    odd = [place for place in [labels.odd_unit(sheet, header, vocabulary)] if place]
    for row, position in [*odd, *headers.odd_units_in(sheet, header, wanted)]:
        found.append(Finding("OPTION_UNKNOWN", file, sheet.name, address(row, position), params=ODD_UNIT))
    missing = [column for column in (*wanted, *known) if column.name not in header.columns]
    for position, text in header.unread.items():
        if words.plain(text) in words.ROW_NUMBERS:
            continue
        like = next((c for c in missing if headers.nearest(c, header, vocabulary) == text), None)
        unclear = (like is not None and like.decisive) or headers.names_an_officer(text)
        code = "COLUMN_UNCLEAR" if unclear else "COLUMN_NOT_READ"
        near = _like(like.header if like else "")
        found.append(_on_header(code, file, sheet, header, position, title=text[:30], nearest=near))
    return found


def _on_header(code: str, file: str, sheet: Sheet, header: headers.Header, position: int, **params: object) -> Finding:
    return Finding(code, file, sheet.name, address(header.last_row, position), params=params)


def _like(text: str) -> str:
    return f" (≈ {text})" if text else ""


def _cells_at(sheet: Sheet, position: int, found: Sequence[int]) -> list[Cell]:
    """The cells of a column in the rows ``found`` (indices)."""
    if position >= len(sheet.columns) or not found:
        return [None] * len(found)
    column = sheet.columns[position]
    if found[-1] - found[0] + 1 == len(found):
        return list(column[found[0] : found[-1] + 1])
    return [column[row] for row in found]


def _read_column(
    cells: Sequence[Cell], contents: Set[Cell], column: Column, unit: str, epoch: int
) -> tuple[list[Value], Mapping[int, Unreadable]]:
    """The values of ``cells``, of which all are among ``contents``, each different content read once.

    Unreadable ones are None and listed by row.
    """
    if not contents.isdisjoint((0, 1)) and bool in set(map(type, cells)):  # 1 and True are equal, and not the same
        return _read_typed(cells, column, unit, epoch)
    known = plain_values(contents, column, unit)
    problems: dict[Cell, Unreadable] = {}
    for content in contents - known.keys():
        try:
            known[content] = read(content, column, unit, epoch)
        except Unreadable as problem:
            known[content] = None
            problems[content] = problem
    bad = {row: problems[cell] for row, cell in enumerate(cells) if cell in problems} if problems else {}
    return list(map(known.__getitem__, cells)), bad


def _read_typed(
    cells: Sequence[Cell], column: Column, unit: str, epoch: int
) -> tuple[list[Value], Mapping[int, Unreadable]]:
    """The values of a column that holds both truth values and others, read cell by cell."""
    values: list[Value] = []
    bad: dict[int, Unreadable] = {}
    for row, cell in enumerate(cells):
        try:
            values.append(read(cell, column, unit, epoch))
        except Unreadable as problem:
            values.append(None)
            bad[row] = problem
    return values, bad


def _carry_down(rows: Rows, sheet: Sheet, found: Sequence[int], unreadable: Collection[int]) -> None:
    """Give a member's row without household number that of the row right above it.

    Not where the row names a head of household, nor where it has a number (序号) of its own while continued rows have
    none: there a household's number is missing. Nor over an empty row or a total.
    """
    keys, relations = rows.values["household_id"], rows.get("relation")
    numbered = _own_numbers(sheet, rows.header, found)
    blanks = [row for row, key in enumerate(keys) if key is None and row not in rows.totals and row not in unreadable]
    per_household = any(row not in numbered for row in blanks)
    for row in blanks:
        above = row - 1
        starts = merged.is_head(relations[row]) or (per_household and row in numbered)
        adjoining = above >= 0 and found[above] == found[row] - 1 and above not in rows.totals
        if adjoining and not starts:
            keys[row] = keys[above]


def _own_numbers(sheet: Sheet, header: headers.Header, found: Sequence[int]) -> set[int]:
    """The rows with a number of their own under 序号."""
    position = next((p for p, text in header.unread.items() if words.plain(text) in words.ROW_NUMBERS), None)
    if position is None:
        return set()
    return {
        row
        for row, number in enumerate(found)
        if position < len(sheet.rows[number]) and filled(sheet.rows[number][position])
    }


def _require(rows: Rows, column: Column, refused_cells: Collection[tuple[int, str]]) -> None:
    if None not in rows.get(column.name):
        return
    others = [rows.values[name] for name in STAND_INS.get(column.name, ()) if name in rows.values]
    for row, value in enumerate(rows.get(column.name)):
        missing = value is None and row not in rows.totals and (row, column.name) not in refused_cells
        if missing and all(other[row] is None for other in others):
            rows.refuse("VALUE_MISSING", row, column)


def _tell_unnamed(rows: Rows, sheet: Sheet, found: Sequence[int]) -> None:
    """Find the columns in which something stands and no header says what."""
    told = [number for row, number in enumerate(found) if row not in rows.totals]
    for position, holding in unnamed(sheet, told, rows.header):
        place, params = address(holding[0], position), {"count": len(holding)}
        rows.findings.append(Finding("COLUMN_UNNAMED", rows.file, rows.sheet, place, params=params))


def _tell_merged(rows: Rows, sheet: Sheet, columns: Sequence[Column]) -> None:
    """Find merged cells whose figure could belong to several households or officers, or that cover what decides."""
    if not sheet.merged:
        return
    officers = rows.get("officer")
    for column, first, last in merged.unclear(sheet, rows.numbers, rows.header.columns, columns):
        inside = range(first, last + 1)
        if len({(rows.key(row), officers[row]) for row in inside if row not in rows.totals}) > 1 or first == last:
            for row in inside:
                if row not in rows.totals:
                    rows.find("MERGED_CELLS", row, column)
                    rows.values[column.name][row] = None
                    rows.ok[row] = rows.ok[row] and not (column.decisive or column.required)
