"""The only way into a workbook: its cells, read by a limited child process (``reader``).

A cell is ``None`` (blank), ``str``, ``float``, ``bool``, ``date``, ``datetime`` or a ``Trouble``.
"""

import json
import stat
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

WALL_SECONDS = 30


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


class Reading:
    """A workbook being read by a child process; ``result`` waits for it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            if not stat.S_ISREG(path.stat().st_mode):
                raise FileRefused("FILE_NOT_WORKBOOK")
            with path.open("rb") as file:
                self._child = subprocess.Popen(
                    [sys.executable, "-P", "-m", "gridcredit.ingest.reader"],
                    stdin=file,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                )
        except OSError:
            raise FileRefused("FILE_NO_ACCESS") from None

    def result(self) -> Workbook:
        """The cells; raises ``FileRefused``."""
        try:
            output, _ = self._child.communicate(timeout=WALL_SECONDS)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.communicate()
            raise FileRefused("FILE_TOO_SLOW", seconds=WALL_SECONDS) from None
        if self._child.returncode != 0:
            raise FileRefused("FILE_UNREADABLE")
        answer = json.loads(output, object_hook=_decode)
        if "refused" in answer:
            raise FileRefused(answer["refused"], **answer["params"])
        sheets = tuple(
            Sheet(
                sheet["name"], sheet["hidden"], sheet["rows"], tuple((tuple(a), tuple(b)) for a, b in sheet["merged"])
            )
            for sheet in answer["sheets"]
        )
        return Workbook(self._path.name, answer["sha256"], sheets)


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
