"""What a workbook holds that no word of ours or of the bank's profile covers; nothing that may name a person.

Short words of lists, headers, sheets' names and reasons for refusing are kept, and only so few of them that they are
a list's rather than a person's own text.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from gridcredit.ingest import headers, labels, words
from gridcredit.ingest.layout import COLUMNS, place_sheets
from gridcredit.ingest.profile import OPTIONS, option_word
from gridcredit.ingest.seen import LONGEST_HEADER, like, see
from gridcredit.ingest.values import Unreadable, read
from gridcredit.ingest.words import Vocabulary, plain
from gridcredit.ingest.workbook import Cell, Workbook
from gridcredit.schema import Column

MOST_WORDS = 20
LONGEST_WORD = 12
LONGEST_REASON = 40
_LONG_NUMBER = re.compile(r"\d{6,}")
_ORDINAL = re.compile(r"[0-9一二三四五六七八九十]+(?=轮)")
_NUMBERED = re.compile(r"[(（]?(\d{1,2})[)）]?[\s.．、)）]\s*[^\d\s].*", re.DOTALL)
_OF_PERSONS = ("name", "head", "officer", "collected_by")


class Unknown:
    """The unknown of one workbook, as seen with the words of ``vocabulary``."""

    def __init__(self, workbook: Workbook, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        roles = {one.sheet.name: one.role for one in place_sheets(workbook, vocabulary, [])}
        self._seen = [
            see(sheet, roles.get(sheet.name), vocabulary)
            for sheet in workbook.sheets
            if sheet.rows and not vocabulary.ignores(sheet.name)
        ]
        self._persons = self._find_persons()

    def units(self) -> set[str]:
        """The units of amounts that the workbook states."""
        stated: set[str | None] = set()
        for one in self._seen:
            if one.header is not None:
                stated |= {labels.stated_unit(one.sheet, one.header, self._vocabulary), *one.header.units.values()}
            elif label := labels.find_label(one.sheet.rows, "amount_unit", self._vocabulary):
                stated.add(words.UNITS.get(plain(label[2])))
        return {unit for unit in stated if unit}

    def sheets(self) -> dict[str, list[str]]:
        """Patterns of the names of sheets that are not read as they stand, by what they look like."""
        found: dict[str, dict[str, None]] = {}
        for one in self._seen:
            if one.role is None and (pattern := self._pattern(one.sheet.name)):
                found.setdefault(one.likely, {})[pattern] = None
        return {role: list(patterns) for role, patterns in found.items()}

    def headers(self) -> dict[str, list[str]]:
        """Headers that are not read, each once, by the name of the column that they are most like ('': like none)."""
        found: dict[str, list[str]] = {}
        taken: set[str] = set()
        for one in self._seen:
            unread = one.header.unread.values() if one.header else ()
            missing = [column for column in COLUMNS if one.header and column.name not in one.header.columns]
            for text in unread:
                if plain(text) not in taken and self._may_be_header(text):
                    taken.add(plain(text))
                    nearest = like(text, missing, self._vocabulary)
                    found.setdefault(nearest.name if nearest else "", []).append(text)
        return found

    def option_words(self) -> Iterator[tuple[Column, list[str]]]:
        """Columns of options with the words in them that are not known; none where they are too many to be a list's."""
        listed = dict(self._lists())
        for column in OPTIONS.values():
            known = replace(column, options=self._vocabulary.options_of(column))
            times = _unknown(known, (cell for one in self._seen for cell in one.of_column(column.name)))
            from_list = _unknown(known, listed.get(column.name, ()))
            if len(times) > MOST_WORDS or any(len(word) > LONGEST_WORD for word in times):
                yield column, []
                continue
            shown = [
                word for word in times if not self._is_private(word) and (times[word] > 1 or not words.is_name(word))
            ]
            if all_words := list(dict.fromkeys((*from_list, *shown))):
                yield column, all_words

    def reasons(self) -> list[str]:
        """Reasons for refusing that the profile has not: those of a list, and those that stand numbered or repeated."""
        cells = [cell for one in self._seen for cell in one.of_column("refusal") if isinstance(cell, str)]
        given = Counter(reason for cell in cells for reason in _reasons_in(cell))
        few = (
            [reason for reason in given if given[reason] > 1 or is_numbered(reason)] if len(given) <= MOST_WORDS else []
        )
        listed = [
            cell for name, column in self._lists() if name == "refusal" for cell in column if isinstance(cell, str)
        ]
        reasons = {words.whole(text): " ".join(text.split()) for text in (*listed, *few)}
        return [text for text in reasons.values() if self._may_be_reason(text)]

    def _may_be_reason(self, text: str) -> bool:
        if not text or words.whole(text) in words.NO_REFUSAL or self._vocabulary.refusals_in(text):
            return False
        return len(text) <= LONGEST_REASON and not self._is_private(text)

    def _may_be_header(self, text: str) -> bool:
        if plain(text) in words.ROW_NUMBERS or not plain(text) or len(text) > LONGEST_HEADER or self._is_private(text):
            return False
        after = re.sub("^(?:网格员|评议员)", "", plain(text))
        return (
            not any(words.is_name(after[:end]) for end in (2, 3)) or like(text, COLUMNS, self._vocabulary) is not None
        )

    def _is_private(self, text: str) -> bool:
        squeezed = "".join(text.split())
        return _LONG_NUMBER.search(squeezed) is not None or any(person in squeezed for person in self._persons)

    def _pattern(self, name: str) -> str:
        """A sheet's name with ``*`` for a round's number and for whoever it names; '' if nothing else is left."""
        for private in sorted({*self._persons, *words.people_in(name)}, key=len, reverse=True):
            name = name.replace(private, "*")
        pattern = re.sub(r"\*+", "*", _LONG_NUMBER.sub("*", _ORDINAL.sub("*", name)))
        return pattern if pattern.strip("*? ") else ""

    def _find_persons(self) -> set[str]:
        cells = [cell for one in self._seen for name in _OF_PERSONS for cell in one.of_column(name)]
        for one in self._seen:
            label = labels.find_label(one.sheet.rows[: headers.HEADER_SEARCH_ROWS], "officer", self._vocabulary)
            cells += [label[2]] if label else []
            cells += one.header.officers if one.header else ()
        squeezed = {"".join(cell.split()) for cell in cells if isinstance(cell, str)}
        return {name for name in squeezed if words.is_name(name)}

    def _lists(self) -> Iterator[tuple[str, list[Cell]]]:
        """Columns of sheets that are not read and hold lists: the column that each is for, and the list's words."""
        for one in self._seen:
            if one.role is not None:
                continue
            for position in range(max(map(len, one.sheet.rows))):
                column = (row[position] for row in one.sheet.rows if position < len(row))
                cells = [cell for cell in column if not labels.blank(cell)]
                name = self._vocabulary.meaning(plain(cells[0]), COLUMNS) if len(cells) > 1 else None
                if name in OPTIONS or name == "refusal":
                    yield str(name), cells[1:]
                elif len(cells) > 2 and all(map(is_numbered, cells[1:])):
                    yield "refusal", cells if is_numbered(cells[0]) else cells[1:]


def is_numbered(cell: object) -> bool:
    """Whether a text begins with its number, as ``7.全家迁走``."""
    return number_of(cell) is not None


def number_of(cell: object) -> int | None:
    match = _NUMBERED.fullmatch(cell.strip()) if isinstance(cell, str) else None
    return int(match[1]) if match else None


def _unknown(column: Column, cells: Iterable[Cell]) -> Counter[str]:
    """How often each word that the column does not know stands in the cells."""
    found: Counter[str] = Counter()
    for cell in cells:
        try:
            read(cell, column)
        except Unreadable:
            found[option_word(cell) if isinstance(cell, str) else ""] += 1
    found.pop("", None)
    return found


def _reasons_in(cell: str) -> list[str]:
    """The numbered reasons of a cell, or its text as one."""
    parts = [part.strip() for part in re.split(r"[\n;；、,，]", cell) if part.strip()]
    return parts if parts and all(map(is_numbered, parts)) else [cell.strip()]
