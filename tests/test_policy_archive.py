"""A policy comes back from the ledger as it was: the same hash, the same sources; and a changed one is found out."""

import json
from datetime import date
from typing import Any

import pytest

from gridcredit import policy
from gridcredit.decisions import ORDER, name_of
from gridcredit.errors import PolicyError
from gridcredit.policy.archive import archived, restored
from gridcredit.policy.model import policy_hash

DAY = date(2016, 5, 3)
POLICY = policy.load().on(DAY)


def kept() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(archived(POLICY)))
    return found


def hash_of(detail: dict[str, Any]) -> str:
    return policy_hash({key: entry[:2] for key, entry in detail.items()})


def test_a_policy_comes_back_with_every_value_source_and_hash() -> None:
    back = restored(kept(), POLICY.sha256, DAY)
    assert back.added == ()
    assert back.policy.sha256 == POLICY.sha256
    assert [value for _parameter, value in back.policy.rows()] == [value for _parameter, value in POLICY.rows()]


def test_every_rule_finds_its_values_in_it() -> None:
    back = restored(kept(), POLICY.sha256, DAY).policy
    for rule in map(name_of, ORDER):
        ours, theirs = back.values(rule), POLICY.values(rule)
        for parameter, value in POLICY.rows():
            if parameter.rule == rule and parameter.fields:
                assert ours.rows(parameter.name) == theirs.rows(parameter.name)
            elif parameter.rule == rule and value.bound:
                assert ours.limit(parameter.name) == theirs.limit(parameter.name)


@pytest.mark.parametrize("entry", [[21, "inclusive"], [20, "exclusive"]])
def test_a_value_or_a_bound_that_was_changed_is_found_out(entry: list[object]) -> None:
    detail = kept()
    detail["reconcile.closeness_percent"][:2] = entry
    with pytest.raises(PolicyError, match="SHA-256"):
        restored(detail, POLICY.sha256, DAY)


def test_a_value_that_only_a_later_version_has_is_taken_as_shipped_and_named() -> None:
    detail = kept()
    del detail["exposure.over_cap"]
    back = restored(detail, hash_of(detail), DAY)
    assert back.added == ("exposure.over_cap",)
    assert back.policy.values("exposure").word("over_cap") == POLICY.values("exposure").word("over_cap")


def test_a_value_that_today_has_no_rule_is_kept_for_the_hash() -> None:
    detail = kept() | {"gone.number": [5, "inclusive", "2016-01-01", "2016-01-01", "letter", "1"]}
    back = restored(detail, hash_of(detail), DAY)
    assert back.policy.sha256 == hash_of(detail)
    assert back.policy.values("gone").limit("number").value == 5


def test_a_value_that_is_of_another_kind_today_is_refused_by_name() -> None:
    detail = kept()
    detail["limits.rounding_yuan"][0] = "a thousand"
    with pytest.raises(PolicyError) as refused:
        restored(detail, hash_of(detail), DAY)
    assert refused.value.params == {"name": "limits.rounding_yuan"}
