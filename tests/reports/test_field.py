"""The face of lists that goes into a village: it says whom to see, and nothing of why."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from rules.deciding import DEFAULT

from gridcredit.codes import household_code
from gridcredit.reports.book import Book, Sheet
from gridcredit.reports.field import field_sheet
from gridcredit.reports.inspections import inspections_book
from gridcredit.reports.visits import REASONS, visits_book
from gridcredit.rules.visits import Refusal
from gridcredit.schedule import Inspection
from gridcredit.visiting import Contact, Visit

DAY = date(2016, 6, 20)
PLACES = [("甲村", f"A{number}") for number in range(1, 9)]
HEADS = ("赵大力", "钱小芳", "孙建国", "李秀英", "欧阳文", "吴海", "郑爱民", "王桂兰")
ROSTER: dict[tuple[str, str], dict[str, Any]] = {
    place: {
        "group": f"{number % 3}组",
        "address": f"甲村{number}号",
        "head": head,
        "phone_masked": "100****0000",
        "business": "杨梅种植",
        "income_yuan": "87654",
        "away": "上海 腊月",
    }
    for number, (place, head) in enumerate(zip(PLACES, HEADS))
}
SECRETS = (
    *HEADS,
    "100****",
    "87654",
    "87,654",
    "123456",
    "123,456",
    "上海",
    "杨梅",
    "2016-06",
    "no_need",
    *REASONS.values(),
)


def inspected(order: Sequence[int]) -> Book:
    """Each household inspected for another reason, with another balance, by ``order``."""
    kinds = ("first", "recurring", "warning")
    rows = [
        Inspection(
            *place, kinds[at % 3], DAY, DAY, DAY + timedelta(at), 123_456 + at, at, ("arrears",) * (at % 2), None
        )
        for place, at in zip(PLACES, order)
    ]
    rows.sort(key=lambda row: row.due)
    return inspections_book(rows, ROSTER, DAY, DAY, DEFAULT, [], [])


def visited(order: Sequence[int]) -> Book:
    reasons = [*REASONS][:8]
    rows = [
        Visit(
            *place,
            reasons[at],
            DAY,
            DAY + timedelta(at),
            at,
            Contact(DAY, "failed", "phone"),
            at,
            (),
            Refusal("no_need", DAY, "door"),
        )
        for place, at in zip(PLACES, order)
    ]
    rows.sort(key=lambda row: row.due)
    return visits_book(rows, ROSTER, [], DAY, DAY, DEFAULT, [])


def face(book: Book) -> Sheet:
    (sheet,) = [sheet for sheet in book.sheets if sheet.name == "For the field"]
    return sheet


@pytest.mark.parametrize("book", [inspected, visited])
def test_it_says_nothing_that_others_may_not_know(book: Any) -> None:
    text = repr(face(book(range(8))))
    assert [secret for secret in SECRETS if secret in text] == []
    assert "欧阳＊" in text and "赵＊" in text and household_code(*PLACES[0]) in text


@pytest.mark.parametrize("book", [inspected, visited])
def test_neither_its_order_nor_anything_else_tells_who_is_on_it_for_what(book: Any) -> None:
    same = face(book(range(8)))
    for seed in range(20):
        order = random.Random(seed).sample(range(8), 8)
        assert face(book(order)) == same


def test_a_household_that_is_on_it_twice_is_seen_once() -> None:
    sheet = field_sheet("", [PLACES[0], PLACES[0], PLACES[1]], ROSTER)
    assert [row[0] for row in sheet.tables[0].rows] == [1, 2]


def test_houses_stand_in_the_order_of_a_walk() -> None:
    roster = {("甲村", key): {"address": f"甲村{key}号", "head": "赵大力"} for key in ("10", "9", "2")}
    rows = field_sheet("", roster, roster).tables[0].rows
    assert [row[3] for row in rows] == ["甲村2号", "甲村9号", "甲村10号"]
