"""A household file (建档) is complete when every mandatory field of the household and of each member is filled in."""

from collections.abc import Sequence

from gridcredit.policy import Values
from gridcredit.schema import Columns


def missing_fields(households: Columns, members: Columns, values: Values) -> list[str]:
    """Per row of ``households`` the names of the fields that its file lacks, joined by ``;`` ('' when complete).

    ``a|b`` asks for either field. A household without member rows lacks ``members``. Member fields are reported as
    ``members.<field>``. Clause: contract §5, ``filing``.
    """
    keys: Sequence[str] = households["household_id"]
    lacks: list[list[str]] = [[] for _ in keys]
    for field in values.words("household_fields"):
        for row in _empty(households, field):
            lacks[row].append(field)
    owners: Sequence[str] = members["household_id"]
    poor = {"members": set(keys) - set(owners)}
    for field in values.words("member_fields"):
        poor[f"members.{field}"] = {owners[row] for row in _empty(members, field)}
    for field, having in poor.items():
        if having:
            for row, key in enumerate(keys):
                if key in having:
                    lacks[row].append(field)
    return [";".join(fields) for fields in lacks]


def _empty(table: Columns, field: str) -> list[int]:
    """The rows in which none of the fields of ``a|b`` is filled."""
    columns = [table[name] for name in field.split("|")]
    return [row for row, cells in enumerate(zip(*columns)) if all(cell is None for cell in cells)]
