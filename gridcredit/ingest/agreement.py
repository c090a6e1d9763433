"""What sheets of ratings say of the roster's households beside the ratings: who they are, and what decides on them."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from gridcredit.ingest.merged import is_head
from gridcredit.ingest.parts import Part
from gridcredit.ingest.values import Value
from gridcredit.people import plain_word
from gridcredit.schema import HOUSEHOLDS, MEMBERS, Columns

DECIDING = tuple(column for column in HOUSEHOLDS if column.decisive)
_HEAD = next(column for column in HOUSEHOLDS if column.name == "head")
_NAME = next(column for column in MEMBERS if column.name == "name")
_SAYS_NOTHING = frozenset({None, "white", "normal", "home"})  # as good as a blank cell
_WORSE = {"black": 2, "grey": 1}


def refuse_others_names(households: Columns, members: Columns, parts: Sequence[Part]) -> None:
    """Refuse the ratings whose row names nobody of the household: a number that slipped is then another household's.

    The name is that under 户主, or under 姓名 where rows are households or the row is the head's.
    """
    parts = [part for part in parts if part.layout != "columns" and {"head", "name"} & part.rows.values.keys()]
    if not parts:
        return
    folk: dict[str, set[str]] = defaultdict(set)
    for table, called in ((households, "head"), (members, "name")):
        for key, name in zip(table["household_id"], table[called]):
            if name:
                folk[key].add(plain_word(name))
    for part in parts:
        rows = part.rows
        heads, names, relations = (rows.get(name) for name in ("head", "name", "relation"))
        keys = rows.household_ids()
        for row in rows.accepted():
            named = names[row] if not rows.by_member or is_head(relations[row]) else None
            column, said = (_HEAD, heads[row]) if heads[row] else (_NAME, named)
            if said and plain_word(str(said)) not in folk[keys[row]]:
                rows.refuse("NAME_DIFFERS", row, column)


def contradicted(households: Columns, parts: Sequence[Part]) -> set[str]:
    """The households of which a sheet of ratings says otherwise than the roster what decides on them; each is found."""
    at = {key: row for row, key in enumerate(households["household_id"])}
    against = set()
    for part in parts:
        rows = part.rows
        for column in DECIDING:
            if column.name not in rows.values or part.layout == "columns":
                continue
            for row in rows.accepted():
                value, known = rows.values[column.name][row], households[column.name][at[rows.key(row)]]
                if _differ(value, known, rows.by_member and column.name == "list_status"):
                    rows.find("HOUSEHOLD_DIFFERS", row, column)
                    against.add(rows.key(row))
    return against


def tell_missing(parts: Sequence[Part]) -> None:
    """Find the households that not all of several sheets name, where these sheets make up the roster."""
    named = [set(part.rows.household_ids()) - {""} for part in parts]
    times = Counter(key for keys in named for key in keys)
    told = set()
    for part in parts if len(parts) > 1 else ():
        for row in part.rows.accepted():
            key = part.rows.key(row)
            if times[key] < len(parts) and key not in told:
                told.add(key)
                params = {"count": len(parts) - times[key], "sheets": len(parts)}
                part.rows.find("HOUSEHOLD_NOT_IN_ALL", row, HOUSEHOLDS[0], **params)


def without(households: Mapping[str, list[Any]], keys: Collection[str]) -> dict[str, list[Any]]:
    """The table without the households ``keys``."""
    kept = [row for row, key in enumerate(households["household_id"]) if key not in keys]
    return {name: [values[row] for row in kept] for name, values in households.items()}


def _differ(value: Value, known: Value, of_one_member: bool) -> bool:
    """Whether a value is not what is known; of one member's list mark, whether it is worse than the household's."""
    if value is None or value == known or (value in _SAYS_NOTHING and known in _SAYS_NOTHING):
        return False
    return not of_one_member or _WORSE.get(str(value), 0) > _WORSE.get(str(known), 0)
