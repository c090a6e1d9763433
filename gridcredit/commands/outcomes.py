"""``record``."""

from collections.abc import Sequence
from pathlib import Path

from gridcredit import printing
from gridcredit.batch.jobs import Outcome
from gridcredit.commands.common import Common, exit_code, workbooks_in
from gridcredit.i18n import _
from gridcredit.ingest.workbook import FileRefused, Reading
from gridcredit.reports.console import progress


def record(common: Common, places: Sequence[Path], dry_run: bool) -> int:
    """Contract §1, ``record``: each file in one transaction."""
    from gridcredit import pipeline

    paths, outcomes, passed = workbooks_in(places)
    news: list[int] = [0] * len(outcomes)
    with common.existing_ledger() as ledger, progress(len(paths), _("recording")) as advance:
        for path in paths:
            outcome, new = Outcome((path,)), 0
            try:
                recorded = pipeline.record_outcomes(
                    Reading(path, passwords=common.passwords).result(), ledger, common.as_of, common.now, dry_run
                )
                outcome.findings, new = list(recorded.findings), recorded.new
                if recorded.counts is not None:
                    outcome.village, outcome.counts = "", {(path.name, ""): recorded.counts}
            except FileRefused as refused:
                outcome.findings = [refused.finding(path.name)]
            outcomes.append(outcome)
            news.append(new)
            advance()
    terminal = common.terminal()
    files = [printing.recorded_json(outcome, new) for outcome, new in zip(outcomes, news)]
    terminal.table(printing.recorded_table(files))
    printing.print_findings(terminal, passed + [finding for outcome in outcomes for finding in outcome.findings])
    common.print_json({"files": files, "new": sum(news), "failed": printing.failed_json(outcomes)})
    return exit_code(outcomes)
