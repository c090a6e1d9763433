"""Exit codes of the contract, and the errors that end a command with one of them.

Messages are English sources of the catalogue with ``{places}``; they are put together where they are shown.
"""

import traceback
from pathlib import Path

from gridcredit.i18n import N_

DONE = 0
INTERNAL = 1
USAGE = 2
PARTIAL = 3
ALL_REFUSED = 65
CANNOT_CREATE = 73
CANNOT_WRITE = 74
LEDGER_BUSY = 75
BAD_POLICY = 78


class GridcreditError(Exception):
    """Ends the command with ``exit_code``; ``message`` and ``params`` say what happened, where and what to do."""

    exit_code = INTERNAL

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message)
        self.message = message
        self.params = params

    def __reduce__(self) -> tuple[object, ...]:
        """Errors cross from worker processes whole."""
        return _rebuild, (type(self), self.exit_code, self.message, self.params)


def _rebuild(kind: type[GridcreditError], exit_code: int, message: str, params: dict[str, object]) -> GridcreditError:
    error = kind.__new__(kind)
    GridcreditError.__init__(error, message, **params)
    error.exit_code = exit_code
    return error


class PolicyError(GridcreditError):
    exit_code = BAD_POLICY


class CalendarUnknown(PolicyError):
    """The working days of a year are not known yet."""

    def __init__(self, year: int) -> None:
        text = N_(
            "the working days of {year} are not known to this version; fill in the State Council's notice with gridcredit template calendar, and name it with --calendar"
        )
        super().__init__(text, year=year)


class OutputError(GridcreditError):
    """An output could not be created (``CANNOT_CREATE``) or written (``CANNOT_WRITE``)."""

    def __init__(self, exit_code: int, message: str, **params: object) -> None:
        super().__init__(message, **params)
        self.exit_code = exit_code


class LedgerBusy(GridcreditError):
    exit_code = LEDGER_BUSY


class FolderBusy(GridcreditError):
    """Another run writes its lists there."""

    exit_code = LEDGER_BUSY


class UsageError(GridcreditError):
    exit_code = USAGE


def where(defect: BaseException) -> str:
    """The kind and place of a defect, without its text: that may quote cells."""
    frames = [frame for frame in traceback.extract_tb(defect.__traceback__) if "gridcredit" in frame.filename]
    at = f" {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(defect).__name__}{at}"
