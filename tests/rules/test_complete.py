"""A rule is three files: the code, its dated and sourced values, its cases."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gridcredit import decisions, policy, rules, schema

RULES = Path(rules.__file__).parent
CASES = Path(__file__).parent
NO_RULES = ("__init__", "board", "cap", "wording")


def parts_missing(rules_folder: Path, cases_folder: Path) -> list[str]:
    """The files that a rule named by any of its three lacks."""
    named = {file.stem for file in rules_folder.iterdir() if file.suffix in (".py", ".toml")} - set(NO_RULES)
    named |= {file.stem.removeprefix("test_") for file in cases_folder.glob("test_*.py")} - {"complete"}
    wanted = [
        part
        for rule in sorted(named)
        for part in (rules_folder / f"{rule}.py", rules_folder / f"{rule}.toml", cases_folder / f"test_{rule}.py")
    ]
    return [part.name for part in wanted if not part.is_file()]


def unsourced(file: Path) -> list[str]:
    """Values that do not say since when, from which document and from which place in it."""
    return [
        f"{file.name} {name} {number}: {key}"
        for name, body in tomllib.loads(file.read_text("utf-8")).items()
        for number, value in enumerate(body.get("values") or [{}])
        for key, kind in (
            ("from", date),
            ("issued", date),
            ("document", str),
            ("clause", str),
            ("value", (int, str, list)),
        )
        if not isinstance(value.get(key), kind) or value[key] == ""
    ]


def test_every_rule_has_code_values_and_cases() -> None:
    assert parts_missing(RULES, CASES) == []


@pytest.mark.parametrize("lost", ["caps.py", "caps.toml", "test_caps.py"])
def test_a_missing_part_is_named(lost: str, tmp_path: Path) -> None:
    for part in ("__init__.py", "board.py", "caps.py", "caps.toml", "test_caps.py"):
        if part != lost:
            (tmp_path / part).touch()
    (tmp_path / "cases").mkdir()
    if lost != "test_caps.py":
        (tmp_path / "test_caps.py").rename(tmp_path / "cases" / "test_caps.py")
    assert parts_missing(tmp_path, tmp_path / "cases") == [lost]


@pytest.mark.parametrize("file", sorted(RULES.glob("*.toml")), ids=lambda file: file.stem)
def test_every_value_is_dated_and_sourced(file: Path) -> None:
    assert unsourced(file) == []


@pytest.mark.parametrize("lost", ["from", "issued", "document", "clause", "value"])
def test_a_value_without_its_source_is_named(lost: str, tmp_path: Path) -> None:
    entry = {"from": "2016-01-01", "issued": "2015-12-01", "value": "3", "document": '"a letter"', "clause": '"2"'}
    file = tmp_path / "caps.toml"
    file.write_text("[[cap.values]]\n" + "\n".join(f"{key} = {text}" for key, text in entry.items() if key != lost))
    assert unsourced(file) == [f"caps.toml cap 0: {lost}"]


def test_the_rules_that_decide_are_applied_in_the_contracts_order() -> None:
    assert [decisions.name_of(rule) for rule in decisions.ORDER] == [
        "registration",
        "lists",
        "own_household",
        "counting",
        "refusals",
        "reconcile",
        "evidence",
        "base_model",
        "limits",
        "borrower",
        "exposure",
        "validity",
    ]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("registration.off_roster", schema.REGISTRATION.values()),
        ("lists.declined", schema.LISTS.values()),
        ("lists.referred", schema.LISTS.values()),
        ("denominators.left_out_registration_status", schema.REGISTRATION.values()),
        ("denominators.left_out_residence_status", schema.RESIDENCE.values()),
        ("denominators.left_out_list_status", schema.LISTS.values()),
        ("borrower.listed", schema.LISTS.values()),
        ("filing.household_fields", [column.name for column in schema.HOUSEHOLDS]),
        ("filing.member_fields", [column.name for column in schema.MEMBERS]),
        ("filing.member_fields_waived", [column.name for column in schema.MEMBERS]),
    ],
)
def test_a_rule_may_name_what_the_workbook_may_hold(name: str, words: Any) -> None:
    parameters = {f"{parameter.rule}.{parameter.name}": parameter for parameter in policy.load().parameters}
    assert set(parameters[name].one_of) == set(words)


def test_every_number_has_bounds() -> None:
    numbers = [parameter for parameter in policy.load().parameters if isinstance(parameter.layers[0][0].value, int)]
    unbounded = [f"{p.rule}.{p.name}" for p in numbers if p.at_least is None or p.at_most is None]
    assert len(numbers) == 93 and unbounded == []
