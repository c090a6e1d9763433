"""Who is who across tables and villages, and officers against each other."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridcredit.findings import CATALOGUE, Doubt
from gridcredit.ingest.checks import doubts, in_two_villages, people
from gridcredit.ingest.roster import RATING_COLUMNS
from gridcredit.ingest.values import read
from gridcredit.schema import HOUSEHOLDS, MEMBERS, STATED

ONE, TWO, THREE = "999999196601020017", "999999197003040018", "99999919500101019X"
ONE_AS_OF_OLD = "999999660102001"
SALT = b"of this run alone"
HOUSE = next(column for column in STATED if column.name == "house")
Row = Mapping[str, Any]


def table(names: Sequence[str], rows: Sequence[Row]) -> dict[str, list[Any]]:
    return {name: [row.get(name) for row in rows] for name in names}


def home(key: str, head: str = "甲", number: str | None = None) -> Row:
    return {"household_id": key, "head": head, "id_number": number}


def member(key: str, name: str | None, relation: str = "子", number: str | None = None) -> Row:
    return {"household_id": key, "name": name, "relation": relation, "id_number": number}


def rating(key: str, officer: str = "张三", **stated: Any) -> Row:
    return {"household_id": key, "officer": officer, **stated}


def found(homes: Sequence[Row], members: Sequence[Row] = (), ratings: Sequence[Row] = ()) -> list[Doubt]:
    return doubts(
        table([column.name for column in HOUSEHOLDS], homes),
        table([column.name for column in MEMBERS], members),
        table(RATING_COLUMNS, ratings),
    )


def told(doubted: Sequence[Doubt]) -> list[str]:
    return [f"{doubt.code} {doubt.table} {doubt.row} {doubt.column}" for doubt in doubted]


# persons


def test_a_head_stands_in_both_tables_and_is_one_person() -> None:
    homes = [home("A1", "甲", ONE), home("A2", "乙", TWO)]
    assert found(homes, [member("A1", "甲", "户主", ONE), member("A2", "乙", "户主", TWO)]) == []
    assert found(homes, [member("A1", "甲", "户主", ONE_AS_OF_OLD), member("A2", " 乙", "户主", TWO)]) == []


def test_a_member_of_two_households_is_told_at_both_each_naming_the_other() -> None:
    doubted = found([home("A1"), home("A2", "乙")], [member("A1", "丙", number=ONE), member("A2", "丙", number=ONE)])
    assert told(doubted) == ["PERSON_TWICE members 0 id_number", "PERSON_TWICE members 1 id_number"]
    assert [doubt.params["other"] for doubt in doubted] == [" (A2)", " (A1)"]


def test_the_old_and_the_new_number_of_a_person_are_one() -> None:
    members = [member("A1", "丙", number=ONE), member("A2", "丙", number=ONE_AS_OF_OLD)]
    assert {doubt.code for doubt in found([home("A1"), home("A2")], members)} == {"PERSON_TWICE"}
    others = [member("A1", "丙", number=ONE), member("A2", "丙", number="999999206601020019")]
    assert found([home("A1"), home("A2")], others) == []


def test_one_person_at_the_head_of_two_households_is_told_at_both() -> None:
    assert told(found([home("A1", "甲", ONE), home("A2", "甲", ONE)])) == [
        "PERSON_TWICE households 0 id_number",
        "PERSON_TWICE households 1 id_number",
    ]


def test_a_head_who_is_a_member_elsewhere_is_told_once_in_each_household() -> None:
    homes = [home("A1", "甲", ONE), home("A2", "乙")]
    doubted = found(homes, [member("A1", "甲", "户主", ONE), member("A2", "甲", "子", ONE), member("A2", "乙", "户主")])
    assert told(doubted) == ["PERSON_TWICE members 0 id_number", "PERSON_TWICE members 1 id_number"]


def test_a_person_in_three_households_is_told_in_each() -> None:
    members = [member(key, "丙", number=ONE) for key in ("A1", "A2", "A3")]
    doubted = found([home("A1"), home("A2"), home("A3")], members)
    assert [doubt.params["other"] for doubt in doubted] == [" (A2)", " (A3)", " (A1)"]


@pytest.mark.parametrize("key", ["王小明", ONE, "10001234567"])
def test_a_household_number_that_may_be_a_name_or_an_id_number_is_not_quoted(key: str) -> None:
    members = [member("A1", "丙", number=TWO), member(key, "丙", number=TWO)]
    shown = [str(doubt.params["other"]) for doubt in found([home("A1"), home(key)], members)]
    assert key not in shown[0]
    assert shown[1] == " (A1)"


def test_one_number_under_two_names_in_a_household_is_told() -> None:
    members = [member("A1", "丙", number=ONE), member("A1", "丁", number=ONE)]
    assert told(found([home("A1")], members)) == ["ID_OF_TWO members 1 id_number"]
    homes = [home("A1", "甲", ONE)]
    assert told(found(homes, [member("A1", "丙", "妻", ONE)])) == ["ID_OF_TWO members 0 id_number"]
    assert told(found(homes, [member("A1", "丙", "户主", ONE)])) == ["ID_OF_TWO members 0 id_number"]


@pytest.mark.parametrize("name", ["丙", "丙 ", None])
def test_a_member_listed_twice_is_told(name: str | None) -> None:
    members = [member("A1", "丙", number=ONE), member("A1", name, number=ONE)]
    assert told(found([home("A1")], members)) == ["MEMBER_TWICE members 1 name"]


def test_namesakes_are_two_persons() -> None:
    assert found([home("A1"), home("A2")], [member("A1", "丙"), member("A1", "丙"), member("A2", "丙")]) == []


# heads


def test_a_household_whose_head_is_not_listed_is_told_where_others_list_theirs() -> None:
    homes = [home("A1"), home("A2", "乙"), home("A3", "丙")]
    listed = [member("A1", "甲", "户主"), member("A2", "丁", "妻")]
    assert told(found(homes, listed)) == ["HEAD_NOT_LISTED households 1 head"]
    assert found(homes, [member("A1", "戊", "妻"), member("A2", "丁", "妻")]) == []


def test_two_heads_are_told() -> None:
    members = [member("A1", "甲", "户主"), member("A1", "乙", "户主"), member("A1", "丙", "本人")]
    assert told(found([home("A1")], members)) == ["HEADS_LISTED members 1 relation", "HEADS_LISTED members 2 relation"]


@pytest.mark.parametrize(
    ("name", "number", "column"),
    [
        ("甲", ONE, ""),
        ("甲", None, ""),
        ("　甲 ", None, ""),
        (None, None, ""),
        ("乙", None, "name"),
        ("甲", TWO, "id_number"),
        ("乙", TWO, "id_number"),
    ],
)
def test_the_head_among_the_members_is_the_households(name: str | None, number: str | None, column: str) -> None:
    doubted = found([home("A1", "甲", ONE)], [member("A1", name, "户主", number)])
    assert told(doubted) == ([f"HEAD_DIFFERS members 0 {column}"] if column else [])


# officers


@pytest.mark.parametrize("members", [[], [member("A1", "张三")], [member("A1", "张 三", number=ONE)]], ids=len)
def test_an_officer_with_the_name_of_one_of_the_household_is_told_as_namesake(members: list[Row]) -> None:
    homes = [home("A1", "甲" if members else "张三"), home("A2", "乙")]
    ratings = [rating("A2"), rating("A1"), rating("A1", "李四")]
    assert told(found(homes, members, ratings)) == ["OFFICER_NAMESAKE ratings 1 amount_yuan"]


def test_an_officer_is_known_by_the_id_number() -> None:
    homes, members = [home("A1"), home("A2")], [member("A1", "张三", number=ONE), member("A2", "张三")]
    own, other = rating("A1", officer_id=ONE), rating("A1", officer_id=TWO)
    assert told(found(homes, members, [own])) == ["OFFICER_OF_HOUSEHOLD ratings 0 amount_yuan"]
    assert told(found(homes, members, [{**own, "officer_id": ONE_AS_OF_OLD, "officer": "网格员1"}])) == [
        "OFFICER_OF_HOUSEHOLD ratings 0 amount_yuan"
    ]
    assert found(homes, members, [other]) == []
    unknown = rating("A2", officer_id=TWO)
    assert told(found(homes, members, [unknown])) == ["OFFICER_NAMESAKE ratings 0 amount_yuan"]


def test_an_officer_who_is_head_is_known_by_the_households_own_id_number() -> None:
    assert told(found([home("A1", "甲", ONE)], [], [rating("A1", officer_id=ONE)])) == [
        "OFFICER_OF_HOUSEHOLD ratings 0 amount_yuan"
    ]


@pytest.mark.parametrize(
    ("borrower", "doubtful"), [("甲", False), ("丙", False), ("丙 ", False), ("丁", True), (None, False)]
)
def test_the_borrower_is_one_of_the_household(borrower: str | None, doubtful: bool) -> None:
    ratings = [rating("A1", borrower=borrower)]
    doubted = found([home("A1")], [member("A1", "丙")], ratings)
    assert told(doubted) == (["BORROWER_NOT_LISTED ratings 0 name"] if doubtful else [])
    assert found([home("A1")], [], ratings) == []


# officers' facts


@pytest.mark.parametrize("column", ["car", "town_house", "at_home"])
@pytest.mark.parametrize(
    ("said", "doubtful"),
    [
        (["yes", "yes", "yes"], None),
        (["yes", None, "yes"], None),
        (["yes", "yes", "no"], 2),
        (["no", "yes", "yes"], 1),
        ([None, "yes", "no"], 2),
        (["yes", None, None], None),
    ],
)
def test_officers_who_contradict_each_other_are_told_once_a_fact(
    column: str, said: list[str | None], doubtful: int | None
) -> None:
    ratings = [rating("A1", officer, **{column: value}) for officer, value in zip("甲乙丙", said)]
    doubted = found([home("A1", "戊")], [], [*ratings, rating("A2", car="yes"), rating("A3", car="no")])
    assert told(doubted) == ([] if doubtful is None else [f"FACTS_DIFFER ratings {doubtful} {column}"])
    assert [doubt.params["count"] for doubt in doubted] == ([] if doubtful is None else [len([*filter(None, said)])])


def test_an_officer_who_does_not_know_the_household_contradicts_nobody() -> None:
    assert found([home("A1")], [], [rating("A1", car="yes"), rating("A1", "李四", car="no", knows="no")]) == []


@pytest.mark.parametrize(
    ("said", "doubtful"),
    [
        (["10万", "30万", "300000"], None),
        (["10万", "30.1万"], 1),
        (["30.1万", "10万"], 1),
        (["20", "200000"], 1),
        (["无", "20万"], 1),
        (["无", "0"], None),
        (["三间平房", "20万", "砖混"], None),
        (["约10万", "100万"], None),
        (["三间平房", "10万", "100万"], 2),
    ],
)
def test_house_values_are_compared_where_they_are_plain_amounts(said: list[str], doubtful: int | None) -> None:
    ratings = [rating("A1", officer, house=read(text, HOUSE)) for officer, text in zip("甲乙丙", said)]
    doubted = found([home("A1", "戊")], [], ratings)
    assert told(doubted) == ([] if doubtful is None else [f"FACTS_DIFFER ratings {doubtful} house"])


def test_health_and_reputation_are_never_compared() -> None:
    opinions = [{"health": "好", "reputation": "好", "income_band": "5万"}, {"health": "差", "reputation": "差"}]
    assert found([home("A1")], [], [rating("A1", f"员{place}", **said) for place, said in enumerate(opinions)]) == []


# two villages


def village(*members: Row, heads: Sequence[Row] = ()) -> dict[str, tuple[str, int]]:
    homes = table([column.name for column in HOUSEHOLDS], heads)
    return people(homes, table([column.name for column in MEMBERS], members), SALT)


def test_a_person_of_two_villages_is_told_in_both_each_naming_the_other() -> None:
    doubted = in_two_villages(
        {
            "甲村": village(member("A1", "丙", number=TWO), member("A1", "丁", number=ONE)),
            "乙村": village(heads=[home("B1", "丁", ONE_AS_OF_OLD)]),
            "丙村": village(member("C1", "戊", number=THREE), member("C2", "己")),
        }
    )
    assert [(village, other) for _person, village, other in doubted] == [("甲村", "乙村"), ("乙村", "甲村")]
    assert len({person for person, _village, _other in doubted}) == 1


def test_no_id_number_leaves_the_village() -> None:
    told_on = village(member("A1", "丙", number=ONE))
    assert ONE not in str(told_on)
    again = people(
        table([c.name for c in HOUSEHOLDS], []),
        table([c.name for c in MEMBERS], [member("A1", "丙", number=ONE)]),
        b"2",
    )
    assert len(told_on) == len(again) == 1
    assert told_on.keys().isdisjoint(again)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["A1", "A2", "王小明", ONE]),
            st.sampled_from(["甲", "张三", None]),
            st.sampled_from(["户主", "妻", "子", "邻居"]),
            st.sampled_from([None, ONE, ONE_AS_OF_OLD, TWO]),
        ),
        max_size=6,
    )
)
def test_every_doubt_has_its_words_names_a_row_and_tells_no_person(members: list[tuple[str, Any, str, Any]]) -> None:
    homes = [home("A1", "甲", ONE), home("A2", "乙"), home("王小明", "王小明"), home(ONE, "丙")]
    ratings = [rating("A1", borrower="丁", car="yes"), rating("A1", "李四", officer_id=ONE, car="no")]
    for doubt in found(homes, [member(*each) for each in members], ratings):
        kind = CATALOGUE[doubt.code]
        words = kind.message.format(**doubt.params) + kind.remedy.format(**doubt.params)
        assert kind.severity == "warning"
        assert not any(
            secret in words for secret in ("{", "甲", "乙", "丙", "丁", "张三", "王小明", ONE[6:14], ONE_AS_OF_OLD)
        )
        assert doubt.row < {"households": 4, "members": len(members), "ratings": 2}[doubt.table]
