"""The child process that marks a copy: a pickled ``Request`` of its parent on standard input, the workbook on output.

What a workbook holds may be made to exhaust whoever opens it, so memory and time are limited here.
"""

import gc
import pickle
import sys
import warnings
from collections.abc import Mapping

from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from gridcredit.errors import where
from gridcredit.findings import ERROR
from gridcredit.i18n import _, set_language
from gridcredit.ingest.reader import limit_resources
from gridcredit.ingest.reader import read as read_bytes
from gridcredit.reports.marking import cells, listing
from gridcredit.reports.marking.inert import TooLarge, as_sent
from gridcredit.reports.marking.proof import prove
from gridcredit.reports.marking.rebuilt import rebuilt
from gridcredit.reports.marking.request import DEFECT, DONE, TOO_LARGE, Request
from gridcredit.reports.marking.saving import to_bytes

MEMORY_LIMIT = 1 << 30
CPU_SECONDS = 60


def marked(request: Request) -> bytes:
    """The marked copy; raises ``TooLarge``, ``MemoryError``, or whatever openpyxl does where it cannot keep the form."""
    source = request.source
    if isinstance(source, bytes):
        read = read_bytes(source, request.file, [])
        copy = _marked(request, *as_sent(source, read))
        gc.collect()  # the workbook's cells and sheets hold each other, and reading the copy takes memory too
        prove(read, read_bytes(copy, request.file, []))
        return copy
    return _marked(request, *rebuilt(source))


def _marked(request: Request, book: Workbook, sheets: Mapping[str, Worksheet]) -> bytes:
    cells.unmark(book)
    named = 0
    for name, sheet in sheets.items():
        here = [finding for finding in request.findings if finding.sheet == name]
        named += cells.mark(sheet, here, cells.COMMENTS_LIMIT - named)
    listing.list_findings(book, sheets, request.file, request.findings, _notes(request, named))
    return to_bytes(book)


def _notes(request: Request, cells_named: int) -> list[str]:
    """What the clerk is told above the list."""
    errors = sum(finding.severity == ERROR for finding in request.findings)
    notes = [
        _("Errors: {errors}. Warnings: {warnings}.").format(errors=errors, warnings=len(request.findings) - errors),
        _("Red: refused. Yellow: taken, but look. Correct the cells and check again; the marks then go."),
    ]
    if isinstance(request.source, bytes):
        notes.append(
            _(
                "The original is unchanged. In this copy formulas are replaced by their results; links to outside, macros, "
                "pictures, charts, conditional formats and some drop-down lists are left out."
            )
        )
    else:
        notes.append(
            _(
                "The original is unchanged. This copy was made anew from the cells as they were read, formulas as their "
                "results; the look of the original is not kept."
            )
        )
    if request.locked:
        notes.append(_("If the original opens with a password: this copy opens without. Keep it as safe."))
    if cells_named > cells.COMMENTS_LIMIT:
        notes.append(_("Only the first {count} cells carry comments.").format(count=cells.COMMENTS_LIMIT))
    if len(request.findings) > listing.LISTED_LIMIT:
        notes.append(_("Only the first {count} findings are listed.").format(count=listing.LISTED_LIMIT))
    return notes


def main() -> int:
    limit_resources(MEMORY_LIMIT, CPU_SECONDS)
    gc.disable()  # of a process that makes millions of objects and ends, little is to be collected; it takes a third
    warnings.simplefilter("ignore")  # openpyxl's quote cells
    request: Request = pickle.load(sys.stdin.buffer)
    set_language(request.language)
    try:
        sys.stdout.buffer.write(marked(request))
    except (MemoryError, TooLarge):
        return TOO_LARGE
    except Exception as defect:
        sys.stdout.write(where(defect))
        return DEFECT
    return DONE


if __name__ == "__main__":
    sys.exit(main())
