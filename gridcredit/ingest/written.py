"""Which rows of a form somebody has written in."""

from collections.abc import Sequence

from gridcredit.ingest.headers import Header
from gridcredit.ingest.stray import filled
from gridcredit.ingest.workbook import Sheet
from gridcredit.schema import Column


def written_in(sheet: Sheet, header: Header, entries: Sequence[Column], listed: Sequence[int]) -> Sequence[int]:
    """Of the rows ``listed``, those in which something stands in a cell that is there to be filled in."""
    places = [header.columns[column.name] for column in entries if column.name in header.columns]
    return [
        row
        for row in listed
        if any(place < len(sheet.rows[row]) and filled(sheet.rows[row][place]) for place in places)
    ]
