"""What three officers write for a household that is to end in a given way."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from expected import Rating, expected_status
from specs import STATUS, Spec

_BASES = (15, 20, 25, 30, 40, 50, 60, 80, 100, 120, 150, 200, 250)  # thousands of yuan
_WEIGHTS = (2, 4, 3, 10, 12, 18, 16, 14, 12, 4, 4, 2, 1)
_SHAPES = {
    "equal": ((1.0, 1.0, 1.0),),
    "near": ((1, 1, 0.9), (1, 0.9, 0.8), (1, 1, 0.83), (1, 0.9, 0.9), (1, 0.95, 0.85), (1, 1, 0.8)),
    "outlier": ((1, 1, 0.6), (1, 0.9, 0.6), (1, 0.8, 0.6), (0.6, 0.6, 1), (1, 0.83, 0.55), (1, 0.81, 0.62)),
    "far_outlier": ((1, 1, 0.4), (0.4, 0.4, 1), (1, 0.85, 0.4), (0.5, 0.4, 1)),
    "compromise": ((1, 0.77, 0.6), (1, 0.75, 0.55), (1, 0.76, 0.58), (1, 0.7, 0.5), (1, 0.8, 0.64)),
    "too_wide": ((1, 0.5, 0.3), (1, 0.6, 0.33), (1, 0.66, 0.4), (1, 0.5, 0.25), (1, 0.72, 0.45)),
}
_BASIS = {"equal": "close_all", "near": "close_all", "outlier": "close_majority", "far_outlier": "close_majority"}
_REASONS = ("恶意拖欠他人款项", "有赌博行为", "贷款挪作他用", "提供虚假资料", "有不良信用且拒不归还", "参与高息借贷")
_NOTES = ("种植大户", "有稳定收入", "新建房屋", "有运输车一辆", "经营多年", "为人诚信", "子女在外工作")


def ratings_for(rng: Random, spec: Spec, scenario: str, number: str) -> list[Rating]:
    """The ratings of one household, in the officers' order; empty where nobody rated it."""
    if scenario in ("unrated", "grey", "black"):
        if rng.random() < (0.45 if scenario == "unrated" else 0.55):
            return []
        if scenario == "unrated":
            return [Rating(officer, knows=False) for officer in spec.officers]
    ratings = [
        Rating(officer, amount, note=rng.choice(_NOTES) if rng.random() < 0.12 else "")
        for officer, amount in zip(spec.officers, _amounts(rng, spec, scenario), strict=True)
    ]
    return _spoil(rng, spec, scenario, number, ratings)


def _amounts(rng: Random, spec: Spec, scenario: str) -> list[int]:
    """Three round amounts that lead where the scenario wants to go."""
    if scenario == "below_minimum":
        return rng.choice([[800, 800, 900], [500, 500, 600]])
    shape = scenario if scenario in _SHAPES else "near"
    while True:
        base: float = rng.choices(_BASES, _WEIGHTS)[0]
        if scenario == "above_cap":
            base = round(min(spec.cap, 300_000) / 1000 * rng.choice([1.1, 1.15, 1.2, 1.35]) / 10) * 10
        elif scenario == "compromise" and rng.random() < 0.1:
            base = rng.choice([62.5, 125])
        amounts = [_round(base * ratio) for ratio in rng.choice(_SHAPES[shape])]
        found = expected_status([Rating("", amount) for amount in amounts], "", spec.cap)
        wanted = STATUS[scenario] if scenario in _SHAPES or scenario == "above_cap" else "granted"
        fits = found.status == wanted and found.basis == _BASIS.get(shape, "compromise")
        if fits and found.capped == (scenario == "above_cap") and min(amounts) >= 10_000:
            rng.shuffle(amounts)
            return amounts


def _round(thousands: float) -> int:
    """To the amounts officers write: fives and tens of thousands, thousands among the small ones."""
    if thousands in (62.5, 125):
        return int(thousands * 1000)
    step = 1 if thousands < 20 else 5 if thousands < 120 else 10
    return round(thousands / step) * step * 1000


def _spoil(rng: Random, spec: Spec, scenario: str, number: str, ratings: list[Rating]) -> list[Rating]:
    """Turn ratings into refusals, abstentions and mistakes, as the scenario asks."""
    order = rng.sample(range(3), 3)
    first, second = order[0], order[1]
    refusing = {"one_refuses": 1, "two_refuse": 2, "all_refuse": 3}.get(scenario, 0)
    for place in order[:refusing]:
        ratings[place] = _refusal(rng, spec, ratings[place])
    abstaining = {"one_abstains": 1, "two_abstain": 2}.get(scenario, 0)
    for place in order[:abstaining]:
        ratings[place] = Rating(ratings[place].officer, knows=False)
    if scenario == "one_abstains" and rng.random() < 0.15:
        ratings[second] = _refusal(rng, spec, ratings[second])
    if scenario == "forgotten":
        ratings[first] = Rating(ratings[first].officer)
    elif scenario == "amount_as_text":
        ratings[first] = replace(ratings[first], amount=None, text=spec.text)
    elif scenario == "mistyped":
        ratings[first] = replace(ratings[first], written_id=mistyped(number, spec.households))
    elif scenario == "entered_twice":
        ratings[first] = replace(ratings[first], again=(ratings[first].amount or 0) + 10_000)
    return ratings


def _refusal(rng: Random, spec: Spec, rating: Rating) -> Rating:
    """A refusal: a reason about conduct, the amount 0, or both; the wide layout has room for the 0 only."""
    if spec.layout == "wide":
        return Rating(rating.officer, 0)
    amount, reason = rng.choice([(None, True), (None, True), (0, True), (0, False)])
    return Rating(rating.officer, amount, reason=rng.choice(_REASONS) if reason else "")


def mistyped(number: str, households: int) -> str:
    """A household number with two digits exchanged, or one too many, that is not on the roster."""
    letters, digits = number[:2], number[2:]
    for at in range(3):
        swapped = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
        if not 1 <= int(swapped) <= households:
            return letters + swapped
    return f"{letters}1{digits[1:]}"
