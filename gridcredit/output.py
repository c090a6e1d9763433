"""Files that come out whole or not at all, private to their owner: staged beside their place, then put there."""

import csv
import errno
import glob
import hashlib
import io
import os
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from gridcredit.errors import CANNOT_CREATE, CANNOT_WRITE, FolderBusy, OutputError
from gridcredit.i18n import N_

ABANDONED_SECONDS = 24 * 3600
NO_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP)
"""What file systems of other machines answer where they have no locks."""
LOCK = ".gridcredit.lock"
"""Stays in the folder, empty: if it were removed, two runs could hold two files of that name."""
BOM = b"\xef\xbb\xbf"

_UNSAFE_IN_NAMES = re.compile(r'[\x00-\x1f<>:"/\\|?*]|^\.+|[. ]+$')


def file_name(text: str) -> str:
    """``text`` as part of a file name; one that had to be changed gets a mark of its own, so that no two meet."""
    safe = _UNSAFE_IN_NAMES.sub("_", text).encode()[:150].decode(errors="ignore")
    return safe if safe == text else f"{safe}-{hashlib.sha256(text.encode()).hexdigest()[:6]}"


def refuse_inputs(target: Path, inputs: Iterable[Path]) -> None:
    """Nothing that is read is written over."""
    if target.resolve() in {path.resolve() for path in inputs}:
        raise OutputError(
            CANNOT_CREATE, N_("{path} is an input; choose another name or folder for the output"), path=target
        )


def make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise _error(CANNOT_CREATE, folder, problem) from None


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """The folder, made if need be, for one run at a time; the system lets go of it when a run ends, however it ends. On a file
    system without locks the folder is shared: its files are whole even so. Raises ``FolderBusy``, ``OutputError``.
    """
    from filelock import FileLock, Timeout

    make_folder(folder)
    lock = FileLock(folder / LOCK, timeout=0, mode=0o600, fallback_to_soft=False)
    try:
        lock.acquire()
    except Timeout:
        text = N_("another run writes to {folder}; run again when it has ended")
        raise FolderBusy(text, folder=folder) from None
    except OSError as problem:
        if problem.errno not in NO_LOCKS:
            raise _error(CANNOT_CREATE, folder / LOCK, problem) from None
    try:
        yield
    finally:
        lock.release()


def stage(path: Path, data: bytes) -> Path:
    """Write ``data`` beside ``path`` and return where; ``publish`` puts it in place.

    What a killed run left beside ``path`` more than a day ago is removed.
    """
    for stale in path.parent.glob(f".{glob.escape(path.name)}.*.tmp"):
        with suppress(OSError):
            if time.time() - stale.stat().st_mtime > ABANDONED_SECONDS:
                stale.unlink()
    staged = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        handle = os.open(staged, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    except OSError as problem:
        raise _error(CANNOT_CREATE, path, problem) from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError as problem:
        discard(staged)
        raise _error(CANNOT_WRITE, path, problem) from None
    return staged


def publish(staged: Path, path: Path) -> None:
    """Put the staged file in place of an older one."""
    try:
        staged.replace(path)
    except OSError as problem:
        discard(staged)
        raise _error(CANNOT_WRITE, path, problem) from None


def discard(staged: Path) -> None:
    with suppress(OSError):
        staged.unlink(missing_ok=True)


def write(path: Path, data: bytes) -> None:
    publish(stage(path, data), path)


@contextmanager
def staging(path: Path) -> Iterator[Path]:
    """Where to write what is to stand at ``path``; it is put there once all went well, and nothing is left otherwise."""
    staged = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        os.close(os.open(staged, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600))
        yield staged
        with staged.open("rb+") as file:
            os.fsync(file.fileno())
    except OSError as problem:
        discard(staged)
        raise _error(CANNOT_WRITE, path, problem) from None
    except BaseException:
        discard(staged)
        raise
    publish(staged, path)


def keep(archive: Path, name: str, data: bytes) -> None:
    """A copy in ``archive``, by its digest: <SHA-256>/<name>, private, once."""
    copy = archive / hashlib.sha256(data).hexdigest() / name
    if not copy.exists():
        make_folder(copy.parent)
        write(copy, data)


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """UTF-8 with BOM, as Excel reads it; a text that Excel would take for a formula gets a leading apostrophe."""
    return BOM + csv_lines([header]) + csv_lines(rows)


def csv_lines(rows: Iterable[Sequence[object]]) -> bytes:
    """The lines alone."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([_inert(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8", errors="replace")


def _inert(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


def _error(code: int, path: Path, problem: OSError) -> OutputError:
    message = {
        CANNOT_CREATE: N_("{path} cannot be created ({problem}); choose another folder with --out"),
        CANNOT_WRITE: N_(
            "{path} could not be written ({problem}); free some space and run again; older files are untouched"
        ),
    }[code]
    return OutputError(code, message, path=path, problem=problem.strerror)
