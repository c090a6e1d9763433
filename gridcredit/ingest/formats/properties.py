"""The core properties of an Open XML package: who saved it last, and when, as its program says."""

from datetime import UTC, datetime

from gridcredit.ingest.formats import markup
from gridcredit.ingest.formats.markup import Names
from gridcredit.ingest.formats.package import Package, shown
from gridcredit.ingest.workbook import UNSAVED, FileRefused, Saved

LONGEST = 100
_SPACES = (
    "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
    "http://purl.org/dc/terms/",
)


def saved(package: Package, part: str | None) -> Saved:
    """What the part says; nothing is known where it is missing or damaged, since no cell rests on it."""
    found = {"lastModifiedBy": "", "modified": ""}
    names = Names(*_SPACES)
    path: list[str] = []

    def start(full: str, _attributes: dict[str, str]) -> None:
        path.append(names[full])

    def end(_full: str) -> None:
        path.pop()

    def text(value: str) -> None:
        if len(path) == 2 and path[1] in found:
            found[path[1]] += value

    try:
        if part is not None and part in package:
            markup.parse(iter((package.small(part),)), shown(part), start, end, text)
    except FileRefused:
        return UNSAVED
    return Saved(
        " ".join(found["lastModifiedBy"].split())[:LONGEST] or None,
        _time(found["modified"].strip()),
    )


def _time(text: str) -> datetime | None:
    """In UTC, without a time zone."""
    try:
        time = datetime.fromisoformat(text)
        return time.astimezone(UTC).replace(tzinfo=None, microsecond=0) if time.tzinfo else time.replace(microsecond=0)
    except (ValueError, OverflowError):
        return None
