"""Data flows one way, and each outside library has its one place (the contracts stand in setup.cfg)."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from gridcredit import cli
from gridcredit.findings import CATALOGUE, STAGES

ROOT = Path(__file__).parent.parent


def test_imports_keep_their_directions() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [lint, "--config", "setup.cfg", "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_every_finding_has_a_message_and_a_remedy_and_is_used() -> None:
    code = "".join(
        path.read_text("utf-8") for path in (ROOT / "gridcredit").rglob("*.py") if path.parent.name != "findings"
    )
    assert len(CATALOGUE) == sum(len(stage.KINDS) for stage in STAGES), "a code stands for two things"
    for name, kind in CATALOGUE.items():
        assert kind.severity in ("error", "warning")
        assert kind.message
        assert kind.remedy
        assert f'"{name}"' in code, f"{name} is never found"


def leaves(group: click.Group, before: str = "") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from leaves(command, f"{before}{name} ")
        else:
            yield f"{before}{name}", command


def test_the_options_of_the_contract_are_declared() -> None:
    declared = {name: {option for parameter in command.params for option in parameter.opts} for name, command in leaves(cli.cli)}  # fmt: skip
    shared = {"--lang", "--json", "--table-format"}
    without_tables = {"template", "policy diff"}
    for name, options in declared.items():
        assert shared - ({"--table-format"} if name in without_tables else set()) <= options, name
    assert {"-o", "--as-of", "--policy", "--ledger", "--jobs", "--dry-run", "--decisions"} <= declared["assess"]
    assert {"--findings", "--jobs"} <= declared["check"]
    assert {"-o", "--as-of", "--policy", "--ledger"} <= declared["explain"]
    assert {"--ledger", "--dry-run", "--as-of"} <= declared["record"]
    assert {"--by", "--as-of", "--ledger", "-o"} <= declared["coverage"]
    assert {"--until", "--as-of", "--ledger", "-o"} <= declared["inspections"]


def test_assessing_a_village_needs_no_pandas(small_village: Path, tmp_path: Path) -> None:
    """Neither in the parent nor in its workers: their time is mostly that of imports."""
    script = (
        "import sys\nfrom gridcredit.batch import jobs\nfrom gridcredit.cli import main\n"
        "whole = jobs.work\n"
        "def work(job):\n    outcome = whole(job)\n    assert 'pandas' not in sys.modules\n    return outcome\n"
        "jobs.work = work\n"
        f"try: main(['assess', {str(small_village)!r}, '-o', {str(tmp_path)!r}, '--ledger', 'none'])\n"
        "except SystemExit as ended: assert ended.code == 0 and 'pandas' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
