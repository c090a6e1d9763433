"""The rules that decide, as one would write them without arrays: household by household, in plain whole numbers.

Written for speed as far as plain Python goes: ratings are grouped once, sorted once a household, and ratios are compared
by cross-multiplication. Only the strategy of the contract is here, with the values of a policy.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from gridcredit.policy import Policy
from gridcredit.schema import Columns


class Terms(NamedTuple):
    """The values of the policy; where the shipped ones say whether a bound is inclusive, it is written out below."""

    off_roster: tuple[str, ...]
    declined: tuple[str, ...]
    referred: tuple[str, ...]
    needed: int
    close: int
    wide: int
    cap: int
    step: int
    least: int


class Decided(NamedTuple):
    """A row of the decisions, in the order of ``schema.DECISIONS`` without the household."""

    status: str
    line: int = 0
    suggested: int = 0
    basis: str = ""
    reasons: str = ""
    counting: int = 0
    outlying: str = ""


Rating = tuple[int, str]
"""The amount, 0 for a refusal, and the officer."""


def terms_of(policy: Policy) -> Terms:
    def number(rule: str, name: str) -> int:
        return policy.values(rule).number(name)

    return Terms(
        policy.values("registration").words("off_roster"),
        policy.values("lists").words("declined"),
        policy.values("lists").words("referred"),
        number("counting", "minimum_ratings"),
        number("reconcile", "closeness_percent"),
        number("reconcile", "spread_percent"),
        number("limits", "household_cap_yuan"),
        number("limits", "rounding_yuan"),
        number("limits", "minimum_line_yuan"),
    )


def decide(households: Columns, ratings: Columns, terms: Terms) -> list[Decided]:
    """One row per household, in their order."""
    given: dict[str, list[Rating]] = defaultdict(list)
    columns = (ratings[name] for name in ("household_id", "officer", "amount_yuan", "knows", "refusal"))
    for key, officer, amount, knows, refusal in zip(*columns):
        if knows != "no" and (refusal is not None or amount is not None):
            given[key].append((0 if refusal is not None else amount, officer))
    of_households = (households[name] for name in ("household_id", "registration_status", "list_status"))
    return [_household(registration, mark, given[key], terms) for key, registration, mark in zip(*of_households)]


def _household(registration: str | None, mark: str | None, ratings: list[Rating], terms: Terms) -> Decided:
    count = len(ratings)
    if registration in terms.off_roster:
        return Decided("excluded", counting=count)
    status, reasons = "", []
    for marks, verdict in ((terms.declined, "declined"), (terms.referred, "referred")):
        if mark in marks:
            status, reasons = status or verdict, [f"LIST_{str(mark).upper()}"]
    refusals = sum(not amount for amount, _officer in ratings)
    if count < terms.needed:
        status, reasons = status or "no_conclusion", [*reasons, "TOO_FEW_RATINGS"]
    elif refusals * 2 > count:
        status, reasons = status or "declined", [*reasons, "REFUSED_BY_MAJORITY"]
    elif refusals:
        status, reasons = status or "referred", [*reasons, "REFUSED_BY_SOME"]
    else:
        return _line(status, reasons, sorted(ratings, key=lambda rating: rating[0]), terms)
    return Decided(status, reasons=";".join(reasons), counting=count)


def _line(status: str, reasons: list[str], ratings: list[Rating], terms: Terms) -> Decided:
    """The figure, and what becomes of it where nothing decided before."""
    amounts = [amount for amount, _officer in ratings]
    figure, basis, first, last = _figure(amounts, terms.close)
    if basis == "compromise" and amounts[-1] * 100 > amounts[0] * terms.wide:
        reasons.append("SPREAD_TOO_WIDE")
    if status:
        return Decided(status, reasons=";".join(reasons), counting=len(amounts))
    if figure > terms.cap:
        reasons.append("CAPPED")
    line = min(figure, terms.cap) // terms.step * terms.step
    if "SPREAD_TOO_WIDE" in reasons:
        suggested = line if line >= terms.least else 0
        return Decided("referred", 0, suggested, basis, ";".join(reasons), len(amounts))
    if line < terms.least:
        return Decided("declined", 0, 0, basis, ";".join([*reasons, "BELOW_MINIMUM"]), len(amounts))
    low, high = amounts[first], amounts[last - 1]
    outlying = (
        ";".join(officer for amount, officer in ratings if not low <= amount <= high) if basis == MAJORITY else ""
    )
    return Decided("granted", line, 0, basis, ";".join(reasons), len(amounts), outlying)


MAJORITY = "close_majority"


def _figure(amounts: Sequence[int], close: int) -> tuple[int, str, int, int]:
    """Figure, basis and the range of amounts in rising order that it rests on."""
    n = len(amounts)
    if (amounts[-1] - amounts[0]) * 100 <= amounts[-1] * close:
        return sum(amounts) // n, "close_all", 0, n
    size = n // 2 + 1
    best, tied = 0, False
    for start in range(1, n - size + 1):
        low, high = amounts[start], amounts[start + size - 1]
        best_low, best_high = amounts[best], amounts[best + size - 1]
        ours, theirs = (high - low) * best_high, (best_high - best_low) * high
        if ours < theirs:
            best, tied = start, False
        elif ours == theirs and amounts[start : start + size] != amounts[best : best + size]:
            tied = True
    low, high = amounts[best], amounts[best + size - 1]
    if not tied and (high - low) * 100 <= high * close:
        return sum(amounts[best : best + size]) // size, MAJORITY, best, best + size
    return (amounts[(n - 1) // 2] + amounts[n // 2]) // 2, "compromise", 0, n


def as_rows(decided: dict[str, list[Any]]) -> list[Decided]:
    """What ``gridcredit.decisions.decide`` gives, as rows to compare."""
    names = ("status", "credit_line_yuan", "suggested_line_yuan", "basis", "reason_codes", "counting_ratings")
    return [Decided(*row) for row in zip(*(decided[name] for name in (*names, "outlying_officers")))]
