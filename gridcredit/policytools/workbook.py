"""A bank's policy as a workbook (``gridcredit template policy`` writes one): from its cells to a ``Source``.

Sheet 参数 has a row for each dated value, each table its own sheet, 用例 the cases. A value whose rows all stand as they
were shipped is no override; where any of them was changed or added, all its rows are the bank's.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from gridcredit.errors import PolicyError
from gridcredit.findings import CATALOGUE
from gridcredit.i18n import N_, _
from gridcredit.ingest.workbook import FileRefused, Reading, Sheet
from gridcredit.policy import Source
from gridcredit.policy.entries import value_of
from gridcredit.policy.files import shipped
from gridcredit.policytools import casesheet, parametersheet, tablesheet
from gridcredit.policytools.headings import SHEETS, Codes, meaning, written
from gridcredit.policytools.page import Page
from gridcredit.policytools.values import Entry, Key

ENDINGS = (".xlsx", ".xlsm", ".xls", ".et", ".ods")
"""Names of policy files that are workbooks; all others are TOML."""


def is_workbook(path: Path) -> bool:
    return path.suffix.lower() in ENDINGS


def read(path: Path, codes: Codes, passwords: Path | None = None) -> Source:
    """A policy workbook, opened by the limited child process; raises ``PolicyError`` with file, sheet, cell, remedy."""
    try:
        workbook = Reading(path, passwords=passwords).result()
    except FileRefused as refused:
        kind = CATALOGUE[refused.code]
        raise PolicyError(
            N_("{place}: {what}; {remedy}"),
            place=" ".join(filter(None, (path.name, refused.sheet, refused.cell))),
            what=_(kind.message).format(**refused.params),
            remedy=_(kind.remedy).format(**refused.params),
        ) from None
    return source_of(path.name, workbook.sheets, workbook.epoch, codes)


def source_of(file: str, sheets: Sequence[Sheet], epoch: int, codes: Codes) -> Source:
    """What the sheets say; values that stand as they were shipped are left out."""
    pages = [Page(file, sheet, epoch) for sheet in sheets]
    roles = _roles(file, pages)
    if not roles:
        raise PolicyError(
            N_("{place}: no sheet {sheet}; write a policy workbook with gridcredit template policy"),
            place=file,
            sheet=written(SHEETS, "parameters"),
        )
    entries: dict[Key, list[Entry]] = defaultdict(list)
    cases: list[tuple[str, object]] = []
    for page, role in roles:
        if role == "cases":
            cases += casesheet.cases(page, codes)
        elif role != "notes":
            found: Iterable[tuple[Key, Entry]] = (
                parametersheet.entries(page, codes) if role == "parameters" else [tablesheet.entry(page, codes)]
            )
            for key, entry in found:
                entries[key].append(entry)
    for key, given in entries.items():
        _check_days(key, given)
    return Source(file, {key: given for key, given in entries.items() if not _as_shipped(key, given)}, cases)


def _roles(file: str, pages: Sequence[Page]) -> list[tuple[Page, str]]:
    """The sheets that hold something, each with what it is by its name; any other name is a table's."""
    roles = [(page, meaning(page.sheet.name, SHEETS) or "table") for page in pages if any(map(any, page.sheet.rows))]
    seen: dict[str, str] = {}
    for page, role in roles:
        if role in seen:
            raise PolicyError(
                N_("{place}: a second sheet of this kind, beside {other}; keep one"),
                place=f"{file} {page.sheet.name}",
                other=seen[role],
            )
        if role != "table":
            seen[role] = page.sheet.name
    return roles if seen else []


def _check_days(key: Key, entries: Sequence[Entry]) -> None:
    seen: dict[object, str] = {}
    for place, entry in entries:
        day = entry["from"]
        if day in seen:
            raise PolicyError(
                N_("{place}: {name} has a value from {day} on already, at {other}; keep one"),
                place=place,
                name=".".join(key),
                day=day,
                other=seen[day],
            )
        seen[day] = place


def _as_shipped(key: Key, entries: Sequence[Entry]) -> bool:
    """Raises ``PolicyError`` where an entry is no value of its parameter."""
    parameter = next(one for one in shipped() if (one.rule, one.name) == key)
    values = [value_of(place, entry, parameter) for place, entry in entries]
    return all(value in parameter.layers[0] for value in values)
