"""A household file (建档) is complete when every mandatory field of the household and of each member is filled in;
of children and old people less is asked.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from gridcredit.people import age_on
from gridcredit.policy import Values
from gridcredit.schema import HOUSEHOLDS, MEMBERS, Columns, height

WAIVED_BANDS = ("child", "old")
_HEADERS = {column.name: column.header for column in (*HOUSEHOLDS, *MEMBERS)}


def missing_fields(households: Columns, members: Columns, values: Values, day: date) -> list[str]:
    """Per row of ``households`` the names of the fields that its file lacks, joined by ``;`` ('' when complete).

    ``a|b`` asks for either field. A household without member rows lacks ``members``. Member fields are reported as
    ``members.<field>``; who is a child or old is judged on ``day``. Clause: contract §5, ``filing``.
    """
    keys: Sequence[str] = households["household_id"]
    lacks: list[list[str]] = [[] for _ in keys]
    for field in values.words("household_fields"):
        for row in _empty(households, field, range(len(keys))):
            lacks[row].append(field)
    owners: Sequence[str] = members["household_id"]
    waived = _waived(members, values, day)
    poor = {"members": set(keys) - set(owners)}
    for name, rows in (
        ("member_fields", [row for row in range(height(members)) if row not in waived]),
        ("member_fields_waived", sorted(waived)),
    ):
        for field in values.words(name):
            poor.setdefault(f"members.{field}", set()).update(owners[row] for row in _empty(members, field, rows))
    for field, having in poor.items():
        if having:
            for row, key in enumerate(keys):
                if key in having:
                    lacks[row].append(field)
    return [";".join(fields) for fields in lacks]


def waived_members(members: Columns, values: Values, day: date) -> int:
    """How many children and old people lack something that is asked of others, and need not have it."""
    waived = sorted(_waived(members, values, day))
    spared = {
        row
        for field in values.words("member_fields")
        if field not in values.words("member_fields_waived")
        for row in _empty(members, field, waived)
    }
    return len(spared)


def in_words(fields: str) -> str:
    """``phone;members.birth_date|age`` by the headers of sheets: 手机号、成员的出生日期/年龄."""

    def one(field: str) -> str:
        of_member = field.startswith("members")
        names = [name for name in field.removeprefix("members").strip(".").split("|") if name]
        shown = "/".join(_HEADERS[name] for name in names)
        return shown if not of_member else f"成员的{shown}" if shown else "成员"

    return "、".join(map(one, fields.split(";")))


def _waived(members: Columns, values: Values, day: date) -> set[int]:
    """The rows of children and old people. An age or birth date goes before an age band; unknown is neither."""
    child, old = values.limit("child_under_age"), values.limit("old_from_age")

    def is_waived(birth: date | None, age: int | None, band: str | None) -> bool:
        years = age_on(birth, day) if birth else age
        if years is None:
            return band in WAIVED_BANDS
        return bool((years >= 0 and child.at_most(years)) or old.at_least(years))

    entries = list(zip(*(members[name] for name in ("birth_date", "age", "age_band"))))
    waived = {entry for entry in set(entries) if is_waived(*entry)}
    return {row for row, entry in enumerate(entries) if entry in waived}


def _empty(table: Columns, field: str, rows: Iterable[int]) -> Iterable[int]:
    """Those of ``rows`` in which none of the fields of ``a|b`` is filled."""
    for name in field.split("|"):
        column = table[name]
        rows = [row for row in rows if column[row] is None]
    return rows
