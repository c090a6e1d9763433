"""The duty rota, on the command line."""

from datetime import datetime
from pathlib import Path
from typing import Any

import ics
import pytest
from forms.group import GRANTED, village
from openpyxl import load_workbook
from workbooks import write

from gridcredit import scheduling
from gridcredit.ledger.entries import Minute
from gridcredit.ledger.store import Ledger
from ledger.branch import Branch

JUNE_AND_JULY = [
    ("2016-06-16", "outreach"),
    ("2016-06-21", "study"),
    ("2016-06-23", "outreach"),
    ("2016-06-28", "study"),
    ("2016-06-30", "outreach"),
]
STAFF = """
## 人员
| 网格员 | 支行 | 负责村 | 休假自 | 休假至 |
| 陈一 | 路南支行 | 试验村 | | |
| 林二 | 路南支行 | | 2016-06-20 | 2016-06-24 |
| 黄三 | 路南支行 | | | |
"""


def rota(office: Branch, as_of: str, *words: object, until: str = "2016-07-03") -> Any:
    return office.json("rota", "-o", office.folder, "--as-of", as_of, "--until", until, *words)


def days(found: Any) -> list[tuple[str, str]]:
    return [(row["day"], row["kind"]) for row in found["rows"]]


def calendar(office: Branch) -> dict[str, Any]:
    text = (office.folder / "rota-路南支行.ics").read_text("utf-8")
    return {event.begin.date().isoformat(): event for event in ics.Calendar(text).events}


def own_days(folder: Path, *off: str) -> Path:
    rows = "\n".join(f"| {day} | 休息 |" for day in off)
    return write(folder / "日历.xlsx", f"## 日历\n| 日期 | 安排 |\n{rows}\n")


def test_a_branch_is_on_duty_twice_a_week_and_not_in_the_fields_in_june(office: Branch) -> None:
    found = rota(office, "2016-06-12")
    assert days(found) == [("2016-06-14", "study"), *JUNE_AND_JULY]
    assert {row["village"] for row in found["rows"] if row["kind"] == "outreach"} == {"试验村"}
    assert (found["recorded"], found["short"], found["cancelled"]) == (6, [], [])
    assert sorted(Path(path).name for path in found["outputs"]) == ["rota-2016-06-12.xlsx", "rota-路南支行.ics"]


def test_what_is_published_stays_and_a_longer_rota_adds_to_it(office: Branch) -> None:
    first = rota(office, "2016-06-12", until="2016-06-22")
    assert first["recorded"] == 3
    office.on("2016-06-15").record("签约.xlsx", *(f"{key} | 签约 | 2016-06-15 | | | | " for key in ("A1", "A2")))
    village(office.folder / "新村.xlsx", *[GRANTED] * 9)
    other = office.folder / "in" / "新村.xlsx"
    other.parent.mkdir()
    book = load_workbook(office.folder / "新村.xlsx")
    for row in book["村"].iter_rows():
        for cell in row:
            cell.value = "新村" if cell.value == "试验村" else cell.value
    book.save(other)
    assert office("assess", other, "-o", office.folder).code == 0
    second = rota(office, "2016-06-15")
    assert days(second) == JUNE_AND_JULY
    assert [row["village"] for row in second["rows"]] == ["试验村", None, "新村", None, "新村"]
    assert second["recorded"] == 3


def test_the_same_rota_twice_records_nothing_and_is_the_same_bytes(office: Branch) -> None:
    found = []
    for name in ("one", "two"):
        out = office.folder / name
        told = office.json("rota", "-o", out, "--as-of", "2016-06-12", "--until", "2016-07-03")
        found.append((told["rows"], told["recorded"], [path.read_bytes() for path in sorted(out.iterdir())]))
    assert found[0][0] == found[1][0] and found[0][2] == found[1][2]
    assert (found[0][1], found[1][1]) == (6, 0)


def test_a_dry_run_publishes_nothing(office: Branch) -> None:
    assert rota(office, "2016-06-12", "--dry-run")["recorded"] == 0
    with Ledger(office.ledger, must_exist=True) as ledger:
        assert ledger.minutes() == []
    assert rota(office, "2016-06-12")["recorded"] == 6
    before = {path.name: path.read_bytes() for path in office.folder.glob("rota-*") if "draft" not in path.name}
    trial = rota(office, "2016-06-12", "--dry-run", "--calendar", own_days(office.folder, "2016-06-23"))
    assert [Path(path).name for path in trial["outputs"]] == ["rota-2016-06-12-draft.xlsx"]
    after = {path.name: path.read_bytes() for path in office.folder.glob("rota-*") if "draft" not in path.name}
    assert before == after and len(before) == 2


def test_a_day_that_becomes_a_day_off_is_cancelled_on_the_phone_and_the_session_stands_on_another(
    office: Branch,
) -> None:
    rota(office, "2016-06-12")
    before = calendar(office)
    found = rota(office, "2016-06-13", "--calendar", own_days(office.folder, "2016-06-23"))
    assert found["cancelled"] == [{"branch": "路南支行", "day": "2016-06-23"}]
    (moved,) = [row for row in found["rows"] if row["moved_from"]]
    assert (moved["day"], moved["moved_from"], moved["village"]) == ("2016-06-24", "2016-06-23", "试验村")
    after = calendar(office)
    assert after["2016-06-23"].status == "CANCELLED" and after["2016-06-23"].uid == before["2016-06-23"].uid
    assert after["2016-06-24"].status is None and after["2016-06-24"].location == "试验村"
    assert "2016-06-24" not in before
    sheet = str([list(row) for row in load_workbook(office.folder / "rota-2016-06-13.xlsx")["路南支行"].values])
    assert "moved from 2016-06-23" in sheet
    assert found["recorded"] == 2


def test_a_shorter_rota_leaves_on_the_phone_what_a_longer_one_published(office: Branch) -> None:
    rota(office, "2016-06-12")
    before = set(calendar(office))
    assert {row["day"] for row in rota(office, "2016-06-13", until="2016-06-17")["rows"]} < before
    assert set(calendar(office)) == before and {event.status for event in calendar(office).values()} == {None}


def test_a_week_without_working_days_says_so(office: Branch) -> None:
    off = own_days(office.folder, *(f"2016-06-{day}" for day in range(20, 25)))
    found = rota(office, "2016-06-12", "--calendar", off)
    assert found["short"] == [{"branch": "路南支行", "week": "2016-06-20", "sessions": 0, "days": 0}]
    told = office("rota", "-o", office.folder, "--as-of", "2016-06-12", "--until", "2016-07-03", "--calendar", off)
    assert "0 of 2 sessions" in told.out
    sheet = str([list(row) for row in load_workbook(office.folder / "rota-2016-06-12.xlsx")["路南支行"].values])
    assert "0 of 2 sessions this week" in sheet


def test_officers_stand_on_the_sheet_and_in_the_calendar_and_on_no_screen(office: Branch) -> None:
    staff = write(office.folder / "人员.xlsx", STAFF)
    found = rota(office, "2016-06-12", "--staff", staff)
    assert {row["officers"] for row in found["rows"]} == {2}
    told = office("rota", "-o", office.folder, "--as-of", "2016-06-12", "--until", "2016-07-03", "--staff", staff)
    for name in ("陈一", "林二", "黄三"):
        assert name not in str(found) and name not in told.out
    assert "陈一" in calendar(office)["2016-06-23"].description
    week = [calendar(office)[day].description for day in ("2016-06-21", "2016-06-23")]
    assert not any("林二" in text for text in week)


def test_what_goes_on_phones_says_when_and_where_and_nothing_of_households(office: Branch) -> None:
    rota(office, "2016-06-12")
    told = {(event.name, event.description, event.location) for event in calendar(office).values()}
    assert told == {("Outreach in 试验村", None, "试验村"), ("Study meeting", None, "路南支行")}


def test_what_waits_is_who_does_not_use_a_line_yet(office: Branch) -> None:
    def waiting() -> object:
        office("rota", "-o", office.folder, "--as-of", "2016-06-12", "--until", "2016-07-03", "--dry-run")
        rows = [list(row) for row in load_workbook(office.folder / "rota-2016-06-12-draft.xlsx")["路南支行"].values]
        return next(row[1] for row in rows if row[0] == "试验村")

    office.on("2016-06-12")
    assert waiting() == 3
    office.record("签约.xlsx", "A1 | 签约 | 2016-05-09 | | | | ", "A2 | 签约 | 2016-05-09 | | | | ")
    office.record("发卡.xlsx", "A1 | 发卡 | 2016-05-10 | | | | ", "A2 | 发卡 | 2016-05-10 | | | | ")
    assert waiting() == 3
    office.record("用信.xlsx", "A1 | 用信 | 2016-05-13 | 10000 | | | ")
    assert waiting() == 2  # its first inspection is due on 13 June
    office.on("2016-06-20").record("用信2.xlsx", "A2 | 用信 | 2016-05-11 | 10000 | | | ")
    assert waiting() == 2  # A2's was due on 8 June, before the holiday


@pytest.mark.parametrize("season", ["六月", "06-01..06-31"])
def test_a_season_that_cannot_be_read_is_told_as_a_fault_of_the_policy(office: Branch, season: str) -> None:
    path = office.folder / "own.toml"
    path.write_text(
        '[[rota.farming_seasons]]\nfrom = 2016-01-01\nissued = 2016-01-01\ndocument = "letter"\nclause = "1"\n'
        f'value = ["{season}"]\n',
        "utf-8",
    )
    told = office("rota", "-o", office.folder, "--as-of", "2016-06-12", "--policy", path)
    assert told.code == 78 and season in told.err


def test_a_rota_that_another_run_publishes_meanwhile_is_not_published_over(
    office: Branch, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = scheduling.rota_report
    detail: dict[str, Any] = {
        "branch": "路南支行",
        "day": "2016-06-22",
        "kind": "study",
        "officers": [],
        "shares": {},
        "moved_from": None,
    }

    def meanwhile(ledger: Ledger, *rest: Any) -> Any:
        report = made(ledger, *rest)
        with Ledger(office.ledger) as other:
            other.record_minutes(lambda known: [Minute("rota", "", "", "", detail)], datetime(2016, 6, 12, 4))
        return report

    monkeypatch.setattr(scheduling, "rota_report", meanwhile)
    told = office("rota", "-o", office.folder / "out", "--as-of", "2016-06-12", "--until", "2016-07-03")
    assert told.code == 75 and "another run" in told.err
    assert [path.name for path in (office.folder / "out").iterdir() if not path.name.startswith(".")] == []
