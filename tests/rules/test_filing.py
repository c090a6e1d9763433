from datetime import date
from typing import Any

import pytest

from gridcredit.rules.filing import in_words, missing_fields
from gridcredit.schema import HOUSEHOLDS, MEMBERS, Columns
from rules.deciding import DEFAULT

DAY = date(2016, 5, 3)
VALUES = DEFAULT.values("filing")
GROWN = {"birth_date": date(1966, 1, 2), "age": 50, "age_band": "adult"}
MANDATORY = [
    "group",
    "head",
    "id_number",
    "phone",
    "address",
    "registration_status",
    "residence_status",
    "income_yuan",
    "collected_by",
    "collected_on",
    "consent",
]
VOLUNTARY = [column.name for column in HOUSEHOLDS if column.name not in ("household_id", *MANDATORY)]


def lacking(household: dict[str, Any], members: list[dict[str, Any]]) -> str:
    households = {column.name: ["x"] for column in HOUSEHOLDS} | {"household_id": ["1"]}
    households |= {name: [value] for name, value in household.items()}
    full = {column.name: "x" for column in MEMBERS} | {"household_id": "1"} | GROWN
    table = {column.name: [(full | member)[column.name] for member in members] for column in MEMBERS}
    return missing_fields(households, table, VALUES, DAY)[0]


def test_a_full_file_lacks_nothing() -> None:
    assert lacking({}, [{}, {}]) == ""


@pytest.mark.parametrize("field", MANDATORY)
def test_each_mandatory_field_is_missed(field: str) -> None:
    assert lacking({field: None}, [{}]) == field


@pytest.mark.parametrize("field", VOLUNTARY)
def test_no_other_field_is(field: str) -> None:
    assert lacking({field: None}, [{}]) == ""


def test_an_income_of_nothing_is_an_income() -> None:
    assert lacking({"income_yuan": 0}, [{}]) == ""


@pytest.mark.parametrize(
    ("member", "lacks"),
    [
        ({"birth_date": None}, ""),
        ({"age": None}, ""),
        ({"birth_date": None, "age": None}, "members.birth_date|age"),
        ({"name": None}, "members.name"),
        ({"relation": None}, "members.relation"),
        ({"labour": None, "phone": None, "id_number": None, "note": None}, ""),
    ],
)
def test_each_member_needs_a_name_a_relation_and_an_age_or_birth_date(member: dict[str, None], lacks: str) -> None:
    assert lacking({}, [{}, member]) == lacks


NOTHING = {column.name: None for column in MEMBERS if column.name != "household_id"}


@pytest.mark.parametrize(
    "age",
    [
        *({"age": 0}, {"age": 15}, {"age": 60}, {"age": 95}, {"age_band": "child"}, {"age_band": "old"}),
        *({"birth_date": date(2000, 5, 4)}, {"birth_date": DAY}, {"birth_date": date(1956, 5, 3)}),
        *({"age": 15, "age_band": "adult"}, {"birth_date": date(1956, 5, 3), "age": 59}),
    ],
    ids=str,
)
def test_of_children_and_old_people_relation_and_age_are_enough(age: dict[str, Any]) -> None:
    assert lacking({}, [{}, NOTHING | {"relation": "母亲"} | age]) == ""
    assert lacking({}, [{}, NOTHING | {"name": "x"} | age]) == "members.relation"


@pytest.mark.parametrize(
    "age",
    [
        *({"age": 16}, {"age": 59}, {"birth_date": date(2000, 5, 3)}, {"birth_date": date(1956, 5, 4)}),
        *({"age": 30, "age_band": "child"}, {"birth_date": date(1966, 1, 1), "age": 70}),
        {"birth_date": date(2016, 5, 4)},
    ],
    ids=str,
)
def test_of_all_others_the_name_is_needed_too(age: dict[str, Any]) -> None:
    assert lacking({}, [{}, NOTHING | {"relation": "母亲"} | age]) == "members.name"


@pytest.mark.parametrize("band", [{}, {"age_band": "adult"}], ids=str)
def test_nothing_is_waived_of_a_person_of_unknown_age(band: dict[str, Any]) -> None:
    assert lacking({}, [{}, NOTHING | {"name": "x", "relation": "母亲"} | band]) == "members.birth_date|age"
    assert lacking({}, [{}, NOTHING | {"relation": "母亲"} | band]) == "members.name;members.birth_date|age"


def test_a_child_or_old_person_excuses_nobody_else() -> None:
    child = NOTHING | {"relation": "孙子", "age": 3}
    assert lacking({}, [{"name": None}, child]) == "members.name"


def test_a_file_without_members_or_with_those_of_another_household_lacks_them() -> None:
    assert lacking({}, []) == "members"
    assert lacking({}, [{"household_id": "2"}]) == "members"
    assert lacking({}, [{}, {"household_id": "2", "name": None}]) == ""


def test_all_that_is_missing_is_named_in_the_policys_order() -> None:
    assert lacking({"phone": None, "group": None}, [{"name": None}]) == "group;phone;members.name"


def test_a_village_without_households_has_no_files() -> None:
    households: Columns = {column.name: [] for column in HOUSEHOLDS}
    assert missing_fields(households, {column.name: [] for column in MEMBERS}, VALUES, DAY) == []


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ("phone", "手机号"),
        ("phone;members", "手机号、成员"),
        ("members.birth_date|age;members.relation", "成员的出生日期/年龄、成员的与户主关系"),
    ],
)
def test_what_a_file_lacks_is_told_by_the_headers_of_the_sheets(fields: str, words: str) -> None:
    assert in_words(fields) == words
