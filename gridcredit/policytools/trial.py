"""Cases tried: each household decided alone under a policy, and what came out beside what was expected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from gridcredit.decisions import decide
from gridcredit.policy import Policy, PolicyBook
from gridcredit.policytools.cases import EXPECTED, Case
from gridcredit.schema import STATED, Columns

_STATED = {column.name for column in STATED}
_GROUND = "—"
"""Stands for a ground of refusal; which one it is decides nothing, but whether the bank calls it hard."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What came ``out`` for a case on ``day``, in the words of ``Case.expected``."""

    case: Case
    day: date
    out: Mapping[str, object]

    @property
    def differs(self) -> tuple[str, ...]:
        """What was expected otherwise."""
        return tuple(key for key in EXPECTED if key in self.case.expected and self.case.expected[key] != self.out[key])


def trials(cases: Sequence[Case], book: PolicyBook, day: date) -> list[Trial]:
    """The cases on their own day, or on ``day``, under the policy in force then; raises ``PolicyError``."""
    return [Trial(case, case.day or day, outcome(case, book.on(case.day or day))) for case in cases]


def as_decided(cases: Sequence[Case], policy: Policy) -> list[Case]:
    """The cases with what comes out for them in place of what was expected."""
    outcomes = [outcome(case, policy) for case in cases]
    return [replace(case, expected={key: out[key] for key in case.expected}) for case, out in zip(cases, outcomes)]


def outcome(case: Case, policy: Policy) -> dict[str, object]:
    """Status, line, suggested line, basis and reasons of a case; 0, '' and no reasons where there is none."""
    households: Columns = {
        "household_id": ["1"],
        "list_status": [case.listed],
        "registration_status": [case.registration],
        **{name: [fact] for name, fact in case.facts.items()},
    }
    decided = decide(households, {"household_id": []}, _ratings(case), case.village_cap, policy)
    return {
        "status": decided["status"][0],
        "line": decided["credit_line_yuan"][0],
        "suggested": decided["suggested_line_yuan"][0],
        "basis": decided["basis"][0],
        "reasons": frozenset(filter(None, decided["reason_codes"][0].split(";"))),
    }


def _ratings(case: Case) -> Columns:
    """The ratings as a table; what officers state, all of them state alike."""
    count = len(case.ratings)
    return {
        "household_id": ["1"] * count,
        "officer": [str(number) for number in range(1, count + 1)],
        "amount_yuan": [rating.amount for rating in case.ratings],
        "knows": ["no" if rating.unknowing else "yes" for rating in case.ratings],
        "refusal": [_GROUND if rating.refuses else None for rating in case.ratings],
        "refusal_hard": [rating.hard for rating in case.ratings],
        **{name: [fact] * count for name, fact in case.facts.items() if name in _STATED},
    }
