"""What hardly fits together is told; each case stands on one side or the other of its bound."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridcredit.findings import CATALOGUE, Doubt
from gridcredit.policy import Values
from gridcredit.rules.plausibility import doubts
from gridcredit.schema import HOUSEHOLDS, MEMBERS, RATINGS, RELATIONS, Column
from rules.deciding import DEFAULT, set_to

DAY = date(2016, 5, 3)
VALUES = DEFAULT.values("plausibility")
CAP = 300_000
Row = Mapping[str, Any]
FATHER = {"relation": "户主", "age": 50}


def table(columns: Sequence[Column], rows: Sequence[Row], **always: Any) -> dict[str, list[Any]]:
    return {column.name: [(always | dict(row)).get(column.name) for row in rows] for column in columns}


def found(
    household: Row | None = None, members: Sequence[Row] = (), ratings: Sequence[Row] = (), values: Values = VALUES
) -> list[Doubt]:
    """The doubts about household A1 with these members and ratings."""
    return doubts(
        table(HOUSEHOLDS, [household or {}], household_id="A1", head="甲"),
        table(MEMBERS, members, household_id="A1"),
        table(RATINGS, ratings, household_id="A1", officer="张三"),
        values,
        DAY,
        CAP,
    )


def sentences(doubted: Sequence[Doubt]) -> list[str]:
    return [CATALOGUE[doubt.code].message.format(**doubt.params) for doubt in doubted]


def told(doubted: Sequence[Doubt]) -> list[str]:
    return [f"{doubt.code} {doubt.table} {doubt.row} {doubt.column}" for doubt in doubted]


def number(born: date, male: bool = True) -> str:
    """An ID number of an unassigned area; its check digit is not looked at here."""
    return f"999999{born:%Y%m%d}{'001' if male else '002'}0"


def old_number(born: date, male: bool = True) -> str:
    return f"999999{born:%y%m%d}{'001' if male else '002'}"


def years_ago(years: int) -> date:
    return date(DAY.year - years, DAY.month, DAY.day)


def test_an_ordinary_household_raises_no_doubt() -> None:
    of_persons = {"size": 4, "labour_count": 2, "id_number": number(date(1966, 1, 2))}
    of_land = {"farmland_mu": 6.5, "floor_area_m2": 180.0}
    of_money = {"income_yuan": 60_000, "expense_yuan": 40_000, "assets_yuan": 300_000}
    of_debts = {"liabilities_yuan": 50_000, "other_loans_yuan": 50_000}
    household = {**of_persons, **of_land, **of_money, **of_debts}
    members: list[Row] = [
        {"relation": "户主", "id_number": number(date(1966, 1, 2)), "birth_date": date(1966, 1, 2), "age": 50},
        {"relation": "妻", "id_number": number(date(1968, 3, 4), male=False)},
        {"relation": "长子", "age": 20},
        {"relation": "母亲", "birth_date": date(1942, 2, 2)},
    ]
    assert found(household, members, [{"amount_yuan": 50_000}, {"amount_yuan": 0}, {"amount_yuan": None}]) == []


def test_what_is_not_known_raises_no_doubt() -> None:
    assert found({}, [{}, {"relation": "儿子"}, {"relation": "邻居", "age": 3}], [{}]) == []


@pytest.mark.parametrize(
    ("column", "most", "shown"),
    [
        ("income_yuan", 1_000_000, "1,000,000"),
        ("assets_yuan", 20_000_000, "20,000,000"),
        ("liabilities_yuan", 5_000_000, "5,000,000"),
        ("farmland_mu", 500.0, "500"),
        ("floor_area_m2", 1_500.0, "1,500"),
    ],
)
def test_a_figure_above_what_is_usual_is_told(column: str, most: float, shown: str) -> None:
    assert found({column: most}) == []
    (doubt,) = found({column: most + 1})
    assert told([doubt]) == [f"FIGURE_LARGE households 0 {column}"]
    assert doubt.params["limit"] == shown


@pytest.mark.parametrize("column", ["income_yuan", "expense_yuan", "assets_yuan", "liabilities_yuan"])
def test_a_figure_so_small_that_ten_thousands_may_be_meant_is_told(column: str) -> None:
    assert found({column: 0}) == found({column: 100}) == []
    assert told(found({column: 1})) == told(found({column: 99})) == [f"FIGURE_SMALL households 0 {column}"]


@pytest.mark.parametrize(
    ("household", "column"),
    [
        ({"expense_yuan": 90_000, "income_yuan": 30_000}, ""),
        ({"expense_yuan": 90_001, "income_yuan": 30_000}, "expense_yuan"),
        ({"expense_yuan": 49_999, "income_yuan": 1_000}, ""),
        ({"expense_yuan": 50_000, "income_yuan": 1_000}, "expense_yuan"),
        ({"expense_yuan": 50_000, "income_yuan": 0}, "expense_yuan"),
        ({"expense_yuan": 50_000}, ""),
        ({"liabilities_yuan": 300_000, "assets_yuan": 100_000}, ""),
        ({"liabilities_yuan": 300_001, "assets_yuan": 100_000}, "liabilities_yuan"),
        ({"liabilities_yuan": 49_999, "assets_yuan": 0}, ""),
        ({"other_loans_yuan": 20_000, "liabilities_yuan": 20_000}, ""),
        ({"other_loans_yuan": 20_001, "liabilities_yuan": 20_000}, "other_loans_yuan"),
        ({"other_loans_yuan": 1, "liabilities_yuan": 0}, "other_loans_yuan"),
        ({"other_loans_yuan": 0, "liabilities_yuan": 0}, ""),
        ({"other_loans_yuan": 20_001}, ""),
    ],
    ids=str,
)
def test_figures_far_apart_are_told(household: Row, column: str) -> None:
    assert told(found(household)) == ([f"FIGURES_APART households 0 {column}"] if column else [])


def test_a_household_whose_figures_are_not_known_ends_no_comparison_of_the_others() -> None:
    rows: list[Row] = [{"household_id": "A1"}, {"household_id": "A2", "expense_yuan": 90_001, "income_yuan": 30_000}]
    assert told(doubts(table(HOUSEHOLDS, rows), table(MEMBERS, []), table(RATINGS, []), VALUES, DAY, CAP)) == [
        "FIGURES_APART households 1 expense_yuan"
    ]


@pytest.mark.parametrize(
    ("household", "members", "codes"),
    [
        ({"size": 2}, [FATHER, {"relation": "妻"}], []),
        ({"size": 3}, [FATHER, {"relation": "妻"}], ["SIZE_DIFFERS households 0 size"]),
        ({"size": 1}, [FATHER, {"relation": "妻"}], ["SIZE_DIFFERS households 0 size"]),
        ({"size": 3}, [{"relation": "妻"}, {"relation": "子"}], []),
        ({"size": 2}, [{"relation": "妻"}, {"relation": "子"}], ["SIZE_DIFFERS households 0 size"]),
        ({"size": 9}, [], []),
        ({"labour_count": 2}, [FATHER, {"relation": "妻"}], []),
        ({"labour_count": 3}, [FATHER, {"relation": "妻"}], ["LABOUR_ABOVE_MEMBERS households 0 labour_count"]),
        ({"labour_count": 3}, [], []),
        ({"labour_count": 3, "size": 3}, [], []),
        ({"labour_count": 4, "size": 3}, [], ["LABOUR_ABOVE_MEMBERS households 0 labour_count"]),
        ({"labour_count": 1, "size": 1}, [FATHER, {"relation": "妻"}], ["SIZE_DIFFERS households 0 size"]),
        (
            {"labour_count": 2, "size": 1},
            [FATHER, {"relation": "妻"}],
            ["SIZE_DIFFERS households 0 size", "LABOUR_ABOVE_MEMBERS households 0 labour_count"],
        ),
        (
            {"labour_count": 3, "size": 4},
            [FATHER, {"relation": "妻"}],
            ["SIZE_DIFFERS households 0 size", "LABOUR_ABOVE_MEMBERS households 0 labour_count"],
        ),
    ],
    ids=str,
)
def test_persons_and_labour_are_compared_with_the_members_listed(
    household: Row, members: list[Row], codes: list[str]
) -> None:
    assert told(found(household, members)) == codes


@pytest.mark.parametrize("word", ["birth_date", "id_number"])
@pytest.mark.parametrize(
    ("born", "code"),
    [
        (DAY, ""),
        (date(2016, 5, 4), "BIRTH_LATE"),
        (date(1901, 1, 1), ""),
        (date(1895, 5, 4), ""),
        (date(1895, 5, 3), "AGE_HIGH"),
    ],
)
def test_a_birth_to_come_or_beyond_any_age_is_told(word: str, born: date, code: str) -> None:
    given = born if word == "birth_date" else number(born)
    assert told(found({}, [{word: given}])) == ([f"{code} members 0 {word}"] if code else [])
    if word == "id_number":
        assert told(found({word: given})) == ([f"{code} households 0 {word}"] if code else [])


def test_whether_a_newborn_is_older_than_any_is_not_whether_the_birth_is_to_come() -> None:
    oldest = set_to("plausibility.oldest_age=0:exclusive").values("plausibility")
    assert told(found({}, [{"birth_date": DAY}], (), oldest)) == ["AGE_HIGH members 0 birth_date"]
    assert told(found({}, [{"birth_date": DAY + timedelta(days=1)}], (), oldest)) == ["BIRTH_LATE members 0 birth_date"]


def test_an_age_is_known_from_the_day_of_birth_on_and_not_before() -> None:
    tomorrow = DAY + timedelta(days=1)
    assert told(found({}, [{"birth_date": DAY, "age": 10}])) == ["AGE_DIFFERS members 0 age"]
    assert told(found({}, [{"birth_date": tomorrow, "age": 10}])) == ["BIRTH_LATE members 0 birth_date"]
    assert told(found({}, [{"relation": "户主", "birth_date": DAY}])) == ["RELATION_UNDER_AGE members 0 birth_date"]
    assert told(found({}, [{"relation": "户主", "birth_date": tomorrow}])) == ["BIRTH_LATE members 0 birth_date"]


def test_the_age_of_a_head_known_by_the_households_row_counts_from_the_day_of_birth_on() -> None:
    child = {"relation": "儿子", "age": 10}
    assert told(found({"id_number": number(DAY)}, [child])) == ["RELATION_NOT_YOUNGER members 0 age"]
    tomorrow = number(DAY + timedelta(days=1))
    assert told(found({"id_number": tomorrow}, [child])) == ["BIRTH_LATE households 0 id_number"]


def test_an_age_beyond_any_is_told() -> None:
    assert found({}, [{"age": 120}]) == []
    assert told(found({}, [{"age": 121}])) == ["AGE_HIGH members 0 age"]


@pytest.mark.parametrize(("age", "doubtful"), [(45, True), (46, False), (48, False), (50, False), (51, True)])
@pytest.mark.parametrize("given", [{"birth_date": date(1968, 5, 3)}, {"id_number": number(date(1968, 5, 3))}], ids=str)
def test_an_age_may_be_two_years_from_the_birth_date(given: Row, age: int, doubtful: bool) -> None:
    assert told(found({}, [{**given, "age": age}])) == (["AGE_DIFFERS members 0 age"] if doubtful else [])


@pytest.mark.parametrize(
    ("born", "doubtful"),
    [
        (date(1968, 5, 3), False),
        (date(1968, 7, 2), False),
        (date(1968, 7, 3), True),
        (date(1968, 3, 4), False),
        (date(1968, 3, 3), True),
    ],
)
@pytest.mark.parametrize("as_number", [number, old_number])
def test_a_birth_date_may_be_sixty_days_from_that_of_the_id_number(born: date, doubtful: bool, as_number: Any) -> None:
    member = {"birth_date": born, "id_number": as_number(date(1968, 5, 3))}
    assert told(found({}, [member])) == (["BIRTH_DIFFERS members 0 birth_date"] if doubtful else [])


@pytest.mark.parametrize(("relation", "least"), [("户主", 18), ("本人", 18), ("配偶", 20), ("妻", 20)])
def test_heads_and_spouses_are_grown_up(relation: str, least: int) -> None:
    assert found({}, [{"relation": relation, "age": least}]) == []
    assert found({}, [{"relation": relation, "birth_date": years_ago(least)}]) == []
    assert told(found({}, [{"relation": relation, "age": least - 1}])) == ["RELATION_UNDER_AGE members 0 age"]


@pytest.mark.parametrize(
    ("relation", "fits", "doubtful", "code"),
    [
        ("儿子", 35, 36, "RELATION_NOT_YOUNGER"),
        ("女", 35, 60, "RELATION_NOT_YOUNGER"),
        ("儿媳", 49, 50, "RELATION_NOT_YOUNGER"),
        ("孙子", 20, 21, "RELATION_NOT_YOUNGER"),
        ("父亲", 65, 64, "RELATION_NOT_OLDER"),
        ("岳母", 65, 20, "RELATION_NOT_OLDER"),
        ("奶奶", 80, 79, "RELATION_NOT_OLDER"),
    ],
)
def test_generations_are_years_apart(relation: str, fits: int, doubtful: int, code: str) -> None:
    assert found({}, [FATHER, {"relation": relation, "age": fits}]) == []
    assert told(found({}, [FATHER, {"relation": relation, "age": doubtful}])) == [f"{code} members 1 age"]
    assert told(found({}, [{"relation": relation, "birth_date": years_ago(doubtful)}, FATHER])) == [
        f"{code} members 0 birth_date"
    ]


def test_the_heads_age_is_known_from_the_households_own_row_too() -> None:
    son = {"relation": "儿子", "age": 60}
    assert found({}, [son]) == []
    assert told(found({"id_number": number(years_ago(50))}, [son])) == ["RELATION_NOT_YOUNGER members 0 age"]


def test_an_age_is_taken_from_the_birth_date_then_the_id_number_then_the_cell() -> None:
    child, grown = years_ago(10), years_ago(30)
    by_birth = {"relation": "户主", "birth_date": child, "id_number": number(child), "age": 10}
    assert told(found({}, [by_birth])) == ["RELATION_UNDER_AGE members 0 birth_date"]
    assert told(found({}, [{"relation": "户主", "id_number": number(child)}])) == [
        "RELATION_UNDER_AGE members 0 id_number"
    ]
    assert told(found({}, [{"relation": "户主", "birth_date": grown, "age": 10}])) == ["AGE_DIFFERS members 0 age"]


def test_other_relations_and_health_or_marriage_are_not_judged() -> None:
    assert (
        found(
            {},
            [FATHER, {"relation": "弟弟", "age": 3}, {"relation": "外甥", "age": 90, "labour": "无", "note": "残疾"}],
        )
        == []
    )


@pytest.mark.parametrize("as_number", [number, old_number])
def test_an_id_number_of_the_other_sex_than_the_relation_is_told(as_number: Any) -> None:
    man, woman = as_number(years_ago(50)), as_number(years_ago(50), male=False)
    told_so = ["ID_NOT_OF_RELATION members 0 id_number"]
    assert (
        found({}, [{"relation": "妻", "id_number": woman}]) == found({}, [{"relation": "丈夫", "id_number": man}]) == []
    )
    assert told(found({}, [{"relation": "妻", "id_number": man}])) == told_so
    assert told(found({}, [{"relation": "丈夫", "id_number": woman}])) == told_so
    for relation in ("户主", "配偶", "子", "爱人"):
        assert found({}, [{"relation": relation, "id_number": man}, {"relation": relation, "id_number": woman}]) == []


@pytest.mark.parametrize(
    ("income", "amount", "code"),
    [
        (None, 3_000_000, ""),
        (None, 3_000_001, "RATING_LARGE"),
        (10_000, 200_000, ""),
        (10_000, 200_001, "RATING_LARGE"),
        (0, 200_001, ""),
        (None, 500, ""),
        (None, 499, "FIGURE_SMALL"),
        (None, 5, "FIGURE_SMALL"),
        (None, 1, "FIGURE_SMALL"),
        (None, 0, ""),
        (None, 500_000_000, "RATING_LARGE"),
    ],
)
def test_a_rating_in_the_wrong_unit_is_told(income: int | None, amount: int, code: str) -> None:
    ratings = [{"amount_yuan": 50_000}, {"amount_yuan": amount}]
    assert told(found({"income_yuan": income}, (), ratings)) == ([f"{code} ratings 1 amount_yuan"] if code else [])


def test_a_rating_that_is_not_given_ends_no_look_at_the_others() -> None:
    assert told(found({}, (), [{}, {"amount_yuan": 0}, {"amount_yuan": 499}])) == ["FIGURE_SMALL ratings 2 amount_yuan"]


SAID: Sequence[tuple[tuple[Row, Sequence[Row], Sequence[Row]], str]] = [
    (({"income_yuan": 1_000_001}, [], []), "家庭年收入 is above 1,000,000, more than is usual"),
    (({"income_yuan": 99}, [], []), "家庭年收入 is under 100 yuan; perhaps it was meant in 万元"),
    (({"expense_yuan": 90_001, "income_yuan": 30_000}, [], []), "家庭年支出 is more than 300 % of 家庭年收入"),
    (({"other_loans_yuan": 2, "liabilities_yuan": 0}, [], []), "他行贷款 is more than 100 % of 总负债"),
    (({"size": 3}, [FATHER], []), "家庭人口 is not the number of persons listed, the head included (1)"),
    (({"labour_count": 2}, [FATHER], []), "劳动力人数 is above the number of persons (1)"),
    (({}, [{"birth_date": date(2016, 5, 4)}], []), "the birth date in 出生日期 is after 2016-05-03"),
    (({}, [{"birth_date": date(1895, 5, 3)}], []), "by 出生日期 this person is over 120 years old"),
    (({}, [{"age": 121}], []), "by 年龄 this person is over 120 years old"),
    (({}, [{"birth_date": date(1966, 5, 3), "age": 40}], []), "年龄 and the birth date differ by more than 2 years"),
    (
        ({}, [{"birth_date": date(1966, 5, 3), "id_number": number(date(1966, 9, 3))}], []),
        "出生日期 and the birth date in the ID number differ by more than 60 days",
    ),
    (({}, [{"relation": "户主", "age": 17}], []), "a person of this relation should be 18 years old or more"),
    (
        ({}, [FATHER, {"relation": "儿子", "age": 40}], []),
        "a person of this relation should be 15 years or more younger than the head",
    ),
    (
        ({}, [FATHER, {"relation": "奶奶", "age": 60}], []),
        "a person of this relation should be 30 years or more older than the head",
    ),
    (
        ({}, [{"relation": "妻", "id_number": number(date(1966, 9, 3))}], []),
        "by 身份证号 this is a person of the other sex than the relation says",
    ),
    (({}, [], [{"amount_yuan": 499}]), "建议额度 is under 500 yuan; perhaps it was meant in 万元"),
    (
        ({}, [], [{"amount_yuan": 3_000_001}]),
        "建议额度 is more than 10 times 最高额度; perhaps the unit is wrong",
    ),
    (
        ({"income_yuan": 10_000}, [], [{"amount_yuan": 200_001}]),
        "建议额度 is more than 20 times 家庭年收入; perhaps the unit is wrong",
    ),
]


@pytest.mark.parametrize(("tables", "said"), SAID, ids=lambda part: part if isinstance(part, str) else "")
def test_what_is_doubted_is_told_with_its_figures(tables: tuple[Row, Sequence[Row], Sequence[Row]], said: str) -> None:
    assert sentences(found(*tables)) == [said]


BORN = date(1968, 5, 3)
THRESHOLDS: Mapping[str, Callable[[int], tuple[Row, Sequence[Row], Sequence[Row]]]] = {
    "head_from_age": lambda n: ({}, [{"relation": "户主", "age": n}], []),
    "spouse_from_age": lambda n: ({}, [{"relation": "妻", "age": n}], []),
    "generation_years": lambda n: ({}, [FATHER, {"relation": "儿子", "age": 50 - n}], []),
    "grandparent_years": lambda n: ({}, [FATHER, {"relation": "奶奶", "age": 50 + n}], []),
    "child_in_law_years": lambda n: ({}, [FATHER, {"relation": "儿媳", "age": 50 - n}], []),
    "oldest_age": lambda n: ({"id_number": number(years_ago(n))}, [{"age": n}, {"birth_date": years_ago(n)}], []),
    "age_apart_years": lambda n: ({}, [{"birth_date": BORN, "age": 48 + n}], []),
    "birth_apart_days": lambda n: ({}, [{"birth_date": BORN + timedelta(days=n), "id_number": number(BORN)}], []),
    "income_at_most_yuan": lambda n: ({"income_yuan": n}, [], []),
    "assets_at_most_yuan": lambda n: ({"assets_yuan": n}, [], []),
    "liabilities_at_most_yuan": lambda n: ({"liabilities_yuan": n}, [], []),
    "farmland_at_most_mu": lambda n: ({"farmland_mu": float(n)}, [], []),
    "floor_area_at_most_m2": lambda n: ({"floor_area_m2": float(n)}, [], []),
    "least_yuan": lambda n: ({"income_yuan": n}, [], []),
    "apart_from_yuan": lambda n: ({"expense_yuan": n, "income_yuan": 0}, [], []),
    "expense_percent": lambda n: ({"expense_yuan": n * 1000, "income_yuan": 100_000}, [], []),
    "liabilities_percent": lambda n: ({"liabilities_yuan": n * 1000, "assets_yuan": 100_000}, [], []),
    "other_loans_percent": lambda n: ({"other_loans_yuan": n * 1000, "liabilities_yuan": 100_000}, [], []),
    "rating_least_yuan": lambda n: ({}, [], [{"amount_yuan": n}]),
    "rating_times_income": lambda n: ({"income_yuan": 10_000}, [], [{"amount_yuan": n * 10_000}]),
    "rating_times_cap": lambda n: ({}, [], [{"amount_yuan": n * CAP}]),
}
"""A household of which the figure that the threshold is of is n."""


@pytest.mark.parametrize("bound", ["inclusive", "exclusive"])
@pytest.mark.parametrize("name", THRESHOLDS)
def test_whether_a_threshold_itself_is_doubtful_is_the_policys_bound(name: str, bound: str) -> None:
    value = VALUES.number(name)
    values = set_to(f"plausibility.{name}={value}:{bound}").values("plausibility")
    doubted = [bool(found(*THRESHOLDS[name](value + step), values)) for step in (-1, 0, 1)]
    fits = bound == "inclusive"
    below = name.startswith(("head", "spouse", "generation", "grandparent", "child_in_law", "least", "rating_least"))
    if name == "apart_from_yuan":  # where the comparing begins
        assert doubted == [False, fits, True]
    else:
        assert doubted == ([True, not fits, False] if below else [False, not fits, True])


def test_every_number_of_the_policy_is_such_a_threshold() -> None:
    numbers = [one for one in DEFAULT.parameters if one.rule == "plausibility"]
    assert {one.name for one in numbers} == THRESHOLDS.keys()
    assert all(one.threshold and one.side for one in numbers)


@pytest.mark.parametrize(
    ("name", "household", "members", "said"),
    [
        ("income_at_most_yuan", {"income_yuan": 1_000_000}, [], "家庭年收入 is above 999,999, more than is usual"),
        ("least_yuan", {"income_yuan": 100}, [], "家庭年收入 is under 101 yuan; perhaps it was meant in 万元"),
        ("oldest_age", {}, [{"age": 120}], "by 年龄 this person is over 119 years old"),
        (
            "head_from_age",
            {},
            [{"relation": "户主", "age": 18}],
            "a person of this relation should be 19 years old or more",
        ),
    ],
)
def test_what_is_said_is_true_of_the_threshold_itself(
    name: str, household: Row, members: Sequence[Row], said: str
) -> None:
    values = set_to(f"plausibility.{name}={VALUES.number(name)}:exclusive").values("plausibility")
    (doubt,) = found(household, members, (), values)
    assert CATALOGUE[doubt.code].message.format(**doubt.params) == said


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "relation": st.sampled_from([None, "邻居", *RELATIONS]),
                "birth_date": st.none() | st.dates(date(1901, 1, 1), date(2199, 12, 31)),
                "id_number": st.none() | st.dates(date(1901, 1, 1), date(1999, 12, 31)).map(number),
                "age": st.none() | st.integers(0, 130),
            }
        ),
        max_size=6,
    ),
    st.fixed_dictionaries(
        {name: st.none() | st.integers(0, 10**9) for name in ("income_yuan", "expense_yuan", "assets_yuan", "size")}
    ),
)
def test_every_doubt_has_its_words_and_names_a_cell(members: list[Row], household: Row) -> None:
    for doubt in found(household, members, [{"amount_yuan": household["income_yuan"]}]):
        kind = CATALOGUE[doubt.code]
        assert kind.severity == "warning"
        assert "{" not in kind.message.format(**doubt.params) + kind.remedy.format(**doubt.params)
        assert doubt.row < {"households": 1, "members": len(members), "ratings": 1}[doubt.table]
        names = {"households": HOUSEHOLDS, "members": MEMBERS, "ratings": RATINGS}[doubt.table]
        assert doubt.column in {column.name for column in names}
