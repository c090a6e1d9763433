"""Numbers in the words of clauses: how much, of what, and on which side the number itself is."""

import pytest

from gridcredit.policytools.clauses import claims


def read(clause: str) -> list[tuple[str, dict[str, float]]]:
    return [(claim.text, {unit: float(number) for unit, number in claim.numbers.items()}) for claim in claims(clause)]


def side(clause: str) -> str:
    """Which figures the one claim of a clause speaks of."""
    (claim,) = claims(clause)
    if claim.above is None:
        return "="
    return (">" if claim.above else "<") + ("=" if claim.includes else "")


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("10万元以上", ">="),
        ("10万元及以上", ">="),
        ("10万元以下", "<="),
        ("10万元以内", "<="),
        ("一个月内", "<="),
        ("三年届满", ">="),
        ("满十八周岁", ">="),
        ("年满60岁", ">="),
        ("不满10万元", "<"),
        ("未满十六周岁", "<"),
        ("超过10万元", ">"),
        ("10万元以外", ">"),
        ("不超过10万元", "<="),
        ("不得超过10万元", "<="),
        ("最高10万元", "<="),
        ("最高不超过10万元", "<="),
        ("不低于10万元", ">="),
        ("低于10万元", "<"),
        ("至少3名", ">="),
        ("10万元(含)以内", "<="),
        ("10万元（含）以上", ">="),
        ("10万元以上（不含10万元）", ">"),
        ("10万元(不含)以下", "<"),
        ("10万元以下（含本数）", "<="),
        ("超过10万元（含）", ">="),
        ("10万元", "="),
        ("每半年检查一次", "="),
    ],
)
def test_words_say_whether_the_number_itself_is_meant(words: str, meant: str) -> None:
    assert side(words) == meant


@pytest.mark.parametrize(("words", "high"), [("10万元以上", True), ("不满10万元", True), ("10万元以下", False), ("超过10万元", False)])  # fmt: skip
def test_a_number_stands_with_what_is_above_it_or_below(words: str, high: bool) -> None:
    (claim,) = claims(words)
    assert claim.counts_as_high is high


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("10万元", {"yuan": 100_000}),
        ("1.5万元", {"yuan": 15_000}),
        ("3千元", {"yuan": 3_000}),
        ("1,000,000元", {"yuan": 1_000_000}),
        ("1亿元", {"yuan": 100_000_000}),
        ("10万以上", {"yuan": 100_000}),
        ("１０万元", {"yuan": 100_000}),
        ("20%", {"percent": 20}),
        ("20％", {"percent": 20}),
        ("百分之二十", {"percent": 20}),
        ("两成", {"percent": 20}),
        ("十六周岁", {"years": 16}),
        ("60岁", {"years": 60}),
        ("一百二十天", {"days": 120}),
        ("一千零五日", {"days": 1005}),
        ("两周", {"days": 14}),
        ("6个月", {"months": 6}),
        ("三年", {"years": 3, "months": 36}),
        ("半年", {"years": 0.5, "months": 6}),
        ("三名网格员", {"ratings": 3}),
    ],
)
def test_numbers_are_read_with_their_unit(words: str, numbers: dict[str, float]) -> None:
    assert [found for _text, found in read(words)] == [numbers]


@pytest.mark.parametrize(
    "words", ["4.4", "第十五条", "第一千零四十七条", "2016年5月3日", "2016年", "10万户", "4.2; 背靠背评议", ""]
)
def test_articles_dates_and_bare_numbers_claim_nothing(words: str) -> None:
    assert read(words) == []


def test_a_clause_may_claim_several_numbers() -> None:
    assert [text for text, _numbers in read("用信10万元以上的客户,要在一周内进行检查")] == ["10万元以上", "一周内"]
