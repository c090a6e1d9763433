"""What a re-visit found beside the lines and beside what each officer had said."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from rules.deciding import set_to

from gridcredit.forms.issued import REVISIT, Form, forms_of, sample_of
from gridcredit.forms.visited import Comparison, Visit, compare

POLICY = set_to("")
WHY = {"A1": ("random",), "A2": ("random", "all_equal"), "A3": ("wide_spread",)}
FORM = Form(REVISIT, "试验村", "abc", date(2016, 6, 1), WHY, "00" * 16)


def home(key: str, line: int, *ratings: Mapping[str, Any], suggested: int = 0) -> dict[str, Any]:
    return {"household_id": key, "line_yuan": line, "suggested_line_yuan": suggested, "ratings": list(ratings)}


def rating(officer: str, amount: int | None, **more: str) -> dict[str, Any]:
    return {"officer": officer, "amount_yuan": amount} | more


HOMES = [
    home("A1", 50_000, rating("张三", 50_000, car="yes"), rating("李四", 60_000, car="no")),
    home("A2", 100_000, rating("张三", 100_000), rating("李四", 100_000)),
    home("A3", 0, rating("张三", 20_000), rating("李四", 90_000, knows="no"), suggested=40_000),
]


def found(*visits: Visit, homes: list[dict[str, Any]] = HOMES) -> Comparison:
    return compare(FORM, {visit.household_id: visit for visit in visits}, homes, POLICY)


def test_lines_are_borne_out_too_high_or_too_low_by_group() -> None:
    report = found(Visit("A1", 40_000, {}), Visit("A2", 50_000, {}), Visit("A3", 80_000, {}))
    assert [tuple(group) for group in report.groups] == [
        (None, 3, 3, 3, 1, 1, 1),
        ("random", 2, 2, 2, 1, 1, 0),
        ("all_equal", 1, 1, 1, 0, 1, 0),
        ("wide_spread", 1, 1, 1, 0, 0, 1),
    ]
    assert report.missing == []


def test_a_household_where_nobody_was_met_is_visited_and_compared_with_nothing() -> None:
    report = found(Visit("A1", None, {}))
    assert report.groups[0][1:5] == (3, 1, 0, 0)
    assert report.missing == ["A2", "A3"]


def test_an_officers_amounts_and_facts_are_put_beside_what_was_found() -> None:
    report = found(Visit("A1", 50_000, {"car": "yes"}), Visit("A2", 80_000, {"car": "no"}))
    assert [tuple(officer) for officer in report.officers] == [
        ("张三", 2, 2, 12.5, 1, 0),
        ("李四", 2, 2, 22.5, 1, 1),
    ]


def test_an_officer_who_does_not_know_a_household_or_refuses_is_not_compared_on_its_amount() -> None:
    homes = [home("A1", 50_000, rating("张三", 0, refusal="赌博"), rating("李四", 50_000, knows="no"))]
    report = found(Visit("A1", 50_000, {}), homes=homes)
    assert [tuple(officer) for officer in report.officers] == [("张三", 0, 0, None, 0, 0)]


@pytest.mark.parametrize("changed", ["village", "run", "day", "seed"])
def test_another_form_has_another_number(changed: str) -> None:
    other = {"village": "别村", "run": "abd", "day": date(2016, 6, 2), "seed": "01" * 16}[changed]
    values = {name: getattr(FORM, name) for name in ("kind", "village", "run", "day", "households", "seed")}
    assert Form(**values).number == FORM.number
    assert Form(**values | {changed: other}).number != FORM.number


def test_a_form_comes_back_from_the_minutes_as_it_was_issued() -> None:
    issued = {"kind": FORM.kind, "village": FORM.village, "number": FORM.number, "detail": FORM.detail()}
    gone = {"kind": "withdrawn", "village": FORM.village, "number": FORM.number, "detail": {"reason": "too few"}}
    other = {"kind": "issued", "village": FORM.village, "number": "", "detail": {}}
    assert forms_of([other, issued]) == {FORM.number: FORM}
    assert sample_of(forms_of([issued]), "试验村", "abc") == FORM
    withdrawn = forms_of([issued, gone])
    assert withdrawn[FORM.number].withdrawn == "too few"
    assert sample_of(withdrawn, "试验村", "abc") is None
