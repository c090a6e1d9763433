"""The ratings in any layout: a long sheet, a sheet or workbook per officer, a sheet per round, an officer's columns."""

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath

from gridcredit.findings import Finding
from gridcredit.ingest import headers, labels, words
from gridcredit.ingest.layout import Placed, round_of
from gridcredit.ingest.parts import Officer, Part
from gridcredit.ingest.rows import Reading, Rows, check_header, read_rows
from gridcredit.ingest.values import Unreadable, Value, read
from gridcredit.ingest.workbook import Cell, Sheet, address
from gridcredit.schema import RATINGS, STATED, Column, Kind

SAYING = ("amount_yuan", "knows", "refusal")
_BY_ONE_OFFICER = tuple(column for column in RATINGS if column.name != "officer")
_OFFICER = next(column for column in RATINGS if column.name == "officer")
_REFUSAL = next(column for column in RATINGS if column.name == "refusal")


def read_ratings(
    how: Reading, one: Placed, beside: Sequence[Column], alone: bool, findings: list[Finding]
) -> list[Part]:
    """The ratings of one sheet placed as such; none (and why, in ``findings``) where they cannot be read.

    ``beside`` are the roster's columns to read with them, ``alone``: no other sheet of the file holds ratings.
    """
    sheet, header = one.sheet, one.header
    if header is None or not header.columns.keys() & {"household_id", *SAYING, "officer"}:
        code = "HEADER_MISSING" if sheet.rows else "SHEET_EMPTY"
        findings.append(Finding(code, how.file, sheet.name, params={"wanted": "户号 网格员 建议额度"}))
        return []
    if header.officers:
        return _read_columns(how, one, beside, findings)
    long = "officer" in header.columns
    rated = RATINGS if long else _BY_ONE_OFFICER
    wanted = [replace(column, required=column.required or column.name == "amount_yuan") for column in rated]
    findings += check_header(how, sheet, header, wanted, beside)
    officer = None if long else _officer_of(how, sheet, header, alone, findings)
    if not {"household_id", "amount_yuan"} <= header.columns.keys() or not (long or officer):
        return []
    named = {column.name for column in rated}
    stated = [column for column in STATED if column.name not in {c.name for c in beside}]
    others = [column for column in (*beside, *stated) if column.name not in named]
    rows = read_rows(how, sheet, header, [*rated, *others], one.by_member)
    part = Part("ratings", rows, "long" if long else "sheet", officer, one.lists_households and bool(beside))
    finish(how, sheet, part)
    return [part]


def _read_columns(how: Reading, one: Placed, beside: Sequence[Column], findings: list[Finding]) -> list[Part]:
    assert one.header is not None
    wanted = [column for column in _BY_ONE_OFFICER if column.name == "household_id"]
    findings += check_header(how, one.sheet, one.header, wanted, beside)
    if "household_id" not in one.header.columns:
        return []
    base = read_rows(how, one.sheet, one.header, [*wanted, *beside], one.by_member)
    parts = officers_columns(how, one, base)
    if beside:
        parts.append(Part("members" if one.by_member else "households", base, lists_households=one.lists_households))
    return parts


def officers_columns(how: Reading, one: Placed, base: Rows) -> list[Part]:
    """Ratings in columns of one officer each: every row in which the officer says something is one rating read.

    ``base`` are the rows of the same sheet, with their household numbers.
    """
    assert one.header is not None
    parts = []
    for who, header in one.header.officers.items():
        said = [header.columns[name] for name in SAYING if name in header.columns]
        rows = [
            row
            for row, number in enumerate(base.numbers)
            if row not in base.totals
            and any(_says_something(one.sheet.rows[number - 1], position) for position in said)
        ]
        given: dict[str, list[Value]] = {
            name: [base.values[name][row] for row in rows] for name in ("household_id", "name") if name in base.values
        }
        positions = {**header.columns, "household_id": one.header.columns["household_id"]}
        at = headers.Header(one.header.last_row, positions, units=header.units, first_row=one.header.first_row)
        indices = [base.numbers[row] - 1 for row in rows]
        read_ones = read_rows(how, one.sheet, at, [*_BY_ONE_OFFICER, *STATED], base.by_member, indices, given)
        part = Part("ratings", read_ones, "columns", Officer(who))
        finish(how, one.sheet, part)
        parts.append(part)
    return parts


def _officer_of(
    how: Reading, sheet: Sheet, header: headers.Header, alone: bool, findings: list[Finding]
) -> Officer | None:
    """Who gave a sheet's ratings: by a label above the header, else by the sheet's, the file's or the round's name."""
    above = header.above(sheet)
    label = labels.find_label(above, "officer", how.vocabulary)
    if label is not None and isinstance(label[2], str) and any(map(str.isalnum, label[2])):
        name = _one_name(label[2], above[label[0]], label[1])
        if name is None:
            params = {"column": _OFFICER.header}
            place = address(label[0], label[1])
            findings.append(Finding("PERSONS_TOGETHER", how.file, sheet.name, place, params=params))
            return None
        return Officer(name, _officers_id(how, sheet, above, findings))
    wanted = how.vocabulary.of("officer")
    is_blank = label is not None or any(
        words.plain(cell) in wanted or (isinstance(cell, str) and words.plain(cell).split(":")[0] in wanted)
        for cells in above
        for cell in cells
    )
    name = None
    if not is_blank:
        name = words.officer_in(sheet.name) or (words.officer_in(PurePath(how.file).stem) if alone else None)
        name = name or round_of(sheet.name)
    code = "OFFICER_FROM_NAME" if name else "OFFICER_MISSING"
    findings.append(Finding(code, how.file, sheet.name))
    return Officer(name) if name else None


def _one_name(text: str, cells: Sequence[Cell], position: int) -> str | None:
    """The name in a label's value, which stands in ``cells`` at ``position``; None where others' stand with it or beside."""
    try:
        name = read(text, _OFFICER)
    except Unreadable:
        return None
    parts = text.split()
    if len(parts) > 1 and all(map(words.names_person, parts)):
        return None
    rest = unicodedata.normalize("NFKC", str(cells[position])).partition(text)[2].split()
    beside = [cell for cell in cells[position + 1 :] if not labels.blank(cell)]
    others = [*rest[:1], *(cell for cell in beside[:1] if isinstance(cell, str))]
    return None if any(words.names_person(other) for other in others) else _name(str(name))


def _officers_id(how: Reading, sheet: Sheet, above: Sequence[Sequence[Cell]], findings: list[Finding]) -> str | None:
    found = labels.find_label(above, "officer_id", how.vocabulary)
    if found is None:
        return None
    column = Column("officer_id", "评议员身份证", Kind.ID_NUMBER)
    try:
        value = read(found[2], column)
    except Unreadable as problem:
        params = {"column": column.header, **problem.params}
        findings.append(Finding(problem.code, how.file, sheet.name, address(found[0], found[1]), params=params))
        return None
    return str(value) if value else None


def finish(how: Reading, sheet: Sheet, part: Part) -> None:
    """Names as they are compared, dates of the sheet, words for "none", and a bank's reasons by their codes."""
    rows = part.rows
    if "officer" in rows.values:
        officers = rows.values["officer"]
        names = {name: _name(name) if isinstance(name, str) else name for name in set(officers)}
        rows.values["officer"] = list(map(names.__getitem__, officers))
    refusals = list(rows.get("refusal"))
    if empty := set(filter(_is_no_refusal, set(refusals))):
        refusals = [None if text in empty else text for text in refusals]
    if "refusal" in rows.values:
        rows.values["refusal"] = refusals
    if how.vocabulary.refusals:
        codes: list[Value] = []
        hard: list[Value] = []
        for row, text in enumerate(refusals):
            reasons = how.vocabulary.refusals_in(text) if isinstance(text, str) else []
            if reasons is None and row not in rows.totals:
                rows.refuse("REFUSAL_UNKNOWN", row, _REFUSAL)
            codes.append(";".join(reason.code for reason in reasons or ()) or None)
            hard.append(int(any(reason.hard for reason in reasons or ())))
        rows.values |= {"refusal_codes": codes, "refusal_hard": hard}
    dated = labels.find_label(rows.header.above(sheet), "rated_on", how.vocabulary)
    if dated is not None:
        try:
            day = read(dated[2], Column("rated_on", "评议日期", Kind.DATE), epoch=how.epoch)
        except Unreadable:  # told as the village's date, which this label is, too
            return
        rows.values["rated_on"] = [own or day for own in rows.get("rated_on")]


def _name(text: str) -> str:
    """An officer's name as it is compared: 张　三 is 张三."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _is_no_refusal(value: Value) -> bool:
    return isinstance(value, str) and unicodedata.normalize("NFKC", value).lower().strip(" 。.,;!") in words.NO_REFUSAL


def _says_something(cells: Sequence[Cell], position: int) -> bool:
    return position < len(cells) and not labels.blank(cells[position])
