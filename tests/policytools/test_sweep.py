"""``--vary``: the value that is meant, and its steps, exact to the last."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules.deciding import set_to

from gridcredit.errors import UsageError
from gridcredit.policy import Policy
from gridcredit.policytools.sweep import MOST_STEPS, sweep, with_value

DEFAULT = set_to("")


def steps(text: str, policy: Policy = DEFAULT) -> tuple[str, list[object]]:
    parameter, values = sweep(text, policy)
    return parameter.key, [value.value for value in values]


@pytest.mark.parametrize(
    "text",
    [
        "closeness=0.1:0.5:0.05",
        "reconcile.closeness_percent=10:50:5",
        "closeness_percent=10:50:5",
        " closeness = 10 : 50 : 5 ",
        "closeness=10:54:5",
    ],
)
def test_a_percentage_may_be_a_fraction_and_its_name_a_part(text: str) -> None:
    assert steps(text) == ("reconcile.closeness_percent", [10, 15, 20, 25, 30, 35, 40, 45, 50])


def test_of_several_the_one_is_meant_that_has_an_effect() -> None:
    by_yuan = set_to("closeness_measure=yuan")
    assert steps("closeness=1000:3000:1000", by_yuan) == ("reconcile.closeness_yuan", [1000, 2000, 3000])
    assert steps("closeness=10:20:10")[0] == "reconcile.closeness_percent"
    with pytest.raises(UsageError, match="name one"):
        sweep("closeness=10:20:10", set_to("closeness_measure=greater"))


def test_the_bound_and_the_source_stay() -> None:
    _parameter, values = sweep("closeness_percent=10:20:10", set_to("closeness_percent=20:exclusive"))
    assert [(value.bound, value.document) for value in values] == [("exclusive", "letter")] * 2


def test_one_step_where_first_and_last_are_one() -> None:
    assert steps("minimum_ratings=3:3:1") == ("counting.minimum_ratings", [3])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("closeness", "write NAME=FIRST:LAST:STEP"),
        ("closeness=1:2", "write NAME=FIRST:LAST:STEP"),
        ("closeness=a:b:c", "write NAME=FIRST:LAST:STEP"),
        ("closeness=1:inf:1", "write NAME=FIRST:LAST:STEP"),
        ("=1:2:1", "write NAME=FIRST:LAST:STEP"),
        ("closeness=20:10:5", "STEP is above 0"),
        ("closeness=10:20:0", "STEP is above 0"),
        ("closeness=10:20:-5", "STEP is above 0"),
        ("minimum_ratings=0.5:1:0.5", "no percentage is called"),
        ("closeness=0.1:0.5:0.001", "more than"),
        ("closeness=0.105:0.2:0.05", "whole numbers"),
        ("strategy=1:2:1", "no number is called"),
        ("moon=1:2:1", "no number is called"),
        ("yuan=1:2:1", "name one"),
        ("closeness_percent=90:110:10", "between"),
    ],
)
def test_what_cannot_be_varied_is_refused_in_words(text: str, said: str) -> None:
    with pytest.raises(UsageError) as refused:
        sweep(text, DEFAULT)
    assert said in refused.value.message


@given(st.integers(0, 100), st.integers(1, 100), st.integers(0, 100))
def test_a_fraction_gives_the_steps_of_its_percentages(first: int, step: int, more: int) -> None:
    last = min(first + more, 100)
    whole = steps(f"closeness_percent={first}:{last}:{step}")
    assert whole[1] == list(range(first, last + 1, step))
    low, high, by = (Decimal(number) / 100 for number in (first, last, step))
    if any(part != part.to_integral_value() for part in (low, high, by)):
        assert steps(f"closeness_percent={low}:{high}:{by}") == whole


def test_no_more_steps_than_are_sensible() -> None:
    assert len(steps(f"household_cap_yuan=1:{MOST_STEPS}:1")[1]) == MOST_STEPS
    with pytest.raises(UsageError):
        sweep(f"household_cap_yuan=1:{MOST_STEPS + 1}:1", DEFAULT)


def test_the_value_holds_in_the_policy_whatever_its_date() -> None:
    parameter, (value,) = sweep("closeness_percent=7:7:1", DEFAULT)
    changed = with_value(DEFAULT, parameter, value)
    assert changed.day == DEFAULT.day == date(2016, 5, 3)
    assert changed.values("reconcile").number("closeness_percent") == 7
    assert changed.values("reconcile").word("strategy") == "close_or_compromise"
