"""The sheet of a table in a policy workbook: which value it is and where from, and below that the table's rows.

Another dated value of the same table is another sheet: a copy with another date.
"""

from collections.abc import Mapping
from typing import Any

from gridcredit.errors import PolicyError
from gridcredit.i18n import N_, _, translations
from gridcredit.policy import Kind, Parameter, bands
from gridcredit.policy.entries import cell as checked
from gridcredit.policy.model import Field
from gridcredit.policytools.headings import LABELS, SHEETS, VALUE, Codes, meaning, written
from gridcredit.policytools.page import Header, Page
from gridcredit.policytools.values import Cell, Entry, Key, parameter_at, source_at, word_at


def entry(page: Page, codes: Codes) -> tuple[Key, Entry]:
    """The one dated value that stands on the sheet, placed at its name."""
    labels = _labels(page)
    parameter = parameter_at(page, labels["rule"], labels["name"])
    if parameter.kind is not Kind.TABLE:
        raise PolicyError(
            N_("{place}: {name} is no table; write it on sheet {sheet}"),
            place=page.place(*labels["name"]),
            name=parameter.key,
            sheet=written(SHEETS, "parameters"),
        )
    header = _header(page, parameter, max(row for row, _column in labels.values()) + 1)
    rows = {row: _row(header, row, parameter, codes) for row in header.rows()}
    _check_bands(page, rows, parameter)
    given = {"value": list(rows.values()), **source_at(page, labels)}
    return (parameter.rule, parameter.name), (page.place(*labels["name"]), given)


def _labels(page: Page) -> dict[str, Cell]:
    """The cell beside each label, whatever it holds; the first of a label counts."""
    words = {name: VALUE[name] for name in LABELS}
    found: dict[str, Cell] = {}
    for row, cells in enumerate(page.sheet.rows):
        first = cells[0] if cells else None
        label = meaning(first, words) if isinstance(first, str) else None
        if label is not None:
            found.setdefault(label, (row, 1))
    for name in LABELS:
        if name != "label" and name not in found:
            raise PolicyError(
                N_("{place}: not a sheet of a policy; {word} stands in no row of column A; delete or complete it"),
                place=f"{page.file} {page.sheet.name}",
                word=written(VALUE, name),
            )
    return found


def _header(page: Page, parameter: Parameter, start: int) -> Header:
    words = {field.name: (*translations(field.label), field.name) for field in parameter.fields}
    return page.header(words, [field.name for field in parameter.fields if field.required], start)


def _row(header: Header, row: int, parameter: Parameter, codes: Codes) -> dict[str, int | str | list[str]]:
    found = {}
    for field in parameter.fields:
        if header.has(row, field.name):
            found[field.name] = _value(header.page, (row, header.columns[field.name]), field, codes)
        elif field.required:
            raise header.page.blank(row, header.columns[field.name])
    return found


def _value(page: Page, cell: Cell, field: Field, codes: Codes) -> int | str | list[str]:
    value: int | str | list[str]
    if field.kind is Kind.NUMBER:
        value = page.whole(*cell)
    elif field.kind is Kind.WORD:
        value = word_at(page, cell, page.text(*cell), field.one_of, codes)
    else:
        value = [word_at(page, cell, text, field.one_of, codes) for text in page.words(*cell)]
    checked(page.place(*cell), value, field)
    return value


def _check_bands(page: Page, rows: Mapping[int, Mapping[str, Any]], parameter: Parameter) -> None:
    """Bands may neither overlap nor leave a gap; a fault is told at its row."""
    if parameter.bands_by is None:
        return
    found = [
        {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
        for row in rows.values()
    ]
    for number, message, params in bands.faults(found, parameter.bands_by):
        place = page.place(list(rows)[number], 0)
        raise PolicyError(N_("{place}: {fault}"), place=place, fault=_(message).format(**params))
