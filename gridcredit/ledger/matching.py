"""To which household a row of another system belongs: by village and household number, or by a person's ID number.

Nothing is guessed: a row that two households fit is refused, and so is one whose number and ID number disagree.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from gridcredit.findings import Finding
from gridcredit.ingest.rows import Rows
from gridcredit.people import full_number
from gridcredit.privacy import IdKey
from gridcredit.schema import BY_ID, OUTCOME_ROWS, Column

Household = tuple[str, str]
_COLUMN = {column.name: column for column in (*OUTCOME_ROWS, *BY_ID)}
_HASH_DIGITS = 64
_SHOWN = 4
"""So many households are named that a row fits."""


@dataclass(frozen=True, slots=True)
class Directory:
    """What the ledger knows of persons and household numbers, as far as rows ask for them.

    ``persons``: households by the hash of an ID number; ``numbers``: villages by a household number that stands alone.
    """

    persons: Mapping[str, set[Household]]
    numbers: Mapping[str, set[str]]


def hashes_of(rows: Rows, id_key: IdKey | None) -> list[str | None]:
    """By row the hash of the person's ID number, as the row has it or by ``id_key``; None where it names none.

    What is no such hash is refused.
    """
    numbers, given = rows.get("id_number"), rows.get("id_hash")
    found: list[str | None] = []
    for row, (number, hashed) in enumerate(zip(numbers, given)):
        text = str(hashed).lower() if hashed else None
        if text and (len(text) != _HASH_DIGITS or set(text) - set("0123456789abcdef")):
            if rows.ok[row]:
                rows.refuse("ID_HASH_UNREADABLE", row, _COLUMN["id_hash"])
            text = None
        own = id_key.hashed(full_number(str(number))) if number and id_key else None
        if text and own and text != own and rows.ok[row]:
            rows.refuse("ID_HASH_DIFFERS", row, _COLUMN["id_hash"])
        found.append(text or own)
    return found


def alone(rows: Rows, hashes: list[str | None]) -> set[str]:
    """The household numbers that stand in rows without village and person."""
    keys = zip(rows.get("village"), rows.get("household_id"), hashes)
    return {str(key) for village, key, hashed in keys if key and not village and not hashed}


def needs_key(rows: Rows, id_key: IdKey | None) -> Finding | None:
    """Where rows are known by their ID numbers alone, and these cannot be hashed."""
    if id_key is None:
        entries = zip(*(rows.get(name) for name in ("village", "household_id", "id_number", "id_hash")))
        for row, (village, key, number, hashed) in enumerate(entries):
            if rows.ok[row] and (hashed or (number and not (village and key))):
                column = "id_hash" if hashed else "id_number"
                return Finding("ID_KEY_MISSING", rows.file, rows.sheet, rows.cell(row, column))
    return None


def match(rows: Rows, hashes: list[str | None], directory: Directory) -> frozenset[int]:
    """Gives each row its village and household number, or refuses it; the rows of persons whom no household has.

    Refused rows get theirs, too, so that it is known whose they are.
    """
    names = ("village", "household_id")
    villages, keys = ([str(value) if value else None for value in rows.get(name)] for name in names)
    outside = set()
    for row, hashed in enumerate(hashes):
        village, key = villages[row], keys[row]
        if village and key:
            theirs = directory.persons.get(hashed or "", set())
            if rows.ok[row] and theirs and (village, key) not in theirs:
                rows.refuse("MATCH_DISAGREES", row, _COLUMN["household_id"])
            continue
        theirs = directory.persons.get(hashed or "", set())
        if hashed:
            fitting = {(of, own) for of, own in theirs if village in (None, of) and key in (None, own)}
        else:
            fitting = {(of, key) for of in directory.numbers.get(key or "", ())} if key else set()
        if len(fitting) == 1:
            villages[row], keys[row] = fitting.pop()
        elif not rows.ok[row]:
            continue
        elif fitting:
            shown = "、".join(" ".join(one) for one in sorted(fitting)[:_SHOWN])
            rows.refuse("MATCH_AMBIGUOUS", row, _at(rows, hashed), households=shown, count=len(fitting))
        elif theirs:
            rows.refuse("MATCH_DISAGREES", row, _COLUMN["household_id" if key else "village"])
        elif hashed:
            rows.refuse("PERSON_UNKNOWN", row, _at(rows, hashed))
            outside.add(row)
        elif key:
            rows.refuse("HOUSEHOLD_NOT_ASSESSED", row, _COLUMN["household_id"])
        else:
            rows.refuse("VALUE_MISSING", row, _COLUMN["id_number"])
    rows.values |= {"village": list(villages), "household_id": list(keys)}
    return frozenset(outside)


def _at(rows: Rows, hashed: str | None) -> Column:
    """The column by which a row was looked for."""
    if not hashed:
        return _COLUMN["household_id"]
    return _COLUMN["id_number" if "id_number" in rows.header.columns else "id_hash"]
