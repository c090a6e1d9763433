"""One ballot opened again in memory: with no passphrase where it needs none, else with the one that its officer tells."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from gridcredit import checking, errors
from gridcredit.ballots import minutes
from gridcredit.ballots.passphrases import guesses
from gridcredit.codes import grouped
from gridcredit.commands.ballot.shared import bytes_of
from gridcredit.commands.common import Common
from gridcredit.findings import Finding
from gridcredit.i18n import N_, _
from gridcredit.ingest.workbook import FileRefused, ReaderDefect, Reading
from gridcredit.policy import Values
from gridcredit.rules import ballots as rule

if TYPE_CHECKING:
    from gridcredit.ingest.parts import FileRead

Ask = Callable[[str], str | None]
"""Asks for a passphrase; None: there is nobody, or no more, to ask."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A ballot that was opened; ``how``: sealed, weak, no (not sealed)."""

    received: minutes.Received
    path: Path
    read: "FileRead"
    how: str


def open_one(
    common: Common,
    received: minutes.Received,
    path: Path,
    state: minutes.State,
    ask: Ask,
    values: Values,
    findings: list[Finding],
) -> Opened:
    """Raises ``FileRefused``; a wrong passphrase may be tried again as often as ``ask`` asks.

    ``values``: of the rule ``ballots``.
    """
    data = bytes_of(path)
    about = {"number": received.number, "officer": received.officer}
    if (found := hashlib.sha256(data).hexdigest()) != received.sha256:  # changed since it was looked for
        raise FileRefused("BALLOT_FILE_CHANGED", recorded=received.sha256[:12], found=found[:12], **about)
    if not received.sealed:
        return Opened(received, path, _read_ballot(common, received.file, data, ""), "no")
    told = FileRefused("PASSPHRASE_MISSING", **about)
    text = _("Passphrase of {officer} (ballot {number})")
    asked = text.format(officer=received.officer, number=grouped(received.number))
    while (passphrase := ask(asked)) is not None:
        try:
            read = _read_ballot(common, received.file, data, passphrase)
        except FileRefused as refused:
            if refused.code != "FILE_PASSWORD_WRONG":
                raise
            told = FileRefused("PASSPHRASE_WRONG", **about)
            continue
        if any(finding.code == "PASSWORD_NONE" for finding in read.findings):
            return Opened(received, path, read, "no")
        known = (state.round.village, received.officer, received.number)
        weak = rule.is_weak(values, guesses(passphrase, known))
        if weak:
            findings.append(Finding("PASSPHRASE_WEAK", received.file, params={"number": received.number}))
        return Opened(received, path, read, "weak" if weak else "sealed")
    raise told


def _read_ballot(common: Common, file: str, data: bytes, passphrase: str) -> "FileRead":
    reading = Reading(Path(file), "ballot", profile=common.profile, sealed=(data, passphrase))
    try:
        return checking.read_file(reading.answer(), file)
    except ReaderDefect as defect:
        raise errors.GridcreditError(N_("internal error at {place}"), place=defect.place) from None
