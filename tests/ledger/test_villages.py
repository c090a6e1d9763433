"""Villages of one name in a ledger."""

from pathlib import Path

import pytest
from forms.group import GRANTED, village
from openpyxl import load_workbook

from ledger.branch import Branch


def coded(path: Path, code: str, day: str) -> Path:
    """A village with a code (村编码)."""
    village(path, GRANTED, GRANTED, day=day)
    book = load_workbook(path)
    book["村"].append(["村编码", code])
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("first", "second", "code"), [("001", "002", 65), ("001", "001", 0), ("001", "", 0), ("", "002", 0)]
)
def test_one_of_the_same_name_with_another_code_does_not_take_its_place(
    office: Branch, first: str, second: str, code: int
) -> None:
    one = coded(office.folder / "一.xlsx", first, "2016-06-01")
    assert office("assess", one, "-o", office.folder / "一", "--as-of", "2016-06-01").code == 0
    other = coded(office.folder / "二.xlsx", second, "2016-06-02")
    done = office("assess", other, "-o", office.folder / "二", "--as-of", "2016-06-02", "--json")
    assert done.code == code
    assert [entry["code"] for entry in done.json["failed"]] == (["VILLAGE_OTHER_CODE"] if code else [])
    assert bool(list((office.folder / "二").glob("*.xlsx"))) is not bool(code)
