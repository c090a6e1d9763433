"""What stands on a sheet beside the rows of its table: totals, notes, the header again, rows above, cells without header."""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import islice

from gridcredit.findings import Finding
from gridcredit.ingest import labels, merged, words
from gridcredit.ingest.headers import Header, rows_of
from gridcredit.ingest.layout import COLUMNS
from gridcredit.ingest.words import Vocabulary, plain
from gridcredit.ingest.workbook import Cell, Sheet

LIKE_A_KEY = re.compile(r"(?=.*\d)[^\s:：]{1,20}")
_TOTAL = re.compile("(?:" + "|".join(r"\s*".join(word) for word in words.TOTALS) + r")[\s:：]*$", re.IGNORECASE)
_LABEL_ROWS = 3
_ANY_TOTAL = re.compile(_TOTAL.pattern, re.IGNORECASE | re.MULTILINE)
_COLUMN_NUMBERS = ("栏次", "列次", "甲")
_NAMED = ("household_id", "head", "name", "officer")
_BESIDE_KEYS = ("head", "name", "officer", "amount_yuan")


def totals_in(sheet: Sheet, found: Sequence[int], header: Header, vocabulary: Vocabulary) -> frozenset[int]:
    """Those of the rows ``found`` (indices) that are totals, footnotes, titles between parts, or the header once more."""
    keys, titles = vocabulary.of("household_id"), merged.titles(sheet, header.columns.values())
    lines = [sheet.rows[row] for row in found]
    firsts = _firsts(lines)
    beginnings = (first for first in set(firsts) if isinstance(first, str) and not _is_like_a_number(first))
    noted = {first: note for first in beginnings if (note := _note(first, keys))}
    texts = ((row, first) for row, first in zip(found, firsts) if isinstance(first, str)) if noted or titles else ()
    doubtful = [(row, noted.get(first, "")) for row, first in texts if first in noted or row in titles]
    left_out = {row for row, same in headers_again(sheet, header, vocabulary) if same}
    for name in _NAMED:
        left_out |= _with_totals(sheet, header, header.columns.get(name))
    for row, note in doubtful:
        alone = sum(map(filled, sheet.rows[row])) == 1
        if alone or note == "total" or (note == "signature" and not _has_key(sheet.rows[row], header)):
            left_out.add(row)
    return frozenset(left_out & set(found))


def headers_again(sheet: Sheet, header: Header, vocabulary: Vocabulary) -> Iterator[tuple[int, bool]]:
    """The rows (indices) that are a header outside the header, and whether it is the same one, as at the top of a page."""
    own = [_trimmed(row) for row in rows_of(sheet, header)]
    keys = frozenset(vocabulary.of("household_id"))
    whose = {*vocabulary.of("head"), *vocabulary.of("name")}
    known = {word for column in COLUMNS for word in vocabulary.of(column.name)}
    marks = {*known, *(cell for row in own for cell in row if isinstance(cell, str))}
    end = header.last_row
    if end + 1 < len(sheet.rows) and _are_column_numbers(sheet.rows[end + 1]):
        yield end + 1, True
    marked_columns = sum(not marks.isdisjoint(contents) for contents in sheet.contents(end + 1))
    searched = sheet.rows if marked_columns > 1 else sheet.rows[: end + 1]
    for number in [number for number, cells in enumerate(searched) if len(marks.intersection(cells)) > 1]:
        if header.start <= number <= end:
            continue
        cells = sheet.rows[number]
        said = [text for text in map(plain, cells) if text]
        headers = known.intersection(said)
        is_header = len(headers) > 1 and not (keys.isdisjoint(said) and (whose.isdisjoint(said) or headers < {*said}))
        if number > end and len(own) > 1 and _trimmed(cells) in own:
            yield number, True
        elif is_header and (number > end or not keys.isdisjoint(said)):
            same = all(_in_column(own, at, plain(cell)) for at, cell in enumerate(cells))
            yield number, number > end and same and not _begins_anew(sheet, header, number, vocabulary)


def check_surroundings(file: str, sheet: Sheet, header: Header, vocabulary: Vocabulary) -> Iterator[Finding]:
    """Findings on headers that are not this table's, and on rows of it that stand above its header."""
    others = [row for row, same in headers_again(sheet, header, vocabulary) if not same]
    for row in others:
        yield Finding("HEADER_AGAIN", file, sheet.name, f"A{row + 1}")
    for row, cells in enumerate(header.above(sheet)):
        if not others and _is_of_table(cells, header, vocabulary):
            yield Finding("ROW_ABOVE_HEADER", file, sheet.name, f"A{row + 1}")


def unnamed(sheet: Sheet, rows: Sequence[int], header: Header) -> Iterator[tuple[int, list[int]]]:
    """The columns without any header in which the ``rows`` (indices) hold something, and in which of them."""
    own = rows_of(sheet, header)
    for position, contents in enumerate(sheet.contents(header.last_row + 1)):
        if any(position < len(cells) and filled(cells[position]) for cells in own) or not any(map(filled, contents)):
            continue
        column = sheet.columns[position]
        holding = [row for row in rows if filled(column[row])]
        if holding:
            yield position, holding


def filled(cell: Cell) -> bool:
    return cell is not None and cell != "" and not (isinstance(cell, str) and cell.isspace())


def filled_rows(sheet: Sheet, start: int) -> list[int]:
    """The rows (indices) from ``start`` on in which something stands."""
    if not sheet.columns:
        return []
    sure = {cell for cell in sheet.contents(start)[0] if filled(cell)}
    first = enumerate(islice(sheet.columns[0], start, None), start)
    return [row for row, cell in first if cell in sure or any(map(filled, sheet.rows[row]))]


def _firsts(lines: Sequence[Sequence[Cell]]) -> list[Cell]:
    """The first cell that is filled of each of the lines."""
    firsts = [cells[0] for cells in lines]
    if all(map(filled, set(firsts))):
        return firsts
    return [cell if filled(cell) else next(filter(filled, cells)) for cell, cells in zip(firsts, lines)]


def _with_totals(sheet: Sheet, header: Header, position: int | None) -> set[int]:
    """The rows below the header in which a number or a name is the word for a total."""
    if position is None or position >= len(sheet.columns):
        return set()
    start = header.last_row + 1
    texts = [cell for cell in sheet.contents(start)[position] if isinstance(cell, str)]
    said = {text for text in texts if _TOTAL.search(text)} if _ANY_TOTAL.search("\n".join(texts)) else ()
    column = enumerate(islice(sheet.columns[position], start, None), start)
    return {row for row, cell in column if cell in said} if said else set()


def _is_like_a_number(first: str) -> bool:
    """Whether a text that a row begins with says nothing but a number, as household numbers do."""
    return first.isascii() and first[-1].isdigit() and ":" not in first


def _note(first: str, keys: Collection[str]) -> str:
    """What a row is by the text that it begins with: ``total``, ``signature`` if it has no household number of its own,
    ``footnote`` if nothing else stands in it, or ''.
    """
    text = "".join(first.split()).replace("：", ":").lower()
    if words.plain(first) in keys or words.plain(first) in words.EXAMPLES or _TOTAL.search(first):
        return "total"
    if ":" in text:
        return "signature"  # or a footnote
    return "footnote" if text.startswith(words.FOOTNOTES) else ""


def _has_key(cells: Sequence[Cell], header: Header) -> bool:
    """Whether a household number stands in its column, which is not the first that is filled."""
    position = header.columns.get("household_id", len(cells))
    if position >= len(cells) or not any(map(filled, cells[:position])):
        return False
    return _is_key(cells[position])


def _is_key(cell: Cell) -> bool:
    return isinstance(cell, float) or (isinstance(cell, str) and LIKE_A_KEY.fullmatch(cell.strip()) is not None)


def _is_of_table(cells: Sequence[Cell], header: Header, vocabulary: Vocabulary) -> bool:
    """Whether a row above the header has what the table's rows have, where they have it, and no labels."""
    at = header.columns
    if not ("household_id" in at and at["household_id"] < len(cells) and _is_key(cells[at["household_id"]])):
        return False
    beside = any(name in at and at[name] < len(cells) and filled(cells[at[name]]) for name in _BESIDE_KEYS)
    many = sum(map(filled, cells)) * 2 >= len(at)
    return (
        beside
        and many
        and not any(labels.is_label(cell, vocabulary) for cell in cells)
        and not _are_column_numbers(cells)
    )


def _are_column_numbers(cells: Sequence[Cell]) -> bool:
    """Whether a row numbers the columns: 1 2 3, perhaps after 栏次."""
    given = [cell for cell in cells if filled(cell)]
    if given and plain(given[0]) in _COLUMN_NUMBERS:
        given = given[1:]
    numbers = [str(int(cell)) if isinstance(cell, float) and cell.is_integer() else plain(cell) for cell in given]
    return len(numbers) > 1 and numbers == [str(number + 1) for number in range(len(numbers))]


def _begins_anew(sheet: Sheet, header: Header, number: int, vocabulary: Vocabulary) -> bool:
    """Whether the header in the row ``number`` follows a label that names another officer or village than the first."""
    between = sheet.rows[max(header.last_row + 1, number - _LABEL_ROWS) : number]
    for name in ("officer", "village"):
        here = labels.find_label(between, name, vocabulary)
        first = labels.find_label(header.above(sheet), name, vocabulary)
        if here and (first is None or plain(here[2]) != plain(first[2])):
            return True
    return False


def _in_column(header: Sequence[Sequence[Cell]], position: int, text: str) -> bool:
    """Whether the plain ``text`` is what the header says in that column, or nothing."""
    return not text or text in {plain(row[position]) for row in header if position < len(row)}


def _trimmed(cells: Sequence[Cell]) -> list[Cell]:
    """The cells up to the last that is filled."""
    end = max((at + 1 for at, cell in enumerate(cells) if filled(cell)), default=0)
    return list(cells[:end])
