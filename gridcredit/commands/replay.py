"""``replay``."""

import hashlib
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gridcredit import __version__, errors, printing
from gridcredit.batch.jobs import Outcome
from gridcredit.commands.common import Common, candidates, sha256_of
from gridcredit.findings import Finding
from gridcredit.i18n import N_, _
from gridcredit.ingest.workbook import FileRefused, ReaderDefect, Reading
from gridcredit.schema import FINDINGS

if TYPE_CHECKING:
    from gridcredit.ingest.parts import FileRead
    from gridcredit.ledger.store import Ledger
    from gridcredit.replaying import Compared

RUNS_SHOWN = 12


@dataclass(slots=True)
class _Inputs:
    """Where the files of a run were found, and findings on those that were not; ``profile`` None: the run had none."""

    files: dict[str, Path] = field(default_factory=dict)
    profile: Path | None = None
    findings: list[Finding] = field(default_factory=list)


def replay(common: Common, name: str, places: Sequence[Path], archive: Path | None) -> int:
    """Contract §1, ``replay``: 0 when all values are equal, 3 when some differ, 65 when an input is missing or changed."""
    from gridcredit import pipeline

    with common.existing_ledger() as ledger:
        run = _one(ledger.runs_named(name), name)
        kept = pipeline.policy_of_run(ledger, run)
        policy = kept.policy if kept else pipeline.same_policy(run, common.policy_book())
        if policy is None:
            raise errors.UsageError(
                N_("the ledger does not keep the policy of run {run}; name the files of that policy with --policy"),
                run=run["run"],
            )
        inputs = _find(run, candidates(places, archive))
        reads = [] if inputs.findings else _read(common, run, inputs, ledger)
        compared = None
        if not inputs.findings:
            profile = run["detail"]["profile_sha256"]
            compared = pipeline.replay_run(ledger, run, reads, policy, profile, bool(kept and kept.added))
    return _tell(common, run, inputs, compared)


def _one(runs: Sequence[Mapping[str, Any]], name: str) -> Mapping[str, Any]:
    if len(runs) == 1:
        return runs[0]
    if not runs:
        raise errors.UsageError(N_("the ledger has no run whose name begins with {name}"), name=name)
    shown = " ".join(run["run"] for run in runs[:RUNS_SHOWN])
    raise errors.UsageError(N_("several runs have names that begin with {name}: {runs}"), name=name, runs=shown)


def _find(run: Mapping[str, Any], candidates: Iterator[Path]) -> _Inputs:
    """The run's inputs by their hashes."""
    by_hash: dict[str, Path] = {}
    by_name: dict[str, str] = {}
    for path in candidates:
        sha256 = sha256_of(path)
        by_name.setdefault(path.name, sha256)
        by_hash.setdefault(sha256, path)
    found = _Inputs()
    for file, sha256 in run["detail"]["inputs"].items():
        if sha256 in by_hash:
            found.files[file] = by_hash[sha256]
        elif file in by_name:
            params = {"recorded": sha256[:12], "found": by_name[file][:12]}
            found.findings.append(Finding("INPUT_CHANGED", file, params=params))
        else:
            found.findings.append(Finding("INPUT_MISSING", file, params={"recorded": sha256[:12]}))
    profile = run["detail"]["profile_sha256"]
    if profile:
        found.profile = by_hash.get(profile)
        if found.profile is None:
            found.findings.append(Finding("PROFILE_MISSING", "", params={"recorded": profile[:12]}))
    return found


def _read(common: Common, run: Mapping[str, Any], inputs: _Inputs, ledger: "Ledger") -> "list[FileRead]":
    """The inputs, read under the names that they had; a village that only its folder named has that name again.

    Of ballots the rows stand for households again, and ratings beside them in the roster are left out.
    """
    from gridcredit import checking
    from gridcredit.ballots import minutes, opening
    from gridcredit.commands.ballot.shared import ballot_of, without_ratings

    numbers = {one["file"]: one["number"] for one in run["detail"].get("ballots", ()) if one["how"]}
    rounds = minutes.states(ledger.minutes()) if numbers else []
    reads = []
    with tempfile.TemporaryDirectory() as folder:
        for file, path in inputs.files.items():
            if path.name != file:
                link = Path(folder) / file
                link.symlink_to(path.resolve())
                path = link
            try:
                what = "ballot" if file in numbers else "village"
                reading = Reading(path, what, run["village"], inputs.profile, common.passwords)
                read = checking.read_file(reading.answer(), file)
                if file in numbers:
                    state = minutes.with_ballot(rounds, numbers[file])
                    assert state is not None
                    opening.resolve(read, ballot_of(state, numbers[file]))
                elif numbers:
                    without_ratings(read)
                reads.append(read)
            except FileRefused as refused:
                inputs.findings.append(refused.finding(file))
            except ReaderDefect as defect:
                raise errors.GridcreditError(N_("internal error at {place}"), place=defect.place) from None
    return reads


def _tell(common: Common, run: Mapping[str, Any], inputs: _Inputs, compared: "Compared | None") -> int:
    from gridcredit.reports.replayed import differences_table

    terminal = common.terminal()
    software = f"gridcredit {__version__}"
    terminal.line(
        _("run {run}: {village}, {day}; policy {policy}; made with {software}, now {now}").format(
            run=run["run"],
            village=run["village"],
            day=run["effective"],
            policy=run["policy_sha256"][:12],
            software=run["software"],
            now=software,
        )
    )
    printing.print_findings(terminal, inputs.findings)
    if compared is not None:
        if compared.differences:
            terminal.table(differences_table(compared.differences))
        terminal.line(
            _("{households} households recomputed, {count} values differ").format(
                households=compared.households, count=len(compared.differences)
            )
        )
        if compared.unrecorded:
            terminal.line(_("not kept by the run's version: {names}").format(names=", ".join(compared.unrecorded)))
    common.print_json(
        {
            **{key: run[key] for key in ("run", "village", "effective", "policy_sha256", "input_sha256", "software")},
            "software_now": software,
            "inputs": [
                {"file": file, "sha256": sha256, "found": file in inputs.files}
                for file, sha256 in run["detail"]["inputs"].items()
            ],
            "households": compared.households if compared else 0,
            "equal": compared is not None and not compared.differences,
            "differences": [
                {
                    "household_id": one.household_id or None,
                    "field": one.field,
                    "recorded": one.recorded,
                    "recomputed": one.recomputed,
                }
                for one in (compared.differences if compared else ())
            ],
            "unrecorded": list(compared.unrecorded) if compared else [],
            "failed": [dict(zip(FINDINGS, one.row())) for one in inputs.findings],
        }
    )
    if compared is None:
        return errors.ALL_REFUSED
    return errors.PARTIAL if compared.differences else errors.DONE


def keep_inputs(archive: Path, outcomes: Sequence[Outcome], profile: Path | None) -> list[Finding]:
    """Copy what the villages were read from to ``archive``: <SHA-256>/<name>, private, each once; ``assess --archive``."""
    from gridcredit import output

    findings = []
    files = [(path, sha256) for outcome in outcomes for path, sha256 in outcome.hashes.items()]
    if profile is not None and files:
        files.append((profile, sha256_of(profile)))
    for path, sha256 in files:
        if (archive / sha256 / path.name).exists():
            continue
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() != sha256:  # saved again since it was read
            findings.append(Finding("INPUT_NOT_KEPT", path.name))
            continue
        output.keep(archive, path.name, data)
    return findings
