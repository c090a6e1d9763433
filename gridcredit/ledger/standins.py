"""Stand-ins for names, ID numbers and phones, so that a run can be decided again from a ledger that keeps none of them.

Rules look at who is who, and never at who it is. So the ledger keeps, in place of each name, number and phone, the
order in which it first stands in the run: the same for the same person, and telling nothing beside. Of a birth date it
keeps the month and whether the day of the decision was past it: enough for every age that months are added to.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gridcredit.people import born_by, plain_word, whole
from gridcredit.schema import Columns, column_of

Mark = dict[str, Any]
_SURE_DAYS = 28
_NO_BIRTH = date(1900, 1, 1)
_SAID = ("relation", "age", "age_band", "labour", "list_status")


@dataclass(frozen=True, slots=True)
class Marks:
    """By row what is kept of the persons in each table; what is not known is left out."""

    households: Sequence[Mark]
    members: Sequence[Mark]
    ratings: Sequence[Mark]


class _Order:
    """Numbers things in the order in which they are first seen."""

    def __init__(self, plain: Callable[[str], str]) -> None:
        self._plain = plain
        self._seen: dict[str, int] = {}

    def __call__(self, text: str | None) -> int | None:
        return self._seen.setdefault(self._plain(text), len(self._seen)) if text else None


def marks_of(households: Columns, members: Columns, ratings: Columns, day: date) -> Marks:
    """What to keep of tables of ``schema`` that were decided on ``day``; a column that a table lacks is blank."""
    name, number, phone = _Order(plain_word), _Order(whole), _Order(str)
    heads, folk = column_of(households, "id_number"), column_of(members, "id_number")
    own = [born_by(text) if text else None for text in heads]
    births = [birth or (born_by(text) if text else None) for birth, text in zip(column_of(members, "birth_date"), folk)]
    coarse = _coarse([*own, *births], day)
    of_households = [
        _known(name=name(head), number=number(text), phone=phone(called), born=_iso(coarse, born))
        for head, text, called, born in zip(column_of(households, "head"), heads, column_of(households, "phone"), own)
    ]
    said = list(zip(*(column_of(members, column) for column in _SAID)))
    persons = zip(said, column_of(members, "name"), folk, column_of(members, "phone"), births)
    of_members = [
        _known(
            **dict(zip(_SAID, words)),
            name=name(text),
            number=number(own_number),
            phone=phone(called),
            born=_iso(coarse, born),
        )
        for words, text, own_number, called, born in persons
    ]
    officers = zip(*(column_of(ratings, column) for column in ("officer", "officer_id", "borrower")))
    of_ratings = [
        _known(called=name(officer), number=number(own_number), meant=name(borrower))
        for officer, own_number, borrower in officers
    ]
    return Marks(of_households, of_members, of_ratings)


class Standins:
    """Texts and dates to decide by, from what ``marks_of`` kept.

    ``names``: those that the ledger keeps all the same, of heads, officers and borrowers, by their mark.
    """

    def __init__(self, households: Iterable[Mapping[str, Any]], names: Mapping[int, str]) -> None:
        self._names = names
        self._births = {mark["number"]: mark["born"] for mark in households if "number" in mark}

    def name(self, mark: int | None) -> str | None:
        return None if mark is None else self._names.get(mark, f"#{mark}")

    def number(self, mark: int | None) -> str | None:
        """18 characters; the birth date stands in its place where a household's head needs it."""
        if mark is None:
            return None
        born = date.fromisoformat(self._births.get(mark, _NO_BIRTH.isoformat()))
        return f"{mark:06d}{born:%Y%m%d}0000"

    def phone(self, mark: int | None) -> str | None:
        return None if mark is None else f"#{mark}"

    def member(self, mark: Mapping[str, Any]) -> dict[str, Any]:
        """A row of members, without its household."""
        return {
            **{column: mark.get(column) for column in _SAID},
            "name": self.name(mark.get("name")),
            "id_number": self.number(mark.get("number")),
            "phone": self.phone(mark.get("phone")),
            "birth_date": date.fromisoformat(mark["born"]) if "born" in mark else None,
        }


def _coarse(births: Iterable[date | None], day: date) -> dict[date, date]:
    """Another day of the same month for each birth date, on the same side of ``day``'s; different ones stay different.

    The last days of long months stay as they are: months that are added to ``day`` may end among them.
    """
    found: dict[date, date] = {}
    taken: Counter[tuple[int, int, bool]] = Counter()
    for birth in dict.fromkeys(births):
        if birth is not None:
            later = birth.day > day.day
            part = birth.year, birth.month, later
            taken[part] += birth.day <= _SURE_DAYS
            first = day.day if later else 0
            found[birth] = birth if birth.day > _SURE_DAYS else birth.replace(day=first + taken[part])
    return found


def _iso(coarse: Mapping[date, date], born: date | None) -> str | None:
    return coarse[born].isoformat() if born else None


def _known(**marks: Any) -> Mark:
    return {name: mark for name, mark in marks.items() if mark is not None}
