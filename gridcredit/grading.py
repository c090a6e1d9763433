"""Credit households, villages and townships: the grades of ``rules.grades`` over a ledger's households."""

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from gridcredit.coverage import KEY
from gridcredit.loans import BAD
from gridcredit.policy import Values
from gridcredit.rules.grades import is_credit_household, is_credit_township, is_credit_village

MARKED = ("grey", "black")


@dataclass(frozen=True, slots=True)
class Graded:
    """A village: its credit households, and the balance of its loans as they are stated; ``township`` may be None."""

    village: str
    township: str | None
    roster: int
    credit_households: int
    bad_yuan: int
    balance_yuan: int
    is_credit_village: bool


@dataclass(frozen=True, slots=True)
class Township:
    name: str
    villages: int
    credit_villages: int
    is_credit_township: bool


def graded(
    households: pd.DataFrame, loans: pd.DataFrame, late: Collection[tuple[str, str]], values: Values
) -> list[Graded]:
    """A row a village, in order of appearance. ``households``: ``coverage.standing``; ``loans``: as ``coverage.loans_by`` asks for
    them; ``late``: the households in arrears.
    """
    in_arrears = pd.MultiIndex.from_frame(households[KEY]).isin(list(late)) if late else [False] * len(households)
    conditions = pd.DataFrame(
        {
            "valid_line": households["credited"] > 0,
            "complete_file": households["filed"] > 0,
            "no_list_mark": ~households["listed"].isin(MARKED),
            "no_arrears": ~pd.Series(in_arrears, index=households.index, dtype=bool),
        }
    )
    met = {
        combination: is_credit_household(dict(zip(conditions.columns, combination)), values)
        for combination in set(conditions.itertuples(index=False, name=None))
    }
    good = pd.Series(map(met.__getitem__, conditions.itertuples(index=False, name=None)), index=households.index)
    named = households.assign(good=good.astype("int64"))
    sums = named.groupby("village", sort=False).agg({"roster": "sum", "good": "sum", "township": "first"})
    owed = loans.groupby("village")["balance_yuan"].sum()
    bad = loans[loans["loan_class"].isin(BAD)].groupby("village")["balance_yuan"].sum()
    found = []
    for village, roster, count, township in sums.itertuples():
        balance, lost = int(owed.get(village, 0)), int(bad.get(village, 0))
        grade = is_credit_village(int(count), int(roster), lost, balance, values)
        found.append(Graded(village, township or None, int(roster), int(count), lost, balance, grade))
    return found


def townships(villages: Collection[Graded], values: Values) -> list[Township]:
    """Those that are known, by name."""
    by_name: dict[str, list[Graded]] = {}
    for village in villages:
        if village.township:
            by_name.setdefault(village.township, []).append(village)
    rows = []
    for name, own in sorted(by_name.items()):
        credit = sum(village.is_credit_village for village in own)
        rows.append(Township(name, len(own), credit, is_credit_township(credit, len(own), values)))
    return rows
