"""The only way into a workbook: its cells, read by a limited child process (``reader``).

A cell is ``None`` (blank), ``str``, ``float``, ``bool``, ``date``, ``datetime`` or a ``Trouble``.
"""

import json
import signal
import stat
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

WALL_SECONDS = 30
CPU_SECONDS = 20
OUT_OF_TIME = getattr(signal, "SIGXCPU", 1000)  # no such signal on Windows, and no such limit


@dataclass(frozen=True, slots=True)
class Trouble:
    """A cell whose value cannot be had; ``code`` is the finding's."""

    code: str


Cell = None | str | int | float | bool | date | datetime | Trouble


@dataclass(frozen=True, slots=True)
class Sheet:
    """``rows[r][c]`` counts from A1; ``merged`` holds ((row, column) first, (row, column) last) ranges."""

    name: str
    hidden: bool
    rows: list[list[Cell]]
    merged: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = ()


@dataclass(frozen=True, slots=True)
class Workbook:
    file: str
    sha256: str
    sheets: tuple[Sheet, ...]


class FileRefused(Exception):
    """The whole file is refused; ``code`` and ``params`` make its finding."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class ReaderDefect(Exception):
    """The reader's child process met a defect of ours; ``place`` tells where."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place


class Reading:
    """A workbook being read by a child process; ``what`` is ``cells``, or ``village`` to have it ingested there too."""

    def __init__(self, path: Path, what: str = "cells") -> None:
        self._file = path.name
        try:
            if not stat.S_ISREG(path.stat().st_mode):
                raise FileRefused("FILE_NOT_WORKBOOK")
            with path.open("rb") as file:
                self._child = subprocess.Popen(
                    [sys.executable, "-P", "-m", "gridcredit.ingest.reader", what, path.name],
                    stdin=file,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                )
        except OSError:
            raise FileRefused("FILE_NO_ACCESS") from None

    def answer(self) -> dict[str, Any]:
        """What the child says, once it is done; raises ``FileRefused``."""
        try:
            output, _ = self._child.communicate(timeout=WALL_SECONDS)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.communicate()
            raise FileRefused("FILE_TOO_SLOW", seconds=WALL_SECONDS) from None
        if self._child.returncode == -OUT_OF_TIME:
            raise FileRefused("FILE_TOO_SLOW", seconds=CPU_SECONDS)
        if self._child.returncode != 0:
            raise FileRefused("FILE_UNREADABLE")
        answer: dict[str, Any] = json.loads(output, object_hook=_decode)
        if "refused" in answer:
            raise FileRefused(answer["refused"], **answer["params"])
        if "defect" in answer:
            raise ReaderDefect(answer["defect"])
        return answer

    def result(self) -> Workbook:
        """The cells; raises ``FileRefused``."""
        return workbook_of(self._file, self.answer())


def workbook_of(file: str, answer: Mapping[str, Any]) -> Workbook:
    sheets = tuple(
        Sheet(sheet["name"], sheet["hidden"], sheet["rows"], tuple((tuple(a), tuple(b)) for a, b in sheet["merged"]))
        for sheet in answer["sheets"]
    )
    return Workbook(file, answer["sha256"], sheets)


def _decode(pairs: Mapping[str, str]) -> object:
    match pairs:
        case {"date": text}:
            return date.fromisoformat(text)
        case {"datetime": text}:
            return datetime.fromisoformat(text)
        case {"trouble": code}:
            return Trouble(code)
        case {"time": text}:
            return text
    return pairs
