"""By which way a signing, a refusal to sign or a visit came about: told in 台账, corrected, and not told at all."""

from datetime import date
from typing import Any

import pytest
from workbooks import write

from gridcredit.ledger.store import Ledger
from ledger.branch import HEADER, Branch

WITH_CHANNEL = HEADER.replace(" 备注 |", " 备注 | 渠道 |")
NEWLY_SIGNED = "A1 | 签约 | 2016-05-09 | | 李会计 | | | {} "
WITHOUT = "A1 | 签约 | 2016-05-09 | | 李会计 | | "


@pytest.fixture
def branch(office: Branch) -> Branch:
    return office.on("2016-05-31")


def record(branch: Branch, *rows: str, name: str = "签约.xlsx", replacing: bool = False) -> Any:
    """The file's JSON, with the codes of its findings, of a sheet that has the column 渠道."""
    path = write(branch.folder / name, WITH_CHANNEL + "\n".join(f"| 试验村 | {row} |" for row in rows))
    done = branch("record", path, "--json", *(["--replace"] if replacing else []))
    codes = [line.split()[0] for line in done.err.splitlines() if "_" in line.split()[0]]
    return done.json["files"][0] | {"codes": codes}


def told(branch: Branch) -> list[tuple[str, Any]]:
    """What is recorded, and by which way."""
    with Ledger(branch.ledger) as ledger:
        assert ledger.faults() == []
        return [(event["kind"], event["detail"].get("channel")) for event in ledger.events(date.max)]


def test_the_way_stands_in_the_event_and_the_same_file_changes_nothing(branch: Branch) -> None:
    rows = (
        NEWLY_SIGNED.format("上门"),
        "A2 | 营销走访 | 2016-05-09 | | | | | 微信 ",
        "A3 | 拒签 | 2016-05-09 | | | | | ",
    )
    assert record(branch, *rows)["new"] == 3
    assert told(branch) == [("signing_refused", None), ("signed", "door"), ("visit", "wechat")]
    again = record(branch, *rows)
    assert (again["new"], again["known"], again["codes"]) == (0, 3, [])


def test_another_way_in_the_same_file_is_a_correction(branch: Branch) -> None:
    record(branch, NEWLY_SIGNED.format("上门"))
    assert record(branch, NEWLY_SIGNED.format("集中"))["codes"] == ["EVENT_CHANGED"]
    assert record(branch, NEWLY_SIGNED.format("集中"), replacing=True)["changed"] == 1
    assert told(branch) == [("signed", "collective")]
    assert record(branch, NEWLY_SIGNED.format(""), replacing=True)["changed"] == 1
    assert told(branch) == [("signed", None)]


def test_another_way_in_another_file_is_pointed_out_and_not_taken(branch: Branch) -> None:
    record(branch, NEWLY_SIGNED.format("上门"))
    assert record(branch, NEWLY_SIGNED.format("柜面"), name="b.xlsx")["codes"] == ["EVENT_DIFFERS"]
    assert told(branch) == [("signed", "door")]


def test_a_file_without_the_column_tells_nothing_of_the_way(branch: Branch) -> None:
    record(branch, NEWLY_SIGNED.format("上门"))
    for name in ("签约.xlsx", "b.xlsx"):
        again = branch.record(name, WITHOUT)
        assert (again["new"], again["known"], again["changed"], again["findings"]) == (
            0,
            1,
            0,
            {"error": 0, "warning": 0},
        )
    other = WITHOUT.replace("李会计", "王会计")
    assert branch.record("签约.xlsx", other, replacing=True)["changed"] == 1
    assert told(branch) == [("signed", "door")]


def test_what_was_recorded_without_the_column_is_told_by_a_correction(branch: Branch) -> None:
    branch.record("签约.xlsx", WITHOUT)
    again = record(branch, NEWLY_SIGNED.format(""))
    assert (again["new"], again["known"], again["codes"]) == (0, 1, [])
    assert record(branch, NEWLY_SIGNED.format("上门"))["codes"] == ["EVENT_CHANGED"]
    assert record(branch, NEWLY_SIGNED.format("上门"), replacing=True)["changed"] == 1
    assert told(branch) == [("signed", "door")]


def test_equal_rows_told_by_two_ways_are_told_apart_in_any_order(branch: Branch) -> None:
    rows = [f"A1 | 营销走访 | 2016-05-09 | | | | | {way} " for way in ("电话", "上门")]
    record(branch, *rows)
    again = record(branch, *reversed(rows))
    assert (again["known"], again["codes"]) == (2, [])


def test_an_unknown_way_refuses_its_row(branch: Branch) -> None:
    file = record(branch, NEWLY_SIGNED.format("电话"), "A2 | 签约 | 2016-05-09 | | | | | 上门 ")
    assert (file["rows"]["rejected"], file["new"], file["codes"]) == (1, 1, ["OPTION_UNKNOWN"])


def test_the_way_is_explained(branch: Branch) -> None:
    record(branch, NEWLY_SIGNED.format("上门"))
    assert "contract signed; at the door; 李会计" in branch("explain", "试验村", "A1").out
    assert branch.json("explain", "试验村", "A1")["events"][0]["channel"] == "door"
