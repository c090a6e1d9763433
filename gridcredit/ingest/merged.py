"""Merged cells in a sheet's data: filled down where that is what they mean, and told where it is not clear."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from gridcredit.ingest.labels import blank
from gridcredit.ingest.workbook import Cell, Sheet
from gridcredit.schema import HOUSEHOLDS, RELATIONS, Column, Kind

# What a cell merged over several rows says of each of them. A figure merged over several households is not clear.
_OF_A_HOUSEHOLD = {column.name for column in HOUSEHOLDS} | {"officer", "rated_on"}
_OF_A_PERSON = {"id_number", "phone", "note"}


def is_head(relation: object) -> bool:
    return isinstance(relation, str) and RELATIONS.get(relation.strip().lower()) == "head"


def fill_down(
    cells: list[Cell], sheet: Sheet, found: Sequence[int], position: int, column: Column, by_member: bool
) -> None:
    """Let the column's ``cells`` in the rows ``found`` say what merged cells above say of them."""
    if column.name not in _OF_A_HOUSEHOLD or (by_member and column.name in _OF_A_PERSON):
        return
    tall = [(top, bottom) for (top, left), (bottom, _) in sheet.merged if left == position and bottom > top]
    at = {row: index for index, row in enumerate(found)} if tall else {}
    for top, bottom in tall:
        if top in at:
            for row in range(top + 1, min(bottom, found[-1]) + 1):
                if row in at and blank(cells[at[row]]):
                    cells[at[row]] = cells[at[top]]


def unclear(
    sheet: Sheet, numbers: Sequence[int], positions: Mapping[str, int], columns: Sequence[Column]
) -> Iterator[tuple[Column, int, int]]:
    """Columns with the first and last row (indices) of a merged cell whose meaning depends on what it spans.

    A range of one row stands for a cell that covers a deciding column from its left, or has a text of its own below.
    """
    at = {number - 1: row for row, number in enumerate(numbers)}
    by_position = {positions[column.name]: column for column in columns}
    for (top, left), (bottom, right) in sheet.merged:
        inside = [at[row] for row in range(top, min(bottom, numbers[-1] - 1 if numbers else top) + 1) if row in at]
        if not inside:
            continue
        column = by_position.get(left)
        if column and bottom > top and not _means_each(column):
            yield column, inside[0], inside[-1]
        elif column and bottom > top:
            shown, *covered = (sheet.rows[numbers[row] - 1][left : left + 1] or [None] for row in inside)
            yield from (
                (column, row, row) for row, own in zip(inside[1:], covered) if not blank(own[0]) and own != shown
            )
        for position in range(left + 1, min(right, max(by_position)) + 1):
            beside = by_position.get(position)
            if beside and (beside.decisive or beside.required) and left in by_position:
                for row in inside:
                    yield beside, row, row


def titles(sheet: Sheet, positions: Collection[int]) -> frozenset[int]:
    """The rows (indices) with a cell that is merged over the whole table, as titles between its parts are."""
    first, last = min(positions), max(positions)
    return frozenset(
        row
        for (top, left), (bottom, right) in sheet.merged
        if left <= first + 1 and right >= last and right > left
        for row in range(top, min(bottom, len(sheet.rows)) + 1)
    )


def _means_each(column: Column) -> bool:
    """Whether a merged cell of this column says the same of each row that it spans."""
    return (column.name in _OF_A_HOUSEHOLD and column.kind is not Kind.AMOUNT) or column.name in _OF_A_PERSON
