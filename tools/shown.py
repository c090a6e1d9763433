"""Run the README's commands on the sample data and show what they print; cog puts it into the documents."""

import os
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
MONTH = (
    "assess sample_data/villages -o out --as-of 2016-05-31",
    "record sample_data/outcomes",
    "coverage -o out --as-of 2016-05-31",
    "inspections -o out --as-of 2016-05-31 --until 2016-07-31",
)

CHECK = "check sample_data/villages/古岙村.xlsx --annotate -o out"
BANK = "check sample_data/banks/青穗农商银行/张李村 --profile sample_data/profiles/青穗农商银行.toml"


@cache
def month(language: str) -> dict[str, str]:
    """What each command of the month prints on the samples, in an empty folder."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "sample_data").symlink_to(ROOT / "sample_data")
        return {command: run(command, language, folder) for command in MONTH}


def in_folder(command: str, language: str = "en") -> str:
    """What a command prints in an empty folder that holds the samples."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "sample_data").symlink_to(ROOT / "sample_data")
        return run(command, language, folder)


def run(command: str, language: str = "en", folder: str | Path = ROOT) -> str:
    environment = {**os.environ, "GRIDCREDIT_LANG": language, "COLUMNS": "100"}
    environment.pop("GRIDCREDIT_LEDGER", None)
    arguments = [sys.executable, "-m", "gridcredit", *command.split()]
    return subprocess.run(arguments, cwd=folder, env=environment, capture_output=True, text=True, check=False).stdout


def block(text: str, most: int = 99) -> str:
    """A code block of ``text``, long lines and long texts cut with an ellipsis."""
    lines = [line if len(line) <= 150 else line[:149] + "…" for line in text.rstrip().splitlines()]
    shown = lines if len(lines) <= most else [*lines[:most], "…"]
    return "\n".join(["```text", *shown, "```"])
