"""What stands on a ballot, and what does not."""

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from running import Runner

from ballots.officers import OFFICERS, roster
from gridcredit.i18n import set_language, translations
from gridcredit.ingest import words
from gridcredit.reports import labels


@pytest.fixture(params=["zh", "en"])
def ballots(run: Runner, tmp_path: Path, request: pytest.FixtureRequest) -> list[Workbook]:
    officers = [word for officer in OFFICERS for word in ("--officer", officer)]
    ledger = ("--ledger", tmp_path / "l.db", "--lang", request.param)
    village = roster(tmp_path / "试验村.xlsx", 40)
    done = run("ballot", "issue", village, *officers, "--deadline", "2099-12-31", "-o", tmp_path, "--json", *ledger)
    set_language("en")
    return [load_workbook(one["output"]) for one in done.json["ballots"]]


def texts(book: Workbook) -> set[str]:
    return {
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None
    }


def test_nothing_of_another_officer_stands_on_it(ballots: list[Workbook]) -> None:
    for officer, book in zip(OFFICERS, ballots):
        assert officer in texts(book)
        assert not any(other in text for other in OFFICERS if other != officer for text in texts(book))


def test_no_household_number_and_no_whole_id_number_stand_on_it(ballots: list[Workbook]) -> None:
    for book in ballots:
        assert not {f"A{number}" for number in range(1, 41)} & texts(book)
        assert "999***********0011" in texts(book) and "999999196601020011" not in texts(book)


def test_only_the_cells_for_ratings_can_be_written_in(ballots: list[Workbook]) -> None:
    for book in ballots:
        sheet = book.worksheets[0]
        assert all(one.protection.sheet for one in book)
        header = next(row for row in range(1, 20) if sheet.cell(row, 2).value in ("Row code", "行码"))
        open_columns = {
            str(sheet.cell(header, number).value)
            for number, cell in enumerate(sheet[header + 1], 1)
            if not cell.protection.locked
        }
        wanted = ("knows", "amount_yuan", "refusal", "house", "car", "income_band", "at_home", "note")
        assert open_columns in [
            {text for name in wanted for text in [translations(labels.BALLOT[name])[at]]} for at in (0, 1)
        ]


def test_what_may_be_written_is_offered(ballots: list[Workbook]) -> None:
    for book in ballots:
        rules = list(book.worksheets[0].data_validations.dataValidation)
        offered = {one.formula1.strip('"') for one in rules if one.type == "list"}
        bands = "3万以下,3-5万,5-10万,10-20万,20万以上"
        assert offered in ({"是,否", bands}, {"yes,no", bands})
        assert [(one.formula1, one.formula2) for one in rules if one.type == "whole"] == [("0", "1000000000")]


def test_each_officer_has_another_order(ballots: list[Workbook]) -> None:
    orders = set()
    for book in ballots:
        sheet = book.worksheets[0]
        orders.add(tuple(str(cell.value) for cell in sheet["D"]))
    assert len(orders) == 3


@pytest.mark.parametrize("name", labels.BALLOT)
def test_headers_are_read_again_in_every_language(name: str) -> None:
    known = words.SYNONYMS[name]
    assert all(words.plain(text) in known for text in translations(labels.BALLOT[name]))
