"""Two policies compared in words: what differs, from when on, by which document; tables row by row."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gridcredit import policy
from gridcredit.errors import PolicyError
from gridcredit.policy import Parameter, PolicyBook, files
from gridcredit.policytools.diff import Change, diff
from gridcredit.reports.policy import change_lines
from policytools.books import DAY, entry, toml
from policytools.test_tablesheet import TABLE

SHIPPED = policy.load()


def bank(folder: Path, *entries: str) -> PolicyBook:
    return policy.load([toml(folder, "".join(entries))])


def lines(changes: list[Change]) -> list[str]:
    return [line for change in changes for line in change_lines(change)]


def test_equal_policies_do_not_differ(tmp_path: Path) -> None:
    assert diff(SHIPPED, SHIPPED, DAY) == []
    same = bank(tmp_path, entry("reconcile.closeness_percent", 20, bound="inclusive"))
    assert diff(SHIPPED, same, DAY) == []


def test_a_value_is_told_before_and_after_with_its_source(tmp_path: Path) -> None:
    new = bank(tmp_path, entry("reconcile.closeness_percent", 15, bound="inclusive"))
    assert lines(diff(SHIPPED, new, DAY)) == [
        "Ratings are close when they differ by at most (reconcile.closeness_percent): "
        "20 (percent of the largest, inclusive) → 15 (percent of the largest, inclusive) from 2026-01-01 on; letter 12/2025, §3"
    ]


def test_the_way_back_is_told_too(tmp_path: Path) -> None:
    old = bank(tmp_path, entry("limits.household_cap_yuan", 200_000))
    assert lines(diff(old, SHIPPED, DAY)) == [
        "Largest credit line of one household (limits.household_cap_yuan): "
        "200,000 (yuan) → 300,000 (yuan) from 2000-01-01 on; gridcredit default policy, 4.5"
    ]


def test_a_bound_alone_is_a_difference(tmp_path: Path) -> None:
    (line,) = lines(
        diff(SHIPPED, bank(tmp_path, entry("inspection.small_balance_yuan", 100_000, bound="exclusive")), DAY)
    )
    assert "100,000 (yuan, inclusive) → 100,000 (yuan, exclusive)" in line


def test_words_are_told_as_people_know_them(tmp_path: Path) -> None:
    new = bank(tmp_path, entry("lists.declined", '["black", "grey"]'), entry("lists.referred", "[]"))
    told = lines(diff(SHIPPED, new, DAY))
    assert [line.partition(" from ")[0].rpartition(": ")[2] for line in told] == [
        "black → black, grey",
        "grey → (none)",
    ]


def test_a_difference_to_come_is_told_from_its_day_and_its_end_too(tmp_path: Path) -> None:
    new = bank(
        tmp_path,
        entry("limits.household_cap_yuan", 200_000, "2027-01-01"),
        entry("limits.household_cap_yuan", 300_000, "2028-01-01"),
    )
    changes = diff(SHIPPED, new, DAY)
    assert [(change.day, change.same) for change in changes] == [(date(2027, 1, 1), False), (date(2028, 1, 1), True)]
    assert "from 2028-01-01 on no longer different, 300,000 (yuan)" in lines(changes)[1]
    assert [change.day for change in diff(SHIPPED, new, date(2027, 6, 1))] == [date(2027, 6, 1), date(2028, 1, 1)]
    assert diff(SHIPPED, new, date(2028, 1, 1)) == []


def test_what_decides_first_is_told_first(tmp_path: Path) -> None:
    new = bank(
        tmp_path,
        entry("inspection.recurring_months", 3),
        entry("limits.rounding_yuan", 100),
        entry("lists.referred", "[]"),
    )
    assert [change.parameter.rule for change in diff(SHIPPED, new, DAY)] == ["lists", "limits", "inspection"]


# tables


def table(*rows: dict[str, object], by: Any = ("fact",)) -> PolicyBook:
    body = {**TABLE, "values": [{**TABLE["values"][0], "value": list(rows)}], "bands_by": by}
    if by is None:
        del body["bands_by"]
    parameter: Parameter = files._parameter("model.toml", "limits", "points", body)
    return PolicyBook((parameter,))


HOUSES = (
    {"fact": "house", "below": 100_000, "points": 0},
    {"fact": "house", "at_least": 100_000, "points": 10},
)
PHONES: tuple[dict[str, object], ...] = ({"fact": "phone", "is": ["有"], "points": 5}, {"fact": "phone", "points": 0})


def rows(old: PolicyBook, new: PolicyBook) -> list[str]:
    return [line.strip() for line in lines(diff(old, new, DAY))[1:]]


def test_a_changed_row_is_told_by_what_it_is_of() -> None:
    new = table(HOUSES[0], {**HOUSES[1], "points": 20})
    assert rows(table(*HOUSES), new) == ["changed: What it is house, From 100,000: Points given 10 → 20"]


def test_an_added_and_a_removed_row_are_told_whole() -> None:
    old, new = table(*HOUSES, *PHONES), table(*HOUSES)
    assert rows(new, old) == [
        "added: What it is phone, One of 有, Points given 5",
        "added: What it is phone, Points given 0",
    ]
    assert rows(old, new) == [
        "removed: What it is phone, One of 有, Points given 5",
        "removed: What it is phone, Points given 0",
    ]


def test_an_edge_that_moves_is_told_on_both_sides_of_it() -> None:
    new = table({**HOUSES[0], "below": 50_000}, {**HOUSES[1], "at_least": 50_000})
    told = rows(table(*HOUSES), new)
    assert sorted(line.partition(":")[0] for line in told) == ["added", "added", "removed", "removed"]


def test_the_one_row_that_changed_of_its_group_is_the_same_row() -> None:
    new = table(*HOUSES, {"fact": "phone", "is": ["有", "两部"], "points": 5}, PHONES[1])
    assert rows(table(*HOUSES, *PHONES), new) == [
        "changed: What it is phone, Points given 5: One of 有 → 有, 两部",
    ]


def test_the_same_rows_in_another_order_are_told() -> None:
    assert rows(table(*HOUSES), table(*reversed(HOUSES))) == ["the same rows in another order"]


def test_rows_without_bands_are_told_apart_by_their_words() -> None:
    old = table({"fact": "house", "points": 1}, {"fact": "phone", "points": 2}, by=None)
    new = table({"fact": "phone", "points": 3}, {"fact": "house", "points": 4}, by=None)
    assert rows(old, new) == [
        "changed: What it is house: Points given 1 → 4",
        "changed: What it is phone: Points given 2 → 3",
    ]


def test_a_cell_that_comes_is_told_against_none() -> None:
    old, new = (
        table({"fact": "phone", "points": 2}, by=None),
        table({"fact": "phone", "below": 3, "points": 2}, by=None),
    )
    assert rows(old, new) == ["changed: What it is phone, Points given 2: Under — → 3"]


def test_before_the_first_date_nothing_can_be_compared() -> None:
    with pytest.raises(PolicyError):
        diff(SHIPPED, SHIPPED, date(1999, 12, 31))
