"""Which households of a village may be one family's."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridcredit.related import Tie, ties
from gridcredit.schema import Columns

ZHANG, LI, WANG = "990101197001011235", "990101197102022341", "990101199503033459"
OLD_ZHANG = "990101700101123"  # the same person's number of the old kind
HEADS = ("household_id", "head", "id_number", "phone", "address")
MEMBERS = ("household_id", "name", "relation", "id_number", "birth_date", "phone")
Facts = dict[str, Any]


def head(key: str, **facts: Any) -> Facts:
    return {"household_id": key, "head": f"户主{key}", **facts}


def member(key: str, name: str, relation: str, **facts: Any) -> Facts:
    return {"household_id": key, "name": name, "relation": relation, **facts}


def table(rows: Sequence[Facts], names: Sequence[str]) -> Columns:
    return {name: [row.get(name) for row in rows] for name in names}


def found(heads: Sequence[Facts], people: Sequence[Facts] = (), most: int = 5, off: Sequence[str] = ()) -> Any:
    kept = [row["household_id"] not in off for row in heads]
    return ties(table(heads, HEADS), table(people, MEMBERS), kept, lambda count: count <= most)


def ways(heads: Sequence[Facts], people: Sequence[Facts] = (), **how: Any) -> Tie | None:
    """What ties the first two households; the other way round it is the same."""
    every = found(heads, people, **how)
    one, other = every.get(0, {}).get(1), every.get(1, {}).get(0)
    assert one == other
    assert isinstance(one, Tie | None)
    return one


@pytest.mark.parametrize(
    ("first", "second", "tie"),
    [
        ({"id_number": ZHANG}, {"id_number": ZHANG}, Tie(("id_number",), True)),
        ({"id_number": ZHANG}, {"id_number": OLD_ZHANG}, Tie(("id_number",), True)),
        ({"id_number": ZHANG}, {"id_number": LI}, None),
        ({"phone": "10001234567"}, {"phone": "10001234567"}, Tie(("phone",), False)),
        ({"phone": "10001234567"}, {"phone": "10001234568"}, None),
        ({"address": "一组 3号"}, {"address": "一组３号"}, Tie(("address",), False)),
        ({"address": "一组3号"}, {"address": "一组4号"}, None),
        ({"id_number": ZHANG, "phone": "1"}, {"id_number": ZHANG, "phone": "1"}, Tie(("id_number", "phone"), True)),
        ({}, {}, None),
    ],
)
def test_heads_have_something_in_common(first: Facts, second: Facts, tie: Tie | None) -> None:
    assert ways([head("1", **first), head("2", **second)]) == tie


def test_a_member_who_stands_in_two_households_ties_them() -> None:
    two = [head("1"), head("2")]
    son_in_both = [member("1", "王五", "儿子", id_number=WANG), member("2", "王五", "孙子", id_number=WANG)]
    assert ways(two, son_in_both) == Tie(("id_number",), False)
    own_home = [member("1", "王五", "儿子", id_number=WANG)]
    assert ways([head("1"), head("2", id_number=WANG)], own_home) == Tie(("id_number",), False)
    assert ways(two, [member("1", "甲", "儿子", phone="1"), member("2", "乙", "母亲", phone="1")]) == Tie(
        ("phone",), False
    )


def test_a_couple_that_has_two_households_is_one() -> None:
    heads = [head("1", id_number=ZHANG), head("2", id_number=LI)]
    spouses = [member("1", "李", "妻子", id_number=LI), member("2", "张", "丈夫", id_number=ZHANG)]
    assert ways(heads, spouses) == Tie(("id_number",), True)
    assert ways(heads, spouses[:1]) == Tie(("id_number",), True)


def test_a_couple_is_known_by_its_names_unless_id_numbers_say_otherwise() -> None:
    heads = [head("1", head="张三"), head("2", head="李四")]
    spouses = [member("1", "李 四", "妻子"), member("2", "张三", "丈夫")]
    assert ways(heads, spouses) == Tie(("spouse",), True)
    assert ways(heads, spouses[:1]) is None
    numbered = [head("1", head="张三", id_number=ZHANG), head("2", head="李四")]
    assert ways(numbered, spouses) == Tie(("spouse",), True)
    others = [spouses[0], member("2", "张三", "丈夫", id_number=WANG)]
    assert ways(numbered, others) is None
    same_heads = [head("1", head="张三"), head("2", head="张三")]
    assert ways(same_heads, [spouses[0], member("2", "李四", "妻子")]) == Tie(("spouse",), True)
    assert ways(same_heads, [spouses[0], member("2", "李五", "妻子")]) is None


def test_a_spouse_is_known_by_name_and_birth_date() -> None:
    born = date(1971, 2, 2)
    two = [head("1"), head("2")]
    wife = member("1", "李四", "妻子", birth_date=born)
    assert ways(two, [wife, member("2", "李四", "女儿", birth_date=born)]) == Tie(("spouse",), False)
    assert ways(two, [wife, member("2", "李四", "户主", birth_date=born)]) == Tie(("spouse",), True)
    assert ways(two, [wife, member("2", "李四", "女儿", id_number=LI)]) == Tie(("spouse",), False)
    assert ways(two, [wife, member("2", "李四", "女儿", birth_date=date(1971, 2, 3))]) is None
    assert ways(two, [wife, member("2", "李五", "女儿", birth_date=born)]) is None
    mother = member("1", "李四", "母亲", birth_date=born)
    assert ways(two, [mother, member("2", "李四", "女儿", birth_date=born)]) is None
    numbered = member("1", "李四", "妻子", id_number=LI)
    another = member("2", "李四", "女儿", id_number="990101197102022368", birth_date=born)
    assert ways(two, [numbered, another]) is None


def test_what_stands_twice_in_one_household_ties_it_to_nobody() -> None:
    heads = [head("1", id_number=ZHANG, phone="1"), head("2")]
    own = [member("1", "户主1", "户主", id_number=ZHANG, phone="1"), member("1", "李四", "妻子", phone="1")]
    assert found(heads, own) == {}


@pytest.mark.parametrize(("homes", "tied"), [(2, 2), (3, 3), (4, 0)])
def test_what_more_households_share_than_the_policy_allows_says_nothing(homes: int, tied: int) -> None:
    for thing in ({"phone": "1"}, {"address": "村委会"}, {"id_number": ZHANG}):
        heads = [head(str(number), **thing) for number in range(homes)]
        assert len(found(heads, most=3)) == tied
    couples = [head(str(number), head="张三") for number in range(homes)]
    spouses = [member(str(number), "李四", "妻子", birth_date=date(1971, 2, 2)) for number in range(homes)]
    assert len(found(couples, spouses, most=3)) == tied


def test_households_off_the_roster_are_not_looked_at() -> None:
    heads = [head("1", phone="1", address="一"), head("2", phone="1", address="一"), head("3", phone="1", address="一")]
    assert set(found(heads, off=["2"])) == {0, 2}
    assert set(found(heads, off=["2"], most=2)) == {0, 2}
    couples = [head("1", head="张三"), head("2", head="张三")]
    wives = [member(key, "李四", "妻子", birth_date=date(1971, 2, 2)) for key in "12"]
    assert found(couples, wives) != {}
    assert found(couples, wives, off=["2"]) == {}


def test_a_table_may_lack_columns() -> None:
    assert ties({"household_id": ["1", "2"]}, {}, [True, True], lambda _count: True) == {}


some = st.sampled_from([None, "a", "b", "c"])
villages = st.lists(st.tuples(some, some), min_size=1, max_size=6)


@given(villages, st.randoms(use_true_random=False))
def test_ties_are_mutual_and_know_no_order(village: list[tuple[str | None, str | None]], random: Any) -> None:
    heads = [head(str(n), phone=phone, address=address) for n, (phone, address) in enumerate(village)]
    shuffled = random.sample(heads, len(heads))

    def pairs(rows: list[Facts]) -> set[tuple[str, str, Tie]]:
        keys = [row["household_id"] for row in rows]
        return {(keys[row], keys[other], tie) for row, others in found(rows).items() for other, tie in others.items()}

    assert pairs(heads) == pairs(shuffled)
    assert {(one, other) for one, other, _tie in pairs(heads)} == {(two, one) for one, two, _tie in pairs(heads)}
    assert all(one != other for one, other, _tie in pairs(heads))
