"""Officers who rate the household they belong to."""

import pytest

from gridcredit.decisions import board_of, decide, steps
from gridcredit.policy import Policy
from gridcredit.reports.labels import sentence
from gridcredit.rules import own_household
from gridcredit.schema import Columns
from rules.deciding import DEFAULT, ratings, set_to

ZHANG = "990101197001011235"
OTHER = "990101197102022341"
HOUSEHOLDS: Columns = {"household_id": ["1"], "head": ["张一"], "id_number": [ZHANG]}
GIVEN = ratings([("1", officer, 50_000, None, None) for officer in ("张 一", "李二", "王三", "赵四")])


def policy(same_person: str, same_name: str) -> Policy:
    return set_to(f"same_person={same_person} same_name={same_name}")


def counting(households: Columns, officer_id: str | None, in_force: Policy, members: Columns | None = None) -> int:
    given = {**GIVEN, "officer_id": [officer_id, None, None, None]}
    return int(decide(households, members or {}, given, None, in_force)["counting_ratings"][0])


@pytest.mark.parametrize(
    ("officer_id", "same_person", "same_name", "count"),
    [
        (ZHANG, "count", "count", 4),
        (ZHANG, "set_aside", "count", 3),
        (ZHANG, "count", "set_aside", 4),
        (None, "set_aside", "count", 4),
        (None, "count", "set_aside", 3),
        (OTHER, "set_aside", "set_aside", 4),
    ],
)
def test_a_rating_of_the_own_household_is_set_aside_where_the_policy_says_so(
    officer_id: str | None, same_person: str, same_name: str, count: int
) -> None:
    assert counting(HOUSEHOLDS, officer_id, policy(same_person, same_name)) == count


def test_a_member_of_the_household_is_one_as_much_as_its_head() -> None:
    alone = {**HOUSEHOLDS, "head": ["钱五"], "id_number": [OTHER]}
    members: Columns = {"household_id": ["1"], "name": ["张一"], "id_number": [ZHANG]}
    assert counting(alone, ZHANG, policy("set_aside", "set_aside")) == 4
    assert counting(alone, ZHANG, policy("set_aside", "set_aside"), members) == 3


def test_what_was_set_aside_is_a_reason_and_may_leave_too_few() -> None:
    given = {name: column[:3] for name, column in GIVEN.items()} | {"officer_id": [ZHANG, None, None]}
    found = decide(HOUSEHOLDS, {}, given, None, policy("set_aside", "count"))
    assert (found["status"], found["reason_codes"]) == (["no_conclusion"], ["OWN_HOUSEHOLD;TOO_FEW_RATINGS"])


def test_by_default_they_count() -> None:
    assert counting(HOUSEHOLDS, ZHANG, DEFAULT) == 4


@pytest.mark.parametrize(
    ("same_person", "same_name", "officer_id", "told"),
    [
        ("set_aside", "count", ZHANG, "officer 张 一 belongs to this household: the rating is set aside"),
        ("set_aside", "set_aside", None, "officer 张 一 belongs to this household: the rating is set aside"),
        (
            "count",
            "set_aside",
            None,
            "officer 张 一 has the name of a person of this household: the rating is set aside",
        ),
        ("set_aside", "count", OTHER, ""),
        ("count", "count", ZHANG, ""),
    ],
)
def test_what_was_set_aside_is_told_with_the_values_that_it_goes_by(
    same_person: str, same_name: str, officer_id: str | None, told: str
) -> None:
    in_force = policy(same_person, same_name)
    given = {**GIVEN, "officer_id": [officer_id, None, None, None]}
    board = board_of(HOUSEHOLDS, {}, given, None, in_force)
    values = next(values for rule, values in steps(board, in_force) if rule is own_household)
    found = [(sentence(step), step.names) for step in own_household.explain(board, 0, values)]
    asked = {"same_person": same_person, "same_name": same_name}
    assert found == ([(told, tuple(name for name, word in asked.items() if word == "set_aside"))] if told else [])


def test_only_ratings_of_the_own_household_are_set_aside() -> None:
    households = {"household_id": ["1", "2"], "head": ["钱五", "张一"], "id_number": [OTHER, ZHANG]}
    rows = [(key, officer, 50_000, None, None) for key in ("1", "2") for officer in ("张一", "李二", "王三")]
    found = decide(households, {}, ratings(rows), None, policy("count", "set_aside"))
    assert found["counting_ratings"] == [3, 2]
    assert found["reason_codes"] == ["", "OWN_HOUSEHOLD;TOO_FEW_RATINGS"]


@pytest.mark.parametrize(
    ("same_person", "lacks", "model"),
    [("count", "car:行驶证", 20_000), ("set_aside", "", None)],
)
def test_what_an_officer_says_whose_rating_is_set_aside_is_not_heard(
    same_person: str, lacks: str, model: int | None
) -> None:
    """Only with the officer of the household itself do most say that it has a car."""
    in_force = set_to("shape=additive", policy(same_person, "count"))
    given = {**GIVEN, "officer_id": [ZHANG, None, None, None], "car": ["yes", "yes", "no", None]}
    found = decide(HOUSEHOLDS, {}, given, None, in_force)
    assert (found["missing_documents"], found["model_yuan"]) == ([lacks], [model])
