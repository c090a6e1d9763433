"""``assess`` and ``check`` of many files: a village may be one of them, or several of a folder.

The database is imported while the workers are at work.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from gridcredit import output
from gridcredit.batch import jobs
from gridcredit.batch.jobs import Job, Outcome, Task
from gridcredit.batch.pool import Here, Pool
from gridcredit.findings import Finding
from gridcredit.ingest.workbook import Reading

if TYPE_CHECKING:
    from gridcredit.ledger.store import Ledger


def assess(
    paths: Sequence[Path],
    task: Task,
    size: int,
    open_ledger: "Callable[[], Ledger] | None",
    now: datetime,
    advance: Callable[[], None],
) -> list[Outcome]:
    """Assess every village; record and publish those that were taken, in the order of ``paths``.

    Results are put in place only after the ledger has them. Raises ``GridcreditError`` where output or ledger fails.
    """
    with Pool(min(size, len(paths))) as pool, ExitStack() as stack:
        pool.start(_jobs(paths, task))
        ledger = stack.enter_context(open_ledger()) if open_ledger else None
        outcomes = _villages(pool, advance)
        for outcome in outcomes:
            _publish(outcome, ledger, now)
    return outcomes


def assess_read(job: Job, open_ledger: "Callable[[], Ledger]", now: datetime) -> Outcome:
    """Assess a village whose files have been read; record and publish it as ``assess`` does, in this process."""
    outcome = jobs.work(job)
    try:
        with open_ledger() as ledger:
            _publish(outcome, ledger, now)
    finally:
        if outcome.staged:
            output.discard(outcome.staged)
    return outcome


def _publish(outcome: Outcome, ledger: "Ledger | None", now: datetime) -> None:
    """Put a village that was taken into the ledger, then its result in place."""
    if outcome.run is None:
        return
    if ledger is not None:
        _refuse_another_village(outcome, ledger)
        if outcome.run is None:
            return
        outcome.recorded = ledger.record_run(outcome.run, now)
    if outcome.staged and outcome.target:
        output.publish(outcome.staged, outcome.target)
        outcome.staged = None


def _refuse_another_village(outcome: Outcome, ledger: "Ledger") -> None:
    """A village that is called as one of the ledger is, and has another code, would take its place."""
    assert outcome.run is not None
    known, own = ledger.village_code(outcome.run.village, outcome.run.effective), outcome.run.detail.get("village_code")
    if known and own and known != own:
        outcome.findings = [Finding("VILLAGE_OTHER_CODE", outcome.file, params={"code": own, "known": known})]
        _withdraw(outcome)


def check(
    paths: Sequence[Path], task: Task, size: int, advance: Callable[[], None], reading: Reading | None = None
) -> list[Outcome]:
    """Read every file and collect its findings; nothing is decided or written. ``reading``: the only file's, begun."""
    with Here(reading) if reading else Pool(min(size, len(paths))) as pool:
        pool.start(_jobs(paths, task))
        return _villages(pool, advance)


def _jobs(paths: Sequence[Path], task: Task) -> list[Job]:
    """A job for each file; files of one folder may be parts of one village."""
    beside = Counter(path.resolve().parent for path in paths)
    task = replace(task, several=len(paths) > 1)
    return [Job(task, place, (path,), beside[path.resolve().parent] > 1) for place, path in enumerate(paths)]


def _villages(pool: Pool | Here, advance: Callable[[], None]) -> list[Outcome]:
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
