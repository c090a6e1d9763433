"""Ballots that were saved by the same editor, or at the same time: worth a look, and no more."""

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from rules.deciding import set_to

from gridcredit.ballots.saves import Pair, pairs
from gridcredit.ingest.reader import read
from gridcredit.ingest.workbook import Saved

VALUES = set_to("").values("ballots")
NINE = "2016-05-03T09:00:00"


def looked(*ballots: tuple[str | None, str | None]) -> Sequence[Pair]:
    """Of ballots by their last editors and times."""
    given = [
        {"officer": f"O{number}", "how": "sealed", "editor": editor, "saved_at": at}
        for number, (editor, at) in enumerate(ballots)
    ]
    return list(pairs(given, VALUES))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("张三", "张三", True),
        ("zhang san", "ZhangSan", True),
        ("张三", "李四", False),
        ("Administrator", "administrator", False),
        ("微软用户", "微软用户", False),
    ],
)
def test_the_same_last_editor_is_worth_a_look_unless_every_computer_has_that_name(
    one: str, other: str, same: bool
) -> None:
    (pair,) = looked((one, None), (other, None))
    assert (pair.same_editor, pair.same_time, pair.minutes_apart) == (same, False, None)


@pytest.mark.parametrize(("at", "same"), [("2016-05-03T09:02:00", True), ("2016-05-03T09:02:01", False)])
def test_ballots_saved_within_two_minutes_are_worth_a_look(at: str, same: bool) -> None:
    (pair,) = looked((None, NINE), (None, at))
    assert pair.same_time is same and not pair.same_editor


def test_what_is_not_known_of_one_is_compared_with_nothing() -> None:
    assert looked(("张三", None), (None, NINE), (None, None)) == []


def test_a_ballot_as_it_was_issued_has_no_time_of_its_own() -> None:
    assert looked((None, "2016-05-03T00:00:00"), (None, "2016-05-03T00:00:00")) == []


def test_a_ballot_that_never_came_is_compared_with_nothing() -> None:
    gone = {"officer": "李四", "how": None, "editor": None, "saved_at": None}
    assert not list(pairs([gone, gone | {"how": "no", "editor": "a"}], VALUES))


def saved(core: str | None) -> Saved:
    """What is read of a workbook whose core properties are ``core``; None: it has none."""
    plain = io.BytesIO()
    Workbook().save(plain)
    changed = io.BytesIO()
    with zipfile.ZipFile(plain) as package, zipfile.ZipFile(changed, "w") as other:
        for name in package.namelist():
            if name != "docProps/core.xml":
                other.writestr(name, package.read(name))
            elif core is not None:
                other.writestr(name, core)
    return read(changed.getvalue(), "a.xlsx", []).saved


CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dcterms="http://purl.org/dc/terms/"><cp:lastModifiedBy>{}</cp:lastModifiedBy>'
    "<dcterms:modified>{}</dcterms:modified></cp:coreProperties>"
)


@pytest.mark.parametrize(
    ("core", "found"),
    [
        (
            CORE.format("张 三", "2016-05-03T09:00:00Z"),
            Saved("张 三", datetime(2016, 5, 3, 9)),
        ),
        (
            CORE.format("", "2016-05-03T09:00:00+08:00"),
            Saved(None, datetime(2016, 5, 3, 1)),
        ),
        (CORE.format("x", "yesterday"), Saved("x", None)),
        (CORE.format("x" * 300, "9999-12-31T23:59:59-14:00"), Saved("x" * 100, None)),
        ("<cp:coreProperties", Saved(None, None)),
        ("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", Saved(None, None)),
        (None, Saved(None, None)),
    ],
)
def test_who_saved_a_file_last_and_when(core: str | None, found: Saved) -> None:
    assert saved(core) == found


def test_excel_and_wps_write_it_as_openpyxl_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = Workbook()
    book.properties.lastModifiedBy = "王五"
    book.save(path)
    known = load_workbook(path).properties
    assert read(path.read_bytes(), path.name, []).saved == Saved("王五", known.modified)
