"""``assess``."""

from collections.abc import Sequence
from pathlib import Path

from gridcredit import output, printing
from gridcredit.batch import villages
from gridcredit.batch.jobs import Outcome
from gridcredit.batch.pool import default_jobs
from gridcredit.commands.common import Common, exit_code, workbooks_in
from gridcredit.findings import Finding
from gridcredit.i18n import _
from gridcredit.reports.console import progress
from gridcredit.schema import DECISIONS


def run(
    common: Common,
    places: Sequence[Path],
    out: Path,
    jobs: int | None,
    dry_run: bool,
    decisions: Path | None,
    archive: Path | None,
) -> int:
    """Contract §1, ``assess``; the JSON of §6. ``archive``: a folder to keep the inputs in, for ``replay``."""
    task = common.task(out)
    output.make_folder(out)
    paths, empty, passed = workbooks_in(places)
    if decisions is not None:
        output.refuse_inputs(decisions, paths)
    with progress(len(paths), _("assessing")) as advance:
        opener = common.opener(dry_run)
        outcomes = empty + villages.assess(paths, task, jobs or default_jobs(), opener, common.now, advance)
    taken = [outcome for outcome in outcomes if outcome.run]
    if archive is not None:
        from gridcredit.commands.replay import keep_inputs

        passed += keep_inputs(archive, taken, common.profile)
    if decisions is not None:
        rows = [row for outcome in taken for row in outcome.decisions]
        output.write(decisions, output.csv_bytes(("village", *DECISIONS[:-1]), rows))
    tell(common, outcomes, passed, opener is not None)
    return exit_code(outcomes)


def tell(common: Common, outcomes: Sequence[Outcome], passed: Sequence[Finding], recording: bool) -> None:
    """What became of the villages, and ``passed``, findings beside theirs."""
    taken = [outcome for outcome in outcomes if outcome.run]
    terminal = common.terminal()
    if taken:
        terminal.table(printing.villages_table(taken))
    printing.print_findings(terminal, [*passed, *(finding for outcome in outcomes for finding in outcome.findings)])
    for line in filter(None, map(printing.changes_line, taken)):
        terminal.line(line)
    for outcome in taken:
        terminal.line(_("wrote {path}").format(path=outcome.target))
        if recording and not outcome.recorded:
            terminal.line(_("{village}: already in the ledger, nothing recorded").format(village=outcome.village))
    common.print_json(
        {
            "villages": [printing.village_json(outcome) for outcome in taken],
            "total": printing.total_json(taken),
            "failed": printing.failed_json(outcomes),
        }
    )
