"""``record``."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gridcredit import printing
from gridcredit.batch.jobs import Outcome
from gridcredit.commands.common import Common, exit_code, workbooks_in
from gridcredit.i18n import _
from gridcredit.ingest.workbook import FileRefused, Reading, Workbook
from gridcredit.reports.console import Terminal, progress

if TYPE_CHECKING:
    from gridcredit.ingest.forms import FormRead
    from gridcredit.ingest.loans import LoansRead
    from gridcredit.ingest.words import Vocabulary
    from gridcredit.ingest.worklists import WorkRead
    from gridcredit.recording import Recorded


def record(common: Common, places: Sequence[Path], dry_run: bool, replacing: bool) -> int:
    """Contract §1, ``record``: each file in one transaction, outcomes and forms alike."""
    from gridcredit import recording

    policies, how = common.policy_book(), recording.How(dry_run, replacing, common.key(), common.vocabulary())
    paths, outcomes, passed = workbooks_in(places, with_lists=True)
    done: list[Recorded | None] = [None] * len(outcomes)
    with common.existing_ledger() as ledger, progress(len(paths), _("recording")) as advance:
        read = [_read(path, common, how.vocabulary) for path in paths]
        for at in sorted(range(len(paths)), key=lambda at: read[at].order):
            one = read[at]
            if one.workbook is not None:
                taken = recording.record(one.workbook, one.form, ledger, common.as_of, common.now, how, policies)
                one.recorded, one.outcome.findings = taken, list(taken.findings)
                if taken.counts is not None:
                    one.outcome.village, one.outcome.counts = "", {(paths[at].name, ""): taken.counts}
            advance()
    outcomes += [one.outcome for one in read]
    done += [one.recorded for one in read]
    terminal = common.terminal()
    files = [printing.recorded_json(outcome, *_counts(recorded)) for outcome, recorded in zip(outcomes, done)]
    terminal.table(printing.recorded_table(files))
    for file, recorded in zip(files, done):
        file |= _told(terminal, recorded) if recorded else {}
    found = passed + [finding for outcome in outcomes for finding in outcome.findings]
    printing.print_findings(terminal, found)
    new = sum(file["new"] for file in files)
    common.print_json({"files": files, "new": new, "failed": printing.failed_json(outcomes)})
    return common.ended(exit_code(outcomes), found)


@dataclass(slots=True)
class _Read:
    """A file as it was read; ``workbook`` None: refused, and the outcome says why."""

    outcome: Outcome
    workbook: Workbook | None = None
    form: "FormRead | LoansRead | WorkRead | None" = None
    recorded: "Recorded | None" = None

    @property
    def order(self) -> tuple[bool, date]:
        """What reviews decide comes first, then lists of loans by their day, then outcomes."""
        from gridcredit.ingest.worklists import WorkRead

        return self.form is None or isinstance(self.form, WorkRead), getattr(self.form, "day", None) or date.min


def _read(path: Path, common: Common, vocabulary: "Vocabulary") -> _Read:
    from gridcredit.ingest.forms import read_form
    from gridcredit.ingest.loans import read_loans
    from gridcredit.ingest.worklists import read_worklist

    outcome = Outcome((path,))
    try:
        workbook = Reading(path, passwords=common.passwords).result()
    except FileRefused as refused:
        outcome.findings = [refused.finding(path.name)]
        return _Read(outcome)
    form = read_form(workbook) or read_loans(workbook, vocabulary) or read_worklist(workbook, vocabulary)
    return _Read(outcome, workbook, form)


def _counts(recorded: "Recorded | None") -> tuple[int, int, int, int]:
    return (recorded.new, recorded.changed, recorded.withdrawn, recorded.settled) if recorded else (0, 0, 0, 0)


def _told(terminal: Terminal, recorded: "Recorded") -> dict[str, Any]:
    """What a form that came back has brought, told to people and to programmes."""
    if recorded.reviewed is not None:
        from gridcredit.reports import review

        terminal.line(review.review_line(recorded.reviewed))
        return {"reviewed": review.review_json(recorded.reviewed)}
    if recorded.comparison is not None:
        from gridcredit.reports import revisit

        terminal.line(revisit.comparison_line(recorded.comparison))
        for table in revisit.tables(recorded.comparison):
            terminal.line()
            terminal.line(table.title)
            terminal.table(table)
        terminal.line(revisit.comparison_note())
        return {"revisited": revisit.comparison_json(recorded.comparison)}
    return {}
