"""``check``.

A single file is already being read while everything else is imported.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from gridcredit import errors, output
from gridcredit.batch.jobs import Outcome, reading_ahead
from gridcredit.batch.places import copy_name
from gridcredit.commands.common import Common, exit_code, workbooks_in
from gridcredit.i18n import _
from gridcredit.ingest.workbook import FileRefused, ReaderDefect, Reading
from gridcredit.reports.console import Terminal, progress
from gridcredit.schema import FINDINGS


def run(
    common: Common, places: Sequence[Path], jobs: int | None, findings_file: Path | None, marked: Path | None
) -> int:
    """Contract §1, ``check``; ``marked`` is the folder for marked copies of the workbooks."""
    paths, empty, findings = workbooks_in(places)
    with reading_ahead(paths, common.profile, common.passwords) as reading:
        from gridcredit import printing
        from gridcredit.batch import villages
        from gridcredit.batch.pool import default_jobs

        task = common.task(None)
        if findings_file is not None:
            output.refuse_inputs(findings_file, paths)
        if marked is not None:
            output.make_folder(marked)
        with progress(len(paths), _("checking")) as advance:
            outcomes = empty + villages.check(paths, task, jobs or default_jobs(), advance, reading)
    copies = _mark_copies(outcomes, marked, common.passwords) if marked else []
    findings += [finding for outcome in outcomes for finding in outcome.findings]
    if findings_file is not None:
        output.write(findings_file, output.csv_bytes(FINDINGS, [finding.row() for finding in findings]))
    terminal = common.terminal()
    files = printing.checked_json(outcomes)
    terminal.table(printing.checked_table(files))
    printing.print_findings(terminal, findings)
    for copy in copies:
        terminal.line(_("wrote {path}").format(path=copy))
    common.print_json(
        {
            "files": files,
            "findings": [dict(zip(FINDINGS, finding.row())) for finding in findings],
            "failed": printing.failed_json(outcomes),
            "outputs": [str(copy) for copy in copies],
        }
    )
    return exit_code(outcomes)


def _mark_copies(outcomes: Sequence[Outcome], folder: Path, passwords: Path | None) -> list[Path]:
    """A marked copy of every file that could be read, in ``folder``."""
    from gridcredit.reports.annotated import annotated_copy

    inputs = [path for outcome in outcomes for path in outcome.paths]
    copies: list[Path] = []
    for outcome in outcomes:
        for path, sha256 in outcome.hashes.items():
            copy = folder / copy_name(path)
            if copy in copies:  # of a file of the same name in another folder
                copy = copy.with_name(f"{copy.stem}-{sha256[:6]}.xlsx")
            output.refuse_inputs(copy, inputs)
            found = [finding for finding in outcome.findings if finding.file == path.name]
            try:
                output.write(copy, annotated_copy(path, sha256, found, passwords))
                copies.append(copy)
            except FileRefused as refused:
                outcome.findings.append(refused.finding(path.name))
            except ReaderDefect as defect:
                outcome.defect = defect.place
    return copies


def suggest_profile(place: Path, known: Path | None, passwords: Path | None) -> int:
    """Print the draft of a profile for the workbook, with what ``known`` says already; ``check --suggest-profile``."""
    from gridcredit import printing
    from gridcredit.ingest import profile
    from gridcredit.ingest.suggest import draft
    from gridcredit.ingest.words import STANDARD

    try:
        vocabulary = profile.load(known) if known else STANDARD
        print(draft(Reading(place, passwords=passwords).result(), vocabulary), end="")
    except FileRefused as refused:
        printing.print_findings(Terminal(sys.stderr), [refused.finding(place.name)])
        return errors.ALL_REFUSED
    return errors.DONE
