"""What one worker process does: a file read and checked, or a village's files, decided and its result staged.

What takes long to import is imported here while the reader's child reads and checks the workbook.
"""

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gridcredit import output
from gridcredit.errors import GridcreditError, PolicyError, where
from gridcredit.findings import Finding
from gridcredit.i18n import _, set_language
from gridcredit.ingest.workbook import FileRefused, ReaderDefect, Reading
from gridcredit.privacy import IdKey

if TYPE_CHECKING:
    from gridcredit.changes import Changes
    from gridcredit.ingest.parts import FileRead
    from gridcredit.ingest.village import Ingested
    from gridcredit.ledger.entries import Run
    from gridcredit.ledger.store import Ledger
    from gridcredit.policy import PolicyBook
    from gridcredit.schema import Counts


@dataclass(frozen=True, slots=True)
class Task:
    """What all jobs of a run share; ``out`` None: check only. ``profile`` and ``passwords`` are files; ``salt`` hides
    ID numbers while villages are compared, as they are where there are ``several`` files. ``ledger``: a file to look up
    earlier runs in, which need not exist. ``ballots``: those that the ratings come from, as ``Assessment.ballots``.
    ``id_key``: to keep persons by in the ledger."""

    out: Path | None
    as_of: date
    policies: "PolicyBook"
    language: str
    profile: Path | None = None
    profile_sha256: str | None = None
    passwords: Path | None = None
    salt: bytes = b""
    several: bool = False
    ledger: str | None = None
    ballots: tuple[Mapping[str, Any], ...] = ()
    id_key: IdKey | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """One file, or the files of one village with what was read of them already; ``place`` is its turn in the run.

    ``fellows``: other files of its folder are in the run, so a file that is no whole village waits for them.
    """

    task: Task
    place: int
    paths: tuple[Path, ...]
    fellows: bool = False
    reads: "tuple[FileRead | None, ...]" = (None,)


@dataclass(slots=True)
class Outcome:
    """What became of one file, or of one village's files; ``village`` None: refused, ``findings`` say why (or ``defect``
    where).

    ``counts``: rows by file and sheet. ``hashes``: of the files that could be read. ``people``: file, sheet, cell and
    household of each person, by a salted hash of the ID number. ``read``: a part of a village, waiting for the others;
    ``named``: the village that the file names.
    """

    paths: tuple[Path, ...]
    findings: list[Finding] = field(default_factory=list)
    village: str | None = None
    counts: "dict[tuple[str, str], Counts]" = field(default_factory=dict)
    tally: dict[str, int] = field(default_factory=dict)
    coverage: dict[str, Any] = field(default_factory=dict)
    decisions: list[tuple[Any, ...]] = field(default_factory=list)
    changes: "Changes | None" = None
    run: "Run | None" = None
    staged: Path | None = None
    target: Path | None = None
    recorded: bool = False
    defect: str = ""
    hashes: dict[Path, str] = field(default_factory=dict)
    people: dict[str, tuple[str, str, str, str]] = field(default_factory=dict)
    read: "FileRead | None" = None
    named: str | None = None

    @property
    def file(self) -> str:
        return self.paths[0].name

    @property
    def files(self) -> tuple[str, ...]:
        return tuple(path.name for path in self.paths)


def work(job: Job, reading: Reading | None = None) -> Outcome:
    """One job; ``reading`` of its file may have begun."""
    gc.collect()
    task = job.task
    set_language(task.language)
    outcome = Outcome(job.paths)
    reads: list[FileRead] = []
    try:
        reading = reading or (None if job.reads[0] else _start(job, 0))
        from gridcredit import checking

        if task.out is not None:
            from gridcredit import pipeline  # noqa: F401

            if _has_runs(task.ledger):
                import gridcredit.ledger.store  # noqa: F401  takes long; the reader's child reads meanwhile
        for place, (name, known) in enumerate(zip(outcome.files, job.reads)):
            if known is None:
                reading = reading or _start(job, place)
                known, reading = checking.read_file(reading.answer(), name), None
            reads.append(known)
            outcome.hashes[job.paths[place]] = known.sha256
        if job.fellows:
            outcome.named = reads[0].village
            if not reads[0].whole:
                outcome.read = reads[0]
                return outcome
        ingested = checking.check_village(reads, task.policies, task.as_of)
        outcome.findings, outcome.counts = ingested.findings, ingested.counts
        if ingested.facts is None:
            return outcome
        outcome.village = ingested.facts.village
        if task.several:
            outcome.people = checking.people_of(ingested, task.salt)
        if task.out is not None:
            _assess(job, ingested, outcome)
    except FileRefused as refused:
        outcome.findings = [refused.finding(outcome.files[len(reads)])]
    except PolicyError as error:  # the policy was checked before: it is this village's date that is out of its reach
        outcome.village = None
        params = {"column": "评议日期", **error.params}
        outcome.findings.append(Finding("POLICY_NOT_IN_FORCE", outcome.file, params=params))
    except GridcreditError:
        raise
    except ReaderDefect as defect:
        outcome.defect = defect.place
    except Exception as defect:
        outcome.village = None
        outcome.defect = where(defect)
    return outcome


@contextmanager
def reading_ahead(paths: Sequence[Path], profile: Path | None, passwords: Path | None) -> Iterator[Reading | None]:
    """The only one of ``paths`` being read already; None where there are several, or where it cannot be opened.

    What nobody waited for is stopped.
    """
    try:
        reading = _read(paths[0], profile, passwords) if len(paths) == 1 else None
    except FileRefused:  # and will be again, when it is its turn
        reading = None
    try:
        yield reading
    finally:
        if reading:
            reading.stop()


def _start(job: Job, place: int) -> Reading:
    return _read(job.paths[place], job.task.profile, job.task.passwords)


def _read(path: Path, profile: Path | None, passwords: Path | None) -> Reading:
    return Reading(path, "village", folder=path.resolve().parent.name, profile=profile, passwords=passwords)


def _assess(job: Job, ingested: "Ingested", outcome: Outcome) -> None:
    from gridcredit import pipeline

    assert job.task.out is not None
    task = job.task
    with _earlier_runs(task.ledger) as ledger:
        assessed = pipeline.assess_village(
            ingested, task.policies, task.as_of, task.profile_sha256, ledger, task.ballots, task.id_key
        )
    assessment, outcome.changes = assessed.assessment, assessed.changes
    outcome.findings = list(assessment.findings)
    outcome.tally, outcome.coverage, outcome.run = assessment.tally(), dict(assessed.coverage), assessed.run
    outcome.decisions = assessment.decision_rows()
    name = _("{village}-assessment.xlsx").format(village=output.file_name(str(outcome.village)))
    outcome.target = job.task.out / name
    output.refuse_inputs(outcome.target, job.paths)
    outcome.staged = output.stage(outcome.target, assessed.workbook)


def _has_runs(ledger: str | None) -> bool:
    """Whether there may be earlier runs: a file that is made meanwhile has none."""
    return ledger is not None and ("://" in ledger or (Path(ledger).is_file() and Path(ledger).stat().st_size > 0))


def _earlier_runs(ledger: str | None) -> "AbstractContextManager[Ledger | None]":
    if ledger is None or not _has_runs(ledger):
        return nullcontext()
    from gridcredit.ledger.store import existing

    return existing(ledger) or nullcontext()
