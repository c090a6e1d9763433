"""Proof that a copy will be read as its original was."""

from collections.abc import Iterable
from itertools import zip_longest

from gridcredit.ingest.words import OURS, plain
from gridcredit.ingest.workbook import Cell, Sheet, Trouble, Workbook


class Differs(Exception):
    """The copy would not be read as its original was."""


def prove(original: Workbook, copy: Workbook) -> None:
    """Raise ``Differs`` unless both hold the same; lists of findings count for nothing."""
    ours, theirs = ([sheet for sheet in book.sheets if plain(sheet.name) not in OURS] for book in (original, copy))
    if original.epoch != copy.epoch or len(ours) != len(theirs) or not all(map(_alike, ours, theirs)):
        raise Differs


def _alike(one: Sheet, other: Sheet) -> bool:
    rows: Iterable[tuple[list[Cell], list[Cell]]] = zip_longest(one.rows, other.rows, fillvalue=[])
    return _form(one) == _form(other) and all(
        row == rest or all(was == now or _same(was, now) for was, now in zip_longest(row, rest)) for row, rest in rows
    )


def _form(sheet: Sheet) -> tuple[object, ...]:
    return sheet.name, sheet.hidden, sheet.hidden_rows, sheet.hidden_columns, set(sheet.merged)


def _same(was: Cell, now: Cell) -> bool:
    """A cell that could not be read must be found again; spaces around a text say nothing."""
    if isinstance(was, Trouble):
        return isinstance(now, Trouble) or (isinstance(now, str) and now.startswith("="))
    if was is None or isinstance(was, str):
        return (now is None or isinstance(now, str)) and (was or "").strip() == (now or "").strip()
    return False
