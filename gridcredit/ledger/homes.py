"""What a ledger knows of its households beside where they stand, without reading all of it: who they are, when their files were
collected, what they owe elsewhere, which were drawn for a re-visit.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from gridcredit.forms.issued import REVISIT, forms_of
from gridcredit.ledger.entries import REVISITED
from gridcredit.ledger.tables import ASSESSED

if TYPE_CHECKING:
    from gridcredit.ledger.store import Ledger

AT_ONCE = 500
"""Households named in one statement."""
BAD_LISTS = ("grey", "black")
Household = tuple[str, str]
_DETAIL = ("collected_by",)
_PERSONAL = ("head", "phone_masked", "address", "away")
_FACTS = ("business", "income_yuan")
WHO = ("group", *_DETAIL, *_PERSONAL, *_FACTS)


def who(ledger: "Ledger", wanted: Collection[Household], as_of: date) -> dict[Household, dict[str, Any]]:
    """By village and household number, the columns ``WHO`` in the village's run in force on ``as_of``, None where nothing is told, with
    the ``branch`` of that run. Who is no longer on the roster stands as in the last run that told of them: a borrower may have left it.
    """
    by_village: dict[str, set[str]] = defaultdict(set)
    for village, household in wanted:
        by_village[village].add(household)
    found: dict[Household, dict[str, Any]] = {}
    branches: dict[str, object] = {}
    with ledger.snapshot() as connection:

        def read(run: Mapping[str, Any]) -> None:
            village = run["village"]
            for key, told in _of_run(ledger, connection, run["seq"], sorted(by_village[village])):
                found[village, key] = told | {"branch": branches[village]}
                by_village[village].discard(key)

        for run in ledger.runs(as_of):
            if by_village.get(run["village"]):
                branches[run["village"]] = run["detail"].get("branch")
                read(run)
        if any(by_village[village] for village in branches):
            for run in reversed(ledger.all_runs(as_of)):
                if run["village"] in branches and by_village[run["village"]]:
                    read(run)
    return found


def _of_run(
    ledger: "Ledger", connection: sa.Connection, run: int, numbers: Sequence[str]
) -> Iterator[tuple[str, dict[str, Any]]]:
    in_json = ledger.backend.in_json
    columns = [
        ASSESSED.c.household_id,
        ASSESSED.c.group,
        *(in_json(ASSESSED.c.detail, name).label(name) for name in _DETAIL),
        *(in_json(ASSESSED.c.personal, name).label(name) for name in _PERSONAL),
        *(in_json(ASSESSED.c.personal, "facts", name).label(name) for name in _FACTS),
    ]
    for part in _parts(numbers):
        asked = sa.select(*columns).where(ASSESSED.c.run_seq == run, ASSESSED.c.household_id.in_(part))
        for key, *values in connection.execute(asked):
            yield key, dict(zip(WHO, values))


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


class Changed(NamedTuple):
    """A household in a run, on ``day``, beside the run before it: by how much it owes more to other banks, and the list (``grey``,
    ``black``) that it was put on meanwhile.
    """

    household: Household
    day: date
    more_loans_yuan: int
    listed: str | None


def changed(ledger: "Ledger", as_of: date) -> Iterator[Changed]:
    """The households of villages that were assessed more than once that owe more elsewhere, or stand on another list."""
    by_village = _again(ledger, as_of)
    owed = ledger.backend.in_json(ASSESSED.c.personal, "facts", "other_loans_yuan")
    query = sa.select(ASSESSED.c.household_id, owed, ASSESSED.c.list_status)
    for village, of_village in by_village.items():
        with ledger.snapshot() as connection:
            told = [
                {
                    key: (int(yuan or 0), listed)
                    for key, yuan, listed in connection.execute(query.where(ASSESSED.c.run_seq == run["seq"]))
                }
                for run in of_village
            ]
        for (before, now), run in zip(pairwise(told), of_village[1:]):
            for key, (yuan, listed) in now.items():
                if key in before and (yuan, listed) != before[key]:
                    marked = listed if listed in BAD_LISTS and listed != before[key][1] else None
                    yield Changed((village, key), run["effective"], max(0, yuan - before[key][0]), marked)


def credited_since(ledger: "Ledger", as_of: date) -> dict[Household, date]:
    """Of the households of villages that were assessed more than once, the first day of the runs that gave them a line without a
    break up to the one in force.
    """
    query = sa.select(ASSESSED.c.household_id).where(ASSESSED.c.line_yuan > 0)
    found: dict[Household, date] = {}
    for village, of_village in _again(ledger, as_of).items():
        standing: set[str] | None = None
        for run in reversed(of_village):
            with ledger.snapshot() as connection:
                credited = {key for (key,) in connection.execute(query.where(ASSESSED.c.run_seq == run["seq"]))}
            standing = credited if standing is None else standing & credited
            found.update({(village, key): run["effective"] for key in standing})
    return found


def _again(ledger: "Ledger", as_of: date) -> dict[str, list[dict[str, Any]]]:
    """The runs of the villages that were assessed on more than one day, oldest first, the last one of each day."""
    by_village: dict[str, dict[date, dict[str, Any]]] = defaultdict(dict)
    for run in ledger.all_runs(as_of):
        by_village[run["village"]][run["effective"]] = run
    return {village: list(runs.values()) for village, runs in by_village.items() if len(runs) > 1}


def _parts(numbers: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(numbers), AT_ONCE):
        yield numbers[start : start + AT_ONCE]
