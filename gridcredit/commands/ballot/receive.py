"""``ballot receive``: files are taken as they are, their digests recorded, receipt codes told."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gridcredit import errors, output, printing
from gridcredit.ballots import minutes, sealing
from gridcredit.commands.ballot.shared import bytes_of, code_of, rows_of_findings
from gridcredit.commands.common import Common
from gridcredit.findings import Finding
from gridcredit.i18n import N_, _
from gridcredit.ingest.workbook import FileRefused
from gridcredit.ledger.entries import Minute
from gridcredit.reports import ballots as reports

if TYPE_CHECKING:
    from gridcredit.ledger.store import Ledger


def receive(common: Common, files: Sequence[Path], number: str | None, archive: Path | None, today: date) -> int:
    """Contract §1, ``ballot receive``: files are taken as they are, their digests recorded, receipt codes told."""
    if number and len(files) > 1:
        raise errors.UsageError(N_("--ballot names the number of one file"))
    findings: list[Finding] = []
    taken: list[tuple[minutes.Received, minutes.State]] = []
    with common.existing_ledger() as ledger:
        for path in files:
            try:
                data = bytes_of(path)
            except FileRefused as refused:
                findings.append(refused.finding(path.name))
                continue
            asked = re.sub(r"[\s-]", "", number.upper()) if number else minutes.number_in(path.name)
            one = _receive_one(common, ledger, path, data, asked, archive, today, findings)
            if one is not None:
                taken.append(one)
    for received, state in taken:
        if not received.sealed:
            findings.append(Finding("BALLOT_NOT_SEALED", received.file, params={"number": received.number}))
        if received.late:
            params = {"number": received.number, "deadline": state.round.deadline}
            findings.append(Finding("BALLOT_LATE", received.file, params=params))
    terminal = common.terminal()
    if taken:
        terminal.table(reports.received_table([received for received, _state in taken]))
    printing.print_findings(terminal, findings)
    for state in {state.round.name: state for _received, state in taken}.values():
        terminal.line(reports.still_out(state))
    if taken and archive is None:
        terminal.line(_("keep these files as they are, or name a folder for copies of them with --archive"))
    common.print_json(
        {
            "received": [reports.received_json(received) for received, _state in taken],
            "failed": rows_of_findings(findings),
        }
    )
    return code_of(findings, done=bool(taken))


def _receive_one(
    common: Common,
    ledger: "Ledger",
    path: Path,
    data: bytes,
    number: str | None,
    archive: Path | None,
    today: date,
    findings: list[Finding],
) -> tuple[minutes.Received, minutes.State] | None:
    """``archive``: where a ballot is kept before it is minuted as received."""
    sealed, sha256 = sealing.is_sealed(data), hashlib.sha256(data).hexdigest()
    refused: list[Finding] = []

    def choose(known: Sequence[Mapping[str, Any]]) -> list[Minute]:
        state = minutes.with_ballot(minutes.states(known), number) if number else None
        ballot = state.round.ballot(number) if state and number else None
        if state is None or ballot is None:
            refused.append(Finding("BALLOT_UNKNOWN", path.name))
            return []
        params = {"number": ballot.number}
        first = state.received.get(ballot.number)
        if first is not None and first.sha256 == sha256:
            _keep(archive, path, data)
            return []
        if first is not None:
            refused.append(Finding("BALLOT_CHANGED", path.name, params=params))
        elif not state.is_open:
            refused.append(Finding("BALLOT_AFTER_OPENING", path.name, params=params))
        elif sealed is None:
            refused.append(Finding("BALLOT_NO_XLSX", path.name))
        if refused:
            return []
        _keep(archive, path, data)
        detail = {
            "officer": ballot.officer,
            "file": path.name,
            "sha256": sha256,
            "size": len(data),
            "sealed": sealed,
            "late": today > state.round.deadline,
        }
        return [Minute(minutes.RECEIVED, state.round.village, state.round.name, ballot.number, detail)]

    ledger.record_minutes(choose, common.now)
    if refused or number is None:
        findings += refused
        return None
    state = minutes.with_ballot(minutes.states(ledger.minutes()), number)
    assert state is not None
    return state.received[number], state


def _keep(archive: Path | None, path: Path, data: bytes) -> None:
    if archive is not None:
        output.keep(archive, path.name, data)
