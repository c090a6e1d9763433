"""The search for a sheet's header by meaning, never by position: which column holds what, for whom, in which unit."""

import difflib
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from gridcredit.ingest import words
from gridcredit.ingest.words import STANDARD, Vocabulary, plain
from gridcredit.ingest.workbook import Cell, Sheet
from gridcredit.schema import RATINGS, STATED, VILLAGE, Column, Kind

HEADER_SEARCH_ROWS = 20
LIKENESS = 0.5

_UNIT = re.compile(r"[(\[【:]\s*(?:单位:\s*)?(?:人民币)?(万元|元|万(?=\s*[)\]】]))")
_ODD_UNIT = re.compile(r"[(\[【]\s*(?:单位:\s*)?(?:人民币)?[十百千亿美]万?元")
_BRACKETED = re.compile(r"[(\[【][^()\[\]【】]*")
_OFFICER = re.compile(r"(网格员|评议员|officer)(?::|：)?(.+)", re.IGNORECASE)
_NUMERAL = re.compile(r"[0-9]+|[一二三四五六七八九十]+")
_PLACE = re.compile(rf"(?:第?(?:{_NUMERAL.pattern})[轮号]?|[甲乙丙丁戊己庚辛壬癸A-Za-z])")
_COLON = re.compile(r"[:：]\s*$")
_BY_OFFICER = tuple(column for column in RATINGS if column.name not in ("household_id", "officer")) + STATED
_SHORT = {"额度": "amount_yuan", "授信额度": "amount_yuan", "评议额度": "amount_yuan", "理由": "refusal", "amount": "amount_yuan"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header ends (row index) and which column (index) means what.

    ``unread`` are the headers of no meaning here; ``units`` the amount units that headers state, as in 建议额度（万元）;
    ``officers`` the columns that belong to one officer each, as 网格员1额度.
    """

    last_row: int
    columns: Mapping[str, int]
    doubled: tuple[str, ...] = ()
    unread: Mapping[int, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    officers: Mapping[str, "Header"] = field(default_factory=dict)
    first_row: int | None = None

    @property
    def start(self) -> int:
        """The index of its first row; a header may have two or three, and units below them."""
        return self.last_row if self.first_row is None else self.first_row

    def above(self, sheet: Sheet) -> list[list[Cell]]:
        """The sheet's rows above the header."""
        return sheet.rows[: self.start]


def find_header(sheet: Sheet, columns: Sequence[Column], vocabulary: Vocabulary = STANDARD) -> Header | None:
    """The header row (or two or three rows with merged upper cells) that names most of ``columns``; None below two."""
    best: tuple[tuple[bool, int, int], Header] | None = None
    for row in range(min(HEADER_SEARCH_ROWS, len(sheet.rows))):
        lower = any(_may_be_header(plain(cell), columns, vocabulary) for cell in sheet.rows[row])
        for upper in (None, row - 1) if row and lower else (None,):
            header = _header_at(sheet, row, upper, columns, vocabulary)
            theirs = sum(len(officer.columns) for officer in header.officers.values())
            rank = ("household_id" in header.columns, len(header.columns) + theirs, -len(header.doubled))
            if best is None or rank > best[0]:
                best = (rank, header)
    if best is None or best[0][1] < 2:
        return None
    return _with_unit_row(sheet, _with_group_units(sheet, best[1], vocabulary))


def rows_of(sheet: Sheet, header: Header) -> list[list[Cell]]:
    """The header's own rows, each merged cell's text in all the columns that it spans."""
    return [_spread(sheet, row) for row in range(header.start, header.last_row + 1)]


def _may_be_header(text: str, columns: Sequence[Column], vocabulary: Vocabulary) -> bool:
    known = vocabulary.meaning(text, columns) or vocabulary.meaning(text, _BY_OFFICER) or text in _SHORT
    return bool(known) or _split_officer(text, vocabulary) is not None


def nearest(column: Column, header: Header, vocabulary: Vocabulary = STANDARD) -> str:
    """The unread header that is most like ``column``'s names, or ''."""
    wanted = vocabulary.of(column.name)
    scores = {
        text: max(difflib.SequenceMatcher(None, plain(text), name).ratio() for name in wanted)
        for text in header.unread.values()
    }
    text = max(scores, key=lambda key: scores[key], default="")
    return text if text and scores[text] >= LIKENESS else ""


def names_an_officer(text: str) -> bool:
    """Whether a header is about one officer's rating, as 网格员1是否了解情况."""
    match = _OFFICER.match(plain(text))
    return match is not None and _NUMERAL.match(match[2]) is not None


def unit_in(text: str) -> str | None:
    """The amount unit stated in a header such as 建议额度（万元）."""
    match = _UNIT.search(unicodedata.normalize("NFKC", text))
    return words.UNITS[match[1]] if match else None


def has_odd_unit(text: str) -> bool:
    """Whether a header states a unit that amounts are not read in, such as 建议额度（千元）, or more than one."""
    wide = unicodedata.normalize("NFKC", text)
    return _ODD_UNIT.search(wide) is not None or any(
        len(set(re.findall("万元|元", inside))) > 1 for inside in _BRACKETED.findall(wide)
    )


def odd_units_in(sheet: Sheet, header: Header, columns: Sequence[Column]) -> Iterator[tuple[int, int]]:
    """The header cells of amounts that state a unit which amounts are not read in."""
    positions = [header.columns.get(column.name) for column in columns if column.kind is Kind.AMOUNT]
    positions += [officer.columns.get("amount_yuan") for officer in header.officers.values()]
    for position in positions:
        if position is not None:
            for row in range(max(0, min(header.start, header.last_row - 1)), header.last_row + 1):
                cells = _spread(sheet, row)
                shown = cells[position] if position < len(cells) else None
                if isinstance(shown, str) and has_odd_unit(shown):
                    yield row, position
            if len(_own_units(sheet, header, position)) > 1:
                yield header.last_row, position


def _own_units(sheet: Sheet, header: Header, position: int) -> set[str]:
    """The units that a column's own header and the row of units below it state."""
    rows = [sheet.rows[row] for row in range(max(header.start, header.last_row - 1), header.last_row + 1)]
    texts = [str(cells[position]) for cells in rows if position < len(cells)]
    if not texts or plain(texts[-1].strip("()（） ")) not in words.UNITS:
        return set()
    units = (unit_in(text) or words.UNITS.get(plain(text.strip("()（） "))) for text in texts)
    return {unit for unit in units if unit}


def _header_at(sheet: Sheet, row: int, upper: int | None, columns: Sequence[Column], vocabulary: Vocabulary) -> Header:
    found: dict[str, int] = {}
    doubled: list[str] = []
    unread: dict[int, str] = {}
    units: dict[str, str] = {}
    officers = _officers_at(sheet, row, upper, vocabulary)
    theirs = {position for officer in officers.values() for position in officer.columns.values()}
    above, first = _above(sheet, upper)
    for position, (cell, upper_cell) in enumerate(zip_longest(sheet.rows[row], above)):
        if position in theirs:
            continue
        shown = cell if plain(cell) or (isinstance(upper_cell, str) and _COLON.search(upper_cell)) else upper_cell
        name = vocabulary.meaning(plain(shown), columns)
        if name is None and plain(shown) in vocabulary.ignored:
            continue
        if name is None and plain(shown):
            unread[position] = " ".join(str(shown).split())
        elif name in found:
            doubled.append(name)
        elif name is not None:
            found[name] = position
            if stated := unit_in(str(shown)) or unit_in(str(upper_cell)):
                units[name] = stated
    return Header(row, found, tuple(doubled), unread, units, officers, first)


def _officers_at(sheet: Sheet, row: int, upper: int | None, vocabulary: Vocabulary) -> dict[str, Header]:
    """The columns of one officer each: 网格员1额度 in one row, or 网格员1 above 额度; so, too, are repeated columns below
    different upper cells.
    """
    above, _ = _above(sheet, upper)
    claims: dict[str, dict[str, int]] = {}
    units: dict[str, dict[str, str]] = {}
    names: list[str] = []
    for position, cell in enumerate(sheet.rows[row]):
        upper_cell = above[position] if position < len(above) else None
        whole = _split_officer(plain(cell), vocabulary)
        if whole is None and plain(cell) and isinstance(upper_cell, str) and not _COLON.search(upper_cell):
            name = vocabulary.meaning(plain(cell), _BY_OFFICER) or _SHORT.get(plain(cell))
            who = "".join(unicodedata.normalize("NFKC", upper_cell).split())
            whole = (who, name) if name and who and plain(upper_cell) != plain(cell) else None
        if whole is None:
            continue
        who, name = whole
        if name not in claims.setdefault(who, {}):
            claims[who][name] = position
            names.append(name)
            if stated := unit_in(str(cell)) or unit_in(str(upper_cell)):
                units.setdefault(who, {})[name] = stated
    repeated = {name for name in ("amount_yuan", "knows", "refusal") if names.count(name) > 1}
    return {
        _officer_name(who): Header(row, columns, units=units.get(who, {}))
        for who, columns in claims.items()
        if (columns.keys() & repeated or _OFFICER.fullmatch(who)) and "amount_yuan" in columns and _is_officer(who)
    }


def _is_officer(who: str) -> bool:
    """Whether a header stands for one officer: 网格员1, 评议员甲, 第一轮, a person's name; not 上年 or 评议员意见."""
    match = _OFFICER.fullmatch(who)
    rest = match[2] if match else who
    return _PLACE.fullmatch(rest) is not None or words.is_name(rest)


def _split_officer(text: str, vocabulary: Vocabulary) -> tuple[str, str] | None:
    """``网格员1建议额度`` → (``网格员1``, ``amount_yuan``); the officer is a number or a person's name."""
    match = _OFFICER.fullmatch(text)
    if match is None:
        return None
    prefix, rest = match.groups()
    for end in range(1, min(len(rest), 5)):
        who, what = rest[:end], rest[end:].removeprefix("的")
        name = _SHORT.get(what) or vocabulary.meaning(what, _BY_OFFICER)
        if name and (_NUMERAL.fullmatch(who) or words.is_name(who)):
            return prefix + who, name
    return None


def _officer_name(who: str) -> str:
    """网格员1 as it stands, 网格员：张三 as 张三."""
    match = _OFFICER.fullmatch(who)
    return match[2] if match and not _PLACE.fullmatch(match[2]) else who


def _with_group_units(sheet: Sheet, header: Header, vocabulary: Vocabulary) -> Header:
    """The header with the units that stand in the upper cells of groups, as 评议（万元） above 建议额度."""
    if header.first_row is not None or header.last_row == 0:
        return header
    above = _spread(sheet, header.last_row - 1)
    texts = {cell for cell in above if cell not in (None, "")}
    if not all(isinstance(text, str) and _is_group(text, vocabulary) for text in texts):
        return header
    stated = {name: unit_in(str(above[at])) for name, at in header.columns.items() if at < len(above)}
    units = {name: unit for name, unit in stated.items() if unit} | dict(header.units)
    return replace(header, units=units, first_row=header.last_row - 1 if len(texts) > 1 else None)


def _is_group(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a text in the row above a header can belong to it, rather than to labels and their values."""
    labels = (*(column.name for column in VILLAGE), "officer", "officer_id")
    is_label = any(plain(text) in vocabulary.of(name) for name in labels)
    return not (is_label or ":" in unicodedata.normalize("NFKC", text) or re.search(r"\d", text))


def _with_unit_row(sheet: Sheet, header: Header) -> Header:
    """The header with the row of units that may stand below it (元 元 万元 岁)."""
    below = header.last_row + 1
    cells = sheet.rows[below] if below < len(sheet.rows) else []
    texts = {
        position: plain(str(cell).strip("()（） ")) for position, cell in enumerate(cells) if cell not in (None, "")
    }
    if not texts or not all(text in words.UNIT_WORDS for text in texts.values()):
        return header
    units = {position: words.UNITS[text] for position, text in texts.items() if text in words.UNITS}

    def add(part: Header) -> Header:
        stated = {name: units[position] for name, position in part.columns.items() if position in units}
        officers = {who: add(officer) for who, officer in part.officers.items()}
        units_of = {**part.units, **stated}
        return Header(below, part.columns, part.doubled, part.unread, units_of, officers, header.start)

    return add(header) if units or len(texts) > 1 else header


def _above(sheet: Sheet, row: int | None) -> tuple[list[Cell], int | None]:
    """The upper row of a header, with the texts of cells that are merged down to it from the row above, and its first row."""
    if row is None:
        return [], None
    cells, first = _spread(sheet, row), row
    for (top, left), (bottom, right) in sheet.merged:
        if top == row - 1 and bottom >= row and left < len(sheet.rows[top]):
            inside = range(left, min(right, len(cells) - 1) + 1)
            cells[left : left + len(inside)] = [
                sheet.rows[top][left] if plain(cells[at]) == "" else cells[at] for at in inside
            ]
            first = top
    return cells, first


def _spread(sheet: Sheet, row: int) -> list[Cell]:
    """The row with each merged cell's text in all the columns that it spans."""
    cells = list(sheet.rows[row])
    width = max(len(cells), len(sheet.rows[row + 1]) if row + 1 < len(sheet.rows) else 0)
    cells += [None] * (width - len(cells))
    for (top, left), (_, right) in sheet.merged:
        if top == row and left < width:
            cells[left : right + 1] = [cells[left]] * (min(right, width - 1) - left + 1)
    return cells
