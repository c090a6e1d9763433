"""``ballot issue``: one workbook an officer, and the minute of it."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from gridcredit import checking, errors, output, printing
from gridcredit.ballots import minutes
from gridcredit.ballots.rounds import Ballot, Round
from gridcredit.commands.ballot.shared import ledger_of, read_roster, without_ratings
from gridcredit.commands.common import Common
from gridcredit.findings import ERROR
from gridcredit.i18n import N_, _
from gridcredit.ingest.village import Ingested
from gridcredit.ledger.entries import Minute
from gridcredit.policy import Policy
from gridcredit.reports import ballots as reports
from gridcredit.schema import rows_of

SECRET_BYTES = 16


def issue(
    common: Common,
    roster: Path,
    officers: Sequence[str],
    deadline: date,
    seed: str | None,
    replacing: str | None,
    out: Path,
) -> int:
    """Contract §1, ``ballot issue``: one workbook an officer. ``replacing``: why ballots that are out are withdrawn."""
    book = common.policy_book()
    policy = book.on(common.as_of)
    names = _names(officers, policy.values("counting").number("minimum_ratings"))
    read = read_roster(common, roster)
    beside = without_ratings(read)
    ingested = checking.check_village([read], book, common.as_of, rated=False)
    ingested.findings += beside
    if ingested.facts is None:
        printing.print_findings(common.terminal(), ingested.findings)
        return errors.ALL_REFUSED
    households = _to_rate(ingested, policy.values("registration").words("off_roster"))
    secret = hashlib.sha256(seed.encode()).hexdigest()[: 2 * SECRET_BYTES] if seed else secrets.token_hex(SECRET_BYTES)
    village = ingested.facts.village
    given = Round(village, names, deadline, secret, roster.name, read.sha256, tuple(households))
    targets = {ballot.number: out / _file_name(given, ballot) for ballot in given.ballots}
    staged = _stage(common, given, targets, households, policy)
    try:
        with ledger_of(common) as ledger:
            ledger.record_minutes(lambda known: _issued(known, given, replacing), common.now)
        for path, target in staged.items():
            output.publish(path, target)
    finally:
        for path in staged:
            output.discard(path)
    terminal = common.terminal()
    terminal.table(reports.issued_table(given))
    printing.print_findings(terminal, ingested.findings)
    for path in targets.values():
        terminal.line(_("wrote {path}").format(path=path))
    common.print_json(
        {
            "village": village,
            "round": given.name,
            "deadline": deadline,
            "households": len(households),
            "ballots": [
                {"number": ballot.number, "officer": ballot.officer, "output": str(targets[ballot.number])}
                for ballot in given.ballots
            ],
        }
    )
    return errors.PARTIAL if any(finding.severity == ERROR for finding in ingested.findings) else errors.DONE


def _names(officers: Sequence[str], needed: int) -> tuple[str, ...]:
    """The officers' names as they are compared; raises ``UsageError`` where two are one, or too few to decide anything."""
    names = tuple(dict.fromkeys("".join(officer.split()) for officer in officers))
    if len(names) != len(officers) or "" in names:
        raise errors.UsageError(N_("each officer needs a name of its own"))
    if len(names) < needed:
        raise errors.UsageError(
            N_("a line needs {needed} ratings that count; name at least as many officers with --officer"), needed=needed
        )
    return names


def _to_rate(ingested: Ingested, off_roster: Sequence[str]) -> dict[str, dict[str, Any]]:
    """The households on the roster by their numbers, each by column."""
    columns = tuple(ingested.households)
    rows = (dict(zip(columns, values)) for values in rows_of(ingested.households, columns))
    return {row["household_id"]: row for row in rows if row["registration_status"] not in off_roster}


def _stage(
    common: Common,
    given: Round,
    targets: Mapping[str, Path],
    households: Mapping[str, Mapping[str, Any]],
    policy: Policy,
) -> dict[Path, Path]:
    """The ballots written beside their places: a round that cannot be written is not minuted."""
    from gridcredit.reports.ballot import ballot_book
    from gridcredit.reports.excel import to_bytes

    reasons = _reasons(common)
    staged: dict[Path, Path] = {}
    try:
        for ballot in given.ballots:
            target = targets[ballot.number]
            output.make_folder(target.parent)
            book = ballot_book(given, ballot, households, policy, reasons, common.as_of)
            staged[output.stage(target, to_bytes(book))] = target
    except BaseException:
        for path in staged:
            output.discard(path)
        raise
    return staged


def _issued(known: Sequence[Mapping[str, Any]], given: Round, replacing: str | None) -> list[Minute]:
    """The minutes of a new round; none where this very round is out already."""
    out = [state for state in minutes.of_village(minutes.states(known), given.village) if state.is_open]
    if any(state.round.name == given.name for state in out):
        return []
    if out and not replacing:
        raise errors.UsageError(
            N_(
                "ballots for {village} are out since {day} (round {round}); open them, or withdraw them with "
                "--replace and the reason"
            ),
            village=given.village,
            day=out[0].issued_at.date(),
            round=out[0].round.name,
        )
    voided = [Minute(minutes.VOIDED, given.village, state.round.name, "", {"reason": replacing}) for state in out]
    return [*voided, Minute(minutes.ISSUED, given.village, given.name, "", given.detail())]


def _reasons(common: Common) -> tuple[str, ...]:
    """The bank's words for a refusal; none where its profile names none."""
    if common.profile is None:
        return ()
    from gridcredit.ingest import profile

    return tuple(reason.texts[0] for reason in profile.load(common.profile).refusals)


def _file_name(given: Round, ballot: Ballot) -> str:
    names = {"village": output.file_name(given.village), "officer": output.file_name(ballot.officer)}
    return _("{village}-ballot-{officer}-{number}.xlsx").format(number=ballot.number, **names)
