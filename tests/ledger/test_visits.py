"""Households to be contacted, on the command line."""

from typing import Any

import pytest
from openpyxl import load_workbook

from gridcredit.codes import household_code
from ledger.branch import Branch


def listed(office: Branch, as_of: str, until: str = "2016-12-31") -> dict[str, Any]:
    found = office.json("visits", "-o", office.folder, "--as-of", as_of, "--until", until)
    return {row["household_id"]: row for row in found["rows"]}


def reasons(office: Branch, as_of: str, until: str = "2016-12-31") -> dict[str, tuple[str, str]]:
    return {key: (row["reason"], row["due"]) for key, row in listed(office, as_of, until).items()}


def test_each_household_is_contacted_until_it_uses_its_line(office: Branch) -> None:
    assert reasons(office, "2016-05-04") == dict.fromkeys(("A1", "A2", "A3"), ("unsigned", "2016-05-31"))
    office.on("2016-09-30")
    office.record("签约.xlsx", "A1 | 签约 | 2016-05-09 | | | | ", "A2 | 签约 | 2016-05-09 | | | | ")
    office.record("发卡.xlsx", "A2 | 发卡 | 2016-05-10 | | | | ")
    assert reasons(office, "2016-05-11") == {
        "A1": ("no_card", "2016-05-31"),
        "A2": ("no_drawdown", "2016-06-30"),
        "A3": ("unsigned", "2016-05-31"),
    }
    office.record("用信.xlsx", "A2 | 用信 | 2016-05-12 | 10000 | | | ")
    assert "A2" not in reasons(office, "2016-05-12")
    office.record("还款.xlsx", "A2 | 还款 | 2016-07-12 | 10000 | | | ")
    assert reasons(office, "2016-07-12")["A2"] == ("no_drawdown", "2016-09-30")


@pytest.mark.parametrize(
    ("visited", "due", "late"),
    [
        ("2016-05-03", "2016-06-30", 0),
        ("2016-05-31", "2016-06-30", 0),
        ("2016-04-30", "2016-05-31", 1),
        ("", "2016-05-31", 1),
    ],
)
def test_a_visit_within_the_period_is_what_was_asked_for(office: Branch, visited: str, due: str, late: int) -> None:
    office.on("2016-06-01")
    if visited:
        office.record("走访.xlsx", f"A1 | 营销走访 | {visited} | | 李会计 | 未遇 | ")
    row = listed(office, "2016-06-01")["A1"]
    assert (row["due"], row["overdue_days"], row["last_contact"]) == (due, late, visited or None)


def test_a_due_date_on_a_day_off_is_the_last_working_day_before_it(office: Branch) -> None:
    office.on("2016-08-01").record("走访.xlsx", "A1 | 营销走访 | 2016-06-10 | | | | ")
    assert listed(office, "2016-08-01")["A1"]["due"] == "2016-07-29"  # 31 July 2016 is a Sunday


def test_who_declined_to_sign_is_left_in_peace_and_approached_again(office: Branch) -> None:
    office.on("2016-12-01").record("拒签.xlsx", "A1 | 拒签 | 2016-05-10 | | | 暂无资金需求 | ")
    assert reasons(office, "2016-05-11")["A1"] == ("refused", "2016-08-31")
    assert "A1" not in reasons(office, "2016-05-11", "2016-07-31")
    office.record("走访.xlsx", "A1 | 营销走访 | 2016-08-10 | | | 成功 | ")
    assert reasons(office, "2016-08-11")["A1"] == ("unsigned", "2016-09-30")


def test_the_list_goes_to_the_end_of_next_month_and_never_back(office: Branch) -> None:
    assert office.json("visits", "-o", office.folder, "--as-of", "2016-05-04")["until"] == "2016-06-30"
    assert office("visits", "-o", office.folder, "--as-of", "2016-05-04", "--until", "2016-05-03").code == 2


@pytest.mark.parametrize(
    ("until", "last"),
    [
        ("+7d", "2016-05-11"),
        ("+2w", "2016-05-18"),
        ("+1m", "2016-06-04"),
        ("+0d", "2016-05-04"),
        ("2016-05-31", "2016-05-31"),
    ],
)
@pytest.mark.parametrize("command", ["visits", "inspections"])
def test_a_list_may_go_some_days_ahead_as_cron_asks(office: Branch, command: str, until: str, last: str) -> None:
    found = office.json(command, "-o", office.folder, "--as-of", "2016-05-04", "--until", until)
    assert found["until"] == last


@pytest.mark.parametrize("until", ["7d", "+7", "+7y", "+-7d", "tomorrow"])
def test_a_time_that_cannot_be_read_is_refused(office: Branch, until: str) -> None:
    assert office("visits", "-o", office.folder, "--until", until).code == 2


def test_the_field_s_face_betrays_nobody(office: Branch) -> None:
    office.on("2016-06-01").record(
        "拒签.xlsx", "A1 | 拒签 | 2016-02-10 | | | 担心影响征信 | ", "A2 | 签约 | 2016-05-09 | | | | "
    )
    listed(office, "2016-06-01")
    book = load_workbook(office.folder / "visits-2016-06-01.xlsx")
    face = str([list(row) for row in book["For the field"].values])
    for secret in ("甲A1", "declined", "52,000", "52000", "征信", "signed", "52_000"):
        assert secret not in face
    assert "甲＊" in face and "no promise of a loan" in face
    order = [row[5] for row in book["For the field"].values if row[0] in (1, 2, 3)]
    assert order == [household_code("试验村", key) for key in ("A1", "A2", "A3")]  # by address, whatever the reason
    assert "declined to sign" in str([list(row) for row in book["Visits"].values])


def test_the_same_list_twice_is_the_same_bytes(office: Branch) -> None:
    found = []
    for folder in ("one", "two"):
        office("visits", "-o", office.folder / folder, "--as-of", "2016-05-04")
        found.append((office.folder / folder / "visits-2016-05-04.xlsx").read_bytes())
    assert found[0] == found[1]
