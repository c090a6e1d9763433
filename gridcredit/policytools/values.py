"""What the sheets of a policy workbook have in common: which value it is, since when, from where, and words as codes."""

from collections.abc import Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from typing import Any

from gridcredit.errors import PolicyError
from gridcredit.i18n import N_
from gridcredit.policy import Parameter
from gridcredit.policy.files import shipped
from gridcredit.policytools.headings import Codes
from gridcredit.policytools.page import Page

Cell = tuple[int, int]
Key = tuple[str, str]
Entry = tuple[str, Mapping[str, Any]]
"""Where an entry stands, and the entry as ``policy.entries`` takes it."""


def parameter_at(page: Page, rule: Cell, name: Cell) -> Parameter:
    """The parameter that two cells name."""
    for cell in (rule, name):
        if not page.text(*cell):
            raise page.blank(*cell)
    known = {(one.rule, one.name): one for one in shipped()}
    key = page.text(*rule), page.text(*name)
    if key not in known:
        shown = page.quoted(".".join(key))
        like = get_close_matches(shown, [one.key for one in known.values()], 1, 0)
        raise PolicyError(
            N_("{place}: no rule has a value {name}; the nearest is {like}"),
            place=page.place(*name),
            name=shown,
            like=like[0],
        )
    return known[key]


def source_at(page: Page, cells: Mapping[str, Cell]) -> dict[str, date | str]:
    """Since when a value is and where from, out of the cells where that stands."""
    found: dict[str, date | str] = {name: page.day(*cells[name]) for name in ("from", "issued")}
    for name in ("document", "clause"):
        found[name] = page.text(*cells[name])
        if not found[name]:
            raise page.blank(*cells[name])
    return found


def word_at(page: Page, cell: Cell, text: str, one_of: Sequence[str], codes: Codes) -> str:
    """The code that ``text`` in the cell means among ``one_of``; where those are not listed, any word stands as it is."""
    if not one_of:
        return text
    return page.code(*cell, text, {code: [*codes.policy.get(code, ()), code] for code in one_of})
