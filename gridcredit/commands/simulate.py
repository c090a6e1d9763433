"""``policy simulate``: what another policy would do to the villages of the ledger."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from gridcredit import errors, output, pipeline
from gridcredit.commands.common import Common, book_of
from gridcredit.i18n import _
from gridcredit.policy import Policy, PolicyBook
from gridcredit.policy.model import setting_of
from gridcredit.policytools.diff import Change, diff
from gridcredit.policytools.sweep import sweep, with_value
from gridcredit.policytools.timeline import changes_after
from gridcredit.reports import simulation as reports
from gridcredit.reports.excel import to_bytes
from gridcredit.reports.policy import change_lines
from gridcredit.simulation import Moved, Simulated, outcome_of, simulate, total


def run(common: Common, out: Path, baseline: Sequence[Path], vary: str | None) -> int:
    """``--policy`` is tried; ``baseline`` files stand for the policies of the runs; ``vary`` as ``policytools.sweep``."""
    report = _report(common, baseline, vary)
    output.make_folder(out)
    path = out / _("policy-simulation-{day}.xlsx").format(day=common.as_of)
    output.write(path, to_bytes(reports.simulation_book(report)))
    _print(common, report)
    common.terminal().line(_("wrote {path}").format(path=path))
    common.print_json(_json(report) | {"outputs": [str(path)]})
    return errors.DONE


def _report(common: Common, baseline: Sequence[Path], vary: str | None) -> reports.Report:
    book = common.policy_book()
    candidate = book.on(common.as_of)
    candidate.rows()
    varied = sweep(vary, candidate) if vary else None
    old = _baseline(common, baseline)
    with common.existing_ledger() as ledger:
        villages = pipeline.villages_of_ledger(ledger, common.as_of)
    simulated = list(simulate(villages, candidate, old))
    swept = None
    if varied:
        parameter, values = varied
        steps = [(value, outcome_of(simulated, with_value(candidate, parameter, value))) for value in values]
        swept = reports.Swept(parameter, steps)
    differences = _differences(simulated, candidate)
    return reports.Report(common.as_of, candidate, simulated, differences, swept, _to_come(book, common.as_of))


def _to_come(book: PolicyBook, as_of: date) -> date | None:
    """The first day after ``as_of`` on which a value is another one."""
    now = book.on(as_of).sha256
    days = sorted({day for one in book.parameters for day in changes_after(one, as_of)})
    return next((day for day in days if book.on(day).sha256 != now), None)


def _baseline(common: Common, files: Sequence[Path]) -> Policy | None:
    return book_of([common.policy_source(file) for file in files]).on(common.as_of) if files else None


def _differences(simulated: Sequence[Simulated], candidate: Policy) -> dict[str, list[Change]]:
    """Against each policy that is compared with, once; runs whose policy is not kept are compared with none."""
    known = {one.baseline.sha256: one.baseline for one in simulated if one.baseline is not candidate}
    return {sha256: diff(_alone(old, candidate), _alone(candidate), candidate.day) for sha256, old in known.items()}


def _alone(policy: Policy, like: Policy | None = None) -> PolicyBook:
    """The values in force and no others; of ``like``'s parameters only."""
    names = {parameter.key for parameter in (like or policy).parameters}
    return PolicyBook(
        tuple(replace(parameter, layers=((value,),)) for parameter, value in policy.rows() if parameter.key in names)
    )


def _print(common: Common, report: reports.Report) -> None:
    terminal = common.terminal()
    outcome = total([one.outcome for one in report.simulated])
    for line in (*reports.difference_lines(report), *reports.cautions(report)):
        terminal.line(line)
    tables = [reports.villages_table(report.simulated), reports.figures_table(outcome), reports.kinds_table(outcome)]
    for table in (*tables, reports.matrix_table(outcome)):
        terminal.line()
        terminal.line(table.title)
        terminal.table(table)
    if report.swept:
        table = reports.sweep_table(report.swept)
        terminal.line()
        terminal.line(table.title)
        terminal.table(table)
    terminal.line()


def _json(report: reports.Report) -> dict[str, Any]:
    outcomes = [one.outcome for one in report.simulated]
    return {
        "as_of": report.as_of,
        "policy_sha256": report.candidate.sha256,
        "differences": {
            sha256: [_change_json(change) for change in changes] for sha256, changes in report.differences.items()
        },
        "villages": [_village_json(one) for one in report.simulated],
        "total": reports.outcome_json(total(outcomes)),
        "households": [_moved_json(one) for outcome in outcomes for one in outcome.moved],
        "vary": _swept_json(report.swept) if report.swept else None,
        "cautions": list(reports.cautions(report)),
    }


def _change_json(change: Change) -> dict[str, Any]:
    return {
        "rule": change.parameter.rule,
        "name": change.parameter.name,
        "old": setting_of(change.old),
        "new": setting_of(change.new),
        "text": list(change_lines(change)),
    }


def _village_json(one: Simulated) -> dict[str, Any]:
    of = one.of
    named: dict[str, str | date] = {"village": of.village, "run": of.run, "day": of.day}
    return {**named, "policy_sha256": of.policy_sha256, **reports.outcome_json(one.outcome)}


def _moved_json(one: Moved) -> dict[str, Any]:
    def side(at: int) -> dict[str, Any]:
        return {
            "status": one.status[at],
            "credit_line_yuan": one.line_yuan[at] or None,
            "suggested_line_yuan": one.suggested_yuan[at] or None,
            "basis": one.basis[at] or None,
            "reason_codes": list(filter(None, one.reason_codes[at].split(";"))),
        }

    named = {"village": one.village, "household_id": one.household_id, "change": one.kind or None}
    return {**named, "before": side(0), "after": side(1)}


def _swept_json(swept: reports.Swept) -> dict[str, Any]:
    return {
        "rule": swept.parameter.rule,
        "name": swept.parameter.name,
        "unit": swept.parameter.unit,
        "steps": [
            {"value": value.value, **reports.tally_json(outcome.after), "changed": len(outcome.moved)}
            for value, outcome in swept.steps
        ],
    }
