"""Sheets named by what stands in the data."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from gridcredit.reports.sheet_names import LONGEST, sheet_names


@pytest.mark.parametrize(
    ("texts", "names"),
    [
        (["路南支行", "路北支行"], ["路南支行", "路北支行"]),
        (["A/B", "a:b"], ["A_B", "a_b 2"]),
        (["支行", "支行", "支行"], ["支行", "支行 2", "支行 3"]),
        (["policy"], ["policy 2"]),
        (["", "—"], ["_", "—"]),
        (["'甲'"], ["_甲_"]),
        (["甲" * 31, "甲" * 32], ["甲" * 31, "甲" * 29 + " 2"]),
        (["𠮷" * 16], ["𠮷" * 15]),
    ],
)
def test_names_are_kept_as_far_as_excel_allows(texts: list[str], names: list[str]) -> None:
    assert sheet_names(texts, ["Policy"]) == names


@given(st.lists(st.text(max_size=40), max_size=8))
def test_any_names_make_a_workbook(texts: list[str]) -> None:
    names = sheet_names(texts)
    assert len({name.casefold() for name in names}) == len(texts)
    assert all(0 < len(name.encode("utf-16-le")) <= 2 * LONGEST for name in names)
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer)
    for name in names or ["_"]:
        book.add_worksheet(name)
    book.close()
    assert len(re.findall(b"<sheet ", ZipFile(buffer).read("xl/workbook.xml"))) == max(1, len(names))
