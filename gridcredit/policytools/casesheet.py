"""Sheet 用例 of a policy workbook: a case a row, as ``cases`` has them in policy files."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from gridcredit.ingest.words import SYNONYMS, plain
from gridcredit.policytools.headings import CASE, Codes
from gridcredit.policytools.page import Page
from gridcredit.policytools.told import FACTS, fact_of, rating_of
from gridcredit.policytools.values import Cell
from gridcredit.schema import LISTS, REGISTRATION

MOST_RATINGS = 30
_BETWEEN_FACTS = re.compile(r"[；;\n]")
_IN_FACT = re.compile(r"[=＝:：]")


def cases(page: Page, codes: Codes) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each case with its place; all of its cells are looked at here, so that a fault is told with its cell."""
    rated = {f"rating{number}": [f"{text}{number}" for text in CASE["rating"]] for number in range(1, MOST_RATINGS + 1)}
    words = {key: texts for key, texts in CASE.items() if key != "rating"} | rated
    header = page.header(words, ("name", "rating1"))
    for row in header.rows():
        cells = {key: (row, column) for key, column in header.columns.items() if page.is_filled(row, column)}
        if "name" not in cells:
            raise page.blank(row, header.columns["name"])
        case = {key: read(page, cells[key], codes) for key, read in _READERS.items() if key in cells}
        case["ratings"] = [_rating(page, cells[key]) for key in rated if key in cells]
        yield page.place(row, header.columns["name"]), case


def _rating(page: Page, cell: Cell) -> str:
    text = page.text(*cell)
    rating_of(page.place(*cell), text)
    return text


def _facts(page: Page, cell: Cell, _codes: Codes) -> dict[str, object]:
    """``家庭年收入=80000；房屋价值=200000`` by column."""
    found: dict[str, object] = {}
    for part in filter(str.strip, _BETWEEN_FACTS.split(page.text(*cell))):
        name, *values = (text.strip() for text in _IN_FACT.split(part, maxsplit=1))
        column = next((one for one in FACTS if plain(name) in (plain(one), *SYNONYMS[one])), name)
        found[column] = values[0] if values else ""
        fact_of(page.place(*cell), column, found[column])
    return found


def _amount(page: Page, cell: Cell, _codes: Codes) -> int:
    return 0 if page.says_none(str(page.shown(*cell))) else page.whole(*cell)


def _code(words: Callable[[Codes], Mapping[str, Collection[str]]]) -> Callable[[Page, Cell, Codes], str]:
    def read(page: Page, cell: Cell, codes: Codes) -> str:
        text = page.text(*cell)
        return "" if page.says_none(text) else page.code(*cell, text, words(codes))

    return read


def _reasons(page: Page, cell: Cell, codes: Codes) -> list[str]:
    return [page.code(*cell, text, codes.reason) for text in page.words(*cell)]


def _options(words: Mapping[str, str]) -> dict[str, list[str]]:
    """``{"白": "white"}`` → ``{"white": ["白", "white"]}``"""
    codes = dict.fromkeys(words.values())
    return {code: [*(word for word, meant in words.items() if meant == code), code] for code in codes}


_READERS: Mapping[str, Callable[[Page, Cell, Codes], object]] = {
    "name": lambda page, cell, _codes: page.text(*cell),
    "list": _code(lambda _codes: _options(LISTS)),
    "registration": _code(lambda _codes: _options(REGISTRATION)),
    "village_cap": _amount,
    "facts": _facts,
    "day": lambda page, cell, _codes: page.day(*cell),
    "status": _code(lambda codes: codes.status),
    "line": _amount,
    "suggested": _amount,
    "basis": _code(lambda codes: codes.basis),
    "reasons": _reasons,
}
