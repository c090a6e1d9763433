"""What commands tell of files: tables for people, JSON for programmes (contract §6)."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from gridcredit.batch.jobs import Outcome
from gridcredit.findings import ERROR, Finding, count
from gridcredit.i18n import _
from gridcredit.reports import labels
from gridcredit.reports.book import Cell, Column, Format, Table
from gridcredit.reports.console import Terminal
from gridcredit.schema import STATUSES

INTERNAL = "INTERNAL"
PLACES_SHOWN = 5
TALLY = ("households", *STATUSES, "total_line_yuan")


def row_counts(outcome: Outcome, file: str | None = None) -> dict[str, int]:
    """Rows read, accepted and rejected: of all files, or of one."""
    counts = [counts for (name, _sheet), counts in outcome.counts.items() if file in (None, name)]
    names = ("read", "accepted", "rejected")
    return {name: sum(getattr(part, name) for part in counts) for name in names}


def village_json(outcome: Outcome) -> dict[str, Any]:
    run = outcome.run
    assert run is not None
    return {
        "village": outcome.village,
        **outcome.tally,
        "coverage": outcome.coverage["coverage"],
        "rows": row_counts(outcome),
        "findings": count(outcome.findings),
        "changes": changes_json(outcome),
        "input_sha256": run.input_sha256,
        "inputs": run.detail["inputs"],
        "policy_sha256": run.policy_sha256,
        "run": run.run,
        "recorded": outcome.recorded,
        "outputs": [str(outcome.target)],
    }


def changes_json(outcome: Outcome) -> dict[str, Any] | None:
    """Households by kind of change since the run ``since``; None where there is no earlier run to compare with."""
    return {"since": outcome.changes.run, **outcome.changes.tally()} if outcome.changes else None


def changes_line(outcome: Outcome) -> str:
    """What a re-assessment changes, in a sentence; '' where there is no earlier run to compare with."""
    if outcome.changes is None:
        return ""
    counts = _("; ").join(
        f"{labels.word(labels.CHANGE, kind)} {count:,}" for kind, count in outcome.changes.tally().items() if count
    )
    text = _("{village}: lines since run {run} of {day}: {counts}")
    changes = outcome.changes
    if held := sum(row.held_yuan is not None for row in changes.rows):
        counts += _("; ") + _("held by arrears {count}").format(count=f"{held:,}")
    return text.format(
        village=outcome.village, run=changes.run, day=changes.decided_on, counts=counts or labels.NOTHING
    )


def total_json(taken: Sequence[Outcome]) -> dict[str, Any]:
    sums: Counter[str] = Counter()
    covered: Counter[str] = Counter()
    rows: Counter[str] = Counter()
    findings: Counter[str] = Counter()
    for outcome in taken:
        sums.update(outcome.tally)
        covered.update({key: outcome.coverage["coverage"][key] for key in ("numerator", "denominator")})
        rows.update(row_counts(outcome))
        findings.update(count(outcome.findings))
    above, below = covered["numerator"], covered["denominator"]
    rate = {"numerator": above, "denominator": below, "rate": round(above / below, 6) if below else None}
    return {name: sums[name] for name in TALLY} | {"coverage": rate, "rows": dict(rows), "findings": dict(findings)}


def recorded_json(outcome: Outcome, new: int, changed: int, withdrawn: int, settled: int) -> dict[str, Any]:
    """``changed``, ``withdrawn``: recorded events that the file corrects, or, where it is refused, would correct; ``settled``:
    loans that it says are paid off by naming them no longer.
    """
    rows = row_counts(outcome)
    return {
        "file": outcome.file,
        "rows": rows,
        "new": new,
        "known": max(0, rows["accepted"] - new - changed),
        "changed": changed,
        "withdrawn": withdrawn,
        "settled": settled,
        "findings": count(outcome.findings),
    }


def failed_json(outcomes: Sequence[Outcome]) -> list[dict[str, str]]:
    failed = []
    for outcome in outcomes:
        if outcome.defect:
            message = _("internal error at {place}").format(place=outcome.defect)
            failed.append({"file": outcome.file, "code": INTERNAL, "message": message})
        elif outcome.village is None:
            first = next(finding for finding in outcome.findings if finding.severity == ERROR)
            failed.append({"file": outcome.file, "code": first.code, "message": _sentence(first)})
    return failed


def _sentence(finding: Finding) -> str:
    """``message; remedy`` of a finding."""
    *_place, message, remedy = finding.row()
    return message + _("; ") + remedy


def villages_table(taken: Sequence[Outcome]) -> Table:
    """A row per village assessed, and the total."""
    columns = [
        Column(_("Village")),
        Column(_("Households"), Format.INT),
        *(Column(labels.word(labels.STATUS, status), Format.INT) for status in STATUSES),
        Column(_("Credit lines (yuan)"), Format.YUAN),
        Column(_("Coverage"), Format.RATE),
    ]
    entries = [(str(outcome.village), village_json(outcome)) for outcome in taken] + [(_("total"), total_json(taken))]
    rows = [(name, *(entry[key] for key in TALLY), entry["coverage"]["rate"]) for name, entry in entries]
    return Table(columns, rows, totals=True)


def checked_json(outcomes: Sequence[Outcome]) -> list[dict[str, Any]]:
    """An entry per file: the village it is part of (None: refused), rows and findings."""
    return [
        {
            "file": file,
            "village": outcome.village,
            "rows": row_counts(outcome, file),
            "findings": count(finding for finding in outcome.findings if finding.file == file),
        }
        for outcome in outcomes
        for file in outcome.files
    ]


def checked_table(files: Sequence[dict[str, Any]]) -> Table:
    """A row per entry of ``checked_json``."""
    columns = [Column(_("File")), Column(_("Village")), *_row_columns()]
    columns += [Column(_("Errors"), Format.INT), Column(_("Warnings"), Format.INT)]
    rows: list[Sequence[Cell]] = [
        (f["file"], f["village"] or _("refused"), *f["rows"].values(), *f["findings"].values()) for f in files
    ]
    return Table(columns, rows)


def recorded_table(files: Sequence[dict[str, Any]]) -> Table:
    """A row per entry of ``recorded_json``."""
    columns = [Column(_("File")), *_row_columns()]
    names = ("new", "known", "changed", "withdrawn")
    titles = (_("New events"), _("Known already"), _("Corrected"), _("Withdrawn"))
    columns += [Column(title, Format.INT) for title in titles]
    return Table(columns, [(f["file"], *f["rows"].values(), *(f[name] for name in names)) for f in files])


def _row_columns() -> list[Column]:
    return [Column(title, Format.INT) for title in (_("Read"), _("Accepted"), _("Refused"))]


def findings_line(findings: Sequence[Finding]) -> str:
    """The first error, or the first warning where there is none, with its place, and how many more there are: one line for a mail."""
    first = min(findings, key=lambda finding: finding.severity)
    more = sum(finding.severity == first.severity for finding in findings) - 1
    text = " ".join(filter(None, first.row()[2:5])) + ": " + _sentence(first)
    return text + (" " + _("… and {count} more").format(count=more) if more else "")


def print_findings(terminal: Terminal, findings: Sequence[Finding]) -> None:
    """Findings by code with their number, errors first: what was found, what to do, and where (the first places)."""
    by_code: dict[str, list[Finding]] = defaultdict(list)
    for finding in sorted(findings, key=lambda finding: finding.severity):
        by_code[finding.code].append(finding)
    for code, group in by_code.items():
        severity = labels.word(labels.SEVERITY, group[0].severity)
        first = _sentence(group[0])
        terminal.line(f"{code} × {len(group)} ({severity}): {first}")
        for finding in group[:PLACES_SHOWN]:
            *place, _message, _remedy = finding.row()[2:]
            sentence = _sentence(finding)
            terminal.line("  " + " ".join(filter(None, place)) + (f": {sentence}" if sentence != first else ""))
        if len(group) > PLACES_SHOWN:
            terminal.line("  " + _("… and {count} more").format(count=len(group) - PLACES_SHOWN))
