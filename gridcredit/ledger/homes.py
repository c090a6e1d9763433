"""What a ledger knows of its households beside where they stand, without reading all of it: who they are, when their files were
collected, what they owe elsewhere, which were drawn for a re-visit.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from gridcredit.forms.issued import REVISIT, forms_of
from gridcredit.ledger.entries import REVISITED
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


def collected(ledger: "Ledger", as_of: date) -> dict[Household, date]:
    """The days on which household files were collected, by the runs in force, where these tell (earlier versions did not)."""
    day = ledger.backend.in_json(ASSESSED.c.detail, "collected_on")
    query = sa.select(ASSESSED.c.household_id, day)
    found: dict[Household, date] = {}
    with ledger.snapshot() as connection:
        for run in ledger.runs(as_of):
            for part in ledger.backend.stream(connection, query.where(ASSESSED.c.run_seq == run["seq"])):
                found.update({(run["village"], key): date.fromisoformat(told) for key, told in part if told})
    return found


def drawn(ledger: "Ledger", as_of: date) -> dict[Household, date]:
    """The households that were drawn for a re-visit and that nobody has seen yet, with the day of the draw."""
    forms = {
        number: form
        for number, form in forms_of(ledger.minutes()).items()
        if form.kind == REVISIT and form.withdrawn is None and form.day <= as_of
    }
    villages = {form.village for form in forms.values()}
    seen = {
        (event["detail"].get("form"), event["household_id"])
        for event in (ledger.events(as_of, villages) if villages else ())
        if event["kind"] == REVISITED
    }
    return {
        (form.village, household): form.day
        for number, form in forms.items()
        for household in form.households
        if (number, household) not in seen
    }


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
