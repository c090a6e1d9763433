"""A sheet put together cell by cell, as sparse as it comes; and what a sheet may be at most."""

from collections.abc import Iterable

from gridcredit.ingest.workbook import Cell, FileRefused, Range, Sheet, address

CELLS_LIMIT = 4_000_000
MARGIN = 100  # how far beyond a sheet's last cells merged ones are kept
ROWS, COLUMNS = 1_048_576, 16_384  # of a sheet, in all programs


class Budget:
    """The cells that a workbook may still have."""

    def __init__(self, limit: int | None = None) -> None:
        self._limit = CELLS_LIMIT if limit is None else limit
        self._left = self._limit

    def take(self, cells: int, sheet: str, row: int, column: int) -> None:
        """Raises ``FileRefused`` with the cell that is one too many."""
        self._left -= cells
        if self._left < 0:
            raise FileRefused("SHEET_TOO_LARGE", sheet, address(row, column), limit=f"{self._limit:,}")


class Grid:
    """Rows and columns count from 0. Blank cells at the end of rows, and blank rows at the end, are not kept."""

    def __init__(self, name: str, budget: Budget) -> None:
        self.name = name
        self.hidden_rows: set[int] = set()
        self.hidden_columns: list[tuple[int, int]] = []
        self.merged: list[Range] = []
        self._rows: dict[int, list[Cell]] = {}
        self._budget = budget

    def put(self, row: int, column: int, cell: Cell) -> None:
        """Raises ``FileRefused`` where the cell lies outside every sheet, or too far from the others."""
        if row >= ROWS or column >= COLUMNS:
            raise FileRefused("SHEET_TOO_LARGE", self.name, address(row, column), limit=f"{ROWS:,} × {COLUMNS:,}")
        line = self._rows.get(row)
        if line is None:
            self._budget.take(1, self.name, row, column)
            line = self._rows[row] = []
        missing = column - len(line)
        if missing >= 0:
            self._budget.take(missing + 1, self.name, row, column)
            line += [None] * missing
            line.append(cell)
        else:
            line[column] = cell

    def has(self, row: int, column: int) -> bool:
        line = self._rows.get(row, ())
        return column < len(line) and line[column] is not None

    def sheet(self, hidden: bool = False) -> Sheet:
        height = max(self._rows, default=-1) + 1
        rows = [self._rows.get(row) or [] for row in range(height)]
        return finish(self.name, hidden, rows, self.merged, self.hidden_rows, self.hidden_columns)


def finish(
    name: str,
    hidden: bool,
    rows: list[list[Cell]],
    merged: Iterable[Range],
    hidden_rows: Iterable[int],
    hidden_columns: Iterable[tuple[int, int]],
) -> Sheet:
    """The sheet, with ranges cut off beyond its cells; ``hidden_columns`` are (first, last). Raises ``FileRefused``."""
    height, width = len(rows), max(map(len, rows), default=0)
    columns = {at for first, last in hidden_columns for at in range(first, min(last + 1, width))}
    inside: dict[tuple[int, int], tuple[int, int]] = {}
    room = (height + MARGIN) * (width + MARGIN)
    for (top, left), (bottom, right) in merged:
        last = min(bottom, height + MARGIN - 1), min(right, width + MARGIN - 1)
        if top <= last[0] and left <= last[1] and (top, left) != last:
            room -= (last[0] - top + 1) * (last[1] - left + 1)
            if (top, left) in inside or room < 0:
                raise FileRefused("FILE_DAMAGED", name, address(top, left), part="mergeCells")  # some overlap
            inside[top, left] = last
    return Sheet(
        name,
        hidden,
        rows,
        tuple(inside.items()),
        frozenset(row for row in hidden_rows if row < height),
        frozenset(columns),
    )


def position(letters: str) -> int:
    """``AB`` → 27."""
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column - 1
