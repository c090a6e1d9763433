"""A base model figure from household facts: each shape, each band on both sides of its bounds, review and cap."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridcredit.decisions import ORDER, board_of, decide, name_of, steps
from gridcredit.household_facts import FACTS, NUMBERS, OF_OFFICERS
from gridcredit.i18n import _
from gridcredit.policy import Policy, PolicyBook, Row, Setting, Value, bands
from gridcredit.policy import load as load_policy
from gridcredit.rules.base_model import model_of
from gridcredit.rules.board import Step
from gridcredit.schema import Columns, Kind
from rules.deciding import DEFAULT, cases, ratings

SHIPPED = DEFAULT.values("base_model")
TABLES = ("additive", "points", "checklist")
STEP_TABLES = {"points": "points_steps", "checklist": "checklist_steps"}
DAY = date(2016, 1, 1)


def model(shape: str, review: tuple[int, str] = (150, "exclusive"), **settings: Setting) -> Policy:
    """The shipped policy with another shape, another threshold of review (percent and bound), and other values."""
    values = {name: Value(setting, DAY, DAY, "letter", "1") for name, setting in settings.items()}
    values |= {
        "shape": Value(shape, DAY, DAY, "letter", "1"),
        "review_percent": Value(review[0], DAY, DAY, "x", "1", review[1]),
    }
    book = PolicyBook(DEFAULT.parameters)
    for name, value in values.items():
        book = book.with_value("base_model", name, value)
    return book.on(DEFAULT.day)


def decided(in_force: Policy, facts: Mapping[str, Any], amounts: tuple[int | None, ...] = (), **tables: Any) -> Any:
    """The decision on one household: ``facts`` as its officers state them where they may, else as its row has them."""
    officers = "ABCDE"[: max(3, len(amounts))]
    given = ratings([("1", who, yuan, None, None) for who, yuan in zip(officers, (*amounts, None, None, None))])
    households: Columns = {"household_id": ["1"]}
    for name, value in facts.items():
        if name in OF_OFFICERS and name != "business":
            given = {**given, name: [value] * len(officers)}
        else:
            households = {**households, name: [value]}
    found = decide(
        {**households, **tables.get("households", {})}, {}, {**given, **tables.get("given", {})}, None, in_force
    )
    return {name: column[0] for name, column in found.items()}


def figure(in_force: Policy, **facts: Any) -> int | None:
    model_yuan = decided(in_force, facts)["model_yuan"]
    assert model_yuan is None or isinstance(model_yuan, int)
    return model_yuan


def told(in_force: Policy, facts: Mapping[str, Any], amounts: tuple[int, ...] = (), **stated: list[Any]) -> list[str]:
    """What the rule says of one household; every value that it goes by must be one of its own."""
    lines = steps_of(in_force, [facts], amounts, **stated)
    own = {one.name for one in in_force.parameters if one.rule == "base_model"}
    assert all(step.names and set(step.names) <= own for step in lines)
    return [sentence for sentence, _names in said(lines)]


def steps_of(
    in_force: Policy, village: Sequence[Mapping[str, Any]], amounts: tuple[int, ...] = (), **stated: list[Any]
) -> list[Step]:
    """What the rule tells of the last household; ``amounts``: what each of the three officers gives each household."""
    keys = [str(number) for number in range(1, len(village) + 1)]
    entries = [(key, who, yuan) for key in keys for who, yuan in zip("ABC", amounts or (None, None, None))]
    names = dict.fromkeys(name for facts in village for name in facts)
    households: Columns = {"household_id": keys} | {name: [facts.get(name) for facts in village] for name in names}
    given = ratings([(key, who, yuan, None, None) for key, who, yuan in entries])
    board = board_of(households, {}, {**given, **stated}, None, in_force)
    (rule,) = (rule for rule in ORDER if name_of(rule) == "base_model")
    for applied, values in steps(board, in_force):
        if applied is rule:
            return list(rule.explain(board, len(village) - 1, values))
    raise AssertionError


def said(lines: Sequence[Step]) -> list[tuple[str, str]]:
    """Each sentence, and the values that it goes by, joined by a space."""
    return [(_(step.text).format(**step.params), " ".join(step.names)) for step in lines]


def met(row: Row) -> list[Any]:
    """Values of the row's fact that meet it: both bounds of a band, each of its words as sheets have them."""
    column = FACTS[str(row["fact"])]
    words = row.get("is")
    if isinstance(words, tuple):
        return [(column.options or {}).get(word, word) for word in words]
    edges = [edge for edge in (bands.lowest(row), bands.highest(row)) if edge is not None]
    return edges or [next(iter(column.options.values())) if column.options else "别的"]


def beyond(row: Row) -> Iterator[int]:
    """The numbers right outside a band."""
    low, high = bands.lowest(row), bands.highest(row)
    if low is not None and low > 0:
        yield low - 1
    if high is not None:
        yield high + 1


ROWS = [(table, row) for table in TABLES for row in SHIPPED.rows(table)]


@pytest.mark.parametrize(("table", "row"), ROWS, ids=str)
def test_each_row_of_a_shipped_table_holds_at_its_bounds_and_no_further(table: str, row: Row) -> None:
    """Whatever row is added to a table, it is tried; all tables are seen as sums of yuan here."""
    fact, rows = str(row["fact"]), SHIPPED.rows(table)
    shift = 100_000  # so that rows that take something away are seen, too
    rest: Row = {"fact": "size", "gives": shift}
    seen = model("additive", additive=(*rows, rest))
    for value in met(row):
        assert figure(seen, size=1, **{fact: value}) == shift + int(str(row["gives"])), value
    for value in beyond(row):
        other = next(one for one in rows if one["fact"] == fact and one is not row and bands.holds(one, value))
        assert figure(seen, size=1, **{fact: value}) == shift + int(str(other["gives"])), value


@pytest.mark.parametrize(
    ("shape", "row"), [(shape, row) for shape, table in STEP_TABLES.items() for row in SHIPPED.rows(table)], ids=str
)
def test_each_step_of_a_shipped_table_holds_at_its_bounds_and_no_further(shape: str, row: Row) -> None:
    values = model(shape).values("base_model")
    for total in met({**row, "fact": "size"}):
        assert model_of(total, values) == row["yuan"]
    for total in beyond(row):
        assert model_of(total, values) != row["yuan"]


@pytest.mark.parametrize("table", TABLES)
def test_the_shipped_tables_ask_for_what_banks_go_by(table: str) -> None:
    facts = ["house", "town_house", "car", "business", "income_yuan", "labour_count", "deposits_yuan", "reputation"]
    assert list(dict.fromkeys(row["fact"] for row in SHIPPED.rows(table))) == facts


def test_the_shipped_points_add_up_to_a_hundred_and_all_conditions_to_eight() -> None:
    for table, most in (("points", 100), ("checklist", 8)):
        best: dict[object, int] = {}
        for row in SHIPPED.rows(table):
            best[row["fact"]] = max(best.get(row["fact"], 0), int(str(row["gives"])))
        assert sum(best.values()) == most


RICH = {
    "house": 300_000, "town_house": "yes", "car": "yes", "business": "小超市", "income_yuan": 100_000,
    "labour_count": 3, "deposits_yuan": 50_000, "reputation": "好",
}  # fmt: skip
POOR = {
    "house": 0, "town_house": "no", "car": "no", "business": "无", "income_yuan": 0,
    "labour_count": 0, "deposits_yuan": 0, "reputation": "差",
}  # fmt: skip
MIDDLE = {"house": 120_000, "car": "yes", "business": "务农", "income_yuan": 50_000, "labour_count": 2}


@pytest.mark.parametrize(
    ("shape", "facts", "yuan"),
    [
        ("none", RICH, None),
        ("additive", RICH, 60_000 + 40_000 + 20_000 + 20_000 + 40_000 + 30_000 + 30_000 + 20_000),
        ("additive", MIDDLE, 30_000 + 20_000 + 5_000 + 20_000 + 20_000),
        ("additive", POOR, 0),
        ("points", RICH, 200_000),
        ("points", MIDDLE, 20_000),  # 10 + 5 + 5 + 10 + 7 = 37
        ("points", POOR, 0),
        ("checklist", RICH, 150_000),
        ("checklist", MIDDLE, 50_000),  # house, car, income, labour
        ("checklist", POOR, 0),
        ("factor", RICH, 60_000),
        ("factor", MIDDLE, 30_000),
        ("factor", POOR, 0),
    ],
    ids=str,
)
def test_the_shapes_as_shipped(shape: str, facts: dict[str, Any], yuan: int | None) -> None:
    assert figure(model(shape), **facts) == yuan


@pytest.mark.parametrize("shape", ["additive", "points", "checklist", "factor"])
def test_where_nothing_is_known_there_is_no_figure(shape: str) -> None:
    assert figure(model(shape)) is None
    assert decided(model(shape), {}, (90_000, 90_000, 90_000))["status"] == "granted"


def test_what_is_not_known_gives_nothing_and_is_no_zero() -> None:
    rows: tuple[Row, ...] = (
        {"fact": "house", "at_most": 0, "gives": 7},
        {"fact": "house", "above": 0, "gives": 9},
        {"fact": "size", "gives": 1},
    )
    assert figure(model("additive", additive=rows), size=2) == 1
    assert figure(model("additive", additive=rows), size=2, house=0) == 8
    assert figure(model("additive", additive=rows), house="三间平房") is None
    assert figure(model("additive", additive=rows), size=2, house="三间平房") == 1


def test_officers_who_tie_leave_a_fact_unknown() -> None:
    tied = {"given": {"car": ["yes", "no", None]}}
    assert decided(model("additive"), {"labour_count": 1}, given=tied["given"])["model_yuan"] == 10_000
    assert decided(model("additive"), {"labour_count": 1}, given={"car": ["yes", "no", "yes"]})["model_yuan"] == 30_000


def test_the_households_row_beats_what_officers_state() -> None:
    said = {"business": ["小超市"] * 3}
    assert decided(model("additive"), {"business": "务农"}, given=said)["model_yuan"] == 5_000
    assert decided(model("additive"), {}, given=said)["model_yuan"] == 20_000


def test_assets_count_as_far_as_they_are_proved() -> None:
    counted = model("factor", factor_fact="counted_assets_yuan", factor_percent=10)
    assert figure(counted, assets_yuan=200_000, evidence="房产证") == 20_000
    assert figure(counted, assets_yuan=200_000, evidence="村委会证明") == 14_000
    assert figure(counted, assets_yuan=200_000) == 10_000
    assert figure(model("factor", factor_fact="assets_yuan", factor_percent=10), assets_yuan=200_000) == 20_000


@pytest.mark.parametrize(
    ("income", "percent", "yuan"),
    [(101, 60, 60), (99, 101, 99), (1, 99, 0), (1, 100, 1), (0, 60, 0), (1_000_000_000, 1_000_000, 300_000)],
)
def test_a_percentage_is_rounded_down_to_whole_yuan(income: int, percent: int, yuan: int) -> None:
    assert figure(model("factor", factor_percent=percent), income_yuan=income) == yuan


@pytest.mark.parametrize(
    ("floor", "cap", "income", "yuan"),
    [
        (10_000, 50_000, 9_999, 10_000),
        (10_000, 50_000, 10_000, 10_000),
        (10_000, 50_000, 10_001, 10_001),
        (10_000, 50_000, 49_999, 49_999),
        (10_000, 50_000, 50_000, 50_000),
        (10_000, 50_000, 50_001, 50_000),
        (60_000, 50_000, 1, 50_000),
    ],
)
def test_floor_and_cap_bound_the_figure_and_the_cap_is_the_stronger(
    floor: int, cap: int, income: int, yuan: int
) -> None:
    bounded = model("factor", factor_percent=100, floor_yuan=floor, cap_yuan=cap)
    assert figure(bounded, income_yuan=income) == yuan
    assert figure(bounded) is None


def test_a_sum_below_nothing_is_nothing() -> None:
    rows: tuple[Row, ...] = ({"fact": "reputation", "is": ("差",), "gives": -9},)
    assert figure(model("additive", additive=rows), reputation="差") == 0
    assert figure(model("points", points=rows), reputation="差") == 0


def test_a_sum_below_nothing_stands_in_the_step_of_nothing() -> None:
    steps: tuple[Row, ...] = ({"at_most": 0, "yuan": 2_000}, {"above": 0, "yuan": 5_000})
    values = model("points", points_steps=steps).values("base_model")
    assert [model_of(total, values) for total in (-9, 0, 1, None)] == [2_000, 2_000, 5_000, None]


@pytest.mark.parametrize("shape", ["additive", "points", "checklist", "factor"])
def test_a_village_without_households_has_no_figures(shape: str) -> None:
    assert decide({"household_id": []}, {}, ratings([]), None, model(shape))["model_yuan"] == []


def test_without_steps_points_are_worth_no_figure() -> None:
    assert figure(model("points", points_steps=()), **RICH) is None


REVIEW = cases("""
| bound     | percent | income | ratings                | status   | line   | suggests | reasons     |
|-----------|---------|--------|------------------------|----------|--------|----------|-------------|
| exclusive | 150     | 60000  | 90000 90000 90000      | granted  | 90,000 | –        | –           |
| exclusive | 150     | 60000  | 90001 90001 90001      | referred | –      | 90,000   | ABOVE_MODEL |
| exclusive | 150     | 60000  | 91000 91000 91000      | referred | –      | 91,000   | ABOVE_MODEL |
| inclusive | 150     | 60000  | 89999 89999 89999      | granted  | 89,000 | –        | –           |
| inclusive | 150     | 60000  | 90000 90000 90000      | referred | –      | 90,000   | ABOVE_MODEL |
| exclusive | 100     | 50000  | 50000 50000 50000      | granted  | 50,000 | –        | –           |
| exclusive | 100     | 50000  | 50001 50001 50001      | referred | –      | 50,000   | ABOVE_MODEL |
| exclusive | 150     | 0      | 1000 1000 1000         | referred | –      | 1,000    | ABOVE_MODEL |
| exclusive | 1000000 | 1      | 10000 10000 10000      | granted  | 10,000 | –        | –           |
| exclusive | 1000000 | 1      | 10001 10001 10001      | referred | –      | 10,000   | ABOVE_MODEL |
| exclusive | 150     | 20000  | 30000 50000 100000     | referred | –      | 50,000   | SPREAD_TOO_WIDE ABOVE_MODEL |
| exclusive | 150     | 900000 | 400000 400000 400000   | granted  | 300,000 | –       | CAPPED      |
| exclusive | 150     | 200000 | 400000 400000 400000   | referred | –      | 300,000  | ABOVE_MODEL CAPPED |
| exclusive | 150     | 1      | 999 999 999            | referred | –      | –        | ABOVE_MODEL |
""")


def yuan(amount: int) -> str:
    return f"{amount:,}" if amount else ""


def outcome(found: Mapping[str, Any]) -> dict[str, str]:
    return {
        "status": found["status"],
        "line": yuan(found["credit_line_yuan"]),
        "suggests": yuan(found["suggested_line_yuan"]),
        "reasons": found["reason_codes"].replace(";", " "),
    }


def case_id(case: Mapping[str, str]) -> str:
    return f"{case.get('bound', '')} {case['percent']} {case['income']} {case['ratings']}"


@pytest.mark.parametrize("case", REVIEW, ids=case_id)
def test_a_figure_far_above_the_model_goes_to_review(case: dict[str, str]) -> None:
    """The model is the income itself here."""
    in_force = model("factor", factor_percent=100, cap_yuan=1_000_000, review=(int(case["percent"]), case["bound"]))
    amounts = tuple(map(int, case["ratings"].split()))
    found = decided(in_force, {"income_yuan": int(case["income"])}, amounts)
    assert outcome(found) == {key: case[key] for key in ("status", "line", "suggests", "reasons")}


@pytest.mark.parametrize(
    ("compared", "amounts", "status"),
    [
        ("figure", (50_000, 60_000, 100_000), "granted"),  # 55,000 by the close majority
        ("highest_rating", (50_000, 60_000, 100_000), "referred"),
        ("highest_rating", (50_000, 60_000, 75_000), "granted"),
        ("highest_rating", (50_000, 60_000, 75_001), "referred"),
        ("figure", (80_000, 80_000, 80_000), "referred"),
    ],
)
def test_the_figure_or_the_highest_rating_is_compared(compared: str, amounts: tuple[int, ...], status: str) -> None:
    in_force = model("factor", factor_percent=100, compared=compared)
    assert decided(in_force, {"income_yuan": 50_000}, amounts)["status"] == status


def test_the_rating_of_an_officer_who_does_not_know_the_household_is_not_the_highest() -> None:
    in_force = model("factor", factor_percent=100, compared="highest_rating")
    unknowing = {"knows": [None, None, None, "no", None]}
    found = decided(in_force, {"income_yuan": 50_000}, (50_000, 50_000, 50_000, 900_000, 50_000), given=unknowing)
    assert found["status"] == "granted"


CAPS = cases("""
| percent | income | ratings           | status   | line   | suggests | reasons                     |
|---------|--------|-------------------|----------|--------|----------|-----------------------------|
| 150     | 60000  | 60000 60000 60000 | granted  | 60,000 | –        | –                           |
| 150     | 60000  | 60001 60001 60001 | granted  | 60,000 | –        | CAPPED_BY_MODEL             |
| 150     | 60500  | 70000 70000 70000 | granted  | 60,000 | –        | CAPPED_BY_MODEL             |
| 150     | 60000  | 90000 90000 90000 | granted  | 60,000 | –        | CAPPED_BY_MODEL             |
| 150     | 60000  | 90001 90001 90001 | referred | –      | 60,000   | ABOVE_MODEL CAPPED_BY_MODEL |
| 150     | 60000  | 50000 50000 50000 | granted  | 50,000 | –        | –                           |
| 1000000 | 1000   | 9000 9000 9000    | granted  | 1,000  | –        | CAPPED_BY_MODEL             |
| 1000000 | 999    | 9000 9000 9000    | referred | –      | –        | ABOVE_MODEL CAPPED_BY_MODEL |
| 1000000 | 999    | 1000 1000 1000    | referred | –      | –        | ABOVE_MODEL CAPPED_BY_MODEL |
| 1000000 | 500    | 999 999 999       | declined | –      | –        | CAPPED_BY_MODEL BELOW_MINIMUM |
| 150     | 0      | 9000 9000 9000    | referred | –      | –        | ABOVE_MODEL CAPPED_BY_MODEL |
| 150     | 350000 | 400000 400000 400000 | granted | 300,000 | –     | CAPPED_BY_MODEL CAPPED      |
| 150     | 20000  | 30000 50000 100000 | referred | –     | 20,000   | SPREAD_TOO_WIDE ABOVE_MODEL CAPPED_BY_MODEL |
""")


@pytest.mark.parametrize("case", CAPS, ids=case_id)
def test_a_policy_may_cap_by_the_model_which_never_declines_alone(case: dict[str, str]) -> None:
    in_force = model(
        "factor",
        factor_percent=100,
        cap_yuan=1_000_000,
        caps="yes",
        review=(int(case["percent"]), "exclusive"),
    )
    found = decided(in_force, {"income_yuan": int(case["income"])}, tuple(map(int, case["ratings"].split())))
    assert outcome(found) == {key: case[key] for key in ("status", "line", "suggests", "reasons")}


def test_a_household_that_is_decided_already_is_not_capped_though_its_reasons_are_all_told() -> None:
    in_force = model("factor", factor_percent=100, caps="yes")
    grey = {"households": {"list_status": ["grey"]}}
    found = decided(in_force, {"income_yuan": 10_000}, (50_000, 50_000, 50_000), **grey)
    assert (found["status"], found["reason_codes"]) == ("referred", "LIST_GREY;ABOVE_MODEL")
    none = {"households": {"list_status": ["grey"]}}
    assert decided(in_force, {"income_yuan": 10_000}, (), **none)["reason_codes"] == "LIST_GREY;TOO_FEW_RATINGS"


def test_one_households_review_stands_though_the_next_is_reviewed_for_what_the_cap_leaves() -> None:
    """The first rating is far above the model; of the second the cap leaves less than the smallest line."""
    in_force = model("factor", factor_percent=100, caps="yes")
    households: Columns = {"household_id": ["1", "2"], "income_yuan": [50_000, 900]}
    amounts = {"1": 80_000, "2": 1_000}
    given = ratings([(key, officer, yuan, None, None) for key, yuan in amounts.items() for officer in "ABC"])
    found = decide(households, {}, given, None, in_force)
    assert found["status"] == ["referred", "referred"]
    assert found["suggested_line_yuan"] == [50_000, 0]
    assert found["reason_codes"] == ["ABOVE_MODEL;CAPPED_BY_MODEL", "ABOVE_MODEL;CAPPED_BY_MODEL"]


@given(st.integers(0, 10**9), st.lists(st.integers(1, 10**9), min_size=3, max_size=5), st.integers(100, 10**6))
def test_the_model_alone_raises_no_line_and_declines_nobody(income: int, amounts: list[int], percent: int) -> None:
    in_force = model("factor", factor_percent=100, caps="yes", review=(percent, "exclusive"))
    with_model = decided(in_force, {"income_yuan": income}, tuple(amounts))
    without = decided(DEFAULT, {"income_yuan": income}, tuple(amounts))
    assert with_model["credit_line_yuan"] <= without["credit_line_yuan"]
    if without["status"] == "granted":
        assert with_model["status"] in ("granted", "referred")
        assert with_model["status"] == "referred" or with_model["credit_line_yuan"] <= max(with_model["model_yuan"], 0)
    else:
        assert with_model["status"] == without["status"] or with_model["status"] == "referred"


def test_as_shipped_there_is_no_model_and_nothing_is_said_of_it() -> None:
    assert SHIPPED.word("shape") == "none"
    found = decided(DEFAULT, RICH, (50_000, 50_000, 50_000))
    assert (found["model_yuan"], found["status"], found["reason_codes"]) == (None, "granted", "")
    assert told(DEFAULT, {"income_yuan": 1}) == []


def test_the_explanation_of_a_sum_tells_each_fact_and_what_it_gives() -> None:
    rows: tuple[Row, ...] = (
        {"fact": "labour_count", "below": 2, "gives": 1_000},
        {"fact": "labour_count", "at_least": 2, "gives": 9_000},
        {"fact": "business", "is": ("货运",), "gives": 5_000},
        {"fact": "income_yuan", "gives": 500},
    )
    in_force = model("additive", additive=rows, cap_yuan=8_000)
    assert told(in_force, {"labour_count": 2, "business": "养蜂"}, (10_000, 10_000, 10_000)) == [
        "labour_count: 2; gives 9000 yuan",
        "business: 养蜂; in no row of the table, gives nothing",
        "income_yuan: not known, gives nothing",
        "sum: 9000 yuan",
        "9000 yuan is above the largest base model figure: 8000 yuan",
        "base model figure: 8000 yuan",
        "the officers' figure, 10000 yuan, is 125.0 % of the base model figure, not more than 150 %: no review",
    ]


def test_the_explanation_of_points_and_conditions_tells_the_step() -> None:
    points = told(model("points", floor_yuan=30_000), {"labour_count": 2, "income_yuan": 100_000, "business": "货运"})
    assert [line for line in points if "not known" not in line] == [
        "business: 货运; gives points: 10",
        "income_yuan: 100000; gives points: 20",
        "labour_count: 2; gives points: 7",
        "sum of points: 37",
        "for points 37: 20000 yuan",
        "20000 yuan is below the smallest base model figure: 30000 yuan",
        "base model figure: 30000 yuan",
    ]
    checks = told(model("checklist"), {"labour_count": 2, "income_yuan": 49_999, "business": "货运"})
    assert [line for line in checks if "not known" not in line] == [
        "business: 货运; condition met",
        "income_yuan: 49999; condition not met",
        "labour_count: 2; condition met",
        "conditions met: 2",
        "for conditions met, 2: 20000 yuan",
        "base model figure: 20000 yuan",
    ]
    assert told(model("points", points_steps=()), {"labour_count": 2})[-1] == "no step holds 7: no base model figure"


@pytest.mark.parametrize(
    ("bound", "amount", "line"),
    [
        ("exclusive", 75_001, "the officers' figure, 75001 yuan, is 150.002 % of the base model figure, more than 150 %: collective review"),
        ("exclusive", 75_000, "the officers' figure, 75000 yuan, is 150.0 % of the base model figure, not more than 150 %: no review"),
        ("inclusive", 75_000, "the officers' figure, 75000 yuan, is 150.0 % of the base model figure, 150 % or more: collective review"),
        ("inclusive", 74_999, "the officers' figure, 74999 yuan, is 149.9 % of the base model figure, less than 150 %: no review"),
    ],
)  # fmt: skip
def test_the_explanation_tells_the_comparison_with_its_bound(bound: str, amount: int, line: str) -> None:
    in_force = model("factor", factor_percent=100, review=(150, bound))
    assert told(in_force, {"income_yuan": 50_000}, (amount, amount, amount))[2:] == [line]


def test_the_explanation_tells_the_figure_before_the_cap_the_highest_rating_and_a_model_of_nothing() -> None:
    capped = told(model("factor", factor_percent=100, caps="yes"), {"income_yuan": 50_000}, (60_000, 60_000, 60_000))
    assert capped == [
        "income_yuan: 100 % of 50000 is 50000 yuan",
        "base model figure: 50000 yuan",
        "the officers' figure, 60000 yuan, is 120.0 % of the base model figure, not more than 150 %: no review",
        "60000 yuan is above the base model figure: capped to 50000 yuan",
    ]
    highest = model("factor", factor_percent=100, compared="highest_rating")
    assert told(highest, {"income_yuan": 50_000}, (50_000, 60_000, 80_000))[-1].startswith("the highest rating, 80000")
    nothing = told(model("factor"), {"income_yuan": 0}, (50_000, 50_000, 50_000))
    assert nothing[-1].endswith("stands against a base model figure of nothing: collective review")
    assert told(model("factor"), {}) == [
        "income_yuan: not known, gives nothing",
        "nothing that the base model goes by is known: no figure",
    ]


@pytest.mark.parametrize("shape", ["additive", "points", "checklist", "factor"])
def test_the_explanation_tells_no_sum_where_nothing_is_known(shape: str) -> None:
    *unknown, last = told(model(shape), {})
    assert all(line.endswith(": not known, gives nothing") for line in unknown)
    assert last == "nothing that the base model goes by is known: no figure"


@pytest.mark.parametrize(
    ("reputation", "of_sum"),
    [("差", ["sum of points: -9", "for points 0: 2000 yuan"]), ("好", ["sum of points: 1", "for points 1: 5000 yuan"])],
)
def test_the_explanation_of_points_below_nothing_tells_the_step_of_nothing(reputation: str, of_sum: list[str]) -> None:
    rows: tuple[Row, ...] = (
        {"fact": "reputation", "is": ("差",), "gives": -9},
        {"fact": "reputation", "is": ("好",), "gives": 1},
    )
    in_force = model("points", points=rows, points_steps=({"at_most": 0, "yuan": 2_000}, {"above": 0, "yuan": 5_000}))
    assert told(in_force, {}, reputation=[reputation] * 3)[1:3] == of_sum


@pytest.mark.parametrize(
    ("income", "bounds"),
    [
        (9_999, ["9999 yuan is below the smallest base model figure: 10000 yuan"]),
        (10_000, []),
        (50_000, []),
        (50_001, ["50001 yuan is above the largest base model figure: 50000 yuan"]),
    ],
)
def test_the_explanation_tells_floor_and_cap_only_where_they_change_the_figure(income: int, bounds: list[str]) -> None:
    in_force = model("factor", factor_percent=100, floor_yuan=10_000, cap_yuan=50_000)
    assert told(in_force, {"income_yuan": income})[1:-1] == bounds
    both = model("factor", factor_percent=100, floor_yuan=50_000, cap_yuan=50_000)
    assert [line for line in told(both, {"income_yuan": 1}) if "largest" in line] == []


def test_the_explanation_names_the_values_that_each_sentence_goes_by() -> None:
    rows: tuple[Row, ...] = ({"fact": "labour_count", "gives": 9_000}, {"fact": "income_yuan", "gives": 500})
    in_force = model("additive", additive=rows, floor_yuan=8_000, cap_yuan=8_000, caps="yes")
    labour = {"labour_count": 2}
    assert said(steps_of(in_force, [labour], (10_000, 10_000, 10_000), model_yuan=[1, None, None])) == [
        ("labour_count: 2; gives 9000 yuan", "additive"),
        ("income_yuan: not known, gives nothing", "additive"),
        ("sum: 9000 yuan", "additive"),
        ("9000 yuan is above the largest base model figure: 8000 yuan", "cap_yuan"),
        ("base model figure: 8000 yuan", "shape"),
        (
            "the officers' figure, 10000 yuan, is 125.0 % of the base model figure, not more than 150 %: no review",
            "review_percent compared",
        ),
        ("10000 yuan is above the base model figure: capped to 8000 yuan", "caps"),
        ("the officers' sheets state another base model figure: 1 yuan", "shape"),
    ]
    points = model("points", floor_yuan=300_000, cap_yuan=300_000)
    assert said(steps_of(points, [labour]))[-5:] == [
        ("reputation: not known, gives nothing", "points"),
        ("sum of points: 7", "points"),
        ("for points 7: 0 yuan", "points_steps"),
        ("0 yuan is below the smallest base model figure: 300000 yuan", "floor_yuan"),
        ("base model figure: 300000 yuan", "shape"),
    ]
    assert said(steps_of(model("factor", factor_percent=16), [{"income_yuan": 50_000}]))[:1] == [
        ("income_yuan: 16 % of 50000 is 8000 yuan", "factor_fact factor_percent"),
    ]
    assert said(steps_of(model("factor"), [labour]))[:1] == [("income_yuan: not known, gives nothing", "factor_fact")]


def test_the_explanation_tells_the_cap_of_the_household_that_it_caps_alone() -> None:
    in_force = model("factor", factor_percent=100, caps="yes")
    rich, poor, amounts = {"income_yuan": 60_000}, {"income_yuan": 50_000}, (60_000, 60_000, 60_000)
    capped = "60000 yuan is above the base model figure: capped to 50000 yuan"
    assert capped in [line for line, _names in said(steps_of(in_force, [rich, poor], amounts))]
    assert not [line for line, _names in said(steps_of(in_force, [poor, rich], amounts)) if "capped" in line]


def test_a_step_holds_the_figures_that_it_compares() -> None:
    in_force = model("factor", factor_percent=100)
    *_before, last = steps_of(in_force, [{"income_yuan": 50_000}], model_yuan=[40_000, None, None])
    assert last.params == {"stated": 40_000, "model": 50_000}
    *_before, last = steps_of(in_force, [{"income_yuan": 0}], (50_000, 50_000, 50_000))
    assert (last.params["figure"], last.params["share"]) == (50_000, "")


def test_the_explanation_of_a_percentage_of_words_tells_that_they_are_no_figure() -> None:
    lines = told(model("factor", factor_fact="house"), {}, house=["三间平房"] * 3)
    assert lines == [
        "house: 三间平房; no figure, gives nothing",
        "nothing that the base model goes by is known: no figure",
    ]


def test_another_figure_in_the_officers_sheets_is_told_once() -> None:
    lines = told(model("factor", factor_percent=100), {"income_yuan": 50_000}, model_yuan=[40_000, 50_000, 40_000])
    assert [line for line in lines if "sheets" in line] == [
        "the officers' sheets state another base model figure: 40000 yuan"
    ]


@pytest.mark.parametrize(
    ("name", "rows", "fault"),
    [
        ("points_steps", ({"below": 10, "yuan": 1}, {"at_least": 11, "yuan": 2}), "gap"),
        ("points_steps", ({"below": 10, "yuan": 1}, {"at_least": 9, "yuan": 2}), "overlap"),
        ("points_steps", ({"at_least": 1, "yuan": 2},), "gap"),
        ("points_steps", ({"at_most": 1, "yuan": 2},), "gap"),
        ("additive", ({"fact": "house", "below": 10, "gives": 1}, {"fact": "house", "above": 10, "gives": 2}), "gap"),
        (
            "additive",
            ({"fact": "car", "is": ("有",), "gives": 1}, {"fact": "car", "is": ("有",), "gives": 2}),
            "two rows",
        ),
    ],
)
def test_gaps_and_overlaps_of_a_banks_table_are_refused(name: str, rows: tuple[Row, ...], fault: str) -> None:
    (parameter,) = (one for one in load_policy().parameters if one.key == f"base_model.{name}")
    assert parameter.bands_by is not None
    ((_row, message, _params),) = bands.faults(rows, parameter.bands_by)
    assert fault in message


def test_every_number_fact_may_be_the_one_a_percentage_is_taken_of() -> None:
    (parameter,) = (one for one in DEFAULT.parameters if one.key == "base_model.factor_fact")
    for name in parameter.one_of:
        assert FACTS[name].kind in (*NUMBERS, Kind.FIGURE)
