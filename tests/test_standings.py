"""Earlier days, of which only what became different is read again, against a ledger read afresh."""

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pandas as pd
import pytest

from gridcredit import policy
from gridcredit.coverage import KEY
from gridcredit.ledger.entries import ASSESSED, REVIEWED, Event, Run
from gridcredit.ledger.store import Ledger
from gridcredit.loans import LOAN
from gridcredit.standings import Standings

FIRST = date(2016, 3, 1)
DAYS = [FIRST + timedelta(days=ahead) for ahead in range(-1, 92, 7)]
BOOK = policy.load()
KINDS = (
    "signed",
    "carded",
    "drawdown",
    "repayment",
    "inspection",
    "frozen",
    "unfrozen",
    "cancelled",
    "listed",
    "unlisted",
)
NOW = datetime(2016, 7, 1)
AT = ("v.xlsx", "f" * 64, "农户", "A2")


def household(chance: Random, key: str, village: str, day: date) -> Event:
    status = chance.choice(["granted", "granted", "granted", "referred", "declined", "excluded"])
    detail: dict[str, Any] = {
        "group": "一组", "registration_status": "normal", "residence_status": chance.choice(["home", "away"]),
        "list_status": chance.choice([None, "grey"]), "status": status, "missing_fields": chance.choice(["", "phone"]),
        "rated": True, "collected_by": chance.choice(["陈雪芬", "徐爱华"]),
    }  # fmt: skip
    if status == "granted":
        detail |= {"valid_until": (day + timedelta(days=chance.randint(20, 90))).isoformat(), "review_on": "2016-04-15"}
    line = chance.randrange(1, 9) * 10_000 if status == "granted" else 0
    return Event(ASSESSED, village, key, day, line, *AT, detail=detail)


def fill(ledger: Ledger, chance: Random) -> None:
    """Three villages, assessed once to three times, with events of every kind and statements of loans."""
    for number, village in enumerate(("甲村", "乙村", "丙村")):
        for turn in range(number + 1):
            day = FIRST + timedelta(days=chance.randint(0, 80))
            homes = [household(chance, f"A{key}", village, day) for key in range(1, 13)]
            facts: dict[str, Any] = {
                "branch": "路南支行",
                "grid": None,
                "township": "洪家镇",
                "batch": "第一批",
                "sources": [],
                "inputs": {},
            }
            ledger.record_run(
                Run(village, day, "v.xlsx", f"{number}{turn}" * 32, "p" * 64, "gridcredit", facts, homes), NOW
            )
    events = [happened(chance, at) for at in range(220)]
    ledger.record_events(lambda: events, NOW)


def happened(chance: Random, at: int) -> Event:
    kind = chance.choice((*KINDS, LOAN, LOAN, REVIEWED))
    day = FIRST + timedelta(days=chance.randint(0, 90))
    amount = chance.randrange(0, 5) * 10_000 if kind in ("drawdown", "repayment", LOAN, REVIEWED) else None
    detail: dict[str, Any] = {}
    result = "grey" if kind == "listed" else None
    if kind == LOAN:
        detail = {"loan": f"L{at}", "overdue_days": chance.choice([0, 0, 5])}
    if kind == REVIEWED:
        detail = {"valid_until": "2019-01-01", "review_on": "2017-01-01", "decision": "granted"}
        result = "granted"
    household_id = f"A{chance.randint(1, 12)}"
    village = chance.choice(("甲村", "乙村", "丙村"))
    return Event(kind, village, household_id, day, amount, *AT, result=result, occurrence=at, detail=detail)


def in_order(table: pd.DataFrame) -> list[dict[Any, Any]]:
    ordered = table.sort_values(KEY).reset_index(drop=True).astype(object)
    return ordered.where(ordered.notna(), None).to_dict("records")


@pytest.mark.parametrize("seed", range(4))
def test_an_earlier_day_is_what_it_would_be_if_read_afresh(seed: int, place: str) -> None:
    with Ledger(place) as ledger:
        fill(ledger, Random(seed))
        known = Standings(ledger, DAYS[-1], BOOK)
        for day in DAYS:
            fresh = Standings(ledger, day, BOOK)
            then = fresh.now.households if len(fresh._roster) else fresh._roster
            assert in_order(known.on(day)[[*then.columns]] if len(then) else known.on(day)) == in_order(then), day


def test_the_report_is_grouped_by_what_the_village_and_the_file_say(place: str) -> None:
    with Ledger(place) as ledger:
        fill(ledger, Random(7))
        homes = Standings(ledger, DAYS[-1], BOOK).now.households
    assert set(homes["officer"]) == {"陈雪芬", "徐爱华"}
    assert (set(homes["township"]), set(homes["batch"])) == ({"洪家镇"}, {"第一批"})
