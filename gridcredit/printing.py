"""What commands tell of files: tables for people, JSON for programmes (contract §6)."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from gridcredit.batch import INTERNAL, Outcome
from gridcredit.findings import ERROR, Finding, count
from gridcredit.i18n import _
from gridcredit.reports import labels
from gridcredit.reports.book import Cell, Column, Format, Table
from gridcredit.reports.console import Terminal
from gridcredit.schema import STATUSES

FINDINGS_SHOWN = 20
TALLY = ("households", *STATUSES, "total_line_yuan")


def row_counts(outcome: Outcome) -> dict[str, int]:
    counts = outcome.counts.values()
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
        "input_sha256": run.input_sha256,
        "policy_sha256": run.policy_sha256,
        "run": run.run,
        "recorded": outcome.recorded,
        "outputs": [str(outcome.target)],
    }


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


def recorded_json(outcome: Outcome, new: int) -> dict[str, Any]:
    rows = row_counts(outcome)
    return {
        "file": outcome.file,
        "rows": rows,
        "new": new,
        "known": rows["accepted"] - new,
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


def checked_table(outcomes: Sequence[Outcome]) -> Table:
    """A row per file: rows and findings."""
    columns = [Column(_("File")), Column(_("Village")), *_row_columns()]
    columns += [Column(_("Errors"), Format.INT), Column(_("Warnings"), Format.INT)]
    rows: list[Sequence[Cell]] = [
        (
            outcome.file,
            outcome.village or _("refused"),
            *row_counts(outcome).values(),
            *count(outcome.findings).values(),
        )
        for outcome in outcomes
    ]
    return Table(columns, rows)


def recorded_table(files: Sequence[dict[str, Any]]) -> Table:
    """A row per entry of ``recorded_json``."""
    columns = [Column(_("File")), *_row_columns()]
    columns += [Column(_("New events"), Format.INT), Column(_("Known already"), Format.INT)]
    return Table(columns, [(f["file"], *f["rows"].values(), f["new"], f["known"]) for f in files])


def _row_columns() -> list[Column]:
    return [Column(title, Format.INT) for title in (_("Read"), _("Accepted"), _("Refused"))]


def print_findings(terminal: Terminal, findings: Sequence[Finding]) -> None:
    """A line for each error (as many as can be read at once), and the warnings counted by code."""
    mistakes = [finding for finding in findings if finding.severity == ERROR]
    for finding in mistakes[:FINDINGS_SHOWN]:
        code, _severity, file, sheet, cell, household, *_text = finding.row()
        place = " ".join(filter(None, (file, sheet, cell, household)))
        terminal.line(f"{code} {place}: {_sentence(finding)}")
    if len(mistakes) > FINDINGS_SHOWN:
        terminal.line(_("… and {count} more errors").format(count=len(mistakes) - FINDINGS_SHOWN))
    for code, number in Counter(f.code for f in findings if f.severity != ERROR).items():
        example = next(finding for finding in findings if finding.code == code)
        terminal.line(f"{code} × {number}: {example.row()[6]}")
