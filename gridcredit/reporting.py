"""The coverage report out of a ledger: today's figures, those of earlier days, targets, the quality of files, grades."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pandas as pd

from gridcredit import workdays
from gridcredit.coverage import (
    SUMS,
    Restated,
    coverage,
    denominators,
    lines_by_state,
    loans_by,
    named_rows,
    order_breaks,
    parts,
    restatements,
    total,
)
from gridcredit.filed import files_of, lacking
from gridcredit.grading import graded, townships
from gridcredit.policy import PolicyBook, Values
from gridcredit.rates import BY
from gridcredit.reports.covered.model import Point, Report, Since
from gridcredit.rules.pace import WEEK, looked_back
from gridcredit.standings import Standings
from gridcredit.targets import Progress, Reached, Target, next_of, progress_of
from gridcredit.waiting import waiting

if TYPE_CHECKING:
    from gridcredit.ledger.store import Ledger

MOST_PARTS = 50_000
"""A report with more is not read by anybody; parts are left out then."""
TREND_MONTHS = 6
"""So many points the trend has, with that of the report."""


def coverage_report(
    ledger: "Ledger",
    by: str,
    as_of: date,
    policies: PolicyBook,
    asked: Sequence[date] = (),
    targets: Sequence[Target] = (),
) -> Report:
    """The coverage report, compared with the week and the month before and the days ``asked`` for. Raises ``UsageError`` where
    no village was assessed by then.
    """
    policy = policies.on(as_of)
    closings = {one["as_of"]: one for one in ledger.closings()}
    closing = closings.get(as_of)
    books, standings = ledger, Standings(ledger, as_of, policies)
    table = coverage(standings.now.households, by)
    restated: Sequence[Restated] = ()
    if closing is not None:
        now, books = table, ledger.as_known(closing["recorded_at"])
        standings = Standings(books, as_of, policies)
        frozen = _frozen(closing, by)
        table = coverage(standings.now.households, by) if frozen is None else frozen
        restated = tuple(restatements(table, now))
    found, past = standings.now, Past(standings, by, closings)
    homes, runs = found.households, books.all_runs(as_of)
    late = {(one.village, one.household_id) for one in found.late}
    grades = graded(homes, found.loans, late, policy.values("grades"))
    of_parts = parts(homes, by)
    officers = ["officer"] if by != "officer" and homes["officer"].notna().any() else []
    return Report(
        as_of=as_of,
        by=by,
        policy=policy,
        households=homes,
        rows=named_rows(table),
        total=total(table),
        parts=of_parts if sum(map(len, of_parts.values())) <= MOST_PARTS else {},
        denominators=denominators(homes, by),
        breaks=order_breaks(homes),
        waiting={one: waiting(homes, late, one) for one in [*officers, by]},
        lines=closing["detail"]["lines"] if closing else lines_by_state(homes),
        off_roster=found.off_roster,
        loans=loans_by(found.loans, homes, by),
        late=found.late,
        lacking=lacking(homes),
        files=list(files_of(homes, runs, as_of, policy.values("freshness"))),
        grades=grades,
        townships=townships(grades, policy.values("grades")),
        since=past.since(as_of, asked),
        trend=[*past.trend(as_of), Point(as_of, total(table), closing is not None)],
        progress=progress(past, homes, as_of, policy.values("pace"), targets, runs),
        closing=closing,
        restated=restated,
        head=ledger.head(),
    )


def _frozen(closing: Mapping[str, Any] | None, by: str) -> pd.DataFrame | None:
    """The figures that a month was closed with, as ``coverage.coverage``; None for a grouping that was not frozen then."""
    rows = closing["detail"]["by"].get(by) if closing else None
    return None if rows is None else pd.DataFrame(rows, columns=["name", *SUMS])


class Past:
    """Figures of earlier days in a report's grouping; those of a closed month as it was closed. Each day is looked at once."""

    def __init__(self, standings: Standings, by: str, closings: Mapping[date, Mapping[str, Any]]) -> None:
        self._standings = standings
        self._by = by
        self._closings = closings
        self._seen: dict[date, pd.DataFrame] = {}

    def households(self, day: date) -> pd.DataFrame:
        if day not in self._seen:
            self._seen[day] = self._standings.on(day)
        return self._seen[day]

    def since(self, as_of: date, asked: Sequence[date]) -> list[Since]:
        """Last week, the end of last month and the days asked for, where anybody was on a roster then."""
        wanted = {"week": as_of - WEEK, "month": as_of.replace(day=1) - timedelta(days=1)}
        days = [*wanted.items(), *(("asked", day) for day in dict.fromkeys(asked) if day not in wanted.values())]
        found = []
        for kind, day in days:
            frozen = _frozen(self._closings.get(day), self._by)
            table = coverage(self.households(day), self._by) if frozen is None else frozen
            if len(table) or kind == "asked":
                found.append(Since(kind, day, named_rows(table), total(table), frozen is not None))
        return found

    def trend(self, as_of: date) -> list[Point]:
        """The ends of the months before, oldest first, from the first one that had a roster."""
        points: list[Point] = []
        day = as_of
        while len(points) < TREND_MONTHS - 1:
            day = day.replace(day=1) - timedelta(days=1)
            closing = self._closings.get(day)
            figures = closing["detail"]["total"] if closing else total(coverage(self.households(day)))
            if not figures["roster"]:
                break
            points.append(Point(day, figures, closing is not None))
        return points[::-1]


def progress(
    past: Past,
    homes: pd.DataFrame,
    as_of: date,
    values: Values,
    targets: Sequence[Target],
    runs: Sequence[Mapping[str, Any]],
) -> list[Progress]:
    """Towards the target of each village that is due next, in the order of the sheet. ``runs``: all, the oldest first."""
    if not targets:
        return []
    days = looked_back(as_of, values)
    frames = [homes if day == as_of else past.households(day) for day in days]
    credited = [frame.groupby("village")["credited"].sum().to_dict() for frame in frames]
    rosters = homes.groupby("village")["roster"].sum().to_dict()
    first: dict[str, date] = {}
    for run in runs:
        first.setdefault(run["village"], run["effective"])
    reached = {
        str(village): Reached(int(roster), first[str(village)], [int(counts.get(village, 0)) for counts in credited])
        for village, roster in rosters.items()
    }
    following = next_of(targets, as_of)
    chosen = [target for target in targets if following[target.village] is target]
    return progress_of(chosen, reached, days, as_of, workdays.STANDARD.is_usually_a_workday)


def closing_figures(ledger: "Ledger", as_of: date, policies: PolicyBook) -> dict[str, Any]:
    """What a closing freezes: the rows of coverage in every grouping, their total, and lines by state."""
    policy = policies.on(as_of)
    households = Standings(ledger, as_of, policies).now.households
    tables = {by: coverage(households, by) for by in BY}
    return {
        "by": {
            by: [_integers(row) | {"name": name} for name, row in named_rows(table)] for by, table in tables.items()
        },
        "total": _integers(total(tables["village"])),
        "lines": lines_by_state(households),
        "policy_sha256": policy.sha256,
    }


def _integers(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: int(value) for name, value in row.items() if name != "name"}
