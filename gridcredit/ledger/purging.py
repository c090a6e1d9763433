"""Households with which all has ended: off their village's roster, nothing in use. What is of persons in them may go."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa

from gridcredit.ledger.entries import WITHDRAWN
from gridcredit.ledger.tables import ASSESSED, EVENTS, PERSONS, RUNS
from gridcredit.loans import LOAN, Balance

Household = tuple[str, str]


class _Seen(NamedTuple):
    """A household in a run: ``seq`` of its row; ``gone``: it was struck off (销户)."""

    run: int
    seq: int
    gone: bool


def ended(connection: sa.Connection) -> dict[Household, date]:
    """Since when it is over with each household that has ended, by all that is recorded.

    A household has ended when no roster in force knows it, or only as struck off, and it owes nothing: on the day of the run
    that first left it out, or of its last event, whichever is later.
    """
    runs = {row.seq: row for row in connection.execute(sa.select(RUNS.c.seq, RUNS.c.village, RUNS.c.effective))}
    order = sorted(runs, key=lambda seq: (runs[seq].effective, seq))
    of_village: dict[str, list[int]] = {}
    for seq in order:
        of_village.setdefault(runs[seq].village, []).append(seq)
    last, balance = _events(connection)
    found: dict[Household, date] = {}
    for household, seen in _households(connection, runs).items():
        ran = of_village[household[0]]
        alive = [at for at, run in enumerate(ran) if any(one.run == run and not one.gone for one in seen)]
        gone_at = alive[-1] + 1 if alive else 0
        if gone_at < len(ran) and not balance.get(household):
            day = runs[ran[gone_at]].effective
            found[household] = max(day, last.get(household, day))
    return found


def chosen(connection: sa.Connection, before: date) -> Mapping[str, Sequence[int]]:
    """``rows_of`` those that had ended on ``before``."""
    return rows_of(connection, list(due(ended(connection), before)))


def rows_of(connection: sa.Connection, households: Sequence[Household]) -> Mapping[str, Sequence[int]]:
    """The rows of these households that still hold what is of persons, by table."""
    wanted = set(households)
    of_runs = (
        sa.select(ASSESSED.c.seq, RUNS.c.village, ASSESSED.c.household_id)
        .join(RUNS, ASSESSED.c.run_seq == RUNS.c.seq)
        .where(ASSESSED.c.personal.is_not(None))
    )
    of_persons = (
        sa.select(PERSONS.c.seq, RUNS.c.village, PERSONS.c.household_id)
        .join(RUNS, PERSONS.c.run_seq == RUNS.c.seq)
        .where(PERSONS.c.personal.is_not(None))
    )
    of_events = sa.select(EVENTS.c.seq, EVENTS.c.village, EVENTS.c.household_id).where(EVENTS.c.personal.is_not(None))
    return {
        name: [seq for seq, *household in connection.execute(query) if tuple(household) in wanted]
        for name, query in (("assessed", of_runs), ("person", of_persons), ("event", of_events))
    }


def _households(connection: sa.Connection, runs: Mapping[int, Any]) -> dict[Household, list[_Seen]]:
    found: dict[Household, list[_Seen]] = {}
    query = sa.select(ASSESSED.c.run_seq, ASSESSED.c.seq, ASSESSED.c.household_id, ASSESSED.c.status)
    for run, seq, household, status in connection.execute(query):
        if run in runs:
            found.setdefault((runs[run].village, household), []).append(_Seen(run, seq, status == "excluded"))
    return found


def _events(connection: sa.Connection) -> tuple[dict[Household, date], dict[Household, int]]:
    """The day of each household's last event, and what it owes."""
    corrected = sa.select(EVENTS.c.corrects).where(EVENTS.c.corrects.is_not(None))
    query = (
        sa.select(EVENTS.c.village, EVENTS.c.household_id, EVENTS.c.kind, EVENTS.c.effective, EVENTS.c.amount_yuan)
        .where(EVENTS.c.kind != WITHDRAWN, EVENTS.c.seq.not_in(corrected))
        .order_by(EVENTS.c.effective, EVENTS.c.kind == LOAN)
    )
    last: dict[Household, date] = {}
    balances: dict[Household, Balance] = defaultdict(Balance)
    for village, household, kind, day, amount in connection.execute(query):
        last[village, household] = day
        balances[village, household].take(kind, day, amount or 0)
    return last, {household: balance.yuan for household, balance in balances.items()}


def due(ended_on: Mapping[Household, date], before: date) -> Iterator[Household]:
    """Those that ended on ``before`` or earlier."""
    return (household for household, day in ended_on.items() if day <= before)
