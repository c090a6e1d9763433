"""A branch that has assessed a village: A1 to A3 granted 52,000, A4 before the collective review."""

from pathlib import Path

import pytest
from forms.group import GRANTED, REFERRED, village
from running import Runner

from ledger.branch import Branch


@pytest.fixture
def office(run: Runner, tmp_path: Path, place: str, monkeypatch: pytest.MonkeyPatch) -> Branch:
    branch = Branch(run, tmp_path, place, monkeypatch).on("2016-05-04")
    done = branch("assess", village(tmp_path / "试验村.xlsx", GRANTED, GRANTED, GRANTED, REFERRED), "-o", tmp_path)
    assert done.code == 0
    return branch
