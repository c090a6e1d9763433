"""What lint notes: on the shipped policy the one thing that the article leaves open, on a bank's what is odd in it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from gridcredit import policy
from gridcredit.policy import Source
from gridcredit.policytools.lint import lint
from gridcredit.policytools.notes import Note
from gridcredit.reports.policy import place, sentences
from policytools.books import DAY, changed, entry, read, toml

Noted = Callable[..., list[Note]]


def notes(*sources: Source, day: date = DAY) -> list[Note]:
    return lint(policy.load(sources), sources, day)


SHIPPED = notes()


@pytest.fixture
def noted(tmp_path: Path) -> Noted:
    """The notes on entries of a bank's file, without those on the shipped policy."""

    def of(*entries: str, day: date = DAY) -> list[Note]:
        found = notes(policy.read_toml(toml(tmp_path, "".join(entries))), day=day)
        return [note for note in found if note.code not in {one.code for one in SHIPPED}]

    return of


def codes(found: list[Note]) -> list[str]:
    return sorted(note.code for note in found)


def test_of_the_shipped_policy_lint_says_that_two_clauses_claim_100_000_and_nothing_else() -> None:
    (note,) = SHIPPED
    assert note.code == "CLAUSES_BOTH_CLAIM"
    assert sentences(note)[0] == (
        "“10万元(含)以内” and “10万元以上” both claim exactly 100,000; "
        "by inspection.small_balance_yuan, inclusive, it counts with what is below"
    )
    assert place(note) == "inspection.small_balance_yuan 2000-01-01 (shipped)"


def test_with_another_bound_the_number_counts_with_what_is_above(tmp_path: Path) -> None:
    text = entry("inspection.small_balance_yuan", 100_000, bound="exclusive", clause='"不满10万元"')
    found = notes(policy.read_toml(toml(tmp_path, text)), day=DAY)
    assert codes(found) == []
    text = entry("inspection.small_balance_yuan", 100_000, bound="exclusive", clause='"10万元（含）以内"')
    found = notes(policy.read_toml(toml(tmp_path, text)), day=DAY)
    assert codes(found) == ["CLAUSES_BOTH_CLAIM", "CLAUSE_OTHER_BOUND"]
    assert "exclusive, it counts with what is above" in sentences(found[-1])[0]


def test_a_number_that_neither_clause_claims_is_noted(tmp_path: Path) -> None:
    text = entry("inspection.small_balance_yuan", 100_000, bound="exclusive", clause='"不满10万元"')
    text += entry("inspection.large_within_days", 7, clause='"超过10万元的，一周内"')
    (note,) = (one for one in notes(policy.read_toml(toml(tmp_path, text))) if one.code != "CHANGES_NOTHING")
    assert note.code == "CLAUSES_NEITHER_CLAIMS"
    assert sentences(note)[0].startswith("neither “不满10万元” nor “超过10万元” claims exactly 100,000")


@pytest.mark.parametrize(
    ("clause", "bound", "found"),
    [
        ("相差不超过15%", "inclusive", []),
        ("相差15%以内", "inclusive", []),
        ("相差不满15%", "exclusive", []),
        ("相差超过15%的，不算接近", "inclusive", []),
        ("相差15%以上的，不算接近", "exclusive", []),
        ("相差不超过15%", "exclusive", ["CLAUSE_OTHER_BOUND"]),
        ("相差不满15%", "inclusive", ["CLAUSE_OTHER_BOUND"]),
        ("相差15%以上的，不算接近", "inclusive", ["CLAUSE_OTHER_BOUND"]),
        ("相差不超过20%", "inclusive", ["CLAUSE_OTHER_NUMBER"]),
        ("相差不超过1万元或15%", "inclusive", []),
        ("3", "exclusive", []),
        ("15%", "exclusive", []),
    ],
)
def test_a_clause_says_the_value_and_its_bound(noted: Noted, clause: str, bound: str, found: list[str]) -> None:
    assert codes(noted(entry("reconcile.closeness_percent", 15, bound=bound, clause=f'"{clause}"'))) == found


@pytest.mark.parametrize(
    ("clause", "bound", "found"),
    [
        ("过半数，即超过60%", "exclusive", []),
        ("60%以上", "inclusive", []),
        ("60%以上", "exclusive", ["CLAUSE_OTHER_BOUND"]),
    ],
)
def test_a_threshold_from_which_something_holds_is_read_the_other_way(
    noted: Noted, clause: str, bound: str, found: list[str]
) -> None:
    assert codes(noted(entry("refusals.majority_percent", 60, bound=bound, clause=f'"{clause}"'))) == found


@pytest.mark.parametrize(("issued", "found"), [("2026-01-01", []), ("2026-01-02", ["IN_FORCE_BEFORE_ISSUED"])])
def test_a_value_in_force_before_its_document_is_noted(noted: Noted, issued: str, found: list[str]) -> None:
    assert codes(noted(entry("limits.household_cap_yuan", 200_000, "2026-01-01", issued=issued))) == found


@pytest.mark.parametrize(("amount", "found"), [(300_000, ["CHANGES_NOTHING"]), (299_999, [])])
def test_a_value_that_says_what_holds_anyway_is_noted(noted: Noted, amount: int, found: list[str]) -> None:
    assert codes(noted(entry("limits.household_cap_yuan", amount))) == found


def test_a_return_to_an_earlier_value_changes_something(noted: Noted) -> None:
    there_and_back = (
        entry("limits.household_cap_yuan", 200_000),
        entry("limits.household_cap_yuan", 300_000, "2026-06-01"),
    )
    assert noted(*there_and_back) == []


@pytest.mark.parametrize(("since", "found"), [("2026-01-01", ["NEVER_IN_FORCE"]), ("2025-12-31", [])])
def test_a_value_that_a_later_file_is_always_over_is_noted(tmp_path: Path, since: str, found: list[str]) -> None:
    bank = policy.read_toml(toml(tmp_path, entry("limits.household_cap_yuan", 200_000, since, issued="2025-01-01")))
    branch = policy.read_toml(toml(tmp_path, entry("limits.household_cap_yuan", 100_000), "branch.toml"))
    its = [note for note in notes(bank, branch) if note.parameter.name == "household_cap_yuan"]
    assert codes(its) == found
    assert all(place(note).startswith("bank.toml limits.household_cap_yuan") for note in its)


def test_a_value_over_the_shipped_one_is_no_reason_to_note_that(noted: Noted) -> None:
    assert noted(entry("limits.household_cap_yuan", 200_000, "2000-01-01", issued="1999-12-01")) == []


NO_EFFECT = {
    "trimmed ratings without their strategy": ([entry("reconcile.trimmed_ratings", 2)], ["NO_EFFECT"]),
    "trimmed ratings with it": (
        [entry("reconcile.trimmed_ratings", 2), entry("reconcile.strategy", '"trimmed_mean"')],
        [],
    ),
    "yuan while percent measures": ([entry("reconcile.closeness_yuan", 5000, bound="inclusive")], ["NO_EFFECT"]),
    "yuan with the greater": (
        [
            entry("reconcile.closeness_yuan", 5000, bound="inclusive"),
            entry("reconcile.closeness_measure", '"greater"'),
        ],
        [],
    ),
    "a majority that declines nothing": (
        [
            entry("refusals.majority_percent", 60, bound="exclusive"),
            entry("refusals.declined_by", '["one"]'),
        ],
        ["NO_EFFECT"],
    ),
    "a majority among others": (
        [
            entry("refusals.majority_percent", 60, bound="exclusive"),
            entry("refusals.declined_by", '["one", "majority"]'),
        ],
        [],
    ),
}


@pytest.mark.parametrize(("entries", "found"), NO_EFFECT.values(), ids=NO_EFFECT)
def test_a_value_without_effect_is_noted(noted: Noted, entries: list[str], found: list[str]) -> None:
    assert codes(noted(*entries)) == found


FITTING = {
    "minimum at the cap": ("limits.minimum_line_yuan", 300_000, "inclusive", []),
    "minimum above the cap": ("limits.minimum_line_yuan", 300_001, "inclusive", ["MINIMUM_ABOVE_CAP"]),
    "rounding to the cap": ("limits.rounding_yuan", 300_000, "", []),
    "rounding above the cap": ("limits.rounding_yuan", 300_001, "", ["ROUNDING_ABOVE_CAP"]),
    "one percent": ("reconcile.closeness_percent", 1, "inclusive", []),
    "no percent": ("reconcile.closeness_percent", 0, "inclusive", ["CLOSENESS_ZERO"]),
    "four ratings": ("counting.minimum_ratings", 4, "", []),
    "two ratings": ("counting.minimum_ratings", 2, "", ["FEW_RATINGS"]),
    "one rating": ("counting.minimum_ratings", 1, "", ["FEW_RATINGS"]),
    "a list twice": ("lists.referred", '["grey", "black"]', "", ["REFERRED_AND_DECLINED"]),
    "no list": ("lists.referred", "[]", "", []),
    "small balances below the cap": ("inspection.small_balance_yuan", 299_999, "inclusive", []),
    "all balances small": ("inspection.small_balance_yuan", 300_000, "inclusive", ["ONE_INSPECTION_TIER"]),
    "large within four weeks": ("inspection.large_within_days", 28, "", []),
    "large after four weeks": ("inspection.large_within_days", 29, "", ["LARGER_INSPECTED_LATER"]),
    "children up to 60": ("filing.child_under_age", 60, "exclusive", []),
    "children beyond 60": ("filing.child_under_age", 61, "exclusive", ["CHILDREN_ALSO_OLD"]),
    "nothing declines": ("refusals.declined_by", "[]", "", ["NOTHING_DECLINES"]),
}


@pytest.mark.parametrize(("key", "value", "bound", "found"), FITTING.values(), ids=FITTING)
def test_values_that_hardly_fit_are_noted(noted: Noted, key: str, value: object, bound: str, found: list[str]) -> None:
    assert codes(noted(entry(key, value, bound=bound))) == found


def test_what_comes_into_force_later_is_looked_at_too(noted: Noted) -> None:
    later = entry("counting.minimum_ratings", 2, "2028-01-01")
    assert codes(noted(later)) == ["FEW_RATINGS"]
    assert codes(noted(later, entry("counting.minimum_ratings", 3, "2029-01-01"), day=date(2029, 1, 1))) == []


def test_a_changed_value_that_still_names_the_shipped_source_is_noted_with_its_cell() -> None:
    source = read(changed(("household_cap_yuan", "取值", 200_000)))
    note, *others = (note for note in notes(source) if note.code != SHIPPED[0].code)
    assert (note.code, others) == ("SOURCE_OF_SHIPPED", [])
    assert place(note).startswith("授信政策.xlsx 参数 D")
    assert "limits.household_cap_yuan" in place(note)


def test_a_template_left_alone_gives_no_notes_but_the_shipped_ones() -> None:
    assert codes(notes(read(changed()))) == codes(SHIPPED)


def test_every_threshold_says_which_side_of_it_is_meant() -> None:
    for parameter in policy.load().parameters:
        assert (parameter.side in ("at_least", "at_most")) == parameter.threshold, parameter.key


def test_what_a_value_needs_to_apply_is_a_value_of_its_rule() -> None:
    names = {(one.rule, one.name): one for one in policy.load().parameters}
    for parameter in names.values():
        for other, words in parameter.applies_when.items():
            assert set(words) <= set(names[parameter.rule, other].one_of), parameter.key
