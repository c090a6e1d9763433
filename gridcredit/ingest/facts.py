"""What a file says of its village: in sheet 村, in labels above other sheets' headers, or in its own name."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Any

from gridcredit.findings import Finding
from gridcredit.ingest import headers, labels, words
from gridcredit.ingest.layout import Placed
from gridcredit.ingest.parts import Fact, FileRead
from gridcredit.ingest.rows import Reading
from gridcredit.ingest.stray import totals_in
from gridcredit.ingest.values import Unreadable, Value, read
from gridcredit.ingest.workbook import Cell, Sheet, address
from gridcredit.schema import VILLAGE, Column, Kind

TITLED = "titled"
"""Among a file's facts: the villages that titles and sheets' names name, which are compared and not relied upon."""
_BESIDE_HEADERS = ("village", "branch", "grid", "assessed_on", "cap_yuan")


@dataclass(frozen=True, slots=True)
class VillageFacts:
    """What is known of the village; ``cap_yuan`` None: the village sets no cap of its own."""

    village: str
    village_code: str | None = None
    branch: str | None = None
    grid: str | None = None
    township: str | None = None
    batch: str | None = None
    assessed_on: date | None = None
    amount_unit: str = "yuan"
    cap_yuan: int | None = None


def read_facts(how: Reading, placed: Sequence[Placed], folder: str, done: FileRead) -> str:
    """Fill ``done.facts``; returns the unit of amounts where a sheet states none."""
    unit = how.vocabulary.unit or "yuan"
    official = next((one.sheet.whole() for one in placed if one.role == "village"), None)
    if official is not None:
        unit = _from_sheet(how, official, unit, done)
    for one in placed:
        if one.header is not None:
            _from_labels(how, one.sheet, one.header, unit, done)
            _from_column(how, one.sheet, one.header, done)
            done.facts.setdefault(TITLED, []).extend(_in_titles(one.sheet, one.header))
    if not done.facts.get("village") and official is None:
        titles = [title for one in placed if one.header for _, title in _titles(one.header.above(one.sheet))]
        _from_names(how, titles, [one.sheet.name for one in placed], folder, done)
    return unit


def agree(reads: Sequence[FileRead], findings: list[Finding]) -> VillageFacts | None:
    """The facts that the files agree on; None (and why, in ``findings``) where the village has no one name.

    What sheet 村 says goes before what stands elsewhere. Sheets with different dates: the village was assessed when
    the last of them was.
    """
    values: dict[str, Any] = {}
    for column in VILLAGE:
        stated = [(read, fact) for read in reads for fact in read.facts.get(column.name, ())]
        chosen = [entry for entry in stated if entry[1].official] or stated
        found = dict.fromkeys(fact.value for _, fact in chosen)
        if len(found) > 1 and column.name == "assessed_on":
            findings.append(_differs("DATES_DIFFER", column, chosen))
            values[column.name] = max(fact.value for _, fact in chosen if isinstance(fact.value, date))
        elif len(found) > 1 and column.decisive | column.required:
            findings.append(_differs("FACT_DIFFERS", column, chosen))
            values[column.name] = None
        else:
            values[column.name] = next(iter(found), None)
        if column.name == "village" and len({fact.value for _, fact in stated}) > len(found) == 1:
            findings.append(_differs("FACT_DIFFERS", column, stated))
            values[column.name] = None
    for one in reads if values["village"] else ():
        for fact in one.facts.get(TITLED, ()):
            if not _same_village(str(fact.value), str(values["village"])):
                findings.append(Finding("VILLAGE_IN_TITLE", one.file, fact.sheet, fact.cell))
    values["amount_unit"] = values["amount_unit"] or "yuan"
    return VillageFacts(**values) if values["village"] else None


def _differs(code: str, column: Column, stated: Sequence[tuple[FileRead, Fact]]) -> Finding:
    first = stated[0][1].value
    read, fact = next(((read, fact) for read, fact in stated if fact.value != first), stated[0])
    return Finding(code, read.file, fact.sheet, fact.cell, params={"column": column.header})


def _same_village(one: str, other: str) -> bool:
    """Whether two names may mean one village, as 路南镇李家村 and 李家."""
    one, other = one.removesuffix("村"), other.removesuffix("村").removesuffix("民委员会").removesuffix("村")
    return one in other or other in one


def _from_sheet(how: Reading, sheet: Sheet, unit: str, done: FileRead) -> str:
    for column in sorted(VILLAGE, key=lambda c: c.name == "cap_yuan"):  # the cap's unit is known once the rest is read
        found = labels.find_label(sheet.rows, column.name, how.vocabulary)
        if found is None:
            if column.required:
                done.findings.append(_missing(how.file, sheet, column))
            continue
        place = address(found[0], found[1])
        value = _value(how, sheet, found, column, unit, done)
        if value is not None:
            done.facts.setdefault(column.name, []).append(Fact(value, sheet.name, place, True))
            unit = str(value) if column.name == "amount_unit" else unit
        elif column.required:
            done.findings.append(_missing(how.file, sheet, column))
        if column.name == "cap_yuan" and value == 0:
            done.facts.pop("cap_yuan")
            params = {"column": column.header}
            done.findings.append(Finding("AMOUNT_ZERO", how.file, sheet.name, place, params=params))
    done.findings += _unread_labels(how, sheet)
    return unit


def _from_labels(how: Reading, sheet: Sheet, header: headers.Header, unit: str, done: FileRead) -> None:
    """Label and value pairs above a header. There a label without a value, or an unknown one, is no fault."""
    above = header.above(sheet)
    for column in VILLAGE:
        found = labels.find_label(above, column.name, how.vocabulary) if column.name in _BESIDE_HEADERS else None
        if found is None:
            continue
        stated = labels.stated_unit(sheet, header, how.vocabulary) or unit
        value = _value(how, sheet, found, column, stated, done)
        if value:
            done.facts.setdefault(column.name, []).append(Fact(value, sheet.name, address(found[0], found[1]), False))


def _from_column(how: Reading, sheet: Sheet, header: headers.Header, done: FileRead) -> None:
    """The villages of a column 村名, each once; in the rows below its name it may be left blank."""
    position = header.columns.get("village")
    if position is None:
        return
    sheet = sheet.whole()
    seen: dict[Value, Fact] = {}
    below = range(header.last_row + 1, len(sheet.rows))
    stated = {
        row: sheet.rows[row][position]
        for row in below
        if position < len(sheet.rows[row]) and not labels.blank(sheet.rows[row][position])
    }
    totals = totals_in(sheet, list(stated), header, how.vocabulary)
    for row, cell in stated.items():
        if row not in totals:
            value = _value(how, sheet, (row, position, cell), VILLAGE[0], "yuan", done)
            seen.setdefault(value, Fact(value, sheet.name, address(row, position), False))
    done.facts.setdefault("village", []).extend(fact for value, fact in seen.items() if value)


def _titles(above: Sequence[Sequence[Cell]]) -> Iterator[tuple[int, str]]:
    """Texts that stand alone in their rows (indices)."""
    for row, cells in enumerate(above):
        filled = {cell for cell in cells if not labels.blank(cell)}
        if len(filled) == 1 and isinstance(text := filled.pop(), str):
            yield row, text


def _in_titles(sheet: Sheet, header: headers.Header) -> Iterator[Fact]:
    """The villages that a sheet's name and its titles name."""
    for cell, text in [("", sheet.name), *((f"A{row + 1}", text) for row, text in _titles(header.above(sheet)))]:
        yield from (Fact(name, sheet.name, cell, False) for name in words.villages_in(text))


def _from_names(how: Reading, titles: Iterable[str], sheets: Iterable[str], folder: str, done: FileRead) -> None:
    """A village that is named nowhere but in a title or in the name of the file, of a sheet or of the folder."""
    for names in (list(titles), [PurePath(how.file).stem], list(sheets), [folder]):
        village = words.village_in(names)
        if village:
            done.facts["village"] = [Fact(village, "", "", False)]
            done.findings.append(Finding("VILLAGE_FROM_NAME", how.file))
            return


def _value(how: Reading, sheet: Sheet, found: tuple[int, int, Any], column: Column, unit: str, done: FileRead) -> Value:
    row, position, cell = found
    try:
        return read(cell, column, _unit_of_label(how, sheet, row, position, column) or unit, how.epoch)
    except Unreadable as problem:
        params: Mapping[str, object] = {"column": column.header, **problem.params}
        done.findings.append(Finding(problem.code, how.file, sheet.name, address(row, position), params=params))
        return None


def _unit_of_label(how: Reading, sheet: Sheet, row: int, position: int, column: Column) -> str | None:
    """The unit in a label such as 最高额度（万元）, left of the value or in its cell."""
    texts = [cell for cell in sheet.rows[row][: position + 1] if isinstance(cell, str)]
    names = how.vocabulary.of(column.name)
    ours = [text for text in texts if words.plain(text).split(":")[0] in names] if column.kind is Kind.AMOUNT else []
    return next(filter(None, map(headers.unit_in, ours)), None)


def _missing(file: str, sheet: Sheet, column: Column) -> Finding:
    return Finding("LABEL_MISSING", file, sheet.name, params={"wanted": column.header})


def _unread_labels(how: Reading, sheet: Sheet) -> list[Finding]:
    missing = [column for column in VILLAGE if labels.find_label(sheet.rows, column.name, how.vocabulary) is None]
    found = []
    for row, position, text in labels.unread_labels(sheet, how.vocabulary):
        alone = headers.Header(row, {}, (), {position: text}, {})
        like = next((c for c in missing if headers.nearest(c, alone, how.vocabulary)), None)
        params = {"title": text[:30], "nearest": f" (≈ {like.header})" if like else ""}
        code = "COLUMN_UNCLEAR" if like and like.decisive else "COLUMN_NOT_READ"
        found.append(Finding(code, how.file, sheet.name, address(row, position), params=params))
    return found
