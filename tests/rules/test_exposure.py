"""Several loans in one household: what counts, once, and what happens above the cap."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridcredit import policy
from gridcredit.decisions import board_of, decide, steps
from gridcredit.policy import Policy, Setting, Value
from gridcredit.related import WAYS
from gridcredit.rules import exposure
from gridcredit.rules.exposure import Exposures, Item
from gridcredit.schema import Columns
from rules.deciding import DEFAULT, Case, by_row, cases, expected, name, outcome, ratings

DAY = DEFAULT.day
HUSBAND, WIFE, SON = "990101197001011235", "990101197102022341", "990101199503033459"
Facts = dict[str, Any]


def with_values(bound: str = "inclusive", **values: Setting) -> Policy:
    book = policy.load()
    for key, value in values.items():
        own = bound if key in ("exposure_cap_yuan", "shared_by") else None
        book = book.with_value("exposure", key, Value(value, date(2016, 1, 1), DAY, "letter", "1", own))
    return book.on(DAY)


NAMES = ("household_id", "head", "id_number", "phone", "address", "other_loans_yuan", "guarantees_yuan", "registration_status")  # fmt: skip
OF_MEMBERS = ("household_id", "name", "relation", "id_number", "birth_date", "phone")


def table(rows: Sequence[Facts], names: Sequence[str] = NAMES) -> Columns:
    return {name: [row.get(name) for row in rows] for name in names}


def village(*rows: Facts) -> list[Facts]:
    """``line``: what the three officers agree on, 50,000 where none is named, 0 for no ratings."""
    return [{"household_id": str(number)} | row for number, row in enumerate(rows, start=1)]


def decided(rows: Sequence[Facts], people: Sequence[Facts] = (), in_force: Policy = DEFAULT) -> list[Facts]:
    given_all = [
        (row["household_id"], officer, row.get("line", 50_000), None, None)
        for row in rows
        for officer in ("甲", "乙", "丙")
        if row.get("line", 50_000)
    ]
    return by_row(decide(table(rows), table(people, OF_MEMBERS), ratings(given_all), None, in_force))


def exposed(rows: Sequence[Facts], people: Sequence[Facts] = (), in_force: Policy = DEFAULT) -> list[int]:
    return [row["exposure_yuan"] for row in decided(rows, people, in_force)]


OWN = cases("""
| line   | loans  | guarantees | percent | exposure |
|--------|--------|------------|---------|----------|
| 50000  | 0      | 0          | 100     | 50000    |
| 50000  | 30000  | 20000      | 100     | 100000   |
| 50000  | 30000  | 20000      | 50      | 90000    |
| 50000  | 30000  | 20000      | 0       | 80000    |
| 50000  | 0      | 1          | 50      | 50001    |
| 50000  | 0      | 3          | 50      | 50002    |
| 50000  | 0      | 20000      | 150     | 80000    |
| 50000  | –      | 20000      | 100     | 70000    |
| 50000  | 30000  | –          | 100     | 80000    |
| 0      | 30000  | 20000      | 100     | 50000    |
""")


@pytest.mark.parametrize("case", OWN, ids=lambda case: " ".join(case.values()))
def test_a_households_own_exposure(case: Case) -> None:
    stated = {name: int(case[key]) if case[key] else None for name, key in AMOUNTS.items()}
    rows = village({"line": int(case["line"]), **stated})
    assert exposed(rows, in_force=with_values(guarantee_percent=int(case["percent"]))) == [int(case["exposure"])]


AMOUNTS = {"other_loans_yuan": "loans", "guarantees_yuan": "guarantees"}


def test_an_exposure_is_told_in_whole_yuan() -> None:
    rows = village({"other_loans_yuan": 1}, {"phone": "1", "guarantees_yuan": 3}, {"phone": "1"})
    assert [str(yuan) for yuan in exposed(rows)] == ["50001", "100003", "100003"]


def test_a_suggested_line_counts_as_a_line_does() -> None:
    households = table(village({"other_loans_yuan": 10_000}))
    spread = ratings([("1", officer, amount, None, None) for officer, amount in zip("ABC", (30_000, 50_000, 100_000))])
    (row,) = by_row(decide(households, {}, spread, None, DEFAULT))
    assert (row["status"], row["suggested_line_yuan"], row["exposure_yuan"]) == ("referred", 50_000, 60_000)


@pytest.mark.parametrize(
    ("common", "exposures", "related"),
    [
        ({"phone": "10001234567"}, [200_000, 200_000], ["2", "1"]),
        ({"address": "一组3号"}, [80_000, 120_000], ["", ""]),
        ({}, [80_000, 120_000], ["", ""]),
    ],
)
def test_related_households_add_up_and_an_address_alone_is_a_suggestion(
    common: Facts, exposures: list[int], related: list[str]
) -> None:
    found = decided(village({"other_loans_yuan": 30_000, **common}, {"guarantees_yuan": 70_000, **common}))
    assert [row["exposure_yuan"] for row in found] == exposures
    assert [row["related"] for row in found] == related


def test_an_address_counts_where_the_policy_says_so_and_a_phone_no_longer() -> None:
    rows = village({"address": "一组3号", "phone": "1"}, {"address": "一组3号"}, {"phone": "1"})
    in_force = with_values(joined_by=("address",), suggested_by=())
    assert exposed(rows, in_force=in_force) == [100_000, 100_000, 50_000]
    assert [row["related"] for row in decided(rows, in_force=in_force)] == ["2", "1", ""]


def test_households_related_in_several_ways_count_once() -> None:
    rows = village({"id_number": SON, "phone": "1", "address": "一"}, {"phone": "1", "address": "一"})
    people = [{"household_id": "2", "name": "子", "relation": "儿子", "id_number": SON}]
    assert exposed(rows, people) == [100_000, 100_000]


def test_what_one_couple_states_in_two_households_counts_once_with_the_larger_figure() -> None:
    rows = village(
        {"id_number": HUSBAND, "other_loans_yuan": 30_000, "guarantees_yuan": 5_000},
        {"id_number": WIFE, "other_loans_yuan": 40_000},
    )
    wife = [{"household_id": "1", "name": "妻", "relation": "妻子", "id_number": WIFE}]
    assert exposed(rows, wife) == [145_000, 145_000]
    son = [{"household_id": "1", "name": "妻", "relation": "女儿", "id_number": WIFE}]
    assert exposed(rows, son) == [175_000, 175_000]


def test_a_couples_two_households_count_once_for_a_third_that_is_related_to_both() -> None:
    rows = village(
        {"id_number": HUSBAND, "phone": "1", "other_loans_yuan": 30_000},
        {"id_number": WIFE, "phone": "1", "other_loans_yuan": 40_000},
        {"id_number": SON, "phone": "1", "other_loans_yuan": 1_000},
    )
    wife = [{"household_id": "1", "name": "妻", "relation": "妻子", "id_number": WIFE}]
    assert exposed(rows, wife) == [191_000] * 3


def test_relations_of_relations_are_not_added() -> None:
    rows = village({"phone": "1"}, {"phone": "1"}, {"phone": "2"})
    people = [{"household_id": "2", "name": "子", "relation": "儿子", "phone": "2"}]
    assert exposed(rows, people) == [100_000, 150_000, 100_000]


@pytest.mark.parametrize(("count", "bound", "added"), [(2, "inclusive", True), (3, "inclusive", False), (2, "exclusive", False)])  # fmt: skip
def test_a_phone_of_too_many_households_relates_none(count: int, bound: str, added: bool) -> None:
    rows = village(*[{"phone": "1"}] * count)
    assert exposed(rows, in_force=with_values(bound, shared_by=2)) == [50_000 * (count if added else 1)] * count


def test_households_off_the_roster_have_no_exposure_and_add_none() -> None:
    rows = village({"phone": "1"}, {"phone": "1", "registration_status": "deregistered", "other_loans_yuan": 9_000})
    found = decided(rows)
    assert [(row["exposure_yuan"], row["related"]) for row in found] == [(50_000, ""), (None, "")]


CAP = cases("""
| line   | loans  | cap    | bound     | over_cap | status   | line out | suggests | reasons           |
|--------|--------|--------|-----------|----------|----------|----------|----------|-------------------|
| 50000  | 250000 | 300000 | inclusive | refer    | granted  | 50000    | 0        | –                 |
| 50000  | 250001 | 300000 | inclusive | refer    | referred | 0        | 50000    | EXPOSURE_OVER_CAP |
| 50000  | 250000 | 300000 | exclusive | refer    | referred | 0        | 50000    | EXPOSURE_OVER_CAP |
| 50000  | 249999 | 300000 | exclusive | refer    | granted  | 50000    | 0        | –                 |
| 50000  | 900000 | 300000 | inclusive | list     | granted  | 50000    | 0        | –                 |
| 0      | 900000 | 300000 | inclusive | refer    | no_conclusion | 0   | 0        | TOO_FEW_RATINGS   |
""")


@pytest.mark.parametrize("case", CAP, ids=lambda case: " ".join(case.values()))
def test_above_the_cap_a_household_is_referred_where_the_policy_says_so(case: Case) -> None:
    in_force = with_values(case["bound"], exposure_cap_yuan=int(case["cap"]), over_cap=case["over_cap"])
    rows = village({"line": int(case["line"]), "other_loans_yuan": int(case["loans"])})
    (row,) = decided(rows, in_force=in_force)
    assert (row["status"], row["reason_codes"]) == (case["status"], case["reasons"])
    assert (row["credit_line_yuan"], row["suggested_line_yuan"]) == (int(case["line out"]), int(case["suggests"]))
    assert (row["valid_until"] is None) == (case["status"] != "granted")


SMALLEST = cases("""
| policy                                             | ratings                 | status   | line | suggests | reasons                           |
|----------------------------------------------------|-------------------------|----------|------|----------|-----------------------------------|
| exposure_cap_yuan=1:exclusive                      | 1 1 1                   | referred | –    | 1        | EXPOSURE_OVER_CAP                 |
| exposure_cap_yuan=1:inclusive                      | 1 1 1                   | granted  | 1    | –        | –                                 |
| exposure_cap_yuan=1:exclusive spread_checked=close_majority | 1 1 3          | referred | –    | 1        | SPREAD_TOO_WIDE EXPOSURE_OVER_CAP |
| exposure_cap_yuan=1:inclusive spread_checked=close_majority | 1 1 3          | referred | –    | 1        | SPREAD_TOO_WIDE                   |
""")


@pytest.mark.parametrize("case", SMALLEST, ids=name)
def test_a_line_of_one_yuan_is_a_line_too(case: Case) -> None:
    to_the_yuan = "rounding_yuan=1 minimum_line_yuan=1 exposure.over_cap=refer"
    assert outcome(case | {"policy": f"{to_the_yuan} {case['policy']}"}) == expected(case)


def test_by_default_the_cap_is_300000_and_nothing_is_decided_by_it() -> None:
    values = DEFAULT.values("exposure")
    assert (values.number("exposure_cap_yuan"), values.word("over_cap")) == (300_000, "list")
    (row,) = decided(village({"other_loans_yuan": 10**9}))
    assert (row["status"], row["reason_codes"], row["exposure_yuan"]) == ("granted", "", 10**9 + 50_000)


def test_one_already_referred_has_the_reason_too_and_keeps_the_first() -> None:
    households = table(village({"other_loans_yuan": 300_000}))
    spread = ratings([("1", officer, amount, None, None) for officer, amount in zip("ABC", (30_000, 50_000, 100_000))])
    (row,) = by_row(decide(households, {}, spread, None, with_values(over_cap="refer")))
    assert row["reason_codes"] == "SPREAD_TOO_WIDE;EXPOSURE_OVER_CAP"
    assert (row["status"], row["suggested_line_yuan"]) == ("referred", 50_000)


def told(rows: Sequence[Facts], row: int, in_force: Policy = DEFAULT, people: Sequence[Facts] = ()) -> list[str]:
    return [sentence for sentence, _names in said(rows, row, in_force, people)]


def said(
    rows: Sequence[Facts], row: int, in_force: Policy = DEFAULT, people: Sequence[Facts] = ()
) -> list[tuple[str, str]]:
    """Each sentence, and the values that it goes by, joined by a space."""
    given_all = [(one["household_id"], officer, 50_000, None, None) for one in rows for officer in "ABC"]
    given_all = [entry for entry, one in zip(given_all, [one for one in rows for _ in "ABC"]) if one.get("line", 1)]
    board = board_of(table(rows), table(people, OF_MEMBERS), ratings(given_all), None, in_force)
    for rule, values in steps(board, in_force):
        if rule is exposure:
            return [
                (step.text.format(**step.params), " ".join(step.names)) for step in rule.explain(board, row, values)
            ]
    raise AssertionError


def test_it_is_explained_item_by_item() -> None:
    rows = village(
        {"phone": "1", "address": "一", "other_loans_yuan": 30_000},
        {"phone": "1", "guarantees_yuan": 10_001},
        {"address": "一", "other_loans_yuan": 0, "guarantees_yuan": 0},
        {"line": 0, "other_loans_yuan": 9},
    )
    in_force = with_values(guarantee_percent=50, exposure_cap_yuan=100_000)
    assert told(rows, 0, in_force) == [
        "line of this household: 50000",
        "loans at other banks: 30000",
        "guarantees given: not known",
        "line of related household 2: 50000",
        "guarantees given by related household 2: 10001, of which 5001 count",
        "household 3 may be related, and is not counted: 50000",
        "exposure 135001, the cap is 100000: approval of several loans",
    ]
    assert told(rows, 2, in_force)[-1] == "exposure 50000, the cap is 100000: within it"
    assert told(rows, 3) == []


def test_each_sentence_names_the_values_that_it_goes_by() -> None:
    rows = village(
        {"phone": "1", "other_loans_yuan": 30_000, "guarantees_yuan": 9},
        {"phone": "1", "other_loans_yuan": 40_000, "guarantees_yuan": 10_001},
        {"other_loans_yuan": 10},
    )
    in_force = with_values(guarantee_percent=50, exposure_cap_yuan=100_000)
    assert [names for _sentence, names in said(rows, 0, in_force)] == [
        *("", "", "guarantee_percent"),
        *("joined_by", "joined_by", "joined_by"),
        "exposure_cap_yuan over_cap",
    ]
    assert [names for _sentence, names in said(rows, 2, in_force)] == ["", "", "guarantee_percent", "exposure_cap_yuan"]


def test_an_exposure_is_told_with_what_ties_each_household_to_the_one_looked_at() -> None:
    """A couple's two households, and one of the husband's address."""
    rows = village(
        {"id_number": HUSBAND, "address": "一", "other_loans_yuan": 30_000, "guarantees_yuan": 5_000},
        {"id_number": WIFE, "other_loans_yuan": 40_000},
        {"address": "一", "other_loans_yuan": 7},
    )
    wife = [{"household_id": "1", "name": "妻", "relation": "妻子", "id_number": WIFE}]
    found = Exposures(table(rows), table(wife, OF_MEMBERS), [1, 2, 3], [True] * 3, DEFAULT.values("exposure"))
    couple = ("id_number",)
    assert found.items(0) == [
        Item("line", 0, 1, 1, 1),
        Item("other_loans", 0, 30_000, 30_000, 0, once=1),
        Item("guarantees", 0, 5_000, 5_000, 5_000),
        Item("line", 1, 2, 2, 2, couple),
        Item("other_loans", 1, 40_000, 40_000, 40_000, couple),
        Item("guarantees", 1, None, 0, 0, couple, once=0),
        Item("line", 2, 3, 3, 0, ("address",), joined=False),
        Item("other_loans", 2, 7, 7, 0, ("address",), joined=False),
        Item("guarantees", 2, None, 0, 0, ("address",), joined=False),
    ]
    assert [found.related(row) for row in range(3)] == [[1], [0], []]


def test_a_household_that_nothing_ties_to_another_has_no_related_ones() -> None:
    rows = village({"phone": "1"}, {"phone": "2"})
    found = Exposures(table(rows), table((), OF_MEMBERS), [1, 2], [True] * 2, DEFAULT.values("exposure"))
    assert (found.tied(), found.related(0), found.related(1)) == ([], [], [])


def test_all_related_households_are_named() -> None:
    rows = village({"phone": "1"}, {"phone": "1"}, {"phone": "1"})
    assert [row["related"] for row in decided(rows)] == ["2;3", "1;3", "1;2"]


# Properties, and the sum taken by hand.


maybe = st.none() | st.integers(0, 10**9)
households = st.lists(
    st.fixed_dictionaries(
        {
            "id_number": st.sampled_from([None, HUSBAND, WIFE, SON]),
            "phone": st.sampled_from([None, "1", "2"]),
            "address": st.sampled_from([None, "一", "二"]),
            "other_loans_yuan": maybe,
            "guarantees_yuan": maybe,
            "spouse": st.sampled_from([None, HUSBAND, WIFE, SON]),
            "line": st.integers(0, 10**9),
        }
    ),
    min_size=1,
    max_size=5,
)
percents = st.integers(0, 200)
joins = st.sets(st.sampled_from(WAYS)).map(lambda ways: tuple(sorted(ways)))


def people_of(rows: Sequence[Facts]) -> list[Facts]:
    return [
        {"household_id": row["household_id"], "name": "妻", "relation": "妻子", "id_number": row["spouse"]}
        for row in rows
        if row["spouse"]
    ]


def measured(rows: Sequence[Facts], in_force: Policy) -> tuple[list[int], list[list[Item]]]:
    keyed = village(*rows)
    found = Exposures(
        table(keyed),
        table(people_of(keyed), OF_MEMBERS),
        [row["line"] for row in rows],
        [True] * len(rows),
        in_force.values("exposure"),
    )
    return [found.total(row) for row in range(len(rows))], [found.items(row) for row in range(len(rows))]


def by_hand(rows: Sequence[Facts], percent: int, joined_by: Sequence[str]) -> list[int]:
    """Over all pairs of households, from the words of the rule."""

    def couple(row: Facts) -> set[str]:
        return {row["id_number"], row["spouse"]} - {None}

    def joined(one: Facts, other: Facts) -> bool:
        common: Mapping[str, bool] = {
            "id_number": bool(couple(one) & couple(other)),
            "spouse": one["spouse"] is not None and one["spouse"] == other["spouse"],
            "phone": one["phone"] is not None and one["phone"] == other["phone"],
            "address": one["address"] is not None and one["address"] == other["address"],
        }
        return any(common.get(way) for way in joined_by)

    totals = []
    for row in rows:
        group = [other for other in rows if other is row or joined(row, other)]
        purses: list[list[Facts]] = []
        for one in group:
            same = [
                purse for purse in purses if any(couple(one) & couple(other) and joined(one, other) for other in purse)
            ]
            purses = [purse for purse in purses if purse not in same] + [[one, *(o for purse in same for o in purse)]]
        total = sum(one["line"] for one in group)
        for purse in purses:
            total += max(one["other_loans_yuan"] or 0 for one in purse)
            total += max(-(-(one["guarantees_yuan"] or 0) * percent // 100) for one in purse)
        totals.append(total)
    return totals


@settings(deadline=None, max_examples=300)
@given(households, percents, joins)
def test_any_village_adds_up_as_by_hand_and_so_do_its_items(
    rows: list[Facts], percent: int, joined_by: tuple[str, ...]
) -> None:
    rows = [dict(row) for row in rows]
    in_force = with_values(guarantee_percent=percent, joined_by=joined_by)
    totals, items = measured(rows, in_force)
    assert totals == by_hand(rows, percent, joined_by)
    assert totals == [sum(item.counted for item in own) for own in items]
    for own in items:
        assert len({(item.kind, item.household) for item in own}) == len(own)
        assert all(item.counted in (0, item.worth) for item in own)


@settings(deadline=None)
@given(households, percents, st.data())
def test_no_amount_that_rises_lowers_an_exposure(rows: list[Facts], percent: int, data: st.DataObject) -> None:
    in_force = with_values(guarantee_percent=percent)
    before = measured(rows, in_force)[0]
    at = data.draw(st.integers(0, len(rows) - 1))
    name = data.draw(st.sampled_from(["line", "other_loans_yuan", "guarantees_yuan"]))
    more = [dict(row) for row in rows]
    more[at][name] = (more[at][name] or 0) + data.draw(st.integers(0, 10**6))
    after = measured(more, in_force)[0]
    assert all(old <= new for old, new in zip(before, after))
    assert after[at] >= before[at]


@settings(deadline=None)
@given(households, st.randoms(use_true_random=False))
def test_the_order_of_households_does_not_matter(rows: list[Facts], random: Any) -> None:
    order = random.sample(range(len(rows)), len(rows))
    totals = measured(rows, DEFAULT)[0]
    assert measured([rows[at] for at in order], DEFAULT)[0] == [totals[at] for at in order]


@settings(deadline=None)
@given(households, joins, st.sampled_from(WAYS))
def test_a_further_way_to_be_related_lowers_no_households_sum_of_lines(
    rows: list[Facts], joined_by: tuple[str, ...], way: str
) -> None:
    for row in rows:
        row.update(other_loans_yuan=None, guarantees_yuan=None)
    fewer = measured(rows, with_values(joined_by=joined_by))[0]
    more = measured(rows, with_values(joined_by=tuple({*joined_by, way})))[0]
    assert all(row["line"] <= old <= new for row, old, new in zip(rows, fewer, more))
