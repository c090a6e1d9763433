"""Nasty files: each ends in its cells or in a refusal that says what is wrong, within the limits, and never in a defect."""

import sys
from pathlib import Path

import nasty
import pytest

from gridcredit.ingest import reader
from gridcredit.ingest.formats.grid import position
from gridcredit.ingest.formats.sheetxml import REFERENCE
from gridcredit.ingest.village import read_file
from gridcredit.ingest.workbook import FileRefused, Reading, Workbook

MUTANTS = 100
MEMORY = 512 << 20


def most_memory() -> int:
    """What the largest child so far took; one that was forked counts what its parent had."""
    if sys.platform != "linux":
        return 0
    import resource

    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss << 10


BEFORE = [0]


@pytest.fixture(autouse=True)
def before_each_test() -> None:
    BEFORE[0] = most_memory()


def check_memory() -> None:
    """No child of this test took more than it may; those of other tests are their own affair."""
    assert most_memory() <= max(BEFORE[0], MEMORY)


def value_at(book: Workbook, address: str) -> object:
    match = REFERENCE.fullmatch(address)
    assert match
    rows, row, column = book.sheets[0].rows, int(match[2]) - 1, position(match[1])
    value = rows[row][column] if row < len(rows) and column < len(rows[row]) else None
    return None if value == "" else value


@pytest.mark.parametrize("case", [*nasty.cases()], ids=lambda case: case.name)
def test_a_nasty_file_is_read_rightly_or_refused_by_name(case: nasty.Case, tmp_path: Path) -> None:
    if case.reads is None:
        with pytest.raises(FileRefused) as caught:
            read(case, tmp_path)
        assert caught.value.code in case.refused
        assert not case.at or caught.value.cell == case.at
        nasty.check_finding(caught.value.finding(case.file))
    else:
        check_cells(case, read(case, tmp_path))
    check_memory()


def read(case: nasty.Case, folder: Path) -> Workbook:
    """By a process with limits where they matter, which takes longer."""
    if isinstance(case.data, bytes):
        return reader.read(case.data, case.file, [])
    path = folder / case.file
    path.write_bytes(case.data())
    return Reading(path).result()


def check_cells(case: nasty.Case, book: Workbook) -> None:
    assert case.reads is not None
    found = {address: value_at(book, address) for address in case.reads}
    assert {at: (type(value), value) for at, value in found.items()} == {
        at: (type(value), value) for at, value in case.reads.items()
    }
    sheet = book.sheets[0]
    assert tuple(code for code, _ in book.notes) == case.notes
    if case.hidden is not None:
        assert (sorted(sheet.hidden_rows), sorted(sheet.hidden_columns)) == tuple(map(list, case.hidden))
    if case.merged is not None:
        assert sheet.merged == case.merged
    if case.size is not None:
        assert (len(sheet.rows), max(map(len, sheet.rows), default=0)) == case.size
    for finding in read_file(book).findings:
        nasty.check_finding(finding)


@pytest.mark.parametrize("number", range(MUTANTS))
def test_a_mutant_of_a_good_file_is_read_or_refused_by_name(number: int, tmp_path: Path) -> None:
    file, data = nasty.mutant(number)
    path = tmp_path / file
    path.write_bytes(data)
    nasty.outcome(path)
    check_memory()


@pytest.mark.parametrize("name", [name for name, _ in nasty.good_files()])
def test_what_the_mutants_are_made_of_is_read(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(dict(nasty.good_files())[name])
    assert nasty.outcome(path) == "read"
