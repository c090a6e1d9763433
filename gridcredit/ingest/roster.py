"""Households, members and ratings out of the rows of one or many sheets; where rows disagree, that is found.

Each row of a table keeps where it stands: ``source`` (position in ``Ingested.sources``), ``sheet`` and ``row``; a value
that stands in another row than the rest is listed in ``elsewhere``: {column: [source, row]}.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from gridcredit.ingest.merged import is_head
from gridcredit.ingest.parts import Part
from gridcredit.ingest.rows import Rows
from gridcredit.ingest.values import Value
from gridcredit.schema import HOUSEHOLDS, MEMBERS, RATINGS, STATED, Column

Place = tuple[int, int]
"""A part and a row in it, by position."""

_ORIGIN = ("source", "sheet", "row", "elsewhere")
RATING_COLUMNS = (
    *(column.name for column in (*RATINGS, *STATED)),
    *("officer_id", "borrower", "refusal_codes", "refusal_hard", "cell"),
    *_ORIGIN,
)
_OF_REFUSALS = (Column("refusal_codes", ""), Column("refusal_hard", ""))
_HEADS_OWN = ("id_number", "phone", "note")
_WORST_FIRST = ("black", "grey", "white")
_STATED = {column.name for column in STATED}
_COLUMN = {column.name: column for column in (*STATED, *RATINGS, *MEMBERS, *HOUSEHOLDS)}
_OF_MEMBERS = (*MEMBERS, _COLUMN["list_status"])


def households(parts: Sequence[tuple[int, Part]]) -> dict[str, list[Any]]:
    """The table of households: one row each, the columns of ``schema.HOUSEHOLDS``.

    ``parts`` come with their positions among the sources. Rows that cannot be one household are refused.
    """
    if len(parts) == 1 and not parts[0][1].rows.by_member:
        return _as_they_stand(*parts[0], HOUSEHOLDS)
    by_position = dict(parts)
    places: dict[str, list[Place]] = defaultdict(list)
    for position, part in parts:
        for row in part.rows.accepted():
            places[part.rows.key(row)].append((position, row))
    records = [_household(key, rows, by_position) for key, rows in places.items()]
    return _table((*(c.name for c in HOUSEHOLDS), *_ORIGIN), [record for record in records if record])


def refuse_undecided(rosters: Sequence[Part], others: Sequence[Part]) -> None:
    """Refuse the households of which some row says something that decides and cannot be read."""
    undecided = {part.rows.key(row) for part in (*rosters, *others) for row in part.rows.undecided} - {""}
    for rows in (part.rows for part in rosters) if undecided else ():
        for row in rows.accepted():
            if rows.key(row) in undecided:
                rows.refuse("HOUSEHOLD_REFUSED", row, HOUSEHOLDS[0])


def mark(households: Mapping[str, list[Any]], parts: Sequence[tuple[int, Part]]) -> None:
    """Let a list mark in a member's row mark the household, where it is worse than the household's own."""
    at = {key: row for row, key in enumerate(households["household_id"])}
    rank: dict[object, int] = {status: place for place, status in enumerate((*_WORST_FIRST, None))}
    for position, part in parts:
        rows = part.rows
        marks = rows.get("list_status")
        for row in rows.accepted() if "list_status" in rows.values else ():
            home = at[rows.key(row)]
            if rank[marks[row]] < rank[households["list_status"][home]]:
                households["list_status"][home] = marks[row]
                place = {"list_status": [position, rows.numbers[row]]}
                households["elsewhere"][home] = (households["elsewhere"][home] or {}) | place


def members(parts: Sequence[tuple[int, Part]]) -> dict[str, list[Any]]:
    """The table of members: the columns of ``schema.MEMBERS`` and the own ``list_status``, as far as a sheet keeps one.

    A member whom several sheets list stands in it once.
    """
    if len(parts) == 1:
        return _as_they_stand(*parts[0], _OF_MEMBERS)
    by_position = dict(parts)
    people: dict[tuple[object, ...], list[Place]] = defaultdict(list)
    for position, part in parts:
        times: dict[tuple[object, ...], int] = defaultdict(int)
        rows = part.rows
        names, relations = rows.get("name"), rows.get("relation")
        for row in rows.accepted():
            person = (rows.key(row), names[row] or relations[row])
            times[person] += 1
            people[*person, times[person]].append((position, row))
    records = []
    for places in people.values():
        elsewhere: dict[str, list[int]] = {}
        record: dict[str, Any] = {c.name: _agreed(c, places, places, by_position, elsewhere) for c in MEMBERS}
        listed = _worst_listed(places, by_position)
        record["list_status"] = _agreed(_COLUMN["list_status"], listed, places, by_position, elsewhere)
        records.append(record | _origin(places[0], by_position, elsewhere))
    return _table((*(c.name for c in _OF_MEMBERS), *_ORIGIN), records)


def ratings(parts: Sequence[tuple[int, Part]]) -> dict[str, list[Any]]:
    """The table of ratings: one row for each household and officer, with the ``cell`` of its figure.

    Where a sheet's rows are members, ``borrower`` is the member in whose row the figure stands.
    """
    tables = [
        _of_members(position, part) if part.rows.by_member and part.layout != "columns" else _row_by_row(position, part)
        for position, part in parts
    ]
    return {name: [value for table in tables for value in table[name]] for name in RATING_COLUMNS}


def _row_by_row(position: int, part: Part) -> dict[str, list[Any]]:
    """The ratings of a sheet in which each row is one."""
    rows = part.rows
    table = _as_they_stand(position, part, (*RATINGS, *STATED, *_OF_REFUSALS))
    kept = rows.accepted()
    letters = rows.letters("amount_yuan")
    if part.officer:
        table["officer"] = [part.officer.name] * len(kept)
    table["officer_id"] = [part.officer.id_number if part.officer else None] * len(kept)
    table["borrower"] = [rows.get("name")[row] for row in kept] if rows.by_member else [None] * len(kept)
    table["cell"] = [f"{letters}{number}" for number in table["row"]]
    return table


def _of_members(position: int, part: Part) -> dict[str, list[Any]]:
    """The ratings of a sheet whose rows are members."""
    rows = part.rows
    records = []
    for row, of_household in rating_rows(part):
        elsewhere: dict[str, list[int]] = {}
        record: dict[str, Any] = {column.name: rows.get(column.name)[row] for column in (*RATINGS, *_OF_REFUSALS)}
        spread = [(position, other) for other in of_household]
        unsaid = [_COLUMN["knows"]] if record["knows"] is None else []  # what stands beside the figure goes first
        for column in (*STATED, *unsaid):
            record[column.name] = _agreed(column, spread, [(position, row)], {position: part}, elsewhere)
        record |= {
            "officer": officer_of(part, row),
            "officer_id": part.officer.id_number if part.officer else None,
            "borrower": rows.get("name")[row],
            "cell": rows.cell(row, "amount_yuan"),
        }
        records.append(record | _origin((position, row), {position: part}, elsewhere))
    return _table(RATING_COLUMNS, records)


def rating_rows(part: Part) -> list[tuple[int, list[int]]]:
    """The accepted row of each rating, with all accepted rows of its household and officer in that sheet.

    In a sheet of members' rows it is the one row with a figure or a refusal, or the first where nobody has any.
    """
    rows = part.rows
    if not rows.by_member or part.layout == "columns":
        return [(row, [row]) for row in rows.accepted()]
    of_household: dict[tuple[str, Value], list[int]] = defaultdict(list)
    for row in rows.accepted():
        of_household[rows.key(row), officer_of(part, row)].append(row)
    return [(next((row for row in group if says(rows, row)), group[0]), group) for group in of_household.values()]


def says(rows: Rows, row: int) -> bool:
    """Whether the row holds a figure or a refusal, if only an unreadable one."""
    return rows.get("amount_yuan")[row] is not None or rows.get("refusal")[row] is not None or row in rows.unread


def officer_of(part: Part, row: int) -> Value:
    return part.officer.name if part.officer else part.rows.get("officer")[row]


def officers_of(part: Part) -> Sequence[Value]:
    """The officer of each row."""
    return [part.officer.name] * len(part.rows.ok) if part.officer else part.rows.get("officer")


def _as_they_stand(position: int, part: Part, columns: Sequence[Column]) -> dict[str, list[Any]]:
    rows = part.rows
    kept = rows.accepted()
    every = len(kept) == len(rows.ok)
    table: dict[str, list[Any]] = {}
    for column in columns:
        values = rows.get(column.name)
        table[column.name] = list(values) if every else [values[row] for row in kept]
    table["source"] = [position] * len(kept)
    table["sheet"] = [rows.sheet] * len(kept)
    table["row"] = [rows.numbers[row] for row in kept]
    table["elsewhere"] = [None] * len(kept)
    return table


def _table(names: Sequence[str], records: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
    return {name: [record[name] for record in records] for name in names}


def _household(key: str, places: Sequence[Place], parts: Mapping[int, Part]) -> dict[str, Any] | None:
    """One household's record from its rows; None where they disagree on what decides, or name no one head."""
    by_member = any(parts[position].rows.by_member for position, _ in places)
    heads = [place for place in places if is_head(_value(parts, place, "relation"))]
    called = {_value(parts, place, "name") for place in heads} - {None}
    if len(called) > 1:
        _refuse("HEAD_TWICE", heads, parts, "relation", places)
        return None
    by_officers = all(parts[position].role == "ratings" for position, _ in places)
    record: dict[str, Any] = {}
    elsewhere: dict[str, list[int]] = {}
    for column in HOUSEHOLDS:
        if by_officers and column.name in _STATED:
            record[column.name] = None  # an officer's statement, which stays with the rating
            continue
        rows = heads if by_member and column.name in _HEADS_OWN else places
        if by_member and column.name == "list_status":
            rows = _worst_listed(places, parts)
        record[column.name] = _agreed(column, rows, places, parts, elsewhere, decisive=True)
    record["household_id"] = key
    record["head"] = record["head"] or next(iter(called), None)
    if record["head"] is None and all(parts[position].rows.ok[row] for position, row in places):
        _refuse("HEAD_MISSING", places[:1], parts, "relation", places)
    if not all(parts[position].rows.ok[row] for position, row in places):
        return None
    return record | _origin(places[0], parts, elsewhere)


def _worst_listed(places: Sequence[Place], parts: Mapping[int, Part]) -> list[Place]:
    """The rows with the worst list mark: one member's mark marks the household."""
    marks = [(place, _value(parts, place, "list_status")) for place in places]
    worst = next((mark for mark in _WORST_FIRST if any(mark == given for _, given in marks)), None)
    return [place for place, mark in marks if mark == worst]


def _refuse(code: str, told: Sequence[Place], parts: Mapping[int, Part], name: str, refused: Sequence[Place]) -> None:
    """Find ``code`` at the rows ``told`` and refuse all those of ``refused``."""
    for position, row in told:
        parts[position].rows.find(code, row, _COLUMN[name])
    for position, row in refused:
        parts[position].rows.ok[row] = False


def _agreed(
    column: Column,
    rows: Sequence[Place],
    whole: Sequence[Place],
    parts: Mapping[int, Part],
    elsewhere: dict[str, list[int]],
    decisive: bool = False,
) -> Value:
    """What ``rows`` say together. Where they disagree it is left out with a finding; on what is ``decisive`` they
    refuse each other. A value that stands in another row than the first of ``whole`` is noted in ``elsewhere``.
    """
    agreed: Value = None
    for position, row in rows:
        value = _value(parts, (position, row), column.name)
        if value is None or value == agreed:
            continue
        if agreed is None:
            agreed = value
            if (position, row) != whole[0]:
                elsewhere[column.name] = [position, parts[position].rows.numbers[row]]
            continue
        elsewhere.pop(column.name, None)
        if decisive and (column.decisive or column.required):
            _refuse("HOUSEHOLD_DIFFERS", [(position, row)], parts, column.name, whole)
        else:
            parts[position].rows.find("FIELD_DIFFERS", row, column)
        return None
    return agreed


def _value(parts: Mapping[int, Part], place: Place, name: str) -> Value:
    return parts[place[0]].rows.get(name)[place[1]]


def _origin(home: Place, parts: Mapping[int, Part], elsewhere: dict[str, list[int]]) -> dict[str, Any]:
    rows = parts[home[0]].rows
    return {"source": home[0], "sheet": rows.sheet, "row": rows.numbers[home[1]], "elsewhere": elsewhere or None}
