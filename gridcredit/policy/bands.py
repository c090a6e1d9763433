"""Rows of a policy table that divide something up: into bands of figures, or into sets of words.

A band has an edge below, ``at_least`` (the number itself counts) or ``above`` (it does not), and one on top, ``at_most``
or ``below``; an edge that is not named is open. A row ``is`` a set of words, or, with neither, holds for everything else.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from gridcredit.i18n import N_
from gridcredit.policy.model import Row

EDGES = ("at_least", "above", "at_most", "below")
Fault = tuple[int, str, Mapping[str, object]]
"""The row (from 0), a message, and its parameters."""


def lowest(row: Row) -> int | None:
    """The least whole number in the band; None: no edge below."""
    return _edge(row, "at_least", "above", 1)


def highest(row: Row) -> int | None:
    """The greatest whole number in the band; None: no edge on top."""
    return _edge(row, "at_most", "below", -1)


def holds(row: Row, figure: int | str | None) -> bool:
    """Whether a figure stands in the row's band, or a word among its words. A row without either holds for anything."""
    if "is" in row:
        words = row["is"]
        return isinstance(words, tuple) and figure in words
    low, high = lowest(row), highest(row)
    if low is None and high is None:
        return True
    return isinstance(figure, int) and (low is None or figure >= low) and (high is None or figure <= high)


def is_otherwise(row: Row) -> bool:
    return "is" not in row and not any(edge in row for edge in EDGES)


def faults(rows: Sequence[Row], by: Sequence[str]) -> Iterator[Fault]:
    """What is wrong with the division of each group of rows that are equal in ``by``."""
    groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        groups[tuple(row.get(name) for name in by)].append(number)
    for numbers in groups.values():
        yield from _faults_of_row(rows, numbers)
        yield from _faults_of_group(rows, numbers)


def _edge(row: Row, inside: str, outside: str, step: int) -> int | None:
    for name, offset in ((inside, 0), (outside, step)):
        edge = row.get(name)
        if isinstance(edge, int):
            return edge + offset
    return None


def _faults_of_row(rows: Sequence[Row], numbers: Sequence[int]) -> Iterator[Fault]:
    for number in numbers:
        row = rows[number]
        if {"at_least", "above"} <= set(row) or {"at_most", "below"} <= set(row):
            yield number, N_("a band has one edge below and one on top"), {}
        if "is" in row and any(edge in row for edge in EDGES):
            yield number, N_("a row has words or edges, not both"), {}
        low, high = lowest(row), highest(row)
        if low is not None and high is not None and low > high:
            yield number, N_("no figure is within the edges"), {}


def _faults_of_group(rows: Sequence[Row], numbers: Sequence[int]) -> Iterator[Fault]:
    others = [number for number in numbers if is_otherwise(rows[number])]
    for number in others[1:]:
        yield number, N_("a second row without words or edges; keep one"), {}
    worded = [number for number in numbers if "is" in rows[number]]
    banded = [number for number in numbers if number not in worded and number not in others]
    if worded and banded:
        yield banded[0], N_("bands and words for the same thing; use one of them"), {}
    seen: set[str] = set()
    for number in worded:
        words = rows[number]["is"]
        assert isinstance(words, tuple)
        for word in words:
            if word in seen:
                yield number, N_("{word} stands in two rows"), {"word": word}
            seen.add(word)
    yield from _faults_of_bands(rows, banded, bool(others))


def _faults_of_bands(rows: Sequence[Row], numbers: Sequence[int], otherwise: bool) -> Iterator[Fault]:
    ordered = sorted(numbers, key=lambda number: (lowest(rows[number]) is not None, lowest(rows[number]) or 0))
    for before, number in pairwise(ordered):
        end, start = highest(rows[before]), lowest(rows[number])
        if start is None:
            figure = min(edge for edge in (end, highest(rows[number])) if edge is not None)
            yield number, N_("bands overlap: {figure} stands in two of them"), {"figure": f"{figure:,}"}
        elif end is None or start <= end:
            yield number, N_("bands overlap: {figure} stands in two of them"), {"figure": f"{start:,}"}
        elif start > end + 1:
            yield number, N_("a gap between bands: {figure} stands in none"), {"figure": f"{end + 1:,}"}
    if ordered and not otherwise:
        first, last = lowest(rows[ordered[0]]), highest(rows[ordered[-1]])
        if first is not None and first > 0:
            yield ordered[0], N_("a gap below the first band: {figure} stands in none"), {"figure": f"{first - 1:,}"}
        if last is not None:
            yield ordered[-1], N_("a gap above the last band: {figure} stands in none"), {"figure": f"{last + 1:,}"}
