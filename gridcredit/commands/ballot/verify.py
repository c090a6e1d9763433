"""``ballot verify``: what the ledger says of a village's ballots, against the files themselves."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from gridcredit import errors, printing
from gridcredit.ballots import minutes, opening
from gridcredit.commands.ballot.decrypting import Ask, open_one
from gridcredit.commands.ballot.shared import ballot_of, doubts, hashed, not_there, rows_of_findings
from gridcredit.commands.common import Common, candidates
from gridcredit.findings import ERROR, Finding
from gridcredit.i18n import N_
from gridcredit.ingest.workbook import FileRefused
from gridcredit.reports import ballots as reports


def verify(common: Common, village: str, places: Sequence[Path], archive: Path | None, ask: Ask | None) -> int:
    """Contract §1, ``ballot verify``: what the ledger says of the village's ballots against the files; ``ask``: also
    open them again and compare the ratings.
    """
    with common.existing_ledger() as ledger:
        findings = doubts(ledger)
        rounds = minutes.of_village(minutes.states(ledger.minutes()), village)
        runs = [run for run in ledger.runs(date.max) if run["village"] == village]
    findings += _without_minutes(rounds, runs)
    if not rounds and not findings:
        raise errors.UsageError(N_("no ballots were issued for {village}"), village=village)
    by_hash, by_name = hashed(candidates(places, archive))
    proved: list[tuple[minutes.Received, minutes.State, bool]] = []
    for state in rounds:
        for received in state.received.values():
            there = received.sha256 in by_hash
            if not there:
                findings.append(not_there(received, by_name))
            elif ask is not None and state.opened is not None and received.number in state.opened["ballots"]:
                there = _same_again(common, state, received, by_hash[received.sha256], ask, findings)
            proved.append((received, state, there))
    terminal = common.terminal()
    terminal.table(reports.proved_table(proved))
    for line in reports.proof_lines(rounds, runs):
        terminal.line(line)
    printing.print_findings(terminal, findings)
    common.print_json(
        {
            "village": village,
            "ballots": [reports.received_json(received) | {"proved": there} for received, _state, there in proved],
            "failed": rows_of_findings(findings),
        }
    )
    return errors.PARTIAL if any(finding.severity == ERROR for finding in findings) else errors.DONE


def _without_minutes(rounds: Sequence[minutes.State], runs: Sequence[Mapping[str, Any]]) -> list[Finding]:
    """The runs that rest on ballots of which the minutes do not say that they were opened."""
    opened = {number for state in rounds if state.opened is not None for number in state.opened["ballots"]}
    return [
        Finding("BALLOTS_NOT_MINUTED", "", params={"run": run["run"]})
        for run in runs
        if not {one["number"] for one in run["detail"].get("ballots", ()) if one["how"]} <= opened
    ]


def _same_again(
    common: Common, state: minutes.State, received: minutes.Received, path: Path, ask: Ask, findings: list[Finding]
) -> bool:
    assert state.opened is not None
    ballot = ballot_of(state, received.number)
    try:
        values = common.policy_book().on(common.as_of).values("ballots")
        one = open_one(common, received, path, state, ask, values, [])
    except FileRefused as refused:
        findings.append(refused.finding(received.file))
        return False
    other = list(opening.others(one.read, state.round, ballot))
    opening.resolve(one.read, ballot)
    if opening.ratings_digest(one.read) != state.opened["ballots"][received.number]["ratings_sha256"]:
        other.append(Finding("BALLOT_RATINGS_DIFFER", received.file, params={"number": received.number}))
    findings += other
    return not other
