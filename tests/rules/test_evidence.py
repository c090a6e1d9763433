"""Assets count by the best material that proves them, and households are told which papers their files lack."""

from datetime import date
from typing import Any

import pytest

from gridcredit.decisions import board_of, decide, name_of, steps
from gridcredit.household_facts import FACTS
from gridcredit.i18n import _
from gridcredit.policy import Policy, PolicyBook, Row, Value, bands
from gridcredit.rules.evidence import Lack, materials_in, missing, tier_of
from gridcredit.schema import Columns
from rules.deciding import DEFAULT, ratings

TIERS = DEFAULT.values("evidence").rows("tiers")
DOCUMENTS = DEFAULT.values("evidence").rows("documents")
NO_RATINGS = ratings([])


def policy(name: str, rows: tuple[Row, ...]) -> Policy:
    value = Value(rows, date(2016, 1, 1), date(2016, 1, 1), "letter", "1")
    return PolicyBook(DEFAULT.parameters).with_value("evidence", name, value).on(DEFAULT.day)


def found(in_force: Policy = DEFAULT, said: Columns | None = None, **household: Any) -> tuple[str, int | None, str]:
    """Tier, counted assets and missing documents of one household; ``said``: what its officers state."""
    households: Columns = {"household_id": ["1"]} | {name: [value] for name, value in household.items()}
    given = NO_RATINGS if said is None else ratings([("1", officer, None, None, None) for officer in "ABC"])
    decided = decide(households, {}, {**given, **(said or {})}, None, in_force)
    tier, counted, lacks = (decided[name][0] for name in ("evidence_tier", "counted_assets_yuan", "missing_documents"))
    return tier, counted, lacks


def told(in_force: Policy = DEFAULT, **household: Any) -> list[str]:
    return [sentence for sentence, _names in said(in_force, **household)]


def said(in_force: Policy = DEFAULT, **household: Any) -> list[tuple[str, str]]:
    """Each sentence, and the values that it goes by, joined by a space."""
    households: Columns = {"household_id": ["1"]} | {name: [value] for name, value in household.items()}
    board = board_of(households, {}, NO_RATINGS, None, in_force)
    for rule, values in steps(board, in_force):
        if name_of(rule) == "evidence":
            lines = list(rule.explain(board, 0, values))
            return [(_(step.text).format(**step.params), " ".join(step.names)) for step in lines]
    raise AssertionError


@pytest.mark.parametrize(
    ("text", "materials"),
    [
        ("房产证", ("房产证",)),
        ("房产证复印件", ("房产证",)),
        ("房产证（复印件）、行驶证2份", ("房产证", "行驶证")),
        ("1.房产证 2.行驶证", ("房产证", "行驶证")),
        ("房产证;行驶证；营业执照，存单\n村委会证明/土地证", ("房产证", "行驶证", "营业执照", "存单", "村委会证明", "土地证")),
        ("房产证和行驶证原件", ("房产证", "行驶证")),
        ("营业执照副本×1", ("营业执照",)),
        ("营业执照 复印件", ("营业执照",)),
        ("房产证、房产证", ("房产证",)),
        ("房产证未提供", ("房产证未提供",)),
        ("房产证（无）", ("房产证无",)),
        ("房产证:无", ("房产证:无",)),
        ("无", ()),
        ("没有", ()),
        ("—", ()),
    ],
)  # fmt: skip
def test_several_materials_in_one_cell_are_told_apart(text: str, materials: tuple[str, ...]) -> None:
    assert materials_in(text) == materials


@pytest.mark.parametrize(
    ("text", "tier", "percent"),
    [
        ("房产证", "document", 100),
        ("村委会证明", "village_certificate", 70),
        ("村委会证明、房产证复印件", "document", 100),
        ("房产证复印件、村委会证明", "document", 100),
        ("村委会证明、自述", "village_certificate", 70),
        ("工资证明", "own_statement", 50),
        ("房产证未提供", "own_statement", 50),
        ("无", "own_statement", 50),
        (None, "own_statement", 50),
    ],
)
def test_the_best_tier_that_is_shown_counts(text: str | None, tier: str, percent: int) -> None:
    assert tier_of(text, TIERS)[:2] == (tier, percent)


@pytest.mark.parametrize("row", TIERS, ids=lambda row: row["tier"])
def test_every_material_of_the_shipped_tiers_is_known_as_written_and_as_a_copy(row: dict[str, Any]) -> None:
    for word in row.get("is", ()):
        for text in (word, f"{word}复印件", f"（1）{word} 2份"):
            assert tier_of(text, TIERS) == (row["tier"], row["percent"], (word,), ()), text


def test_the_shipped_tiers_fall_from_documents_to_the_own_statement() -> None:
    assert [(row["tier"], row["percent"]) for row in TIERS] == [
        ("document", 100),
        ("village_certificate", 70),
        ("own_statement", 50),
    ]
    assert "is" not in TIERS[-1]


def test_of_two_kinds_of_documents_the_better_percentage_counts() -> None:
    rows: tuple[Row, ...] = (
        {"tier": "document", "is": ("行驶证",), "percent": 60},
        {"tier": "document", "is": ("房产证",), "percent": 90},
        {"tier": "own_statement", "percent": 10},
    )
    assert tier_of("行驶证", rows).percent == 60
    assert tier_of("行驶证、房产证", rows).percent == 90
    assert tier_of("村委会证明", rows).percent == 10


def test_without_a_row_for_what_is_not_proved_it_does_not_count() -> None:
    rows: tuple[Row, ...] = ({"tier": "document", "is": ("房产证",), "percent": 90},)
    assert tier_of(None, rows)[:2] == ("own_statement", 0)
    assert found(policy("tiers", rows), assets_yuan=90_000)[:2] == ("own_statement", 0)


@pytest.mark.parametrize(
    ("assets", "evidence", "counted"),
    [
        (200_001, "房产证", 200_001),
        (200_001, "村委会证明", 140_000),
        (200_001, None, 100_000),
        (200_000, None, 100_000),
        (1, None, 0),
        (0, "房产证", 0),
        (None, "房产证", None),
        (1_000_000_000, "村委会证明", 700_000_000),
    ],
)
def test_assets_are_counted_in_whole_yuan_and_unknown_ones_not_at_all(
    assets: int | None, evidence: str | None, counted: int | None
) -> None:
    assert found(assets_yuan=assets, evidence=evidence)[1] == counted


@pytest.mark.parametrize(
    ("assets", "evidence", "lacks"),
    [
        (None, None, ""),
        (0, None, ""),
        (99_999, None, ""),
        (100_000, None, "assets_yuan:village_certificate"),
        (299_999, None, "assets_yuan:village_certificate"),
        (299_999, "村委会证明", ""),
        (299_999, "房产证", ""),
        (299_999, "工资证明", "assets_yuan:village_certificate"),
        (300_000, "村委会证明", "assets_yuan:document"),
        (300_000, "存单", ""),
    ],
)
def test_assets_ask_for_material_of_a_tier_by_their_amount(
    assets: int | None, evidence: str | None, lacks: str
) -> None:
    assert found(assets_yuan=assets, evidence=evidence)[2] == lacks


@pytest.mark.parametrize(
    ("said", "evidence", "lacks"),
    [
        ({"house": [0, 0, 0]}, None, ""),
        ({"house": [1, 1, None]}, None, "house:房产证"),
        ({"house": ["20-40万", "20-40万", "10-20万"]}, None, "house:房产证"),
        ({"house": [1, 2, 3]}, None, ""),
        ({"house": [1, 1, None]}, "宅基地使用证", ""),
        ({"house": [1, 1, None]}, "行驶证", "house:房产证"),
        ({"town_house": ["yes", "yes", "no"]}, "宅基地使用证", "town_house:房产证"),
        ({"town_house": ["yes", "no", "no"]}, None, ""),
        ({"car": ["yes", "yes", "yes"]}, None, "car:行驶证"),
        ({"car": ["yes", "yes", "yes"]}, "机动车登记证书", ""),
        ({"car": ["no", "no", "no"]}, None, ""),
        ({"deposits_yuan": [0, 0, 0]}, None, ""),
        ({"deposits_yuan": [1, 1, 1]}, None, "deposits_yuan:存单"),
        ({"deposits_yuan": [1, 1, 1]}, "存折", ""),
        ({"car": ["yes", "yes", None], "house": [5, 5, None]}, None, "house:房产证;car:行驶证"),
    ],
    ids=str,
)
def test_what_officers_state_asks_for_its_own_paper(said: Columns, evidence: str | None, lacks: str) -> None:
    assert found(said=said, evidence=evidence)[2] == lacks


@pytest.mark.parametrize(
    ("business", "lacks"),
    [
        ("小超市", "business:营业执照"),
        ("水稻种植、农家乐", "business:营业执照"),
        ("货运", "business:道路运输证"),
        ("水稻种植", ""),
        ("务工", ""),
        (None, ""),
    ],
)
def test_a_trade_asks_for_its_licence_and_farming_for_nothing(business: str | None, lacks: str) -> None:
    assert found(business=business)[2] == lacks


@pytest.mark.parametrize("row", DOCUMENTS, ids=str)
def test_each_row_of_the_shipped_documents_asks_on_its_side_of_its_bounds_alone(row: dict[str, Any]) -> None:
    """Whatever is added to the table: at its bounds a row's paper is missed, and not once it is on file."""
    name = str(row["fact"])
    asked = (*row.get("asks", ()), *row.get("tiers", ()))
    values = (
        [*row["is"]] if "is" in row else [edge for edge in (bands.lowest(row), bands.highest(row)) if edge is not None]
    )
    for value in values or ["三间平房"]:
        said = {"yes": "yes", "有": "yes"}.get(value, value) if isinstance(value, str) else value
        given: dict[str, Any] = {name: said} if name in ("assets_yuan", "business") else {}
        stated: Columns | None = None if given else {name: [said] * 3}
        assert found(said=stated, **given)[2] == (f"{name}:{asked[0]}" if asked else "")
        for paper in row.get("asks", ()):
            assert found(said=stated, evidence=paper, **given)[2] == ""


def test_it_decides_nothing() -> None:
    given = ratings([("1", officer, 50_000, None, None) for officer in "ABC"])
    households: Columns = {"household_id": ["1"], "assets_yuan": [900_000], "evidence": [None]}
    decided = decide(households, {}, given, None, DEFAULT)
    assert (decided["status"], decided["reason_codes"], decided["credit_line_yuan"]) == (["granted"], [""], [50_000])
    assert decided["missing_documents"] == ["assets_yuan:document"]


def test_materials_are_compared_without_regard_to_width_case_and_spaces() -> None:
    asks = policy("documents", ({"fact": "business", "asks": ("Trade Licence",)},))
    assert found(asks, business="shop")[2] == "business:Trade Licence"
    assert found(asks, business="shop", evidence="trade licence、ID card")[2] == ""
    assert found(asks, business="shop", evidence="ＴＲＡＤＥ licence 复印件")[2] == ""


def test_a_policy_without_documents_misses_none() -> None:
    assert found(policy("documents", ()), assets_yuan=900_000)[2] == ""


def test_what_is_missing_is_read_again_as_it_was_told() -> None:
    assert missing("house:房产证;car:行驶证") == [Lack("house", "房产证"), Lack("car", "行驶证")]
    assert missing("house:证:房产证") == [Lack("house", "证:房产证")]
    assert missing("") == []


def test_the_explanation_tells_materials_arithmetic_and_what_is_missing() -> None:
    assert told(assets_yuan=300_001, evidence="村委会证明、工资证明") == [
        "materials on file: 村委会证明; the best of them: village_certificate",
        "not among the materials that prove assets by the policy: 工资证明",
        "assets: 70 % of 300001 yuan count, 210000 yuan",
        "document is missing, which assets_yuan asks for",
    ]
    assert told() == ["no material on file that proves assets by the policy: own_statement", "no assets are stated"]


def test_the_explanation_names_all_materials_and_the_values_that_each_sentence_goes_by() -> None:
    assert said(assets_yuan=300_001, evidence="房产证、行驶证、工资证明、身份证") == [
        ("materials on file: 房产证、行驶证; the best of them: document", "tiers"),
        ("not among the materials that prove assets by the policy: 工资证明、身份证", "tiers"),
        ("assets: 100 % of 300001 yuan count, 300001 yuan", "tiers"),
    ]
    assert said(business="小超市") == [
        ("no material on file that proves assets by the policy: own_statement", "tiers"),
        ("no assets are stated", "tiers"),
        ("营业执照 is missing, which business asks for", "documents"),
    ]


def test_the_tables_may_name_every_fact_that_is_known_and_no_other() -> None:
    for parameter in DEFAULT.parameters:
        for field in parameter.fields:
            if parameter.rule in ("evidence", "base_model") and field.name == "fact":
                assert set(field.one_of) == set(FACTS)
