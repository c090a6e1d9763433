"""A sheet's rows as checked columns: every row read is accepted, or refused with a finding."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gridcredit.findings import Finding
from gridcredit.ingest import headers
from gridcredit.ingest.values import Unreadable, Value, read
from gridcredit.ingest.workbook import Cell, Sheet
from gridcredit.schema import Column, Counts

_LIKE_A_KEY = re.compile(r"(?=.*\d)[^\s:]{1,20}")


@dataclass(slots=True)
class Rows:
    """The rows below a header, column by column; ``ok[i]`` falls to False when row ``i`` is refused."""

    file: str
    sheet: str
    columns: Sequence[Column]
    header: headers.Header
    numbers: list[int]
    values: dict[str, list[Value]]
    ok: list[bool]
    totals: frozenset[int] = frozenset()
    findings: list[Finding] = field(default_factory=list)

    def cell(self, row: int, column: str) -> str:
        """The address of a value, e.g. ``D15``; of the row alone where the sheet has no such column."""
        position = self.header.columns.get(column)
        return address(self.numbers[row] - 1, position) if position is not None else str(self.numbers[row])

    def find(self, code: str, row: int, column: str, **params: object) -> None:
        label = next((c.header for c in self.columns if c.name == column), "")
        self.findings.append(
            Finding(code, self.file, self.sheet, self.cell(row, column), self._shown(row), {"column": label, **params})
        )

    def refuse(self, code: str, row: int, column: str, **params: object) -> None:
        self.find(code, row, column, **params)
        self.ok[row] = False

    def key(self, row: int) -> str:
        return str(self.values["household_id"][row] or "")

    def _shown(self, row: int) -> str:
        """The household number for a finding; '' where the cell may hold something else, such as a name."""
        key = self.key(row)
        return key if row not in self.totals and _LIKE_A_KEY.fullmatch(key) else ""

    def is_household(self, row: int) -> bool:
        """Whether the row has a household number at all; totals and footnotes have none that counts."""
        return row not in self.totals and bool(self.key(row))

    def accepted(self) -> Iterator[int]:
        return (row for row, ok in enumerate(self.ok) if ok)

    def counts(self) -> Counts:
        return Counts(len(self.ok), self.ok.count(False))

    def table(self) -> dict[str, list[Any]]:
        """The accepted rows: the sheet's columns (empty ones included), and ``sheet`` and ``row`` they stand in."""
        kept = list(self.accepted())
        table: dict[str, list[Any]] = {
            column.name: [self.values[column.name][row] for row in kept] for column in self.columns
        }
        return table | {"sheet": [self.sheet] * len(kept), "row": [self.numbers[row] for row in kept]}


def address(row: int, column: int) -> str:
    """``(14, 3)`` → ``D15``."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def read_rows(file: str, sheet: Sheet, header: headers.Header, columns: Sequence[Column], unit: str) -> Rows:
    """Read the rows below ``header``; refuse those that lack a required value or whose decisive cell is unreadable."""
    found = [row for row in range(header.last_row + 1, len(sheet.rows)) if any(map(_filled, sheet.rows[row]))]
    rows = Rows(file, sheet.name, columns, header, [row + 1 for row in found], {}, [True] * len(found))
    unreadable: list[tuple[int, Column, Unreadable]] = []
    for column in columns:
        rows.values[column.name], bad = _read_column(
            _cells(sheet, found, header.columns.get(column.name)),
            column,
            header.units.get(column.name, unit),
        )
        unreadable += [(row, column, problem) for row, problem in bad.items()]
    totals = rows.totals = frozenset(row for row, number in enumerate(found) if _is_total(sheet.rows[number]))
    for row in sorted(totals):
        rows.refuse("TOTAL_ROW", row, "household_id")
    for row, column, problem in unreadable:
        if row not in totals:
            rows.find(problem.code, row, column.name, **problem.params)
            rows.ok[row] = rows.ok[row] and not (column.decisive or column.required)
    refused_cells = {(row, column.name) for row, column, _ in unreadable}
    for column in columns:
        if column.required:
            for row, value in enumerate(rows.values[column.name]):
                if value is None and row not in totals and (row, column.name) not in refused_cells:
                    rows.refuse("VALUE_MISSING", row, column.name)
    return rows


def check_header(
    file: str, sheet: Sheet, header: headers.Header, columns: Sequence[Column], ignored: Collection[int] = ()
) -> list[Finding]:
    """Findings on the header itself: columns that are missing, doubled or (but for ``ignored`` ones) not read."""
    found = []
    for column in columns:
        if column.required and column.name not in header.columns:
            near = headers.nearest(column, header)
            found.append(
                _on_header("COLUMN_MISSING", file, sheet, header, 0, wanted=column.header, nearest=_like(near))
            )
        if column.name in header.doubled:
            found.append(_on_header("COLUMN_TWICE", file, sheet, header, 0, wanted=column.header))
    for row, position in headers.odd_units(sheet, header, columns):
        place = address(row, position)
        found.append(Finding("OPTION_UNKNOWN", file, sheet.name, place, params=headers.ODD_UNIT))
    missing = [column for column in columns if column.name not in header.columns]
    for position, text in header.unread.items():
        if position in ignored or headers.plain(text) in headers.ROW_NUMBERS:
            continue
        like = next((c for c in missing if headers.nearest(c, header) == text), None)
        unclear = (like is not None and like.decisive) or headers.names_an_officer(text)
        code = "COLUMN_UNCLEAR" if unclear else "COLUMN_NOT_READ"
        near = _like(like.header if like else "")
        found.append(_on_header(code, file, sheet, header, position, title=text[:30], nearest=near))
    return found


def _on_header(code: str, file: str, sheet: Sheet, header: headers.Header, position: int, **params: object) -> Finding:
    return Finding(code, file, sheet.name, address(header.last_row, position), params=params)


def _like(text: str) -> str:
    return f" (≈ {text})" if text else ""


def _read_column(cells: Sequence[Cell], column: Column, unit: str) -> tuple[list[Value], Mapping[int, Unreadable]]:
    """The values, each different content read once; unreadable ones are None and listed by row."""
    known: dict[object, Value] = {}
    problems: dict[object, Unreadable] = {}
    values: list[Value] = []
    bad: dict[int, Unreadable] = {}
    for row, cell in enumerate(cells):
        content = cell if type(cell) is str else (type(cell), cell)
        if content not in known:
            try:
                known[content] = read(cell, column, unit)
            except Unreadable as problem:
                known[content] = None
                problems[content] = problem
        if problems and content in problems:
            bad[row] = problems[content]
        values.append(known[content])
    return values, bad


def _filled(cell: Cell) -> bool:
    return cell is not None and cell != "" and not (isinstance(cell, str) and cell.isspace())


def _cells(sheet: Sheet, found: Sequence[int], position: int | None) -> list[Cell]:
    """The column's cells in the rows ``found``; blank where there is no such column or the row ends before it."""
    if position is None:
        return [None] * len(found)
    lines = (sheet.rows[row] for row in found)
    return [line[position] if position < len(line) else None for line in lines]


def _is_total(cells: Sequence[Cell]) -> bool:
    first = next(filter(_filled, cells))
    if not isinstance(first, str):
        return False
    text = "".join(first.split()).replace("：", ":").lower()
    if ":" in text.rstrip(":") or headers.plain(first) in headers.SYNONYMS["household_id"]:
        return True  # a footnote, a line of signatures, or the header once more at the top of a page
    if text.startswith(headers.FOOTNOTES):
        return sum(map(_filled, cells)) == 1
    return text.rstrip(":").endswith(headers.TOTALS)
