"""The collective review, from the pack to lines with their own trace."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from running import Runner
from workbooks import write

from forms.group import DECLINED, GRANTED, OFFICERS, PUT_OFF, REFERRED, Entries, Group, declines, fill, grants
from gridcredit.i18n import set_language, translations
from gridcredit.ingest import words
from gridcredit.reports import labels
from gridcredit.schema import REVIEW_DECISIONS


@pytest.fixture
def group(run: Runner, tmp_path: Path) -> Group:
    """A1 to A4 are before the review, A5 is granted 52,000, A6 declined."""
    group = Group(run, tmp_path)
    assert group.assess(*[REFERRED] * 4, GRANTED, DECLINED).code == 0
    return group


def said(path: Path) -> list[str]:
    """Every text in a workbook."""
    return [
        str(cell)
        for sheet in load_workbook(path).worksheets
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if cell is not None
    ]


# the pack


def test_the_pack_holds_the_referred_households_their_ratings_and_no_officer(group: Group) -> None:
    texts = said(group.issue("review"))
    assert {"A1", "A2", "A3", "A4", "30,000 / 50,000 / 100,000", "80000"} <= set(texts)
    assert not {"A5", "A6"} & set(texts)
    assert not [text for text in texts for officer in OFFICERS if officer in text]


def test_only_what_is_to_be_written_can_be_written_in(group: Group) -> None:
    sheet = load_workbook(group.issue("review")).worksheets[0]
    assert sheet.protection.sheet
    header = next(row for row in range(1, 20) if sheet.cell(row, 2).value == "Household")
    open_ = [cell.coordinate[0] for cell in sheet[header + 1] if not cell.protection.locked]
    assert open_ == list("HIJKLMN")


def test_the_same_pack_on_the_same_day_is_the_same_file(group: Group) -> None:
    first = group.issue("review")
    data, form = first.read_bytes(), load_workbook(first).worksheets[0]["B5"].value
    assert group.issue("review").read_bytes() == data
    assert load_workbook(group.issue("review", as_of="2016-06-02")).worksheets[0]["B5"].value != form


def test_where_nothing_is_to_be_decided_no_pack_is_written(run: Runner, tmp_path: Path) -> None:
    group = Group(run, tmp_path)
    group.assess(GRANTED)
    done = group.command("review", "试验村", "-o", tmp_path)
    assert (done.code, done.json["households"], done.json["outputs"]) == (0, [], [])
    assert group.command("review", "别村", "-o", tmp_path).code == 2
    assert group.command("review", "试验村", "--household", "A1", "-o", tmp_path).code == 2
    assert group.command("review", "试验村", "--household", "A9", "-o", tmp_path).code == 2


@pytest.mark.parametrize("name", labels.FORM)
def test_every_header_of_a_form_is_read_again_in_every_language(name: str) -> None:
    known = words.SYNONYMS[name]
    assert all(words.plain(text) in known for text in translations(labels.FORM[name]))


def test_every_decision_is_read_again_in_every_language() -> None:
    for code, text in labels.DECISION.items():
        assert {REVIEW_DECISIONS["".join(word.split())] for word in translations(text)} == {code}


# decisions


def test_decisions_become_lines_with_their_own_trace(group: Group) -> None:
    decided: Mapping[str, Entries] = {"A1": grants(45_000), "A2": declines(), "A3": PUT_OFF}
    assert group.credited() == (1, 52_000)
    code, file = group.record(fill(group.issue("review"), decided.get))
    assert (code, file["new"], file["rows"]) == (0, 3, {"read": 3, "accepted": 3, "rejected": 0})
    assert file["codes"] == {"FORM_ROWS_UNFILLED"}
    told = {"granted": 1, "declined": 1, "deferred": 1, "line_yuan": 45_000, "missing": 1, "present": 5}
    assert told.items() <= file["reviewed"].items()
    assert group.credited() == (2, 97_000)
    assert [group.line(household) for household in ("A1", "A2", "A3", "A4")] == [
        (45_000, "valid"),
        (None, None),
        (None, None),
        (None, None),
    ]
    put_off = group.command("explain", "试验村", "A3", as_of="2016-06-30").json["review"]
    assert (put_off["decision"], put_off["steps"]) == ("deferred", ["the credit group put the household off"])


def test_a_line_is_explained_by_its_votes_its_clause_and_its_cell(group: Group) -> None:
    decided = {**grants(45_000), "Dissent": "何四: income is low"}
    group.record(fill(group.issue("review"), {"A1": decided}.get))
    done = group.command("explain", "试验村", "A1", as_of="2016-06-30")
    review, term = done.json["review"], done.json["term"]
    assert (review["votes_for"], review["votes_against"], review["votes_abstained"]) == (4, 1, 0)
    assert review["present"] == ["陈一", "林二", "黄三", "何四", "周五"]
    assert (review["dissent"], review["sheet"]) == ("何四: income is low", "Decisions of the group")
    assert review["steps"][1] == "4 of the 5 members present voted for it; more than 50 % were needed"
    assert {value["name"] for value in review["values"]} == {"votes_percent", "members_present"}
    assert (term["decided_on"], term["valid_until"], term["review_on"]) == ("2016-06-05", "2019-06-04", "2017-06-05")
    assert done.json["decision"]["status"] == "referred"  # what the run decided stands as it was
    assert done.json["recomputed"]["equal"]
    printed = group._run("explain", "试验村", "A1", "--ledger", group.ledger, "-o", group.folder)
    assert "credit line 45,000 yuan; votes 4 : 1 : 0" in printed.out
    (sheet,) = group.folder.glob("试验村-A1-*.xlsx")
    assert "the credit group granted a line of 45,000 yuan" in said(sheet)


def test_before_the_meeting_there_is_no_line(group: Group) -> None:
    group.record(fill(group.issue("review"), {"A1": grants(45_000)}.get))
    assert group.credited("2016-06-04") == (1, 52_000)
    assert group.credited("2016-06-05") == (2, 97_000)


def test_a_line_of_the_review_has_its_own_term(group: Group) -> None:
    group.record(fill(group.issue("review"), {"A1": grants(45_000)}.get))
    assert group.credited("2019-05-31") == (1, 45_000)  # the others' lines, of May, have run out
    assert group.credited("2019-06-05") == (0, 0)


def test_recording_the_same_form_twice_changes_nothing(group: Group) -> None:
    filled = fill(group.issue("review"), {"A1": grants(45_000), "A3": PUT_OFF}.get)
    group.record(filled)
    code, file = group.record(filled)
    assert (code, file["new"], file["known"]) == (0, 0, 2)
    assert group.credited() == (2, 97_000)


def test_what_was_left_blank_comes_with_the_next_file(group: Group) -> None:
    form = group.issue("review")
    group.record(fill(form, {"A1": grants(45_000)}.get))
    code, file = group.record(fill(form, {"A1": grants(45_000), "A2": grants(20_000)}.get))
    assert (code, file["new"], file["known"]) == (0, 1, 1)
    assert group.credited() == (3, 117_000)


def test_a_form_that_says_otherwise_now_is_refused_and_a_new_one_decides_again(group: Group) -> None:
    form = group.issue("review")
    group.record(fill(form, {"A1": grants(45_000)}.get))
    code, file = group.record(fill(form, {"A1": grants(90_000)}.get))
    assert (code, file["new"]) == (3, 0) and "FORM_ROW_ON_RECORD" in file["codes"]
    assert group.line() == (45_000, "valid")
    again = group.issue("review", "--household", "A1", as_of="2016-06-10")
    code, file = group.record(fill(again, {"A1": grants(90_000)}.get, met_on=date(2016, 6, 10)))
    assert (code, file["new"], group.line()) == (0, 1, (90_000, "valid"))
    assert group.line(as_of="2016-06-09") == (45_000, "valid")


def test_what_is_decided_is_not_in_the_next_pack(group: Group) -> None:
    group.record(fill(group.issue("review"), {"A1": grants(45_000), "A2": PUT_OFF}.get))
    done = group.command("review", "试验村", "-o", group.folder, as_of="2016-06-10")
    assert done.json["households"] == ["A2", "A3", "A4"]


def test_a_dry_run_records_nothing(group: Group) -> None:
    code, file = group.record(fill(group.issue("review"), {"A1": grants(45_000)}.get), "--dry-run")
    assert (code, file["new"], file["reviewed"]["granted"]) == (0, 1, 1)
    assert group.credited() == (1, 52_000)


# what must not be


@pytest.mark.parametrize(
    ("entries", "code"),
    [
        (grants(301_000), "REVIEW_ABOVE_CAP"),
        (grants(45_500), "REVIEW_NOT_ROUND"),
        (grants(0), "AMOUNT_ZERO"),
        (grants(45_000, (2, 2, 1)), "REVIEW_NO_MAJORITY"),
        (grants(45_000, (4, 2, 0)), "REVIEW_VOTES_DIFFER"),
        ({**declines(), "Line decided": 10_000}, "REVIEW_LINE_NOT_GRANTED"),
        ({"Review decision": "grant", "Line decided": 45_000}, "VALUE_MISSING"),
        ({**grants(45_000), "Review decision": "perhaps"}, "OPTION_UNKNOWN"),
        ({"Line decided": 45_000}, "VALUE_MISSING"),
        ({**grants(45_000), "Line decided": "4-5万"}, "AMOUNT_RANGE"),
        ({**grants(45_000), "Votes for": "most"}, "COUNT_UNREADABLE"),
    ],
)
def test_a_row_that_cannot_be_is_refused_and_the_others_are_taken(group: Group, entries: Entries, code: str) -> None:
    ended, file = group.record(fill(group.issue("review"), {"A1": entries, "A2": grants(20_000)}.get))
    assert (ended, file["new"], file["rows"]) == (3, 1, {"read": 2, "accepted": 1, "rejected": 1})
    assert code in file["codes"]
    assert group.credited() == (2, 72_000)


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"present": "陈一, 林二"}, "REVIEW_TOO_FEW"),
        ({"present": "陈一, 陈一, 林二"}, "REVIEW_TOO_FEW"),
        ({"present": ""}, "VALUE_MISSING"),
        ({"met_on": None}, "VALUE_MISSING"),
        ({"met_on": date(2016, 5, 31)}, "FORM_DATE_BEFORE"),
        ({"met_on": date(2016, 6, 11)}, "DATE_TOO_LATE"),
        ({"Form number": "AAAA-2222"}, "FORM_UNKNOWN"),
        ({"Village": "别村"}, "FORM_OTHER"),
    ],
)
def test_a_form_that_cannot_be_is_refused_whole(group: Group, told: dict[str, object], code: str) -> None:
    filled = fill(group.issue("review"), {"A1": grants(45_000)}.get, **told)  # type: ignore[arg-type]
    ended, file = group.record(filled)
    assert (ended, file["new"]) == (65, 0) and code in file["codes"]
    assert group.credited() == (1, 52_000)


def test_a_household_that_is_not_on_the_form_or_twice_is_refused(group: Group) -> None:
    form = group.issue("review", "--household", "A1", "--household", "A2", "--household", "A3")
    book = load_workbook(form)
    sheet = book.worksheets[0]
    header = next(row for row in range(1, 20) if sheet.cell(row, 2).value == "Household")
    for offset, key in enumerate(("A1", "A1", "A4"), start=1):
        sheet.cell(header + offset, 2).value = key
    book.save(form)
    code, file = group.record(fill(form, lambda _household: grants(45_000)))
    assert (code, file["rows"]["rejected"], file["new"]) == (3, 3, 0)
    assert {"FORM_ROW_UNKNOWN", "FORM_ROW_TWICE", "FORM_ROWS_GONE"} <= file["codes"]


def test_a_household_that_was_assessed_otherwise_since_is_refused(group: Group) -> None:
    form = group.issue("review")
    group.assess(GRANTED, *[REFERRED] * 3, GRANTED, DECLINED)  # A1's ratings were corrected
    code, file = group.record(fill(form, lambda _household: grants(45_000)))
    assert (code, file["new"]) == (3, 3) and "REVIEW_NOT_REFERRED" in file["codes"]


def test_a_decision_outlives_a_run_that_leaves_the_household_to_the_review_again(group: Group) -> None:
    group.record(fill(group.issue("review"), {"A1": grants(45_000)}.get))
    group.assess(REFERRED, REFERRED, REFERRED, GRANTED, GRANTED, DECLINED)  # A4 was corrected, on the same day
    assert group.credited() == (3, 149_000)
    assert group.line() == (45_000, "valid")


def test_a_later_assessment_is_not_bound_by_it(group: Group) -> None:
    group.record(fill(group.issue("review"), {"A1": grants(45_000)}.get))
    done = group.assess(*[REFERRED] * 4, GRANTED, DECLINED, day="2017-05-03", as_of="2017-06-01")
    assert done.json["villages"][0]["changes"] == {"since": done.json["villages"][0]["changes"]["since"], "raise": 0, "hold": 1, "lower": 0, "end": 1, "new": 0}  # fmt: skip
    assert group.credited("2017-06-30") == (1, 52_000)
    assert group.credited("2017-04-30") == (2, 97_000)


def test_a_line_of_the_review_can_be_frozen_and_cancelled(group: Group) -> None:
    group.record(fill(group.issue("review"), {"A1": grants(45_000)}.get))
    header = "## 台账\n| 村 | 户号 | 事项 | 日期 | 金额 | 经办人 | 结果 | 备注 |\n"
    path = write(group.folder / "台账.xlsx", header + "| 试验村 | A1 | 冻结 | 2016-06-07 | | | | |\n")
    assert group.record(path)[0] == 0
    assert group.line() == (45_000, "frozen")
    assert group.credited() == (1, 52_000)


def test_a_form_is_made_and_read_in_chinese(group: Group) -> None:
    set_language("zh")
    done = group._run(
        "review", "试验村", "-o", group.folder, "--ledger", group.ledger, "--as-of", "2016-06-01", "--lang", "zh"
    )
    assert done.code == 0
    (path,) = group.folder.glob("试验村-集体评议-*.xlsx")
    book = load_workbook(path)
    sheet = book.worksheets[0]
    header = next(row for row in range(1, 20) if sheet.cell(row, 2).value == "户号")
    columns = {cell.value: number for number, cell in enumerate(sheet[header], start=1)}
    for row in range(1, header):
        if sheet.cell(row, 1).value in ("会议日期", "到会人员"):
            sheet.cell(row, 2).value = "2016年6月5日" if sheet.cell(row, 1).value == "会议日期" else "陈 一、林二，黄三"
    for title, value in {"评议决定": "同意授信", "决定额度": "4.5万", "同意票": 3, "反对票": 0, "弃权票": 0}.items():
        sheet.cell(header + 1, columns[title]).value = value  # type: ignore[assignment]
    book.save(path)
    assert group.record(path)[1]["new"] == 1
    assert group.line() == (45_000, "valid")


# what somebody tried


@pytest.mark.parametrize("present", ["陈 一、林 二", "Chen Yi, Lin Er", "陈一、陈 一、林二"])
def test_a_name_in_two_parts_is_one_member(group: Group, present: str) -> None:
    filled = fill(group.issue("review"), {"A1": grants(45_000, (4, 0, 0))}.get, present=present)
    code, file = group.record(filled)
    assert code == 65 and file["codes"] == {"REVIEW_TOO_FEW"}


def test_another_sheet_that_nobody_reads_is_told(group: Group) -> None:
    filled = fill(group.issue("review"), {"A1": grants(45_000)}.get)
    book = load_workbook(filled)
    book.create_sheet("台账").append(["村", "户号", "事项", "日期"])
    book.worksheets[0].sheet_state = "hidden"
    book.active = 1
    book.save(filled)
    _code, file = group.record(filled)
    assert {"SHEET_NOT_READ", "SHEET_HIDDEN"} <= file["codes"] and file["new"] == 1


def test_two_forms_in_one_workbook_are_refused(group: Group) -> None:
    filled = fill(group.issue("review"), {"A1": grants(45_000)}.get)
    book = load_workbook(filled)
    book.copy_worksheet(book.worksheets[0])
    book.save(filled)
    code, file = group.record(filled)
    assert (code, file["codes"], file["new"]) == (65, {"SHEET_TWICE"}, 0)


@pytest.mark.parametrize("title", ["Dissent", "Line decided", "Review decision", "Votes for"])
def test_a_form_without_one_of_its_columns_is_refused_whole(group: Group, title: str) -> None:
    filled = fill(group.issue("review"), {"A1": grants(45_000)}.get)
    book = load_workbook(filled)
    for row in book.worksheets[0].iter_rows(max_row=20):
        for cell in row:
            if cell.value == title:
                cell.value = "Something else"
    book.save(filled)
    code, file = group.record(filled)
    assert (code, file["new"]) == (65, 0) and "COLUMN_MISSING" in file["codes"]


def test_a_form_that_was_filled_in_is_not_written_over(group: Group) -> None:
    form = group.issue("review")
    filled = fill(form, {"A1": grants(45_000)}.get).read_bytes()
    form.write_bytes(filled)
    assert group.command("review", "试验村", "-o", group.folder).code == 73
    assert form.read_bytes() == filled
    assert group.issue("review", "--household", "A1") != form


def test_another_form_cannot_decide_on_the_same_day_and_says_when_it_decides_again(group: Group) -> None:
    first, second = group.issue("review"), group.issue("review", "--household", "A1")
    group.record(fill(first, {"A1": grants(45_000)}.get))
    code, file = group.record(fill(second, {"A1": grants(90_000)}.get))
    assert (code, file["new"], "REVIEW_SAME_DAY" in file["codes"]) == (3, 0, True)
    code, file = group.record(fill(second, {"A1": grants(90_000)}.get, met_on=date(2016, 6, 6)))
    assert (code, file["new"], "REVIEW_DECIDES_AGAIN" in file["codes"]) == (0, 1, True)
    assert group.line() == (90_000, "valid")


def test_other_ratings_than_the_form_shows_are_not_decided_on(group: Group) -> None:
    form = group.issue("review")
    group.assess((20_000, 50_000, 100_000), *[REFERRED] * 3, GRANTED, DECLINED)  # A1's ratings: still referred
    code, file = group.record(fill(form, lambda _household: grants(45_000)))
    assert (code, file["new"], "REVIEW_NOT_REFERRED" in file["codes"]) == (3, 3, True)


def test_a_meeting_before_a_later_assessment_is_taken_in_afterwards(group: Group) -> None:
    form = group.issue("review")
    group.assess(*[GRANTED] * 6, day="2016-06-08", as_of="2016-06-10")
    code, file = group.record(fill(form, {"A1": grants(45_000)}.get))
    assert (code, file["new"]) == (0, 1)
    assert group.credited("2016-06-06") == (2, 97_000)


def test_a_form_says_the_same_under_another_policy_and_after_another_assessment(group: Group) -> None:
    filled = fill(group.issue("review"), {"A1": grants(45_000)}.get)
    group.record(filled)
    bank = group.folder / "bank.toml"
    bank.write_text(
        '[[review.votes_percent]]\nfrom = 2016-01-01\nissued = 2016-01-01\nvalue = 90\nbound = "inclusive"\n'
        'document = "letter"\nclause = "1"\n',
        "utf-8",
    )
    assert group.record(filled, "--policy", bank)[0] == 0
    group.assess(*[GRANTED] * 6)
    code, file = group.record(filled)
    assert (code, file["new"], file["known"]) == (0, 0, 1)


def test_forms_of_a_folder_are_taken_in_before_outcomes(group: Group) -> None:
    folder = group.folder / "back"
    folder.mkdir()
    fill(group.issue("review"), {"A1": grants(45_000)}.get).rename(folder / "z.xlsx")
    write(folder / "a.xlsx", "## 台账\n| 村 | 户号 | 事项 | 日期 | 金额 |\n| 试验村 | A1 | 签约 | 2016-06-06 | |\n")
    done = group.command("record", folder, as_of="2016-06-10")
    assert (done.code, done.json["new"], [file["file"] for file in done.json["files"]]) == (0, 2, ["a.xlsx", "z.xlsx"])
