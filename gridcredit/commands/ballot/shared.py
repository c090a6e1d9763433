"""What the commands of ballots share: the roster, the files by their digests, doubts about the ledger."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gridcredit import checking, errors
from gridcredit.ballots import minutes
from gridcredit.ballots.rounds import Ballot
from gridcredit.commands.common import Common, sha256_of
from gridcredit.findings import ERROR, Finding
from gridcredit.i18n import N_
from gridcredit.ingest.reader import read_bytes
from gridcredit.ingest.workbook import FileRefused, ReaderDefect, Reading
from gridcredit.schema import FINDINGS

if TYPE_CHECKING:
    from gridcredit.ingest.parts import FileRead
    from gridcredit.ledger.store import Ledger


def read_roster(common: Common, roster: Path) -> "FileRead":
    """Raises ``UsageError`` where the file cannot be read as a village's."""
    try:
        folder = roster.resolve().parent.name
        reading = Reading(roster, "village", folder, common.profile, common.passwords)
        return checking.read_file(reading.answer(), roster.name)
    except FileRefused as refused:
        row = refused.finding(roster.name).row()
        raise errors.UsageError(N_("{file}: {problem}"), file=roster.name, problem=row[-2]) from None
    except ReaderDefect as defect:
        raise errors.GridcreditError(N_("internal error at {place}"), place=defect.place) from None


def bytes_of(path: Path) -> bytes:
    """Raises ``FileRefused``."""
    try:
        with path.open("rb") as file:
            return read_bytes(file)
    except OSError:
        raise FileRefused("FILE_NO_ACCESS") from None


def doubts(ledger: "Ledger") -> list[Finding]:
    """Minutes that are not as they were recorded."""
    return [Finding("MINUTE_CHANGED", "", params={"number": fault.seq}) for fault in ledger.faults(["minutes"])]


def hashed(files: Iterator[Path]) -> tuple[dict[str, Path], dict[str, str]]:
    """The files by their digests, and digests by the files' names."""
    by_hash: dict[str, Path] = {}
    by_name: dict[str, str] = {}
    for path in files:
        sha256 = sha256_of(path)
        by_hash.setdefault(sha256, path)
        by_name.setdefault(path.name, sha256)
    return by_hash, by_name


def not_there(received: minutes.Received, by_name: Mapping[str, str]) -> Finding:
    params: dict[str, object] = {"number": received.number, "recorded": received.sha256[:12]}
    found = by_name.get(received.file)
    if found is None:
        return Finding("BALLOT_FILE_MISSING", received.file, params=params)
    return Finding("BALLOT_FILE_CHANGED", received.file, params=params | {"found": found[:12]})


def ballot_of(state: minutes.State, number: str) -> Ballot:
    ballot = state.round.ballot(number)
    assert ballot is not None
    return ballot


def ledger_of(common: Common) -> "Ledger":
    """Raises ``UsageError`` where nothing is to be recorded."""
    opener = common.opener()
    if opener is None:
        raise errors.UsageError(N_("this command needs a ledger; name it with --ledger"))
    return opener()


def rows_of_findings(findings: Sequence[Finding]) -> list[dict[str, str]]:
    return [dict(zip(FINDINGS, finding.row())) for finding in findings]


def code_of(findings: Sequence[Finding], done: bool) -> int:
    if not any(finding.severity == ERROR for finding in findings):
        return errors.DONE
    return errors.PARTIAL if done else errors.ALL_REFUSED


def without_ratings(read: "FileRead") -> list[Finding]:
    """Leave out of a roster's file the ratings that it holds, and find them, sheet by sheet."""
    sheets = dict.fromkeys(part.rows.sheet for part in read.parts if part.role == "ratings")
    read.parts = [part for part in read.parts if part.role != "ratings"]
    return [Finding("RATINGS_BESIDE_BALLOTS", read.file, sheet) for sheet in sheets]
