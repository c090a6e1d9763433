"""The household as the unit, from a workbook to the sheets: lists, borrowers, several loans."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from running import Runner
from workbooks import VILLAGE, read, write

from gridcredit.ingest.village import ingest_village

RATINGS = """
## 评议
| 户号 | 网格员 | 建议额度 |
| A1 | 张三 | 50000 |
| A1 | 李四 | 50000 |
| A1 | 王五 | 50000 |
| A2 | 张三 | 80000 |
| A2 | 李四 | 80000 |
| A2 | 王五 | 80000 |
"""


def assess(run: Runner, path: Path, *more: object) -> tuple[dict[str, Any], Any]:
    """The village's JSON and its workbook."""
    out = path.parent / "out"
    done = run("assess", path, "-o", out, "--ledger", "none", "--as-of", "2016-05-31", "--json", *more)
    assert done.code in (0, 3), done.err
    (village,) = done.json["villages"]
    return village, load_workbook(out / "试验村-assessment.xlsx")


def policy(path: Path, text: str) -> Path:
    """A bank's file with values in force from 2016 on: ``rule.name = value`` a line."""
    entries = []
    for line in text.strip().splitlines():
        name, _, value = line.partition(" = ")
        entries.append(
            f'[[{name.strip()}]]\nfrom = 2016-01-01\nissued = 2016-01-01\nvalue = {value}\ndocument = "d"\nclause = "1"\n'
        )
    path.write_text("\n".join(entries), encoding="utf-8")
    return path


def table(book: Any, name: str) -> list[list[Any]]:
    """The rows of a sheet that hold anything, without empty cells on the right."""
    rows = []
    for row in book[name].iter_rows(values_only=True):
        cells = list(row)
        while cells and cells[-1] is None:
            cells.pop()
        if cells:
            rows.append(cells)
    return rows


def below(rows: list[list[Any]], first: str) -> list[list[Any]]:
    """The rows below the header that begins with ``first``."""
    return rows[next(at for at, row in enumerate(rows) if row[0] == first) + 1 :]


def decisions(run: Runner, path: Path, *more: object) -> dict[str, tuple[str, str]]:
    """Status and reasons by household."""
    file = path.parent / "decisions.csv"
    assess(run, path, "--decisions", file, *more)
    lines = file.read_text("utf-8-sig").splitlines()[1:]
    return {cells[1]: (cells[2], cells[6]) for cells in (line.split(",") for line in lines)}


# Lists: what one member's row says, the household is.


HOUSEHOLDS = """
## 农户
| 户号 | 户主 | 名单 |
| A1 | 甲一 | {first} |
| A2 | 乙二 | |
"""


@pytest.mark.parametrize(
    ("own", "members", "found"),
    [
        ("", "黑", ("declined", "LIST_BLACK")),
        ("", "灰", ("referred", "LIST_GREY")),
        ("白", "黑", ("declined", "LIST_BLACK")),
        ("灰", "黑", ("declined", "LIST_BLACK")),
        ("黑", "白", ("declined", "LIST_BLACK")),
        ("", "白", ("granted", "")),
        ("", "", ("granted", "")),
    ],
)
def test_a_mark_in_the_members_sheet_marks_the_household(
    run: Runner, tmp_path: Path, own: str, members: str, found: tuple[str, str]
) -> None:
    text = f"""
## 成员
| 户号 | 姓名 | 与户主关系 | 年龄 | 名单 |
| A1 | 甲一 | 户主 | 40 | |
| A1 | 甲儿 | 儿子 | 20 | {members} |
| A2 | 乙二 | 户主 | 40 | |
"""
    path = write(tmp_path / "v.xlsx", VILLAGE + HOUSEHOLDS.format(first=own) + text + RATINGS)
    assert decisions(run, path) == {"A1": found, "A2": ("granted", "")}


@pytest.mark.parametrize(("mark", "found"), [("黑", ("declined", "LIST_BLACK")), ("灰", ("referred", "LIST_GREY"))])
def test_a_mark_in_a_members_row_of_the_roster_marks_the_household(
    run: Runner, tmp_path: Path, mark: str, found: tuple[str, str]
) -> None:
    roster = f"""
## 农户
| 户号 | 姓名 | 与户主关系 | 年龄 | 名单 |
| A1 | 甲一 | 户主 | 40 | 白 |
| A1 | 甲妻 | 配偶 | 40 | |
| A1 | 甲儿 | 儿子 | 20 | {mark} |
| A2 | 乙二 | 户主 | 40 | |
"""
    path = write(tmp_path / "v.xlsx", VILLAGE + roster + RATINGS)
    assert decisions(run, path) == {"A1": found, "A2": ("granted", "")}


def test_a_mark_in_another_file_of_the_village_marks_the_household(run: Runner, tmp_path: Path) -> None:
    folder = tmp_path / "in" / "试验村"
    write(folder / "a.xlsx", VILLAGE + HOUSEHOLDS.format(first="") + RATINGS)
    write(
        folder / "b.xlsx",
        "## 成员\n| 户号 | 姓名 | 与户主关系 | 年龄 | 名单 |\n| A1 | 甲一 | 户主 | 40 | 黑 |\n| A2 | 乙二 | 户主 | 40 | |",
    )
    done = run("assess", folder, "-o", tmp_path, "--ledger", "none", "--as-of", "2016-05-31", "--json").json
    assert [(village["declined"], village["granted"]) for village in done["villages"]] == [(1, 1)]


def test_each_member_keeps_the_own_mark_and_of_two_sheets_the_worse(tmp_path: Path) -> None:
    roster = """
## 农户
| 户号 | 姓名 | 与户主关系 | 年龄 | 名单 |
| A1 | 甲一 | 户主 | 40 | 白 |
| A1 | 甲妻 | 配偶 | 40 | 灰 |
| A2 | 乙二 | 户主 | 40 | |
"""
    members = """
## 成员
| 户号 | 姓名 | 与户主关系 | 名单 |
| A1 | 甲一 | 户主 | 黑 |
| A1 | 甲妻 | 配偶 | 白 |
"""
    for sheets, marks in ((roster, ["white", "grey", None]), (roster + members, ["black", "grey", None])):
        done = ingest_village(read(write(tmp_path / "v.xlsx", VILLAGE + sheets + RATINGS)))
        assert done.members["list_status"] == marks
        assert done.households["list_status"] == [marks[0] if marks[0] == "black" else "grey", None]


# Who may borrow.


FAMILIES = VILLAGE + """
## 农户
| 户号 | 户主 | 村组 |
| A1 | 甲一 | 一组 |
| A2 | 乙二 | 一组 |
## 成员
| 户号 | 姓名 | 与户主关系 | 年龄 | 劳动能力 | 名单 |
| A1 | 甲一 | 户主 | 80 | 无 | |
| A1 | 甲妻 | 妻子 | 60 | 有 | {wife} |
| A1 | 甲儿 | 儿子 | 30 | 有 | |
| A2 | 乙二 | 户主 | 70 | | |
"""  # fmt: skip


def test_a_list_says_who_is_to_sign_where_it_is_not_the_first_choice(run: Runner, tmp_path: Path) -> None:
    _village, book = assess(run, write(tmp_path / "v.xlsx", FAMILIES.format(wife="白") + RATINGS))
    sheet = table(book, "Borrowers (internal)")
    assert "Internal" in sheet[1][0]
    assert below(sheet, "No.") == [
        [1, "A1", "一组", "甲一", "甲妻", "妻子", "first choice too old when the line expires; first choice not able to work", 50_000],
        [2, "A2", "一组", "乙二", "nobody", None, "first choice too old when the line expires", 80_000],
    ]  # fmt: skip


def test_a_member_on_a_list_does_not_borrow_for_the_household(run: Runner, tmp_path: Path) -> None:
    ratings = RATINGS.replace("50000", "30000", 1).replace("50000", "40000", 1)
    path = write(tmp_path / "v.xlsx", FAMILIES.format(wife="灰") + ratings)
    file = policy(tmp_path / "p.toml", 'lists.referred = []\nborrower.without_borrower = "refer"')
    _village, book = assess(run, path, "--policy", file)
    assert below(table(book, "Borrowers (internal)"), "No.")[0][4:6] == ["甲儿", "儿子"]
    assert decisions(run, path, "--policy", file) == {"A1": ("granted", ""), "A2": ("referred", "NO_BORROWER")}
    assert below(table(book, "Collective review"), "No.")[0][1:6] == [
        "A2", "一组", "乙二", "nobody of the household may borrow", "80,000 / 80,000 / 80,000",
    ]  # fmt: skip


def test_where_every_first_choice_may_borrow_there_is_no_list(run: Runner, small_village: Path) -> None:
    assert "Borrowers (internal)" not in assess(run, small_village)[1].sheetnames


# Several loans in one household.


FATHER, MOTHER = "990101197001011231", "990101197102022343"
LOANS = VILLAGE + """
## 农户
| 户号 | 户主 | 身份证号 | 手机号 | 地址 | 他行贷款 | 对外担保 |
| A1 | 甲一 | '{father} | '10001234567 | 一组1号 | 200000 | |
| A2 | 乙二 | '{mother} | '10001234568 | 一组2号 | {loans} | 20000 |
| A3 | 丙三 | | '10001234567 | 一组2号 | | 0 |
## 成员
| 户号 | 姓名 | 与户主关系 | 身份证号 | 年龄 |
| A1 | 甲一 | 户主 | '{father} | 46 |
| A1 | 乙二 | 妻子 | '{mother} | 45 |
| A2 | 乙二 | 户主 | '{mother} | 45 |
| A3 | 丙三 | 户主 | | 46 |
"""  # fmt: skip


def loans(path: Path, amount: object = 150000) -> Path:
    return write(path, LOANS.format(father=FATHER, mother=MOTHER, loans=amount) + RATINGS)


def test_above_the_cap_a_form_lists_every_loan_and_has_room_for_opinions(run: Runner, tmp_path: Path) -> None:
    village, book = assess(run, loans(tmp_path / "v.xlsx"))
    assert (village["granted"], village["total_line_yuan"]) == (2, 130_000)
    sheet = table(book, "Approval of several loans")
    assert "Internal" in sheet[1][0]
    assert [row[:6] for row in sheet if row[0] in ("Cap of the exposure (yuan)", "A1 甲一: 350,000 yuan")] == [
        ["Cap of the exposure (yuan)", 300_000],
        ["A1 甲一: 350,000 yuan"],
    ]
    form = below(sheet, "A1 甲一: 350,000 yuan")[1:9]
    own, couple, phone = "the household itself", "the same ID number; the same spouse", "the same phone"
    assert form == [
        ["Credit line of this assessment", "A1", "甲一", own, 50_000, 50_000],
        ["Loans at other banks", "A1", "甲一", own, 200_000, 200_000],
        ["Guarantees given", "A1", "甲一", own, None, 0, "not known; of one couple with A2, counted there"],
        ["Credit line of this assessment", "A2", "乙二", couple, 80_000, 80_000],
        ["Loans at other banks", "A2", "乙二", couple, 150_000, 0, "of one couple with A1, counted there"],
        ["Guarantees given", "A2", "乙二", couple, 20_000, 20_000],
        ["Credit line of this assessment", "A3", "丙三", phone, 0, 0, "no conclusion"],
        ["Loans at other banks", "A3", "丙三", phone, None, 0, "not known"],
    ]
    rest = below(sheet, "A1 甲一: 350,000 yuan")[9:]
    assert rest[0] == ["total", None, None, None, None, 350_000]
    assert rest[1] == ["Role", "Name", "Date", "Opinion", "Line decided (yuan)", "Signature"]
    assert [row[0] for row in rest[2:5]] == ["Head of the credit group", "Grid manager", "Branch manager"]


def test_a_suggested_relation_is_shown_apart_and_not_added(run: Runner, tmp_path: Path) -> None:
    _village, book = assess(run, loans(tmp_path / "v.xlsx"))
    form = below(table(book, "Approval of several loans"), "A2 乙二: 350,000 yuan")
    shown = [row for row in form[: form.index(["total", None, None, None, None, 350_000])] if row[1] == "A3"]
    assert [row[3:] for row in shown] == [
        ["the same address", 0, None, "no conclusion; may be related, not counted"],
        ["the same address", None, None, "not known; may be related, not counted"],
    ]


def test_those_above_the_cap_only_by_a_suggestion_stand_on_a_list_of_their_own(run: Runner, tmp_path: Path) -> None:
    text = VILLAGE + """
## 农户
| 户号 | 户主 | 地址 | 他行贷款 | 对外担保 |
| A1 | 甲一 | 一组1号 | 0 | 170000 |
| A2 | 乙二 | 一组1号 | {loans} | 0 |
"""  # fmt: skip
    for amount, listed in ((0, False), (1, True)):
        _village, book = assess(run, write(tmp_path / "v.xlsx", text.format(loans=amount) + RATINGS))
        assert ("Approval of several loans" in book.sheetnames) == listed
    assert below(table(book, "Approval of several loans"), "May be related to") == [
        ["A2 乙二", "A1", "甲一", "the same address", 220_000, 300_001],
    ]


def test_within_the_cap_there_is_no_sheet(run: Runner, small_village: Path, tmp_path: Path) -> None:
    assert "Approval of several loans" not in assess(run, small_village)[1].sheetnames


def test_above_the_cap_a_bank_may_refer_and_then_the_line_is_a_suggestion(run: Runner, tmp_path: Path) -> None:
    path, file = loans(tmp_path / "v.xlsx"), policy(tmp_path / "p.toml", 'exposure.over_cap = "refer"')
    assert decisions(run, path, "--policy", file) == {
        "A1": ("referred", "EXPOSURE_OVER_CAP"),
        "A2": ("referred", "EXPOSURE_OVER_CAP"),
        "A3": ("no_conclusion", "TOO_FEW_RATINGS"),
    }
    _village, book = assess(run, path, "--policy", file)
    form = below(table(book, "Approval of several loans"), "A1 甲一: 350,000 yuan")
    assert form[1] == [
        "Credit line of this assessment", "A1", "甲一", "the household itself", 50_000, 50_000, "suggested only: collective review",
    ]  # fmt: skip


def test_no_id_number_and_no_phone_stands_on_the_new_sheets(run: Runner, tmp_path: Path) -> None:
    _village, book = assess(run, loans(tmp_path / "v.xlsx"))
    text = str(table(book, "Approval of several loans"))
    assert not any(secret in text for secret in (FATHER, MOTHER, "10001234567", "10001234568"))


def test_credit_lines_say_until_when_they_are_valid(run: Runner, small_village: Path) -> None:
    row, total = below(table(assess(run, small_village)[1], "Credit lines"), "No.")
    assert str(row[10].date()) == "2019-05-02"
    assert total[9] == 50_000
