"""One workbook in all formats gives the same cells; two readers of one format agree; passwords, names and notes."""

import io
import random
import zipfile
from datetime import date, datetime
from pathlib import Path

import nasty
import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from gridcredit.ingest import reader
from gridcredit.ingest.formats import dates, plainsheet
from gridcredit.ingest.formats.delimited import decode
from gridcredit.ingest.workbook import (
    Cell,
    FileRefused,
    Reading,
    Sheet,
    Trouble,
    Workbook,
)

PASSWORDS = ["村-2016", "cun2016"]


def read(path: Path, *passwords: str) -> Workbook:
    return reader.read(path.read_bytes(), path.name, list(passwords))


def cells(sheet: Sheet) -> dict[tuple[int, int], Cell]:
    """What is not blank, by row and column."""
    return {
        (row, column): cell
        for row, line in enumerate(sheet.rows)
        for column, cell in enumerate(line)
        if cell not in (None, "")
    }


@pytest.mark.parametrize(
    ("name", "epoch"),
    [("libreoffice.xlsx", 1900), ("village.xls", 1900), ("village.ods", 1900), ("since1904.xls", 1904), ("uncalculated.xls", 1900)],
)  # fmt: skip
def test_a_workbook_saved_in_another_format_has_the_same_cells(name: str, epoch: int) -> None:
    wanted, found = read(nasty.FILES / "village.xlsx"), read(nasty.FILES / name)
    assert found.epoch == epoch
    assert [sheet.name for sheet in found.sheets] == [sheet.name for sheet in wanted.sheets]
    for one, other in zip(wanted.sheets, found.sheets):
        expected = cells(one)
        if name in ("uncalculated.xls", "since1904.xls") and one.name == "农户":
            # LibreOffice stored 0 for a text that it had not worked out, so nobody can know the result
            expected[5, 5] = Trouble("FORMULA_WITHOUT_VALUE")
        assert cells(other) == expected
        assert other.hidden == one.hidden
        assert other.merged == one.merged
        assert other.hidden_rows == one.hidden_rows
        assert other.hidden_columns == one.hidden_columns


def test_the_workbook_of_these_tests_has_what_they_are_about() -> None:
    sheet = read(nasty.FILES / "village.xlsx").sheets[1]
    assert (sorted(sheet.hidden_rows), sorted(sheet.hidden_columns)) == ([4], [4])
    assert sheet.merged == (((0, 0), (0, 5)),)
    found = cells(sheet)
    assert (found[3, 5], found[4, 5], found[4, 6], found[5, 5]) == (Trouble("ERROR_CELL"), 104001.0, True, "5万")


@pytest.mark.parametrize("name", ["password.xlsx", "password.xls"])
@pytest.mark.parametrize(
    ("given_passwords", "code"),
    [([], "FILE_PASSWORD"), (["false", "村-2015"], "FILE_PASSWORD_WRONG"), (["false", *PASSWORDS], "")],
    ids=["none", "wrong ones", "the right one among them"],
)
def test_a_password_opens_a_workbook(tmp_path: Path, name: str, given_passwords: list[str], code: str) -> None:
    passwords = tmp_path / "passwords.txt"
    passwords.write_text("\n".join(given_passwords), "utf-8")
    reading = Reading(nasty.FILES / name, passwords=passwords if given_passwords else None)
    if code:
        with pytest.raises(FileRefused, match=f"^{code}$") as caught:
            reading.result()
        assert "--password-file" in caught.value.finding("x").row()[-1]
    else:
        assert cells(reading.result().sheets[0])[0, 1] == "试验村"


def test_an_encrypted_workbook_that_was_changed_is_refused() -> None:
    data = bytearray((nasty.FILES / "password.xlsx").read_bytes())
    data[len(data) // 2] ^= 1
    with pytest.raises(FileRefused, match="FILE_DAMAGED"):
        reader.read(bytes(data), "x.xlsx", PASSWORDS)


def test_a_workbook_protected_against_changes_alone_needs_no_password(tmp_path: Path) -> None:
    from msoffcrypto.format.ooxml import OOXMLFile

    plain, encrypted = nasty.FILES / "village.xlsx", io.BytesIO()
    with plain.open("rb") as file:
        OOXMLFile(file).encrypt("VelvetSweatshop", encrypted)
    (tmp_path / "a.xlsx").write_bytes(encrypted.getvalue())
    assert read(tmp_path / "a.xlsx").sheets == read(plain).sheets


def exactly(data: bytes, monkeypatch: pytest.MonkeyPatch) -> Workbook:
    """Read by the exact reader alone."""
    with monkeypatch.context() as patched:
        patched.setattr(plainsheet, "cut", lambda _xml: None)
        return reader.read(data, "x.xlsx", [])


@pytest.mark.parametrize("seed", range(8))
def test_both_readers_of_open_xml_see_the_same(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a workbook with everything that XlsxWriter can put into cells."""
    chance = random.Random(seed)
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"date_1904": bool(seed % 2), "in_memory": True})
    formats = [
        book.add_format({"num_format": code}) for code in ("General", "0.00", "yyyy-mm-dd", "h:mm", "[h]:mm", 14, 22)
    ]
    sheet = book.add_worksheet()
    for row in range(60):
        for column in range(30):
            style = chance.choice(formats)
            match chance.randrange(7):
                case 0:
                    sheet.write_number(row, column, chance.choice((0, 1, -1, 0.5, 1e-7, 1e15, 42493, 42493.4375, 2958465, 3e6)), style)  # fmt: skip
                case 1:
                    sheet.write_string(
                        row, column, chance.choice(("甲", " 乙 ", "a&b", "x_x000D_", "#N/A", "丁\n", "&amp;")), style
                    )
                case 2:
                    sheet.write_boolean(row, column, chance.random() < 0.5, style)
                case 3:
                    sheet.write_formula(row, column, "=A1&B1", style, chance.choice((0, 7, "文", "", "#N/A", True)))
                case 4:
                    sheet.write_blank(row, column, None, style)
                case 5:
                    sheet.write_rich_string(row, column, "粗", book.add_format({"bold": True}), " 细")
    sheet.set_row(3, None, None, {"hidden": True})
    sheet.merge_range(70, 0, 71, 3, "合")
    book.close()
    fast = reader.read(file.getvalue(), "x.xlsx", []).sheets[0]
    slow = exactly(file.getvalue(), monkeypatch).sheets[0]
    assert cells(fast) == cells(slow)
    assert {at: type(cell) for at, cell in cells(fast).items()} == {at: type(cell) for at, cell in cells(slow).items()}
    assert (fast.merged, fast.hidden_rows, fast.hidden_columns) == (slow.merged, slow.hidden_rows, slow.hidden_columns)


@pytest.mark.parametrize("village", ["李家村", "洪洋村"])
def test_the_samples_are_of_the_plain_form_and_read_as_openpyxl_reads_them(village: str, samples: Path) -> None:
    path = samples / "villages" / f"{village}.xlsx"
    with zipfile.ZipFile(path) as package:
        sheets = [package.read(name) for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
    parts = [plainsheet.cut(xml) for xml in sheets]
    assert parts and all(part and plainsheet.recognise(part.data, recalculates=False) for part in parts)
    theirs = openpyxl.load_workbook(path, data_only=True)
    for sheet in read(path).sheets:
        found = {
            (cell.row - 1, cell.column - 1): cell.value
            for row in theirs[sheet.name].iter_rows()
            for cell in row
            if cell.value is not None
        }
        dated = {at: value.date() if isinstance(value, datetime) else value for at, value in found.items()}
        assert cells(sheet) == dated


@given(st.integers(61, 2_957_003), st.sampled_from([1900, 1904]))
def test_a_day_number_is_the_day_that_excel_shows(number: int, epoch: int) -> None:
    zero = date(1899, 12, 30) if epoch == 1900 else date(1904, 1, 1)
    found = dates.dated(float(number), dates.DATE, epoch)
    assert isinstance(found, date) and (found - zero).days == number


@given(st.text(st.characters(codec="gb18030", exclude_categories=["Cc", "Co", "Cs", "Cn"]), min_size=1))
def test_text_in_utf8_comes_out_as_it_went_in(text: str) -> None:
    assert decode(text.encode("utf-8")) == text.removeprefix("\ufeff")


@settings(max_examples=50)
@given(st.lists(st.lists(st.text('甲乙 ,;\n"x1', max_size=5), min_size=3, max_size=3), min_size=2, max_size=8))
def test_a_csv_of_quoted_fields_comes_out_as_it_went_in(rows: list[list[str]]) -> None:
    import csv

    table = [["户号", "户主", "额度"], *rows]
    file = io.StringIO()
    csv.writer(file, quoting=csv.QUOTE_ALL).writerows(table)
    found = reader.read(file.getvalue().encode(), "a.csv", []).sheets[0]
    expected = {(r, c): text for r, line in enumerate(table) for c, text in enumerate(line) if text}
    assert cells(found) == expected
