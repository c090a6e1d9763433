"""Cases that a bank wants to hold: read strictly from TOML and from a workbook, tried under the policy of their day."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gridcredit import policy
from gridcredit.i18n import set_language
from gridcredit.ingest import reader
from gridcredit.policytools import workbook
from gridcredit.policytools.cases import Case, cases_of, shipped_cases
from gridcredit.policytools.told import Rating
from gridcredit.policytools.trial import Trial, as_decided, outcome, trials
from gridcredit.reports import labels
from gridcredit.reports.excel import to_bytes
from gridcredit.reports.policy_template import policy_template
from policytools.books import DAY, FILE, Cells, entry, read, refusal, template, toml

CODES = labels.codes()
WHOLE: dict[str, Any] = {
    "name": "all of it",
    "ratings": ["50000", "refuses", "unknowing 50000"],
    "list": "grey",
    "registration": "normal",
    "village_cap": 40_000,
    "facts": {"income_yuan": 80_000, "car": "有"},
    "day": date(2016, 5, 3),
    "status": "referred",
    "line": 0,
    "suggested": 0,
    "basis": "",
    "reasons": ["LIST_GREY"],
}


def case(**others: Any) -> Case:
    told = {"name": "a case", "ratings": ["50000"] * 3, "status": "granted", **others}
    (found,) = cases_of([("bank.toml cases [1]", told)], CODES)
    return found


# reading


def test_a_case_is_read_whole() -> None:
    (found,) = cases_of([("bank.toml cases [1]", WHOLE)], CODES)
    assert found == Case(
        "bank.toml cases [1]",
        "all of it",
        (Rating(50_000), Rating(refuses=True), Rating(50_000, unknowing=True)),
        "grey",
        "normal",
        40_000,
        {"income_yuan": 80_000, "car": "yes"},
        date(2016, 5, 3),
        {"status": "referred", "line": 0, "suggested": 0, "basis": "", "reasons": frozenset({"LIST_GREY"})},
    )


@pytest.mark.parametrize(
    ("text", "rating"),
    [
        ("50000", Rating(50_000)),
        ("50,000", Rating(50_000)),
        ("５００００", Rating(50_000)),
        ("0", Rating(0)),
        ("refuses", Rating(refuses=True)),
        ("不予授信", Rating(refuses=True)),
        ("refuses hard", Rating(refuses=True, hard=True)),
        ("拒绝 硬性", Rating(refuses=True, hard=True)),
        ("refuses 50000", Rating(50_000, refuses=True)),
        ("abstains", Rating()),
        ("未评议", Rating()),
        ("unknowing", Rating(unknowing=True)),
        ("不了解 50000", Rating(50_000, unknowing=True)),
    ],
)
def test_a_rating_is_an_amount_or_words(text: str, rating: Rating) -> None:
    assert case(ratings=[text]).ratings == (rating,)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "5万",
        "-1",
        "50000 60000",
        "hard",
        "refuses abstains",
        "abstains 50000",
        "refuse",
        "1000000001",
        50000,
        None,
    ],
)
def test_no_other_rating_is_read(text: object) -> None:
    assert "bank.toml cases [1] ratings" in refusal(lambda: case(ratings=[text]))


WRONG: dict[str, tuple[object, str]] = {
    "no table": ("50000", "needs name and ratings"),
    "no name": ({"ratings": [], "status": "granted"}, "needs name and ratings"),
    "no ratings": ({"name": "x", "status": "granted"}, "needs name and ratings"),
    "an unknown key": ({**WHOLE, "officer": "x"}, "needs name and ratings"),
    "nothing expected": ({"name": "x", "ratings": []}, "say what is to come out"),
    "a blank name": ({**WHOLE, "name": " "}, "[1] name"),
    "ratings in one text": ({**WHOLE, "ratings": "50000 50000"}, "[1] ratings"),
    "an unknown list": ({**WHOLE, "list": "red"}, "[1] list"),
    "an unknown registration": ({**WHOLE, "registration": "moved"}, "[1] registration"),
    "a cap in words": ({**WHOLE, "village_cap": "40000"}, "[1] village_cap"),
    "a cap below zero": ({**WHOLE, "village_cap": -1}, "[1] village_cap"),
    "facts in a list": ({**WHOLE, "facts": ["income_yuan"]}, "[1] facts"),
    "an unknown fact": ({**WHOLE, "facts": {"weather": 1}}, "weather is no fact"),
    "a fact that cannot be read": ({**WHOLE, "facts": {"income_yuan": "much"}}, "income_yuan cannot be read"),
    "a fact that is none": ({**WHOLE, "facts": {"car": ""}}, "car cannot be read"),
    "a day in quotes": ({**WHOLE, "day": "2016-05-03"}, "[1] day"),
    "an unknown status": ({**WHOLE, "status": "approved"}, "[1] status"),
    "a fraction": ({**WHOLE, "line": 0.5}, "[1] line"),
    "a truth": ({**WHOLE, "suggested": True}, "[1] suggested"),
    "an unknown basis": ({**WHOLE, "basis": "luck"}, "[1] basis"),
    "an unknown reason": ({**WHOLE, "reasons": ["BAD_LUCK"]}, "[1] reasons"),
    "reasons in one text": ({**WHOLE, "reasons": "LIST_GREY"}, "[1] reasons"),
}


@pytest.mark.parametrize(("told", "place"), WRONG.values(), ids=WRONG)
def test_a_wrong_case_is_told_with_its_place(told: object, place: str) -> None:
    shown = refusal(lambda: cases_of([("bank.toml cases [1]", told)], CODES))
    assert shown.startswith("bank.toml cases [1]") and place in shown


def test_two_cases_of_one_name_are_told() -> None:
    shown = refusal(lambda: cases_of([("a.toml cases [1]", WHOLE), ("a.toml cases [2]", WHOLE)], CODES))
    assert shown.startswith("a.toml cases [2]: a.toml cases [1] has this name already")


def test_cases_in_a_policy_file_have_numbered_places(tmp_path: Path) -> None:
    text = '[[cases]]\nname = "one"\nratings = ["50000"]\nstatus = "no_conclusion"\n'
    source = policy.read_toml(toml(tmp_path, text + text.replace("one", "two")))
    assert [one.place for one in cases_of(source.cases, CODES)] == ["bank.toml cases [1]", "bank.toml cases [2]"]


# in a workbook


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_template_holds_the_contracts_cases(language: str) -> None:
    found = cases_of(read(template(language=language)).cases, CODES)
    said = [(one.ratings, one.expected) for one in found]
    assert said == [(one.ratings, one.expected) for one in shipped_cases(CODES)]
    assert all(one.place.startswith(FILE) for one in found)


def test_a_case_of_all_columns_goes_into_a_template_and_comes_back() -> None:
    (whole,) = cases_of(
        [("x", {**WHOLE, "ratings": [*WHOLE["ratings"], "refuses hard", "refuses 5", "0", "abstains"]})], CODES
    )
    for language in ("zh", "en"):
        set_language(language)
        data = to_bytes(policy_template(policy.load(), DAY, [whole]))
        opened = reader.read(data, FILE, [])
        (again,) = cases_of(workbook.source_of(FILE, opened.sheets, opened.epoch, CODES).cases, CODES)
        assert {**vars_of(again), "place": ""} == {**vars_of(whole), "place": ""}


def vars_of(one: Case) -> dict[str, object]:
    return {name: getattr(one, name) for name in Case.__slots__}


CASE_SHEET: list[list[object]] = [
    ["Case", "Rating1", "Rating 2", "评议3", "名单", "户籍状态", "最高额度", "家庭情况", "评议日期", "应为：结果", "应为：授信额度", "应为：建议额度", "应为：依据", "应为：原因"],
    ["one", 50000, "50,000", "不予授信", "白", "正常", "4万", "家庭年收入=8万；有无车辆：有", "2016-05-03", "集体评议", "—", 0, "—", "REFUSED_BY_SOME"],
]  # fmt: skip


def case_sheet(**cells: object) -> dict[str, Cells]:
    sheet = Cells([list(row) for row in CASE_SHEET])
    sheet["G2"] = 40_000
    sheet["J2"] = "referred"
    for at, value in cells.items():
        sheet[at] = value
    return {"用例": sheet}


def test_a_case_is_read_as_people_write_it() -> None:
    (found,) = cases_of(read(case_sheet()).cases, CODES)
    assert found.ratings == (Rating(50_000), Rating(50_000), Rating(refuses=True))
    assert (found.listed, found.registration, found.village_cap) == ("white", "normal", 40_000)
    assert found.facts == {"income_yuan": 80_000, "car": "yes"}
    assert found.expected == {
        "status": "referred",
        "line": 0,
        "suggested": 0,
        "basis": "",
        "reasons": frozenset({"REFUSED_BY_SOME"}),
    }


def test_what_is_blank_is_not_expected() -> None:
    (found,) = cases_of(read(case_sheet(K2=None, L2=None, M2="", N2=None)).cases, CODES)
    assert found.expected == {"status": "referred"}


@pytest.mark.parametrize(
    ("at", "value"),
    [
        ("A2", None),
        ("B2", "many"),
        ("D2", "约5万"),
        ("E2", "红"),
        ("F2", "迁出"),
        ("G2", "4万"),
        ("H2", "天气=好"),
        ("H2", "家庭年收入"),
        ("H2", "家庭年收入=很多"),
        ("I2", "3 May"),
        ("J2", "approved"),
        ("K2", "5万"),
        ("L2", -0.5),
        ("M2", "luck"),
        ("N2", "BAD_LUCK"),
        ("P2", "?"),
        ("A1", "Fall"),
    ],
)
def test_a_wrong_cell_of_a_case_is_told_with_its_place(at: str, value: object) -> None:
    assert refusal(lambda: cases_of(read(case_sheet(**{at: value})).cases, CODES)).startswith(f"{FILE} 用例 {at}: ")


# trying


def tried(one: Case, *entries: str, folder: Path) -> Trial:
    (trial,) = trials([one], policy.load([toml(folder, "".join(entries))]), DAY)
    return trial


def test_the_contracts_cases_hold_under_the_shipped_policy() -> None:
    found = trials(shipped_cases(CODES), policy.load(), DAY)
    assert len(found) == 9 and [trial.differs for trial in found] == [()] * 9


def test_a_case_that_does_not_hold_says_in_what(tmp_path: Path) -> None:
    closer = entry("reconcile.closeness_percent", 10, bound="inclusive")
    one = case(ratings=["50000", "55000", "60000"], line=55_000, basis="close_all")
    assert tried(one, folder=tmp_path).differs == ()
    trial = tried(one, closer, folder=tmp_path)
    assert trial.differs == ("line", "basis")
    assert (trial.out["line"], trial.out["basis"]) == (57_000, "close_majority")


@pytest.mark.parametrize(("day", "line"), [(date(2025, 12, 31), 50_000), (date(2026, 1, 1), 40_000), (None, 40_000)])
def test_a_case_is_tried_under_the_policy_of_its_day(tmp_path: Path, day: date | None, line: int) -> None:
    one = case(**({"day": day} if day else {}))
    assert tried(one, entry("limits.household_cap_yuan", 40_000), folder=tmp_path).out["line"] == line


@pytest.mark.parametrize(
    ("told", "status", "reasons"),
    [
        ({"list": "black"}, "declined", {"LIST_BLACK"}),
        ({"list": "grey"}, "referred", {"LIST_GREY"}),
        ({"registration": "deregistered"}, "excluded", set()),
        ({"village_cap": 40_000}, "granted", {"CAPPED"}),
        ({"ratings": ["50000", "refuses", "refuses"]}, "declined", {"REFUSED_BY_MAJORITY"}),
        ({"ratings": ["50000", "unknowing 50000", "50000"]}, "no_conclusion", {"TOO_FEW_RATINGS"}),
        ({"ratings": []}, "no_conclusion", {"TOO_FEW_RATINGS"}),
    ],
)
def test_all_that_a_case_tells_of_a_household_counts(told: dict[str, Any], status: str, reasons: set[str]) -> None:
    out = outcome(case(**told), policy.load().on(DAY))
    assert (out["status"], out["reasons"]) == (status, frozenset(reasons))


@pytest.mark.parametrize(("rating", "status"), [("refuses hard", "declined"), ("refuses", "referred")])
def test_a_hard_refusal_is_one(tmp_path: Path, rating: str, status: str) -> None:
    one = case(ratings=["50000", "50000", rating])
    assert tried(one, entry("refusals.declined_by", '["hard_reason"]'), folder=tmp_path).out["status"] == status


def test_what_is_decided_may_be_what_is_expected(tmp_path: Path) -> None:
    stricter = policy.load([toml(tmp_path, entry("counting.minimum_ratings", 4))]).on(DAY)
    again = as_decided(shipped_cases(CODES), stricter)
    assert {one.expected["status"] for one in again} == {"no_conclusion"}
    assert [tuple(one.expected) for one in again] == [tuple(one.expected) for one in shipped_cases(CODES)]
