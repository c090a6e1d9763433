"""Many workbooks: found, read and decided in worker processes, recorded and put in place one after the other.

What takes long to import is imported in the workers while the reader's child reads and checks the workbook, and the
database in the parent while they work.
"""

import gc
import os
import re
import signal
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gridcredit import output
from gridcredit.errors import GridcreditError, PolicyError, where
from gridcredit.findings import Finding
from gridcredit.i18n import _, set_language
from gridcredit.ingest.workbook import FileRefused, ReaderDefect, Reading, Workbook

if TYPE_CHECKING:
    from gridcredit.changes import Changes
    from gridcredit.ingest.parts import FileRead
    from gridcredit.ingest.village import Ingested
    from gridcredit.ledger.entries import Run
    from gridcredit.ledger.store import Ledger
    from gridcredit.policy import PolicyBook
    from gridcredit.schema import Counts

WORKBOOK_ENDINGS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".et", ".ods", ".csv")
INTERNAL = "INTERNAL"
_MARKED = re.compile(r"-(检查|checked)(\d{0,4})$")
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Task:
    """What all jobs of a run share; ``out`` None: check only. ``profile`` and ``passwords`` are files; ``salt`` hides
    ID numbers while villages are compared, as they are where there are ``several`` files. ``ledger``: a file to look up
    earlier runs in, which need not exist."""

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
    """What became of one file, or of one village's files; ``village`` None: refused, ``findings`` say why (or
    ``defect`` where). ``counts``: rows by file and sheet. ``hashes``: of the files that could
    be read. ``people``: file, sheet, cell and household of each person, by a salted hash of the ID number. ``read``: a part of a village, waiting for the others;
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


def find_workbooks(place: Path) -> list[Path]:
    """A file as given, a folder as the workbooks in it; results of ours and lock files (``~$``) are passed over."""
    if not place.is_dir():
        return [place]
    inside = sorted(entry for entry in place.iterdir() if entry.suffix.lower() in WORKBOOK_ENDINGS)
    return [entry for entry in inside if not entry.name.startswith((".", "~$")) and not is_result(entry.name)]


def find_others(place: Path) -> list[Path]:
    """What else a folder holds that may belong to its villages: files of other kinds, and subfolders with workbooks.

    Passed over in silence are hidden files, lock files, results of ours, profiles and ledgers.
    """
    inside = sorted(place.iterdir()) if place.is_dir() else []
    inside = [entry for entry in inside if not entry.name.startswith((".", "~$")) and not is_result(entry.name)]
    ours = (".toml", ".db", ".db-wal", ".db-shm")
    return [
        entry
        for entry in inside
        if (find_workbooks(entry) if entry.is_dir() else entry.suffix.lower() not in (*WORKBOOK_ENDINGS, *ours))
    ]


def is_marked_copy(path: Path) -> bool:
    """Whether a workbook is one of ``check --annotate``, which in a folder stands beside the workbook it was made of."""
    return _MARKED.search(path.stem) is not None


def copy_name(path: Path) -> str:
    """The name of a workbook's marked copy; a copy that is marked again gives the next one, 甲-检查2.xlsx."""
    marked = _MARKED.search(path.stem)
    if marked is None:
        return _("{stem}-checked.xlsx").format(stem=path.stem)
    return f"{path.stem[: marked.start()]}-{marked[1]}{int(marked[2] or 1) + 1}.xlsx"


def is_result(name: str) -> bool:
    ours = ("覆盖面-", "贷后检查-", "coverage-", "inspections-")
    return name.endswith(("-授信结果.xlsx", "-assessment.xlsx")) or (name.startswith(ours) and name.endswith(".xlsx"))


def read(path: Path, passwords: Path | None = None) -> Workbook:
    return Reading(path, passwords=passwords).result()


def assess(
    paths: Sequence[Path],
    task: Task,
    jobs: int,
    open_ledger: "Callable[[], Ledger] | None",
    now: datetime,
    advance: Callable[[], None],
) -> list[Outcome]:
    """Assess every village; record and publish those that were taken, in the order of ``paths``.

    Results are put in place only after the ledger has them. Raises ``GridcreditError`` where output or ledger fails.
    """
    with _Pool(min(jobs, len(paths))) as pool, ExitStack() as stack:
        pool.start(_jobs(paths, task))
        ledger = stack.enter_context(open_ledger()) if open_ledger else None
        outcomes = _villages(pool, advance)
        for outcome in outcomes:
            if outcome.run is None:
                continue
            if ledger is not None:
                outcome.recorded = ledger.record_run(outcome.run, now)
            if outcome.staged and outcome.target:
                output.publish(outcome.staged, outcome.target)
                outcome.staged = None
    return outcomes


def check(paths: Sequence[Path], task: Task, jobs: int, advance: Callable[[], None]) -> list[Outcome]:
    """Read every file and collect its findings; nothing is decided or written."""
    with _Pool(min(jobs, len(paths))) as pool:
        pool.start(_jobs(paths, task))
        return _villages(pool, advance)


def _jobs(paths: Sequence[Path], task: Task) -> list[Job]:
    """A job for each file; files of one folder may be parts of one village."""
    beside = Counter(path.resolve().parent for path in paths)
    task = replace(task, several=len(paths) > 1)
    return [Job(task, place, (path,), beside[path.resolve().parent] > 1) for place, path in enumerate(paths)]


def _villages(pool: "_Pool", advance: Callable[[], None]) -> list[Outcome]:
    """The outcomes of the jobs that were started, with the parts of a village put together."""
    done: list[tuple[Job, Outcome]] = []
    beside: dict[Path, list[tuple[Job, Outcome]]] = defaultdict(list)
    for job, outcome in pool.outcomes():
        advance()
        group = beside[job.paths[0].resolve().parent] if job.fellows else done
        group.append((job, outcome))
    joint: list[Job] = []
    for entries in beside.values():
        alone, together = _by_village(entries)
        done += alone
        joint += together
    pool.start(joint)
    done += pool.outcomes()
    outcomes = [outcome for _, outcome in sorted(done, key=lambda entry: entry[0].place)]
    _refuse_same_village(outcomes)
    _find_in_two_villages(outcomes)
    return outcomes


def _by_village(entries: Sequence[tuple[Job, Outcome]]) -> tuple[list[tuple[Job, Outcome]], list[Job]]:
    """Of a folder's files: those that stand by themselves, and a job for each village that several make together.

    A file that names no village belongs to the only one that is named. Where a file could not be used at all, it may
    be a part that is missing: then nothing is put together.
    """
    alone: list[tuple[Job, Outcome]] = []
    groups: dict[str | None, list[tuple[Job, Outcome]]] = defaultdict(list)
    names = {outcome.named for _, outcome in entries if outcome.named}
    only = names.pop() if len(names) == 1 else None
    for job, outcome in entries:
        unusable = outcome.read is None and outcome.village is None
        (alone if unusable else groups[outcome.named or only]).append((job, outcome))
    broken = alone[0][1].file if alone else ""
    joint: list[Job] = []
    for group in groups.values():
        if len(group) == 1 and group[0][1].read is None:
            alone += group
            continue
        for job, outcome in group:
            _withdraw(outcome)
            if broken:
                found = [*(outcome.read.findings if outcome.read else ()), _incomplete(outcome.file, broken)]
                alone.append((job, Outcome(outcome.paths, found, hashes=outcome.hashes)))
        if not broken:
            first, paths = group[0][0], tuple(job.paths[0] for job, _ in group)
            joint.append(Job(first.task, first.place, paths, reads=tuple(outcome.read for _, outcome in group)))
    return alone, joint


def _withdraw(outcome: Outcome) -> None:
    if outcome.staged:
        output.discard(outcome.staged)
    outcome.staged = outcome.village = outcome.run = None


def _incomplete(file: str, other: str) -> Finding:
    return Finding("VILLAGE_INCOMPLETE", file, params={"other": other})


def work(job: Job) -> Outcome:
    """One job, in a worker process."""
    gc.collect()
    task = job.task
    set_language(task.language)
    outcome = Outcome(job.paths)
    reads: list[FileRead] = []
    try:
        reading = None if job.reads[0] else _start(job, 0)
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


def _start(job: Job, place: int) -> Reading:
    path, task = job.paths[place], job.task
    folder = path.resolve().parent.name
    return Reading(path, "village", folder=folder, profile=task.profile, passwords=task.passwords)


def _assess(job: Job, ingested: "Ingested", outcome: Outcome) -> None:
    from gridcredit import pipeline

    assert job.task.out is not None
    task = job.task
    with _earlier_runs(task.ledger) as ledger:
        assessed = pipeline.assess_village(ingested, task.policies, task.as_of, task.profile_sha256, ledger)
    assessment, outcome.changes = assessed.assessment, assessed.changes
    outcome.findings = list(assessment.findings)
    outcome.tally, outcome.coverage, outcome.run = assessment.tally(), dict(assessed.coverage), assessed.run
    outcome.decisions = assessment.decision_rows()
    name = _("{village}-assessment.xlsx").format(village=output.file_name(str(outcome.village)))
    outcome.target = job.task.out / name
    output.refuse_inputs(outcome.target, job.paths)
    outcome.staged = output.stage(outcome.target, assessed.workbook)


def _has_runs(ledger: str | None) -> bool:
    """Whether there may be earlier runs: a ledger that is made meanwhile has none."""
    return ledger is not None and Path(ledger).is_file() and Path(ledger).stat().st_size > 0


def _earlier_runs(ledger: str | None) -> "AbstractContextManager[Ledger | None]":
    if ledger is None or not _has_runs(ledger):
        return nullcontext()
    from gridcredit.ledger.store import Ledger

    return Ledger(ledger, must_exist=True)


class _Pool:
    """Worker processes for jobs; when one dies, what it took down with it is tried again alone.

    On leaving, results that are still staged are discarded.
    """

    def __init__(self, size: int) -> None:
        self._executor = self._new(size)
        self._waiting: list[tuple[Job, Future[Outcome] | None]] = []
        self._done: list[Outcome] = []

    def __enter__(self) -> "_Pool":
        return self

    def __exit__(self, *_error: object) -> None:
        self._executor.shutdown(cancel_futures=True)
        futures = [future for _, future in self._waiting if future and not future.cancelled()]
        finished = [future.result() for future in futures if not future.exception()]
        for outcome in [*finished, *self._done]:
            if outcome.staged:
                output.discard(outcome.staged)

    def start(self, jobs: Sequence[Job]) -> None:
        for job in jobs:
            try:
                self._waiting.append((job, self._executor.submit(work, job)))
            except BrokenProcessPool:
                self._waiting.append((job, None))

    def outcomes(self) -> Iterator[tuple[Job, Outcome]]:
        """What became of the jobs that were started, in their order."""
        while self._waiting:
            job, future = self._waiting[0]
            try:
                outcome = future.result() if future else self._alone(job)
            except BrokenProcessPool:
                outcome = self._alone(job)
            self._done.append(outcome)
            del self._waiting[0]
            yield job, outcome

    def _alone(self, job: Job) -> Outcome:
        with self._new(1) as executor:
            try:
                return executor.submit(work, job).result()
            except BrokenProcessPool:
                return Outcome(job.paths, defect="BrokenProcessPool")

    @staticmethod
    def _new(size: int) -> ProcessPoolExecutor:
        context = get_context(_start_method())
        return ProcessPoolExecutor(max(1, size), context, initializer=_live_with_parent, initargs=(os.getpid(),))


def _start_method() -> str:
    """A fork starts at once, but is safe only where it is the system's habit and while there is a single thread.

    Threads are counted by the system, since libraries start some that Python does not know of.
    """
    threads = Path("/proc/self/task")
    return "fork" if sys.platform == "linux" and threads.is_dir() and len(list(threads.iterdir())) == 1 else "spawn"


def _live_with_parent(parent: int) -> None:
    """Leave interrupts to the parent, and end when it is killed (on Linux, where the system sees to that).

    Garbage is collected between jobs alone: while tables are built there is none, and looking for it takes a quarter
    of the time.
    """
    gc.disable()
    gc.freeze()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


def default_jobs() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _find_in_two_villages(outcomes: Sequence[Outcome]) -> None:
    """Warn of persons whom two villages of this run list. Their result workbooks are made by then and do not tell."""
    standing = {outcome.village: outcome for outcome in outcomes if outcome.village}
    if len(standing) < 2:
        return
    from gridcredit.ingest.checks import in_two_villages

    for person, village, other in in_two_villages({village: one.people for village, one in standing.items()}):
        outcome = standing[village]
        params = {"village": other}
        outcome.findings.append(Finding("PERSON_IN_TWO_VILLAGES", *outcome.people[person], params=params))


def _refuse_same_village(outcomes: Sequence[Outcome]) -> None:
    times = Counter(outcome.village for outcome in outcomes if outcome.village)
    for outcome in outcomes:
        if outcome.village and times[outcome.village] > 1:
            outcome.findings = [Finding("VILLAGE_TWICE", outcome.file)]
            _withdraw(outcome)
