"""The workbook of a door-to-door signing: its sheets and what the field's hold."""

from datetime import date
from typing import Any

import pytest
from rules.deciding import DEFAULT

from gridcredit.reports.book import Book
from gridcredit.reports.excel import to_bytes
from gridcredit.reports.signing import signing_book
from gridcredit.signing import plans

AS_OF = date(2016, 6, 1)
STATES: dict[str, dict[str, Any]] = {
    "granted": {"credited": 1, "contract": 0, "line_yuan": 51_000, "residence_status": "home"},
    "refused": {"credited": 0, "contract": 0, "line_yuan": 0, "residence_status": "home"},
    "signed": {"credited": 1, "contract": 1, "line_yuan": 51_000, "residence_status": "home"},
    "away": {"credited": 1, "contract": 0, "line_yuan": 51_000, "residence_status": "away"},
}


def book_of(*states: str, villages: tuple[str, ...] = ("甲村",)) -> Book:
    homes = [
        {"village": village, "household_id": f"A{number}", "branch": None, "group": "一组", "address": f"{number}号"}
        | STATES[state]
        for village in villages
        for number, state in enumerate(states)
    ]
    known = {"head": "欧阳某某", "phone_masked": "100****4567", "group": "一组", "address": "1号", "away": "外地"}
    households = {(home["village"], home["household_id"]): known for home in homes}
    planned, findings = plans(homes, [], AS_OF, DEFAULT)
    return signing_book(planned, [], households, AS_OF, DEFAULT, findings)


@pytest.mark.parametrize("state", STATES)
def test_the_field_s_sheet_is_byte_for_byte_the_same_whatever_a_household_s_state(state: str) -> None:
    def field(*states: str) -> bytes:
        (sheet,) = [sheet for sheet in book_of(*states).sheets if sheet.name.endswith("field")]
        return to_bytes(Book("", [sheet], AS_OF))

    assert field("granted", "granted", state) == field("granted", "refused", "granted")


def test_a_surname_of_two_characters_and_nothing_else_of_the_name_is_told() -> None:
    (sheet,) = [sheet for sheet in book_of("granted").sheets if sheet.name.endswith("field")]
    assert "欧阳＊" in str(sheet) and "某" not in str(sheet) and "4567" not in str(sheet) and "51" not in str(sheet)


def test_a_village_where_nobody_is_to_sign_has_no_sheet_for_the_field() -> None:
    assert [sheet.name for sheet in book_of("signed", "refused").sheets][2:] == ["甲村 internal", "Policy"]


def test_sheets_have_names_that_excel_takes() -> None:
    long = "长" * 40
    book = book_of("granted", villages=(f"{long}一", f"{long}二", "甲/乙:村"))
    names = [sheet.name for sheet in book.sheets]
    assert len(set(names)) == len(names) == 9 and all(len(name) <= 31 for name in names)
    assert "甲_乙_村 field" in names and to_bytes(book)
