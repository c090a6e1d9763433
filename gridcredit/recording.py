"""What comes back into the ledger: outcomes workbooks, and forms that were filled in. Each file in one transaction."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from gridcredit.findings import ERROR, Finding
from gridcredit.forms.decided import Reviewed, reviewed_by
from gridcredit.forms.issued import REVIEW, Form, forms_of
from gridcredit.forms.visited import Comparison, compare
from gridcredit.ingest.forms import FormRead
from gridcredit.ingest.loans import LoansRead
from gridcredit.ingest.outcomes import ingest_outcomes
from gridcredit.ingest.rows import Rows
from gridcredit.ingest.words import STANDARD, Vocabulary
from gridcredit.ingest.workbook import Workbook
from gridcredit.ingest.worklists import WorkRead
from gridcredit.ledger import forms, loans, matching, outcomes
from gridcredit.ledger.corrections import Planned
from gridcredit.ledger.entries import REVIEWED, Event
from gridcredit.policy import Policy, PolicyBook
from gridcredit.policy.archive import archived
from gridcredit.privacy import IdKey
from gridcredit.schema import BY_ID, Counts

if TYPE_CHECKING:
    from gridcredit.ledger.store import Ledger


class How(NamedTuple):
    """``replacing``: a file may correct what was recorded from an earlier state of it. ``id_key``, ``vocabulary``: by which
    exports of other systems are read.
    """

    dry_run: bool = False
    replacing: bool = False
    id_key: IdKey | None = None
    vocabulary: Vocabulary = STANDARD


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of a workbook: rows read, events new to the ledger, findings; ``counts`` None: refused.

    ``changed``, ``withdrawn``: recorded events that it corrects, or would; ``settled``: loans that it says are paid off by naming
    them no longer. ``reviewed`` or ``comparison`` where it was the form of a collective review or of a re-visit.
    """

    counts: Counts | None
    new: int
    findings: tuple[Finding, ...]
    changed: int = 0
    withdrawn: int = 0
    settled: int = 0
    reviewed: Reviewed | None = None
    comparison: Comparison | None = None


def record(
    workbook: Workbook,
    form: FormRead | LoansRead | WorkRead | None,
    ledger: "Ledger",
    as_of: date,
    now: datetime,
    how: How,
    policies: PolicyBook,
) -> Recorded:
    """A workbook into the ledger, in one transaction; nothing twice. ``form``: what ``read_form`` or ``read_loans`` makes of it."""
    if form is None:
        rows, findings = ingest_outcomes(workbook, how.vocabulary)
        return _outcomes(rows, findings, workbook.sha256, ledger, as_of, now, how, policies)
    if form.rows is None:
        return Recorded(None, 0, tuple(form.findings))
    if isinstance(form, WorkRead):
        return _outcomes(form.rows, form.findings, form.sha256, ledger, as_of, now, how, policies, came_back=True)
    if isinstance(form, LoansRead):
        return _loans(form, form.rows, ledger, as_of, now, how, policies)
    return _form(form, ledger, as_of, now, how, policies)


def _outcomes(
    rows: Rows | None,
    findings: Sequence[Finding],
    sha256: str,
    ledger: "Ledger",
    as_of: date,
    now: datetime,
    how: How,
    policies: PolicyBook,
    came_back: bool = False,
) -> Recorded:
    outside = _matched(rows, ledger, as_of, how) if rows is not None else None
    if rows is None or outside is None:
        return Recorded(None, 0, (*findings, *(rows.findings if rows else ())))
    policy = policies.on(as_of)

    def plan() -> Planned:
        villages = {str(village) for village in rows.get("village") if village}
        villages |= {event["village"] for event in ledger.events(date.max, (), rows.file)}
        known = outcomes.Holding(
            ledger.ever_assessed(villages, as_of),
            ledger.events(date.max, villages),
            ledger.keys(villages),
            ledger.lines(villages, policy),
            ledger.told_by(rows.file),
        )
        return outcomes.plan(rows, sha256, known, as_of, policy.values("outcomes"), how.replacing, outside, came_back)

    return _recorded(_carried_out(plan, ledger, now, how, policy), rows, findings)


def _loans(
    read: LoansRead, rows: Rows, ledger: "Ledger", as_of: date, now: datetime, how: How, policies: PolicyBook
) -> Recorded:
    outside = _matched(rows, ledger, as_of, how)
    if outside is None:
        return Recorded(None, 0, (*read.findings, *rows.findings))
    day = read.day or as_of

    def plan() -> Planned:
        events = ledger.loans_stated([day], rows.file)
        before = ledger.loans(day - timedelta(days=1))
        villages = {str(village) for village in rows.get("village") if village}
        known = loans.Holding(
            ledger.ever_assessed(villages, as_of),
            ledger.households(as_of),
            events,
            before,
            ledger.loans_stated(villages=villages),
            ledger.latest_statement(),
            ledger.keys(villages | {event["village"] for event in (*events, *before)}),
            ledger.movements(villages, day),
            ledger.told_by(rows.file),
        )
        return loans.plan(rows, day, read.sha256, known, as_of, read.every_loan, how.replacing, outside)

    return _recorded(_carried_out(plan, ledger, now, how, policies.on(as_of)), rows, read.findings)


def _carried_out(plan: Callable[[], Planned], ledger: "Ledger", now: datetime, how: How, policy: Policy) -> Planned:
    """What ``plan`` makes of a file, recorded unless that is not wanted; nobody else writes between the two."""
    done = Planned()

    def choose() -> list[Event]:
        nonlocal done
        done = plan()
        return done.events

    if how.dry_run:
        choose()
    else:
        ledger.record_events(choose, now, detail=lambda: {"known": done.known, "policy_sha256": policy.sha256})
    return done


def _matched(rows: Rows, ledger: "Ledger", as_of: date, how: How) -> frozenset[int] | None:
    """The rows of persons whom no household has, once every other one has its household or is refused; None where ID numbers
    cannot be looked up.
    """
    places = zip(rows.ok, rows.get("village"), rows.get("household_id"))
    by_id = any(column.name in rows.header.columns for column in BY_ID)
    if not by_id and all(village and key for ok, village, key in places if ok):
        return frozenset()
    if missing := matching.needs_key(rows, how.id_key):
        rows.findings.append(missing)
        return None
    hashes = matching.hashes_of(rows, how.id_key)
    wanted = {hashed for hashed in hashes if hashed}
    persons = ledger.persons(wanted, how.id_key.name, as_of) if how.id_key else {}
    numbers = ledger.villages_of(matching.alone(rows, hashes), as_of)
    outside = matching.match(rows, hashes, matching.Directory(persons, numbers))
    if outside and how.id_key and (villages := ledger.villages_without_persons(how.id_key.name, as_of)):
        params = {"count": len(villages), "villages": "、".join(villages[:5])}
        rows.findings.append(Finding("VILLAGES_WITHOUT_IDS", rows.file, params=params))
    return outside


def _recorded(planned: Planned, rows: Rows, findings: Sequence[Finding]) -> Recorded:
    return Recorded(
        None if planned.refused else rows.counts(),
        0 if planned.refused else len(planned.events) - planned.changed - planned.withdrawn - planned.settled,
        (*findings, *rows.findings),
        planned.changed,
        planned.withdrawn,
        planned.settled,
    )


def _form(read: FormRead, ledger: "Ledger", as_of: date, now: datetime, how: How, policies: PolicyBook) -> Recorded:
    assert read.rows is not None
    issued = forms_of(ledger.minutes())
    findings = [*read.findings, *forms.doubts(read, issued)]
    if any(finding.severity == ERROR for finding in findings):
        return Recorded(None, 0, tuple(findings))
    form = issued[read.number]
    policy = policies.on(max(form.day, min(read.met_on or as_of, as_of)))
    if form.kind == REVIEW:
        findings += forms.meeting(read, form, policy, as_of)
        if any(finding.severity == ERROR for finding in findings):
            return Recorded(None, 0, tuple(findings))
    findings += forms.unfilled(read, form)
    day = min(read.met_on or as_of, as_of)
    known = _known(ledger, form, day)
    taken: list[Event] = []

    def choose() -> list[Event]:
        taken[:] = _events(read, form, _known(ledger, form, day), policy, as_of, how)
        return taken

    if how.dry_run:
        choose()
    else:
        ledger.record_events(choose, now, {policy.sha256: archived(policy)} if form.kind == REVIEW else {})
    replaced = {event.corrects for event in taken}
    events = [*(event for event in known.events if event["seq"] not in replaced), *map(asdict, taken)]
    findings += read.rows.findings
    if form.kind == REVIEW:
        return Recorded(
            read.rows.counts(),
            len(taken),
            tuple(findings),
            reviewed=reviewed_by(form, forms.recorded(events, REVIEWED, form)),
        )
    comparison = compare(form, forms.visits_of(events, form), households_of(ledger, form), policy)
    corrected = len(replaced - {None})
    return Recorded(
        read.rows.counts(), len(taken) - corrected, tuple(findings), changed=corrected, comparison=comparison
    )


def _known(ledger: "Ledger", form: Form, day: date) -> forms.Known:
    run = next((run for run in ledger.runs(day) if run["village"] == form.village), None)
    homes = ledger.assessed(run["seq"]) if run else []
    added = {"assessed_on": run["effective"], "cap_yuan": run["detail"].get("cap_yuan")} if run else {}
    events = ledger.events(date.max, [form.village])
    shown = {home["household_id"]: home for home in households_of(ledger, form)}
    return forms.Known({home["household_id"]: home | added for home in homes}, shown, events)


def _events(read: FormRead, form: Form, known: forms.Known, policy: Policy, as_of: date, how: How) -> list[Event]:
    if form.kind == REVIEW:
        return forms.reviewed(read, form, known, policy)
    return forms.revisited(read, form, known, as_of, how.replacing)


def households_of(ledger: "Ledger", form: Form) -> list[dict[str, Any]]:
    """The households of the run that a form was made of."""
    run = next((run for run in ledger.runs_named(form.run) if run["village"] == form.village), None)
    return ledger.assessed(run["seq"]) if run else []
