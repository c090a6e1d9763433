"""The only way into a workbook: its cells, read by a limited child process (``reader``).

A cell is ``None`` or ``""`` (blank), ``str``, ``float``, ``bool``, ``date``, ``datetime`` or a ``Trouble``.
"""

import json
import queue
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import zip_longest
from pathlib import Path
from threading import Thread
from typing import Any, BinaryIO, NamedTuple

from gridcredit.findings import Finding

WALL_SECONDS = 30
CPU_SECONDS = 20
MEMORY_LIMIT = 500 << 20
BUFFER = 1 << 16
FIRST_ROWS = 24  # more than a header and what stands around it take
# No such signals on Windows, and no such limits. Rust aborts when memory ends; the system kills what takes all of it.
OUT_OF_TIME = getattr(signal, "SIGXCPU", 1000)
OUT_OF_MEMORY = {-getattr(signal, name, 1000) for name in ("SIGABRT", "SIGKILL")}


@dataclass(frozen=True, slots=True)
class Trouble:
    """A cell whose value cannot be had; ``code`` is the finding's."""

    code: str


Cell = None | str | int | float | bool | date | datetime | Trouble
Range = tuple[tuple[int, int], tuple[int, int]]
Note = tuple[str, Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """``rows[r][c]`` counts from A1, rows end at their last cell; ``merged`` holds (first, last) (row, column) ranges.

    ``hidden_rows`` and ``hidden_columns`` are indices. While a sheet is still being read, ``rows`` are its first
    ``FIRST_ROWS`` alone, and ``rest`` waits for all of it.
    """

    name: str
    hidden: bool
    rows: list[list[Cell]]
    merged: tuple[Range, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    rest: "Callable[[], Sheet] | None" = field(default=None, compare=False, repr=False)
    _columns: list[tuple[Cell, ...]] = field(default_factory=list, init=False, compare=False, repr=False)
    _contents: dict[int, list[set[Cell]]] = field(default_factory=dict, init=False, compare=False, repr=False)

    def whole(self) -> "Sheet":
        """The sheet with all its rows. Raises ``Unforeseen``."""
        return self.rest() if self.rest else self

    @property
    def columns(self) -> list[tuple[Cell, ...]]:
        """The cells column by column, each as high as the sheet; kept, as many look at them."""
        if not self._columns:
            self._columns.extend(zip_longest(*self.rows))
        return self._columns

    def contents(self, start: int) -> list[set[Cell]]:
        """What stands in each column from row ``start`` (index) on, once; of equal cells, such as 1 and True, only one."""
        if start not in self._contents:
            self._contents[start] = [set(column[start:]) for column in self.columns]
        return self._contents[start]


class Saved(NamedTuple):
    """Who saved a file last, and when (UTC), as the program that wrote it says; None: not known."""

    editor: str | None = None
    at: datetime | None = None


UNSAVED = Saved()


@dataclass(frozen=True, slots=True)
class Workbook:
    """``epoch`` is the year that day numbers count from; ``notes``: codes and parameters of findings on the file."""

    file: str
    sha256: str
    sheets: tuple[Sheet, ...]
    epoch: int = 1900
    notes: tuple[Note, ...] = ()
    saved: Saved = UNSAVED


def address(row: int, column: int) -> str:
    """``(14, 3)`` → ``D15``."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


class FileRefused(Exception):
    """The whole file is refused; ``code``, ``params`` and, where known, ``sheet`` and ``cell`` make its finding."""

    def __init__(self, code: str, sheet: str = "", cell: str = "", **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.sheet = sheet
        self.cell = cell
        self.params = params

    def finding(self, file: str) -> Finding:
        return Finding(self.code, file, self.sheet, self.cell, params=self.params)


class Unforeseen(Exception):
    """A sheet came out otherwise than its first rows said; ``sheets`` gives all of the workbook's, read to their ends."""

    def __init__(self, sheets: Callable[[], Sequence[Sheet]]) -> None:
        super().__init__()
        self.sheets = sheets


class ReaderDefect(Exception):
    """The reader's child process met a defect of ours; ``place`` tells where."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place


class Reading:
    """A file being read by a child process.

    ``what`` is ``cells``, or ``village`` or ``ballot`` to have it ingested there too, with the ``folder``'s name and the
    bank's ``profile``. ``passwords`` is a file of passwords to try, one a line, UTF-8. ``sealed``: the file's bytes and
    their passphrase, which are handed to the child by a pipe and stand nowhere else.
    """

    def __init__(
        self,
        path: Path,
        what: str = "cells",
        folder: str = "",
        profile: Path | None = None,
        passwords: Path | None = None,
        sealed: "tuple[bytes, str] | None" = None,
    ) -> None:
        self._file = path.name
        request = {
            "what": what,
            "file": path.name,
            "folder": folder,
            "profile": str(profile) if profile else None,
            "passwords": str(passwords) if passwords else None,
            "sealed": sealed is not None,
        }
        try:
            if sealed is not None:
                self._start(request, subprocess.PIPE)
                Thread(target=self._hand_over, args=sealed, daemon=True).start()
                return
            if not stat.S_ISREG(path.stat().st_mode):
                raise FileRefused("FILE_NOT_WORKBOOK")
            with path.open("rb") as file:
                self._start(request, file)
        except OSError:
            raise FileRefused("FILE_NO_ACCESS") from None

    def _start(self, request: Mapping[str, object], file: int | BinaryIO) -> None:
        self._child = subprocess.Popen(
            [sys.executable, "-P", "-m", "gridcredit.ingest.reader", json.dumps(request)],
            stdin=file,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=BUFFER,
        )

    def _hand_over(self, data: bytes, passphrase: str) -> None:
        """The passphrase in a line of JSON, then the file."""
        assert self._child.stdin is not None
        with suppress(OSError), self._child.stdin as child:  # it may have ended before it read all
            child.write(json.dumps(passphrase).encode() + b"\n" + data)

    def answer(self) -> dict[str, Any]:
        """What the child says, once it is done; raises ``FileRefused``."""
        try:
            lines = self._lines(time.monotonic() + WALL_SECONDS)
        except (queue.Empty, subprocess.TimeoutExpired):
            self._child.kill()
            self._child.wait()
            raise FileRefused("FILE_TOO_SLOW", seconds=WALL_SECONDS) from None
        if self._child.returncode == -OUT_OF_TIME:
            raise FileRefused("FILE_TOO_SLOW", seconds=CPU_SECONDS)
        if self._child.returncode in OUT_OF_MEMORY:
            raise FileRefused("FILE_TOO_LARGE", limit=f"{MEMORY_LIMIT >> 20} MB")
        if self._child.returncode != 0:
            raise FileRefused("FILE_UNREADABLE")
        answer: dict[str, Any] = lines.pop()
        if "refused" in answer:
            raise FileRefused(answer["refused"], answer["sheet"], answer["cell"], **answer["params"])
        if "defect" in answer:
            raise ReaderDefect(answer["defect"])
        return answer | {"parts": lines[len(lines) - answer["parts"] :]} if "parts" in answer else answer

    @property
    def alive(self) -> bool:
        """Whether the child is still at it."""
        return self._child.poll() is None

    def stop(self) -> None:
        """Make an end of it, answered or not."""
        self._child.kill()
        self._child.wait()
        assert self._child.stdout is not None
        self._child.stdout.close()

    def _lines(self, end: float) -> list[Any]:
        """What the child says line by line, read as it comes; its time is up at ``end``."""
        said: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        thread = Thread(target=self._pass_on, args=(said,), daemon=True)
        thread.start()
        lines = []
        while (line := said.get(timeout=max(0, end - time.monotonic()))).endswith(b"\n"):
            lines.append(json.loads(line, object_hook=_decode))
        thread.join()
        self._child.wait(max(0, end - time.monotonic()))
        return lines

    def _pass_on(self, said: "queue.SimpleQueue[bytes]") -> None:
        """Read the child's lines; the last is blank, or what was left unfinished."""
        assert self._child.stdout is not None
        with self._child.stdout as lines:
            for line in lines:
                said.put(line)
        said.put(b"")

    def result(self) -> Workbook:
        """The cells; raises ``FileRefused``."""
        return _workbook_of(self._file, self.answer())


def _workbook_of(file: str, answer: Mapping[str, Any]) -> Workbook:
    sheets = tuple(
        Sheet(
            sheet["name"],
            sheet["hidden"],
            sheet["rows"],
            tuple((tuple(first), tuple(last)) for first, last in sheet["merged"]),
            frozenset(sheet["hidden_rows"]),
            frozenset(sheet["hidden_columns"]),
        )
        for sheet in answer["sheets"]
    )
    notes = tuple((code, params) for code, params in answer["notes"])
    return Workbook(file, answer["sha256"], sheets, answer["epoch"], notes)


def _decode(pairs: Mapping[str, str]) -> object:
    match pairs:
        case {"=date": text}:
            return date.fromisoformat(text)
        case {"=datetime": text}:
            return datetime.fromisoformat(text)
        case {"=trouble": code}:
            return Trouble(code)
    return pairs
