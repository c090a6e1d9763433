"""Shared fixtures."""

import sys
from pathlib import Path

import pytest

from gridcredit.i18n import set_language

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(autouse=True)
def _english() -> None:
    set_language("en")


@pytest.fixture(scope="session")
def samples() -> Path:
    return ROOT / "sample_data"
