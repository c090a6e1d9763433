"""A household file (建档) is complete when every mandatory field of the household and of each member is filled in."""

import pandas as pd

from gridcredit.policy import Values


def missing_fields(households: pd.DataFrame, members: pd.DataFrame, values: Values) -> pd.Series:
    """Per row of ``households`` the names of the fields that its file lacks, joined by ``;`` ('' when complete).

    ``a|b`` asks for either field. A household without member rows lacks ``members``. Member fields are reported as
    ``members.<field>``. Clause: contract §5, ``filing``.
    """
    lacks = pd.Series("", index=households.index, dtype=object)
    for field in values.words("household_fields"):
        lacks = lacks.where(_filled(households, field), lacks + ";" + field)
    lacks = lacks.where(households["household_id"].isin(members["household_id"]), lacks + ";members")
    for field in values.words("member_fields"):
        poor = set(members.loc[~_filled(members, field), "household_id"])
        lacks = lacks.where(~households["household_id"].isin(poor), lacks + ";members." + field)
    return lacks.str.removeprefix(";")


def _filled(table: pd.DataFrame, field: str) -> pd.Series:
    return table[field.split("|")].notna().any(axis=1)
