"""The values of a policy as people read them."""

from collections.abc import Mapping, Sequence

from gridcredit.i18n import N_, _
from gridcredit.policy import Parameter, Row, Value
from gridcredit.reports import labels

BOUNDS: Mapping[str, str] = {"inclusive": N_("inclusive"), "exclusive": N_("exclusive")}


def shown(value: Value, parameter: Parameter | None = None) -> str:
    """A value without its unit; the rows of a table with the ``parameter``'s names for their columns."""
    setting = value.value
    if isinstance(setting, int):
        return f"{setting:,}" + (f" ({_(BOUNDS[value.bound])})" if value.bound else "")
    if isinstance(setting, str):
        return word(setting)
    if not setting:
        return _("(none)")
    rows = [f"({row_text(item, parameter)})" for item in setting if not isinstance(item, str)]
    return _("; ").join(rows) or words([item for item in setting if isinstance(item, str)])


def row_text(row: Row, parameter: Parameter | None = None) -> str:
    """A table's row in one line: ``from 100,000, points 5``."""
    names = {field.name: f"{_(field.label)} " for field in parameter.fields} if parameter else {}
    return _(", ").join(names.get(name, "") + cell_text(cell) for name, cell in row.items())


def cell_text(cell: int | str | tuple[str, ...] | None) -> str:
    """A cell of a table's row."""
    if cell is None:
        return labels.NOTHING
    if isinstance(cell, int):
        return f"{cell:,}"
    return word(cell) if isinstance(cell, str) else words(cell)


def words(codes: Sequence[str]) -> str:
    return _(", ").join(map(word, codes))


def word(code: str) -> str:
    """``birth_date|age`` and the like in words."""
    return " / ".join(_(labels.CODE.get(part, part)) for part in code.split("|"))
