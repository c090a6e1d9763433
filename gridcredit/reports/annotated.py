"""The answer to the clerk: a copy of the workbook with every finding marked at its cell (``check --annotate``).

The copy is made in a limited child process (``marking.child``): of the file as sent, or where its form cannot be kept
(other formats, oddities, hostile files) anew of the cells as they were read.
"""

import hashlib
import pickle
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from gridcredit.findings import Finding
from gridcredit.i18n import language
from gridcredit.ingest.workbook import FileRefused, ReaderDefect, Reading, Workbook
from gridcredit.reports.marking.request import DEFECT, DONE, Request, told

WALL_SECONDS = 90


def annotated_copy(path: Path, sha256: str, findings: Sequence[Finding], passwords: Path | None = None) -> bytes:
    """An .xlsx of the workbook at ``path``, its ``findings`` marked and listed; nothing is written.

    ``sha256`` is of the file that was checked. ``passwords`` is the file of passwords it was opened with. Raises
    ``FileRefused`` where the file changed since, cannot be read, or is too large to be marked.
    """
    try:
        data = path.read_bytes()
    except OSError:
        raise FileRefused("FILE_NO_ACCESS") from None
    _compare(sha256, hashlib.sha256(data).hexdigest())
    in_words = [told(finding) for finding in findings]
    copy = _ask(Request(language(), path.name, in_words, data))
    if copy is None:
        read = Reading(path, passwords=passwords).result()
        _compare(sha256, read.sha256)
        copy = rebuilt_copy(read, findings, locked=passwords is not None)
    return copy


def rebuilt_copy(read: Workbook, findings: Sequence[Finding], locked: bool = False) -> bytes:
    """The same, made anew of the cells of ``read``. ``locked``: the original may need a password."""
    copy = _ask(Request(language(), read.file, [told(finding) for finding in findings], read, locked))
    if copy is None:
        raise FileRefused("COPY_TOO_LARGE")
    return copy


def _compare(checked: str, found: str) -> None:
    if checked != found:
        raise FileRefused("FILE_CHANGED")


def _ask(request: Request) -> bytes | None:
    """The child's copy; None where it could not make one. Of a workbook that we read ourselves it can but for its size."""
    command = [sys.executable, "-P", "-m", "gridcredit.reports.marking.child"]
    try:
        done = subprocess.run(
            command,
            input=pickle.dumps(request),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=WALL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    if done.returncode == DEFECT and isinstance(request.source, Workbook):
        raise ReaderDefect(done.stdout.decode())
    return done.stdout if done.returncode == DONE else None
