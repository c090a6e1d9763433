"""A run is decided again from the ledger alone: to the same lines by its own policy, and by any other as the workbook is."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rules.deciding import set_to
from workbooks import VILLAGE, write

from gridcredit import policy
from gridcredit.assessment import Assessment, assess
from gridcredit.checking import check_village, read_file
from gridcredit.decisions import Tables, decide
from gridcredit.ingest.workbook import Reading
from gridcredit.ledger.assessed import is_complete, run_of, tables_of
from gridcredit.ledger.standins import Standins, marks_of
from gridcredit.policy import Policy
from gridcredit.policy.archive import restored
from gridcredit.rules.validity import expiry
from gridcredit.schema import DECIDED, Columns

BOOK = policy.load()
AS_OF = date(2016, 5, 31)
PER_RUN = ("borrower", "borrower_row")  # a name, and a row among the village's members: both go by the table at hand
POLICIES = [
    "",
    "same_person=set_aside same_name=set_aside minimum_ratings=2",
    "without_borrower=refer unknown_age=may_not to_age_at_expiry=50:exclusive term_months=30",
    "over_cap=refer exposure_cap_yuan=60000 joined_by=id_number,spouse,phone,address shared_by=30 guarantee_percent=33",
    "shape=additive base_model.caps=yes compared=highest_rating review_percent=100",
    "shape=points review_percent=80",
    "strategy=trimmed_mean declined_by=one,hard_reason",
    "off_roster=vacant,deregistered listed=white lists.referred=white",
]


def assessed(paths: list[Path], profile: Path | None = None) -> Assessment:
    reads = [
        read_file(Reading(path, "village", folder=path.parent.name, profile=profile).answer(), path.name)
        for path in paths
    ]
    return assess(check_village(reads, BOOK, AS_OF), BOOK, AS_OF)


def kept(assessment: Assessment) -> list[dict[str, Any]]:
    """The households as the ledger gives them back."""
    events = run_of(assessment).events
    details = json.loads(json.dumps([event.detail for event in events]))
    return [
        {**detail, "household_id": event.household_id, "line_yuan": event.amount_yuan or 0}
        for event, detail in zip(events, details)
    ]


def from_ledger(assessment: Assessment) -> Tables:
    return tables_of(kept(assessment), assessment.facts.cap_yuan)


def decided(households: Columns, members: Columns, ratings: Columns, cap: int | None, by: Policy) -> Columns:
    found = decide(households, members, ratings, cap, by)
    return {name: list(column) for name, column in found.items() if name not in PER_RUN}


def from_workbook(assessment: Assessment, by: Policy) -> Columns:
    return decided(assessment.households, assessment.members, assessment.ratings, assessment.facts.cap_yuan, by)


@pytest.fixture(scope="module")
def villages(samples: Path) -> list[Assessment]:
    found = [assessed([path]) for path in sorted((samples / "villages").glob("*.xlsx"))]
    for folder in sorted(path for path in (samples / "banks").glob("*/*") if path.is_dir()):
        found.append(assessed(sorted(folder.iterdir()), samples / "profiles" / f"{folder.parent.name}.toml"))
    return found


def test_the_samples_decided_again_by_their_archived_policy_are_as_recorded(villages: list[Assessment]) -> None:
    for village in villages:
        run = run_of(village)
        assert run.policy is not None
        archived = json.loads(json.dumps(run.policy))
        again = decide(*from_ledger(village), restored(archived, run.policy_sha256, run.effective).policy)
        recorded = kept(village)
        assert again["credit_line_yuan"] == [household["line_yuan"] for household in recorded]
        for name in ("status", "basis", "reason_codes", "suggested_line_yuan", "counting_ratings", "outlying_officers"):
            assert again[name] == [household[name] for household in recorded]
        for name in set(DECIDED) - {"borrower_row", "valid_until", "review_on"}:
            assert again[name] == [household[name] for household in recorded], name


@pytest.mark.parametrize("settings_", POLICIES)
def test_any_other_policy_decides_the_ledgers_tables_as_it_decides_the_workbooks(
    villages: list[Assessment], settings_: str
) -> None:
    for village in villages:
        by = set_to(settings_, BOOK.on(village.day))
        assert decided(*from_ledger(village), by) == from_workbook(village, by)


def test_the_policies_tried_do_decide_otherwise(villages: list[Assessment]) -> None:
    for settings_ in POLICIES[1:]:
        assert any(
            from_workbook(village, set_to(settings_, BOOK.on(village.day)))
            != from_workbook(village, BOOK.on(village.day))
            for village in villages
        ), settings_


def test_no_name_of_a_member_no_number_and_no_birth_date_is_kept(villages: list[Assessment]) -> None:
    for village in villages:
        households = kept(village)
        text = json.dumps(households, ensure_ascii=False)
        assert not re.search(r"\d{17}[\dX]|(?<!\d)1\d{10}(?!\d)", text)
        known = {household[name] for household in households for name in ("head", "borrower")}
        known |= {household.get("collected_by") for household in households}
        known |= {rating["officer"] for household in households for rating in household["ratings"]}
        for name in set(village.members["name"]) - known:
            assert f'"{name}"' not in text
        births = {
            birth for birth in village.members.get("birth_date", ()) if birth and birth.day not in (1, 29, 30, 31)
        }
        told = sum(f'"{birth.isoformat()}"' in text for birth in births)
        assert told <= len(births) // 2  # a stand-in may fall on the very day


def test_numbers_in_free_texts_become_zeros(tmp_path: Path) -> None:
    book = write(
        tmp_path / "v.xlsx",
        VILLAGE
        + "## 农户\n| 户号 | 户主 | 总资产 | 佐证材料 | 经营项目 |\n| A1 | 甲 | 100000 | 存折13812345678 | 农家乐 |\n"
        + "## 评议\n| 户号 | 网格员 | 建议额度 |\n| A1 | 张三 | 50000 |\n",
    )
    village = assessed([book])
    (household,) = kept(village)
    assert household["facts"] == {"assets_yuan": 100_000, "evidence": "存折00000000000", "business": "农家乐"}
    by = BOOK.on(village.day)
    assert decided(*from_ledger(village), by) == from_workbook(village, by)
    assert household["evidence_tier"] == "document"


def test_a_run_of_an_older_ledger_is_known_to_be_incomplete_and_still_gives_tables(villages: list[Assessment]) -> None:
    households = kept(villages[0])
    assert is_complete(households)
    for household in households:
        for name in ("facts", "mark", "people", "borrower_at"):
            del household[name]
        for rating in household["ratings"]:
            del rating["mark"]
    assert not is_complete(households)
    again = decide(*tables_of(households, villages[0].facts.cap_yuan), BOOK.on(villages[0].day))
    assert again["credit_line_yuan"] == [household["line_yuan"] for household in households]


# persons, made up: who shares what with whom in every way


NAMES = st.sampled_from(["甲", "乙", "丙", "丁 ", "丁", "Ａ", "a"])
BIRTHS = st.sampled_from([date(1970, 2, day) for day in (1, 2, 15, 16, 28)] + [date(1952, 2, 29), date(2010, 1, 31)])
RELATIONS = st.sampled_from(["户主", "配偶", "子", None])


def number_of(born: date, tail: int) -> str:
    return f"999999{born:%Y%m%d}{tail:03d}X"


NUMBERS = st.one_of(st.none(), st.builds(number_of, BIRTHS, st.integers(0, 2)))
PHONES = st.sampled_from([None, "10000000001", "10000000002"])
HOUSEHOLD = st.fixed_dictionaries({"head": NAMES, "id_number": NUMBERS, "phone": PHONES, "guarantees_yuan": st.sampled_from([None, 100_000])})  # fmt: skip
MEMBER = st.fixed_dictionaries(
    {
        "home": st.integers(0, 3),
        "name": NAMES,
        "relation": RELATIONS,
        "id_number": NUMBERS,
        "birth_date": st.one_of(st.none(), BIRTHS),
        "age": st.sampled_from([None, 17, 40, 62]),
        "phone": PHONES,
    }
)
RATING = st.fixed_dictionaries({"officer": NAMES, "officer_id": NUMBERS, "borrower": st.one_of(st.none(), NAMES)})


def columns(rows: list[dict[str, Any]]) -> Columns:
    return {name: [row[name] for row in rows] for name in rows[0]} if rows else {}


def villages_of(
    homes: list[dict[str, Any]], folk: list[dict[str, Any]], given_: list[list[dict[str, Any]]]
) -> tuple[Columns, Columns, Columns]:
    households = columns([home | {"household_id": f"A{number}"} for number, home in enumerate(homes)])
    members = columns([one | {"household_id": f"A{one['home']}"} for one in folk])
    ratings = columns(
        [
            {"household_id": f"A{number}", "amount_yuan": 50_000, "knows": None, "refusal": None, **rating}
            for number, theirs in enumerate(given_)
            for rating in theirs
        ]
    )
    return households, members, ratings


def stand_in(tables: tuple[Columns, Columns, Columns], day: date) -> Iterator[Columns]:
    """The tables with every name, number, phone and birth date replaced."""
    households, members, ratings = tables
    marks = marks_of(*tables, day)
    people = Standins(marks.households, {})
    yield dict(households) | {
        "head": [people.name(mark["name"]) for mark in marks.households],
        "id_number": [people.number(mark.get("number")) for mark in marks.households],
        "phone": [people.phone(mark.get("phone")) for mark in marks.households],
    }
    rows = [people.member(mark) for mark in marks.members]
    yield (dict(members) | {name: [row[name] for row in rows] for name in rows[0]}) if rows else {}
    yield dict(ratings) | {
        "officer": [people.name(mark["called"]) for mark in marks.ratings],
        "officer_id": [people.number(mark.get("number")) for mark in marks.ratings],
        "borrower": [people.name(mark.get("meant")) for mark in marks.ratings],
    }


@settings(max_examples=300, deadline=None)
@given(
    st.lists(HOUSEHOLD, min_size=4, max_size=4),
    st.lists(MEMBER, max_size=9),
    st.lists(st.lists(RATING, min_size=3, max_size=3), min_size=4, max_size=4),
    st.sampled_from([date(2016, 5, 1), date(2016, 2, 29), date(2016, 8, 31), date(2017, 1, 15)]),
    st.sampled_from(POLICIES[:4]),
)
def test_stand_ins_decide_as_the_persons_do(
    homes: list[dict[str, Any]],
    folk: list[dict[str, Any]],
    given_: list[list[dict[str, Any]]],
    day: date,
    settings_: str,
) -> None:
    tables = villages_of(homes, folk, given_)
    by = replace(set_to(settings_, BOOK.on(day)), day=day)
    assert without_names(stand_in(tables, day), by) == without_names(tables, by)


def without_names(tables: Iterable[Columns], by: Policy) -> Columns:
    """What is decided, without the names in it, which differ."""
    households, members, ratings = tables
    found = decide(households, members, ratings, None, by)
    return {name: list(column) for name, column in found.items() if name not in ("borrower", "outlying_officers")}


@given(
    st.lists(st.dates(date(1920, 1, 1), date(2020, 12, 31)), max_size=40),
    st.dates(date(2010, 1, 1), date(2030, 12, 31)),
    st.integers(1, 120),
)
def test_a_stand_in_for_a_birth_date_has_its_age_on_the_day_and_months_later(
    births: list[date], day: date, months: int
) -> None:
    members: Columns = {"household_id": ["A"] * len(births), "birth_date": births}
    marks = marks_of({"household_id": ["A"]}, members, {"household_id": []}, day)
    found = [date.fromisoformat(mark["born"]) for mark in marks.members]
    end = expiry(day, set_to(f"term_months={months}").values("validity"))
    for at in (day, end):
        assert [age(birth, at) for birth in found] == [age(birth, at) for birth in births]
    assert len(set(found)) == len(set(births))


def age(birth: date, day: date) -> int:
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
