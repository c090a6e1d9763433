"""Worker processes that outlive a job that kills one of them, and not their parent."""

import gc
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path

from gridcredit import output
from gridcredit.batch import jobs
from gridcredit.batch.jobs import Job, Outcome
from gridcredit.ingest.workbook import Reading

PR_SET_PDEATHSIG = 1


class Pool:
    """Worker processes for jobs; when one dies, what it took down with it is tried again alone.

    On leaving, results that are still staged are discarded.
    """

    def __init__(self, size: int) -> None:
        self._executor = self._new(size)
        self._waiting: list[tuple[Job, Future[Outcome] | None]] = []
        self._done: list[Outcome] = []

    def __enter__(self) -> "Pool":
        return self

    def __exit__(self, *_error: object) -> None:
        self._executor.shutdown(cancel_futures=True)
        futures = [future for _, future in self._waiting if future and not future.cancelled()]
        finished = [future.result() for future in futures if not future.exception()]
        for outcome in [*finished, *self._done]:
            if outcome.staged:
                output.discard(outcome.staged)

    def start(self, given: Sequence[Job]) -> None:
        for job in given:
            try:
                self._waiting.append((job, self._executor.submit(jobs.work, job)))
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
                return executor.submit(jobs.work, job).result()
            except BrokenProcessPool:
                return Outcome(job.paths, defect="BrokenProcessPool")

    @staticmethod
    def _new(size: int) -> ProcessPoolExecutor:
        context = get_context(_start_method())
        return ProcessPoolExecutor(max(1, size), context, initializer=_live_with_parent, initargs=(os.getpid(),))


class Here:
    """The only job of a run, done in this process: there is nothing beside it that it could take down."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._jobs: list[Job] = []

    def __enter__(self) -> "Here":
        gc.disable()
        return self

    def __exit__(self, *_error: object) -> None:
        gc.enable()

    def start(self, given: Sequence[Job]) -> None:
        self._jobs += given

    def outcomes(self) -> Iterator[tuple[Job, Outcome]]:
        while self._jobs:
            job = self._jobs.pop(0)
            yield job, jobs.work(job, self._reading)


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
