"""A branch with its ledger, in a file or on a server, driven by the command line on days of its own."""

from datetime import UTC, date, datetime, time, tzinfo
from pathlib import Path
from typing import Any, Self

import pytest
from running import Result, Runner
from workbooks import write

from gridcredit import cli

HEADER = "## 台账\n| 村 | 户号 | 事项 | 日期 | 金额 | 经办人 | 结果 | 备注 |\n"


class Branch:
    """``on`` sets the day on which the next commands are run, at noon in China."""

    def __init__(self, run: Runner, folder: Path, ledger: str, patch: pytest.MonkeyPatch) -> None:
        self._run = run
        self._patch = patch
        self.folder = folder
        self.ledger = ledger

    def on(self, day: str) -> Self:
        class Clock(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> "Clock":
                return cls.combine(date.fromisoformat(day), time(4), tz or UTC)

        self._patch.setattr(cli, "datetime", Clock)
        return self

    def __call__(self, *words: object) -> Result:
        return self._run(*words, "--ledger", self.ledger)

    def json(self, *words: object) -> Any:
        return self(*words, "--json").json

    def record(self, name: str, *rows: str, replacing: bool = False) -> Any:
        """The file's JSON."""
        path = write(self.folder / name, HEADER + "\n".join(f"| 试验村 | {row} |" for row in rows))
        (file,) = self.json("record", path, *(["--replace"] if replacing else []))["files"]
        return file

    def coverage(self, as_of: str, *words: object) -> Any:
        return self.json("coverage", "-o", self.folder, "--as-of", as_of, *words)
