"""What comes back into the ledger: outcomes workbooks, and forms that were filled in. Each file in one transaction."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from gridcredit.findings import ERROR, Finding
from gridcredit.forms.decided import Reviewed, reviewed_by
from gridcredit.forms.issued import REVIEW, Form, forms_of
from gridcredit.forms.visited import Comparison, compare
from gridcredit.ingest.forms import FormRead, read_form
from gridcredit.ingest.outcomes import ingest_outcomes
from gridcredit.ingest.workbook import Workbook
from gridcredit.ledger import forms, outcomes
from gridcredit.ledger.entries import REVIEWED, Event
from gridcredit.policy import Policy, PolicyBook
from gridcredit.policy.archive import archived
from gridcredit.schema import Counts

if TYPE_CHECKING:
    from gridcredit.ledger.store import Ledger


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of a workbook: rows read, events new to the ledger, findings; ``counts`` None: refused.

    ``reviewed`` or ``comparison`` where it was the form of a collective review or of a re-visit.
    """

    counts: Counts | None
    new: int
    findings: tuple[Finding, ...]
    reviewed: Reviewed | None = None
    comparison: Comparison | None = None


def record(
    workbook: Workbook,
    ledger: "Ledger",
    as_of: date,
    now: datetime,
    dry_run: bool,
    policies: Callable[[], PolicyBook],
) -> Recorded:
    """A workbook into the ledger, in one transaction; nothing twice. ``policies`` are asked for where a form needs them."""
    form = read_form(workbook)
    if form is None:
        return _outcomes(workbook, ledger, as_of, now, dry_run)
    if form.rows is None:
        return Recorded(None, 0, tuple(form.findings))
    return _form(form, ledger, as_of, now, dry_run, policies())


def _outcomes(workbook: Workbook, ledger: "Ledger", as_of: date, now: datetime, dry_run: bool) -> Recorded:
    rows, findings = ingest_outcomes(workbook)
    if rows is None:
        return Recorded(None, 0, tuple(findings))

    def choose() -> list[Event]:
        known = outcomes.Known(ledger.households(as_of), ledger.events(date.max))
        return outcomes.new_events(rows, workbook.sha256, known, as_of)

    new = len(choose()) if dry_run else ledger.record_events(choose, now)
    return Recorded(rows.counts(), new, (*findings, *rows.findings))


def _form(
    read: FormRead, ledger: "Ledger", as_of: date, now: datetime, dry_run: bool, policies: PolicyBook
) -> Recorded:
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
    known = _known(ledger, form, issued, as_of)
    taken: list[Event] = []

    def choose() -> list[Event]:
        taken[:] = _events(read, form, _known(ledger, form, issued, as_of), policy, as_of)
        return taken

    if dry_run:
        choose()
    else:
        ledger.record_events(choose, now, {policy.sha256: archived(policy)} if form.kind == REVIEW else {})
    events = [*known.events, *map(asdict, taken)]
    findings += read.rows.findings
    if form.kind == REVIEW:
        return Recorded(
            read.rows.counts(),
            len(taken),
            tuple(findings),
            reviewed=reviewed_by(form, forms.recorded(events, REVIEWED, form)),
        )
    comparison = compare(form, forms.visits_of(events, form), households_of(ledger, form), policy)
    return Recorded(read.rows.counts(), len(taken), tuple(findings), comparison=comparison)


def _known(ledger: "Ledger", form: Form, issued: Mapping[str, Form], as_of: date) -> forms.Known:
    run = next((run for run in ledger.runs(as_of) if run["village"] == form.village), None)
    homes = ledger.assessed(run["seq"]) if run else []
    added = {"assessed_on": run["effective"], "cap_yuan": run["detail"].get("cap_yuan")} if run else {}
    events = [event for event in ledger.events(date.max) if event["village"] == form.village]
    return forms.Known(issued, {home["household_id"]: home | added for home in homes}, events)


def _events(read: FormRead, form: Form, known: forms.Known, policy: Policy, as_of: date) -> list[Event]:
    if form.kind == REVIEW:
        return forms.reviewed(read, form, known, policy)
    return forms.revisited(read, form, known, as_of)


def households_of(ledger: "Ledger", form: Form) -> list[dict[str, Any]]:
    """The households of the run that a form was made of."""
    run = next((run for run in ledger.runs_named(form.run) if run["village"] == form.village), None)
    return ledger.assessed(run["seq"]) if run else []
