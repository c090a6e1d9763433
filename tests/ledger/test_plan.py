"""The work shared among officers, on the command line."""

import re
from collections.abc import Mapping
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import ics
import pytest
from openpyxl import load_workbook
from running import Result
from workbooks import write

from gridcredit import policy
from gridcredit.codes import household_code
from gridcredit.ledger.promises import promises
from gridcredit.ledger.store import Ledger
from gridcredit.scheduling import plan_report
from gridcredit.staff import Officer
from gridcredit.workdays import STANDARD
from ledger.branch import Branch

STAFF = "## 人员\n| 网格员 | 负责村 | 每日户数 | 休假自 | 休假至 |\n"
TWO = ("| 李会计 | 试验村 | | | |", "| 王主任 | | | | |")


def staff(office: Branch, *rows: str) -> Path:
    return write(office.folder / "人员.xlsx", STAFF + "\n".join(rows or TWO))


def planned(office: Branch, as_of: str, *words: object, rows: tuple[str, ...] = ()) -> Any:
    office.on(as_of)
    return office.json("plan", "-o", office.folder, "--as-of", as_of, "--staff", staff(office, *rows), *words)


def days(plan: Any) -> dict[str, tuple[str, str]]:
    return {row["household_id"]: (row["officer"], row["day"]) for row in plan["rows"]}


def files(office: Branch) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in office.folder.glob("plan-*")}


def unranked(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Without what tells how often anything was recorded."""
    return {name: re.sub(rb"SEQUENCE:\d+\r\n", b"", data) for name, data in files.items()}


def events(office: Branch, officer: str) -> dict[str, Any]:
    text = (office.folder / f"plan-{officer}.ics").read_text("utf-8")
    return {str(event.begin.date()): event for event in ics.Calendar(text).events}


def field(office: Branch, as_of: str) -> list[tuple[Any, ...]]:
    return list(load_workbook(office.folder / f"plan-{as_of}.xlsx")["For the field"].values)


def minutes(office: Branch) -> list[dict[str, Any]]:
    with Ledger(office.ledger, must_exist=True) as ledger:
        return [row for row in ledger.minutes() if row["kind"] == "promised"]


def test_every_household_that_is_due_gets_an_officer_and_a_day(office: Branch) -> None:
    plan = planned(office, "2016-05-04", "--until", "2016-05-31")
    assert set(days(plan)) == {"A1", "A2", "A3"} and plan["left"] == []
    assert all("2016-05-04" <= row["day"] <= "2016-05-31" for row in plan["rows"])
    assert {tuple(row["reasons"]) for row in plan["rows"]} == {("visit:unsigned",)}
    assert max(load["largest"] for load in plan["loads"]) == 1
    assert [row["number"] for row in minutes(office)] == [row["household_id"] for row in plan["rows"]]


def test_what_was_promised_does_not_move_and_is_recorded_once(office: Branch) -> None:
    before = planned(office, "2016-05-04", "--until", "2016-05-31")
    office.on("2016-05-05").record("签约.xlsx", "A1 | 签约 | 2016-05-04 | | | | ", "A2 | 签约 | 2016-05-04 | | | | ")
    done = planned(office, "2016-05-04", "--until", "2016-05-31")
    assert days(done) == days(before) and len(minutes(office)) == 3
    first_day = min(day for _officer, day in days(before).values())
    later = planned(office, "2016-05-31", "--until", "2016-05-31")
    assert all(day >= "2016-05-31" for _officer, day in days(later).values()) and first_day < "2016-05-31"
    assert [row["number"] for row in minutes(office)][3:] == [
        key for key, promise in days(later).items() if promise != days(before)[key]
    ]


def test_a_dry_run_promises_nothing(office: Branch) -> None:
    plan = planned(office, "2016-05-04", "--dry-run")
    assert len(plan["rows"]) == 3 and minutes(office) == [] and set(files(office)) == {"plan-2016-05-04-draft.xlsx"}


def test_a_dry_run_leaves_the_files_of_officers_as_they_are(office: Branch) -> None:
    planned(office, "2016-05-04")
    before = files(office)
    planned(office, "2016-05-04", "--dry-run", rows=("| 王主任 | 洪洋村 | | | |",))
    assert {name: data for name, data in files(office).items() if "draft" not in name} == before


def test_the_same_plan_twice_is_the_same_bytes(office: Branch) -> None:
    one = planned(office, "2016-05-04"), files(office)
    assert (planned(office, "2016-05-04"), files(office)) == one
    assert any(name.endswith(".ics") for name in one[1])


def test_an_officer_s_phone_shows_the_day_and_nothing_that_others_may_not_know(office: Branch) -> None:
    plan = planned(office, "2016-05-04")
    for key, (officer, day) in days(plan).items():
        event = events(office, officer)[day]
        assert household_code("试验村", key) in event.description and "甲＊" in event.description
        assert event.all_day and event.status != "CANCELLED"


def test_a_day_on_which_nothing_is_left_is_cancelled(office: Branch) -> None:
    plan = planned(office, "2016-05-04")
    officer, day = days(plan)["A3"]
    others = {promise for key, promise in days(plan).items() if key != "A3"}
    assert (officer, day) not in others
    uid = events(office, officer)[day].uid
    office.on("2016-05-05").record("用信.xlsx", *(f"A3 | {what} | 2016-05-05 | | | | " for what in ("签约", "发卡")))
    office.record("用信款.xlsx", "A3 | 用信 | 2016-05-05 | 10000 | | | ")
    away = f"| {officer} | | | {day} | {day} |"
    moved = planned(office, "2016-05-05", rows=(away, *(row for row in TWO if officer not in row)))
    assert (officer, day) not in days(moved).values()
    event = events(office, officer)[day]
    assert event.status == "CANCELLED" and event.uid == uid and "甲" not in (event.description or "")


def test_an_officer_who_left_gets_the_days_cancelled(office: Branch) -> None:
    plan = planned(office, "2016-05-04", rows=("| 李会计 | | | | |",))
    after = planned(office, "2016-05-04", rows=("| 王主任 | | | | |",))
    assert {officer for officer, _day in days(after).values()} == {"王主任"}
    assert {event.status for event in events(office, "李会计").values()} == {"CANCELLED"}
    assert set(events(office, "李会计")) == {day for _officer, day in days(plan).values()}


def test_what_cannot_be_planned_is_told_with_its_reason(office: Branch) -> None:
    plan = planned(office, "2016-05-04", rows=("| 李会计 | 洪洋村 | | | |",))
    assert {row["why"] for row in plan["left"]} == {"nobody"} and len(plan["left"]) == 3
    full = planned(office, "2016-05-31", "--until", "2016-05-31", rows=("| 李会计 | | 1 | | |",))
    assert [row["why"] for row in full["left"]] == ["full", "full"] and len(full["rows"]) == 1
    sheet = str(list(load_workbook(office.folder / "plan-2016-05-31.xlsx")["Without a day"].values))
    assert "all days are full" in sheet and "let another officer serve the village" in sheet


def test_without_a_sheet_of_staff_those_who_collected_the_files_go(office: Branch) -> None:
    unknown = office.json("plan", "-o", office.folder, "--as-of", "2016-05-04", "--dry-run")
    assert [row["why"] for row in unknown["left"]] == ["nobody"] * 3
    path = office.folder / "试验村.xlsx"
    book = load_workbook(path)
    for row, name in enumerate(("采集人", "李会计", "王主任", "李会计", "王主任"), start=1):
        book["农户"].cell(row, 20, name)
    book.save(path)
    assert office.on("2016-05-05")("assess", path, "-o", office.folder).code == 0
    plan = office.json("plan", "-o", office.folder, "--as-of", "2016-05-05")
    assert {key: officer for key, (officer, _day) in days(plan).items()} == {
        "A1": "李会计",
        "A2": "王主任",
        "A3": "李会计",
    }


def test_inspections_and_visits_of_a_household_are_one_stop(office: Branch) -> None:
    office.on("2016-06-01").record(
        "用信.xlsx",
        "A1 | 签约 | 2016-05-09 | | | | ",
        "A1 | 发卡 | 2016-05-10 | | | | ",
        "A1 | 用信 | 2016-05-12 | 10000 | | | ",
    )
    plan = planned(office, "2016-06-01", "--until", "2016-06-30")
    (row,) = (row for row in plan["rows"] if row["household_id"] == "A1")
    assert row["reasons"] == ["inspection:first"] and row["due"] == "2016-06-12"
    assert {row["overdue_days"] for row in plan["rows"] if row["household_id"] != "A1"} == {1}


def test_the_field_s_face_betrays_nobody(office: Branch) -> None:
    def faces(*rows: str) -> tuple[list[tuple[Any, ...]], dict[str, bytes]]:
        office.on("2016-06-01").record("原因.xlsx", *rows, replacing=True)
        days = date(2016, 6, 1), date(2016, 6, 30)
        officers = [Officer("李会计", villages=("试验村",)), Officer("王主任")]
        with Ledger(office.ledger, must_exist=True) as ledger:
            report = plan_report(ledger, *days, policy.load(), STANDARD, officers)
        return list(load_workbook(BytesIO(report.workbook))["For the field"].values), unranked(report.calendars)

    declined, signed = "拒签 | 2016-02-10 | | | 担心影响征信 | ", "签约 | 2016-05-09 | | | | "
    one = faces(f"A1 | {declined}", f"A2 | {signed}")
    other = faces(f"A2 | {declined}", f"A1 | {signed}")
    assert one == other
    text = str(one[0]) + "".join(data.decode() for data in one[1].values())
    for secret in ("甲A1", "declined", "signed", "52,000", "52000", "征信", "overdue", "visit", "inspection"):
        assert secret not in text.replace("\r\n ", "")
    assert "甲＊" in text and not re.search(r"\d{3}\*{4}\d{4}", text)


def test_a_plan_made_meanwhile_is_not_contradicted(office: Branch, monkeypatch: pytest.MonkeyPatch) -> None:
    from gridcredit import scheduling

    def overtaken(*words: Any) -> Any:
        report = made(*words)
        monkeypatch.setattr(scheduling, "plan_report", made)
        planned(office, "2016-05-04")
        return report

    made = scheduling.plan_report
    monkeypatch.setattr(scheduling, "plan_report", overtaken)
    late: Result = office("plan", "-o", office.folder / "late", "--as-of", "2016-05-04", "--staff", staff(office))
    assert late.code == 75 and not list((office.folder / "late").glob("plan*")) and len(minutes(office)) == 3


def test_ballots_and_forms_are_found_beside_promises(office: Branch) -> None:
    planned(office, "2016-05-04")
    assert office("revisit", "试验村", "-o", office.folder, "--as-of", "2016-05-04").code == 0
    assert office("ledger", "verify").code == 0


def test_where_nothing_is_due_the_plan_is_empty(office: Branch) -> None:
    plan = planned(office, "2016-05-04", "--until", "2016-05-05")
    assert plan["rows"] == plan["left"] == [] and set(files(office)) == {"plan-2016-05-04.xlsx"}
    assert [load["largest"] for load in plan["loads"]] == [0, 0]


def test_a_plan_promises_no_farther_ahead_than_the_policy_says(office: Branch) -> None:
    bank = office.folder / "bank.toml"
    bank.write_text(
        '[sharing]\npromised_days = [{ from = 2000-01-01, issued = 2016-01-01, value = 7, document = "letter", clause = "1" }]\n',
        "utf-8",
    )
    assert planned(office, "2016-05-04", "--policy", bank)["rows"] == []
    assert len(planned(office, "2016-05-25", "--policy", bank)["rows"]) == 3


def test_a_plan_tells_what_was_found_on_the_sheet_of_staff(office: Branch) -> None:
    table = "## 人员\n| 网格员 | 负责村 | 车牌 |\n| 李会计 | 试验村 | 甲1 |"
    path = write(office.folder / "人员.xlsx", table)
    told = office.on("2016-05-04")("plan", "-o", office.folder, "--as-of", "2016-05-04", "--staff", path)
    assert told.code == 0
    book = load_workbook(office.folder / "plan-2016-05-04.xlsx")
    assert "车牌" in str([list(sheet.values) for sheet in book])


def test_a_plan_tells_once_that_the_next_year_is_not_known(office: Branch) -> None:
    as_of = "2026-12-21"
    done = office.on(as_of).record(
        "用信.xlsx",
        "A1 | 签约 | 2016-05-09 | | | | ",
        "A1 | 发卡 | 2016-05-09 | | | | ",
        "A1 | 用信 | 2016-05-12 | 10000 | | | ",
        "A1 | 贷后检查 | 2026-07-05 | | | | ",
    )
    assert done["new"] == 4
    told = office("plan", "-o", office.folder, "--as-of", as_of, "--until", "2026-12-31", "--staff", staff(office))
    assert told.code == 0 and told.out.count("the working days of 2027 are not known yet") == 1


def test_a_shorter_plan_keeps_what_a_longer_one_promised(office: Branch) -> None:
    before = planned(office, "2016-05-04", "--until", "2016-05-31")
    shorter = planned(office, "2016-05-05", "--until", "2016-05-06")
    ahead = {key: promise for key, promise in days(before).items() if promise[1] >= "2016-05-05"}
    assert ahead and days(shorter) == ahead and shorter["until"] == "2016-05-06"
    names = {name for name, _day in ahead.values()}
    told = {(name, day): event.status for name in names for day, event in events(office, name).items()}
    assert told == dict.fromkeys(ahead.values()) and len(minutes(office)) == 3


def test_a_shorter_plan_takes_in_nothing_new_that_is_due_later(office: Branch) -> None:
    assert planned(office, "2016-05-04", "--until", "2016-05-30")["rows"] == []
    assert len(planned(office, "2016-05-04", "--until", "2016-05-31")["rows"]) == 3


def test_a_look_at_a_later_day_does_not_move_what_today_s_plan_promised(office: Branch) -> None:
    before = planned(office, "2016-05-04", "--until", "2016-05-31"), unranked(files(office))
    look = office.on("2016-05-04")(
        "plan", "-o", office.folder / "look", "--as-of", "2016-05-31", "--staff", staff(office)
    )
    assert look.code == 0 and len(minutes(office)) > 3
    assert (planned(office, "2016-05-04", "--until", "2016-05-31"), unranked(files(office))) == before


def test_promises_of_earlier_versions_which_keep_no_day_of_the_plan_stand() -> None:
    detail = {"officer": "李会计", "day": "2016-05-10"}
    old = {"kind": "promised", "village": "试验村", "number": "A1", "detail": detail}
    new = old | {"detail": detail | {"day": "2016-05-12", "as_of": "2016-05-06"}}
    for as_of, stands in ((date(2016, 5, 5), 10), (date(2016, 5, 6), 12)):
        assert dict(promises([old, new], as_of)) == {("试验村", "A1"): ("李会计", date(2016, 5, stands))}


def test_a_village_on_the_sheet_of_staff_that_was_never_assessed_is_told_of(office: Branch) -> None:
    path = staff(office, "| 李会计 | 试 验 村、洪洋村 | | | |")
    for command in ("plan", "rota", "signing"):
        told = office.on("2016-05-04")(command, "-o", office.folder, "--as-of", "2016-05-04", "--staff", path)
        assert told.code == 0
        assert "officer 1 on the sheet of staff: village number 2" in told.out and "number 1" not in told.out
    assert len(planned(office, "2016-05-04", rows=("| 李会计 | 试 验 村 | | | |",))["rows"]) == 3


def test_a_promise_stands_however_its_officer_is_written(office: Branch) -> None:
    before = planned(office, "2016-05-04", rows=("| 张 伟 | | | | |",))
    after = planned(office, "2016-05-04", rows=("| 张伟 | | | | |",))
    assert [row["day"] for row in after["rows"]] == [row["day"] for row in before["rows"]] and len(minutes(office)) == 3
    assert {event.status for event in events(office, "张伟").values()} == {None}
    one, other = ({day: event.uid for day, event in events(office, name).items()} for name in ("张 伟", "张伟"))
    assert one == other


def test_without_any_officer_on_the_sheet_nothing_is_done(office: Branch) -> None:
    told = office("plan", "-o", office.folder, "--as-of", "2016-05-04", "--staff", staff(office, "| | | | | |"))
    assert told.code == 78 and files(office) == {} and minutes(office) == []


def test_a_borrower_who_left_the_roster_is_seen_by_the_branch_s_officer(office: Branch) -> None:
    drawn = ("签约 | 2016-05-04 | | | | ", "发卡 | 2016-05-04 | | | | ", "用信 | 2016-05-05 | 10000 | | | ")
    office.on("2016-05-06").record("用信.xlsx", *(f"A1 | {row}" for row in drawn))
    path = office.folder / "试验村.xlsx"
    book = load_workbook(path)
    for sheet in book:
        for number in reversed(range(1, sheet.max_row + 1)):
            if "A1" in [cell.value for cell in sheet[number]]:
                sheet.delete_rows(number)
    book.save(path)
    assert office("assess", path, "-o", office.folder).code == 0
    assert "A1" not in str(office.json("visits", "-o", office.folder, "--as-of", "2016-05-06")["rows"])
    path = write(office.folder / "人员.xlsx", "## 人员\n| 网格员 | 支行 |\n| 李会计 | 路南支行 |")
    plan = office.json("plan", "-o", office.folder, "--as-of", "2016-05-06", "--staff", path)
    assert days(plan)["A1"][0] == "李会计" and plan["left"] == []
    (row,) = (row for row in field(office, "2016-05-06") if household_code("试验村", "A1") in row)
    assert "甲＊" in row


def test_a_plan_that_changed_on_its_day_outranks_the_one_before_on_phones(office: Branch) -> None:
    def ranks(officer: str) -> set[int]:
        text = (office.folder / f"plan-{officer}.ics").read_text("utf-8")
        return set(map(int, re.findall(r"SEQUENCE:(\d+)", text)))

    planned(office, "2016-05-04", rows=("| 李会计 | | | | |",))
    (before,) = ranks("李会计")
    planned(office, "2016-05-04", rows=("| 王主任 | | | | |",))
    assert ranks("李会计") == ranks("王主任") and min(ranks("王主任")) > before
