"""Which value holds when: in force, to come, superseded by a newer one or by a later file."""

from datetime import date, timedelta
from pathlib import Path

from gridcredit import policy
from gridcredit.policytools.history import history, in_force
from gridcredit.policytools.timeline import timeline
from policytools.books import DAY, entry, toml


def states(folder: Path, day: date = DAY) -> list[tuple[object, str, str]]:
    bank = entry("limits.rounding_yuan", 500, "2026-01-01") + entry("limits.rounding_yuan", 100, "2028-01-01")
    branch = entry("limits.rounding_yuan", 50, "2026-06-01")
    sources = [policy.read_toml(toml(folder, bank)), policy.read_toml(toml(folder, branch, "branch.toml"))]
    found = history(policy.load(sources), sources, day)
    return [(one.value.value, one.file, one.state) for one in found if one.parameter.name == "rounding_yuan"]


def test_every_value_has_its_file_and_its_state(tmp_path: Path) -> None:
    assert states(tmp_path) == [
        (1000, "", "superseded"),
        (500, "bank.toml", "superseded"),
        (50, "branch.toml", "in_force"),
        (100, "bank.toml", "never"),
    ]


def test_on_an_earlier_day_what_came_later_is_to_come(tmp_path: Path) -> None:
    assert [state for *_, state in states(tmp_path, date(2026, 5, 31))] == [
        "superseded",
        "in_force",
        "to_come",
        "never",
    ]


def test_one_value_of_each_parameter_is_in_force() -> None:
    book = policy.load()
    found = in_force(book, [], DAY)
    assert sorted(one.parameter.key for one in found) == sorted(parameter.key for parameter in book.parameters)
    assert [one.parameter.rule for one in found[:3]] == ["registration", "lists", "lists"]


def test_a_timeline_is_what_holds_day_by_day(tmp_path: Path) -> None:
    bank = entry("limits.rounding_yuan", 500, "2026-12-15") + entry("limits.rounding_yuan", 100, "2026-12-20")
    branch = entry("limits.rounding_yuan", 50, "2026-12-18")
    paths = [toml(tmp_path, bank), toml(tmp_path, branch, "branch.toml")]
    (parameter,) = (one for one in policy.load(paths).parameters if one.name == "rounding_yuan")
    values = timeline(parameter, DAY)
    assert [value.value for value in values] == [1000, 500, 50]
    for days in range(40):
        day = DAY + timedelta(days=days)
        assert parameter.on(day) is [value for value in values if value.since <= day][-1]
