"""What commands share: their options, the files that they are given, the exit code."""

import calendar
import hashlib
import json
import secrets
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from gridcredit import errors
from gridcredit.batch.jobs import Outcome, Task
from gridcredit.batch.places import find_others, find_workbooks, is_marked_copy
from gridcredit.findings import ERROR, Finding
from gridcredit.i18n import N_, _, language
from gridcredit.reports.console import Terminal

if TYPE_CHECKING:
    from gridcredit.ingest.words import Vocabulary
    from gridcredit.ingest.workbook import Workbook
    from gridcredit.ledger.store import Ledger
    from gridcredit.policy import PolicyBook, Source
    from gridcredit.privacy import IdKey
    from gridcredit.staff import Officer
    from gridcredit.workdays import Calendar

Read = TypeVar("Read")
KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Common:
    """The options that commands share; ``now`` is UTC, ``ledger`` ``none`` records nothing; ``known_at`` (UTC): nothing that was
    recorded later is to be seen. ``id_key``: the file of what ID numbers are hashed with; ``calendar``, ``staff``: a bank's own days
    and officers. ``quiet``: nothing is told but what went wrong, in one line. ``noted``: what was found in those sheets.
    """

    as_of: date
    now: datetime
    policies: Sequence[Path]
    ledger: str
    as_json: bool
    table_format: str | None
    profile: Path | None = None
    passwords: Path | None = None
    known_at: datetime | None = None
    id_key: Path | None = None
    calendar: Path | None = None
    staff: Path | None = None
    quiet: bool = False
    noted: list[Finding] = field(default_factory=list)

    def terminal(self) -> Terminal:
        stream = None if self.quiet else sys.stderr if self.as_json else sys.stdout
        return Terminal(stream, self.table_format)

    def ended(self, code: int, findings: Sequence[Finding]) -> int:
        """The exit code; with --quiet, one that is not 0 is explained by the findings, in a line."""
        if self.quiet and code != errors.DONE:
            from gridcredit import printing

            print(f"gridcredit: {printing.findings_line(findings)}", file=sys.stderr)
        return code

    def task(self, out: Path | None) -> Task:
        """What the workers need; ``out`` None: check only. Raises ``PolicyError`` for a faulty policy or profile."""
        policies = self.policy_book()
        policies.on(self.as_of).rows()
        if self.passwords is not None:
            _read_text(self.passwords)
        sha256 = None
        if self.profile is not None:
            from gridcredit.ingest import profile

            profile.load(self.profile)
            sha256 = hashlib.sha256(self.profile.read_bytes()).hexdigest()
        return Task(
            out,
            self.as_of,
            policies,
            language(),
            self.profile,
            sha256,
            self.passwords,
            secrets.token_bytes(32),
            ledger=None if self.ledger == "none" else self.ledger,
            id_key=self.key(),
        )

    def key(self) -> "IdKey | None":
        """What ID numbers are hashed with; raises ``UsageError`` for a file that is no key."""
        if self.id_key is None:
            return None
        from gridcredit.privacy import IdKey

        try:
            secret = bytes.fromhex(self.id_key.read_text("ascii").strip())
        except (OSError, ValueError):
            secret = b""
        if len(secret) < KEY_BYTES:
            raise errors.UsageError(
                N_("{path} is no key; make one with: gridcredit ledger id-key FILE"), path=self.id_key
            )
        return IdKey(secret)

    def working_days(self) -> "Calendar":
        """The State Council's arrangements, under a bank's own calendar; raises ``PolicyError``."""
        from gridcredit import workdays
        from gridcredit.ingest.calendar import read_calendar

        return workdays.STANDARD if self.calendar is None else self._read(self.calendar, read_calendar)

    def officers(self) -> "list[Officer] | None":
        """Those of the sheet of staff; None where none is named. Raises ``PolicyError``."""
        from gridcredit.ingest.staff import read_staff

        return None if self.staff is None else self._read(self.staff, read_staff)

    def _read(self, path: Path, read: "Callable[[Workbook], tuple[Read | None, list[Finding]]]") -> "Read":
        """A sheet that all hangs on: what cannot be used of it is told, and ends the command."""
        from gridcredit import printing
        from gridcredit.ingest.workbook import FileRefused, Reading

        value: Read | None = None
        findings: list[Finding]
        try:
            value, findings = read(Reading(path).result())
        except FileRefused as refused:
            findings = [refused.finding(path.name)]
        printing.print_findings(self.terminal(), findings)
        if value is None:
            text = N_("{path} cannot be used as it is; nothing was done")
            if self.quiet and findings:
                text = N_("{path} cannot be used as it is; nothing was done; {found}")
            raise errors.PolicyError(text, path=path, found=printing.findings_line(findings) if findings else "")
        self.noted.extend(findings)
        return value

    def vocabulary(self) -> "Vocabulary":
        """The words of the profile, or the standard ones; raises ``PolicyError``."""
        from gridcredit.ingest import profile, words

        return profile.load(self.profile) if self.profile is not None else words.STANDARD

    def policy_book(self) -> "PolicyBook":
        """The shipped policy under the files of --policy; raises ``PolicyError``."""
        return book_of(self.policy_sources())

    def policy_sources(self) -> "list[Source]":
        """The files of --policy as they were read, their cases checked; raises ``PolicyError``."""
        return [self.policy_source(path) for path in self.policies]

    def policy_source(self, path: Path) -> "Source":
        """One policy file, TOML or a workbook; raises ``PolicyError``."""
        from gridcredit import policy as policy_files
        from gridcredit.policytools import cases, workbook
        from gridcredit.reports import labels

        codes = labels.codes()
        if workbook.is_workbook(path):
            source = workbook.read(path, codes, self.passwords)
        else:
            source = policy_files.read_toml(path)
        cases.cases_of(source.cases, codes)
        return source

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

        ledger = Ledger(self.ledger, must_exist=True, known_at=self.known_at)
        if ledger.brought_forward:
            text = _("the ledger was brought forward to this version; a copy as it was: {path}")
            self.terminal().line(text.format(path=ledger.brought_forward))
        return ledger

    def print_json(self, value: object) -> None:
        if self.as_json:
            print(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def book_of(sources: "Sequence[Source]") -> "PolicyBook":
    """The shipped policy under ``sources``, the last one strongest; raises ``PolicyError``, also for rows of a table that
    no household can meet.
    """
    from gridcredit import household_facts
    from gridcredit import policy as policy_files

    book = policy_files.load(sources)
    household_facts.check(book)
    return book


def _read_text(path: Path) -> None:
    """Raises ``UsageError`` where a file of passwords cannot be read by the workers."""
    try:
        path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise errors.UsageError(N_("{path} cannot be read; save it as a text file in UTF-8"), path=path) from None


def workbooks_in(places: Sequence[Path], with_lists: bool = False) -> tuple[list[Path], list[Outcome], list[Finding]]:
    """The workbooks to read, each once however it is spelt, an outcome for each folder that holds none, and what was
    passed over. ``with_lists``: as of ``find_workbooks``.
    """
    passed: list[Finding] = []
    paths: dict[Path, Path] = {}
    empty: list[Outcome] = []
    for place in places:
        try:
            found = find_workbooks(place, with_lists)
            passed += [Finding("PASSED_OVER", other.name) for other in find_others(place)]
        except OSError:
            empty.append(Outcome((place,), [Finding("FILE_NO_ACCESS", place.name)]))
            continue
        if not found:
            empty.append(Outcome((place,), [Finding("NO_WORKBOOKS", place.name)]))
        for path in found:
            if place.is_dir() and is_marked_copy(path):
                passed.append(Finding("COPY_PASSED_OVER", path.name))
            else:
                paths.setdefault(path.resolve(), path)
    return list(paths.values()), empty, passed


def candidates(places: Sequence[Path], archive: Path | None) -> Iterator[Path]:
    """The files named, those in folders named, and those in the archive: where inputs of the past may be."""
    for place in (*places, *([archive] if archive else ())):
        if place.is_dir():
            yield from sorted(
                entry for entry in place.rglob("*") if entry.is_file() and not entry.name.startswith("~$")
            )
        else:
            yield place


def sha256_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        raise errors.UsageError(N_("{path} cannot be read"), path=path) from None


def exit_code(outcomes: Sequence[Outcome]) -> int:
    if any(outcome.defect for outcome in outcomes):
        return errors.INTERNAL
    if all(outcome.village is None for outcome in outcomes):
        return errors.ALL_REFUSED
    refused = any(finding.severity == ERROR for outcome in outcomes for finding in outcome.findings)
    return errors.PARTIAL if refused else errors.DONE


def must_not_lose(path: Path, ledger: "Ledger", common: Common) -> None:
    """Raises ``OutputError`` unless nothing stands at ``path``, or a list in which nothing stands that is not on record."""
    from gridcredit.ingest.workbook import FileRefused, Reading
    from gridcredit.ingest.worklists import as_written, read_worklist
    from gridcredit.ledger.outcomes import all_on_record

    if not path.exists():
        return
    try:
        read = read_worklist(Reading(path, passwords=common.passwords).result())
    except FileRefused:
        read = None
    rows = as_written(read) if read else None
    if rows is not None:
        villages = {str(village) for village in rows.get("village")}
        if not villages or all_on_record(rows, ledger.events(date.max, villages)):
            return
    text = N_("{path} was changed since it was written; take it in with gridcredit record, or move it away")
    raise errors.OutputError(errors.CANNOT_CREATE, text, path=path)


def until_or_next_month(until: date | str | None, as_of: date) -> date:
    """Up to when a list goes: as asked, a day or a time from ``as_of`` such as ``+7d``; or the end of next month. Raises
    ``UsageError`` for a day before ``as_of``.
    """
    if isinstance(until, str):
        from dateutil.relativedelta import relativedelta

        unit = {"d": "days", "w": "weeks", "m": "months"}[until[-1]]
        until = as_of + relativedelta(**{unit: int(until[1:-1])})  # type: ignore[arg-type]
    if until is not None:
        if until < as_of:
            raise errors.UsageError(N_("--until {until} is before the as-of date {as_of}"), until=until, as_of=as_of)
        return until
    if (as_of.year, as_of.month) == (date.max.year, date.max.month):
        return date.max
    year, month = (as_of.year + 1, 1) if as_of.month == 12 else (as_of.year, as_of.month + 1)
    return date(year, month, calendar.monthrange(year, month)[1])
