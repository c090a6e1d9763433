"""A simulated branch (``make simulate``), for some weeks: whatever is owed is on the list, and nothing else."""

import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

sys.path.append(str(Path(__file__).parent.parent / "tools"))

import simulate
from obligations import Diary, Happened, months_on, working

from gridcredit import scheduling

HOUSEHOLDS, DAYS, SEED = 24, 42, 7


def test_in_some_weeks_of_chance_nothing_is_lost(tmp_path: Path) -> None:
    tally = simulate.simulate(tmp_path, HOUSEHOLDS, DAYS, SEED)
    assert tally.wrong == []
    assert tally.days > 20 and tally.events["营销走访"] > 20 and tally.ended.total() > 10


@pytest.mark.parametrize("change", ["lost", "late", "made up"])
def test_the_simulation_sees_what_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str) -> None:
    def visits_due(*given: Any) -> Any:
        rows, findings = scheduling.visits_due(*given)
        wrong = {
            "lost": rows[1:],
            "late": [replace(row, due=row.due + timedelta(days=1)) for row in rows],
            "made up": [*rows, *(replace(row, reason="revisit") for row in rows[:1])],
        }
        return wrong[change], findings

    monkeypatch.setattr(simulate, "visits_due", visits_due)
    assert simulate.simulate(tmp_path, 8, 28, SEED).wrong != []


@pytest.mark.parametrize(
    ("drawn", "kind", "due"),
    [(100_000, "first", date(2016, 6, 3)), (100_001, "first", date(2016, 5, 10))],
)
def test_the_diary_has_the_articles_two_tiers(drawn: int, kind: str, due: date) -> None:
    diary = Diary(True, False, date(2016, 1, 4), date(2016, 1, 4))
    diary.take(Happened("用信", date(2016, 5, 3), drawn))
    assert diary.inspections(date(2016, 12, 31)) == {(kind, due)}


@pytest.mark.parametrize(
    ("day", "months", "wanted"),
    [("2016-01-31", 1, "2016-02-29"), ("2015-08-31", 6, "2016-02-29"), ("2016-11-30", 3, "2017-02-28")],
)
def test_the_diary_counts_calendar_months(day: str, months: int, wanted: str) -> None:
    assert months_on(date.fromisoformat(day), months).isoformat() == wanted


def test_the_diary_moves_a_day_off_and_never_before_its_beginning() -> None:
    assert working(date(2016, 10, 7), date(2016, 9, 1)) == date(2016, 9, 30)
    assert working(date(2016, 10, 7), date(2016, 10, 4)) == date(2016, 10, 4)
