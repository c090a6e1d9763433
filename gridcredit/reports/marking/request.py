"""What is asked of the child process, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from gridcredit.findings import Finding
from gridcredit.ingest.workbook import Workbook

DONE, TOO_LARGE, DEFECT = 0, 3, 4
"""Exit codes of the child; with ``DEFECT`` it prints where instead of a workbook."""


class Told(NamedTuple):
    """A finding in the user's words; ``cell`` is an address, the number of a row, or ''."""

    severity: str
    sheet: str
    cell: str
    household: str
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Request:
    """``source``: the file as sent, or the cells as they were read. ``locked``: it may have needed a password."""

    language: str
    file: str
    findings: Sequence[Told]
    source: bytes | Workbook
    locked: bool = False


def told(finding: Finding) -> Told:
    _code, severity, _file, sheet, cell, household, message, remedy = finding.row()
    return Told(severity, sheet, cell, household, _in_one_line(message), _in_one_line(remedy))


def _in_one_line(text: str) -> str:
    """Headers that a message quotes may hold line breaks."""
    return " ".join(text.split())
