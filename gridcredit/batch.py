"""Many workbooks: found, read and decided in worker processes, recorded and put in place one after the other.

What takes long to import is imported in the workers while the reader's child reads and checks the workbook, and the
database in the parent while they work.
"""

import os
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from dataclasses import dataclass, field
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
    from gridcredit.ledger.entries import Run
    from gridcredit.ledger.store import Ledger
    from gridcredit.policy import PolicyBook
    from gridcredit.schema import Counts

WORKBOOK_ENDINGS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".et", ".ods", ".csv")
INTERNAL = "INTERNAL"
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker needs for one file; ``out`` None: check only."""

    path: Path
    out: Path | None
    as_of: date
    policies: "PolicyBook | None"
    language: str


@dataclass(slots=True)
class Outcome:
    """What became of one file; ``village`` None: it was refused, ``findings`` say why (or ``defect`` where)."""

    file: str
    findings: list[Finding] = field(default_factory=list)
    village: str | None = None
    counts: "dict[str, Counts]" = field(default_factory=dict)
    tally: dict[str, int] = field(default_factory=dict)
    coverage: dict[str, Any] = field(default_factory=dict)
    decisions: list[tuple[Any, ...]] = field(default_factory=list)
    run: "Run | None" = None
    staged: Path | None = None
    target: Path | None = None
    recorded: bool = False
    defect: str = ""


def find_workbooks(place: Path) -> list[Path]:
    """A file as given, a folder as the workbooks in it; results of ours and lock files (``~$``) are passed over."""
    if not place.is_dir():
        return [place]
    inside = sorted(entry for entry in place.iterdir() if entry.suffix.lower() in WORKBOOK_ENDINGS)
    return [entry for entry in inside if not entry.name.startswith((".", "~$")) and not is_result(entry.name)]


def is_result(name: str) -> bool:
    ours = ("覆盖面-", "贷后检查-", "coverage-", "inspections-")
    return name.endswith(("-授信结果.xlsx", "-assessment.xlsx")) or (name.startswith(ours) and name.endswith(".xlsx"))


def read(path: Path) -> Workbook:
    return Reading(path).result()


def assess(
    paths: Sequence[Path],
    job: Callable[[Path], Job],
    jobs: int,
    open_ledger: "Callable[[], Ledger] | None",
    now: datetime,
    advance: Callable[[], None],
) -> list[Outcome]:
    """Assess every file; record and publish those that were taken, in the order of ``paths``.

    Results are put in place only after the ledger has them. Raises ``GridcreditError`` where output or ledger fails.
    """
    with _Pool([job(path) for path in paths], jobs) as pool, ExitStack() as stack:
        ledger = stack.enter_context(open_ledger()) if open_ledger else None
        outcomes = list(pool.outcomes(advance))
        _refuse_same_village(outcomes)
        for outcome in outcomes:
            if outcome.run is None:
                continue
            if ledger is not None:
                outcome.recorded = ledger.record_run(outcome.run, now)
            if outcome.staged and outcome.target:
                output.publish(outcome.staged, outcome.target)
                outcome.staged = None
    return outcomes


def check(paths: Sequence[Path], job: Callable[[Path], Job], jobs: int, advance: Callable[[], None]) -> list[Outcome]:
    """Read every file and collect its findings; nothing is decided or written."""
    with _Pool([job(path) for path in paths], jobs) as pool:
        outcomes = list(pool.outcomes(advance))
    _refuse_same_village(outcomes)
    return outcomes


def work(job: Job) -> Outcome:
    """One file, in a worker process."""
    set_language(job.language)
    outcome = Outcome(job.path.name)
    try:
        reading = Reading(job.path, "village")
        from gridcredit import pipeline

        ingested = pipeline.check_village(reading.answer(), outcome.file)
        outcome.findings = ingested.findings
        if ingested.facts is None:
            return outcome
        outcome.village, outcome.counts = ingested.facts.village, ingested.counts
        if job.out is not None and job.policies is not None:
            assessed = pipeline.assess_village(ingested, job.policies, job.as_of)
            assessment = assessed.assessment
            outcome.findings = list(assessment.findings)
            outcome.tally, outcome.coverage, outcome.run = assessment.tally(), dict(assessed.coverage), assessed.run
            outcome.decisions = assessment.decision_rows()
            outcome.target = job.out / _("{village}-assessment.xlsx").format(village=output.file_name(outcome.village))
            output.refuse_inputs(outcome.target, [job.path])
            outcome.staged = output.stage(outcome.target, assessed.workbook)
    except FileRefused as refused:
        outcome.findings = [Finding(refused.code, outcome.file, params=refused.params)]
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


class _Pool:
    """Worker processes for the jobs; when one dies, what it took down with it is tried again alone.

    On leaving, results that are still staged are discarded.
    """

    def __init__(self, jobs: Sequence[Job], size: int) -> None:
        self._jobs = jobs
        self._executor = self._new(min(size, len(jobs)))
        self._again: list[Outcome] = []
        self._futures: list[Future[Outcome]] = [self._executor.submit(work, job) for job in jobs]

    def __enter__(self) -> "_Pool":
        return self

    def __exit__(self, *_error: object) -> None:
        self._executor.shutdown(cancel_futures=True)
        done = [future.result() for future in self._futures if not future.cancelled() and not future.exception()]
        for outcome in [*done, *self._again]:
            if outcome.staged:
                output.discard(outcome.staged)

    def outcomes(self, advance: Callable[[], None]) -> Iterator[Outcome]:
        for job, future in zip(self._jobs, self._futures):
            try:
                yield future.result()
            except BrokenProcessPool:
                self._again.append(self._alone(job))
                yield self._again[-1]
            advance()
        self._executor.shutdown(wait=False)

    def _alone(self, job: Job) -> Outcome:
        with self._new(1) as executor:
            try:
                return executor.submit(work, job).result()
            except BrokenProcessPool:
                return Outcome(job.path.name, defect="BrokenProcessPool")

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
    """Leave interrupts to the parent, and end when it is killed (on Linux, where the system sees to that)."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


def default_jobs() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _refuse_same_village(outcomes: Sequence[Outcome]) -> None:
    times = Counter(outcome.village for outcome in outcomes if outcome.village)
    for outcome in outcomes:
        if outcome.village and times[outcome.village] > 1:
            outcome.findings = [Finding("VILLAGE_TWICE", outcome.file)]
            outcome.village = outcome.run = None
