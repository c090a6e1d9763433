"""The door-to-door signing and the ways to sign, on the command line."""

from typing import Any

from forms.group import DECLINED, GRANTED, REFERRED, village
from openpyxl import Workbook, load_workbook

from ledger.branch import Branch
from ledger.test_channels import record

DOORS = ["A1", "A2", "A3", "A4"]


def signing(office: Branch, *words: object, as_of: str = "2016-06-01") -> Any:
    return office.json("signing", "-o", office.folder, "--as-of", as_of, *words)


def cells(office: Branch, face: str, as_of: str = "2016-06-01") -> list[tuple[Any, ...]]:
    book = load_workbook(office.folder / f"signing-{as_of}.xlsx")
    return [tuple(row) for row in book[f"试验村 {face}"].values]


def staff(office: Branch, *names: str) -> Any:
    book = Workbook()
    assert book.active is not None
    book.active.title = "人员"
    for row in (("网格员", "负责村"), *((name, "试验村") for name in names)):
        book.active.append(row)
    path = office.folder / "人员.xlsx"
    book.save(path)
    return path


def tasks(found: Any) -> dict[str, str]:
    (plan,) = found["villages"]
    return {door["household_id"]: door["task"] for walk in plan["walks"] for door in walk["doors"]}


def test_who_signs_and_who_does_not(office: Branch) -> None:
    office.on("2016-06-01")
    assert tasks(signing(office)) == {"A1": "sign", "A2": "sign", "A3": "sign", "A4": "no_line"}
    record(office, "A1 | 签约 | 2016-05-09 | | | | | 上门 ", "A2 | 拒签 | 2016-05-09 | | | 暂无资金需求 | | 集中 ")
    found = signing(office)
    assert tasks(found) == {"A1": "signed", "A2": "resting", "A3": "sign", "A4": "no_line"}
    assert {name: found["villages"][0][name] for name in ("households", "sign", "resting", "signed", "no_line")} == {
        "households": 4,
        "sign": 1,
        "resting": 1,
        "signed": 1,
        "no_line": 1,
    }
    assert tasks(signing(office, as_of="2016-08-09"))["A2"] == "sign"
    internal = str(cells(office, "internal"))
    for said in ("甲A2", "declined to sign; not to be asked before 2016-08-09", "has signed", "52000", "no valid line"):
        assert said in internal


def test_the_field_s_face_is_the_same_whatever_was_decided_or_done(office: Branch) -> None:
    office.on("2016-06-01")
    signing(office)
    first = cells(office, "field")
    record(office, "A1 | 签约 | 2016-05-09 | | | | | 上门 ", "A2 | 拒签 | 2016-05-09 | | | 担心影响征信 | | 集中 ")
    signing(office)
    assert cells(office, "field") == first
    again = village(office.folder / "again" / "试验村.xlsx", DECLINED, REFERRED, GRANTED, GRANTED, day="2016-05-20")
    assert office("assess", again, "-o", office.folder).code == 0
    assert tasks(signing(office))["A2"] == "no_line"
    assert cells(office, "field") == first


def test_the_field_s_face_betrays_nobody(office: Branch) -> None:
    office.on("2016-06-01")
    record(office, "A1 | 签约 | 2016-05-09 | | | | | 上门 ", "A2 | 拒签 | 2016-05-09 | | | 担心影响征信 | | 集中 ")
    signing(office)
    rows = cells(office, "field")
    face = str(rows)
    for secret in ("甲A", "52000", "52,000", "declin", "refus", "sign", "征信", "暂无", "赌博", "collective", "line_"):
        assert secret not in face
    assert "no promise of a loan" in face
    doors = [row for row in rows if row[2] in (1, 2, 3, 4)]
    assert [(row[2], row[3], row[4], row[5]) for row in doors] == [
        (number, "一组", f"A{number}号", "甲＊") for number in (1, 2, 3, 4)
    ]
    assert len({row[6] for row in doors}) == 4 and not {row[6] for row in doors} & set(DOORS)


def test_a_bank_may_call_at_those_alone_who_are_to_sign(office: Branch) -> None:
    office.on("2016-06-01")
    (office.folder / "p.toml").write_text(
        '[[signing.every_door]]\nfrom = 2016-01-01\nissued = 2016-01-01\nvalue = "no"\n'
        'document = "letter"\nclause = "1"\n',
        "utf-8",
    )
    found = signing(office, "--policy", office.folder / "p.toml")
    assert tasks(found) == dict.fromkeys(DOORS[:3], "sign")
    assert "no valid line" in str(cells(office, "internal"))


def test_officers_go_in_teams(office: Branch) -> None:
    office.on("2016-06-01")
    done = office("signing", "-o", office.folder, "--as-of", "2016-06-01", "--staff", staff(office, "陈晓东"))
    assert done.code == 0 and "SIGNING_NO_TEAM" in done.out
    found = signing(office, "--staff", staff(office, "陈晓东", "林海燕"))
    assert [(walk["day"], walk["team"]) for walk in found["villages"][0]["walks"]] == [("2016-06-01", 1)]
    plan = load_workbook(office.folder / "signing-2016-06-01.xlsx")["Plan"]
    assert "陈晓东; 林海燕" in str([list(row) for row in plan.values])


def test_the_ways_to_sign_are_compared(office: Branch) -> None:
    office.on("2016-06-01")
    record(
        office,
        "A1 | 签约 | 2016-05-09 | | | | | 上门 ",
        "A1 | 发卡 | 2016-05-12 | | | | | ",
        "A2 | 拒签 | 2016-05-09 | | | | | 集中 ",
    )
    found = signing(office)
    by_way = {way["channel"]: way for way in found["ways"] if way["village"] is None}
    assert by_way["door"] == {
        "village": None,
        "channel": "door",
        "signed": 1,
        "declined": 0,
        "median_days": 6,
        "rates": {
            "success": {"numerator": 1, "denominator": 1, "rate": 1.0},
            "card_in_time": {"numerator": 1, "denominator": 1, "rate": 1.0},
            "drawn": {"numerator": 0, "denominator": 1, "rate": 0.0},
        },
    }
    assert by_way["collective"]["rates"]["success"] == {"numerator": 0, "denominator": 1, "rate": 0.0}
    assert by_way["counter"]["rates"]["success"] == {"numerator": 0, "denominator": 0, "rate": None}
    assert by_way["all"]["rates"]["success"] == {"numerator": 1, "denominator": 2, "rate": 0.5}
    book = load_workbook(office.folder / "signing-2016-06-01.xlsx")
    assert "—" in str([list(row) for row in book["Ways to sign"].values])


def test_the_machine_s_answer_holds_nothing_of_persons(office: Branch) -> None:
    office.on("2016-06-01")
    done = office("signing", "-o", office.folder, "--as-of", "2016-06-01", "--json")
    assert "甲A" not in done.out and "甲" not in done.err and "A1号" not in done.out


def test_a_village_that_was_not_assessed_is_named(office: Branch) -> None:
    done = office("signing", "-o", office.folder, "试验", "--as-of", "2016-06-01")
    assert done.code == 2 and "试验村" in done.err
    assert [plan["village"] for plan in signing(office, "试验村", "试验村")["villages"]] == ["试验村"]


def test_the_same_plan_twice_is_the_same_bytes(office: Branch) -> None:
    found = []
    for folder in ("one", "two"):
        office("signing", "-o", office.folder / folder, "--as-of", "2016-06-01")
        found.append((office.folder / folder / "signing-2016-06-01.xlsx").read_bytes())
    assert found[0] == found[1]
