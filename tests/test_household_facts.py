"""What is known of a household: its own row, else what most officers say; and whether a table's row holds for it."""

from datetime import date
from typing import Any

import pytest

from gridcredit import policy
from gridcredit.errors import PolicyError
from gridcredit.household_facts import FACTS, OF_HOUSEHOLDS, OF_OFFICERS, Value, check, faults, known, rows_for
from gridcredit.i18n import _
from gridcredit.policy import Row
from gridcredit.policy import Value as Setting
from gridcredit.schema import HOUSEHOLDS, STATED, Columns

Said = tuple[Value | None, ...]


def fact(name: str, own: Any = None, said: Said = (), **others: Any) -> Value | None:
    """What is known of one household; ``said``: what its officers state."""
    households: Columns = {"household_id": ["1"]} | ({name: [own]} if name in OF_HOUSEHOLDS else {})
    ratings: dict[str, list[Any]] = {"household_id": ["1"] * len(said)}
    if name in OF_OFFICERS:
        ratings[name] = list(said)
    return known(households, ratings | others, [name])[name][0]


def test_facts_are_columns_of_households_and_of_what_officers_state() -> None:
    columns = {column.name for column in (*HOUSEHOLDS, *STATED)} | {"counted_assets_yuan"}
    assert set(FACTS) <= columns and set(OF_HOUSEHOLDS) | set(OF_OFFICERS) < set(FACTS)
    assert "model_yuan" not in FACTS  # what a sheet reckons is no fact


def test_the_households_own_row_beats_its_officers() -> None:
    assert fact("business", "小超市", ("务工", "务工", "务工")) == "小超市"
    assert fact("business", None, ("务工", "务工", "小超市")) == "务工"


@pytest.mark.parametrize(
    ("said", "car"),
    [
        (("yes",), "yes"),
        (("yes", "yes", "no"), "yes"),
        (("no", "no", "yes"), "no"),
        (("yes", "yes", None), "yes"),
        (("yes", None, None), "yes"),
        (("yes", "no"), None),
        (("yes", "no", None), None),
        (("yes", "yes", "no", "no"), None),
        (("yes", "yes", "no", "no", "yes"), "yes"),
        ((None, None, None), None),
        ((), None),
    ],
    ids=str,
)
def test_more_than_half_of_the_officers_who_state_a_fact_make_it_known(said: Said, car: str | None) -> None:
    assert fact("car", said=said) == car


@pytest.mark.parametrize(
    ("said", "house"),
    [
        ((300_000, 300_000, 250_000), 300_000),
        ((300_000, 250_000, 200_000), None),
        ((0, 0, 250_000), 0),
        (("三间平房", " 三间 平房", 300_000), "三间平房"),
    ],
    ids=str,
)
def test_figures_are_taken_as_the_majority_states_them_and_never_averaged(said: Said, house: Value | None) -> None:
    assert fact("house", said=said) == house


def test_an_officer_who_does_not_know_the_household_is_not_heard() -> None:
    assert fact("car", said=("yes", "no", "no"), knows=["yes", "no", "no"]) == "yes"
    assert fact("car", said=("yes", "no", "no"), knows=[None, None, None]) == "no"
    assert fact("car", said=("yes", "yes"), knows=["no", "no"]) is None


def test_a_rating_that_was_set_aside_is_passed_over() -> None:
    ratings: Columns = {"household_id": ["1", "1", "1"], "car": ["yes", "yes", "no"]}
    assert known({"household_id": ["1"]}, ratings, ["car"])["car"] == ["yes"]
    assert known({"household_id": ["1"]}, ratings, ["car"], passed_over={0})["car"] == [None]
    assert known({"household_id": ["1"]}, ratings, ["car"], passed_over={0, 1})["car"] == ["no"]


def test_each_household_has_its_own_facts_in_the_order_of_the_roster() -> None:
    households: Columns = {"household_id": ["2", "1", "3"], "business": [None, "货运", None]}
    ratings: Columns = {"household_id": ["1", "2"], "car": ["yes", "no"], "business": [None, "务农"]}
    found = known(households, ratings, ["car", "business"])
    assert found == {"car": ["no", "yes", None], "business": ["务农", "货运", None]}


@pytest.mark.parametrize(("own", "whole"), [(None, None), (0.0, 0), (3.0, 3), (3.9, 3), (0.5, 0)])
def test_areas_count_in_whole_units_rounded_down(own: float | None, whole: int | None) -> None:
    assert fact("farmland_mu", own) == whole


def test_zero_is_known_and_a_blank_is_not() -> None:
    assert fact("income_yuan", 0) == 0
    assert fact("income_yuan") is None
    assert known({"household_id": ["1"]}, {"household_id": []}, ["counted_assets_yuan"]) == {
        "counted_assets_yuan": [None]
    }
    assert known({"household_id": ["1"]}, {"household_id": []}, ["counted_assets_yuan"], [7]) == {
        "counted_assets_yuan": [7]
    }


ROWS: tuple[Row, ...] = (
    {"fact": "house", "at_most": 0, "gives": 0},
    {"fact": "house", "above": 0, "gives": 1},
    {"fact": "car", "is": ("有",), "gives": 2},
    {"fact": "car", "is": ("no",), "gives": 3},
    {"fact": "business", "is": ("种植", "Small Shop"), "gives": 4},
    {"fact": "business", "is": ("养殖",), "gives": 5},
    {"fact": "business", "gives": 6},
)


@pytest.mark.parametrize(
    ("name", "value", "gives"),
    [
        ("house", 0, 0),
        ("house", 1, 1),
        ("house", "三间平房", None),
        ("house", None, None),
        ("car", "yes", 2),
        ("car", "no", 3),
        ("business", "种植", 4),
        ("business", "种 植", 4),
        ("business", "ｓｍａｌｌ　ｓｈｏｐ", 4),
        ("business", "养殖、种植", 4),
        ("business", "货运；养殖", 5),
        ("business", "种植大户", 6),
        ("business", "货运", 6),
        ("business", None, None),
        ("work", "货运", None),
    ],
)
def test_the_first_row_that_holds_counts_and_the_row_for_the_rest_only_then(
    name: str, value: Value | None, gives: int | None
) -> None:
    for rows in (ROWS, (ROWS[-1], *ROWS[:-1])):
        row = rows_for(rows, name, [value])[value]
        assert (row["gives"] if row else None) == gives


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ({"fact": "car", "at_least": 1}, "有无车辆 is words; name the words, no edges"),
        ({"fact": "reputation", "below": 3}, "客户信誉度 is words; name the words, no edges"),
        ({"fact": "income_yuan", "is": ("高",)}, "家庭年收入 is a number; use edges, not words"),
        ({"fact": "labour_count", "is": ("2",)}, "劳动力人数 is a number; use edges, not words"),
        ({"fact": "car", "is": ("有", "很多")}, "有无车辆 is never 很多"),
        ({"fact": "residence_status", "is": ("away",)}, None),
        ({"fact": "residence_status", "is": ("举家外出",)}, None),
        ({"fact": "house", "is": ("20-40万",)}, None),
        ({"fact": "house", "above": 5}, None),
        ({"fact": "reputation", "is": ("好",)}, None),
        ({"fact": "income_yuan", "at_least": 5}, None),
        ({"fact": "car"}, None),
    ],
    ids=str,
)
def test_a_row_that_no_household_can_meet_is_a_fault(row: Row, fault: str | None) -> None:
    told = [_(message).format(**params) for _number, message, params in faults([ROWS[0], row])]
    assert told == ([fault] if fault else [])


def test_the_shipped_tables_have_no_such_row_and_a_banks_is_named_with_its_place() -> None:
    book = policy.load()
    check(book)
    day = date(2016, 1, 1)
    rows: tuple[Row, ...] = ({"fact": "car", "is": ("有",), "gives": 1}, {"fact": "car", "below": 2, "gives": 0})
    wrong = Setting(rows, day, day, "letter", "1")
    with pytest.raises(PolicyError) as refused:
        check(book.with_value("base_model", "checklist", wrong))
    assert refused.value.params["place"] == "base_model.checklist 2016-01-01 [2]"
