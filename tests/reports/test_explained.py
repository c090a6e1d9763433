"""The words of an explanation."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from gridcredit import policy
from gridcredit.explaining.model import Decision
from gridcredit.i18n import set_language
from gridcredit.reports import labels
from gridcredit.reports.explained import citation, verdict
from gridcredit.rules.board import Step

DECISION = Decision(
    date(2016, 5, 3), "run", datetime(2016, 5, 3, tzinfo=UTC), "gridcredit", "", "", "granted", 55_000, 0, "close_all", "", 3, ""
)  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "credit line 55,000 yuan (all close)"),
        ({"reason_codes": "CAPPED"}, "credit line 55,000 yuan (all close): capped"),
        ({"status": "excluded", "credit_line_yuan": 0}, "off the roster"),
        (
            {"status": "declined", "credit_line_yuan": 0, "reason_codes": "LIST_BLACK;TOO_FEW_RATINGS"},
            "not granted: on the black list; too few ratings count",
        ),
        (
            {"status": "referred", "credit_line_yuan": 0, "suggested_line_yuan": 50_000, "reason_codes": "SPREAD_TOO_WIDE"},
            "collective review: ratings too far apart; suggested line 50,000 yuan",
        ),
    ],
)  # fmt: skip
def test_a_decision_in_a_few_words(changed: dict[str, object], said: str) -> None:
    assert verdict(replace(DECISION, **changed)) == said  # type: ignore[arg-type]


def test_a_step_shows_amounts_dates_and_codes_as_people_write_them() -> None:
    params = {"list": "grey", "status": "referred", "day": date(2016, 5, 3), "yuan": 1_234_567}
    step = Step("{list} {status} {day} {yuan}", {**params, "unused": "x"})
    assert labels.sentence(step) == "grey collective review 2016-05-03 1,234,567"
    assert labels.named(step) == params
    set_language("zh")
    assert labels.sentence(step) == "灰名单 集体评议 2016-05-03 1,234,567"


def test_a_name_that_the_ledger_does_not_keep_is_shown_as_a_member() -> None:
    assert labels.sentence(Step("{name} ({relation})", {"name": "#12", "relation": "配偶"})) == "a member (配偶)"
    assert labels.sentence(Step("{name}", {"name": "#12a"})) == "#12a"


@pytest.mark.parametrize(
    ("key", "said"),
    [
        (
            "reconcile.closeness_percent",
            "Ratings are close when they differ by at most: 20 (inclusive) percent of the largest "
            "[gridcredit default policy, after Lunan Sub-branch, 2016-06-25, 4.4; 根据额度接近或折中原则]",
        ),
        ("lists.declined", "Lists that decline a household: black [gridcredit default policy, 4.1]"),
    ],
)
def test_a_value_is_cited_with_its_unit_document_and_clause(key: str, said: str) -> None:
    (cited,) = (row for row in policy.load().on(date(2016, 5, 3)).rows() if row[0].key == key)
    assert citation(*cited) == said


def test_of_a_table_the_size_alone_is_cited() -> None:
    for parameter, value in policy.load().on(date(2016, 5, 3)).rows():
        if parameter.kind is policy.Kind.TABLE and isinstance(value.value, tuple) and value.value:
            assert f": a table of {len(value.value)} rows [" in citation(parameter, value)
