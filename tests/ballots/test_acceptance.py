"""A village from issue to decisions: three sealed ballots, one of them late, one officer abstaining on a fifth."""

import io
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, time, tzinfo
from pathlib import Path

import pytest
from forms.group import Group, fill, grants
from openpyxl import load_workbook
from running import Runner

from ballots.officers import OFFICERS, PASSPHRASE, Rating, hand_in, roster
from gridcredit import cli

HOUSEHOLDS = 20
WIDE = {"甲3", "甲8"}
"""Heads of households on which the officers are far apart."""


def officer(place: int) -> Callable[[str], Rating]:
    """Close to the others' but on ``WIDE``; the third abstains on every fifth household."""

    def rate(head: str) -> Rating:
        number = int(head.removeprefix("甲"))
        if place == 2 and number % 5 == 0:
            return {}
        amount = 40_000 + 1_000 * number + 1_000 * place
        return {"Knows household": "yes", "Suggested amount": amount * (1 + place) if head in WIDE else amount}

    return rate


@pytest.fixture
def on_day(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    """Sets the clock of the commands."""

    def put(day: date) -> None:
        class Clock(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> "Clock":
                return cls.combine(day, time(4), tz or UTC)

        monkeypatch.setattr(cli, "datetime", Clock)

    return put


def test_a_village_from_issue_to_decisions(
    run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, on_day: Callable[[date], None]
) -> None:
    village, archive, ledger = roster(tmp_path / "试验村.xlsx", HOUSEHOLDS), tmp_path / "archive", tmp_path / "l.db"
    shared = ("--ledger", ledger, "--json")

    on_day(date(2016, 5, 1))
    named = [word for name in OFFICERS for word in ("--officer", name)]
    out = run("ballot", "issue", village, *named, "--deadline", "2016-05-10", "-o", tmp_path / "out", *shared)
    ballots = [Path(one["output"]) for one in out.json["ballots"]]
    handed_in = [hand_in(tmp_path / "in", ballot, officer(place)) for place, ballot in enumerate(ballots)]

    on_day(date(2016, 5, 10))
    in_time = run("ballot", "receive", *handed_in[:2], "--archive", archive, *shared)
    on_day(date(2016, 5, 11))
    late = run("ballot", "receive", handed_in[2], "--archive", archive, *shared)
    received = in_time.json["received"] + late.json["received"]
    assert [(one["sealed"], one["late"]) for one in received] == [(True, False), (True, False), (True, True)]

    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{PASSPHRASE}\n" * 3))
    opened = run("ballot", "open", village, "--archive", archive, "-o", tmp_path, *shared)
    total = opened.json["total"]
    assert (opened.code, total["granted"], total["referred"], total["no_conclusion"]) == (0, 14, 2, 4)
    summary = load_workbook(tmp_path / "试验村-assessment.xlsx")["Summary"]
    told = [cell for row in summary.iter_rows(values_only=True) for cell in row if isinstance(cell, str)]
    assert "3 of 3 ballots handed in: 3 sealed, 0 weakly sealed, 0 not sealed; 1 late" in told

    moved = archive.rename(tmp_path / "moved")
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{PASSPHRASE}\n" * 3))
    proved = run("ballot", "verify", "试验村", "--archive", moved, "--open", *shared)
    assert (proved.code, [one["proved"] for one in proved.json["ballots"]]) == (0, [True] * 3)

    audited = run("ballot", "audit", "试验村", "-o", tmp_path, *shared).json
    assert [(one["officer"], one["rated"], one["abstained"]) for one in audited["officers"]] == [
        ("张三", 20, 0),
        ("李四", 20, 0),
        ("王五", 16, 4),
    ]
    assert audited["bases"] == {"close_all": 14, "compromise": 2}

    group = Group(run, tmp_path)
    decided = fill(
        group.issue("review", as_of="2016-05-12"), lambda _household: grants(60_000), met_on=date(2016, 5, 13)
    )
    assert group.record(decided, as_of="2016-05-31")[1]["reviewed"]["granted"] == 2
    assert group.credited("2016-05-31") == (16, total["total_line_yuan"] + 120_000)
