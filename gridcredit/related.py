"""Which households of a village may be one family's: a person, a couple, a phone or an address stands in several.

A person is known by the ID number; a spouse also by name and birth date, and a couple by its two names, as long as no
two ID numbers say that these are others.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import NamedTuple

from gridcredit.people import born_by, plain_word, relation_code, whole
from gridcredit.schema import Columns, column_of

NO_HOME = -1
WAYS = ID_NUMBER, SPOUSE, PHONE, ADDRESS = ("id_number", "spouse", "phone", "address")


class Tie(NamedTuple):
    """What two households have in common, in the order of ``WAYS``; ``couple``: the head or spouse of the one is head or
    spouse of the other, so that they have one purse.
    """

    ways: tuple[str, ...]
    couple: bool


class _People(NamedTuple):
    """Column by column: heads by the households' rows, then everybody by the members'; the head may be in both.

    ``homes``: rows of households, ``NO_HOME`` for those that are not looked at; ``numbers``: ``people.whole`` of ID
    numbers; ``roles``: codes of ``schema.RELATIONS``.
    """

    homes: Sequence[int]
    names: Sequence[str | None]
    roles: Sequence[str | None]
    numbers: Sequence[str | None]
    births: Sequence[date | None]
    phones: Sequence[str | None]

    def of_couple(self, at: int) -> bool:
        return self.roles[at] in ("head", "spouse")


Pair = tuple[int, int, str, bool]
"""Two households (rows), a way, and whether it is a couple's."""


def ties(
    households: Columns, members: Columns, kept: Sequence[bool], few: Callable[[int], bool]
) -> Mapping[int, Mapping[int, Tie]]:
    """By row of ``households``, where there are any: the other rows and what ties them, both ways round.

    Only rows ``kept`` are looked at. What stands in so many households that ``few`` does not hold ties none of them.
    A column of ``schema`` that a table lacks is blank.
    """
    people = _people(households, members, kept)
    addresses = [plain_word(text) if text else None for text in column_of(households, "address")]
    pairs = [
        *_in_common(people.numbers, people, ID_NUMBER, few),
        *_couples(people, few),
        *_spouses(people, few),
        *_in_common(people.phones, people, PHONE, few),
        *(
            (one, other, ADDRESS, False)
            for _at, homes in _shared(addresses, people.homes, few)
            for one, other in combinations(homes, 2)
        ),
    ]
    found: dict[int, dict[int, tuple[set[str], set[bool]]]] = defaultdict(dict)
    for one, other, way, couple in pairs:
        for row, beside in ((one, other), (other, one)):
            ways, couples = found[row].setdefault(beside, (set(), set()))
            ways.add(way)
            couples.add(couple)
    return {
        row: {
            other: Tie(tuple(way for way in WAYS if way in ways), True in couples)
            for other, (ways, couples) in sorted(others.items())
        }
        for row, others in found.items()
    }


def _people(households: Columns, members: Columns, kept: Sequence[bool]) -> _People:
    at = {key: row for row, key in enumerate(households["household_id"])}
    homes = [
        row if kept[row] else NO_HOME
        for row in (*range(len(at)), *(at[key] for key in column_of(members, "household_id")))
    ]
    own, theirs = ([column_of(table, name) for name in _OF_PERSONS] for table in (households, members))
    numbers, phones, births = ([*ours, *others] for ours, others in zip(own, theirs))
    words = column_of(members, "relation")
    codes = {word: relation_code(word) for word in set(words)}
    return _People(
        homes,
        [*column_of(households, "head"), *column_of(members, "name")],
        [*["head"] * len(at), *(codes[word] for word in words)],
        [whole(number) if number else None for number in numbers],
        [birth or (born_by(number) if number else None) for birth, number in zip(births, numbers)],
        phones,
    )


_OF_PERSONS = ("id_number", "phone", "birth_date")


def _shared(
    things: Sequence[Hashable], homes: Sequence[int], few: Callable[[int], bool]
) -> Iterator[tuple[list[int], list[int]]]:
    """Of each thing that stands in several homes, and in ``few``: where it stands in ``things``, and the homes."""
    first: dict[Hashable, int] = {}
    several = {
        thing
        for thing, home in zip(things, homes)
        if thing is not None and home != NO_HOME and first.setdefault(thing, home) != home
    }
    places: dict[Hashable, list[int]] = defaultdict(list)
    for at, thing in enumerate(things) if several else ():
        if thing in several and homes[at] != NO_HOME:
            places[thing].append(at)
    for standing in places.values():
        theirs = list(dict.fromkeys(homes[at] for at in standing))
        if few(len(theirs)):
            yield standing, theirs


def _in_common(things: Sequence[str | None], people: _People, way: str, few: Callable[[int], bool]) -> Iterator[Pair]:
    """A phone is no person: it makes nobody a couple."""
    for standing, homes in _shared(things, people.homes, few):
        couples = {people.homes[at] for at in standing if way == ID_NUMBER and people.of_couple(at)}
        for one, other in combinations(homes, 2):
            yield one, other, way, one in couples and other in couples


def _couples(people: _People, few: Callable[[int], bool]) -> Iterator[Pair]:
    """The same two names are head and spouse in both households, whoever is the head."""
    heads: dict[int, int] = {}
    spouses: dict[int, int] = {}
    for at, (home, role, name) in enumerate(zip(people.homes, people.roles, people.names)):
        known = heads if role == "head" else spouses if role == "spouse" else None
        if (
            name
            and known is not None
            and home != NO_HOME
            and (home not in known or people.numbers[known[home]] is None)
        ):
            known[home] = at
    couples: dict[frozenset[str], list[dict[str, int]]] = defaultdict(list)
    for home in heads.keys() & spouses.keys():
        pair = {plain_word(people.names[at] or ""): at for at in (heads[home], spouses[home])}
        couples[frozenset(pair)].append(pair)
    for names, pairs in couples.items():
        if len(names) == 2 and few(len(pairs)):
            for one, other in combinations(pairs, 2):
                if all(_may_be_one([people.numbers[one[name]]], [people.numbers[other[name]]]) for name in names):
                    first, second = (people.homes[next(iter(pair.values()))] for pair in (one, other))
                    yield first, second, SPOUSE, True


def _spouses(people: _People, few: Callable[[int], bool]) -> Iterator[Pair]:
    """The spouse of one household stands in the other, by name and birth date."""
    births = {birth for birth, role in zip(people.births, people.roles) if role == "spouse"} - {None}
    named = [
        (plain_word(name), birth) if name and birth and birth in births else None
        for name, birth in zip(people.names, people.births)
    ]
    for standing, _homes in _shared(named, people.homes, few):
        known: dict[int, _Known] = defaultdict(_Known)
        for at in standing:
            known[people.homes[at]].add(people, at)
        for (first, one), (second, other) in combinations(known.items(), 2):
            if _may_be_one(one.spouses, other.everybody) or _may_be_one(one.everybody, other.spouses):
                couple = _may_be_one(one.spouses, other.couple) or _may_be_one(one.couple, other.spouses)
                yield first, second, SPOUSE, couple


class _Known:
    """The ID numbers (None: not known) of a household's persons of one name and birth date, by what they are in it."""

    def __init__(self) -> None:
        self.spouses, self.couple, self.everybody = set[str | None](), set[str | None](), set[str | None]()

    def add(self, people: _People, at: int) -> None:
        self.everybody.add(people.numbers[at])
        if people.of_couple(at):
            self.couple.add(people.numbers[at])
        if people.roles[at] == "spouse":
            self.spouses.add(people.numbers[at])


def _may_be_one(one: Collection[str | None], other: Collection[str | None]) -> bool:
    """Whether somebody of ``one`` may be somebody of ``other``: no two ID numbers say that they are others."""
    return bool(one and other) and (None in one or None in other or not set(one).isdisjoint(other))
