"""The sheet of a table: a bank changes rows, adds a dated copy, and is told every fault with its cell."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from gridcredit.policy import Parameter, files
from gridcredit.policytools import values, workbook
from policytools.books import DAY, FILE, Book, Cells, loaded, parameters, read, refusal, template

SHEET = "Points for a house or a car"
TABLE: dict[str, Any] = {
    "label": SHEET,
    "unit": "points",
    "bands_by": ["fact"],
    "columns": {
        "fact": {"label": "What it is", "kind": "word", "required": True, "one_of": ["house", "phone"]},
        "at_least": {"label": "From", "kind": "number", "at_least": 0, "at_most": 1_000_000},
        "below": {"label": "Under", "kind": "number", "at_least": 0, "at_most": 1_000_000},
        "is": {"label": "One of", "kind": "words"},
        "points": {"label": "Points given", "kind": "number", "required": True, "at_least": 0, "at_most": 100},
    },
    "values": [
        {
            "from": date(2000, 1, 1),
            "issued": date(2026, 11, 23),
            "document": "a letter",
            "clause": "§1",
            "value": [
                {"fact": "house", "below": 100_000, "points": 0},
                {"fact": "house", "at_least": 100_000, "points": 10},
                {"fact": "phone", "is": ["有", "两部"], "points": 5},
                {"fact": "phone", "points": 0},
            ],
        }
    ],
}
TOP = 12
"""The first row of the table on its sheet, as people count."""


@pytest.fixture(autouse=True)
def _with_table(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The shipped policy with this table, which stands for those of the rules."""
    others = files.shipped()
    table = files._parameter("model.toml", "limits", "points", TABLE)
    found: tuple[Parameter, ...] = (*(one for one in others if not one.fields), replace(table))
    for module in (files, values, workbook):
        monkeypatch.setattr(module, "shipped", lambda: found)
    yield


@pytest.fixture
def book() -> Book:
    return template(files.load(), language="en")


def rows_in_force(book: Book, day: date = DAY) -> list[dict[str, object]]:
    return [dict(row) for row in loaded(book).on(day).values("limits").rows("points")]


def test_a_table_as_it_is_overrides_nothing(book: Book) -> None:
    assert list(read(book).entries) == []


def test_a_changed_row_an_added_one_and_a_deleted_one_are_the_banks(book: Book) -> None:
    cells = book[SHEET]
    assert cells[f"A{TOP}"] == "house"
    cells[f"C{TOP}"] = cells[f"B{TOP + 1}"] = 200_000
    del cells.rows[TOP + 1]
    cells[f"A{TOP + 6}"], cells[f"D{TOP + 6}"], cells[f"E{TOP + 6}"] = "phone", "无、没有", 1
    assert rows_in_force(book) == [
        {"fact": "house", "below": 200_000, "points": 0},
        {"fact": "house", "at_least": 200_000, "points": 10},
        {"fact": "phone", "points": 0},
        {"fact": "phone", "is": ("无", "没有"), "points": 1},
    ]


def test_a_dated_copy_of_the_sheet_holds_from_its_day(book: Book) -> None:
    copy = Cells([list(row) for row in book[SHEET].rows])
    copy[copy.at("In force from", copy["A1"]).replace("A", "B")] = date(2027, 1, 1)
    copy[f"E{TOP + 1}"] = 20
    book[f"{SHEET} (2)"] = copy
    assert [rows_in_force(book, day)[1]["points"] for day in (DAY, date(2026, 12, 31), date(2027, 1, 1))] == [
        10,
        10,
        20,
    ]


def test_no_rows_are_an_empty_table(book: Book) -> None:
    del book[SHEET].rows[TOP - 1 :]
    assert rows_in_force(book) == []


WRONG = {
    "no rule": ("B3", None, "B3: nothing stands here"),
    "an unknown name": ("B4", "pointz", "B4: no rule has a value limits.pointz; the nearest is limits.points"),
    "a value that is no table": ("B4", "rounding_yuan", "B4: limits.rounding_yuan is no table"),
    "no date": ("B6", None, "B6: a date is wanted"),
    "a blank clause": ("B9", " ", "B9: nothing stands here"),
    "an unknown column": (f"C{TOP - 1}", "Until", f"C{TOP - 1}: “Until” is not known"),
    "a column twice": (f"C{TOP - 1}", "From", f"C{TOP - 1}: a second column"),
    "an unknown word": (f"A{TOP}", "boat", f"A{TOP}: “boat” is not known here; write one of: house, phone"),
    "a cell that may not be blank": (f"E{TOP + 1}", None, f"E{TOP + 1}: nothing stands here"),
    "a number out of bounds": (f"E{TOP + 1}", 101, f"E{TOP + 1}: value is between 0 and 100"),
    "a text for a number": (f"E{TOP + 1}", "ten", f"E{TOP + 1}: a whole number"),
    "a word twice in a cell": (f"D{TOP + 2}", "有、有", f"D{TOP + 2}: a word stands twice"),
    "bands that overlap": (f"C{TOP}", 150_000, f"A{TOP + 1}: bands overlap: 100,000"),
    "bands with a gap": (f"C{TOP}", 90_000, f"A{TOP + 1}: a gap between bands: 90,000"),
    "words and edges": (f"B{TOP + 2}", 5, f"A{TOP + 2}: a row has words or edges"),
    "a cell beside the table": (f"G{TOP}", "?", f"G{TOP}: this stands in no column"),
}  # fmt: skip


@pytest.mark.parametrize(("at", "value", "told"), WRONG.values(), ids=WRONG)
def test_a_fault_is_told_with_its_cell(book: Book, at: str, value: object, told: str) -> None:
    book[SHEET][at] = value
    assert refusal(lambda: loaded(book)).startswith(f"{FILE} {SHEET} {told}")


def test_a_sheet_without_its_labels_is_told(book: Book) -> None:
    del book[SHEET].rows[5]
    assert "In force from stands in no row of column A" in refusal(lambda: read(book))


def test_a_sheet_without_its_header_is_told(book: Book) -> None:
    del book[SHEET].rows[TOP - 2 :]
    assert "the header lacks: What it is" in refusal(lambda: read(book))


def test_two_sheets_from_one_day_are_told(book: Book) -> None:
    book["copy"] = Cells([list(row) for row in book[SHEET].rows])
    assert f"{FILE} copy B4: limits.points has a value from 2000-01-01 on already" in refusal(lambda: read(book))


def test_a_table_among_the_values_is_told(book: Book) -> None:
    cells = parameters(book)
    row = cells.add("rounding_yuan", Name="points")
    assert f"B{row}: limits.points is a table" in refusal(lambda: read(book))
