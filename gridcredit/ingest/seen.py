"""A sheet looked at for the draft of a profile: its header, even one with hardly a word that is known, and what it may be."""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from gridcredit.ingest import headers, words
from gridcredit.ingest.headers import Header
from gridcredit.ingest.layout import COLUMNS
from gridcredit.ingest.words import Vocabulary, plain
from gridcredit.ingest.workbook import Cell, Sheet
from gridcredit.schema import Column

LONGEST_HEADER = 40
BY_NAME = {column.name: column for column in COLUMNS}


@dataclass(frozen=True, slots=True)
class Seen:
    """A sheet with its header, if any; ``role`` None where it is not read as it stands, ``likely`` what it may be."""

    sheet: Sheet
    header: Header | None
    role: str | None
    likely: str

    def of_column(self, name: str) -> list[Cell]:
        """The cells of a column, in officers' columns too."""
        if self.header is None:
            return []
        parts = [self.header, *self.header.officers.values()]
        positions = [part.columns[name] for part in parts if name in part.columns]
        below = self.sheet.rows[self.header.last_row + 1 :]
        return [row[position] for position in positions for row in below if position < len(row)]


def like(text: str, columns: Iterable[Column], vocabulary: Vocabulary) -> Column | None:
    """The column whose words are most like a header; None where none is much like it."""
    variants = {plain(text), *re.findall("[㐀-鿿]+", plain(text))}  # a header may be in two languages
    scores = {
        column.name: max(
            difflib.SequenceMatcher(None, variant, word).ratio()
            for variant in variants
            for word in vocabulary.of(column.name)
        )
        for column in columns
    }
    best = max(scores, key=lambda name: scores[name], default="")
    return BY_NAME[best] if best and scores[best] >= headers.LIKENESS else None


def see(sheet: Sheet, role: str | None, vocabulary: Vocabulary) -> Seen:
    """The sheet with what its header and its name say; ``role`` is what it is read for."""
    header = None if role == "village" else headers.find_header(sheet, COLUMNS, vocabulary)
    header = header or (_likely_header(sheet, vocabulary) if role != "village" else None)
    listed = "ignored" in vocabulary.roles_of(sheet.name)
    return Seen(sheet, header, role, "ignored" if listed else role or _likely_role(header, vocabulary))


def _likely_header(sheet: Sheet, vocabulary: Vocabulary) -> Header | None:
    """The first row of short texts of which one at least is like a header that is known."""
    for number, row in enumerate(sheet.rows[: headers.HEADER_SEARCH_ROWS]):
        filled = {position: " ".join(cell.split()) for position, cell in enumerate(row) if isinstance(cell, str)}
        texts = {position: text for position, text in filled.items() if plain(text)}
        fits = len(texts) > 2 and all(_is_short_word(text) for text in texts.values())
        if fits and any(like(text, COLUMNS, vocabulary) for text in texts.values()):
            known = {vocabulary.meaning(plain(text), COLUMNS): position for position, text in texts.items()}
            columns = {name: position for name, position in known.items() if name}
            unread = {position: text for position, text in texts.items() if position not in columns.values()}
            return Header(number, columns, unread=unread)
    return None


def _is_short_word(text: str) -> bool:
    return len(text) <= LONGEST_HEADER and not words.is_name(text) and not re.search(r"[:：]|\d{6}", text)


def _likely_role(header: Header | None, vocabulary: Vocabulary) -> str:
    if header is None:
        return "ignored"
    likes = (like(text, COLUMNS, vocabulary) for text in header.unread.values())
    has = {*header.columns, *(column.name for column in likes if column)}
    if not has & {"household_id", "head", "name"}:
        return "ignored"
    if header.officers or has & {"amount_yuan", "knows", "refusal"}:
        return "ratings"
    if {"name", "relation"} <= has:
        return "members"
    return "households"
