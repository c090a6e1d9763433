"""Sheet 参数 of a policy workbook: a row for each dated value that is a number or words."""

from collections.abc import Iterator

from gridcredit.errors import PolicyError
from gridcredit.i18n import N_, _, translations
from gridcredit.policy import Kind, Parameter
from gridcredit.policytools.headings import BOUNDS, VALUE, Codes, meaning
from gridcredit.policytools.page import Header, Page
from gridcredit.policytools.values import Cell, Entry, Key, parameter_at, source_at, word_at

WANTED = ("rule", "name", "value", "bound", "from", "issued", "document", "clause")


def entries(page: Page, codes: Codes) -> Iterator[tuple[Key, Entry]]:
    """An entry a row, placed at its value."""
    header = page.header(VALUE, WANTED)
    for row in header.rows():
        cells = {name: (row, column) for name, column in header.columns.items()}
        parameter = parameter_at(page, cells["rule"], cells["name"])
        if parameter.kind is Kind.TABLE:
            raise PolicyError(
                N_("{place}: {name} is a table; it stands on a sheet of its own"),
                place=page.place(*cells["name"]),
                name=parameter.key,
            )
        _check_unit(header, row, parameter)
        entry = {"value": _value(page, cells["value"], parameter, codes), **source_at(page, cells)}
        entry |= _bound(page, cells["bound"], parameter)
        yield (parameter.rule, parameter.name), (page.place(*cells["value"]), entry)


def _value(page: Page, cell: Cell, parameter: Parameter, codes: Codes) -> int | str | list[str]:
    if parameter.kind is Kind.WORDS:
        return [_alternatives(page, cell, text, parameter, codes) for text in page.words(*cell)]
    if page.shown(*cell) is None:
        raise page.blank(*cell)
    if parameter.kind is Kind.NUMBER:
        return page.whole(*cell)
    return word_at(page, cell, page.text(*cell), parameter.one_of, codes)


def _alternatives(page: Page, cell: Cell, text: str, parameter: Parameter, codes: Codes) -> str:
    """``出生日期 / 年龄`` → ``birth_date|age`` where a value may name such."""
    parts = text.replace("／", "/").replace("|", "/").split("/") if parameter.either else [text]
    return "|".join(word_at(page, cell, part.strip(), parameter.one_of, codes) for part in parts)


def _bound(page: Page, cell: Cell, parameter: Parameter) -> dict[str, str]:
    text = page.text(*cell)
    if not parameter.threshold:
        if text and not page.says_none(text):
            raise PolicyError(N_("{place}: this value has no bound; leave the cell blank"), place=page.place(*cell))
        return {}
    if not text:
        raise page.blank(*cell)
    return {"bound": page.code(*cell, text, BOUNDS)}


def _check_unit(header: Header, row: int, parameter: Parameter) -> None:
    """A unit that was written over would give the value another meaning."""
    if not header.has(row, "unit"):
        return
    cell = row, header.columns["unit"]
    if meaning(header.page.text(*cell), {"unit": translations(parameter.unit)}) is None:
        raise PolicyError(
            N_("{place}: the unit is {unit} and cannot be changed; write the value in it"),
            place=header.page.place(*cell),
            unit=_(parameter.unit),
        )
