"""``ballot open``: all ballots at once, decrypted in memory, and the village assessed by them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gridcredit import errors, output, printing
from gridcredit.ballots import minutes, opening
from gridcredit.commands.ballot.decrypting import Ask, Opened, open_one
from gridcredit.commands.ballot.shared import (
    doubts,
    hashed,
    not_there,
    read_roster,
    rows_of_findings,
    without_ratings,
)
from gridcredit.commands.common import Common, candidates, exit_code
from gridcredit.findings import ERROR, Finding
from gridcredit.i18n import N_
from gridcredit.ingest.workbook import FileRefused
from gridcredit.ledger.entries import Minute
from gridcredit.reports import ballots as reports

if TYPE_CHECKING:
    from gridcredit.ingest.parts import FileRead
    from gridcredit.ledger.store import Ledger


def open_ballots(
    common: Common, roster: Path, places: Sequence[Path], archive: Path | None, without: str | None, ask: Ask, out: Path
) -> int:
    """Contract §1, ``ballot open``: all ballots at once, decrypted in memory, and the village assessed by them.

    ``without``: why it is not waited for the ballots that are missing.
    """
    from gridcredit.batch import villages
    from gridcredit.batch.jobs import Job
    from gridcredit.commands import assess

    task = common.task(out)
    read = read_roster(common, roster)
    village = read.village
    with common.existing_ledger() as ledger:
        state = _to_open(ledger, village, without)
        findings = [*doubts(ledger), *_doubts_of_roster(read, state)]
        opened = _open_all(common, state, candidates(places, archive), ask, findings)
        if any(finding.severity == ERROR for finding in findings):
            return _stop(common, findings)
        minute = _opening(state, opened, without)
        ledger.record_minutes(lambda known: _unless_opened(known, minute), common.now)
    how = {one.received.number: one.how for one in opened}
    facts = tuple(reports.ballot_facts(state, how, {one.received.number: one.read.saved for one in opened}))
    output.make_folder(out)
    paths = (roster, *(one.path for one in opened))
    reads = (read, *(one.read for one in opened))
    opener = common.opener()
    assert opener is not None
    outcome = villages.assess_read(Job(replace(task, ballots=facts), 0, paths, reads=reads), opener, common.now)
    common.terminal().table(reports.opened_table(facts))
    assess.tell(common, [outcome], findings, recording=True)
    return exit_code([outcome])


def _to_open(ledger: "Ledger", village: str | None, without: str | None) -> minutes.State:
    """The village's last round, opened already or not; raises ``UsageError`` where it is not to be opened yet."""
    rounds = [
        state for state in minutes.of_village(minutes.states(ledger.minutes()), village or "") if state.voided is None
    ]
    if not rounds:
        raise errors.UsageError(N_("no ballots were issued for {village}"), village=village or "?")
    state = rounds[-1]
    missing = state.missing()
    if missing and state.opened is None and not without:
        raise errors.UsageError(
            N_("ballots are still out: {officers}; wait, or open without them with --without and the reason"),
            officers=", ".join(f"{ballot.officer} {ballot.number}" for ballot in missing),
        )
    return state


def _open_all(
    common: Common, state: minutes.State, files: Iterator[Path], ask: Ask, findings: list[Finding]
) -> list[Opened]:
    """The ballots received, in the officers' order; what hinders any of them is found."""
    by_hash, by_name = hashed(files)
    values = common.policy_book().on(common.as_of).values("ballots")
    opened = []
    for ballot in state.round.ballots:
        received = state.received.get(ballot.number)
        if received is None:
            continue
        path = by_hash.get(received.sha256)
        if path is None:
            findings.append(not_there(received, by_name))
            continue
        try:
            one = open_one(common, received, path, state, ask, values, findings)
        except FileRefused as refused:
            findings.append(refused.finding(received.file))
            continue
        findings += opening.others(one.read, state.round, ballot)
        if one.read.usable:
            opening.resolve(one.read, ballot)
        else:
            findings += one.read.findings
        opened.append(one)
    return opened


def _opening(state: minutes.State, opened: Sequence[Opened], without: str | None) -> Minute:
    detail = {
        "ballots": {
            one.received.number: {"how": one.how, "ratings_sha256": opening.ratings_digest(one.read)} for one in opened
        },
        "missing": {ballot.number: ballot.officer for ballot in state.missing()},
        "reason": without if state.missing() else None,
    }
    return Minute(minutes.OPENED, state.round.village, state.round.name, "", detail)


def _unless_opened(known: Sequence[Mapping[str, Any]], minute: Minute) -> list[Minute]:
    state = next(state for state in minutes.states(known) if state.round.name == minute.round)
    return [minute] if state.opened is None else []


def _doubts_of_roster(read: "FileRead", state: minutes.State) -> Iterator[Finding]:
    if read.sha256 != state.round.roster_sha256:
        yield Finding("ROSTER_CHANGED", read.file)
    yield from without_ratings(read)


def _stop(common: Common, findings: Sequence[Finding]) -> int:
    printing.print_findings(common.terminal(), findings)
    common.print_json({"villages": [], "failed": rows_of_findings(findings)})
    return errors.ALL_REFUSED
