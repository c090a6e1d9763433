"""What one file gives: the rows of its sheets, each for its purpose, as plain values that pass between processes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from gridcredit.findings import Finding
from gridcredit.ingest.headers import Header
from gridcredit.ingest.layout import COLUMNS
from gridcredit.ingest.rows import Rows
from gridcredit.ingest.values import Value
from gridcredit.ingest.workbook import UNSAVED, Saved
from gridcredit.schema import Kind

DATES = frozenset(column.name for column in COLUMNS if column.kind is Kind.DATE) | {"assessed_on"}


@dataclass(frozen=True, slots=True)
class Officer:
    """Who gave a sheet's ratings; ``id_number`` where the sheet states it."""

    name: str
    id_number: str | None = None


@dataclass(slots=True)
class Part:
    """A sheet's rows and what they are for.

    ``role``: ``households``, ``members`` or ``ratings``; ``layout`` of ratings: ``long``, ``sheet`` (one officer's) or
    ``columns`` (one officer's columns of a sheet); ``lists_households``: a roster can be drawn from it.
    """

    role: str
    rows: Rows
    layout: str = ""
    officer: Officer | None = None
    lists_households: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that a file says of its village; ``official`` when sheet 村 says it."""

    value: Value
    sheet: str
    cell: str
    official: bool


@dataclass(slots=True)
class FileRead:
    """One file as read. ``usable`` False: findings on its sheets or headers refuse all of it."""

    file: str
    sha256: str
    facts: dict[str, list[Fact]] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    usable: bool = True
    saved: Saved = UNSAVED

    @property
    def whole(self) -> bool:
        """Whether the file describes a village by itself, with a roster and ratings."""
        return {"households", "ratings"} <= {part.role for part in self.parts}

    @property
    def village(self) -> str | None:
        """The village that the file names."""
        stated = sorted(self.facts.get("village", ()), key=lambda fact: not fact.official)
        return str(stated[0].value) if stated else None


def pack(read: FileRead) -> dict[str, object]:
    """``read`` in the values that JSON has; dates as ISO texts."""
    return pack_rest(read) | {"parts": list(map(pack_part, read.parts))}


def pack_rest(read: FileRead) -> dict[str, object]:
    """All of it but the parts."""
    return {
        "sha256": read.sha256,
        "usable": read.usable,
        "saved": [read.saved.editor, _plain(read.saved.at)],
        "facts": {
            name: [[_plain(fact.value), fact.sheet, fact.cell, fact.official] for fact in facts]
            for name, facts in read.facts.items()
        },
        "findings": _pack_findings(read.findings),
    }


def unpack(answer: Mapping[str, Any], file: str) -> FileRead:
    """What ``pack`` made of the file ``file``."""
    facts = {
        name: [Fact(_value(name, value), *rest) for value, *rest in facts] for name, facts in answer["facts"].items()
    }
    parts = [_unpack_part(part, file) for part in answer["parts"]]
    findings = _unpack_findings(answer["findings"], file)
    editor, at = answer["saved"]
    saved = Saved(editor, datetime.fromisoformat(at) if at else None)
    return FileRead(file, answer["sha256"], facts, parts, findings, answer["usable"], saved)


def pack_part(part: Part) -> dict[str, object]:
    rows = part.rows
    return {
        "role": part.role,
        "layout": part.layout,
        "officer": [part.officer.name, part.officer.id_number] if part.officer else None,
        "lists_households": part.lists_households,
        "sheet": rows.sheet,
        "header": [rows.header.last_row, dict(rows.header.columns)],
        "numbers": rows.numbers,
        "values": {
            name: [_plain(value) for value in values] if name in DATES else values
            for name, values in rows.values.items()
        },
        "ok": rows.ok,
        "totals": sorted(rows.totals),
        "by_member": rows.by_member,
        "unread": sorted(rows.unread),
        "undecided": sorted(rows.undecided),
        "findings": _pack_findings(rows.findings),
    }


def _unpack_part(part: Mapping[str, Any], file: str) -> Part:
    values = {
        name: [_value(name, value) for value in column] if name in DATES else column
        for name, column in part["values"].items()
    }
    rows = Rows(
        file,
        part["sheet"],
        Header(*part["header"]),
        part["numbers"],
        values,
        part["ok"],
        frozenset(part["totals"]),
        _unpack_findings(part["findings"], file),
        part["by_member"],
        frozenset(part["unread"]),
        frozenset(part["undecided"]),
    )
    officer = Officer(*part["officer"]) if part["officer"] else None
    return Part(part["role"], rows, part["layout"], officer, part["lists_households"])


def _pack_findings(findings: Sequence[Finding]) -> list[list[object]]:
    return [
        [f.code, f.sheet, f.cell, f.household_id, {name: _plain(value) for name, value in f.params.items()}]
        for f in findings
    ]


def _unpack_findings(packed: Sequence[Sequence[Any]], file: str) -> list[Finding]:
    return [Finding(code, file, *rest) for code, *rest in packed]


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _value(name: str, value: Any) -> Any:
    return date.fromisoformat(value) if name in DATES and value is not None else value
