"""What a ledger knows of some of its households, without reading the others: who they are, and what they said they owe."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from gridcredit.ledger.tables import ASSESSED

if TYPE_CHECKING:
    from gridcredit.ledger.store import Ledger

AT_ONCE = 500
"""Households named in one statement."""
Household = tuple[str, str]
_DETAIL = ("collected_by",)
_PERSONAL = ("head", "phone_masked", "address", "away")
_FACTS = ("business", "income_yuan")
WHO = ("group", *_DETAIL, *_PERSONAL, *_FACTS)


def who(ledger: "Ledger", wanted: Collection[Household], as_of: date) -> dict[Household, dict[str, Any]]:
    """By village and household number, the columns ``WHO`` in the village's run in force on ``as_of``, None where nothing is told;
    without the households that no run in force has.
    """
    by_village: dict[str, list[str]] = defaultdict(list)
    for village, household in wanted:
        by_village[village].append(household)
    in_json = ledger.backend.in_json
    columns = [
        ASSESSED.c.household_id,
        ASSESSED.c.group,
        *(in_json(ASSESSED.c.detail, name).label(name) for name in _DETAIL),
        *(in_json(ASSESSED.c.personal, name).label(name) for name in _PERSONAL),
        *(in_json(ASSESSED.c.personal, "facts", name).label(name) for name in _FACTS),
    ]
    found: dict[Household, dict[str, Any]] = {}
    runs = [run for run in ledger.runs(as_of) if run["village"] in by_village]
    with ledger.snapshot() as connection:
        for run in runs:
            for numbers in _parts(by_village[run["village"]]):
                of_run = ASSESSED.c.run_seq == run["seq"], ASSESSED.c.household_id.in_(numbers)
                for key, *values in connection.execute(sa.select(*columns).where(*of_run)):
                    found[run["village"], key] = dict(zip(WHO, values)) | {"branch": run["detail"].get("branch")}
    return found


def borrowed_elsewhere(ledger: "Ledger", as_of: date) -> Iterator[tuple[Household, date, int]]:
    """By how much a household's loans at other banks were more in a run than in the run before, with the day of the run."""
    by_village: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for run in ledger.all_runs(as_of):
        by_village[run["village"]].append(run)
    told = ledger.backend.in_json(ASSESSED.c.personal, "facts", "other_loans_yuan")
    query = sa.select(ASSESSED.c.household_id, told)
    for village, of_village in by_village.items():
        if len(of_village) > 1:
            with ledger.snapshot() as connection:
                owed = [
                    {
                        key: int(yuan or 0)
                        for key, yuan in connection.execute(query.where(ASSESSED.c.run_seq == run["seq"]))
                    }
                    for run in of_village
                ]
            for (before, now), run in zip(pairwise(owed), of_village[1:]):
                for key, yuan in now.items():
                    if key in before and yuan > before[key]:
                        yield (village, key), run["effective"], yuan - before[key]


def _parts(numbers: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(numbers), AT_ONCE):
        yield numbers[start : start + AT_ONCE]
