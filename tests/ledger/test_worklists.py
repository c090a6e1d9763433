"""Lists of inspections and visits as forms: written, filled in, taken in by ``record``; what was not done is listed again."""

from collections.abc import Mapping
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from forms.group import GRANTED, REFERRED, village
from msoffcrypto.format.ooxml import OOXMLFile

from gridcredit.ledger.store import Ledger
from ledger.branch import Branch

LATE = "2016-06-20"
INSPECTED: dict[str, object] = {
    "Inspected on": date(2016, 6, 15),
    "Use": "as agreed",
    "Actual purpose": "化肥",
    "Trade": "normal",
    "Income is": "the same",
    "Changes in the family": "长子外出",
    "Repayment": "in time",
    "Class advised": "normal",
    "Measures": "无",
    "Inspected by": "李会计",
    "Second inspector": "王组长",
}
VISITED: dict[str, object] = {
    "Contacted on": date(2016, 6, 15),
    "Contacted by": "李会计",
    "Channel": "by phone",
    "Outcome": "later",
    "Agreed on": date(2016, 7, 4),
    "Note": "下月再说",
}


def in_use(office: Branch) -> Branch:
    """A1 and A2 drew 50,000 and 150,000 on 10 May, so that they are due on 8 June and 17 May; A3 has signed."""
    rows = [f"{key} | 签约 | 2016-05-09 | | | | " for key in ("A1", "A2", "A3")]
    rows += [f"{key} | 发卡 | 2016-05-09 | | | | " for key in ("A1", "A2")]
    rows += ["A1 | 用信 | 2016-05-10 | 50000 | | | ", "A2 | 用信 | 2016-05-10 | 52000 | | | "]
    assert office.on(LATE).record("台账.xlsx", *rows)["new"] == 7
    return office


def listed(office: Branch, kind: str, as_of: str = LATE, *more: str) -> list[dict[str, Any]]:
    return office.json(kind, "-o", office.folder, "--as-of", as_of, "--until", "2016-12-31", *more)["rows"]  # type: ignore[no-any-return]


def fill(path: Path, sheet: str, filled: Mapping[str, Mapping[str, object]], target: Path) -> Path:
    """The form with these cells of some households, by the headers of the columns."""
    book = openpyxl.load_workbook(path)
    form = book[sheet]
    top = next(row for row in range(1, 30) if "Household" in {cell.value for cell in form[row]})
    places = {cell.value: number for number, cell in enumerate(form[top], start=1)}
    for row in range(top + 1, form.max_row + 1):
        for title, value in filled.get(str(form.cell(row, places["Household"]).value), {}).items():
            form.cell(row, places[title]).value = value  # type: ignore[assignment]
    book.save(target)
    return target


def inspected(office: Branch, filled: Mapping[str, Mapping[str, object]], name: str = "filled.xlsx") -> Path:
    listed(office, "inspections")
    return fill(office.folder / f"inspections-{LATE}.xlsx", "Inspection form", filled, office.folder / name)


def visited(office: Branch, filled: Mapping[str, Mapping[str, object]], name: str = "filled.xlsx") -> Path:
    listed(office, "visits")
    return fill(office.folder / f"visits-{LATE}.xlsx", "Visits", filled, office.folder / name)


def taken(office: Branch, path: Path, *more: str) -> Any:
    (file,) = office.json("record", path, *more)["files"]
    return file


def codes(office: Branch, path: Path, *more: str) -> list[str]:
    lines = office("record", path, *more).out.splitlines()
    return [line.split()[0] for line in lines if " × " in line]


def test_an_inspection_that_was_filled_in_is_done_and_the_other_is_listed_again(office: Branch) -> None:
    path = inspected(in_use(office), {"A1": INSPECTED})
    file = taken(office, path)
    assert (file["rows"], file["new"]) == ({"read": 1, "accepted": 1, "rejected": 0}, 1)
    rows = [(row["household_id"], row["kind"], row["due"]) for row in listed(office, "inspections")]
    assert rows == [("A2", "first", "2016-06-08"), ("A1", "recurring", "2016-12-15")]
    again = taken(office, path)
    assert (again["new"], again["known"]) == (0, 1)


def test_a_folder_of_lists_is_recorded_as_the_document_says(office: Branch) -> None:
    folder = office.folder / "lists"
    in_use(office).json("inspections", "-o", folder, "--as-of", LATE, "--until", "2016-12-31")
    office.json("visits", "-o", folder, "--as-of", LATE, "--until", "2016-12-31")
    fill(folder / f"inspections-{LATE}.xlsx", "Inspection form", {"A1": INSPECTED}, folder / f"inspections-{LATE}.xlsx")
    done = office("record", folder, "--json")
    assert done.code == 0
    assert {file["file"]: file["new"] for file in done.json["files"]} == {
        f"inspections-{LATE}.xlsx": 1,
        f"visits-{LATE}.xlsx": 0,
    }


def test_what_it_found_is_kept_and_what_is_of_persons_apart(office: Branch) -> None:
    office("record", inspected(in_use(office), {"A1": INSPECTED}))
    with Ledger(office.ledger) as ledger:
        (event,) = [one for one in ledger.events(date.max) if one["kind"] == "inspection"]
        assert event["actor"] == "李会计" and event["effective"] == date(2016, 6, 15)
        kept = {"second_by": "王组长", "use": "yes", "trade": "normal", "income": "same", "repayment": "in_time"}
        facts = {"purpose": "化肥", "family": "长子外出", "measures": "无"}
        assert event["detail"] == kept | {"class_advice": "normal", "facts": facts}


def test_a_use_off_purpose_asks_for_another_inspection(office: Branch) -> None:
    office("record", inspected(in_use(office), {"A1": {**INSPECTED, "Use": "otherwise"}}))
    (row,) = [row for row in listed(office, "inspections") if row["kind"] == "warning"]
    assert (row["household_id"], row["anchor"], row["nominal_due"]) == ("A1", "2016-06-15", "2016-06-22")
    assert row["signs"] == ["off_purpose"]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"Second inspector": "李 会 计"}, "INSPECTED_ALONE"),
        ({"Second inspector": None}, "VALUE_MISSING"),
        ({"Class advised": None}, "VALUE_MISSING"),
        ({"Class advised": "好"}, "OPTION_UNKNOWN"),
        ({"Inspected on": date(2016, 6, 21)}, "DATE_TOO_LATE"),
        ({"Inspected on": "六月"}, "DATE_UNREADABLE"),
        ({"New loans elsewhere": "约5万"}, "AMOUNT_ABOUT"),
    ],
)
def test_a_row_that_cannot_be_is_refused_and_stays_to_be_done(
    office: Branch, wrong: Mapping[str, object], code: str
) -> None:
    path = inspected(in_use(office), {"A1": {**INSPECTED, **wrong}, "A2": INSPECTED})
    file = taken(office, path)
    assert file["rows"] == {"read": 2, "accepted": 1, "rejected": 1}
    assert code in codes(office, path)
    assert ("A1", "first") in {(row["household_id"], row["kind"]) for row in listed(office, "inspections")}


def test_a_later_state_of_the_form_corrects_it_only_when_that_is_asked_for(office: Branch) -> None:
    blank, path = inspected(in_use(office), {}, "blank.xlsx"), office.folder / "filled.xlsx"
    assert taken(office, fill(blank, "Inspection form", {"A1": INSPECTED}, path))["new"] == 1
    fill(blank, "Inspection form", {"A1": {**INSPECTED, "Measures": "下月再访"}}, path)
    assert "EVENT_CHANGED" in codes(office, path)
    assert taken(office, path, "--replace")["changed"] == 1


def test_a_visit_that_was_filled_in_counts_and_what_was_agreed_is_due(office: Branch) -> None:
    path = visited(in_use(office), {"A3": VISITED})
    assert taken(office, path)["new"] == 1
    (row,) = [row for row in listed(office, "visits") if row["household_id"] == "A3"]
    assert (row["reason"], row["due"], row["also"]) == ("no_card", "2016-07-04", ["agreed"])
    assert (row["last_contact"], row["last_result"], row["last_channel"]) == ("2016-06-15", "later", "phone")


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"Agreed on": None}, "VALUE_MISSING"),
        ({"Channel": "托人带话"}, "OPTION_UNKNOWN"),
        ({"Outcome": "还行"}, "OPTION_UNKNOWN"),
        ({"Contacted by": None}, "VALUE_MISSING"),
    ],
)
def test_a_visit_of_which_something_is_missing_is_refused(
    office: Branch, wrong: Mapping[str, object], code: str
) -> None:
    path = visited(in_use(office), {"A3": {**VISITED, **wrong}})
    assert taken(office, path)["rows"] == {"read": 1, "accepted": 0, "rejected": 1}
    assert code in codes(office, path)


@pytest.mark.parametrize("kind", ["inspections", "visits"])
def test_blank_forms_say_nothing(office: Branch, kind: str) -> None:
    listed(in_use(office), kind)
    file = taken(office, office.folder / f"{kind}-{LATE}.xlsx")
    assert (file["rows"]["read"], file["new"]) == (0, 0)
    assert codes(office, office.folder / f"{kind}-{LATE}.xlsx") == ["FORM_ROWS_UNFILLED"]


@pytest.mark.parametrize("kind", ["inspections", "visits"])
def test_a_list_in_chinese_comes_back_too(office: Branch, kind: str) -> None:
    listed(in_use(office), kind, LATE, "--lang", "zh")
    name = {"inspections": "贷后检查", "visits": "走访"}[kind]
    file = taken(office, office.folder / f"{name}-{LATE}.xlsx")
    assert file["rows"]["read"] == 0


def test_a_list_that_was_filled_in_is_not_written_over_before_it_is_recorded(office: Branch) -> None:
    path = visited(in_use(office), {"A3": VISITED}, f"visits-{LATE}.xlsx")
    before = path.read_bytes()
    refused = office("visits", "-o", office.folder, "--as-of", LATE)
    assert refused.code == 73 and path.name in refused.err
    assert path.read_bytes() == before
    assert taken(office, path)["new"] == 1
    assert office("visits", "-o", office.folder, "--as-of", LATE).code == 0
    assert path.read_bytes() != before


def again(office: Branch, *rows: str, day: str = "2016-06-13") -> None:
    """The village is assessed again by what its file says now: list and loans at other banks of its households."""
    given = village(office.folder / "再评.xlsx", GRANTED, GRANTED, GRANTED, REFERRED, day=day)
    book = openpyxl.load_workbook(given)
    sheet = book["农户"]
    column = sheet.max_column
    for place, cells in enumerate((("名单", "他行贷款"), *(row.split() for row in rows)), start=1):
        for at, text in enumerate(cells, start=column + 1):
            sheet.cell(place, at).value = int(text) if text.isdigit() else text.strip("-") or None
    book.save(given)
    assert office("assess", given, "-o", office.folder, "--as-of", day).code == 0


@pytest.mark.parametrize(
    ("then", "now", "signs"),
    [
        ("- 0", "- 49999", []),
        ("- 0", "- 50000", ["new_loans"]),
        ("- 30000", "- 79999", []),
        ("- 80000", "- 20000", []),
        ("- 0", "灰 0", ["listed"]),
        ("灰 0", "灰 0", []),
        ("灰 0", "- 0", []),
        ("- 0", "黑 60000", ["new_loans", "listed"]),
    ],
)
def test_what_a_villages_file_says_newly_is_a_warning_sign(
    office: Branch, then: str, now: str, signs: list[str]
) -> None:
    in_use(office)
    again(office, then, "- 0", "- 0", "- 0", day="2016-06-01")
    again(office, now, "- 0", "- 0", "- 0")
    rows = [row for row in listed(office, "inspections") if row["kind"] == "warning" and row["anchor"] == "2016-06-13"]
    assert [(row["household_id"], row["nominal_due"]) for row in rows] == [("A1", "2016-06-20")] * bool(signs)
    assert [row["signs"] for row in rows] == [signs] * bool(signs)


def test_a_village_file_that_is_corrected_the_same_day_leaves_no_sign(office: Branch) -> None:
    in_use(office)
    again(office, "- 0", "- 0", "- 0", "- 0", day="2016-06-01")
    again(office, "- 600000", "- 0", "- 0", "- 0")
    again(office, "- 0", "- 0", "- 0", "- 0")
    assert "warning" not in {row["kind"] for row in listed(office, "inspections")}


def test_who_was_not_visited_stays_overdue_when_the_village_is_assessed_again(office: Branch) -> None:
    def a3() -> tuple[str, int]:
        (row,) = [row for row in listed(office.on(LATE), "visits") if row["household_id"] == "A3"]
        return row["due"], row["overdue_days"]

    assert a3() == ("2016-05-31", 20)
    again(office, "- 0", "- 0", "- 0", "- 0")
    assert a3() == ("2016-05-31", 20)


# what 台账 knows already


def kept(office: Branch, kind: str) -> list[Any]:
    """What counts of these events."""
    with Ledger(office.ledger) as ledger:
        assert ledger.faults() == []
        return [event for event in ledger.events(date.max) if event["kind"] == kind]


def test_a_form_completes_what_was_told_without_its_particulars(office: Branch) -> None:
    in_use(office).record("检查.xlsx", "A1 | 贷后检查 | 2016-06-15 | | | 已查 | 雨天 ")
    path = inspected(office, {"A1": {**INSPECTED, "Use": "otherwise", "New loans elsewhere": 60_000}})
    file = taken(office, path)
    assert (file["new"], file["changed"], file["rows"]["rejected"]) == (0, 1, 0)
    (event,) = kept(office, "inspection")
    assert (event["actor"], event["result"], event["note"]) == ("李会计", "已查", "雨天")
    assert (event["detail"]["use"], event["detail"]["new_loans_yuan"]) == ("no", 60_000)
    assert event["detail"]["facts"]["purpose"] == "化肥"
    for _time in range(2):
        again = taken(office, path)
        assert (again["known"], again["new"], again["changed"], again["findings"]["error"]) == (1, 0, 0, 0)


def test_what_a_form_completed_is_known_where_the_first_file_comes_again(office: Branch) -> None:
    row = "A1 | 贷后检查 | 2016-06-15 | | | 已查 | 雨天 "
    in_use(office).record("检查.xlsx", row)
    taken(office, inspected(office, {"A1": INSPECTED}))
    again = office.record("检查.xlsx", row)
    assert (again["known"], again["new"], again["findings"]) == (1, 0, {"error": 0, "warning": 0})
    other = office.record("检查.xlsx", row.replace("已查", "未查"))
    assert (other["new"], other["changed"], other["findings"]) == (0, 0, {"error": 0, "warning": 1})


def test_a_form_that_completes_says_so(office: Branch) -> None:
    in_use(office).record("检查.xlsx", "A1 | 贷后检查 | 2016-06-15 | | 李 会 计 | | ")
    assert "EVENT_COMPLETED" in codes(office, inspected(office, {"A1": INSPECTED}))


def test_a_form_that_contradicts_what_is_known_is_refused(office: Branch) -> None:
    in_use(office).record("检查.xlsx", "A1 | 贷后检查 | 2016-06-15 | | 赵经理 | | ")
    path = inspected(office, {"A1": INSPECTED, "A2": INSPECTED})
    file = taken(office, path)
    assert (file["rows"], file["new"]) == ({"read": 2, "accepted": 1, "rejected": 1}, 1)
    assert "EVENT_CONTRADICTS" in codes(office, path)
    assert [event["actor"] for event in kept(office, "inspection")] == ["赵经理", "李会计"]


@pytest.mark.parametrize(
    ("told", "changed", "refused"), [("改日", 1, 0), ("另约", 1, 0), ("", 1, 0), ("成功", 0, 1), ("有意向", 0, 1)]
)
def test_what_came_of_a_visit_is_the_same_in_words_and_in_codes(
    office: Branch, told: str, changed: int, refused: int
) -> None:
    in_use(office).record("走访.xlsx", f"A3 | 营销走访 | 2016-06-15 | | | {told} | ")
    file = taken(office, visited(office, {"A3": VISITED}))
    assert (file["new"], file["changed"], file["rows"]["rejected"]) == (0, changed, refused)
    assert len(kept(office, "visit")) == 1


def test_of_two_visits_of_a_day_a_form_completes_the_one_that_it_tells_of(office: Branch) -> None:
    rows = [f"A3 | 营销走访 | 2016-06-15 | | | {told} | " for told in ("成功", "改日")]
    in_use(office).record("走访.xlsx", *rows)
    assert taken(office, visited(office, {"A3": VISITED}))["changed"] == 1
    assert [(event["result"], event["detail"].get("agreed_on")) for event in kept(office, "visit")] == [
        ("成功", None),
        ("later", "2016-07-04"),
    ]


# what is of persons, once it was taken out


def test_a_form_of_a_household_that_was_purged_is_known_and_never_written_again(office: Branch) -> None:
    office.on(LATE).record("台账.xlsx", "A2 | 签约 | 2016-05-09 | | | | ", "A2 | 用信 | 2016-05-10 | 50000 | | | ")
    filled = {**INSPECTED, "Warning signs seen": "秘密"}
    path = inspected(office, {"A2": filled})
    assert taken(office, path)["new"] == 1
    office.record("还款.xlsx", "A2 | 还款 | 2016-06-17 | 50000 | | | ")
    later = village(office.folder / "later" / "试验村.xlsx", GRANTED, day="2017-05-03")
    assert office.on("2017-05-03")("assess", later, "-o", office.folder).code == 0
    office.on("2023-01-01").json("ledger", "purge")
    again = taken(office, path)
    assert (again["known"], again["new"], again["changed"], again["findings"]["error"]) == (1, 0, 0, 0)
    fill(path, "Inspection form", {"A2": {**filled, "Class advised": "special mention"}}, path)
    assert taken(office, path, "--replace")["changed"] == 1
    (event,) = kept(office, "inspection")
    assert (event["detail"]["class_advice"], event["note"], "facts" in event["detail"]) == (
        "special_mention",
        None,
        False,
    )
    again = taken(office, path)
    assert (again["known"], again["changed"], again["findings"]["error"]) == (1, 0, 0)


# another date


def test_a_form_of_one_row_with_another_date_is_a_correction(office: Branch) -> None:
    blank, path = inspected(in_use(office), {}, "blank.xlsx"), office.folder / "filled.xlsx"
    taken(office, fill(blank, "Inspection form", {"A1": INSPECTED}, path))
    fill(blank, "Inspection form", {"A1": {**INSPECTED, "Inspected on": date(2016, 6, 14)}}, path)
    refused = office("record", path)
    assert refused.code == 65 and "EVENT_CHANGED" in refused.out
    assert [event["effective"] for event in kept(office, "inspection")] == [date(2016, 6, 15)]
    assert taken(office, path, "--replace")["changed"] == 1
    assert [event["effective"] for event in kept(office, "inspection")] == [date(2016, 6, 14)]
    again = taken(office, path)
    assert (again["known"], again["findings"]["error"]) == (1, 0)


def test_of_two_copies_of_a_form_the_one_with_another_date_is_corrected(office: Branch) -> None:
    blank, path = inspected(in_use(office), {}, "blank.xlsx"), office.folder / "filled.xlsx"
    for household in ("A1", "A2"):
        assert taken(office, fill(blank, "Inspection form", {household: INSPECTED}, path))["new"] == 1
    later = {**INSPECTED, "Inspected on": date(2016, 6, 16)}
    fill(blank, "Inspection form", {"A1": INSPECTED, "A2": later}, path)
    assert "EVENT_CHANGED" in codes(office, path)
    file = taken(office, path, "--replace")
    assert (file["changed"], file["withdrawn"]) == (1, 0)
    days = [(event["household_id"], event["effective"].day) for event in kept(office, "inspection")]
    assert days == [("A1", 15), ("A2", 16)]


@pytest.mark.parametrize("column", ["Agreed on", "Back on"])
@pytest.mark.parametrize(("day", "refused"), [(14, 1), (15, 0)])
def test_what_is_to_come_is_not_before_the_visit(office: Branch, column: str, day: int, refused: int) -> None:
    path = visited(in_use(office), {"A3": {**VISITED, column: date(2016, 6, day)}})
    assert taken(office, path)["rows"] == {"read": 1, "accepted": 1 - refused, "rejected": refused}
    assert ("DATE_BEFORE_CONTACT" in codes(office, path)) == bool(refused)


# what is not on record is not written over


def spared(office: Branch, kind: str = "visits") -> bool:
    """Whether the list at its place is left as it is, and that is said."""
    path = office.folder / f"{kind}-{LATE}.xlsx"
    before = path.read_bytes()
    done = office(kind, "-o", office.folder, "--as-of", LATE)
    assert done.code in (0, 73) and (done.code == 0 or path.name in done.err)
    return done.code == 73 and path.read_bytes() == before


@pytest.mark.parametrize("kind", ["inspections", "visits"])
def test_a_list_with_nothing_written_in_is_written_again_the_same(office: Branch, kind: str) -> None:
    for _time in range(2):  # as in an empty one
        office(kind, "-o", office.folder, "--as-of", LATE)
        assert not spared(office, kind)
    in_use(office)
    assert not spared(office, kind)
    before = (office.folder / f"{kind}-{LATE}.xlsx").read_bytes()
    assert not spared(office, kind)
    assert (office.folder / f"{kind}-{LATE}.xlsx").read_bytes() == before


@pytest.mark.parametrize("change", [{"Note": "另一句"}, {"Note": None}, {"Agreed on": date(2016, 7, 5)}])
def test_a_recorded_list_in_which_a_row_was_changed_is_not_written_over(
    office: Branch, change: Mapping[str, object]
) -> None:
    path = visited(in_use(office), {"A3": VISITED}, f"visits-{LATE}.xlsx")
    taken(office, path)
    fill(path, "Visits", {"A3": change}, path)
    assert spared(office)
    taken(office, path, "--replace")
    assert not spared(office)


def test_a_list_with_a_password_is_not_written_over_before_it_is_recorded(office: Branch) -> None:
    path = visited(in_use(office), {"A3": VISITED}, f"visits-{LATE}.xlsx")
    plain = path.read_bytes()
    with path.open("wb") as target:
        OOXMLFile(BytesIO(plain)).encrypt("geheim", target)
    assert spared(office)
    words = office.folder / "passwords.txt"
    words.write_text("geheim\n", "utf-8")
    assert office("visits", "-o", office.folder, "--as-of", LATE, "--password-file", words).code == 73
    assert taken(office, path, "--password-file", str(words))["new"] == 1
    assert office("visits", "-o", office.folder, "--as-of", LATE, "--password-file", words).code == 0


@pytest.mark.parametrize("title", ["Class advised", "Actual purpose"])
def test_a_list_without_one_of_its_columns_is_not_written_over(office: Branch, title: str) -> None:
    path = inspected(in_use(office), {"A1": INSPECTED}, f"inspections-{LATE}.xlsx")
    taken(office, path)
    book = openpyxl.load_workbook(path)
    for row in book["Inspection form"].iter_rows():
        for cell in row:
            if cell.value == title:
                cell.value = "意见栏"
    book.save(path)
    assert spared(office, "inspections")


def test_a_workbook_that_is_no_list_is_not_written_over(office: Branch) -> None:
    village(office.folder / f"visits-{LATE}.xlsx", GRANTED)
    assert spared(office)
    (office.folder / f"visits-{LATE}.xlsx").write_bytes(b"?")
    assert spared(office)
