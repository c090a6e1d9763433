"""What is known of a household, as the tables of a policy ask for it: a fact by name, and whether a table's row holds.

A fact stands in the household's own row; where that is blank, it is what a majority of the officers say who know the
household and state it at all. What is not known stays unknown: it is never zero, and never guessed.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from gridcredit.errors import PolicyError
from gridcredit.i18n import N_, _
from gridcredit.people import plain_word
from gridcredit.policy import PolicyBook, Row, bands
from gridcredit.policy.bands import Fault
from gridcredit.schema import HOUSEHOLDS, STATED, Column, Columns, Kind

Value = int | str
COUNTED_ASSETS = Column("counted_assets_yuan", "认定资产", Kind.AMOUNT)
OF_HOUSEHOLDS = (
    *("residence_status", "size", "labour_count", "farmland_mu", "floor_area_m2", "income_yuan", "expense_yuan"),
    *("assets_yuan", "liabilities_yuan", "other_loans_yuan", "guarantees_yuan", "business"),
)
OF_OFFICERS = tuple(column.name for column in STATED if column.name != "model_yuan")
FACTS: Mapping[str, Column] = {
    column.name: column
    for column in (*HOUSEHOLDS, *STATED, COUNTED_ASSETS)
    if column.name in (*OF_HOUSEHOLDS, *OF_OFFICERS, COUNTED_ASSETS.name)
}
NUMBERS = (Kind.AMOUNT, Kind.COUNT, Kind.AREA)
WORDS = (Kind.OPTION, Kind.TEXT)
"""The kinds of facts that are always numbers, and always words; a FIGURE is either."""

_BETWEEN_WORDS = re.compile(r"[、,;/|+\s]+")


def known(
    households: Columns,
    ratings: Columns,
    names: Collection[str],
    counted_assets: Sequence[int | None] | None = None,
    passed_over: Collection[int] = (),
) -> dict[str, list[Value | None]]:
    """The facts ``names`` of each household, in the order of ``households``; None: not known.

    ``households`` and ``ratings`` are tables of ``schema``; a column that they lack is blank. Amounts are whole yuan,
    areas whole mu or square metres, rounded down, options their codes. ``counted_assets``: those of ``rules.evidence``.
    ``passed_over``: rows of ``ratings`` that do not count.
    """
    keys: Sequence[str] = households["household_id"]
    found: dict[str, list[Value | None]] = {}
    for name in names:
        own = counted_assets if name == COUNTED_ASSETS.name else households.get(name)
        values: list[Value | None] = [None] * len(keys) if own is None else [_whole(value) for value in own]
        said = _majorities(ratings, name, passed_over) if name in OF_OFFICERS and None in values else {}
        found[name] = (
            [said.get(key) if value is None else value for key, value in zip(keys, values)] if said else values
        )
    return found


def rows_for(rows: Sequence[Row], name: str, values: Iterable[Value | None]) -> dict[Value | None, Row | None]:
    """The row of a table, divided by ``fact``, that holds for each value of the fact ``name``; None for an unknown one.

    The first row that holds counts; one without words or edges holds for all that the others leave over.
    """
    ours = [row for row in rows if row["fact"] == name]
    rest = next(filter(bands.is_otherwise, ours), None)
    banded = [(bands.lowest(row), bands.highest(row), row) for row in ours if any(edge in row for edge in bands.EDGES)]
    worded = [(frozenset(map(plain_word, words)), row) for row in ours if isinstance(words := row.get("is"), tuple)]
    found: dict[Value | None, Row | None] = {None: None}
    for value in set(values) - {None}:
        if isinstance(value, int):
            holding = (
                row for low, high, row in banded if (low is None or value >= low) and (high is None or value <= high)
            )
        else:
            said = _said(name, value)
            holding = (row for words, row in worded if not words.isdisjoint(said))
        found[value] = next(holding, rest)
    return found


def asked_by(*tables: Sequence[Row]) -> list[str]:
    """The facts that tables ask for, each once, in their order."""
    return list(dict.fromkeys(str(row["fact"]) for rows in tables for row in rows))


def check(book: PolicyBook) -> None:
    """Raises ``PolicyError`` for a row of a table, divided by ``fact``, that no household can ever meet."""
    for parameter in book.parameters:
        for value in (value for layer in parameter.layers for value in layer):
            if parameter.bands_by == ("fact",) and isinstance(value.value, tuple):
                for number, message, params in faults([row for row in value.value if not isinstance(row, str)]):
                    place = f"{parameter.key} {value.since} [{number + 1}]"
                    raise PolicyError(N_("{place}: {fault}"), place=place, fault=_(message).format(**params))


def faults(rows: Sequence[Row]) -> Iterator[Fault]:
    """Rows that ask a number for words, words for a number, or an option for a word that no cell of it may hold."""
    for number, row in enumerate(rows):
        column = FACTS[str(row["fact"])]
        words = row.get("is")
        if column.kind in NUMBERS and words is not None:
            yield number, N_("{fact} is a number; use edges, not words"), {"fact": column.header}
        elif column.kind in WORDS and any(edge in row for edge in bands.EDGES):
            yield number, N_("{fact} is words; name the words, no edges"), {"fact": column.header}
        elif column.options and isinstance(words, tuple):
            for word in words:
                if not any(plain_word(word) in _said(column.name, code) for code in column.options.values()):
                    yield number, N_("{fact} is never {word}"), {"fact": column.header, "word": word}


def _whole(value: object) -> Value | None:
    if isinstance(value, float):
        return int(value)  # areas are not negative, so this rounds down
    return value if isinstance(value, (int, str)) else None


def _majorities(ratings: Columns, name: str, passed_over: Collection[int]) -> dict[str, Value]:
    """By household what more than half of the officers say who know it and state the fact."""
    column = ratings.get(name)
    if column is None or not any(value is not None for value in column):
        return {}
    knows = ratings.get("knows") or [None] * len(column)
    first: dict[Value, Value] = {}
    stated: dict[str, list[Value]] = defaultdict(list)
    for row, (key, value, knowing) in enumerate(zip(ratings["household_id"], column, knows)):
        said = _whole(value)
        if said is not None and knowing != "no" and row not in passed_over:
            plain = plain_word(said) if isinstance(said, str) else said
            first.setdefault(plain, said)
            stated[key].append(plain)
    found = ((key, _majority(values)) for key, values in stated.items())
    return {key: first[value] for key, value in found if value is not None}


def _majority(values: Sequence[Value]) -> Value | None:
    if values.count(values[0]) * 2 > len(values):
        return values[0]
    ((most, times),) = Counter(values).most_common(1)
    return most if times * 2 > len(values) else None


@lru_cache(maxsize=4096)
def _said(name: str, value: str) -> frozenset[str]:
    """The words that a fact's value may be called in a table: all of it, its parts, and for a code the sheets' words."""
    options = FACTS[name].options or {}
    if value in options.values():
        return frozenset({value, *(plain_word(word) for word, code in options.items() if code == value)})
    parts = _BETWEEN_WORDS.split(unicodedata.normalize("NFKC", value))
    return frozenset({plain_word(value), *map(plain_word, parts)} - {""})
