"""Open XML workbooks (.xlsx, .xlsm, WPS's .et; transitional and Strict): their sheets, whatever their parts are called."""

import posixpath
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from gridcredit.ingest.formats import markup, plainsheet, properties, styles
from gridcredit.ingest.formats.cellxml import Context
from gridcredit.ingest.formats.grid import Budget, finish
from gridcredit.ingest.formats.markup import Names, truth
from gridcredit.ingest.formats.package import Package, shown
from gridcredit.ingest.formats.plainsheet import Asked, FastReader, Part
from gridcredit.ingest.formats.sheetxml import SheetReader
from gridcredit.ingest.formats.strings import MAIN, Strings
from gridcredit.ingest.workbook import FIRST_ROWS, Cell, FileRefused, Note, Saved, Sheet, Unforeseen

PLAIN_LIMIT = 64 << 20  # unpacked bytes of the sheets that are held at one time
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_VISIBLE = (None, "visible")


@dataclass(frozen=True, slots=True)
class _Relation:
    kind: str
    target: str
    external: bool


@dataclass(slots=True)
class _Listed:
    """A worksheet as the workbook lists it."""

    name: str
    hidden: bool
    part: str


@dataclass(slots=True)
class _Book:
    part: str
    epoch: int = 1900
    recalculates: bool = False
    sheets: list[tuple[str, str | None, str | None]] = field(default_factory=list)


def main_part(package: Package) -> str | None:
    """The package's main part, or None where it names none that is there."""
    if "_rels/.rels" not in package:
        return "xl/workbook.xml" if "xl/workbook.xml" in package else None
    for relation in _relations(package, "").values():
        if relation.kind == "officeDocument" and not relation.external and relation.target in package:
            return relation.target
    return None


def saved(package: Package) -> Saved:
    """Who saved the package last, and when."""
    parts = [relation.target for relation in _relations(package, "").values() if relation.kind == "core-properties"]
    return properties.saved(package, parts[0] if len(parts) == 1 else None)


def read(package: Package, part: str, early: bool = False) -> tuple[list[Sheet], int, list[Note]]:
    """The worksheets, the epoch of day numbers, and notes on the file. Raises ``FileRefused``.

    ``early``: large sheets may be given while the ends of them are still being read.
    """
    book = _read_book(package, part)
    relations = _relations(package, part)
    listed = list(_worksheets(package, book, relations))
    strings = Strings(*_part_of(relations, "sharedStrings", package.read))
    kinds = styles.read_kinds(*_part_of(relations, "styles", package.small))
    context = Context(strings, kinds, book.epoch, book.recalculates)
    found = _Sheets(package, listed, context, styles.plain(kinds), early)
    sheets = found.early() or found.whole()
    macros = any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in package.names())
    return sheets, book.epoch, [("MACROS_IGNORED", {})] if macros else []


class _Sheets:
    """The worksheets of a package: those in plain form are asked for at once, the others are read when it is their turn.

    ``early``: large ones are asked for their first rows before.
    """

    def __init__(
        self, package: Package, listed: list[_Listed], context: Context, plain_styles: bytes, early: bool
    ) -> None:
        self._package = package
        self._listed = listed
        self._context = context
        parts = _cut(package, listed)
        firsts = {name: first for name, part in parts.items() if early and (first := plainsheet.first_rows(part))}
        self._reader = FastReader([*parts.values(), *firsts.values()], context.strings, plain_styles, context.epoch)
        self._firsts = self._ask(firsts)
        small = {name: part for name, part in parts.items() if name not in firsts}
        self._asked = self._ask(small) | self._ask({name: parts[name] for name in firsts})
        self._reader.close()

    def _ask(self, parts: Mapping[str, Part]) -> dict[str, Asked]:
        """Those of the parts that are in plain form, each asked for."""
        asked = {name: self._reader.ask(part, self._context.recalculates) for name, part in parts.items()}
        return {name: one for name, one in asked.items() if one is not None}

    def whole(self) -> list[Sheet]:
        """All of them, read to their ends. Raises ``FileRefused``."""
        budget = Budget()
        return [
            self._plain(one, budget) or _read_exactly(self._package, one, self._context, budget) for one in self._listed
        ]

    def early(self) -> list[Sheet] | None:
        """All of them, the large ones by their first rows; None where there are none, or not all are that plain."""
        if not (self._firsts and all(one.part in self._asked for one in self._listed)):
            return None
        budget = Budget()
        try:
            sheets = [
                self._early(one, budget) if one.part in self._firsts else self._plain(one, budget)
                for one in self._listed
            ]
        except FileRefused:  # by whichever sheet comes first when they are read in their order
            return None
        return None if None in sheets else [sheet for sheet in sheets if sheet]

    def _early(self, one: _Listed, budget: Budget) -> Sheet | None:
        """A sheet by its first rows, with what else is said of it as far as it can be told from their width."""
        rows = self._reader.rows(self._firsts[one.part])
        if rows is None:
            return None
        asked = self._asked[one.part]
        blank: list[Cell] = [""] * max(map(len, rows), default=0)
        shape = rows + [blank] * (asked.plain.height - len(rows))
        sheet = _framed(one, asked, shape, self._context, Budget())

        def rest() -> Sheet:
            try:
                found = self._plain(one, budget)
            except FileRefused:
                found = None
            if found is None or replace(found, rows=found.rows[:FIRST_ROWS]) != early:
                raise Unforeseen(self.whole)
            return found

        early = replace(sheet, rows=shape[:FIRST_ROWS], rest=cache(rest)) if sheet else None
        return early

    def _plain(self, one: _Listed, budget: Budget) -> Sheet | None:
        """A sheet in plain form; None where it is in no such form."""
        asked = self._asked.get(one.part)
        rows = self._reader.rows(asked) if asked else None
        return _framed(one, asked, rows, self._context, budget) if asked and rows is not None else None


def _cut(package: Package, listed: list[_Listed]) -> dict[str, Part]:
    """The parts that may be in plain form, as far as there is room for them."""
    found: dict[str, Part] = {}
    room = PLAIN_LIMIT
    for one in listed:
        room -= package.size(one.part)
        part = plainsheet.cut(package.read(one.part)) if room >= 0 else None
        if part is not None:
            found[one.part] = part
    return found


def _framed(one: _Listed, asked: Asked, rows: list[list[Cell]], context: Context, budget: Budget) -> Sheet | None:
    """The sheet with its frame's merged and hidden columns; None where the frame is no plain one."""
    frame = SheetReader(one.name, shown(one.part), context, budget)
    frame.read(iter((asked.part.frame,)))
    if not frame.empty or frame.hides_by_default:
        return None
    budget.take(sum(map(len, rows)), one.name, len(rows) - 1, len(rows[-1]) - 1 if rows else 0)
    grid = frame.grid
    return finish(one.name, one.hidden, rows, grid.merged, asked.plain.hidden_rows, grid.hidden_columns)


def _read_exactly(package: Package, one: _Listed, context: Context, budget: Budget) -> Sheet:
    reader = SheetReader(one.name, shown(one.part), context, budget)
    reader.read(package.chunks(one.part))
    return reader.grid.sheet(one.hidden)


def _read_book(package: Package, part: str) -> _Book:
    book = _Book(part)
    names = Names(*MAIN)
    path: list[str] = []

    def start(full: str, attributes: dict[str, str]) -> None:
        path.append(names[full])
        if path == ["workbook", "workbookPr"]:
            book.epoch = 1904 if truth(attributes.get("date1904")) else 1900
        elif path == ["workbook", "calcPr"]:
            book.recalculates = truth(attributes.get("fullCalcOnLoad"))
        elif path == ["workbook", "sheets", "sheet"]:
            identity = next((value for name, value in attributes.items() if name.endswith("}id")), None)
            book.sheets.append((attributes.get("name", ""), attributes.get("state"), identity))
        elif path[0] != "workbook" or path[:-1] == ["workbook", "sheets"]:
            raise FileRefused("FILE_DAMAGED", part=shown(part))

    def end(_full: str) -> None:
        path.pop()

    markup.parse(iter((package.small(part),)), shown(part), start, end)
    return book


def _worksheets(package: Package, book: _Book, relations: Mapping[str, _Relation]) -> Iterator[_Listed]:
    """The sheets that hold cells. Raises ``FileRefused`` where the list contradicts itself or the package."""
    seen_names: set[str] = set()
    seen_parts: set[str] = set()
    for name, state, identity in book.sheets:
        relation = relations.get(identity or "")
        if relation is None or relation.external or relation.target not in package or name.casefold() in seen_names:
            raise FileRefused("FILE_DAMAGED", name, part=shown(relation.target if relation else book.part))
        seen_names.add(name.casefold())
        if relation.kind == "worksheet":
            if relation.target.lower() in seen_parts:
                raise FileRefused("FILE_DAMAGED", name, part=shown(relation.target))
            seen_parts.add(relation.target.lower())
            yield _Listed(name, state not in _VISIBLE, relation.target)
    if not seen_parts:
        raise FileRefused("FILE_DAMAGED", part=shown(book.part))


def _part_of(relations: Mapping[str, _Relation], kind: str, read: Callable[[str], bytes]) -> tuple[bytes, str]:
    """The workbook's part of that kind and its name, b'' where it has none."""
    targets = [relation.target for relation in relations.values() if relation.kind == kind and not relation.external]
    if len(targets) > 1:
        raise FileRefused("FILE_DAMAGED", part=kind)
    return (read(targets[0]), shown(targets[0])) if targets else (b"", kind)


def _relations(package: Package, part: str) -> dict[str, _Relation]:
    """The relations of a part by their ids; '' is the package itself."""
    folder, name = posixpath.split(part)
    place = posixpath.join(folder, "_rels", name + ".rels")
    found: dict[str, _Relation] = {}
    names = Names(_PACKAGE)

    def start(full: str, attributes: dict[str, str]) -> None:
        if names[full] == "Relationship":
            target = posixpath.join("/" + folder, attributes.get("Target", "").replace("\\", "/"))
            if attributes.get("Id", "") in found:
                raise FileRefused("FILE_DAMAGED", part=shown(place))
            found[attributes.get("Id", "")] = _Relation(
                attributes.get("Type", "").rpartition("/")[2],
                posixpath.normpath(target).lstrip("/"),
                attributes.get("TargetMode") == "External",
            )

    if place in package:
        markup.parse(iter((package.small(place),)), shown(place), start)
    return found
