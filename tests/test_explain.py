"""``gridcredit explain``: a household's page, from the ledger alone."""

import json
import shutil
import sqlite3
import subprocess
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from running import Result, Runner
from workbooks import VILLAGE, write

from gridcredit.i18n import set_language

HOUSEHOLDS = """
## 农户
| 户号 | 户主 | 身份证号 | 手机号 | 户籍状态 | 居住状态 | 名单 |
| A1 | 甲一 | '999999197001010017 | '10001234567 | 正常 | 在家 | 白 |
| A2 | 乙二 | | | 正常 | 在家 | 灰 |
| A3 | 丙三 | | | 正常 | 举家外出 | |
| A4 | 丁四 | | | 销户 | 在家 | 黑 |
| A5 | 戊五 | | | 正常 | 在家 | 黑 |
| A6 | 己六 | | | 正常 | 在家 | |
| A7 | 庚七 | | | 正常 | 在家 | |
| A8 | 辛八 | | | 正常 | 在家 | |
| A9 | 壬九 | | | 正常 | 在家 | |
"""
RATINGS = """
## 评议
| 户号 | 网格员 | 建议额度 | 是否了解情况 | 不予授信情形 |
| A1 | 张三 | 50000 | 是 | |
| A1 | 李四 | 60000 | 是 | |
| A1 | 王五 | 100000 | 是 | |
| A3 | 张三 | | 否 | |
| A6 | 张三 | | 是 | 赌博 |
| A6 | 李四 | 0 | 是 | |
| A6 | 王五 | 50000 | 是 | |
| A7 | 张三 | 30000 | 是 | |
| A7 | 李四 | 50000 | 是 | |
| A7 | 王五 | 100000 | 是 | |
| A8 | 张三 | 50000 | 是 | |
| A8 | 李四 | 50000 | 是 | |
| A8 | 王五 | | 是 | 赌博 |
| A9 | 张三 | 400000 | 是 | |
| A9 | 李四 | 400000 | 是 | |
| A9 | 王五 | 400000 | 是 | |
"""
STRICTER = """
[[limits.household_cap_yuan]]
from = 2016-06-01
issued = 2016-05-20
value = 40000
document = "letter of the branch"
clause = "3"
"""


class Branch:
    """A ledger, the village's workbook in versions, and ``explain``."""

    def __init__(self, run: Runner, folder: Path) -> None:
        self.run, self.folder = run, folder

    def assess(self, text: str, *options: object) -> Result:
        book = write(self.folder / "in" / "试验村.xlsx", text)
        done = self.run("assess", book, "-o", self.folder / "out", "--ledger", self.folder / "l.db", *options)
        assert done.code in (0, 3), done.err
        return done

    def record(self, rows: str) -> None:
        book = write(
            self.folder / "events.xlsx", "## 台账\n| 村 | 户号 | 事项 | 日期 | 金额 | 经办人 | 结果 |\n" + rows
        )
        done = self.run("record", book, "--ledger", self.folder / "l.db", "--as-of", "2017-12-31")
        assert done.code == 0, done.err + done.out

    def explain(self, household: str, *options: object, as_of: str = "2016-05-31") -> Result:
        ledger = self.folder / "l.db"
        return self.run("explain", "试验村", household, "--ledger", ledger, "--as-of", as_of, *options)

    def page(self, household: str, *options: object, as_of: str = "2016-05-31") -> Any:
        done = self.explain(household, "--json", *options, as_of=as_of)
        assert done.code == 0, done.err
        return done.json


def dated(day: str, ratings: str = RATINGS) -> str:
    return VILLAGE.replace("2016-05-03", day) + HOUSEHOLDS + ratings


@pytest.fixture
def branch(run: Runner, tmp_path: Path) -> Branch:
    found = Branch(run, tmp_path)
    found.assess(dated("2016-05-03"))
    return found


DECISIONS = {
    "A1": ("granted", 55_000, None, [], "credit line 55,000 yuan (majority close)"),
    "A2": ("referred", None, None, ["LIST_GREY", "TOO_FEW_RATINGS"], "collective review: on the grey list; too few ratings count"),
    "A3": ("no_conclusion", None, None, ["TOO_FEW_RATINGS"], "no conclusion: too few ratings count"),
    "A4": ("excluded", None, None, [], "off the roster"),
    "A5": ("declined", None, None, ["LIST_BLACK", "TOO_FEW_RATINGS"], "not granted: on the black list; too few ratings count"),
    "A6": ("declined", None, None, ["REFUSED_BY_MAJORITY"], "not granted: refused by a majority of officers"),
    "A7": ("referred", None, 50_000, ["SPREAD_TOO_WIDE"], "collective review: ratings too far apart; suggested line 50,000 yuan"),
    "A8": ("referred", None, None, ["REFUSED_BY_SOME"], "collective review: refused by some officers"),
    "A9": ("granted", 300_000, None, ["CAPPED"], "credit line 300,000 yuan (all close): capped"),
}  # fmt: skip


@pytest.mark.parametrize("household", DECISIONS)
def test_a_household_of_each_status_is_explained(household: str, branch: Branch) -> None:
    page = branch.page(household)
    found = page["decision"]
    names = ("status", "credit_line_yuan", "suggested_line_yuan", "reason_codes", "sentence")
    assert tuple(found[name] for name in names) == DECISIONS[household]
    assert page["recomputed"]["equal"] and page["cautions"] == []
    deciding = [rule["rule"] for rule in page["recomputed"]["rules"] if rule["status"]]
    assert len(deciding) == 1
    assert (page["state"] is None) == (found["credit_line_yuan"] is None)


def test_each_rating_is_told_with_its_officer_its_cell_and_what_became_of_it(branch: Branch) -> None:
    names = ("officer", "kind", "counts", "outlying", "amount_yuan", "sheet", "cell")
    assert [[one[name] for name in names] for one in branch.page("A1")["ratings"]] == [
        ["张三", "amount", True, False, 50_000, "评议", "C2"],
        ["李四", "amount", True, False, 60_000, "评议", "C3"],
        ["王五", "amount", True, True, 100_000, "评议", "C4"],
    ]
    assert [[one[name] for name in names] for one in branch.page("A3")["ratings"]] == [
        ["张三", "unknowing", False, False, None, "评议", "D5"]
    ]


def test_a_refusal_is_traced_to_the_cell_that_refuses(branch: Branch) -> None:
    found = [[one["kind"], one["refusal"], one["cell"]] for one in branch.page("A6")["ratings"]]
    assert found == [["refuses", "赌博", "E6"], ["refuses", None, "C7"], ["amount", None, "C8"]]


def test_every_cell_named_holds_what_is_said_of_it(branch: Branch) -> None:
    book = load_workbook(branch.folder / "in" / "试验村.xlsx")
    for household in DECISIONS:
        for one in branch.page(household)["ratings"]:
            said = {"refuses": one["refusal"] or 0, "unknowing": "否"}.get(one["kind"], one["amount_yuan"])
            assert book[one["sheet"]][one["cell"]].value == said


def test_every_rule_is_told_with_its_values_and_their_clauses(branch: Branch) -> None:
    recomputed = branch.page("A1")["recomputed"]
    told = {(rule["rule"], name) for rule in recomputed["rules"] for step in rule["steps"] for name in step["values"]}
    values = {(value["rule"], value["name"]): value for value in recomputed["values"]}
    assert told == set(values)
    close = values["reconcile", "closeness_percent"]
    assert (close["value"], close["bound"], close["unit"]) == (20, "inclusive", "percent of the largest")
    assert close["from"] == "2000-01-01" and "Lunan Sub-branch" in close["document"] and "4.4" in close["clause"]


def test_the_terminal_tells_the_arithmetic_line_by_line(branch: Branch) -> None:
    text = branch.explain("A1").out
    lines = [line.strip() for line in text.splitlines()]
    first = lines.index("ratings from low to high: 50,000 60,000 100,000 yuan")
    assert lines.index("mean: (50,000 + 60,000) ÷ 2 = 55,000 yuan") > first
    assert lines.index("credit line: 55,000 yuan") > lines.index("mean: (50,000 + 60,000) ÷ 2 = 55,000 yuan")
    assert "→" in next(line for line in lines if line.startswith("Cap and rounding"))
    assert any("试验村.xlsx 评议 C4" in line and "apart from the close ones" in line for line in lines)


def test_on_a_terminal_the_page_speaks_chinese_first(branch: Branch) -> None:
    set_language("zh")
    text = branch.explain("A1", "--lang", "zh").out
    assert "平均：(50,000 + 60,000) ÷ 2 = 55,000 元" in text and "授信 55,000 元（多数接近）" in text


# Earlier decisions, later events.


def test_an_earlier_decision_is_told_with_what_has_changed_since(branch: Branch, tmp_path: Path) -> None:
    rules = tmp_path / "bank.toml"
    rules.write_text(STRICTER, "utf-8")
    branch.assess(dated("2016-06-10"), "--policy", rules)
    branch.assess(dated("2016-07-10", RATINGS.replace("| A1 | 李四 | 60000", "| A1 | 李四 | 50000")), "--policy", rules)
    page = branch.page("A1", as_of="2016-07-31")
    assert page["decision"]["credit_line_yuan"] == 40_000
    found = [
        (one["decided_on"], one["credit_line_yuan"], one["changed"], one["line_change_yuan"]) for one in page["earlier"]
    ]
    assert found == [
        ("2016-06-10", 40_000, ["input", "ratings"], 0),
        ("2016-05-03", 55_000, ["policy", "input"], -15_000),
    ]
    (change,) = page["earlier"][1]["policy_changes"]
    assert change == {"rule": "limits", "name": "household_cap_yuan", "before": 300_000, "after": 40_000}
    text = branch.explain("A1", as_of="2016-07-31").out
    assert "Largest credit line of one household: 300,000 → 40,000" in text


def test_the_policy_is_that_of_the_run_whatever_it_is_today(branch: Branch, tmp_path: Path) -> None:
    rules = tmp_path / "bank.toml"
    rules.write_text(STRICTER, "utf-8")
    branch.assess(dated("2016-06-10"), "--policy", rules)
    page = branch.page("A1", as_of="2016-06-30")
    assert (page["policy_from"], page["decision"]["credit_line_yuan"], page["recomputed"]["equal"]) == (
        "ledger",
        40_000,
        True,
    )
    (cap,) = (value for value in page["recomputed"]["values"] if value["name"] == "household_cap_yuan")
    assert (cap["value"], cap["document"], cap["from"]) == (40_000, "letter of the branch", "2016-06-01")


def test_without_the_policy_of_the_run_nothing_is_computed_and_that_is_said(branch: Branch, tmp_path: Path) -> None:
    rules = tmp_path / "bank.toml"
    rules.write_text(STRICTER.replace("2016-06-01", "2016-05-01"), "utf-8")
    forge(branch.folder / "l.db", "DELETE FROM policy")
    page = branch.page("A1", "--policy", rules)
    assert page["recomputed"] is None and page["policy_from"] is None and len(page["cautions"]) == 2
    assert [one["counts"] for one in page["ratings"]] == [True, True, True]
    assert "Rules and arithmetic" not in branch.explain("A1", "--policy", rules).out


def test_a_policy_of_the_files_stands_in_where_it_is_the_same(branch: Branch) -> None:
    forge(branch.folder / "l.db", "DELETE FROM policy")
    page = branch.page("A1")
    assert page["policy_from"] == "files" and page["recomputed"]["equal"]


def test_a_ledger_that_kept_no_facts_is_explained_with_a_caution(branch: Branch) -> None:
    for gone in ("people", "facts", "borrower", "exposure_yuan", "related", "borrower_notes"):
        for part in ("detail", "personal"):
            forge(branch.folder / "l.db", f"UPDATE assessed SET {part} = json_remove({part}, '$.{gone}')")
    page = branch.page("A1")
    assert page["recomputed"]["equal"] and len(page["cautions"]) == 1 and "no facts" in page["cautions"][0]


def test_another_as_of_looks_from_that_day(branch: Branch) -> None:
    branch.assess(dated("2016-07-10", RATINGS.replace("| A1 | 李四 | 60000", "| A1 | 李四 | 50000")))
    before, after = branch.page("A1", as_of="2016-07-09"), branch.page("A1", as_of="2016-07-10")
    for page, day in ((before, "2016-05-03"), (after, "2016-07-10")):
        told = [step["sentence"] for rule in page["recomputed"]["rules"] for step in rule["steps"]]
        assert any(sentence.startswith(f"valid from {day}") for sentence in told)
    assert (before["decision"]["credit_line_yuan"], len(before["earlier"])) == (55_000, 0)
    assert (after["decision"]["credit_line_yuan"], len(after["earlier"])) == (50_000, 1)


EVENTS = """| 试验村 | A1 | 签约 | 2016-05-10 | | 赵六 | |
| 试验村 | A1 | 用信 | 2016-05-20 | 30000 | | |
| 试验村 | A1 | 冻结 | 2016-06-20 | | | |
| 试验村 | A2 | 营销走访 | 2016-05-11 | | | |
"""


def test_events_of_the_household_up_to_the_day_are_listed_and_make_its_state(branch: Branch) -> None:
    branch.record(EVENTS)
    before, after = branch.page("A1", as_of="2016-06-19"), branch.page("A1", as_of="2016-06-20")
    assert [(event["kind"], event["amount_yuan"], event["cell"]) for event in before["events"]] == [
        ("signed", None, "C2"),
        ("drawdown", 30_000, "C3"),
    ]
    assert before["state"] == {"code": "valid", "since": "2016-05-03"}
    assert [event["kind"] for event in after["events"]] == ["signed", "drawdown", "frozen"]
    assert after["state"] == {"code": "frozen", "since": "2016-06-20"}


@pytest.mark.parametrize(
    ("day", "state"),
    [("2017-05-02", "valid"), ("2017-05-03", "review_due"), ("2019-05-02", "review_due"), ("2019-05-03", "expired")],
)
def test_a_line_is_told_as_it_stands_on_the_day(day: str, state: str, branch: Branch) -> None:
    assert branch.page("A1", as_of=day)["state"]["code"] == state


# What does not fit together is said.


def test_a_record_that_the_rules_do_not_give_is_not_explained_away(branch: Branch) -> None:
    changed = "line_yuan = 99000, detail = json_set(detail, '$.basis', 'close_all')"
    forge(branch.folder / "l.db", f"UPDATE assessed SET {changed} WHERE household_id = 'A1'")
    page = branch.page("A1")
    assert page["recomputed"]["equal"] is False
    found = {one["field"]: (one["recorded"], one["recomputed"]) for one in page["recomputed"]["differences"]}
    assert found == {"credit_line_yuan": (99_000, 55_000), "basis": ("close_all", "close_majority")}
    text = branch.explain("A1").out
    assert "Careful" in text and "do not lead to the recorded decision" in text
    assert text.index("Careful") < text.index("Rules and arithmetic")
    branch.explain("A1", "-o", branch.folder / "x")
    (path,) = (branch.folder / "x").iterdir()
    top = [str(row[0]) for row in load_workbook(path).worksheets[0].iter_rows(max_row=3, values_only=True)]
    assert any("Careful" in line for line in top)


def forge(ledger: Path, statement: str) -> None:
    """What the ledger itself never does."""
    with sqlite3.connect(ledger) as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {name}")
        database.execute(statement)


@pytest.mark.parametrize(
    ("village", "household", "told"),
    [
        ("试验", "A1", ["no village", "试验村"]),
        ("试验村", "a1", ["试验村", "A1"]),
        ("试验村", "A01", ["A1"]),
        ("试验村", "甲一", ["A1"]),
    ],
)
def test_what_the_ledger_does_not_know_is_told_with_what_is_near(
    village: str, household: str, told: list[str], branch: Branch
) -> None:
    done = branch.run("explain", village, household, "--ledger", branch.folder / "l.db", "--as-of", "2016-05-31")
    assert done.code == 2 and done.out == ""
    assert all(word in done.err for word in told) and "甲一" not in done.err


def test_before_its_first_assessment_a_village_is_not_known(branch: Branch) -> None:
    assert branch.explain("A1", as_of="2016-05-02").code == 2
    assert branch.explain("A1", as_of="2016-05-03").code == 0


def test_a_household_that_left_the_roster_is_found_at_its_last_day(branch: Branch) -> None:
    text = dated("2016-07-10").replace("| A9 | 壬九 | | | 正常 | 在家 | |\n", "")
    branch.assess("".join(line for line in text.splitlines(keepends=True) if not line.startswith("| A9 |")))
    done = branch.explain("A9", as_of="2016-07-31")
    assert done.code == 2 and "--as-of 2016-05-03" in done.err
    assert branch.explain("A9", as_of="2016-05-03").code == 0


# The sheet.


def sheet(branch: Branch, household: str, *options: object) -> Any:
    done = branch.explain(household, "-o", branch.folder / "sheets", *options)
    assert done.code == 0, done.err
    name = "试验村-{}-授信说明.xlsx" if "zh" in options else "试验村-{}-explanation.xlsx"
    return load_workbook(branch.folder / "sheets" / name.format(household)).worksheets[0]


def test_no_sheet_is_written_unless_a_folder_is_named(branch: Branch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(branch.folder / "in")
    branch.explain("A1")
    assert [path.name for path in Path().iterdir()] == ["试验村.xlsx"]


@pytest.mark.parametrize("household", DECISIONS)
def test_the_sheet_says_what_the_page_says(household: str, branch: Branch) -> None:
    cells = {str(cell) for row in sheet(branch, household).iter_rows(values_only=True) for cell in row if cell}
    page = branch.page(household)
    assert page["decision"]["sentence"] in cells
    for rule in page["recomputed"]["rules"]:
        assert {step["sentence"] for step in rule["steps"]} <= cells
    for value in page["recomputed"]["values"]:
        begin, end = value["sentence"].split(f"[{value['document']}, ")
        assert value["document"] in cells
        assert any(cell.startswith(f"{begin}[document ") and cell.endswith(end) for cell in cells)


def test_the_sheet_is_internal_and_masks_id_and_phone(branch: Branch) -> None:
    found = sheet(branch, "A1")
    text = " ".join(str(cell) for row in found.iter_rows(values_only=True) for cell in row if cell)
    assert "Internal" in str(found["A2"].value) and "no promise" in text
    assert "999***********0017" in text and "100****4567" in text
    assert "999999197001010017" not in text and "10001234567" not in text
    assert found.page_setup.paperSize in (9, "9") and found.page_setup.orientation != "landscape"


def test_neither_the_terminal_nor_json_names_the_head_otherwise_than_as_a_borrower(branch: Branch) -> None:
    done = branch.explain("A2", "--json")
    page = done.json
    page["recomputed"]["rules"] = [rule for rule in page["recomputed"]["rules"] if rule["rule"] != "borrower"]
    assert "乙二" not in json.dumps(page, ensure_ascii=False)


def test_the_sheet_of_a_usual_household_prints_on_one_page(branch: Branch) -> None:
    office, info = shutil.which("libreoffice"), shutil.which("pdfinfo")
    if office is None or info is None:
        pytest.skip("LibreOffice is not installed")
    sheet(branch, "A1", "--lang", "zh")
    folder = branch.folder / "sheets"
    subprocess.run(
        [office, f"-env:UserInstallation=file://{branch.folder}/profile", "--headless", "--convert-to", "pdf", "--outdir",
         str(folder), str(folder / "试验村-A1-授信说明.xlsx")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    said = subprocess.run([info, str(folder / "试验村-A1-授信说明.pdf")], capture_output=True, text=True, check=True)
    assert "Pages:           1\n" in said.stdout
