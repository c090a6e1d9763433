"""The stages in order: workbook → ingest → rules → decisions → ledger → coverage, schedules → reports.

The first of them, up to a village that is read and checked, stand in ``checking``, which is light to import. Every
function takes and returns values; ``batch`` reads and writes the files around them. The monthly reports
import what they alone need, pandas above all, when they are called: assessing a village does without it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from gridcredit.assessment import Assessment, assess
from gridcredit.errors import UsageError
from gridcredit.findings import Finding
from gridcredit.i18n import N_
from gridcredit.ingest.outcomes import ingest_outcomes
from gridcredit.ingest.village import Ingested
from gridcredit.ingest.workbook import Workbook
from gridcredit.ledger.assessed import run_of
from gridcredit.ledger.entries import Event, Run
from gridcredit.ledger.outcomes import Known, new_events
from gridcredit.policy import PolicyBook
from gridcredit.rates import Rates
from gridcredit.reports.excel import to_bytes
from gridcredit.reports.village import village_book
from gridcredit.schema import Counts

if TYPE_CHECKING:
    import pandas as pd

    from gridcredit.ledger.store import Ledger
    from gridcredit.schedule import Inspection

EVENT_COLUMNS = ["village", "household_id", "kind", "effective", "amount_yuan", "result"]


@dataclass(frozen=True, slots=True)
class Assessed:
    """A village's result, ready for the ledger and the disk."""

    assessment: Assessment
    run: Run
    coverage: Rates
    workbook: bytes


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of an outcomes workbook: rows read, events new to the ledger, findings; ``counts`` None: refused."""

    counts: Counts | None
    new: int
    findings: tuple[Finding, ...]


def assess_village(
    ingested: Ingested, policies: PolicyBook, as_of: date, profile_sha256: str | None = None
) -> Assessed:
    """A village that was read whole (``ingested.facts``), decided and reported."""
    assessment = assess(ingested, policies, as_of, profile_sha256)
    run = run_of(assessment)
    return Assessed(assessment, run, assessment.rates(), to_bytes(village_book(assessment, run)))


def record_outcomes(workbook: Workbook, ledger: "Ledger", as_of: date, now: datetime, dry_run: bool) -> Recorded:
    """An outcomes workbook into the ledger, in one transaction; nothing twice."""
    rows, findings = ingest_outcomes(workbook)
    if rows is None:
        return Recorded(None, 0, tuple(findings))

    def choose() -> list[Event]:
        known = Known(ledger.households(as_of), ledger.events(date.max))
        return new_events(rows, workbook.sha256, known, as_of)

    new = len(choose()) if dry_run else ledger.record_events(choose, now)
    return Recorded(rows.counts(), new, (*findings, *rows.findings))


def coverage_report(ledger: "Ledger", by: str, as_of: date, policies: PolicyBook) -> "tuple[pd.DataFrame, bytes]":
    """The table of ``coverage.coverage`` and its workbook."""
    import pandas as pd

    from gridcredit.coverage import coverage, standing
    from gridcredit.reports.coverage import coverage_book

    policy = policies.on(as_of)
    roster = ledger.roster(as_of)
    if not roster:
        raise UsageError(
            N_("no village in the ledger was assessed by {day}; assess one, or choose a later --as-of"), day=as_of
        )
    events = pd.DataFrame(ledger.events(as_of), columns=EVENT_COLUMNS)
    table = coverage(standing(pd.DataFrame(roster), events, policy), by)
    return table, to_bytes(coverage_book(table, by, as_of, policy))


def inspections_report(
    ledger: "Ledger", as_of: date, until: date, policies: PolicyBook
) -> "tuple[list[Inspection], list[Finding], bytes]":
    """The inspections due up to ``until``, findings on the calendar, and the list as a workbook."""
    from gridcredit.reports.inspections import inspections_book
    from gridcredit.schedule import inspections

    policy = policies.on(as_of)
    rows, findings = inspections(ledger.events(as_of), as_of, until, policy)
    wanted = {(row.village, row.household_id) for row in rows}
    households: dict[tuple[str, str], dict[str, Any]] = {}
    for household in ledger.roster(as_of):
        if (household["village"], household["household_id"]) in wanted:
            households[household["village"], household["household_id"]] = household
    return rows, findings, to_bytes(inspections_book(rows, households, as_of, until, policy, findings))
