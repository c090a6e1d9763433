import pytest

from gridcredit import policy
from gridcredit.rules import ballots
from rules.deciding import set_to


def test_a_ballot_shows_and_asks_what_the_policy_says_in_the_rosters_order() -> None:
    values = set_to("ballots.shown_facts=address,group ballots.asked_facts=car").values("ballots")
    assert [column.name for column in ballots.shown(values)] == ["group", "address"]
    assert [column.name for column in ballots.asked(values)] == ["car"]


def test_by_default_no_list_no_figure_and_no_loan_is_shown() -> None:
    (shown,) = (p for p in policy.load().parameters if (p.rule, p.name) == ("ballots", "shown_facts"))
    assert not {"list_status", "list_reason", "household_id", "other_loans_yuan"} & set(shown.one_of)


@pytest.mark.parametrize(
    ("bound", "guesses", "weak"),
    [
        ("inclusive", 9_999_999_999, True),
        ("inclusive", 10_000_000_000, False),
        ("exclusive", 99_999_999_999, True),
        ("exclusive", 100_000_000_000, False),
    ],
)
def test_a_passphrase_is_weak_below_so_many_digits_of_attempts(bound: str, guesses: int, weak: bool) -> None:
    values = set_to(f"ballots.passphrase_digits=11:{bound}").values("ballots")
    assert ballots.is_weak(values, guesses) is weak


@pytest.mark.parametrize(
    ("fact", "said", "policy", "differ"),
    [
        ("car", ["yes", "no"], "", True),
        ("car", ["yes", "yes"], "", False),
        ("car", ["yes"], "", False),
        ("income_band", ["3万以下", "3-5万"], "", False),
        ("income_band", ["3万以下", "5-10万"], "", True),
        ("income_band", ["5-10万", "3-5万", "3万以下"], "", True),
        ("income_band", ["3万以下", "5-10万"], "income_bands_apart=2:exclusive", False),
        ("income_band", ["3万以下", "10-20万"], "income_bands_apart=2:exclusive", True),
        ("income_band", ["3万以下", "3-5万"], "income_bands_apart=1", True),
        ("income_band", ["3 万以下", "１０-20万"], "", True),
        ("income_band", ["3万以下", "还行"], "", False),
        ("income_band", ["还行", "不错"], "", False),
        ("income_band", ["5-10万", "5-10万"], "", False),
    ],
)
def test_people_contradict_each_other_on_a_fact(fact: str, said: list[str], policy: str, differ: bool) -> None:
    assert ballots.contradict(fact, said, set_to(policy).values("ballots")) is differ
