"""Checks of officers and what they say: of whom they rate, whom they name, and whether they contradict each other."""

from collections import defaultdict
from collections.abc import Iterator

from gridcredit.findings import Doubt
from gridcredit.people import own_households, plain_word
from gridcredit.schema import STATED, Columns, Kind

HOUSE_TIMES = 3  # officers guess a house's value, so only figures this far apart contradict each other
_HEADERS = {column.name: column.header for column in STATED}


def doubts(households: Columns, members: Columns, ratings: Columns) -> Iterator[Doubt]:
    """What looks wrong in the ratings (``roster.RATING_COLUMNS``), by themselves and against the persons listed."""
    yield from _officers(households, members, ratings)
    yield from _borrowers(households, members, ratings)
    yield from _facts(ratings)
    yield from _houses(ratings)


def _officers(households: Columns, members: Columns, ratings: Columns) -> Iterator[Doubt]:
    """Officers who rate their own household: by ID number, or by a name that nothing else tells apart."""
    same, namesakes = own_households(households, members, ratings)
    told = dict.fromkeys(same, "OFFICER_OF_HOUSEHOLD") | dict.fromkeys(namesakes, "OFFICER_NAMESAKE")
    for row in sorted(told):
        yield Doubt(told[row], "ratings", row, "amount_yuan", {})


def _borrowers(households: Columns, members: Columns, ratings: Columns) -> Iterator[Doubt]:
    """Amounts meant for a person who is not listed, in households whose members are."""
    if not any(ratings["borrower"]):
        return
    heads = dict(zip(households["household_id"], households["head"]))
    others = [
        (row, key, plain_word(borrower))
        for row, (key, borrower) in enumerate(zip(ratings["household_id"], ratings["borrower"]))
        if borrower and borrower != heads[key]
    ]
    folk: dict[str, set[str]] = {key: set() for _, key, _ in others}
    for key, name in zip(members["household_id"], members["name"]) if folk else ():
        if key in folk and name:
            folk[key].add(plain_word(name))
    for row, key, borrower in others:
        if folk[key] and borrower not in folk[key] and borrower != plain_word(heads[key] or ""):
            yield Doubt("BORROWER_NOT_LISTED", "ratings", row, "name", {})


def _facts(ratings: Columns) -> Iterator[Doubt]:
    """Yes and no of one household; what an officer says who does not know it is passed over."""
    for column in (column.name for column in STATED if column.kind is Kind.OPTION):
        for said in _statements(ratings, column).values():
            other = next((row for row, value in said if value != said[0][1]), None)
            if other is not None:
                yield _differ(other, column, len(said))


def _houses(ratings: Columns) -> Iterator[Doubt]:
    """Values of houses far apart; words such as 三间平房 are compared with nothing."""
    for said in _statements(ratings, "house").values():
        values = [(row, value) for row, value in said if isinstance(value, int)]
        other = next((row for row, value in values if not _near(value, values[0][1])), None)
        if other is not None:
            yield _differ(other, "house", len(values))


def _differ(row: int, column: str, count: int) -> Doubt:
    return Doubt("FACTS_DIFFER", "ratings", row, column, {"column": _HEADERS[column], "count": count})


def _near(one: int, other: int) -> bool:
    return max(one, other) <= HOUSE_TIMES * min(one, other)


def _statements(ratings: Columns, column: str) -> dict[str, list[tuple[int, str | int]]]:
    """Rows and values of households of which officers who know them state different things in ``column``."""
    if not any(value is not None for value in ratings[column]):
        return {}
    columns = (ratings["household_id"], ratings[column], ratings["knows"])
    first: dict[str, str | int] = {}
    differing = {
        key
        for key, value, knows in zip(*columns)
        if value is not None and knows != "no" and first.setdefault(key, value) != value
    }
    said: dict[str, list[tuple[int, str | int]]] = defaultdict(list)
    for row, (key, value, knows) in enumerate(zip(*columns)) if differing else ():
        if key in differing and value is not None and knows != "no":
            said[key].append((row, value))
    return said
