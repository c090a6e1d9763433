"""Open XML workbooks (.xlsx, .xlsm, WPS's .et; transitional and Strict): their sheets, whatever their parts are called."""

import posixpath
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from gridcredit.ingest.formats import markup, plainsheet, styles
from gridcredit.ingest.formats.cellxml import Context
from gridcredit.ingest.formats.grid import Budget, finish
from gridcredit.ingest.formats.markup import Names, truth
from gridcredit.ingest.formats.package import Package, shown
from gridcredit.ingest.formats.plainsheet import FastReader, Part, PlainSheet
from gridcredit.ingest.formats.sheetxml import SheetReader
from gridcredit.ingest.formats.strings import MAIN, Strings
from gridcredit.ingest.workbook import Cell, FileRefused, Note, Sheet

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


def read(package: Package, part: str) -> tuple[list[Sheet], int, list[Note]]:
    """The worksheets, the epoch of day numbers, and notes on the file. Raises ``FileRefused``."""
    book = _read_book(package, part)
    relations = _relations(package, part)
    listed = list(_worksheets(package, book, relations))
    strings = Strings(*_part_of(relations, "sharedStrings", package.read))
    kinds = styles.read_kinds(*_part_of(relations, "styles", package.small))
    sheets = _read_sheets(package, listed, strings, kinds, book)
    macros = any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in package.names())
    return sheets, book.epoch, [("MACROS_IGNORED", {})] if macros else []


def _read_sheets(
    package: Package, listed: list[_Listed], strings: Strings, kinds: list[str], book: _Book
) -> list[Sheet]:
    context, budget = Context(strings, kinds, book.epoch, book.recalculates), Budget()
    plain = _read_plain(_cut(package, listed), context, styles.plain(kinds))
    sheets = []
    for one in listed:
        found = plain.pop(one.part, None)
        sheet = _framed(one, *found, context, budget) if found is not None else None
        sheets.append(sheet or _read_exactly(package, one, context, budget))
    return sheets


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


def _read_plain(
    parts: dict[str, Part], context: Context, plain_styles: bytes
) -> dict[str, tuple[Part, PlainSheet, list[list[Cell]]]]:
    """The sheets that are in plain form, by the names of their parts."""
    reader = FastReader(list(parts.values()), context.strings, plain_styles, context.epoch)
    asked = []
    for number, (name, part) in enumerate(parts.items()):
        plain = plainsheet.recognise(part.data, context.recalculates)
        if plain is not None:
            asked.append((number, name, part, plain, reader.ask(number)))
    found = {}
    for number, name, part, plain, answer in asked:
        rows = reader.rows(number, plain, answer)
        if rows is not None:
            found[name] = (part, plain, rows)
    reader.close()
    return found


def _framed(
    one: _Listed, part: Part, plain: PlainSheet, rows: list[list[Cell]], context: Context, budget: Budget
) -> Sheet | None:
    """The sheet with its frame's merged and hidden columns; None where the frame is no plain one."""
    frame = SheetReader(one.name, shown(one.part), context, budget)
    frame.read(iter((part.frame,)))
    if not frame.empty or frame.hides_by_default:
        return None
    budget.take(sum(map(len, rows)), one.name, len(rows) - 1, len(rows[-1]) - 1 if rows else 0)
    grid = frame.grid
    return finish(one.name, one.hidden, rows, grid.merged, plain.hidden_rows, grid.hidden_columns)


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
