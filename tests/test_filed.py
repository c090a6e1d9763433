"""The quality of household files, and the grades of villages."""

from datetime import date
from typing import Any

import pandas as pd

from gridcredit import policy
from gridcredit.filed import files_of, lacking, lacking_by
from gridcredit.grading import graded, townships
from gridcredit.rules.freshness import Gap

AS_OF = date(2016, 5, 31)
POLICY = policy.load().on(AS_OF)
LOANS = pd.DataFrame(
    [("甲村", "1", 900, "normal"), ("甲村", "2", 100, "loss"), ("乙村", "1", 500, "substandard")],
    columns=["village", "household_id", "balance_yuan", "loan_class"],
)


def homes(*rows: tuple[str, str, str, int]) -> pd.DataFrame:
    """Village, number, missing fields, whether credited."""
    table = pd.DataFrame(rows, columns=["village", "household_id", "missing_fields", "credited"])
    filed = (table["missing_fields"] == "").astype("int64")
    return table.assign(roster=1, filed=filed, listed=None, township="洪家镇")


TABLE = homes(
    ("甲村", "1", "", 1),
    ("甲村", "2", "phone", 1),
    ("甲村", "3", "phone;members", 0),
    ("乙村", "1", "members", 0),
    ("乙村", "2", "", 1),
)


def test_what_files_lack_is_counted_by_field_the_most_first() -> None:
    found = [(one.field, one.files, one.of_credited, one.alone) for one in lacking(TABLE)]
    assert found == [("members", 2, 0, 1), ("phone", 2, 1, 1)]
    assert lacking_by(TABLE, "village") == {"甲村": {"phone": 2, "members": 1}, "乙村": {"members": 1}}


def run(village: str, day: date, collected: dict[str, int] | None, waived: int = 0) -> dict[str, Any]:
    detail = {} if collected is None else {"files": {"collected": collected, "waived": waived}}
    return {"village": village, "effective": day, "detail": detail}


def test_files_have_an_age_gaps_and_waivers() -> None:
    runs = [
        run("甲村", date(2015, 3, 1), {"2015-02-01": 3}),
        run("甲村", date(2016, 3, 1), {"": 1, "2015-05-30": 1, "2016-02-01": 1}, waived=4),
        run("乙村", date(2016, 3, 1), None),
    ]
    jia, yi = files_of(TABLE, runs, AS_OF, POLICY.values("freshness"))
    assert (jia.roster, jia.complete, jia.stale, jia.undated, jia.waived) == (3, 1, 1, 1, 4)
    assert (jia.oldest, jia.newest, jia.worst) == (date(2015, 5, 30), date(2016, 2, 1), ("phone", 2))
    assert jia.gap == Gap(date(2015, 5, 30), date(2016, 2, 1)) and jia.has_gap
    assert (yi.undated, yi.gap, yi.has_gap, yi.waived, yi.worst) == (2, None, False, None, ("members", 1))


def test_villages_and_townships_are_graded() -> None:
    values = POLICY.values("grades")
    jia, yi = graded(TABLE, LOANS, {("甲村", "2")}, values)
    assert (jia.credit_households, jia.roster, jia.bad_yuan, jia.balance_yuan) == (1, 3, 100, 1_000)
    assert (yi.credit_households, yi.is_credit_village) == (1, False)
    jia, yi = graded(TABLE, LOANS.head(1), set(), values)
    assert (jia.credit_households, jia.is_credit_village, yi.is_credit_village) == (2, True, False)
    (town,) = townships([jia, yi], values)
    assert (town.name, town.villages, town.credit_villages, town.is_credit_township) == ("洪家镇", 2, 1, False)


def test_a_listed_household_is_no_credit_household() -> None:
    table = TABLE.assign(listed=pd.Series(["grey", "white", None, None, None], dtype=object))
    assert [one.credit_households for one in graded(table, LOANS, set(), POLICY.values("grades"))] == [1, 1]
