"""Large sheets are looked at while they are still being read: what comes of it is what comes of reading them first."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import time
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from gridcredit.ingest import reader
from gridcredit.ingest.formats import plainsheet
from gridcredit.ingest.headers import HEADER_SEARCH_ROWS
from gridcredit.ingest.parts import FileRead, unpack
from gridcredit.ingest.village import read_file
from gridcredit.ingest.workbook import FIRST_ROWS, FileRefused, Sheet, Unforeseen

ROSTER = ["户号", "户主", "户籍状态", "居住状态", "家庭年收入"]
RATINGS = ["户号", "网格员", "建议额度"]
HEIGHT = 60
REQUEST = {"profile": None, "folder": ""}

Change = Callable[[xlsxwriter.Workbook, Any], object]


@pytest.fixture(autouse=True)
def _every_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plainsheet, "LATE_FROM", 0)


def village(change: Change = lambda _book, _roster: None) -> bytes:
    """A workbook with 户 1 to 60, changed as ``change`` does; its sheet 附表 is one that is not read."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    facts, roster, ratings, other = (book.add_worksheet(name) for name in ("村", "农户", "评议", "附表"))
    facts.write_row(0, 0, ["村名", "甲村"])
    roster.write_row(0, 0, ROSTER)
    ratings.write_row(0, 0, RATINGS)
    for row in range(1, HEIGHT + 1):
        roster.write_row(row, 0, [f"J{row}", "甲一", "正常", "在家", 1000.0 * row])
        ratings.write_row(row, 0, [f"J{row}", "乙二", 5000])
        other.write_row(row, 0, ["丙", row])
    change(book, roster)
    book.close()
    return file.getvalue()


def early_sheets(data: bytes) -> tuple[Sheet, ...]:
    return reader.read(data, "a.xlsx", [], early=True).sheets


def by_lines(data: bytes, early: bool) -> FileRead:
    """What the child tells, put together as the parent does."""
    told: list[Any] = []
    workbook = reader.read(data, "a.xlsx", [], early)
    answer = reader.ingest(workbook, REQUEST, lambda part: told.append(json.loads(json.dumps(part))))
    return unpack(answer | {"parts": told[len(told) - answer["parts"] :]}, "a.xlsx")


def test_a_sheet_is_known_by_its_first_rows_and_then_as_a_whole() -> None:
    data = village()
    sheets, whole = early_sheets(data), reader.read(data, "a.xlsx", []).sheets
    assert [len(sheet.rows) for sheet in sheets] == [1, FIRST_ROWS, FIRST_ROWS, FIRST_ROWS]
    assert [sheet.rows for sheet in sheets] == [sheet.rows[:FIRST_ROWS] for sheet in whole]
    assert tuple(sheet.whole() for sheet in sheets) == whole
    assert by_lines(data, early=True) == by_lines(data, early=False) == read_file(reader.read(data, "a.xlsx", []))


def test_the_lowest_header_is_found_within_the_first_rows() -> None:
    read = by_lines(village(FORESEEN["a header as low as it may stand, with a row of units"]), early=True)
    (roster,) = [part.rows for part in read.parts if part.role == "households"]
    assert roster.header.last_row >= HEADER_SEARCH_ROWS - 1
    assert roster.values["income_yuan"][0] == 1000 * (HEADER_SEARCH_ROWS + 1) * 10_000


def test_the_samples_give_the_same_early(samples: Path) -> None:
    for path in (samples / "villages").glob("*.xlsx"):
        data = path.read_bytes()
        assert any(sheet.rest for sheet in early_sheets(data))
        assert by_lines(data, early=True) == by_lines(data, early=False)


FORESEEN: dict[str, Change] = {
    "a merged title": lambda _, roster: roster.merge_range(HEIGHT + 3, 0, HEIGHT + 3, 4, "合"),
    "a hidden row below": lambda _, roster: roster.set_row(50, None, None, {"hidden": True}),
    "a hidden column": lambda _, roster: roster.set_column(4, 4, None, None, {"hidden": True}),
    "an error below": lambda _, roster: roster.write_formula(50, 4, "=1/0", None, "#DIV/0!"),
    "a header again": lambda _, roster: roster.write_row(40, 0, ROSTER),
    "a total": lambda _, roster: roster.write_row(HEIGHT + 1, 0, ["合计", "", "", "", 5.0]),
    "a header as low as it may stand, with a row of units": lambda book, roster: [
        *(roster.write_row(row, 0, [None] * 5, book.add_format()) for row in range(HEADER_SEARCH_ROWS - 1)),
        roster.write_row(HEADER_SEARCH_ROWS - 1, 0, ROSTER),
        roster.write_row(HEADER_SEARCH_ROWS, 0, [*[None] * 4, "万元"], book.add_format()),
    ],
    "blank rows at the top": lambda _, roster: [roster.write_row(row, 0, [None] * 5) for row in range(15, 40)],
}
UNFORESEEN: dict[str, Change] = {
    "wider below": lambda _, roster: roster.write(50, 8, "多"),
    "a time below": lambda book, roster: roster.write(50, 4, time(8, 30), book.add_format({"num_format": "h:mm"})),
}


@pytest.mark.parametrize("name", [*FORESEEN, *UNFORESEEN])
def test_whatever_stands_below_the_first_rows_is_found_as_ever(name: str) -> None:
    data = village((FORESEEN | UNFORESEEN)[name])
    assert by_lines(data, early=True) == by_lines(data, early=False)


@pytest.mark.parametrize("name", list(UNFORESEEN))
def test_a_sheet_that_comes_out_otherwise_is_read_again(name: str) -> None:
    sheets = early_sheets(village(UNFORESEEN[name]))
    with pytest.raises(Unforeseen):
        sheets[1].whole()


def test_a_sheet_that_nobody_looks_at_is_read_to_its_end(tmp_path: Path) -> None:
    """A text that is not in the table of texts, in the last row of a sheet that is not read, refuses the file."""
    broken = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(village())) as old, zipfile.ZipFile(broken, "w") as new:
        for name in old.namelist():
            xml = old.read(name)
            if name.endswith("sheet4.xml"):
                cell = f'<c r="A{HEIGHT + 1}" t="s"><v>'.encode()
                xml = xml.replace(cell, cell + b"99")
            new.writestr(name, xml)
    found = []
    for early in (True, False):
        with pytest.raises(FileRefused) as refused:
            by_lines(broken.getvalue(), early)
        found.append((refused.value.code, refused.value.sheet, refused.value.cell, refused.value.params))
    assert found[0] == found[1]
    assert found[0][1] == "附表"


def test_sheets_that_are_not_all_in_plain_form_are_read_first() -> None:
    rich: Change = lambda book, roster: roster.write_rich_string(  # noqa: E731
        50, 1, "甲", book.add_format({"bold": True}), "一"
    )
    inline: Change = lambda _, roster: roster.set_default_row(hide_unused_rows=True)  # noqa: E731
    book = village(rich)
    assert by_lines(book, early=True) == by_lines(book, early=False)
    assert not any(sheet.rest for sheet in early_sheets(village(inline)))
