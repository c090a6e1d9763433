"""Checks of who is who across a village's tables, and across villages; all of them warnings.

A person is known by the ID number alone; what rests on a name says so.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from hashlib import blake2b

from gridcredit.findings import Doubt
from gridcredit.ingest import raters
from gridcredit.ingest.rows import shown_key
from gridcredit.people import plain_word, relation_code, whole
from gridcredit.privacy import without_numbers
from gridcredit.schema import HOUSEHOLDS, MEMBERS, Columns

_HEADERS = {column.name: column.header for column in (*HOUSEHOLDS, *MEMBERS)}

Place = tuple[str, int]
"""A table's name and a row of it, by position."""


def doubts(households: Columns, members: Columns, ratings: Columns) -> list[Doubt]:
    """What looks wrong in the tables of ``schema`` (ratings: ``roster.RATING_COLUMNS``) of one village."""
    return [
        *_ids(households, members),
        *_heads(households, members),
        *raters.doubts(households, members, ratings),
    ]


def people(households: Columns, members: Columns, salt: bytes) -> dict[str, Place]:
    """Where each person with an ID number stands first, by a hash that tells no number without ``salt``.

    ``salt``: up to 64 random bytes, the same for all villages of a run and kept no longer than it.
    """
    found: dict[str, Place] = {}
    for name, table in (("members", members), ("households", households)):
        for row, number in enumerate(table["id_number"]):
            if number:
                found.setdefault(whole(number), (name, row))
    return {blake2b(number.encode(), key=salt, digest_size=16).hexdigest(): at for number, at in found.items()}


def in_two_villages(villages: Mapping[str, Collection[str]]) -> list[tuple[str, str, str]]:
    """The persons who stand in two villages: a person's hash, the village, and another one where the person is, too.

    ``villages``: the hashes of each one's ``people``, by its name.
    """
    homes: dict[str, list[str]] = defaultdict(list)
    for village, folk in villages.items():
        for person in folk:
            homes[person].append(village)
    shared = {person: names for person, names in homes.items() if len(names) > 1}
    return [
        (person, village, other)
        for person, names in shared.items()
        for village, other in zip(names, [*names[1:], names[0]])
    ]


def _doubt(code: str, place: Place, column: str, **params: object) -> Doubt:
    return Doubt(code, *place, column, {"column": _HEADERS[column], **params})


def _ids(households: Columns, members: Columns) -> Iterator[Doubt]:
    """One ID number in several households, or of several persons in one."""
    doubtful = _doubled(households, members)
    homes: dict[str, dict[str, list[tuple[Place, str | None]]]] = {}
    for table, columns, column in (("members", members, "name"), ("households", households, "head")):
        entries = zip(columns["id_number"], columns["household_id"], columns[column])
        for row, (number, key, name) in enumerate(entries) if doubtful else ():
            if number and whole(number) in doubtful:
                homes.setdefault(whole(number), {}).setdefault(key, []).append(((table, row), name))
    for standing in homes.values():
        keys = list(standing)
        for key, other in zip(keys, [*keys[1:], keys[0]]) if len(keys) > 1 else ():
            shown = shown_key(without_numbers(other))
            yield _doubt("PERSON_TWICE", standing[key][0][0], "id_number", other=f" ({shown})" if shown else "")
        for places in standing.values():
            rows = [place for place, _ in places if place[0] == "members"]
            if len({plain_word(name) for _, name in places if name}) > 1:
                yield _doubt("ID_OF_TWO", rows[-1], "id_number")
            elif len(rows) > 1:
                yield _doubt("MEMBER_TWICE", rows[-1], "name")


def _doubled(households: Columns, members: Columns) -> set[str]:
    """The ID numbers that stand twice, but for a head's in the household's row and in the head's own member row."""
    listed: dict[str, int] = {}
    doubled = set()
    for row, number in enumerate(members["id_number"]):
        if number and listed.setdefault(whole(number), row) != row:
            doubled.add(whole(number))
    heads = set()
    for key, head, number in zip(households["household_id"], households["head"], households["id_number"]):
        if not number:
            continue
        number = whole(number)
        row = listed.get(number, -1)
        if number in heads or (row >= 0 and (members["household_id"][row], members["name"][row]) != (key, head)):
            doubled.add(number)
        heads.add(number)
    return doubled


def _heads(households: Columns, members: Columns) -> Iterator[Doubt]:
    """Heads among the members. Where no household lists its head there, only the others are meant to be listed."""
    codes = {word: relation_code(word) for word in set(members["relation"])}
    heads: dict[str, int] = {}
    for row, (key, relation) in enumerate(zip(members["household_id"], members["relation"])):
        if codes[relation] == "head":
            if key in heads:
                yield _doubt("HEADS_LISTED", ("members", row), "relation")
            heads.setdefault(key, row)
    listed = set(members["household_id"])
    for position, key in enumerate(households["household_id"]):
        if key in heads:
            yield from _one_head(households, position, members, heads[key])
        elif heads and key in listed:
            yield _doubt("HEAD_NOT_LISTED", ("households", position), "head")


def _one_head(households: Columns, position: int, members: Columns, row: int) -> Iterator[Doubt]:
    """The head's row among the members against the household's own; one ID number under two names is told as such."""
    number, other = households["id_number"][position], members["id_number"][row]
    name, called = households["head"][position], members["name"][row]
    if number and other:
        if number != other and whole(number) != whole(other):
            yield _doubt("HEAD_DIFFERS", ("members", row), "id_number")
    elif name and called and name != called and plain_word(name) != plain_word(called):
        yield _doubt("HEAD_DIFFERS", ("members", row), "name")
