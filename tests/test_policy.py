import hashlib
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from rules.deciding import decided

from gridcredit import policy
from gridcredit.errors import BAD_POLICY, PolicyError
from gridcredit.policy import Row, Value
from gridcredit.policy.model import policy_hash, setting_of

Written = Callable[..., Path]
DAY = date(2016, 5, 3)
FIRST_DAY = date(2000, 1, 1)


BOUND = {"closeness_percent": "inclusive", "spread_percent": "exclusive"}


def entry(parameter: str, value: object, since: object = "2016-05-01", document: str = '"letter 7"') -> str:
    bound = BOUND.get(parameter.partition(".")[2])
    return (
        f'[[{parameter}]]\nfrom = {since}\nissued = 2015-01-01\nvalue = {value}\ndocument = {document}\nclause = "2"\n'
        + (f'bound = "{bound}"\n' if bound else "")
    )


@pytest.fixture
def write(tmp_path: Path) -> Written:
    def written(*entries: str, name: str = "bank.toml") -> Path:
        path = tmp_path / name
        path.write_text("\n".join(entries), "utf-8")
        return path

    return written


def closeness(day: date, *overrides: Path) -> int:
    return policy.load(overrides).on(day).values("reconcile").number("closeness_percent")


@pytest.mark.parametrize(
    ("day", "percent"),
    [(date(2016, 4, 30), 20), (date(2016, 5, 1), 10), (date(2016, 5, 2), 10), (date(2017, 1, 1), 15)],
)
def test_a_value_is_in_force_from_its_day_until_the_next_one(write: Written, day: date, percent: int) -> None:
    later, sooner = (entry("reconcile.closeness_percent", *how) for how in ((15, "2017-01-01"), (10, "2016-05-01")))
    assert closeness(day, write(later, sooner)) == percent


def test_the_last_file_wins_where_it_has_a_value_in_force(write: Written) -> None:
    bank = write(entry("reconcile.closeness_percent", 10, "2016-01-01"), name="bank.toml")
    branch = write(entry("reconcile.closeness_percent", 5, "2015-01-01"), name="branch.toml")
    later = write(entry("reconcile.closeness_percent", 1, "2017-01-01"), name="later.toml")
    assert closeness(DAY, bank, branch) == 5
    assert closeness(DAY, branch, bank) == 10
    assert closeness(DAY, branch, bank, later) == 10
    assert closeness(date(2015, 6, 1), branch, bank, later) == 5


def test_overrides_of_different_values_add_up_and_keep_their_sources(write: Written) -> None:
    cap = write(entry("limits.household_cap_yuan", 40_000), name="cap.toml")
    black = write(entry("lists.declined", '["black", "grey"]'), name="lists.toml")
    in_force = policy.load([cap, black]).on(DAY)
    results = decided([{"ratings": "50,000 50,000 50,000"}, {"list": "grey"}], in_force=in_force)
    assert [(result["status"], result["line"]) for result in results] == [("granted", "40,000"), ("declined", "")]
    sources = {f"{parameter.rule}.{parameter.name}": value.document for parameter, value in in_force.rows()}
    assert sources["limits.household_cap_yuan"] == sources["lists.declined"] == "letter 7"
    assert sources["limits.rounding_yuan"] == "gridcredit default policy"


WRONG = {
    "an unknown rule": (entry("recon.closeness_percent", 10), "recon.closeness_percent"),
    "an unknown value": (entry("reconcile.closeness", 10), "reconcile.closeness"),
    "a rule that is no table": ("reconcile = 5", "reconcile"),
    "a bare value": ("[reconcile]\ncloseness_percent = 10", "reconcile.closeness_percent"),
    "an empty list": ("[reconcile]\ncloseness_percent = []", "reconcile.closeness_percent"),
    "no source": (entry("reconcile.closeness_percent", 10).replace('document = "letter 7"\n', ""), "closeness_percent"),
    "no date": (entry("reconcile.closeness_percent", 10).replace("from = 2016-05-01\n", ""), "closeness_percent"),
    "a key too many": (entry("reconcile.closeness_percent", 10) + "until = 2017-01-01", "closeness_percent"),
    "a blank source": (entry("reconcile.closeness_percent", 10, document='" "'), "reconcile.closeness_percent"),
    "a source that is no text": (entry("reconcile.closeness_percent", 10, document="7"), "reconcile.closeness_percent"),
    "a date in quotes": (entry("reconcile.closeness_percent", 10, '"2016-05-01"'), "reconcile.closeness_percent"),
    "a time": (entry("reconcile.closeness_percent", 10, "2016-05-01T00:00:00"), "reconcile.closeness_percent"),
    "text for a number": (entry("reconcile.closeness_percent", '"10"'), "reconcile.closeness_percent"),
    "a fraction": (entry("reconcile.closeness_percent", 10.5), "reconcile.closeness_percent"),
    "a truth": (entry("reconcile.closeness_percent", "true"), "reconcile.closeness_percent"),
    "a list for a number": (entry("reconcile.closeness_percent", "[10]"), "reconcile.closeness_percent"),
    "a number for a list": (entry("lists.declined", 1), "lists.declined"),
    "a list of numbers": (entry("lists.declined", "[1]"), "lists.declined"),
    "a word that no list has": (entry("lists.declined", '["blakc"]'), "lists.declined"),
    "two words in one": (entry("lists.declined", '["grey|black"]'), "lists.declined"),
    "a field that no file has": (entry("filing.household_fields", '["phone", "phnoe"]'), "filing.household_fields"),
    "half a field that no file has": (entry("filing.member_fields", '["age|birthday"]'), "filing.member_fields"),
    "less than the least": (entry("reconcile.closeness_percent", -1), "reconcile.closeness_percent"),
    "more than the most": (entry("reconcile.closeness_percent", 101), "reconcile.closeness_percent"),
    "more than 64 bits hold": (entry("limits.rounding_yuan", 10**30), "limits.rounding_yuan"),
    "a spread past all arithmetic": (entry("reconcile.spread_percent", 10**15), "reconcile.spread_percent"),
    "the same day twice": (entry("counting.minimum_ratings", 3) * 2, "counting.minimum_ratings"),
    "no TOML": ("closeness: 10", "line 1"),
}


@pytest.mark.parametrize(("text", "place"), WRONG.values(), ids=WRONG)
def test_a_wrong_override_is_refused_and_named(write: Written, text: str, place: str) -> None:
    with pytest.raises(PolicyError) as refused:
        policy.load([write(entry("counting.minimum_ratings", 4, "2015-01-01"), name="right.toml"), write(text)])
    shown = str(refused.value.message).format(**refused.value.params)
    assert shown.startswith("bank.toml") and place in shown and "{" not in shown
    assert refused.value.exit_code == BAD_POLICY


def test_a_missing_file_a_folder_and_another_encoding_are_refused(tmp_path: Path) -> None:
    chinese = tmp_path / "gbk.toml"
    chinese.write_bytes("# 政策".encode("gbk"))
    for path in (tmp_path / "nowhere.toml", tmp_path, chinese):
        with pytest.raises(PolicyError, match=re.escape("{file}")) as refused:
            policy.load([path])
        assert refused.value.params["file"] == path.name


@pytest.mark.parametrize("percent", [0, 100])
def test_the_bounds_themselves_are_taken(write: Written, percent: int) -> None:
    assert closeness(DAY, write(entry("reconcile.closeness_percent", percent))) == percent


def test_a_file_as_notepad_saves_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "bank.toml"
    path.write_text(entry("reconcile.closeness_percent", 10), "utf-8-sig")
    assert closeness(DAY, path) == 10


def test_a_filing_field_may_have_an_alternative(write: Written) -> None:
    path = write(entry("filing.household_fields", '["phone|address"]'))
    assert policy.load([path]).on(DAY).values("filing").words("household_fields") == ("phone|address",)


def test_equal_values_have_one_hash_whatever_their_day_and_source(write: Written) -> None:
    shipped = policy.load().on(DAY).sha256
    same = policy.load([write(entry("reconcile.closeness_percent", 20, document='"another letter"'))])
    assert shipped == policy.load().on(date(2020, 1, 1)).sha256 == same.on(DAY).sha256


@pytest.mark.parametrize(
    ("parameter", "value"),
    [("reconcile.closeness_percent", 21), ("lists.declined", '["black", "grey"]'), ("lists.referred", "[]")],
)
def test_another_value_has_another_hash_from_its_day_on(write: Written, parameter: str, value: object) -> None:
    shipped, book = policy.load().on(DAY).sha256, policy.load([write(entry(parameter, value, "2016-05-03"))])
    assert book.on(DAY - timedelta(days=1)).sha256 == shipped
    assert book.on(DAY).sha256 != shipped


def test_before_the_first_date_no_value_is_in_force() -> None:
    assert policy.load().on(FIRST_DAY).rows()
    before = policy.load().on(FIRST_DAY - timedelta(days=1))
    for ask in (before.rows, lambda: before.values("reconcile"), lambda: before.sha256):
        with pytest.raises(PolicyError) as refused:
            ask()
        assert refused.value.params == {"day": date(1999, 12, 31), "name": policy.load().parameters[0].key}
        assert refused.value.message.startswith("the policy has no value in force on {day} for {name}; add one")


def test_the_hash_of_given_settings_stays_what_it_was() -> None:
    """Ledgers hold it: a policy of years ago is known by it."""
    settings: dict[str, list[object]] = {
        "lists.declined": [["black", "黑"], None],
        "counting.minimum_ratings": [3, "inclusive"],
    }
    assert (
        policy_hash(settings)
        == hashlib.sha256(
            '{"counting.minimum_ratings": [3, "inclusive"], "lists.declined": [["black", "黑"], null]}'.encode()
        ).hexdigest()
    )


def test_every_cell_of_a_table_is_part_of_what_decides() -> None:
    rows: tuple[Row, ...] = ({"fact": "house", "is": ("砖房", "楼房"), "gives": 3}, {"fact": "house"})
    value = Value(rows, FIRST_DAY, FIRST_DAY, "letter", "1", None)
    assert setting_of(value) == [[{"fact": "house", "is": ["砖房", "楼房"], "gives": 3}, {"fact": "house"}], None]
