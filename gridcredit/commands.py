"""What each command does: calls ``batch`` and ``pipeline``, prints, and returns the exit code."""

import calendar
import hashlib
import json
import secrets
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gridcredit import batch, errors, output, printing
from gridcredit import policy as policy_files
from gridcredit.findings import ERROR, Finding
from gridcredit.i18n import N_, _, language
from gridcredit.ingest.workbook import FileRefused, ReaderDefect, Reading
from gridcredit.reports.book import Table
from gridcredit.reports.console import Terminal, progress
from gridcredit.schema import DECISIONS, FINDINGS

if TYPE_CHECKING:
    from gridcredit.ledger.store import Ledger


@dataclass(frozen=True, slots=True)
class Common:
    """The options that commands share; ``now`` is UTC, ``ledger`` ``none`` records nothing."""

    as_of: date
    now: datetime
    policies: Sequence[Path]
    ledger: str
    as_json: bool
    table_format: str | None
    profile: Path | None = None
    passwords: Path | None = None

    def terminal(self) -> Terminal:
        return Terminal(sys.stderr if self.as_json else sys.stdout, self.table_format)

    def task(self, out: Path | None) -> batch.Task:
        """What the workers need; ``out`` None: check only. Raises ``PolicyError`` for a faulty policy or profile."""
        policies = policy_files.load(self.policies)
        policies.on(self.as_of).rows()
        if self.passwords is not None:
            _read_text(self.passwords)
        sha256 = None
        if self.profile is not None:
            from gridcredit.ingest import profile

            profile.load(self.profile)
            sha256 = hashlib.sha256(self.profile.read_bytes()).hexdigest()
        return batch.Task(
            out, self.as_of, policies, language(), self.profile, sha256, self.passwords, secrets.token_bytes(32)
        )

    def opener(self, dry_run: bool = False) -> "Callable[[], Ledger] | None":
        """The ledger to write to, opened when it is called for; None where nothing is to be recorded."""
        if self.ledger == "none" or dry_run:
            return None

        def open_ledger() -> "Ledger":
            from gridcredit.ledger.store import Ledger

            return Ledger(self.ledger)

        return open_ledger

    def existing_ledger(self) -> "Ledger":
        if self.ledger == "none":
            raise errors.UsageError(N_("this command needs a ledger; name it with --ledger"))
        from gridcredit.ledger.store import Ledger

        return Ledger(self.ledger, must_exist=True)

    def print_json(self, value: object) -> None:
        if self.as_json:
            print(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def assess(
    common: Common, places: Sequence[Path], out: Path, jobs: int | None, dry_run: bool, decisions: Path | None
) -> int:
    """Contract §1, ``assess``; the JSON of §6."""
    task = common.task(out)
    output.make_folder(out)
    paths, empty, passed = _workbooks(places)
    if decisions is not None:
        output.refuse_inputs(decisions, paths)
    with progress(len(paths), _("assessing")) as advance:
        opener = common.opener(dry_run)
        outcomes = empty + batch.assess(paths, task, jobs or batch.default_jobs(), opener, common.now, advance)
    taken = [outcome for outcome in outcomes if outcome.run]
    if decisions is not None:
        rows = [row for outcome in taken for row in outcome.decisions]
        output.write(decisions, output.csv_bytes(("village", *DECISIONS[:-1]), rows))
    terminal = common.terminal()
    if taken:
        terminal.table(printing.villages_table(taken))
    printing.print_findings(terminal, passed + [finding for outcome in outcomes for finding in outcome.findings])
    for outcome in taken:
        terminal.line(_("wrote {path}").format(path=outcome.target))
        if opener and not outcome.recorded:
            terminal.line(_("{village}: already in the ledger, nothing recorded").format(village=outcome.village))
    common.print_json(
        {
            "villages": [printing.village_json(outcome) for outcome in taken],
            "total": printing.total_json(taken),
            "failed": printing.failed_json(outcomes),
        }
    )
    return _exit_code(outcomes)


def check(
    common: Common, places: Sequence[Path], jobs: int | None, findings_file: Path | None, marked: Path | None
) -> int:
    """Contract §1, ``check``; ``marked`` is the folder for marked copies of the workbooks."""
    task = common.task(None)
    paths, empty, findings = _workbooks(places)
    if findings_file is not None:
        output.refuse_inputs(findings_file, paths)
    if marked is not None:
        output.make_folder(marked)
    with progress(len(paths), _("checking")) as advance:
        outcomes = empty + batch.check(paths, task, jobs or batch.default_jobs(), advance)
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
    return _exit_code(outcomes)


def _mark_copies(outcomes: Sequence[batch.Outcome], folder: Path, passwords: Path | None) -> list[Path]:
    """A marked copy of every file that could be read, in ``folder``."""
    from gridcredit.reports.annotated import annotated_copy

    inputs = [path for outcome in outcomes for path in outcome.paths]
    copies: list[Path] = []
    for outcome in outcomes:
        for path, sha256 in outcome.hashes.items():
            copy = folder / batch.copy_name(path)
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


def record(common: Common, places: Sequence[Path], dry_run: bool) -> int:
    """Contract §1, ``record``: each file in one transaction."""
    from gridcredit import pipeline

    paths, outcomes, passed = _workbooks(places)
    news: list[int] = [0] * len(outcomes)
    with common.existing_ledger() as ledger, progress(len(paths), _("recording")) as advance:
        for path in paths:
            outcome, new = batch.Outcome((path,)), 0
            try:
                recorded = pipeline.record_outcomes(
                    batch.read(path, common.passwords), ledger, common.as_of, common.now, dry_run
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
    return _exit_code(outcomes)


def coverage(common: Common, out: Path, by: str) -> int:
    """Contract §1 and §5, ``coverage``; the JSON of §6."""
    from gridcredit import pipeline
    from gridcredit.coverage import COUNTS, named_rows, total
    from gridcredit.rates import rates
    from gridcredit.reports.coverage import funnel_summary, stranded_note

    policies = policy_files.load(common.policies)
    with common.existing_ledger() as ledger:
        table, workbook = pipeline.coverage_report(ledger, by, common.as_of, policies)
    output.make_folder(out)
    path = out / _("coverage-{day}.xlsx").format(day=common.as_of)
    output.write(path, workbook)
    terminal = common.terminal()
    terminal.table(funnel_summary(table, by))
    sums = total(table)
    for note in stranded_note(sums):
        terminal.line(note)
    terminal.line(_("wrote {path}").format(path=path))

    def entry(row: Mapping[str, int]) -> dict[str, Any]:
        return {key: int(row[key]) for key in COUNTS} | {"rates": rates(row)}

    common.print_json(
        {
            "as_of": common.as_of,
            "by": by,
            "rows": [{"name": name, **entry(row)} for name, row in named_rows(table)],
            "total": entry(sums),
            "without_line": {"households": sums["stranded"], "balance_yuan": sums["stranded_yuan"]},
            "outputs": [str(path)],
        }
    )
    return errors.DONE


def inspections(common: Common, out: Path, until: date | None) -> int:
    """Contract §1 and §4, ``inspections``; the JSON of §6."""
    from gridcredit import pipeline
    from gridcredit.reports.inspections import inspection_columns, inspection_rows

    until = until or _end_of_next_month(common.as_of)
    if until < common.as_of:
        raise errors.UsageError(N_("--until {until} is before the as-of date {as_of}"), until=until, as_of=common.as_of)
    policies = policy_files.load(common.policies)
    with common.existing_ledger() as ledger:
        rows, findings, workbook = pipeline.inspections_report(ledger, common.as_of, until, policies)
    output.make_folder(out)
    path = out / _("inspections-{day}.xlsx").format(day=common.as_of)
    output.write(path, workbook)
    terminal = common.terminal()
    terminal.table(Table(inspection_columns(), inspection_rows(rows)))
    printing.print_findings(terminal, findings)
    terminal.line(_("wrote {path}").format(path=path))
    columns = ("village", "household_id", "kind", "anchor", "nominal_due", "due", "balance_yuan", "overdue_days")
    common.print_json(
        {
            "as_of": common.as_of,
            "until": until,
            "rows": [{name: getattr(row, name) for name in columns} for row in rows],
            "outputs": [str(path)],
        }
    )
    return errors.DONE


def _read_text(path: Path) -> None:
    """Raises ``UsageError`` where a file of passwords cannot be read by the workers."""
    try:
        path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise errors.UsageError(N_("{path} cannot be read; save it as a text file in UTF-8"), path=path) from None


def _workbooks(places: Sequence[Path]) -> tuple[list[Path], list[batch.Outcome], list[Finding]]:
    """The workbooks to read, each once however it is spelt, an outcome for each folder that holds none, and what was
    passed over.
    """
    passed: list[Finding] = []
    paths: dict[Path, Path] = {}
    empty: list[batch.Outcome] = []
    for place in places:
        try:
            found = batch.find_workbooks(place)
            passed += [Finding("PASSED_OVER", other.name) for other in batch.find_others(place)]
        except OSError:
            empty.append(batch.Outcome((place,), [Finding("FILE_NO_ACCESS", place.name)]))
            continue
        if not found:
            empty.append(batch.Outcome((place,), [Finding("NO_WORKBOOKS", place.name)]))
        for path in found:
            if place.is_dir() and batch.is_marked_copy(path):
                passed.append(Finding("COPY_PASSED_OVER", path.name))
            else:
                paths.setdefault(path.resolve(), path)
    return list(paths.values()), empty, passed


def _exit_code(outcomes: Sequence[batch.Outcome]) -> int:
    if any(outcome.defect for outcome in outcomes):
        return errors.INTERNAL
    if all(outcome.village is None for outcome in outcomes):
        return errors.ALL_REFUSED
    refused = any(finding.severity == ERROR for outcome in outcomes for finding in outcome.findings)
    return errors.PARTIAL if refused else errors.DONE


def _end_of_next_month(day: date) -> date:
    if (day.year, day.month) == (date.max.year, date.max.month):
        return date.max
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return date(year, month, calendar.monthrange(year, month)[1])
