"""Policy workbooks for tests: the cells of a template, changed as a clerk would, and read."""

import re
from collections.abc import Callable, Sequence
from copy import deepcopy
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from gridcredit import policy
from gridcredit.errors import PolicyError
from gridcredit.i18n import set_language
from gridcredit.ingest import reader
from gridcredit.ingest.workbook import Sheet, address
from gridcredit.policy import PolicyBook, Source
from gridcredit.policytools import workbook
from gridcredit.policytools.cases import shipped_cases
from gridcredit.reports import labels
from gridcredit.reports.excel import to_bytes
from gridcredit.reports.policy_template import policy_template

DAY = date(2026, 12, 1)
FILE = "授信政策.xlsx"


class Cells:
    """A sheet's cells by address, or by the row that holds a text and the column that has a header."""

    def __init__(self, rows: list[list[Any]]) -> None:
        self.rows = rows

    def __setitem__(self, at: str, value: object) -> None:
        letters, number = re.fullmatch("([A-Z])([0-9]+)", at).groups()  # type: ignore[union-attr]
        row, column = int(number) - 1, ord(letters) - 65
        while len(self.rows) <= row:
            self.rows.append([])
        self.rows[row] += [None] * (column + 1 - len(self.rows[row]))
        self.rows[row][column] = value

    def __getitem__(self, at: str) -> Any:
        letters, number = at[0], at[1:]
        return self.rows[int(number) - 1][ord(letters) - 65]

    def at(self, text: str, header: str) -> str:
        """The address in the row that holds ``text`` and the column of ``header``."""
        return address(self._find(text)[0], self._find(header)[1])

    def row(self, text: str) -> int:
        """The number of the row that holds ``text``, as people count."""
        return self._find(text)[0] + 1

    def add(self, text: str, **values: object) -> int:
        """Copy the row that holds ``text`` below all others, with other values by header; the number of the copy."""
        self.rows.append(list(self.rows[self._find(text)[0]]))
        for header, value in values.items():
            self.rows[-1][self._find(header)[1]] = value
        return len(self.rows)

    def _find(self, text: str) -> tuple[int, int]:
        return next((row, at) for row, cells in enumerate(self.rows) for at, cell in enumerate(cells) if cell == text)


Book = dict[str, Cells]
"""Sheets by name."""


def template(book: PolicyBook | None = None, day: date = DAY, language: str = "zh") -> Book:
    """The template of a policy (the shipped one) as it is read again."""
    sheets = _shipped(day, language) if book is None else _written(book, day, language)
    return {sheet.name: Cells(deepcopy(sheet.rows)) for sheet in sheets}


@cache
def _shipped(day: date, language: str) -> Sequence[Sheet]:
    return _written(policy.load(), day, language)


def _written(book: PolicyBook, day: date, language: str) -> Sequence[Sheet]:
    set_language(language)
    try:
        data = to_bytes(policy_template(book, day, shipped_cases(labels.codes())))
    finally:
        set_language("en")
    return reader.read(data, FILE, []).sheets


def read(book: Book) -> Source:
    sheets = [Sheet(name, False, cells.rows) for name, cells in book.items()]
    return workbook.source_of(FILE, sheets, 1900, labels.codes())


def loaded(book: Book) -> PolicyBook:
    return policy.load([read(book)])


def parameters(book: Book) -> Cells:
    return book["参数" if "参数" in book else "Parameters"]


def changed(*cells: tuple[str, str, object], language: str = "zh") -> Book:
    """The shipped template with other values in cells, each named by the value (``closeness_percent``) and a header."""
    book = template(language=language)
    for name, header, value in cells:
        parameters(book)[parameters(book).at(name, header)] = value
    return book


def refusal(act: Callable[[], Any]) -> str:
    """The message of the ``PolicyError`` that ``act`` raises."""
    with pytest.raises(PolicyError) as refused:
        act()
    shown = str(refused.value.message).format(**refused.value.params)
    assert refused.value.exit_code == 78 and "{place}" not in shown
    return shown


def toml(folder: Path, text: str, name: str = "bank.toml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def entry(key: str, value: object, since: str = "2026-01-01", bound: str = "", **source: str) -> str:
    """An entry of a policy file in TOML."""
    told = {"issued": "2025-12-01", "document": '"letter 12/2025"', "clause": '"§3"', **source}
    lines = [f"[[{key}]]", f"from = {since}", f"value = {value}", *(f"{name} = {text}" for name, text in told.items())]
    return "\n".join([*lines, *([f'bound = "{bound}"'] if bound else [])]) + "\n"


def keys(source: Source) -> Sequence[str]:
    return [".".join(key) for key in source.entries]
